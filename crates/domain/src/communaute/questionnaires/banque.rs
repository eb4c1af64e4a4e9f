//! The bank of questions, the models, the themes and the limits, read from `data/questions.toml`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::question::Question;
use crate::securite::Limit;
use crate::source::{Confidence, RulesError};

/// A questionnaire ready to be made.
#[derive(Clone, Debug, Deserialize)]
pub struct Modele {
    /// Stable key.
    pub cle: String,
    /// Title of the questionnaire that is made of it.
    pub titre: String,
    /// Its own name, on screen.
    pub libelle: String,
    /// What it is good for, in one or two sentences.
    pub resume: String,
    /// Said before the questions.
    pub introduction: String,
    /// Said after the answers.
    pub remerciement: String,
    /// Keys of its questions, in order.
    pub questions: Vec<String>,
    /// Where it comes from.
    pub sources: Vec<String>,
    /// How sure that is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What to know of it.
    pub note: String,
}

/// A theme under which free texts are put.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theme {
    /// Stable key.
    pub cle: String,
    /// On screen.
    pub libelle: String,
}

/// A limit, for the page that shows the rules.
#[derive(Clone, Debug, Deserialize)]
pub struct Limite {
    /// Stable code.
    pub code: String,
    /// On screen.
    pub libelle: String,
    /// How many.
    pub valeur: u32,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Why.
    pub note: String,
}

/// The limits that the code asks by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limites {
    /// Questions of a questionnaire.
    pub questions: usize,
    /// Answers to choose from.
    pub options: usize,
    /// Characters of a question or of an answer to choose.
    pub intitule: usize,
    /// Characters of a free answer.
    pub texte: usize,
    /// Characters of what is said before and after.
    pub presentation: usize,
    /// Days during which a questionnaire is open, as proposed.
    pub duree_jours: u32,
    /// Days after the end during which a link still says that it is over.
    pub lien_jours: u32,
    /// Messages prepared at once.
    pub envoi: usize,
}

/// The whole table.
#[derive(Clone, Debug)]
pub struct Banque {
    /// Since when it is used.
    pub effective: Date,
    /// Where it comes from.
    pub sources: Vec<String>,
    /// How sure that is.
    pub confidence: Confidence,
    /// What to know of it.
    pub note: String,
    /// Every question, in the order of the table.
    pub questions: Vec<Question>,
    /// Every model.
    pub modeles: Vec<Modele>,
    /// Every theme.
    pub themes: Vec<Theme>,
    /// The limits, for a page.
    pub table: Vec<Limite>,
    /// The limits, by name.
    pub limites: Limites,
    /// Answers through a link that many people hold, by network address.
    pub envois_libres: Limit,
}

impl Banque {
    /// A question by its key.
    pub fn question(&self, cle: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.cle == cle)
    }

    /// A model by its key.
    pub fn modele(&self, cle: &str) -> Option<&Modele> {
        self.modeles.iter().find(|modele| modele.cle == cle)
    }

    /// The questions of a model, in order.
    pub fn questions_of(&self, modele: &Modele) -> Vec<Question> {
        modele.questions.iter().filter_map(|cle| self.question(cle)).cloned().collect()
    }
}

#[derive(Deserialize)]
struct Exemple {
    modele: String,
    questions: usize,
    difficultes: usize,
}

#[derive(Deserialize)]
struct File {
    #[serde(rename = "effet")]
    effective: Date,
    sources: Vec<String>,
    #[serde(rename = "confiance")]
    confidence: Confidence,
    note: String,
    limite: Vec<Limite>,
    envois_libres: Vec<Limit>,
    question: Vec<Question>,
    modele: Vec<Modele>,
    theme: Vec<Theme>,
    exemple: Vec<Exemple>,
}

const TABLE: &str = "questions.toml";

fn incoherent(detail: impl Into<String>) -> RulesError {
    RulesError::Incoherent { table: TABLE, detail: detail.into() }
}

fn once<'a>(what: &str, keys: impl Iterator<Item = &'a str>) -> Result<(), RulesError> {
    let mut seen = BTreeSet::new();
    let mut keys = keys;
    match keys.find(|key| key.is_empty() || !seen.insert(*key)) {
        Some(key) => Err(incoherent(format!("{what} « {key} » is there twice or empty"))),
        None => Ok(()),
    }
}

fn limits(table: &[Limite]) -> Result<Limites, RulesError> {
    let value = |code: &str| {
        let found = table.iter().find(|limit| limit.code == code && limit.valeur > 0);
        found.map(|limit| limit.valeur).ok_or_else(|| incoherent(format!("no limit {code}")))
    };
    Ok(Limites {
        questions: value("questions")? as usize,
        options: value("options")? as usize,
        intitule: value("intitule")? as usize,
        texte: value("texte")? as usize,
        presentation: value("presentation")? as usize,
        duree_jours: value("duree_jours")?,
        lien_jours: value("lien_jours")?,
        envoi: value("envoi")? as usize,
    })
}

fn parse(text: &str) -> Result<Banque, RulesError> {
    let file: File =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    once("question", file.question.iter().map(|one| one.cle.as_str()))?;
    once("model", file.modele.iter().map(|one| one.cle.as_str()))?;
    once("theme", file.theme.iter().map(|one| one.cle.as_str()))?;
    once("limit", file.limite.iter().map(|one| one.code.as_str()))?;
    let limites = limits(&file.limite)?;
    for question in &file.question {
        let options = question.nature.options();
        once("option", options.iter().map(|one| one.cle.as_str()))?;
        if options.len() > limites.options {
            return Err(incoherent(format!("question {} has too many answers", question.cle)));
        }
    }
    let envois_libres =
        file.envois_libres.into_iter().next().ok_or_else(|| incoherent("no envois_libres"))?;
    let banque = Banque {
        effective: file.effective,
        sources: file.sources,
        confidence: file.confidence,
        note: file.note,
        questions: file.question,
        modeles: file.modele,
        themes: file.theme,
        table: file.limite,
        limites,
        envois_libres,
    };
    for modele in &banque.modeles {
        if banque.questions_of(modele).len() != modele.questions.len() {
            return Err(incoherent(format!("model {} asks an unknown question", modele.cle)));
        }
    }
    for exemple in &file.exemple {
        let modele = banque.modele(&exemple.modele);
        let asked = modele.map(|modele| banque.questions_of(modele)).unwrap_or_default();
        let born = asked.iter().filter(|question| question.difficulte).count();
        if (asked.len(), born) != (exemple.questions, exemple.difficultes) {
            return Err(incoherent(format!("example {} does not hold", exemple.modele)));
        }
    }
    Ok(banque)
}

/// The table that ships with the program.
///
/// # Errors
/// When it is malformed: a defect of the release.
pub fn banque() -> Result<&'static Banque, &'static RulesError> {
    static READ: LazyLock<Result<Banque, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../../data/questions.toml")));
    READ.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_models_ask_a_difficulty_and_say_where_they_come_from() {
        let banque = banque().unwrap();
        for cle in ["guichet", "deux_questions"] {
            let modele = banque.modele(cle).unwrap();
            assert!(!modele.sources.is_empty() && !modele.note.is_empty());
            assert!(banque.questions_of(modele).iter().any(|question| question.difficulte), "{cle}");
        }
        assert!(banque.themes.len() > 10);
        assert_eq!(banque.envois_libres.count, 30);
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        let text = include_str!("../../../data/questions.toml");
        for (from, to) in [
            ("cle = \"commune\"", "cle = \"profession\""),
            ("questions = [\"profession\", ", "questions = [\"inconnue\", "),
            ("code = \"texte\"", "code = \"autre\""),
            ("difficultes = 1", "difficultes = 2"),
            ("nature = \"nombre\"", "nature = \"dessin\""),
        ] {
            assert!(parse(&text.replacen(from, to, 1)).is_err(), "{from}");
        }
    }
}
