//! Reading meetings: lists, one of them, whom it calls.

use domain::authz::Allowed;
use domain::communaute::{
    Annuaire, CanalKind, Convocation, EnvoiKind, Fonction, Groupe, Mandat, Reponse, Reunion, ReunionKind,
    Statut, called,
};
use domain::ids::{PersonneId, ReunionId};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use storage::{ReadTx, ReadsCommunaute, ReadsGroupes};

use super::zone_of;
use crate::{App, AppError};

/// Somebody whom a meeting calls, with what was sent and answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Convoque {
    /// Who, as the sheet that stands.
    pub personne: PersonneId,
    /// For a list.
    pub nom: String,
    /// Profession code.
    pub profession: Option<String>,
    /// What they do in the group; `None` for who is invited.
    pub fonction: Option<Fonction>,
    /// Whether an e-mail may be sent to them.
    pub joignable: bool,
    /// Whether they are there only because somebody invited them: the invitation can be taken back.
    pub retirable: bool,
    /// What was sent and answered; `None` before anything.
    pub convocation: Option<Convocation>,
}

impl Convoque {
    /// What they answered.
    pub fn reponse(&self) -> Option<Reponse> {
        self.convocation.as_ref().and_then(|known| known.reponse)
    }

    /// Whether they were told of a date of the meeting, this one or another.
    pub fn was_called(&self) -> bool {
        self.convocation.as_ref().is_some_and(Convocation::was_called)
    }

    /// Whether the last thing that they were told is that it will not be held.
    pub(super) fn was_told_of_its_end(&self) -> bool {
        let last = self.convocation.as_ref().and_then(|known| known.envois.last());
        last.is_some_and(|sent| sent.kind == EnvoiKind::Annulation)
    }

    /// Somebody who answers again: the date is another one.
    pub(super) fn asked_again(mut self) -> Self {
        if let Some(line) = &mut self.convocation {
            (line.reponse, line.repondue_at) = (None, None);
        }
        self
    }

    /// Whether they were told of this date of the meeting.
    pub fn was_told(&self, of: &Reunion) -> bool {
        self.convocation.as_ref().is_some_and(|known| known.expects(of.debut))
    }
}

/// A meeting with its group and the zone of its hours.
#[derive(Clone, Debug)]
pub struct ReunionVue {
    /// The meeting.
    pub reunion: Reunion,
    /// Its group.
    pub groupe: Option<Groupe>,
    /// Where its hours are said.
    pub zone: TimeZone,
}

/// The day of a meeting at its place; today while it has none.
pub(super) fn day_of(reunion: &Reunion, zone: &TimeZone, today: Date) -> Date {
    reunion.debut.map_or(today, |at| at.to_zoned(zone.clone()).date())
}

/// Whom a meeting calls, with what is known of each.
pub(super) fn convoques(
    (reunion, day): (&Reunion, Date),
    mandats: &[Mandat],
    annuaire: &Annuaire,
    known: &[Convocation],
) -> Vec<Convoque> {
    let invited = |id| reunion.fiche.invites.iter().any(|guest| annuaire.resolve(*guest) == id);
    let assembly = matches!(reunion.kind, ReunionKind::Ago | ReunionKind::Age);
    let member = |id| annuaire.get(id).is_some_and(|one| one.statut_on(day) == Some(Statut::Adherent));
    let comes_anyway = |id| assembly && member(id);
    let line = |one: domain::communaute::Appele| {
        let sheet = annuaire.get(one.personne);
        let own = known.iter().filter(|line| annuaire.resolve(line.personne) == one.personne);
        Convoque {
            personne: one.personne,
            nom: annuaire.nom(one.personne),
            profession: sheet.and_then(|sheet| sheet.profession.clone()),
            fonction: one.fonction,
            retirable: one.fonction.is_none() && invited(one.personne) && !comes_anyway(one.personne),
            joignable: sheet.is_some_and(|sheet| sheet.canal(CanalKind::Courriel).is_some()),
            // Two sheets that were merged may both have answered: the last answer stands.
            convocation: own.max_by_key(|line| line.repondue_at).cloned(),
        }
    };
    called(reunion, mandats, annuaire, day).into_iter().map(line).collect()
}

impl App {
    /// One meeting.
    ///
    /// # Errors
    /// When the CPTS has none of that id or the database does not answer.
    pub async fn reunion<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        id: ReunionId,
    ) -> Result<Reunion, AppError> {
        found(&self.store.read().await?, proof, id).await
    }

    /// One meeting with its group and the zone of its hours.
    ///
    /// # Errors
    /// When the CPTS has none of that id or the database does not answer.
    pub async fn reunion_vue<P: ReadsGroupes + ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        id: ReunionId,
    ) -> Result<ReunionVue, AppError> {
        let tx = self.store.read().await?;
        let reunion = found(&tx, proof, id).await?;
        let groupes = tx.groupes(proof).await?.into_iter();
        let groupe = groupes.into_iter().find(|one| Some(one.id) == reunion.groupe);
        Ok(ReunionVue { groupe, zone: zone_of(&tx, proof).await?, reunion })
    }

    /// Every meeting of the CPTS with its group, oldest first; those whose date is being chosen come last.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn reunions<P: ReadsGroupes + ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<ReunionVue>, AppError> {
        let tx = self.store.read().await?;
        let (mut reunions, groupes) = (tx.reunions(proof).await?, tx.groupes(proof).await?);
        let zone = zone_of(&tx, proof).await?;
        reunions.sort_by_key(|one| (one.debut.is_none(), one.debut, one.created_at));
        let vue = |reunion: Reunion| ReunionVue {
            groupe: groupes.iter().find(|one| Some(one.id) == reunion.groupe).cloned(),
            zone: zone.clone(),
            reunion,
        };
        Ok(reunions.into_iter().map(vue).collect())
    }

    /// Whom a meeting calls, by name: the seats of its group on its day, every member for a general meeting, and who
    /// is invited.
    ///
    /// # Errors
    /// When the CPTS has no such meeting or the database does not answer.
    pub async fn convoques<P: ReadsGroupes + ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        id: ReunionId,
    ) -> Result<Vec<Convoque>, AppError> {
        let tx = self.store.read().await?;
        let reunion = found(&tx, proof, id).await?;
        let day = day_of(&reunion, &zone_of(&tx, proof).await?, self.today());
        let (mandats, annuaire) = (tx.mandats(proof).await?, tx.annuaire(proof).await?);
        let known = tx.convocations(proof, id).await?;
        Ok(convoques((&reunion, day), &mandats, &annuaire, &known))
    }
}

pub(super) async fn found<P: ReadsGroupes>(
    tx: &ReadTx,
    proof: &Allowed<P>,
    id: ReunionId,
) -> Result<Reunion, AppError> {
    let found = tx.reunion(proof, id).await?.filter(|one| one.removed_at.is_none());
    found.ok_or(AppError::NotFound)
}
