//! Sheets that an import holds while it is computed.

use std::collections::{BTreeMap, HashMap};

use territory::text::search_key;

use super::plan::Change;
use crate::communaute::Structure;
use crate::ids::StructureId;

/// Sheets that an import holds: what they were, and what they become.
pub(super) struct Tenus<K: Ord + Copy, T: Clone + PartialEq> {
    pub(super) avant: BTreeMap<K, T>,
    pub(super) maintenant: BTreeMap<K, T>,
    /// In the order of the lines.
    neuves: Vec<K>,
}

impl<K: Ord + Copy, T: Clone + PartialEq> Tenus<K, T> {
    pub(super) fn new(all: impl Iterator<Item = (K, T)>) -> Self {
        Self { avant: all.collect(), maintenant: BTreeMap::new(), neuves: Vec::new() }
    }

    pub(super) fn get(&self, key: K) -> Option<&T> {
        self.maintenant.get(&key).or_else(|| self.avant.get(&key))
    }

    pub(super) fn add(&mut self, key: K, new: T) {
        self.neuves.push(key);
        self.maintenant.insert(key, new);
    }

    pub(super) fn put(&mut self, key: K, changed: T) {
        self.maintenant.insert(key, changed);
    }

    pub(super) fn parts(mut self) -> (Vec<T>, Vec<Change<T>>) {
        let new: Vec<T> = self.neuves.iter().filter_map(|key| self.maintenant.remove(key)).collect();
        let changed = self.maintenant.into_iter().filter_map(|(key, apres)| {
            let avant = self.avant.remove(&key)?;
            (avant != apres).then_some(Change { avant, apres })
        });
        (new, changed.collect())
    }
}

/// Structures by what tells them apart.
pub(super) struct Structures {
    pub(super) tenues: Tenus<StructureId, Structure>,
    by_number: HashMap<String, StructureId>,
    by_name: HashMap<String, Vec<StructureId>>,
}

impl Structures {
    pub(super) fn new(all: &[Structure]) -> Self {
        let standing = all.iter().filter(|one| one.removed_at.is_none());
        let tenues = Tenus::new(standing.clone().map(|one| (one.id, one.clone())));
        let mut found = Self { tenues, by_number: HashMap::new(), by_name: HashMap::new() };
        standing.for_each(|one| found.index(one));
        found
    }

    pub(super) fn index(&mut self, one: &Structure) {
        for number in [&one.finess, &one.fiche.siret].into_iter().flatten() {
            self.by_number.entry(number.clone()).or_insert(one.id);
        }
        let named = self.by_name.entry(search_key(&one.nom)).or_default();
        if !named.contains(&one.id) {
            named.push(one.id);
        }
    }

    /// The structure of a number; else the only one of the name that no number or commune tells apart.
    pub(super) fn find(&self, lue: &Structure) -> Option<StructureId> {
        let numbers = [&lue.finess, &lue.fiche.siret].into_iter().flatten();
        if let Some(found) = numbers.filter_map(|number| self.by_number.get(number)).next() {
            return Some(*found);
        }
        let either =
            |one: Option<&str>, other: Option<&str>| one.is_none() || other.is_none() || one == other;
        let named = self.by_name.get(&search_key(&lue.nom))?;
        let near = named.iter().copied().filter(|id| {
            self.tenues.get(*id).is_some_and(|one| {
                let (own, read) = (one.commune.map(|c| c.to_string()), lue.commune.map(|c| c.to_string()));
                either(own.as_deref(), read.as_deref())
                    && either(one.finess.as_deref(), lue.finess.as_deref())
                    && either(one.fiche.siret.as_deref(), lue.fiche.siret.as_deref())
            })
        });
        let near: Vec<StructureId> = near.collect();
        // Two of that name and nothing to tell which: a third one would be worse than the first.
        near.first().copied()
    }

    pub(super) fn add(&mut self, new: Structure) {
        self.index(&new);
        self.tenues.add(new.id, new);
    }
}
