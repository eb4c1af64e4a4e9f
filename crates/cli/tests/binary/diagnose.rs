use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use crate::run::{Ran, run, run_with};

/// A folder with the demonstration, prepared once for all the tests.
fn demonstration() -> &'static Path {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let ran = run(folder.path(), &["demo"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        folder
    });
    folder.path()
}

fn diagnose(options: &[&str], list: &str) -> Ran {
    let arguments: Vec<&str> = ["diagnose", "--perimetre", "-"].iter().chain(options).copied().collect();
    run_with(demonstration(), &arguments, list)
}

#[test]
fn a_sheet_is_written_in_every_form() {
    for (format, start) in [
        ("json", "{"),
        ("html", "<!"),
        ("pdf", "%PDF"),
        ("xlsx", "PK"),
        ("csv", "\u{feff}"),
        ("geojson", "{"),
        ("svg", "<svg"),
    ] {
        let name = format!("fiche.{format}");
        let ran = diagnose(&["-o", &name, "--nom", "Essai"], "96001\n96002\n");
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{format}: {}", ran.err);
        assert!(ran.err.contains(&format!("Fiche écrite dans « {name} »")), "{}", ran.err);
        let content = fs::read(demonstration().join(&name)).unwrap();
        assert!(content.starts_with(start.as_bytes()), "{format}");
    }
    let text = diagnose(&["--nom", "Essai"], "96001\n");
    assert_eq!(text.code, 0, "{}", text.err);
    assert!(text.out.contains("Essai"), "{}", text.out);
}

#[test]
fn a_booklet_is_written_in_every_form_that_it_has() {
    for (format, start) in
        [("json", "{"), ("html", "<!"), ("pdf", "%PDF"), ("docx", "PK"), ("xlsx", "PK"), ("csv", "\u{feff}")]
    {
        let name = format!("livret.{format}");
        let ran = diagnose(&["--livret", "-o", &name, "--nom", "Essai"], "96001\n96002\n");
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{format}: {}", ran.err);
        assert!(ran.err.contains(&format!("Livret écrit dans « {name} »")), "{}", ran.err);
        let content = fs::read(demonstration().join(&name)).unwrap();
        assert!(content.starts_with(start.as_bytes()), "{format}");
    }
    let text = diagnose(&["--livret", "--nom", "Essai"], "96001\n");
    assert_eq!(text.code, 0, "{}", text.err);
    assert!(text.out.contains("Patients sans médecin traitant"), "{}", text.out);
    for (options, hint) in
        [(&["--livret", "--format", "svg"][..], "Retirez --livret"), (&["--format", "docx"][..], "--livret")]
    {
        let ran = diagnose(options, "96001\n");
        assert_ne!(ran.code, 0);
        assert!(ran.err.contains(hint), "{}", ran.err);
    }
}

#[test]
fn the_declared_population_is_compared() {
    let ran = diagnose(
        &["--format", "json", "--population-declaree", "81000", "--annee", "2017", "--origine", "Lettre"],
        "96001\n",
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("81000") && ran.out.contains("Lettre"), "{}", ran.out);
}

#[test]
fn lines_that_are_not_understood_are_shown_and_stop_the_command() {
    let ran = diagnose(&[], "96001\n99999\n");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("Ligne 2 « 99999 » : le code 99999 n’existe"), "{}", ran.err);
    assert!(ran.err.contains("--ignorer"), "{}", ran.err);
    let ran = diagnose(&["--ignorer"], "96001\n99999\n");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("Ligne 2"), "still shown: {}", ran.err);
}

#[test]
fn a_perimeter_without_any_commune_gets_its_sentence() {
    for list in ["", "\n \n"] {
        let ran = diagnose(&[], list);
        assert_eq!(ran.code, 1);
        assert!(ran.err.contains("est vide"), "{}", ran.err);
    }
    let ran = diagnose(&[], "bonjour\n");
    assert!(ran.err.contains("ne contient aucune commune"), "{}", ran.err);
}

#[test]
fn a_perimeter_given_as_a_pdf_gets_its_sentence() {
    fs::write(demonstration().join("lettre.pdf"), "%PDF-1.7").unwrap();
    let ran = run(demonstration(), &["diagnose", "--perimetre", "lettre.pdf"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("est un document PDF"), "{}", ran.err);
}

#[test]
fn a_table_gives_its_code_column() {
    fs::write(demonstration().join("liste.csv"), "Notre territoire;\nNom;Code INSEE\nUn;96001\nDeux;96002\n")
        .unwrap();
    let ran = run(demonstration(), &["diagnose", "--perimetre", "liste.csv", "--format", "csv"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("96001") && ran.out.contains("96002"), "{}", ran.out);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_gets_its_sentence_on_a_file_and_on_the_output() {
    let full = diagnose(&["--format", "csv", "-o", "/dev/full"], "96001\n");
    assert_eq!(full.code, 1);
    assert!(full.err.contains("« /dev/full » : le disque est plein"), "{}", full.err);
    let device = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = crate::run::command(demonstration(), &["doctor"]).stdout(device).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains("la sortie standard : le disque est plein"), "{err}");
}
