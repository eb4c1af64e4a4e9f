//! What happened to a contract: recorded as it comes, never an amount that was signed.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::authz::Author;
use crate::ids::PreuveId;

/// A crisis that the agency recognised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crise {
    /// The day of the decision.
    pub le: Date,
    /// What it was.
    pub libelle: String,
}

/// The crisis plan was written, or updated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MiseAJourPlan {
    /// The date on the plan.
    pub le: Date,
    /// The document that shows it, when it is in the vault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preuve: Option<PreuveId>,
}

/// A date of a mission that was corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// What stood before.
    pub avant: Option<Date>,
    /// Why.
    pub motif: String,
    /// Who corrected it.
    pub by: Author,
    /// When.
    pub at: Timestamp,
}

/// What happened to a mission.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuiviMission {
    /// The day on which it started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debut: Option<Date>,
    /// What shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preuve: Option<PreuveId>,
    /// The day on which it was fully deployed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deploiement: Option<Date>,
    /// Dates that were corrected, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
}

/// The mission started already: a second start would pay a second first advance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the mission started on {0}")]
pub struct DejaCommencee(pub Date);

/// Why something that happened is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefusSuivi {
    /// The contract has no such mission.
    #[error("no such mission in the contract")]
    Mission,
    /// It started already.
    #[error(transparent)]
    Commencee(#[from] DejaCommencee),
    /// It did not start: nothing to deploy or to correct.
    #[error("it did not start")]
    PasCommencee,
    /// Before the signature.
    #[error("before the signature of {0}")]
    AvantSignature(Date),
    /// After the end of the contract.
    #[error("after the end of the contract, {0}")]
    ApresTerme(Date),
    /// A day to come cannot have happened.
    #[error("to come")]
    AVenir,
    /// Fully deployed before it started.
    #[error("before the start, {0}")]
    AvantDebut(Date),
    /// A correction says why.
    #[error("no reason")]
    Motif,
    /// What it was is not said.
    #[error("no words")]
    Libelle,
    /// The vault of the contract has no such evidence, or it was withdrawn.
    #[error("no such evidence")]
    Preuve,
}

/// What happened to a contract.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suivi {
    /// The day on which the Assurance Maladie recognised the file as complete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complet_le: Option<Date>,
    /// What the file still lacks, a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub manque: Vec<String>,
    /// Missions, by key.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub missions: BTreeMap<String, SuiviMission>,
    /// Crises that the agency recognised, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crises: Vec<Crise>,
    /// The crisis plan and its updates, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plan_crise: Vec<MiseAJourPlan>,
    /// Contract years whose evaluation is over, with its day: the variable part can be paid.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub evaluees: BTreeMap<u8, Date>,
    /// Contract years whose indicators are settled, with the day: they add up to the variable part and do not change
    /// any more without an avenant.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub arretees: BTreeMap<u8, Date>,
    /// Alerts of clocks that were sent by e-mail, by [`Rappel::cle`](super::Rappel::cle): each leaves once.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub rappels: BTreeSet<String>,
}

impl Suivi {
    /// When a mission started, if it did.
    pub fn debut(&self, mission: &str) -> Option<Date> {
        self.missions.get(mission)?.debut
    }

    /// The last date of the crisis plan, on or before a day.
    pub fn plan_au(&self, day: Date) -> Option<Date> {
        self.plan_crise.iter().map(|one| one.le).filter(|le| *le <= day).max()
    }

    /// A mission starts.
    ///
    /// # Errors
    /// When it started already, on a day outside the contract or to come.
    pub fn commencer(
        &mut self,
        mission: &str,
        (le, preuve): (Date, Option<PreuveId>),
        bounds: Bornes,
    ) -> Result<(), RefusSuivi> {
        bounds.check(le)?;
        let one = self.missions.entry(mission.to_owned()).or_default();
        if let Some(start) = one.debut {
            return Err(DejaCommencee(start).into());
        }
        (one.debut, one.preuve) = (Some(le), preuve);
        Ok(())
    }

    /// A document shows the start of a mission; without one, nothing does any more.
    ///
    /// # Errors
    /// When it did not start.
    pub fn prouver(&mut self, mission: &str, preuve: Option<PreuveId>) -> Result<(), RefusSuivi> {
        let started = self.missions.get_mut(mission).filter(|one| one.debut.is_some());
        started.ok_or(RefusSuivi::PasCommencee)?.preuve = preuve;
        Ok(())
    }

    /// A mission is fully deployed.
    ///
    /// # Errors
    /// When it did not start, or the day is before its start, outside the contract or to come.
    pub fn deployer(&mut self, mission: &str, le: Date, bounds: Bornes) -> Result<(), RefusSuivi> {
        bounds.check(le)?;
        let one = self.missions.get_mut(mission).ok_or(RefusSuivi::PasCommencee)?;
        let start = one.debut.ok_or(RefusSuivi::PasCommencee)?;
        if le < start {
            return Err(RefusSuivi::AvantDebut(start));
        }
        one.deploiement = Some(le);
        Ok(())
    }

    /// The start of a mission was another day, or never was. What stood before is kept, with the reason.
    ///
    /// # Errors
    /// When it did not start, no reason is given, or the day is outside the contract or to come.
    pub fn corriger_debut(
        &mut self,
        mission: &str,
        le: Option<Date>,
        correction: Correction,
        bounds: Bornes,
    ) -> Result<(), RefusSuivi> {
        if let Some(le) = le {
            bounds.check(le)?;
        }
        if correction.motif.trim().is_empty() {
            return Err(RefusSuivi::Motif);
        }
        let one = self.missions.get_mut(mission).ok_or(RefusSuivi::PasCommencee)?;
        let avant = one.debut.ok_or(RefusSuivi::PasCommencee)?;
        if let (Some(le), Some(deployed)) = (le, one.deploiement)
            && deployed < le
        {
            one.deploiement = None;
        }
        one.debut = le;
        if le.is_none() {
            (one.preuve, one.deploiement) = (None, None);
        }
        one.corrections.push(Correction { avant: Some(avant), ..correction });
        Ok(())
    }
}

/// The days between which something of a contract can have happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bornes {
    /// Signature.
    pub signature: Date,
    /// The anniversary that ends the contract.
    pub terme: Date,
    /// Today.
    pub today: Date,
}

impl Bornes {
    /// Whether something can have happened on a day.
    ///
    /// # Errors
    /// Before the signature, after the end, or to come.
    pub fn check(self, le: Date) -> Result<(), RefusSuivi> {
        if le < self.signature {
            return Err(RefusSuivi::AvantSignature(self.signature));
        }
        if le >= self.terme {
            return Err(RefusSuivi::ApresTerme(self.terme));
        }
        if le > self.today { Err(RefusSuivi::AVenir) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const BOUNDS: Bornes =
        Bornes { signature: date(2022, 4, 15), terme: date(2027, 4, 15), today: date(2023, 1, 10) };

    fn correction(motif: &str) -> Correction {
        let by = Author::System("essai".into());
        Correction { avant: None, motif: motif.into(), by, at: Timestamp::UNIX_EPOCH }
    }

    #[test]
    fn a_mission_starts_once_and_its_date_is_corrected_with_a_reason() {
        let mut suivi = Suivi::default();
        let start = date(2022, 10, 15);
        suivi.commencer("acces", (start, None), BOUNDS).unwrap();
        let twice = suivi.commencer("acces", (date(2022, 11, 1), None), BOUNDS).unwrap_err();
        assert_eq!(twice, RefusSuivi::Commencee(DejaCommencee(start)));
        let other = Some(date(2022, 11, 1));
        assert_eq!(suivi.corriger_debut("acces", other, correction(" "), BOUNDS), Err(RefusSuivi::Motif));
        suivi.corriger_debut("acces", other, correction("Date du compte rendu"), BOUNDS).unwrap();
        assert_eq!(suivi.debut("acces"), other);
        assert_eq!(suivi.missions["acces"].corrections[0].avant, Some(start));
        let shown = Some(PreuveId(uuid::Uuid::from_u128(1)));
        suivi.prouver("acces", shown).unwrap();
        assert_eq!(suivi.missions["acces"].preuve, shown);
        suivi.corriger_debut("acces", None, correction("Saisie par erreur"), BOUNDS).unwrap();
        assert_eq!((suivi.debut("acces"), suivi.missions["acces"].preuve), (None, None));
        assert_eq!(suivi.prouver("acces", shown), Err(RefusSuivi::PasCommencee));
        suivi.commencer("acces", (start, None), BOUNDS).unwrap();
    }

    #[test]
    fn dates_before_the_signature_after_the_end_or_to_come_are_refused() {
        let mut suivi = Suivi::default();
        for (le, refus) in [
            (date(2022, 4, 14), RefusSuivi::AvantSignature(BOUNDS.signature)),
            (date(2027, 4, 15), RefusSuivi::ApresTerme(BOUNDS.terme)),
            (date(2023, 1, 11), RefusSuivi::AVenir),
        ] {
            assert_eq!(suivi.commencer("acces", (le, None), BOUNDS), Err(refus));
        }
        assert_eq!(suivi.deployer("acces", date(2023, 1, 1), BOUNDS), Err(RefusSuivi::PasCommencee));
        suivi.commencer("acces", (date(2022, 10, 15), None), BOUNDS).unwrap();
        let early = suivi.deployer("acces", date(2022, 10, 14), BOUNDS);
        assert_eq!(early, Err(RefusSuivi::AvantDebut(date(2022, 10, 15))));
    }
}
