//! Files that are refused whole, each with its sentence.

use crate::fixtures::{areas, collection, feature, one, square, try_read};

fn refusal(name: &str, content: impl Into<Vec<u8>>) -> String {
    match try_read(name, content) {
        Ok(readings) => panic!("read as {:?}", readings[0].passport),
        Err(error) => error.sentence(),
    }
}

fn commune(code: &str) -> String {
    feature(&format!(r#"{{"code":"{code}","nom":"A"}}"#), &square(2.8, 42.6, 0.01))
}

fn with_geometry(geometry: &str) -> String {
    format!(r#"{{"type":"Feature","properties":{{"code":"66001","nom":"A"}},"geometry":{geometry}}}"#)
}

#[test]
fn a_file_cut_anywhere_is_refused_as_incomplete() {
    let whole = collection("", &[commune("66001"), commune("66002")]);
    let end = whole.trim_end().len();
    for cut in (60..end).step_by(7) {
        let sentence = refusal("communes_2025.geojson", &whole.as_bytes()[..cut]);
        assert!(sentence.contains("est incomplet ou abîmé"), "{cut}: {sentence}");
    }
}

#[test]
fn broken_json_names_the_line() {
    let broken = collection("", &[commune("66001")]).replace("\"Polygon\",", "\"Polygon\"");
    let sentence = refusal("communes_2025.geojson", broken);
    assert!(sentence.contains("n’est pas du GeoJSON (ligne 2"), "{sentence}");
}

#[test]
fn a_collection_without_features_is_refused() {
    let sentence = refusal("communes_2025.geojson", collection("", &[]));
    assert!(sentence.contains("ne contient aucun contour"), "{sentence}");
}

#[test]
fn shapes_without_a_code_are_refused() {
    let shape = feature(r#"{"nom":"Cabestany","population":9000}"#, &square(2.8, 42.6, 0.01));
    let sentence = refusal("communes_2025.geojson", collection("", &[shape]));
    assert!(sentence.contains("ne portent pas de code"), "{sentence}");
}

#[test]
fn points_and_lines_are_refused_as_contours() {
    for geometry in [
        r#"{"type":"Point","coordinates":[2.8,42.6]}"#,
        r#"{"type":"LineString","coordinates":[[2.8,42.6],[2.9,42.7]]}"#,
        r#"{"type":"GeometryCollection","geometries":[]}"#,
        "null",
        r#"{"type":"Polygon","coordinates":[]}"#,
        r#"{"type":"Polygon","coordinates":[2.8,42.6]}"#,
    ] {
        let sentence = refusal("communes_2025.geojson", collection("", &[with_geometry(geometry)]));
        assert!(sentence.contains("contour utilisable"), "{geometry}: {sentence}");
    }
}

#[test]
fn a_polygon_without_surface_is_refused() {
    let flat = with_geometry(r#"{"type":"Polygon","coordinates":[[[2.8,42.6],[2.9,42.7],[2.8,42.6]]]}"#);
    let sentence = refusal("communes_2025.geojson", collection("", &[flat]));
    assert!(sentence.contains("aucune surface"), "{sentence}");
}

#[test]
fn an_unknown_system_of_coordinates_is_refused_with_those_that_are_read() {
    let members = r#""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27572"}},"#;
    let sentence = refusal("communes_2025.geojson", collection(members, &[commune("66001")]));
    assert!(sentence.contains("27572") && sentence.contains("Lambert-93"), "{sentence}");
}

#[test]
fn one_bad_shape_among_many_is_left_out_and_named() {
    let mut shapes: Vec<String> = (1..=20)
        .map(|rank| {
            let ring = square(2.8 + 0.01 * f64::from(rank), 42.6, 0.01);
            feature(&format!(r#"{{"code":"660{rank:02}","nom":"A"}}"#), &ring)
        })
        .collect();
    shapes.push(commune("66ABC"));
    shapes.push(with_geometry(r#"{"type":"Polygon","coordinates":[[[2.8,142.6],[2.9,142.7],[2.8,142.7]]]}"#));
    let reading = one("communes_2025.geojson", collection("", &shapes));
    assert_eq!(areas(&reading).len(), 20);
    let refused: Vec<String> = reading.report.first_rejections.iter().map(|first| first.sentence()).collect();
    assert_eq!(refused.len(), 2);
    assert!(refused[0].contains("« 66ABC » n’est pas un code commune"), "{}", refused[0]);
    assert!(refused[1].starts_with("ligne 22"), "{}", refused[1]);
}

#[test]
fn contours_of_departements_are_not_communes() {
    let shapes: Vec<String> = (10..40).map(|code| commune(&code.to_string())).collect();
    let sentence = refusal("departements_2025.geojson", collection("", &shapes));
    assert!(sentence.contains("n’est pas un code commune"), "{sentence}");
}
