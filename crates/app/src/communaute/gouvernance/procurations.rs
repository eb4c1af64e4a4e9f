//! Proxies: given by the member, by a link, or noted by the secretary from paper; taken back before the vote.

use domain::authz::Allowed;
use domain::communaute::gouvernance::procuration::admettre;
use domain::communaute::gouvernance::{MoyenProcuration, Procuration, Refus, VoteState};
use domain::ids::{PersonneId, ProcurationId, ReunionId};
use serde_json::json;
use storage::{ReadsCommunaute, ReadsGroupes, WriteTx};

use super::{GouvernanceError, SeanceLue};
use crate::{App, AppError};

/// A proxy about to be given.
#[derive(Clone, Copy, Debug)]
pub struct NewProcuration {
    /// The meeting.
    pub reunion: ReunionId,
    /// Who gives it.
    pub donneur: PersonneId,
    /// Who will hold it.
    pub porteur: PersonneId,
    /// How.
    pub moyen: MoyenProcuration,
}

impl App {
    /// Gives a proxy. The caller answers for who the giver is: the account, the link, or the paper.
    ///
    /// # Errors
    /// A [`Refus`] that says why, or when the database does not answer.
    pub async fn give_procuration<P: ReadsCommunaute + ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        new: NewProcuration,
    ) -> Result<ProcurationId, GouvernanceError> {
        let tx = self.store.write().await?;
        let read = tx.seance_to_edit(proof, new.reunion).await?.ok_or(AppError::NotFound)?;
        let seance = SeanceLue::of(read, Some(self.now()), self.today());
        if !seance.can_decide() {
            return Err(GouvernanceError::NoMeeting);
        }
        let (donneur, porteur) = (seance.annuaire.resolve(new.donneur), seance.annuaire.resolve(new.porteur));
        self.refuse_after_vote(&tx, proof, (new.reunion, donneur)).await?;
        admettre(
            (donneur, porteur),
            (&seance.corps, &seance.presents),
            &seance.procurations,
            &seance.reglement,
        )?;
        let one = Procuration {
            id: ProcurationId(self.next_id()),
            reunion: new.reunion,
            donneur,
            porteur,
            moyen: new.moyen,
            donnee_at: self.now(),
            retiree_at: None,
        };
        tx.add_procuration(proof, &one).await?;
        let changes = json!({ "given": true, "way": new.moyen.key() });
        tx.audit(proof, self.change("procuration", one.id, changes)).await?;
        tx.commit().await?;
        Ok(one.id)
    }

    /// The meeting of a proxy.
    ///
    /// # Errors
    /// [`AppError::NotFound`], or when the database does not answer.
    pub async fn meeting_of_procuration<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        id: ProcurationId,
    ) -> Result<ReunionId, AppError> {
        let found = self.store.read().await?.procuration(proof, id).await?;
        found.map(|one| one.reunion).ok_or(AppError::NotFound)
    }

    /// Takes a proxy back; by its giver when `own` names them.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for somebody else's or one taken back before, [`Refus::DejaVote`] once it served.
    pub async fn take_back_procuration<P: ReadsCommunaute + ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        id: ProcurationId,
        own: Option<PersonneId>,
    ) -> Result<ReunionId, GouvernanceError> {
        let known = self.store.read().await?.procuration(proof, id).await?.ok_or(AppError::NotFound)?;
        let tx = self.store.write().await?;
        let read = tx.seance_to_edit(proof, known.reunion).await?.ok_or(AppError::NotFound)?;
        let found = read.procurations.iter().find(|one| one.id == id && one.is_active());
        let mut one = found.cloned().ok_or(AppError::NotFound)?;
        let giver = read.annuaire.resolve(one.donneur);
        if own.is_some_and(|own| read.annuaire.resolve(own) != giver) {
            return Err(AppError::NotFound.into());
        }
        self.refuse_after_vote(&tx, proof, (one.reunion, giver)).await?;
        one.retiree_at = Some(self.now());
        tx.save_procuration(proof, &one).await?;
        tx.audit(proof, self.change("procuration", id, json!({ "revoked": true }))).await?;
        tx.commit().await?;
        Ok(one.reunion)
    }

    /// While a vote is open in which a vote was given for the member, their proxy does not change.
    async fn refuse_after_vote<P: ReadsCommunaute>(
        &self,
        tx: &WriteTx,
        proof: &Allowed<P>,
        (reunion, giver): (ReunionId, PersonneId),
    ) -> Result<(), GouvernanceError> {
        for vote in tx.votes_to_edit(proof, reunion).await? {
            if vote.state != VoteState::Ouvert {
                continue;
            }
            let signed = tx.emargements_to_edit(proof, vote.id).await?;
            if signed.iter().any(|one| one.personne == giver) {
                return Err(Refus::DejaVote.into());
            }
        }
        Ok(())
    }
}
