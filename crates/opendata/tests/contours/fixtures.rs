//! Small files of shapes, made by the tests.

use std::fmt::Write as _;

use opendata::{Context, Input, ReadError, Reading, Silent, read};
use territory::geometry::Contours;
use territory::{Layer, Vintage};

/// Reads bytes under a file name.
pub fn try_read(name: &str, bytes: impl Into<Vec<u8>>) -> Result<Vec<Reading>, ReadError> {
    read(Input::bytes(name, bytes), &Context::default(), &mut Silent)
}

/// Reads bytes that must give one reading.
pub fn one(name: &str, bytes: impl Into<Vec<u8>>) -> Reading {
    let mut readings = try_read(name, bytes).unwrap_or_else(|error| panic!("{}", error.sentence()));
    assert_eq!(readings.len(), 1);
    readings.remove(0)
}

/// Reads bytes for which a person states the year.
pub fn stated(name: &str, bytes: &str, year: i16) -> Reading {
    let context = Context { vintage: Some(Vintage::year(year)), ..Context::default() };
    let readings = read(Input::bytes(name, bytes), &context, &mut Silent);
    readings.unwrap_or_else(|error| panic!("{}", error.sentence())).remove(0)
}

pub fn contours(reading: &Reading) -> &Contours {
    match &reading.layer {
        Layer::CommuneContours(contours) | Layer::IrisContours(contours) => contours,
        other => panic!("{:?}", other.kind()),
    }
}

/// Codes and names, in the order of the contours.
pub fn areas(reading: &Reading) -> Vec<(String, String)> {
    let parts = contours(reading).parts.iter();
    parts
        .flat_map(|part| &part.topology.areas)
        .map(|area| (area.code.to_string(), area.name.clone()))
        .collect()
}

/// A square with its corner at `x`, `y`, as JSON coordinates of a ring.
pub fn square(x: f64, y: f64, side: f64) -> String {
    let corners = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]];
    let points: Vec<String> = corners.iter().map(|[x, y]| format!("[{x},{y}]")).collect();
    format!("[{}]", points.join(","))
}

/// A polygon feature: properties as JSON, then one ring.
pub fn feature(properties: &str, ring: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}"#
    )
}

/// A collection, with other members before its features.
pub fn collection(members: &str, features: &[String]) -> String {
    let mut text = format!(r#"{{"type":"FeatureCollection",{members}"features":["#);
    for (rank, feature) in features.iter().enumerate() {
        let comma = if rank > 0 { "," } else { "" };
        write!(text, "{comma}\n{feature}").expect("writing to a text");
    }
    text.push_str("\n]}\n");
    text
}
