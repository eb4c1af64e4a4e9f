//! The diagnosis of a territory: the main page, one indicator, the offer of care, frozen versions, the catalogue.

mod catalogue;
mod choropleth;
mod families;
mod figes;
mod figures;
mod indicateur;
mod liste;
mod offre;
mod passeport;
mod show;

use domain::authz::Author;
use domain::diagnostic::Diagnostic;

use super::urls::{CptsUrls, DiagnosticUrls, LectureUrls};

pub use catalogue::CatalogueView;
pub use choropleth::{Choropleth, ShadedArea};
pub use families::FamilyPanel;
pub use figes::{FigeView, FrozenBanner, Since, done, frozen_list, table as frozen_table};
pub use figures::{CompareBar, CompareChart};
pub use indicateur::{IndicateurView, Tri};
pub use liste::{DiagnosedVariante, liste};
pub use offre::OffreView;
pub use passeport::{PassportPanel, RecordLine};
pub use show::{Body, DiagnosticView, FreezeForm, Standout};

/// Who reads a diagnosis, and where its pages are.
pub struct Reader<'a> {
    /// The figures.
    pub diagnostic: &'a Diagnostic,
    /// Addresses of the variant's diagnosis.
    pub urls: DiagnosticUrls,
    /// Pages of this reading: today's, or a frozen one's.
    pub lecture: LectureUrls,
    /// Whether the links that change something are shown. Never on a frozen version.
    pub may_edit: bool,
    /// Addresses of the CPTS, for those who may open an attached document.
    pub documents: Option<CptsUrls>,
    /// The name of who wrote a value down.
    pub who: &'a dyn Fn(&Author) -> String,
}
