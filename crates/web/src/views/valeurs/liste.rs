//! The list of values, family by family.

use domain::diagnostic::catalogue::{Catalogue, Famille};
use domain::diagnostic::{Indicateur, Releve};
use domain::nombres::compte;

use super::{Cadre, OLD, parts, period, value};
use crate::views::components::{
    Cell, Choice, Column, Download, EmptyState, Link, Notice, Opt, Row, Table, Tone,
};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

/// Names of the tables, one a family.
const TABLES: [&str; 7] = [
    "valeurs-population",
    "valeurs-offre",
    "valeurs-acces",
    "valeurs-ald",
    "valeurs-urgences",
    "valeurs-prevention",
    "valeurs-structures",
];

/// What the address asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filtre {
    /// One family only.
    pub famille: Option<Famille>,
    /// Withdrawn values only.
    pub retirees: bool,
    /// Whether anything was asked.
    pub asked: bool,
}

/// The list; `releves` are the last of each chain, those that the filter keeps.
pub fn liste(
    page: Page,
    cadre: &Cadre<'_>,
    (filtre, catalogue): (Filtre, &Catalogue),
    releves: &[&Releve],
) -> SheetView {
    let mut shown = vec![Part::Lead(
        "Les chiffres que vos partenaires vous donnent, et qu'aucun fichier officiel ne publie.".into(),
    )];
    let old = releves.iter().filter(|releve| (cadre.is_old)(releve.saisie.place)).count();
    if old > 0 {
        let text = format!(
            "{} pour un périmètre plus ancien. {OLD}",
            compte(old, "valeur est notée", "valeurs sont notées")
        );
        shown.push(Part::Notice(Notice::new(Tone::Attention, text)));
    }
    if cadre.may_edit {
        shown.push(Part::Buttons(vec![
            Link::new("Noter une valeur", cadre.urls.under("valeurs/nouvelle")),
            Link::new("Importer un fichier", cadre.urls.under("valeurs/importer")),
        ]));
    }
    shown.push(Part::Form(filters(cadre, filtre)));
    if releves.is_empty() {
        shown.push(Part::Empty(empty(cadre, filtre)));
    }
    for (famille, id) in Famille::ALL.iter().zip(TABLES) {
        let of_family = |indicateur: &&Indicateur| indicateur.family == *famille;
        let mut table = table(*famille);
        for indicateur in catalogue.all().iter().filter(of_family) {
            let own = releves.iter().filter(|releve| releve.saisie.indicateur == indicateur.code);
            table.rows.extend(own.map(|releve| row(cadre, indicateur, releve)));
        }
        if !table.rows.is_empty() {
            shown.push(Part::Heading(famille.label().into()));
            shown.push(Part::Table(id, table));
        }
    }
    if cadre.may_edit {
        shown.push(Part::Heading("Remplir les valeurs dans un tableur".into()));
        shown.push(Part::Downloads(models(cadre)));
    }
    shown.push(Part::Buttons(vec![Link::new("Revenir au diagnostic", cadre.urls.show())]));
    SheetView::new(page, shown)
}

/// The two templates.
pub(super) fn models(cadre: &Cadre<'_>) -> Vec<Download> {
    let file = |format, extension, hint| Download {
        label: "Modèle à remplir".into(),
        url: cadre.urls.under(&format!("valeurs/modele.{extension}")),
        format,
        hint,
    };
    vec![
        file("XLSX", "xlsx", "Avec le mode d'emploi et les définitions."),
        file("CSV", "csv", "Une ligne par indicateur."),
    ]
}

fn filters(cadre: &Cadre<'_>, filtre: Filtre) -> Form {
    let mut families = vec![Opt::new("", "Toutes les familles", filtre.famille.is_none())];
    families.extend(
        Famille::ALL
            .iter()
            .map(|famille| Opt::new(famille.key(), famille.label(), filtre.famille == Some(*famille))),
    );
    let states = vec![
        Opt::new("", "Valeurs en vigueur", !filtre.retirees),
        Opt::new("retirees", "Valeurs retirées", filtre.retirees),
    ];
    let items = vec![
        Item::Select(Choice::new("famille", "Famille", families)),
        Item::Select(Choice::new("etat", "État", states)),
    ];
    Form::new(cadre.urls.valeurs(), "Filtrer la liste", items).asking()
}

fn empty(cadre: &Cadre<'_>, filtre: Filtre) -> EmptyState {
    let (title, text) = if filtre.asked {
        ("Aucune valeur ne correspond.", "Changez le filtre pour voir les autres valeurs.")
    } else {
        (
            "Aucune valeur notée à ce jour.",
            "Notez un chiffre de Rezone, de la CPAM ou de l'ARS, avec sa source.",
        )
    };
    let link = filtre.asked.then(|| Link::new("Voir toutes les valeurs", cadre.urls.valeurs()));
    EmptyState { title, text: text.into(), link }
}

fn table(famille: Famille) -> Table {
    let columns = vec![
        Column::text("Indicateur"),
        Column::text("Lieu"),
        Column::text("Période"),
        Column::number("Valeur"),
        Column::text("Origine et source"),
        Column::text("Noté par"),
    ];
    Table::new(format!("Valeurs notées\u{a0}: {}", famille.label()), columns)
}

fn row(cadre: &Cadre<'_>, indicateur: &Indicateur, releve: &Releve) -> Row {
    let saisie = &releve.saisie;
    let mut place = Cell::from((cadre.place)(saisie.place));
    if (cadre.is_old)(saisie.place) {
        place = place.tag(Tone::Attention, "périmètre changé");
    }
    let mut shown = Cell::from(value(saisie, indicateur));
    if let Some(parts) = parts(saisie) {
        shown = shown.note(parts);
    }
    let mut author = Cell::from((cadre.who)(&releve.author));
    let day = documents::diagnostic_words::day(releve.recorded_at);
    author = author.note(if releve.replaces.is_some() {
        format!("le {day}, corrigée")
    } else {
        format!("le {day}")
    });
    Row::new(
        Cell::from(indicateur.label.clone()).link(cadre.under(releve)),
        vec![
            place,
            period(saisie).into(),
            shown,
            Cell::from(saisie.origin.label()).note(saisie.source.clone()),
            author,
        ],
    )
}
