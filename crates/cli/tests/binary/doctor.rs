use std::fs;

use crate::run::run;

#[test]
fn a_fresh_folder_is_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(folder.path(), &["doctor"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("à voir  Base de données : sqlite:donnees/maillage.sqlite n’existe pas encore"));
    assert!(!folder.path().join("donnees").exists(), "doctor changes nothing");
}

#[test]
fn the_data_at_hand_are_listed_with_their_vintage() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), &["migrate"]).code, 0);
    let ran = run(folder.path(), &["doctor"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out.contains("ok      Base de données : SQLite, sqlite:donnees/maillage.sqlite, à jour"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("ok      Liste des communes : 1er janvier 2026"), "{}", ran.out);
    assert!(ran.out.contains("à voir  Contours des IRIS : absent"), "{}", ran.out);
}

#[test]
fn a_file_that_is_no_database_is_an_error_and_code_1() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("faux.sqlite"),
        "ceci n’est pas une base de données, mais un texte assez long",
    )
    .unwrap();
    let ran = run(folder.path(), &["doctor", "--base", "faux.sqlite"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(
        ran.out.contains("erreur  Base de données : Le fichier de la base « sqlite:faux.sqlite »"),
        "{}",
        ran.out
    );
    assert!(ran.err.contains("Une vérification a échoué"), "{}", ran.err);
}
