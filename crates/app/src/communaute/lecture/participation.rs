//! Participation, minutes asked, and the ceiling of the board.

use domain::authz::{Allowed, EditParticipation, ReadParticipation};
use domain::communaute::lecture::{
    Charge, CommunauteLue, LigneCharge, Participation, PlafondError, PlafondTemps, TempsDemande, communaute,
    mois, participation, regles,
};
use domain::communaute::{Annuaire, Mandat, Reunion, ReunionState, called};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use storage::{ReadTx, ReadsCommunaute, ReadsGroupes};
use territory::Perimeter;

use crate::{App, AppError, paris};

/// Key of the ceiling among the choices of the CPTS.
const PLAFOND: &str = "participation.plafond";

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

/// The time that a meeting asks from whom it calls; nothing without a beginning and an end.
fn asked(reunion: &Reunion, annuaire: &Annuaire, mandats: &[Mandat]) -> Option<TempsDemande> {
    let stands = matches!(reunion.state, ReunionState::Prevue | ReunionState::Tenue);
    let (start, end) = reunion.debut.zip(reunion.fin).filter(|_| stands)?;
    let jour = start.to_zoned(paris()).date();
    let minutes = u32::try_from(end.duration_since(start).as_secs() / 60).ok()?;
    let personnes = called(reunion, mandats, annuaire, jour).into_iter().map(|one| one.personne);
    Some(TempsDemande { jour, minutes, personnes: personnes.collect() })
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
        let from = depuis.to_zoned(paris()).map_or(Timestamp::MIN, |at| at.timestamp());
        let tx = self.store.read().await?;
        let annuaire = tx.annuaire(proof).await?;
        let mut reunions = tx.reunions(proof).await?;
        reunions.retain(|one| one.debut.is_some_and(|start| start >= from));
        let presences = tx.presences_between(proof, (from, Timestamp::MAX)).await?;
        let mandats = tx.mandats(proof).await?;
        let plafond = tx.reglage::<_, Option<PlafondTemps>>(proof, PLAFOND).await?.flatten();
        drop(tx);
        let demandes: Vec<TempsDemande> =
            reunions.iter().filter_map(|one| asked(one, &annuaire, &mandats)).collect();
        Ok(LectureParticipation {
            depuis,
            jour,
            participation: participation(&annuaire, &reunions, &presences, &paris()),
            charge: Charge::of(&annuaire, &demandes).lignes(&annuaire, plafond),
            plafond,
        })
    }

    /// What everybody was asked for from a day on, and the ceiling: for who prepares a meeting, inside the same
    /// transaction. With [`Charge::depasserait`], says whom a new meeting takes beyond the ceiling.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn burden<P: ReadsGroupes + ReadsCommunaute>(
        &self,
        tx: &ReadTx,
        proof: &Allowed<P>,
        depuis: Date,
    ) -> Result<(Charge, Option<PlafondTemps>), AppError> {
        let annuaire = tx.annuaire(proof).await?;
        let mandats = tx.mandats(proof).await?;
        let reunions = tx.reunions(proof).await?;
        let demandes = reunions.iter().filter_map(|one| asked(one, &annuaire, &mandats));
        let demandes: Vec<TempsDemande> = demandes.filter(|one| one.jour >= mois(depuis)).collect();
        let plafond = tx.reglage::<_, Option<PlafondTemps>>(proof, PLAFOND).await?.flatten();
        Ok((Charge::of(&annuaire, &demandes), plafond))
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
