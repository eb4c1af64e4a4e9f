use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::diagnostic::Diagnostic;

use crate::diagnostics;
use crate::pdf::{count, roles, text_of};

static FOLDERS: AtomicUsize = AtomicUsize::new(0);

/// The text of the PDF as another program reads it; `None` when that program is not installed.
pub fn extracted(diagnostic: &Diagnostic) -> Option<String> {
    let rank = FOLDERS.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("maillage-livret-{}-{rank}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("livret.pdf");
    std::fs::write(&file, documents::livret_pdf(diagnostic).unwrap()).unwrap();
    let output = Command::new("pdftotext").args(["-enc", "UTF-8"]).arg(&file).arg("-").output();
    std::fs::remove_dir_all(&folder).unwrap();
    let Ok(output) = output else {
        eprintln!("skipped: pdftotext is not here");
        return None;
    };
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn the_booklet_is_tagged_and_announces_pdf_ua() {
    for diagnostic in [diagnostics::whole(), diagnostics::empty(), diagnostics::hostile()] {
        let pdf = lopdf::Document::load_mem(&documents::livret_pdf(&diagnostic).unwrap()).unwrap();
        let catalog = pdf.catalog().unwrap();
        assert!(catalog.get(b"StructTreeRoot").is_ok());
        assert!(text_of(&pdf, catalog.get(b"Lang").unwrap()).starts_with("fr"));
        let stream = pdf.dereference(catalog.get(b"Metadata").unwrap()).unwrap().1.as_stream().unwrap();
        let xmp = String::from_utf8(stream.get_plain_content().unwrap()).unwrap();
        assert!(xmp.contains("<pdfuaid:part>1</pdfuaid:part>"), "{xmp}");
    }
}

#[test]
fn headings_nest_and_every_drawing_has_a_text() {
    let pdf = lopdf::Document::load_mem(&documents::livret_pdf(&diagnostics::whole()).unwrap()).unwrap();
    let roles = roles(&pdf);
    assert_eq!((count(&roles, "H1"), count(&roles, "H2")), (11, 6));
    let figures: Vec<String> = pdf
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok())
        .filter(|dict| dict.get(b"S").and_then(lopdf::Object::as_name).is_ok_and(|name| name == b"Figure"))
        .map(|figure| text_of(&pdf, figure.get(b"Alt").unwrap()))
        .collect();
    assert!(figures.len() >= 9);
    assert!(figures.iter().any(|text| text.contains("Basse-Fiction\u{a0}: 11,9\u{202f}%")), "{figures:?}");
}

#[test]
fn the_booklet_says_what_it_does_not_know() {
    let Some(text) = extracted(&diagnostics::whole()) else { return };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for expected in [
        "Territoire fictif",
        "Écart : −0,7, défavorable. Passeport P5.",
        "même classe de taille",
        "La lettre annonce 31,3 %, et Rezone 13,3 %.",
        "Chiffre partiel : sans Mirevent et Port-Inventé.",
        "Ce taux porte sur 14 personnes seulement",
        "moins de 11 patients",
        "Saisie par la CPTS le 13/03/2023.",
        "Correction, motif : faute de frappe.",
        "masqué",
        "non publié",
    ] {
        assert!(text.contains(expected), "{expected} is missing from\n{text}");
    }
    assert!(!text.contains("identifiant-qui-ne-sort-pas"));
}

#[test]
fn the_same_diagnosis_gives_the_same_bytes() {
    let diagnostic = diagnostics::whole();
    let first = documents::livret_pdf(&diagnostic).unwrap();
    documents::livret_pdf(&diagnostics::empty()).unwrap();
    assert!(documents::livret_pdf(&diagnostic).unwrap() == first);
}
