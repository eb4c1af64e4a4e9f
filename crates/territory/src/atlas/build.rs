//! From datasets to the atlas: the most recent commune list of each département, values moved to its codes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::columns::{AgeSet, PopulationYear};
use super::{
    AreaFacts, AreaName, Atlas, CommuneRecord, Content, ContourIndex, Dataset, EpciRecord, Graph, History,
    IrisRecord,
};
use crate::codes::{CommuneCode, DepartementCode, IrisCode, UnitCode};
use crate::layers::{AgeBand, AgeTable, Layer, Population, Sex};
use crate::measure::SourceId;
use crate::text::search_key;

impl Atlas {
    /// Builds the atlas from all datasets, oldest import first: on a tie the later one wins.
    pub fn build(datasets: Vec<Dataset>) -> Atlas {
        let sources = datasets.iter().map(|dataset| dataset.passport.clone()).collect();
        let invented = super::areas::invented(&datasets);
        let mut atlas = Atlas { sources, invented, ..Atlas::default() };
        atlas.list_communes(&datasets);
        atlas.name_areas(&datasets);
        atlas.list_iris(&datasets);
        atlas.attach_places(&datasets);
        atlas.fill_populations(&datasets);
        atlas.fill_ages(&datasets);
        atlas.map(&datasets);
        atlas.fill_apl(&datasets);
        atlas.fill_structures(&datasets);
        atlas.fill_vaccination(&datasets);
        atlas.index_professionals(&datasets);
        atlas
    }

    /// For each département, the most recent list; among equals, the one imported last.
    fn list_communes(&mut self, datasets: &[Dataset]) {
        let lists = datasets.iter().filter_map(|dataset| match &dataset.content {
            Content::Layer(Layer::Communes(rows)) => Some((dataset.passport.vintage.year, rows)),
            _ => None,
        });
        let lists: Vec<_> = lists.collect();
        let mut best: HashMap<DepartementCode, (i16, usize)> = HashMap::new();
        for (rank, (year, rows)) in lists.iter().enumerate() {
            let covered: BTreeSet<DepartementCode> = rows.iter().map(|row| row.departement).collect();
            for departement in covered {
                let known = best.entry(departement).or_insert((*year, rank));
                if *year >= known.0 {
                    *known = (*year, rank);
                }
            }
        }
        self.reference_year = best.values().map(|(year, _)| *year).max().unwrap_or_default();
        let mut communes: BTreeMap<CommuneCode, CommuneRecord> = BTreeMap::new();
        for (rank, (_, rows)) in lists.iter().enumerate() {
            for row in
                rows.iter().filter(|row| best.get(&row.departement).is_some_and(|(_, list)| *list == rank))
            {
                communes.insert(
                    row.code,
                    CommuneRecord {
                        code: row.code,
                        name: row.name.clone(),
                        key: search_key(&row.name),
                        departement: row.departement,
                        region: row.region,
                        postcodes: Vec::new(),
                        epci: None,
                        density: None,
                        area: None,
                        position: None,
                        iris: Vec::new(),
                        arrondissements: Vec::new(),
                    },
                );
            }
        }
        self.communes = communes.into_values().collect();
        self.commune_rank = self.communes.iter().zip(0..).map(|(record, rank)| (record.code, rank)).collect();
        for rank in 0..self.communes.len() {
            let parent = self.communes[rank].code.arrondissement_parent();
            if let Some(parent) = parent.and_then(|code| self.commune_rank.get(&code)) {
                self.communes[*parent as usize].arrondissements.push(rank as u32);
            }
        }
        self.history = History::new(
            datasets
                .iter()
                .filter_map(|dataset| match &dataset.content {
                    Content::Layer(Layer::Movements(rows)) => Some(rows),
                    _ => None,
                })
                .flatten(),
        );
    }

    fn name_areas(&mut self, datasets: &[Dataset]) {
        for dataset in datasets {
            match &dataset.content {
                Content::Layer(Layer::Departements(rows)) => {
                    let named = rows
                        .iter()
                        .map(|row| (row.code, AreaName { name: row.name.clone(), region: row.region }));
                    self.departements.extend(named);
                }
                Content::Layer(Layer::Regions(rows)) => {
                    self.regions.extend(rows.iter().map(|row| (row.code, row.name.clone())));
                }
                _ => {}
            }
        }
    }

    fn list_iris(&mut self, datasets: &[Dataset]) {
        let mut found: BTreeMap<IrisCode, IrisRecord> = BTreeMap::new();
        let blank = |code| IrisRecord { code, name: None, iris_type: None, area: None };
        for (source, dataset) in datasets.iter().enumerate() {
            match &dataset.content {
                Content::Layer(Layer::IrisAges(table)) => {
                    for row in table.rows.iter().filter(|row| !row.code.is_whole_commune()) {
                        found.entry(row.code).or_insert_with(|| blank(row.code));
                    }
                }
                Content::Contours(index) => {
                    for area in &index.areas {
                        if let UnitCode::Iris(code) = area.code {
                            let record = found.entry(code).or_insert_with(|| blank(code));
                            record.name = Some(area.name.clone()).filter(|name| !name.is_empty());
                            record.iris_type = area.iris_type.or(record.iris_type);
                            record.area = Some((area.area_km2, SourceId(source)));
                        }
                    }
                }
                Content::Layer(_) => {}
            }
        }
        self.iris =
            found.into_values().filter(|iris| self.commune_rank.contains_key(&iris.code.commune())).collect();
        self.iris_rank = self.iris.iter().zip(0..).map(|(record, rank)| (record.code, rank)).collect();
        for (rank, iris) in (0..).zip(&self.iris) {
            if let Some(commune) = self.commune_rank.get(&iris.code.commune()) {
                self.communes[*commune as usize].iris.push(rank);
            }
        }
    }

    /// Postcodes, EPCI, density, priority neighbourhoods, CPTS.
    fn attach_places(&mut self, datasets: &[Dataset]) {
        for (source, dataset) in datasets.iter().enumerate() {
            let source = SourceId(source);
            let year = dataset.passport.geography;
            match &dataset.content {
                Content::Layer(Layer::Postcodes(rows)) => {
                    for row in rows {
                        for rank in self.ranks_today(row.commune, year) {
                            self.communes[rank as usize].postcodes.push(row.postcode.clone());
                        }
                    }
                }
                Content::Layer(Layer::Density(rows)) => {
                    for row in rows {
                        for rank in self.ranks_today(row.code, year) {
                            self.communes[rank as usize].density = Some(row.level);
                        }
                    }
                }
                Content::Layer(Layer::Epci(rows)) => self.attach_epcis(rows, year),
                Content::Layer(Layer::Quartiers(rows)) => {
                    self.quartiers.extend(rows.iter().map(|row| (source, row.clone())));
                }
                Content::Layer(Layer::CptsPerimeters(rows)) => {
                    self.cpts.extend(rows.iter().map(|row| (source, row.clone())));
                }
                _ => {}
            }
        }
        for commune in &mut self.communes {
            commune.postcodes.sort_unstable();
            commune.postcodes.dedup();
        }
        self.close_epcis();
    }

    fn attach_epcis(&mut self, rows: &[crate::layers::EpciMember], year: i16) {
        for row in rows {
            let epci = *self.epci_rank.entry(row.epci).or_insert_with(|| {
                self.epcis.push(EpciRecord {
                    code: row.epci,
                    name: row.name.clone(),
                    key: search_key(&row.name),
                    form: row.form.clone(),
                    members: Vec::new(),
                });
                self.epcis.len() - 1
            });
            self.epcis[epci].name.clone_from(&row.name);
            for rank in self.ranks_today(row.commune, year) {
                self.communes[rank as usize].epci = Some(epci);
            }
        }
    }

    /// Sorts the EPCI by name and lists their members from what each commune retained.
    fn close_epcis(&mut self) {
        let mut members = vec![Vec::new(); self.epcis.len()];
        for (rank, commune) in (0..).zip(&self.communes) {
            if let Some(epci) = commune.epci {
                members[epci].push(rank);
            }
        }
        for (epci, members) in self.epcis.iter_mut().zip(members) {
            epci.members = members;
        }
        self.epcis.retain(|epci| !epci.members.is_empty());
        self.epcis.sort_by(|a, b| a.key.cmp(&b.key).then(a.code.cmp(&b.code)));
        self.epci_rank = self.epcis.iter().enumerate().map(|(rank, epci)| (epci.code, rank)).collect();
        for (rank, epci) in self.epcis.iter().enumerate() {
            for member in &epci.members {
                self.communes[*member as usize].epci = Some(rank);
            }
        }
    }

    /// The communes of today that hold a commune of `year`, without weights.
    pub(crate) fn ranks_today(&self, code: CommuneCode, year: i16) -> Vec<u32> {
        if let Some(rank) = self.commune_rank.get(&code) {
            return vec![*rank];
        }
        let parts = self.history.successors(code, year, &|_| None);
        parts.iter().filter_map(|part| self.commune_rank.get(&part.code)).copied().collect()
    }

    /// The communes of today that hold a commune of `year`, with the part of it that each received.
    pub(super) fn shares_today(&self, code: CommuneCode, year: i16) -> Vec<(u32, f64)> {
        if self.history.is_empty() || year >= self.reference_year {
            return self.commune_rank.get(&code).map(|rank| (*rank, 1.0)).into_iter().collect();
        }
        let parts = self.successors(code, year);
        parts.iter().filter_map(|part| Some((*self.commune_rank.get(&part.code)?, part.weight))).collect()
    }

    fn year_mut(&mut self, year: i16) -> &mut PopulationYear {
        let found = self.populations.iter().position(|column| column.year <= year);
        let rank = found.unwrap_or(self.populations.len());
        if self.populations.get(rank).is_none_or(|column| column.year != year) {
            self.populations.insert(rank, PopulationYear::new(year, self.communes.len(), self.iris.len()));
        }
        &mut self.populations[rank]
    }

    fn fill_populations(&mut self, datasets: &[Dataset]) {
        let legal = |dataset: &Dataset| match &dataset.content {
            Content::Layer(Layer::Populations(_)) => Some(dataset.passport.geography),
            _ => None,
        };
        // The latest list first: it weighs the parts of the communes that were split since older ones.
        let mut order: Vec<usize> =
            (0..datasets.len()).filter(|rank| legal(&datasets[*rank]).is_some()).collect();
        order.sort_by_key(|rank| std::cmp::Reverse(legal(&datasets[*rank])));
        // Within a year the dataset imported last must be written last.
        order.sort_by_key(|rank| std::cmp::Reverse(datasets[*rank].passport.vintage.year));
        // Census files first, so that the legal populations of the same year replace them.
        for (source, dataset) in datasets.iter().enumerate() {
            let passport = &dataset.passport;
            match &dataset.content {
                Content::Layer(Layer::CommuneAges(table)) if passport.estimated.is_none() => {
                    let rows = table.rows.iter().filter_map(|row| Some((row.code, row.population?)));
                    self.add_populations(rows.collect(), source, dataset);
                }
                Content::Layer(Layer::IrisAges(table)) => {
                    for row in &table.rows {
                        if let (Some(rank), Some(value)) =
                            (self.iris_rank.get(&row.code).copied(), row.population)
                        {
                            self.year_mut(passport.vintage.year).set_iris(rank, value, SourceId(source));
                        }
                    }
                    let whole = table.rows.iter().filter(|row| row.code.is_whole_commune());
                    let rows = whole.filter_map(|row| Some((row.code.commune(), row.population?)));
                    self.add_populations(rows.collect(), source, dataset);
                }
                _ => {}
            }
        }
        for source in order {
            if let Content::Layer(Layer::Populations(rows)) = &datasets[source].content {
                let rows =
                    rows.iter().map(|Population { code, municipal, .. }| (*code, f64::from(*municipal)));
                self.add_populations(rows.collect(), source, &datasets[source]);
            }
        }
    }

    /// Moves values to the codes of today, then writes them; a town gets the sum of its arrondissements.
    fn add_populations(&mut self, rows: Vec<(CommuneCode, f64)>, source: usize, dataset: &Dataset) {
        let mut today: HashMap<u32, f64> = HashMap::with_capacity(rows.len());
        let mut shared = Vec::new();
        for (code, value) in rows {
            for (rank, weight) in self.shares_today(code, dataset.passport.geography) {
                if weight < 1.0 {
                    shared.push(rank);
                }
                *today.entry(rank).or_default() += value * weight;
            }
        }
        for town in self.communes.iter().filter(|commune| !commune.arrondissements.is_empty()) {
            let parts: Option<Vec<f64>> =
                town.arrondissements.iter().map(|rank| today.get(rank).copied()).collect();
            if let (Some(parts), Some(rank)) = (parts, self.commune_rank.get(&town.code)) {
                today.insert(*rank, parts.iter().sum());
            }
        }
        let column = self.year_mut(dataset.passport.vintage.year);
        for (rank, value) in today {
            column.set_commune(rank, value, SourceId(source));
        }
        for rank in shared {
            column.mark_shared(rank);
        }
    }

    fn fill_ages(&mut self, datasets: &[Dataset]) {
        for (source, dataset) in datasets.iter().enumerate() {
            let Content::Layer(layer) = &dataset.content else { continue };
            let (year, source) = (dataset.passport.vintage.year, SourceId(source));
            let (communes, iris) = (self.communes.len(), self.iris.len());
            match layer {
                Layer::CommuneAges(table) => {
                    let mut set = AgeSet::new(year, source, table.bands.clone(), communes, 0);
                    self.add_commune_ages(&mut set, table, dataset.passport.geography);
                    self.ages.push(set);
                }
                Layer::IrisAges(table) => {
                    let mut set = AgeSet::new(year, source, table.bands.clone(), communes, iris);
                    self.add_iris_ages(&mut set, table);
                    self.ages.push(set);
                }
                _ => {}
            }
        }
        // Most recent first; among equals, the one imported last.
        self.ages.reverse();
        self.ages.sort_by_key(|set| std::cmp::Reverse(set.year));
    }

    fn add_commune_ages(&self, set: &mut AgeSet, table: &AgeTable<CommuneCode>, geography: i16) {
        for row in &table.rows {
            let known: Vec<f64> = row.values.iter().map(|value| value.unwrap_or(f64::NAN)).collect();
            for (rank, weight) in self.shares_today(row.code, geography) {
                let part: Vec<f64> = known.iter().map(|value| value * weight).collect();
                set.add_commune(rank, &part);
                if let Some(town) = self.communes[rank as usize].code.arrondissement_parent()
                    && let Some(town) = self.commune_rank.get(&town)
                {
                    set.add_commune(*town, &part);
                }
            }
        }
    }

    /// IRIS rows, undivided communes, and divided communes whose IRIS add up to their population of that year.
    fn add_iris_ages(&self, set: &mut AgeSet, table: &AgeTable<IrisCode>) {
        let mut sums: HashMap<u32, (Vec<f64>, f64)> = HashMap::new();
        for row in &table.rows {
            let Some(commune) = self.commune_rank.get(&row.code.commune()).copied() else { continue };
            if row.code.is_whole_commune() {
                set.set_commune(commune, &row.values);
                continue;
            }
            if let Some(rank) = self.iris_rank.get(&row.code) {
                set.set_iris(*rank, &row.values);
            }
            let (sum, people) = sums.entry(commune).or_insert_with(|| (vec![0.0; row.values.len()], 0.0));
            for (cell, value) in sum.iter_mut().zip(&row.values) {
                *cell += value.unwrap_or(f64::NAN);
            }
            *people += row.population.unwrap_or(f64::NAN);
        }
        let year = self.populations.iter().find(|column| column.year == set.year);
        for (commune, (sum, people)) in sums {
            let expected = year.and_then(|column| column.commune(commune)).map(|(value, _)| value);
            if expected.is_some_and(|expected| (people - expected).abs() <= expected * 0.005) {
                let row: Vec<Option<f64>> =
                    sum.into_iter().map(|value| (!value.is_nan()).then_some(value)).collect();
                set.set_commune(commune, &row);
            }
        }
    }

    fn map(&mut self, datasets: &[Dataset]) {
        let maps: Vec<(usize, &ContourIndex, i16)> = datasets
            .iter()
            .enumerate()
            .filter_map(|(source, dataset)| match &dataset.content {
                Content::Contours(index) => Some((source, index, dataset.passport.geography)),
                Content::Layer(_) => None,
            })
            .collect();
        let mut areas: HashMap<UnitCode, u32> = HashMap::new();
        let finely: BTreeSet<DepartementCode> = maps
            .iter()
            .flat_map(|(_, index, _)| &index.areas)
            .filter(|area| matches!(area.code, UnitCode::Iris(_)))
            .map(|area| area.code.commune().departement())
            .collect();
        let mut today: HashMap<UnitCode, UnitCode> = HashMap::new();
        for (source, index, geography) in &maps {
            self.measure_areas(&index.areas, *geography, SourceId(*source), &mut today);
            let has_iris = index.areas.iter().any(|area| matches!(area.code, UnitCode::Iris(_)));
            for area in &index.areas {
                let wanted = has_iris || !finely.contains(&area.code.commune().departement());
                if let (true, Some(code)) = (wanted, today.get(&area.code)) {
                    let next = areas.len() as u32;
                    areas.entry(*code).or_insert(next);
                }
            }
        }
        self.place(maps.iter().flat_map(|(_, index, _)| &index.areas), &today);
        let mut atoms: Vec<UnitCode> = areas.into_keys().collect();
        atoms.sort_unstable();
        let translate = |code: UnitCode| today.get(&code).copied().unwrap_or(code);
        let borders: Vec<_> = maps
            .iter()
            .flat_map(|(_, index, _)| &index.borders)
            .map(|border| crate::geometry::Border {
                a: translate(border.a),
                b: translate(border.b),
                ..*border
            })
            .filter(|border| border.a != border.b)
            .collect();
        let edge = maps.iter().flat_map(|(_, index, _)| &index.edge).map(|code| translate(*code));
        self.graph = Graph::new(atoms, borders.iter(), edge);
    }

    /// Surfaces by commune, and the unit of today of each area of the map.
    fn measure_areas(
        &mut self,
        areas: &[AreaFacts],
        geography: i16,
        source: SourceId,
        today: &mut HashMap<UnitCode, UnitCode>,
    ) {
        let mut surfaces: HashMap<u32, f64> = HashMap::new();
        for area in areas {
            let unit = match area.code {
                UnitCode::Iris(code) => self.iris_rank.contains_key(&code).then_some(area.code),
                UnitCode::Commune(code) => {
                    // A commune that was merged since is drawn as a part of its successor; one that was split
                    // cannot be cut here and keeps its code.
                    let ranks = self.ranks_today(code, geography);
                    ranks.first().map(|rank| UnitCode::Commune(self.communes[*rank as usize].code))
                }
            };
            let Some(unit) = unit else { continue };
            today.insert(area.code, unit);
            for code in [Some(unit.commune()), unit.commune().arrondissement_parent()].into_iter().flatten() {
                if let Some(rank) = self.commune_rank.get(&code) {
                    *surfaces.entry(*rank).or_default() += area.area_km2;
                }
            }
        }
        for (rank, surface) in surfaces {
            self.communes[rank as usize].area = Some((surface, source));
        }
    }
}

/// The bands that pages and sheets show, youngest first.
pub(crate) const SHOWN_BANDS: [AgeBand; 6] = [
    AgeBand::new(0, 14),
    AgeBand::new(15, 29),
    AgeBand::new(30, 44),
    AgeBand::new(45, 59),
    AgeBand::new(60, 74),
    AgeBand::over(75),
];

/// The shares that people quote.
pub(crate) const KEY_BANDS: [AgeBand; 4] =
    [AgeBand::new(0, 14), AgeBand::over(65), AgeBand::over(75), AgeBand::over(80)];

/// Adds the columns of `band` over one row; `None` when the file lacks the band or a value.
pub(crate) fn band_value(row: &[f32], columns: Option<&Vec<usize>>) -> Option<f64> {
    let sum: f64 = columns?.iter().map(|column| f64::from(row[*column])).sum();
    (!sum.is_nan()).then_some(sum)
}

/// Who the shown bands count.
pub(crate) const SEXES: [Sex; 3] = [Sex::All, Sex::Men, Sex::Women];
