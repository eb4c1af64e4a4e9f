//! The door: signing in, second factor, confirmation.

mod externe;
mod factor;
mod invitation;

pub use externe::{DepartureView, ExternalMessageView, IdentitiesView, IdentityLine, PracticeView};
pub use factor::{ChooseFactorView, CodesView, ConfirmView, FactorView, PasskeyView, TotpView};
pub use invitation::{DoorFormView, SaidView, courriel_field, new_password_field};

use askama::Template;
use askama_web::WebTemplate;

use super::components::{ActionForm, Field, FieldKind, FormErrors, Link};
use super::page::Page;

/// Hidden fields: name, value.
pub type Hidden = Vec<(String, String)>;

/// E-mail address and password.
#[derive(Template, WebTemplate)]
#[template(path = "connexion/sign_in.html")]
pub struct SignInView {
    /// Layout.
    pub page: Page,
    /// Where the person was going.
    pub way: Hidden,
    /// Address.
    pub courriel: Field,
    /// Password.
    pub mot_de_passe: Field,
    /// Whether passkeys can serve on this site.
    pub passkeys: bool,
    /// Providers of identity, such as Pro Santé Connect.
    pub providers: Vec<ActionForm>,
    /// Invented people of a demonstration.
    pub demo: Vec<DemoLine>,
}

/// An invented person, and the button to come in as them.
#[derive(Clone, Debug)]
pub struct DemoLine {
    /// Name.
    pub name: String,
    /// `Trésorier ou trésorière, Membre`.
    pub roles: String,
    /// The button.
    pub enter: ActionForm,
}

impl SignInView {
    /// The empty form.
    pub fn new(page: Page, way: Hidden) -> Self {
        Self {
            page,
            way,
            courriel: email_field(),
            mot_de_passe: Field::new("mot_de_passe", "Mot de passe")
                .kind(FieldKind::Password { new: false })
                .required(),
            passkeys: false,
            providers: Vec::new(),
            demo: Vec::new(),
        }
    }

    /// Errors of its fields.
    pub fn errors(&self) -> FormErrors {
        FormErrors::of(&[&self.courriel, &self.mot_de_passe])
    }
}

pub(super) fn email_field() -> Field {
    Field::new("courriel", "Adresse e-mail").kind(FieldKind::Email).required()
}

/// A form that was kept, and the button that sends it.
#[derive(Template, WebTemplate)]
#[template(path = "connexion/resume.html")]
pub struct ResumeView {
    /// Layout.
    pub page: Page,
    /// The button.
    pub send: ActionForm,
    /// Where to go instead.
    pub leave: Link,
}
