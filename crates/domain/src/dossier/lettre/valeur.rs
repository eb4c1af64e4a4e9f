//! What people write in the fields of a dossier.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::authz::role::words;
use crate::ids::{GroupeId, PersonneId};

words! {
    /// Yes, no, or not finished.
    Reponse {
        /// Yes.
        Oui = "oui", "Oui";
        /// No.
        Non = "non", "Non";
        /// Under way.
        EnCours = "en_cours", "En cours";
    }
}

/// A day, or a month when the day is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Echeance {
    /// Year.
    pub annee: i16,
    /// Month, 1 to 12.
    pub mois: i8,
    /// Day of the month.
    #[serde(default)]
    pub jour: Option<i8>,
}

impl Echeance {
    /// Its first possible day.
    pub fn premier(self) -> Option<Date> {
        Date::new(self.annee, self.mois, self.jour.unwrap_or(1)).ok()
    }

    /// Its last possible day.
    pub fn dernier(self) -> Option<Date> {
        let first = self.premier()?;
        Some(if self.jour.is_some() { first } else { first.last_of_month() })
    }

    /// `06/04/2023`, or `06/2023`.
    pub fn texte(self) -> String {
        match self.jour {
            Some(jour) => format!("{jour:02}/{:02}/{}", self.mois, self.annee),
            None => format!("{:02}/{}", self.mois, self.annee),
        }
    }
}

/// Where the people of a team are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origine {
    /// Nowhere: only the lines that are typed.
    #[default]
    Saisie,
    /// Who sits in a group today.
    Groupe(GroupeId),
    /// Everybody who wants to join or has joined.
    Volontaires,
    /// People who practise in a structure of care that is not a practice of the town.
    Etablissements,
}

/// A line of a team as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LigneEquipe {
    /// Name.
    pub nom: String,
    /// First name.
    #[serde(default)]
    pub prenom: String,
    /// Profession or function.
    #[serde(default)]
    pub profession: String,
    /// Sector: health, social.
    #[serde(default)]
    pub secteur: String,
    /// Where they practise.
    #[serde(default)]
    pub ville: String,
    /// Their structure.
    #[serde(default)]
    pub structure: String,
}

/// A team: where it is read, who is left out of it, who is added.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Equipe {
    /// Where people are read.
    #[serde(default)]
    pub origine: Origine,
    /// People of that origin who do not stand in the letter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sans: Vec<PersonneId>,
    /// Who is added, typed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ajouts: Vec<LigneEquipe>,
}

/// A document that is cited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceCitee {
    /// Which document.
    pub document: String,
    /// When it came.
    #[serde(default)]
    pub date: Option<Date>,
}

/// What was written in a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "nature", rename_all = "snake_case")]
pub enum Valeur {
    /// A line or paragraphs.
    Texte {
        /// The text.
        texte: String,
    },
    /// A day.
    Date {
        /// The day; `None` once taken away.
        jour: Option<Date>,
    },
    /// A day or a month.
    Echeance {
        /// It; `None` once taken away.
        quand: Option<Echeance>,
    },
    /// Two months.
    Periode {
        /// First.
        debut: Option<Echeance>,
        /// Last.
        fin: Option<Echeance>,
    },
    /// Yes, no or under way.
    Reponse {
        /// The answer; `None` as long as nobody gave it.
        reponse: Option<Reponse>,
        /// More.
        precisions: String,
    },
    /// People.
    Equipe(Equipe),
    /// Documents that are cited.
    Sources {
        /// The documents.
        lignes: Vec<SourceCitee>,
    },
    /// What stands beside a value that the system fills in.
    Constat {
        /// What is announced, as typed.
        #[serde(default)]
        annonce: String,
        /// What its authors say of it.
        #[serde(default)]
        explication: String,
    },
}

impl Valeur {
    /// Whether nothing is written in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Valeur::Texte { texte } => texte.trim().is_empty(),
            Valeur::Date { jour } => jour.is_none(),
            Valeur::Echeance { quand } => quand.is_none(),
            Valeur::Periode { debut, fin } => debut.is_none() && fin.is_none(),
            Valeur::Reponse { reponse, precisions } => reponse.is_none() && precisions.trim().is_empty(),
            Valeur::Equipe(equipe) => equipe.origine == Origine::Saisie && equipe.ajouts.is_empty(),
            Valeur::Sources { lignes } => lignes.is_empty(),
            Valeur::Constat { annonce, explication } => {
                annonce.trim().is_empty() && explication.trim().is_empty()
            }
        }
    }
}
