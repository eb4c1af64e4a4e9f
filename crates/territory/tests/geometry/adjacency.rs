use territory::geometry::borders_between;

use crate::maps::{area, contours, pairs, rectangle, ring};

/// A metre northwards, in hundredths of a degree.
const METRE: f64 = 100.0 / 111_100.0;

fn pair(a: &str, b: &str) -> (String, String) {
    (a.to_owned(), b.to_owned())
}

#[test]
fn areas_that_share_a_side_are_neighbours_and_a_corner_is_not_a_border() {
    let grid = vec![
        area("66001", vec![vec![rectangle(0.0, 0.0, 1.0, 1.0)]]),
        area("66002", vec![vec![rectangle(1.0, 0.0, 2.0, 1.0)]]),
        area("66003", vec![vec![rectangle(0.0, 1.0, 1.0, 2.0)]]),
        area("66004", vec![vec![rectangle(1.0, 1.0, 2.0, 2.0)]]),
    ];
    let contours = contours(grid, 20.0);
    let expected =
        [pair("66001", "66002"), pair("66001", "66003"), pair("66002", "66004"), pair("66003", "66004")];
    assert_eq!(pairs(&contours), expected);
    let length = contours.borders[0].length_m;
    assert!((length - 1_110.9).abs() < 3.0, "{length}");
}

#[test]
fn borders_drawn_a_few_metres_apart_still_make_neighbours() {
    let gap = 12.0 * METRE;
    let contours = contours(
        vec![
            area("66001", vec![vec![rectangle(0.0, 0.0, 3.0, 1.0)]]),
            area("66002", vec![vec![rectangle(0.0, 1.0 + gap, 3.0, 2.0)]]),
        ],
        0.0,
    );
    assert_eq!(pairs(&contours), [pair("66001", "66002")]);
    let length = contours.borders[0].length_m;
    // 0.03 degree eastwards at 42.61 North is 2 464 m; the sides count for up to 30 m at each end.
    assert!((2_450.0..2_530.0).contains(&length), "{length}");
}

#[test]
fn a_gap_wider_than_the_precision_of_the_file_separates() {
    let contours = contours(
        vec![
            area("66001", vec![vec![rectangle(0.0, 0.0, 3.0, 1.0)]]),
            area("66002", vec![vec![rectangle(0.0, 1.0 + 40.0 * METRE, 3.0, 2.0)]]),
        ],
        0.0,
    );
    assert!(contours.borders.is_empty());
}

#[test]
fn corners_of_a_badly_matched_file_are_not_borders() {
    let gap = 10.0 * METRE;
    let contours = contours(
        vec![
            area("66001", vec![vec![rectangle(0.0, 0.0, 1.0, 1.0)]]),
            area("66002", vec![vec![rectangle(1.0 + gap, 1.0 + gap, 2.0, 2.0)]]),
        ],
        0.0,
    );
    assert!(contours.borders.is_empty());
}

#[test]
fn one_area_whose_border_has_more_points_than_its_neighbour_still_touches_it() {
    let detailed = [[0.0, 0.0], [3.0, 0.0], [3.0, 1.0], [2.0, 1.0], [1.0, 1.0], [0.0, 1.0]];
    let contours = contours(
        vec![
            area("66001", vec![vec![ring(&detailed)]]),
            area("66002", vec![vec![rectangle(0.0, 1.0, 3.0, 2.0)]]),
        ],
        0.0,
    );
    assert_eq!(pairs(&contours), [pair("66001", "66002")]);
}

#[test]
fn two_departements_read_from_two_files_are_joined() {
    let wave = |amplitude: f64| {
        (0..=30).map(move |step| [f64::from(step) / 10.0, 1.0 + amplitude * f64::from(step % 2)])
    };
    let mut south: Vec<[f64; 2]> = vec![[3.0, 0.0], [0.0, 0.0]];
    south.extend(wave(15.0 * METRE));
    let mut north: Vec<[f64; 2]> = vec![[3.0, 2.0], [0.0, 2.0]];
    north.extend(wave(-15.0 * METRE));
    let pyrenees = contours(vec![area("66001", vec![vec![ring(&south)]])], 20.0);
    let aude = contours(
        vec![
            area("11001", vec![vec![ring(&north)]]),
            area("11002", vec![vec![rectangle(3.0, 1.0, 4.0, 2.0)]]),
        ],
        20.0,
    );
    let found = borders_between(&pyrenees.parts[0].topology, &aude.parts[0].topology, 60.0);
    let codes: Vec<_> = found.iter().map(|border| (border.a.to_string(), border.b.to_string())).collect();
    assert_eq!(codes, [pair("11001", "66001")], "11002 touches 66001 by a corner only");
    assert!((found[0].length_m - 2_464.0).abs() < 100.0, "{}", found[0].length_m);
}
