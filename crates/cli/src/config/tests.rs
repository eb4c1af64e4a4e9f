use std::fs;

use super::*;

pub(super) fn with_file(content: &str) -> Result<Config, ConfigError> {
    with_environment(content, &Environment::default())
}

pub(super) fn with_environment(content: &str, environment: &Environment) -> Result<Config, ConfigError> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(DEFAULT_FILE), content).unwrap();
    load(&Flags::default(), environment, folder.path())
}

pub(super) fn complaint(content: &str) -> String {
    with_file(content).unwrap_err().to_string()
}

#[test]
fn without_any_setting_the_defaults_hold() {
    let folder = tempfile::tempdir().unwrap();
    let config = load(&Flags::default(), &Environment::default(), folder.path()).unwrap();
    assert_eq!(config.database, "sqlite:donnees/maillage.sqlite");
    assert_eq!((config.port, config.address.to_string().as_str()), (8080, "127.0.0.1"));
    assert_eq!(config.file, None);
}

#[test]
fn an_option_wins_over_the_environment_and_the_environment_over_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let content = "port = 1\nbase = \"postgres://a@b/c\"\ndonnees = \"d\"\n[journal]\nformat = \"json\"\n";
    fs::write(folder.path().join(DEFAULT_FILE), content).unwrap();
    let environment =
        Environment { port: Some("2".into()), database: Some("x.sqlite".into()), ..Default::default() };
    let flags = Flags { port: Some("3".into()), ..Default::default() };
    let config = load(&flags, &environment, folder.path()).unwrap();
    assert_eq!((config.port, config.database.as_str()), (3, "sqlite:x.sqlite"));
    assert_eq!((config.data, config.log_format), (PathBuf::from("d"), LogFormat::Json));
}

#[test]
fn an_unknown_key_is_shown_where_it_stands() {
    insta::assert_snapshot!(complaint("# Maillage\nport = 8080\nadrese = \"127.0.0.1\"\n"), @r#"
    maillage.toml:3:1 : la clé « adrese » n’existe pas.
      |
    3 | adrese = "127.0.0.1"
      | ^^^^^^
    Clés possibles : base, port, adresse, adresse_publique, donnees, sauvegardes, cles, fichier_cles, mandataires, [journal], [courriel], [[connexion]].
    "#);
    insta::assert_snapshot!(complaint("[journal]\nfichier = \"x\"\n"), @r#"
    maillage.toml:2:1 : la clé « fichier » n’existe pas.
      |
    2 | fichier = "x"
      | ^^^^^^^
    Clés possibles : format, niveau.
    "#);
}

#[test]
fn a_value_that_does_not_suit_is_shown_where_it_stands() {
    insta::assert_snapshot!(complaint("port = \"huit mille\"\n"), @r#"
    maillage.toml:1:8 : la valeur de « port » ne convient pas.
      |
    1 | port = "huit mille"
      |        ^^^^^^^^^^^^
    Attendu : un nombre entier de 0 à 65535, par exemple 8080.
    "#);
    insta::assert_snapshot!(complaint("port = 70000\n"), @r"
    maillage.toml:1:8 : la valeur de « port » ne convient pas.
      |
    1 | port = 70000
      |        ^^^^^
    Attendu : un nombre entier de 0 à 65535, par exemple 8080.
    ");
    insta::assert_snapshot!(complaint("journal = { format = \"xml\" }\n"), @r#"
    maillage.toml:1:22 : la valeur de « journal » ne convient pas.
      |
    1 | journal = { format = "xml" }
      |                      ^^^^^
    Attendu : texte ou json.
    "#);
    insta::assert_snapshot!(complaint("base = \"mysql://moi:secret@hote/base\"\n"), @r#"
    maillage.toml:1:8 : la valeur de « base » ne convient pas.
      |
    1 | base = "mysql://…@hote/base"
      |        ^
    Attendu : un fichier SQLite (sqlite:donnees/maillage.sqlite) ou un serveur PostgreSQL (postgres://utilisateur@machine/base).
    "#);
}

#[test]
fn what_is_not_toml_is_shown_where_it_breaks() {
    insta::assert_snapshot!(complaint("port = 8080\nbase = sqlite:x\n"), @r"
    maillage.toml:2:8 : ce n’est pas du TOML.
      |
    2 | base = sqlite:x
      |        ^^^^^^^^
    Détail : string values must be quoted, expected literal string.
    ");
}

#[test]
fn an_address_of_the_network_asks_for_https() {
    insta::assert_snapshot!(complaint("adresse = \"0.0.0.0\"\n"), @r#"
    maillage.toml:1:11 : l’adresse 0.0.0.0 rend Maillage visible depuis le réseau, sans HTTPS. Les mots de passe y passeraient en clair.
    Indiquez adresse_publique = "https://…" (ou MAILLAGE_ADRESSE_PUBLIQUE), et placez devant Maillage un serveur qui fait le HTTPS.
    "#);
    let flags = Flags { address: Some("192.168.1.10".into()), ..Default::default() };
    let error = load(&flags, &Environment::default(), Path::new("/nulle/part")).unwrap_err();
    assert!(error.to_string().starts_with("Option --adresse : l’adresse 192.168.1.10 rend"), "{error}");
    let config =
        with_file("adresse = \"0.0.0.0\"\nadresse_publique = \"https://cpts.exemple.fr/\"\n").unwrap();
    assert_eq!(config.public_url, "https://cpts.exemple.fr");
}

#[test]
fn a_public_address_is_https_or_this_machine() {
    for wrong in [
        "http://cpts.exemple.fr",
        "cpts.exemple.fr",
        "https://",
        "https://a/b",
        "ftp://a",
        "http://localhost.exemple.fr",
    ] {
        assert!(
            complaint(&format!("adresse_publique = \"{wrong}\"\n")).contains("adresse_publique"),
            "{wrong}"
        );
    }
    for right in
        ["http://localhost:8080", "http://127.0.0.1:1", "http://[::1]:8080", "https://cpts.exemple.fr:8443"]
    {
        assert_eq!(with_file(&format!("adresse_publique = \"{right}\"\n")).unwrap().public_url, right);
    }
}

#[test]
fn keys_and_passwords_are_never_repeated() {
    let wrong =
        "cles = 12\n[courriel]\nserveur = \"a\"\nmot_de_passe = \"tres-secret\"\nexpediteur = \"a@b.fr\"\n";
    assert!(!complaint(wrong).contains("12"), "{}", complaint(wrong));
    let wrong = "[courriel]\nserveur = \"a\"\nexpediteur = \"a@b.fr\"\nmot_de_passe = tres-secret\n";
    assert!(!complaint(wrong).contains("tres-secret"), "{}", complaint(wrong));
}

#[test]
fn the_mail_server_is_read_whole_or_refused() {
    let config = with_file(
        "[courriel]\nserveur = \"smtp.exemple.fr\"\nport = 587\nsecurite = \"starttls\"\nexpediteur = \"Maillage <m@exemple.fr>\"\n",
    );
    let mail = config.unwrap().mail.unwrap();
    assert_eq!((mail.port, mail.security), (Some(587), app::SmtpSecurity::StartTls));
    assert!(complaint("[courriel]\nserveur = \"smtp.exemple.fr\"\n").contains("expediteur"));
    assert!(
        complaint("[courriel]\nserveur = \"a\"\nexpediteur = \"a@b.fr\"\nsecurite = \"ssl\"\n")
            .contains("starttls")
    );
}

#[test]
fn a_variable_that_does_not_suit_is_named() {
    let environment = Environment { port: Some("abc".into()), ..Default::default() };
    let error = load(&Flags::default(), &environment, Path::new("/nulle/part")).unwrap_err();
    insta::assert_snapshot!(error, @r"
    La variable PORT vaut « abc ».
    Attendu : un nombre entier de 0 à 65535, par exemple 8080.
    ");
}

#[test]
fn a_password_is_never_repeated() {
    let environment = Environment { database: Some("mysql://moi:secret@h/b".into()), ..Default::default() };
    let error = load(&Flags::default(), &environment, Path::new("/nulle/part")).unwrap_err().to_string();
    assert!(!error.contains("secret"), "{error}");
    assert!(!complaint("base = \"mysql://moi:secret@hote/base\"\n").contains("secret"));
}

#[test]
fn a_named_file_that_is_not_there_is_an_error() {
    let flags = Flags { config: Some("absent.toml".into()), ..Default::default() };
    let error = load(&flags, &Environment::default(), Path::new("/nulle/part")).unwrap_err();
    insta::assert_snapshot!(error, @"Le fichier de configuration « absent.toml » ne peut pas être lu : il n’existe pas.");
}
