//! The burden meter: minutes asked from each person, month by month, and the ceiling that the board chose.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::participation::mois;
use super::regles::regles;
use crate::communaute::Annuaire;
use crate::ids::PersonneId;
use crate::source::RulesError;

/// Time that people were asked for: a meeting they were called to, a questionnaire they were sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TempsDemande {
    /// The day, in the time zone of the CPTS.
    pub jour: Date,
    /// Minutes asked from each.
    pub minutes: u32,
    /// From whom.
    pub personnes: Vec<PersonneId>,
}

/// The ceiling that the board chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlafondTemps {
    /// Minutes by person and month.
    pub minutes: u32,
}

/// The ceiling cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlafondError {
    /// Outside the limits: the smallest and the largest, in minutes.
    #[error("a ceiling goes from {0} to {1} minutes")]
    OutOfRange(u32, u32),
}

impl PlafondTemps {
    /// A ceiling within the limits of `participation.toml`.
    ///
    /// # Errors
    /// When it is outside; the outer error is a defect of the release.
    pub fn checked(minutes: u32) -> Result<Result<Self, PlafondError>, &'static RulesError> {
        let rules = regles()?;
        Ok(match rules.admits(minutes) {
            true => Ok(Self { minutes }),
            false => Err(PlafondError::OutOfRange(rules.plafond_min, rules.plafond_max)),
        })
    }
}

/// Minutes asked from each person in each month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Charge {
    asked: BTreeMap<(Date, PersonneId), u32>,
}

/// The burden of one profession in one month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LigneCharge {
    /// First day of the month.
    pub mois: Date,
    /// Profession code; `None` for who has none.
    pub profession: Option<String>,
    /// People who were asked for something.
    pub personnes: u32,
    /// Minutes asked in all.
    pub minutes: u64,
    /// Minutes asked from the person who was asked for most.
    pub maximum: u32,
    /// People beyond the ceiling.
    pub au_dela: u32,
}

impl LigneCharge {
    /// Minutes by person, rounded to the nearest.
    pub fn moyenne(&self) -> u64 {
        let people = u64::from(self.personnes.max(1));
        (self.minutes + people / 2) / people
    }
}

impl Charge {
    /// Adds up what was asked. Somebody named twice by one demand is asked once; a merged sheet is the one that stands.
    pub fn of(annuaire: &Annuaire, demandes: &[TempsDemande]) -> Self {
        let mut asked = BTreeMap::new();
        for demande in demandes {
            for personne in people(annuaire, demande) {
                let sum: &mut u32 = asked.entry((mois(demande.jour), personne)).or_default();
                *sum = sum.saturating_add(demande.minutes);
            }
        }
        Self { asked }
    }

    /// Minutes asked from a person in the month of a day.
    pub fn minutes(&self, personne: PersonneId, day: Date) -> u32 {
        self.asked.get(&(mois(day), personne)).copied().unwrap_or_default()
    }

    /// By month, then profession code, those without one last.
    pub fn lignes(&self, annuaire: &Annuaire, plafond: Option<PlafondTemps>) -> Vec<LigneCharge> {
        let mut lines: BTreeMap<(Date, bool, Option<String>), LigneCharge> = BTreeMap::new();
        for ((month, personne), minutes) in &self.asked {
            let profession = annuaire.get(*personne).and_then(|one| one.profession.clone());
            let line = lines.entry((*month, profession.is_none(), profession.clone())).or_default();
            line.mois = *month;
            line.profession = profession;
            line.personnes += 1;
            line.minutes += u64::from(*minutes);
            line.maximum = line.maximum.max(*minutes);
            line.au_dela += u32::from(plafond.is_some_and(|one| *minutes > one.minutes));
        }
        lines.into_values().collect()
    }

    /// Whom a new demand would take beyond the ceiling, with their minutes of that month once it is added.
    pub fn depasserait(
        &self,
        annuaire: &Annuaire,
        demande: &TempsDemande,
        plafond: PlafondTemps,
    ) -> Vec<(PersonneId, u32)> {
        let after =
            |personne| (personne, self.minutes(personne, demande.jour).saturating_add(demande.minutes));
        let all = people(annuaire, demande).into_iter().map(after);
        all.filter(|(_, minutes)| *minutes > plafond.minutes).collect()
    }
}

fn people(annuaire: &Annuaire, demande: &TempsDemande) -> BTreeSet<PersonneId> {
    demande.personnes.iter().map(|personne| annuaire.resolve(*personne)).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::communaute::Personne;
    use crate::communaute::personne::tests::personne;

    fn id(n: u128) -> PersonneId {
        PersonneId(Uuid::from_u128(n))
    }

    fn annuaire() -> Annuaire {
        let who = |n, profession: &str, into: Option<u128>| Personne {
            id: id(n),
            profession: (!profession.is_empty()).then(|| profession.to_owned()),
            fusionnee: into.map(id),
            ..personne("Exemple", &n.to_string())
        };
        Annuaire::new([who(1, "10", None), who(2, "10", None), who(3, "", None), who(4, "60", Some(1))])
    }

    fn asked(day: i8, minutes: u32, people: &[u128]) -> TempsDemande {
        TempsDemande {
            jour: date(2026, 3, day),
            minutes,
            personnes: people.iter().copied().map(id).collect(),
        }
    }

    #[test]
    fn minutes_add_up_by_person_and_month_and_a_merged_sheet_is_one() {
        let all = annuaire();
        let charge = Charge::of(&all, &[asked(1, 90, &[1, 2, 4]), asked(20, 60, &[4]), asked(31, 5, &[3])]);
        assert_eq!(charge.minutes(id(1), date(2026, 3, 15)), 150);
        assert_eq!(charge.minutes(id(1), date(2026, 4, 1)), 0);
        let lines = charge.lignes(&all, Some(PlafondTemps { minutes: 120 }));
        let read: Vec<_> = lines
            .iter()
            .map(|line| {
                (line.profession.as_deref(), line.personnes, line.moyenne(), line.maximum, line.au_dela)
            })
            .collect();
        assert_eq!(read, [(Some("10"), 2, 120, 150, 1), (None, 1, 5, 5, 0)]);
    }

    #[test]
    fn a_new_meeting_says_whom_it_takes_beyond_the_ceiling() {
        let all = annuaire();
        let charge = Charge::of(&all, &[asked(1, 90, &[1, 2]), asked(2, 15, &[2])]);
        let plafond = PlafondTemps { minutes: 120 };
        assert_eq!(charge.depasserait(&all, &asked(9, 20, &[1, 2, 4, 3]), plafond), [(id(2), 125)]);
        assert_eq!(charge.depasserait(&all, &asked(9, 30, &[1]), plafond), []);
        let april = TempsDemande { jour: date(2026, 4, 1), ..asked(9, 60, &[1, 2]) };
        assert_eq!(charge.depasserait(&all, &april, plafond), []);
    }

    #[test]
    fn a_ceiling_that_is_a_slip_of_the_keyboard_is_refused() {
        assert_eq!(PlafondTemps::checked(120).unwrap(), Ok(PlafondTemps { minutes: 120 }));
        assert_eq!(PlafondTemps::checked(2).unwrap(), Err(PlafondError::OutOfRange(15, 3000)));
    }
}
