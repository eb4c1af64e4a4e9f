//! Task a: diagnosis of many territories.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Instant;

use territory::sums::{Counts, Levels, Ranking, Ratio, Totals};

use super::outcome::{Outcome, unknown};

/// Columns before the indicators: place, commune, département, region, CPTS.
const KEYS: usize = 5;
/// Ratios of each territory: the first columns over the next ones.
const RATIOS: usize = 60;
/// Modulus of the checksum of the measuring program.
const M61: u128 = (1 << 61) - 1;

/// Places in the order of their communes, as the product keeps them.
struct Places {
    counts: Counts,
    /// Keys of each row: place, commune, département, region, CPTS.
    keys: Vec<[u32; KEYS]>,
}

/// Runs a case on the files of `data`.
pub fn run(case: &str, data: &Path, _out: &Path) -> Result<Outcome, String> {
    let places = places(&data.join("a_indicators.csv"))?;
    match case {
        "all800" => Ok(all(&places)),
        "one" => one(&places, &data.join("a_adhoc.csv")),
        "levels" => Ok(levels(&places)),
        other => Err(unknown(other)),
    }
}

fn numbers(path: &Path) -> Result<Vec<Vec<u32>>, String> {
    let failed = |error: std::io::Error| format!("{} : {error}", path.display());
    let reader = BufReader::with_capacity(1 << 20, File::open(path).map_err(failed)?);
    let mut rows = Vec::new();
    for line in reader.lines().skip(1) {
        let line = line.map_err(failed)?;
        let row: Result<Vec<u32>, _> = line.split(',').map(str::parse).collect();
        rows.push(row.map_err(|error| format!("{} : {error}", path.display()))?);
    }
    Ok(rows)
}

fn places(path: &Path) -> Result<Places, String> {
    let mut rows = numbers(path)?;
    // Territories are made of neighbouring communes: their rows stand together.
    rows.sort_by_key(|row| (row.get(4).copied(), row.get(1).copied(), row.first().copied()));
    let width = rows.first().map_or(0, |row| row.len().saturating_sub(KEYS));
    let mut places = Places { counts: Counts::new(width), keys: Vec::with_capacity(rows.len()) };
    for row in rows {
        let mut keys = [0; KEYS];
        keys.copy_from_slice(&row[..KEYS]);
        places.keys.push(keys);
        places.counts.push(row[KEYS..].iter().map(|value| Some(*value)));
    }
    Ok(places)
}

/// The sum that every program has to find, whatever its order of work.
fn checksum(totals: &[Totals]) -> u64 {
    let mut sum = 0_u128;
    for (territory, total) in (1_u128..).zip(totals) {
        let row: u128 = (7_u128..).zip(&total.sums).map(|(weight, value)| weight * u128::from(*value)).sum();
        sum = (sum + row * territory) % M61;
    }
    sum as u64
}

fn ratios(totals: &Totals, into: &mut Vec<Option<f64>>) {
    into.extend(
        (0..RATIOS).map(|column| Ratio { numerator: column, denominator: column + RATIOS }.of(totals)),
    );
}

/// The 200 sums and 60 ratios of every CPTS.
fn all(places: &Places) -> Outcome {
    let groups = places.keys.iter().map(|keys| keys[4]).max().map_or(0, |last| last + 1);
    let mut rows: Vec<Vec<u32>> = vec![Vec::new(); groups as usize];
    for (rank, keys) in (0..).zip(&places.keys) {
        rows[keys[4] as usize].push(rank);
    }
    let start = Instant::now();
    let mut room = Vec::new();
    let totals: Vec<Totals> = rows.iter().map(|rows| places.counts.total_in(rows, &mut room)).collect();
    let mut found = Vec::with_capacity(totals.len() * RATIOS);
    for total in &totals {
        ratios(total, &mut found);
    }
    let seconds = start.elapsed().as_secs_f64();
    Outcome::new(seconds).whole("checksum", checksum(&totals)).whole("ratios", found.len() as u64)
}

/// The 200 sums, 60 ratios and 60 ranks among départements of one territory, mean over all of the file.
fn one(places: &Places, path: &Path) -> Result<Outcome, String> {
    let mut row_of = vec![0; places.keys.len()];
    for (rank, keys) in (0..).zip(&places.keys) {
        row_of[keys[0] as usize] = rank;
    }
    let mut territories: Vec<Vec<u32>> = Vec::new();
    for pair in numbers(path)? {
        let (territory, iris) = (pair[0] as usize, pair[1] as usize);
        territories.resize(territories.len().max(territory + 1), Vec::new());
        territories[territory].push(row_of[iris]);
    }
    for rows in &mut territories {
        rows.sort_unstable();
    }
    let departements = Levels::of(&places.counts, |row| Some(places.keys[row as usize][2]));
    let mut around = vec![Vec::new(); RATIOS];
    for (_, totals) in departements.iter() {
        let mut values = Vec::new();
        ratios(totals, &mut values);
        for (column, value) in around.iter_mut().zip(values) {
            column.push(value);
        }
    }
    let rankings: Vec<Ranking> = around.into_iter().map(Ranking::of).collect();
    let start = Instant::now();
    let (mut room, mut found, mut ranks) = (Vec::new(), Vec::new(), 0);
    let mut totals = Vec::with_capacity(territories.len());
    for rows in &territories {
        let total = places.counts.total_in(rows, &mut room);
        found.clear();
        ratios(&total, &mut found);
        let values = found.iter().zip(&rankings);
        ranks += values.filter_map(|(value, ranking)| Some(ranking.rank((*value)?))).sum::<usize>();
        totals.push(total);
    }
    let seconds = start.elapsed().as_secs_f64() / territories.len().max(1) as f64;
    Ok(Outcome::new(seconds).whole("checksum", checksum(&totals)).whole("ranks", ranks as u64))
}

/// The sums of every département and region and of France: what is computed in advance when data is loaded.
fn levels(places: &Places) -> Outcome {
    let mut region_of = vec![0; places.keys.iter().map(|keys| keys[2] as usize + 1).max().unwrap_or(0)];
    for keys in &places.keys {
        region_of[keys[2] as usize] = keys[3];
    }
    let start = Instant::now();
    let departements = Levels::of(&places.counts, |row| Some(places.keys[row as usize][2]));
    let regions = departements.above(|code| region_of.get(*code as usize).copied());
    let france = regions.above(|_| Some(()));
    let seconds = start.elapsed().as_secs_f64();
    let rows = departements.iter().len() + regions.iter().len() + france.iter().len();
    Outcome::new(seconds).whole("rows", rows as u64)
}
