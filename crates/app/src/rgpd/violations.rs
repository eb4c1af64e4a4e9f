//! The log of breaches: written down within hours, decided within 72, closed when all is done.

use domain::authz::{Allowed, ManageViolations};
use domain::ids::ViolationId;
use domain::rgpd::delays;
use domain::rgpd::violation::{EtatViolation, Suite, Violation};
use jiff::Timestamp;
use serde_json::json;
use storage::{NewViolation, ViolationRow, WriteTx};

use super::{RgpdError, optional, required};
use crate::{App, AppError};

/// Keys of what was decided about the CNIL.
const NOTIFIED: &str = "notifiee";
const NOT_REQUIRED: &str = "non_requise";

/// A breach and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViolationLine {
    /// The breach.
    pub row: ViolationRow,
    /// Where it stands now.
    pub state: EtatViolation,
    /// Last instant to notify.
    pub deadline: Timestamp,
}

/// What is known of a breach, as someone types it.
#[derive(Clone, Copy, Debug)]
pub struct ViolationInput<'a> {
    /// Short title.
    pub title: &'a str,
    /// What happened.
    pub facts: &'a str,
    /// Categories of data and of persons.
    pub categories: &'a str,
    /// About how many persons.
    pub people: Option<u32>,
    /// What may follow for them.
    pub consequences: &'a str,
    /// What was done about it.
    pub measures: &'a str,
    /// When it happened, when that is known.
    pub happened_at: Option<Timestamp>,
    /// When it was discovered.
    pub discovered_at: Timestamp,
}

/// A step in the life of a breach.
#[derive(Clone, Copy, Debug)]
pub enum Decision<'a> {
    /// The CNIL was told; a late notification says why.
    Notified {
        /// When.
        at: Timestamp,
        /// Why it was late.
        reason: &'a str,
    },
    /// No risk for persons.
    NotRequired {
        /// Why.
        reason: &'a str,
    },
    /// The persons were told.
    PeopleTold {
        /// When.
        at: Timestamp,
    },
    /// Nothing more is to be done.
    Closed,
}

fn domain_of(row: &ViolationRow) -> Violation {
    let suite = match (row.cnil_decision.as_deref(), row.cnil_notified_at) {
        (_, Some(at)) => Suite::Notifiee { at },
        (Some(NOT_REQUIRED), None) => {
            Suite::NonRequise { reason: row.cnil_reason.clone().unwrap_or_default() }
        }
        _ => Suite::ADecider,
    };
    Violation { discovered_at: row.discovered_at, suite }
}

impl App {
    fn violation_line(&self, row: ViolationRow) -> Result<ViolationLine, AppError> {
        let (delays, known) = (delays()?, domain_of(&row));
        Ok(ViolationLine { state: known.state(delays, self.now()), deadline: known.deadline(delays), row })
    }

    /// The breaches of a CPTS: the open ones first, the last discovered first.
    ///
    /// # Errors
    /// When the database does not answer or a row makes no sense.
    pub async fn violations(
        &self,
        proof: &Allowed<ManageViolations>,
    ) -> Result<Vec<ViolationLine>, AppError> {
        let rows = self.store.read().await?.violations(proof).await?;
        let lines = rows.into_iter().map(|row| self.violation_line(row));
        let mut lines = lines.collect::<Result<Vec<_>, _>>()?;
        lines.sort_by_key(|line| line.row.closed_at.is_some());
        Ok(lines)
    }

    /// One breach.
    ///
    /// # Errors
    /// When it does not exist in this CPTS or the database does not answer.
    pub async fn violation(
        &self,
        proof: &Allowed<ManageViolations>,
        id: ViolationId,
    ) -> Result<ViolationLine, AppError> {
        let row = self.store.read().await?.violation(proof, id).await?.ok_or(AppError::NotFound)?;
        self.violation_line(row)
    }

    fn checked(&self, input: &ViolationInput<'_>, row: ViolationRow) -> Result<ViolationRow, RgpdError> {
        let row = ViolationRow {
            title: required("titre", input.title)?,
            facts: required("faits", input.facts)?,
            categories: input.categories.trim().to_owned(),
            people: input.people,
            consequences: input.consequences.trim().to_owned(),
            measures: input.measures.trim().to_owned(),
            happened_at: input.happened_at,
            discovered_at: input.discovered_at,
            ..row
        };
        if row.discovered_at > self.now() {
            return Err(RgpdError::Future("decouverte"));
        }
        if row.happened_at.is_some_and(|at| at > row.discovered_at) {
            return Err(RgpdError::Future("survenue"));
        }
        Ok(row)
    }

    /// Writes a breach down.
    ///
    /// # Errors
    /// Without a title or facts, with an instant to come, or when the database does not answer.
    pub async fn record_violation(
        &self,
        proof: &Allowed<ManageViolations>,
        input: &ViolationInput<'_>,
    ) -> Result<ViolationId, RgpdError> {
        let empty = ViolationRow {
            id: ViolationId(self.next_id()),
            title: String::new(),
            facts: String::new(),
            categories: String::new(),
            people: None,
            consequences: String::new(),
            measures: String::new(),
            happened_at: None,
            discovered_at: input.discovered_at,
            cnil_decision: None,
            cnil_reason: None,
            cnil_notified_at: None,
            people_told_at: None,
            closed_at: None,
        };
        let row = self.checked(input, empty)?;
        let id = row.id;
        let tx = self.store.write().await?;
        tx.add_violation(proof, &NewViolation { row, at: self.now() }).await?;
        tx.audit(proof, self.change("violation", id, json!({ "created": true }))).await?;
        tx.commit().await?;
        Ok(id)
    }

    async fn open_violation(
        &self,
        proof: &Allowed<ManageViolations>,
        id: ViolationId,
    ) -> Result<(WriteTx, ViolationRow), RgpdError> {
        let tx = self.store.write().await?;
        let row = tx.violation_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        if row.closed_at.is_some() { Err(RgpdError::Closed) } else { Ok((tx, row)) }
    }

    /// Corrects what is known of a breach.
    ///
    /// # Errors
    /// As [`App::record_violation`], or when the file is closed.
    pub async fn correct_violation(
        &self,
        proof: &Allowed<ManageViolations>,
        id: ViolationId,
        input: &ViolationInput<'_>,
    ) -> Result<(), RgpdError> {
        let (tx, before) = self.open_violation(proof, id).await?;
        let row = self.checked(input, before.clone())?;
        tx.save_violation(proof, &row, self.now()).await?;
        let changes = json!({ "fields": differences(&before, &row) });
        tx.audit(proof, self.change("violation", id, changes)).await?;
        Ok(tx.commit().await?)
    }

    /// Takes a step: notify, not to notify, tell the persons, close.
    ///
    /// # Errors
    /// When the step does not stand, its reason is missing, the file is closed, or the database does not answer.
    pub async fn decide_violation(
        &self,
        proof: &Allowed<ManageViolations>,
        id: ViolationId,
        decision: Decision<'_>,
    ) -> Result<(), RgpdError> {
        let (tx, mut row) = self.open_violation(proof, id).await?;
        let changes = self.step(&mut row, decision)?;
        tx.save_violation(proof, &row, self.now()).await?;
        tx.audit(proof, self.change("violation", id, changes)).await?;
        Ok(tx.commit().await?)
    }

    fn step(&self, row: &mut ViolationRow, decision: Decision<'_>) -> Result<serde_json::Value, RgpdError> {
        let (now, known) = (self.now(), domain_of(row));
        match decision {
            Decision::Notified { at, .. } | Decision::PeopleTold { at } if at > now => {
                Err(RgpdError::Future("le"))
            }
            Decision::Notified { at, reason } => {
                let late = at > known.deadline(delays()?);
                known.notify(at)?;
                row.cnil_reason = if late { Some(required("motif", reason)?) } else { optional(reason) };
                row.cnil_decision = Some(NOTIFIED.to_owned());
                row.cnil_notified_at = Some(at);
                Ok(json!({ "decided": true, "decision": NOTIFIED }))
            }
            Decision::NotRequired { reason } => {
                required("motif", reason)?;
                known.not_required(reason)?;
                row.cnil_reason = optional(reason);
                row.cnil_decision = Some(NOT_REQUIRED.to_owned());
                Ok(json!({ "decided": true, "decision": NOT_REQUIRED }))
            }
            Decision::PeopleTold { at } => {
                row.people_told_at = Some(at);
                Ok(json!({ "people_told": true }))
            }
            Decision::Closed if known.suite == Suite::ADecider => Err(RgpdError::Undecided),
            Decision::Closed => {
                row.closed_at = Some(now);
                Ok(json!({ "closed": true }))
            }
        }
    }
}

/// Names of the fields that changed: what they say stays in the log of breaches.
fn differences(before: &ViolationRow, after: &ViolationRow) -> Vec<&'static str> {
    let pairs = [
        ("title", before.title != after.title),
        ("facts", before.facts != after.facts),
        ("categories", before.categories != after.categories),
        ("people", before.people != after.people),
        ("consequences", before.consequences != after.consequences),
        ("measures", before.measures != after.measures),
        ("happened_at", before.happened_at != after.happened_at),
        ("discovered_at", before.discovered_at != after.discovered_at),
    ];
    pairs.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name).collect()
}
