//! From activities to what is kept: persons and sites become ranks that mean nothing outside the file.

use std::collections::BTreeMap;

use territory::professionals::{
    Category, CommuneActivities, Group, Practice, Professionals, UnplacedActivities,
};
use territory::{CommuneCode, DepartementCode};

use super::activity::{Activities, Address};
use crate::KnownCommunes;

/// What helps to place an address that has no commune.
pub(super) struct Places<'a> {
    pub(super) known: Option<&'a dyn KnownCommunes>,
}

/// The professionals, and what became of the activities that are not among them.
pub(super) struct Gathered {
    pub(super) professionals: Professionals,
    /// Activities placed by their postcode and locality.
    pub(super) located: u64,
    /// Activities without a commune.
    pub(super) unplaced: u64,
    /// Activities outside France.
    pub(super) abroad: u64,
    /// Activities said twice.
    pub(super) repeated: u64,
}

/// Where an activity is counted; the order is that of the file that is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Commune(CommuneCode),
    Departement(DepartementCode),
    Nowhere,
    Abroad,
}

/// An activity between two sorts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Kept {
    place: u32,
    category: u32,
    person: u32,
    site: u32,
}

/// Numbers persons and sites, and groups activities by place and category. `None` when there are more persons
/// than can be numbered.
pub(super) fn gather(activities: Activities<'_>, places: &Places<'_>) -> Option<Gathered> {
    let Activities { activities: mut rows, categories, addresses, .. } = activities;
    let (found, located): (Vec<Place>, Vec<bool>) =
        addresses.values.iter().map(|address| places.find(address)).unzip();
    let mut order = found.clone();
    order.sort_unstable();
    order.dedup();
    let rank_of: Vec<u32> =
        found.iter().map(|place| order.binary_search(place).unwrap_or_default() as u32).collect();
    let located_rows = rows.iter().filter(|row| located[row.place as usize]).count() as u64;

    // Persons and sites get ranks in the order of their numbers: what they were is then gone.
    rows.sort_unstable_by_key(|row| (row.person, row.site));
    let mut kept = Vec::with_capacity(rows.len());
    let (mut person, mut site) = (0, 0);
    for (rank, row) in rows.iter().enumerate() {
        if let Some(before) = rank.checked_sub(1).map(|before| rows[before]) {
            if before.person != row.person {
                (person, site) = (person + 1, 0);
            } else if before.site != row.site {
                site += 1;
            }
        }
        kept.push(Kept { place: rank_of[row.place as usize], category: row.category, person, site });
    }
    drop(rows);
    let total = kept.len();
    kept.retain(|row| order[row.place as usize] != Place::Abroad);
    let abroad = (total - kept.len()) as u64;
    let (ranks, categories) = sorted_categories(&kept, &categories.values);
    for row in &mut kept {
        row.category = ranks[row.category as usize];
    }
    kept.sort_unstable();
    let before = kept.len();
    kept.dedup();
    let repeated = (before - kept.len()) as u64;
    let unplaced =
        kept.iter().filter(|row| !matches!(order[row.place as usize], Place::Commune(_))).count() as u64;
    let professionals = group(&kept, &order, categories)?;
    Some(Gathered { professionals, located: located_rows, unplaced, abroad, repeated })
}

/// Groups sorted activities. Persons are numbered again in the order in which they are met, so that those of one
/// place stand side by side and their numbers say nothing of the order of the national ones.
fn group(kept: &[Kept], order: &[Place], categories: Vec<Category>) -> Option<Professionals> {
    let persons = kept.iter().map(|row| row.person as usize + 1).max().unwrap_or_default();
    let mut numbers = vec![u32::MAX; persons];
    let mut next = 0;
    let mut professionals = Professionals { categories, ..Professionals::default() };
    for place in kept.chunk_by(|a, b| a.place == b.place) {
        let mut groups: BTreeMap<u32, Vec<Practice>> = BTreeMap::new();
        for row in place {
            let person = &mut numbers[row.person as usize];
            if *person == u32::MAX {
                *person = next;
                next += 1;
            }
            let practice = Practice::new(*person, row.site)?;
            groups.entry(row.category).or_default().push(practice);
        }
        let groups = groups.into_iter().map(|(category, mut practices)| {
            practices.sort_unstable();
            practices.dedup();
            Group { category, practices }
        });
        let groups: Vec<Group> = groups.collect();
        match order[place[0].place as usize] {
            Place::Commune(commune) => professionals.communes.push(CommuneActivities { commune, groups }),
            Place::Departement(code) => {
                professionals.unplaced.push(UnplacedActivities { departement: Some(code), groups });
            }
            Place::Nowhere => professionals.unplaced.push(UnplacedActivities { departement: None, groups }),
            Place::Abroad => {}
        }
    }
    professionals.persons = next;
    Some(professionals)
}

/// The categories that are used, sorted, and the new rank of each: threads met them in any order.
fn sorted_categories(kept: &[Kept], categories: &[Category]) -> (Vec<u32>, Vec<Category>) {
    let mut used = vec![false; categories.len()];
    for row in kept {
        used[row.category as usize] = true;
    }
    let mut sorted: Vec<usize> = (0..categories.len()).filter(|rank| used[*rank]).collect();
    sorted.sort_unstable_by_key(|rank| &categories[*rank]);
    let mut ranks = vec![0; categories.len()];
    for (new, old) in sorted.iter().enumerate() {
        ranks[*old] = new as u32;
    }
    (ranks, sorted.into_iter().map(|rank| categories[rank].clone()).collect())
}

impl Places<'_> {
    /// Where an address is counted, and whether its postcode and locality were needed to tell.
    fn find(&self, address: &Address) -> (Place, bool) {
        if let Ok(code) = crate::text::code(&address.commune, 5)
            && let Ok(commune) = code.0.parse::<CommuneCode>()
        {
            // 99 is the prefix of foreign countries.
            let abroad = commune.as_str().starts_with("99");
            return (if abroad { Place::Abroad } else { Place::Commune(commune) }, false);
        }
        let located = self.known.and_then(|known| known.locate(&address.postcode, &address.locality));
        if let Some(commune) = located {
            return (Place::Commune(commune), true);
        }
        (departement(address).map_or(Place::Nowhere, Place::Departement), false)
    }
}

/// The département of an address: as written, else that of the postcode. Corsica has postcodes in 20.
fn departement(address: &Address) -> Option<DepartementCode> {
    let written = address.departement.trim_start_matches('0');
    let padded = territory::codes::pad_left(written, 2);
    if let Ok(code) = padded.parse() {
        return Some(code);
    }
    let postcode = address.postcode.as_bytes();
    if postcode.len() != 5 || !postcode.iter().all(u8::is_ascii_digit) {
        return None;
    }
    match &address.postcode[..3] {
        "200" | "201" => "2A".parse().ok(),
        "202" | "206" => "2B".parse().ok(),
        overseas if overseas.starts_with("97") || overseas.starts_with("98") => overseas.parse().ok(),
        other => other[..2].parse().ok().filter(|_| !other.starts_with("99") && !other.starts_with("00")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_departement_is_written_or_told_by_the_postcode() {
        let told = |departement: &str, postcode: &str| {
            let address =
                Address { departement: departement.into(), postcode: postcode.into(), ..Address::default() };
            super::departement(&address).map(|code| code.to_string())
        };
        for (departement, postcode, expected) in [
            ("66", "11000", "66"),
            ("066", "", "66"),
            ("9", "", "09"),
            ("2A", "", "2A"),
            ("974", "", "974"),
            ("", "66330", "66"),
            ("", "01300", "01"),
            ("", "20090", "2A"),
            ("", "20200", "2B"),
            ("", "97410", "974"),
        ] {
            assert_eq!(told(departement, postcode).as_deref(), Some(expected), "{departement} {postcode}");
        }
        assert_eq!((told("", "GL"), told("", ""), told("", "99123")), (None, None, None));
    }
}
