use std::fs;

use crate::run::run;

#[test]
fn the_files_alone_can_be_written_and_imported_by_hand() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(folder.path(), &["demo", "--dossier", "exemple", "--graine", "7"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.out, "20 fichiers écrits dans « exemple ».\n");
    assert!(!folder.path().join("donnees").exists(), "no database is made");
    let ran = run(folder.path(), &["import", "--fictif", "exemple/v_commune_2026.csv"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("Liste des communes, 1er janvier 2026"), "{}", ran.out);
    assert!(ran.out.ends_with("  Enregistré.\n"), "{}", ran.out);
    let again = run(folder.path(), &["import", "--fictif", "exemple/v_commune_2026.csv"]);
    assert!(again.out.ends_with("  Ce fichier était déjà enregistré : rien n’a changé.\n"), "{}", again.out);
}

#[test]
fn the_demonstration_is_prepared_once() {
    let folder = tempfile::tempdir().unwrap();
    let first = run(folder.path(), &["demo"]);
    assert_eq!(first.code, 0, "{}", first.err);
    assert_eq!(first.out, "CPTS du Bassin de Valmirande : 20 fichiers importés, territoire créé.\n");
    let again = run(folder.path(), &["demo", "--si-absent"]);
    assert_eq!((again.code, again.out.as_str()), (0, "Le territoire fictif est déjà là.\n"));
    assert!(fs::metadata(folder.path().join("donnees/maillage.sqlite")).unwrap().len() > 0);
}
