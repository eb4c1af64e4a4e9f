//! What can go wrong while a document is made.

/// A document that could not be made. Nothing that a person enters leads here: it is a defect of the program.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// The PDF template was refused.
    #[error("typesetting the PDF: {0}")]
    Typesetting(String),
    /// The workbook was refused.
    #[error("writing the workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The file for word processors was refused.
    #[error("writing the DOCX: {0}")]
    Word(String),
    /// The archive was refused.
    #[error("writing the archive: {0}")]
    Archive(String),
    /// The content could not be written as JSON.
    #[error("writing JSON: {0}")]
    Json(#[from] serde_json::Error),
}

impl DocumentError {
    /// What to tell the person who asked for the document.
    pub fn sentence(&self) -> String {
        let (what, instead) = match self {
            DocumentError::Typesetting(_) => ("Le PDF n'a pas pu être préparé.", "la version HTML"),
            DocumentError::Workbook(_) => ("Le classeur n'a pas pu être préparé.", "le fichier CSV"),
            DocumentError::Word(_) => ("Le document Word n'a pas pu être préparé.", "le PDF"),
            DocumentError::Archive(_) => ("L'archive n'a pas pu être préparée.", "le PDF"),
            DocumentError::Json(_) => ("Le fichier n'a pas pu être préparé.", "un autre format"),
        };
        format!(
            "{what} Vos données sont intactes. Choisissez {instead}, et signalez ce défaut à votre administrateur."
        )
    }
}
