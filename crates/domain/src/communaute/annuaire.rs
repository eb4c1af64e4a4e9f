//! Everybody of a CPTS in memory, with the sheets that were merged.

use std::collections::BTreeMap;

use super::personne::Personne;
use crate::ids::PersonneId;

/// Everybody of a CPTS. References to a merged sheet lead to the one that replaced it, so that nothing is rewritten
/// by a merge and taking it back is exact.
#[derive(Clone, Debug, Default)]
pub struct Annuaire {
    personnes: BTreeMap<PersonneId, Personne>,
}

impl Annuaire {
    /// From every sheet of the CPTS, merged and removed ones too.
    pub fn new(all: impl IntoIterator<Item = Personne>) -> Self {
        Self { personnes: all.into_iter().map(|one| (one.id, one)).collect() }
    }

    /// The sheet that stands for an identifier, merged or not; a removed one too.
    pub fn get(&self, id: PersonneId) -> Option<&Personne> {
        let mut found = self.personnes.get(&id)?;
        // A chain of merges is short; the count keeps a damaged one from turning for ever.
        for _ in 0..self.personnes.len() {
            match found.fusionnee {
                Some(next) => found = self.personnes.get(&next)?,
                None => return Some(found),
            }
        }
        None
    }

    /// A sheet by its own identifier, merged or not; a removed one too.
    pub fn sheet(&self, id: PersonneId) -> Option<&Personne> {
        self.personnes.get(&id)
    }

    /// Every identifier that leads to a sheet: its own, and those of the sheets that were merged into it.
    pub fn all_of(&self, id: PersonneId) -> Vec<PersonneId> {
        self.personnes.keys().copied().filter(|known| self.resolve(*known) == id).collect()
    }

    /// The identifier that stands for another one; itself when nothing replaced it.
    pub fn resolve(&self, id: PersonneId) -> PersonneId {
        self.get(id).map_or(id, |one| one.id)
    }

    /// Name for a list; empty for somebody whose sheet is gone.
    pub fn nom(&self, id: PersonneId) -> String {
        self.get(id).map(Personne::nom_liste).unwrap_or_default()
    }

    /// The people: merged and removed sheets are left out. In the order of their identifiers, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Personne> {
        self.personnes.values().filter(|one| one.fusionnee.is_none() && one.removed_at.is_none())
    }

    /// Whether somebody is in it.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::personne::tests::personne;
    use super::*;

    #[test]
    fn a_merged_sheet_leads_to_the_one_that_stands() {
        let id = |n: u128| PersonneId(Uuid::from_u128(n));
        let with = |n, into: Option<u128>| Personne {
            id: id(n),
            fusionnee: into.map(id),
            ..personne("Exemple", &n.to_string())
        };
        let all = Annuaire::new([with(1, Some(2)), with(2, Some(3)), with(3, None), with(4, Some(4))]);
        assert_eq!(all.resolve(id(1)), id(3));
        assert_eq!(all.nom(id(2)), "EXEMPLE 3");
        assert_eq!(all.get(id(4)), None);
        assert_eq!(all.resolve(id(9)), id(9));
        assert_eq!(all.iter().count(), 1);
    }
}
