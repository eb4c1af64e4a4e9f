//! Invitations: the list, one of them, the form, the code that shows once.

use app::organisations::{InvitationRow, InvitationState};
use domain::authz::Role;
use jiff::Timestamp;

use super::super::components::{
    Cell, Choice, Column, Definition, EmptyState, FieldKind, Link, Notice, Opt, Row, Table, Tone,
};
use super::super::page::Page;
use super::super::sheet::{Form, Item, Part, SheetView};
use super::{Errors, choice, error, field, role_hints, roles};
use crate::wording::organisation::last_day;

/// What was typed in the form of an invitation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Key of the role.
    pub role: String,
    /// Whether a code is printed.
    pub printed: bool,
    /// What is wrong.
    pub errors: Vec<(&'static str, String)>,
}

/// Word and colour of a state.
pub fn state_words(state: InvitationState) -> (Tone, &'static str) {
    match state {
        InvitationState::Waiting => (Tone::Info, "en attente"),
        InvitationState::Accepted => (Tone::Success, "acceptée"),
        InvitationState::Expired => (Tone::Plain, "expirée"),
        InvitationState::Revoked => (Tone::Plain, "retirée"),
        InvitationState::Refused => (Tone::Attention, "courriel refusé"),
    }
}

fn way(row: &InvitationRow) -> String {
    row.email.clone().unwrap_or_else(|| "code imprimé".to_owned())
}

/// A table of invitations; each name leads to its page when `base` is given.
pub fn table(
    base: Option<&str>,
    rows: &[(InvitationRow, InvitationState)],
    label: fn(&str) -> &'static str,
) -> Table {
    let columns = ["Personne", "Rôle", "Envoi", "État", "Valable jusqu'au"];
    let mut table = Table::new("Invitations", columns.map(Column::text).to_vec());
    table.rows = rows
        .iter()
        .map(|(row, state)| {
            let name = Cell::from(row.name.clone());
            let name = match base {
                Some(base) => name.link(format!("{base}/{}", row.id)),
                None => name,
            };
            let (tone, word) = state_words(*state);
            let state = Cell::from("Invitation").tag(tone, word);
            Row::new(
                name,
                vec![label(&row.role).into(), way(row).into(), state, last_day(row.expires_at).into()],
            )
        })
        .collect();
    table
}

fn role_label(key: &str) -> &'static str {
    Role::from_key(key).map_or("", Role::label)
}

/// The list.
pub fn list(
    page: Page,
    base: &str,
    rows: &[(InvitationRow, InvitationState)],
    may_manage: bool,
) -> SheetView {
    let mut parts = Vec::new();
    if may_manage {
        parts.push(Part::Buttons(vec![
            Link::new("Inviter une personne", format!("{base}/nouvelle")),
            Link::new("Inviter plusieurs personnes", format!("{base}/plusieurs")),
        ]));
    }
    parts.push(match rows.is_empty() {
        true => Part::Empty(EmptyState {
            title: "Aucune invitation depuis un an.",
            text: "Invitez une personne par courriel, ou par une lettre avec un code.".to_owned(),
            link: None,
        }),
        false => Part::Table("invitations", table(Some(base), rows, role_label)),
    });
    SheetView::new(page, parts)
}

/// One invitation, and what can be done with it.
pub fn show(
    page: Page,
    base: &str,
    (row, state, author): (&InvitationRow, InvitationState, &str),
    may_manage: bool,
) -> SheetView {
    let (_, word) = state_words(state);
    let known = vec![
        Definition::new("État", word),
        Definition::new("Rôle proposé", role_label(&row.role)),
        Definition::new("Envoi", way(row)),
        Definition::new("Valable jusqu'au", last_day(row.expires_at)),
        Definition::new("Invitée par", author),
    ];
    let mut parts = vec![Part::Definitions(known)];
    if state == InvitationState::Refused {
        let text = "Le courriel a été refusé. Vérifiez l'adresse avec la personne, puis faites une nouvelle invitation.";
        parts.insert(0, Part::Notice(Notice::new(Tone::Attention, text)));
    }
    if may_manage && state.may_resend() {
        let button = if row.email.is_some() { "Renvoyer l'invitation" } else { "Imprimer un nouveau code" };
        parts.push(Part::Text(vec![
            "Une nouvelle invitation remplace l'ancienne, qui ne marche plus.".to_owned(),
        ]));
        parts.push(Part::Form(Form::new(format!("{base}/renvoyer"), button, Vec::new())));
    }
    if may_manage && state.may_revoke() {
        parts.push(Part::Form(
            Form::new(format!("{base}/retirer"), "Retirer l'invitation", Vec::new()).danger(),
        ));
    }
    SheetView::new(page, parts)
}

/// The form of an invitation.
pub fn new(page: Page, base: &str, typed: &Typed) -> SheetView {
    let errors: &Errors = &typed.errors;
    let ways = vec![
        Opt::new("courriel", "Par courriel, avec un lien", !typed.printed),
        Opt::new("code", "Par une lettre, avec un code à taper", typed.printed)
            .hint("Pour une personne sans adresse de courriel, ou à rencontrer."),
    ];
    let way = Choice { error: error(errors, "moyen"), ..Choice::new("moyen", "Moyen", ways) };
    let items = vec![
        Item::Field(field("nom", "Nom et prénom", &typed.name, errors).required()),
        Item::Select(choice("role", "Rôle", roles(&typed.role), errors)),
        Item::Radios(way),
        Item::Field(
            field("courriel", "Courriel", &typed.email, errors)
                .kind(FieldKind::Email)
                .hint("Nécessaire pour l'envoi par courriel. Un compte qui a cette adresse servira."),
        ),
    ];
    let form = Form::new(format!("{base}/nouvelle"), "Inviter cette personne", items)
        .cancel("Revenir aux invitations", base);
    SheetView::new(page, vec![Part::Form(form), role_hints()])
}

/// A printed code, shown once.
pub fn code(page: Page, base: &str, (code, address, until): (&str, &str, Timestamp)) -> SheetView {
    let known = vec![
        Definition::new("Code", code),
        Definition::new("À taper à l'adresse", address),
        Definition::new("Valable jusqu'au", last_day(until)),
    ];
    let letter = Form::new(
        format!("{base}/lettre"),
        "Télécharger la lettre (PDF)",
        vec![Item::Hidden("code", code.to_owned())],
    );
    let text = "Ce code ne s'affiche qu'une fois. Téléchargez la lettre, ou recopiez le code maintenant.";
    let parts = vec![
        Part::Notice(Notice::new(Tone::Attention, text)),
        Part::Definitions(known),
        Part::Form(letter),
        Part::Buttons(vec![Link::new("Voir l'invitation", base)]),
    ];
    SheetView::new(page, parts)
}
