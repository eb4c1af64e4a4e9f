//! The community against the official effectif of its territory: how many are known, willing, members, and who is
//! missing.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use territory::professionals::{KnowHow, Selection};
use territory::{Atlas, CommuneCode, Perimeter};

use crate::communaute::{Annuaire, Personne, Statut};
use crate::diagnostic::offre_regles::{OptionsOffre, regles_offre};
use crate::source::RulesError;

/// How far people have come. Who left is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rangs {
    /// Everybody known.
    pub connus: u32,
    /// Written to, called or met, and beyond.
    pub contactes: u32,
    /// Willing, members included.
    pub interesses: u32,
    /// Members.
    pub adherents: u32,
}

impl Rangs {
    fn add(&mut self, statut: Statut) {
        let (contacte, willing, member) = match statut {
            Statut::Repere => (0, 0, 0),
            Statut::Contacte => (1, 0, 0),
            Statut::Interesse => (1, 1, 0),
            Statut::Adherent => (1, 1, 1),
            Statut::Sorti => return,
        };
        self.connus += 1;
        self.contactes += contacte;
        self.interesses += willing;
        self.adherents += member;
    }
}

/// The community of a territory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CommunauteLue {
    /// One line a rule of `offre.toml` that is no part of another one, in its order.
    pub lignes: Vec<LigneCommunaute>,
    /// People of the territory whom no rule counts: other professions, doctors without a known specialty.
    pub autres: Rangs,
    /// People of whom no commune is known.
    pub sans_commune: Rangs,
    /// People who practise outside the territory.
    pub hors: Rangs,
    /// By commune of the territory, all rules together.
    pub communes: Vec<CommuneLue>,
    /// Citations of the official register, with its vintage.
    pub sources: Vec<String>,
}

/// One profession.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LigneCommunaute {
    /// Code of the counting rule.
    pub regle: String,
    /// `Médecins généralistes`.
    pub label: String,
    /// The counting rule, in one French sentence.
    pub rule: String,
    /// Profession code, when the rule has one only: what a list is filtered by.
    pub profession: Option<String>,
    /// Persons in the official register; `None` when no file covers the territory.
    pub officiel: Option<u32>,
    /// Whether the register lacks a part of the territory.
    pub partiel: bool,
    /// People of the community who practise in the territory.
    pub dedans: Rangs,
    /// People of the community of whom no commune is known.
    pub sans_commune: u32,
}

impl LigneCommunaute {
    /// Persons of the register who are not willing yet; `None` when the register says nothing. Never below zero: the
    /// community may know people whom the register does not count.
    pub fn manquants(&self) -> Option<u32> {
        self.officiel.map(|all| all.saturating_sub(self.dedans.interesses))
    }

    /// Willing people out of the official effectif, from 0 to 1 and beyond.
    pub fn part(&self) -> Option<f64> {
        self.officiel.filter(|all| *all > 0).map(|all| f64::from(self.dedans.interesses) / f64::from(all))
    }
}

/// One commune.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommuneLue {
    /// INSEE code.
    pub code: CommuneCode,
    /// Name.
    pub nom: String,
    /// Persons in the official register, all rules together; one who works in two communes is in both.
    pub officiel: u32,
    /// People of the community.
    pub dedans: Rangs,
}

fn holds(selection: &Selection, one: &Personne) -> bool {
    let Some(profession) = one.profession.as_deref() else { return false };
    let known = one.fiche.specialite.as_deref().filter(|code| !code.is_empty());
    let speciality = match &selection.know_how {
        KnowHow::Any => true,
        KnowHow::Only { codes, without } => {
            known.map_or(*without, |own| codes.iter().any(|code| code == own))
        }
        KnowHow::Except { codes, without } => {
            known.map_or(*without, |own| codes.iter().all(|code| code != own))
        }
    };
    speciality && selection.professions.iter().any(|code| code == profession)
}

/// Reads the community against the register, on a day.
///
/// # Errors
/// When the counting rules are malformed: a defect of the release.
pub fn communaute(
    atlas: &Atlas,
    perimeter: &Perimeter,
    annuaire: &Annuaire,
    day: Date,
) -> Result<CommunauteLue, &'static RulesError> {
    let rules = regles_offre()?;
    let inside: BTreeSet<CommuneCode> = perimeter.units().map(|unit| unit.commune()).collect();
    let mut read = CommunauteLue::default();
    let mut communes: BTreeMap<CommuneCode, (u32, Rangs)> =
        inside.iter().map(|code| (*code, Default::default())).collect();
    let mut sources = BTreeSet::new();
    let mut selections = Vec::new();
    for rule in rules.all.iter().filter(|rule| rule.part_of.is_none()) {
        let selection = rules.selection(rule, OptionsOffre::default());
        let heads = atlas.effectif(perimeter, &selection);
        for here in &heads.communes {
            communes.entry(here.commune).or_default().0 += here.persons;
        }
        sources.extend(heads.persons.sources.iter().copied());
        read.lignes.push(LigneCommunaute {
            regle: rule.code.clone(),
            label: rule.label.clone(),
            rule: rule.sentence.clone(),
            profession: Some(selection.professions.clone())
                .filter(|all| all.len() == 1)
                .map(|all| all.concat()),
            officiel: heads.persons.value.map(|value| value.round() as u32),
            partiel: heads.persons.is_partial(),
            ..LigneCommunaute::default()
        });
        selections.push(selection);
    }
    for one in annuaire.iter() {
        let line = selections.iter().position(|selection| holds(selection, one));
        let line = line.and_then(|rank| read.lignes.get_mut(rank));
        let places: BTreeSet<CommuneCode> = one.exercices(day).filter_map(|place| place.commune).collect();
        if places.is_empty() {
            read.sans_commune.add(one.statut);
            if let Some(line) = line.filter(|_| one.statut != Statut::Sorti) {
                line.sans_commune += 1;
            }
            continue;
        }
        let here: Vec<&CommuneCode> = places.intersection(&inside).collect();
        if here.is_empty() {
            read.hors.add(one.statut);
            continue;
        }
        match line {
            Some(line) => {
                line.dedans.add(one.statut);
                // The map compares with the register: only people whom a rule counts.
                here.into_iter().for_each(|code| communes.entry(*code).or_default().1.add(one.statut));
            }
            None => read.autres.add(one.statut),
        }
    }
    let named = |(code, (officiel, dedans))| CommuneLue {
        code,
        nom: atlas.unit_name(territory::UnitCode::Commune(code)),
        officiel,
        dedans,
    };
    read.communes = communes.into_iter().map(named).collect();
    read.sources =
        sources.iter().filter_map(|id| atlas.sources().get(id.0)).map(|one| one.citation()).collect();
    Ok(read)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::communaute::Exercice;
    use crate::communaute::personne::tests::personne;
    use crate::ids::PersonneId;

    fn who(n: u128, profession: &str, statut: Statut, commune: Option<&str>) -> Personne {
        let mut one = personne("Exemple", &n.to_string());
        one.id = PersonneId(Uuid::from_u128(n));
        one.profession = Some(profession.to_owned());
        one.statut = statut;
        if let Some(code) = commune {
            one.fiche.exercices = vec![Exercice { commune: code.parse().ok(), ..Exercice::default() }];
        }
        one
    }

    #[test]
    fn people_are_counted_where_they_practise_and_who_left_is_not() {
        let perimeter: Perimeter = ["34001".parse().unwrap()].into_iter().collect();
        let annuaire = Annuaire::new([
            who(1, "60", Statut::Adherent, Some("34001")),
            who(2, "60", Statut::Repere, Some("34001")),
            who(3, "60", Statut::Sorti, Some("34001")),
            who(4, "60", Statut::Interesse, None),
            who(5, "60", Statut::Contacte, Some("75001")),
            who(6, "10", Statut::Contacte, Some("34001")),
        ]);
        let read = communaute(&Atlas::default(), &perimeter, &annuaire, date(2026, 3, 1)).unwrap();
        let nurses = read.lignes.iter().find(|line| line.profession.as_deref() == Some("60")).unwrap();
        assert_eq!(nurses.dedans, Rangs { connus: 2, contactes: 1, interesses: 1, adherents: 1 });
        assert_eq!((nurses.sans_commune, nurses.officiel, nurses.manquants()), (1, None, None));
        assert_eq!(read.sans_commune.connus, 1);
        assert_eq!(read.hors, Rangs { connus: 1, contactes: 1, ..Rangs::default() });
        assert_eq!(read.autres.connus, 1, "a doctor without a known specialty is in no line");
        assert_eq!(read.communes[0].dedans.connus, 2);
    }

    #[test]
    fn a_community_larger_than_the_register_lacks_nobody() {
        let line = LigneCommunaute {
            officiel: Some(3),
            dedans: Rangs { interesses: 5, ..Rangs::default() },
            ..LigneCommunaute::default()
        };
        assert_eq!(line.manquants(), Some(0));
        assert!(line.part().unwrap() > 1.0);
        assert_eq!(LigneCommunaute { officiel: Some(0), ..LigneCommunaute::default() }.part(), None);
    }
}
