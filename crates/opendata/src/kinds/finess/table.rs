//! The same sites under titles of columns: the yearly stock, the table that data.gouv republishes with joined
//! coordinates, and joins of sites with their activities (one line an activity).

use super::place::postal_line;
use super::{Raw, Sites, TITLED, joined};
use crate::draft::Draft;
use crate::error::ReadError;
use crate::head::Columns;
use crate::kinds::Opening;
use crate::report::Skip;
use crate::table::{Row, Taken};

const FINESS: [&str; 6] =
    ["nofinesset", "numero_finess_etablissement", "num_finess_et", "finess_et", "nofiness_et", "finess"];
const CATEGORY: [&str; 3] = ["categetab", "code_categorie_etablissement", "categorie_code"];
const NAME: [&str; 4] = ["rs", "raison_sociale", "raison_sociale_et", "nom"];

pub(super) fn mine(columns: &Columns) -> bool {
    columns.any(&FINESS).is_some() && columns.any(&CATEGORY).is_some() && columns.any(&NAME).is_some()
}

/// Ranks of the columns, where the file has them.
struct Ranks {
    finess: Option<usize>,
    entity: Option<usize>,
    entity_name: Option<usize>,
    name: Option<usize>,
    long_name: Option<usize>,
    category: Option<usize>,
    label: Option<usize>,
    commune: Option<usize>,
    departement: Option<usize>,
    number: Option<usize>,
    street: [Option<usize>; 4],
    postcode: Option<usize>,
    line: Option<usize>,
    siret: Option<usize>,
    opened: Option<usize>,
    degrees: Option<[usize; 2]>,
    metres: Option<[usize; 2]>,
    system: Option<usize>,
}

impl Ranks {
    fn of(columns: &Columns) -> Self {
        let any = |names: &[&str]| columns.any(names);
        let pair = |first: &[&str], second: &[&str]| Some([any(first)?, any(second)?]);
        Self {
            finess: any(&FINESS),
            entity: any(&["nofinessej", "nofinessej_1", "num_finess_ej", "finess_ej"]),
            entity_name: any(&["rs_ej", "rslongue_ej", "raison_sociale_ej"]),
            name: any(&NAME),
            long_name: any(&["rslongue", "raison_sociale_longue", "rslongue_et"]),
            category: any(&CATEGORY),
            label: any(&[
                "libcategetab",
                "categorie",
                "libelle_categorie_etablissement",
                "categorie_libelle",
            ]),
            commune: any(&["cog", "code_insee", "com_code", "code_commune_insee"]),
            departement: any(&["departement", "dep_code", "code_departement"]),
            number: any(&["commune", "code_commune"]),
            street: [any(&["numvoie"]), any(&["typvoie"]), any(&["voie"]), any(&["lieuditbp"])],
            postcode: any(&["codepostal", "code_postal"]),
            line: any(&["ligneacheminement", "ligne_acheminement"]),
            siret: any(&["siret"]),
            opened: any(&["dateouv", "dateouvert", "date_ouverture"]),
            degrees: pair(&["longitude", "lon"], &["latitude", "lat"]),
            metres: pair(&["coordxet", "coordx"], &["coordyet", "coordy"]),
            system: any(&["sourcecoordet", "sourcegeocod"]),
        }
    }

    fn read(&self, row: &Row<'_>) -> Raw {
        let text =
            |column: Option<usize>| column.map(|column| row.text(column).into_owned()).unwrap_or_default();
        let (from_line, locality) = postal_line(&text(self.line));
        let (short, long, postcode) = (text(self.name), text(self.long_name), text(self.postcode));
        let street = self.street.map(text);
        Raw {
            finess: text(self.finess),
            legal_entity: text(self.entity),
            legal_entity_name: text(self.entity_name),
            name: if long.is_empty() { short } else { long },
            category: text(self.category),
            category_label: text(self.label),
            commune: text(self.commune),
            departement: text(self.departement),
            commune_number: text(self.number),
            address: joined(&street.each_ref().map(String::as_str)),
            postcode: if postcode.is_empty() { from_line } else { postcode },
            locality,
            siret: text(self.siret),
            opened: text(self.opened),
        }
    }

    /// X, Y and the name of their system: degrees where the file gives them.
    fn place(&self, row: &Row<'_>) -> Option<([String; 2], String)> {
        let filled = |columns: [usize; 2]| {
            let cells = columns.map(|column| row.text(column).into_owned());
            cells.iter().all(|cell| !crate::text::is_missing(cell)).then_some(cells)
        };
        if let Some(degrees) = self.degrees.and_then(filled) {
            return Some((degrees, "EPSG:4326".to_owned()));
        }
        let metres = self.metres.and_then(filled)?;
        Some((metres, self.system.map(|column| row.text(column).into_owned()).unwrap_or_default()))
    }
}

pub(super) fn read(opening: &mut Opening<'_>) -> Result<Vec<Draft>, ReadError> {
    let table = opening.table(mine)?;
    for names in [&FINESS[..], &CATEGORY, &NAME] {
        table.need(TITLED.label, names)?;
    }
    let ranks = Ranks::of(&table.columns);
    let mut sites = Sites::default();
    let report = table.each(opening, |row| {
        let raw = ranks.read(row);
        if sites.is_known(&raw) {
            return Ok(Taken::Skipped(Skip::Repeated));
        }
        sites.add(&raw)?;
        if let Some(([x, y], system)) = ranks.place(row) {
            sites.locate_last([&x, &y], &system);
        }
        Ok(Taken::Kept)
    })?;
    Ok(vec![sites.draft(opening, None, report)?])
}
