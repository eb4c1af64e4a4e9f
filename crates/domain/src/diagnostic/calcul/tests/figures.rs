//! Official figures: sums, states, levels.

use super::world::{atlas_with, diagnostic, diagnostic_of, read};
use crate::diagnostic::chiffre::Etat;
use crate::diagnostic::niveau::Niveau;

const DEPARTEMENTS: [&str; 2] = ["66", "30"];

fn close(left: Option<f64>, right: f64) -> bool {
    left.is_some_and(|left| (left - right).abs() < 1e-6)
}

fn departement(code: &str) -> Niveau {
    Niveau::Departement(code.parse().unwrap())
}

#[test]
fn a_rate_is_a_sum_over_a_sum_and_never_a_mean_of_rates() {
    let found = diagnostic(&[]);
    assert!(close(read(&found, "population").territoire.value, 4000.0));
    let old = read(&found, "part_65");
    assert!(close(old.territoire.value, 100.0 * 900.0 / 4000.0));
    assert_eq!((old.territoire.numerator, old.territoire.denominator), (Some(900.0), Some(4000.0)));
    assert_eq!((old.territoire.state, old.territoire.passport.vintage.as_str()), (Etat::Known, "2022"));
    assert_eq!(old.places.len(), 3);
    assert!(close(old.places[0].value, 30.0));
    // Whatever the way the perimeter is cut, its parts add up to it.
    for codes in [["66001", "66002"], ["66002", "66003"], ["66001", "66003"]] {
        let part = diagnostic_of(&atlas_with(&|_| true), &codes, &[]);
        let parts: f64 = codes
            .iter()
            .map(|code| {
                let one = diagnostic_of(&atlas_with(&|_| true), &[code], &[]);
                read(&one, "part_65").territoire.numerator.unwrap()
            })
            .sum();
        assert!(close(read(&part, "part_65").territoire.numerator, parts), "{codes:?}");
    }
}

#[test]
fn what_is_around_is_compared_in_points_and_counts_are_not_subtracted() {
    let found = diagnostic_of(&atlas_with(&|_| true), &["66001", "30001"], &[]);
    // 30001 has more people: its département comes first.
    let names: Vec<&str> = found.levels.iter().map(|level| level.name.as_str()).collect();
    assert_eq!(names, ["Garrigue", "Côte", "Sud", "France", "Territoires semblables"]);
    assert_eq!(found.similar.members, ["CC 2", "CC 3", "CC 5"]);
    let old = read(&found, "part_65");
    assert!(close(old.territoire.value, 22.5));
    let country = old.comparisons.iter().find(|other| other.niveau == Niveau::France).unwrap();
    assert!(close(country.chiffre.value, 21.0) && close(country.difference, 1.5));
    // Of the sums of three territories, not of their rates.
    let similar = old.at(Niveau::Similaires).unwrap();
    assert!(close(similar.value, 20.0) && similar.denominator == Some(6000.0));
    assert_eq!(read(&found, "population").at(Niveau::Similaires).unwrap().value, None);
    for code in DEPARTEMENTS {
        assert!(old.at(departement(code)).is_some_and(|chiffre| chiffre.is_known()));
    }
    assert!(read(&found, "population").comparisons.iter().all(|other| other.difference.is_none()));
    assert!(read(&found, "population").at(Niveau::France).unwrap().value == Some(10_000.0));
}

#[test]
fn missing_is_never_zero_and_is_named() {
    let found = diagnostic_of(&atlas_with(&|code| code != "66002"), &["66001", "66002"], &[]);
    let old = &read(&found, "part_65").territoire;
    assert_eq!((old.state, old.missing.as_slice()), (Etat::Partial, &["Commune 66002".to_owned()][..]));
    assert!(close(old.value, 30.0));
    assert!(read(&found, "part_65").comparisons.iter().all(|other| other.difference.is_none()));
    let nothing = diagnostic_of(&atlas_with(&|_| false), &["66001"], &[]);
    let old = &read(&nothing, "part_65").territoire;
    assert_eq!((old.state, old.value), (Etat::NotPublished, None));
    assert!(read(&nothing, "part_65").places.is_empty());
    assert_eq!(read(&nothing, "sans_mt").territoire.state, Etat::NotPublished);
}

#[test]
fn accessibility_is_weighted_as_its_producer_does() {
    let found = diagnostic(&[]);
    let apl = read(&found, "apl_mg");
    assert!(close(apl.territoire.value, (3.0 * 1000.0 + 2.0 * 500.0 + 4.0 * 2500.0) / 4000.0));
    assert_eq!(apl.territoire.passport.vintage, "APL 2023");
    assert_eq!(apl.places.iter().filter_map(|place| place.value).collect::<Vec<_>>(), [3.0, 2.0, 4.0]);
    let under = read(&found, "apl_sous_2_5");
    assert!(close(under.territoire.value, 12.5) && close(under.territoire.numerator, 500.0));
    let lost = diagnostic_of(&atlas_with(&|_| true), &["30001", "30002"], &[]);
    assert_eq!(read(&lost, "apl_mg").territoire.missing, ["Commune 30002"]);
}

#[test]
fn a_professional_counts_once_and_the_second_site_is_told() {
    let found = diagnostic(&[]);
    let doctors = read(&found, "effectif_medecin_generaliste");
    assert_eq!((doctors.territoire.value, doctors.territoire.state), (Some(12.0), Etat::Known));
    assert_eq!(doctors.places.iter().filter_map(|place| place.value).collect::<Vec<_>>(), [2.0, 1.0, 10.0]);
    assert!(close(read(&found, "densite_medecin_generaliste").territoire.value, 30.0));
    let line = found.offre.effectifs.iter().find(|line| line.regle == "medecin_generaliste").unwrap();
    assert_eq!((line.cabinets, line.second_sites), (Some(13.0), Some(1.0)));
    assert!(line.gaps[0].contains("une seule fois"), "{:?}", line.gaps);
    // Nobody of that profession is in the file: no count rather than zero.
    assert_eq!(read(&found, "effectif_infirmier").territoire.state, Etat::NotPublished);
}

#[test]
fn structures_are_counted_with_their_communes() {
    let found = diagnostic(&[]);
    let homes = read(&found, "structures_ehpad");
    assert_eq!(homes.territoire.value, Some(2.0));
    assert_eq!(homes.places.iter().filter_map(|place| place.value).collect::<Vec<_>>(), [1.0, 0.0, 1.0]);
    let group = found.offre.structures.iter().find(|group| group.code == "ehpad").unwrap();
    assert_eq!(group.communes(), ["Commune 66001", "Commune 66003"]);
    assert_eq!(homes.at(Niveau::Departement("30".parse().unwrap())), None);
}

#[test]
fn every_source_of_a_passport_is_in_the_list() {
    let found = diagnostic(&[]);
    for one in found.indicators() {
        let others = one.comparisons.iter().map(|other| &other.chiffre);
        for chiffre in std::iter::once(&one.territoire).chain(others) {
            assert!(
                chiffre.passport.sources.iter().all(|id| id.0 < found.sources.len()),
                "{}",
                one.indicateur.code
            );
            assert!(
                chiffre.value.is_none() || !chiffre.passport.sources.is_empty(),
                "{}",
                one.indicateur.code
            );
            assert!(
                chiffre.value.is_none() || !chiffre.passport.formula.is_empty(),
                "{}",
                one.indicateur.code
            );
        }
    }
    assert!(found.sources.iter().all(|source| source.kind.key() != "movements"));
}
