//! Voting: for oneself, for who gave a proxy, or typed by the secretary.

use domain::authz::{Allowed, EditGouvernance, Participer};
use domain::communaute::Personne;
use domain::communaute::gouvernance::{Bulletin, Emargement, Mode, Participation, Refus, Vote, VoteState};
use domain::ids::{PersonneId, UserId, VoteId};
use serde_json::json;
use storage::{ReadsCommunaute, ReadsGroupes};

use super::{GouvernanceError, SeanceLue};
use crate::{App, AppError};

/// A ballot about to be given.
#[derive(Clone, Debug)]
pub struct NewBallot {
    /// Whose vote it is: oneself, or who gave a proxy.
    pub pour: PersonneId,
    /// Keys of what was chosen; empty for who stays out.
    pub choix: Vec<String>,
    /// Whether the member says that they have an interest.
    pub interet: bool,
    /// Whether they stay out of the vote because of it.
    pub retrait: bool,
}

/// What somebody may do in the open votes of a meeting.
#[derive(Clone, Debug)]
pub struct Electeur {
    /// The person.
    pub personne: Personne,
    /// The meeting.
    pub seance: SeanceLue,
    /// Open votes that are given one by one, each with the members whose vote this person may still give.
    pub ouverts: Vec<(Vote, Vec<PersonneId>)>,
    /// Votes of the meeting that are closed.
    pub clos: Vec<Vote>,
}

impl SeanceLue {
    /// Whose votes somebody may give: their own and those of who gave them a proxy.
    pub fn votes_of(&self, who: PersonneId) -> Vec<PersonneId> {
        if !self.presents.contains(&who) || !self.corps.contains(who) {
            return Vec::new();
        }
        let held = self.standing().into_iter().filter(|one| one.porteur == who).map(|one| one.donneur);
        std::iter::once(who).chain(held).collect()
    }

    /// Whether somebody may give a vote for a member.
    fn may_vote(&self, who: PersonneId, pour: PersonneId) -> Result<(), GouvernanceError> {
        if !self.corps.contains(pour) {
            return Err(GouvernanceError::NotElector);
        }
        if who == pour {
            return if self.presents.contains(&who) { Ok(()) } else { Err(GouvernanceError::Absent) };
        }
        let given =
            self.procurations.iter().any(|one| one.is_active() && one.donneur == pour && one.porteur == who);
        match (given, self.presents.contains(&pour), self.presents.contains(&who)) {
            (false, ..) => Err(GouvernanceError::NotElector),
            (true, true, _) => Err(Refus::DonneurPresent.into()),
            (true, false, false) => Err(Refus::PorteurAbsent.into()),
            (true, false, true) => Ok(()),
        }
    }
}

impl App {
    /// The sheet of one's own account.
    ///
    /// # Errors
    /// [`GouvernanceError::NoSheet`] when it has none, or the database does not answer.
    pub async fn voter_sheet(
        &self,
        proof: &Allowed<Participer>,
        user: UserId,
    ) -> Result<Personne, GouvernanceError> {
        let found = self.store.read().await?.own_personne(proof, user).await?;
        found.ok_or(GouvernanceError::NoSheet)
    }

    /// What somebody may do in the votes of a meeting.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the meeting or the person is unknown, or the database does not answer.
    pub async fn electeur<P: ReadsCommunaute + ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        reunion: domain::ids::ReunionId,
        who: PersonneId,
    ) -> Result<Electeur, AppError> {
        let seance = self.seance(proof, reunion).await?;
        let personne = seance.annuaire.get(who).cloned().ok_or(AppError::NotFound)?;
        let (mut ouverts, mut clos) = (Vec::new(), Vec::new());
        let tx = self.store.read().await?;
        for vote in tx.votes(proof).await?.into_iter().filter(|one| one.reunion == reunion) {
            match vote.state {
                VoteState::Prepare => {}
                VoteState::Clos => clos.push(vote),
                VoteState::Ouvert if vote.mode == Mode::MainLevee => {}
                VoteState::Ouvert => {
                    let signed = tx.emargements(proof, vote.id).await?;
                    let mut left = seance.votes_of(personne.id);
                    left.retain(|id| !signed.iter().any(|one| one.personne == *id));
                    ouverts.push((vote, left));
                }
            }
        }
        Ok(Electeur { personne, seance, ouverts, clos })
    }

    /// Gives a vote. The caller answers for who `who` is: the account or the link.
    ///
    /// # Errors
    /// [`GouvernanceError::AlreadyVoted`], [`GouvernanceError::NotOpen`], why the person may not, or what is wrong
    /// with the ballot.
    pub async fn cast<P: ReadsCommunaute + ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        (id, who): (VoteId, PersonneId),
        new: NewBallot,
    ) -> Result<(), GouvernanceError> {
        let tx = self.store.write().await?;
        let vote = tx.vote_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        if vote.state != VoteState::Ouvert || vote.mode == Mode::MainLevee {
            return Err(GouvernanceError::NotOpen);
        }
        let read = tx.seance_to_edit(proof, vote.reunion).await?.ok_or(AppError::NotFound)?;
        let seance = SeanceLue::of(read, vote.ouvert_at, self.today());
        let (who, pour) = (seance.annuaire.resolve(who), seance.annuaire.resolve(new.pour));
        seance.may_vote(who, pour)?;
        let out = new.interet && new.retrait;
        let choix = if out { Vec::new() } else { vote.ballot(&new.choix)? };
        let signed = tx.emargements_to_edit(proof, id).await?;
        if signed.iter().any(|one| seance.annuaire.resolve(one.personne) == pour) {
            return Err(GouvernanceError::AlreadyVoted);
        }
        let secret = vote.mode == Mode::Secret;
        let emargement = Emargement {
            personne: pour,
            par: (who != pour).then_some(who),
            participation: if out { Participation::Retrait } else { Participation::Vote },
            interet: new.interet,
            choix: if secret { Vec::new() } else { choix.clone() },
        };
        tx.add_emargement(proof, id, (self.random_id(), &emargement)).await?;
        if secret && !out {
            // The college is kept only where votes weigh by college: one more thing known is one secret less.
            let weighted = seance.reglement.is_weighted();
            let college = seance.corps.college(pour).filter(|_| weighted).map(str::to_owned);
            tx.add_bulletin(proof, id, (self.random_id(), &Bulletin { college, choix })).await?;
        }
        // What was chosen is not in the journal, whatever the kind of vote.
        tx.audit(proof, self.change("vote", id, json!({ "voted": true, "for_another": who != pour })))
            .await?;
        Ok(tx.commit().await?)
    }

    /// The secretary types the vote that a present member says aloud. A secret vote cannot be typed for somebody.
    ///
    /// # Errors
    /// As [`App::cast`]; [`GouvernanceError::NotOpen`] for a secret vote.
    pub async fn cast_for(
        &self,
        proof: &Allowed<EditGouvernance>,
        id: VoteId,
        new: NewBallot,
    ) -> Result<(), GouvernanceError> {
        let (vote, _) = self.vote(proof, id).await?;
        if vote.mode != Mode::Nominal {
            return Err(GouvernanceError::NotOpen);
        }
        let seance = self.seance(proof, vote.reunion).await?;
        let pour = seance.annuaire.resolve(new.pour);
        let held = seance.standing().into_iter().find(|one| one.donneur == pour).map(|one| one.porteur);
        self.cast(proof, (id, held.unwrap_or(pour)), new).await
    }
}
