//! What projects cover of a region: communes once only, overlaps, white zones, inhabitants with their source.
//!
//! Everything is counted on atoms: the IRIS of a divided commune, or the commune. Two projects that take two quarters
//! of one town do not overlap, and a town of which a quarter is missing is covered in part.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use territory::measure::SourceId;
use territory::{Atlas, CommuneCode, DepartementCode, Perimeter, RegionCode, UnitCode};

/// Where one looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// The region.
    pub code: RegionCode,
    /// One of its départements only.
    pub departement: Option<DepartementCode>,
}

/// How a commune is covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EtatCommune {
    /// By nobody.
    Blanche,
    /// In part.
    Partielle,
    /// By one project.
    Couverte,
    /// Some of it by several.
    Recouverte,
}

/// Inhabitants of one vintage. Missing is never zero.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inhabitants {
    /// Year of the figures.
    pub annee: Option<i16>,
    /// Inhabitants of what is covered.
    pub couverts: Option<f64>,
    /// Covered places without a figure.
    pub couverts_manquants: usize,
    /// Inhabitants of the whole.
    pub total: Option<f64>,
    /// Places of the whole without a figure.
    pub total_manquants: usize,
    /// Where they come from, as it is cited.
    pub sources: Vec<String>,
}

impl Inhabitants {
    /// The share of the inhabitants who are covered, 0 to 1.
    pub fn part(&self) -> Option<f64> {
        let (covered, total) = self.couverts.zip(self.total)?;
        (total > 0.0).then(|| (covered / total).clamp(0.0, 1.0))
    }
}

/// A commune that nobody covers, or only in part.
#[derive(Clone, Debug, PartialEq)]
pub struct CommuneBlanche {
    /// Code.
    pub code: CommuneCode,
    /// Name.
    pub nom: String,
    /// Département.
    pub departement: DepartementCode,
    /// Places without a project, and places in all, when it is covered in part.
    pub partie: Option<(usize, usize)>,
    /// Inhabitants who are not covered; `None` when it is not published.
    pub habitants: Option<f64>,
}

/// What two projects both cover.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlap {
    /// Ranks of the two projects.
    pub projets: (usize, usize),
    /// What they share.
    pub unites: Perimeter,
    /// Its inhabitants; `None` when one figure is missing.
    pub habitants: Option<f64>,
}

/// What projects cover of a region.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Couverture {
    /// Each commune, with the ranks of the projects that are there.
    pub communes: BTreeMap<CommuneCode, (EtatCommune, Vec<usize>)>,
    /// Inhabitants.
    pub habitants: Inhabitants,
    /// Communes that lack a project, whole or in part, the most inhabited first; without a figure last.
    pub blanches: Vec<CommuneBlanche>,
    /// Overlaps, the most inhabited first.
    pub recouvrements: Vec<Overlap>,
    /// Units of the projects that lie outside of where one looks.
    pub dehors: usize,
    /// Units of the projects that the reference data do not know.
    pub inconnues: usize,
}

impl Couverture {
    /// Communes in that state.
    pub fn count(&self, etat: EtatCommune) -> usize {
        self.communes.values().filter(|(one, _)| *one == etat).count()
    }
}

/// The communes where one looks; a town stands for its arrondissements.
pub fn region_communes(atlas: &Atlas, region: Region) -> Vec<CommuneCode> {
    let inside = atlas.communes().iter().filter(|one| {
        !one.is_arrondissement()
            && one.region == Some(region.code)
            && region.departement.is_none_or(|asked| one.departement == asked)
    });
    inside.map(|one| one.code).collect()
}

/// The smallest places of a commune that figures are published for.
fn atoms(atlas: &Atlas, code: CommuneCode) -> Vec<UnitCode> {
    let Some(record) = atlas.commune(code) else { return vec![code.into()] };
    if !record.arrondissements.is_empty() {
        let inner = record.arrondissements.iter().map(|rank| atlas.communes()[*rank as usize].code);
        return inner.flat_map(|code| atoms(atlas, code)).collect();
    }
    let iris: Vec<UnitCode> = atlas.iris_of(code).iter().map(|iris| UnitCode::Iris(iris.code)).collect();
    if iris.is_empty() { vec![code.into()] } else { iris }
}

/// Atoms, as the communes that they make up whole and the rest.
fn gathered(atlas: &Atlas, units: &BTreeSet<UnitCode>) -> Perimeter {
    let mut by_town: BTreeMap<CommuneCode, Vec<UnitCode>> = BTreeMap::new();
    for unit in units {
        by_town.entry(unit.commune().whole_commune()).or_default().push(*unit);
    }
    let whole = |(town, units): (CommuneCode, Vec<UnitCode>)| match units.len() == atoms(atlas, town).len() {
        true => vec![UnitCode::Commune(town)],
        false => units,
    };
    by_town.into_iter().flat_map(whole).collect()
}

/// Sum of a year; `None` when one figure is missing.
fn sum(atlas: &Atlas, year: Option<i16>, units: impl Iterator<Item = UnitCode>) -> Option<f64> {
    let year = year?;
    units.map(|unit| atlas.population_of_year(year, unit).map(|(value, _)| value)).sum()
}

/// The vintage that says most: complete for both, else complete for the whole, else the most recent.
fn inhabitants(atlas: &Atlas, whole: &Perimeter, covered: &Perimeter) -> Inhabitants {
    let (all, part) = (atlas.inhabitants(whole), atlas.inhabitants(covered));
    let of = |year: i16| part.by_year.iter().find(|one| one.year == year).map(|one| &one.measure);
    let complete = |one: &&territory::diagnosis::YearPopulation| one.measure.is_complete();
    let both =
        all.by_year.iter().filter(complete).find(|one| {
            covered.is_empty() || of(one.year).is_some_and(territory::measure::Measure::is_complete)
        });
    let chosen = both.or_else(|| all.by_year.iter().find(complete)).or(all.by_year.first());
    let Some(chosen) = chosen else {
        let (couverts_manquants, total_manquants) = (covered.len(), whole.len());
        return Inhabitants { couverts_manquants, total_manquants, ..Inhabitants::default() };
    };
    let measure = of(chosen.year);
    let sources: BTreeSet<SourceId> =
        chosen.measure.sources.iter().chain(measure.iter().flat_map(|one| &one.sources)).copied().collect();
    Inhabitants {
        annee: Some(chosen.year),
        couverts: if covered.is_empty() { Some(0.0) } else { measure.and_then(|one| one.value) },
        couverts_manquants: measure.map_or(covered.len(), |one| one.missing.len()),
        total: chosen.measure.value,
        total_manquants: chosen.measure.missing.len(),
        sources: sources.into_iter().map(|source| atlas.sources()[source.0].citation()).collect(),
    }
}

/// Who covers each atom of a region.
struct Layers {
    towns: BTreeMap<CommuneCode, Vec<UnitCode>>,
    by_atom: HashMap<UnitCode, Vec<usize>>,
    dehors: usize,
    inconnues: usize,
}

impl Layers {
    fn of(atlas: &Atlas, region: Region, perimeters: &[&Perimeter]) -> Self {
        let communes = region_communes(atlas, region);
        let towns: BTreeMap<_, _> = communes.into_iter().map(|code| (code, atoms(atlas, code))).collect();
        let mut found = Self { towns, by_atom: HashMap::new(), dehors: 0, inconnues: 0 };
        for (rank, perimeter) in perimeters.iter().enumerate() {
            for unit in perimeter.units() {
                found.add(atlas, rank, unit);
            }
        }
        found
    }

    fn add(&mut self, atlas: &Atlas, rank: usize, unit: UnitCode) {
        if !atlas.knows(unit) {
            self.inconnues += 1;
            return;
        }
        if !self.towns.contains_key(&unit.commune().whole_commune()) {
            self.dehors += 1;
            return;
        }
        let own = match unit {
            UnitCode::Commune(code) => atoms(atlas, code),
            UnitCode::Iris(_) => vec![unit],
        };
        for atom in own {
            let here = self.by_atom.entry(atom).or_default();
            if !here.contains(&rank) {
                here.push(rank);
            }
        }
    }

    fn at(&self, atom: &UnitCode) -> &[usize] {
        self.by_atom.get(atom).map(Vec::as_slice).unwrap_or_default()
    }

    fn state(&self, atoms: &[UnitCode]) -> (EtatCommune, Vec<usize>) {
        let ranks: BTreeSet<usize> = atoms.iter().flat_map(|atom| self.at(atom)).copied().collect();
        let covered = atoms.iter().filter(|atom| !self.at(atom).is_empty()).count();
        let state = if covered == 0 {
            EtatCommune::Blanche
        } else if atoms.iter().any(|atom| self.at(atom).len() > 1) {
            EtatCommune::Recouverte
        } else if covered < atoms.len() {
            EtatCommune::Partielle
        } else {
            EtatCommune::Couverte
        };
        (state, ranks.into_iter().collect())
    }

    fn white(&self, atlas: &Atlas, year: Option<i16>) -> Vec<CommuneBlanche> {
        let mut all = Vec::new();
        for (code, atoms) in &self.towns {
            let lacking: BTreeSet<UnitCode> =
                atoms.iter().filter(|atom| self.at(atom).is_empty()).copied().collect();
            let Some(record) = atlas.commune(*code).filter(|_| !lacking.is_empty()) else { continue };
            let units = gathered(atlas, &lacking);
            all.push(CommuneBlanche {
                code: *code,
                nom: record.name.clone(),
                departement: record.departement,
                partie: (lacking.len() < atoms.len()).then_some((lacking.len(), atoms.len())),
                habitants: sum(atlas, year, units.units()),
            });
        }
        all.sort_by(|a, b| most(a.habitants, b.habitants).then_with(|| a.nom.cmp(&b.nom)));
        all
    }

    fn overlaps(&self, atlas: &Atlas, year: Option<i16>) -> Vec<Overlap> {
        let mut pairs: BTreeMap<(usize, usize), BTreeSet<UnitCode>> = BTreeMap::new();
        for (atom, ranks) in self.by_atom.iter().filter(|(_, ranks)| ranks.len() > 1) {
            for (at, first) in ranks.iter().enumerate() {
                for second in &ranks[at + 1..] {
                    pairs.entry((*first.min(second), *first.max(second))).or_default().insert(*atom);
                }
            }
        }
        let mut all: Vec<Overlap> = pairs
            .into_iter()
            .map(|(projets, units)| {
                let unites = gathered(atlas, &units);
                Overlap { projets, habitants: sum(atlas, year, unites.units()), unites }
            })
            .collect();
        all.sort_by(|a, b| most(a.habitants, b.habitants).then_with(|| a.projets.cmp(&b.projets)));
        all
    }
}

/// The largest first; what is not known last.
fn most(a: Option<f64>, b: Option<f64>) -> std::cmp::Ordering {
    b.unwrap_or(-1.0).total_cmp(&a.unwrap_or(-1.0))
}

/// What perimeters cover of a region: `perimeters` in the order of the projects.
pub fn coverage(atlas: &Atlas, region: Region, perimeters: &[&Perimeter]) -> Couverture {
    let layers = Layers::of(atlas, region, perimeters);
    let covered: BTreeSet<UnitCode> = layers.by_atom.keys().copied().collect();
    let whole: Perimeter = layers.towns.keys().map(|code| UnitCode::Commune(*code)).collect();
    let habitants = inhabitants(atlas, &whole, &gathered(atlas, &covered));
    Couverture {
        communes: layers.towns.iter().map(|(code, atoms)| (*code, layers.state(atoms))).collect(),
        blanches: layers.white(atlas, habitants.annee),
        recouvrements: layers.overlaps(atlas, habitants.annee),
        dehors: layers.dehors,
        inconnues: layers.inconnues,
        habitants,
    }
}
