//! The user guide, read from `docs/guide`, and the accessibility statement.

use askama::Template;
use askama_web::WebTemplate;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use rust_embed::RustEmbed;

use super::components::{EmptyState, Link};
use super::page::{Page, Section};

#[derive(RustEmbed)]
#[folder = "../../docs/guide"]
#[allow_missing = true]
struct Guide;

/// A page of the guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuidePage {
    /// Name of the file without its extension and without the digits that order it.
    pub key: String,
    /// First heading.
    pub title: String,
    /// The rest, as HTML.
    pub html: String,
}

/// Pages of the guide, in the order of the names of their files (`10-territoire.md`).
pub fn pages() -> Vec<GuidePage> {
    let mut names: Vec<_> = Guide::iter().collect();
    names.sort();
    names
        .iter()
        .filter_map(|name| {
            let file = Guide::get(name)?;
            let text = String::from_utf8_lossy(&file.data);
            let stem = name.strip_suffix(".md")?;
            let key = stem.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('-');
            Some(render(key, &text))
        })
        .collect()
}

/// One page from its text. Raw HTML is shown as text: a page of the guide is words, links and tables.
fn render(key: &str, markdown: &str) -> GuidePage {
    let mut title = String::new();
    let mut in_title = false;
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).filter_map(|event| match event {
        Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => {
            in_title = true;
            None
        }
        Event::End(TagEnd::Heading(HeadingLevel::H1)) => {
            in_title = false;
            None
        }
        Event::Text(text) | Event::Code(text) if in_title => {
            title.push_str(&text);
            None
        }
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Some(Event::Start(Tag::Link { link_type, dest_url: address(&dest_url), title, id }))
        }
        other => Some(other),
    });
    let mut body = String::new();
    html::push_html(&mut body, events);
    GuidePage { key: key.to_owned(), title, html: body }
}

/// A link to a file of the guide becomes the address of its page.
fn address(link: &str) -> CowStr<'static> {
    let page = link.strip_suffix(".md").filter(|page| !page.contains('/'));
    match page {
        Some(page) => {
            let key = page.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('-');
            format!("/aide/{key}").into()
        }
        None => link.to_owned().into(),
    }
}

/// The list of pages.
#[derive(Template, WebTemplate)]
#[template(path = "guide/list.html")]
pub struct GuideView {
    /// Layout.
    pub page: Page,
    /// Pages.
    pub links: Vec<Link>,
}

impl GuideView {
    /// From the pages at hand.
    pub fn new(pages: &[GuidePage]) -> Self {
        let links = pages.iter().map(|page| Link::new(page.title.clone(), format!("/aide/{}", page.key)));
        Self { page: Page::new(Section::Aide, "Aide"), links: links.collect() }
    }

    /// No page in this build.
    pub fn empty(&self) -> EmptyState {
        EmptyState {
            title: "Le guide n'est pas compris dans cette version.",
            text: "Demandez à la personne qui gère Maillage.".to_owned(),
            link: None,
        }
    }
}

/// One page.
#[derive(Template, WebTemplate)]
#[template(path = "guide/page.html")]
pub struct GuidePageView {
    /// Layout.
    pub page: Page,
    /// Its HTML.
    pub html: String,
}

impl GuidePageView {
    /// From one page.
    pub fn new(guide: &GuidePage) -> Self {
        Self {
            page: Page::new(Section::Aide, &*guide.title).under("Aide", "/aide"),
            html: guide.html.clone(),
        }
    }
}

/// The accessibility statement.
#[derive(Template, WebTemplate)]
#[template(path = "accessibility.html")]
pub struct AccessibilityView {
    /// Layout.
    pub page: Page,
    /// Whom to write to, as the installation says; `None` when it does not.
    pub contact: Option<String>,
}

impl AccessibilityView {
    /// With the contact of the installation.
    pub fn new(contact: Option<String>) -> Self {
        Self { page: Page::apart("Accessibilité"), contact }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guide_page_gives_its_title_to_the_layout_and_its_links_to_the_site() {
        let page = render("territoire", "# Choisir un territoire\n\nVoir [les données](20-donnees.md).\n");
        assert_eq!(page.title, "Choisir un territoire");
        assert_eq!(page.html, "<p>Voir <a href=\"/aide/donnees\">les données</a>.</p>\n");
    }

    #[test]
    fn raw_html_in_the_guide_is_shown_as_text() {
        let page = render("x", "# T\n\n<script>alert(1)</script>\n");
        assert!(page.html.contains("&lt;script&gt;") && !page.html.contains("<script>"), "{}", page.html);
    }
}
