//! Published accessibility, sites and vaccination in the atlas, from real official files that are not in the
//! repository. Every figure was checked against the producer's own.
#![expect(clippy::print_stderr, reason = "the suite says which of its parts were skipped")]

use std::path::PathBuf;

use opendata::{Context, Input, Silent, embedded, read};
use territory::atlas::{Content, Dataset, IrisShapes};
use territory::{AreaCode, Atlas, CategoryCode, CommuneCode, Perimeter, UnitCode, Vintage};

/// A file of the shared directory, or nothing on a machine that has none.
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

/// What ships with the program, the movements of communes, and these files with their year where they state none.
fn atlas(files: &[(&str, Option<i16>)]) -> Option<Atlas> {
    let shipped = embedded().expect("the packed data").into_iter();
    let mut datasets: Vec<Dataset> =
        shipped.map(|(passport, layer)| Dataset { passport, content: Content::Layer(layer) }).collect();
    for (file, year) in [("insee/v_mvt_commune_2026.csv.gz", None)].iter().chain(files) {
        let context = Context { vintage: year.map(Vintage::year), ..Context::default() };
        let readings = read(Input::path(shared(file)?), &context, &mut Silent)
            .unwrap_or_else(|error| panic!("{}", error.sentence()));
        datasets.extend(
            readings.into_iter().map(|reading| Dataset {
                passport: reading.passport,
                content: Content::Layer(reading.layer),
            }),
        );
    }
    Some(Atlas::build(datasets))
}

const APL: &str = "drees/indicateur_d_apl_aux_medecins_generalistes_2022_2023.xlsx";

fn commune(code: &str) -> CommuneCode {
    code.parse().expect("a code")
}

fn departement(code: &str) -> AreaCode {
    AreaCode::Departement(code.parse().expect("a code"))
}

fn occitanie() -> AreaCode {
    AreaCode::Region("76".parse().expect("a code"))
}

fn close(found: Option<f64>, expected: f64, within: f64) {
    let found = found.expect("a value");
    assert!((found - expected).abs() <= within, "{found} is not {expected}");
}

#[test]
fn the_published_apl_is_found_again_from_communes_to_the_country() {
    let Some(atlas) = atlas(&[(APL, None)]) else { return };
    let apl = atlas.apl();
    assert_eq!(apl.years(), [2023, 2022]);
    for (code, expected) in [
        ("66028", 4.797),
        ("66136", 4.826),
        ("66186", 4.160),
        ("66189", 4.955),
        ("30334", 4.593),
        ("30212", 4.571),
        ("30206", 2.215),
    ] {
        close(apl.commune(commune(code), 2023).and_then(|place| place.apl), expected, 0.000_5);
    }
    for (area, year, expected) in [
        (departement("66"), 2023, 4.077),
        (departement("30"), 2023, 3.537),
        (occitanie(), 2023, 3.920),
        (AreaCode::France, 2023, 3.745),
        (AreaCode::France, 2022, 3.789),
    ] {
        close(apl.over_area(area, year).mean.value, expected, 0.000_5);
    }
    close(apl.under_in_area(AreaCode::France, 2022, 2.5).share.value, 0.1488, 0.000_05);
    // Paris is published by arrondissement only, Mayotte not at all.
    assert!(apl.commune(commune("75056"), 2023).is_some_and(|place| place.apl.is_some()));
    let missing = &apl.over_area(AreaCode::France, 2023).mean.missing;
    assert!(missing.iter().any(|unit| unit.as_str().starts_with("976")), "{}", missing.len());
    assert!(missing.len() < 40, "{missing:?}");
}

#[test]
fn the_apl_of_a_perimeter_is_between_those_of_its_communes() {
    let Some(atlas) = atlas(&[(APL, None)]) else { return };
    let perimeter: Perimeter =
        ["66028", "66186", "66189"].map(commune).map(UnitCode::Commune).into_iter().collect();
    let figure = atlas.apl().over(&perimeter, 2023);
    let mean = figure.mean.value.expect("a value");
    assert!((4.160..4.955).contains(&mean), "{mean}");
    assert!(figure.mean.is_complete() && figure.mean.estimated.is_none());
    let (_, younger) = &figure.up_to_age[0];
    assert!(younger.value.is_some_and(|value| value < mean));
    let under = atlas.apl().under(&perimeter, 2023, 4.5);
    assert_eq!((under.communes_under, under.communes), (1, 3));
}

#[test]
fn the_sites_of_a_commune_and_of_a_departement_are_counted() {
    let Some(atlas) = atlas(&[("finess/finess_occitanie.csv.gz", Some(2026))]) else { return };
    let count = |area, category: &str| {
        let category: CategoryCode = category.parse().expect("a code");
        atlas.structures_of(area, &[category]).measure.value
    };
    for (category, expected) in [
        ("620", 1_888.0),
        ("500", 817.0),
        ("611", 460.0),
        ("603", 372.0),
        ("124", 280.0),
        ("354", 252.0),
        ("604", 82.0),
    ] {
        assert_eq!(count(occitanie(), category), Some(expected), "{category}");
    }
    assert_eq!((count(departement("66"), "604"), count(departement("30"), "604")), (Some(5.0), Some(10.0)));
    assert_eq!(count(AreaCode::France, "620"), None, "one region does not stand for the country");
    let perpignan: Perimeter = [UnitCode::Commune(commune("66136"))].into_iter().collect();
    let found = atlas.structures_in(&perpignan, &IrisShapes::new());
    let pharmacies = found.count(&["620".parse().expect("a code")]);
    assert_eq!((pharmacies.measure.value, pharmacies.is_complete()), (Some(51.0), true));
    assert!(found.by_legal_entity().len() < found.sites.len());
}

#[test]
fn the_vaccination_of_an_area_is_that_of_its_most_recent_year() {
    let files = [
        ("autres/odisse/couvertures-vaccinales-des-adolescent-et-adultes-departement.csv", None),
        ("autres/odisse/couvertures-vaccinales-des-adolescents-et-adultes-depuis-2011-region.csv", None),
        ("autres/odisse/couvertures-vaccinales-des-adolescents-et-adultes-depuis-2011-france.csv", None),
    ];
    let Some(atlas) = atlas(&files) else { return };
    let flu =
        |area| atlas.vaccination(area, "grippe_65_ans_et_plus").map(|figure| (figure.year, figure.percent));
    assert_eq!(flu(departement("66")), Some((2024, 49.6)));
    assert_eq!(flu(AreaCode::France), Some((2024, 53.7)));
    assert!(flu(occitanie()).is_some_and(|(year, _)| year == 2024));
}
