//! The files `cs1100502` and `cs1100507`: a tag at the start of each line, no titles.
//!
//! The first line is `finess;etalab;<version>;<day>`. Sites follow (`structureet`), then, in the second file only,
//! their coordinates (`geolocalisation`).

use std::collections::HashMap;

use super::place::postal_line;
use super::{Dated, Raw, Sites, joined};
use crate::draft::Draft;
use crate::error::ReadError;
use crate::head::{Columns, Head};
use crate::kinds::{Opening, damaged};
use crate::report::{Skip, Warning};
use crate::table::{Row, Tagged, Taken, each_tagged};

const SITE: &str = "structureet";
const PLACE: &str = "geolocalisation";
const FIRST: &str = "finess";

const SITE_COLUMNS: [&str; 32] = [
    SITE,
    "nofinesset",
    "nofinessej",
    "rs",
    "rslongue",
    "complrs",
    "compldistrib",
    "numvoie",
    "typvoie",
    "voie",
    "compvoie",
    "lieuditbp",
    "commune",
    "departement",
    "libdepartement",
    "ligneacheminement",
    "telephone",
    "telecopie",
    "categetab",
    "libcategetab",
    "categagretab",
    "libcategagretab",
    "siret",
    "codeape",
    "codemft",
    "libmft",
    "codesph",
    "libsph",
    "dateouv",
    "dateautor",
    "datemaj",
    "numuai",
];
const PLACE_COLUMNS: [&str; 6] =
    [PLACE, "nofinesset", "coordxet", "coordyet", "sourcecoordet", "datemaj_geoloc"];

pub(super) fn mine(head: &Head) -> bool {
    head.row_of(SITE).or(head.row_of(FIRST)).is_some()
}

/// X, Y and the text that names their system.
type Place = (String, String, String);

pub(super) fn read(opening: &mut Opening<'_>) -> Result<Vec<Draft>, ReadError> {
    let shape = |tag, columns: &[&str]| Tagged { tag, columns: Columns::unwritten(columns) };
    // The last column, mostly empty, may be absent with its separator.
    let shapes = [shape(SITE, &SITE_COLUMNS), shape(SITE, &SITE_COLUMNS[..31]), shape(PLACE, &PLACE_COLUMNS)];
    let column = |name: &str| SITE_COLUMNS.iter().position(|column| *column == name).unwrap_or_default();
    let columns = Site::columns(column);
    let mut sites = Sites::default();
    let mut places: HashMap<String, Place> = HashMap::new();
    let mut sites_seen = 0_u64;
    let read = each_tagged(opening, &shapes, |tag, row| {
        if tag == PLACE {
            let place = (row.text(2).into_owned(), row.text(3).into_owned(), row.text(4).into_owned());
            places.insert(row.text(1).into_owned(), place);
            return Ok(Taken::Kept);
        }
        sites_seen += 1;
        let raw = columns.read(row);
        if sites.is_known(&raw) {
            return Ok(Taken::Skipped(Skip::Repeated));
        }
        sites.add(&raw).map(|()| Taken::Kept)
    });
    if sites_seen == 0 {
        let other = || ReadError::OtherFile { name: opening.member.name.clone(), detail: OTHER.to_owned() };
        return Err(damaged(opening.head).unwrap_or_else(other));
    }
    let mut report = read?;
    if opening.head.row_of(FIRST).is_none() {
        report.warnings.push(Warning::Note { sentence: NO_FIRST_LINE.to_owned() });
    }
    sites.locate(|finess| {
        let (x, y, source) = places.get(finess)?;
        Some(([x.as_str(), y.as_str()], source.as_str()))
    });
    let dated = opening.head.row_of(FIRST).and_then(|cells| Dated::of(cells.get(3)?));
    Ok(vec![sites.draft(opening, dated, report)?])
}

const OTHER: &str = "C’est un fichier FINESS sans établissements (entités juridiques, autorisations ou \
                     équipements). Donnez l’extraction des établissements : etalab-cs1100507, ou etalab-cs1100502.";
const NO_FIRST_LINE: &str = "La première ligne du fichier (finess;etalab;…) manque. Il a peut-être été modifié : \
                             vérifiez qu’il est complet.";

/// Ranks of the columns that are used.
struct Site {
    used: [usize; 15],
}

impl Site {
    fn columns(rank: impl Fn(&str) -> usize) -> Self {
        let used = [
            "nofinesset",
            "nofinessej",
            "rs",
            "rslongue",
            "categetab",
            "libcategetab",
            "departement",
            "commune",
            "numvoie",
            "typvoie",
            "voie",
            "lieuditbp",
            "ligneacheminement",
            "siret",
            "dateouv",
        ];
        Self { used: used.map(rank) }
    }

    fn read(&self, row: &Row<'_>) -> Raw {
        let [
            finess,
            entity,
            short,
            long,
            category,
            label,
            departement,
            number,
            no,
            kind,
            street,
            place,
            line,
            siret,
            day,
        ] = self.used.map(|column| row.text(column).into_owned());
        let (postcode, locality) = postal_line(&line);
        Raw {
            finess,
            legal_entity: entity,
            name: if long.is_empty() { short } else { long },
            category,
            category_label: label,
            departement,
            commune_number: number,
            address: joined(&[&no, &kind, &street, &place]),
            postcode,
            locality,
            siret,
            opened: day,
            ..Raw::default()
        }
    }
}
