use documents::lettre_intention_pdf;
use lopdf::{Document, Object};

use super::{DEPOSE, lettres};
use crate::pdf::{count, roles, text_of};

/// The text of every page, in order.
pub fn text_of_pages(bytes: &[u8]) -> String {
    let pdf = Document::load_mem(bytes).unwrap();
    let pages: Vec<u32> = pdf.get_pages().keys().copied().collect();
    pages.iter().map(|page| pdf.extract_text(&[*page]).unwrap()).collect()
}

#[test]
fn the_pdf_is_tagged_titled_and_in_french_and_its_tables_are_text() {
    let bytes = lettre_intention_pdf(&lettres::whole(), DEPOSE).unwrap();
    let pdf = Document::load_mem(&bytes).unwrap();
    let catalog = pdf.catalog().unwrap();
    assert!(catalog.has(b"StructTreeRoot"));
    assert!(text_of(&pdf, catalog.get(b"Lang").unwrap()).starts_with("fr"));
    let info = pdf.dereference(pdf.trailer.get(b"Info").unwrap()).unwrap().1.as_dict().unwrap();
    assert_eq!(
        text_of(&pdf, info.get(b"Title").unwrap()),
        "CPTS de la Fausse, soins et prévention dans la vallée – Lettre d’intention"
    );
    let roles = roles(&pdf);
    assert_eq!((count(&roles, "Table"), count(&roles, "Figure")), (3, 1));
    assert_eq!((count(&roles, "H1"), count(&roles, "H2")), (5, 11));
    // Bullets, named values and sources are lists.
    assert!(count(&roles, "LI") >= 4 + 6 + 3, "{}", count(&roles, "LI"));
    let pictures = pdf.objects.values().filter_map(|object| object.as_stream().ok()).filter(|stream| {
        stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image")
    });
    assert_eq!(pictures.count(), 0, "the map is drawn, nothing is a photograph of text");
}
