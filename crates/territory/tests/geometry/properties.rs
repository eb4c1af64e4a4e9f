//! Whatever the map, nothing is lost, torn or drawn twice.

use proptest::prelude::*;
use territory::UnitCode;
use territory::geometry::{Contours, Polygon, RawArea, contains, outline, polygons};

use crate::maps::{ORIGIN, area, contours, surface, topologies, uses};

/// Cells on a side.
const SIDE: usize = 5;
/// Points on a side of a cell.
const STEPS: usize = 6;
/// A cell is about 800 m wide.
const CELL: f64 = 0.01;

/// A grid of cells with winding sides; each cell belongs to one of a few areas, so that areas come out in
/// pieces, with holes, and touching by corners.
#[derive(Clone, Debug)]
struct Map {
    owners: Vec<usize>,
    bends: Vec<f64>,
}

impl Map {
    /// A point on the lattice of cell sides, moved a little unless it is on the outer border.
    fn point(&self, column: usize, row: usize) -> [f64; 2] {
        let size = SIDE * STEPS;
        let bend = |shift: usize| {
            let inner = column > 0 && row > 0 && column < size && row < size;
            let rank = (column * (size + 1) + row + shift * 7) % self.bends.len();
            if inner { self.bends[rank] * CELL / STEPS as f64 } else { 0.0 }
        };
        let step = CELL / STEPS as f64;
        [ORIGIN[0] + column as f64 * step + bend(0), ORIGIN[1] + row as f64 * step + bend(1)]
    }

    fn cell(&self, column: usize, row: usize) -> Vec<[f64; 2]> {
        let (west, south) = (column * STEPS, row * STEPS);
        let bottom = (0..STEPS).map(|step| (west + step, south));
        let right = (0..STEPS).map(|step| (west + STEPS, south + step));
        let top = (0..STEPS).map(|step| (west + STEPS - step, south + STEPS));
        let left = (0..=STEPS).map(|step| (west, south + STEPS - step));
        bottom.chain(right).chain(top).chain(left).map(|(column, row)| self.point(column, row)).collect()
    }

    fn areas(&self) -> Vec<RawArea> {
        let cells = (0..SIDE * SIDE).map(|rank| {
            let departement = if self.owners[rank].is_multiple_of(2) { 66 } else { 11 };
            let text = format!("{departement}{:03}", self.owners[rank] + 1);
            area(&text, vec![vec![self.cell(rank % SIDE, rank / SIDE)]])
        });
        cells.collect()
    }
}

fn map() -> impl Strategy<Value = Map> {
    let owners = prop::collection::vec(0..6_usize, SIDE * SIDE);
    let bends = prop::collection::vec(-0.3..0.3_f64, 97);
    (owners, bends).prop_map(|(owners, bends)| Map { owners, bends })
}

fn drawn(contours: &Contours) -> Vec<(UnitCode, Vec<Polygon>)> {
    let parts = topologies(contours);
    parts.iter().flat_map(|part| part.areas.iter().map(|area| (area.code, polygons(part, area)))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn areas_fill_the_map_without_gap_or_overlap(map in map(), tolerance_m in 0.0..400.0_f64) {
        let contours = contours(map.areas(), tolerance_m);
        for part in &contours.parts {
            prop_assert!(uses(&part.topology).iter().all(|&count| count == 1 || count == 2));
        }
        let frame = (SIDE as f64 * CELL).powi(2);
        let areas = drawn(&contours);
        let total: f64 = areas.iter().map(|(_, polygons)| surface(polygons)).sum();
        prop_assert!((total - frame).abs() < 1e-9, "drawn {total}, frame {frame}");
        // A lattice that falls on no line of the map.
        for step in 0..400 {
            let part = |rank: usize| (rank as f64 + 0.503_7) / 20.0 * SIDE as f64 * CELL;
            let point = [ORIGIN[0] + part(step % 20), ORIGIN[1] + part(step / 20)];
            let holders = areas.iter().filter(|(_, polygons)| contains(polygons, point)).count();
            prop_assert_eq!(holders, 1, "{:?}", point);
        }
    }

    #[test]
    fn the_outline_of_everything_is_the_outer_border(map in map(), tolerance_m in 0.0..400.0_f64) {
        let contours = contours(map.areas(), tolerance_m);
        let whole = outline(&topologies(&contours), &|_| true);
        prop_assert_eq!(whole.len(), 1);
        prop_assert_eq!(whole[0].len(), 1);
        prop_assert!((surface(&whole) - (SIDE as f64 * CELL).powi(2)).abs() < 1e-9);
    }

    #[test]
    fn the_outline_of_some_areas_covers_these_areas_exactly(map in map(), chosen in 0..64_usize) {
        let contours = contours(map.areas(), 50.0);
        let member = |unit: UnitCode| {
            let rank: usize = unit.as_str()[2..].parse().unwrap();
            chosen >> (rank - 1) & 1 == 1
        };
        let outlined = outline(&topologies(&contours), &member);
        let parts: f64 = drawn(&contours)
            .iter()
            .filter(|(code, _)| member(*code))
            .map(|(_, polygons)| surface(polygons))
            .sum();
        prop_assert!((surface(&outlined) - parts).abs() < 1e-9);
    }

    #[test]
    fn names_are_written_inside_their_area(map in map(), tolerance_m in 0.0..400.0_f64) {
        let contours = contours(map.areas(), tolerance_m);
        for part in topologies(&contours) {
            for area in &part.areas {
                let label = area.label_point.map(|step| f64::from(step) / 1e6);
                prop_assert!(contains(&polygons(part, area), label), "{:?}", area.code);
            }
        }
    }

    #[test]
    fn surfaces_add_up_whatever_the_simplification(map in map()) {
        let surface_km2 = |tolerance_m| -> f64 {
            let contours = contours(map.areas(), tolerance_m);
            topologies(&contours).iter().flat_map(|part| &part.areas).map(|area| area.area_km2).sum()
        };
        let (exact, simplified) = (surface_km2(0.0), surface_km2(300.0));
        prop_assert!((exact - simplified).abs() < 1e-9);
        prop_assert!((exact - 22.79).abs() < 0.05, "{exact}");
    }
}
