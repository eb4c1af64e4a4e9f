//! FINESS+: the JSON that the ANS announced to follow the files of the ministry, read entity by entity.
//!
//! The published schema (version 1) refers to a part that it does not define, the general information of a site:
//! its number and its name are therefore looked for under the several names that the other parts suggest.

use std::cell::RefCell;
use std::fmt;
use std::io::BufReader;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::{Raw, Sites, joined};
use crate::draft::Draft;
use crate::error::{Cut, ReadError};
use crate::head::{Format, Head};
use crate::kinds::Opening;
use crate::report::{Rejection, Report, Skip, Warning};

const CHUNK: usize = 256 * 1024;
const ENTITIES: &str = "pmej";
const SITES: &str = "ege";

pub(super) fn mine(head: &Head) -> bool {
    let names = |word: &[u8]| head.start.windows(word.len()).any(|window| window == word);
    head.format == Format::Json && (names(b"\"pmej\"") || names(b"\"ege\"")) && !names(b"FeatureCollection")
}

pub(super) fn read(opening: &mut Opening<'_>) -> Result<Vec<Draft>, ReadError> {
    let name = opening.member.name.clone();
    let opened = opening.member.open()?;
    let taking = RefCell::new(Taking::default());
    let mut told = 0;
    let mut take = |entity: Option<&Value>, site: &Value| {
        taking.borrow_mut().site(entity, site);
        let consumed = opened.consumed.get();
        opening.progress.advance(consumed - told);
        told = consumed;
    };
    let mut json = serde_json::Deserializer::from_reader(BufReader::with_capacity(CHUNK, opened.reader));
    let read = Whole { take: &mut take }.deserialize(&mut json).and_then(|()| json.end());
    read.map_err(|error| refusal(&name, error))?;
    let Taking { sites, mut report, guessed_degrees } = taking.into_inner();
    report.refuse_if_mostly_wrong(&name)?;
    if guessed_degrees > 0 {
        let sentence = "Le fichier ne nomme pas le système de ses coordonnées : celles qui ont la forme de degrés \
                        sont lues en longitude et latitude.";
        report.warnings.push(Warning::Note { sentence: sentence.to_owned() });
    }
    Ok(vec![sites.draft(opening, None, report)?])
}

fn refusal(name: &str, error: serde_json::Error) -> ReadError {
    if error.is_eof() {
        return ReadError::Truncated { name: name.to_owned(), cut: Cut::Archive };
    }
    if error.is_io() {
        return ReadError::io(name, error.into());
    }
    let detail = format!(
        "Son contenu n’a pas la forme attendue de FINESS+ (ligne {}, colonne {}). Téléchargez-le de nouveau.",
        error.line(),
        error.column()
    );
    ReadError::OtherFile { name: name.to_owned(), detail }
}

/// The sites taken so far.
#[derive(Default)]
struct Taking {
    sites: Sites,
    report: Report,
    guessed_degrees: u64,
}

impl Taking {
    fn site(&mut self, entity: Option<&Value>, site: &Value) {
        self.report.rows_read += 1;
        let raw = raw(entity, site);
        if !text(site, &["/informationsGeneralesEGE/dateFermeture"]).is_empty() {
            return self.report.skip(Skip::OutOfScope);
        }
        if self.sites.is_known(&raw) {
            return self.report.skip(Skip::Repeated);
        }
        match self.sites.add(&raw) {
            Ok(()) => self.report.rows_kept += 1,
            Err(reason) => {
                let (line, excerpt) = (self.report.rows_read, format!("{} {}", raw.finess, raw.name));
                return self.report.reject(Rejection { line, reason, excerpt });
            }
        }
        let address = address(site);
        let [x, y] =
            ["X", "Y"].map(|axis| text(address, &[&format!("/coordonneesGeographique/coordonnee{axis}")]));
        let degrees =
            |cell: &str, limit: f64| crate::text::number(cell).is_some_and(|angle| angle.abs() <= limit);
        if x.is_empty() || y.is_empty() {
            return;
        }
        // No metric system of France gives a point within 180 metres of its origin.
        let system = if degrees(&x, 180.0) && degrees(&y, 90.0) {
            self.guessed_degrees += 1;
            "EPSG:4326"
        } else {
            ""
        };
        self.sites.locate_last([&x, &y], system);
    }
}

fn raw(entity: Option<&Value>, site: &Value) -> Raw {
    let nothing = Value::Null;
    let entity = entity.unwrap_or(&nothing);
    let address = address(site);
    let cell = |name: &str| text(address, &[name]);
    let street = ["/numeroVoie", "/typeVoie", "/libelleVoie", "/lieuDit"].map(cell);
    let (from_line, locality) = super::place::postal_line(&cell("/ligneAcheminement"));
    let postcode = cell("/codePostal");
    Raw {
        finess: general(site, &["numFinessEge", "numeroFinessEge", "numFiness", "numeroFiness"]),
        legal_entity: text(entity, &["/informationsGeneralesPmej/numFinessPm", "/numeroFiness"]),
        legal_entity_name: text(
            entity,
            &[
                "/informationsGeneralesPmej/denominationLonguePmSmsse",
                "/informationsGeneralesPmej/denominationPm",
            ],
        ),
        name: general(
            site,
            &["denominationLongueEge", "denominationEge", "denomination", "raisonSociale", "nomEge"],
        ),
        category: text(
            site,
            &[
                "/categorieEntiteGeographiqueExercice/code",
                "/informationsGeneralesEGE/categorieEntiteGeographiqueExercice/code",
            ],
        ),
        category_label: text(site, &["/categorieEntiteGeographiqueExercice/display"]),
        commune: cell("/cogCommune"),
        address: joined(&street.each_ref().map(String::as_str)),
        postcode: if postcode.is_empty() { from_line } else { postcode },
        locality,
        siret: text(site, &["/siret"]),
        opened: general(site, &["dateOuverture", "dateCreation"]),
        ..Raw::default()
    }
}

/// The first address of a site; the schema allows several.
fn address(site: &Value) -> &Value {
    static NONE: Value = Value::Null;
    match site.get("adresse") {
        Some(Value::Array(list)) => list.first().unwrap_or(&NONE),
        Some(one) => one,
        None => &NONE,
    }
}

fn general(site: &Value, names: &[&str]) -> String {
    let paths: Vec<String> = names
        .iter()
        .flat_map(|name| [format!("/informationsGeneralesEGE/{name}"), format!("/{name}")])
        .collect();
    text(site, &paths.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The first of these members that has a text.
fn text(value: &Value, paths: &[&str]) -> String {
    let found = paths.iter().find_map(|path| match value.pointer(path)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    found.unwrap_or_default()
}

type Take<'a> = dyn FnMut(Option<&Value>, &Value) + 'a;

/// The whole file: only its entities and its sites are looked at.
struct Whole<'a, 'b> {
    take: &'a mut Take<'b>,
}

impl<'de> DeserializeSeed<'de> for Whole<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Whole<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a FINESS+ file")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut found = false;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                ENTITIES | SITES => {
                    found = true;
                    map.next_value_seed(List { entities: key == ENTITIES, take: &mut *self.take })?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if found { Ok(()) } else { Err(A::Error::custom("neither entities nor sites")) }
    }
}

/// A list of entities with their sites, or of sites.
struct List<'a, 'b> {
    entities: bool,
    take: &'a mut Take<'b>,
}

impl<'de> DeserializeSeed<'de> for List<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of entities or sites")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(item) = seq.next_element::<Value>()? {
            if !self.entities {
                (self.take)(None, &item);
                continue;
            }
            for site in item.get(SITES).and_then(Value::as_array).into_iter().flatten() {
                (self.take)(Some(&item), site);
            }
        }
        Ok(())
    }
}
