//! What people answer: they come or not, which dates suit them. Signed in, by their link, or through the secretary.

use std::collections::BTreeMap;

use domain::authz::{Allowed, Author, EditGroupes, Participer};
use domain::communaute::{Choix, Convocation, Reponse, Reunion, ReunionState};
use domain::ids::{ConvocationId, PersonneId, ReunionId};
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use storage::{ReadsCommunaute, ReadsGroupes};

use super::lire::{Convoque, convoques, day_of, found};
use super::{ReunionError, zone_of};
use crate::communaute::Bearer;
use crate::{App, AppError};

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// To a convocation.
    Reponse(Reponse),
    /// To the proposed dates, by number.
    Choix(BTreeMap<u32, Choix>),
}

impl Answer {
    fn change(&self) -> Value {
        match self {
            Answer::Reponse(reponse) => json!({ "answered": reponse.key() }),
            Answer::Choix(choix) => json!({ "answered": choix.len() }),
        }
    }
}

/// What somebody sees of a meeting that calls them.
#[derive(Clone, Debug)]
pub struct MaReunion {
    /// The meeting.
    pub reunion: Reunion,
    /// Name of its group.
    pub groupe: Option<String>,
    /// Name of the CPTS.
    pub cpts: String,
    /// Whether the CPTS is invented.
    pub fictitious: bool,
    /// Where its hours are said.
    pub zone: TimeZone,
    /// Their own line.
    pub moi: Convoque,
}

impl App {
    /// A meeting as somebody who is called sees it.
    async fn my_reunion_of<P: ReadsGroupes + ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        (id, personne): (ReunionId, PersonneId),
    ) -> Result<MaReunion, AppError> {
        let tx = self.store.read().await?;
        let reunion = found(&tx, proof, id).await?;
        let zone = zone_of(&tx, proof).await?;
        let day = day_of(&reunion, &zone, self.today());
        let (mandats, annuaire) = (tx.mandats(proof).await?, tx.annuaire(proof).await?);
        let known = tx.convocations(proof, id).await?;
        let own = annuaire.resolve(personne);
        let people = convoques((&reunion, day), &mandats, &annuaire, &known);
        let moi = people.into_iter().find(|one| one.personne == own).ok_or(AppError::NotFound)?;
        let groupe = tx.groupes(proof).await?.into_iter().find(|one| Some(one.id) == reunion.groupe);
        drop(tx);
        let cpts = self.cpts(proof.cpts()).await?;
        let groupe = groupe.map(|one| one.nom);
        Ok(MaReunion { reunion, groupe, cpts: cpts.name, fictitious: cpts.fictitious, zone, moi })
    }

    /// The sheet that is tied to the account of who asks.
    pub(super) async fn reunion_sheet(
        &self,
        proof: &Allowed<Participer>,
    ) -> Result<Option<PersonneId>, AppError> {
        let Author::Person(user) = proof.author() else { return Ok(None) };
        Ok(self.store.read().await?.own_personne(proof, *user).await?.map(|own| own.id))
    }

    /// A meeting that calls the person who is signed in.
    ///
    /// # Errors
    /// When it does not call them, no sheet is tied to their account, or the database does not answer.
    pub async fn my_reunion(
        &self,
        proof: &Allowed<Participer>,
        id: ReunionId,
    ) -> Result<MaReunion, AppError> {
        let own = self.reunion_sheet(proof).await?.ok_or(AppError::NotFound)?;
        self.my_reunion_of(proof, (id, own)).await
    }

    /// The meeting of a personal link.
    ///
    /// # Errors
    /// When it does not call the person any more, or the database does not answer.
    pub async fn reunion_by_link(&self, bearer: &Bearer) -> Result<MaReunion, AppError> {
        let (id, personne) = named(bearer)?;
        self.my_reunion_of(&bearer.proof, (id, personne)).await
    }

    /// Answers for oneself, signed in.
    ///
    /// # Errors
    /// When the meeting does not call the person, is over, or the database does not answer.
    pub async fn answer_reunion(
        &self,
        proof: &Allowed<Participer>,
        id: ReunionId,
        answer: &Answer,
    ) -> Result<(), ReunionError> {
        let own = self.reunion_sheet(proof).await?.ok_or(AppError::NotFound)?;
        self.write_answer(proof, (id, own), answer).await
    }

    /// Answers by a personal link.
    ///
    /// # Errors
    /// When the meeting does not call the person any more, is over, or the database does not answer.
    pub async fn answer_by_link(&self, bearer: &Bearer, answer: &Answer) -> Result<(), ReunionError> {
        let (id, personne) = named(bearer)?;
        self.write_answer(&bearer.proof, (id, personne), answer).await
    }

    /// Writes what somebody answered by telephone or in the street.
    ///
    /// # Errors
    /// When the meeting is unknown, led by others, does not call the person or is cancelled, or the database does not
    /// answer.
    pub async fn answer_for(
        &self,
        proof: &Allowed<EditGroupes>,
        (id, personne): (ReunionId, PersonneId),
        reponse: Reponse,
    ) -> Result<(), ReunionError> {
        let reunion = self.reunion(proof, id).await?;
        self.group_reach(proof).await?.check(reunion.groupe)?;
        self.write_answer(proof, (id, personne), &Answer::Reponse(reponse)).await
    }

    async fn write_answer<P: ReadsGroupes + ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        (id, personne): (ReunionId, PersonneId),
        answer: &Answer,
    ) -> Result<(), ReunionError> {
        let zone = self.zone(proof).await?;
        let tx = self.store.write().await?;
        let found = tx.reunion_to_edit(proof, id).await?.filter(|one| one.removed_at.is_none());
        let reunion = found.ok_or(AppError::NotFound)?;
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let (_, mandats) = tx.groupes_to_edit(proof).await?;
        let known = tx.convocations_to_edit(proof, id).await?;
        let (own, day) = (annuaire.resolve(personne), day_of(&reunion, &zone, self.today()));
        let people = convoques((&reunion, day), &mandats, &annuaire, &known);
        let line = people.into_iter().find(|one| one.personne == own).ok_or(AppError::NotFound)?.convocation;
        let is_new = line.is_none();
        let mut line = line.unwrap_or_else(|| Convocation::new(ConvocationId(self.next_id()), id, own));
        match (answer, reunion.state) {
            (Answer::Reponse(reponse), ReunionState::Prevue | ReunionState::Tenue) => {
                line.reponse = Some(*reponse);
            }
            (Answer::Choix(choix), ReunionState::Sondage) => {
                let asked = |cle: &u32| reunion.fiche.propositions.iter().any(|one| one.cle == *cle);
                line.choix
                    .extend(choix.iter().filter(|(cle, _)| asked(cle)).map(|(cle, said)| (*cle, *said)));
            }
            (_, state) => return Err(ReunionError::State(state)),
        }
        line.repondue_at = Some(self.now());
        match is_new {
            true => tx.add_convocation(proof, &line).await?,
            false => {
                tx.save_convocation(proof, &line).await?;
            }
        }
        tx.audit(proof, self.change("reunion", id, answer.change())).await?;
        Ok(tx.commit().await?)
    }
}

/// The meeting and the person of a link.
fn named(bearer: &Bearer) -> Result<(ReunionId, PersonneId), AppError> {
    let id = bearer.lien.sujet.parse().map_err(|_| AppError::NotFound)?;
    Ok((id, bearer.lien.personne.ok_or(AppError::NotFound)?))
}
