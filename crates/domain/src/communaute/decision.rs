//! Decisions and tasks: what a meeting leaves behind.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::authz::role::words;
use crate::ids::{DecisionId, GroupeId, PersonneId, ReunionId};

words! {
    /// What was written down.
    DecisionKind {
        /// The group decided.
        Decision = "decision", "Décision";
        /// Somebody does something.
        Tache = "tache", "Tâche";
    }
}

/// A decision or a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Identifier.
    pub id: DecisionId,
    /// The group; `None` for what a meeting of information left.
    pub groupe: Option<GroupeId>,
    /// The meeting where it was said; `None` when it was written between two meetings.
    pub reunion: Option<ReunionId>,
    /// The point of the agenda, by its number.
    pub point: Option<u32>,
    /// Decision or task.
    pub kind: DecisionKind,
    /// What.
    pub texte: String,
    /// By whom. Resolve it through the [`Annuaire`](super::Annuaire).
    pub qui: Option<PersonneId>,
    /// Until when.
    pub pour_le: Option<Date>,
    /// When it was done.
    pub faite_le: Option<Date>,
    /// When it was written.
    pub created_at: Timestamp,
    /// Counts the changes.
    pub version: i64,
    /// When it was removed.
    pub removed_at: Option<Timestamp>,
}

impl Decision {
    /// Whether it still waits for somebody.
    pub fn is_open(&self) -> bool {
        self.faite_le.is_none() && self.removed_at.is_none()
    }

    /// Whether it should have been done before a day.
    pub fn is_late(&self, today: Date) -> bool {
        self.is_open() && self.pour_le.is_some_and(|day| day < today)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_task_is_late_the_day_after_and_never_once_done() {
        let mut task = Decision {
            id: DecisionId(uuid::Uuid::nil()),
            groupe: None,
            reunion: None,
            point: None,
            kind: DecisionKind::Tache,
            texte: "Appeler la mairie".into(),
            qui: None,
            pour_le: Some(date(2026, 11, 22)),
            faite_le: None,
            created_at: Timestamp::UNIX_EPOCH,
            version: 1,
            removed_at: None,
        };
        assert!(!task.is_late(date(2026, 11, 22)) && task.is_late(date(2026, 11, 23)));
        task.faite_le = Some(date(2026, 11, 23));
        assert!(!task.is_late(date(2026, 12, 1)) && !task.is_open());
    }
}
