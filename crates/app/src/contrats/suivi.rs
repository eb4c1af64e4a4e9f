//! What happened to a contract: its file, its missions, its crisis plan, crises.

use domain::aci::contrat::{Bornes, Correction, Crise, MiseAJourPlan, RefusSuivi, RefusTermes, Suivi};
use domain::authz::{Allowed, EditContrat};
use domain::ids::{ContratId, PreuveId};
use domain::organisation::checked_text;
use jiff::civil::Date;
use serde_json::json;

use super::ContratError;
use crate::App;

/// Longest text of a line, in characters.
const TEXT_MAX: usize = 300;
/// Lines that a file can lack.
const LINES_MAX: usize = 30;

/// Whether the file of the contract is complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Complet {
    /// The Assurance Maladie recognised it on that day.
    Le(Date),
    /// It lacks these things, a line each; none when nobody said.
    Manque(Vec<String>),
}

impl App {
    async fn note_suivi(
        &self,
        proof: &Allowed<EditContrat>,
        at: (ContratId, i64),
        changes: serde_json::Value,
        note: impl FnOnce(&mut Suivi, Bornes) -> Result<(), ContratError> + Send,
    ) -> Result<(), ContratError> {
        let tx = self.store.write().await?;
        let mut lu = self.contrat_held(&tx, proof, at).await?;
        let bounds = self.bornes(&lu)?;
        note(&mut lu.contrat.fiche.suivi, bounds)?;
        self.keep_contrat(tx, proof, (&lu.contrat, changes)).await
    }

    /// Says whether the Assurance Maladie recognised the file as complete, or what it lacks.
    ///
    /// # Errors
    /// When the contract is not signed, the day is outside of it, or somebody changed it meanwhile.
    pub async fn note_complet(
        &self,
        proof: &Allowed<EditContrat>,
        at: (ContratId, i64),
        complet: Complet,
    ) -> Result<(), ContratError> {
        let changes = json!({ "complet": matches!(complet, Complet::Le(_)) });
        self.note_suivi(proof, at, changes, |suivi, bounds| {
            match complet {
                Complet::Le(day) => {
                    bounds.check(day)?;
                    (suivi.complet_le, suivi.manque) = (Some(day), Vec::new());
                }
                Complet::Manque(lines) => {
                    let read = lines.iter().map(|line| checked_text(line, TEXT_MAX));
                    let long =
                        |_| ContratError::Refused(vec![("manque".into(), RefusTermes::Long(TEXT_MAX))]);
                    let lines = read.collect::<Result<Vec<_>, _>>().map_err(long)?;
                    let lines = lines.into_iter().filter(|line| !line.is_empty()).take(LINES_MAX);
                    (suivi.complet_le, suivi.manque) = (None, lines.collect());
                }
            }
            Ok(())
        })
        .await
    }

    /// A mission of the contract starts.
    ///
    /// # Errors
    /// When it started already, is not in the contract, or the day cannot be.
    pub async fn start_mission(
        &self,
        proof: &Allowed<EditContrat>,
        at: (ContratId, i64),
        mission: &str,
        what: (Date, Option<PreuveId>),
    ) -> Result<(), ContratError> {
        self.contracted(proof, at.0, mission).await?;
        self.in_vault(proof, at.0, what.1).await?;
        let changes = json!({ "mission": mission, "debut": what.0.to_string() });
        self.note_suivi(proof, at, changes, |suivi, bounds| Ok(suivi.commencer(mission, what, bounds)?)).await
    }

    /// A document of the vault shows the start of a mission; without one, nothing does any more.
    ///
    /// # Errors
    /// When the mission did not start, or the vault of the contract has no such evidence.
    pub async fn prove_start(
        &self,
        proof: &Allowed<EditContrat>,
        at: (ContratId, i64),
        mission: &str,
        preuve: Option<PreuveId>,
    ) -> Result<(), ContratError> {
        self.in_vault(proof, at.0, preuve).await?;
        let changes = json!({ "mission": mission, "preuve": preuve.is_some() });
        self.note_suivi(proof, at, changes, |suivi, _| Ok(suivi.prouver(mission, preuve)?)).await
    }

    /// A mission of the contract is fully deployed.
    ///
    /// # Errors
    /// When it did not start, or the day cannot be.
    pub async fn deploy_mission(
        &self,
        proof: &Allowed<EditContrat>,
        at: (ContratId, i64),
        mission: &str,
        le: Date,
    ) -> Result<(), ContratError> {
        let changes = json!({ "mission": mission, "deploiement": le.to_string() });
        self.note_suivi(proof, at, changes, |suivi, bounds| Ok(suivi.deployer(mission, le, bounds)?)).await
    }

    /// The start of a mission was another day, or never was: what stood before is kept, with the reason.
    ///
    /// # Errors
    /// When it did not start, no reason is given, or the day cannot be.
    pub async fn correct_mission(
        &self,
        proof: &Allowed<EditContrat>,
        at: (ContratId, i64),
        mission: &str,
        (le, motif): (Option<Date>, &str),
    ) -> Result<(), ContratError> {
        let motif = checked_text(motif, TEXT_MAX).unwrap_or_default();
        let correction = Correction { avant: None, motif, by: proof.author().clone(), at: self.now() };
        let day = le.map(|le| le.to_string());
        let changes = json!({ "mission": mission, "corrected": true, "debut": day });
        self.note_suivi(proof, at, changes, |suivi, bounds| {
            Ok(suivi.corriger_debut(mission, le, correction, bounds)?)
        })
        .await
    }

    /// The crisis plan was written or updated on a day; or that line is taken away.
    ///
    /// # Errors
    /// When the crisis mission did not start, the day cannot be, or there is no such line.
    pub async fn note_plan_crise(
        &self,
        proof: &Allowed<EditContrat>,
        at: (ContratId, i64),
        (le, preuve, away): (Date, Option<PreuveId>, bool),
    ) -> Result<(), ContratError> {
        self.in_vault(proof, at.0, preuve).await?;
        let changes = json!({ "plan_crise": le.to_string(), "away": away });
        self.note_suivi(proof, at, changes, |suivi, bounds| {
            if away {
                suivi.plan_crise.retain(|one| one.le != le);
                return Ok(());
            }
            bounds.check(le)?;
            suivi.debut("crise").ok_or(RefusSuivi::PasCommencee)?;
            suivi.plan_crise.retain(|one| one.le != le);
            suivi.plan_crise.push(MiseAJourPlan { le, preuve });
            suivi.plan_crise.sort_by_key(|one| one.le);
            Ok(())
        })
        .await
    }

    /// The agency recognised a crisis on a day; or that line is taken away.
    ///
    /// # Errors
    /// When the day cannot be, or nothing says what the crisis was.
    pub async fn note_crise(
        &self,
        proof: &Allowed<EditContrat>,
        at: (ContratId, i64),
        (le, libelle, away): (Date, &str, bool),
    ) -> Result<(), ContratError> {
        let changes = json!({ "crise": le.to_string(), "away": away });
        let libelle = checked_text(libelle, TEXT_MAX).unwrap_or_default();
        self.note_suivi(proof, at, changes, |suivi, bounds| {
            suivi.crises.retain(|one| one.le != le);
            if away {
                return Ok(());
            }
            bounds.check(le)?;
            if libelle.is_empty() {
                return Err(RefusSuivi::Libelle.into());
            }
            suivi.crises.push(Crise { le, libelle });
            suivi.crises.sort_by_key(|one| one.le);
            Ok(())
        })
        .await
    }

    /// Whether a document that is named is one of the vault of the contract, and was not withdrawn.
    async fn in_vault(
        &self,
        proof: &Allowed<EditContrat>,
        id: ContratId,
        preuve: Option<PreuveId>,
    ) -> Result<(), ContratError> {
        let Some(preuve) = preuve else { return Ok(()) };
        let found = self.store.read().await?.preuve(proof, preuve).await?;
        let here = found.is_some_and(|one| one.contrat == id && one.fiche.retrait.is_none());
        if here { Ok(()) } else { Err(RefusSuivi::Preuve.into()) }
    }

    async fn contracted(
        &self,
        proof: &Allowed<EditContrat>,
        id: ContratId,
        mission: &str,
    ) -> Result<(), ContratError> {
        let lu = self.contrat(proof, id).await?;
        let known = lu.signes().is_some_and(|terms| terms.mission(mission).is_some());
        if known { Ok(()) } else { Err(RefusSuivi::Mission.into()) }
    }
}
