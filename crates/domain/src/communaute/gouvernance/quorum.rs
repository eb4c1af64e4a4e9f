//! Whether enough members are there.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::corps::Corps;
use super::procuration::Procuration;
use super::reglement::{Portee, QuorumMode, RegleSeance, Reglement};
use crate::communaute::{Annuaire, Presence, PresenceState};
use crate::ids::PersonneId;

/// The count of one college.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecompteCollege {
    /// Its name.
    pub nom: String,
    /// Members who may vote.
    pub inscrits: usize,
    /// Those who count.
    pub comptes: usize,
    /// Those who are needed; 0 when the quorum is not asked in each college.
    pub requis: usize,
}

/// The count of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quorum {
    /// Who is counted.
    pub mode: QuorumMode,
    /// Members who may vote.
    pub inscrits: usize,
    /// Those who are there.
    pub presents: usize,
    /// Those who gave a proxy to somebody who is there.
    pub representes: usize,
    /// How many are needed; 0 without quorum.
    pub requis: usize,
    /// Whether it is a second call that needs none.
    pub seconde: bool,
    /// College by college, when there are some.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub colleges: Vec<DecompteCollege>,
}

impl Quorum {
    /// Those who count.
    pub fn comptes(&self) -> usize {
        match self.mode {
            QuorumMode::Presents => self.presents,
            QuorumMode::Aucun | QuorumMode::Representes => self.presents + self.representes,
        }
    }

    /// Whether the meeting may decide. Where nobody may vote, nothing can be decided.
    pub fn is_reached(&self) -> bool {
        self.inscrits > 0
            && self.comptes() >= self.requis
            && self.colleges.iter().all(|one| one.comptes >= one.requis)
    }

    /// How many votes can be given: the present and those who are represented.
    pub fn voix(&self) -> usize {
        self.presents + self.representes
    }
}

/// Who is counted as there from an instant on: presences that count, of who had not left before.
pub fn presents(
    annuaire: &Annuaire,
    presences: &[Presence],
    from: Option<Timestamp>,
) -> BTreeSet<PersonneId> {
    let counts = |one: &&Presence| {
        let stayed = from.is_none_or(|from| one.depart.is_none_or(|left| left > from));
        one.state == PresenceState::Comptee && stayed
    };
    presences.iter().filter(counts).filter_map(|one| one.personne).map(|id| annuaire.resolve(id)).collect()
}

/// Proxies that stand: their giver may vote and is away, their holder may vote and is there.
pub fn representes<'a>(
    corps: &Corps,
    presents: &BTreeSet<PersonneId>,
    procurations: &'a [Procuration],
) -> Vec<&'a Procuration> {
    let stands = |one: &&Procuration| {
        one.is_active()
            && corps.contains(one.donneur)
            && !presents.contains(&one.donneur)
            && corps.contains(one.porteur)
            && presents.contains(&one.porteur)
    };
    procurations.iter().filter(stands).collect()
}

/// Counts a meeting. `seconde` says whether it is a second call.
pub fn compter(
    corps: &Corps,
    (presents, procurations): (&BTreeSet<PersonneId>, &[Procuration]),
    (reglement, regle): (&Reglement, &RegleSeance),
    seconde: bool,
) -> Quorum {
    let there: BTreeSet<PersonneId> = presents.iter().copied().filter(|id| corps.contains(*id)).collect();
    let given: BTreeSet<PersonneId> =
        representes(corps, presents, procurations).iter().map(|one| one.donneur).collect();
    let free = seconde && regle.seconde_sans_quorum;
    let asked = regle.quorum != QuorumMode::Aucun && !free;
    let whole = asked && regle.portee == Portee::Ensemble;
    let counted =
        |id: &PersonneId| there.contains(id) || (regle.quorum != QuorumMode::Presents && given.contains(id));
    let mut colleges: Vec<DecompteCollege> = Vec::new();
    for college in &reglement.colleges {
        let own: Vec<PersonneId> =
            corps.iter().filter(|(_, cle)| *cle == Some(college.cle.as_str())).map(|(id, _)| id).collect();
        let requis = if asked && regle.portee == Portee::College { regle.part.of(own.len()) } else { 0 };
        let comptes = own.iter().filter(|id| counted(id)).count();
        colleges.push(DecompteCollege { nom: college.nom.clone(), inscrits: own.len(), comptes, requis });
    }
    let requis = match (whole, asked && colleges.is_empty()) {
        (true, _) | (_, true) => regle.part.of(corps.len()),
        _ => 0,
    };
    Quorum {
        mode: regle.quorum,
        inscrits: corps.len(),
        presents: there.len(),
        representes: given.len(),
        requis,
        seconde: free,
        colleges,
    }
}
