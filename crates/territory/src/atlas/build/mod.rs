//! From datasets to the atlas: the most recent commune list of each département, values moved to its codes.

mod contours;
mod populations;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{AreaName, Atlas, CommuneRecord, Content, Dataset, EpciRecord, History, IrisRecord};
use crate::codes::{CommuneCode, DepartementCode, IrisCode, UnitCode};
use crate::layers::Layer;
use crate::measure::SourceId;
use crate::text::search_key;

pub(crate) use populations::{KEY_BANDS, SEXES, SHOWN_BANDS, band_value};

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
}
