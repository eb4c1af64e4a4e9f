//! One's own account.

use askama::Template;
use askama_web::WebTemplate;

use super::components::{ActionForm, Definition, Link};
use super::page::Page;

/// Something of one's own, and the button that ends it.
#[derive(Clone, Debug)]
pub struct OwnLine {
    /// What it is.
    pub name: String,
    /// Since when, last used.
    pub note: String,
    /// The button; none for the session of this page and the last factor.
    pub end: Option<ActionForm>,
}

/// Who one is, factors, sessions.
#[derive(Template, WebTemplate)]
#[template(path = "compte/show.html")]
pub struct AccountView {
    /// Layout.
    pub page: Page,
    /// Name, address, roles.
    pub person: Vec<Definition>,
    /// Second factors.
    pub factors: Vec<OwnLine>,
    /// Buttons that add a factor or renew the recovery codes.
    pub more: Vec<ActionForm>,
    /// Open sessions.
    pub sessions: Vec<OwnLine>,
    /// Ends all sessions but this one, when there are others.
    pub end_others: Option<ActionForm>,
    /// Other pages of the account.
    pub links: Vec<Link>,
}
