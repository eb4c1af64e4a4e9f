use std::fs;

use crate::run::{command, run};

#[test]
fn a_mistake_in_the_file_is_shown_where_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("maillage.toml"), "port = 8080\nprot = 8081\n").unwrap();
    let ran = run(folder.path(), &["doctor"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    insta::assert_snapshot!(ran.err, @r"
    maillage.toml:2:1 : la clé « prot » n’existe pas.
      |
    2 | prot = 8081
      | ^^^^
    Clés possibles : base, port, adresse, adresse_publique, donnees, sauvegardes, cles, fichier_cles, mandataires, [journal], [courriel], [[connexion]].
    ");
}

#[test]
fn a_named_file_wins_over_the_one_of_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("maillage.toml"), "faux = 1\n").unwrap();
    fs::write(folder.path().join("autre.toml"), "donnees = \"ailleurs\"\n").unwrap();
    let ran = run(folder.path(), &["doctor", "--config", "autre.toml"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("Dossier des données : ailleurs"), "{}", ran.out);
}

#[test]
fn a_variable_that_does_not_suit_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let output = command(folder.path(), &["serve"]).env("PORT", "quatre-vingts").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(String::from_utf8(output.stderr).unwrap(), @r"
    La variable PORT vaut « quatre-vingts ».
    Attendu : un nombre entier de 0 à 65535, par exemple 8080.
    ");
}

#[test]
fn a_database_that_does_not_answer_gets_a_sentence_without_its_password() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(folder.path(), &["migrate", "--base", "postgres://moi:secret@127.0.0.1:1/base"]);
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(ran.err, @"La base « postgres://127.0.0.1:1/base » ne répond pas. Vérifiez que le serveur PostgreSQL fonctionne, l’adresse, le nom et le mot de passe.");
}
