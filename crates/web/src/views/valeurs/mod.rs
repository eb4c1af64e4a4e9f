//! Values that people write down: the list, one value and its history, the form, the file.

mod form;
mod import;
mod liste;
mod valeur;

use app::pieces::PieceRow;
use documents::diagnostic_words::{number, with_unit};
use domain::authz::Author;
use domain::diagnostic::{Indicateur, Place, Releve, Saisie};
use domain::ids::PieceId;
use domain::nombres::habitants;

use super::urls::{CptsUrls, DiagnosticUrls};

pub use form::{Champs, Refused, correction, form, refusing};
pub use import::{accueil, apercu};
pub use liste::{Filtre, liste};
pub use valeur::valeur;

/// What every page of the values needs.
pub struct Cadre<'a> {
    /// Addresses of the diagnosis.
    pub urls: DiagnosticUrls,
    /// Addresses of the CPTS.
    pub cpts: CptsUrls,
    /// Whether the person may write values down.
    pub may_edit: bool,
    /// The name of a place.
    pub place: &'a dyn Fn(Place) -> String,
    /// Whether the perimeter has changed since the one that a place speaks of.
    pub is_old: &'a dyn Fn(Place) -> bool,
    /// The name of who wrote a value down.
    pub who: &'a dyn Fn(&Author) -> String,
    /// Documents of the CPTS.
    pub pieces: &'a [PieceRow],
}

impl Cadre<'_> {
    fn piece(&self, id: PieceId) -> Option<(String, String)> {
        let piece = self.pieces.iter().find(|piece| piece.id == id)?;
        Some((piece.name.clone(), self.cpts.under(&format!("pieces/{id}"))))
    }

    fn under(&self, releve: &Releve) -> String {
        format!("{}/{}", self.urls.valeurs(), releve.id)
    }
}

/// What is said of a value that speaks of an earlier perimeter.
pub const OLD: &str =
    "Le périmètre a changé depuis. Demandez à la source le chiffre du périmètre d'aujourd'hui.";

/// What the form of such a value adds.
pub const OLD_FORM: &str = "Cette valeur porte sur un périmètre plus ancien. Pour noter celle du périmètre d'aujourd'hui, videz le code du lieu.";

/// A value as a table shows it.
fn value(saisie: &Saisie, indicateur: &Indicateur) -> String {
    match saisie.value {
        Some(value) => number(value, indicateur.unit),
        None if saisie.hidden => "masquée par la source".to_owned(),
        None => "retirée".to_owned(),
    }
}

/// A value in a sentence: `13,3 %`.
fn said(saisie: &Saisie, indicateur: &Indicateur) -> String {
    saisie.value.map_or_else(|| value(saisie, indicateur), |number| with_unit(number, indicateur.unit))
}

/// `5 054 sur 38 000`.
fn parts(saisie: &Saisie) -> Option<String> {
    let over = saisie.numerator.map(habitants);
    match (over, saisie.denominator.map(habitants)) {
        (Some(over), Some(under)) => Some(format!("{over} sur {under}")),
        (Some(over), None) => Some(format!("{over} au numérateur")),
        (None, Some(under)) => Some(format!("{under} au dénominateur")),
        (None, None) => None,
    }
}

/// Period and ages of a value.
fn period(saisie: &Saisie) -> String {
    let ages = saisie.ages.map(|band| format!(", {}", band.label().replace(' ', "\u{a0}")));
    format!("{}{}", saisie.period.label(), ages.unwrap_or_default())
}
