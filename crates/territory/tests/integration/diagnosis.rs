use territory::diagnosis::{AroundLevel, Check, Diagnosis};
use territory::{Kind, Perimeter, SourceId};

use crate::world::{atlas, unit};

fn diagnose(codes: &[&str]) -> Diagnosis {
    atlas().diagnose(&codes.iter().map(|code| unit(code)).collect())
}

#[test]
fn iris_and_communes_add_up_in_one_vintage_when_there_is_one() {
    let diagnosis = diagnose(&["960010101", "960010102", "96002"]);
    assert_eq!(diagnosis.population.measure.value, Some(700.0));
    assert_eq!(diagnosis.population.years, [2022]);
    assert!(!diagnosis.population.is_mixed());
    assert_eq!((diagnosis.distinct_communes, diagnosis.iris_count), (2, 2));
    let lines: f64 = diagnosis.communes.iter().filter_map(|line| line.population.value).sum();
    assert_eq!(lines, 700.0, "the lines add up to the total");
}

#[test]
fn years_are_mixed_only_when_no_vintage_covers_all_and_it_is_said() {
    let diagnosis = diagnose(&["960010101", "96004"]);
    assert_eq!(diagnosis.population.measure.value, Some(180.0), "100 in 2022 and 80 in 2023");
    assert_eq!(diagnosis.population.years, [2023, 2022]);
}

#[test]
fn a_unit_without_a_figure_makes_the_sum_partial_and_never_zero() {
    let diagnosis = diagnose(&["96001", "96777"]);
    let measure = &diagnosis.population.measure;
    assert_eq!((measure.value, measure.missing.as_slice()), (Some(610.0), [unit("96777")].as_slice()));
    assert!(measure.is_partial() && measure.complete().is_none());
    assert_eq!(diagnose(&["96777"]).population.measure.value, None);
    assert_eq!(diagnosis.density_per_km2.value, None, "no density over an unknown part");
}

#[test]
fn every_figure_leads_to_its_passport_and_no_other_is_carried() {
    let diagnosis = diagnose(&["96001"]);
    let kinds: Vec<Kind> =
        diagnosis.population.measure.sources.iter().map(|id| diagnosis.source(*id).kind).collect();
    assert_eq!(kinds, [Kind::Populations]);
    assert!(diagnosis.sources.iter().all(|source| source.kind != Kind::Departements));
    assert!(diagnosis.is_fictitious());
    assert!(
        diagnosis.population.measure.sources.iter().all(|SourceId(rank)| *rank < diagnosis.sources.len())
    );
}

#[test]
fn ages_keep_to_one_vintage_and_say_what_they_lack() {
    let diagnosis = diagnose(&["960010101", "96003"]);
    assert_eq!(
        diagnosis.ages.year,
        Some(2022),
        "2021 knows only 96003, 2022 only the IRIS; the later is kept"
    );
    assert_eq!(diagnosis.ages.counted.missing, [unit("96003")]);
    assert_eq!(diagnosis.ages.lines[0].share, Some(0.2));
    let over = |from| diagnosis.ages.key_shares.iter().find(|share| share.band.from == from).unwrap().count;
    assert_eq!(over(65), Some(15.0));
    assert_eq!(over(80), None, "the file does not allow 80 and over: not published, not zero");
}

#[test]
fn ages_known_for_the_commune_only_are_not_lent_to_an_iris() {
    let mut all = crate::world::datasets();
    all.retain(|dataset| dataset.passport.kind != Kind::IrisAges);
    let diagnosis = territory::Atlas::build(all).diagnose(&Perimeter::from_iter([unit("960010101")]));
    assert_eq!(diagnosis.ages.year, None);
    assert_eq!(diagnosis.ages.commune_only, ["960010101".parse().unwrap()]);
    assert_eq!(diagnosis.population.measure.value, None);
}

#[test]
fn the_departement_stands_beside_and_names_its_vintage() {
    let diagnosis = diagnose(&["96002"]);
    let around = &diagnosis.ages.around[0];
    assert_eq!(
        (around.name.as_str(), around.level, around.year),
        ("Val-Fictif", AroundLevel::Departement, 2021)
    );
    assert_eq!((around.population, around.missing_communes), (2000.0, 0));
    assert_eq!(around.shares[0], Some(0.2));
}

fn check<T>(diagnosis: &Diagnosis, pick: impl Fn(&Check) -> Option<T>) -> Option<T> {
    diagnosis.checks.iter().find_map(pick)
}

#[test]
fn isolated_parts_and_overlaps_are_seen() {
    let diagnosis = diagnose(&["960010101", "96003"]);
    let parts = check(&diagnosis, |check| match check {
        Check::SeparateParts { parts } => Some(parts.len()),
        _ => None,
    });
    assert_eq!(parts, Some(2));
    let shared = check(&diagnosis, |check| match check {
        Check::Overlap { cpts, shared, population, .. } => {
            Some((cpts.clone(), shared.len(), population.value))
        }
        _ => None,
    });
    assert_eq!(shared, Some(("CPTS d'à côté".into(), 1, Some(90.0))));
}

#[test]
fn a_commune_enclosed_but_left_out_is_a_hole_and_the_edge_of_the_map_is_not() {
    let holes = |codes: &[&str]| {
        let diagnosis = diagnose(codes);
        check(&diagnosis, |check| match check {
            Check::Hole { enclosed } => Some(enclosed[0].code),
            _ => None,
        })
    };
    assert_eq!(holes(&["960010103", "96003"]), Some(unit("96002")));
    assert_eq!(holes(&["96002", "96003"]), None);
}

#[test]
fn neighbours_are_named_by_commune_and_with_their_cpts() {
    let diagnosis = diagnose(&["96001", "96002"]);
    let found = check(&diagnosis, |check| match check {
        Check::Neighbours { units, cpts } => Some((units[0].code, cpts.clone())),
        _ => None,
    });
    assert_eq!(found, Some((unit("96003"), vec!["CPTS d'à côté".into()])));
    assert_eq!(diagnosis.area_km2.value, Some(8.0), "the three IRIS of 96001 and 96002");
}

#[test]
fn a_commune_taken_in_part_and_an_empty_perimeter_are_said() {
    let diagnosis = diagnose(&["960010101"]);
    let partial = check(&diagnosis, |check| match check {
        Check::PartialCommune { taken, total, .. } => Some((*taken, *total)),
        _ => None,
    });
    assert_eq!(partial, Some((1, Some(3))));
    assert_eq!(diagnose(&[]).checks, [Check::Empty]);
}

#[test]
fn the_epci_says_how_much_of_it_is_inside() {
    let diagnosis = diagnose(&["960010101", "96002", "96004"]);
    assert_eq!((diagnosis.epcis[0].communes_inside, diagnosis.epcis[0].communes_total), (2, 3));
}
