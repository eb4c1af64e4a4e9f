use territory::layers::Quartier;
use territory::{Kind, Layer};

use opendata::Reading;

use crate::fixtures::{collection, feature, one, square, stated, try_read};

fn quartiers(reading: &Reading) -> &[Quartier] {
    match &reading.layer {
        Layer::Quartiers(quartiers) => quartiers,
        other => panic!("{:?}", other.kind()),
    }
}

#[test]
fn neighbourhoods_of_2015_keep_their_code_name_communes_and_contour() {
    let shape = feature(
        r#"{"code_qp":"QP066010","nom_qp":"Champs de Mars","commune_qp":"Perpignan","code_commune":"66136"}"#,
        &square(2.9, 42.68, 0.005),
    );
    let reading = one("quartiers.geojson", collection("", &[shape]));
    assert_eq!(reading.passport.kind, Kind::Quartiers);
    assert_eq!((reading.passport.vintage.year, reading.passport.geography), (2015, 2015));
    let [quartier] = quartiers(&reading) else { panic!("one neighbourhood") };
    assert_eq!((quartier.code.as_str(), quartier.name.as_str()), ("QP066010", "Champs de Mars"));
    assert_eq!(quartier.communes[0].as_str(), "66136");
    assert_eq!(quartier.polygons[0][0].len(), 5);
}

#[test]
fn neighbourhoods_of_2024_may_lie_in_several_communes_and_be_in_metres() {
    let shape = feature(
        r#"{"code_qp":"QN06601M","lib_qp":"Centre","insee_com":"66136,66028"}"#,
        &square(691_000.0, 6_177_000.0, 500.0),
    );
    let reading = one("qp.geojson", collection("", &[shape]));
    assert_eq!(reading.passport.vintage.year, 2024);
    let [quartier] = quartiers(&reading) else { panic!("one neighbourhood") };
    let communes: Vec<_> = quartier.communes.iter().map(|code| code.to_string()).collect();
    assert_eq!(communes, ["66136", "66028"]);
    let [x, y] = quartier.polygons[0][0][0];
    assert!((x - 2.89).abs() < 0.02 && (y - 42.69).abs() < 0.02, "{x} {y}");
}

#[test]
fn the_name_of_the_file_or_a_person_says_the_year_first() {
    let shape = feature(
        r#"{"code_qp":"QN06601M","lib_qp":"Centre","insee_com":"66136"}"#,
        &square(2.9, 42.68, 0.005),
    );
    let text = collection("", &[shape]);
    assert_eq!(one("qp_2025_epsg2154.geojson", text.clone()).passport.vintage.year, 2025);
    assert_eq!(stated("qp.geojson", &text, 2026).passport.vintage.year, 2026);
}

#[test]
fn a_list_without_contours_is_refused_with_what_to_give_instead() {
    let list = "code_qp,nom_qp,nom_commune,pop_mun\nQP066010,Champs de Mars,Perpignan,4000\n";
    let sentence = try_read("qpv_2015.csv", list).unwrap_err().sentence();
    assert!(sentence.contains("sans leurs contours"), "{sentence}");
    assert!(sentence.contains("GeoJSON ou GeoPackage"), "{sentence}");
}

#[test]
fn a_code_that_is_not_one_is_refused_by_name() {
    let shape = feature(r#"{"code_qp":"PERPIGNAN","insee_com":"66136"}"#, &square(2.9, 42.68, 0.005));
    let sentence = try_read("qp_2024.geojson", collection("", &[shape])).unwrap_err().sentence();
    assert!(sentence.contains("« PERPIGNAN » n’est pas un code quartier prioritaire"), "{sentence}");
}
