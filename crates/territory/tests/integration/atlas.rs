use territory::atlas::{CodeStatus, Dataset, HitKind};
use territory::layers::Layer;
use territory::{Atlas, Perimeter};

use crate::world::{atlas, commune, communes, dataset, datasets, movement, populations, unit};

#[test]
fn values_of_an_old_list_are_moved_to_the_codes_of_today() {
    let atlas = atlas();
    let old = atlas.diagnose(&Perimeter::from_iter([unit("96003")]));
    let in_2018 = old.population.by_year.iter().find(|year| year.year == 2018).unwrap();
    assert_eq!(in_2018.measure.value, Some(85.0), "40 of 96003 and 45 of the merged 96009");
}

#[test]
fn a_former_commune_offers_its_successor() {
    let status = atlas().code_status(commune("96009"));
    let expected = CodeStatus::Former {
        name: "Nom 96009".into(),
        ended: Some(2019),
        successors: vec![commune("96003")],
    };
    assert_eq!(status, expected);
    assert_eq!(atlas().code_status(commune("96999")), CodeStatus::Unknown);
    assert_eq!(atlas().code_status(commune("96001")), CodeStatus::Current);
}

#[test]
fn a_split_is_weighted_by_population_and_conserves_the_total() {
    let atlas = Atlas::build(vec![
        communes(2026, &[("96001", "A"), ("96002", "B")]),
        dataset(
            2026,
            Layer::Movements(vec![
                movement(20240101, 21, "96001", "96001"),
                movement(20240101, 21, "96001", "96002"),
            ]),
        ),
        populations(2020, &[("96001", 1000)]),
        populations(2026, &[("96001", 300), ("96002", 100)]),
    ]);
    let in_2020 = |code| {
        let diagnosis = atlas.diagnose(&Perimeter::from_iter([unit(code)]));
        diagnosis.population.by_year.iter().find(|year| year.year == 2020).unwrap().measure.clone()
    };
    assert_eq!((in_2020("96001").value, in_2020("96002").value), (Some(750.0), Some(250.0)));
    assert!(in_2020("96001").estimated.is_some(), "a share by population is an estimate and says so");
}

#[test]
fn the_most_recent_list_of_each_departement_wins() {
    let mut all = vec![communes(2024, &[("96001", "Ancien nom"), ("96005", "Disparue"), ("95001", "Reste")])];
    all.extend(datasets().into_iter().filter(|d: &Dataset| d.passport.kind != territory::Kind::Movements));
    let atlas = Atlas::build(all);
    assert_eq!(atlas.commune(commune("96001")).unwrap().name, "Belleville-sur-Rien");
    assert!(atlas.commune(commune("96005")).is_none());
    assert_eq!(atlas.reference_year(), 2026);
}

#[test]
fn a_town_is_the_sum_of_its_arrondissements_and_counts_once() {
    let atlas = Atlas::build(vec![
        communes(
            2026,
            &[
                ("75056", "Paris"),
                ("75101", "Paris 1er Arrondissement"),
                ("75102", "Paris 2e Arrondissement"),
            ],
        ),
        populations(2023, &[("75101", 15_000), ("75102", 20_000)]),
    ]);
    assert_eq!(atlas.latest_population(commune("75056")), Some(35_000.0));
    assert_eq!(atlas.population_total(2023, &|_| true), (35_000.0, 0));
    let both = atlas.diagnose(&Perimeter::from_iter([unit("75101"), unit("75102")]));
    assert_eq!(both.distinct_communes, 1);
}

#[test]
fn search_ignores_accents_and_knows_codes_and_postcodes() {
    let atlas = atlas();
    let first = |query: &str| atlas.search(query, 5).into_iter().next().map(|hit| hit.kind);
    assert_eq!(first("l hay imaginaire"), Some(HitKind::Commune(commune("96003"))));
    assert_eq!(first("st fictif"), Some(HitKind::Commune(commune("96002"))));
    assert_eq!(first("96100"), Some(HitKind::Commune(commune("96001"))));
    assert_eq!(first("96004"), Some(HitKind::Commune(commune("96004"))));
    assert_eq!(first("val fictif"), Some(HitKind::Epci("960000001".parse().unwrap())));
    assert_eq!(first("rien belleville"), Some(HitKind::Commune(commune("96001"))));
    assert_eq!(atlas.search("zzz", 5), []);
    assert_eq!(atlas.search("sommeil", 5).len(), 2);
}

#[test]
fn an_address_is_located_by_its_postcode_and_its_town_together() {
    let atlas = atlas();
    let located =
        |postcode: &str, locality: &str| atlas.locate(postcode, locality).map(|code| code.to_string());
    assert_eq!(located("96200", "96200 ST FICTIF").as_deref(), Some("96002"));
    assert_eq!(located("96200", "L HAY IMAGINAIRE").as_deref(), Some("96003"));
    // A CEDEX is no place: the name has to be alone in its département.
    assert_eq!(located("96046", "96046 BELLEVILLE SUR RIEN CEDEX 9").as_deref(), Some("96001"));
    // Neither a postcode nor a name alone, nor a town that the postcode does not serve.
    assert_eq!(located("96200", ""), None);
    assert_eq!(located("", "SAINT FICTIF"), None);
    assert_eq!(located("96100", "SAINT FICTIF"), None);
}

#[test]
fn a_commune_stands_where_most_of_its_people_live() {
    let atlas = atlas();
    let at = |code: &str| atlas.commune(commune(code)).unwrap().position;
    assert_eq!(at("96002"), Some([3.3, 45.0]));
    let quarters = ["960010101", "960010102", "960010103"];
    let most = (0..3).max_by(|a, b| {
        let people = |rank: &usize| atlas.unit_population(unit(quarters[*rank])).unwrap();
        people(a).total_cmp(&people(b))
    });
    let [x, _] = at("96001").unwrap();
    assert_eq!(Some(((x - 3.0) * 10.0).round() as usize), most);
}
