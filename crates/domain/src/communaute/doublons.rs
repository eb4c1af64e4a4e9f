//! Sheets that may be of one person: by number, by name in any order, by telephone, by e-mail.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use territory::text::search_key;

use super::annuaire::Annuaire;
use super::canal::CanalKind;
use super::personne::Personne;
use super::regles::{Regles, regles};
use crate::authz::role::words;
use crate::ids::PersonneId;
use crate::source::RulesError;

words! {
    /// Why two sheets may be of one person.
    Raison {
        /// The same RPPS number.
        Rpps = "rpps", "Même numéro RPPS";
        /// The same name and first name, in any order and any spelling.
        Nom = "nom", "Même nom et même prénom";
        /// The same but for one letter.
        NomProche = "nom_proche", "Nom et prénom à une lettre près";
        /// The same e-mail address.
        Courriel = "courriel", "Même adresse e-mail";
        /// The same telephone.
        Telephone = "telephone", "Même téléphone";
    }
}

words! {
    /// How sure it is that two sheets are of one person.
    Certitude {
        /// Nothing says otherwise and two things agree, or the number does.
        Certaine = "certaine", "Presque certain";
        /// One strong thing agrees.
        Probable = "probable", "Probable";
        /// To look at.
        Possible = "possible", "Possible";
    }
}

/// A sheet that may be of the same person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rapprochement {
    /// The other sheet.
    pub id: PersonneId,
    /// Why.
    pub raisons: Vec<Raison>,
    /// How sure it is.
    pub certitude: Certitude,
}

/// Two sheets that may be of one person, the older first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paire {
    /// The older sheet.
    pub une: PersonneId,
    /// The other one.
    pub autre: PersonneId,
    /// Why.
    pub raisons: Vec<Raison>,
    /// How sure it is.
    pub certitude: Certitude,
}

/// Two identifiers in the order under which a pair is remembered.
pub fn ordered(one: PersonneId, other: PersonneId) -> (PersonneId, PersonneId) {
    if one <= other { (one, other) } else { (other, one) }
}

/// People by what tells them apart. Made once, asked many times: an import asks for each of its lines.
#[derive(Debug)]
pub struct Index<'a> {
    people: BTreeMap<PersonneId, &'a Personne>,
    by_key: HashMap<(Raison, String), Vec<PersonneId>>,
    /// By a trace of a name: see [`traces`].
    by_trace: HashMap<u64, Vec<PersonneId>>,
    regles: &'static Regles,
}

/// What two sheets have in common, before anybody judges it.
type Near = BTreeMap<PersonneId, BTreeSet<Raison>>;

impl<'a> Index<'a> {
    /// Of the people whose sheet stands.
    ///
    /// # Errors
    /// When the table of rules is malformed.
    pub fn new(annuaire: &'a Annuaire) -> Result<Self, &'static RulesError> {
        let regles = regles()?;
        let people: BTreeMap<_, _> = annuaire.iter().map(|one| (one.id, one)).collect();
        let mut by_key: HashMap<(Raison, String), Vec<PersonneId>> = HashMap::with_capacity(people.len() * 3);
        let mut by_trace: HashMap<u64, Vec<PersonneId>> = HashMap::with_capacity(people.len() * 32);
        for one in people.values() {
            for key in keys(one) {
                by_key.entry(key).or_default().push(one.id);
            }
            for trace in traces(one, regles) {
                by_trace.entry(trace).or_default().push(one.id);
            }
        }
        Ok(Self { people, by_key, by_trace, regles })
    }

    /// Whether a telephone or an address that this many other people have is of none of them.
    fn is_shared(&self, raison: Raison, others: usize) -> bool {
        matches!(raison, Raison::Telephone | Raison::Courriel) && others >= self.regles.partage_max
    }

    fn judged(&self, personne: &Personne, near: Near) -> Vec<Rapprochement> {
        let judged = near.into_iter().filter_map(|(id, raisons)| {
            let (raisons, certitude) = judge(personne, self.people.get(&id)?, raisons)?;
            Some(Rapprochement { id, raisons, certitude })
        });
        judged.collect()
    }

    /// The sheets that may be of this person, the surest first; its own is left out.
    pub fn candidates(&self, personne: &Personne) -> Vec<Rapprochement> {
        let mut near = Near::new();
        for key in keys(personne) {
            let Some(found) = self.by_key.get(&key) else { continue };
            let others = found.iter().filter(|id| **id != personne.id);
            if !self.is_shared(key.0, others.clone().count()) {
                for id in others {
                    near.entry(*id).or_default().insert(key.0);
                }
            }
        }
        for trace in traces(personne, self.regles) {
            let found = self.by_trace.get(&trace).into_iter().flatten();
            let others = found.filter(|id| **id != personne.id);
            for id in others {
                near.entry(*id).or_default().insert(Raison::NomProche);
            }
        }
        let mut found = self.judged(personne, near);
        found.sort_by_key(|one| (one.certitude, one.id));
        found
    }

    /// Every pair of sheets that may be of one person, the surest first, without those that somebody set apart.
    ///
    /// Only sheets that share a key are compared: what is never found under one key is never looked at.
    pub fn pairs(&self, apart: &BTreeSet<(PersonneId, PersonneId)>) -> Vec<Paire> {
        let mut near: BTreeMap<PersonneId, Near> = BTreeMap::new();
        let mut share = |raison, all: &[PersonneId]| {
            for (rank, one) in all.iter().enumerate() {
                for other in &all[rank + 1..] {
                    let (une, autre) = ordered(*one, *other);
                    near.entry(une).or_default().entry(autre).or_default().insert(raison);
                }
            }
        };
        for ((raison, _), all) in self.by_key.iter().filter(|(_, all)| all.len() > 1) {
            if !self.is_shared(*raison, all.len() - 1) {
                share(*raison, all);
            }
        }
        for all in self.by_trace.values().filter(|all| all.len() > 1) {
            share(Raison::NomProche, all);
        }
        let mut found = Vec::new();
        for (une, near) in near {
            let Some(personne) = self.people.get(&une) else { continue };
            for Rapprochement { id: autre, raisons, certitude } in self.judged(personne, near) {
                if !apart.contains(&(une, autre)) {
                    found.push(Paire { une, autre, raisons, certitude });
                }
            }
        }
        found.sort_by_key(|pair| (pair.certitude, pair.une, pair.autre));
        found
    }
}

/// The sheets that may be of a person, the surest first. For many people, make an [`Index`] once.
///
/// # Errors
/// When the table of rules is malformed.
pub fn candidates(
    annuaire: &Annuaire,
    personne: &Personne,
) -> Result<Vec<Rapprochement>, &'static RulesError> {
    Ok(Index::new(annuaire)?.candidates(personne))
}

/// Whether a sheet names somebody: a first name alone, or a name alone, is not a person.
fn is_named(one: &Personne) -> bool {
    !search_key(&one.nom).is_empty() && !search_key(&one.prenom).is_empty()
}

/// What a sheet is found under.
fn keys(one: &Personne) -> BTreeSet<(Raison, String)> {
    let mut keys = BTreeSet::new();
    if let Some(rpps) = &one.rpps {
        keys.insert((Raison::Rpps, rpps.as_str().to_owned()));
    }
    if is_named(one) {
        keys.insert((Raison::Nom, one.name_key()));
    }
    for canal in &one.fiche.canaux {
        match canal.kind {
            CanalKind::Courriel | CanalKind::Mssante => keys.insert((Raison::Courriel, canal.key())),
            CanalKind::Telephone => keys.insert((Raison::Telephone, canal.key())),
            CanalKind::Postal => false,
        };
    }
    keys
}

/// Traces of a name: of its letters in both orders, and of the same without each letter in turn. Two names that differ
/// by one error share a trace; two that share one by chance are told apart afterwards, since letters are compared.
fn traces(one: &Personne, regles: &Regles) -> BTreeSet<u64> {
    let mut found = BTreeSet::new();
    if is_named(one) && letters(&one.name_key()) >= regles.lettres_min {
        orders(one).iter().for_each(|order| without_one(order, &mut found));
    }
    found
}

fn letters(key: &str) -> usize {
    key.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Name and first name in both orders: a typing error may change which word sorts first.
fn orders(one: &Personne) -> [String; 2] {
    let (nom, prenom) = (search_key(&one.nom), search_key(&one.prenom));
    [format!("{nom} {prenom}"), format!("{prenom} {nom}")]
}

/// Adds the trace of a text, and of the text without each of its characters in turn.
fn without_one(text: &str, found: &mut BTreeSet<u64>) {
    // Odd, so that its powers never become zero: a number of the golden ratio.
    const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
    let codes: Vec<u64> = text.chars().map(|character| u64::from(u32::from(character)) + 1).collect();
    // Each place weighs a power of the step; what follows a character that goes weighs one power less.
    let mut after = Vec::with_capacity(codes.len() + 1);
    after.push(0_u64);
    for code in codes.iter().rev() {
        let last = after.last().copied().unwrap_or_default();
        after.push(last.wrapping_mul(STEP).wrapping_add(*code));
    }
    let (mut before, mut power) = (0_u64, 1_u64);
    found.insert(after.last().copied().unwrap_or_default());
    for (place, code) in codes.iter().enumerate() {
        let rest = after[codes.len() - place - 1];
        found.insert(before.wrapping_add(power.wrapping_mul(rest)));
        before = before.wrapping_add(power.wrapping_mul(*code));
        power = power.wrapping_mul(STEP);
    }
}

/// Whether one letter was added, lost, changed, or exchanged with its neighbour.
fn one_error(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    match (a, b) {
        (a, b) if a.len() + b.len() <= 1 || (a.len() == 1 && b.len() == 1) => true,
        ([x, y], [z, t]) => x == t && y == z,
        _ => false,
    }
}

/// The reasons that hold, and how sure they make it; `None` when two numbers say that these are two people.
fn judge(
    one: &Personne,
    other: &Personne,
    mut raisons: BTreeSet<Raison>,
) -> Option<(Vec<Raison>, Certitude)> {
    if raisons.contains(&Raison::Nom) {
        raisons.remove(&Raison::NomProche);
    }
    if raisons.contains(&Raison::NomProche) {
        let mine = orders(one);
        if !orders(other).iter().any(|theirs| mine.iter().any(|own| one_error(own, theirs))) {
            raisons.remove(&Raison::NomProche);
        }
    }
    let two_numbers = one.rpps.is_some() && other.rpps.is_some() && one.rpps != other.rpps;
    let two_jobs =
        one.profession.is_some() && other.profession.is_some() && one.profession != other.profession;
    let has = |raison| raisons.contains(&raison);
    let reached = has(Raison::Courriel) || has(Raison::Telephone);
    let certitude = match (has(Raison::Rpps), has(Raison::Nom), has(Raison::NomProche)) {
        (true, ..) => Certitude::Certaine,
        (_, true, _) if two_numbers => Certitude::Possible,
        _ if two_numbers => return None,
        (_, true, _) if reached => Certitude::Certaine,
        (_, true, _) if two_jobs => Certitude::Possible,
        (_, true, _) => Certitude::Probable,
        (_, _, true) if reached => Certitude::Probable,
        (_, _, true) => Certitude::Possible,
        _ if has(Raison::Courriel) && has(Raison::Telephone) => Certitude::Probable,
        _ if reached => Certitude::Possible,
        _ => return None,
    };
    Some((raisons.into_iter().collect(), certitude))
}

#[cfg(test)]
mod tests;
