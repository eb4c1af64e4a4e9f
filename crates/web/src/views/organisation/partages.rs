//! Links of guests: the list, the form, the address that shows once.

use app::organisations::{GuestLinkRow, LinkState};
use domain::nombres::{compte, date};
use jiff::Timestamp;

use super::super::components::{Cell, Column, Definition, EmptyState, Link, Notice, Row, Table, Tone};
use super::super::page::Page;
use super::super::sheet::{Form, Item, Part, SheetView};
use super::{Errors, choice, field};
use crate::fields::Fields;
use crate::views::components::Opt;
use crate::wording::organisation::last_day;

/// The sheets that can be given: value in the form, label.
pub type Sheets = Vec<(String, String)>;

/// What was typed in the form of a link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The sheet.
    pub sheet: String,
    /// For whom.
    pub label: String,
    /// Last day.
    pub until: String,
    /// What is wrong.
    pub errors: Vec<(&'static str, String)>,
}

impl Typed {
    /// From a form.
    pub(crate) fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        Self { sheet: text("fiche"), label: text("libelle"), until: text("jusqu"), errors: Vec::new() }
    }
}

/// The list.
pub fn list(
    page: Page,
    base: &str,
    (rows, authors): (&[(GuestLinkRow, LinkState)], &[String]),
    sheets: &Sheets,
) -> SheetView {
    let lead = "Un lien montre une seule fiche à une personne sans compte, jusqu'à une date.".to_owned();
    let mut parts = vec![
        Part::Lead(lead),
        Part::Buttons(vec![Link::new("Partager une fiche", format!("{base}/nouveau"))]),
    ];
    parts.push(match rows.is_empty() {
        true => Part::Empty(EmptyState {
            title: "Aucun lien pour le moment.",
            text: "Partagez une fiche avec un maire ou un partenaire, sans lui créer de compte.".to_owned(),
            link: None,
        }),
        false => Part::Table("liens", table(base, (rows, authors), sheets)),
    });
    SheetView::new(page, parts)
}

fn table(base: &str, (rows, authors): (&[(GuestLinkRow, LinkState)], &[String]), sheets: &Sheets) -> Table {
    let columns = ["Pour", "Fiche", "État", "Jusqu'au", "Ouvertures", "Donné par", "Action"];
    let mut table = Table::new("Liens donnés", columns.map(Column::text).to_vec());
    let lines = rows.iter().zip(authors);
    table.rows = lines
        .map(|((row, state), author)| {
            let key = format!("{}/{}", row.territoire, row.variante);
            let sheet = sheets.iter().find(|(one, _)| *one == key);
            let sheet = sheet.map_or("fiche supprimée", |(_, label)| label.as_str());
            let (tone, word) = match state {
                LinkState::Open => (Tone::Success, "ouvert"),
                LinkState::Expired => (Tone::Plain, "expiré"),
                LinkState::Revoked => (Tone::Plain, "retiré"),
            };
            let action = match state {
                LinkState::Open => Cell::from(format!("Retirer le lien «\u{a0}{}\u{a0}»", row.label))
                    .link(format!("{base}/{}/retirer", row.id)),
                _ => Cell::default(),
            };
            let opened = compte(usize::try_from(row.opened).unwrap_or(usize::MAX), "ouverture", "ouvertures");
            let cells = vec![
                sheet.into(),
                Cell::from("Lien").tag(tone, word),
                last_day(row.expires_at).into(),
                opened.into(),
                author.clone().into(),
                action,
            ];
            Row::new(row.label.clone(), cells)
        })
        .collect();
    table
}

/// The form of a link.
pub fn new(page: Page, base: &str, (sheets, days): (&Sheets, i64), typed: &Typed) -> SheetView {
    let errors: &Errors = &typed.errors;
    let options = sheets.iter().map(|(key, label)| Opt::new(key.clone(), label.clone(), *key == typed.sheet));
    let items = vec![
        Item::Select(choice("fiche", "Fiche à montrer", options.collect(), errors)),
        Item::Field(
            field("libelle", "Pour qui", &typed.label, errors)
                .required()
                .hint("Vous seuls lirez ce texte. Par exemple «\u{a0}Mairie de Valserre\u{a0}»."),
        ),
        Item::Field(
            field("jusqu", "Jusqu'au", &typed.until, errors)
                .required()
                .hint(format!("Ce jour est compris. {days} jours au plus.")),
        ),
    ];
    let form = Form::new(format!("{base}/nouveau"), "Créer le lien", items).cancel("Ne rien partager", base);
    SheetView::new(page, vec![Part::Form(form)])
}

/// The address, shown once.
pub fn link(page: Page, base: &str, (address, until): (&str, Timestamp)) -> SheetView {
    let text = "Cette adresse ne s'affiche qu'une fois. Copiez-la et donnez-la à la personne.";
    let known = vec![
        Definition::new("Adresse à donner", address),
        Definition::new("Valable jusqu'au", last_day(until)),
    ];
    let parts = vec![
        Part::Notice(Notice::new(Tone::Attention, text)),
        Part::Definitions(known),
        Part::Buttons(vec![Link::new("Revenir aux partages", base)]),
    ];
    SheetView::new(page, parts)
}

/// Asks before a link is taken back.
pub fn revoke(page: Page, base: &str, row: &GuestLinkRow) -> SheetView {
    let given = date(row.created_at.to_zoned(app::paris()).date());
    let form = Form::new(format!("{base}/{}/retirer", row.id), "Retirer le lien", Vec::new())
        .danger()
        .cancel("Garder le lien", base);
    let parts = vec![
        Part::Lead(format!("Le lien «\u{a0}{}\u{a0}», donné le {given}, ne montrera plus rien.", row.label)),
        Part::Text(vec!["Vous pourrez en créer un autre.".to_owned()]),
        Part::Form(form),
    ];
    SheetView::new(page, parts)
}
