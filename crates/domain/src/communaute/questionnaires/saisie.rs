//! A question as somebody types it, and what is wrong with it.

use super::banque::Limites;
use super::question::{Nature, NatureKind, Proposition, Question};
use crate::organisation::{TextError, checked_text};

/// A question as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuestionTapee {
    /// The question.
    pub texte: String,
    /// A remark under it.
    pub aide: String,
    /// Key of its kind.
    pub nature: String,
    /// Answers to choose from, one a line.
    pub options: String,
    /// Lowest step, or smallest number.
    pub min: String,
    /// Highest step, or largest number.
    pub max: String,
    /// What the lowest step means.
    pub bas: String,
    /// What the highest step means.
    pub haut: String,
    /// What a number counts.
    pub unite: String,
    /// Whether it must be answered.
    pub obligatoire: bool,
    /// Whether each answer becomes a difficulty.
    pub difficulte: bool,
}

/// What is wrong with a question that is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusQuestion {
    /// A text that cannot be kept.
    Texte(TextError),
    /// No kind chosen.
    Nature,
    /// Fewer than two answers to choose from, or the same one twice.
    PeuDOptions,
    /// More answers to choose from than this.
    TropDOptions(usize),
    /// The lowest end is not below the highest one, or one of them is not a whole number.
    Bornes,
    /// A scale with more steps than a phone shows.
    TropDePas(i64),
    /// Only free answers become difficulties.
    PasUneDifficulte,
}

/// Steps that a scale may have.
const STEPS: i64 = 11;

impl QuestionTapee {
    /// What stands in the fields before a question is changed.
    pub fn of(question: &Question) -> Self {
        let options: Vec<&str> = question.nature.options().iter().map(|one| one.libelle.as_str()).collect();
        let mut typed = Self {
            texte: question.texte.clone(),
            aide: question.aide.clone().unwrap_or_default(),
            nature: question.nature.kind().key().to_owned(),
            options: options.join("\n"),
            obligatoire: question.obligatoire,
            difficulte: question.difficulte,
            ..Self::default()
        };
        match &question.nature {
            Nature::Echelle { min, max, bas, haut } => {
                (typed.min, typed.max) = (min.to_string(), max.to_string());
                (typed.bas, typed.haut) = (bas.clone(), haut.clone());
            }
            Nature::Nombre { min, max, unite } => {
                (typed.min, typed.max) = (min.to_string(), max.to_string());
                typed.unite = unite.clone();
            }
            _ => {}
        }
        typed
    }

    /// The question, under a key. `before` keeps the keys of the answers whose words did not change.
    ///
    /// # Errors
    /// All that is wrong, with the name of each field.
    pub fn read(
        &self,
        (cle, before): (String, Option<&Question>),
        limites: &Limites,
    ) -> Result<Question, Vec<(&'static str, RefusQuestion)>> {
        let mut wrong = Vec::new();
        let mut text = |field: &'static str, typed: &str, needed: bool| {
            let read =
                checked_text(typed, limites.intitule).and_then(|text| match text.is_empty() && needed {
                    true => Err(TextError::Empty),
                    false => Ok(text),
                });
            read.unwrap_or_else(|error| {
                wrong.push((field, RefusQuestion::Texte(error)));
                String::new()
            })
        };
        let texte = text("texte", &self.texte, true);
        let aide = text("aide", &self.aide, false);
        let (bas, haut) = (text("bas", &self.bas, false), text("haut", &self.haut, false));
        let unite = text("unite", &self.unite, false);
        let options = text_lines(&self.options);
        for option in &options {
            text("options", option, true);
        }
        let nature = self.nature((options, before), (bas, haut, unite), limites);
        if self.difficulte && !matches!(nature, Ok(Nature::Texte)) {
            wrong.push(("difficulte", RefusQuestion::PasUneDifficulte));
        }
        match nature {
            Ok(nature) if wrong.is_empty() => Ok(Question {
                cle,
                texte: kept(before.map(|one| one.texte.as_str()), texte),
                aide: Some(kept(before.and_then(|one| one.aide.as_deref()), aide))
                    .filter(|aide| !aide.is_empty()),
                nature,
                obligatoire: self.obligatoire,
                difficulte: self.difficulte,
            }),
            Ok(_) => Err(wrong),
            Err(refused) => {
                wrong.push(refused);
                Err(wrong)
            }
        }
    }

    fn nature(
        &self,
        (options, before): (Vec<String>, Option<&Question>),
        (bas, haut, unite): (String, String, String),
        limites: &Limites,
    ) -> Result<Nature, (&'static str, RefusQuestion)> {
        let kind = NatureKind::from_key(&self.nature).ok_or(("nature", RefusQuestion::Nature))?;
        Ok(match kind {
            NatureKind::Choix => Nature::Choix { options: propositions(options, before, limites)? },
            NatureKind::Plusieurs => Nature::Plusieurs { options: propositions(options, before, limites)? },
            NatureKind::Echelle => {
                let (min, max) = self.ends()?;
                if max - min >= STEPS {
                    return Err(("max", RefusQuestion::TropDePas(STEPS)));
                }
                Nature::Echelle { min, max, bas, haut }
            }
            NatureKind::Nombre => {
                let (min, max) = self.ends()?;
                Nature::Nombre { min, max, unite }
            }
            NatureKind::Texte => Nature::Texte,
            NatureKind::Profession => Nature::Profession,
            NatureKind::Commune => Nature::Commune,
        })
    }

    fn ends(&self) -> Result<(i64, i64), (&'static str, RefusQuestion)> {
        // Far beyond what anybody counts, and far from what a sum could overflow.
        let read = |text: &str| text.trim().parse::<i32>().ok().map(i64::from);
        match (read(&self.min), read(&self.max)) {
            (Some(min), Some(max)) if min < max => Ok((min, max)),
            (None, _) => Err(("min", RefusQuestion::Bornes)),
            _ => Err(("max", RefusQuestion::Bornes)),
        }
    }
}

/// Spaces are tidied as a text is typed: the same words are the same text, whatever its no-break spaces were.
fn same_words(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

fn kept(before: Option<&str>, typed: String) -> String {
    before.filter(|before| same_words(before, &typed)).map_or(typed, str::to_owned)
}

fn text_lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect()
}

fn propositions(
    labels: Vec<String>,
    before: Option<&Question>,
    limites: &Limites,
) -> Result<Vec<Proposition>, (&'static str, RefusQuestion)> {
    if labels.len() > limites.options {
        return Err(("options", RefusQuestion::TropDOptions(limites.options)));
    }
    let known = before.map(|question| question.nature.options()).unwrap_or_default();
    let mut made: Vec<Proposition> = Vec::new();
    for libelle in labels {
        if made.iter().any(|one| same_words(&one.libelle, &libelle)) {
            return Err(("options", RefusQuestion::PeuDOptions));
        }
        let same = known.iter().find(|one| same_words(&one.libelle, &libelle)).cloned();
        let taken = |key: &String| made.iter().chain(known).any(|one| one.cle == *key);
        let new = || (1_u32..).map(|rank| format!("o{rank}")).find(|key| !taken(key)).unwrap_or_default();
        made.push(same.unwrap_or_else(|| Proposition { cle: new(), libelle }));
    }
    if made.len() < 2 { Err(("options", RefusQuestion::PeuDOptions)) } else { Ok(made) }
}

#[cfg(test)]
mod tests {
    use super::super::banque::banque;
    use super::*;

    fn typed(nature: &str) -> QuestionTapee {
        QuestionTapee { texte: "Une question".into(), nature: nature.into(), ..QuestionTapee::default() }
    }

    fn read(typed: &QuestionTapee) -> Result<Question, Vec<(&'static str, RefusQuestion)>> {
        typed.read(("q1".into(), None), &banque().unwrap().limites)
    }

    #[test]
    fn what_is_typed_again_without_a_change_asks_the_same() {
        for question in &banque().unwrap().questions {
            let again = QuestionTapee::of(question);
            let again = again.read((question.cle.clone(), Some(question)), &banque().unwrap().limites);
            assert_eq!(again.as_ref(), Ok(question));
        }
    }

    #[test]
    fn what_is_wrong_is_said_field_by_field() {
        assert!(read(&typed("texte")).is_ok());
        let wrong = |typed: &QuestionTapee| read(typed).unwrap_err();
        assert_eq!(wrong(&typed("")), [("nature", RefusQuestion::Nature)]);
        assert_eq!(wrong(&typed("choix")), [("options", RefusQuestion::PeuDOptions)]);
        let twice = QuestionTapee { options: "Oui\nOui".into(), ..typed("choix") };
        assert_eq!(wrong(&twice), [("options", RefusQuestion::PeuDOptions)]);
        let upside = QuestionTapee { min: "5".into(), max: "1".into(), ..typed("echelle") };
        assert_eq!(wrong(&upside), [("max", RefusQuestion::Bornes)]);
        let long = QuestionTapee { min: "0".into(), max: "100".into(), ..typed("echelle") };
        assert_eq!(wrong(&long), [("max", RefusQuestion::TropDePas(STEPS))]);
        let closed = QuestionTapee { options: "Oui\nNon".into(), difficulte: true, ..typed("choix") };
        assert_eq!(wrong(&closed), [("difficulte", RefusQuestion::PasUneDifficulte)]);
        let empty = QuestionTapee { texte: " ".into(), ..typed("texte") };
        assert_eq!(wrong(&empty), [("texte", RefusQuestion::Texte(TextError::Empty))]);
    }
}
