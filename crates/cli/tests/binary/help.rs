use crate::run::run;

const COMMANDS: [&str; 7] = ["serve", "demo", "import", "fetch", "diagnose", "migrate", "doctor"];

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
    insta::assert_snapshot!(run(folder.path(), &["--help"]).out);
}

#[test]
fn what_is_not_understood_gets_a_sentence_and_code_2() {
    let folder = tempfile::tempdir().unwrap();
    let say = |arguments: &[&str]| {
        let ran = run(folder.path(), arguments);
        assert_eq!(ran.code, 2);
        ran.err
    };
    insta::assert_snapshot!(say(&["serv"]), @"");
    insta::assert_snapshot!(say(&[]), @"");
    insta::assert_snapshot!(say(&["import"]), @"");
    insta::assert_snapshot!(say(&["serve", "--prt", "80"]), @"");
    insta::assert_snapshot!(say(&["demo", "--taille", "monde"]), @"");
    insta::assert_snapshot!(say(&["demo", "--graine", "x"]), @"");
    insta::assert_snapshot!(say(&["serve", "--port"]), @"");
}
