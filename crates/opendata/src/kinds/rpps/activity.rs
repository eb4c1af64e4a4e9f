//! From lines to activities: numbers only, in dictionaries of each thread.

use std::collections::HashMap;

use territory::professionals::Category;

use super::key::{self, Spreading};
use super::layout::Layout;
use crate::parts::{Block, Line, Lines, Numbering, lines};
use crate::report::Reason;

/// Wrong lines that each thread describes; the others are counted.
const DESCRIBED: usize = 10;
/// The longest code of a nomenclature.
const LONGEST_CODE: usize = 12;
/// Codes that make a category.
const CODES: usize = 6;

/// An activity while a file is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Activity {
    pub(super) person: u64,
    pub(super) site: u64,
    /// Rank of its place.
    pub(super) place: u32,
    /// Rank of its category.
    pub(super) category: u32,
}

/// Where an activity stands, as the file writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Address {
    pub(super) commune: String,
    pub(super) postcode: String,
    pub(super) locality: String,
    pub(super) departement: String,
}

/// A line that cannot be used.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) block: usize,
    pub(super) rank: usize,
    pub(super) reason: Reason,
}

/// What one thread, or all of them, read.
pub(super) struct Activities<'a> {
    layout: &'a Layout,
    pub(super) activities: Vec<Activity>,
    pub(super) categories: Dictionary<Category>,
    pub(super) addresses: Dictionary<Address>,
    pub(super) has_know_how: bool,
    pub(super) rows: u64,
    pub(super) rejected: u64,
    /// The first wrong lines, and the last line when it is wrong; sorted once merged.
    pub(super) wrong: Vec<Wrong>,
    pub(super) numbering: Numbering,
    /// Block and rank of the last line that is not empty.
    pub(super) last: Option<(usize, usize)>,
    /// The last wrong line beyond those described.
    latest: Option<Wrong>,
    block: usize,
    scratch: Vec<u8>,
    ends: Vec<u32>,
}

/// Values met so far and the rank of each, found by the bytes that write it.
pub(super) struct Dictionary<V> {
    ranks: HashMap<Vec<u8>, u32>,
    pub(super) values: Vec<V>,
}

impl<V> Default for Dictionary<V> {
    fn default() -> Self {
        Self { ranks: HashMap::new(), values: Vec::new() }
    }
}

impl<V> Dictionary<V> {
    fn rank(&mut self, bytes: &[u8], value: impl FnOnce() -> V) -> u32 {
        if let Some(rank) = self.ranks.get(bytes) {
            return *rank;
        }
        let rank = self.values.len() as u32;
        self.ranks.insert(bytes.to_vec(), rank);
        self.values.push(value());
        rank
    }

    /// Takes the values of another dictionary; gives the rank here of each rank there.
    fn take(&mut self, other: Dictionary<V>) -> Vec<u32> {
        let mut bytes: Vec<(u32, Vec<u8>)> =
            other.ranks.into_iter().map(|(text, rank)| (rank, text)).collect();
        bytes.sort_unstable();
        let pairs = bytes.into_iter().zip(other.values);
        pairs.map(|((_, text), value)| self.rank(&text, || value)).collect()
    }
}

impl Dictionary<Category> {
    /// The rank of a category that differs from a known one by its speciality.
    pub(super) fn with_know_how(&mut self, rank: u32, know_how: &str) -> u32 {
        let known = &self.values[rank as usize];
        let category = Category { know_how: know_how.to_owned(), ..known.clone() };
        let codes = [&category.profession, &category.know_how, &category.mode, &category.sector];
        let codes = codes.into_iter().chain([&category.nature, &category.status]);
        let mut bytes = Vec::new();
        for code in codes {
            bytes.extend_from_slice(code.as_bytes());
            bytes.push(b'|');
        }
        self.rank(&bytes, || category)
    }
}

impl<'a> Activities<'a> {
    pub(super) fn new(layout: &'a Layout) -> Self {
        Self {
            layout,
            activities: Vec::new(),
            categories: Dictionary::default(),
            addresses: Dictionary::default(),
            has_know_how: false,
            rows: 0,
            rejected: 0,
            wrong: Vec::new(),
            numbering: Numbering::default(),
            last: None,
            latest: None,
            block: 0,
            scratch: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// Reads a block.
    pub(super) fn read(&mut self, block: Block<'_>) {
        self.block = block.rank;
        let mut ends = std::mem::take(&mut self.ends);
        let count = lines(block, b'|', &mut ends, self);
        self.numbering.add(block.rank, count);
        self.ends = ends;
    }

    /// Puts together what the threads read.
    pub(super) fn merge(parts: Vec<Self>) -> Self {
        let mut parts = parts.into_iter();
        let Some(mut all) = parts.next() else { unreachable!("there is at least one thread") };
        let mut numberings = vec![std::mem::take(&mut all.numbering)];
        for part in parts {
            let categories = all.categories.take(part.categories);
            let addresses = all.addresses.take(part.addresses);
            all.activities.extend(part.activities.into_iter().map(|activity| Activity {
                place: addresses[activity.place as usize],
                category: categories[activity.category as usize],
                ..activity
            }));
            all.has_know_how |= part.has_know_how;
            all.rows += part.rows;
            all.rejected += part.rejected;
            all.wrong.extend(part.wrong);
            all.wrong.extend(part.latest);
            all.last = all.last.max(part.last);
            numberings.push(part.numbering);
        }
        all.wrong.extend(all.latest.take());
        all.wrong.sort_unstable_by_key(|wrong| (wrong.block, wrong.rank));
        all.numbering = Numbering::merge(numberings);
        all
    }

    fn activity(&mut self, line: &Line<'_>) -> Result<Activity, Reason> {
        let layout = self.layout;
        let field = |rank: usize| line.get(rank).trim_ascii();
        let optional = |rank: Option<usize>| rank.map_or(&[][..], field);
        let person = key::number(field(layout.person));
        if person == 0 {
            return Err(Reason::Missing { column: "Identification nationale PP".to_owned() });
        }
        let know_how = optional(layout.know_how);
        self.has_know_how |= !know_how.is_empty();
        let codes: [&[u8]; CODES] = [
            field(layout.profession),
            know_how,
            field(layout.mode),
            field(layout.sector),
            optional(layout.nature),
            optional(layout.status),
        ];
        self.scratch.clear();
        for code in codes {
            if code.len() > LONGEST_CODE || !code.iter().all(u8::is_ascii_alphanumeric) {
                return Err(Reason::Code { what: "de l’ANS".to_owned(), found: text(code) });
            }
            self.scratch.extend_from_slice(code);
            self.scratch.push(b'|');
        }
        let category = self.categories.rank(&self.scratch, || category(codes.map(text)));
        let commune = field(layout.commune);
        let (postcode, locality, departement) = if commune.is_empty() {
            (optional(layout.postcode), optional(layout.locality), optional(layout.departement))
        } else {
            Default::default()
        };
        self.scratch.clear();
        for part in [commune, postcode, locality, departement] {
            self.scratch.extend_from_slice(part);
            self.scratch.push(b'|');
        }
        let place = self.addresses.rank(&self.scratch, || Address {
            commune: text(commune),
            postcode: text(postcode),
            locality: text(locality),
            departement: text(departement),
        });
        // Two lines at one address are one site; without any address, one site a commune.
        let numbered = layout.site.iter().map(|rank| field(*rank)).find(|number| !number.is_empty());
        let site = numbered.map_or_else(
            || {
                self.scratch.extend(layout.address.iter().flat_map(|rank| field(*rank).iter().chain(b"|")));
                key::digest(&[&self.scratch])
            },
            key::number,
        );
        Ok(Activity { person, site, place, category })
    }

    fn reject(&mut self, rank: usize, reason: Reason) {
        self.rejected += 1;
        let wrong = Wrong { block: self.block, rank, reason };
        if self.wrong.len() < DESCRIBED { self.wrong.push(wrong) } else { self.latest = Some(wrong) }
    }
}

impl Lines for Activities<'_> {
    fn line(&mut self, line: &Line<'_>) {
        if self.block == 0 && line.rank <= self.layout.header {
            return;
        }
        self.rows += 1;
        self.last = self.last.max(Some((self.block, line.rank)));
        let expected = self.layout.width;
        // A bar ends each line of the real files.
        let whole = line.len() == expected || (line.len() == expected + 1 && line.get(expected).is_empty());
        if !whole {
            return self.reject(line.rank, Reason::Columns { found: line.len(), expected });
        }
        match self.activity(line) {
            Ok(activity) => self.activities.push(activity),
            Err(reason) => self.reject(line.rank, reason),
        }
    }
}

fn category(codes: [String; CODES]) -> Category {
    let [profession, know_how, mode, sector, nature, status] = codes;
    Category { profession, know_how, mode, sector, nature, status }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A map from numbers of persons.
pub(super) type PersonMap<V> = HashMap<u64, V, Spreading>;
