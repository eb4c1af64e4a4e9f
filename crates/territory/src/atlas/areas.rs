//! Départements, regions and the country as lists of communes.

use std::collections::BTreeSet;

use super::{Atlas, Content, Dataset};
use crate::codes::{AreaCode, CommuneCode, DepartementCode};
use crate::layers::Layer;
use crate::perimeter::Perimeter;

/// The départements that only invented lists of communes name.
pub(super) fn invented(datasets: &[Dataset]) -> BTreeSet<DepartementCode> {
    let named = |fictitious: bool| -> BTreeSet<DepartementCode> {
        let lists = datasets.iter().filter(|dataset| dataset.passport.fictitious == fictitious);
        let rows = lists.filter_map(|dataset| match &dataset.content {
            Content::Layer(Layer::Communes(rows)) => Some(rows),
            _ => None,
        });
        rows.flatten().map(|row| row.departement).collect()
    };
    named(true).difference(&named(false)).copied().collect()
}

impl Atlas {
    /// The areas that a perimeter is compared with: its départements, its regions, and the country unless the
    /// perimeter lies in an invented département.
    pub fn areas_around(&self, perimeter: &Perimeter) -> Vec<AreaCode> {
        let (mut departements, mut regions) = (BTreeSet::new(), BTreeSet::new());
        for record in perimeter.units().filter_map(|unit| self.commune(unit.commune())) {
            departements.insert(record.departement);
            regions.extend(record.region);
        }
        let invented = departements.iter().any(|code| self.invented.contains(code));
        let france = (!departements.is_empty() && !invented).then_some(AreaCode::France);
        let departements = departements.into_iter().map(AreaCode::Departement);
        departements.chain(regions.into_iter().map(AreaCode::Region)).chain(france).collect()
    }

    /// Name of an area, in French.
    pub fn area_name(&self, area: AreaCode) -> String {
        match area {
            AreaCode::Departement(code) => self.departement_name(code),
            AreaCode::Region(code) => self.region_name(code),
            AreaCode::France => "France".to_owned(),
        }
    }

    /// The communes of an area, each once: a town stands for its arrondissements. Invented ones are no part of France.
    pub fn area_communes(&self, area: AreaCode) -> impl Iterator<Item = CommuneCode> + '_ {
        self.area_ranks(area).map(|rank| self.communes[rank as usize].code)
    }

    pub(super) fn area_ranks(&self, area: AreaCode) -> impl Iterator<Item = u32> + '_ {
        let keep = move |commune: &super::CommuneRecord| match area {
            AreaCode::Departement(code) => commune.departement == code,
            AreaCode::Region(code) => commune.region == Some(code),
            AreaCode::France => commune.region.is_some() && !self.invented.contains(&commune.departement),
        };
        let communes = (0..).zip(&self.communes);
        communes
            .filter(move |(_, commune)| !commune.is_arrondissement() && keep(commune))
            .map(|(rank, _)| rank)
    }
}
