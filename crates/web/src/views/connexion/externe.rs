//! Signing in at a provider of identity: leaving, choosing a practice, what went wrong, one's own identities.

use askama::Template;
use askama_web::WebTemplate;

use super::Hidden;
use crate::views::components::{ActionForm, Choice, FormErrors, Link};
use crate::views::page::Page;

/// On the way to a provider. The browser goes on by itself; the link is for one that does not.
#[derive(Template, WebTemplate)]
#[template(path = "connexion/externe_depart.html")]
pub struct DepartureView {
    /// Layout.
    pub page: Page,
    /// What happens there.
    pub what: String,
    /// Address at the provider.
    pub next: Link,
}

/// Which profession, at which place.
#[derive(Template, WebTemplate)]
#[template(path = "connexion/externe_activite.html")]
pub struct PracticeView {
    /// Layout.
    pub page: Page,
    /// Where the form is posted.
    pub action: String,
    /// The exchange that goes on.
    pub hidden: Hidden,
    /// The practices.
    pub activite: Choice,
}

impl PracticeView {
    /// Errors of its field.
    pub fn errors(&self) -> FormErrors {
        let error = self.activite.error.as_ref();
        FormErrors {
            links: error
                .map(|text| Link::new(text.clone(), format!("#{}-1", self.activite.id)))
                .into_iter()
                .collect(),
        }
    }
}

/// Why the door stays closed, and what to do.
#[derive(Template, WebTemplate)]
#[template(path = "connexion/externe_message.html")]
pub struct ExternalMessageView {
    /// Layout.
    pub page: Page,
    /// Why.
    pub why: String,
    /// What to do, one line each.
    pub todo: Vec<String>,
    /// Another try, when it may help.
    pub retry: Option<ActionForm>,
    /// Where else to go.
    pub other: Link,
}

/// One's own identities at providers.
#[derive(Template, WebTemplate)]
#[template(path = "connexion/externe_identites.html")]
pub struct IdentitiesView {
    /// Layout.
    pub page: Page,
    /// The identities that sign in to the account.
    pub lines: Vec<IdentityLine>,
    /// Buttons that attach another one.
    pub attach: Vec<ActionForm>,
}

/// An identity of the account.
#[derive(Clone, Debug)]
pub struct IdentityLine {
    /// `Pro Santé Connect`.
    pub provider: String,
    /// National identifier, when the provider gives one.
    pub national_id: Option<String>,
    /// `Infirmier ou infirmière, CABINET DU PORT`.
    pub practice: Option<String>,
    /// `reliée le 22/11/2026, utilisée le 22/11/2026`.
    pub dates: String,
    /// Detaches it; `None` when it is the only way in.
    pub detach: Option<ActionForm>,
}
