//! Real official files, which are not in the repository.

use std::path::PathBuf;
use std::time::Instant;

use opendata::{Context, Input, Reading, Silent, read};
use territory::geometry::{
    Contours, Topology, borders_between, dissolve_by, outline, outline_sewn, share_inside,
};
use territory::{Layer, UnitCode};

use crate::fixtures::contours;

/// A file of the shared directory, or nothing on a machine that has none.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn shared(path: &str) -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "the place of the real files is a setting of the machine")]
    let root = std::env::var("MAILLAGE_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared").to_owned());
    let path = PathBuf::from(root).join("data").join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: ../shared is not here");
    None
}

fn one(path: &str) -> Option<Reading> {
    let path = shared(path)?;
    let mut readings = read(Input::path(path), &Context::default(), &mut Silent)
        .unwrap_or_else(|error| panic!("{}", error.sentence()));
    assert_eq!(readings.len(), 1);
    Some(readings.remove(0))
}

fn topology(contours: &Contours) -> &Topology {
    assert_eq!(contours.parts.len(), 1);
    &contours.parts[0].topology
}

fn unit(text: &str) -> UnitCode {
    text.parse().expect("a code")
}

fn commune_of(unit: UnitCode) -> Option<(UnitCode, String)> {
    Some((unit.commune().into(), unit.commune().to_string()))
}

fn neighbours(pairs: &[territory::geometry::Border], of: &str) -> Vec<String> {
    let of = unit(of);
    let other = |border: &territory::geometry::Border| match (border.a, border.b) {
        (a, b) if a == of => Some(b.to_string()),
        (a, b) if b == of => Some(a.to_string()),
        _ => None,
    };
    pairs.iter().filter_map(other).collect()
}

/// How many times each arc is followed.
fn uses(topology: &Topology) -> Vec<u32> {
    let mut uses = vec![0; topology.arcs.len()];
    for &arc in topology.areas.iter().flat_map(|area| area.polygons.iter().flatten().flatten()) {
        uses[(if arc < 0 { !arc } else { arc }) as usize] += 1;
    }
    uses
}

#[test]
fn the_313_iris_of_pyrenees_orientales_share_their_borders() {
    let Some(reading) = one("geo/iris_2025/iris_2025_66.geojson.gz") else { return };
    assert_eq!(reading.passport.geography, 2025);
    let contours = contours(&reading);
    let topology = topology(contours);
    assert_eq!(topology.areas.len(), 313);
    let surface: f64 = topology.areas.iter().map(|area| area.area_km2).sum();
    assert!((surface / 4_148.0 - 1.0).abs() < 0.005, "{surface}");
    assert!(uses(topology).iter().all(|&count| count == 1 || count == 2));

    let whole = outline(&[topology], &|_| true);
    let rings: Vec<usize> = whole.iter().map(Vec::len).collect();
    // The mainland with the hole of Llívia, and three islets of the coast.
    assert_eq!(rings, [2, 1, 1, 1], "no line is left inside");

    let communes = dissolve_by(topology, commune_of);
    assert_eq!(communes.areas.len(), 226);
    let borders = territory::geometry::borders(&communes);
    let around = neighbours(&borders, "66028");
    for expected in ["66136", "66189", "66186"] {
        assert!(around.contains(&expected.to_owned()), "{expected} not in {around:?}");
    }
}

#[test]
fn the_sixteen_iris_of_the_ruscino_letter_make_one_outline() {
    let Some(reading) = one("geo/iris_2025/iris_2025_66.geojson.gz") else { return };
    let contours = contours(&reading);
    let topology = topology(contours);
    let names = topology.areas.iter().filter(|area| {
        let code = area.code.as_str();
        code.starts_with("66028") || matches!(code, "66186" | "66189")
    });
    assert!(names.count() >= 4, "Cabestany, Saint-Nazaire and Saleilles are there");
    let perimeter =
        outline(&[topology], &|unit| matches!(unit.commune().as_str(), "66028" | "66186" | "66189"));
    assert_eq!(perimeter.len(), 1);

    let Some(quartiers) = one("territoires/qpv_2015_occitanie.geojson") else { return };
    let Layer::Quartiers(quartiers) = &quartiers.layer else { panic!("neighbourhoods") };
    assert_eq!(quartiers.len(), 105);
    let perpignan = outline(&[topology], &|unit| unit.commune().as_str() == "66136");
    let inside =
        quartiers.iter().filter(|quartier| share_inside(&quartier.polygons, &perpignan) > 0.9).count();
    assert_eq!(inside, 9, "Perpignan has nine");
}

#[test]
fn neighbours_are_found_in_a_file_whose_borders_do_not_match() {
    for (path, expected) in [
        ("geo/iris_2020_tuiles/iris_2020_12.geojson.gz", 319),
        ("geo/iris_2020_tuiles/iris_2020_31.geojson.gz", 849),
        ("geo/iris_2020_tuiles/iris_2020_32.geojson.gz", 476),
    ] {
        let Some(reading) = one(path) else { return };
        let contours = contours(&reading);
        assert_eq!(contours.len(), expected);
        let topology = topology(contours);
        let lonely: Vec<_> = topology
            .areas
            .iter()
            .filter(|area| neighbours(&contours.borders, area.code.as_str()).is_empty())
            .collect();
        assert!(lonely.is_empty(), "{path}: {lonely:?}");
        // A map of many areas has a little under three borders an area.
        let rate = contours.borders.len() as f64 / expected as f64;
        assert!((2.4..3.2).contains(&rate), "{path}: {rate} borders an area");

        let whole = outline_sewn(&[topology], &|_| true);
        assert_eq!((whole.len(), whole[0].len()), (1, 1), "{path}: lines are left inside");
    }
}

#[test]
fn communes_of_2018_are_read_with_their_own_year() {
    let Some(reading) = one("geo/communes_2018_occitanie.geojson.gz") else { return };
    assert_eq!(reading.passport.geography, 2018);
    let contours = contours(&reading);
    assert_eq!(contours.len(), 4_485);
    assert_eq!(contours.parts.len(), 13);
    assert_eq!(reading.report.rejected, 0);
    let of_66 = contours.parts.iter().find(|part| part.departement.as_str() == "66").expect("66");
    assert_eq!(of_66.topology.areas.len(), 226);
    let parts: Vec<&Topology> = contours.parts.iter().map(|part| &part.topology).collect();
    let region = outline_sewn(&parts, &|_| true);
    let points: usize = region.iter().flatten().map(Vec::len).sum();
    assert!(points < 40_000, "inner borders stayed: {points} points");
}

#[test]
fn two_departements_of_two_files_are_joined_at_their_border() {
    let Some(south) = one("geo/iris_2025/iris_2025_66.geojson.gz") else { return };
    let Some(north) = one("geo/iris_2025/iris_2025_11.geojson.gz") else { return };
    let start = Instant::now();
    let joined = borders_between(topology(contours(&south)), topology(contours(&north)), 60.0);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    let length: f32 = joined.iter().map(|border| border.length_m).sum();
    assert!((100_000.0..300_000.0).contains(&length), "{length} m of border");
    let whole = outline_sewn(&[topology(contours(&south)), topology(contours(&north))], &|_| true);
    assert!(whole[0].len() <= 2, "the border between the two files is left inside");
    let largest = whole.iter().map(|polygon| polygon[0].len()).max().unwrap_or_default();
    assert!(largest > 2_000, "the two départements are not one piece");
    // Salses-le-Château lies on the border, opposite Fitou.
    assert!(joined.iter().any(|border| border.a == unit("11144") && border.b == unit("66190")), "{joined:?}");
}
