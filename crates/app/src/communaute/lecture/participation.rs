//! Participation, minutes asked, and the ceiling of the board.

use domain::authz::{Allowed, EditParticipation, ReadParticipation};
use domain::communaute::lecture::{
    Charge, CommunauteLue, LigneCharge, Participation, PlafondError, PlafondTemps, communaute, mois,
    participation, regles,
};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use territory::Perimeter;

use super::charge::Releve;
use crate::communaute::reunions::zone_of;
use crate::{App, AppError};

/// Key of the ceiling among the choices of the CPTS.
pub(super) const PLAFOND: &str = "participation.plafond";

/// What the page of participation shows.
#[derive(Clone, Debug)]
pub struct LectureParticipation {
    /// First day that is read.
    pub depuis: Date,
    /// Today.
    pub jour: Date,
    /// Counted presences and minutes.
    pub participation: Participation,
    /// Minutes asked, the coming meetings included.
    pub charge: Vec<LigneCharge>,
    /// The ceiling, when the board chose one.
    pub plafond: Option<PlafondTemps>,
}

/// The ceiling cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum PlafondRefused {
    /// Outside the limits.
    #[error(transparent)]
    Plafond(#[from] PlafondError),
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl App {
    /// The community of a territory against the official register.
    ///
    /// # Errors
    /// When a table is malformed or the database does not answer.
    pub async fn lecture_communaute(
        &self,
        proof: &Allowed<ReadParticipation>,
        perimeter: &Perimeter,
    ) -> Result<CommunauteLue, AppError> {
        let annuaire = self.store.read().await?.annuaire(proof).await?;
        Ok(communaute(&self.reference().atlas, perimeter, &annuaire, self.today())?)
    }

    /// Participation and minutes asked of the last months.
    ///
    /// # Errors
    /// When a table is malformed or the database does not answer.
    pub async fn lecture_participation(
        &self,
        proof: &Allowed<ReadParticipation>,
    ) -> Result<LectureParticipation, AppError> {
        let jour = self.today();
        let back = regles()?.mois_lus - 1;
        let depuis = mois(jour).checked_sub(back.months()).unwrap_or(mois(jour));
        let tx = self.store.read().await?;
        let zone = zone_of(&tx, proof).await?;
        let from = depuis.to_zoned(zone.clone()).map_or(Timestamp::MIN, |at| at.timestamp());
        let annuaire = tx.annuaire(proof).await?;
        let mut reunions = tx.reunions(proof).await?;
        reunions.retain(|one| one.debut.is_some_and(|start| start >= from));
        let presences = tx.presences_between(proof, (from, Timestamp::MAX)).await?;
        let mandats = tx.mandats(proof).await?;
        let plafond = tx.reglage::<_, Option<PlafondTemps>>(proof, PLAFOND).await?.flatten();
        let sent = tx.questionnaires_demandes(proof, from).await?;
        drop(tx);
        let releve = Releve { annuaire: &annuaire, mandats: &mandats, zone: &zone };
        let mut demandes = releve.meetings(&reunions, &presences);
        demandes.extend(releve.questionnaires(sent)?);
        Ok(LectureParticipation {
            depuis,
            jour,
            participation: participation(&annuaire, &reunions, &presences, &zone),
            charge: Charge::of(&annuaire, &demandes).lignes(&annuaire, plafond),
            plafond,
        })
    }

    /// Keeps the ceiling that the board chose; `None` takes it away.
    ///
    /// # Errors
    /// When it is outside the limits or the database does not answer.
    pub async fn set_plafond(
        &self,
        proof: &Allowed<EditParticipation>,
        minutes: Option<u32>,
    ) -> Result<(), PlafondRefused> {
        let plafond = match minutes {
            Some(minutes) => Some(PlafondTemps::checked(minutes).map_err(AppError::from)??),
            None => None,
        };
        let tx = self.store.write().await.map_err(AppError::from)?;
        tx.set_reglage(proof, (PLAFOND, &plafond), self.now()).await.map_err(AppError::from)?;
        let changes = serde_json::json!({ "minutes": minutes });
        tx.audit(proof, self.change("reglage", PLAFOND, changes)).await.map_err(AppError::from)?;
        tx.commit().await.map_err(AppError::from)?;
        Ok(())
    }
}
