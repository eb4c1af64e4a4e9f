//! The journal of a CPTS as files: lines that another program verifies, and a table for a spreadsheet.

use serde::Serialize;

use crate::csv::{MARK, line};
use crate::error::DocumentError;

/// Raised when a field changes its meaning or leaves; a new field does not raise it.
const VERSION: u32 = 1;

/// A line of the journal: the fields that its hash covers, and the words for people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct JournalLine {
    /// The chain: identifier of the CPTS, or `instance`.
    pub scope: String,
    /// Rank in the chain, from 1.
    pub seq: u64,
    /// Identifier of the line.
    pub id: String,
    /// When, in microseconds since 1970.
    pub at_us: i64,
    /// Who, as the hash covers it: an identifier.
    pub actor: String,
    /// Key of the permission.
    pub action: String,
    /// Kind of thing.
    pub subject_kind: String,
    /// Which one.
    pub subject_id: String,
    /// What changed: a JSON text, as the hash covers it.
    pub changes: String,
    /// Hash of the line before; empty for the first.
    pub previous: String,
    /// Hash of the line.
    pub hash: String,
    /// For people: day and time in France.
    #[serde(skip)]
    pub date: String,
    /// For people: name of who did it.
    #[serde(skip)]
    pub who: String,
    /// For people: what was done.
    #[serde(skip)]
    pub what: String,
    /// For people: what changed.
    #[serde(skip)]
    pub details: String,
}

#[derive(Serialize)]
struct Record<'a> {
    format: &'static str,
    version: u32,
    #[serde(flatten)]
    line: &'a JournalLine,
}

/// One JSON object a line, first to last: enough to compute every hash again (`docs/methods/journal.md`).
///
/// # Errors
/// When a line cannot be written as JSON, which is a defect of the program.
pub fn journal_jsonl(lines: &[JournalLine]) -> Result<Vec<u8>, DocumentError> {
    let mut bytes = Vec::new();
    for line in lines {
        serde_json::to_writer(&mut bytes, &Record { format: "maillage/journal", version: VERSION, line })?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}

/// The journal for a French spreadsheet: UTF-8 with a mark, semicolons.
pub fn journal_csv(lines: &[JournalLine]) -> Vec<u8> {
    let mut text = MARK.to_owned();
    let header = ["Rang", "Date", "Qui", "Action", "Objet", "Détails", "Empreinte"];
    line(&mut text, &header.map(str::to_owned));
    for one in lines {
        let object = format!("{} {}", one.subject_kind, one.subject_id);
        let words = [&one.date, &one.who, &one.what, &object, &one.details, &one.hash];
        let cells: Vec<String> =
            std::iter::once(one.seq.to_string()).chain(words.into_iter().cloned()).collect();
        line(&mut text, &cells);
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_keeps_every_field_that_its_hash_covers_and_no_name() {
        let one = JournalLine {
            seq: 3,
            changes: "{\"name\":\"é\"}".to_owned(),
            who: "Une personne".to_owned(),
            ..JournalLine::default()
        };
        let text = String::from_utf8(journal_jsonl(&[one.clone(), one]).unwrap()).unwrap();
        assert_eq!(text.lines().count(), 2);
        let read: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
        assert_eq!(read["changes"], "{\"name\":\"é\"}");
        assert_eq!((&read["seq"], &read["version"]), (&3.into(), &1.into()));
        assert!(read.get("who").is_none() && !text.contains("Une personne"));
    }

    #[test]
    fn the_table_is_for_people() {
        let one = JournalLine {
            seq: 1,
            date: "22/11/2026 à 10 h 00".to_owned(),
            who: "=Nom".to_owned(),
            what: "Retirer ; un rôle".to_owned(),
            ..JournalLine::default()
        };
        let text = String::from_utf8(journal_csv(&[one])).unwrap();
        assert!(text.starts_with("\u{feff}Rang;Date;Qui;"));
        assert!(text.contains("1;22/11/2026 à 10 h 00;'=Nom;\"Retirer ; un rôle\";"));
    }
}
