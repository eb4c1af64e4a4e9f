//! From needs to first actions: difficulties voiced, missions, general, specific and operational objectives, actions.
//!
//! Each objective stands under one of the level above and of the same mission. Removing one hides what stands under it
//! and keeps it, so that bringing it back brings everything back.

pub mod fil;
mod mois;
mod saisie;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use fil::{Besoin, Fil, FilMission, Noeud};
pub use mois::{Mois, read_month};
pub use saisie::{RefusObjectif, Saisie};

use crate::authz::role::words;
use crate::ids::{DifficulteId, ExperienceId, GroupeId, ObjectifId};

words! {
    /// How far from the mission it stands.
    Niveau {
        /// What the CPTS wants to change.
        General = "general", "Objectif général";
        /// A part of it, for some people or some moment.
        Specifique = "specifique", "Objectif spécifique";
        /// What is done to reach it.
        Operationnel = "operationnel", "Objectif opérationnel";
        /// The first thing that is done.
        Action = "action", "Première action";
    }
}

impl Niveau {
    /// The level under which it stands; `None` for the highest.
    pub fn above(self) -> Option<Self> {
        match self {
            Niveau::General => None,
            Niveau::Specifique => Some(Niveau::General),
            Niveau::Operationnel => Some(Niveau::Specifique),
            Niveau::Action => Some(Niveau::Operationnel),
        }
    }

    /// The level that stands under it; `None` for the lowest.
    pub fn below(self) -> Option<Self> {
        Niveau::ALL.iter().copied().find(|one| one.above() == Some(self))
    }

    /// What a difficulty became, as its line says: `objectif` or `action`.
    pub fn nature(self) -> &'static str {
        if self == Niveau::Action { "action" } else { "objectif" }
    }
}

/// What is known of an objective beyond its columns. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectifFiche {
    /// The difficulties that it answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub difficultes: Vec<DifficulteId>,
    /// For whom.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub cible: String,
    /// The group that leads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groupe: Option<GroupeId>,
    /// First month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub du: Option<Mois>,
    /// Last month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub au: Option<Mois>,
    /// What would show that it is reached.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub indicateur: String,
    /// The sheet of experience that it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origine: Option<ExperienceId>,
}

/// An objective or an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objectif {
    /// Identifier.
    pub id: ObjectifId,
    /// What it stands under; `None` for a general objective.
    pub parent: Option<ObjectifId>,
    /// Its level.
    pub niveau: Niveau,
    /// Key of its mission.
    pub mission: String,
    /// What is wanted.
    pub texte: String,
    /// Everything else.
    pub fiche: ObjectifFiche,
    /// Its place among those beside it.
    pub ordre: i64,
    /// When it was written.
    pub created_at: Timestamp,
    /// Counts the changes: two people who change it at once are told.
    pub version: i64,
    /// When it was removed.
    pub removed_at: Option<Timestamp>,
}

/// Why an objective cannot stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misplaced {
    /// It stands under one of the level above, and this is none.
    #[error("not under an objective of the level above")]
    Parent,
    /// What it would stand under is of another mission.
    #[error("its parent has another mission")]
    Mission,
}

/// The objectives of a CPTS, removed ones too.
#[derive(Clone, Debug, Default)]
pub struct Objectifs {
    all: Vec<Objectif>,
}

impl Objectifs {
    /// All of them, in any order.
    pub fn new(mut all: Vec<Objectif>) -> Self {
        all.sort_by_key(|one| (one.ordre, one.created_at, one.id));
        Self { all }
    }

    /// Each one, removed or not, in order.
    pub fn all(&self) -> &[Objectif] {
        &self.all
    }

    /// One of them, removed or not.
    pub fn get(&self, id: ObjectifId) -> Option<&Objectif> {
        self.all.iter().find(|one| one.id == id)
    }

    /// What it stands under, nearest first.
    pub fn ancestors(&self, id: ObjectifId) -> Vec<&Objectif> {
        let mut found = Vec::new();
        let mut next = self.get(id).and_then(|one| one.parent);
        // There are four levels: the bound keeps a damaged chain from turning for ever.
        while let Some(one) = next.and_then(|id| self.get(id)).filter(|_| found.len() < Niveau::ALL.len()) {
            found.push(one);
            next = one.parent;
        }
        found
    }

    /// Whether it shows: neither it nor anything above it was removed.
    pub fn is_visible(&self, id: ObjectifId) -> bool {
        let here = |one: &Objectif| one.removed_at.is_none();
        self.get(id).is_some_and(here) && self.ancestors(id).into_iter().all(here)
    }

    /// Those that show, in order.
    pub fn visible(&self) -> impl Iterator<Item = &Objectif> {
        self.all.iter().filter(|one| self.is_visible(one.id))
    }

    /// Those that show under one, or the general ones of a mission.
    pub fn children(&self, parent: Option<ObjectifId>, mission: &str) -> impl Iterator<Item = &Objectif> {
        self.visible().filter(move |one| one.parent == parent && one.mission == mission)
    }

    /// Everything under one, removed or not.
    pub fn descendants(&self, id: ObjectifId) -> Vec<ObjectifId> {
        let under = |one: &&Objectif| self.ancestors(one.id).iter().any(|above| above.id == id);
        self.all.iter().filter(under).map(|one| one.id).collect()
    }

    /// Those that were removed themselves and can be brought back: nothing above them was removed.
    pub fn removed(&self) -> Vec<&Objectif> {
        let free = |one: &&Objectif| self.ancestors(one.id).iter().all(|above| above.removed_at.is_none());
        self.all.iter().filter(|one| one.removed_at.is_some()).filter(free).collect()
    }

    /// Where a new one goes: after those beside it.
    pub fn next_rank(&self) -> i64 {
        self.all.iter().map(|one| one.ordre).max().unwrap_or_default() + 1
    }

    /// Whether one of this level and mission may stand under this parent.
    ///
    /// # Errors
    /// When it may not.
    pub fn place(&self, niveau: Niveau, mission: &str, parent: Option<ObjectifId>) -> Result<(), Misplaced> {
        match (niveau.above(), parent) {
            (None, None) => Ok(()),
            (Some(above), Some(parent)) => {
                let found = self.get(parent).filter(|one| self.is_visible(one.id) && one.niveau == above);
                let found = found.ok_or(Misplaced::Parent)?;
                if found.mission == mission { Ok(()) } else { Err(Misplaced::Mission) }
            }
            (None, Some(_)) | (Some(_), None) => Err(Misplaced::Parent),
        }
    }

    /// The one beside it, before or after, with which it changes places.
    pub fn beside(&self, id: ObjectifId, after: bool) -> Option<&Objectif> {
        let one = self.get(id)?;
        let row: Vec<&Objectif> = self.children(one.parent, &one.mission).collect();
        let rank = row.iter().position(|other| other.id == id)?;
        let wanted = if after { rank + 1 } else { rank.checked_sub(1)? };
        row.get(wanted).copied()
    }

    /// The difficulties that those which show answer.
    pub fn answered(&self) -> BTreeSet<DifficulteId> {
        self.visible().flat_map(|one| one.fiche.difficultes.iter().copied()).collect()
    }

    /// What each difficulty became among those that show, in order.
    pub fn answers(&self) -> BTreeMap<DifficulteId, Vec<&Objectif>> {
        let mut found: BTreeMap<DifficulteId, Vec<&Objectif>> = BTreeMap::new();
        for one in self.visible() {
            for difficulte in &one.fiche.difficultes {
                found.entry(*difficulte).or_default().push(one);
            }
        }
        found
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use uuid::Uuid;

    use super::*;

    pub(crate) fn objectif(rank: u128, niveau: Niveau, parent: Option<u128>) -> Objectif {
        Objectif {
            id: ObjectifId(Uuid::from_u128(rank)),
            parent: parent.map(|rank| ObjectifId(Uuid::from_u128(rank))),
            niveau,
            mission: "acces".into(),
            texte: format!("Objectif {rank}"),
            fiche: ObjectifFiche::default(),
            ordre: rank as i64,
            created_at: Timestamp::UNIX_EPOCH,
            version: 1,
            removed_at: None,
        }
    }

    pub(crate) fn thread() -> Vec<Objectif> {
        vec![
            objectif(1, Niveau::General, None),
            objectif(2, Niveau::Specifique, Some(1)),
            objectif(3, Niveau::Operationnel, Some(2)),
            objectif(4, Niveau::Action, Some(3)),
            objectif(5, Niveau::General, None),
        ]
    }

    fn id(rank: u128) -> ObjectifId {
        ObjectifId(Uuid::from_u128(rank))
    }

    #[test]
    fn each_level_stands_under_the_one_above_and_in_its_mission() {
        let all = Objectifs::new(thread());
        assert_eq!(all.place(Niveau::General, "crise", None), Ok(()));
        assert_eq!(all.place(Niveau::General, "acces", Some(id(1))), Err(Misplaced::Parent));
        assert_eq!(all.place(Niveau::Specifique, "acces", None), Err(Misplaced::Parent));
        assert_eq!(all.place(Niveau::Specifique, "acces", Some(id(5))), Ok(()));
        assert_eq!(all.place(Niveau::Specifique, "crise", Some(id(5))), Err(Misplaced::Mission));
        assert_eq!(all.place(Niveau::Action, "acces", Some(id(2))), Err(Misplaced::Parent));
        assert_eq!(all.place(Niveau::Specifique, "acces", Some(id(99))), Err(Misplaced::Parent));
        assert_eq!(Niveau::Action.below(), None);
        assert_eq!(Niveau::General.below(), Some(Niveau::Specifique));
    }

    #[test]
    fn a_removed_objective_hides_what_stands_under_it_and_brings_it_back_whole() {
        let mut thread = thread();
        thread[1].removed_at = Some(Timestamp::UNIX_EPOCH);
        thread[3].fiche.difficultes = vec![DifficulteId(Uuid::from_u128(7))];
        let all = Objectifs::new(thread.clone());
        assert_eq!(all.visible().count(), 2);
        assert!(all.answered().is_empty(), "an action that does not show answers nothing");
        assert_eq!(all.removed().iter().map(|one| one.id).collect::<Vec<_>>(), [id(2)]);
        assert_eq!(all.descendants(id(2)), [id(3), id(4)]);
        assert_eq!(all.place(Niveau::Operationnel, "acces", Some(id(2))), Err(Misplaced::Parent));
        thread[1].removed_at = None;
        let all = Objectifs::new(thread);
        assert_eq!((all.visible().count(), all.answered().len()), (5, 1));
    }

    #[test]
    fn those_beside_change_places_and_the_ends_have_nobody_beyond() {
        let all = Objectifs::new(thread());
        assert_eq!(all.beside(id(1), true).map(|one| one.id), Some(id(5)));
        assert_eq!(all.beside(id(1), false), None);
        assert_eq!(all.beside(id(5), true), None);
        assert_eq!(all.beside(id(4), true), None, "alone under its parent");
    }

    #[test]
    fn a_chain_that_turns_in_circles_ends() {
        let mut thread = thread();
        thread[0].parent = Some(id(4));
        assert!(Objectifs::new(thread).ancestors(id(4)).len() <= Niveau::ALL.len());
    }
}
