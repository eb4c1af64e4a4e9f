use std::fs;

use domain::authz::ReadContrat;
use domain::ids::{ContratId, CptsId};
use jiff::civil::date;
use tempfile::TempDir;
use testkit::{TestApp, person};

use crate::run::{Ran, run};

const TITLES: &str = "Mission;Indicateur;Nature;Cible;Montant\n";
const LINE: &str = "Prévention;Une action Juin vert;Action;;1 000\n";

struct Instance {
    folder: TempDir,
    app: TestApp,
    cpts: CptsId,
    contrat: ContratId,
}

impl Instance {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let cpts = app.tenant("CPTS du Val").await;
        let contrat = app.draft_contract(cpts, date(2025, 4, 15)).await;
        Self { folder: tempfile::tempdir().unwrap(), app, cpts, contrat }
    }

    fn annex(&self, content: &str, arguments: &[&str]) -> Ran {
        fs::write(self.folder.path().join("annexe.csv"), content).unwrap();
        run(
            self.folder.path(),
            &[&["annex", "annexe.csv", "--base", self.app.db().url()], arguments].concat(),
        )
    }

    async fn indicators(&self) -> usize {
        let proof = person(domain::authz::Role::Coordinateur, self.cpts).authorize::<ReadContrat>(self.cpts);
        self.app.annee_contrat(&proof.unwrap(), (self.contrat, 1)).await.unwrap().indicateurs.len()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_annex_is_looked_at_then_added() {
    let instance = Instance::new().await;
    let examples = "Prévention;Exemple à effacer : une action;Action;;1 000\n";
    let content = format!("{TITLES}{examples}{LINE}");
    let looked = instance.annex(&content, &["--annee", "1"]);
    assert_eq!(looked.code, 0, "{}", looked.err);
    for said in [
        "année 1 : 1\u{a0}indicateur lu.",
        "Ligne 3 : Prévention, Une action Juin vert, 1\u{202f}000\u{202f}€",
        "1\u{a0}ligne d’exemple laissée de côté.",
        "Rien n’a été ajouté.",
    ] {
        assert!(looked.out.contains(said), "{said}\n{}", looked.out);
    }
    assert_eq!(instance.indicators().await, 0);
    let done = instance.annex(&content, &["--annee", "1", "--appliquer"]);
    assert_eq!((done.code, done.err.as_str()), (0, ""), "{}", done.out);
    assert!(done.out.ends_with("1\u{a0}indicateur ajouté.\n"), "{}", done.out);
    assert_eq!(instance.indicators().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_cell_a_wrong_year_and_a_wrong_contract_add_nothing() {
    let instance = Instance::new().await;
    let wrong = format!("{TITLES}{LINE}Prévention;Octobre rose;Action;;mille\n");
    let refused = instance.annex(&wrong, &["--annee", "1", "--appliquer"]);
    assert_eq!(refused.code, 1);
    assert!(refused.out.contains("Ligne 3, colonne Montant, «\u{a0}mille\u{a0}»"), "{}", refused.out);
    assert!(refused.err.contains("Rien n’a été ajouté."), "{}", refused.err);
    let content = format!("{TITLES}{LINE}");
    for (arguments, code, sentence) in [
        (&["--annee", "6"][..], 2, "Ce contrat n’a pas d’année 6. Écrivez --annee avec un nombre de 1 à 5."),
        (&["--annee", "0"], 2, "Ce contrat n’a pas d’année 0."),
        (&["--annee", "1", "--contrat", "Autre"], 1, "Aucun contrat ne s’appelle « Autre ». Les contrats :"),
        (&["--annee", "1", "--cpts", "CPTS du Mont"], 1, "Aucune CPTS ne s’appelle « CPTS du Mont »."),
    ] {
        let ran = instance.annex(&content, arguments);
        assert_eq!((ran.code, ran.out.as_str()), (code, ""), "{}", ran.err);
        assert!(ran.err.contains(sentence), "{}", ran.err);
    }
    let absent = instance.annex("Nom;Prénom\nFictif;Anne\n", &["--annee", "1"]);
    assert!(absent.err.contains("n'a pas les colonnes"), "{}", absent.err);
    instance.app.draft_contract(instance.cpts, date(2020, 4, 15)).await;
    let several = instance.annex(&content, &["--annee", "1"]);
    assert!(several.code == 2 && several.err.contains("Choisissez avec --contrat :"), "{}", several.err);
    let empty = instance.app.tenant("CPTS de la Combe").await;
    let none = instance.annex(&content, &["--annee", "1", "--cpts", "CPTS de la Combe"]);
    assert!(none.err.contains("n’a pas encore de contrat"), "{} {empty}", none.err);
    assert_eq!(instance.indicators().await, 0);
}
