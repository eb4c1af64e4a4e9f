use documents::lettre_intention_docx;

use super::{DEPOSE, lettres, part};
use crate::xml;

fn tags(text: &str) -> Vec<xml::Tag> {
    xml::read(text.split_once("?>").unwrap().1, &[])
}

fn values(tags: &[xml::Tag], name: &str, attribute: &str) -> Vec<String> {
    let found = tags.iter().filter(|tag| tag.name == name);
    found.filter_map(|tag| tag.attribute(attribute).map(str::to_owned)).collect()
}

#[test]
fn headings_lists_header_rows_pictures_and_language_are_real() {
    let docx = || lettre_intention_docx(&lettres::whole(), DEPOSE).unwrap();
    let text = tags(&part(docx(), "word/document.xml"));
    let styles = values(&text, "w:pStyle", "w:val");
    let styled = |style: &str| styles.iter().filter(|found| *found == style).count();
    // Four parts and the annex; every field but the one that has the name of its part.
    assert_eq!((styled("Titre"), styled("Titre1"), styled("Titre2")), (1, 5, 11));
    assert_eq!((styled("ListePuces"), styled("Fait")), (4, 6));
    let count = |name: &str| text.iter().filter(|tag| tag.name == name).count();
    assert_eq!((count("w:tbl"), count("w:tblHeader"), styled("Lgende")), (3, 3, 3));
    let alternatives = values(&text, "wp:docPr", "descr");
    assert_eq!(alternatives.len(), 1);
    assert!(alternatives[0].starts_with("Carte du territoire"), "{alternatives:?}");
    let sheet = part(docx(), "word/styles.xml");
    assert!(sheet.contains("<w:lang w:val=\"fr-FR\"") && sheet.contains("w:val=\"heading 1\""));
    for style in &styles {
        assert!(sheet.contains(&format!("w:styleId=\"{style}\"")), "{style}");
    }
    let numbering = part(docx(), "word/numbering.xml");
    assert!(numbering.contains("w:numFmt w:val=\"bullet\"") && numbering.contains("w:numId=\"9000\""));
    tags(&numbering);
    let core = part(docx(), "docProps/core.xml");
    assert!(core.contains("<dc:language>fr-FR</dc:language>") && core.contains("2026-09-01T00:00:00Z"));
    assert!(core.contains("soins et prévention dans la vallée – Lettre d’intention</dc:title>"), "{core}");
}

#[test]
fn rows_have_as_many_cells_as_columns() {
    for own in [lettres::whole(), lettres::hostile()] {
        let xml = part(lettre_intention_docx(&own, DEPOSE).unwrap(), "word/document.xml");
        for table in xml.split("<w:tbl>").skip(1) {
            let table = table.split("</w:tbl>").next().unwrap();
            let columns = table.matches("<w:gridCol ").count();
            for row in table.split("<w:tr>").skip(1) {
                assert_eq!(row.matches("<w:tc>").count(), columns, "{row}");
            }
        }
    }
}
