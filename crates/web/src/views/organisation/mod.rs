//! Pages about the people, the rights and the record of a CPTS.

pub mod association;
pub mod autorisations;
pub mod droits;
pub mod facteurs;
pub mod invitations;
pub mod partages;
pub mod personnes;
pub mod plusieurs;
pub mod roles;

use askama::Template;
use askama_web::WebTemplate;

use super::components::{Choice, Field, Notice, Opt, Tone};
use super::page::Page;
use super::sheet::{Item, Part};
use domain::authz::Role;

/// What a person may open under « Organisation ».
#[derive(Template, WebTemplate)]
#[template(path = "organisation/hub.html")]
pub struct HubView {
    /// Layout.
    pub page: Page,
    /// Pages, in order.
    pub cards: Vec<HubCard>,
}

/// A page to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HubCard {
    /// Title.
    pub title: String,
    /// Address.
    pub url: String,
    /// What one does there.
    pub text: String,
    /// A number that waits for the person, with its words: `3 choses vous attendent`.
    pub badge: Option<String>,
}

/// What was typed in a form, with what is wrong: name of the field, sentence.
type Errors = Vec<(&'static str, String)>;

fn error(errors: &Errors, name: &str) -> Option<String> {
    errors.iter().find(|(one, _)| *one == name).map(|(_, error)| error.clone())
}

/// A field with what was typed and what is wrong with it.
fn field(name: &'static str, label: &str, value: &str, errors: &Errors) -> Field {
    Field::new(name, label).value(value).error(error(errors, name))
}

/// A choice with what is wrong with it; the first option asks to choose.
fn choice(name: &'static str, label: &str, mut options: Vec<Opt>, errors: &Errors) -> Choice {
    let none = options.iter().all(|option| !option.selected);
    options.insert(0, Opt::new("", "Choisir…", none));
    Choice { error: error(errors, name), ..Choice::new(name, label, options) }
}

/// The roles that an account may hold.
fn roles(chosen: &str) -> Vec<Opt> {
    let given = Role::ALL.iter().filter(|role| role.is_given());
    given.map(|role| Opt::new(role.key(), role.label(), role.key() == chosen)).collect()
}

/// What each role allows.
fn role_hints() -> Part {
    let given = Role::ALL.iter().filter(|role| role.is_given());
    let list = given.map(|role| {
        super::components::Definition::new(role.label(), crate::wording::organisation::role_hint(*role))
    });
    Part::Details("Ce que permet chaque rôle".to_owned(), list.collect())
}

fn info(text: &str) -> Part {
    Part::Notice(Notice::new(Tone::Info, text))
}

fn until_field(value: &str, errors: &Errors) -> Item {
    Item::Field(
        field("jusqu", "Jusqu'au", value, errors)
            .hint("Par exemple 31/12/2027. Laissez vide s'il n'y a pas de fin prévue."),
    )
}
