//! Imports of spreadsheets, with invented people.

use app::communaute::imports::Preview;
use domain::authz::Author;
use domain::communaute::doublons::Raison;
use domain::communaute::import::lot::{Comptes, Contenu};
use domain::communaute::import::{
    Brouillon, Champ, Choix, Cible, Fichier, ImportKind, LignePlan, Lot, Plan, Proche, Rejet, Remarque,
    Verdict, regles,
};
use domain::ids::{LotId, PersonneId, UserId};
use jiff::Timestamp;
use uuid::Uuid;

use super::super::imports::{self, Adresses, Vue};
use super::super::{Page, Section};
use super::{Sample, sample};

const DELAIS: (u32, u32) = (7, 90);

fn page(title: &str) -> Page {
    Page::of_cpts("vallee-verte", "CPTS de la Vallée Verte", Section::Communaute, title)
}

fn urls() -> Adresses {
    let base = "/c/vallee-verte";
    Adresses {
        importer: format!("{base}/communaute/importer"),
        imports: format!("{base}/imports"),
        communaute: format!("{base}/communaute"),
    }
}

fn author() -> Author {
    Author::Person(UserId(Uuid::from_u128(1)))
}

fn brouillon() -> Option<Brouillon> {
    let rows = ["Nom;Prénom;Tél.", "EXEMPLE;Camille;468000001", "MODELE;Paul;06 00 00 00 02"];
    let table = rows.map(|row| row.split(';').map(str::to_owned).collect()).to_vec();
    let fichier = Fichier::new(vec![table, vec![vec!["Notes".to_owned()]]], regles().ok()?).ok()?;
    let id = LotId(Uuid::from_u128(3));
    Some(Brouillon {
        id,
        nom: "annuaire 2026.xlsx".into(),
        at: Timestamp::UNIX_EPOCH,
        author: author(),
        fichier,
    })
}

fn plan() -> Plan {
    let id = PersonneId(Uuid::from_u128(9));
    let near = |rank, raisons: &[Raison]| Proche {
        cible: Cible::Ligne(rank),
        nom: "EXEMPLE Camille".into(),
        profession: Some("60".into()),
        raisons: raisons.to_vec(),
    };
    let verdicts = [
        Verdict::Nouvelle,
        Verdict::Complete(id, vec![Champ::Telephone, Champ::Courriel]),
        Verdict::Identique(id),
        Verdict::Repetee(2, vec![Champ::Rpps]),
        Verdict::Douteuse(vec![near(2, &[Raison::Nom])], None),
        Verdict::Douteuse(vec![near(3, &[Raison::NomProche, Raison::Telephone])], Some(Choix::Creer)),
        Verdict::NouvelleStructure,
        Verdict::Rejetee(Rejet::SansNom),
    ];
    let line = |(rank, verdict): (usize, Verdict)| LignePlan {
        numero: rank + 2,
        nom: "EXEMPLE Camille".into(),
        profession: Some("60".into()),
        verdict,
        remarques: vec![Remarque::ZeroRendu("04 68 00 00 01".into()), Remarque::RppsCle],
        structures: vec!["MSP du Val".into()],
    };
    Plan { lignes: verdicts.into_iter().enumerate().map(line).collect(), ..Plan::default() }
}

fn lot(annule: bool) -> Lot {
    let comptes = Comptes { lignes: 300, nouvelles: 220, rejetees: 6, repetees: 25, ..Comptes::default() };
    Lot {
        id: LotId(Uuid::from_u128(4)),
        kind: ImportKind::Prospects,
        fichier: "annuaire 2026.xlsx".into(),
        at: Timestamp::UNIX_EPOCH,
        author: author(),
        contenu: Contenu { comptes, ..Contenu::default() },
        annule_at: annule.then_some(Timestamp::UNIX_EPOCH),
    }
}

/// The pages of the imports.
pub(super) fn samples() -> Vec<Sample> {
    let (urls, moment) = (urls(), |_| "22/11/2026 à 10:00".to_owned());
    let drafts: Vec<Brouillon> = brouillon().into_iter().collect();
    let mut samples = vec![sample(
        "import-donner",
        "Donner un tableur",
        &imports::accueil(page("Importer un tableur"), &urls, (&drafts, DELAIS), &moment),
    )];
    for draft in drafts {
        let columns = imports::colonnes(page("Colonnes du tableur"), &urls, &draft);
        samples.push(sample("import-colonnes", "Colonnes d'un tableur", &columns));
        let plan = plan();
        let comptes = Comptes::of(&plan);
        let preview = Preview { brouillon: draft, lues: Vec::new(), plan, comptes };
        let lines = imports::apercu(page("Vérifier l'import"), &urls, &preview, (Vue::Toutes, 1));
        samples.push(sample("import-apercu", "Lignes d'un tableur", &lines));
    }
    let (when, who) = (|_: &Lot| "22/11/2026".to_owned(), |_: &Lot| "Alix Exemple".to_owned());
    let list = imports::liste(page("Imports"), (&urls, true), &[lot(false), lot(true)], (&when, &who));
    samples.push(sample("imports", "Imports passés", &list));
    for (key, undone) in [("import-fait", false), ("import-annule", true)] {
        let one = lot(undone);
        let left = if undone { vec!["EXEMPLE Camille".to_owned()] } else { Vec::new() };
        let said = (&one, "22/11/2026".to_owned(), "Alix Exemple".to_owned());
        let view = imports::montrer(page("annuaire 2026.xlsx"), (&urls, true), said, (&left, DELAIS));
        samples.push(sample(key, "Un import", &view));
    }
    samples
}
