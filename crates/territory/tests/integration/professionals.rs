//! Head-counts that can be checked by hand.

use territory::professionals::*;
use territory::{Atlas, Layer, Perimeter};

use crate::world::*;

fn category(profession: &str, know_how: &str, mode: &str) -> Category {
    Category {
        profession: profession.into(),
        know_how: know_how.into(),
        mode: mode.into(),
        sector: "SA07".into(),
        ..Category::default()
    }
}

fn group(category: u32, practices: &[(u32, u32)]) -> Group {
    let mut practices: Vec<Practice> =
        practices.iter().map(|(person, site)| Practice::new(*person, *site).unwrap()).collect();
    practices.sort_unstable();
    Group { category, practices }
}

fn place(code: &str, groups: Vec<Group>) -> CommuneActivities {
    CommuneActivities { commune: commune(code), groups }
}

/// Two general practitioners in 96001, of whom one also works in 96002 and under two codes of speciality; a
/// third in 96002; a fourth whose commune is not told; a salaried one; a nurse in the former commune 96009.
fn file() -> Professionals {
    let categories = vec![
        category("10", "SM26", "L"),
        category("10", "SM54", "L"),
        category("10", "SM26", "S"),
        category("60", "", "L"),
    ];
    Professionals {
        persons: 6,
        categories,
        communes: vec![
            place("96001", vec![group(0, &[(0, 0), (1, 0)]), group(1, &[(0, 0)]), group(2, &[(4, 0)])]),
            place("96002", vec![group(0, &[(0, 1), (0, 2), (2, 0)])]),
            place("96009", vec![group(3, &[(5, 0)])]),
        ],
        unplaced: vec![
            UnplacedActivities {
                departement: Some("96".parse().unwrap()),
                groups: vec![group(0, &[(0, 3), (3, 0)])],
            },
            UnplacedActivities { departement: None, groups: vec![group(0, &[(3, 1)])] },
        ],
    }
}

fn atlas() -> Atlas {
    let mut datasets = datasets();
    datasets.push(dataset(2026, Layer::Professionals(file())));
    Atlas::build(datasets)
}

fn general_practitioners() -> Selection {
    Selection {
        professions: vec!["10".into()],
        know_how: KnowHow::Only { codes: vec!["SM26".into(), "SM54".into()], without: false },
        modes: vec!["L".into()],
        ..Selection::default()
    }
}

fn perimeter(codes: &[&str]) -> Perimeter {
    codes.iter().map(|code| unit(code)).collect()
}

#[test]
fn a_person_counts_once_in_the_territory_and_second_sites_are_merged() {
    let count = atlas().effectif(&perimeter(&["96001", "96002"]), &general_practitioners());
    assert_eq!(count.persons.complete(), Some(3.0));
    assert_eq!((count.practices, count.second_sites, count.several_communes), (5, 2, 1));
    let communes: Vec<_> = count
        .communes
        .iter()
        .map(|heads| (heads.commune.as_str(), heads.persons, heads.practices, heads.also_elsewhere))
        .collect();
    assert_eq!(communes, [("96001", 2, 2, 1), ("96002", 2, 3, 1)]);
    // The fourth one stands nobody knows where; the first one is already counted.
    assert_eq!((count.unplaced, count.nowhere), (1, 1));
    assert!(!count.is_complete());
    assert_eq!(count.persons.sources.len(), 1);
}

#[test]
fn each_commune_alone_adds_up_to_more_than_the_territory() {
    let atlas = atlas();
    let alone = |code: &str| atlas.effectif(&perimeter(&[code]), &general_practitioners()).persons.value;
    assert_eq!((alone("96001"), alone("96002"), alone("96003")), (Some(2.0), Some(2.0), Some(0.0)));
}

#[test]
fn a_part_of_a_commune_is_counted_whole_and_says_so() {
    let count = atlas().effectif(&perimeter(&["960010101"]), &general_practitioners());
    assert_eq!(count.persons.value, Some(2.0));
    assert!(count.persons.estimated.unwrap().contains("en entier"));
}

#[test]
fn what_the_file_does_not_speak_of_is_missing_and_never_zero() {
    let atlas = atlas();
    let elsewhere = atlas.effectif(&perimeter(&["97001"]), &general_practitioners());
    assert_eq!((elsewhere.persons.value, elsewhere.persons.missing.len()), (None, 1));
    let speech = Selection { professions: vec!["91".into()], ..Selection::default() };
    assert_eq!(atlas.effectif(&perimeter(&["96001"]), &speech).persons.value, None);
    assert_eq!(Atlas::build(datasets()).effectif(&perimeter(&["96001"]), &speech).persons.value, None);
}

#[test]
fn a_former_commune_is_counted_where_it_lies_today() {
    let nurses = Selection { professions: vec!["60".into()], ..Selection::default() };
    let atlas = atlas();
    let count = atlas.effectif_of(&[commune("96003")], &nurses);
    assert_eq!(count.persons.value, Some(1.0));
}

#[test]
fn areas_computed_in_advance_agree_with_the_count_of_their_communes() {
    let atlas = atlas();
    let rule = general_practitioners();
    let all: Vec<_> = atlas.communes().iter().map(|record| record.code).collect();
    let counted = atlas.effectif_of(&all, &rule);
    let departement = atlas.effectif_in(HeadArea::Departement("96".parse().unwrap()), &rule);
    let region = atlas.effectif_in(HeadArea::Region("99".parse().unwrap()), &rule);
    assert_eq!(departement.value, Some(3.0));
    assert_eq!((departement.value, region.value), (counted.persons.value, counted.persons.value));
    // An invented file says nothing of the country.
    assert_eq!(atlas.effectif_in(HeadArea::France, &rule).value, None);
}

#[test]
fn the_stored_form_is_short_and_comes_back() {
    let text = serde_json::to_string(&Layer::Professionals(file())).unwrap();
    assert!(text.contains("\"practices\":[0,64]"), "{text}");
    assert_eq!(serde_json::from_str::<Layer>(&text).unwrap(), Layer::Professionals(file()));
    assert_eq!(Layer::Professionals(file()).len(), 11);
}

#[test]
fn a_person_is_shared_out_over_the_communes_of_her_sites() {
    let general = Selection {
        professions: vec!["10".into()],
        know_how: KnowHow::Only { codes: vec!["SM26".into(), "SM54".into()], without: false },
        modes: vec!["L".into()],
        ..Selection::default()
    };
    let shared = atlas().shared_heads(&general);
    // Person 0 practises in both communes, at three sites and under two specialities; 1 and 2 in one each.
    let of = |code: &str| shared.of(commune(code));
    assert_eq!([of("96001"), of("96002"), of("96003")], [Some(1.5), Some(1.5), Some(0.0)]);
    assert_eq!(of("66136"), None, "no file speaks of that département");
    assert_eq!(shared.sources.len(), 1);
    assert_eq!(Atlas::build(datasets()).shared_heads(&general), SharedHeads::default());
}
