//! A page made of parts one after the other: text, tables, forms, files. For pages whose content is all data.

use askama::Template;
use askama_web::WebTemplate;

use super::components::{
    ActionForm, Choice, Definition, Download, EmptyState, Field, FormErrors, Link, Notice, Table, Tag, Trace,
};
use super::diagnostic::Choropleth;
use super::liste::ListeView;
use super::page::Page;

/// A page made of parts.
#[derive(Template, WebTemplate)]
#[template(path = "sheet.html")]
pub struct SheetView {
    /// Layout.
    pub page: Page,
    /// Parts, in reading order.
    pub parts: Vec<Part>,
}

/// One part of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// The sentence that says what the page is for.
    Lead(String),
    /// A title over the parts that follow.
    Heading(String),
    /// Paragraphs.
    Text(Vec<String>),
    /// A list of sentences.
    List(Vec<String>),
    /// Something to look at.
    Notice(Notice),
    /// Terms and what they are.
    Definitions(Vec<Definition>),
    /// What changes while one looks: identifier, address where it is asked again, what stands out, the counts.
    Live(&'static str, String, Box<Notice>, Vec<Definition>),
    /// A table, under an identifier.
    Table(&'static str, Table),
    /// Files.
    Downloads(Vec<Download>),
    /// What to do next, as buttons.
    Buttons(Vec<Link>),
    /// What stands where a list will be.
    Empty(EmptyState),
    /// A form.
    Form(Form),
    /// Where a long list stands.
    Pager(Pager),
    /// A long list: search, filters, columns, actions, files.
    Liste(Box<ListeView>),
    /// Lines over time; a table of the page says the same in figures.
    Trace(Box<Trace>),
    /// A shaded map; a table of the page says the same in words.
    Carte(Box<Choropleth>),
    /// Things one after the other, each with its buttons.
    Actes(Vec<Acte>),
    /// Things under other things, each with its buttons.
    Rameaux(RameauxView),
    /// A code to photograph: what it opens, in words, and its drawing as an SVG of ours.
    Qr(String, String),
    /// Something to open when it is wanted.
    Details(String, Vec<Definition>),
}

/// Things under other things: each list stands inside the line above it, for those who hear the page too.
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "components/rameaux.html")]
pub struct RameauxView {
    /// The things, in order.
    pub rameaux: Vec<Rameau>,
}

/// A thing with those under it.
#[derive(Clone, Debug, PartialEq)]
pub struct Rameau {
    /// Identifier in the page.
    pub id: String,
    /// What it is and what can be done with it.
    pub acte: Acte,
    /// Those under it.
    pub enfants: RameauxView,
}

/// A thing and what can be done with it at once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Acte {
    /// What it is.
    pub titre: String,
    /// Where it can be read.
    pub url: Option<String>,
    /// A qualifying word.
    pub tag: Option<Tag>,
    /// What is said of it.
    pub textes: Vec<String>,
    /// Where more can be done.
    pub liens: Vec<Link>,
    /// What can be done at once. A label names its thing: many stand on one page.
    pub actions: Vec<ActionForm>,
}

impl Acte {
    /// A thing of which something is said.
    pub fn new(titre: impl Into<String>, textes: Vec<String>) -> Self {
        Self { titre: titre.into(), textes, ..Self::default() }
    }

    /// A label in two: what shows, and the name of this thing between quotation marks, which stands just above.
    pub fn split<'a>(&self, label: &'a str) -> (&'a str, &'a str) {
        let Some(at) = label.find(" «") else { return (label, "") };
        let (shown, named) = label.split_at(at);
        let name = named.trim_start_matches([' ', '«', '\u{a0}']).trim_end_matches(['»', '\u{a0}']);
        if self.titre.contains(name) { (shown, named) } else { (label, "") }
    }
}

/// A form.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// Where it goes.
    pub action: String,
    /// Whether it only asks: the answers stay in the address.
    pub asks: bool,
    /// What is typed, in order.
    pub items: Vec<Item>,
    /// Text of the button: a verb and its object.
    pub button: String,
    /// Whether it takes something away.
    pub danger: bool,
    /// The way out.
    pub cancel: Option<Link>,
    /// Whether its short fields stand side by side where there is room.
    pub wide: bool,
    /// What opens it, when it is rarely wanted.
    pub fold: Option<String>,
}

/// Something to fill in.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A field.
    Field(Field),
    /// A list.
    Select(Choice),
    /// Round buttons.
    Radios(Choice),
    /// Boxes.
    Boxes(Choice),
    /// A name and a value that do not show.
    Hidden(&'static str, String),
    /// A text to correct, under a name that came with a form: its field and the name.
    Typed(Field, String),
    /// A value that came with a form, and does not show.
    Kept(String, String),
    /// What the fields that follow are about, in a long form.
    Titre(String),
}

impl Form {
    /// A form that changes something.
    pub fn new(action: impl Into<String>, button: impl Into<String>, items: Vec<Item>) -> Self {
        Self {
            action: action.into(),
            asks: false,
            items,
            button: button.into(),
            danger: false,
            cancel: None,
            wide: false,
            fold: None,
        }
    }

    /// Takes something away.
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// A long form: its short fields stand side by side where there is room.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// Rarely wanted: it opens under this question, and stands open when something of it is wrong.
    #[must_use]
    pub fn folded(mut self, question: impl Into<String>) -> Self {
        self.fold = Some(question.into());
        self
    }

    /// Whether something that was typed is wrong.
    pub fn has_error(&self) -> bool {
        self.items.iter().any(|item| match item {
            Item::Field(field) | Item::Typed(field, _) => field.error.is_some(),
            Item::Select(choice) | Item::Radios(choice) | Item::Boxes(choice) => choice.error.is_some(),
            _ => false,
        })
    }

    /// Only asks: the answers stay in the address.
    #[must_use]
    pub fn asking(mut self) -> Self {
        self.asks = true;
        self
    }

    /// Adds the way out.
    #[must_use]
    pub fn cancel(mut self, label: impl Into<String>, url: impl Into<String>) -> Self {
        self.cancel = Some(Link::new(label, url));
        self
    }

    /// Whether it brings a file.
    pub fn has_file(&self) -> bool {
        self.items.iter().any(|item| matches!(item, Item::Field(field) if field.accept().is_some()))
    }

    /// Says what is wrong with a field or a choice, by its name.
    pub fn refuse(&mut self, name: &str, error: impl Into<String>) {
        let error = Some(error.into());
        for item in &mut self.items {
            match item {
                Item::Field(field) if field.name == name => field.error = error.clone(),
                Item::Typed(field, own) if *own == name => field.error = error.clone(),
                Item::Select(choice) | Item::Radios(choice) | Item::Boxes(choice) if choice.name == name => {
                    choice.error = error.clone();
                }
                _ => {}
            }
        }
    }
}

/// Where a long list stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pager {
    /// `Page 2 sur 5`.
    pub label: String,
    /// Address of the page before.
    pub previous: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
}

impl SheetView {
    /// A page and its parts.
    pub fn new(page: Page, parts: Vec<Part>) -> Self {
        Self { page, parts }
    }

    /// Says what is wrong with a field, wherever it is.
    #[must_use]
    pub fn refusing(mut self, name: &str, error: impl Into<String>) -> Self {
        let error = error.into();
        for part in &mut self.parts {
            if let Part::Form(form) = part {
                form.refuse(name, error.clone());
            }
        }
        self
    }

    /// Puts what was typed back in its fields.
    #[must_use]
    pub fn keeping(mut self, typed: impl Fn(&str) -> Option<String>) -> Self {
        for part in &mut self.parts {
            let Part::Form(form) = part else { continue };
            for item in &mut form.items {
                match item {
                    Item::Field(field) => field.value = typed(field.name).unwrap_or(field.value.clone()),
                    Item::Select(choice) | Item::Radios(choice) => {
                        if let Some(value) = typed(choice.name) {
                            choice.options.iter_mut().for_each(|one| one.selected = one.value == value);
                        }
                    }
                    // A browser says nothing of a box that is not ticked: what was ticked is the page's to say.
                    Item::Boxes(_) | Item::Hidden(..) | Item::Typed(..) | Item::Kept(..) | Item::Titre(_) => {
                    }
                }
            }
        }
        self
    }

    /// Errors of its forms.
    pub fn errors(&self) -> FormErrors {
        let items = self.parts.iter().filter_map(|part| match part {
            Part::Form(form) => Some(&form.items),
            _ => None,
        });
        let links = items.flatten().filter_map(|item| match item {
            Item::Field(field) | Item::Typed(field, _) => {
                field.error.as_ref().map(|error| Link::new(error.clone(), format!("#{}", field.id)))
            }
            Item::Select(choice) => {
                choice.error.as_ref().map(|error| Link::new(error.clone(), format!("#{}", choice.id)))
            }
            Item::Radios(choice) | Item::Boxes(choice) => {
                choice.error.as_ref().map(|error| Link::new(error.clone(), format!("#{}-1", choice.id)))
            }
            Item::Hidden(..) | Item::Kept(..) | Item::Titre(_) => None,
        });
        FormErrors { links: links.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_under_the_title_of_its_thing_does_not_repeat_it() {
        let acte = Acte::new("2. Fiche action", Vec::new());
        let said = "Corriger «\u{a0}Fiche action\u{a0}»";
        assert_eq!(acte.split(said), ("Corriger", " «\u{a0}Fiche action\u{a0}»"));
        let other = "Reprendre «\u{a0}Budget\u{a0}»";
        assert_eq!(acte.split(other), (other, ""));
        assert_eq!(acte.split("Préparer un vote"), ("Préparer un vote", ""));
    }
}
