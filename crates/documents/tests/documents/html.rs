use crate::support;
use crate::xml;

const VOID: [&str; 2] = ["meta", "br"];

#[test]
fn the_page_is_well_formed_and_needs_nothing_else() {
    for fiche in [support::whole(), support::gaps(), support::empty(), support::undecided()] {
        let html = documents::fiche_html(&fiche);
        for tag in xml::read(&html, &VOID) {
            assert!(!["script", "link", "img", "iframe"].contains(&tag.name.as_str()), "{}", tag.name);
            assert!(tag.attribute("src").is_none());
        }
        assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"fr\">"));
        assert_eq!(html.matches("<h1>").count(), 1);
        assert_eq!(documents::fiche_html(&fiche), html);
    }
}

#[test]
fn tables_have_a_caption_and_headers_on_both_sides() {
    let html = documents::fiche_html(&support::whole());
    let tables = html.matches("<table>").count();
    assert_eq!(tables, 7);
    assert_eq!(html.matches("<caption>").count(), tables);
    assert!(html.contains("<th scope=\"row\">L’Abri-d’en-Haut</th><td>00004</td>"));
    assert!(html.contains("<th scope=\"col\" class=\"number\">Maximum annuel</th>"));
    assert!(
        html.contains("<td class=\"number\">382\u{202f}500\u{202f}€</td><td>lu dans une seule source</td>")
    );
}

#[test]
fn names_typed_as_markup_stay_text() {
    let mut fiche = support::whole();
    fiche.territoire = "<script>alert(1)</script>".into();
    fiche.diagnosis.communes[1].name = "<img src=x onerror=alert(1)>".into();
    fiche.diagnosis.sources[0].address = Some("javascript:alert(1)".into());
    let html = documents::fiche_html(&fiche);
    xml::read(&html, &VOID);
    assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("href=\"javascript"));
}
