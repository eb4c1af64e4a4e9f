//! The forms of one's own account: name, address, password, a role to leave.

use app::comptes::OwnRole;

use super::super::components::{Field, FieldKind, Link};
use super::super::connexion::{courriel_field, new_password_field};
use super::super::page::Page;
use super::super::sheet::{Form, Item, Part, SheetView};

/// Address of the account page.
pub const COMPTE: &str = "/compte";

/// The form of a name.
pub fn name(page: Page, name: &str) -> SheetView {
    let hint = "C'est le nom que voient les personnes de vos organisations.";
    let field = Field::new("nom", "Prénom et nom").required().hint(hint).value(name);
    let form = Form::new("/compte/nom", "Enregistrer le nom", vec![Item::Field(field)]);
    SheetView::new(page, vec![Part::Form(form.cancel("Garder mon nom", COMPTE))])
}

/// The form of another address.
pub fn email(page: Page, present: Option<&str>) -> SheetView {
    let lead = match present {
        Some(present) => format!("Votre adresse est {present}."),
        None => "Votre compte n'a pas encore d'adresse e-mail.".to_owned(),
    };
    let mut field = courriel_field("");
    field.label = "Nouvelle adresse e-mail".to_owned();
    let form = Form::new("/compte/courriel", "Recevoir un lien à cette adresse", vec![Item::Field(field)]);
    let words = vec![
        "Un lien partira vers la nouvelle adresse. L'adresse change quand vous ouvrez ce lien.".to_owned(),
        "Un message prévient aussi l'adresse actuelle.".to_owned(),
    ];
    let form = form.cancel("Garder mon adresse", COMPTE);
    SheetView::new(page, vec![Part::Lead(lead), Part::Text(words), Part::Form(form)])
}

/// Asks before the address changes: opening a link changes nothing by itself.
pub fn confirm_email(page: Page, action: String, email: &str) -> SheetView {
    let form = Form::new(action, "Confirmer cette adresse", Vec::new()).cancel("Garder mon adresse", COMPTE);
    let lead = format!("Votre compte portera l'adresse {email}.");
    let text = "Vous l'utiliserez pour vous connecter et pour recevoir les messages.".to_owned();
    SheetView::new(page, vec![Part::Lead(lead), Part::Text(vec![text]), Part::Form(form)])
}

/// A link that does not serve, and why.
pub fn useless_link(page: Page, why: &str) -> SheetView {
    let links = vec![
        Link::new("Demander un autre lien", "/compte/courriel"),
        Link::new("Revenir à mon compte", COMPTE),
    ];
    SheetView::new(page, vec![Part::Lead(why.to_owned()), Part::Buttons(links)])
}

/// The form of another password, or of the first one.
pub fn password(page: Page, has_one: bool) -> SheetView {
    let current = Field::new("mot_de_passe_actuel", "Mot de passe actuel")
        .kind(FieldKind::Password { new: false })
        .required();
    let mut items = Vec::new();
    if has_one {
        items.push(Item::Field(current));
    }
    items.push(Item::Field(new_password_field()));
    let form = Form::new("/compte/mot-de-passe", "Enregistrer le mot de passe", items);
    let lead = "Vos autres sessions seront terminées. Celle-ci reste ouverte.".to_owned();
    SheetView::new(page, vec![Part::Lead(lead), Part::Form(form.cancel("Ne rien changer", COMPTE))])
}

/// Asks before one leaves a role.
pub fn leave(page: Page, role: &OwnRole, refused: Option<&str>) -> SheetView {
    let label = role.held.label();
    let mut parts = vec![
        Part::Lead(format!("Vous allez quitter le rôle «\u{a0}{label}\u{a0}» dans {}.", role.place)),
        Part::Text(vec![
            "Vous n'aurez plus les droits de ce rôle dès la prochaine page.".to_owned(),
            "Vos autres rôles restent. Seule une personne de l'organisation peut vous redonner celui-ci."
                .to_owned(),
        ]),
    ];
    match refused {
        Some(why) => {
            parts.push(Part::Text(vec![why.to_owned()]));
            parts.push(Part::Buttons(vec![Link::new("Revenir à mon compte", COMPTE)]));
        }
        None => {
            let action = format!("/compte/roles/{}/fin", role.id);
            let form = Form::new(action, "Quitter ce rôle", Vec::new()).danger();
            parts.push(Part::Form(form.cancel("Garder ce rôle", COMPTE)));
        }
    }
    SheetView::new(page, parts)
}
