//! A document of the tool box of a region, with its versions.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::authz::Author;
use crate::ids::OutilId;

/// What is known of a tool beyond its columns. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutilFiche {
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// One of the themes of the rules.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub theme: String,
    /// Who answers for it: a function and its institution, not a name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub responsable: String,
    /// By which day it must be read again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub a_revoir: Option<Date>,
}

/// A version of its document, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutilVersion {
    /// Its number, from 1.
    pub numero: i64,
    /// Name of the file.
    pub nom: String,
    /// What it is: `application/pdf`.
    pub media_type: String,
    /// Bytes.
    pub taille: u64,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
    /// When it came.
    pub added_at: Timestamp,
    /// Who gave it.
    pub added_by: Author,
}

/// A document of the tool box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outil {
    /// Identifier.
    pub id: OutilId,
    /// Code of the region.
    pub region: String,
    /// What it is called.
    pub titre: String,
    /// Everything else.
    pub fiche: OutilFiche,
    /// When it was put there.
    pub created_at: Timestamp,
    /// Counts the changes: two people who change it at once are told.
    pub version: i64,
    /// When it was removed.
    pub removed_at: Option<Timestamp>,
}

impl Outil {
    /// Whether the day by which it must be read again is over.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.removed_at.is_none() && self.fiche.a_revoir.is_some_and(|day| day < today)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_tool_is_overdue_the_day_after_its_review() {
        let mut one = Outil {
            id: OutilId(uuid::Uuid::nil()),
            region: "90".into(),
            titre: "Modèle de lettre".into(),
            fiche: OutilFiche { a_revoir: Some(date(2026, 11, 22)), ..OutilFiche::default() },
            created_at: Timestamp::UNIX_EPOCH,
            version: 1,
            removed_at: None,
        };
        assert!(!one.is_overdue(date(2026, 11, 22)));
        assert!(one.is_overdue(date(2026, 11, 23)));
        one.removed_at = Some(Timestamp::UNIX_EPOCH);
        assert!(!one.is_overdue(date(2026, 11, 23)));
    }
}
