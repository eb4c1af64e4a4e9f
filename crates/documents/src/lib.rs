//! The sheet and the diagnosis of a territory as files: PDF, DOCX, HTML, plain text, XLSX, CSV and JSON; maps and
//! charts as SVG; contours as GeoJSON.
//!
//! Everything is computed from the values given: no file is read, no clock is asked, and the same values give the
//! same bytes.

mod adhesion;
pub mod argent;
pub mod calendrier;
pub mod communaute;
mod compte_rendu;
pub mod courriel;
mod courrier;
mod csv;
mod decision;
pub mod diagnostic_words;
mod dialogue;
mod document;
mod docx;
mod dossier;
mod error;
mod fiche;
mod geojson;
mod html;
mod journal;
mod json;
mod lettre;
pub mod lettre_intention;
mod livret;
mod markup;
mod mobilisation;
pub mod participation;
mod pdf;
mod personnes;
mod presence;
pub mod quand;
pub mod rapport;
mod registre;
pub mod releves;
pub mod subvention;
mod svg;
mod tableau;
mod text;
mod typography;
mod wording;
mod xlsx;

use domain::diagnostic::Diagnostic;
use domain::territoire::fiche::Fiche;

pub use adhesion::{Certificat, ListeTableur, Recu, certificat_pdf, liste_csv, recu_pdf};
pub use compte_rendu::{
    Convocation, Decide, NouveauCompteRendu, Participation, ProcesVerbal, compte_rendu_pdf, convocation_pdf,
    texte_compte_rendu,
};
pub use courrier::{Affiche, Courriers, LettreCampagne, affiche_pdf, courriers_pdf, lignes_adresse};
pub use decision::{LettreDecision, decision_docx, decision_pdf};
pub use dialogue::{dialogue_pdf, dialogue_xlsx, rapport_activite_docx, rapport_activite_pdf};
pub use dossier::{Dossier, DossierField, DossierPart, dossier_csv, dossier_json};
pub use error::DocumentError;
pub use geojson::{GeoFeature, geojson};
pub use journal::{JournalLine, journal_csv, journal_jsonl};
pub use lettre::{Lettre, lettre_pdf};
pub use lettre_intention::{
    Statut, lettre_intention_docx, lettre_intention_html, lettre_intention_pdf, lettre_intention_text,
};
pub use mobilisation::{TableLettre, historique_docx, historique_phrases, table_csv, table_docx, table_xlsx};
pub use personnes::{PersonneLine, personnes_csv};
pub use presence::{FeuillePresence, Sceau, feuille_csv, feuille_pdf, feuille_xlsx};
pub use registre::{Registre, RegistreEntry, registre_csv, registre_pdf, registre_xlsx};
pub use svg::{
    Classe, Classes, Shade, SvgOptions, ages_svg, barres_svg, carte_svg, choroplethe_classes,
    choroplethe_svg, effectifs_svg,
};
pub use tableau::{CsvTable, csv_table};

/// The booklet of a diagnosis as a tagged PDF (PDF/UA-1) with its charts and maps.
///
/// # Errors
/// When the template is refused, which is a defect of the program.
pub fn livret_pdf(diagnostic: &Diagnostic) -> Result<Vec<u8>, DocumentError> {
    pdf::write(&livret::document(diagnostic))
}

/// The booklet for a word processor (DOCX), with real headings, header rows and alternative texts.
///
/// # Errors
/// When a drawing or the package is refused, which is a defect of the program.
pub fn livret_docx(diagnostic: &Diagnostic) -> Result<Vec<u8>, DocumentError> {
    docx::write(&livret::document(diagnostic))
}

/// The booklet as one HTML file that needs nothing else.
pub fn livret_html(diagnostic: &Diagnostic) -> String {
    html::write(&livret::document(diagnostic))
}

/// The booklet as plain text for a terminal.
pub fn livret_text(diagnostic: &Diagnostic) -> String {
    text::write(&livret::document(diagnostic))
}

/// Every number of the diagnosis as a workbook, with passports.
///
/// # Errors
/// When the workbook cannot be written, which is a defect of the program.
pub fn livret_xlsx(diagnostic: &Diagnostic) -> Result<Vec<u8>, DocumentError> {
    livret::xlsx(diagnostic)
}

/// One line a figure and a level for a French spreadsheet: UTF-8 with a mark, `;`, decimal comma.
pub fn livret_csv(diagnostic: &Diagnostic) -> Vec<u8> {
    livret::csv(diagnostic)
}

/// The diagnosis as indented JSON, with the version of its format.
///
/// # Errors
/// When a figure cannot be written as JSON, which is a defect of the program.
pub fn livret_json(diagnostic: &Diagnostic) -> Result<Vec<u8>, DocumentError> {
    livret::json(diagnostic)
}

/// The sheet as a tagged PDF (PDF/UA-1) with its fonts in it.
///
/// # Errors
/// When the template is refused, which is a defect of the program.
pub fn fiche_pdf(fiche: &Fiche) -> Result<Vec<u8>, DocumentError> {
    pdf::write(&fiche::document(fiche))
}

/// The sheet as one HTML file that needs nothing else.
pub fn fiche_html(fiche: &Fiche) -> String {
    html::write(&fiche::document(fiche))
}

/// The sheet as plain text for a terminal.
pub fn fiche_text(fiche: &Fiche) -> String {
    text::write(&fiche::document(fiche))
}

/// The sheet as a workbook.
///
/// # Errors
/// When the workbook cannot be written, which is a defect of the program.
pub fn fiche_xlsx(fiche: &Fiche) -> Result<Vec<u8>, DocumentError> {
    xlsx::write(fiche)
}

/// The communes and IRIS of the territory for a French spreadsheet: UTF-8 with a mark, `;`, decimal comma.
pub fn fiche_csv(fiche: &Fiche) -> Vec<u8> {
    csv::write(fiche)
}

/// The sheet as indented JSON, with the version of its format.
///
/// # Errors
/// When a figure cannot be written as JSON, which is a defect of the program.
pub fn fiche_json(fiche: &Fiche) -> Result<Vec<u8>, DocumentError> {
    json::write(fiche)
}
