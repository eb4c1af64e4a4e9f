//! A proxy: one member lets another one vote for them at one meeting.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::corps::Corps;
use super::reglement::{Porteur, Reglement};
use crate::authz::role::words;
use crate::ids::{PersonneId, ProcurationId, ReunionId};

words! {
    /// How a proxy was given.
    MoyenProcuration {
        /// On paper, noted by the secretary.
        Papier = "papier", "Sur papier, notée par le secrétariat";
        /// From the account of who gave it.
        Compte = "compte", "Depuis le compte du membre";
        /// By a personal link.
        Lien = "lien", "Par un lien personnel";
    }
}

/// A proxy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Procuration {
    /// Identifier.
    pub id: ProcurationId,
    /// The meeting.
    pub reunion: ReunionId,
    /// Who gave it.
    pub donneur: PersonneId,
    /// Who holds it.
    pub porteur: PersonneId,
    /// How it was given.
    pub moyen: MoyenProcuration,
    /// When.
    pub donnee_at: Timestamp,
    /// When it was taken back.
    pub retiree_at: Option<Timestamp>,
}

impl Procuration {
    /// Whether it was not taken back.
    pub fn is_active(&self) -> bool {
        self.retiree_at.is_none()
    }
}

/// Why a proxy is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refus {
    /// To oneself.
    #[error("a proxy to oneself")]
    Soi,
    /// The giver may not vote at this meeting.
    #[error("the giver may not vote")]
    DonneurNonMembre,
    /// The holder may not vote at this meeting.
    #[error("the holder may not vote")]
    PorteurNonMembre,
    /// The giver is at the meeting.
    #[error("the giver is present")]
    DonneurPresent,
    /// The giver already gave one.
    #[error("the giver already gave a proxy")]
    Deja,
    /// The holder gave their own vote away.
    #[error("the holder gave a proxy")]
    PorteurDonne,
    /// The giver holds the proxy of somebody else.
    #[error("the giver holds a proxy")]
    DonneurPorte,
    /// The holder has as many as the rules allow.
    #[error("the holder has {0} proxies already")]
    Trop(u16),
    /// The holder is of another college.
    #[error("the holder is of another college")]
    AutreCollege,
    /// The giver has voted, in person or through somebody.
    #[error("a vote was already given for the giver")]
    DejaVote,
    /// The holder is not at the meeting.
    #[error("the holder is absent")]
    PorteurAbsent,
}

/// Whether a proxy can be given: the first reason that speaks against it.
///
/// # Errors
/// That reason.
pub fn admettre(
    (donneur, porteur): (PersonneId, PersonneId),
    (corps, presents): (&Corps, &BTreeSet<PersonneId>),
    given: &[Procuration],
    reglement: &Reglement,
) -> Result<(), Refus> {
    let active = || given.iter().filter(|one| one.is_active());
    let held = active().filter(|one| one.porteur == porteur).count();
    let refusals = [
        (donneur == porteur, Refus::Soi),
        (!corps.contains(donneur), Refus::DonneurNonMembre),
        (!corps.contains(porteur), Refus::PorteurNonMembre),
        (presents.contains(&donneur), Refus::DonneurPresent),
        (active().any(|one| one.donneur == donneur), Refus::Deja),
        (active().any(|one| one.donneur == porteur), Refus::PorteurDonne),
        (active().any(|one| one.porteur == donneur), Refus::DonneurPorte),
        (
            reglement.porteur == Porteur::College && corps.college(donneur) != corps.college(porteur),
            Refus::AutreCollege,
        ),
        (held >= usize::from(reglement.procurations_max), Refus::Trop(reglement.procurations_max)),
    ];
    refusals.into_iter().find(|(refused, _)| *refused).map_or(Ok(()), |(_, why)| Err(why))
}
