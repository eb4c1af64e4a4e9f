//! Which files to download, under which names.

use std::collections::HashSet;

use opendata::sources::RemoteFile;
use territory::{DepartementCode, Kind};

/// A file to download.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// Name in the folder of downloads; it carries the year, as the names of the producers do.
    pub name: String,
    /// Address of the producer.
    pub address: String,
    /// Title, in French.
    pub title: String,
    /// Producer.
    pub producer: String,
    /// Licence.
    pub licence: String,
    /// Year of the facts.
    pub vintage: i16,
    /// About how many bytes, where known.
    pub size_hint: Option<u64>,
    /// What to know, in French.
    pub note: Option<String>,
    /// What the file brings.
    pub kind: Kind,
    /// The département it is about, when there is one file each.
    pub departement: Option<DepartementCode>,
}

/// The files of the table: each national one once, those by département for each that is asked.
/// Two lines of the table may name one archive: it is downloaded once.
pub fn plan(table: &[RemoteFile], departements: &[DepartementCode]) -> Vec<Wanted> {
    let mut addresses = HashSet::new();
    let mut wanted = Vec::new();
    for file in table {
        let places: Vec<Option<DepartementCode>> =
            if file.by_departement() { departements.iter().copied().map(Some).collect() } else { vec![None] };
        for departement in places {
            let address = departement.map_or_else(|| file.address.clone(), |code| file.address_for(code));
            if addresses.insert(address.clone()) {
                wanted.push(Wanted {
                    name: name(file, departement),
                    address,
                    departement,
                    ..described(file)
                });
            }
        }
    }
    wanted
}

fn described(file: &RemoteFile) -> Wanted {
    Wanted {
        name: String::new(),
        address: String::new(),
        title: file.title.clone(),
        producer: file.producer.clone(),
        licence: file.licence.clone(),
        vintage: file.vintage,
        size_hint: file.size_hint,
        note: file.note.clone(),
        kind: file.kind,
        departement: None,
    }
}

fn name(file: &RemoteFile, departement: Option<DepartementCode>) -> String {
    let mut name = file.id.clone();
    if let Some(code) = departement {
        name = format!("{name}-{code}");
    }
    let year = file.vintage.to_string();
    if !name.contains(&year) {
        name = format!("{name}-{year}");
    }
    format!("{name}.{}", extension(file))
}

/// The extension of the address, else the one that its kind usually has.
fn extension(file: &RemoteFile) -> &'static str {
    const KNOWN: [&str; 8] = ["zip", "csv", "xlsx", "geojson.gz", "geojson", "json", "gpkg", "gz"];
    let path = file.address.split(['?', '#']).next().unwrap_or_default();
    let of_address = KNOWN.into_iter().find(|known| path.ends_with(&format!(".{known}")));
    of_address.unwrap_or(match file.kind {
        Kind::CommuneContours | Kind::IrisContours | Kind::Quartiers => "geojson",
        Kind::Apl | Kind::Density | Kind::Epci => "xlsx",
        _ => "csv",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_is_asked_once_and_each_departement_has_its_file() {
        let table = opendata::sources::sources().unwrap();
        let departements = ["66".parse().unwrap(), "11".parse().unwrap()];
        let wanted = plan(&table, &departements);
        let addresses: HashSet<_> = wanted.iter().map(|file| &file.address).collect();
        assert_eq!(addresses.len(), wanted.len());
        let names: Vec<&str> = wanted.iter().map(|file| file.name.as_str()).collect();
        assert!(names.contains(&"contours-iris-66-2025.geojson"), "{names:?}");
        assert!(names.contains(&"contours-iris-11-2025.geojson"), "{names:?}");
        assert!(names.contains(&"cog-2026.zip") && names.contains(&"codes-postaux-2026.csv"), "{names:?}");
        assert!(plan(&table, &[]).iter().all(|file| file.departement.is_none()));
    }
}
