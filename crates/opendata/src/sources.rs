//! Where the producers publish their files: data, read from `sources.toml`. Nothing is downloaded here.

use serde::Deserialize;
use territory::{DepartementCode, Kind};

static TABLE: &str = include_str!("sources.toml");

/// How sure an address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Seen in public code or documentation, not opened from here.
    Seen,
    /// Built from what is known of the producer's habits: to be confirmed on the first download.
    Unverified,
}

/// A file that can be downloaded.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoteFile {
    /// Stable name of this entry.
    pub id: String,
    /// What it holds.
    #[serde(deserialize_with = "kind")]
    pub kind: Kind,
    /// Title, in French.
    pub title: String,
    /// Producer.
    pub producer: String,
    /// Licence.
    pub licence: String,
    /// Year of the facts.
    pub vintage: i16,
    /// Address; may hold `{departement}`.
    pub address: String,
    /// The member of the archive that is read, where it is an archive.
    #[serde(default)]
    pub member: Option<String>,
    /// About how many bytes are downloaded, where known.
    #[serde(default)]
    pub size_hint: Option<u64>,
    /// How sure the address is.
    pub confidence: Confidence,
    /// What to know, in French.
    #[serde(default)]
    pub note: Option<String>,
}

impl RemoteFile {
    /// The address for a département.
    pub fn address_for(&self, departement: DepartementCode) -> String {
        self.address.replace("{departement}", departement.as_str())
    }

    /// Whether there is one file a département.
    pub fn by_departement(&self) -> bool {
        self.address.contains("{departement}")
    }
}

/// Why the table of addresses cannot be read. It comes with the program.
#[derive(Debug, thiserror::Error)]
#[error("table of addresses: {0}")]
pub struct SourcesError(#[from] toml::de::Error);

fn kind<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Kind, D::Error> {
    let key = String::deserialize(deserializer)?;
    Kind::from_key(&key).ok_or_else(|| serde::de::Error::custom(format!("unknown kind {key:?}")))
}

/// Every file that `maillage fetch` knows how to ask for.
pub fn sources() -> Result<Vec<RemoteFile>, SourcesError> {
    parse(TABLE)
}

/// A table of addresses in the format of `sources.toml`, for an installation that has its own mirror.
pub fn parse(table: &str) -> Result<Vec<RemoteFile>, SourcesError> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Table {
        file: Vec<RemoteFile>,
    }
    Ok(toml::from_str::<Table>(table)?.file)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_table_is_readable_and_its_names_are_unique() {
        let files = sources().unwrap();
        let names: HashSet<_> = files.iter().map(|file| &file.id).collect();
        assert_eq!(names.len(), files.len());
        for file in &files {
            assert!(file.address.starts_with("https://"), "{}", file.id);
            assert!((2015..=2030).contains(&file.vintage), "{}", file.id);
            assert!(file.confidence == Confidence::Seen || file.note.is_some(), "{}: says why", file.id);
        }
    }

    #[test]
    fn what_a_diagnosis_needs_beyond_the_embedded_data_has_an_address() {
        let files = sources().unwrap();
        for kind in [
            Kind::Movements,
            Kind::CommuneAges,
            Kind::IrisAges,
            Kind::CommuneContours,
            Kind::IrisContours,
            Kind::Density,
            Kind::Apl,
            Kind::Structures,
            Kind::Vaccination,
            Kind::Professionals,
        ] {
            assert!(files.iter().any(|file| file.kind == kind), "{kind:?}");
        }
    }

    #[test]
    fn an_address_takes_its_departement() {
        let files = sources().unwrap();
        let file = files.iter().find(|file| file.by_departement()).unwrap();
        let address = file.address_for("66".parse().unwrap());
        assert!(address.contains("66") && !address.contains('{'), "{address}");
    }

    #[test]
    fn a_table_with_an_unknown_word_is_refused() {
        assert!(parse("[[file]]\nid = 'x'\n").is_err());
    }
}
