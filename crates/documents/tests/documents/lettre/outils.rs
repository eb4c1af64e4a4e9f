//! The files opened by tools that are not ours, where they are installed (`scripts/test` installs poppler-utils).

use std::path::{Path, PathBuf};
use std::process::Command;

use documents::{lettre_intention_docx, lettre_intention_pdf};

use super::same::{bare, said};
use super::{DEPOSE, lettres};

/// A folder of its own for one test.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("maillage-lettre-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// What a tool says; `None` when it is not installed.
fn told(tool: &str, arguments: &[&str], file: &Path) -> Option<String> {
    match Command::new(tool).args(arguments).arg(file).output() {
        Ok(output) => {
            assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
            Some(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Err(_) => {
            eprintln!("skipped: {tool} is not here");
            None
        }
    }
}

#[test]
fn poppler_finds_tags_language_title_and_tables() {
    let folder = folder("poppler");
    let file = folder.join("lettre.pdf");
    std::fs::write(&file, lettre_intention_pdf(&lettres::whole(), DEPOSE).unwrap()).unwrap();
    if let Some(info) = told("pdfinfo", &[], &file) {
        let tagged = info.lines().any(|line| line.split_whitespace().eq(["Tagged:", "yes"]));
        assert!(tagged && info.contains("soins et prévention dans la vallée – Lettre d’intention"), "{info}");
    }
    if let Some(meta) = told("pdfinfo", &["-meta"], &file) {
        assert!(meta.contains("<pdfuaid:part>1</pdfuaid:part>") && meta.contains("fr"), "{meta}");
    }
    if let Some(structure) = told("pdfinfo", &["-enc", "UTF-8", "-struct-text"], &file) {
        for role in ["Document", "H1", "H2", "Table", "TR", "TH", "TD", "L", "LI", "Figure"] {
            let mark = |line: &str| line.trim_start().split([' ', ':']).next() == Some(role);
            assert!(structure.lines().any(mark), "{role} is missing from {structure}");
        }
        for cell in ["Masseurs-kinésithérapeutes", "Sainte-Chimère-de-la-Montagne-Bleue", "000010101"] {
            assert!(bare(&structure).contains(&bare(cell)), "{cell} is not in the tags: {structure}");
        }
    }
    if let Some(fonts) = told("pdffonts", &[], &file) {
        let lines: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(!lines.is_empty() && lines.iter().all(|line| line.contains(" yes yes yes ")), "{fonts}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn libreoffice_reads_every_word_of_the_docx() {
    let folder = folder("libreoffice");
    let file = folder.join("lettre.docx");
    std::fs::write(&file, lettre_intention_docx(&lettres::whole(), DEPOSE).unwrap()).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profil").display());
    let out = folder.display().to_string();
    let arguments =
        [profile.as_str(), "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", &out];
    if told("soffice", &arguments, &file).is_some() {
        let text = std::fs::read_to_string(folder.join("lettre.txt")).unwrap();
        let text = bare(&text);
        let own = lettres::whole();
        for said in said(&own) {
            // The text that stands for the map is a property of the picture and the line under it.
            assert!(text.contains(&bare(&said)), "{said:?} is lost");
        }
    }
    std::fs::remove_dir_all(folder).unwrap();
}
