use crate::run::run;

const COMMANDS: [&str; 17] = [
    "serve",
    "demo",
    "import",
    "fetch",
    "people",
    "annex",
    "diagnose",
    "migrate",
    "worker",
    "backup",
    "restore",
    "migrate-database",
    "keys",
    "journal",
    "verify-bundle",
    "user",
    "doctor",
];

#[test]
fn every_command_has_help_in_french_with_an_example() {
    let folder = tempfile::tempdir().unwrap();
    let whole = run(folder.path(), &["--help"]);
    assert_eq!(whole.code, 0);
    for command in COMMANDS {
        assert!(whole.out.contains(&format!("  {command}")), "{command} is not listed");
        let help = run(folder.path(), &[command, "--help"]);
        assert_eq!(help.code, 0, "{}", help.err);
        let (_, example) = help.out.split_once("Exemple").expect("an example");
        assert!(example.contains(&format!("maillage {command}")), "{}", help.out);
        for english in ["Usage:", "Print help", "[default", "[possible values", "[env:", "Commands:"] {
            assert!(!help.out.contains(english), "{command}: {english}\n{}", help.out);
        }
    }
}

#[test]
fn the_help_of_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let help = run(folder.path(), &["--help"]).out;
    let (commands, _) = help.split_once("Options communes").unwrap();
    insta::assert_snapshot!(commands, @r"
    Maillage dessine et décrit le territoire d’une communauté professionnelle territoriale de santé
    (CPTS) à partir des fichiers publics officiels : qui y vit, où, et dans quelle classe de taille il
    se range.

    Utilisation : maillage [OPTIONS] COMMANDE

    Commandes:
      serve             Ouvre les pages dans le navigateur de cet ordinateur
      demo              Prépare un territoire fictif, dans les formats officiels
      import            Importe des fichiers officiels déjà téléchargés
      fetch             Télécharge puis importe les fichiers officiels qui manquent
      people            Importe un tableur de personnes et de structures dans une CPTS
      annex             Importe l’annexe d’une année du contrat ACI : ses indicateurs
      diagnose          Établit la fiche d’un territoire
      migrate           Met la base de données au format de cette version
      worker            Fait les tâches de fond, sans les pages
      backup            Sauvegarde toute l’instance dans un fichier chiffré
      restore           Remet une instance dans l’état d’une sauvegarde
      migrate-database  Copie toute l’instance dans une autre base, SQLite ou PostgreSQL
      keys              Crée, montre ou change les clés de chiffrement
      journal           Vérifie que les journaux sont entiers
      verify-bundle     Vérifie l’archive d’un dossier déposé
      user              Crée un compte, ou aide une personne à retrouver le sien
      doctor            Vérifie l’installation
    ");
}

#[test]
fn what_is_not_understood_gets_a_sentence_and_code_2() {
    let folder = tempfile::tempdir().unwrap();
    let say = |arguments: &[&str]| {
        let ran = run(folder.path(), arguments);
        assert_eq!(ran.code, 2);
        ran.err
    };
    insta::assert_snapshot!(say(&["serv"]), @r"
    La commande « serv » n’existe pas. Vouliez-vous dire « serve » ?
    L’aide : maillage --help, ou maillage COMMANDE --help.
    ");
    insta::assert_snapshot!(say(&[]), @r"
    Il manque une commande : serve, demo, import, fetch, people, annex, diagnose, migrate, worker, backup, restore, migrate-database, keys, journal, verify-bundle, user ou doctor.
    L’aide : maillage --help, ou maillage COMMANDE --help.
    ");
    insta::assert_snapshot!(say(&["import"]), @r"
    Il manque : FICHIER.
    L’aide : maillage --help, ou maillage COMMANDE --help.
    ");
    insta::assert_snapshot!(say(&["serve", "--prt", "80"]), @r"
    L’option « --prt » n’existe pas ici. Vouliez-vous dire « --port » ?
    L’aide : maillage --help, ou maillage COMMANDE --help.
    ");
    insta::assert_snapshot!(say(&["demo", "--taille", "monde"]), @r"
    « monde » ne convient pas pour « --taille ». Attendu : demo, france.
    L’aide : maillage --help, ou maillage COMMANDE --help.
    ");
    insta::assert_snapshot!(say(&["demo", "--graine", "x"]), @r"
    « x » ne convient pas pour « --graine ». Attendu : un nombre entier.
    L’aide : maillage --help, ou maillage COMMANDE --help.
    ");
    insta::assert_snapshot!(say(&["serve", "--port"]), @r"
    L’option « --port » attend une valeur.
    L’aide : maillage --help, ou maillage COMMANDE --help.
    ");
}
