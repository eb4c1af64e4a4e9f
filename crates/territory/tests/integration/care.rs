//! Sites, vaccination and published accessibility in the atlas.

use territory::atlas::{Dataset, IrisShapes};
use territory::layers::*;
use territory::{AreaCode, Atlas, CategoryCode, Layer, Perimeter};

use crate::world::{commune, communes, dataset, datasets, movement, populations, unit};

const DEPARTEMENT: &str = "96";

fn area() -> AreaCode {
    AreaCode::Departement(DEPARTEMENT.parse().unwrap())
}

fn perimeter(codes: &[&str]) -> Perimeter {
    codes.iter().map(|code| unit(code)).collect()
}

fn with(more: Vec<Dataset>) -> Atlas {
    Atlas::build(datasets().into_iter().chain(more).collect())
}

fn apl(code: &str, value: Option<f64>, standardised: f64, population: f64) -> Apl {
    Apl {
        code: commune(code),
        apl: value,
        apl_up_to_age: vec![(65, value.map(|value| value - 1.0))],
        standardised_population: Some(standardised),
        population: Some(population),
    }
}

/// 96001 at 5, 96002 at 2, 96003 at 4, and nothing for 96004.
fn apl_sheet() -> Dataset {
    let rows = vec![
        apl("96001", Some(5.0), 600.0, 610.0),
        apl("96002", Some(2.0), 400.0, 390.0),
        apl("96003", Some(4.0), 100.0, 90.0),
        apl("96004", None, 80.0, 80.0),
    ];
    dataset(2023, Layer::Apl(rows))
}

fn close(found: Option<f64>, expected: f64) {
    let found = found.unwrap();
    assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
}

#[test]
fn the_mean_of_a_perimeter_weighs_communes_by_their_standardised_population() {
    let atlas = with(vec![apl_sheet()]);
    let figure = atlas.apl().over(&perimeter(&["96001", "96002"]), 2023);
    close(figure.mean.value, (5.0 * 600.0 + 2.0 * 400.0) / 1000.0);
    assert!(figure.mean.is_complete() && figure.mean.estimated.is_none());
    assert_eq!((figure.standardised_population, figure.mean.sources.len()), (1000.0, 1));
    let (age, younger) = &figure.up_to_age[0];
    assert_eq!(*age, 65);
    close(younger.value, 2.8);
    assert_eq!(atlas.apl().years(), [2023]);
    assert_eq!(atlas.apl().year_for(&perimeter(&["96001"])), Some(2023));
    assert_eq!(atlas.apl().year_for(&perimeter(&["96004"])), None);
}

#[test]
fn a_commune_without_a_published_value_is_missing_and_never_zero() {
    let atlas = with(vec![apl_sheet()]);
    let figure = atlas.apl().over(&perimeter(&["96002", "96004"]), 2023);
    close(figure.mean.value, 2.0);
    assert_eq!(figure.mean.missing, [unit("96004")]);
    let alone = atlas.apl().over(&perimeter(&["96004"]), 2023);
    assert_eq!((alone.mean.value, alone.mean.missing.len()), (None, 1));
    assert_eq!(atlas.apl().over(&perimeter(&["96001"]), 2022).mean.value, None);
    let place = atlas.apl().commune(commune("96004"), 2023).unwrap();
    assert_eq!((place.apl, place.population), (None, Some(80.0)));
}

#[test]
fn the_share_under_a_threshold_weighs_by_the_ordinary_population() {
    let atlas = with(vec![apl_sheet()]);
    let all = perimeter(&["96001", "96002", "96003", "96004"]);
    let under = atlas.apl().under(&all, 2023, 4.0);
    close(under.share.value, 390.0 / (610.0 + 390.0 + 90.0));
    assert_eq!((under.communes_under, under.communes), (1, 3), "a commune at the threshold is not under it");
    assert_eq!((under.inhabitants_under, under.share.missing.len()), (390.0, 1));
    let again = atlas.apl().under_in_area(area(), 2023, 4.0);
    assert_eq!(*again, under);
    assert!(std::sync::Arc::ptr_eq(&again, &atlas.apl().under_in_area(area(), 2023, 4.0)));
    assert_eq!(atlas.apl().over_area(area(), 2023).mean, atlas.apl().over(&all, 2023).mean);
}

#[test]
fn an_iris_takes_the_value_of_its_commune_in_proportion_to_its_inhabitants_and_says_so() {
    let atlas = with(vec![apl_sheet()]);
    // 100 inhabitants of the 600 of the three IRIS: 100 of the 600 standardised ones.
    let figure = atlas.apl().over(&perimeter(&["960010101", "96003"]), 2023);
    close(figure.mean.value, (5.0 * 100.0 + 4.0 * 100.0) / 200.0);
    assert!(figure.mean.estimated.as_deref().unwrap().contains("par commune"));
    let under = atlas.apl().under(&perimeter(&["960010101", "96003"]), 2023, 4.5);
    close(under.share.value, 90.0 / (610.0 / 6.0 + 90.0));
}

#[test]
fn merged_communes_become_one_mean_and_a_part_without_value_leaves_the_whole_unknown() {
    // 96009 went into 96003 in 2019.
    let sheet = |value: Option<f64>| {
        let rows = vec![apl("96003", Some(4.0), 100.0, 90.0), apl("96009", value, 300.0, 310.0)];
        dataset(2018, Layer::Apl(rows))
    };
    let place = |atlas: &Atlas| atlas.apl().commune(commune("96003"), 2018).unwrap();
    let known = place(&with(vec![sheet(Some(2.0))]));
    close(known.apl, (4.0 * 100.0 + 2.0 * 300.0) / 400.0);
    assert_eq!((known.standardised_population, known.population), (Some(400.0), Some(400.0)));
    assert!(!known.split);
    // The inhabitants of the former commune are under 3, those of the other are not; the mean is 2.5.
    let under = with(vec![sheet(Some(2.0))]).apl().under(&perimeter(&["96003"]), 2018, 3.0);
    close(under.share.value, 310.0 / 400.0);
    assert_eq!(place(&with(vec![sheet(None)])).apl, None);
}

#[test]
fn the_parts_of_a_split_commune_keep_its_value_and_say_so() {
    // 96004 left 96002 in 2021, and the sheet is older.
    let split = dataset(
        2025,
        Layer::Movements(vec![
            movement(20210101, 21, "96002", "96002"),
            movement(20210101, 21, "96002", "96004"),
        ]),
    );
    let sheet = dataset(2018, Layer::Apl(vec![apl("96002", Some(3.0), 485.0, 485.0)]));
    let atlas = with(vec![split, sheet]);
    let figure = atlas.apl().over(&perimeter(&["96002", "96004"]), 2018);
    close(figure.mean.value, 3.0);
    assert!(figure.mean.estimated.as_deref().unwrap().contains("divisée"));
    // Shared by the populations of 2023: 405 and 80.
    close(atlas.apl().commune(commune("96004"), 2018).unwrap().population, 80.0);
    assert!(atlas.apl().commune(commune("96004"), 2018).unwrap().split);
}

#[test]
fn a_town_is_its_arrondissements_and_france_counts_it_once() {
    let towns = [("13055", "Ville"), ("13201", "Un"), ("13202", "Deux")];
    let mut list = communes(2026, &towns);
    list.passport.fictitious = false;
    let sheet = dataset(
        2023,
        Layer::Apl(vec![apl("13201", Some(4.0), 100.0, 120.0), apl("13202", Some(2.0), 300.0, 280.0)]),
    );
    let people = populations(2023, &[("13201", 120), ("13202", 280)]);
    let atlas = with(vec![list, people, sheet, apl_sheet()]);
    close(atlas.apl().over(&perimeter(&["13055"]), 2023).mean.value, 2.5);
    close(atlas.apl().over(&perimeter(&["13202"]), 2023).mean.value, 2.0);
    let france = atlas.apl().over_area(AreaCode::France, 2023);
    close(france.mean.value, 2.5);
    assert_eq!(france.standardised_population, 400.0, "invented communes are no part of the country");
    let around = |code: &str| atlas.areas_around(&perimeter(&[code]));
    assert_eq!(around("13201").last(), Some(&AreaCode::France));
    assert!(!around("96001").contains(&AreaCode::France));
}

fn site(number: u32, category: &str, place: Option<&str>, at: Option<[f64; 2]>) -> Structure {
    Structure {
        finess: format!("96{number:07}").parse().unwrap(),
        legal_entity: Some("960000001".parse().unwrap()),
        legal_entity_name: None,
        name: format!("SITE {number}"),
        category: category.parse().unwrap(),
        category_label: format!("Catégorie {category}"),
        departement: Some(DEPARTEMENT.parse().unwrap()),
        commune: place.map(commune),
        address: None,
        postcode: None,
        locality: None,
        coordinates: at,
        siret: None,
        opened: None,
    }
}

fn category(code: &str) -> CategoryCode {
    code.parse().unwrap()
}

fn sites() -> Dataset {
    let rows = vec![
        site(1, "620", Some("96001"), Some([0.5, 0.5])),
        site(2, "620", Some("96001"), Some([1.5, 0.5])),
        site(3, "620", Some("96001"), None),
        site(4, "500", Some("96002"), Some([5.0, 0.5])),
        site(5, "620", Some("96009"), None),
        site(6, "620", None, None),
    ];
    dataset(2018, Layer::Structures(rows))
}

/// IRIS 960010101 is the square from 0 to 1.
fn shapes() -> IrisShapes {
    let square = vec![vec![vec![[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]]];
    IrisShapes::from([("960010101".parse().unwrap(), square)])
}

#[test]
fn the_sites_of_whole_communes_are_found_on_the_codes_of_today() {
    let atlas = with(vec![sites()]);
    let found = atlas.structures_in(&perimeter(&["96001", "96003"]), &IrisShapes::new());
    let numbers: Vec<&str> = found.sites.iter().map(|found| found.site.record.name.as_str()).collect();
    assert_eq!(numbers, ["SITE 1", "SITE 2", "SITE 3", "SITE 5"]);
    assert_eq!(found.sites[3].commune, commune("96003"), "96009 went into 96003");
    let count = found.count(&[category("620")]);
    assert_eq!((count.measure.value, count.perhaps, count.unplaced), (Some(4.0), 0, 1));
    assert!(!count.is_complete(), "one pharmacy of the département has no commune");
    assert!(found.count(&[category("500")]).is_complete());
    let lines = found.by_category();
    assert_eq!((lines.len(), lines[0].sites), (1, 4));
    assert_eq!(lines[0].communes, [(commune("96001"), 3), (commune("96003"), 1)]);
    let entities = found.by_legal_entity();
    assert_eq!((entities.len(), entities[0].sites.len()), (1, 4));
    assert_eq!(atlas.structures().len(), 6);
    assert!(atlas.structure("960000004".parse().unwrap()).is_some());
}

#[test]
fn where_only_iris_are_taken_coordinates_tell_and_what_cannot_be_told_is_said() {
    let atlas = with(vec![sites()]);
    let part = perimeter(&["960010101"]);
    let found = atlas.structures_in(&part, &shapes());
    assert_eq!(found.sites.len(), 1);
    assert_eq!(found.sites[0].iris, Some("960010101".parse().unwrap()));
    let count = found.count(&[category("620")]);
    assert_eq!((count.measure.value, count.perhaps), (Some(1.0), 1));
    assert_eq!(count.measure.missing, [unit("960010101")]);
    let blind = atlas.structures_in(&part, &IrisShapes::new());
    assert_eq!((blind.sites.len(), blind.perhaps.len()), (0, 3));
    assert_eq!(blind.count(&[category("620")]).measure.value, Some(0.0));
    assert!(blind.count(&[category("500")]).measure.is_complete());
}

#[test]
fn a_departement_without_file_is_not_one_without_sites() {
    let atlas = with(vec![sites()]);
    let found = atlas.structures_in(&perimeter(&["95001"]), &IrisShapes::new());
    let count = found.count(&[category("620")]);
    assert_eq!((count.measure.value, count.measure.missing), (None, vec![unit("95001")]));
    let both = atlas.structures_in(&perimeter(&["95001", "96002"]), &IrisShapes::new());
    let count = both.count(&[category("500")]);
    assert_eq!((count.measure.value, count.measure.missing.len()), (Some(1.0), 1));
    let other = AreaCode::Departement("95".parse().unwrap());
    assert_eq!(atlas.structures_of(other, &[category("620")]).measure.value, None);
    assert_eq!(atlas.structures_of(area(), &[category("620")]).measure.value, Some(5.0));
}

#[test]
fn the_most_recent_file_of_a_département_replaces_the_older_ones() {
    let newer = dataset(2026, Layer::Structures(vec![site(9, "620", Some("96004"), None)]));
    for order in [vec![sites(), newer.clone()], vec![newer, sites()]] {
        let atlas = with(order);
        assert_eq!(atlas.structures().len(), 1);
        assert_eq!(atlas.structures()[0].commune, Some(commune("96004")));
    }
}

#[test]
fn vaccination_gives_the_most_recent_published_value() {
    let row = |year: i16, percent: Option<f64>| Vaccination {
        area: area(),
        year,
        indicator: "grippe_65_ans_et_plus".into(),
        percent,
    };
    let atlas = with(vec![dataset(
        2024,
        Layer::Vaccination(vec![row(2022, Some(50.0)), row(2023, Some(49.0)), row(2024, None)]),
    )]);
    let figure = atlas.vaccination(area(), "grippe_65_ans_et_plus").unwrap();
    assert_eq!((figure.year, figure.percent), (2023, 49.0));
    assert_eq!(atlas.sources()[figure.source.0].kind, territory::Kind::Vaccination);
    assert_eq!(atlas.vaccination_series(area(), "grippe_65_ans_et_plus").len(), 2);
    assert_eq!(atlas.vaccination(AreaCode::France, "grippe_65_ans_et_plus"), None);
    assert_eq!(atlas.vaccination(area(), "inconnu"), None);
    assert_eq!(atlas.vaccination_keys().len(), 1);
}

#[test]
fn the_contours_of_the_iris_of_a_perimeter_come_from_a_drawing() {
    use territory::geometry::{BuildOptions, RawArea, build, iris_polygons};
    let square = |x: f64| vec![vec![vec![[x, 0.0], [x + 1.0, 0.0], [x + 1.0, 1.0], [x, 1.0], [x, 0.0]]]];
    let raw = |code: &str, x: f64| RawArea {
        code: unit(code),
        name: code.into(),
        iris_type: None,
        polygons: square(x),
    };
    let areas = vec![raw("960010101", 0.0), raw("960010102", 1.0), raw("96002", 2.0)];
    let built = build(areas, &BuildOptions::default()).unwrap();
    let topology = &built.parts[0].topology;
    let shapes = iris_polygons(topology, &perimeter(&["960010101", "96002"]));
    assert_eq!(shapes.keys().map(|code| code.as_str()).collect::<Vec<_>>(), ["960010101"]);
    let inside = |place| territory::geometry::contains(&shapes[&"960010101".parse().unwrap()], place);
    assert!(inside([0.5, 0.5]) && !inside([1.5, 0.5]));
}
