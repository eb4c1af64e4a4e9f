//! The map: which units touch, how large each is, where it stands.

use std::collections::{BTreeSet, HashMap};

use crate::atlas::{AreaFacts, Atlas, Content, ContourIndex, Dataset, Graph};
use crate::codes::{DepartementCode, UnitCode};
use crate::measure::SourceId;

impl Atlas {
    pub(super) fn map(&mut self, datasets: &[Dataset]) {
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
