//! What each envelope holds: by contract year and mission, the five words side by side and never mixed.

use std::collections::BTreeMap;

use super::cle::NatureEcheance;
use super::depense::{Depense, GenreDepense};
use super::mouvement::{GenreMouvement, Mouvement};
use crate::aci::contrat::Termes;
use crate::aci::poste::Poste;
use crate::ids::ObjectifId;
use crate::montant::Montant;

/// The envelope of a contract year and a mission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enveloppe {
    /// Rank of the contract year.
    pub annee: u8,
    /// Key of the mission; `None` for the fonctionnement and the start-up.
    pub mission: Option<String>,
    /// Fixed part that was signed; `None` when it was not.
    pub fixe: Option<Montant>,
    /// Variable part that was signed; `None` when it was not.
    pub variable: Option<Montant>,
    /// Announced.
    pub notifie: Montant,
    /// On the account.
    pub recu: Montant,
    /// Of what was received, the variable part.
    pub recu_variable: Montant,
    /// Ordered.
    pub engage: Montant,
    /// Spent.
    pub paye: Montant,
}

impl Enveloppe {
    /// What was signed, when something was.
    pub fn contractualise(&self) -> Option<Montant> {
        match (self.fixe, self.variable) {
            (None, None) => None,
            (fixe, variable) => Some(fixe.unwrap_or_default() + variable.unwrap_or_default()),
        }
    }

    /// What came and nothing was ordered with. Negative when more was ordered than came.
    pub fn reste(&self) -> Montant {
        self.recu - self.engage
    }
}

/// The envelopes of a contract: every year and mission that was signed, and those on which something hangs.
pub fn enveloppes(termes: &Termes, mouvements: &[Mouvement], depenses: &[Depense]) -> Vec<Enveloppe> {
    let mut all: BTreeMap<(u8, usize, Option<String>), Enveloppe> = BTreeMap::new();
    let rank = |mission: &Option<String>| match mission {
        None => 0,
        Some(cle) => 1 + termes.missions.iter().position(|one| one.mission == *cle).unwrap_or(usize::MAX - 1),
    };
    let mut of = |annee: u8, mission: Option<String>, change: &mut dyn FnMut(&mut Enveloppe)| {
        let fresh = || Enveloppe {
            annee,
            fixe: signee(termes, annee, mission.as_deref()),
            variable: mission.as_ref().and_then(|cle| termes.annee(annee)?.variable(cle)),
            mission: mission.clone(),
            notifie: Montant::ZERO,
            recu: Montant::ZERO,
            recu_variable: Montant::ZERO,
            engage: Montant::ZERO,
            paye: Montant::ZERO,
        };
        change(all.entry((annee, rank(&mission), mission.clone())).or_insert_with(fresh));
    };
    for annee in &termes.annees {
        of(annee.numero, None, &mut |_| {});
        for mission in &termes.missions {
            of(annee.numero, Some(mission.mission.clone()), &mut |_| {});
        }
    }
    for one in mouvements {
        of(one.echeance.annee, one.echeance.mission.clone(), &mut |envelope| match one.genre {
            GenreMouvement::Notifie => envelope.notifie += one.montant,
            GenreMouvement::Recu => {
                envelope.recu += one.montant;
                if one.echeance.nature == NatureEcheance::Variable {
                    envelope.recu_variable += one.montant;
                }
            }
        });
    }
    for one in depenses {
        let (engage, paye) = (one.repartie(GenreDepense::Engage), one.repartie(GenreDepense::Paye));
        for (part, (engage, paye)) in one.parts().iter().zip(engage.into_iter().zip(paye)) {
            of(part.annee, part.mission.clone(), &mut |envelope| {
                envelope.engage += engage;
                envelope.paye += paye;
            });
        }
    }
    all.into_values().collect()
}

/// The fixed part of an envelope. The start-up stands in the fonctionnement of the first year.
fn signee(termes: &Termes, annee: u8, mission: Option<&str>) -> Option<Montant> {
    let year = termes.annee(annee)?;
    match mission {
        Some(cle) => year.montant(&Poste::Fixe(cle.to_owned())),
        None => {
            let yearly = year.montant(&Poste::Fonctionnement);
            let Some(start) = termes.demarrage.filter(|_| annee == 1) else { return yearly };
            let both = termes.parametres.demarrage == crate::aci::regles::Demarrage::Precede;
            Some(if both { start + yearly.unwrap_or_default() } else { start })
        }
    }
}

/// What was spent for a nature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParNature {
    /// Its account.
    pub nature: String,
    /// Ordered.
    pub engage: Montant,
    /// Spent.
    pub paye: Montant,
}

/// The budget by nature; of one contract year, or of all.
pub fn par_nature(depenses: &[Depense], annee: Option<u8>) -> Vec<ParNature> {
    let mut all: BTreeMap<&str, (Montant, Montant)> = BTreeMap::new();
    for one in depenses {
        let (engage, paye) = (one.repartie(GenreDepense::Engage), one.repartie(GenreDepense::Paye));
        for (part, (engage, paye)) in one.parts().iter().zip(engage.into_iter().zip(paye)) {
            if annee.is_none_or(|annee| annee == part.annee) {
                let sums = all.entry(&one.fiche.nature).or_default();
                *sums = (sums.0 + engage, sums.1 + paye);
            }
        }
    }
    let line = |(nature, (engage, paye)): (&str, _)| ParNature { nature: nature.to_owned(), engage, paye };
    all.into_iter().map(line).collect()
}

/// What was ordered and spent for each action of the project.
pub fn par_action(depenses: &[Depense]) -> BTreeMap<ObjectifId, (Montant, Montant)> {
    let mut all: BTreeMap<ObjectifId, (Montant, Montant)> = BTreeMap::new();
    for one in depenses {
        let (engage, paye) = (one.repartie(GenreDepense::Engage), one.repartie(GenreDepense::Paye));
        for (part, (engage, paye)) in one.parts().iter().zip(engage.into_iter().zip(paye)) {
            if let Some(action) = part.action {
                let sums = all.entry(action).or_default();
                *sums = (sums.0 + engage, sums.1 + paye);
            }
        }
    }
    all
}
