//! Maps: one file a département, sewn together as they come.

use app::reference::Level;
use opendata::Input;
use territory::UnitCode;
use testkit::{TestApp, units};

/// A square commune, 0.1 degree wide, whose west side is at `west`.
fn map(departement: &str, code: &str, west: f64) -> Input {
    let (east, south, north) = (west + 0.1, 43.0, 43.1);
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature",
        "properties":{{"code":"{code}","departement":"{departement}","nom":"Carré","region":"76"}},
        "geometry":{{"type":"Polygon","coordinates":[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]}}}}]}}"#
    );
    Input::bytes(format!("communes_{departement}_2026.geojson"), text.into_bytes())
}

fn neighbours(app: &TestApp, code: &str) -> Vec<UnitCode> {
    let reference = app.reference();
    let graph = reference.atlas.graph();
    let atom = graph.atom(units(&[code])[0]).unwrap();
    graph.neighbours(atom).iter().map(|other| graph.code(*other)).collect()
}

#[tokio::test]
async fn two_maps_imported_one_after_the_other_become_neighbours() {
    let app = TestApp::new().await;
    app.import_file(map("66", "66136", 2.5)).await;
    assert_eq!(neighbours(&app, "66136"), []);
    app.import_file(map("11", "11203", 2.6)).await;
    assert_eq!(neighbours(&app, "66136"), units(&["11203"]));
    assert_eq!(neighbours(&app, "11203"), units(&["66136"]));
    // A third one that touches neither.
    app.import_file(map("75", "75056", 4.0)).await;
    assert_eq!(neighbours(&app, "75056"), []);
    let diagnosis = app.reference().atlas.diagnose(&testkit::perimeter(&["66136", "11203", "75056"]));
    let parts = diagnosis.checks.iter().find_map(|check| match check {
        territory::diagnosis::Check::SeparateParts { parts } => Some(parts.len()),
        _ => None,
    });
    assert_eq!(parts, Some(2), "{:?}", diagnosis.checks);
}

#[tokio::test]
async fn a_map_imported_again_for_one_departement_keeps_its_neighbours() {
    let app = TestApp::new().await;
    app.import_file(map("66", "66136", 2.5)).await;
    app.import_file(map("11", "11203", 2.6)).await;
    // A corrected file of the same département and year.
    app.import_file(map("66", "66136", 2.50001)).await;
    assert_eq!(app.reference().datasets.len(), 2);
    assert_eq!(neighbours(&app, "66136"), units(&["11203"]));
}

#[tokio::test]
async fn drawings_are_kept_by_departement_and_level() {
    let app = TestApp::with_reference().await;
    let reference = app.reference();
    let draw = async |code: &str, level| app.drawing(&reference, code.parse().unwrap(), level).await.unwrap();
    let communes = draw("96", Level::Communes).await.unwrap();
    assert_eq!(communes.topology.areas.len(), 60);
    assert!(communes.topology.areas.iter().all(|area| matches!(area.code, UnitCode::Commune(_))));
    let iris = draw("96", Level::Iris).await.unwrap();
    let quarters = iris.topology.areas.iter().filter(|area| matches!(area.code, UnitCode::Iris(_))).count();
    assert_eq!((quarters, iris.topology.areas.len()), (20, 79));
    assert!(draw("66", Level::Communes).await.is_none());
}
