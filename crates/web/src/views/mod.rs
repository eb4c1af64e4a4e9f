//! What pages show: typed structs, one HTML template each, with fictitious samples.
//!
//! A view holds words and numbers ready to print. What is computed is computed here, in Rust; templates place it
//! and branch on booleans.

pub mod acces;
pub mod accueil;
pub mod adhesions;
pub mod argent;
pub mod components;
pub mod composer;
pub mod compte;
pub mod connexion;
pub mod contrats;
pub mod datasets;
pub mod diagnostic;
pub mod dialogues;
pub mod dossier;
mod error;
pub mod exploitation;
pub mod frame;
pub mod gouvernance;
pub mod groupes;
mod guide;
pub mod home;
pub mod imports;
pub mod indicateurs;
pub mod instance;
pub mod institution;
pub mod instruction;
pub mod journal;
pub mod lecture;
pub mod liste;
mod map;
pub mod mobilisation;
pub mod objectifs;
pub mod organisation;
mod page;
pub mod partage;
pub mod personnes;
pub mod presences;
pub mod preuves;
pub mod questionnaires;
pub mod region;
pub mod regles;
pub mod reunions;
pub mod rgpd;
mod rules;
#[cfg(any(test, debug_assertions))]
pub mod samples;
pub mod sheet;
pub mod structures;
pub mod subventions;
mod territoire;
mod territoires;
mod urls;
pub mod valeurs;
pub mod variante;
mod wording;

pub use composer::{ComposerView, PreviewView};
pub use datasets::{DatasetsView, ImportReportView};
pub use error::{ErrorMessage, ErrorView};
pub use guide::{AccessibilityView, GuidePage, GuidePageView, GuideView, pages as guide_pages};
pub use map::{MapIsland, MapToggles};
pub use page::{Crumb, NavLink, Page, Section};
pub use rules::RulesView;
pub use sheet::SheetView;
pub use territoire::{Compared, RemoveVarianteView, TerritoireView, VarianteLine};
pub use territoires::{NewTerritoireView, TerritoireCard, TerritoiresView};
pub use urls::{CptsUrls, DiagnosticUrls, FigeUrls, LectureUrls, TerritoireUrls, VarianteUrls};
pub use variante::{VarianteExtra, VarianteView};

/// Style sheets of every page, in order. No `@import`: accessibility checkers cannot follow it under our policy.
pub(crate) const STYLE_SHEETS: [&str; 9] = [
    "src/base.css",
    "src/layout.css",
    "src/components.css",
    "src/liste.css",
    "src/pages.css",
    "src/diagnostic.css",
    "src/acces.css",
    "src/presences.css",
    "src/print.css",
];
