//! A person's file: what is kept about them, for them and for another service.

use serde::Serialize;

use crate::csv::{MARK, line};
use crate::error::DocumentError;

/// Raised when a field changes its meaning or leaves; a new field does not raise it.
const VERSION: u32 = 1;

/// What is kept about a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dossier {
    /// Day and time of the file, in France.
    pub established: String,
    /// One part a table; parts without a row say so.
    pub parts: Vec<DossierPart>,
}

/// One table of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DossierPart {
    /// What it is, for people.
    pub title: String,
    /// Why it is kept, for how long.
    pub why: String,
    /// Name of the table.
    pub table: String,
    /// Rows.
    pub rows: Vec<Vec<DossierField>>,
}

/// One value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DossierField {
    /// What it is, for people.
    pub label: String,
    /// Name of the column.
    pub column: String,
    /// The value; empty when nothing is kept.
    pub value: String,
}

#[derive(Serialize)]
struct Envelope<'a> {
    format: &'static str,
    version: u32,
    /// What the file holds, in the order of its parts.
    index: Vec<String>,
    #[serde(flatten)]
    dossier: &'a Dossier,
}

fn index(dossier: &Dossier) -> Vec<String> {
    let entry = |part: &DossierPart| format!("{} ({}). {}", part.title, part.rows.len(), part.why);
    dossier.parts.iter().map(entry).collect()
}

/// The file for another service, with a readable index.
///
/// # Errors
/// When it cannot be written as JSON, which is a defect of the program.
pub fn dossier_json(dossier: &Dossier) -> Result<Vec<u8>, DocumentError> {
    let envelope =
        Envelope { format: "maillage/dossier-personnel", version: VERSION, index: index(dossier), dossier };
    let mut bytes = serde_json::to_vec_pretty(&envelope)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The file for a French spreadsheet: first what it holds and why, then one value a line.
pub fn dossier_csv(dossier: &Dossier) -> Vec<u8> {
    let mut text = MARK.to_owned();
    line(&mut text, &["Contenu".to_owned(), dossier.established.clone()]);
    for entry in index(dossier) {
        line(&mut text, &[entry]);
    }
    line(&mut text, &[String::new()]);
    line(&mut text, &["Partie", "Ligne", "Champ", "Valeur"].map(str::to_owned));
    for part in &dossier.parts {
        for (rank, row) in part.rows.iter().enumerate() {
            for field in row {
                let rank = (rank + 1).to_string();
                line(&mut text, &[part.title.clone(), rank, field.label.clone(), field.value.clone()]);
            }
        }
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_files_say_what_they_hold_and_why() {
        let field = DossierField {
            label: "Nom".to_owned(),
            column: "name".to_owned(),
            value: "Camille ; Exemple".to_owned(),
        };
        let dossier = Dossier {
            established: "22/11/2026".to_owned(),
            parts: vec![DossierPart {
                title: "Compte".to_owned(),
                why: "Pour entrer.".to_owned(),
                table: "user_account".to_owned(),
                rows: vec![vec![field]],
            }],
        };
        let read: serde_json::Value = serde_json::from_slice(&dossier_json(&dossier).unwrap()).unwrap();
        assert_eq!(read["index"][0], "Compte (1). Pour entrer.");
        assert_eq!(read["parts"][0]["rows"][0][0]["value"], "Camille ; Exemple");
        let text = String::from_utf8(dossier_csv(&dossier)).unwrap();
        assert!(text.contains("Compte (1). Pour entrer.\r\n"));
        assert!(text.contains("Compte;1;Nom;\"Camille ; Exemple\"\r\n"));
    }
}
