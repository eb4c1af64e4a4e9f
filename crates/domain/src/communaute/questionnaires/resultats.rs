//! What the answers say: counts that add up, and rates that say of how many.

use std::collections::{BTreeMap, BTreeSet};

use super::difficulte::Difficulte;
use super::question::{Nature, Question, Valeur};
use super::questionnaire::Questionnaire;
use super::reponse::Reponse;
use crate::ids::{PersonneId, ReponseId};

/// How many gave an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compte {
    /// Key of the answer, step of the scale, key of the theme.
    pub cle: String,
    /// How many.
    pub nombre: usize,
}

/// A free text that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TexteLu {
    /// The answers that it is in.
    pub reponse: ReponseId,
    /// Key of the question.
    pub cle: String,
    /// The text.
    pub texte: String,
    /// Its themes; `None` as long as nobody read it.
    pub themes: Option<Vec<String>>,
}

/// What is said of one question.
#[derive(Clone, Debug, PartialEq)]
pub struct ResultatQuestion {
    /// The question.
    pub question: Question,
    /// Answers to a version that asked it.
    pub posee: usize,
    /// Those that say something of it.
    pub repondue: usize,
    /// How many gave each answer, in the order of the question; themes, the most frequent first.
    pub comptes: Vec<Compte>,
    /// Smallest, median and largest, for a number or a scale that somebody answered.
    pub mesures: Option<(i64, f64, i64)>,
    /// The texts, in the order of their answers.
    pub textes: Vec<TexteLu>,
}

impl ResultatQuestion {
    /// Answers that say nothing of it.
    pub fn sans_reponse(&self) -> usize {
        self.posee - self.repondue
    }

    /// Texts that nobody read yet.
    pub fn a_classer(&self) -> usize {
        self.textes.iter().filter(|text| text.themes.is_none()).count()
    }
}

/// Somebody who was given a personal link, and their profession.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solicited {
    /// Who: the sheet that stands, after merges.
    pub personne: PersonneId,
    /// Profession: a code of TRE_G15.
    pub profession: Option<String>,
}

/// One profession: how many were asked, how many of them answered, how many answered in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LigneProfession {
    /// Code of TRE_G15; `None` for answers that do not say it.
    pub profession: Option<String>,
    /// People who were given a personal link.
    pub sollicites: usize,
    /// Those of them who answered.
    pub repondants: usize,
    /// Answers of this profession, by whatever link.
    pub reponses: usize,
}

impl LigneProfession {
    /// Share of the people asked who answered, from 0 to 1; `None` when nobody was asked.
    pub fn taux(&self) -> Option<f64> {
        (self.sollicites > 0).then(|| self.repondants as f64 / self.sollicites as f64)
    }
}

/// What all the answers say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resultats {
    /// Answers, each person once.
    pub reponses: usize,
    /// Question by question: those of today, then those that are not asked any more and were answered.
    pub questions: Vec<ResultatQuestion>,
    /// By profession, in the order of the codes, unknown last.
    pub professions: Vec<LigneProfession>,
    /// The sum of the lines.
    pub total: LigneProfession,
}

/// The answers that count: of each person the last one. `resolve` gives the sheet that stands after merges.
pub fn counted(reponses: Vec<Reponse>, resolve: impl Fn(PersonneId) -> PersonneId) -> Vec<Reponse> {
    let mut last: BTreeMap<PersonneId, (jiff::Timestamp, ReponseId)> = BTreeMap::new();
    for one in &reponses {
        if let Some(personne) = one.personne.map(&resolve) {
            let known = last.entry(personne).or_insert((one.changed_at, one.id));
            *known = (*known).max((one.changed_at, one.id));
        }
    }
    let stands = |one: &Reponse| {
        one.personne.is_none_or(|who| last.get(&resolve(who)).is_some_and(|(_, id)| *id == one.id))
    };
    reponses.into_iter().filter(stands).collect()
}

impl Resultats {
    /// Counts answers that [`counted`] gave. `resolve` as there; `solicited` holds each person once.
    pub fn count(
        questionnaire: &Questionnaire,
        (reponses, difficultes): (&[Reponse], &[Difficulte]),
        (solicited, resolve): (&[Solicited], &dyn Fn(PersonneId) -> PersonneId),
    ) -> Self {
        let coded = coded(difficultes);
        let today: BTreeSet<&str> = questionnaire.questions().iter().map(|one| one.cle.as_str()).collect();
        let all = questionnaire
            .all_questions()
            .into_iter()
            .filter(|question| !matches!(question.nature, Nature::Profession | Nature::Commune));
        let results = all.map(|question| of_question(questionnaire, question, (reponses, &coded)));
        let (professions, total) = by_profession(reponses, (solicited, resolve));
        Self {
            reponses: reponses.len(),
            questions: results
                .filter(|one| one.repondue > 0 || today.contains(one.question.cle.as_str()))
                .collect(),
            professions,
            total,
        }
    }
}

/// Themes of the difficulties, by the answer and the question that brought them.
fn coded(difficultes: &[Difficulte]) -> BTreeMap<(ReponseId, &str), &Difficulte> {
    let born = difficultes.iter().filter_map(|one| {
        let (_, reponse, cle) = one.reponse.as_ref()?;
        Some(((*reponse, cle.as_str()), one))
    });
    born.collect()
}

fn of_question(
    questionnaire: &Questionnaire,
    question: &Question,
    (reponses, coded): (&[Reponse], &BTreeMap<(ReponseId, &str), &Difficulte>),
) -> ResultatQuestion {
    let asks = |one: &&Reponse| {
        let version = questionnaire.version_of(one.fiche.version);
        version.is_some_and(|version| version.questions.iter().any(|asked| asked.cle == question.cle))
    };
    let asked: Vec<&Reponse> = reponses.iter().filter(asks).collect();
    let given = || asked.iter().filter_map(|one| Some((*one, one.fiche.valeurs.get(&question.cle)?)));
    let mut numbers: Vec<i64> = Vec::new();
    let (mut counts, mut textes) = (BTreeMap::<String, usize>::new(), Vec::new());
    for (reponse, valeur) in given() {
        match valeur {
            Valeur::Choix(key) => *counts.entry(key.clone()).or_default() += 1,
            Valeur::Plusieurs(keys) => {
                keys.iter().for_each(|key| *counts.entry(key.clone()).or_default() += 1);
            }
            Valeur::Nombre(number) => {
                numbers.push(*number);
                *counts.entry(number.to_string()).or_default() += 1;
            }
            Valeur::Texte(texte) => {
                let born = coded.get(&(reponse.id, question.cle.as_str()));
                let own = || reponse.fiche.codages.get(&question.cle).cloned();
                let themes = born.map_or_else(own, |difficulte| difficulte.fiche.themes.clone());
                for theme in themes.iter().flatten() {
                    *counts.entry(theme.clone()).or_default() += 1;
                }
                let (cle, texte) = (question.cle.clone(), texte.clone());
                textes.push(TexteLu { reponse: reponse.id, cle, texte, themes });
            }
        }
    }
    ResultatQuestion {
        question: question.clone(),
        posee: asked.len(),
        repondue: given().count(),
        comptes: ordered(question, counts),
        mesures: measures(numbers),
        textes,
    }
}

/// In the order of the question; zero is a count too, where what may be answered is known.
fn ordered(question: &Question, mut counts: BTreeMap<String, usize>) -> Vec<Compte> {
    let known: Vec<String> = match &question.nature {
        Nature::Choix { options } | Nature::Plusieurs { options } => {
            options.iter().map(|one| one.cle.clone()).collect()
        }
        Nature::Echelle { min, max, .. } => (*min..=*max).map(|step| step.to_string()).collect(),
        _ => Vec::new(),
    };
    let mut ordered: Vec<Compte> = known
        .into_iter()
        .map(|cle| Compte { nombre: counts.remove(&cle).unwrap_or_default(), cle })
        .collect();
    let mut others: Vec<Compte> = counts.into_iter().map(|(cle, nombre)| Compte { cle, nombre }).collect();
    if matches!(question.nature, Nature::Texte) {
        others.sort_by(|a, b| b.nombre.cmp(&a.nombre).then(a.cle.cmp(&b.cle)));
    } else {
        others.sort_by_key(|one| one.cle.parse::<i64>().unwrap_or_default());
    }
    ordered.extend(others);
    ordered
}

fn measures(mut numbers: Vec<i64>) -> Option<(i64, f64, i64)> {
    numbers.sort_unstable();
    let (first, last) = (*numbers.first()?, *numbers.last()?);
    let (low, high) = (numbers[(numbers.len() - 1) / 2], numbers[numbers.len() / 2]);
    Some((first, (low as f64 + high as f64) / 2.0, last))
}

fn by_profession(
    reponses: &[Reponse],
    (solicited, resolve): (&[Solicited], &dyn Fn(PersonneId) -> PersonneId),
) -> (Vec<LigneProfession>, LigneProfession) {
    // Unknown comes last: `None` sorts first.
    let key = |profession: &Option<String>| (profession.is_none(), profession.clone());
    let mut lines: BTreeMap<(bool, Option<String>), LigneProfession> = BTreeMap::new();
    let answered: BTreeSet<PersonneId> =
        reponses.iter().filter_map(|one| one.personne.map(resolve)).collect();
    for one in solicited {
        let line = lines.entry(key(&one.profession)).or_default();
        line.sollicites += 1;
        line.repondants += usize::from(answered.contains(&one.personne));
    }
    // Somebody is counted under the profession of their sheet, as they were when they were asked.
    let sheets: BTreeMap<PersonneId, &Option<String>> =
        solicited.iter().map(|one| (one.personne, &one.profession)).collect();
    for one in reponses {
        let sheet = one.personne.and_then(|who| sheets.get(&resolve(who)).copied());
        lines.entry(key(sheet.unwrap_or(&one.profession))).or_default().reponses += 1;
    }
    let mut total = LigneProfession::default();
    let lines: Vec<LigneProfession> =
        lines.into_iter().map(|((_, profession), line)| LigneProfession { profession, ..line }).collect();
    for line in &lines {
        total.sollicites += line.sollicites;
        total.repondants += line.repondants;
        total.reponses += line.reponses;
    }
    (lines, total)
}

#[cfg(test)]
#[path = "resultats_tests.rs"]
mod tests;
