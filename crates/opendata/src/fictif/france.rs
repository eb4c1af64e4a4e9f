//! The size of France without its map: for benches and load tests.

use super::names;
use super::rng::Rng;
use super::world::{Change, Departement, Epci, Past, Place, Quarter, Region, World};

const REGIONS: [&str; 18] = [
    "11", "24", "27", "28", "32", "44", "52", "53", "75", "76", "84", "93", "94", "01", "02", "03", "04",
    "06",
];
/// Communes of a département of the mainland, and overseas (whose codes leave two digits).
const COMMUNES: usize = 364;
const COMMUNES_OVERSEAS: usize = 12;
const EPCI_COMMUNES: usize = 28;
/// Communes that disappeared, by département of the mainland.
const PAST: usize = 130;
/// From this population a commune is divided in IRIS.
const DIVIDED: u32 = 5_500;
const QUARTER_INHABITANTS: f64 = 2_700.0;

/// Invents 101 départements.
pub(super) fn world(seed: u64) -> World {
    let mut rng = Rng::of(seed, 0x6672_616e);
    let mut world = World {
        seed,
        regions: Vec::new(),
        departements: Vec::new(),
        places: Vec::new(),
        epcis: Vec::new(),
        past: Vec::new(),
        ground: None,
    };
    let codes = departement_codes();
    let mainland = codes.iter().filter(|code| code.len() == 2).count();
    for (rank, code) in codes.iter().enumerate() {
        let first = world.places.len();
        fill(&mut world, rank, code, &mut rng);
        // The last five regions are the five overseas départements.
        let region = if rank < mainland { rank * 13 / mainland } else { 13 + rank - mainland };
        let seat = world.places[first].code.clone();
        world.departements.push(Departement {
            code: code.clone(),
            name: format!("Département fictif {code}"),
            region,
            seat: seat.clone(),
        });
        if world.regions.len() == region {
            let code = REGIONS[region].to_owned();
            world.regions.push(Region { name: format!("Région fictive {code}"), code, seat });
        }
    }
    world
}

/// 01 to 95 with Corsica's two, then overseas.
fn departement_codes() -> Vec<String> {
    let mainland = (1..=95).filter(|number| *number != 20).map(|number| format!("{number:02}"));
    let mut codes: Vec<String> = mainland.chain(["2A".to_owned(), "2B".to_owned()]).collect();
    codes.sort();
    codes.extend(["971", "972", "973", "974", "976"].map(str::to_owned));
    codes
}

fn fill(world: &mut World, departement: usize, code: &str, rng: &mut Rng) {
    let overseas = code.len() == 3;
    let count = if overseas { COMMUNES_OVERSEAS } else { COMMUNES };
    let first = world.places.len();
    for number in 1..=count {
        let code = if overseas { format!("{code}{number:02}") } else { format!("{code}{number:03}") };
        let rank_in_departement = number - 1;
        if rank_in_departement % EPCI_COMMUNES == 0 {
            let rank = world.epcis.len() + 1;
            world.epcis.push(Epci {
                siren: format!("96{:06}{}", rank, rank % 7),
                name: format!("CC {}", names::compose(rng)),
                form: "CC",
            });
        }
        let post_office = 10 + number % 45;
        let place = place(code, departement, rng);
        let postcode = format!("{}{post_office}0", &place.code[..2].replace(['A', 'B'], "0"));
        world.places.push(Place { epci: world.epcis.len() - 1, postcodes: vec![postcode], ..place });
    }
    for number in 0..if overseas { 0 } else { PAST } {
        let year = 1970 + rng.below(50);
        world.past.push(Past {
            date: format!("{year}-01-01"),
            code: format!("{code}{:03}", COMMUNES + 1 + number),
            name: names::compose(rng),
            into: first + rng.below(count),
        });
    }
}

fn place(code: String, departement: usize, rng: &mut Rng) -> Place {
    // Many villages, few towns: the upper tail of 1/x, cut.
    let unit = rng.unit();
    let census = (100.0 + 300.0 * unit / (1.0 - unit + 0.0008)).round();
    let growth = rng.between(-0.006, 0.008);
    let populations =
        [census * (1.0 - growth), census, census * (1.0 + growth)].map(|year| year.round() as u32);
    let quarters = if populations[1] >= DIVIDED { divide(&code, census, rng) } else { Vec::new() };
    Place {
        name: names::compose(rng),
        departement,
        populations,
        ageing: rng.between(0.1, 0.9),
        density: match populations[1] {
            50_000.. => 1,
            10_000.. => 2,
            5_000.. => 3,
            2_500.. => 4,
            1_500.. => 5,
            400.. => 6,
            _ => 7,
        },
        apl: rng.between(1.0, 6.0),
        epci: 0,
        postcodes: Vec::new(),
        quarters,
        change: Change::None,
        code,
    }
}

fn divide(code: &str, population: f64, rng: &mut Rng) -> Vec<Quarter> {
    let count = ((population / QUARTER_INHABITANTS).round() as usize).max(3);
    let weights: Vec<f64> = (0..count).map(|_| rng.between(0.6, 1.4)).collect();
    let total: f64 = weights.iter().sum();
    let quarter = |(rank, weight): (usize, f64)| Quarter {
        code: format!("{code}{:02}{:02}", rank / 20 + 1, rank % 20 + 1),
        name: format!("Quartier {}", rank + 1),
        kind: if rank % 12 == 11 { 'A' } else { 'H' },
        population: population * weight / total,
        ageing: rng.between(0.0, 0.8),
    };
    weights.into_iter().enumerate().map(quarter).collect()
}
