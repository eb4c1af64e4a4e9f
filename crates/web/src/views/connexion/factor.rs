//! The second factor: giving it, setting it up, confirming with it.

use askama::Template;
use askama_web::WebTemplate;

use super::Hidden;
use crate::views::components::{ActionForm, Field, FieldKind, FormErrors, Link};
use crate::views::page::Page;

/// Gives the second factor of a session.
#[derive(Template, WebTemplate)]
#[template(path = "connexion/factor.html")]
pub struct FactorView {
    /// Layout.
    pub page: Page,
    /// Where the person was going.
    pub way: Hidden,
    /// Code of the application, or recovery code.
    pub code: Field,
    /// Whether a passkey can be given.
    pub passkey: bool,
}

impl FactorView {
    /// The form, for someone who has an application or only recovery codes.
    pub fn new(page: Page, way: Hidden, totp: bool) -> Self {
        let hint = match totp {
            true => "Les 6 chiffres affichés par votre application, ou un code de secours.",
            false => "Sans votre clé d'accès, tapez un code de secours.",
        };
        let code = Field::new("code", "Code").kind(FieldKind::Code).required().hint(hint);
        Self { page, way, code, passkey: false }
    }

    /// Errors of its field.
    pub fn errors(&self) -> FormErrors {
        FormErrors::of(&[&self.code])
    }
}

/// Chooses the first second factor.
#[derive(Template, WebTemplate)]
#[template(path = "connexion/choose.html")]
pub struct ChooseFactorView {
    /// Layout.
    pub page: Page,
    /// Where the person was going.
    pub way: Hidden,
    /// Whether passkeys can serve on this site.
    pub passkeys: bool,
}

/// Sets up an application that gives codes.
#[derive(Template, WebTemplate)]
#[template(path = "connexion/totp.html")]
pub struct TotpView {
    /// Layout.
    pub page: Page,
    /// Where the person was going.
    pub way: Hidden,
    /// The QR code, as SVG made by the program.
    pub qr_svg: String,
    /// The secret in groups.
    pub secret: String,
    /// The same as an address, for the phone that shows this page.
    pub uri: String,
    /// First code.
    pub code: Field,
}

impl TotpView {
    /// Errors of its field.
    pub fn errors(&self) -> FormErrors {
        FormErrors::of(&[&self.code])
    }
}

/// Asks the device for a passkey: the only page that needs JavaScript.
#[derive(Template, WebTemplate)]
#[template(path = "connexion/passkey.html")]
pub struct PasskeyView {
    /// Layout.
    pub page: Page,
    /// Where the answer is posted.
    pub action: &'static str,
    /// `get` or `create`.
    pub ceremony: &'static str,
    /// What the device is given, in JSON.
    pub options: String,
    /// Token of the exchange and where the person was going.
    pub hidden: Hidden,
    /// Name of a new passkey.
    pub nom: Option<Field>,
    /// Text of the button.
    pub button: &'static str,
    /// How to do without.
    pub other: Link,
}

/// Recovery codes, shown once.
#[derive(Template, WebTemplate)]
#[template(path = "connexion/codes.html")]
pub struct CodesView {
    /// Layout.
    pub page: Page,
    /// The codes, in groups.
    pub codes: Vec<String>,
    /// The same as a text file, in an address.
    pub file: String,
    /// Where to go on.
    pub next: Link,
    /// Or the button that sends what was typed.
    pub send: Option<ActionForm>,
}

impl CodesView {
    /// The codes, and where to go on.
    pub fn new(page: Page, codes: Vec<String>, next: Link, send: Option<ActionForm>) -> Self {
        let text = format!("Maillage, codes de secours\r\n{}\r\n", codes.join("\r\n"));
        let file = format!("data:text/plain;charset=utf-8,{}", percent(&text));
        Self { page, codes, file, next, send }
    }
}

/// Every byte but letters, digits and hyphens, as addresses write them.
fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || byte == b'-' {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

/// Proves again who one is.
#[derive(Template, WebTemplate)]
#[template(path = "connexion/confirm.html")]
pub struct ConfirmView {
    /// Layout.
    pub page: Page,
    /// Where the person was going.
    pub way: Hidden,
    /// Password, for who has one.
    pub mot_de_passe: Option<Field>,
    /// Code, for who has an application.
    pub code: Option<Field>,
    /// Whether a passkey can be given.
    pub passkey: bool,
    /// Whether an invented person confirms without a proof.
    pub demo: bool,
    /// Providers of identity where one can sign in again.
    pub providers: Vec<ActionForm>,
}

impl ConfirmView {
    /// Errors of its fields.
    pub fn errors(&self) -> FormErrors {
        let fields: Vec<&Field> = [&self.mot_de_passe, &self.code].into_iter().flatten().collect();
        FormErrors::of(&fields)
    }
}
