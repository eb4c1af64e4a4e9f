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
    regles: &'static Regles,
}

impl<'a> Index<'a> {
    /// Of the people whose sheet stands.
    ///
    /// # Errors
    /// When the table of rules is malformed.
    pub fn new(annuaire: &'a Annuaire) -> Result<Self, &'static RulesError> {
        let regles = regles()?;
        let people: BTreeMap<_, _> = annuaire.iter().map(|one| (one.id, one)).collect();
        let mut by_key: HashMap<(Raison, String), Vec<PersonneId>> = HashMap::new();
        for one in people.values() {
            for key in keys(one, regles) {
                by_key.entry(key).or_default().push(one.id);
            }
        }
        Ok(Self { people, by_key, regles })
    }

    /// The sheets that may be of this person, the surest first; its own is left out.
    pub fn candidates(&self, personne: &Personne) -> Vec<Rapprochement> {
        let mut near: BTreeMap<PersonneId, BTreeSet<Raison>> = BTreeMap::new();
        for key in keys(personne, self.regles) {
            let Some(found) = self.by_key.get(&key) else { continue };
            let raison = key.0;
            let others = found.iter().filter(|id| **id != personne.id);
            let shared = matches!(raison, Raison::Telephone | Raison::Courriel);
            if shared && others.clone().count() >= self.regles.partage_max {
                continue;
            }
            for id in others {
                near.entry(*id).or_default().insert(raison);
            }
        }
        let judged = near.into_iter().filter_map(|(id, raisons)| {
            let (raisons, certitude) = judge(personne, self.people.get(&id)?, raisons)?;
            Some(Rapprochement { id, raisons, certitude })
        });
        let mut found: Vec<_> = judged.collect();
        found.sort_by_key(|one| (one.certitude, one.id));
        found
    }

    /// Every pair of sheets that may be of one person, the surest first, without those that somebody set apart.
    pub fn pairs(&self, apart: &BTreeSet<(PersonneId, PersonneId)>) -> Vec<Paire> {
        let mut found = Vec::new();
        for personne in self.people.values() {
            for near in self.candidates(personne) {
                if personne.id < near.id && !apart.contains(&(personne.id, near.id)) {
                    let Rapprochement { id: autre, raisons, certitude } = near;
                    found.push(Paire { une: personne.id, autre, raisons, certitude });
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

/// What a sheet is found under.
fn keys(one: &Personne, regles: &Regles) -> BTreeSet<(Raison, String)> {
    let mut keys = BTreeSet::new();
    if let Some(rpps) = &one.rpps {
        keys.insert((Raison::Rpps, rpps.as_str().to_owned()));
    }
    let name = one.name_key();
    // A first name alone, or a name alone, is not a person.
    if !search_key(&one.nom).is_empty() && !search_key(&one.prenom).is_empty() {
        if letters(&name) >= regles.lettres_min {
            for order in orders(one) {
                keys.extend(without_one(&order).map(|near| (Raison::NomProche, near)));
                keys.insert((Raison::NomProche, order));
            }
        }
        keys.insert((Raison::Nom, name));
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

fn letters(key: &str) -> usize {
    key.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Name and first name in both orders: a typing error may change which word sorts first.
fn orders(one: &Personne) -> [String; 2] {
    let (nom, prenom) = (search_key(&one.nom), search_key(&one.prenom));
    [format!("{nom} {prenom}"), format!("{prenom} {nom}")]
}

/// The text without each of its characters in turn. Two texts that differ by one error share one of these.
fn without_one(text: &str) -> impl Iterator<Item = String> + '_ {
    text.char_indices().map(|(place, character)| {
        let after = place + character.len_utf8();
        format!("{}{}", &text[..place], &text[after..])
    })
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
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::super::personne::tests::personne;
    use super::super::personne::{Accord, Canal};
    use super::*;
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
        let tel =
            |rank, nom: &str| reached(numbered(rank, nom, "Camille"), CanalKind::Telephone, "+33426030690");
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

    #[test]
    fn a_jobs_difference_lowers_the_certainty() {
        let job = |rank, code: &str| Personne {
            profession: Some(code.into()),
            ..numbered(rank, "Exemple", "Camille")
        };
        assert_eq!(between(job(1, "10"), job(2, "60")), Some((vec![Raison::Nom], Certitude::Possible)));
    }
}
