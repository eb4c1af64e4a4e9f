//! The catalogue, and the figures of the first documents.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::catalogue::{Calcul, Famille, Finesse, Indicateur, Unite, catalogue};
use super::chiffre::ChiffreRef;
use super::niveau::Niveau;
use super::{offre_regles, structures};

#[derive(Deserialize)]
struct Examples {
    exemple: Vec<Example>,
}

#[derive(Deserialize)]
struct Example {
    indicateur: String,
    territoire: String,
    niveau: String,
    valeur: f64,
    numerateur: Option<f64>,
    source: String,
    lecture: String,
}

fn examples() -> Vec<Example> {
    let table: Examples = toml::from_str(include_str!("../../data/indicateurs.toml")).unwrap();
    table.exemple
}

fn all() -> &'static [Indicateur] {
    catalogue().unwrap().all()
}

#[test]
fn every_line_says_what_it_counts_and_where_it_was_read() {
    assert!(all().len() >= 130);
    let mut labels = BTreeSet::new();
    for one in all() {
        let code = &one.code;
        assert!(one.sources.iter().all(|source| !source.trim().is_empty()), "{code}");
        assert!(one.meaning.ends_with('.') && one.meaning.chars().count() > 20, "{code}: {}", one.meaning);
        assert!(labels.insert((one.family, one.label.clone())), "{code}: {} twice", one.label);
        assert!(!one.producer.is_empty(), "{code}");
        let longest = one.meaning.split_inclusive(". ").map(|s| s.split_whitespace().count()).max();
        assert!(longest <= Some(26), "{code}: {}", one.meaning);
        if one.is_recorded() {
            let mask = match one.family {
                Famille::Offre => Some("professionnels"),
                Famille::Structures => None,
                _ => Some("patients"),
            };
            assert_eq!(one.mask.as_deref(), mask, "{code}");
            assert!(one.note.is_some(), "{code}: what does its definition leave open?");
        }
    }
}

#[test]
fn every_family_of_the_first_documents_is_there() {
    let families: BTreeSet<Famille> = all().iter().map(|one| one.family).collect();
    for family in [Famille::Population, Famille::Acces, Famille::Ald, Famille::Urgences, Famille::Prevention]
    {
        assert!(families.contains(&family), "{}", family.key());
    }
    let two = ["ald_sans_mt", "ald_sans_mt_17"].map(|code| catalogue().unwrap().get(code).unwrap());
    assert_ne!(two[0].denominator, two[1].denominator);
    assert_eq!(two[0].numerator, two[1].numerator);
}

#[test]
fn every_code_that_a_computation_names_exists() {
    let rules = offre_regles::regles_offre().unwrap();
    let groups = &structures::rules().unwrap().groups;
    let (mut counted, mut grouped) = (BTreeSet::new(), BTreeSet::new());
    for one in all() {
        match &one.calcul {
            Calcul::Professionnels { regle } | Calcul::DensiteProfessionnels { regle } => {
                assert!(rules.rule(regle).is_some(), "{}: {regle}", one.code);
                assert_eq!(one.mask.as_deref(), Some("professionnels"), "{}", one.code);
                counted.insert(regle.as_str());
            }
            Calcul::Structures { groupe } => {
                let group = groups.iter().find(|group| group.code == *groupe);
                assert!(group.is_some_and(|group| !group.categories.is_empty()), "{}: {groupe}", one.code);
                grouped.insert(groupe.as_str());
            }
            _ => {}
        }
    }
    // Nothing that the tables count is left without an indicator.
    assert!(rules.all.iter().all(|rule| counted.contains(rule.code.as_str())));
    let told = |group: &&structures::Groupe| !group.categories.is_empty();
    assert!(groups.iter().filter(told).all(|group| grouped.contains(group.code.as_str())));
}

#[test]
fn what_the_code_computes_says_no_more_than_its_file() {
    for one in all() {
        match &one.calcul {
            Calcul::Vaccination { .. } => assert_eq!(one.finest, Finesse::Departement, "{}", one.code),
            Calcul::Apl { .. } | Calcul::AplSousSeuil { .. } => {
                assert_eq!(one.finest, Finesse::Commune, "{}", one.code);
            }
            Calcul::Tranche { de, a } => {
                let ages = one.ages.unwrap();
                assert_eq!((ages.from, ages.to), (*de, *a), "{}", one.code);
            }
            _ => {}
        }
    }
}

#[test]
fn every_example_is_a_figure_that_the_catalogue_can_hold() {
    for example in examples() {
        let name = format!("{}@{} ({})", example.indicateur, example.niveau, example.territoire);
        let indicator = catalogue().unwrap().get(&example.indicateur).unwrap_or_else(|| panic!("{name}"));
        let reference: ChiffreRef =
            format!("{}@{}", example.indicateur, example.niveau).parse().unwrap_or_else(|_| panic!("{name}"));
        assert!(["lu", "deduit"].contains(&example.lecture.as_str()), "{name}");
        if let Some(range) = indicator.plausible {
            assert!((range.min..=range.max).contains(&example.valeur), "{name}");
        }
        if indicator.unit == Unite::Pourcent {
            assert!((0.0..=100.0).contains(&example.valeur), "{name}");
        }
        if reference.niveau == Niveau::Territoire {
            let words: Vec<&str> = example.source.split([',', ' ']).take(1).collect();
            assert!(
                indicator.is_count() || indicator.sources.iter().any(|s| s.starts_with(words[0])),
                "{name}"
            );
        }
        // The denominator that the figure implies is a number of people, not a share.
        if let Some(numerator) = example.numerateur.filter(|_| indicator.unit == Unite::Pourcent) {
            assert!(100.0 * numerator / example.valeur > numerator, "{name}");
        }
    }
}

#[test]
fn plausible_values_are_around_those_that_were_read() {
    let examples = examples();
    let mut ranges = 0;
    for one in all() {
        let read: Vec<f64> = examples.iter().filter(|e| e.indicateur == one.code).map(|e| e.valeur).collect();
        let wanted = one.is_recorded() && one.unit == Unite::Pourcent && read.len() > 1;
        assert_eq!(one.plausible.is_some(), wanted, "{}", one.code);
        let Some(range) = one.plausible else { continue };
        ranges += 1;
        let min = read.iter().copied().fold(f64::INFINITY, f64::min) / 2.0;
        let max = (read.iter().copied().fold(0.0, f64::max) * 2.0).min(100.0);
        assert!((range.min - min).abs() < 0.01 && (range.max - max).abs() < 0.01, "{}: {range:?}", one.code);
    }
    assert!(ranges > 15);
}
