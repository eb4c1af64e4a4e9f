//! Putting a diagnosis together.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Check, CommuneLine, Diagnosis, EpciName, EpciPart, IrisLine, PopulationFigure, ages, checks, population,
};
use crate::atlas::Atlas;
use crate::codes::{CommuneCode, UnitCode};
use crate::measure::{Measure, SourceId};
use crate::perimeter::Perimeter;

impl Atlas {
    /// Everything known of a perimeter.
    pub fn diagnose(&self, perimeter: &Perimeter) -> Diagnosis {
        let population = population::figure(self, perimeter);
        let communes = self.commune_lines(perimeter, &population);
        let distinct: BTreeSet<CommuneCode> =
            perimeter.units().map(|unit| unit.commune().whole_commune()).collect();
        let area_km2 = self.area(perimeter);
        let density = population.measure.complete().zip(area_km2.complete()).filter(|(_, area)| *area > 0.0);
        let mut diagnosis = Diagnosis {
            sources: self.sources().to_vec(),
            units: perimeter.units().collect(),
            distinct_communes: distinct.len(),
            iris_count: perimeter.units().filter(|unit| matches!(unit, UnitCode::Iris(_))).count(),
            density_per_km2: Measure {
                value: density.map(|(people, area)| people / area),
                sources: [population.measure.sources.as_slice(), area_km2.sources.as_slice()].concat(),
                ..Measure::default()
            },
            area_km2,
            ages: ages::profile(self, perimeter),
            epcis: self.epci_parts(perimeter),
            checks: checks::all(self, perimeter),
            communes,
            population,
        };
        diagnosis.keep_used_sources();
        diagnosis
    }

    fn commune_lines(&self, perimeter: &Perimeter, population: &PopulationFigure) -> Vec<CommuneLine> {
        let mut units: BTreeMap<CommuneCode, Vec<UnitCode>> = BTreeMap::new();
        for unit in perimeter.units() {
            units.entry(unit.commune()).or_default().push(unit);
        }
        let mut lines: Vec<CommuneLine> = units
            .into_iter()
            .map(|(code, units)| self.commune_line(code, &units, &population.years))
            .collect();
        lines.sort_by_cached_key(|line| (line.departement, crate::text::search_key(&line.name)));
        lines
    }

    /// The years that the total retained, so that the lines add up to it.
    fn in_years(&self, unit: UnitCode, years: &[i16]) -> Option<(f64, SourceId)> {
        let columns = self.populations.iter().filter(|column| years.contains(&column.year));
        columns.into_iter().find_map(|column| self.population_in(column, unit))
    }

    fn commune_line(&self, code: CommuneCode, units: &[UnitCode], years: &[i16]) -> CommuneLine {
        let mut sum = population::Sum::default();
        let mut iris = Vec::new();
        for unit in units {
            let value = self.in_years(*unit, years);
            sum.add(self, *unit, value);
            if let UnitCode::Iris(code) = unit {
                let mut own = population::Sum::default();
                own.add(self, *unit, value);
                let name = self.iris(*code).and_then(|record| record.name.clone());
                iris.push(IrisLine { code: *code, name, population: own.finish() });
            }
        }
        let record = self.commune(code);
        let departement = record.map_or_else(|| code.departement(), |record| record.departement);
        let of_commune = self.iris_of(code).len();
        CommuneLine {
            code,
            name: record.map_or_else(|| code.to_string(), |record| record.name.clone()),
            departement,
            departement_name: self.departement_name(departement),
            postcodes: record.map(|record| record.postcodes.clone()).unwrap_or_default(),
            epci: record.and_then(|record| record.epci).map(|rank| {
                let epci = &self.epcis()[rank];
                EpciName { code: epci.code, name: epci.name.clone() }
            }),
            density_level: record.and_then(|record| record.density),
            iris_of_commune: record
                .and_then(|r| r.area)
                .filter(|_| !iris.is_empty() && of_commune > 0)
                .map(|_| of_commune),
            iris,
            population: sum.finish(),
        }
    }

    pub(super) fn area(&self, perimeter: &Perimeter) -> Measure {
        let mut sum = population::Sum::default();
        for unit in perimeter.units() {
            let area = match unit {
                UnitCode::Commune(code) => self.commune(code).and_then(|record| record.area),
                UnitCode::Iris(code) => self.iris(code).and_then(|record| record.area),
            };
            sum.add(self, unit, area);
        }
        sum.finish()
    }

    fn epci_parts(&self, perimeter: &Perimeter) -> Vec<EpciPart> {
        let communes: BTreeSet<CommuneCode> =
            perimeter.units().map(|unit| unit.commune().whole_commune()).collect();
        let mut inside: BTreeMap<usize, usize> = BTreeMap::new();
        for commune in &communes {
            if let Some(epci) = self.commune(*commune).and_then(|record| record.epci) {
                *inside.entry(epci).or_default() += 1;
            }
        }
        let mut parts: Vec<EpciPart> = inside
            .into_iter()
            .map(|(rank, communes_inside)| {
                let epci = &self.epcis()[rank];
                EpciPart {
                    epci: EpciName { code: epci.code, name: epci.name.clone() },
                    communes_inside,
                    communes_total: epci.members.len(),
                }
            })
            .collect();
        parts.sort_by_key(|part| std::cmp::Reverse(part.communes_inside));
        parts
    }
}

impl Diagnosis {
    /// Drops the passports that no figure uses and renumbers the others.
    fn keep_used_sources(&mut self) {
        let mut used = BTreeSet::new();
        self.each_source(&mut |id| {
            used.insert(*id);
        });
        let rank: BTreeMap<SourceId, SourceId> =
            used.iter().enumerate().map(|(rank, id)| (*id, SourceId(rank))).collect();
        self.sources = used.iter().map(|id| self.sources[id.0].clone()).collect();
        self.each_source(&mut |id| *id = rank[id]);
    }

    fn each_source(&mut self, visit: &mut dyn FnMut(&mut SourceId)) {
        let communes = self.communes.iter_mut();
        let lines = communes.flat_map(|line| {
            std::iter::once(&mut line.population).chain(line.iris.iter_mut().map(|iris| &mut iris.population))
        });
        let years = self.population.by_year.iter_mut().map(|year| &mut year.measure);
        let overlaps = self.checks.iter_mut().filter_map(|check| match check {
            Check::Overlap { population, .. } => Some(population),
            _ => None,
        });
        let single = [
            &mut self.population.measure,
            &mut self.area_km2,
            &mut self.density_per_km2,
            &mut self.ages.counted,
        ];
        for measure in lines.chain(years).chain(overlaps).chain(single) {
            measure.sources.iter_mut().for_each(&mut *visit);
        }
        for around in &mut self.ages.around {
            visit(&mut around.source);
        }
    }
}
