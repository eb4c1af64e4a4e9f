//! Counting votes: what always holds, and examples by hand.

use proptest::prelude::*;
use uuid::Uuid;

use super::vote::{ABSTENTION, BLANC, CONTRE, POUR};
use super::*;
use crate::communaute::ReunionKind;
use crate::ids::{PersonneId, ReunionId, VoteId};

fn vote(forme: Forme, names: usize, seats: u16) -> Vote {
    let noms = (1..=names).map(|rank| Proposition::new(&format!("nom{rank}"), &format!("Nom {rank}")));
    Vote {
        id: VoteId(Uuid::nil()),
        reunion: ReunionId(Uuid::nil()),
        question: "Question".into(),
        forme,
        mode: Mode::Secret,
        state: VoteState::Ouvert,
        fiche: VoteFiche { noms: noms.collect(), sieges: seats, ..VoteFiche::default() },
        created_at: jiff::Timestamp::UNIX_EPOCH,
        ouvert_at: None,
        clos_at: None,
        version: 1,
    }
}

fn reached() -> Quorum {
    Quorum {
        mode: QuorumMode::Aucun,
        inscrits: 10,
        presents: 10,
        representes: 0,
        requis: 0,
        seconde: false,
        colleges: Vec::new(),
    }
}

fn ballots(all: &[(&str, usize)], college: Option<&str>) -> Vec<Bulletin> {
    let one = |cle: &str| Bulletin { college: college.map(str::to_owned), choix: vec![cle.to_owned()] };
    all.iter().flat_map(|(cle, count)| std::iter::repeat_n(one(cle), *count)).collect()
}

fn count(vote: &Vote, ballots: &[Bulletin], regle: RegleSeance) -> Resultat {
    depouiller(vote, (ballots, &[]), (&Reglement::default(), &regle), reached())
}

fn rule(majorite: Majorite) -> RegleSeance {
    RegleSeance { majorite, ..RegleSeance::usual(ReunionKind::Ago) }
}

#[test]
fn majorities_are_what_their_names_say() {
    let question = vote(Forme::PourContre, 0, 1);
    let adopted = |pour, contre, regle| {
        let all = ballots(&[(POUR, pour), (CONTRE, contre), (ABSTENTION, 3), (BLANC, 2)], None);
        count(&question, &all, regle).adopte == Some(true)
    };
    assert!(adopted(5, 4, rule(Majorite::Simple)) && !adopted(4, 4, rule(Majorite::Simple)));
    assert!(adopted(5, 4, rule(Majorite::Absolue)) && !adopted(4, 4, rule(Majorite::Absolue)));
    assert!(adopted(6, 3, rule(Majorite::DeuxTiers)) && !adopted(5, 3, rule(Majorite::DeuxTiers)));
    // Five for, four against, three who abstain: not half of twelve any more.
    let counting = RegleSeance { abstentions: true, ..rule(Majorite::Absolue) };
    assert!(!adopted(5, 4, counting));
    let nobody = count(&question, &ballots(&[(ABSTENTION, 4)], None), rule(Majorite::DeuxTiers));
    assert_eq!((nobody.adopte, nobody.exprimes), (Some(false), 0));
}

#[test]
fn names_with_as_many_votes_at_the_last_seat_are_not_chosen_by_the_program() {
    let election = vote(Forme::Noms, 3, 2);
    let all = ballots(&[("nom1", 5), ("nom2", 3), ("nom3", 3)], None);
    let result = count(&election, &all, rule(Majorite::Simple));
    assert_eq!(result.elus, ["nom1"]);
    assert_eq!(result.ex_aequo, ["nom2", "nom3"]);
    let absolute = count(&election, &all, rule(Majorite::Absolue));
    assert!(absolute.elus.is_empty(), "five of eleven is not more than half");
}

#[test]
fn colleges_weigh_what_the_statutes_say_and_an_empty_one_leaves_its_share() {
    let college = |cle: &str, poids| College {
        cle: cle.into(),
        nom: cle.into(),
        poids: Some(poids),
        ..College::default()
    };
    let rules = Reglement {
        colleges: vec![college("a", 60), college("b", 30), college("c", 10)],
        ..Reglement::default()
    };
    let question = vote(Forme::PourContre, 0, 1);
    let mut all = ballots(&[(POUR, 1), (CONTRE, 2)], Some("a"));
    all.extend(ballots(&[(POUR, 4)], Some("b")));
    let result = depouiller(&question, (&all, &[]), (&rules, &rule(Majorite::Absolue)), reached());
    // For: 60 × 1/3 + 30 = 50 of 90. Five votes for and two against would have said 71 %.
    assert_eq!(result.adopte, Some(true));
    assert_eq!(result.comptes[0], (POUR.into(), 5, 555_556));
    assert_eq!(result.comptes[1], (CONTRE.into(), 2, 444_444));
}

#[test]
fn a_ballot_holds_what_the_vote_has_and_no_more() {
    let election = vote(Forme::Noms, 3, 2);
    let chosen =
        |keys: &[&str]| election.ballot(&keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>());
    assert_eq!(chosen(&["nom2", "nom1", "nom2"]), Ok(vec!["nom1".into(), "nom2".into()]));
    assert_eq!(chosen(&["nom1", "nom2", "nom3"]), Err(VoteError::TooManyChoices(2)));
    assert_eq!(chosen(&["nom1", BLANC]), Err(VoteError::TooManyChoices(1)));
    assert_eq!(chosen(&["nom4"]), Err(VoteError::UnknownChoice));
    assert_eq!(chosen(&[]), Err(VoteError::NothingChosen));
}

#[test]
fn the_seal_follows_the_result() {
    let mut question = vote(Forme::PourContre, 0, 1);
    let day = jiff::civil::date(2026, 11, 22);
    question.fiche.resultat = Some(count(&question, &ballots(&[(POUR, 2)], None), rule(Majorite::Simple)));
    let (first, again) = (question.sealed_text(day).unwrap(), question.sealed_text(day).unwrap());
    assert_eq!(first, again);
    question.fiche.resultat = Some(count(&question, &ballots(&[(POUR, 3)], None), rule(Majorite::Simple)));
    assert_ne!(first, question.sealed_text(day).unwrap());
}

proptest! {
    #[test]
    fn ballots_are_as_many_as_voters_and_choices_add_up(choices in prop::collection::vec(0_usize..4, 0..60)) {
        let keys = [POUR, CONTRE, BLANC, ABSTENTION];
        let all: Vec<Bulletin> =
            choices.iter().map(|rank| Bulletin { college: None, choix: vec![keys[*rank].to_owned()] }).collect();
        let signed: Vec<Emargement> = (0..choices.len())
            .map(|rank| Emargement {
                personne: PersonneId(Uuid::from_u128(rank as u128)),
                par: None,
                participation: Participation::Vote,
                interet: false,
                choix: Vec::new(),
            })
            .collect();
        let question = vote(Forme::PourContre, 0, 1);
        let rules = (&Reglement::default(), &rule(Majorite::Simple));
        let result = depouiller(&question, (&all, &signed), rules, reached());
        let sum: u32 = result.comptes.iter().map(|(_, votes, _)| votes).sum();
        prop_assert_eq!(sum as usize, signed.len());
        prop_assert_eq!(result.votants as usize, signed.len());
        prop_assert_eq!(result.exprimes, result.voix(POUR) + result.voix(CONTRE));
        prop_assert_eq!(result.adopte, Some(result.voix(POUR) > result.voix(CONTRE)));
    }
}
