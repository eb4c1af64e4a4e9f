//! The places over which a figure is computed.

use std::sync::Arc;

use territory::{AreaCode, Atlas, Perimeter, UnitCode};

use crate::diagnostic::niveau::Niveau;
use crate::nombres::{compte, liste};

/// Communes and IRIS over which a figure is computed.
#[derive(Clone, Debug)]
pub(super) struct Zone {
    /// What it is.
    pub niveau: Niveau,
    /// As a passport says it: `16 IRIS`, `département Gard`.
    pub name: String,
    /// Its communes and IRIS.
    pub perimeter: Arc<Perimeter>,
    /// Name under which its figures are kept; `None` when they are computed each time.
    pub key: Option<String>,
}

impl Zone {
    /// The territory itself.
    pub fn territoire(perimeter: &Perimeter) -> Self {
        Self {
            niveau: Niveau::Territoire,
            name: count_units(perimeter),
            perimeter: Arc::new(perimeter.clone()),
            key: None,
        }
    }

    /// A département, a region or the country: every commune of the reference list, towns counted once.
    pub fn area(atlas: &Atlas, area: AreaCode) -> Self {
        let name = match area {
            AreaCode::Departement(_) => format!("département {}", atlas.area_name(area)),
            AreaCode::Region(_) => format!("région {}", atlas.area_name(area)),
            AreaCode::France => atlas.area_name(area),
        };
        let niveau = niveau(area);
        Self {
            niveau,
            name,
            perimeter: Arc::new(atlas.area_communes(area).map(UnitCode::Commune).collect()),
            key: Some(niveau.to_string()),
        }
    }

    /// Whether it is a département, a region or the country.
    pub fn is_area(&self) -> bool {
        matches!(self.niveau, Niveau::Departement(_) | Niveau::Region(_) | Niveau::France)
    }
}

/// The level of an area.
pub(super) fn niveau(area: AreaCode) -> Niveau {
    match area {
        AreaCode::Departement(code) => Niveau::Departement(code),
        AreaCode::Region(code) => Niveau::Region(code),
        AreaCode::France => Niveau::France,
    }
}

/// `3 communes et 2 IRIS`.
fn count_units(perimeter: &Perimeter) -> String {
    let iris = perimeter.units().filter(|unit| matches!(unit, UnitCode::Iris(_))).count();
    let communes = perimeter.len() - iris;
    let parts = [(communes, "commune", "communes"), (iris, "IRIS", "IRIS")];
    let said =
        parts.iter().filter(|(count, ..)| *count > 0).map(|(count, one, many)| compte(*count, one, many));
    match said.collect::<Vec<_>>().as_slice() {
        [] => "aucune commune".to_owned(),
        parts => liste(parts),
    }
}
