//! What the CPTS commits and pays: one expense, cut over years, missions and actions to the cent.
//!
//! Amounts are lines that are only added: an expense that changes has one line more, with its reason. Its cut is kept as a
//! list too, the last one counts.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::mouvement::{COURT, Refus};
use super::natures::Natures;
use super::piece::PieceJointe;
use crate::aci::contrat::Termes;
use crate::authz::Author;
use crate::authz::role::words;
use crate::ids::{ContratId, DepenseId, ObjectifId};
use crate::montant::{Montant, RefusSomme};
use crate::texte::read_day;

words! {
    /// What a line of an expense says.
    GenreDepense {
        /// It is ordered: the money is not free any more.
        Engage = "engage", "Engagé";
        /// It left the account.
        Paye = "paye", "Payé";
    }
}

/// A part of an expense.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartDepense {
    /// The contract year whose money it takes.
    pub annee: u8,
    /// Key of the mission; `None` for the fonctionnement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mission: Option<String>,
    /// The action that it serves, when it is one of the project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<ObjectifId>,
    /// Its amount when the cut was made.
    pub montant: Montant,
}

/// How an expense is cut.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ventilation {
    /// Its parts.
    pub parts: Vec<PartDepense>,
    /// Why it was cut again; empty for the first cut.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub motif: String,
    /// Who cut it.
    pub by: Author,
    /// When.
    pub at: Timestamp,
}

/// A line of an expense.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ecriture {
    /// What it says.
    pub genre: GenreDepense,
    /// How much. A correction that takes away is negative.
    pub montant: Montant,
    /// The day of the order or of the bank.
    pub le: Date,
    /// Why, for a correction.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub motif: String,
    /// Who wrote it.
    pub by: Author,
    /// When.
    pub at: Timestamp,
}

/// What is known of an expense beyond its columns. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepenseFiche {
    /// Who is paid.
    pub tiers: String,
    /// Account of its nature.
    pub nature: String,
    /// Number of the invoice or of the order.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
    /// Its cuts, oldest first: the last one counts.
    pub ventilations: Vec<Ventilation>,
    /// Its lines, oldest first.
    pub ecritures: Vec<Ecriture>,
    /// Its documents, oldest first: the order, the invoice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<PieceJointe>,
}

/// An expense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Depense {
    /// Identifier.
    pub id: DepenseId,
    /// Its contract.
    pub contrat: ContratId,
    /// What it is for.
    pub libelle: String,
    /// Everything else.
    pub fiche: DepenseFiche,
    /// When it was written.
    pub created_at: Timestamp,
    /// Counts the changes: two people who change it at once are told.
    pub version: i64,
}

impl Depense {
    /// What its lines of a kind add up to.
    pub fn total(&self, genre: GenreDepense) -> Montant {
        let own = self.fiche.ecritures.iter().filter(|one| one.genre == genre);
        own.map(|one| one.montant).sum()
    }

    /// How it is cut.
    pub fn parts(&self) -> &[PartDepense] {
        self.fiche.ventilations.last().map_or(&[], |last| &last.parts)
    }

    /// A total cut over its parts: the pieces add up to it exactly.
    pub fn repartie(&self, genre: GenreDepense) -> Vec<Montant> {
        self.couper(self.total(genre))
    }

    /// An amount cut as the expense is.
    pub fn couper(&self, montant: Montant) -> Vec<Montant> {
        let weight = |part: &PartDepense| part.montant.en_centimes().unsigned_abs();
        montant.repartir(&self.parts().iter().map(weight).collect::<Vec<_>>())
    }

    /// The day of its first line.
    pub fn le(&self) -> Option<Date> {
        self.fiche.ecritures.first().map(|one| one.le)
    }

    /// Adds a line or a correction: `right` is what the total must be.
    ///
    /// # Errors
    /// Each field that cannot be taken; more paid than committed.
    pub fn corriger(
        &mut self,
        genre: GenreDepense,
        right: Montant,
        line: Ecriture,
    ) -> Result<(), Refus<RefusDepense>> {
        let other = |one| if one == genre { right } else { self.total(one) };
        if other(GenreDepense::Paye) > other(GenreDepense::Engage) {
            return Err(vec![("montant", RefusDepense::PlusPaye(other(GenreDepense::Engage)))]);
        }
        let delta = right - self.total(genre);
        if delta == Montant::ZERO {
            return Err(vec![("montant", RefusDepense::Identique)]);
        }
        self.fiche.ecritures.push(Ecriture { genre, montant: delta, ..line });
        Ok(())
    }
}

/// Why an expense is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefusDepense {
    /// Nothing was typed.
    #[error("nothing typed")]
    Vide,
    /// A text that is too long.
    #[error("too long")]
    Long,
    /// An account that the table does not have.
    #[error("no such nature")]
    Nature,
    /// The amount.
    #[error(transparent)]
    Montant(RefusSomme),
    /// Zero.
    #[error("zero")]
    Nul,
    /// No day, or none that can be read.
    #[error("no day")]
    Jour,
    /// To come.
    #[error("to come")]
    AVenir,
    /// Paid before it was committed.
    #[error("before the commitment")]
    AvantEngagement,
    /// More paid than committed: the commitment is corrected first.
    #[error("more paid than committed")]
    PlusPaye(Montant),
    /// The parts do not add up to the amount.
    #[error("the parts add up to {0:?}")]
    Somme(Montant),
    /// A year that the contract has not.
    #[error("no such year")]
    Annee,
    /// A mission that the contract has not.
    #[error("no such mission")]
    Mission,
    /// An action that is not one of the CPTS.
    #[error("no such action")]
    Action,
    /// A correction says why.
    #[error("no reason")]
    Motif,
    /// The total is that already.
    #[error("nothing changes")]
    Identique,
}

/// An expense as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DepenseTapee {
    /// Who is paid.
    pub tiers: String,
    /// What it is for.
    pub libelle: String,
    /// Account of its nature.
    pub nature: String,
    /// Number of the invoice.
    pub reference: String,
    /// Amount.
    pub montant: String,
    /// The day of the order.
    pub engage_le: String,
    /// The day of the payment; empty when it is not paid.
    pub paye_le: String,
    /// Its parts; a part left empty is none.
    pub parts: Vec<PartTapee>,
}

/// A part as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartTapee {
    /// Rank of the contract year.
    pub annee: String,
    /// Key of the mission; empty for the fonctionnement.
    pub mission: String,
    /// Identifier of the action; empty for none.
    pub action: String,
    /// Amount; empty for what remains once the others are taken away.
    pub montant: String,
}

/// Names of the fields of each part of a form: year, mission, action, amount.
pub const CHAMPS: [[&str; 4]; 6] = [
    ["annee_1", "mission_1", "action_1", "part_1"],
    ["annee_2", "mission_2", "action_2", "part_2"],
    ["annee_3", "mission_3", "action_3", "part_3"],
    ["annee_4", "mission_4", "action_4", "part_4"],
    ["annee_5", "mission_5", "action_5", "part_5"],
    ["annee_6", "mission_6", "action_6", "part_6"],
];

impl PartTapee {
    fn is_empty(&self) -> bool {
        [&self.annee, &self.mission, &self.action, &self.montant].iter().all(|text| text.trim().is_empty())
    }
}

fn short(name: &'static str, text: &str, needed: bool, wrong: &mut Refus<RefusDepense>) -> String {
    let text = text.trim();
    if needed && text.is_empty() {
        wrong.push((name, RefusDepense::Vide));
    }
    if text.chars().count() > COURT {
        wrong.push((name, RefusDepense::Long));
    }
    text.to_owned()
}

fn day(name: &'static str, typed: &str, today: Date, wrong: &mut Refus<RefusDepense>) -> Option<Date> {
    let read = match read_day(typed) {
        None => Err(RefusDepense::Jour),
        Some(le) if le > today => Err(RefusDepense::AVenir),
        Some(le) => Ok(le),
    };
    wrong.extend(read.err().map(|refus| (name, refus)));
    read.ok()
}

/// Reads the parts of an amount. Those whose amount is left empty share what remains.
///
/// # Errors
/// Each field that cannot be taken, and parts that do not add up.
pub fn lire_parts(
    whole: Montant,
    typed: &[PartTapee],
    (termes, actions): (&Termes, &[ObjectifId]),
) -> Result<Vec<PartDepense>, Refus<RefusDepense>> {
    let (mut parts, mut open, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
    for (rank, one) in typed.iter().enumerate().filter(|(_, one)| !one.is_empty()) {
        let [annee_field, mission_field, action_field, part_field] = CHAMPS[rank.min(CHAMPS.len() - 1)];
        let annee = one.annee.trim().parse().ok().filter(|annee| termes.annee(*annee).is_some());
        if annee.is_none() {
            wrong.push((annee_field, RefusDepense::Annee));
        }
        let mission = Some(one.mission.trim()).filter(|cle| !cle.is_empty());
        if mission.is_some_and(|cle| termes.mission(cle).is_none()) {
            wrong.push((mission_field, RefusDepense::Mission));
        }
        let typed_action = Some(one.action.trim()).filter(|id| !id.is_empty());
        let action = typed_action.and_then(|id| id.parse().ok()).filter(|id| actions.contains(id));
        if typed_action.is_some() && action.is_none() {
            wrong.push((action_field, RefusDepense::Action));
        }
        let montant = match Montant::lire(&one.montant) {
            Ok(montant) => montant,
            Err(RefusSomme::Vide) => {
                open.push(parts.len());
                Montant::ZERO
            }
            Err(refus) => {
                wrong.push((part_field, RefusDepense::Montant(refus)));
                Montant::ZERO
            }
        };
        let mission = mission.map(str::to_owned);
        parts.push(PartDepense { annee: annee.unwrap_or_default(), mission, action, montant });
    }
    if parts.is_empty() {
        return Err(vec![(CHAMPS[0][0], RefusDepense::Vide)]);
    }
    let known: Montant = parts.iter().map(|part| part.montant).sum();
    if known > whole || (open.is_empty() && known != whole) {
        wrong.push((CHAMPS[0][3], RefusDepense::Somme(known)));
    } else {
        let rest = (whole - known).repartir(&vec![1; open.len()]);
        for (rank, montant) in open.into_iter().zip(rest) {
            parts[rank].montant = montant;
        }
    }
    if wrong.is_empty() { Ok(parts) } else { Err(wrong) }
}

/// Reads an expense that is typed: what it is for, and the rest of it.
///
/// # Errors
/// Each field that cannot be taken.
pub fn lire_depense(
    typed: &DepenseTapee,
    (termes, actions, natures): (&Termes, &[ObjectifId], &Natures),
    (today, by, at): (Date, Author, Timestamp),
) -> Result<(String, DepenseFiche), Refus<RefusDepense>> {
    let mut wrong = Vec::new();
    let tiers = short("tiers", &typed.tiers, true, &mut wrong);
    let libelle = short("libelle", &typed.libelle, true, &mut wrong);
    let reference = short("reference", &typed.reference, false, &mut wrong);
    if natures.nature(&typed.nature).is_none() {
        wrong.push(("nature", RefusDepense::Nature));
    }
    let montant = match Montant::lire(&typed.montant) {
        Ok(Montant::ZERO) => Err(RefusDepense::Nul),
        other => other.map_err(RefusDepense::Montant),
    };
    wrong.extend(montant.err().map(|refus| ("montant", refus)));
    let engage_le = day("engage_le", &typed.engage_le, today, &mut wrong);
    let paid = !typed.paye_le.trim().is_empty();
    let paye_le = if paid { day("paye_le", &typed.paye_le, today, &mut wrong) } else { None };
    if engage_le.zip(paye_le).is_some_and(|(order, payment)| payment < order) {
        wrong.push(("paye_le", RefusDepense::AvantEngagement));
    }
    let parts = montant.ok().and_then(|montant| match lire_parts(montant, &typed.parts, (termes, actions)) {
        Ok(parts) => Some(parts),
        Err(more) => {
            wrong.extend(more);
            None
        }
    });
    let (Ok(montant), Some(le), Some(parts), true) = (montant, engage_le, parts, wrong.is_empty()) else {
        return Err(wrong);
    };
    let line = |genre, le| Ecriture { genre, montant, le, motif: String::new(), by: by.clone(), at };
    let mut ecritures = vec![line(GenreDepense::Engage, le)];
    ecritures.extend(paye_le.map(|le| line(GenreDepense::Paye, le)));
    let ventilations = vec![Ventilation { parts, motif: String::new(), by: by.clone(), at }];
    let nature = typed.nature.clone();
    Ok((libelle, DepenseFiche { tiers, nature, reference, ventilations, ecritures, pieces: Vec::new() }))
}

#[cfg(test)]
#[path = "depense_tests.rs"]
mod tests;
