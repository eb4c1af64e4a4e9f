//! Each wrong value is refused for its reason, and each doubtful one asks for a confirmation.

use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::authz::Author;
use crate::diagnostic::catalogue::{Calcul, catalogue};
use crate::diagnostic::controles::regles;
use crate::diagnostic::periode::Periode;
use crate::ids::{ReleveId, TerritoireId, VarianteId};

fn sans_mt() -> Indicateur {
    catalogue().unwrap().get("sans_mt").unwrap().clone()
}

/// Professionals counted beside the official register.
fn effectif() -> Indicateur {
    Indicateur {
        code: "effectif_essai".into(),
        unit: Unite::Nombre,
        calcul: Calcul::Professionnels { regle: "mg".into() },
        ages: None,
        plausible: None,
        ..sans_mt()
    }
}

fn territoire(revision: u32) -> Place {
    let (territoire, variante) = (TerritoireId(Uuid::from_u128(1)), VarianteId(Uuid::from_u128(2)));
    Place::Variante { territoire, variante, revision }
}

fn saisie() -> Saisie {
    Saisie {
        indicateur: "sans_mt".into(),
        place: territoire(1),
        period: Periode::year(2021),
        ages: None,
        value: Some(13.3),
        numerator: None,
        denominator: None,
        hidden: false,
        origin: Origine::Rezone,
        source: "Rezone CPTS, export du 15/12/2021".into(),
        document: None,
    }
}

fn parts(numerator: Option<f64>, denominator: Option<f64>) -> Saisie {
    Saisie { numerator, denominator, ..saisie() }
}

fn kept(saisie: Saisie) -> Releve {
    Releve {
        id: ReleveId(Uuid::from_u128(9)),
        saisie,
        author: Author::System("essai".into()),
        recorded_at: Timestamp::UNIX_EPOCH,
        replaces: None,
        reason: None,
    }
}

fn refused(saisie: &Saisie, indicateur: &Indicateur, standing: &[Releve]) -> Vec<Refus> {
    let standing: Vec<&Releve> = standing.iter().collect();
    let context = Contexte { rules: regles().unwrap(), today: date(2026, 11, 22), standing: &standing };
    refusals(saisie, indicateur, &context)
}

fn only(saisie: &Saisie) -> Vec<Refus> {
    refused(saisie, &sans_mt(), &[])
}

fn doubts(saisie: &Saisie, lieu: &Lieu, standing: &[Releve]) -> Vec<Alerte> {
    let standing: Vec<&Releve> = standing.iter().collect();
    let context = Contexte { rules: regles().unwrap(), today: date(2026, 11, 22), standing: &standing };
    alerts(saisie, &sans_mt(), (&context, lieu))
}

fn lieu() -> Lieu {
    Lieu {
        population: Some(47_617.0),
        of_ages: Some(39_000.0),
        departements: vec!["66".parse().unwrap()],
        revision: Some(1),
        unchanged: Vec::new(),
    }
}

#[test]
fn a_value_as_it_is_printed_is_accepted() {
    assert_eq!(only(&saisie()), []);
    assert_eq!(only(&parts(Some(5_054.0), Some(38_000.0))), []);
    assert_eq!(only(&parts(Some(5_054.0), None)), [], "a numerator may be printed beside the value");
    assert_eq!(doubts(&saisie(), &lieu(), &[]), []);
}

#[test]
fn a_rate_of_140_percent_is_refused() {
    for wrong in [140.0, 100.1, -1.0] {
        assert_eq!(only(&Saisie { value: Some(wrong), ..saisie() }), [Refus::RateOutOfRange(wrong)]);
    }
    for right in [0.0, 100.0] {
        assert_eq!(only(&Saisie { value: Some(right), ..saisie() }), []);
    }
}

#[test]
fn a_numerator_above_its_denominator_is_refused() {
    let wrong = Saisie { value: None, ..parts(Some(38_001.0), Some(38_000.0)) };
    assert_eq!(only(&wrong), [Refus::NumeratorAbove]);
}

#[test]
fn a_value_that_its_parts_do_not_make_is_refused_beyond_the_printed_rounding() {
    // 5 054 / 38 000 is 13.3 %; 5 035 is 13.25 %, which prints as 13.3 or 13.2; 5 073 is 13.35 %.
    assert_eq!(only(&parts(Some(5_035.0), Some(38_000.0))), []);
    assert_eq!(only(&parts(Some(5_073.0), Some(38_000.0))), []);
    let refused = only(&parts(Some(4_000.0), Some(38_000.0)));
    assert!(matches!(refused[..], [Refus::Contradicts { computed }] if (computed - 10.526).abs() < 0.001));
    let whole = Saisie { value: Some(13.0), ..parts(Some(5_054.0), Some(38_000.0)) };
    assert_eq!(only(&whole), [], "printed without decimals");
}

#[test]
fn negative_counts_and_a_denominator_of_zero_are_refused() {
    assert_eq!(only(&parts(Some(-3.0), None)), [Refus::Negative(Champ::Numerateur)]);
    assert!(only(&parts(Some(3.0), Some(-3.0))).contains(&Refus::Negative(Champ::Denominateur)));
    let zero = Saisie { value: None, ..parts(Some(0.0), Some(0.0)) };
    assert_eq!(only(&zero), [Refus::ZeroDenominator]);
    let count = Saisie { indicateur: "effectif_essai".into(), value: Some(-4.0), ..saisie() };
    assert_eq!(refused(&count, &effectif(), &[]), [Refus::Negative(Champ::Valeur)]);
}

#[test]
fn a_period_that_is_not_over_or_runs_backwards_is_refused() {
    let period = |from, to| Saisie { period: Periode { from, to }, ..saisie() };
    assert_eq!(only(&Saisie { period: Periode::year(2026), ..saisie() }), [Refus::Future]);
    assert_eq!(only(&period(date(2026, 1, 1), date(2026, 11, 23))), [Refus::Future]);
    assert_eq!(only(&period(date(2026, 1, 1), date(2026, 11, 22))), []);
    assert_eq!(only(&period(date(2022, 1, 1), date(2021, 12, 31))), [Refus::Backwards]);
}

#[test]
fn what_official_files_give_is_not_typed_but_head_counts_stand_beside_theirs() {
    let computed = Indicateur { calcul: Calcul::Population, ..sans_mt() };
    assert_eq!(refused(&saisie(), &computed, &[]), [Refus::Computed]);
    let count = Saisie { indicateur: "effectif_essai".into(), value: Some(92.0), ..saisie() };
    assert_eq!(refused(&count, &effectif(), &[]), []);
    let with_parts = Saisie { numerator: Some(92.0), ..count };
    assert_eq!(refused(&with_parts, &effectif(), &[]), [Refus::NotARate]);
}

#[test]
fn ages_stay_inside_those_of_the_indicator() {
    let aged = |from, to| Saisie { ages: Some(AgeBand { from, to }), ..saisie() };
    assert_eq!(only(&aged(70, None)), []);
    let allowed = AgeBand::over(17);
    assert_eq!(only(&aged(16, None)), [Refus::AgesOutside { allowed }]);
    assert_eq!(only(&aged(0, Some(15))), [Refus::AgesOutside { allowed }]);
    assert_eq!(only(&aged(70, Some(60))), [Refus::AgesBackwards]);
}

#[test]
fn ages_that_another_value_counts_are_refused() {
    let aged = |from, to| Saisie { ages: Some(AgeBand { from, to }), ..saisie() };
    let known = [kept(aged(50, Some(74)))];
    let with = Some(AgeBand::new(50, 74));
    assert_eq!(refused(&aged(70, None), &sans_mt(), &known), [Refus::AgesOverlap { with }]);
    assert_eq!(
        refused(&saisie(), &sans_mt(), &known),
        [Refus::AgesOverlap { with }],
        "all ages hold 50 to 74"
    );
    assert_eq!(refused(&aged(75, None), &sans_mt(), &known), []);
    let other_year = Saisie { period: Periode::year(2020), ..aged(70, None) };
    assert_eq!(refused(&other_year, &sans_mt(), &known), []);
    let other_origin = Saisie { origin: Origine::Cpam, ..aged(70, None) };
    assert_eq!(refused(&other_origin, &sans_mt(), &known), []);
    assert_eq!(refused(&aged(50, Some(74)), &sans_mt(), &known), [Refus::AlreadyRecorded]);
}

#[test]
fn the_ages_of_professionals_are_nested() {
    let count = |ages| Saisie { indicateur: "effectif_essai".into(), ages, value: Some(36.0), ..saisie() };
    let known = [kept(count(None)), kept(count(Some(AgeBand::over(60))))];
    assert_eq!(refused(&count(Some(AgeBand::over(65))), &effectif(), &known), []);
    assert_eq!(refused(&count(Some(AgeBand::over(60))), &effectif(), &known), [Refus::AlreadyRecorded]);
}

#[test]
fn a_masked_value_has_no_number_and_a_value_has_a_source() {
    let masked = Saisie { hidden: true, value: None, ..saisie() };
    assert_eq!(only(&masked), []);
    assert_eq!(only(&Saisie { hidden: true, ..saisie() }), [Refus::HiddenWithValue]);
    assert_eq!(only(&Saisie { source: "  ".into(), ..saisie() }), [Refus::Missing(Champ::Source)]);
    let long = Saisie { source: "x".repeat(301), ..saisie() };
    assert_eq!(only(&long), [Refus::TooLong { champ: Champ::Source, max: 300 }]);
}

#[test]
fn a_value_or_both_of_its_parts_are_needed() {
    let none = Saisie { value: None, ..saisie() };
    assert_eq!(only(&none), [Refus::Nothing]);
    let half = |numerator, denominator| Saisie { value: None, ..parts(numerator, denominator) };
    assert_eq!(only(&half(Some(1.0), None)), [Refus::HalfAFraction(Champ::Denominateur)]);
    assert_eq!(only(&half(None, Some(1.0))), [Refus::HalfAFraction(Champ::Numerateur)]);
    let both = completed(half(Some(50.0), Some(400.0)), &sans_mt());
    assert_eq!((both.value, only(&both)), (Some(12.5), vec![]));
}

#[test]
fn the_same_value_is_recognised_whatever_its_document() {
    let known = kept(saisie());
    let again = Saisie { document: Some(crate::ids::PieceId(Uuid::from_u128(5))), ..saisie() };
    assert!(same_as(&again, &[&known]).is_some());
    assert!(same_as(&Saisie { value: Some(13.4), ..saisie() }, &[&known]).is_none());
}

#[test]
fn a_departement_total_typed_as_the_territory_s_asks_for_a_confirmation() {
    let theirs = Saisie {
        place: Place::Departement { code: "66".parse().unwrap() },
        value: Some(11.8),
        ..parts(Some(44_840.0), Some(380_000.0))
    };
    let known = [kept(theirs)];
    let wrong = Saisie { value: Some(11.8), ..parts(Some(44_840.0), Some(380_000.0)) };
    let found = doubts(&wrong, &lieu(), &known);
    let expected = Alerte::DepartementTotal {
        departement: "66".parse().unwrap(),
        champ: Champ::Numerateur,
        known: 44_840.0,
    };
    assert!(found.contains(&expected), "{found:?}");
    assert_eq!(doubts(&parts(Some(5_054.0), Some(38_000.0)), &lieu(), &known), []);
}

#[test]
fn more_people_than_live_there_ask_for_a_confirmation() {
    let wrong = parts(Some(50_540.0), Some(380_000.0));
    let expected = Alerte::AbovePopulation { champ: Champ::Numerateur, population: 47_617.0 };
    assert_eq!(doubts(&wrong, &lieu(), &[]), [expected]);
}

#[test]
fn a_value_out_of_the_usual_asks_for_a_confirmation() {
    let usual = sans_mt().plausible.unwrap();
    let wrong = Saisie { value: Some(72.0), ..saisie() };
    assert_eq!(doubts(&wrong, &lieu(), &[]), [Alerte::Implausible { min: usual.min, max: usual.max }]);
}

#[test]
fn a_denominator_far_from_the_people_of_these_ages_asks_for_a_confirmation() {
    let implied = parts(Some(1_000.0), None);
    let found = doubts(&implied, &lieu(), &[]);
    let [Alerte::Denominator { below, inhabitants, ages }] = found[..] else { panic!("{found:?}") };
    assert_eq!((below.round(), inhabitants, ages), (7_519.0, 39_000.0, Some(AgeBand::over(17))));
    let unknown = Lieu { of_ages: None, ..lieu() };
    assert_eq!(doubts(&implied, &unknown, &[]), [], "nothing is said without a figure to compare with");
}

#[test]
fn a_value_for_a_perimeter_that_has_changed_since_asks_for_a_confirmation() {
    let now = Lieu { revision: Some(3), ..lieu() };
    assert_eq!(doubts(&saisie(), &now, &[]), [Alerte::OldPerimeter { recorded: 1, now: 3 }]);
    let back = Lieu { unchanged: vec![1], ..now };
    assert_eq!(doubts(&saisie(), &back, &[]), [], "the perimeter is the same again");
}

#[test]
fn every_refusal_has_its_field_and_every_alert_its_key() {
    let overlap = Refus::AgesOverlap { with: None };
    assert_eq!((overlap.champ(), Refus::Future.champ()), (Champ::Ages, Champ::Periode));
    let old = Alerte::OldPerimeter { recorded: 1, now: 2 };
    assert_eq!(old.key(), "perimetre");
}
