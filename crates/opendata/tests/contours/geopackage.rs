//! GeoPackages made here, as the producers lay them out.

#![allow(clippy::unwrap_used, reason = "a database made in a temporary folder; a failure is a failed test")]

use rusqlite::Connection;
use territory::Kind;

use crate::fixtures::{areas, contours, one, try_read};

/// A layer: table, type of geometry, system, columns, and rows of values with a square.
struct Layer<'a> {
    table: &'a str,
    geometry: &'a str,
    srs: i32,
    columns: &'a [&'a str],
    rows: &'a [(&'a [&'a str], [f64; 3])],
}

fn blob([x, y, side]: [f64; 3], srs: i32) -> Vec<u8> {
    let mut blob = b"GP\x00\x01".to_vec();
    blob.extend(srs.to_le_bytes());
    // A multipolygon of one polygon of one ring of five points, little endian.
    for head in [(6_u32, 1_u32), (3, 1)] {
        blob.push(1);
        blob.extend(head.0.to_le_bytes());
        blob.extend(head.1.to_le_bytes());
    }
    blob.extend(5_u32.to_le_bytes());
    for [x, y] in [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]] {
        blob.extend(x.to_le_bytes());
        blob.extend(y.to_le_bytes());
    }
    blob
}

fn geopackage(layers: &[Layer<'_>]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("essai.gpkg");
    let database = Connection::open(&path).unwrap();
    database
        .execute_batch(
            "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,
               organization_coordsys_id INTEGER, definition TEXT);
             CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT);
             CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT,
               srs_id INTEGER, z TINYINT, m TINYINT);
             INSERT INTO gpkg_spatial_ref_sys VALUES
               ('RGF93 v1 / Lambert-93', 2154, 'EPSG', 2154, 'PROJCS[...]'),
               ('RGR92UTM40S', 910001, 'IGNF', 910001, 'PROJCS[\"RGR92UTM40S\"]'),
               ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS[...]'),
               ('NTF Lambert II étendu', 27572, 'EPSG', 27572, 'PROJCS[...]');",
        )
        .unwrap();
    for layer in layers {
        let columns: Vec<String> = layer.columns.iter().map(|column| format!("\"{column}\" TEXT")).collect();
        database
            .execute_batch(&format!(
                "CREATE TABLE \"{0}\" (fid INTEGER PRIMARY KEY, geometrie BLOB, {1});
                 INSERT INTO gpkg_contents VALUES ('{0}', 'features');
                 INSERT INTO gpkg_geometry_columns VALUES ('{0}', 'geometrie', '{2}', {3}, 0, 0);",
                layer.table,
                columns.join(", "),
                layer.geometry,
                layer.srs
            ))
            .unwrap();
        for (values, square) in layer.rows {
            let values: Vec<String> = values.iter().map(|value| format!("'{value}'")).collect();
            let insert = format!("INSERT INTO \"{}\" VALUES (NULL, ?1, {})", layer.table, values.join(", "));
            database.execute(&insert, [blob(*square, layer.srs)]).unwrap();
        }
    }
    drop(database);
    std::fs::read(path).unwrap()
}

const LAMBERT: [f64; 3] = [691_000.0, 6_177_000.0, 1_000.0];

#[test]
fn iris_contours_in_lambert_93_are_read() {
    let file = geopackage(&[Layer {
        table: "contours_iris",
        geometry: "MULTIPOLYGON",
        srs: 2154,
        columns: &["cleabs", "code_insee", "nom_commune", "iris", "code_iris", "nom_iris", "type_iris"],
        rows: &[
            (&["x", "66136", "Perpignan", "0101", "661360101", "La Réal", "H"], LAMBERT),
            (
                &["x", "66136", "Perpignan", "0102", "661360102", "Saint-Jacques", "H"],
                [692_000.0, 6_177_000.0, 1_000.0],
            ),
        ],
    }]);
    let reading = one("CONTOURS-IRIS_3-0__GPKG_LAMB93_FXX_2025-01-01.gpkg", file);
    assert_eq!(reading.passport.kind, Kind::IrisContours);
    assert_eq!(reading.passport.geography, 2025);
    let names = [
        ("661360101".to_owned(), "La Réal".to_owned()),
        ("661360102".to_owned(), "Saint-Jacques".to_owned()),
    ];
    assert_eq!(areas(&reading), names);
    let [border] = contours(&reading).borders[..] else { panic!("one border") };
    assert!((border.length_m - 1_000.0).abs() < 3.0, "{}", border.length_m);
}

#[test]
fn among_the_layers_of_admin_express_only_communes_and_arrondissements_are_read() {
    let columns: &[&str] = &["code_insee", "nom_officiel"];
    let layer = |table, rows| Layer { table, geometry: "MULTIPOLYGON", srs: 2154, columns, rows };
    let file = geopackage(&[
        layer("commune", &[(&["66136", "Perpignan"], LAMBERT), (&["75056", "Paris"], LAMBERT)]),
        layer("arrondissement_municipal", &[(&["75101", "Paris 1er"], [651_000.0, 6_862_000.0, 900.0])]),
        layer("commune_associee_ou_deleguee", &[(&["66999", "Ancienne"], LAMBERT)]),
        layer("departement", &[(&["66", "Pyrénées-Orientales"], LAMBERT)]),
        Layer {
            table: "chflieu_commune",
            geometry: "POINT",
            srs: 2154,
            columns: &["insee_com"],
            rows: &[(&["66136"], LAMBERT)],
        },
    ]);
    let reading = one("ADMIN-EXPRESS-COG_2026.gpkg", file);
    assert_eq!(reading.passport.kind, Kind::CommuneContours);
    let codes: Vec<_> = areas(&reading).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["66136", "75101"]);
}

#[test]
fn a_system_that_ign_names_in_its_own_register_is_read() {
    let file = geopackage(&[Layer {
        table: "COMMUNE",
        geometry: "GEOMETRY",
        srs: 910_001,
        columns: &["INSEE_COM", "NOM"],
        rows: &[(&["97411", "Saint-Denis"], [338_000.0, 7_690_000.0, 1_000.0])],
    }]);
    let reading = one("communes_2025.gpkg", file);
    let [x, y] = contours(&reading).parts[0].topology.areas[0].label_point.map(|step| f64::from(step) / 1e6);
    assert!((x - 55.45).abs() < 0.02 && (y + 20.88).abs() < 0.02, "{x} {y}");
}

#[test]
fn neighbourhoods_are_read_from_their_geopackage() {
    let file = geopackage(&[Layer {
        table: "qp_2024_epsg2154_20240820",
        geometry: "MULTIPOLYGON",
        srs: 2154,
        columns: &["code_qp", "lib_qp", "insee_com"],
        rows: &[(&["QN06601M", "Centre", "66136"], LAMBERT)],
    }]);
    let reading = one("qpv.gpkg", file);
    assert_eq!(reading.passport.kind, Kind::Quartiers);
    assert_eq!(reading.passport.vintage.year, 2024);
}

#[test]
fn a_cut_geopackage_is_refused_as_incomplete() {
    let rows: Vec<String> = (0..200).map(|rank| format!("66{rank:03}")).collect();
    let values: Vec<[&str; 2]> = rows.iter().map(|code| [code.as_str(), "A"]).collect();
    let rows: Vec<(&[&str], [f64; 3])> = values.iter().map(|values| (values.as_slice(), LAMBERT)).collect();
    let file = geopackage(&[Layer {
        table: "commune",
        geometry: "MULTIPOLYGON",
        srs: 2154,
        columns: &["insee_com", "nom"],
        rows: &rows,
    }]);
    let sentence = try_read("communes_2025.gpkg", &file[..file.len() / 2]).unwrap_err().sentence();
    assert!(sentence.contains("est incomplet ou abîmé"), "{sentence}");
}

#[test]
fn other_databases_layers_and_systems_are_refused_with_their_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("autre.sqlite");
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE t (a)").unwrap();
    let plain = try_read("base_2025.sqlite", std::fs::read(path).unwrap()).unwrap_err().sentence();
    assert!(plain.contains("pas un GeoPackage"), "{plain}");

    let roads = geopackage(&[Layer {
        table: "route",
        geometry: "LINESTRING",
        srs: 2154,
        columns: &["insee_com"],
        rows: &[],
    }]);
    let sentence = try_read("routes_2025.gpkg", roads).unwrap_err().sentence();
    assert!(sentence.contains("Aucune de ses couches"), "{sentence}");

    let old = geopackage(&[Layer {
        table: "commune",
        geometry: "POLYGON",
        srs: 27572,
        columns: &["insee_com", "nom"],
        rows: &[(&["66136", "Perpignan"], LAMBERT)],
    }]);
    let sentence = try_read("communes_2025.gpkg", old).unwrap_err().sentence();
    assert!(sentence.contains("n’est pas lu") && sentence.contains("Lambert"), "{sentence}");
}
