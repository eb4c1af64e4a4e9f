//! From the polygons of a file to areas that share their borders.

use std::collections::BTreeMap;

use super::adjacency::{FileArea, neighbours};
use super::cut::cut;
use super::earth::area_km2;
use super::label::label_point;
use super::quantise::quantise;
use super::simplify::simplify;
use super::stitch::{ArcPolygons, chain, outline, rank};
use super::{Area, Contours, Part, Point, Topology};
use crate::codes::{DepartementCode, UnitCode};

/// One commune or IRIS as a file draws it.
#[derive(Clone, Debug, PartialEq)]
pub struct RawArea {
    /// Code.
    pub code: UnitCode,
    /// Name.
    pub name: String,
    /// INSEE's type of IRIS, where the file gives it.
    pub iris_type: Option<char>,
    /// Polygons, then rings (outer first), then points as longitude and latitude in degrees.
    pub polygons: Vec<Vec<Vec<[f64; 2]>>>,
}

/// How contours are made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BuildOptions {
    /// The furthest that a line may be moved to draw it with fewer points, in metres.
    pub tolerance_m: f64,
}

impl Default for BuildOptions {
    /// 20 m: invisible at the scale of a commune, and five times fewer points.
    fn default() -> Self {
        Self { tolerance_m: 20.0 }
    }
}

/// Contours and what had to be left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Built {
    /// The contours.
    pub contours: Contours,
    /// Rings left out: fewer than three distinct points, or no surface.
    pub dropped_rings: usize,
    /// Areas left out because none of their polygons can be drawn.
    pub dropped_areas: Vec<UnitCode>,
}

/// Why polygons cannot become contours.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum GeometryError {
    /// Nothing to draw.
    #[error("no area has a polygon that can be drawn")]
    NoArea,
    /// Not a longitude and a latitude in degrees.
    #[error("{code}: ({longitude}, {latitude}) is not a longitude and a latitude in degrees")]
    OutOfRange {
        /// Area.
        code: UnitCode,
        /// First coordinate.
        longitude: f64,
        /// Second coordinate.
        latitude: f64,
    },
    /// A tolerance that is not a positive number of metres.
    #[error("{0} is not a tolerance in metres")]
    Tolerance(f64),
}

/// Builds contours: shared arcs, simplification, surfaces, label points, neighbours.
pub fn build(areas: Vec<RawArea>, options: &BuildOptions) -> Result<Contours, GeometryError> {
    build_reported(areas, options).map(|built| built.contours)
}

/// Same as [`build`], with what had to be left out.
pub fn build_reported(areas: Vec<RawArea>, options: &BuildOptions) -> Result<Built, GeometryError> {
    if !(options.tolerance_m >= 0.0 && options.tolerance_m.is_finite()) {
        return Err(GeometryError::Tolerance(options.tolerance_m));
    }
    let Read { mut drafts, rings, dropped_rings, dropped_areas } = read(areas)?;
    if drafts.is_empty() {
        return Err(GeometryError::NoArea);
    }
    let cut = cut(&rings);
    drop(rings);
    let mut arcs = cut.arcs;
    for draft in &mut drafts {
        draft.follow(&cut.rings, &arcs);
    }
    let users: Vec<FileArea<'_>> =
        drafts.iter().map(|draft| FileArea { code: draft.code, polygons: &draft.polygons }).collect();
    let borders = neighbours(&users, &arcs);
    simplify(&mut arcs, options.tolerance_m);
    let contours = Contours { parts: parts(drafts, &arcs), borders };
    Ok(Built { contours, dropped_rings, dropped_areas })
}

/// An area on its way: its rings are ranks in the list of all rings until they are arcs.
struct Draft {
    code: UnitCode,
    name: String,
    iris_type: Option<char>,
    area_km2: f64,
    ring_ranks: Vec<Vec<usize>>,
    polygons: ArcPolygons,
}

impl Draft {
    /// Replaces ranks of rings by the arcs of these rings.
    fn follow(&mut self, rings: &[Vec<i32>], arcs: &[Vec<Point>]) {
        let ranks = std::mem::take(&mut self.ring_ranks);
        self.polygons = ranks
            .into_iter()
            .map(|polygon| polygon.into_iter().map(|rank| rings[rank].clone()).collect())
            .collect();
        let mut followed: Vec<usize> =
            self.polygons.iter().flatten().flatten().map(|&arc| rank(arc)).collect();
        followed.sort_unstable();
        // An arc that the area follows twice runs between two of its own pieces.
        if followed.windows(2).any(|pair| pair[0] == pair[1]) {
            self.polygons = outline(arcs, self.polygons.iter().flatten().flatten().copied());
        }
    }
}

/// What [`read`] makes.
struct Read {
    drafts: Vec<Draft>,
    rings: Vec<Vec<Point>>,
    dropped_rings: usize,
    dropped_areas: Vec<UnitCode>,
}

/// Quantises all areas; those with the same code become one.
fn read(areas: Vec<RawArea>) -> Result<Read, GeometryError> {
    let mut drafts: BTreeMap<UnitCode, Draft> = BTreeMap::new();
    let mut rings: Vec<Vec<Point>> = Vec::new();
    let mut dropped_rings = 0;
    let mut dropped_areas = Vec::new();
    for area in areas {
        let quantised = quantise(&area)?;
        dropped_rings += quantised.dropped;
        if quantised.polygons.is_empty() {
            dropped_areas.push(area.code);
            continue;
        }
        let draft = drafts.entry(area.code).or_insert(Draft {
            code: area.code,
            name: area.name,
            iris_type: area.iris_type,
            area_km2: 0.0,
            ring_ranks: Vec::new(),
            polygons: Vec::new(),
        });
        for polygon in quantised.polygons {
            let surfaces: Vec<f64> = polygon.iter().map(|ring| area_km2(ring)).collect();
            draft.area_km2 += surfaces[0] - surfaces[1..].iter().sum::<f64>();
            draft.ring_ranks.push((rings.len()..rings.len() + polygon.len()).collect());
            rings.extend(polygon);
        }
    }
    dropped_areas.retain(|code| !drafts.contains_key(code));
    Ok(Read { drafts: drafts.into_values().collect(), rings, dropped_rings, dropped_areas })
}

/// Sorts areas by département; an arc between two départements goes to both.
fn parts(drafts: Vec<Draft>, arcs: &[Vec<Point>]) -> Vec<Part> {
    let mut by_departement: BTreeMap<DepartementCode, Vec<Draft>> = BTreeMap::new();
    for draft in drafts {
        by_departement.entry(draft.code.commune().departement()).or_default().push(draft);
    }
    let part = |(departement, drafts): (_, Vec<Draft>)| {
        let mut areas = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let Draft { code, name, iris_type, area_km2, polygons, .. } = draft;
            let label_point = label_point(&drawn(arcs, &polygons));
            areas.push(Area { code, name, iris_type, area_km2, label_point, polygons });
        }
        Part { departement, topology: compact(arcs, areas) }
    };
    by_departement.into_iter().map(part).collect()
}

/// Polygons as points.
pub(crate) fn drawn(arcs: &[Vec<Point>], polygons: &ArcPolygons) -> Vec<Vec<Vec<Point>>> {
    polygons.iter().map(|rings| rings.iter().map(|ring| chain(arcs, ring)).collect()).collect()
}

/// Keeps only the arcs that the areas follow, in the order they are met.
pub(crate) fn compact(arcs: &[Vec<Point>], mut areas: Vec<Area>) -> Topology {
    let mut ranks: Vec<Option<i32>> = vec![None; arcs.len()];
    let mut kept = Vec::new();
    for arc in areas.iter_mut().flat_map(|area| area.polygons.iter_mut().flatten().flatten()) {
        let old = rank(*arc);
        let new = *ranks[old].get_or_insert_with(|| {
            kept.push(encode(&arcs[old]));
            kept.len() as i32 - 1
        });
        *arc = if *arc < 0 { !new } else { new };
    }
    Topology { arcs: kept, areas }
}

fn encode(line: &[Point]) -> Vec<Point> {
    let mut before = [0, 0];
    line.iter()
        .map(|&[x, y]| {
            let step = [x - before[0], y - before[1]];
            before = [x, y];
            step
        })
        .collect()
}

impl Topology {
    /// The arcs as absolute points.
    pub(crate) fn lines(&self) -> Vec<Vec<Point>> {
        self.arcs.iter().map(|arc| decode(arc)).collect()
    }
}

/// An arc as absolute points.
pub(crate) fn decode(arc: &[Point]) -> Vec<Point> {
    let mut here = [0_i32, 0_i32];
    arc.iter()
        .map(|step| {
            here = [here[0].wrapping_add(step[0]), here[1].wrapping_add(step[1])];
            here
        })
        .collect()
}
