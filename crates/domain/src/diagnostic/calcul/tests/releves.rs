//! Recorded values: which one is retained, sums, what stands beside.

use super::world::{at, diagnostic, here, ids, parts, read, releve, saisie};
use crate::diagnostic::chiffre::Etat;
use crate::diagnostic::niveau::Niveau;
use crate::diagnostic::periode::Periode;
use crate::diagnostic::releve::{Origine, Place, Releve, Saisie};

fn value(releves: &[Releve]) -> Option<f64> {
    read(&diagnostic(releves), "sans_mt").territoire.value
}

#[test]
fn the_most_recent_period_then_the_most_official_then_the_last_recorded_is_retained() {
    let of = |year: i16, origin, value| {
        let period = Periode::year(year);
        releve(Saisie { period, origin, ..saisie("sans_mt", here(), Some(value)) })
    };
    let mut all = vec![of(2021, Origine::Cpam, 10.0)];
    assert_eq!(value(&all), Some(10.0));
    all.push(of(2022, Origine::Local, 11.0));
    assert_eq!(value(&all), Some(11.0));
    all.push(of(2022, Origine::Rezone, 12.0));
    all.push(of(2022, Origine::Document, 13.0));
    assert_eq!(value(&all), Some(12.0));
    all.push(of(2022, Origine::Rezone, 12.5));
    assert_eq!(value(&all), Some(12.5));
    let found = diagnostic(&all);
    let records = &read(&found, "sans_mt").territoire.passport.records;
    assert_eq!(records.len(), 5);
    assert_eq!(
        records.iter().filter(|one| one.retained).map(|one| one.value).collect::<Vec<_>>(),
        [Some(12.5)]
    );
    // A correction takes the place of what it corrects, which stays in the passport.
    let corrected = Releve {
        replaces: Some(all[4].id),
        reason: Some("Erreur de frappe".into()),
        ..of(2022, Origine::Rezone, 9.0)
    };
    all.push(corrected);
    assert_eq!(value(&all), Some(9.0));
    assert_eq!(read(&diagnostic(&all), "sans_mt").territoire.passport.records.len(), 6);
}

#[test]
fn numerators_and_denominators_of_communes_add_up() {
    let all = [
        releve(parts("sans_mt", at("66001"), (100.0, 800.0))),
        releve(parts("sans_mt", at("66002"), (10.0, 400.0))),
        releve(parts("sans_mt", at("66003"), (90.0, 2000.0))),
    ];
    let found = diagnostic(&all);
    let rate = &read(&found, "sans_mt").territoire;
    assert_eq!((rate.value, rate.state), (Some(6.25), Etat::Known));
    assert_eq!((rate.numerator, rate.denominator), (Some(200.0), Some(3200.0)));
    let places: Vec<_> = read(&found, "sans_mt").places.iter().map(|place| place.value).collect();
    assert_eq!(places, [Some(12.5), Some(2.5), Some(4.5)]);
    // A value recorded for the perimeter as recently and as officially is preferred to the sum.
    let mut both = all.to_vec();
    both.push(releve(saisie("sans_mt", here(), Some(6.4))));
    assert_eq!(value(&both), Some(6.4));
    let older = Saisie { period: Periode::year(2021), ..saisie("sans_mt", here(), Some(6.4)) };
    both[3] = releve(older);
    assert_eq!(value(&both), Some(6.25));
}

#[test]
fn a_rate_without_its_parts_makes_the_sum_partial_and_says_where() {
    let all = [
        releve(parts("sans_mt", at("66001"), (100.0, 800.0))),
        releve(saisie("sans_mt", at("66002"), Some(2.5))),
        releve(Saisie { hidden: true, ..saisie("sans_mt", at("66003"), None) }),
    ];
    let found = diagnostic(&all);
    let rate = &read(&found, "sans_mt").territoire;
    assert_eq!((rate.value, rate.state), (Some(12.5), Etat::Partial));
    assert_eq!(rate.missing, ["Commune 66002", "Commune 66003"]);
    let places = &read(&found, "sans_mt").places;
    assert!(places[2].hidden && places[2].value.is_none());
    // A partial sum is never preferred to a value of the whole.
    let older = Saisie { period: Periode::year(2019), ..saisie("sans_mt", here(), Some(6.0)) };
    let mut both = all.to_vec();
    both.push(releve(older));
    assert_eq!(value(&both), Some(6.0));
}

#[test]
fn a_value_of_an_older_perimeter_is_shown_with_a_warning_and_never_in_silence() {
    let (territoire, variante) = ids();
    let of =
        |revision| releve(saisie("sans_mt", Place::Variante { territoire, variante, revision }, Some(8.0)));
    let old = diagnostic(&[of(1)]);
    let read_old = read(&old, "sans_mt");
    assert_eq!(read_old.territoire.value, Some(8.0));
    assert!(read_old.alerts.iter().any(|alert| alert.contains("le périmètre a changé depuis")));
    assert!(old.highlights.iter().all(|told| told.indicateur != "sans_mt"));
    // The second state had the perimeter of today.
    assert!(read(&diagnostic(&[of(2)]), "sans_mt").alerts.is_empty());
    let other = Place::Variante {
        territoire,
        variante: crate::ids::VarianteId(uuid::Uuid::from_u128(9)),
        revision: 3,
    };
    assert_eq!(value(&[releve(saisie("sans_mt", other, Some(8.0)))]), None);
}

#[test]
fn areas_are_read_from_what_was_recorded_for_them() {
    let departement = Place::Departement { code: "66".parse().unwrap() };
    let found = diagnostic(&[
        releve(saisie("sans_mt", here(), Some(13.3))),
        releve(saisie("sans_mt", departement, Some(11.8))),
        releve(Saisie { hidden: true, ..saisie("sans_mt", Place::France, None) }),
    ]);
    let read = read(&found, "sans_mt");
    let other = &read.comparisons[0];
    assert!((other.difference.unwrap() - 1.5).abs() < 1e-9);
    assert_eq!(read.at(Niveau::France).unwrap().state, Etat::Hidden);
    assert_eq!(read.comparisons[2].difference, None);
}

#[test]
fn the_counts_of_others_stand_beside_the_register() {
    let code = "effectif_medecin_generaliste";
    let of = |origin, value| releve(Saisie { origin, ..saisie(code, here(), Some(value)) });
    let found = diagnostic(&[of(Origine::Cpam, 13.0), of(Origine::Local, 11.0)]);
    assert_eq!(read(&found, code).territoire.value, Some(12.0));
    let line = found.offre.effectifs.iter().find(|line| line.regle == "medecin_generaliste").unwrap();
    assert_eq!(line.cpam.as_ref().and_then(|count| count.value), Some(13.0));
    assert_eq!(line.local.as_ref().and_then(|count| count.value), Some(11.0));
    assert!(line.gaps.iter().any(|gap| gap.contains("1 de plus")), "{:?}", line.gaps);
    assert!(
        line.gaps.iter().any(|gap| gap.contains("lieux d'exercice, et non de personnes")),
        "{:?}",
        line.gaps
    );
    assert!(
        line.gaps.iter().any(|gap| gap.contains("Le compte local en compte 1 de moins")),
        "{:?}",
        line.gaps
    );
}
