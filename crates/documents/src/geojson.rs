//! Contours for mapping software: GeoJSON, RFC 7946.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;
use territory::Passport;

/// One area to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct GeoFeature {
    /// Commune or IRIS code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Whether it belongs to the perimeter.
    pub member: bool,
    /// Other properties, in order.
    pub properties: Vec<(String, Value)>,
    /// Polygons, then rings (outer first), then points as longitude and latitude in degrees.
    pub polygons: Vec<Vec<Vec<[f64; 2]>>>,
}

type Ring = Vec<[f64; 2]>;

#[derive(Serialize)]
struct Collection<'a> {
    r#type: &'static str,
    title: &'a str,
    sources: Vec<String>,
    fictitious: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    bbox: Option<[f64; 4]>,
    features: Vec<Feature<'a>>,
}

#[derive(Serialize)]
struct Feature<'a> {
    r#type: &'static str,
    id: &'a str,
    properties: Properties<'a>,
    geometry: Option<Geometry>,
}

struct Properties<'a>(&'a GeoFeature);

impl Serialize for Properties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("code", &self.0.code)?;
        map.serialize_entry("nom", &self.0.name)?;
        map.serialize_entry("membre", &self.0.member)?;
        for (key, value) in &self.0.properties {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

#[derive(Serialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon(Vec<Ring>),
    MultiPolygon(Vec<Vec<Ring>>),
}

/// The areas as a feature collection, with its title and its sources as foreign members.
pub fn geojson(features: &[GeoFeature], title: &str, sources: &[Passport]) -> Vec<u8> {
    let features: Vec<Feature> = features
        .iter()
        .map(|feature| Feature {
            r#type: "Feature",
            id: &feature.code,
            properties: Properties(feature),
            geometry: geometry(&feature.polygons),
        })
        .collect();
    let collection = Collection {
        r#type: "FeatureCollection",
        title,
        sources: sources.iter().map(Passport::citation).collect(),
        fictitious: sources.iter().any(|source| source.fictitious),
        bbox: bbox(&features),
        features,
    };
    // Every value above is text, a flag or a finite number, and the keys are text: this cannot fail.
    let mut bytes = serde_json::to_vec(&collection).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn geometry(polygons: &[Vec<Ring>]) -> Option<Geometry> {
    let mut polygons: Vec<Vec<Ring>> = polygons.iter().filter_map(|rings| polygon(rings)).collect();
    match polygons.len() {
        0 => None,
        1 => polygons.pop().map(Geometry::Polygon),
        _ => Some(Geometry::MultiPolygon(polygons)),
    }
}

/// A polygon as the norm wants it; `None` when its outer ring has no surface. Holes without surface are left out.
fn polygon(rings: &[Ring]) -> Option<Vec<Ring>> {
    let (outer, holes) = rings.split_first()?;
    let outer = ring(outer, true)?;
    Some(std::iter::once(outer).chain(holes.iter().filter_map(|hole| ring(hole, false))).collect())
}

/// Closed, to a millionth of a degree (about 11 cm), anticlockwise or clockwise.
fn ring(points: &Ring, anticlockwise: bool) -> Option<Ring> {
    let finite = points.iter().filter(|point| point.iter().all(|value| value.is_finite()));
    let mut ring: Ring = finite.map(|point| point.map(|value| (value * 1e6).round() / 1e6)).collect();
    ring.dedup();
    if ring.first() != ring.last() {
        ring.extend(ring.first().copied());
    }
    let twice: f64 = ring.windows(2).map(|pair| pair[0][0] * pair[1][1] - pair[1][0] * pair[0][1]).sum();
    if ring.len() < 4 {
        return None;
    }
    if (twice > 0.0) != anticlockwise {
        ring.reverse();
    }
    Some(ring)
}

fn bbox(features: &[Feature]) -> Option<[f64; 4]> {
    let rings =
        features.iter().filter_map(|feature| feature.geometry.as_ref()).flat_map(|geometry| match geometry {
            Geometry::Polygon(rings) => rings.iter().collect::<Vec<_>>(),
            Geometry::MultiPolygon(polygons) => polygons.iter().flatten().collect(),
        });
    rings.flatten().fold(None, |bbox, &[x, y]| {
        let [west, south, east, north] = bbox.unwrap_or([x, y, x, y]);
        Some([west.min(x), south.min(y), east.max(x), north.max(y)])
    })
}
