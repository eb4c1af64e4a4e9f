//! Words and limits of imports, read from `data/imports.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;
use territory::text::search_key;

use super::champ::Champ;
use crate::communaute::specialites::specialites;
use crate::communaute::{Mode, Statut, StructureKind};
use crate::professions::professions;
use crate::source::{Confidence, RulesError};

/// Bounds of a file.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Limites {
    /// Most lines.
    pub lignes: usize,
    /// Most columns.
    pub colonnes: usize,
    /// Most characters of a cell.
    pub caracteres: usize,
    /// Largest file, in bytes.
    pub octets: usize,
    /// Rows above the titles.
    pub titres_avant: usize,
    /// Lines read to guess a column by its content.
    pub echantillon: usize,
    /// Share of these cells that must fit.
    pub part: f64,
}

/// Words and limits of imports.
#[derive(Debug)]
pub struct Regles {
    /// Bounds of a file.
    pub limites: Limites,
    /// Since when these words are used.
    pub effective: Date,
    /// Where they were read.
    pub sources: Vec<String>,
    /// How sure they are.
    pub confidence: Confidence,
    entetes: BTreeMap<String, Champ>,
    professions: BTreeMap<String, String>,
    specialites: BTreeMap<String, String>,
    modes: BTreeMap<String, Mode>,
    structures: Vec<(String, StructureKind)>,
    reponses: BTreeMap<String, Statut>,
    metiers: BTreeSet<String>,
    civilites: BTreeSet<String>,
    annulees: BTreeSet<String>,
    totaux: BTreeSet<String>,
    prenoms: BTreeSet<String>,
}

impl Regles {
    /// The field that a title names, `Tél. 2` too.
    pub fn champ(&self, titre: &str) -> Option<Champ> {
        let key = search_key(titre);
        let numbered = key.rsplit_once(' ').filter(|(_, last)| last.bytes().all(|b| b.is_ascii_digit()));
        let plain = numbered.map_or(key.as_str(), |(start, _)| start);
        self.entetes.get(&key).or_else(|| self.entetes.get(plain)).copied()
    }

    /// The code of a profession as people write it: `IDE`, `kiné`, `pharmacienne`.
    pub fn profession(&self, texte: &str) -> Option<&str> {
        let key = search_key(texte);
        let exact = self.professions.get(&key);
        // « Infirmière D.E. libérale », « Médecin (gynécologue) » : the first words decide.
        let starts = || {
            let words: Vec<&str> = key.split(' ').collect();
            (1..words.len()).rev().find_map(|count| self.professions.get(&words[..count].join(" ")))
        };
        exact.or_else(starts).map(String::as_str)
    }

    /// The code of a specialty: a word of people, the label, the code.
    pub fn specialite(&self, texte: &str) -> Option<String> {
        let key = search_key(texte);
        let known = specialites().ok()?;
        let labelled = known.all.iter().find(|one| search_key(&one.label) == key);
        let coded = || known.get(texte.trim()).map(|one| one.code.clone());
        self.specialites.get(&key).cloned().or_else(|| labelled.map(|one| one.code.clone())).or_else(coded)
    }

    /// Whether the word is a trade outside the nomenclature.
    pub fn is_metier(&self, texte: &str) -> bool {
        self.metiers.contains(&search_key(texte))
    }

    /// How somebody practises.
    pub fn mode(&self, texte: &str) -> Option<Mode> {
        self.modes.get(&search_key(texte)).copied()
    }

    /// The kind of structure whose name starts with these words.
    pub fn structure(&self, nom: &str) -> Option<StructureKind> {
        let key = format!("{} ", search_key(nom));
        self.structures.iter().find(|(word, _)| key.starts_with(word.as_str())).map(|(_, kind)| *kind)
    }

    /// What an answer makes of the status.
    pub fn reponse(&self, texte: &str) -> Option<Statut> {
        self.reponses.get(&search_key(texte)).copied()
    }

    /// Whether a word is a title of courtesy.
    pub fn is_civilite(&self, mot: &str) -> bool {
        self.civilites.contains(&search_key(mot))
    }

    /// Whether an order was cancelled or not paid.
    pub fn is_annulee(&self, texte: &str) -> bool {
        self.annulees.contains(&search_key(texte))
    }

    /// Whether a cell starts a line of totals: `TOTAL`, `Total : 128`.
    pub fn is_total(&self, texte: &str) -> bool {
        let key = search_key(texte);
        let words = key.split(' ').filter(|word| !word.bytes().all(|b| b.is_ascii_digit()));
        let words: Vec<&str> = words.collect();
        (1..=words.len().min(2)).any(|count| self.totaux.contains(&words[..count].join(" ")))
    }

    /// Whether a word is a usual first name.
    pub fn is_prenom(&self, mot: &str) -> bool {
        let key = search_key(mot);
        !key.is_empty() && key.split(' ').all(|word| self.prenoms.contains(word))
    }
}

#[derive(Deserialize)]
struct Table {
    effet: Date,
    sources: Vec<String>,
    confiance: Confidence,
    limites: Limites,
    entete: Vec<Entete>,
    profession: Vec<Profession>,
    specialite: Vec<Profession>,
    mode: Vec<Keyed>,
    structure: Vec<Keyed>,
    reponse: Vec<Reponse>,
    metiers: Mots,
    civilites: Mots,
    annulees: Mots,
    totaux: Mots,
    prenoms: Mots,
    exemple: Vec<Exemple>,
}

#[derive(Deserialize)]
struct Mots {
    mots: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Entete {
    champ: Champ,
    mots: Vec<String>,
}

#[derive(Deserialize)]
struct Profession {
    code: String,
    mots: Vec<String>,
}

#[derive(Deserialize)]
struct Keyed {
    cle: String,
    mots: Vec<String>,
}

#[derive(Deserialize)]
struct Reponse {
    statut: Statut,
    mots: Vec<String>,
}

#[derive(Deserialize)]
struct Exemple {
    mot: String,
    code: String,
}

const TABLE: &str = "imports.toml";

fn incoherent(detail: String) -> RulesError {
    RulesError::Incoherent { table: TABLE, detail }
}

fn index<T: Clone>(lines: impl Iterator<Item = (T, Vec<String>)>) -> Result<BTreeMap<String, T>, RulesError> {
    let mut found = BTreeMap::new();
    for (value, words) in lines {
        for word in words {
            if word != search_key(&word) {
                return Err(incoherent(format!("{word} is not written as words are compared")));
            }
            if found.insert(word.clone(), value.clone()).is_some() {
                return Err(incoherent(format!("{word} is said twice")));
            }
        }
    }
    Ok(found)
}

fn parse(text: &str) -> Result<Regles, RulesError> {
    let table: Table =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    let known = professions().map_err(|error| incoherent(error.to_string()))?;
    if let Some(wrong) = table.profession.iter().find(|one| known.label(&one.code).is_none()) {
        return Err(incoherent(format!("no profession has the code {}", wrong.code)));
    }
    let named = specialites().map_err(|error| incoherent(error.to_string()))?;
    if let Some(wrong) = table.specialite.iter().find(|one| named.get(&one.code).is_none()) {
        return Err(incoherent(format!("no specialty has the code {}", wrong.code)));
    }
    let mode = |one: Keyed| {
        let mode = Mode::from_key(&one.cle).ok_or_else(|| incoherent(one.cle.clone()))?;
        Ok((mode, one.mots))
    };
    let kind = |one: Keyed| {
        let kind = StructureKind::from_key(&one.cle).ok_or_else(|| incoherent(one.cle.clone()))?;
        Ok((kind, one.mots))
    };
    let modes = table.mode.into_iter().map(mode).collect::<Result<Vec<_>, RulesError>>()?;
    let kinds = table.structure.into_iter().map(kind).collect::<Result<Vec<_>, RulesError>>()?;
    let kinds = index(kinds.into_iter())?.into_iter();
    let mut structures: Vec<_> = kinds.map(|(word, kind)| (format!("{word} "), kind)).collect();
    // The longest words first: « hôpital de proximité » before « hôpital ».
    structures.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    let regles = Regles {
        limites: table.limites,
        effective: table.effet,
        sources: table.sources,
        confidence: table.confiance,
        entetes: index(table.entete.into_iter().map(|one| (one.champ, one.mots)))?,
        professions: index(table.profession.into_iter().map(|one| (one.code, one.mots)))?,
        specialites: index(table.specialite.into_iter().map(|one| (one.code, one.mots)))?,
        modes: index(modes.into_iter())?,
        structures,
        reponses: index(table.reponse.into_iter().map(|one| (one.statut, one.mots)))?,
        metiers: table.metiers.mots,
        civilites: table.civilites.mots,
        annulees: table.annulees.mots,
        totaux: table.totaux.mots,
        prenoms: table.prenoms.mots,
    };
    if regles.sources.is_empty() || table.exemple.is_empty() {
        return Err(incoherent("no source or no example".into()));
    }
    match table.exemple.iter().find(|one| regles.profession(&one.mot) != Some(&one.code)) {
        Some(wrong) => Err(incoherent(format!("example {} does not hold", wrong.mot))),
        None => Ok(regles),
    }
}

/// The words and limits that ship with the program.
///
/// # Errors
/// When the table is malformed: a defect of the release.
pub fn regles() -> Result<&'static Regles, &'static RulesError> {
    static READ: LazyLock<Result<Regles, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../../data/imports.toml")));
    READ.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_write_professions_in_many_ways() {
        let regles = regles().unwrap();
        for (typed, code) in [
            ("IDEL", "60"),
            ("Infirmière D.E. libérale", "60"),
            ("Masseur-Kinésithérapeute", "70"),
            ("MK", "70"),
            ("Médecin généraliste", "10"),
            ("généraliste", "10"),
            ("pharmacienne", "21"),
            ("Sage-Femme", "50"),
        ] {
            assert_eq!(regles.profession(typed), Some(code), "{typed}");
        }
        assert_eq!(regles.profession("astrologue"), None);
        assert!(regles.is_metier("Psychologue"));
    }

    #[test]
    fn titles_are_known_with_their_accents_and_their_numbers() {
        let regles = regles().unwrap();
        assert_eq!(regles.champ("Prénom"), Some(Champ::Prenom));
        assert_eq!(regles.champ("Tél. 2"), Some(Champ::Telephone));
        assert_eq!(regles.champ("N° RPPS/ADELI"), Some(Champ::Rpps));
        assert_eq!(regles.champ("couleur préférée"), None);
        for champ in Champ::ALL.iter().filter(|champ| **champ != Champ::Ignorer) {
            assert_eq!(regles.champ(champ.label()), Some(*champ), "our own title {}", champ.label());
        }
    }

    #[test]
    fn a_structure_is_known_by_its_first_words_and_a_total_by_its_own() {
        let regles = regles().unwrap();
        assert_eq!(regles.structure("Pharmacie du Marché"), Some(StructureKind::Pharmacie));
        assert_eq!(regles.structure("Hôpital de proximité du Val"), Some(StructureKind::HopitalProximite));
        assert_eq!(regles.structure("CHARMANT"), None);
        assert!(regles.is_total("TOTAL : 128") && regles.is_total("Nombre d'adhérents"));
        assert!(!regles.is_total("Totain") && !regles.is_total("128"));
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        let text = include_str!("../../../data/imports.toml");
        for (from, to) in [
            ("\"kine\"", "\"ide\""),
            ("\"kine\"", "\"Kiné\""),
            ("code = \"92\"", "code = \"00\""),
            ("cle = \"liberal\"", "cle = \"inconnu\""),
            ("mot = \"IDE\"", "mot = \"MK\""),
        ] {
            assert!(parse(&text.replacen(from, to, 1)).is_err(), "{from}");
        }
    }
}
