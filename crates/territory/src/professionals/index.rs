//! The professionals of one file at the communes of today, and what each counting rule keeps of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Category, Group, KnowHow, Practice, Professionals, Selection};
use crate::Layer;
use crate::atlas::{Atlas, CodeStatus, CommuneRecord, Content, Dataset};
use crate::codes::{CommuneCode, DepartementCode, RegionCode};
use crate::measure::SourceId;

/// The professionals of one file, ready to be counted.
#[derive(Debug)]
pub struct ProfessionalIndex {
    pub(super) source: SourceId,
    pub(super) fictitious: bool,
    /// Départements of which the file places at least one activity.
    pub(super) covered: BTreeSet<DepartementCode>,
    persons: u32,
    categories: Vec<Category>,
    /// First group of each commune, by rank, and one more at the end.
    starts: Vec<u32>,
    /// Category of each group.
    kinds: Vec<u32>,
    /// First practice of each group, and one more at the end.
    firsts: Vec<u32>,
    practices: Vec<Practice>,
    unplaced: Vec<(Option<DepartementCode>, Vec<Group>)>,
    prepared: Mutex<HashMap<Selection, Arc<Prepared>>>,
}

/// Persons and sites of one rule, by commune and for the areas above it.
#[derive(Debug)]
pub(super) struct Prepared {
    /// First practice of each commune, by rank, and one more at the end.
    starts: Vec<u32>,
    /// Practices by commune; sorted within a commune, each once.
    practices: Vec<Practice>,
    /// Practices without a commune, sorted, by département where known.
    pub(super) unplaced: Vec<(Option<DepartementCode>, Vec<Practice>)>,
    pub(super) departements: BTreeMap<DepartementCode, Tally>,
    pub(super) regions: BTreeMap<RegionCode, Tally>,
    pub(super) all: Tally,
}

/// How many persons, each once, and how many sites they practise at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) persons: u32,
    pub(super) practices: u32,
}

impl ProfessionalIndex {
    /// Moves a file to the communes of today. `rank_today` is the only commune that holds the territory of the
    /// one named, where there is just one: nobody can be shared out between the parts of a split commune.
    pub(crate) fn build(
        file: &Professionals,
        (source, fictitious): (SourceId, bool),
        communes: usize,
        rank_today: impl Fn(CommuneCode) -> Option<u32>,
    ) -> Self {
        let mut placed: Vec<(u32, &Group)> = Vec::new();
        let mut unplaced: BTreeMap<Option<DepartementCode>, Vec<Group>> = BTreeMap::new();
        let mut covered = BTreeSet::new();
        for place in &file.communes {
            covered.insert(place.commune.departement());
            match rank_today(place.commune) {
                Some(rank) => placed.extend(place.groups.iter().map(|group| (rank, group))),
                None => unplaced
                    .entry(Some(place.commune.departement()))
                    .or_default()
                    .extend(place.groups.iter().cloned()),
            }
        }
        for place in &file.unplaced {
            unplaced.entry(place.departement).or_default().extend(place.groups.iter().cloned());
        }
        placed.sort_by_key(|(rank, group)| (*rank, group.category));
        let mut starts = vec![0; communes + 1];
        let mut kinds = Vec::with_capacity(placed.len());
        let mut firsts = Vec::with_capacity(placed.len() + 1);
        let mut practices = Vec::with_capacity(file.activities());
        for (rank, group) in placed {
            starts[rank as usize + 1] += 1;
            kinds.push(group.category);
            firsts.push(practices.len() as u32);
            practices.extend_from_slice(&group.practices);
        }
        firsts.push(practices.len() as u32);
        for rank in 0..communes {
            starts[rank + 1] += starts[rank];
        }
        Self {
            source,
            fictitious,
            covered,
            persons: file.persons,
            categories: file.categories.clone(),
            starts,
            kinds,
            firsts,
            practices,
            unplaced: unplaced.into_iter().collect(),
            prepared: Mutex::default(),
        }
    }

    /// Rank of its source.
    pub fn source(&self) -> SourceId {
        self.source
    }

    /// Départements that the file speaks of.
    pub fn departements(&self) -> impl Iterator<Item = DepartementCode> + '_ {
        self.covered.iter().copied()
    }

    /// Whether the file has anybody of the professions and specialities of a rule. A file that has none of them
    /// in the whole country does not say that there are none: it does not count them.
    pub fn tells(&self, selection: &Selection) -> bool {
        let known = |category: &Category| {
            let profession =
                selection.professions.is_empty() || selection.professions.contains(&category.profession);
            let speciality = match &selection.know_how {
                KnowHow::Only { codes, .. } => codes.contains(&category.know_how),
                KnowHow::Any | KnowHow::Except { .. } => true,
            };
            profession && speciality
        };
        self.categories.iter().any(known)
    }

    /// What a rule keeps; computed once for each rule.
    pub(super) fn prepared(&self, selection: &Selection, communes: &[CommuneRecord]) -> Arc<Prepared> {
        let lock = || self.prepared.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(selection) {
            return known.clone();
        }
        let made = Arc::new(self.prepare(selection, communes));
        lock().entry(selection.clone()).or_insert(made).clone()
    }

    fn prepare(&self, selection: &Selection, communes: &[CommuneRecord]) -> Prepared {
        let kept: Vec<bool> = self.categories.iter().map(|category| selection.admits(category)).collect();
        let keeps = |category: u32| kept.get(category as usize).copied().unwrap_or_default();
        let mut starts = Vec::with_capacity(self.starts.len());
        let mut practices = Vec::new();
        let mut here: Vec<Practice> = Vec::new();
        for bounds in self.starts.windows(2) {
            starts.push(practices.len() as u32);
            here.clear();
            for group in bounds[0] as usize..bounds[1] as usize {
                if keeps(self.kinds[group]) {
                    let range = self.firsts[group] as usize..self.firsts[group + 1] as usize;
                    here.extend_from_slice(&self.practices[range]);
                }
            }
            here.sort_unstable();
            here.dedup();
            practices.extend_from_slice(&here);
        }
        starts.push(practices.len() as u32);
        let unplaced = self.unplaced.iter().map(|(departement, groups)| {
            let groups = groups.iter().filter(|group| keeps(group.category));
            let mut all: Vec<Practice> = groups.flat_map(|group| group.practices.iter().copied()).collect();
            all.sort_unstable();
            all.dedup();
            (*departement, all)
        });
        let unplaced = unplaced.filter(|(_, all)| !all.is_empty()).collect();
        let mut made = Prepared {
            starts,
            practices,
            unplaced,
            departements: BTreeMap::new(),
            regions: BTreeMap::new(),
            all: Tally::default(),
        };
        made.add_areas(communes, self.persons);
        made
    }
}

impl Prepared {
    /// The practices of a commune, by rank.
    pub(super) fn of(&self, rank: u32) -> &[Practice] {
        let bounds = (self.starts.get(rank as usize), self.starts.get(rank as usize + 1));
        match bounds {
            (Some(from), Some(to)) => &self.practices[*from as usize..*to as usize],
            _ => &[],
        }
    }

    /// Counts every département, every region and all of them together, each person once in each.
    fn add_areas(&mut self, communes: &[CommuneRecord], persons: u32) {
        let mut departements: BTreeMap<DepartementCode, Vec<u32>> = BTreeMap::new();
        let mut regions: BTreeMap<RegionCode, Vec<u32>> = BTreeMap::new();
        for (rank, commune) in (0..).zip(communes).filter(|(rank, _)| !self.of(*rank).is_empty()) {
            departements.entry(commune.departement).or_default().push(rank);
            if let Some(region) = commune.region {
                regions.entry(region).or_default().push(rank);
            }
        }
        // The area in which each person was last met: nothing has to be cleared between two areas.
        let mut last = vec![0_u32; persons as usize];
        let mut area = 0;
        let mut count = |ranks: &mut dyn Iterator<Item = u32>| {
            area += 1;
            let mut tally = Tally::default();
            for practice in ranks.flat_map(|rank| self.of(rank)) {
                tally.practices += 1;
                if let Some(last) = last.get_mut(practice.person() as usize)
                    && *last != area
                {
                    *last = area;
                    tally.persons += 1;
                }
            }
            tally
        };
        let by_departement =
            departements.iter().map(|(code, ranks)| (*code, count(&mut ranks.iter().copied()))).collect();
        let by_region =
            regions.iter().map(|(code, ranks)| (*code, count(&mut ranks.iter().copied()))).collect();
        let all = count(&mut (0..communes.len() as u32));
        self.departements = by_departement;
        self.regions = by_region;
        self.all = all;
    }
}

impl Atlas {
    /// The most recent real file and the most recent invented one; among equals, the one imported last.
    pub(crate) fn index_professionals(&mut self, datasets: &[Dataset]) {
        for fictitious in [false, true] {
            let files = datasets.iter().enumerate().filter_map(|(source, dataset)| match &dataset.content {
                Content::Layer(Layer::Professionals(file)) if dataset.passport.fictitious == fictitious => {
                    Some((source, &dataset.passport, file))
                }
                _ => None,
            });
            let latest = files.max_by_key(|(source, passport, _)| (passport.vintage.year, *source));
            let Some((source, _, file)) = latest else { continue };
            let whence = (SourceId(source), fictitious);
            let index =
                ProfessionalIndex::build(file, whence, self.communes.len(), |code| self.only_rank(code));
            self.professionals.push(index);
        }
    }

    /// The commune of the list that holds the territory of this code, where there is just one. Registers keep
    /// codes of communes that disappeared years before.
    fn only_rank(&self, code: CommuneCode) -> Option<u32> {
        let rank = |code: &CommuneCode| self.commune_rank.get(code).copied();
        match self.code_status(code) {
            CodeStatus::Current => rank(&code),
            CodeStatus::Former { successors, .. } => match &successors[..] {
                [only] => rank(only),
                _ => None,
            },
            CodeStatus::Unknown => None,
        }
    }
}
