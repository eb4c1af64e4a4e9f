use territory::geometry::{
    BuildOptions, GeometryError, build, build_reported, contains, dissolve_by, outline, outline_sewn,
    polygons,
};

use crate::maps::{ORIGIN, area, code, contours, rectangle, ring, surface, topologies, uses};

/// Two squares with a winding border between them.
fn winding_pair(west: &str, east: &str) -> Vec<territory::geometry::RawArea> {
    let border: Vec<[f64; 2]> =
        (0..=100).map(|step| [5.0 + 0.01 * f64::from(step % 3), f64::from(step) / 10.0]).collect();
    let mut left = vec![[0.0, 0.0]];
    left.extend(&border);
    left.push([0.0, 10.0]);
    let mut right = vec![[10.0, 10.0]];
    right.extend(border.iter().rev());
    right.push([10.0, 0.0]);
    vec![area(west, vec![vec![ring(&left)]]), area(east, vec![vec![ring(&right)]])]
}

#[test]
fn a_shared_border_stays_shared_once_simplified() {
    let contours = contours(winding_pair("66001", "66002"), 20.0);
    let topology = &contours.parts[0].topology;
    assert_eq!(topology.arcs.len(), 3);
    assert!(topology.arcs.iter().map(Vec::len).sum::<usize>() < 30, "the border was not simplified");
    let mut counts = uses(topology);
    counts.sort_unstable();
    assert_eq!(counts, [1, 1, 2]);
}

#[test]
fn an_arc_between_two_departements_is_the_same_in_both() {
    let contours = contours(winding_pair("66001", "11001"), 20.0);
    assert_eq!(contours.parts.len(), 2);
    assert_eq!(contours.parts[0].departement.as_str(), "11");
    let [aude, pyrenees] = [0, 1].map(|part: usize| &contours.parts[part].topology.arcs);
    assert_eq!(aude.iter().filter(|arc| pyrenees.contains(arc)).count(), 1);
    let whole = outline(&topologies(&contours), &|_| true);
    assert_eq!(whole.len(), 1);
    assert_eq!(whole[0].len(), 1);
    // The four corners, and the two ends of the border where the file has a point.
    assert_eq!(whole[0][0].len(), 7);
    assert!((surface(&whole) - 0.01).abs() < 1e-9);
}

#[test]
fn two_departements_of_two_files_make_one_outline_without_a_line_inside() {
    // The same border, drawn with a point more on one side: it cannot cancel out.
    let mut pair = winding_pair("66001", "11001");
    let east = pair.pop().unwrap();
    let [a, b] = [pair, vec![east]].map(|areas| contours(areas, 20.0));
    let shifted = {
        let mut areas = winding_pair("66001", "11001");
        for point in areas[1].polygons.iter_mut().flatten().flatten() {
            point[0] += 0.000_2;
        }
        contours(vec![areas.remove(1)], 20.0)
    };
    for other in [b, shifted] {
        let whole = outline_sewn(&[topologies(&a)[0], topologies(&other)[0]], &|_| true);
        assert_eq!(whole.len(), 1);
        assert_eq!(whole[0].len(), 1);
        assert!((surface(&whole) - 0.01).abs() < 0.000_05, "{}", surface(&whole));
    }
}

#[test]
fn surfaces_are_those_of_the_ellipsoid_before_simplification() {
    let contours = contours(vec![area("66001", vec![vec![rectangle(0.0, 0.0, 10.0, 10.0)]])], 2_000.0);
    // A tenth of a degree at 42.65 North: 8.206 km by 11.109 km.
    let found = contours.parts[0].topology.areas[0].area_km2;
    assert!((found - 91.16).abs() < 0.1, "{found}");
}

#[test]
fn a_small_island_and_a_small_hole_survive_a_large_tolerance() {
    let hole = ring(&[[2.0, 2.0], [2.0, 2.01], [2.01, 2.02], [2.02, 2.01], [2.02, 2.0]]);
    let island = ring(&[[20.0, 2.0], [20.01, 2.0], [20.02, 2.01], [20.01, 2.02], [20.0, 2.01]]);
    let land = vec![vec![rectangle(0.0, 0.0, 10.0, 10.0), hole], vec![island]];
    let contours = contours(vec![area("66001", land)], 500.0);
    let topology = &contours.parts[0].topology;
    let drawn = polygons(topology, &topology.areas[0]);
    assert_eq!(drawn.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
    assert!(drawn.iter().flatten().all(|ring| ring.len() >= 4 && ring.first() == ring.last()));
}

#[test]
fn an_enclave_is_the_hole_of_the_area_around_it() {
    let around = area("66001", vec![vec![rectangle(0.0, 0.0, 9.0, 9.0), rectangle(3.0, 3.0, 6.0, 6.0)]]);
    let enclave = area("66002", vec![vec![rectangle(3.0, 3.0, 6.0, 6.0)]]);
    let contours = contours(vec![around, enclave], 20.0);
    let parts = topologies(&contours);
    let ring_shaped = outline(&parts, &|unit| unit == code("66001"));
    assert_eq!(ring_shaped.len(), 1);
    assert_eq!(ring_shaped[0].len(), 2, "the perimeter leaves the enclave out");
    assert!(!contains(&ring_shaped, [ORIGIN[0] + 0.045, ORIGIN[1] + 0.045]));
    let whole = outline(&parts, &|_| true);
    assert_eq!(whole[0].len(), 1);
    assert!((surface(&whole) - 0.0081).abs() < 1e-9);
}

#[test]
fn polygons_with_the_same_code_become_one_area_without_a_seam() {
    let mut areas = winding_pair("66001", "66001");
    areas.push(area("66001", vec![vec![rectangle(20.0, 0.0, 21.0, 1.0)]]));
    let contours = contours(areas, 20.0);
    let topology = &contours.parts[0].topology;
    assert_eq!(topology.areas.len(), 1);
    let drawn = polygons(topology, &topology.areas[0]);
    assert_eq!(drawn.len(), 2);
    assert!(contours.borders.is_empty());
    assert!((surface(&drawn) - 0.0101).abs() < 1e-9);
}

#[test]
fn rings_without_surface_are_counted_and_left_out() {
    let flat = ring(&[[1.0, 1.0], [2.0, 2.0], [1.0, 1.0]]);
    let good = area("66001", vec![vec![rectangle(0.0, 0.0, 9.0, 9.0), flat.clone()], vec![flat.clone()]]);
    let built = build_reported(vec![good, area("66002", vec![vec![flat.clone()]])], &BuildOptions::default())
        .unwrap();
    assert_eq!(built.dropped_rings, 3);
    assert_eq!(built.dropped_areas, [code("66002")]);
    assert_eq!(built.contours.len(), 1);
    let nothing = build(vec![area("66002", vec![vec![flat]])], &BuildOptions::default());
    assert_eq!(nothing, Err(GeometryError::NoArea));
}

#[test]
fn metres_and_wrong_tolerances_are_refused() {
    let lambert = area("66001", vec![vec![vec![[690_000.0, 6_170_000.0], [691_000.0, 6_170_000.0]]]]);
    let refused = build(vec![lambert], &BuildOptions::default());
    assert!(matches!(refused, Err(GeometryError::OutOfRange { .. })), "{refused:?}");
    for tolerance_m in [-1.0, f64::NAN, f64::INFINITY] {
        assert!(matches!(build(vec![], &BuildOptions { tolerance_m }), Err(GeometryError::Tolerance(_))));
    }
}

#[test]
fn communes_made_from_their_iris_share_their_borders() {
    let strip = |rank: f64| vec![vec![rectangle(rank, 0.0, rank + 1.0, 10.0)]];
    let areas = vec![
        area("660010101", strip(0.0)),
        area("660010102", strip(1.0)),
        area("660020101", strip(2.0)),
        area("660020102", strip(3.0)),
        area("660030000", strip(4.0)),
    ];
    let contours = contours(areas, 20.0);
    let name =
        |unit: territory::UnitCode| Some((unit.commune().into(), format!("Commune {}", unit.commune())));
    let communes = dissolve_by(&contours.parts[0].topology, name);
    let found: Vec<_> =
        communes.areas.iter().map(|area| (area.code.to_string(), area.polygons.len())).collect();
    assert_eq!(found, [("66001".into(), 1), ("66002".into(), 1), ("66003".into(), 1)]);
    let borders = territory::geometry::borders(&communes);
    assert_eq!(borders.len(), 2);
    assert!((borders[0].length_m - 11_109.0).abs() < 30.0, "{}", borders[0].length_m);
    let total: f64 = communes.areas.iter().map(|area| area.area_km2).sum();
    let before: f64 = contours.parts[0].topology.areas.iter().map(|area| area.area_km2).sum();
    assert!((total - before).abs() < 1e-9);
}
