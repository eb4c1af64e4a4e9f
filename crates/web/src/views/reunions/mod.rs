//! Meetings: their list, the page of one, their forms, the page of who is called.

pub mod compte_rendu;
mod convoques;
pub mod formulaires;
pub mod lien;
mod liste;
mod pieces;
mod plafond;
mod seance;
mod show;
mod taches;

use documents::quand::creneau;
use domain::communaute::Reunion;
use jiff::tz::TimeZone;

pub use liste::{ReunionsPage, list};
pub use seance::{SeancePage, hold};
pub use show::{DATES, ReunionPage, point_items, show};
pub use taches::{TachesPage, tasks};

/// When a meeting is: `jeudi 17 décembre 2026, de 20 h à 21 h 30`, or that it has no date yet.
pub fn quand(of: &Reunion, zone: &TimeZone) -> String {
    of.debut.map_or_else(|| "Date à choisir".to_owned(), |debut| creneau(debut, of.fin, zone))
}

/// `Réunion de bureau, jeudi 17 décembre 2026, de 20 h à 21 h 30`.
pub fn titre_reunion(of: &Reunion, zone: &TimeZone) -> String {
    format!("{}, {}", of.titre, quand(of, zone))
}
