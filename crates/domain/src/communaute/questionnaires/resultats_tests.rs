//! The laws of the results: counts add up, and a rate says of how many.

use proptest::prelude::*;
use uuid::Uuid;

use super::super::difficulte::tests::difficulte;
use super::super::question::Proposition;
use super::super::questionnaire::tests::{question, questionnaire};
use super::super::reponse::tests::reponse;
use super::*;
use crate::ids::QuestionnaireId;

fn asked() -> Questionnaire {
    let option = |cle: &str| Proposition { cle: cle.into(), libelle: cle.into() };
    let options = || vec![option("a"), option("b"), option("c")];
    let echelle = Nature::Echelle { min: 1, max: 5, bas: "peu".into(), haut: "très".into() };
    questionnaire(vec![
        question("choix", "Un seul", Nature::Choix { options: options() }),
        question("plusieurs", "Plusieurs", Nature::Plusieurs { options: options() }),
        question("echelle", "Échelle", echelle),
        question("texte", "Libre", Nature::Texte),
    ])
}

fn person(rank: u8) -> PersonneId {
    PersonneId(Uuid::from_u128(u128::from(rank) + 1000))
}

/// Two sheets of one person stand side by side: an odd one stands for the even one before it.
fn resolve(who: PersonneId) -> PersonneId {
    PersonneId(Uuid::from_u128(who.0.as_u128() & !1))
}

type Given = (Option<u8>, Option<u8>, BTreeSet<u8>, Option<i64>, Option<bool>, u8);

fn given() -> impl Strategy<Value = Vec<Given>> {
    let one = (
        prop::option::of(0..20_u8),
        prop::option::of(0..3_u8),
        prop::collection::btree_set(0..3_u8, 0..3),
        prop::option::of(1..6_i64),
        prop::option::of(any::<bool>()),
        0..3_u8,
    );
    prop::collection::vec(one, 0..40)
}

fn letter(rank: u8) -> String {
    char::from(b'a' + rank).to_string()
}

fn built(given: Vec<Given>) -> Vec<Reponse> {
    let build = |(rank, (who, choix, plusieurs, step, texte, profession)): (usize, Given)| {
        let mut one = reponse(rank as u128, &[]);
        let mut put = |cle: &str, valeur: Option<Valeur>| {
            one.fiche.valeurs.extend(valeur.map(|valeur| (cle.to_owned(), valeur)));
        };
        put("choix", choix.map(|rank| Valeur::Choix(letter(rank))));
        let several: BTreeSet<String> = plusieurs.into_iter().map(letter).collect();
        put("plusieurs", (!several.is_empty()).then_some(Valeur::Plusieurs(several)));
        put("echelle", step.map(Valeur::Nombre));
        put("texte", texte.map(|_| Valeur::Texte("dit".into())));
        if texte == Some(true) {
            one.fiche.codages = [("texte".to_owned(), vec!["t".to_owned()])].into();
        }
        one.personne = who.map(person);
        one.profession = (profession > 0).then(|| format!("{profession}0"));
        one
    };
    given.into_iter().enumerate().map(build).collect()
}

proptest! {
    #[test]
    fn counts_add_up_and_rates_are_shares(given in given(), asked_people in prop::collection::btree_set(0..20_u8, 0..20)) {
        let questionnaire = asked();
        let sent = built(given);
        let before = sent.len();
        let reponses = counted(sent, resolve);
        prop_assert!(reponses.len() <= before);
        let known: Vec<PersonneId> = reponses.iter().filter_map(|one| one.personne.map(resolve)).collect();
        prop_assert_eq!(known.iter().collect::<BTreeSet<_>>().len(), known.len(), "each person once");
        let mut solicited: Vec<PersonneId> = asked_people.into_iter().map(|rank| resolve(person(rank))).collect();
        solicited.dedup();
        let profession = |who: &PersonneId| who.0.as_u128().is_multiple_of(4).then(|| "10".to_owned());
        let solicited: Vec<Solicited> =
            solicited.iter().map(|who| Solicited { personne: *who, profession: profession(who) }).collect();
        let found = Resultats::count(&questionnaire, (&reponses, &[]), (&solicited, &resolve));
        for one in &found.questions {
            prop_assert_eq!(one.posee, reponses.len());
            prop_assert_eq!(one.repondue + one.sans_reponse(), one.posee);
            let sum: usize = one.comptes.iter().map(|count| count.nombre).sum();
            match one.question.nature {
                Nature::Choix { .. } | Nature::Echelle { .. } => prop_assert_eq!(sum, one.repondue),
                Nature::Plusieurs { .. } => {
                    prop_assert!(sum >= one.repondue);
                    prop_assert!(one.comptes.iter().all(|count| count.nombre <= one.repondue));
                }
                _ => prop_assert_eq!(one.textes.len(), one.repondue),
            }
            prop_assert!(one.a_classer() <= one.textes.len());
        }
        prop_assert_eq!(found.total.reponses, reponses.len());
        prop_assert_eq!(found.total.sollicites, solicited.len());
        for line in &found.professions {
            prop_assert!(line.repondants <= line.sollicites && line.repondants <= line.reponses);
            prop_assert_eq!(line.taux().is_none(), line.sollicites == 0);
            prop_assert!(line.taux().is_none_or(|rate| (0.0..=1.0).contains(&rate)));
        }
    }
}

#[test]
fn a_question_of_before_stays_in_the_results_with_those_who_were_asked() {
    let mut questionnaire = asked();
    let old = reponse(1, &[("choix", Valeur::Choix("a".into()))]);
    let kept: Vec<Question> = questionnaire.questions()[1..].to_vec();
    questionnaire.ask(kept, &BTreeSet::from([1]), jiff::Timestamp::UNIX_EPOCH);
    let mut new = reponse(2, &[("echelle", Valeur::Nombre(4))]);
    new.fiche.version = 2;
    let found = Resultats::count(&questionnaire, (&[old, new], &[]), (&[], &|who| who));
    let of = |cle: &str| found.questions.iter().find(|one| one.question.cle == cle).unwrap();
    assert_eq!((of("choix").posee, of("choix").repondue), (1, 1));
    assert_eq!(
        (of("echelle").posee, of("echelle").repondue, of("echelle").mesures),
        (2, 1, Some((4, 4.0, 4)))
    );
    assert_eq!(of("choix").comptes.len(), 3, "an answer that nobody gave is a zero");
}

#[test]
fn the_themes_of_a_difficulty_are_those_of_its_own_page() {
    let questionnaire = asked();
    let said = reponse(7, &[("texte", Valeur::Texte("Sorties".into()))]);
    let mut born = difficulte(1, "Sorties");
    born.reponse = Some((QuestionnaireId(Uuid::nil()), said.id, "texte".into()));
    let texts = |born: &Difficulte| {
        let found = Resultats::count(
            &questionnaire,
            (std::slice::from_ref(&said), std::slice::from_ref(born)),
            (&[], &|who| who),
        );
        found.questions.into_iter().find(|one| one.question.cle == "texte").unwrap()
    };
    assert_eq!(texts(&born).a_classer(), 1);
    born.fiche.themes = Some(vec!["sortie".into()]);
    assert_eq!(texts(&born).comptes, [Compte { cle: "sortie".into(), nombre: 1 }]);
}

#[test]
fn a_median_stands_between_the_two_in_the_middle() {
    assert_eq!(measures(vec![4, 1, 3, 2]), Some((1, 2.5, 4)));
    assert_eq!(measures(Vec::new()), None);
}
