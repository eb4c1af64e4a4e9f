//! Which sheets are brought together, and that nothing is missed by not comparing all of them.

use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::communaute::canal::{Accord, Canal};
use crate::communaute::personne::tests::personne;
use crate::texte::Rpps;

fn numbered(rank: u128, nom: &str, prenom: &str) -> Personne {
    Personne { id: PersonneId(Uuid::from_u128(rank)), ..personne(nom, prenom) }
}

fn reached(mut one: Personne, kind: CanalKind, valeur: &str) -> Personne {
    one.fiche.canaux.push(Canal {
        kind,
        valeur: valeur.into(),
        accord: Accord::Inconnu,
        rebond: None,
        source: "essai".into(),
        depuis: date(2026, 1, 1),
    });
    one
}

fn with_rpps(mut one: Personne, rpps: &str) -> Personne {
    one.rpps = Some(Rpps::parse(rpps).unwrap());
    one
}

fn between(one: Personne, other: Personne) -> Option<(Vec<Raison>, Certitude)> {
    let annuaire = Annuaire::new([one.clone(), other]);
    let mut found = candidates(&annuaire, &one).unwrap();
    assert!(found.len() <= 1);
    found.pop().map(|near| (near.raisons, near.certitude))
}

#[test]
fn a_name_is_found_in_any_order_and_any_spelling() {
    let near = between(
        numbered(1, "D'Exemple-Lévêque", "Anne Marie"),
        numbered(2, "Anne-Marie", "D EXEMPLE LEVEQUE"),
    );
    assert_eq!(near, Some((vec![Raison::Nom], Certitude::Probable)));
}

#[test]
fn one_typing_error_is_forgiven_and_two_are_not() {
    let exemple = || numbered(1, "Exemple", "Camille");
    for (nom, prenom) in [
        ("Exempel", "Camille"),
        ("Exemple", "Camile"),
        ("Zxemple", "Camille"),
        ("Camille", "Zxemple"),
        ("Exemple", "Camillle"),
    ] {
        let near = between(exemple(), numbered(2, nom, prenom));
        assert_eq!(near, Some((vec![Raison::NomProche], Certitude::Possible)), "{nom} {prenom}");
    }
    for (nom, prenom) in [("Exampel", "Camille"), ("Exemple", "Amile"), ("Autre", "Camille")] {
        assert_eq!(between(exemple(), numbered(2, nom, prenom)), None, "{nom} {prenom}");
    }
    assert_eq!(
        between(numbered(1, "Li", "Na"), numbered(2, "Li", "No")),
        None,
        "short names differ by chance"
    );
}

#[test]
fn numbers_decide() {
    let one = || with_rpps(numbered(1, "Exemple", "Camille"), "10101234564");
    let same = with_rpps(numbered(2, "Autre", "Nom"), "10101234564");
    assert_eq!(between(one(), same), Some((vec![Raison::Rpps], Certitude::Certaine)));
    let homonym = with_rpps(numbered(2, "Exemple", "Camille"), "99700218896");
    assert_eq!(between(one(), homonym), Some((vec![Raison::Nom], Certitude::Possible)));
    let other = with_rpps(numbered(2, "Exempel", "Camille"), "99700218896");
    assert_eq!(between(one(), other), None);
}

#[test]
fn a_telephone_or_an_address_brings_two_sheets_together_until_it_is_a_switchboard() {
    let tel = |rank, nom: &str| reached(numbered(rank, nom, "Camille"), CanalKind::Telephone, "+33426030690");
    assert_eq!(
        between(tel(1, "Exemple"), tel(2, "Autre")),
        Some((vec![Raison::Telephone], Certitude::Possible))
    );
    let near = between(tel(1, "Exemple"), tel(2, "Exemple"));
    assert_eq!(near, Some((vec![Raison::Nom, Raison::Telephone], Certitude::Certaine)));
    let names = ["Alpha", "Bravo", "Charlie", "Delta"];
    let all: Vec<_> = names.iter().zip(1..).map(|(nom, rank)| tel(rank, nom)).collect();
    let annuaire = Annuaire::new(all);
    assert_eq!(Index::new(&annuaire).unwrap().pairs(&BTreeSet::new()), []);
}

#[test]
fn a_pair_is_said_once_and_not_again_when_it_was_set_apart() {
    let annuaire = Annuaire::new([numbered(1, "Exemple", "Camille"), numbered(2, "Camille", "Exemple")]);
    let index = Index::new(&annuaire).unwrap();
    let pairs = index.pairs(&BTreeSet::new());
    assert_eq!(pairs.len(), 1);
    let apart = BTreeSet::from([ordered(pairs[0].autre, pairs[0].une)]);
    assert_eq!(index.pairs(&apart), []);
}

/// Every two sheets compared, one after the other.
fn all_pairs(annuaire: &Annuaire) -> Vec<Paire> {
    let regles = regles().unwrap();
    let people: Vec<&Personne> = annuaire.iter().collect();
    let common = |one: &Personne, other: &Personne| -> BTreeSet<Raison> {
        let mut raisons = BTreeSet::new();
        for key in keys(one).intersection(&keys(other)) {
            let others = people.iter().filter(|some| some.id != one.id && keys(some).contains(key));
            let channel = matches!(key.0, Raison::Telephone | Raison::Courriel);
            if !channel || others.count() < regles.partage_max {
                raisons.insert(key.0);
            }
        }
        let long = |some: &Personne| is_named(some) && letters(&some.name_key()) >= regles.lettres_min;
        let (mine, theirs) = (orders(one), orders(other));
        let near = mine.iter().any(|own| theirs.iter().any(|their| one_error(own, their)));
        if long(one) && long(other) && near {
            raisons.insert(Raison::NomProche);
        }
        raisons
    };
    let mut found = Vec::new();
    for (rank, one) in people.iter().enumerate() {
        for other in &people[rank + 1..] {
            if let Some((raisons, certitude)) = judge(one, other, common(one, other)) {
                found.push(Paire { une: one.id, autre: other.id, raisons, certitude });
            }
        }
    }
    found.sort_by_key(|pair| (pair.certitude, pair.une, pair.autre));
    found
}

/// Somebody out of few names, with up to one slip, so that pairs are many.
fn anybody(
    (nom, prenom): (usize, usize),
    slip: Option<(usize, char)>,
    (channel, number, job): (usize, usize, usize),
) -> Personne {
    let mut nom = ["Exemple", "d'Essai", "Modèle", "Li", "Anne Marie"][nom % 5].to_owned();
    let prenom = ["Camille", "Sacha", "Élie", "Na", "Exemple"][prenom % 5];
    if let Some((place, letter)) = slip {
        let mut letters: Vec<char> = nom.chars().collect();
        let place = place % letters.len();
        match letter {
            '-' => {
                letters.remove(place);
            }
            '+' => letters.insert(place, 'z'),
            '~' => {
                let mirror = letters.len() - 1 - place;
                letters.swap(place, mirror);
            }
            other => letters[place] = other,
        }
        nom = letters.into_iter().collect();
    }
    let mut one = personne(&nom, prenom);
    one.profession = [None, Some("10"), Some("60")][job % 3].map(str::to_owned);
    one.rpps = Rpps::completed(&format!("99000000{:02}", number % 6)).ok().filter(|_| number % 3 == 0);
    match channel % 7 {
        0 => one,
        1..=3 => reached(one, CanalKind::Telephone, &format!("+3342603069{}", channel % 3)),
        _ => reached(one, CanalKind::Courriel, &format!("adresse{}@exemple.test", channel % 4)),
    }
}

proptest! {
    #[test]
    fn what_shares_no_key_is_no_pair(people in prop::collection::vec((
        (0..5_usize, 0..5_usize),
        prop::option::of((0..12_usize, prop::sample::select(vec!['-', '+', '~', 'x', 'e']))),
        (0..20_usize, 0..20_usize, 0..3_usize),
    ), 0..40)) {
        let numbered = people.into_iter().zip(1_u128..).map(|((name, slip, rest), rank)| Personne {
            id: PersonneId(Uuid::from_u128(rank)),
            ..anybody(name, slip, rest)
        });
        let annuaire = Annuaire::new(numbered);
        let index = Index::new(&annuaire).unwrap();
        prop_assert_eq!(index.pairs(&BTreeSet::new()), all_pairs(&annuaire));
        for one in annuaire.iter() {
            let pairs = index.pairs(&BTreeSet::new());
            let own = pairs.iter().filter(|pair| pair.une == one.id || pair.autre == one.id).count();
            prop_assert_eq!(index.candidates(one).len(), own);
        }
    }
}

#[test]
fn a_jobs_difference_lowers_the_certainty() {
    let job =
        |rank, code: &str| Personne { profession: Some(code.into()), ..numbered(rank, "Exemple", "Camille") };
    assert_eq!(between(job(1, "10"), job(2, "60")), Some((vec![Raison::Nom], Certitude::Possible)));
}
