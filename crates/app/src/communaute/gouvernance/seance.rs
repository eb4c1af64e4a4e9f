//! A meeting as one who counts sees it: who may vote, who is there, who is represented, what was decided.

use std::collections::BTreeSet;

use domain::authz::Allowed;
use domain::communaute::gouvernance::quorum::{compter, presents, representes};
use domain::communaute::gouvernance::{
    Corps, MandatNomme, Procuration, Quorum, QuorumMode, RegleSeance, Reglement, Seance, Vote, VoteState,
    modeles,
};
use domain::communaute::{Annuaire, Groupe, Mandat, Reunion, ReunionKind, ReunionState};
use domain::ids::{PersonneId, ReunionId};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use storage::{REGLEMENT, ReadsCommunaute, ReadsGroupes, SeanceRows};

use crate::communaute::reunions::{zone_named, zone_of};
use crate::{App, AppError};

/// A meeting and everything that a decision needs.
#[derive(Clone, Debug)]
pub struct SeanceLue {
    /// The meeting.
    pub reunion: Reunion,
    /// Everybody.
    pub annuaire: Annuaire,
    /// Groups.
    pub groupes: Vec<Groupe>,
    /// Seats.
    pub mandats: Vec<Mandat>,
    /// The rules of the CPTS.
    pub reglement: Reglement,
    /// Those of this kind of meeting.
    pub regle: RegleSeance,
    /// Who may vote.
    pub corps: Corps,
    /// Who is counted as present.
    pub presents: BTreeSet<PersonneId>,
    /// Proxies for the meeting under the sheets of today, those taken back too.
    pub procurations: Vec<Procuration>,
    /// The count.
    pub quorum: Quorum,
    /// Where the hours of the CPTS are said.
    pub zone: TimeZone,
}

impl SeanceLue {
    /// From what was read. Who left before `from` is not counted; `None` counts everybody who came.
    pub(crate) fn of(read: SeanceRows, from: Option<Timestamp>, today: Date) -> Self {
        let zone = zone_named(read.fuseau.as_deref());
        let day = read.reunion.debut.map_or(today, |start| start.to_zoned(zone.clone()).date());
        let regle = read.reglement.regle(read.reunion.kind);
        let corps = Corps::of(
            &read.reunion,
            (&read.annuaire, &read.mandats),
            (&read.adhesions, &read.reglement),
            day,
        );
        let presents = presents(&read.annuaire, &read.presences, from);
        let resolved = |one: Procuration| Procuration {
            donneur: read.annuaire.resolve(one.donneur),
            porteur: read.annuaire.resolve(one.porteur),
            ..one
        };
        let procurations: Vec<Procuration> = read.procurations.into_iter().map(resolved).collect();
        let second = read.reunion.fiche.seconde_convocation;
        let quorum = compter(&corps, (&presents, &procurations), (&read.reglement, &regle), second);
        Self {
            reunion: read.reunion,
            annuaire: read.annuaire,
            groupes: read.groupes,
            mandats: read.mandats,
            reglement: read.reglement,
            regle,
            corps,
            presents,
            procurations,
            quorum,
            zone,
        }
    }

    /// Proxies that stand now.
    pub fn standing(&self) -> Vec<&Procuration> {
        representes(&self.corps, &self.presents, &self.procurations)
    }

    /// Whether it can decide something: it has a date and was not cancelled.
    pub fn can_decide(&self) -> bool {
        let dated = matches!(self.reunion.state, ReunionState::Prevue | ReunionState::Tenue);
        dated && self.reunion.debut.is_some() && self.reunion.removed_at.is_none()
    }
}

impl App {
    /// A meeting and the count of who is there now.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the CPTS has no such meeting, or the database does not answer.
    pub async fn seance<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        id: ReunionId,
    ) -> Result<SeanceLue, AppError> {
        let read = self.store.read().await?.seance(proof, id).await?.ok_or(AppError::NotFound)?;
        if read.reunion.removed_at.is_some() {
            return Err(AppError::NotFound);
        }
        // A meeting that is over counts everybody who came; one that goes on, those who are still there.
        let over = read.reunion.state == ReunionState::Tenue
            || read.reunion.fin.is_some_and(|end| end <= self.now());
        Ok(SeanceLue::of(read, (!over).then(|| self.now()), self.today()))
    }

    /// Every meeting of the CPTS that was not removed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn meetings_that_decide<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<Reunion>, AppError> {
        Ok(self.store.read().await?.reunions(proof).await?)
    }

    /// The meetings, not over for more than the life of a voting link, at which somebody may vote.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn meetings_of_voter<P: ReadsCommunaute + ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        who: PersonneId,
    ) -> Result<Vec<Reunion>, AppError> {
        let tx = self.store.read().await?;
        let (annuaire, mandats) = (tx.annuaire(proof).await?, tx.mandats(proof).await?);
        let (adhesions, mut reunions) = (tx.adhesions(proof).await?, tx.reunions(proof).await?);
        let zone = zone_of(&tx, proof).await?;
        let reglement: Reglement = tx.reglage(proof, REGLEMENT).await?.unwrap_or_default();
        let after = SignedDuration::from_hours(modeles()?.bornes.lien_heures);
        let (since, who) = (self.now() - after, annuaire.resolve(who));
        reunions.retain(|one| {
            let day = one.debut.map(|start| start.to_zoned(zone.clone()).date());
            let last = one.fin.or(one.debut);
            last.is_some_and(|last| last >= since)
                && day.is_some_and(|day| {
                    Corps::of(one, (&annuaire, &mandats), (&adhesions, &reglement), day).contains(who)
                })
        });
        Ok(reunions)
    }

    /// The votes of a meeting, in the order in which they were made.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn votes_of_meeting<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        id: ReunionId,
    ) -> Result<Vec<Vote>, AppError> {
        let mut votes = self.store.read().await?.votes(proof).await?;
        votes.retain(|one| one.reunion == id);
        Ok(votes)
    }

    /// What the minutes of a meeting say of its decisions: give it to `domain::communaute::gouvernance::paragraphes`.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the CPTS has no such meeting, or the database does not answer.
    pub async fn minutes_of_votes<P: ReadsGroupes + ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        id: ReunionId,
    ) -> Result<Seance, AppError> {
        let (read, votes) = (self.seance(proof, id).await?, self.votes_of_meeting(proof, id).await?);
        let name = |id: PersonneId| read.annuaire.get(id).map(|one| one.nom_texte()).unwrap_or_default();
        let pairs = read.standing().into_iter().map(|one| (name(one.donneur), name(one.porteur)));
        let given: Vec<_> = votes.iter().flat_map(|one| one.fiche.mandats.iter()).collect();
        let seats = read.mandats.iter().filter(|one| given.contains(&&one.id));
        let mandats = seats.map(|one| {
            let groupe = read.groupes.iter().find(|groupe| groupe.id == one.groupe);
            MandatNomme {
                nom: name(one.personne),
                fonction: one.fonction,
                groupe: groupe.map(|groupe| groupe.nom.clone()).unwrap_or_default(),
                depuis: one.depuis,
                jusque: one.jusque,
            }
        });
        // The minutes of a working group that decides nothing by a vote say nothing of a quorum.
        let assembly = matches!(read.reunion.kind, ReunionKind::Ago | ReunionKind::Age);
        let counts = assembly || read.regle.quorum != QuorumMode::Aucun || !votes.is_empty();
        Ok(Seance {
            procurations: pairs.collect(),
            mandats: mandats.collect(),
            votes: votes.iter().filter(|one| one.state == VoteState::Clos).cloned().collect(),
            quorum: Some(read.quorum.clone()).filter(|one| one.inscrits > 0 && counts),
        })
    }
}
