//! Where a commune is, for what is measured from commune to commune.

use std::collections::HashMap;

use super::{AreaFacts, Atlas};
use crate::codes::UnitCode;

/// How well a point stands for its commune: in its most populated IRIS, else in the part that gave it its code,
/// else in its largest part.
type Merit = (bool, bool, f64);

impl Atlas {
    /// Gives each commune the best point of its areas; `today` is the unit of today of each area.
    pub(super) fn place<'a>(
        &mut self,
        areas: impl Iterator<Item = &'a AreaFacts>,
        today: &HashMap<UnitCode, UnitCode>,
    ) {
        let mut best: HashMap<u32, (Merit, [f64; 2])> = HashMap::new();
        for area in areas {
            let (Some(point), Some(unit)) = (area.place, today.get(&area.code)) else { continue };
            let people = match unit {
                UnitCode::Iris(_) => self.unit_population(*unit),
                UnitCode::Commune(_) => None,
            };
            let merit = (people.is_some(), area.code == *unit, people.unwrap_or(area.area_km2));
            for code in [Some(unit.commune()), unit.commune().arrondissement_parent()].into_iter().flatten() {
                let Some(rank) = self.commune_rank.get(&code) else { continue };
                let known = best.entry(*rank).or_insert((merit, point));
                let better =
                    (merit.0, merit.1).cmp(&(known.0.0, known.0.1)).then(merit.2.total_cmp(&known.0.2));
                if better.is_gt() {
                    *known = (merit, point);
                }
            }
        }
        for (rank, (_, point)) in best {
            self.communes[rank as usize].position = Some(point);
        }
    }
}
