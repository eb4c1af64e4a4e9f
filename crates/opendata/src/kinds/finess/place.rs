//! Where a site stands: its commune in FINESS's own numbering, its coordinates in the system that each row names.

use std::collections::{BTreeMap, HashMap};

use territory::layers::Structure;
use territory::{CommuneCode, DepartementCode};

use crate::contours::{Crs, WayToDegrees};
use crate::report::{Reason, whole_number};
use crate::text;

/// FINESS's own numbers of the overseas départements and collectivities, and the beginning of their communes.
const OVERSEAS: [(&str, &str, &str); 7] = [
    ("9A", "971", "97"),
    ("9B", "972", "97"),
    ("9C", "973", "97"),
    ("9D", "974", "97"),
    ("9E", "975", "97"),
    ("9F", "976", "97"),
    ("9J", "986", "98"),
];
/// Two communes of Guadeloupe until 2007 that FINESS still counts there.
const LEFT_GUADELOUPE: [(&str, &str); 2] = [("97123", "97701"), ("97127", "97801")];

/// The commune of a site: the whole code where the file gives it, else the département and three digits.
/// `None` when the file gives none.
pub(super) fn commune(code: &str, departement: &str, number: &str) -> Result<Option<CommuneCode>, Reason> {
    let whole =
        if text::is_missing(code) { from_parts(departement, number)? } else { text::code(code, 5)?.0 };
    let whole =
        LEFT_GUADELOUPE.iter().find(|(old, _)| *old == whole).map_or(whole, |(_, new)| (*new).to_owned());
    if whole.is_empty() {
        return Ok(None);
    }
    // FINESS's own number of an overseas département may also stand at the start of a whole code.
    let translated = OVERSEAS.iter().find(|(own, _, _)| whole.starts_with(own));
    let whole = translated.map_or(whole.clone(), |(_, _, start)| format!("{start}{}", &whole[2..]));
    whole.parse().map(Some).map_err(|_| Reason::Code { what: "de commune".into(), found: whole })
}

fn from_parts(departement: &str, number: &str) -> Result<String, Reason> {
    if text::is_missing(departement) || text::is_missing(number) {
        return Ok(String::new());
    }
    let departement = text::code(departement, 2)?.0;
    let start = match OVERSEAS.iter().find(|(own, code, _)| departement == *own || departement == *code) {
        Some((_, _, start)) => start,
        None => departement.as_str(),
    };
    Ok(format!("{start}{}", text::code(number, 3)?.0))
}

/// The official code of a département that FINESS may number in its own way.
pub(super) fn departement(cell: &str) -> Option<DepartementCode> {
    let code = text::code(cell, 2).ok()?.0;
    let overseas = OVERSEAS.iter().find(|(own, _, _)| code == *own).map(|(_, official, _)| *official);
    overseas.unwrap_or(&code).parse().ok()
}

/// Postcode and locality of the last line of an address: `97306 CAYENNE CEDEX`.
pub(super) fn postal_line(line: &str) -> (String, String) {
    let line = line.trim();
    match line.split_once(char::is_whitespace) {
        Some((code, locality)) if code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit()) => {
            (code.to_owned(), locality.trim().to_owned())
        }
        _ => (String::new(), line.to_owned()),
    }
}

/// Coordinates of the sites, whatever the system of each, and what could not be read.
#[derive(Default)]
pub(super) struct Places {
    ways: HashMap<u32, Option<WayToDegrees>>,
    unknown: BTreeMap<String, u64>,
    outside: u64,
}

impl Places {
    /// Gives a site its coordinates, read in the system that `source` names. One that cannot be read leaves the
    /// site without coordinates, and is said in the report.
    pub(super) fn locate(&mut self, structure: &mut Structure, [x, y]: [&str; 2], source: &str) {
        let (Some(x), Some(y)) = (text::number(x), text::number(y)) else { return };
        if x == 0.0 && y == 0.0 {
            return;
        }
        let Some(system) = system(source) else {
            *self.unknown.entry(named(source)).or_default() += 1;
            return;
        };
        let way = self.ways.entry(system).or_insert_with(|| Crs(system).way_to_degrees());
        let Some(way) = way else {
            *self.unknown.entry(format!("EPSG:{system}")).or_default() += 1;
            return;
        };
        let place = way.degrees([x, y]).filter(|[x, y]| x.abs() <= 180.0 && y.abs() <= 90.0);
        if place.is_none() {
            self.outside += 1;
        }
        structure.coordinates = place.map(|place| place.map(|angle| (angle * 1e6).round() / 1e6));
    }

    /// What could not be read, in French.
    pub(super) fn notes(&self, note: &mut impl FnMut(String)) {
        for (system, sites) in &self.unknown {
            note(format!(
                "Système de coordonnées « {system} » inconnu : {} structures sont gardées sans coordonnées.",
                whole_number(*sites)
            ));
        }
        if self.outside > 0 {
            note(format!(
                "Coordonnées impossibles dans leur système : {} structures sont gardées sans coordonnées.",
                whole_number(self.outside)
            ));
        }
    }
}

fn named(source: &str) -> String {
    if source.trim().is_empty() { "non précisé".to_owned() } else { source.trim().to_owned() }
}

/// The EPSG number in `1,ATLASANTE,96,BAN,EPSG:2154 RGF93 / Lambert-93 (Métropole)`, or the one of a system
/// that older files name without its number.
fn system(source: &str) -> Option<u32> {
    let source = source.to_ascii_uppercase();
    if let Some((_, rest)) = source.split_once("EPSG:") {
        let digits = rest.trim_start().split(|c: char| !c.is_ascii_digit()).next()?;
        return digits.parse().ok();
    }
    let plain: String = source.chars().filter(char::is_ascii_alphanumeric).collect();
    let known = [
        ("LAMBERT93", 2154),
        ("UTMN20", 5490),
        ("UTM20N", 5490),
        ("UTMN22", 2972),
        ("UTM22N", 2972),
        ("UTMS40", 2975),
        ("UTM40S", 2975),
        ("UTMS38", 4471),
        ("UTM38S", 4471),
        ("UTMN21", 4467),
        ("UTM21N", 4467),
        ("WGS84", 4326),
    ];
    known.into_iter().find(|(name, _)| plain.contains(name)).map(|(_, code)| code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn communes_are_read_in_the_numbering_of_finess() {
        for (code, departement, number, expected) in [
            ("", "01", "451", Some("01451")),
            ("", "1", "4", Some("01004")),
            ("", "2A", "004", Some("2A004")),
            ("", "9A", "101", Some("97101")),
            ("", "9D", "411", Some("97411")),
            ("", "974", "411", Some("97411")),
            ("", "9E", "502", Some("97502")),
            ("", "9F", "608", Some("97608")),
            ("", "9J", "613", Some("98613")),
            ("", "9A", "123", Some("97701")),
            ("", "75", "107", Some("75107")),
            ("9289", "09", "289", Some("09289")),
            ("9A101", "", "", Some("97101")),
            ("", "66", "", None),
            ("", "", "", None),
        ] {
            let found = super::commune(code, departement, number).unwrap();
            assert_eq!(found.as_ref().map(CommuneCode::as_str), expected, "{departement} {number}");
        }
        assert!(super::commune("", "66", "ABC").is_err());
        assert_eq!(super::departement("9C").unwrap().as_str(), "973");
        assert_eq!(super::departement(""), None);
    }

    #[test]
    fn the_system_of_a_row_is_read_in_its_text() {
        for (source, code) in [
            ("1,ATLASANTE,96,BAN,EPSG:2154 RGF93 / Lambert-93 (Métropole)", Some(2154)),
            ("1,ATLASANTE,90,BAN,EPSG:5490 RGAF09 / UTM zone 20N", Some(5490)),
            ("3,ATLASANTE,100,IGN,BD_ADRESSE,V2.2,LAMBERT_93", Some(2154)),
            ("1,ATLASANTE,100,IGN,BD_ADRESSE,V2.2,UTM_N22", Some(2972)),
            ("6,ATLASANTE,100,ATLASANTE,V1,RGR92 / UTM zone 40S", None),
            ("inconnu", None),
            ("", None),
        ] {
            if let Some(code) = code {
                assert_eq!(system(source), Some(code), "{source}");
            }
        }
        assert_eq!(system("inconnu"), None);
    }

    #[test]
    fn the_last_line_of_an_address_gives_postcode_and_locality() {
        assert_eq!(postal_line("97306 CAYENNE CEDEX"), ("97306".into(), "CAYENNE CEDEX".into()));
        assert_eq!(postal_line("MONACO"), (String::new(), "MONACO".into()));
        assert_eq!(postal_line(""), (String::new(), String::new()));
    }
}
