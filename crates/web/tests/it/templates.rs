//! Every view, with every sample: what a browser, a keyboard and a screen reader need.

use std::collections::HashSet;

use scraper::{ElementRef, Html, Selector};
use web::views::samples;

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn words(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().trim().to_owned()
}

/// Says what is wrong with a page.
fn faults(html: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let mut faults: Vec<String> = page.errors.iter().map(|error| format!("HTML: {error}")).collect();
    let mut fault = |wrong: bool, what: String| {
        if wrong {
            faults.push(what);
        }
    };
    fault(all(&page, "html[lang=fr]").len() != 1, "the language is not French".to_owned());
    fault(all(&page, "h1").len() != 1, format!("{} h1", all(&page, "h1").len()));
    fault(all(&page, "main").len() != 1, "not one main".to_owned());
    fault(all(&page, "title").iter().any(|title| words(*title).is_empty()), "no title".to_owned());
    let mut ids = HashSet::new();
    for element in all(&page, "[id]") {
        let id = element.attr("id").unwrap_or_default();
        fault(!ids.insert(id), format!("the id {id} appears twice"));
    }
    let labelled: HashSet<_> =
        all(&page, "label[for]").iter().filter_map(|label| label.attr("for")).collect();
    for field in all(&page, "input:not([type=hidden]), select, textarea") {
        let id = field.attr("id").unwrap_or_default();
        fault(!labelled.contains(id), format!("the field {id} has no label"));
    }
    for name in ["aria-labelledby", "aria-describedby"] {
        for element in all(&page, &format!("[{name}]")) {
            for id in element.attr(name).unwrap_or_default().split_whitespace() {
                fault(!ids.contains(id), format!("{name} names {id}, which is not there"));
            }
        }
    }
    for link in all(&page, "a[href^='#']") {
        let id = &link.attr("href").unwrap_or_default()[1..];
        fault(!id.is_empty() && !ids.contains(id), format!("a link goes to #{id}, which is not there"));
    }
    for pressed in all(&page, "button, a, summary") {
        fault(words(pressed).is_empty(), format!("nothing to read in {}", pressed.html()));
    }
    for table in all(&page, "table") {
        let caption = Selector::parse("caption").unwrap();
        fault(table.select(&caption).next().is_none(), "a table has no caption".to_owned());
    }
    fault(!all(&page, "th:not([scope])").is_empty(), "a heading of table has no scope".to_owned());
    fault(!all(&page, "style, [style], script:not([src])").is_empty(), "inline style or script".to_owned());
    for element in all(&page, "*") {
        let handler =
            element.value().attrs().find(|(name, _)| name.starts_with("on") || name.starts_with("hx-on"));
        fault(handler.is_some(), format!("an inline handler: {handler:?}"));
    }
    faults
}

#[test]
fn every_sample_of_every_view_is_sound() {
    let samples = samples::all();
    assert!(samples.len() > 25, "only {} samples", samples.len());
    let faults: Vec<String> = samples
        .iter()
        .flat_map(|sample| {
            faults(&sample.html).into_iter().map(move |fault| format!("{}: {fault}", sample.key))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_fault_does_not_pass_unseen() {
    let page = |body: &str| {
        let head = "<!doctype html><html lang=\"fr\"><head><title>t</title></head>";
        faults(&format!("{head}<body><main><h1>t</h1>{body}</main></body></html>"))
    };
    assert_eq!(page("<p>bon</p>"), Vec::<String>::new());
    assert_eq!(page("<input id=\"x\">"), ["the field x has no label"]);
    assert_eq!(page("<p id=\"x\"></p><p id=\"x\"></p>"), ["the id x appears twice"]);
    assert_eq!(page("<p style=\"color:red\"></p>"), ["inline style or script"]);
    assert_eq!(page("<a href=\"/\"></a>").len(), 1);
}

#[test]
fn typed_words_are_never_html() {
    let sample = samples::all().into_iter().find(|sample| sample.key == "fiche").unwrap();
    assert!(sample.html.contains("L&#39;Étang-Salé-des-Monts"), "the names of places are escaped");
}

#[test]
fn french_spaces_are_where_they_must_be() {
    for sample in samples::all() {
        let page = Html::parse_document(&sample.html);
        for element in all(&page, "main") {
            let text = words(element);
            let at = text.match_indices([';', '?', '!']).find(|(at, _)| text[..*at].ends_with(' '));
            assert!(at.is_none(), "{}: an ordinary space stands before {at:?}", sample.key);
            assert!(!text.contains("« ") && !text.contains(" »"), "{}: guillemets", sample.key);
            assert!(!text.contains(" : "), "{}: a colon", sample.key);
        }
    }
}
