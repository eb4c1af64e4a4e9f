use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;

use opendata::{Skip, Warning};
use territory::{CommuneCode, Kind};

use crate::fixtures::{areas, collection, contours, feature, one, square, stated, try_read};

fn two_communes() -> String {
    let west = feature(r#"{"code":"66001","nom":"L'Albère"}"#, &square(2.8, 42.6, 0.01));
    let east = feature(r#"{"code":"66002","nom":"Alénya"}"#, &square(2.81, 42.6, 0.01));
    collection("", &[west, east])
}

#[test]
fn communes_are_read_with_their_names_neighbours_and_year() {
    let reading = one("communes_2025.geojson", two_communes());
    assert_eq!(reading.passport.kind, Kind::CommuneContours);
    assert_eq!(reading.passport.geography, 2025);
    assert_eq!(reading.passport.vintage.label, "1er janvier 2025");
    assert_eq!(reading.passport.coverage, "département 66");
    let names = [("66001".to_owned(), "L'Albère".to_owned()), ("66002".to_owned(), "Alénya".to_owned())];
    assert_eq!(areas(&reading), names);
    assert_eq!(contours(&reading).borders.len(), 1);
    assert_eq!((reading.report.rows_read, reading.report.rows_kept), (2, 2));
}

#[test]
fn properties_are_known_under_the_names_of_every_producer() {
    for (code, name) in [
        ("code", "nom"),
        ("INSEE_COM", "NOM_COM"),
        ("code_insee", "nom_officiel"),
        ("codgeo", "libgeo"),
        ("insee_com", "nom_commune"),
    ] {
        let shape = feature(&format!(r#"{{"{code}":"9001","{name}":"Aigues"}}"#), &square(1.5, 43.0, 0.01));
        let reading = one("communes-2024.geojson", collection("", &[shape]));
        assert_eq!(areas(&reading), [("09001".to_owned(), "Aigues".to_owned())], "{code}");
        assert!(reading.report.warnings.contains(&Warning::CodesPadded { codes: 1 }));
    }
}

#[test]
fn numbers_heights_and_features_written_backwards_are_read() {
    let text = r#"{"features":[{"geometry":{"coordinates":[[[2.8,42.6,12],[2.81,42.6,12.5],[2.81,42.61,12],[2.8,42.6,12]]],
        "type":"Polygon"},"properties":{"pop":{"a":[1,2]},"code":66001,"nom":null},"type":"Feature"}],
        "name":"communes 2025","type":"FeatureCollection"}"#;
    assert_eq!(areas(&one("communes_2025.json", text)), [("66001".to_owned(), String::new())]);
}

#[test]
fn iris_are_read_with_their_type_and_an_undivided_one_is_its_commune() {
    let shapes = [
        feature(
            r#"{"CODE_IRIS":"660280101","NOM_IRIS":"Ouest","INSEE_COM":"66028","TYP_IRIS":"H"}"#,
            &square(2.9, 42.6, 0.01),
        ),
        feature(
            r#"{"code_iris":"661860000","nom_iris":"Saint-Nazaire","type_iris":"Z"}"#,
            &square(2.95, 42.6, 0.01),
        ),
    ];
    let reading = one("iris_2025_66.geojson", collection("", &shapes));
    assert_eq!(reading.passport.kind, Kind::IrisContours);
    let areas = &contours(&reading).parts[0].topology.areas;
    // Communes stand before IRIS in the order of units.
    let found: Vec<_> = areas.iter().map(|area| (area.code.to_string(), area.iris_type)).collect();
    assert_eq!(found, [("66186".to_owned(), Some('Z')), ("660280101".to_owned(), Some('H'))]);
}

#[test]
fn a_compressed_file_is_read_as_it_is() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(two_communes().as_bytes()).unwrap();
    let reading = one("communes_2025.geojson.gz", gzip.finish().unwrap());
    assert_eq!(contours(&reading).len(), 2);
}

#[test]
fn metres_are_brought_to_degrees_with_or_without_a_named_system() {
    // Perpignan's town hall in Lambert-93.
    let shape = feature(r#"{"code":"66136","nom":"Perpignan"}"#, &square(691_000.0, 6_177_000.0, 1_000.0));
    let named = r#""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::2154"}},"#;
    for members in [named, ""] {
        let reading = one("communes_2025.geojson", collection(members, std::slice::from_ref(&shape)));
        let area = &contours(&reading).parts[0].topology.areas[0];
        let [x, y] = area.label_point.map(|step| f64::from(step) / 1e6);
        assert!((x - 2.895).abs() < 0.02 && (y - 42.69).abs() < 0.02, "{x} {y}");
        // Lambert-93 stretches lengths here by less than a thousandth.
        assert!((area.area_km2 - 1.0).abs() < 0.003, "{}", area.area_km2);
    }
}

#[test]
fn metres_of_an_overseas_departement_are_its_own() {
    let shape = feature(r#"{"code":"97411","nom":"Saint-Denis"}"#, &square(338_000.0, 7_690_000.0, 1_000.0));
    let reading = one("communes_2025.geojson", collection("", &[shape]));
    let [x, y] = contours(&reading).parts[0].topology.areas[0].label_point.map(|step| f64::from(step) / 1e6);
    assert!((x - 55.45).abs() < 0.02 && (y + 20.88).abs() < 0.02, "{x} {y}");
}

#[test]
fn paris_goes_when_its_arrondissements_are_there_and_stays_when_they_are_not() {
    let paris = feature(r#"{"code":"75056","nom":"Paris"}"#, &square(2.3, 48.8, 0.02));
    let first = feature(r#"{"code":"75101","nom":"Paris 1er"}"#, &square(2.3, 48.8, 0.01));
    let lyon = feature(r#"{"code":"69123","nom":"Lyon"}"#, &square(4.8, 45.7, 0.01));
    let reading = one("communes_2025.geojson", collection("", &[paris.clone(), first, lyon]));
    let codes: Vec<_> = areas(&reading).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["69123", "75101"]);
    assert_eq!(reading.report.skipped[0].why, Skip::Repeated);
    assert_eq!((reading.report.rows_read, reading.report.rows_kept), (3, 2));
    assert_eq!(areas(&one("communes_2018.geojson", collection("", &[paris])))[0].0, "75056");
}

#[test]
fn several_features_with_one_code_are_one_commune() {
    let pieces = [2.8, 2.81, 2.9].map(|x| feature(r#"{"code":"66001","nom":"A"}"#, &square(x, 42.6, 0.01)));
    let reading = one("communes_2025.geojson", collection("", &pieces));
    let topology = &contours(&reading).parts[0].topology;
    assert_eq!(topology.areas.len(), 1);
    assert_eq!(topology.areas[0].polygons.len(), 2);
}

#[test]
fn the_year_that_a_person_states_is_the_one_of_the_codes() {
    let reading = stated("communes.geojson", &two_communes(), 2018);
    assert_eq!((reading.passport.vintage.year, reading.passport.geography), (2018, 2018));
    let error = try_read("communes.geojson", two_communes()).unwrap_err();
    assert!(error.sentence().contains("L’année des données"), "{}", error.sentence());
}

/// Knows no commune but one.
struct OnlyOne;

impl opendata::KnownCommunes for OnlyOne {
    fn exists(&self, code: CommuneCode, geography: i16) -> bool {
        assert_eq!(geography, 2018);
        code.as_str() == "66001"
    }
    fn legal_population(&self, _departement: territory::DepartementCode, _year: i16) -> Option<u64> {
        None
    }
}

#[test]
fn contours_of_unknown_codes_are_kept_and_listed() {
    let context = opendata::Context { known: Some(&OnlyOne), ..Default::default() };
    let input = opendata::Input::bytes("communes_2018.geojson", two_communes());
    let reading = opendata::read(input, &context, &mut opendata::Silent).unwrap().remove(0);
    assert_eq!(contours(&reading).len(), 2);
    assert_eq!(reading.report.codes.unwrap().unmatched_codes, ["66002"]);
}
