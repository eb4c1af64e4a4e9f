//! Pages of mobilisation: campaigns, calls, the relay kit, the table and the history of the letter of intent.

pub mod appels;
pub mod campagne;
pub mod form;
pub mod historique;
pub mod kit;
pub mod publique;
pub mod sollicites;
pub mod tableau;

use domain::communaute::mobilisation::{Bilan, Campagne, Reponse};
use domain::nombres::entier;
use jiff::Timestamp;

use super::components::{Cell, Column, EmptyState, Link, Row, Table};
use super::page::Page;
use super::sheet::{Part, SheetView};
use crate::wording::mobilisation::tone;

/// A day in France, `18/04/2023`.
pub(super) fn day(at: Timestamp) -> String {
    domain::nombres::date(at.to_zoned(app::paris()).date())
}

/// A number of people, ready to print.
pub(super) fn number(count: usize) -> String {
    entier(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The campaigns of a CPTS.
pub fn hub(page: Page, base: &str, campagnes: &[(Campagne, Bilan)], may_edit: bool) -> SheetView {
    let lead = "Invitez les professionnels à rejoindre le projet, et gardez la preuve de ce qui a été fait.";
    let mut buttons = Vec::new();
    if may_edit {
        buttons.push(Link::new("Préparer une campagne", format!("{base}/campagnes/nouvelle")));
    }
    buttons.push(Link::new("Voir le tableau de la lettre d'intention", format!("{base}/tableau")));
    buttons.push(Link::new("Lire l'historique de la mobilisation", format!("{base}/historique")));
    let mut parts = vec![Part::Lead(lead.to_owned()), Part::Buttons(buttons)];
    parts.push(if campagnes.is_empty() {
        Part::Empty(EmptyState {
            title: "Aucune campagne pour le moment.",
            text:
                "Une campagne écrit à des professionnels, compte leurs réponses et relance une fois ou deux."
                    .to_owned(),
            link: None,
        })
    } else {
        Part::Table("campagnes", table(base, campagnes))
    });
    SheetView::new(page, parts)
}

fn table(base: &str, campagnes: &[(Campagne, Bilan)]) -> Table {
    let columns = vec![
        Column::text("Campagne"),
        Column::text("Moyen"),
        Column::text("État"),
        Column::text("Lancée le"),
        Column::number("Retenus"),
        Column::number("Joints"),
        Column::number("Réponses"),
        Column::number("Intéressés"),
    ];
    let mut table = Table::new("Campagnes, la plus récente d'abord", columns);
    let row = |(one, bilan): &(Campagne, Bilan)| {
        let head = Cell::from(one.nom.clone()).link(format!("{base}/campagnes/{}", one.id));
        Row::new(
            head,
            vec![
                one.canal.label().into(),
                Cell::default().tag(tone(one.state), one.state.label()),
                one.fiche.lancee_at.map(day).unwrap_or_default().into(),
                number(bilan.retenus).into(),
                number(bilan.contactes).into(),
                number(bilan.repondu()).into(),
                number(bilan.reponse(Reponse::Interesse)).into(),
            ],
        )
    };
    table.rows = campagnes.iter().map(row).collect();
    table
}
