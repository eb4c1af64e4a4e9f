//! Invitations, and passwords chosen through a link.

use askama::Template;
use askama_web::WebTemplate;
use domain::securite::PasswordRules;

use super::{Hidden, email_field};
use crate::views::components::{ActionForm, Field, FieldKind, FormErrors, Link};
use crate::views::page::Page;

/// One field or two, sentences, a button: printed code, forgotten password, new password, new account.
#[derive(Template, WebTemplate)]
#[template(path = "connexion/form.html")]
pub struct DoorFormView {
    /// Layout.
    pub page: Page,
    /// What the page is for.
    pub sentences: Vec<String>,
    /// Where it posts.
    pub action: String,
    /// Hidden fields.
    pub hidden: Hidden,
    /// Fields.
    pub fields: Vec<Field>,
    /// Text of the button.
    pub button: &'static str,
    /// Other ways to do the same: providers of identity.
    pub others: Vec<ActionForm>,
    /// Where else to go.
    pub links: Vec<Link>,
}

impl DoorFormView {
    /// A form without field.
    pub fn new(page: Page, action: impl Into<String>, button: &'static str) -> Self {
        Self {
            page,
            sentences: Vec::new(),
            action: action.into(),
            hidden: Vec::new(),
            fields: Vec::new(),
            button,
            others: Vec::new(),
            links: Vec::new(),
        }
    }

    /// Errors of its fields.
    pub fn errors(&self) -> FormErrors {
        FormErrors::of(&self.fields.iter().collect::<Vec<_>>())
    }

    /// Says what is wrong with a field.
    pub fn wrong(&mut self, name: &str, error: String) {
        if let Some(field) = self.fields.iter_mut().find(|field| field.name == name) {
            field.error = Some(error);
        }
    }
}

/// The field of an address.
pub fn courriel_field(value: &str) -> Field {
    email_field().value(value)
}

/// The field of a new password, with the rule.
pub fn new_password_field() -> Field {
    let field = Field::new("mot_de_passe", "Nouveau mot de passe").kind(FieldKind::Password { new: true });
    match domain::securite::rules() {
        Ok(rules) => field.required().hint(password_hint(&rules.password)),
        Err(_) => field.required(),
    }
}

/// Each way to make a good password, one sentence each.
fn password_hint(rules: &PasswordRules) -> String {
    let ways = rules.classes.iter().map(|class| class.label.clone());
    let phrase = format!("une phrase de {} mots différents", rules.phrase_words);
    let ways: Vec<String> = ways.chain([phrase]).collect();
    format!("{}.", ways.join(". Ou "))
}

/// What is said, and what can be done about it.
#[derive(Template, WebTemplate)]
#[template(path = "connexion/said.html")]
pub struct SaidView {
    /// Layout.
    pub page: Page,
    /// Sentences.
    pub sentences: Vec<String>,
    /// Buttons.
    pub actions: Vec<ActionForm>,
    /// Where else to go.
    pub links: Vec<Link>,
}
