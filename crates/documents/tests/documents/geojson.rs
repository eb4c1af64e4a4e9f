use documents::{GeoFeature, geojson};
use serde_json::{Value, json};

use crate::support;

fn feature(code: &str, polygons: Vec<Vec<Vec<[f64; 2]>>>) -> GeoFeature {
    let properties = vec![("population".to_owned(), json!(1200)), ("annee".to_owned(), json!(2023))];
    GeoFeature { code: code.into(), name: "Valfictif".into(), member: true, properties, polygons }
}

fn written(features: &[GeoFeature]) -> Value {
    serde_json::from_slice(&geojson(features, "Vallée", &support::whole().diagnosis.sources)).unwrap()
}

/// Clockwise and open: the wrong way round for the norm.
const SQUARE: [[f64; 2]; 4] = [[2.0, 42.0], [2.0, 43.0], [3.0, 43.0], [3.0, 42.0]];

#[test]
fn rings_are_closed_and_turn_as_the_norm_says() {
    let hole = vec![[2.4, 42.4], [2.6, 42.4], [2.6, 42.6], [2.4, 42.6], [2.4, 42.4]];
    let value = written(&[feature("00001", vec![vec![SQUARE.to_vec(), hole]])]);
    assert_eq!(value["type"], "FeatureCollection");
    let geometry = &value["features"][0]["geometry"];
    assert_eq!(geometry["type"], "Polygon");
    assert_eq!(
        geometry["coordinates"],
        json!([
            [[2.0, 42.0], [3.0, 42.0], [3.0, 43.0], [2.0, 43.0], [2.0, 42.0]],
            [[2.4, 42.4], [2.4, 42.6], [2.6, 42.6], [2.6, 42.4], [2.4, 42.4]]
        ])
    );
    assert_eq!(value["bbox"], json!([2.0, 42.0, 3.0, 43.0]));
}

#[test]
fn several_polygons_make_a_multipolygon_and_none_makes_a_null_geometry() {
    let square = vec![SQUARE.to_vec()];
    let value = written(&[
        feature("00001", vec![square.clone(), square]),
        feature("00002", vec![]),
        feature("00003", vec![vec![vec![[f64::NAN, 1.0], [2.0, 2.0]]]]),
    ]);
    assert_eq!(value["features"][0]["geometry"]["type"], "MultiPolygon");
    assert!(value["features"][1]["geometry"].is_null());
    assert!(value["features"][2]["geometry"].is_null());
}

#[test]
fn properties_keep_their_order_and_sources_are_cited() {
    let text = String::from_utf8(geojson(
        &[feature("00001", vec![])],
        "Vallée",
        &support::whole().diagnosis.sources,
    ));
    assert!(text.unwrap().contains(
        r#""id":"00001","properties":{"code":"00001","nom":"Valfictif","membre":true,"population":1200,"annee":2023}"#
    ));
    let value = written(&[]);
    assert_eq!(value["sources"][0], "INSEE fictif, Populations de référence, 2023 (données fictives)");
    assert_eq!(value["fictitious"], true);
    assert!(value.get("bbox").is_none());
}
