//! GeoJSON, feature by feature: the file is never held whole in memory.

use std::fmt;
use std::io::BufReader;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use territory::geometry::Polygon;

use super::Take;
use super::crs::Crs;
use super::feature::{Feature, Properties};
use crate::error::{Cut, ReadError};
use crate::kinds::Opening;

/// Bytes asked from the source at once.
const CHUNK: usize = 256 * 1024;

/// Hands over the features of a collection; answers the reference system that the file states.
pub(crate) fn each(opening: &mut Opening<'_>, take: &mut Take<'_>) -> Result<Option<Crs>, ReadError> {
    let name = opening.member.name.clone();
    let opened = opening.member.open()?;
    let mut told = 0;
    let mut failure = None;
    let mut hand_over = |feature: Feature| {
        let consumed = opened.consumed.get();
        opening.progress.advance(consumed - told);
        told = consumed;
        take(feature).map_err(|error| failure = Some(error)).is_ok()
    };
    let mut json = serde_json::Deserializer::from_reader(BufReader::with_capacity(CHUNK, opened.reader));
    let collection = Collection { hand_over: &mut hand_over };
    let read = collection.deserialize(&mut json).and_then(|found| json.end().map(|()| found));
    match (read, failure) {
        (_, Some(failure)) => Err(failure),
        (Err(error), None) => Err(refusal(&name, error)),
        (Ok(None), None) => Ok(None),
        (Ok(Some(crs)), None) => match Crs::named(&crs) {
            Ok(crs) => Ok(Some(crs)),
            Err(unknown) => Err(ReadError::Geometry { name, detail: unknown.sentence() }),
        },
    }
}

fn refusal(name: &str, error: serde_json::Error) -> ReadError {
    if error.is_eof() {
        return ReadError::Truncated { name: name.to_owned(), cut: Cut::Archive };
    }
    if error.is_io() {
        return ReadError::io(name, error.into());
    }
    let detail = format!(
        "Son contenu n’est pas du GeoJSON (ligne {}, colonne {}). Téléchargez-le de nouveau.",
        error.line(),
        error.column()
    );
    ReadError::Geometry { name: name.to_owned(), detail }
}

/// The whole file. Its value is the name of its reference system.
struct Collection<'a> {
    hand_over: &'a mut dyn FnMut(Feature) -> bool,
}

impl<'de> DeserializeSeed<'de> for Collection<'_> {
    type Value = Option<String>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Collection<'_> {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a FeatureCollection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut crs = None;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "features" => map.next_value_seed(Features { hand_over: &mut *self.hand_over })?,
                "crs" => crs = crs_name(&map.next_value()?),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(crs)
    }
}

fn crs_name(crs: &Value) -> Option<String> {
    crs.pointer("/properties/name").and_then(Value::as_str).map(str::to_owned)
}

struct Features<'a> {
    hand_over: &'a mut dyn FnMut(Feature) -> bool,
}

impl<'de> DeserializeSeed<'de> for Features<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut rank = 0;
        while let Some(feature) = seq.next_element::<JsonFeature>()? {
            rank += 1;
            if !(self.hand_over)(feature.into_feature(rank)) {
                return Err(A::Error::custom("the reading was stopped"));
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct JsonFeature {
    #[serde(default)]
    properties: Option<Used>,
    #[serde(default)]
    geometry: Option<JsonGeometry>,
}

impl JsonFeature {
    fn into_feature(self, rank: u64) -> Feature {
        let shape = match self.geometry {
            None => Err("aucun contour".to_owned()),
            Some(geometry) => geometry.into_polygons(),
        };
        let properties = self.properties.map(|used| used.0).unwrap_or_default();
        Feature { rank, properties, shape, crs: None }
    }
}

/// The properties that we use, kept while the others go by.
struct Used(Properties);

impl<'de> Deserialize<'de> for Used {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let values = serde_json::Map::deserialize(deserializer)?;
        let mut properties = Properties::default();
        for (name, value) in values {
            properties.add(&name, || match value {
                Value::String(text) => Some(text),
                Value::Number(number) => Some(number.to_string()),
                Value::Array(items) => {
                    let items: Vec<_> = items.iter().filter_map(Value::as_str).collect();
                    Some(items.join(","))
                }
                Value::Null | Value::Bool(_) | Value::Object(_) => None,
            });
        }
        Ok(Self(properties))
    }
}

#[derive(Deserialize)]
struct JsonGeometry {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    coordinates: Nest,
}

/// Coordinates at any depth: a number, a position, a list of positions…
#[derive(Default)]
enum Nest {
    #[default]
    Nothing,
    Number(f64),
    Position([f64; 2]),
    List(Vec<Nest>),
}

impl JsonGeometry {
    fn into_polygons(self) -> Result<Vec<Polygon>, String> {
        let polygons = match self.kind.as_str() {
            "Polygon" => vec![self.coordinates],
            "MultiPolygon" => self.coordinates.list()?,
            other => return Err(format!("« {other} » au lieu d’une surface")),
        };
        let polygons: Vec<Polygon> = polygons.into_iter().map(Nest::polygon).collect::<Result<_, _>>()?;
        if polygons.iter().flatten().all(Vec::is_empty) {
            return Err("contour sans aucun point".to_owned());
        }
        Ok(polygons)
    }
}

impl Nest {
    fn list(self) -> Result<Vec<Nest>, String> {
        match self {
            Nest::List(items) => Ok(items),
            Nest::Nothing => Ok(Vec::new()),
            Nest::Number(_) | Nest::Position(_) => Err("coordonnées mal rangées".to_owned()),
        }
    }

    fn polygon(self) -> Result<Polygon, String> {
        self.list()?.into_iter().map(Nest::ring).collect()
    }

    fn ring(self) -> Result<Vec<[f64; 2]>, String> {
        let position = |nest| match nest {
            Nest::Position(position) => Ok(position),
            _ => Err("coordonnées mal rangées".to_owned()),
        };
        self.list()?.into_iter().map(position).collect()
    }
}

impl<'de> Deserialize<'de> for Nest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NestVisitor)
    }
}

struct NestVisitor;

impl<'de> Visitor<'de> for NestVisitor {
    type Value = Nest;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("coordinates")
    }

    fn visit_f64<E>(self, value: f64) -> Result<Nest, E> {
        Ok(Nest::Number(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Nest, E> {
        Ok(Nest::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Nest, E> {
        Ok(Nest::Number(value as f64))
    }

    fn visit_unit<E>(self) -> Result<Nest, E> {
        Ok(Nest::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Nest, A::Error> {
        match seq.next_element::<Nest>()? {
            None => Ok(Nest::List(Vec::new())),
            Some(Nest::Number(x)) => {
                let Some(Nest::Number(y)) = seq.next_element()? else {
                    return Err(A::Error::custom("a position needs two numbers"));
                };
                // A height may follow.
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Nest::Position([x, y]))
            }
            Some(first) => {
                let mut items = vec![first];
                while let Some(next) = seq.next_element()? {
                    items.push(next);
                }
                Ok(Nest::List(items))
            }
        }
    }
}
