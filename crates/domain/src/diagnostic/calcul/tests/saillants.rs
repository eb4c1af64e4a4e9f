//! What stands out, what contradicts, who is similar.

use super::world::{diagnostic, here, parts, read, releve, saisie};
use crate::diagnostic::niveau::Niveau;
use crate::diagnostic::releve::{Place, Releve};
use crate::diagnostic::sujets::sujets;

fn departement() -> Place {
    Place::Departement { code: "66".parse().unwrap() }
}

/// The letter of Ruscino: the territory beside its département.
fn letter() -> Vec<Releve> {
    let both = |code: &str, here_: f64, around: f64| {
        [releve(saisie(code, here(), Some(here_))), releve(saisie(code, departement(), Some(around)))]
    };
    [
        both("sans_mt", 13.3, 11.8),
        both("ald_sans_mt", 1.7, 1.5),
        both("css_sans_mt", 4.6, 2.5),
        both("urgences", 28.3, 22.3),
        both("depistage_col", 47.2, 50.8),
        both("depistage_sein", 56.1, 58.7),
        both("depistage_colorectal", 29.8, 34.0),
        both("ror", 77.5, 81.7),
        both("dentaire_16", 65.3, 70.1),
    ]
    .concat()
}

#[test]
fn at_most_five_gaps_stand_out_in_sentences_one_a_subject() {
    let found = diagnostic(&letter());
    let told: Vec<&str> = found.highlights.iter().map(|one| one.indicateur.as_str()).collect();
    assert!(told.len() <= 5 && told.contains(&"urgences") && told.contains(&"css_sans_mt"), "{told:?}");
    let groups: Vec<_> = told.iter().filter_map(|code| sujets().unwrap().of(code)).collect();
    assert!(groups.iter().all(|one| groups.iter().filter(|other| other.code == one.code).count() == 1));
    let urgences = found.highlights.iter().find(|one| one.indicateur == "urgences").unwrap();
    assert_eq!(urgences.favourable, Some(false));
    assert_eq!(
        urgences.sentence,
        "Passages aux urgences sans hospitalisation\u{a0}: 28,3\u{202f}% ici, contre 22,3\u{202f}% pour le département Côte."
    );
    assert!((urgences.difference - 6.0).abs() < 1e-9);
}

#[test]
fn the_split_of_the_slides_is_flagged_and_not_hidden() {
    let mut all: Vec<Releve> =
        [("mt_hors_ald", 73.0), ("mt_ald", 18.9), ("sans_mt_hors_ald", 7.5), ("ald_sans_mt_17", 0.6)]
            .map(|(code, value)| releve(saisie(code, here(), Some(value))))
            .to_vec();
    all.push(releve(saisie("ald", departement(), Some(23.9))));
    all.push(releve(saisie("ald", Place::France, Some(23.2))));
    let found = diagnostic(&all);
    let split = read(&found, "mt_ald");
    assert_eq!(split.territoire.value, Some(18.9));
    let alert = split
        .alerts
        .iter()
        .find(|alert| alert.contains("19,5"))
        .unwrap_or_else(|| panic!("{:?}", split.alerts));
    assert!(alert.contains("23,9") && alert.contains("23,2"), "{alert}");
    assert!(read(&found, "mt_hors_ald").alerts.is_empty());
    assert!(found.highlights.iter().all(|one| one.indicateur != "mt_ald"));
    all.push(releve(saisie("ald", here(), Some(19.5))));
    assert!(read(&diagnostic(&all), "mt_ald").alerts.is_empty());
}

#[test]
fn figures_that_cannot_be_together_are_told() {
    let alert = |releves: &[Releve], code: &str, words: &str| {
        let found = diagnostic(releves);
        let alerts = read(&found, code).alerts.clone();
        assert!(alerts.iter().any(|alert| alert.contains(words)), "{code}: {alerts:?}");
    };
    // 4 000 people live here.
    alert(&[releve(parts("urgences", here(), (5000.0, 20_000.0)))], "urgences", "dépasse la population");
    let mut implied = saisie("ald_diabete", here(), Some(4.7));
    implied.numerator = Some(2000.0);
    alert(&[releve(implied)], "ald_diabete", "vérifiez le numérateur ou le taux");
    let copied =
        [releve(saisie("ror", here(), Some(81.7))), releve(saisie("ror", departement(), Some(81.7)))];
    alert(&copied, "ror", "exactement celle du département Côte");
    alert(&[releve(saisie("sans_mt", here(), Some(60.0)))], "sans_mt", "sort de ce qui a été lu ailleurs");
    assert!(read(&diagnostic(&letter()), "sans_mt").alerts.is_empty());
}

#[test]
fn similar_territories_are_named_with_the_rule_that_chose_them() {
    let found = diagnostic(&[]);
    // 22,5 % of 65 and over here, 20 % in the two others: similar, but two are too few.
    assert!(found.similar.members.is_empty());
    assert!(
        found.similar.rule.contains("même taille (T1)") && found.similar.rule.contains("trop peu"),
        "{}",
        found.similar.rule
    );
    assert!(found.levels.iter().all(|level| level.niveau != Niveau::Similaires));
}
