use jiff::civil::date;
use uuid::Uuid;

use super::super::canal::CanalKind;
use super::super::personne::tests::personne;
use super::super::personne::{Etape, Exercice};
use super::*;
use crate::ids::PersonneId;

/// Numbers that follow each other without pattern: one seed, one sheet.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn word(&mut self) -> Option<String> {
        let words = ["Exemple", "Camille", "Lunel", "Alpha"];
        match self.below(6) {
            rank @ 0..4 => Some(words[rank as usize].to_owned()),
            _ => None,
        }
    }
}

fn drawn(rank: u128, dice: &mut Dice) -> Personne {
    let mut one = personne(&dice.word().unwrap_or_default(), &dice.word().unwrap_or_default());
    one.id = PersonneId(Uuid::from_u128(rank));
    let numbers = ["10101234564", "99700218896"];
    one.rpps = (dice.below(2) == 0).then(|| Rpps::parse(numbers[rank as usize % 2]).unwrap());
    one.profession = dice.word();
    one.user = (dice.below(3) == 0).then(|| UserId(Uuid::from_u128(u128::from(dice.below(3)))));
    one.fiche.civilite = dice.word();
    one.fiche.remarque = dice.word();
    one.fiche.college = dice.word();
    for _ in 0..dice.below(3) {
        one.fiche
            .exercices
            .push(Exercice { adresse: dice.word().unwrap_or_default(), ..Exercice::default() });
        one.fiche.canaux.push(Canal {
            kind: CanalKind::Postal,
            valeur: dice.word().unwrap_or_default(),
            accord: Accord::ALL[dice.below(3) as usize],
            rebond: (dice.below(2) == 0).then(|| date(2026, 2, 1)),
            source: "essai".into(),
            depuis: date(2026, 1, 1 + dice.below(20) as i8),
        });
    }
    for _ in 0..dice.below(4) {
        let (statut, day) = (Statut::ALL[dice.below(5) as usize], 1 + dice.below(28) as i8);
        one.step(statut, date(2026, 3, day), dice.word());
    }
    one
}

#[test]
fn a_merge_taken_back_leaves_both_sheets_as_they_were() {
    let mut dice = Dice(20_261_122);
    for _ in 0..2_000 {
        let (mut one, mut other) = (drawn(1, &mut dice), drawn(2, &mut dice));
        let (before, other_before) = (one.clone(), other.clone());
        let all = ChampFusion::ALL.iter().copied();
        let taken: BTreeSet<_> = all.filter(|_| dice.below(2) == 0).collect();
        let trace = fusionner(&mut one, &mut other, &taken);
        let text = serde_json_round(&trace);
        defaire(&mut one, &mut other, &text).unwrap();
        assert_eq!((one, other), (before, other_before));
    }
}

/// Through the form in which it is kept.
fn serde_json_round(trace: &Trace) -> Trace {
    let text = toml::to_string(&Kept { trace: trace.clone() }).unwrap();
    toml::from_str::<Kept>(&text).unwrap().trace
}

#[derive(Serialize, Deserialize)]
struct Kept {
    trace: Trace,
}

fn two() -> (Personne, Personne) {
    let canal = |valeur: &str, accord| Canal {
        kind: CanalKind::Courriel,
        valeur: valeur.into(),
        accord,
        rebond: None,
        source: "essai".into(),
        depuis: date(2026, 1, 1),
    };
    let mut one = personne("Exemple", "Camille");
    one.id = PersonneId(Uuid::from_u128(1));
    one.fiche.canaux = vec![canal("c@exemple.fr", Accord::Donne)];
    one.step(Statut::Contacte, date(2026, 2, 1), None);
    let mut other = personne("Exempel", "Camille");
    other.id = PersonneId(Uuid::from_u128(2));
    other.rpps = Rpps::parse("10101234564").ok();
    other.fiche.canaux =
        vec![canal("C@exemple.fr", Accord::Refuse), canal("autre@exemple.fr", Accord::Inconnu)];
    other.step(Statut::Repere, date(2026, 1, 1), None);
    other.step(Statut::Interesse, date(2026, 3, 1), Some("réunion".into()));
    (one, other)
}

#[test]
fn the_kept_sheet_is_filled_and_an_objection_holds() {
    let (mut one, mut other) = two();
    let differing: Vec<_> = differences(&one, &other).into_iter().map(|(champ, ..)| champ).collect();
    assert_eq!(differing, [ChampFusion::Nom]);
    fusionner(&mut one, &mut other, &BTreeSet::new());
    assert_eq!((one.nom.as_str(), one.rpps.is_some(), one.statut), ("Exemple", true, Statut::Interesse));
    let accords: Vec<_> = one.fiche.canaux.iter().map(|canal| canal.accord).collect();
    assert_eq!(accords, [Accord::Refuse, Accord::Inconnu]);
    let steps: Vec<_> = one.fiche.parcours.iter().map(|step| step.statut).collect();
    assert_eq!(steps, [Statut::Repere, Statut::Contacte, Statut::Interesse]);
    assert_eq!(other.fusionnee, Some(one.id));
}

#[test]
fn what_was_corrected_since_stays_when_a_merge_is_taken_back() {
    let (mut one, mut other) = two();
    let trace = fusionner(&mut one, &mut other, &BTreeSet::from([ChampFusion::Nom]));
    one.prenom = "Camille-Anne".into();
    one.step(Statut::Adherent, date(2026, 6, 1), None);
    one.fiche.exercices.push(Exercice { adresse: "1 rue du Pont".into(), ..Exercice::default() });
    defaire(&mut one, &mut other, &trace).unwrap();
    assert_eq!(
        (one.nom.as_str(), one.prenom.as_str(), one.rpps.is_none()),
        ("Exemple", "Camille-Anne", true)
    );
    assert_eq!((one.fiche.exercices.len(), one.fiche.canaux.len()), (1, 1));
    assert_eq!(one.fiche.canaux[0].accord, Accord::Donne);
    let steps: Vec<_> = one.fiche.parcours.iter().map(|step: &Etape| step.statut).collect();
    assert_eq!((steps, one.statut), (vec![Statut::Contacte, Statut::Adherent], Statut::Adherent));
    assert_eq!(other.fusionnee, None);
}

#[test]
fn what_cannot_be_taken_back_says_why() {
    let (mut one, mut other) = two();
    let trace = fusionner(&mut one, &mut other, &BTreeSet::new());
    let mut merged = Personne { fusionnee: Some(other.id), ..one.clone() };
    assert_eq!(defaire(&mut merged, &mut other, &trace), Err(Irreversible::MergedAgain));
    let mut removed = Personne { removed_at: Some(jiff::Timestamp::UNIX_EPOCH), ..one.clone() };
    assert_eq!(defaire(&mut removed, &mut other, &trace), Err(Irreversible::Removed));
    let mut free = Personne { fusionnee: None, ..other.clone() };
    assert_eq!(defaire(&mut one, &mut free, &trace), Err(Irreversible::NotMerged));
}

#[test]
fn a_number_that_was_typed_since_is_not_given_to_two_sheets() {
    let (mut one, mut other) = two();
    one.rpps = Rpps::parse("99700218896").ok();
    let trace = fusionner(&mut one, &mut other, &BTreeSet::new());
    one.rpps = other.rpps.clone();
    let kept = one.clone();
    assert_eq!(defaire(&mut one, &mut other, &trace), Err(Irreversible::Number));
    assert_eq!(one, kept, "nothing has changed");
}
