//! What will come, month by month, to the end of the contract.
//!
//! Prudent: the fixed part only, and only what nothing makes doubtful. Expected: every payment, the variable part for
//! what the evaluation retained, else for a share of the contract that the treasurer chooses.

use jiff::ToSpan;
use jiff::civil::Date;

use super::calendrier::{Echeance, Etat};
use super::cle::NatureEcheance;
use super::mouvement::{GenreMouvement, Mouvement};
use crate::montant::Montant;

/// What is supposed of the variable parts that no evaluation settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hypothese {
    /// Share that is expected, per cent, from 0 to 100.
    pub taux: u8,
}

impl Default for Hypothese {
    fn default() -> Self {
        Self { taux: 100 }
    }
}

impl Hypothese {
    /// From what is typed: a whole number from 0 to 100.
    pub fn lire(typed: &str) -> Option<Self> {
        let text = typed.trim().trim_end_matches('%').trim();
        text.parse().ok().filter(|taux| *taux <= 100).map(|taux| Self { taux })
    }
}

/// A month of the forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mois {
    /// Its first day.
    pub du: Date,
    /// The fixed part.
    pub prudent: Montant,
    /// With the variable part.
    pub attendu: Montant,
    /// What came on the account.
    pub recu: Montant,
    /// Since the signature.
    pub prudent_cumule: Montant,
    /// Since the signature.
    pub attendu_cumule: Montant,
    /// Since the signature.
    pub recu_cumule: Montant,
}

/// A forecast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prevision {
    /// What it supposes.
    pub hypothese: Hypothese,
    /// Every month, from that of the signature to that of the last payment.
    pub mois: Vec<Mois>,
    /// How many payments no amount is signed for: they are not in the sums.
    pub non_signees: usize,
    /// How many payments have a date that depends on something that is late or blocked.
    pub incertaines: usize,
}

impl Prevision {
    /// What the whole contract brings in a prudent count.
    pub fn prudent(&self) -> Montant {
        self.mois.last().map_or(Montant::ZERO, |last| last.prudent_cumule)
    }

    /// What the whole contract brings in the expected count.
    pub fn attendu(&self) -> Montant {
        self.mois.last().map_or(Montant::ZERO, |last| last.attendu_cumule)
    }
}

impl Echeance {
    /// What a prudent count takes of it.
    pub fn prudente(&self) -> Montant {
        if self.prudent { self.du.unwrap_or_default() } else { Montant::ZERO }
    }

    /// What an expected count takes of it.
    pub fn attendue(&self, hypothese: Hypothese) -> Montant {
        match (self.du, self.cle.nature) {
            (Some(due), _) => due,
            (None, NatureEcheance::Variable) => {
                self.contractualise.unwrap_or_default().pour_cent(i64::from(hypothese.taux))
            }
            (None, _) => Montant::ZERO,
        }
    }
}

fn first_of(day: Date) -> Date {
    day.first_of_month()
}

/// The forecast of a contract.
pub fn prevision(
    signature: Date,
    echeances: &[Echeance],
    mouvements: &[Mouvement],
    hypothese: Hypothese,
) -> Prevision {
    let received = || mouvements.iter().filter(|one| one.genre == GenreMouvement::Recu);
    let days = echeances.iter().map(|one| one.date).chain(received().map(|one| one.le));
    let (mut from, mut to) = (first_of(signature), first_of(signature));
    for day in days {
        (from, to) = (from.min(first_of(day)), to.max(first_of(day)));
    }
    let mut mois: Vec<Mois> = Vec::new();
    let mut du = from;
    while du <= to {
        mois.push(Mois {
            du,
            prudent: Montant::ZERO,
            attendu: Montant::ZERO,
            recu: Montant::ZERO,
            prudent_cumule: Montant::ZERO,
            attendu_cumule: Montant::ZERO,
            recu_cumule: Montant::ZERO,
        });
        du = du.saturating_add(1.month());
    }
    let rank = |day: Date| {
        let months = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
        usize::try_from(months(day) - months(from)).unwrap_or_default()
    };
    for one in echeances {
        let month = &mut mois[rank(one.date)];
        month.prudent += one.prudente();
        month.attendu += one.attendue(hypothese);
    }
    for one in received() {
        mois[rank(one.le)].recu += one.montant;
    }
    let (mut prudent, mut attendu, mut recu) = (Montant::ZERO, Montant::ZERO, Montant::ZERO);
    for month in &mut mois {
        (prudent, attendu, recu) = (prudent + month.prudent, attendu + month.attendu, recu + month.recu);
        (month.prudent_cumule, month.attendu_cumule, month.recu_cumule) = (prudent, attendu, recu);
    }
    let uncertain = |one: &&Echeance| {
        matches!(one.etat, Etat::Bloquee(_) | Etat::ARevoir(_) | Etat::NonCommencee { en_retard: true, .. })
    };
    Prevision {
        hypothese,
        mois,
        non_signees: echeances.iter().filter(|one| one.etat == Etat::NonSignee).count(),
        incertaines: echeances.iter().filter(uncertain).count(),
    }
}
