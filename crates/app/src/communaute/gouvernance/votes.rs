//! Questions put to the vote: prepared, opened, closed, and the seats that they give.

use domain::authz::{Allowed, EditGouvernance, EditGroupes};
use domain::communaute::gouvernance::{
    Bulletin, Forme, Mode, Participation, Proposition, Resultat, Vote, VoteFiche, VoteState, depouiller,
    modeles,
};
use domain::communaute::{Annuaire, Fonction, Mandat};
use domain::ids::{GroupeId, MandatId, PersonneId, ReunionId, VoteId};
use jiff::civil::Date;
use security::token::TokenHash;
use serde_json::json;
use storage::{ReadsCommunaute, WriteTx};
use uuid::Uuid;

use super::{GouvernanceError, SeanceLue};
use crate::{App, AppError};

/// A question about to be put to the vote.
#[derive(Clone, Debug)]
pub struct NewVote {
    /// The question.
    pub question: String,
    /// What is asked.
    pub forme: Forme,
    /// How votes are given.
    pub mode: Mode,
    /// Names, as they were typed, one each.
    pub noms: Vec<String>,
    /// Seats to fill.
    pub sieges: u16,
    /// Whether it is about what members are paid.
    pub remuneration: bool,
    /// Members known to gain from it.
    pub concernes: Vec<PersonneId>,
}

/// Seats to give to who was elected.
#[derive(Clone, Copy, Debug)]
pub struct SeatElected {
    /// The group.
    pub groupe: GroupeId,
    /// What they will do there.
    pub fonction: Fonction,
    /// First day.
    pub depuis: Date,
    /// Last day.
    pub jusque: Option<Date>,
}

/// The person whom a typed name stands for; `None` when nobody or several people have it.
fn known(annuaire: &Annuaire, typed: &str) -> Option<PersonneId> {
    let key = |text: &str| {
        let key = territory::text::search_key(text);
        let mut words: Vec<String> = key.split(' ').map(str::to_owned).collect();
        words.sort_unstable();
        words.join(" ")
    };
    let typed = key(typed);
    let mut found = annuaire.iter().filter(|one| one.name_key() == typed);
    let first = found.next()?;
    found.next().is_none().then_some(first.id)
}

fn propositions(annuaire: &Annuaire, typed: &[String]) -> Vec<Proposition> {
    let lines = typed.iter().map(|line| line.trim()).filter(|line| !line.is_empty());
    let name = |(rank, line): (usize, &str)| {
        let personne = known(annuaire, line);
        let libelle = personne.and_then(|id| annuaire.get(id)).map_or(line.to_owned(), |one| one.nom_texte());
        Proposition { cle: format!("nom{}", rank + 1), libelle, personne }
    };
    lines.enumerate().map(name).collect()
}

impl App {
    /// Every vote of the CPTS, the first made first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn votes<P: ReadsCommunaute>(&self, proof: &Allowed<P>) -> Result<Vec<Vote>, AppError> {
        Ok(self.store.read().await?.votes(proof).await?)
    }

    /// One vote and who voted. The result is in it once it is closed, and not before.
    ///
    /// # Errors
    /// [`AppError::NotFound`], or when the database does not answer.
    pub async fn vote<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        id: VoteId,
    ) -> Result<(Vote, Vec<domain::communaute::gouvernance::Emargement>), AppError> {
        let tx = self.store.read().await?;
        let vote = tx.vote(proof, id).await?.ok_or(AppError::NotFound)?;
        Ok((vote, tx.emargements(proof, id).await?))
    }

    /// Prepares a vote.
    ///
    /// # Errors
    /// When the question cannot stand, the meeting cannot decide, or the database does not answer.
    pub async fn prepare_vote(
        &self,
        proof: &Allowed<EditGouvernance>,
        reunion: ReunionId,
        new: NewVote,
    ) -> Result<VoteId, GouvernanceError> {
        let tx = self.store.write().await?;
        let read = tx.seance_to_edit(proof, reunion).await?.ok_or(AppError::NotFound)?;
        let seance = SeanceLue::of(read, None, self.today());
        if !seance.can_decide() {
            return Err(GouvernanceError::NoMeeting);
        }
        if new.mode == Mode::MainLevee && seance.reglement.is_weighted() {
            return Err(GouvernanceError::Weighted);
        }
        let vote = Vote {
            id: VoteId(self.next_id()),
            reunion,
            question: new.question,
            forme: new.forme,
            mode: new.mode,
            state: VoteState::Prepare,
            fiche: VoteFiche {
                noms: propositions(&seance.annuaire, &new.noms),
                sieges: new.sieges,
                remuneration: new.remuneration,
                concernes: new.concernes,
                ..VoteFiche::default()
            },
            created_at: self.now(),
            ouvert_at: None,
            clos_at: None,
            version: 1,
        }
        .checked(&modeles()?.bornes)?;
        tx.add_vote(proof, &vote).await?;
        let changes = json!({ "created": true, "kind": vote.forme.key(), "mode": vote.mode.key() });
        tx.audit(proof, self.change("vote", vote.id, changes)).await?;
        tx.commit().await?;
        Ok(vote.id)
    }

    async fn vote_and_seance(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditGouvernance>,
        id: VoteId,
    ) -> Result<(Vote, SeanceLue), GouvernanceError> {
        let vote = tx.vote_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        let read = tx.seance_to_edit(proof, vote.reunion).await?.ok_or(AppError::NotFound)?;
        // Who was there when the vote opened may have left since: they could vote.
        let from = vote.ouvert_at.unwrap_or_else(|| self.now());
        Ok((vote, SeanceLue::of(read, Some(from), self.today())))
    }

    /// Opens a vote.
    ///
    /// # Errors
    /// [`GouvernanceError::Quorum`] when too few are there, [`GouvernanceError::NotPrepared`] when it was opened.
    pub async fn open_vote(
        &self,
        proof: &Allowed<EditGouvernance>,
        id: VoteId,
    ) -> Result<(), GouvernanceError> {
        let tx = self.store.write().await?;
        let (mut vote, seance) = self.vote_and_seance(&tx, proof, id).await?;
        if vote.state != VoteState::Prepare {
            return Err(GouvernanceError::NotPrepared);
        }
        if !seance.can_decide() {
            return Err(GouvernanceError::NoMeeting);
        }
        if !seance.quorum.is_reached() {
            return Err(GouvernanceError::Quorum(Box::new(seance.quorum)));
        }
        vote.state = VoteState::Ouvert;
        vote.ouvert_at = Some(self.now());
        self.keep_vote(tx, proof, (&vote, json!({ "opened": true }))).await
    }

    /// Writes down that a vote could not be held for lack of quorum: nobody voted, and the trace is kept.
    ///
    /// # Errors
    /// [`GouvernanceError::NotPrepared`] when it was opened, or the database does not answer.
    pub async fn note_no_quorum(
        &self,
        proof: &Allowed<EditGouvernance>,
        id: VoteId,
    ) -> Result<(), GouvernanceError> {
        let tx = self.store.write().await?;
        let (mut vote, seance) = self.vote_and_seance(&tx, proof, id).await?;
        if vote.state != VoteState::Prepare || seance.quorum.is_reached() {
            return Err(GouvernanceError::NotPrepared);
        }
        let quorum = seance.quorum.clone();
        let empty = depouiller(&vote, (&[], &[]), (&seance.reglement, &seance.regle), quorum);
        self.seal_vote(&mut vote, Resultat { carence: true, ..empty })?;
        self.keep_vote(tx, proof, (&vote, json!({ "closed": true, "valid": false }))).await
    }

    /// Types the counts of a vote that was counted in the room, while it is open.
    ///
    /// # Errors
    /// [`GouvernanceError::RoomCount`] when there are more than votes can be, [`GouvernanceError::NotOpen`].
    pub async fn count_room(
        &self,
        proof: &Allowed<EditGouvernance>,
        id: VoteId,
        counts: &[(String, u32)],
    ) -> Result<(), GouvernanceError> {
        let tx = self.store.write().await?;
        let (mut vote, seance) = self.vote_and_seance(&tx, proof, id).await?;
        if vote.state != VoteState::Ouvert || vote.mode != Mode::MainLevee {
            return Err(GouvernanceError::NotOpen);
        }
        let counted = counts.iter().map(|(_, count)| *count as usize).sum();
        // Each voter may give one vote a seat.
        let most = seance.quorum.voix() * usize::from(vote.fiche.sieges.max(1));
        if counted > most {
            return Err(GouvernanceError::RoomCount { counted, most });
        }
        let known = vote.propositions();
        let kept = counts.iter().filter(|(cle, _)| known.iter().any(|one| one.cle == *cle));
        vote.fiche.salle = kept.cloned().collect();
        self.keep_vote(tx, proof, (&vote, json!({ "counted": counted }))).await
    }

    /// Closes a vote: counts it, says whether it is valid, seals it, and mixes its ballots.
    ///
    /// # Errors
    /// [`GouvernanceError::NotOpen`], or when the database does not answer.
    pub async fn close_vote(
        &self,
        proof: &Allowed<EditGouvernance>,
        id: VoteId,
    ) -> Result<(), GouvernanceError> {
        let tx = self.store.write().await?;
        let (mut vote, seance) = self.vote_and_seance(&tx, proof, id).await?;
        if vote.state != VoteState::Ouvert {
            return Err(GouvernanceError::NotOpen);
        }
        let signed = tx.emargements_to_edit(proof, id).await?;
        let ballots = match vote.mode {
            Mode::Secret => {
                let ballots = tx.bulletins(proof, id).await?;
                let mut mixed: Vec<(Uuid, Bulletin)> =
                    ballots.iter().map(|one| (self.random_id(), one.clone())).collect();
                mixed.sort_by_key(|(id, _)| *id);
                tx.shuffle_bulletins(proof, id, &mixed).await?;
                ballots
            }
            Mode::Nominal | Mode::MainLevee => {
                let voted = signed.iter().filter(|one| one.participation == Participation::Vote);
                let ballot = |one: &domain::communaute::gouvernance::Emargement| Bulletin {
                    college: seance.corps.college(one.personne).map(str::to_owned),
                    choix: one.choix.clone(),
                };
                voted.map(ballot).collect()
            }
        };
        let rules = (&seance.reglement, &seance.regle);
        let resultat = depouiller(&vote, (&ballots, &signed), rules, seance.quorum.clone());
        let valid = resultat.is_valid();
        self.seal_vote(&mut vote, resultat)?;
        self.keep_vote(tx, proof, (&vote, json!({ "closed": true, "valid": valid }))).await
    }

    fn seal_vote(&self, vote: &mut Vote, resultat: Resultat) -> Result<(), AppError> {
        vote.state = VoteState::Clos;
        vote.clos_at = Some(self.now());
        vote.fiche.resultat = Some(resultat);
        let text = vote.sealed_text(self.today()).map_err(|error| AppError::Document(error.to_string()))?;
        vote.fiche.empreinte = Some(TokenHash::of(&text).as_str().to_owned());
        Ok(())
    }

    async fn keep_vote(
        &self,
        tx: WriteTx,
        proof: &Allowed<EditGouvernance>,
        (vote, changes): (&Vote, serde_json::Value),
    ) -> Result<(), GouvernanceError> {
        if !tx.save_vote(proof, vote).await? {
            return Err(AppError::Conflict.into());
        }
        tx.audit(proof, self.change("vote", vote.id, changes)).await?;
        Ok(tx.commit().await?)
    }

    /// Gives seats in a group to who was elected and whom the CPTS knows. How many.
    ///
    /// # Errors
    /// [`GouvernanceError::NobodyElected`] when there is nobody, or seats were given; an end before the start.
    pub async fn seat_elected(
        &self,
        (proof, groupes): (&Allowed<EditGouvernance>, &Allowed<EditGroupes>),
        id: VoteId,
        seat: SeatElected,
    ) -> Result<usize, GouvernanceError> {
        if proof.cpts() != groupes.cpts() {
            return Err(AppError::NotFound.into());
        }
        if seat.jusque.is_some_and(|last| last < seat.depuis) {
            return Err(AppError::PastDate.into());
        }
        let tx = self.store.write().await?;
        let mut vote = tx.vote_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        let (known, _) = tx.groupes_to_edit(groupes).await?;
        known
            .iter()
            .find(|one| one.id == seat.groupe && one.removed_at.is_none())
            .ok_or(AppError::NotFound)?;
        let elected: Vec<PersonneId> = vote.elus().iter().filter_map(|one| one.personne).collect();
        if elected.is_empty() || !vote.fiche.mandats.is_empty() {
            return Err(GouvernanceError::NobodyElected);
        }
        for personne in &elected {
            let mandat = Mandat {
                id: MandatId(self.next_id()),
                groupe: seat.groupe,
                personne: *personne,
                fonction: seat.fonction,
                depuis: seat.depuis,
                jusque: seat.jusque,
            };
            tx.add_mandat(groupes, &mandat).await?;
            let changes = json!({ "created": true, "vote": id });
            tx.audit(groupes, self.change("mandat", mandat.id, changes)).await?;
            vote.fiche.mandats.push(mandat.id);
        }
        let seats = json!({ "seats": elected.len() });
        self.keep_vote(tx, proof, (&vote, seats)).await?;
        Ok(elected.len())
    }

    /// An identifier that says nothing of when it was drawn.
    pub(super) fn random_id(&self) -> Uuid {
        let mut bytes = [0; 16];
        self.settings.entropy.fill(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }
}
