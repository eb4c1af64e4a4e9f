//! The page of an error.

use askama::Template;
use askama_web::WebTemplate;

use super::page::Page;
use crate::shell::ErrorWords;

/// What happened, why, what to do, and the reference to quote.
#[derive(Template, WebTemplate)]
#[template(path = "error.html")]
pub struct ErrorView {
    /// Layout.
    pub page: Page,
    /// Why.
    pub why: String,
    /// What to do.
    pub todo: &'static str,
    /// Identifier of the request.
    pub reference: String,
}

impl ErrorView {
    /// From the words of an error and the identifier of the request.
    pub fn new(words: &ErrorWords, reference: &str) -> Self {
        Self {
            page: Page::apart(words.what),
            why: words.why.clone(),
            todo: words.todo,
            reference: reference.to_owned(),
        }
    }
}

/// The same, as a message for a page that is already open.
#[derive(Template, WebTemplate)]
#[template(path = "error_message.html")]
pub struct ErrorMessage {
    /// What happened.
    pub what: &'static str,
    /// Why.
    pub why: String,
    /// What to do.
    pub todo: &'static str,
    /// Identifier of the request.
    pub reference: String,
}

impl ErrorMessage {
    /// From the words of an error and the identifier of the request.
    pub fn new(words: ErrorWords, reference: &str) -> Self {
        Self { what: words.what, why: words.why, todo: words.todo, reference: reference.to_owned() }
    }
}
