use std::fs;

use tempfile::TempDir;
use testkit::TestApp;

use crate::run::{Ran, run};

const LIST: &str = "Nom;Prénom;Profession;E-mail;Couleur\n\
                    EXEMPLE;Camille;infirmière;camille@exemple.test;vert\n\
                    EXEMPEL;Camille;infirmière;;bleu\n\
                    INEDIT;Dominique;sage-femme;dominique@exemple.test;gris\n\
                    ;;kiné;;noir\n";

/// A folder with a list, and an instance that holds some CPTS.
struct Instance {
    folder: TempDir,
    app: TestApp,
}

impl Instance {
    async fn new(names: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("liste.csv"), LIST).unwrap();
        let app = TestApp::new().await;
        for name in names {
            app.tenant(name).await;
        }
        Self { folder, app }
    }

    fn people(&self, arguments: &[&str]) -> Ran {
        run(self.folder.path(), &[&["people", "--base", self.app.db().url()], arguments].concat())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_looked_at_then_applied_and_nothing_waits() {
    let instance = Instance::new(&["CPTS du Val"]).await;
    let looked = instance.people(&["liste.csv"]);
    assert_eq!(looked.code, 0, "{}", looked.err);
    for said in [
        "4\u{a0}lignes lues.",
        "Colonnes non reprises : Couleur.",
        "Doublons possibles :\n  Ligne 3 : EXEMPEL Camille",
        "Lignes rejetées :\n  Ligne 5 : Cette ligne n'a pas de nom.",
        "Rien n’a été ajouté.",
    ] {
        assert!(looked.out.contains(said), "{said}\n{}", looked.out);
    }
    assert_eq!(instance.people(&["liste.csv"]).out, looked.out, "looking changes nothing");
    let early = instance.people(&["liste.csv", "--appliquer"]);
    assert_eq!(early.code, 1);
    assert!(early.err.contains("1\u{a0}doublon reste à décider"), "{}", early.err);
    let done = instance.people(&["liste.csv", "--doublons", "laisser", "--appliquer"]);
    assert_eq!((done.code, done.err.as_str()), (0, ""), "{}", done.out);
    assert!(done.out.ends_with("Il s’annule en entier dans les pages de la CPTS.\n"), "{}", done.out);
    let again = instance.people(&["liste.csv", "--doublons", "laisser", "--appliquer"]);
    assert!(again.out.contains("2\u{a0}lignes déjà connues."), "{}", again.out);
    assert!(again.err.contains("ne change rien"), "{}", again.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_file_and_a_cpts_that_is_not_there_get_a_sentence() {
    let instance = Instance::new(&["CPTS du Val", "CPTS de la Combe"]).await;
    let several = instance.people(&["liste.csv"]);
    assert_eq!(several.code, 2);
    assert!(several.err.contains("« CPTS de la Combe », « CPTS du Val »"), "{}", several.err);
    let unknown = instance.people(&["liste.csv", "--cpts", "CPTS du Mont"]);
    assert!(unknown.err.contains("Aucune CPTS ne s’appelle « CPTS du Mont »."), "{}", unknown.err);
    let absent = instance.people(&["absent.csv", "--cpts", "CPTS du Val"]);
    assert!(absent.err.contains("Le fichier « absent.csv » n’existe pas."), "{}", absent.err);
    for (name, content, sentence) in [
        ("vide.csv", "\n;;\n", "ne contient aucune ligne"),
        ("couleurs.csv", "Couleur;Goût\nvert;acide\n", "Aucune colonne ne contient de nom."),
        ("lettre.csv", "%PDF-1.7\n", "PDF"),
    ] {
        fs::write(instance.folder.path().join(name), content).unwrap();
        let ran = instance.people(&[name, "--cpts", "CPTS du Val"]);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{name}: {}", ran.err);
        assert!(ran.err.contains(sentence), "{name}: {}", ran.err);
    }
}
