use std::fs;

use crate::run::run;

const COMMUNES: &str = "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT\n";

#[test]
fn wrong_files_get_their_sentence_and_write_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let cases: [(&str, &[u8], &str); 5] = [
        ("vide.csv", b"", "Le fichier « vide.csv » est vide."),
        ("lettre.csv", b"%PDF-1.7\n%\xe2\xe3\n", "est un document PDF"),
        ("inconnu.csv", b"couleur;gout\nrouge;acide\n", "n’est pas un fichier connu"),
        ("archive.zip", b"PK\x03\x04cut in the middle", "archive.zip"),
        ("tableur.csv", b"IRIS;COM;P22_POP\n6,6136E+08;66136;12\n", "tableur"),
    ];
    for (name, content, sentence) in cases {
        fs::write(folder.path().join(name), content).unwrap();
        let ran = run(folder.path(), &["import", name]);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{name}: {}", ran.err);
        assert!(ran.err.contains(sentence), "{name}: {}", ran.err);
        assert!(ran.err.ends_with("Rien n’a été importé.\n"), "{name}: {}", ran.err);
    }
    let absent = run(folder.path(), &["import", "absent.csv"]);
    assert!(absent.err.contains("Le fichier « absent.csv » n’existe pas."), "{}", absent.err);
}

#[test]
fn a_refused_file_does_not_stop_the_next_and_the_code_says_it() {
    let folder = tempfile::tempdir().unwrap();
    let row = "COM,96001,90,96,96D,961,0,ARCEVIGNE,Arcevigne,Arcevigne,9601,\n";
    fs::write(folder.path().join("v_commune_2026.csv"), format!("{COMMUNES}{row}")).unwrap();
    fs::write(folder.path().join("vide.csv"), "").unwrap();
    let ran = run(folder.path(), &["import", "--fictif", "vide.csv", "v_commune_2026.csv"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains("Lignes lues : 1. Gardées : 1.") && ran.out.contains("Enregistré."),
        "{}",
        ran.out
    );
    assert!(ran.err.contains("Fichiers non importés : 1 sur 2."), "{}", ran.err);
}

#[test]
fn the_year_that_a_person_states_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let row = "COM,96001,90,96,96D,961,0,ARCEVIGNE,Arcevigne,Arcevigne,9601,\n";
    fs::write(folder.path().join("communes.csv"), format!("{COMMUNES}{row}")).unwrap();
    let unsaid = run(folder.path(), &["import", "communes.csv"]);
    assert!(unsaid.err.contains("--millesime"), "{}", unsaid.err);
    let said = run(folder.path(), &["import", "--fictif", "--millesime", "2026", "communes.csv"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("2026"), "{}", said.out);
}
