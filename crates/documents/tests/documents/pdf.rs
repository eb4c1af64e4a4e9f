use std::process::Command;

use domain::territoire::Fiche;
use lopdf::{Dictionary, Document, Object};

use crate::support;

fn read(fiche: &Fiche) -> Document {
    Document::load_mem(&documents::fiche_pdf(fiche).unwrap()).unwrap()
}

pub fn text_of(pdf: &Document, object: &Object) -> String {
    let object = pdf.dereference(object).unwrap().1;
    lopdf::decode_text_string(object).unwrap()
}

/// Roles of the tagged content, each as often as it occurs.
pub fn roles(pdf: &Document) -> Vec<String> {
    let elements = pdf.objects.values().filter_map(|object| object.as_dict().ok());
    elements
        .filter(|element| {
            element.get(b"Type").and_then(Object::as_name).is_ok_and(|name| name == b"StructElem")
        })
        .filter_map(|element| element.get(b"S").and_then(Object::as_name).ok())
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .collect()
}

pub fn count(roles: &[String], role: &str) -> usize {
    roles.iter().filter(|found| *found == role).count()
}

#[test]
fn the_pdf_is_tagged_titled_and_in_french() {
    let pdf = read(&support::whole());
    let catalog: &Dictionary = pdf.catalog().unwrap();
    assert!(catalog.get(b"StructTreeRoot").is_ok());
    assert!(text_of(&pdf, catalog.get(b"Lang").unwrap()).starts_with("fr"));
    let info = pdf.dereference(pdf.trailer.get(b"Info").unwrap()).unwrap().1.as_dict().unwrap();
    assert_eq!(text_of(&pdf, info.get(b"Title").unwrap()), "Vallée de la Fausse – Fiche de territoire");
    assert_eq!(text_of(&pdf, info.get(b"Author").unwrap()), "CPTS de la Fausse");
    assert_eq!(text_of(&pdf, info.get(b"Creator").unwrap()), "Maillage");
    assert!(text_of(&pdf, info.get(b"CreationDate").unwrap()).starts_with("D:20261122"));
}

#[test]
fn the_pdf_announces_pdf_ua() {
    let pdf = read(&support::whole());
    let metadata = pdf.catalog().unwrap().get(b"Metadata").unwrap();
    let stream = pdf.dereference(metadata).unwrap().1.as_stream().unwrap();
    let xmp = String::from_utf8(stream.get_plain_content().unwrap()).unwrap();
    assert!(xmp.contains("<pdfuaid:part>1</pdfuaid:part>"), "{xmp}");
}

#[test]
fn tables_have_headers_and_drawings_have_a_text() {
    let pdf = read(&support::whole());
    let roles = roles(&pdf);
    assert_eq!(count(&roles, "Table"), 7);
    assert_eq!(count(&roles, "H1"), 8);
    // A header a column, and one a row.
    assert!(count(&roles, "TH") > 7 * 3 + 12 + 5, "{}", count(&roles, "TH"));
    let alternatives: Vec<String> = pdf
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok())
        .filter(|element| element.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == b"Figure"))
        .map(|figure| text_of(&pdf, figure.get(b"Alt").unwrap()))
        .collect();
    assert_eq!(alternatives.len(), 2);
    assert!(
        alternatives
            .iter()
            .any(|text| text.starts_with("Carte du territoire «\u{a0}Vallée de la Fausse\u{a0}»"))
    );
    assert!(alternatives.iter().any(|text| text.contains("0 à 14 ans\u{a0}: 16,3\u{202f}%")));
}

#[test]
fn every_font_is_in_the_file() {
    let pdf = read(&support::whole());
    let descriptors: Vec<&Dictionary> = pdf
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok())
        .filter(|dict| {
            dict.get(b"Type").and_then(Object::as_name).is_ok_and(|name| name == b"FontDescriptor")
        })
        .collect();
    assert!(!descriptors.is_empty());
    for descriptor in descriptors {
        let name =
            String::from_utf8_lossy(descriptor.get(b"FontName").unwrap().as_name().unwrap()).into_owned();
        assert!(name.contains("AtkinsonHyperlegibleNext"), "{name}");
        assert!(descriptor.has(b"FontFile2") || descriptor.has(b"FontFile3"), "{name}");
    }
}

#[test]
fn the_number_of_pages_is_that_of_a_sheet() {
    assert_eq!(read(&support::empty()).get_pages().len(), 1);
    assert_eq!(read(&support::whole()).get_pages().len(), 4);
    let long = read(&support::long()).get_pages().len();
    assert!((8..=14).contains(&long), "{long}");
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let fiche = support::whole();
    let first = documents::fiche_pdf(&fiche).unwrap();
    documents::fiche_pdf(&support::gaps()).unwrap();
    assert_eq!(documents::fiche_pdf(&fiche).unwrap(), first);
}

#[test]
fn names_outside_the_font_or_full_of_markup_do_not_stop_the_pdf() {
    let mut fiche = support::whole();
    fiche.territoire = "#panic() $x$ *gras* 城 🙂 \u{200b}<a>".into();
    fiche.cpts = "CPTS\nsur deux lignes".into();
    fiche.diagnosis.communes[1].name = "Ⅷ‑ville\u{7}".into();
    fiche.carte.as_mut().unwrap().areas[50].name = "北京 & <b>".into();
    assert!(!read(&fiche).get_pages().is_empty());
}

/// The text of the PDF as another program reads it; `None` when that program is not installed.
fn extracted(fiche: &Fiche) -> Option<String> {
    let folder =
        std::env::temp_dir().join(format!("maillage-pdf-{}-{}", std::process::id(), fiche.variante.len()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("fiche.pdf");
    std::fs::write(&file, documents::fiche_pdf(fiche).unwrap()).unwrap();
    let output = Command::new("pdftotext").args(["-layout", "-enc", "UTF-8"]).arg(&file).arg("-").output();
    std::fs::remove_dir_all(&folder).unwrap();
    let Ok(output) = output else {
        eprintln!("skipped: pdftotext is not here");
        return None;
    };
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn the_text_of_the_pdf_can_be_read_by_another_program() {
    let Some(text) = extracted(&support::whole()) else { return };
    let one_space = text.replace(['\u{202f}', '\u{a0}'], " ");
    for expected in [
        "Vallée de la Fausse",
        "Territoire fictif",
        "47 366",
        "382 500 €",
        "Œuvremont",
        "16,3 %",
        "Page 1 sur 4",
    ] {
        assert!(one_space.contains(expected), "{expected} is missing from\n{text}");
    }
    assert!(!text.contains('\u{fffd}'));
}

#[test]
fn the_pdf_says_partial_and_not_available() {
    let mut fiche = support::gaps();
    fiche.variante = "Sans carte".into();
    let Some(text) = extracted(&fiche) else { return };
    for expected in ["au moins T2", "Chiffre partiel", "non disponible", "Carte non disponible"] {
        assert!(text.replace('\u{a0}', " ").contains(expected), "{expected} is missing from\n{text}");
    }
    assert!(!text.contains("Territoire fictif"));
}
