//! An objective as it is typed, and what is wrong with it.

use crate::aci::missions::Missions;
use crate::ids::{DifficulteId, ExperienceId, GroupeId};
use crate::organisation::{TextError, checked_text};

use super::{Mois, ObjectifFiche, read_month};

/// An objective as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saisie {
    /// What is wanted.
    pub texte: String,
    /// The difficulties that it answers.
    pub difficultes: Vec<DifficulteId>,
    /// For whom.
    pub cible: String,
    /// The group that leads it.
    pub groupe: Option<GroupeId>,
    /// First month, as typed.
    pub du: String,
    /// Last month, as typed.
    pub au: String,
    /// What would show that it is reached.
    pub indicateur: String,
    /// The sheet of experience that it comes from.
    pub origine: Option<ExperienceId>,
}

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusObjectif {
    /// A text that cannot be kept.
    Texte(TextError),
    /// Not a month.
    Mois,
    /// The last month comes before the first one.
    Ordre,
    /// Not a mission.
    Mission,
    /// It cannot stand there.
    Place,
    /// A difficulty, a group that the CPTS does not have.
    Inconnu,
    /// More objectives than this.
    Trop(usize),
}

fn month(typed: &str) -> Result<Option<Mois>, RefusObjectif> {
    if typed.trim().is_empty() { Ok(None) } else { read_month(typed).map(Some).ok_or(RefusObjectif::Mois) }
}

impl Saisie {
    /// The text and the sheet that it makes, or each field with what is wrong.
    ///
    /// # Errors
    /// When a field is wrong.
    pub fn read(
        &self,
        rules: &Missions,
    ) -> Result<(String, ObjectifFiche), Vec<(&'static str, RefusObjectif)>> {
        let mut wrong = Vec::new();
        let mut said = |name: &'static str, text: &str, max: usize| {
            checked_text(text, max).unwrap_or_else(|error| {
                wrong.push((name, RefusObjectif::Texte(error)));
                String::new()
            })
        };
        let texte = said("texte", &self.texte, rules.limites.texte);
        let cible = said("cible", &self.cible, rules.limites.court);
        let indicateur = said("indicateur", &self.indicateur, rules.limites.court);
        if texte.is_empty() && wrong.is_empty() {
            wrong.push(("texte", RefusObjectif::Texte(TextError::Empty)));
        }
        let mut read = |name: &'static str, typed: &str| {
            month(typed).unwrap_or_else(|refus| {
                wrong.push((name, refus));
                None
            })
        };
        let (du, au) = (read("du", &self.du), read("au", &self.au));
        if du.zip(au).is_some_and(|(du, au)| au < du) {
            wrong.push(("au", RefusObjectif::Ordre));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let mut difficultes = Vec::new();
        for id in &self.difficultes {
            if !difficultes.contains(id) {
                difficultes.push(*id);
            }
        }
        let (groupe, origine) = (self.groupe, self.origine);
        Ok((texte, ObjectifFiche { difficultes, cible, groupe, du, au, indicateur, origine }))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::aci::missions::missions;

    #[test]
    fn what_is_typed_is_read_whole_or_each_field_says_what_is_wrong() {
        let rules = missions().unwrap();
        let id = DifficulteId(Uuid::from_u128(1));
        let good = Saisie {
            texte: " Réduire  les sorties sans lettre ".into(),
            difficultes: vec![id, id],
            du: "01/2027".into(),
            au: "12/2027".into(),
            ..Saisie::default()
        };
        let (texte, fiche) = good.read(rules).unwrap();
        assert_eq!((texte.as_str(), fiche.difficultes.len()), ("Réduire les sorties sans lettre", 1));
        let wrong = Saisie {
            texte: String::new(),
            cible: "x".repeat(rules.limites.court + 1),
            du: "12/2027".into(),
            au: "01/2027".into(),
            indicateur: "patient 1 85 05 75 123 456 73".into(),
            ..Saisie::default()
        };
        let fields: Vec<&str> = wrong.read(rules).unwrap_err().into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["cible", "indicateur", "au"]);
        let empty = Saisie::default().read(rules).unwrap_err();
        assert_eq!(empty, [("texte", RefusObjectif::Texte(TextError::Empty))]);
        let month = Saisie { texte: "Texte".into(), du: "demain".into(), ..Saisie::default() };
        assert_eq!(month.read(rules).unwrap_err(), [("du", RefusObjectif::Mois)]);
    }
}
