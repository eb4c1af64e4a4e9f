//! A question put to the vote.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::depouillement::Resultat;
use super::modeles::Bornes;
use crate::authz::role::words;
use crate::ids::{MandatId, PersonneId, ReunionId, VoteId};
use crate::organisation::{TextError, checked_text};

words! {
    /// What is asked.
    Forme {
        /// For or against.
        PourContre = "pour_contre", "Pour ou contre";
        /// Names for one or several seats.
        Noms = "noms", "Élection\u{a0}: choisir des noms";
    }
}

words! {
    /// How votes are given.
    Mode {
        /// Who chose what is known.
        Nominal = "nominal", "Nominatif\u{a0}: le choix de chacun est connu";
        /// Who voted is known, what they chose is not.
        Secret = "secret", "Secret\u{a0}: le choix de chacun n'est pas gardé avec son nom";
        /// Hands are counted in the room, or papers; only the counts are kept.
        MainLevee = "main_levee", "Compté dans la salle\u{a0}: main levée ou urne";
    }
}

words! {
    /// Where a vote stands.
    VoteState {
        /// Being prepared.
        Prepare = "prepare", "À ouvrir";
        /// Votes are given.
        Ouvert = "ouvert", "Ouvert";
        /// It is over.
        Clos = "clos", "Clos";
    }
}

words! {
    /// How somebody took part.
    Participation {
        /// Gave a ballot.
        Vote = "vote", "A voté";
        /// Stayed out of it because of an interest.
        Retrait = "retrait", "N'a pas pris part au vote";
    }
}

/// Keys of the choices that are in every vote.
pub const POUR: &str = "pour";
/// Against.
pub const CONTRE: &str = "contre";
/// A blank ballot.
pub const BLANC: &str = "blanc";
/// An abstention.
pub const ABSTENTION: &str = "abstention";

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposition {
    /// Stable key in the vote.
    pub cle: String,
    /// On the ballot.
    pub libelle: String,
    /// The person, for a name that the CPTS knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personne: Option<PersonneId>,
}

impl Proposition {
    /// A choice that is no person.
    pub fn new(cle: &str, libelle: &str) -> Self {
        Self { cle: cle.into(), libelle: libelle.into(), personne: None }
    }
}

/// What is known of a vote beyond its question. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoteFiche {
    /// The names, for an election; empty for a question.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub noms: Vec<Proposition>,
    /// Seats to fill; 1 for a question.
    #[serde(default)]
    pub sieges: u16,
    /// Whether it is about what members are paid.
    #[serde(default)]
    pub remuneration: bool,
    /// Members known to gain from it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concernes: Vec<PersonneId>,
    /// Counts typed for a vote that was counted in the room: key of the choice, how many.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub salle: Vec<(String, u32)>,
    /// The result, once closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resultat: Option<Resultat>,
    /// SHA-256 of the question and of the result, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub empreinte: Option<String>,
    /// Seats that were given to who was elected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mandats: Vec<MandatId>,
}

/// A question put to the vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vote {
    /// Identifier.
    pub id: VoteId,
    /// The meeting.
    pub reunion: ReunionId,
    /// The question.
    pub question: String,
    /// What is asked.
    pub forme: Forme,
    /// How votes are given.
    pub mode: Mode,
    /// Where it stands.
    pub state: VoteState,
    /// Everything else.
    pub fiche: VoteFiche,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was opened.
    pub ouvert_at: Option<Timestamp>,
    /// When it was closed.
    pub clos_at: Option<Timestamp>,
    /// Counts the changes.
    pub version: i64,
}

/// Who voted. For a secret vote the choice is not here, and nothing here leads to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emargement {
    /// Whose vote it is: the giver, for a proxy.
    pub personne: PersonneId,
    /// Who gave it for them; `None` for themselves.
    pub par: Option<PersonneId>,
    /// How they took part.
    pub participation: Participation,
    /// Whether they said that they have an interest.
    pub interet: bool,
    /// The keys that were chosen, for a vote by name; empty for a secret one.
    pub choix: Vec<String>,
}

/// A question or a ballot that cannot stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VoteError {
    /// The question cannot be kept.
    #[error(transparent)]
    Question(TextError),
    /// An election without names.
    #[error("an election without names")]
    NoName,
    /// The same name twice.
    #[error("a name stands twice")]
    TwiceName,
    /// More names than the table allows.
    #[error("more than {0} names")]
    TooManyNames(usize),
    /// No seat, or more seats than names.
    #[error("{0} seats cannot be filled")]
    Seats(u16),
    /// Nothing was chosen.
    #[error("nothing was chosen")]
    NothingChosen,
    /// More names than seats, or a blank with a name.
    #[error("more was chosen than the {0} that may be")]
    TooManyChoices(u16),
    /// A choice that the vote does not have.
    #[error("an unknown choice")]
    UnknownChoice,
}

impl Vote {
    /// Everything that can be chosen, in the order of the ballot.
    pub fn propositions(&self) -> Vec<Proposition> {
        let mut all = match self.forme {
            Forme::PourContre => vec![Proposition::new(POUR, "Pour"), Proposition::new(CONTRE, "Contre")],
            Forme::Noms => self.fiche.noms.clone(),
        };
        all.push(Proposition::new(BLANC, "Blanc"));
        all.push(Proposition::new(ABSTENTION, "Abstention"));
        all
    }

    /// The words of a choice.
    pub fn libelle(&self, cle: &str) -> String {
        let found = self.propositions().into_iter().find(|one| one.cle == cle);
        found.map(|one| one.libelle).unwrap_or_default()
    }

    /// Refuses a question that cannot be put to the vote; tidies its text.
    ///
    /// # Errors
    /// As said.
    pub fn checked(mut self, bornes: &Bornes) -> Result<Self, VoteError> {
        self.question = checked_text(&self.question, bornes.question_max).map_err(VoteError::Question)?;
        if self.question.is_empty() {
            return Err(VoteError::Question(TextError::Empty));
        }
        if self.forme == Forme::PourContre {
            self.fiche.noms.clear();
            self.fiche.sieges = 1;
            return Ok(self);
        }
        let noms = &self.fiche.noms;
        if noms.is_empty() {
            return Err(VoteError::NoName);
        }
        if noms.len() > bornes.options_max {
            return Err(VoteError::TooManyNames(bornes.options_max));
        }
        let twice = |(rank, one): (usize, &Proposition)| {
            noms[..rank].iter().any(|other| {
                other.libelle == one.libelle || (one.personne.is_some() && other.personne == one.personne)
            })
        };
        if noms.iter().enumerate().any(twice) {
            return Err(VoteError::TwiceName);
        }
        let seats = usize::from(self.fiche.sieges);
        if seats == 0 || seats > noms.len() { Err(VoteError::Seats(self.fiche.sieges)) } else { Ok(self) }
    }

    /// Refuses a ballot that the vote does not have; sorted, each choice once.
    ///
    /// # Errors
    /// As said.
    pub fn ballot(&self, chosen: &[String]) -> Result<Vec<String>, VoteError> {
        let mut chosen = chosen.to_vec();
        chosen.sort_unstable();
        chosen.dedup();
        let known = self.propositions();
        if chosen.is_empty() {
            return Err(VoteError::NothingChosen);
        }
        if chosen.iter().any(|cle| !known.iter().any(|one| one.cle == *cle)) {
            return Err(VoteError::UnknownChoice);
        }
        let alone = chosen.iter().any(|cle| cle == BLANC || cle == ABSTENTION);
        let most = if alone || self.forme == Forme::PourContre { 1 } else { self.fiche.sieges };
        if chosen.len() > usize::from(most) { Err(VoteError::TooManyChoices(most)) } else { Ok(chosen) }
    }

    /// Who was elected, with the person that each name stands for.
    pub fn elus(&self) -> Vec<&Proposition> {
        let Some(resultat) = self.fiche.resultat.as_ref().filter(|one| one.is_valid()) else {
            return Vec::new();
        };
        self.fiche.noms.iter().filter(|one| resultat.elus.contains(&one.cle)).collect()
    }

    /// Whether somebody is known to gain from it.
    pub fn concerns(&self, id: PersonneId) -> bool {
        self.fiche.concernes.contains(&id)
    }

    /// What the seal is made of: the same question and the same result give the same text.
    ///
    /// # Errors
    /// When the result cannot be written.
    pub fn sealed_text(&self, day: Date) -> Result<String, toml::ser::Error> {
        #[derive(Serialize)]
        struct Sealed<'a> {
            vote: String,
            reunion: String,
            jour: String,
            question: &'a str,
            forme: &'a str,
            mode: &'a str,
            propositions: Vec<Proposition>,
            resultat: &'a Option<Resultat>,
        }
        toml::to_string(&Sealed {
            vote: self.id.to_string(),
            reunion: self.reunion.to_string(),
            jour: day.to_string(),
            question: &self.question,
            forme: self.forme.key(),
            mode: self.mode.key(),
            propositions: self.propositions(),
            resultat: &self.fiche.resultat,
        })
    }
}
