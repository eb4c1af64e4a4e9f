//! A perimeter: communes and IRIS, mixed, without double counting.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::codes::UnitCode;

/// A set of communes and IRIS in which nothing is counted twice: a whole commune absorbs its IRIS, a whole
/// town absorbs its arrondissements.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BTreeSet<UnitCode>", into = "BTreeSet<UnitCode>")]
pub struct Perimeter(BTreeSet<UnitCode>);

impl From<BTreeSet<UnitCode>> for Perimeter {
    fn from(units: BTreeSet<UnitCode>) -> Self {
        units.into_iter().collect()
    }
}

impl From<Perimeter> for BTreeSet<UnitCode> {
    fn from(perimeter: Perimeter) -> Self {
        perimeter.0
    }
}

impl FromIterator<UnitCode> for Perimeter {
    fn from_iter<I: IntoIterator<Item = UnitCode>>(units: I) -> Self {
        let all: BTreeSet<UnitCode> = units.into_iter().collect();
        let absorbed = |unit: &UnitCode| {
            let commune = unit.commune();
            let in_commune = matches!(unit, UnitCode::Iris(_)) && all.contains(&UnitCode::Commune(commune));
            let in_town = commune.arrondissement_parent().is_some_and(|town| all.contains(&town.into()));
            in_commune || in_town
        };
        Self(all.iter().filter(|unit| !absorbed(unit)).copied().collect())
    }
}

impl Perimeter {
    /// The units, sorted by code.
    pub fn units(&self) -> impl ExactSizeIterator<Item = UnitCode> + '_ {
        self.0.iter().copied()
    }

    /// Number of units.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no unit.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the unit itself is listed.
    pub fn contains(&self, unit: UnitCode) -> bool {
        self.0.contains(&unit)
    }

    /// Whether the unit lies inside: listed, or part of a listed commune or town.
    pub fn covers(&self, unit: UnitCode) -> bool {
        let commune = unit.commune();
        self.0.contains(&unit)
            || self.0.contains(&commune.into())
            || commune.arrondissement_parent().is_some_and(|town| self.0.contains(&town.into()))
    }

    /// The perimeter with `units` in it. Adding an IRIS of a commune that is already whole changes nothing.
    #[must_use]
    pub fn with(&self, units: impl IntoIterator<Item = UnitCode>) -> Self {
        self.units().chain(units).collect()
    }

    /// The perimeter without `units`, and without the IRIS of the communes among them.
    #[must_use]
    pub fn without(&self, units: &[UnitCode]) -> Self {
        let gone = |unit: &UnitCode| units.contains(unit) || units.contains(&unit.commune().into());
        Self(self.0.iter().filter(|unit| !gone(unit)).copied().collect())
    }

    /// Units of `self` that `other` does not list.
    pub fn difference(&self, other: &Perimeter) -> Vec<UnitCode> {
        self.0.difference(&other.0).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn perimeter(codes: &[&str]) -> Perimeter {
        codes.iter().map(|code| code.parse::<UnitCode>().unwrap()).collect()
    }

    #[test]
    fn nothing_is_counted_twice() {
        assert_eq!(perimeter(&["66028", "660280101", "66136"]), perimeter(&["66028", "66136"]));
        assert_eq!(perimeter(&["75056", "75101", "751020101"]), perimeter(&["75056"]));
        assert_eq!(perimeter(&["661860000"]), perimeter(&["66186"]));
    }

    #[test]
    fn covering_looks_at_communes_and_towns() {
        let all = perimeter(&["66028", "75056", "661360801"]);
        assert!(all.covers("660280101".parse().unwrap()));
        assert!(all.covers("75101".parse().unwrap()));
        assert!(!all.covers("66136".parse().unwrap()));
    }

    #[test]
    fn removing_a_commune_removes_its_iris() {
        let all = perimeter(&["661360801", "661360901", "66186"]);
        assert_eq!(all.without(&["66136".parse().unwrap()]), perimeter(&["66186"]));
        assert_eq!(all.difference(&perimeter(&["66186"])).len(), 2);
    }

    #[test]
    fn a_perimeter_travels_as_a_list_of_codes() {
        #[derive(Serialize)]
        struct Carrier(Perimeter);
        let set: BTreeSet<UnitCode> = Carrier(perimeter(&["66186", "66028"])).0.into();
        assert_eq!(set.len(), 2);
    }
}
