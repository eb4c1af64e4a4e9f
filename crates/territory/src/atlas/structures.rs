//! Health and social sites (FINESS) of a perimeter or an area.
//!
//! Method: `docs/methods/structures.md`. A line of the register is a site, not a body: one hospital has several.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Atlas, Content, Dataset};
use crate::codes::{AreaCode, CategoryCode, CommuneCode, DepartementCode, FinessCode, IrisCode, UnitCode};
use crate::geometry::{self, Polygon};
use crate::layers::{Layer, Structure};
use crate::measure::{Measure, SourceId};
use crate::perimeter::Perimeter;
use crate::text::search_key;

/// Contours of the IRIS of a perimeter, in degrees. The atlas has none: drawings are stored apart.
pub type IrisShapes = BTreeMap<IrisCode, Vec<Polygon>>;

/// A site on the communes of today.
#[derive(Clone, Debug)]
pub struct Site {
    /// What the register says of it.
    pub record: Structure,
    /// Its commune today; `None` when the register does not say it or it was split since.
    pub commune: Option<CommuneCode>,
    /// The file.
    pub source: SourceId,
}

/// All sites, by commune.
#[derive(Debug, Default)]
pub(crate) struct StructureIndex {
    sites: Vec<Site>,
    by_commune: HashMap<CommuneCode, Vec<u32>>,
    /// Sites without commune, by département.
    unplaced: BTreeMap<DepartementCode, Vec<u32>>,
    /// Départements that a file covers.
    covered: BTreeMap<DepartementCode, SourceId>,
}

/// A site that stands in a perimeter.
#[derive(Clone, Copy, Debug)]
pub struct FoundSite<'a> {
    /// The site.
    pub site: &'a Site,
    /// Its commune.
    pub commune: CommuneCode,
    /// The IRIS that holds its coordinates, when the perimeter takes only IRIS of the commune.
    pub iris: Option<IrisCode>,
}

/// The sites of a perimeter, and what could not be told.
#[derive(Clone, Debug, Default)]
pub struct StructuresFound<'a> {
    /// Sites inside, by category, then commune, then name.
    pub sites: Vec<FoundSite<'a>>,
    /// Sites of communes of which the perimeter takes only some IRIS: no coordinates or no contours to tell.
    pub perhaps: Vec<FoundSite<'a>>,
    /// Sites of the same départements for which the register gives no commune.
    pub unplaced: Vec<&'a Site>,
    /// Units of départements that no file covers.
    pub without_file: Vec<UnitCode>,
    /// Number of units of the perimeter.
    pub units: usize,
    /// The files.
    pub sources: Vec<SourceId>,
    iris: BTreeSet<IrisCode>,
}

/// How many sites of some categories stand in a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StructureCount {
    /// Sites that are surely inside. Missing units: those that no file covers, and the IRIS that may hold a site
    /// of `perhaps`.
    pub measure: Measure,
    /// Sites of communes taken in part that may be inside or not: `measure` leaves them out.
    pub perhaps: usize,
    /// Sites of the same départements without a commune: `measure` leaves them out.
    pub unplaced: usize,
}

impl StructureCount {
    /// Whether every site was placed and every unit is covered.
    pub fn is_complete(&self) -> bool {
        self.measure.is_complete() && self.perhaps == 0 && self.unplaced == 0
    }
}

/// The sites of one category.
#[derive(Clone, Debug, PartialEq)]
pub struct CategoryLine {
    /// Category.
    pub category: CategoryCode,
    /// Its label as published.
    pub label: String,
    /// Sites inside.
    pub sites: usize,
    /// Sites by commune, sorted by code.
    pub communes: Vec<(CommuneCode, usize)>,
}

/// The sites of one legal entity.
#[derive(Clone, Debug)]
pub struct LegalEntityLine<'a> {
    /// FINESS number of the entity; `None` for a site that the register attaches to nobody.
    pub number: Option<FinessCode>,
    /// Its name, where a file gives it.
    pub name: Option<&'a str>,
    /// Its sites in the perimeter.
    pub sites: Vec<FoundSite<'a>>,
}

impl Atlas {
    /// For each département, the most recent file; among equals, the one imported last.
    pub(super) fn fill_structures(&mut self, datasets: &[Dataset]) {
        let files: Vec<(usize, i16, i16, &Vec<Structure>)> = datasets
            .iter()
            .enumerate()
            .filter_map(|(source, dataset)| match &dataset.content {
                Content::Layer(Layer::Structures(rows)) => {
                    Some((source, dataset.passport.vintage.year, dataset.passport.geography, rows))
                }
                _ => None,
            })
            .collect();
        let mut best: BTreeMap<Option<DepartementCode>, (i16, usize)> = BTreeMap::new();
        for (source, year, _, rows) in &files {
            let covered: BTreeSet<_> = rows.iter().map(departement).collect();
            for code in covered {
                let known = best.entry(code).or_insert((*year, *source));
                if *year >= known.0 {
                    *known = (*year, *source);
                }
            }
        }
        let mut index = StructureIndex::default();
        for (source, _, geography, rows) in files {
            let kept =
                |row: &&Structure| best.get(&departement(row)).is_some_and(|(_, file)| *file == source);
            for row in rows.iter().filter(kept) {
                let today = row.commune.map(|code| self.ranks_today(code, geography)).unwrap_or_default();
                let commune = match today[..] {
                    [rank] => Some(self.communes[rank as usize].code),
                    _ => None,
                };
                index.add(Site { record: row.clone(), commune, source: SourceId(source) });
            }
        }
        let covered = best.into_iter().filter_map(|(code, (_, source))| Some((code?, SourceId(source))));
        index.covered = covered.collect();
        self.structures = index;
    }

    /// Every site of the register, in the order of the files.
    pub fn structures(&self) -> &[Site] {
        &self.structures.sites
    }

    /// A site by its FINESS number.
    pub fn structure(&self, finess: FinessCode) -> Option<&Site> {
        self.structures.sites.iter().find(|site| site.record.finess == finess)
    }

    /// The sites of a perimeter. Where it takes only IRIS of a commune, sites are told apart by their coordinates
    /// in `shapes`; those that cannot be told are in [`StructuresFound::perhaps`].
    pub fn structures_in(&self, perimeter: &Perimeter, shapes: &IrisShapes) -> StructuresFound<'_> {
        let mut found = StructuresFound { units: perimeter.len(), ..StructuresFound::default() };
        let mut in_part: BTreeMap<CommuneCode, Vec<IrisCode>> = BTreeMap::new();
        let mut departements = BTreeSet::new();
        for unit in perimeter.units() {
            let commune = unit.commune();
            let departement =
                self.commune(commune).map_or(commune.departement(), |record| record.departement);
            departements.insert(departement);
            if !self.structures.covered.contains_key(&departement) {
                found.without_file.push(unit);
            }
            match unit {
                UnitCode::Commune(code) => self.take_commune(code, perimeter, &mut found),
                UnitCode::Iris(code) => {
                    in_part.entry(commune).or_default().push(code);
                    found.iris.insert(code);
                }
            }
        }
        for (commune, iris) in in_part {
            self.take_iris(commune, &iris, shapes, &mut found);
        }
        for departement in &departements {
            let ranks = self.structures.unplaced.get(departement).into_iter().flatten();
            found.unplaced.extend(ranks.map(|rank| &self.structures.sites[*rank as usize]));
            found.sources.extend(self.structures.covered.get(departement));
        }
        found.sources.sort_unstable();
        found.sources.dedup();
        found.sort(self);
        found
    }

    /// How many sites of these categories an area has. Absent when no file covers one of its départements.
    pub fn structures_of(&self, area: AreaCode, categories: &[CategoryCode]) -> StructureCount {
        let communes: BTreeSet<CommuneCode> = self.area_communes(area).collect();
        let departements: BTreeSet<DepartementCode> =
            communes.iter().filter_map(|code| self.commune(*code)).map(|record| record.departement).collect();
        let covered = &self.structures.covered;
        if departements.is_empty() || !departements.iter().all(|code| covered.contains_key(code)) {
            return StructureCount::default();
        }
        let inside = |site: &&Site| match site.commune {
            Some(code) => communes.contains(&code.whole_commune()),
            // Without its commune, its département still says that it is here.
            None => site.record.departement.is_some_and(|code| departements.contains(&code)),
        };
        let sites = self.structures.sites.iter();
        let count = sites.filter(|site| categories.contains(&site.record.category)).filter(inside).count();
        let sources: BTreeSet<SourceId> =
            departements.iter().filter_map(|code| covered.get(code)).copied().collect();
        let measure = Measure {
            value: Some(count as f64),
            sources: sources.into_iter().collect(),
            ..Measure::default()
        };
        StructureCount { measure, ..StructureCount::default() }
    }

    fn sites_of(&self, commune: CommuneCode) -> impl Iterator<Item = FoundSite<'_>> {
        let ranks = self.structures.by_commune.get(&commune).into_iter().flatten();
        ranks.map(move |rank| FoundSite { site: &self.structures.sites[*rank as usize], commune, iris: None })
    }

    /// A whole commune with its arrondissements. A site that the register places in a town without its
    /// arrondissement cannot be told when the perimeter takes only some of them.
    fn take_commune<'a>(&'a self, code: CommuneCode, perimeter: &Perimeter, found: &mut StructuresFound<'a>) {
        found.sites.extend(self.sites_of(code));
        for rank in self.commune(code).map(|record| record.arrondissements.as_slice()).unwrap_or_default() {
            found.sites.extend(self.sites_of(self.communes[*rank as usize].code));
        }
        if let Some(town) = code.arrondissement_parent() {
            let first = perimeter.units().find(|unit| unit.commune().arrondissement_parent() == Some(town));
            if first == Some(UnitCode::Commune(code)) {
                found.perhaps.extend(self.sites_of(town));
            }
        }
    }

    fn take_iris<'a>(
        &'a self,
        commune: CommuneCode,
        iris: &[IrisCode],
        shapes: &IrisShapes,
        found: &mut StructuresFound<'a>,
    ) {
        let drawn: Option<Vec<(IrisCode, &Vec<Polygon>)>> =
            iris.iter().map(|code| Some((*code, shapes.get(code)?))).collect();
        for candidate in self.sites_of(commune) {
            let (Some(drawn), Some(place)) = (&drawn, candidate.site.record.coordinates) else {
                found.perhaps.push(candidate);
                continue;
            };
            let holder = drawn.iter().find(|(_, polygons)| geometry::contains(polygons, place));
            if let Some((code, _)) = holder {
                found.sites.push(FoundSite { iris: Some(*code), ..candidate });
            }
        }
    }
}

fn departement(row: &Structure) -> Option<DepartementCode> {
    row.commune.map(CommuneCode::departement).or(row.departement)
}

impl StructureIndex {
    fn add(&mut self, site: Site) {
        let rank = self.sites.len() as u32;
        match (site.commune, departement(&site.record)) {
            (Some(commune), _) => self.by_commune.entry(commune).or_default().push(rank),
            (None, Some(departement)) => self.unplaced.entry(departement).or_default().push(rank),
            (None, None) => {}
        }
        self.sites.push(site);
    }
}

impl<'a> StructuresFound<'a> {
    fn sort(&mut self, atlas: &Atlas) {
        let key = |found: &FoundSite<'_>| {
            let commune = atlas.commune(found.commune).map(|record| record.key.clone());
            (
                found.site.record.category,
                commune,
                search_key(&found.site.record.name),
                found.site.record.finess,
            )
        };
        self.sites.sort_by_cached_key(key);
        self.perhaps.sort_by_cached_key(key);
        self.unplaced.sort_by_key(|site| (site.record.category, site.record.finess));
    }

    /// The sites of some categories.
    pub fn of(&self, categories: &[CategoryCode]) -> impl Iterator<Item = &FoundSite<'a>> {
        self.sites.iter().filter(move |found| categories.contains(&found.site.record.category))
    }

    /// How many sites of some categories.
    pub fn count(&self, categories: &[CategoryCode]) -> StructureCount {
        let wanted = |site: &Site| categories.contains(&site.record.category);
        let perhaps: Vec<&FoundSite<'_>> = self.perhaps.iter().filter(|found| wanted(found.site)).collect();
        let in_part: BTreeSet<CommuneCode> = perhaps.iter().map(|found| found.commune).collect();
        let iris = self.iris.iter().filter(|code| in_part.contains(&code.commune()));
        let mut missing = self.without_file.clone();
        missing.extend(iris.map(|code| UnitCode::Iris(*code)));
        missing.sort_unstable();
        missing.dedup();
        let value = (self.without_file.len() < self.units).then(|| self.of(categories).count() as f64);
        StructureCount {
            measure: Measure { value, missing, sources: self.sources.clone(), estimated: None },
            perhaps: perhaps.len(),
            unplaced: self.unplaced.iter().filter(|site| wanted(site)).count(),
        }
    }

    /// The sites inside by category, sorted by code.
    pub fn by_category(&self) -> Vec<CategoryLine> {
        let mut lines: BTreeMap<CategoryCode, (String, BTreeMap<CommuneCode, usize>)> = BTreeMap::new();
        for found in &self.sites {
            let record = &found.site.record;
            let line = lines
                .entry(record.category)
                .or_insert_with(|| (record.category_label.clone(), BTreeMap::new()));
            *line.1.entry(found.commune).or_default() += 1;
        }
        let line = |(category, (label, communes)): (_, (_, BTreeMap<CommuneCode, usize>))| CategoryLine {
            category,
            label,
            sites: communes.values().sum(),
            communes: communes.into_iter().collect(),
        };
        lines.into_iter().map(line).collect()
    }

    /// The sites inside by legal entity, those with the most sites first.
    pub fn by_legal_entity(&self) -> Vec<LegalEntityLine<'a>> {
        let mut entities: BTreeMap<FinessCode, Vec<FoundSite<'a>>> = BTreeMap::new();
        let mut lines = Vec::new();
        for found in &self.sites {
            match found.site.record.legal_entity {
                Some(number) => entities.entry(number).or_default().push(*found),
                None => lines.push(LegalEntityLine { number: None, name: None, sites: vec![*found] }),
            }
        }
        lines.extend(entities.into_iter().map(|(number, sites)| {
            let name = sites.iter().find_map(|found| found.site.record.legal_entity_name.as_deref());
            LegalEntityLine { number: Some(number), name, sites }
        }));
        lines.sort_by_key(|line| (std::cmp::Reverse(line.sites.len()), line.number));
        lines
    }
}
