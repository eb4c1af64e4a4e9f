//! What a region follows and shares: board, projects, coverage, tool box, sheets of experience.

pub mod argent;
pub mod coller;
pub mod couverture;
pub mod experiences;
pub mod liste;
pub mod objectif;
pub mod outils;
pub mod projet;
pub mod tableau;

use app::region::PopulationLue;
use domain::nombres::{compte, habitants};

use super::components::{EmptyState, Field, FieldKind, Link};
use super::page::Page;
use super::sheet::{Item, Part, SheetView};

/// A day in France.
pub(super) fn day(at: jiff::Timestamp) -> String {
    domain::nombres::date(at.to_zoned(app::paris()).date())
}

/// A field of several lines.
pub(super) fn area(name: &'static str, label: &str, (rows, hint, value): (u8, &str, &str)) -> Field {
    let field = Field::new(name, label).kind(FieldKind::Area { rows }).value(value);
    if hint.is_empty() { field } else { field.hint(hint) }
}

/// A line of text with a hint.
pub(super) fn line(name: &'static str, label: &str, (hint, value): (&str, &str)) -> Field {
    let field = Field::new(name, label).value(value);
    if hint.is_empty() { field } else { field.hint(hint) }
}

pub(super) fn item(field: Field) -> Item {
    Item::Field(field)
}

/// The population of a project in words, with where it comes from.
pub(super) fn population(lue: &PopulationLue) -> (String, String) {
    match lue {
        PopulationLue::Inconnue => ("non connue".into(), String::new()),
        PopulationLue::Typee(typed) => {
            let year = typed.annee.map(|year| format!(", {year}")).unwrap_or_default();
            let said = format!("Saisie{year}. Source\u{a0}: {}", typed.source);
            (format!("{} habitants", habitants(typed.nombre.into())), said)
        }
        PopulationLue::Calculee { nombre, manquants, annees, sources } => {
            let years: Vec<String> = annees.iter().map(ToString::to_string).collect();
            let lacks = match manquants {
                0 => String::new(),
                count => format!(" Sans {} sans chiffre.", compte(*count, "lieu", "lieux")),
            };
            let said = format!(
                "Calculée pour {} sur les communes du projet.{lacks} Source\u{a0}: {}",
                domain::nombres::liste(&years),
                sources.join("\u{a0}; ")
            );
            (format!("{} habitants", habitants(*nombre)), said)
        }
    }
}

/// What stands where the board of an institution without region would be.
pub fn sans_region(page: Page, base: &str) -> SheetView {
    let empty = EmptyState {
        title: "La région de votre institution n'est pas encore renseignée.",
        text: "Le tableau régional en dépend. La personne qui exploite l'instance l'indique sur la page de votre institution, rubrique «\u{a0}Instance\u{a0}».".into(),
        link: Some(Link::new("Lire l'aide sur le tableau régional", "/aide/tableau-regional")),
    };
    let back = Part::Buttons(vec![Link::new("Revenir à l'accueil", base)]);
    SheetView::new(page, vec![Part::Empty(empty), back])
}
