//! Counting a vote. Formulas: docs/methods/votes.md.

use serde::{Deserialize, Serialize};

use super::quorum::Quorum;
use super::reglement::{Majorite, RegleSeance, Reglement};
use super::vote::{ABSTENTION, BLANC, CONTRE, Emargement, Forme, Mode, POUR, Participation, Vote};

/// A ballot: the college it weighs in, and what was chosen. Nothing says whose it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bulletin {
    /// Key of the college; `None` without colleges.
    pub college: Option<String>,
    /// Keys of what was chosen.
    pub choix: Vec<String>,
}

/// What a vote gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resultat {
    /// Whether it was withdrawn for lack of quorum before anybody voted.
    #[serde(default)]
    pub carence: bool,
    /// Ballots.
    pub votants: u32,
    /// Members who stayed out because of an interest.
    pub retraits: u32,
    /// Members who said that they have an interest.
    pub interets: u32,
    /// Those among them who voted all the same.
    pub interesses_votants: u32,
    /// Members known to gain from it who voted; 0 for a vote counted in the room, where nobody knows.
    pub concernes_votants: u32,
    /// Ballots that weigh in the majority.
    pub exprimes: u32,
    /// What carries the decision.
    pub majorite: Majorite,
    /// Whether colleges weigh.
    #[serde(default)]
    pub pondere: bool,
    /// For a question, whether it is adopted; `None` for an election.
    #[serde(default)]
    pub adopte: Option<bool>,
    /// Keys of the names that are elected.
    #[serde(default)]
    pub elus: Vec<String>,
    /// Keys of names that have as many votes for the last seats: nobody chooses among them by a rule.
    #[serde(default)]
    pub ex_aequo: Vec<String>,
    /// The count that was needed.
    pub quorum: Quorum,
    /// Each choice: its key, its votes, and its weighed share in millionths when colleges weigh.
    pub comptes: Vec<(String, u32, u32)>,
}

impl Resultat {
    /// Whether it decides anything.
    pub fn is_valid(&self) -> bool {
        !self.carence && self.quorum.is_reached()
    }

    /// The votes of a choice.
    pub fn voix(&self, cle: &str) -> u32 {
        self.comptes.iter().find(|(key, ..)| key == cle).map_or(0, |(_, votes, _)| *votes)
    }
}

/// The weights of choices: whole numbers over one common total, so that no share is rounded before it is compared.
struct Weighed {
    by_choice: Vec<u128>,
    total: u128,
}

/// Whether a ballot weighs in the majority.
fn is_counted(bulletin: &Bulletin, regle: &RegleSeance) -> bool {
    bulletin.choix.iter().all(|cle| match cle.as_str() {
        BLANC => regle.blancs,
        ABSTENTION => regle.abstentions,
        _ => true,
    })
}

fn weigh(keys: &[String], counted: &[&Bulletin], reglement: &Reglement, weighted: bool) -> Weighed {
    let votes = |college: Option<&str>, key: &String| {
        let own = counted.iter().filter(|one| college.is_none() || one.college.as_deref() == college);
        own.filter(|one| one.choix.contains(key)).count() as u128
    };
    if !weighted {
        let by_choice = keys.iter().map(|key| votes(None, key)).collect();
        return Weighed { by_choice, total: counted.len() as u128 };
    }
    // A college where nobody voted leaves its share to the others.
    let colleges: Vec<(&str, u128, u128)> = reglement
        .colleges
        .iter()
        .map(|one| {
            let cast = counted.iter().filter(|b| b.college.as_deref() == Some(one.cle.as_str())).count();
            (one.cle.as_str(), u128::from(one.poids.unwrap_or(0)), cast as u128)
        })
        .filter(|(_, _, cast)| *cast > 0)
        .collect();
    // Eight colleges of a few thousand members at most: the product stays far below what the type holds.
    let product: u128 = colleges.iter().map(|(_, _, cast)| cast).product();
    let by_choice = keys.iter().map(|key| {
        colleges.iter().map(|(cle, poids, cast)| poids * votes(Some(cle), key) * (product / cast)).sum()
    });
    let by_choice = by_choice.collect();
    Weighed { by_choice, total: colleges.iter().map(|(_, poids, _)| poids * product).sum() }
}

fn carries(majorite: Majorite, votes: u128, total: u128) -> bool {
    match majorite {
        Majorite::Simple => votes > 0,
        Majorite::Absolue => 2 * votes > total,
        Majorite::DeuxTiers => total > 0 && 3 * votes >= 2 * total,
    }
}

/// Those who are elected, and those whom nothing separates at the last seat.
fn elect(
    keys: &[String],
    weighed: &Weighed,
    (seats, majorite): (usize, Majorite),
) -> (Vec<String>, Vec<String>) {
    let mut ranked: Vec<(u128, &String)> = weighed.by_choice.iter().copied().zip(keys).collect();
    ranked.retain(|(votes, _)| carries(majorite, *votes, weighed.total));
    ranked.sort_by_key(|(votes, _)| std::cmp::Reverse(*votes));
    if ranked.len() <= seats {
        return (ranked.into_iter().map(|(_, key)| key.clone()).collect(), Vec::new());
    }
    let (last, next) = (ranked[seats - 1].0, ranked[seats].0);
    let above = |votes: u128| if last == next { votes > last } else { votes >= last };
    let elected = ranked.iter().filter(|(votes, _)| above(*votes)).map(|(_, key)| (*key).clone()).collect();
    let tied = ranked.iter().filter(|(votes, _)| last == next && *votes == last);
    (elected, tied.map(|(_, key)| (*key).clone()).collect())
}

/// The ballots that stand for counts made in the room. An election is counted by names: its ballots hold one each,
/// and how many papers there were is typed apart by nobody.
fn of_room(vote: &Vote) -> Vec<Bulletin> {
    let ballot = |cle: &String| Bulletin { college: None, choix: vec![cle.clone()] };
    let counts = vote.fiche.salle.iter();
    counts.flat_map(|(cle, count)| std::iter::repeat_n(ballot(cle), *count as usize)).collect()
}

/// Counts a vote.
pub fn depouiller(
    vote: &Vote,
    (bulletins, emargements): (&[Bulletin], &[Emargement]),
    (reglement, regle): (&Reglement, &RegleSeance),
    quorum: Quorum,
) -> Resultat {
    let room;
    let bulletins = match vote.mode {
        Mode::MainLevee => {
            room = of_room(vote);
            &room[..]
        }
        Mode::Nominal | Mode::Secret => bulletins,
    };
    let weighted = reglement.is_weighted() && vote.mode != Mode::MainLevee;
    let counted: Vec<&Bulletin> = bulletins.iter().filter(|one| is_counted(one, regle)).collect();
    let keys: Vec<String> = vote.propositions().into_iter().map(|one| one.cle).collect();
    let weighed = weigh(&keys, &counted, reglement, weighted);
    let weight = |cle: &str| keys.iter().position(|key| key == cle).map_or(0, |rank| weighed.by_choice[rank]);
    let names = keys.len() - 2;
    let (adopte, (elus, ex_aequo)) = match vote.forme {
        Forme::PourContre => {
            let carried = match regle.majorite {
                Majorite::Simple => weight(POUR) > weight(CONTRE),
                other => carries(other, weight(POUR), weighed.total),
            };
            (Some(carried), Default::default())
        }
        Forme::Noms => {
            let only = Weighed { by_choice: weighed.by_choice[..names].to_vec(), total: weighed.total };
            (None, elect(&keys[..names], &only, (usize::from(vote.fiche.sieges), regle.majorite)))
        }
    };
    let comptes = keys.iter().enumerate().map(|(rank, key)| {
        let votes = bulletins.iter().filter(|one| one.choix.contains(key)).count() as u32;
        // Rounded half up, for the eye only: decisions compare whole numbers.
        let share = (weighed.by_choice[rank] * 1_000_000 + weighed.total / 2).checked_div(weighed.total);
        (key.clone(), votes, if weighted { share.unwrap_or(0) as u32 } else { 0 })
    });
    let count =
        |keep: &dyn Fn(&Emargement) -> bool| emargements.iter().filter(|one| keep(one)).count() as u32;
    let voted = |one: &Emargement| one.participation == Participation::Vote;
    Resultat {
        carence: false,
        votants: bulletins.len() as u32,
        retraits: count(&|one| !voted(one)),
        interets: count(&|one| one.interet),
        interesses_votants: count(&|one| one.interet && voted(one)),
        concernes_votants: count(&|one| vote.concerns(one.personne) && voted(one)),
        exprimes: counted.len() as u32,
        majorite: regle.majorite,
        pondere: weighted,
        adopte,
        elus,
        ex_aequo,
        comptes: comptes.collect(),
        quorum,
    }
}
