//! Areas put together: the outline of a perimeter, communes made from their IRIS.

use std::collections::{BTreeMap, HashMap};

use super::label::label_point;
use super::seam::without_seams;
use super::stitch::{outline as outline_of, rank};
use super::topology::{compact, drawn};
use super::{Area, Point, Polygon, STEPS_PER_DEGREE, Topology};
use crate::codes::UnitCode;

/// The outline of the areas for which `member` answers yes, exactly.
///
/// Several topologies of one file (its départements) join exactly: an arc between two départements is the same
/// in both. Topologies of different files need [`outline_sewn`].
pub fn outline(parts: &[&Topology], member: &dyn Fn(UnitCode) -> bool) -> Vec<Polygon> {
    joined_outline(parts, member).into_iter().map(in_degrees).collect()
}

fn joined_outline(parts: &[&Topology], member: &dyn Fn(UnitCode) -> bool) -> Vec<Vec<Vec<Point>>> {
    let mut joined = Joined::default();
    for part in parts {
        let followed = part.areas.iter().filter(|area| member(area.code));
        joined.add(part, followed.flat_map(|area| area.polygons.iter().flatten().flatten().copied()));
    }
    let polygons = outline_of(&joined.arcs, joined.refs.into_iter());
    drawn(&joined.arcs, &polygons)
}

/// The outline for a map, where topologies come from different files or from a file whose borders do not match.
///
/// The two drawings of such a border do not cancel out: the strip between them, 60 m wide at most, is filled. A
/// real channel as narrow as that is filled too.
pub fn outline_sewn(parts: &[&Topology], member: &dyn Fn(UnitCode) -> bool) -> Vec<Polygon> {
    without_seams(joined_outline(parts, member))
}

/// Groups areas by the code and name that `key` gives them; areas without a key are left out.
///
/// The result keeps the arcs of the topology, so that groups share their borders as areas did.
pub fn dissolve_by(topology: &Topology, key: impl Fn(UnitCode) -> Option<(UnitCode, String)>) -> Topology {
    let mut groups: BTreeMap<UnitCode, Group> = BTreeMap::new();
    for area in &topology.areas {
        if let Some((code, name)) = key(area.code) {
            let group = groups.entry(code).or_insert_with(|| Group { name, ..Group::default() });
            group.area_km2 += area.area_km2;
            group.refs.extend(area.polygons.iter().flatten().flatten());
        }
    }
    let lines = topology.lines();
    let mut areas = Vec::with_capacity(groups.len());
    for (code, group) in groups {
        let polygons = outline_of(&lines, group.refs.into_iter());
        let label_point = label_point(&drawn(&lines, &polygons));
        let (name, area_km2) = (group.name, group.area_km2);
        areas.push(Area { code, name, iris_type: None, area_km2, label_point, polygons });
    }
    compact(&lines, areas)
}

#[derive(Default)]
struct Group {
    name: String,
    area_km2: f64,
    refs: Vec<i32>,
}

/// Arcs of several topologies, each kept once.
#[derive(Default)]
struct Joined {
    arcs: Vec<Vec<Point>>,
    ranks: HashMap<Vec<Point>, i32>,
    refs: Vec<i32>,
}

impl Joined {
    fn add(&mut self, part: &Topology, refs: impl Iterator<Item = i32>) {
        let mut known: HashMap<usize, i32> = HashMap::new();
        for arc in refs {
            let old = rank(arc);
            let Some(steps) = part.arcs.get(old) else { continue };
            let new = *known.entry(old).or_insert_with(|| self.keep(super::topology::decode(steps)));
            self.refs.push(if arc < 0 { !new } else { new });
        }
    }

    /// Arcs are compared whatever their direction.
    fn keep(&mut self, mut line: Vec<Point>) -> i32 {
        let reversed = line.iter().rev().lt(line.iter());
        if reversed {
            line.reverse();
        }
        let next = self.arcs.len() as i32;
        let rank = *self.ranks.entry(line).or_insert_with_key(|line| {
            self.arcs.push(line.clone());
            next
        });
        if reversed { !rank } else { rank }
    }
}

pub(crate) fn in_degrees(polygon: Vec<Vec<Point>>) -> Polygon {
    let ring = |points: Vec<Point>| {
        points.into_iter().map(|point| point.map(|step| f64::from(step) / STEPS_PER_DEGREE)).collect()
    };
    polygon.into_iter().map(ring).collect()
}
