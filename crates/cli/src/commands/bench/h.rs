//! Task h: large files, read by the core that reads the real ones.

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;
use std::time::Instant;

use opendata::parts::{self, Block, Line, Lines, lines};
use sha2::{Digest, Sha256};

use super::outcome::{Outcome, unknown};

/// Runs a case on the files of `data`.
pub fn run(case: &str, data: &Path, _out: &Path) -> Result<Outcome, String> {
    match case {
        "rpps" => rpps(&data.join("h_rpps.txt")),
        "finess" => finess(&data.join("h_finess.csv")),
        "iris" => iris(&data.join("a_indicators.csv")),
        other => Err(unknown(other)),
    }
}

/// Ranks of columns by their titles.
fn columns(path: &Path, separator: char, titles: &[&str]) -> Result<Vec<usize>, String> {
    let mut first = String::new();
    let mut reader = std::io::BufReader::new(open(path)?);
    std::io::BufRead::read_line(&mut reader, &mut first).map_err(|error| error.to_string())?;
    let names: Vec<&str> = first.trim_end().split(separator).collect();
    let rank = |title: &&str| names.iter().position(|name| name == title);
    titles.iter().map(|title| rank(title).ok_or_else(|| format!("colonne « {title} » absente"))).collect()
}

fn open(path: &Path) -> Result<File, String> {
    File::open(path).map_err(|error| format!("{} : {error}", path.display()))
}

/// Reads a file in parts, the header left out.
fn read<P: Lines + Send>(path: &Path, separator: u8, make: impl Fn() -> P) -> Result<Vec<P>, String> {
    let mut file = open(path)?;
    let make = || (make(), Vec::new());
    let work = |(part, ends): &mut (P, Vec<u32>), block: Block<'_>| {
        lines(block, separator, ends, part);
    };
    let read = parts::blocks(&mut file, parts::threads(), make, work, || ());
    let read = read.map_err(|error| format!("{} : {error}", path.display()))?;
    Ok(read.parts.into_iter().map(|(part, _)| part).collect())
}

/// A short code as a number: at most eight bytes.
fn code(text: &[u8]) -> u64 {
    text.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

/// The code that a number stands for.
fn text(code: u64) -> String {
    code.to_be_bytes().iter().filter(|byte| **byte != 0).map(|byte| char::from(*byte)).collect()
}

fn departement(commune: &[u8]) -> &[u8] {
    &commune[..commune.len().min(if commune.starts_with(b"97") { 3 } else { 2 })]
}

/// Liberal activities of one thread: their group and the number of their person.
struct Liberal {
    id: usize,
    profession: usize,
    mode: usize,
    commune: usize,
    groups: HashMap<(u64, u64), u32>,
    last: ((u64, u64), u32),
    rows: Vec<u64>,
    missing: u64,
}

/// Bits of the number of a person; the group stands above them.
const PERSON_BITS: u32 = 48;

impl Lines for Liberal {
    fn line(&mut self, line: &Line<'_>) {
        let commune = line.get(self.commune);
        if commune.is_empty() {
            self.missing += 1;
            return;
        }
        if line.get(self.mode) != b"L" {
            return;
        }
        let key = (code(line.get(self.profession)), code(departement(commune)));
        if key != self.last.0 {
            let next = self.groups.len() as u32;
            self.last = (key, *self.groups.entry(key).or_insert(next));
        }
        let person = line.get(self.id).iter().fold(0_u64, |n, digit| n * 10 + u64::from(digit & 15));
        self.rows.push(u64::from(self.last.1) << PERSON_BITS | person);
    }
}

fn rpps(path: &Path) -> Result<Outcome, String> {
    let start = Instant::now();
    let titles =
        ["Identifiant PP", "Code profession", "Code mode exercice", "Code commune (coord. structure)"];
    let found = columns(path, '|', &titles)?;
    let make = || Liberal {
        id: found[0],
        profession: found[1],
        mode: found[2],
        commune: found[3],
        groups: HashMap::new(),
        last: ((0, 0), 0),
        rows: Vec::new(),
        missing: 0,
    };
    let parts = read(path, b'|', make)?;
    let mut groups: HashMap<(u64, u64), u32> = HashMap::new();
    let mut rows: Vec<Vec<u64>> = Vec::new();
    let mut missing = 0;
    for mut part in parts {
        let mut ranks = vec![0_u64; part.groups.len()];
        for (key, rank) in part.groups {
            let next = groups.len() as u32;
            ranks[rank as usize] = u64::from(*groups.entry(key).or_insert(next));
        }
        for row in &mut part.rows {
            *row = ranks[(*row >> PERSON_BITS) as usize] << PERSON_BITS | *row & ((1 << PERSON_BITS) - 1);
        }
        missing += part.missing;
        rows.push(part.rows);
    }
    // The header has text where a commune stands, but no mode of exercise.
    let counts = count(rows, groups.len());
    let mut table: Vec<String> = groups
        .iter()
        .map(|((profession, departement), rank)| {
            let (activities, persons) = counts[*rank as usize];
            format!("{},{},{activities},{persons}", text(*profession), text(*departement))
        })
        .collect();
    sort_as_tuples(&mut table);
    let activities: u64 = counts.iter().map(|(activities, _)| activities).sum();
    let sha = digest(&table);
    Ok(Outcome::new(start.elapsed().as_secs_f64())
        .whole("groups", groups.len() as u64)
        .whole("rows", activities)
        .whole("missing", missing)
        .word("sha", &sha))
}

/// Activities and distinct persons of each group: each thread sorts a half, told apart by the group.
fn count(rows: Vec<Vec<u64>>, groups: usize) -> Vec<(u64, u64)> {
    let threads = rows.len().max(1);
    let mut shares: Vec<Vec<u64>> = vec![Vec::new(); threads];
    for row in rows.into_iter().flatten() {
        shares[(row >> PERSON_BITS) as usize % threads].push(row);
    }
    let mut counts = vec![(0, 0); groups];
    std::thread::scope(|scope| {
        for share in &mut shares {
            scope.spawn(|| share.sort_unstable());
        }
    });
    for share in &shares {
        let mut before = u64::MAX;
        for row in share {
            let count = &mut counts[(row >> PERSON_BITS) as usize];
            count.0 += 1;
            count.1 += u64::from(*row != before);
            before = *row;
        }
    }
    counts
}

/// The order of the other programs: by columns, numbers as numbers.
fn sort_as_tuples(table: &mut [String]) {
    table.sort_by(|a, b| a.split(',').take(2).cmp(b.split(',').take(2)));
}

fn digest(table: &[String]) -> String {
    let digest = Sha256::digest(table.join("\n").as_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Sites of one thread by département and category.
struct Sites {
    departement: usize,
    category: usize,
    counts: HashMap<(u64, u64), u64>,
}

impl Lines for Sites {
    fn line(&mut self, line: &Line<'_>) {
        let key = (code(line.get(self.departement)), code(line.get(self.category)));
        *self.counts.entry(key).or_default() += 1;
    }
}

fn finess(path: &Path) -> Result<Outcome, String> {
    let start = Instant::now();
    let found = columns(path, ';', &["departement", "categetab"])?;
    let make = || Sites { departement: found[0], category: found[1], counts: HashMap::new() };
    let mut counts: HashMap<(u64, u64), u64> = HashMap::new();
    for part in read(path, b';', make)? {
        for (key, count) in part.counts {
            *counts.entry(key).or_default() += count;
        }
    }
    // The header is the only line whose titles stand there; eight bytes of each are enough to know it.
    counts.remove(&(code(b"departement"), code(b"categetab")));
    let mut table: Vec<String> =
        counts.iter().map(|((a, b), count)| format!("{},{},{count}", text(*a), text(*b))).collect();
    sort_as_tuples(&mut table);
    let sha = digest(&table);
    Ok(Outcome::new(start.elapsed().as_secs_f64()).whole("groups", counts.len() as u64).word("sha", &sha))
}

/// Columns before the indicators.
const KEYS: usize = 5;

fn iris(path: &Path) -> Result<Outcome, String> {
    let start = Instant::now();
    let mut file = open(path)?;
    let read = parts::blocks(&mut file, parts::threads(), Vec::new, add_numbers, || ());
    let read = read.map_err(|error| format!("{} : {error}", path.display()))?;
    let sums = read.parts.iter().flatten();
    let total: u64 = sums.sum();
    Ok(Outcome::new(start.elapsed().as_secs_f64()).whole("sum", total))
}

/// Adds the whole numbers of each line, column by column; the header is left out.
fn add_numbers(sums: &mut Vec<u64>, block: Block<'_>) {
    let text = match (block.rank, block.text.iter().position(|byte| *byte == b'\n')) {
        (0, Some(end)) => &block.text[end + 1..],
        _ => block.text,
    };
    let (mut column, mut value) = (0, 0_u64);
    for byte in text {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            value = value * 10 + u64::from(digit);
            continue;
        }
        if column >= KEYS {
            match sums.get_mut(column - KEYS) {
                Some(sum) => *sum += value,
                None => sums.push(value),
            }
        }
        value = 0;
        column = if *byte == b'\n' { 0 } else { column + 1 };
    }
}
