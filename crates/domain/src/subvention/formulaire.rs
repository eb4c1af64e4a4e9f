//! What the form asks, read from `data/subvention/cerfa_12156.toml`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;

use super::Partie;
use crate::source::{Confidence, RulesError};

/// How the value of a box is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// One of the options.
    Choix,
    /// One line.
    Ligne,
    /// Several lines.
    Texte,
    /// A whole number, zero or more.
    Nombre,
    /// A number with at most two decimals, zero or more.
    Decimal,
    /// A day.
    Date,
    /// Whole euros, zero or more.
    Euros,
}

/// What the record of the association answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeFiche {
    /// Its name.
    Nom,
    /// Its number in the register of associations.
    Rna,
    /// Its SIRET.
    Siret,
    /// Its address.
    Adresse,
    /// Its e-mail address.
    Courriel,
    /// Its telephone.
    Telephone,
}

/// An answer to choose.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Choix {
    /// Stable key.
    pub cle: String,
    /// On screen.
    pub libelle: String,
}

/// A box.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Case {
    /// Stable key.
    pub cle: String,
    /// Its part.
    pub partie: Partie,
    /// On screen.
    pub libelle: String,
    /// What to write.
    #[serde(default)]
    pub aide: Option<String>,
    /// How it is typed.
    pub nature: Nature,
    /// What the record of the association answers; such a box is not typed.
    #[serde(default)]
    pub fiche: Option<DeFiche>,
    /// Whether a complete request has it.
    #[serde(default)]
    pub obligatoire: bool,
    /// Answers to choose.
    #[serde(default)]
    pub options: Vec<Choix>,
}

/// A part of the form.
#[derive(Clone, Debug, Deserialize)]
pub struct PartieDef {
    /// Which one.
    pub cle: Partie,
    /// Its number in the form; empty for the header.
    pub numero: String,
    /// Its title.
    pub titre: String,
    /// Whether the official list of its boxes was read.
    pub lue: bool,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What it is for.
    pub aide: String,
}

/// An account of the budget.
#[derive(Clone, Debug, Deserialize)]
pub struct Compte {
    /// Its number: `64`.
    pub numero: String,
    /// Its title.
    pub libelle: String,
    /// Where it stands.
    pub partie: Partie,
    /// Whether each line names who gives.
    #[serde(default)]
    pub financeur: bool,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What to know of it.
    #[serde(default)]
    pub note: String,
}

/// What who signs confirms.
#[derive(Clone, Debug, Deserialize)]
pub struct Phrase {
    /// Stable key.
    pub cle: String,
    /// The sentence.
    pub texte: String,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
}

/// When the financial report is due.
#[derive(Clone, Debug, Deserialize)]
pub struct Rendu {
    /// Months after the end of the year.
    pub mois: i32,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What to know of it.
    pub note: String,
}

/// A limit, for the page that shows the rules.
#[derive(Clone, Debug, Deserialize)]
pub struct Limite {
    /// Stable code.
    pub code: String,
    /// On screen.
    pub libelle: String,
    /// How many.
    pub valeur: usize,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Why.
    pub note: String,
}

/// The limits that the code asks by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limites {
    /// Characters of one line.
    pub ligne: usize,
    /// Characters of a text.
    pub texte: usize,
    /// Lines of an account.
    pub lignes: usize,
    /// Months of the longest year.
    pub exercice_mois: i32,
}

#[derive(Deserialize)]
struct Exemple {
    fin: Date,
    rendu: Date,
}

#[derive(Deserialize)]
struct Table {
    titre: String,
    formulaire: String,
    notice: String,
    compte_rendu: String,
    effet: Date,
    sources: Vec<String>,
    confiance: Confidence,
    note: String,
    rendu: Rendu,
    limite: Vec<Limite>,
    partie: Vec<PartieDef>,
    case: Vec<Case>,
    compte: Vec<Compte>,
    attestation: Vec<Phrase>,
    exemple: Vec<Exemple>,
}

/// The form.
#[derive(Clone, Debug)]
pub struct Formulaire {
    /// Title of the table.
    pub titre: String,
    /// Number of the form: `12156*06`.
    pub numero: String,
    /// Number of its notice.
    pub notice: String,
    /// Number of the form of the financial report.
    pub compte_rendu: String,
    /// Since when this table holds.
    pub effective: Date,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    pub confidence: Confidence,
    /// What to know of it.
    pub note: String,
    /// When the financial report is due.
    pub rendu: Rendu,
    /// The limits, for a page.
    pub table: Vec<Limite>,
    /// The limits, by name.
    pub limites: Limites,
    /// Its parts, in order.
    pub parties: Vec<PartieDef>,
    /// Its boxes, in order.
    pub cases: Vec<Case>,
    /// The accounts of the budget, in order.
    pub comptes: Vec<Compte>,
    /// What who signs confirms.
    pub attestations: Vec<Phrase>,
}

impl Formulaire {
    /// The boxes of a part, in order.
    pub fn cases_of(&self, partie: Partie) -> impl Iterator<Item = &Case> {
        self.cases.iter().filter(move |case| case.partie == partie)
    }

    /// A box by its key.
    pub fn case(&self, cle: &str) -> Option<&Case> {
        self.cases.iter().find(|case| case.cle == cle)
    }

    /// The accounts of a part, in order.
    pub fn comptes_of(&self, partie: Partie) -> impl Iterator<Item = &Compte> {
        self.comptes.iter().filter(move |compte| compte.partie == partie)
    }

    /// An account by its number.
    pub fn compte(&self, numero: &str) -> Option<&Compte> {
        self.comptes.iter().find(|compte| compte.numero == numero)
    }

    /// What is known of a part. Every part stands in the table: reading it checks that.
    pub fn partie(&self, partie: Partie) -> Option<&PartieDef> {
        self.parties.iter().find(|one| one.cle == partie)
    }

    /// The last day to give the financial report, for a year that ends on a day.
    pub fn rendu_le(&self, fin: Date) -> Date {
        fin.saturating_add(self.rendu.mois.months())
    }
}

const TABLE: &str = "subvention/cerfa_12156.toml";

fn wrong(detail: String) -> RulesError {
    RulesError::Incoherent { table: TABLE, detail }
}

fn distinct<'a>(keys: impl Iterator<Item = &'a String>) -> Result<(), RulesError> {
    let mut seen = BTreeSet::new();
    let mut keys = keys;
    keys.find(|key| !seen.insert(*key)).map_or(Ok(()), |twice| Err(wrong(format!("{twice} stands twice"))))
}

fn checked(formulaire: &Formulaire, exemples: &[Exemple]) -> Result<(), RulesError> {
    distinct(formulaire.cases.iter().map(|case| &case.cle))?;
    distinct(formulaire.comptes.iter().map(|compte| &compte.numero))?;
    if let Some(lost) = Partie::ALL.iter().find(|partie| formulaire.partie(**partie).is_none()) {
        return Err(wrong(format!("no part {}", lost.key())));
    }
    if let Some(case) =
        formulaire.cases.iter().find(|case| (case.nature == Nature::Choix) == case.options.is_empty())
    {
        return Err(wrong(format!("{} has options, or none", case.cle)));
    }
    let off = exemples.iter().find(|one| formulaire.rendu_le(one.fin) != one.rendu);
    off.map_or(Ok(()), |one| Err(wrong(format!("the report of {} is not due on {}", one.fin, one.rendu))))
}

fn parse(text: &str) -> Result<Formulaire, RulesError> {
    let table: Table =
        toml::from_str(text).map_err(|error| RulesError::Shape { table: TABLE, cause: Box::new(error) })?;
    let limit = |code: &str| {
        let found = table.limite.iter().find(|limite| limite.code == code);
        found.map(|limite| limite.valeur).ok_or_else(|| wrong(format!("no limit {code}")))
    };
    let months = limit("exercice_mois")?;
    let limites = Limites {
        ligne: limit("ligne")?,
        texte: limit("texte")?,
        lignes: limit("lignes")?,
        exercice_mois: i32::try_from(months).map_err(|_| wrong(format!("{months} months")))?,
    };
    let formulaire = Formulaire {
        titre: table.titre,
        numero: table.formulaire,
        notice: table.notice,
        compte_rendu: table.compte_rendu,
        effective: table.effet,
        sources: table.sources,
        confidence: table.confiance,
        note: table.note,
        rendu: table.rendu,
        table: table.limite,
        limites,
        parties: table.partie,
        cases: table.case,
        comptes: table.compte,
        attestations: table.attestation,
    };
    checked(&formulaire, &table.exemple)?;
    Ok(formulaire)
}

/// The table that ships with the program.
///
/// # Errors
/// When it is malformed.
pub fn formulaire() -> Result<&'static Formulaire, &'static RulesError> {
    static FORMULAIRE: LazyLock<Result<Formulaire, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../data/subvention/cerfa_12156.toml")));
    FORMULAIRE.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_accounts_are_those_of_the_grid_and_only_subsidies_name_who_gives() {
        let table = formulaire().unwrap();
        let of = |partie| table.comptes_of(partie).map(|one| one.numero.as_str()).collect::<Vec<_>>();
        assert_eq!(of(Partie::Charges), ["60", "61", "62", "63", "64", "65", "66", "67", "68"]);
        assert_eq!(of(Partie::Produits), ["70", "74", "75", "76", "77", "78"]);
        assert_eq!(of(Partie::Contributions), ["86", "87"]);
        let named: Vec<&str> =
            table.comptes.iter().filter(|one| one.financeur).map(|one| one.numero.as_str()).collect();
        assert_eq!(named, ["74"]);
    }

    #[test]
    fn what_was_not_read_in_the_form_says_so() {
        let table = formulaire().unwrap();
        let unread: Vec<Partie> = table.parties.iter().filter(|one| !one.lue).map(|one| one.cle).collect();
        assert_eq!(unread, [Partie::Projet, Partie::Attestations]);
        assert!(table.attestations.iter().all(|one| one.confidence == Confidence::Decision));
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        let text = include_str!("../../data/subvention/cerfa_12156.toml");
        for (from, to) in [
            ("cle = \"sigle\"", "cle = \"nom\""),
            ("numero = \"61\"", "numero = \"60\""),
            ("rendu = \"2027-06-30\"", "rendu = \"2027-07-01\""),
            ("code = \"lignes\"", "code = \"autres\""),
        ] {
            assert!(
                matches!(parse(&text.replacen(from, to, 1)), Err(RulesError::Incoherent { .. })),
                "{from}"
            );
        }
    }
}
