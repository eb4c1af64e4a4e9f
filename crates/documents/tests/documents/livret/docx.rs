use domain::diagnostic::Diagnostic;

use super::{part, parts};
use crate::{diagnostics, xml};

fn tags(text: &str) -> Vec<xml::Tag> {
    xml::read(text.split_once("?>").unwrap().1, &[])
}

fn values(tags: &[xml::Tag], name: &str, attribute: &str) -> Vec<String> {
    let found = tags.iter().filter(|tag| tag.name == name);
    found.filter_map(|tag| tag.attribute(attribute).map(str::to_owned)).collect()
}

#[test]
fn every_part_is_well_formed_declared_and_found() {
    for diagnostic in [diagnostics::whole(), diagnostics::empty(), diagnostics::hostile()] {
        let parts = parts(&diagnostic);
        assert_eq!(parts[0].0, "[Content_Types].xml");
        let types = tags(&part(&diagnostic, "[Content_Types].xml"));
        let (names, kinds) = (values(&types, "Override", "PartName"), values(&types, "Default", "Extension"));
        for (name, bytes) in &parts {
            let extension = name.rsplit('.').next().unwrap();
            assert!(kinds.iter().any(|kind| kind == extension), "{name}");
            match extension {
                "png" => assert!(bytes.starts_with(b"\x89PNG"), "{name}"),
                _ => assert!(!tags(std::str::from_utf8(bytes).unwrap()).is_empty(), "{name}"),
            }
        }
        for name in names {
            assert!(parts.iter().any(|(found, _)| format!("/{found}") == name), "{name}");
        }
        relationships(&diagnostic);
    }
}

/// Every identifier that the text uses is known, and every target that is a part exists.
fn relationships(diagnostic: &Diagnostic) {
    let links = tags(&part(diagnostic, "word/_rels/document.xml.rels"));
    let ids = values(&links, "Relationship", "Id");
    let text = tags(&part(diagnostic, "word/document.xml"));
    let used = text.iter().flat_map(|tag| &tag.attributes);
    for (_, id) in used.filter(|(key, _)| key == "r:id" || key == "r:embed") {
        assert!(ids.contains(id), "{id}");
    }
    let names: Vec<String> = parts(diagnostic).into_iter().map(|(name, _)| name).collect();
    for link in links.iter().filter(|link| link.name == "Relationship") {
        let target = link.attribute("Target").unwrap();
        match link.attribute("TargetMode") {
            Some(_) => assert!(target.starts_with("https://") || target.starts_with("http://"), "{target}"),
            None => assert!(names.contains(&format!("word/{target}")), "{target}"),
        }
    }
}

#[test]
fn headings_header_rows_pictures_language_and_title_are_real() {
    let diagnostic = diagnostics::whole();
    let text = tags(&part(&diagnostic, "word/document.xml"));
    let count = |name: &str| text.iter().filter(|tag| tag.name == name).count();
    let styles = values(&text, "w:pStyle", "w:val");
    let styled = |style: &str| styles.iter().filter(|found| *found == style).count();
    assert_eq!((styled("Titre"), styled("Titre1")), (1, 11));
    assert_eq!(styled("Titre2"), 6);
    let tables = count("w:tbl");
    assert_eq!((count("w:tblHeader"), styled("Lgende")), (tables, tables));
    assert!(tables >= 8);
    assert!(values(&text, "w:tblCaption", "w:val").iter().all(|caption| !caption.is_empty()));
    let pictures = parts(&diagnostic).iter().filter(|(name, _)| name.ends_with(".png")).count();
    let texts = values(&text, "wp:docPr", "descr");
    assert_eq!(texts.len(), pictures);
    assert!(pictures >= 9 && texts.iter().all(|text| text.chars().count() > 40), "{texts:?}");
    let style_sheet = part(&diagnostic, "word/styles.xml");
    assert!(style_sheet.contains("<w:lang w:val=\"fr-FR\""));
    for style in &styles {
        assert!(style_sheet.contains(&format!("w:styleId=\"{style}\"")), "{style}");
    }
    let core = part(&diagnostic, "docProps/core.xml");
    assert!(core.contains("<dc:title>Vallée de la Fausse – Diagnostic territorial</dc:title>"));
    assert!(core.contains("<dc:language>fr-FR</dc:language>") && core.contains("2026-11-22T00:00:00Z"));
}

#[test]
fn an_invented_territory_says_so_on_every_page() {
    let said = |diagnostic: &Diagnostic| {
        ["word/document.xml", "word/header.xml"]
            .map(|name| part(diagnostic, name).contains(">Territoire fictif</w:t>"))
    };
    assert_eq!(said(&diagnostics::whole()), [true, true]);
    assert_eq!(said(&diagnostics::empty()), [false, false]);
}

#[test]
fn names_full_of_markup_stay_text() {
    let text = part(&diagnostics::hostile(), "word/document.xml");
    assert!(text.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; #panic() $x$"));
    assert!(!text.contains("<script") && !text.contains('\u{b}'));
}

#[test]
fn the_same_diagnosis_gives_the_same_bytes() {
    let diagnostic = diagnostics::whole();
    let first = documents::livret_docx(&diagnostic).unwrap();
    documents::livret_docx(&diagnostics::empty()).unwrap();
    assert!(documents::livret_docx(&diagnostic).unwrap() == first);
}
