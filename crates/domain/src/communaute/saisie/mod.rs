//! Sheets as people type them, checked: what is wrong, what is doubtful, what is kept.

mod canaux;
mod lieux;
mod structure;

use jiff::civil::Date;
use territory::Atlas;

pub use canaux::{SaisieCanal, is_mssante, zero_key};
pub use lieux::{SaisieLieu, commune_of};
pub use structure::{SaisieContact, SaisieStructure, StructureLue, lire_structure};

use super::personne::{Fiche, Personne};
use super::regles::{Regles, regles};
use super::specialites::specialites;
use crate::ids::{PersonneId, StructureId};
use crate::organisation::{TextError, checked_text};
use crate::professions::professions;
use crate::source::RulesError;
use crate::texte::{EmailProblem, FinessProblem, Rpps, RppsProblem, SirenProblem, TelephoneProblem};

/// Where something is wrong: the name of a field, and its rank among the fields of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Champ {
    /// Name of the field: `nom`, `lieu_commune`.
    pub nom: &'static str,
    /// Rank of the place, of the channel or of the contact; 0 for a field that is there once.
    pub rang: usize,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Probleme {
    /// Nothing typed where something is needed.
    Absent,
    /// More characters than accepted.
    TropLong(usize),
    /// It holds a social security number.
    Nir,
    /// Not an RPPS number.
    Rpps(RppsProblem),
    /// Not nine characters, as ADELI numbers had.
    Adeli,
    /// A profession that the nomenclature does not hold.
    Profession,
    /// A specialty that the nomenclature does not hold, or of another profession.
    Specialite,
    /// Not a telephone number.
    Telephone(TelephoneProblem),
    /// Not an e-mail address.
    Courriel(EmailProblem),
    /// An MSSanté address typed as an ordinary one.
    Mssante,
    /// An ordinary address typed as an MSSanté one.
    PasMssante,
    /// Not five digits.
    CodePostal,
    /// A word that is not one of the list.
    Liste,
    /// Not a day.
    Jour,
    /// A day that is yet to come.
    Futur,
    /// A structure that is not there.
    Structure,
    /// Not a FINESS number.
    Finess(FinessProblem),
    /// Not a SIRET number.
    Siret(SirenProblem),
}

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refus {
    /// Where.
    pub champ: Champ,
    /// What.
    pub probleme: Probleme,
}

/// What is kept although it deserves a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alerte {
    /// An ADELI number: RPPS replaced it.
    Adeli,
    /// The commune of a place was not recognised; what was typed stands in its address.
    Commune {
        /// Rank of the place.
        rang: usize,
        /// What was typed.
        typed: String,
    },
    /// A FINESS number of Corsica, whose key nobody can check.
    Finess,
    /// Another sheet looks like it, not enough to ask before keeping it.
    Double(PersonneId),
}

/// The sheet of a person as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaisiePersonne {
    /// `M.`, `Mme`, `Dr`.
    pub civilite: String,
    /// Name of use.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// RPPS number.
    pub rpps: String,
    /// Former ADELI number.
    pub adeli: String,
    /// Code of the profession.
    pub profession: String,
    /// Code of the specialty.
    pub specialite: String,
    /// Function of who is no professional.
    pub fonction: String,
    /// Where the person was found.
    pub source: String,
    /// A remark.
    pub remarque: String,
    /// Places of practice; those without anything are left out.
    pub lieux: Vec<SaisieLieu>,
    /// Channels; those without value are left out.
    pub canaux: Vec<SaisieCanal>,
    /// Doubts that the author confirms, by their keys: [`zero_key`].
    pub confirmes: Vec<String>,
}

/// What checking needs to know.
pub struct Contexte<'a> {
    /// The communes.
    pub atlas: &'a Atlas,
    /// The day of today.
    pub today: Date,
    /// The structures of the CPTS.
    pub structures: &'a [StructureId],
}

/// A sheet that may be kept. Its steps are left as they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonneLue {
    /// Name of use.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// RPPS number, checked.
    pub rpps: Option<Rpps>,
    /// Code of the profession.
    pub profession: Option<String>,
    /// Everything else.
    pub fiche: Fiche,
    /// What deserves a look.
    pub alertes: Vec<Alerte>,
}

/// A source when nobody said where something was found.
pub const SOURCE: &str = "Saisi à la main";

/// What is gathered while a sheet is read.
struct Lecture<'a> {
    contexte: &'a Contexte<'a>,
    regles: &'a Regles,
    refus: Vec<Refus>,
    alertes: Vec<Alerte>,
}

impl<'a> Lecture<'a> {
    fn new(contexte: &'a Contexte<'a>) -> Result<Self, &'static RulesError> {
        Ok(Self { contexte, regles: regles()?, refus: Vec::new(), alertes: Vec::new() })
    }

    fn refuse(&mut self, nom: &'static str, rang: usize, probleme: Probleme) {
        self.refus.push(Refus { champ: Champ { nom, rang }, probleme });
    }

    /// A free text, tidied; empty when it is refused.
    fn text(&mut self, (nom, rang): (&'static str, usize), typed: &str, max: usize) -> String {
        match checked_text(typed, max) {
            Ok(text) => text,
            Err(TextError::TooLong(max)) => {
                self.refuse(nom, rang, Probleme::TropLong(max));
                String::new()
            }
            Err(_) => {
                self.refuse(nom, rang, Probleme::Nir);
                String::new()
            }
        }
    }

    /// A day, or nothing.
    fn day(&mut self, champ: (&'static str, usize), typed: &str) -> Option<Date> {
        if typed.trim().is_empty() {
            return None;
        }
        let day = crate::texte::read_day(typed);
        if day.is_none() {
            self.refuse(champ.0, champ.1, Probleme::Jour);
        }
        day
    }

    fn rpps(&mut self, typed: &str) -> Option<Rpps> {
        match Rpps::parse(typed) {
            Ok(rpps) => Some(rpps),
            Err(RppsProblem::Empty) => None,
            Err(problem) => {
                self.refuse("rpps", 0, Probleme::Rpps(problem));
                None
            }
        }
    }

    fn adeli(&mut self, typed: &str) -> Option<String> {
        let text: String =
            typed.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect();
        // An exchange writes a 0 before the nine characters.
        let text = text.strip_prefix('0').filter(|rest| rest.len() == 9).unwrap_or(&text).to_owned();
        match text.len() {
            0 => None,
            9 if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
                self.alertes.push(Alerte::Adeli);
                Some(text)
            }
            _ => {
                self.refuse("adeli", 0, Probleme::Adeli);
                None
            }
        }
    }

    /// The codes of a profession and of one of its specialties.
    fn metier(
        &mut self,
        saisie: &SaisiePersonne,
        avant: Option<&Personne>,
    ) -> Result<(Option<String>, Option<String>), &'static RulesError> {
        let profession = Some(saisie.profession.trim()).filter(|code| !code.is_empty());
        let specialite = Some(saisie.specialite.trim()).filter(|code| !code.is_empty());
        let before = avant.and_then(|one| one.profession.as_deref());
        // A code that an older nomenclature gave is kept as long as nobody changes it.
        if profession.is_some_and(|code| professions().is_ok_and(|all| all.label(code).is_none()))
            && profession != before
        {
            self.refuse("profession", 0, Probleme::Profession);
        }
        let of = specialite.and_then(|code| specialites().ok()?.get(code));
        let before = avant.and_then(|one| one.fiche.specialite.as_deref());
        let right = of.is_some_and(|one| Some(one.profession.as_str()) == profession);
        if specialite.is_some() && !right && (of.is_some() || specialite != before) {
            self.refuse("specialite", 0, Probleme::Specialite);
        }
        professions()?;
        specialites()?;
        Ok((profession.map(str::to_owned), specialite.map(str::to_owned)))
    }
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// Checks a sheet. `avant` is the sheet that it corrects: what a form does not show is kept from it.
///
/// # Errors
/// The outer one when a table that ships with the program is malformed; the inner one holds all that is wrong.
pub fn lire(
    saisie: &SaisiePersonne,
    avant: Option<&Personne>,
    contexte: &Contexte<'_>,
) -> Result<Result<PersonneLue, Vec<Refus>>, &'static RulesError> {
    let mut lecture = Lecture::new(contexte)?;
    let (nom_max, remarque_max) = (lecture.regles.nom_max, lecture.regles.remarque_max);
    let nom = lecture.text(("nom", 0), &saisie.nom, nom_max);
    if saisie.nom.trim().is_empty() {
        lecture.refuse("nom", 0, Probleme::Absent);
    }
    let prenom = lecture.text(("prenom", 0), &saisie.prenom, nom_max);
    let rpps = lecture.rpps(&saisie.rpps);
    let adeli = lecture.adeli(&saisie.adeli);
    let (profession, specialite) = lecture.metier(saisie, avant)?;
    let source = match saisie.source.trim() {
        "" => avant.map(|one| one.fiche.source.clone()).filter(|source| !source.is_empty()),
        typed => some(lecture.text(("source", 0), typed, nom_max)),
    };
    let source = source.unwrap_or_else(|| SOURCE.to_owned());
    let fiche = Fiche {
        civilite: some(lecture.text(("civilite", 0), &saisie.civilite, nom_max)),
        adeli,
        specialite,
        fonction: some(lecture.text(("fonction", 0), &saisie.fonction, nom_max)),
        exercices: lecture.lieux(&saisie.lieux),
        canaux: lecture.canaux(saisie, &source, avant.map_or(&[], |one| &one.fiche.canaux)),
        remarque: some(lecture.text(("remarque", 0), &saisie.remarque, remarque_max)),
        source,
        ..avant.map(|one| one.fiche.clone()).unwrap_or_default()
    };
    let Lecture { refus, alertes, .. } = lecture;
    Ok(if refus.is_empty() {
        Ok(PersonneLue { nom, prenom, rpps, profession, fiche, alertes })
    } else {
        Err(refus)
    })
}

#[cfg(test)]
mod tests;
