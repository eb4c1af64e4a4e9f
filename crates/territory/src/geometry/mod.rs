//! Contours whose neighbours share their borders exactly.
//!
//! A border between two areas is stored once, as an arc. Simplifying arcs therefore never opens a gap,
//! two areas are neighbours when they share an arc, and the outline of a perimeter is the arcs that only
//! one of its areas uses.

mod adjacency;
mod cut;
mod dissolve;
mod draw;
mod earth;
mod label;
mod proximity;
mod quantise;
mod ring;
mod seam;
mod simplify;
mod stitch;
mod topology;

use serde::{Deserialize, Serialize};

use crate::codes::{DepartementCode, UnitCode};

pub use adjacency::{borders, borders_between};
pub use dissolve::{dissolve_by, outline, outline_sewn};
pub use draw::{Bbox, Projection, contains, iris_polygons, polygons, share_inside};
pub use topology::{BuildOptions, Built, GeometryError, RawArea, build, build_reported};

/// A polygon as longitude and latitude in degrees: closed rings, the outer one first (anticlockwise), then
/// the holes (clockwise), as GeoJSON wants them.
pub type Polygon = Vec<Vec<[f64; 2]>>;

/// A point as [longitude, latitude] in millionths of a degree.
pub(crate) type Point = [i32; 2];

/// Steps in a degree: coordinates are stored as whole numbers of a millionth of a degree (about 11 cm).
pub const STEPS_PER_DEGREE: f64 = 1e6;

/// Contours of one file, cut by département, and who touches whom.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Contours {
    /// One part a département, sorted by code.
    pub parts: Vec<Part>,
    /// Pairs of areas that share a border, each once (lower code first), with its length in metres.
    pub borders: Vec<Border>,
}

impl Contours {
    /// Number of areas.
    pub fn len(&self) -> usize {
        self.parts.iter().map(|part| part.topology.areas.len()).sum()
    }

    /// Whether there is no area.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The contours of one département.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The département.
    pub departement: DepartementCode,
    /// Its areas.
    pub topology: Topology,
}

/// A border between two areas.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Border {
    /// The area with the lower code.
    pub a: UnitCode,
    /// The other one.
    pub b: UnitCode,
    /// Length in metres.
    pub length_m: f32,
}

/// Areas drawn with shared arcs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Topology {
    /// Arcs: points as [longitude, latitude] in millionths of a degree, the first absolute, the others as
    /// differences from the one before.
    pub arcs: Vec<Vec<[i32; 2]>>,
    /// Areas.
    pub areas: Vec<Area>,
}

/// One commune or IRIS.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// Code.
    pub code: UnitCode,
    /// Name.
    pub name: String,
    /// INSEE's type of IRIS, where the file gives it: H habitat, A activity, D various, Z commune not divided.
    pub iris_type: Option<char>,
    /// Surface in square kilometres, before simplification.
    pub area_km2: f64,
    /// A point inside, [longitude, latitude] in millionths of a degree.
    pub label_point: [i32; 2],
    /// Polygons, then rings (outer first), then arcs: rank of the arc, or `!rank` (bitwise not) when it is followed backwards.
    pub polygons: Vec<Vec<Vec<i32>>>,
}
