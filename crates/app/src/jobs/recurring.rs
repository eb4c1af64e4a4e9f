//! Jobs that come back. When one is due, its next run is planned and a job is added, in one transaction: two processes
//! never start one twice, and one that dies loses nothing.

use jiff::{SignedDuration, Timestamp, ToSpan};

use super::kind::{JobError, Kind, Report, Run, Running};
use crate::{App, backup, clock};

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// Every so many minutes.
    Minutes(i64),
    /// Each night, at the hour of the rules, in Paris.
    Night,
}

/// A job that comes back.
#[derive(Clone, Copy)]
pub struct Recurring {
    /// Stable name, which the database keeps.
    pub name: &'static str,
    /// How often.
    pub every: Every,
    /// For how long a process keeps it, in minutes.
    pub lease_minutes: i64,
    /// Does it.
    pub run: for<'a> fn(&'a App) -> Running<'a>,
}

/// The recurring jobs of the program.
pub const RECURRING: &[Recurring] = &[
    Recurring {
        name: "sauvegarde.nuit",
        every: Every::Night,
        lease_minutes: 120,
        run: |app| Box::pin(backup::nightly(app)),
    },
    Recurring {
        name: "travaux.menage",
        every: Every::Night,
        lease_minutes: 10,
        run: |app| Box::pin(app.forget_done_jobs()),
    },
    Recurring {
        name: crate::rgpd::CONSERVATION,
        every: Every::Night,
        lease_minutes: 30,
        run: |app| Box::pin(app.apply_retention()),
    },
    Recurring {
        name: crate::communaute::reunions::CONVOCATIONS,
        every: Every::Minutes(10),
        lease_minutes: 10,
        run: |app| Box::pin(app.send_due_convocations()),
    },
    Recurring {
        name: crate::dossier::instruction::INSTRUCTION,
        every: Every::Minutes(60),
        lease_minutes: 30,
        run: |app| Box::pin(app.follow_instructions()),
    },
    Recurring {
        name: crate::contrats::ECHEANCES,
        every: Every::Minutes(60),
        lease_minutes: 30,
        run: |app| Box::pin(app.follow_contracts()),
    },
];

impl Recurring {
    /// As the worker knows it: the payload of its job is empty.
    pub(super) fn kind(&self) -> Kind {
        let run = Run::Recurring(self.run);
        Kind { name: self.name, lease_minutes: self.lease_minutes, possible: |_| true, run }
    }

    /// The first run after an instant.
    pub(super) fn next(&self, after: Timestamp) -> Timestamp {
        match self.every {
            Every::Minutes(minutes) => after + SignedDuration::from_mins(minutes),
            Every::Night => next_night(after),
        }
    }
}

/// The next night at the hour of the rules, Paris time; a day later when no calendar can say it.
fn next_night(after: Timestamp) -> Timestamp {
    let a_day_later = after + SignedDuration::from_hours(24);
    let Ok(rules) = domain::exploitation::regles() else { return a_day_later };
    let here = after.to_zoned(clock::paris());
    let tonight = here.date().at(rules.depart.hour, 0, 0, 0).to_zoned(clock::paris());
    let tomorrow = here.date().checked_add(1.day()).map(|day| day.at(rules.depart.hour, 0, 0, 0));
    match (tonight, tomorrow) {
        (Ok(tonight), _) if tonight.timestamp() > after => tonight.timestamp(),
        (_, Ok(tomorrow)) => tomorrow.to_zoned(clock::paris()).map_or(a_day_later, |at| at.timestamp()),
        _ => a_day_later,
    }
}

impl App {
    /// Forgets the jobs that are done and old.
    async fn forget_done_jobs(&self) -> Result<Report, JobError> {
        let rules = domain::exploitation::regles().map_err(crate::AppError::from)?;
        let before = self.now() - SignedDuration::from_hours(24 * rules.travaux.listed_days);
        let tx = self.store.write().await?;
        let forgotten = tx.forget_done_jobs(before).await?;
        tx.commit().await?;
        Ok(Report::of("forgotten", forgotten))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nightly_job_runs_at_two_in_paris_summer_and_winter() {
        let next = |after: &str| next_night(after.parse().unwrap()).to_string();
        assert_eq!(next("2026-11-22T09:00:00Z"), "2026-11-23T01:00:00Z");
        assert_eq!(next("2026-11-22T00:30:00Z"), "2026-11-22T01:00:00Z");
        assert_eq!(next("2026-11-22T01:00:00Z"), "2026-11-23T01:00:00Z");
        assert_eq!(next("2026-07-14T09:00:00Z"), "2026-07-15T00:00:00Z");
        // Two o'clock does not exist that night.
        assert_eq!(next("2027-03-27T12:00:00Z"), "2027-03-28T01:00:00Z");
    }
}
