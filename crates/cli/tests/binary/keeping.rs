use std::fs;

use crate::run::run;

#[test]
fn an_instance_is_saved_lost_and_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    assert_eq!(run(at, &["migrate"]).code, 0);
    let saved = run(at, &["backup", "--sortie", "a.sauvegarde"]);
    assert_eq!(saved.code, 0, "{}", saved.err);
    assert!(saved.out.contains("relue en entier"), "{}", saved.out);

    let used = run(at, &["restore", "a.sauvegarde"]);
    assert_eq!(used.code, 1);
    assert!(
        used.err.contains("contient déjà des données") && used.err.contains("--remplacer"),
        "{}",
        used.err
    );
    for end in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(at.join(format!("donnees/maillage.sqlite{end}")));
    }
    let back = run(at, &["restore", "a.sauvegarde"]);
    assert_eq!(back.code, 0, "{}", back.err);
    assert!(back.out.contains("comptées et comparées"), "{}", back.out);
    let doctor = run(at, &["doctor"]);
    assert_eq!(doctor.code, 0, "{}\n{}", doctor.out, doctor.err);
    for line in [
        "Clés : ",
        "Valeurs chiffrées : toutes s’ouvrent",
        "Tâches de fond : aucune",
        "Journal : ",
        "Courriels : aucun",
    ] {
        assert!(doctor.out.contains(line), "{line}\n{}", doctor.out);
    }
}

#[test]
fn a_backup_that_cannot_be_opened_says_why_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    assert_eq!(run(at, &["backup", "--sortie", "a.sauvegarde"]).code, 0);
    let good = fs::read(at.join("a.sauvegarde")).unwrap();
    let say = |file: &str| {
        let ran = run(at, &["restore", file, "--remplacer"]);
        assert_eq!(ran.code, 1);
        ran.err
    };
    fs::write(at.join("coupee"), &good[..good.len() - 40]).unwrap();
    let cut = say("coupee");
    assert!(cut.contains("Rien n’a été changé"), "{cut}");
    fs::write(at.join("texte"), "bonjour").unwrap();
    assert!(say("texte").contains("n’est pas une sauvegarde de Maillage"));
    assert!(say("absente").contains("ne peut pas être lu"));
    fs::remove_file(at.join("donnees/cles.txt")).unwrap();
    assert!(say("a.sauvegarde").contains("Le fichier des clés"));
    let other = run(at, &["keys", "new"]).out;
    fs::write(at.join("donnees/cles.txt"), other).unwrap();
    assert!(say("a.sauvegarde").contains("fermée par la clé"));
}

#[test]
fn an_instance_moves_to_another_file_and_its_keys_change() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    assert_eq!(run(at, &["migrate"]).code, 0);
    let moved = run(at, &["migrate-database", "--vers", "autre.sqlite"]);
    assert_eq!(moved.code, 0, "{}", moved.err);
    assert!(moved.out.contains("comptées et comparées"), "{}", moved.out);
    let again = run(at, &["migrate-database", "--vers", "autre.sqlite"]);
    assert!(again.code == 1 && again.err.contains("contient déjà des données"), "{}", again.err);

    let key = run(at, &["keys", "new"]).out;
    let before = fs::read_to_string(at.join("donnees/cles.txt")).unwrap();
    fs::write(at.join("donnees/cles.txt"), format!("{key}{before}")).unwrap();
    let list = run(at, &["keys", "list"]);
    assert!(list.out.contains(&format!("{} : sert aujourd’hui", &key[..8])), "{}", list.out);
    let rotated = run(at, &["keys", "rotate"]);
    assert!(rotated.code == 0 && rotated.out.contains("ne sert plus dans la base"), "{}", rotated.out);
}

#[test]
fn the_configuration_that_we_give_as_an_example_is_understood() {
    let folder = tempfile::tempdir().unwrap();
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/maillage.toml");
    let data = folder.path().join("donnees");
    let ran = run(folder.path(), &["doctor", "--config", example, "--donnees", data.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}\n{}", ran.out, ran.err);
    assert!(ran.out.contains("Adresse publique : https://maillage.exemple.fr"), "{}", ran.out);
}
