//! What is invented, before it is written in the official formats.

use super::ages::Ages;
use super::mesh::Grid;
use super::rng::Rng;

/// Years of the invented populations: two legal vintages and, between them, the census of the ages.
pub(super) const POPULATION_YEARS: [i16; 3] = [2021, 2022, 2023];
/// Year of the lists, memberships and contours.
pub(super) const GEOGRAPHY: i16 = 2026;
/// A file of populations or ages of year N uses the communes of N + 2.
pub(super) const GEOGRAPHY_LAG: i16 = 2;

/// Everything invented.
pub(super) struct World {
    pub(super) seed: u64,
    pub(super) regions: Vec<Region>,
    pub(super) departements: Vec<Departement>,
    /// Every commune that exists in one of the years, sorted by code.
    pub(super) places: Vec<Place>,
    pub(super) epcis: Vec<Epci>,
    /// Communes that disappeared before any of the populations.
    pub(super) past: Vec<Past>,
    /// Contours and what depends on them; absent at national size.
    pub(super) ground: Option<Ground>,
}

pub(super) struct Region {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) seat: String,
}

pub(super) struct Departement {
    pub(super) code: String,
    pub(super) name: String,
    /// Rank of its region.
    pub(super) region: usize,
    pub(super) seat: String,
}

pub(super) struct Epci {
    pub(super) siren: String,
    pub(super) name: String,
    pub(super) form: &'static str,
}

/// A commune, or what was or became one.
pub(super) struct Place {
    pub(super) code: String,
    /// Name today.
    pub(super) name: String,
    /// Rank of its département.
    pub(super) departement: usize,
    /// Inhabitants in each of [`POPULATION_YEARS`].
    pub(super) populations: [u32; 3],
    /// From 0 (young) to 1 (old).
    pub(super) ageing: f64,
    /// Level of the density grid.
    pub(super) density: u8,
    /// Consultations a year.
    pub(super) apl: f64,
    /// Rank of its EPCI.
    pub(super) epci: usize,
    pub(super) postcodes: Vec<String>,
    /// Its IRIS, when it is divided.
    pub(super) quarters: Vec<Quarter>,
    pub(super) change: Change,
}

/// What happened to a commune since 2023.
pub(super) enum Change {
    None,
    /// It had another name before this year.
    Renamed {
        year: i16,
        before: String,
    },
    /// It was joined to another commune, by rank; the whole took a new name that year.
    Merged {
        year: i16,
        into: usize,
    },
    /// It was a part of another commune, by rank, before this year.
    Split {
        year: i16,
        from: usize,
    },
}

/// An IRIS.
pub(super) struct Quarter {
    pub(super) code: String,
    pub(super) name: String,
    /// H habitat, A activity, D various.
    pub(super) kind: char,
    /// Inhabitants at the census; they add up to the commune.
    pub(super) population: f64,
    pub(super) ageing: f64,
}

/// A commune that disappeared long ago.
pub(super) struct Past {
    /// `yyyy-mm-dd`.
    pub(super) date: String,
    pub(super) code: String,
    pub(super) name: String,
    /// Rank of the commune that took it in.
    pub(super) into: usize,
}

/// Where the places lie.
pub(super) struct Ground {
    pub(super) grid: Grid,
    /// Rank of the place of each hexagon.
    pub(super) place: Vec<Option<usize>>,
    /// Rank of the area of each hexagon: IRIS in the town, communes elsewhere.
    pub(super) area: Vec<Option<usize>>,
    /// The areas: place, and IRIS where divided.
    pub(super) areas: Vec<(usize, Option<usize>)>,
    /// The fictitious CPTS, the territory of the demonstration first, then its two neighbours.
    pub(super) cpts: Vec<Cpts>,
}

pub(super) struct Cpts {
    pub(super) name: &'static str,
    pub(super) finess: &'static str,
    /// Ranks of places.
    pub(super) places: Vec<usize>,
}

/// A commune as it stood in a given year.
pub(super) struct Listed<'a> {
    pub(super) place: &'a Place,
    pub(super) name: &'a str,
    /// Ranks of all that it holds, itself first.
    pub(super) parts: Vec<usize>,
}

impl World {
    /// The communes on 1 January of a year, sorted by code.
    pub(super) fn at(&self, year: i16) -> Vec<Listed<'_>> {
        let holder = |rank: usize| match self.places[rank].change {
            Change::Merged { year: since, into } if year >= since => into,
            Change::Split { year: since, from } if year < since => from,
            _ => rank,
        };
        let mut parts: Vec<Vec<usize>> = vec![Vec::new(); self.places.len()];
        for rank in 0..self.places.len() {
            let holder = holder(rank);
            if holder == rank { parts[rank].insert(0, rank) } else { parts[holder].push(rank) }
        }
        let listed = self.places.iter().zip(parts).filter(|(_, parts)| !parts.is_empty());
        listed.map(|(place, parts)| Listed { place, name: place.name_at(year), parts }).collect()
    }

    /// Inhabitants of a listed commune, by rank of the year.
    pub(super) fn population(&self, listed: &Listed<'_>, year: usize) -> u32 {
        listed.parts.iter().map(|part| self.places[*part].populations[year]).sum()
    }

    /// Ages at the census of a listed commune: one table an IRIS, or one for the whole.
    pub(super) fn ages<'a>(&self, listed: &Listed<'a>) -> Vec<(Option<&'a Quarter>, Ages)> {
        let place = listed.place;
        let mut rng = Rng::of(self.seed, number(&place.code) ^ 0x6167_6573);
        if place.quarters.is_empty() {
            let population = f64::from(self.population(listed, 1));
            return vec![(None, Ages::draw(population, place.ageing, true, &mut rng))];
        }
        let draw = |quarter: &'a Quarter| {
            (Some(quarter), Ages::draw(quarter.population, quarter.ageing, false, &mut rng))
        };
        place.quarters.iter().map(draw).collect()
    }

    /// Code of the region of a place.
    pub(super) fn region(&self, place: &Place) -> &Region {
        &self.regions[self.departements[place.departement].region]
    }
}

impl Place {
    /// Name on 1 January of a year.
    pub(super) fn name_at(&self, year: i16) -> &str {
        match &self.change {
            Change::Renamed { year: since, before } if year < *since => before,
            _ => &self.name,
        }
    }
}

/// A code as a number, letters included.
fn number(code: &str) -> u64 {
    code.bytes().fold(0, |number, byte| (number << 8) | u64::from(byte))
}
