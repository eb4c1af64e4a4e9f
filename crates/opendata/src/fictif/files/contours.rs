//! Contours as GeoJSON in WGS84: communes, IRIS and a priority neighbourhood.

use std::io::{self, Write};

use crate::fictif::mesh::Grid;
use crate::fictif::outline::{Outline, Ring, SIDE_KM, moved};
use crate::fictif::rng::Rng;
use crate::fictif::world::{GEOGRAPHY, Ground, World};

/// Twelve directions around a point, without trigonometry: its last digit may differ between machines.
const DIRECTIONS: [[f64; 2]; 12] = {
    const S: f64 = 0.866_025_403_784_438_6;
    [
        [1.0, 0.0],
        [S, 0.5],
        [0.5, S],
        [0.0, 1.0],
        [-0.5, S],
        [-S, 0.5],
        [-1.0, 0.0],
        [-S, -0.5],
        [-0.5, -S],
        [0.0, -1.0],
        [0.5, -S],
        [S, -0.5],
    ]
};

pub(super) fn communes(world: &World, out: &mut dyn Write) -> io::Result<()> {
    let Some(ground) = &world.ground else { return Ok(()) };
    let outline = Outline::new(ground.grid, &ground.area, world.seed);
    let mut collection = Collection::start(out, &format!("communes_{GEOGRAPHY}"))?;
    for (rank, place) in world.places.iter().enumerate() {
        let rings = outline.rings(|hexagon| ground.place[hexagon] == Some(rank));
        if !rings.is_empty() {
            let properties = [
                ("code", place.code.as_str()),
                ("nom", &place.name),
                ("departement", &world.departements[place.departement].code),
                ("region", &world.region(place).code),
                ("epci", &world.epcis[place.epci].siren),
            ];
            collection.feature(&properties, &rings)?;
        }
    }
    collection.end()
}

pub(super) fn iris(world: &World, out: &mut dyn Write) -> io::Result<()> {
    let Some(ground) = &world.ground else { return Ok(()) };
    let outline = Outline::new(ground.grid, &ground.area, world.seed);
    let mut collection = Collection::start(out, &format!("iris_{GEOGRAPHY}"))?;
    for (rank, (place, quarter)) in ground.areas.iter().enumerate() {
        let place = &world.places[*place];
        let whole = (format!("{}0000", place.code), place.name.as_str(), 'Z');
        let quarter = quarter.map(|quarter| &place.quarters[quarter]);
        let (code, name, kind) =
            quarter.map_or(whole, |quarter| (quarter.code.clone(), &quarter.name, quarter.kind));
        let properties = [
            ("code_iris", code.as_str()),
            ("nom_iris", name),
            ("code_insee", &place.code),
            ("nom_commune", &place.name),
            ("type_iris", &kind.to_string()),
        ];
        let rings = outline.rings(|hexagon| ground.area[hexagon] == Some(rank));
        collection.feature(&properties, &rings)?;
    }
    collection.end()
}

/// One priority neighbourhood, astride three IRIS of the town.
pub(super) fn quartiers(world: &World, out: &mut dyn Write) -> io::Result<()> {
    let Some(ground) = &world.ground else { return Ok(()) };
    let outline = Outline::new(ground.grid, &ground.area, world.seed);
    let mut collection = Collection::start(out, "qpv_2024")?;
    if let Some((corner, town, radius)) = meeting_point(ground) {
        let centre = outline.corner(corner);
        let mut rng = Rng::of(world.seed, 0x0071_7076);
        let point = |[x, y]: [f64; 2]| {
            let distance = radius * rng.between(0.7, 1.0);
            moved(centre, [x * distance, y * distance])
        };
        let mut ring: Ring = DIRECTIONS.into_iter().map(point).collect();
        ring.push(ring[0]);
        let place = &world.places[town];
        let departement = &world.departements[place.departement].code;
        let properties = [
            ("code_qp", format!("QN0{departement}01M")),
            ("nom_qp", "Les Tanneries - Pont-Vieux".to_owned()),
            ("commune_qp", place.name.clone()),
            ("code_commune", place.code.clone()),
            ("nom_commune", place.name.clone()),
            ("code_departement", departement.clone()),
        ];
        let properties = properties.each_ref().map(|(key, value)| (*key, value.as_str()));
        collection.feature(&properties, &[ring])?;
    }
    collection.end()
}

/// The corner where three IRIS meet that is furthest from any fourth area; the town and the room around
/// it, in kilometres.
fn meeting_point(ground: &Ground) -> Option<((i32, i32), usize, f64)> {
    let mut best: Option<((i32, i32), usize, f64)> = None;
    for hexagon in 0..ground.grid.len() {
        let town = ground.place[hexagon];
        for side in 0..6 {
            let (corner, _) = ground.grid.side(hexagon, side);
            let around = [hexagon].into_iter().chain(beside(ground.grid, hexagon, side));
            let areas: std::collections::BTreeSet<_> = around.map(|near| ground.area[near]).collect();
            let quarters = areas.iter().all(|area| area.is_some_and(|rank| ground.areas[rank].1.is_some()));
            if areas.len() < 3 || !quarters {
                continue;
            }
            let others = (0..ground.grid.len()).filter(|other| !areas.contains(&ground.area[*other]));
            let room2 = others.map(|other| from_corner2(ground.grid, other, corner)).fold(f64::MAX, f64::min);
            // A hexagon reaches one side from its centre, and borders wander a little.
            let room = ((room2.sqrt() - 1.5) * SIDE_KM).clamp(0.12, 0.6);
            if let Some(town) = town
                && best.is_none_or(|(_, _, known)| room > known)
            {
                best = Some((corner, town, room));
            }
        }
    }
    best
}

/// The two other hexagons at the first corner of a side.
fn beside(grid: Grid, hexagon: usize, side: usize) -> impl Iterator<Item = usize> {
    let neighbours = grid.neighbours(hexagon);
    [neighbours[side], neighbours[(side + 5) % 6]].into_iter().flatten()
}

fn from_corner2(grid: Grid, hexagon: usize, corner: (i32, i32)) -> f64 {
    let (x, y) = grid.centre(hexagon);
    let (dx, dy) = (f64::from(x - corner.0), f64::from(y - corner.1));
    0.75 * dx * dx + 0.25 * dy * dy
}

/// A GeoJSON collection that is being written.
struct Collection<'a> {
    out: &'a mut dyn Write,
    first: bool,
}

impl<'a> Collection<'a> {
    fn start(out: &'a mut dyn Write, name: &str) -> io::Result<Self> {
        writeln!(out, r#"{{"type":"FeatureCollection","name":"{name}","features":["#)?;
        Ok(Self { out, first: true })
    }

    fn feature(&mut self, properties: &[(&str, &str)], rings: &[Ring]) -> io::Result<()> {
        let comma = if std::mem::take(&mut self.first) { "" } else { ",\n" };
        let properties: serde_json::Map<String, serde_json::Value> =
            properties.iter().map(|(key, value)| ((*key).to_owned(), (*value).into())).collect();
        let feature = serde_json::json!({
            "type": "Feature",
            "properties": properties,
            "geometry": { "type": "Polygon", "coordinates": rings },
        });
        write!(self.out, "{comma}{feature}")
    }

    fn end(self) -> io::Result<()> {
        writeln!(self.out, "\n]}}")
    }
}
