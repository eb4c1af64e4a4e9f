//! Who may vote on a day: the members of the association, or those who sit in a group.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::reglement::Reglement;
use crate::communaute::adhesions::Adhesion;
use crate::communaute::{Annuaire, Mandat, Personne, Reunion, ReunionKind, Statut};
use crate::ids::PersonneId;

/// Who may vote, each with the key of their college.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corps {
    electeurs: BTreeMap<PersonneId, Option<String>>,
}

impl Corps {
    /// From identifiers and colleges.
    pub fn new(all: impl IntoIterator<Item = (PersonneId, Option<String>)>) -> Self {
        Self { electeurs: all.into_iter().collect() }
    }

    /// Who may vote at a meeting held on a day: the association at an assembly, who sits in the group elsewhere.
    /// A meeting of information has no voters.
    pub fn of(
        reunion: &Reunion,
        (annuaire, mandats): (&Annuaire, &[Mandat]),
        (adhesions, reglement): (&[Adhesion], &Reglement),
        day: Date,
    ) -> Self {
        let college = |one: &Personne| reglement.college_of(one).map(|college| college.cle.clone());
        if matches!(reunion.kind, ReunionKind::Ago | ReunionKind::Age) {
            let settled = |one: &Personne| !reglement.a_jour || is_settled(annuaire, adhesions, one.id, day);
            let members = annuaire.iter().filter(|one| one.statut_on(day) == Some(Statut::Adherent));
            return Self::new(members.filter(|one| settled(one)).map(|one| (one.id, college(one))));
        }
        let seats = mandats.iter().filter(|one| Some(one.groupe) == reunion.groupe && one.runs(day));
        let people = seats.filter_map(|one| annuaire.get(one.personne));
        Self::new(people.filter(|one| one.removed_at.is_none()).map(|one| (one.id, college(one))))
    }

    /// Whether somebody may vote.
    pub fn contains(&self, id: PersonneId) -> bool {
        self.electeurs.contains_key(&id)
    }

    /// The college of a voter.
    pub fn college(&self, id: PersonneId) -> Option<&str> {
        self.electeurs.get(&id)?.as_deref()
    }

    /// The voters.
    pub fn iter(&self) -> impl Iterator<Item = (PersonneId, Option<&str>)> {
        self.electeurs.iter().map(|(id, college)| (*id, college.as_deref()))
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.electeurs.len()
    }

    /// Whether nobody may vote.
    pub fn is_empty(&self) -> bool {
        self.electeurs.is_empty()
    }
}

/// Whether the dues of the year of a day are paid, under any sheet of the person.
fn is_settled(annuaire: &Annuaire, adhesions: &[Adhesion], id: PersonneId, day: Date) -> bool {
    let own = adhesions.iter().filter(|one| one.annee == day.year());
    own.filter(|one| annuaire.resolve(one.personne) == id).any(Adhesion::is_settled)
}
