//! Communes of Occitanie as the real files describe them.

#![allow(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

use std::collections::HashMap;
use std::io::Read;
use std::path::PathBuf;

use opendata::{Context, Input, Silent, read};
use serde::Deserialize;
use territory::accessibility::{Catchment, Decay, Place, Step, Travel, project};
use territory::layers::Apl;
use territory::{CommuneCode, Layer};

/// The workbook of the DREES.
pub const WORKBOOK: &str = "drees/indicateur_d_apl_aux_medecins_generalistes_2022_2023.xlsx";
const COMMUNES: &str = "territoires/communes_occitanie_2025_densite_epci_centroides.csv.gz";
const FINESS: &str = "finess/finess_occitanie.csv.gz";

/// A file of the shared directory, or nothing on a machine that has none.
pub fn shared(path: &str) -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "the place of the real files is a setting of the machine")]
    let root = std::env::var("MAILLAGE_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared").to_owned());
    let path = PathBuf::from(root).join("data").join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: ../shared is not here");
    None
}

/// The rows of a year of the workbook.
pub fn apl(path: PathBuf, year: i16) -> Vec<Apl> {
    let readings = read(Input::path(&path), &Context::default(), &mut Silent).unwrap();
    let of_year = readings.into_iter().find(|reading| reading.passport.vintage.year == year).unwrap();
    let Layer::Apl(rows) = of_year.layer else { panic!("no accessibility in {year}") };
    rows
}

/// What the table of parameters says of time.
#[derive(Deserialize)]
pub struct Parameters {
    decroissance: Steps,
    trajet: Journey,
}

#[derive(Deserialize)]
struct Steps {
    marche: Vec<StepRow>,
}

#[derive(Deserialize)]
struct StepRow {
    jusqu_a: f64,
    poids: [f64; 2],
}

#[derive(Deserialize)]
struct Journey {
    detour: f64,
    vitesse: Vec<Speed>,
}

#[derive(Deserialize)]
struct Speed {
    densite: u8,
    km_h: f64,
}

/// The parameters of the program.
pub fn parameters() -> Parameters {
    toml::from_str(include_str!("../../../domain/data/apl.toml")).unwrap()
}

impl Parameters {
    /// Steps of the published sheet.
    pub fn decay(&self) -> Decay {
        let step = |row: &StepRow| Step { up_to: row.jusqu_a, weight: row.poids[0] / row.poids[1] };
        Decay::steps(&self.decroissance.marche.iter().map(step).collect::<Vec<_>>()).unwrap()
    }

    fn speed(&self, density: u8) -> f64 {
        self.trajet.vitesse.iter().find(|speed| speed.densite == density).unwrap().km_h
    }
}

/// The communes that have both coordinates and a published accessibility.
pub struct Region {
    positions: Vec<[f64; 2]>,
    densities: Vec<u8>,
    published: Vec<Apl>,
    /// Number of pharmacies.
    pub pharmacies: Vec<f64>,
    /// Whether there is a pharmacy, a health centre or a health house.
    pub served: Vec<bool>,
}

impl Region {
    /// Reads the region, or nothing on a machine that has not the files.
    pub fn read() -> Option<Self> {
        let published = apl(shared(WORKBOOK)?, 2023).into_iter();
        let published: HashMap<CommuneCode, Apl> = published.map(|row| (row.code, row)).collect();
        let communes = Table::read(shared(COMMUNES)?);
        let mut ranks = HashMap::new();
        let (mut points, mut densities, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        for row in &communes.rows {
            let cell = |name: &str| communes.cell(row, name);
            let code: CommuneCode = format!("{:0>5}", cell("code_insee")).parse().unwrap();
            let Some(row) = published.get(&code) else { continue };
            ranks.insert(code, rows.len());
            let degrees = |name: &str| cell(name).parse::<f64>().unwrap();
            points.push([degrees("longitude_centre"), degrees("latitude_centre")]);
            densities.push(cell("grille_densite").parse().unwrap());
            rows.push(row.clone());
        }
        let (mut pharmacies, mut served) = (vec![0.0; rows.len()], vec![false; rows.len()]);
        let finess = Table::read(shared(FINESS)?);
        // One line an activity: an establishment counts once.
        let seen: HashMap<&str, _> =
            finess.rows.iter().map(|row| (finess.cell(row, "numero finess etablissement"), row)).collect();
        for row in seen.into_values() {
            let code = finess.cell(row, "code_insee").parse::<CommuneCode>();
            let Some(&rank) = code.ok().and_then(|code| ranks.get(&code)) else { continue };
            let category = finess.cell(row, "categetab");
            pharmacies[rank] += f64::from(u8::from(category == "620"));
            served[rank] |= ["620", "124", "603"].contains(&category);
        }
        let positions = project(&points).unwrap();
        Some(Self { positions, densities, published: rows, pharmacies, served })
    }

    /// The published accessibility of 2023.
    pub fn published(&self) -> Vec<f64> {
        self.published.iter().map(|row| row.apl.unwrap()).collect()
    }

    /// The published standardised population.
    pub fn standardised(&self) -> Vec<f64> {
        self.published.iter().map(|row| row.standardised_population.unwrap()).collect()
    }

    /// Pairs within twenty minutes by the stated approximation, speeds multiplied by a factor.
    pub fn catchment(&self, factor: f64) -> Catchment {
        let parameters = parameters();
        let speeds = self.densities.iter().map(|density| parameters.speed(*density) * factor);
        let places = self.positions.iter().zip(speeds).map(|(&at, speed)| Place { at, speed });
        let places: Vec<Place> = places.collect();
        let travel = Travel { detour: parameters.trajet.detour, limit: 20.0 };
        Catchment::from_positions(&places, &vec![true; places.len()], travel).unwrap()
    }
}

/// A comma-separated table; quoted cells may hold commas.
struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn read(path: PathBuf) -> Self {
        let mut text = String::new();
        let file = std::fs::File::open(path).unwrap();
        flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
        let mut rows = text.lines().map(cells);
        Self { header: rows.next().unwrap(), rows: rows.collect() }
    }

    fn cell<'a>(&self, row: &'a [String], name: &str) -> &'a str {
        &row[self.header.iter().position(|title| title == name).unwrap()]
    }
}

fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().unwrap().push(letter),
        }
    }
    cells
}
