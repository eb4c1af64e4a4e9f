//! What the statutes say of votes, as the CPTS wrote it down.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::modeles::Bornes;
use crate::authz::role::words;
use crate::communaute::{Personne, ReunionKind};

words! {
    /// Who is counted for a quorum.
    QuorumMode {
        /// Nobody: every meeting decides.
        Aucun = "aucun", "Pas de quorum";
        /// Who is there.
        Presents = "presents", "Membres présents";
        /// Who is there or gave a proxy to somebody who is.
        Representes = "representes", "Membres présents ou représentés";
    }
}

words! {
    /// Where a quorum must be reached.
    Portee {
        /// Among all members.
        Ensemble = "ensemble", "Sur l'ensemble des membres";
        /// In each college.
        College = "college", "Dans chaque collège";
    }
}

words! {
    /// How many votes carry a decision.
    Majorite {
        /// More for than against; the most votes among names.
        Simple = "simple", "Majorité simple";
        /// More than half.
        Absolue = "absolue", "Majorité absolue\u{a0}: plus de la moitié";
        /// Two thirds at least.
        DeuxTiers = "deux_tiers", "Majorité des deux tiers";
    }
}

words! {
    /// Who may hold a proxy.
    Porteur {
        /// Any member who may vote.
        Adherent = "adherent", "Tout membre qui peut voter";
        /// One of the same college.
        College = "college", "Un membre du même collège";
    }
}

/// A share written as a fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Above the line.
    pub num: u16,
    /// Below the line.
    pub den: u16,
}

impl Part {
    /// Reads `1/4`, `25 %` or `25`; `None` for what is no share of a whole.
    pub fn parse(typed: &str) -> Option<Self> {
        let clean: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '\u{202f}').collect();
        let part = match clean.split_once('/') {
            Some((num, den)) => Self { num: num.parse().ok()?, den: den.parse().ok()? },
            None => Self { num: clean.trim_end_matches('%').parse().ok()?, den: 100 },
        };
        (part.den > 0 && part.num <= part.den).then_some(part)
    }

    /// The smallest count that reaches the share of a total.
    pub fn of(self, total: usize) -> usize {
        (total * usize::from(self.num)).div_ceil(usize::from(self.den.max(1)))
    }

    /// `1/4`, `25 %`.
    pub fn label(self) -> String {
        match self.den {
            100 => format!("{}\u{202f}%", self.num),
            _ => format!("{}/{}", self.num, self.den),
        }
    }
}

/// A college: members who vote, and maybe weigh, together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct College {
    /// Stable key, as the sheets of people name it.
    pub cle: String,
    /// Name.
    pub nom: String,
    /// Professions that belong to it: codes of TRE_G15.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub professions: Vec<String>,
    /// Whether it takes all those whom no other college takes.
    #[serde(default)]
    pub autres: bool,
    /// Share of the votes, in percent; `None` when one member is one vote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poids: Option<u16>,
    /// Seats at the conseil d'administration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sieges: Option<u16>,
}

/// What a kind of meeting needs to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegleSeance {
    /// The kind.
    pub kind: ReunionKind,
    /// Who is counted.
    pub quorum: QuorumMode,
    /// The share that must be reached.
    pub part: Part,
    /// Where.
    pub portee: Portee,
    /// Whether a second call needs no quorum.
    pub seconde_sans_quorum: bool,
    /// What carries a decision.
    pub majorite: Majorite,
    /// Whether blank ballots weigh in the majority.
    pub blancs: bool,
    /// Whether abstentions weigh in the majority.
    pub abstentions: bool,
}

impl RegleSeance {
    /// What stands while the CPTS has said nothing: no quorum, the most votes.
    pub fn usual(kind: ReunionKind) -> Self {
        Self {
            kind,
            quorum: QuorumMode::Aucun,
            part: Part { num: 0, den: 1 },
            portee: Portee::Ensemble,
            seconde_sans_quorum: false,
            majorite: Majorite::Simple,
            blancs: false,
            abstentions: false,
        }
    }
}

/// The rules that the CPTS adopted. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reglement {
    /// Where they stand: `Statuts, articles 9 à 12`.
    #[serde(default)]
    pub source: String,
    /// When they were adopted; `None` while nobody said.
    #[serde(default)]
    pub adopte: Option<Date>,
    /// The model that they started from.
    #[serde(default)]
    pub modele: Option<String>,
    /// Colleges, in the order in which they are read.
    #[serde(default)]
    pub colleges: Vec<College>,
    /// Rules by kind of meeting.
    #[serde(default)]
    pub seances: Vec<RegleSeance>,
    /// How many proxies one person may hold.
    pub procurations_max: u16,
    /// Who may hold one.
    pub porteur: Porteur,
    /// Whether only members whose dues are paid may vote.
    pub a_jour: bool,
}

impl Default for Reglement {
    fn default() -> Self {
        Self {
            source: String::new(),
            adopte: None,
            modele: None,
            colleges: Vec::new(),
            seances: Vec::new(),
            procurations_max: 0,
            porteur: Porteur::Adherent,
            a_jour: false,
        }
    }
}

/// Rules that contradict themselves.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReglementError {
    /// More colleges than the table allows.
    #[error("more than {0} colleges")]
    TooManyColleges(usize),
    /// A college without a name or twice the same.
    #[error("a college has no name or is named twice")]
    CollegeName,
    /// A profession in two colleges.
    #[error("profession {0} is in two colleges")]
    Profession(String),
    /// Several colleges take all the others.
    #[error("two colleges take all the others")]
    TwoOthers,
    /// Shares of some colleges only, or that do not make one hundred.
    #[error("the shares make {0} and not 100")]
    Weights(u32),
    /// More proxies than the table allows.
    #[error("more than {0} proxies")]
    Proxies(u16),
}

impl Reglement {
    /// The rule of a kind of meeting.
    pub fn regle(&self, kind: ReunionKind) -> RegleSeance {
        self.seances.iter().copied().find(|one| one.kind == kind).unwrap_or(RegleSeance::usual(kind))
    }

    /// The college of a person: the one of their sheet, of their profession, or the one of all others.
    pub fn college_of(&self, personne: &Personne) -> Option<&College> {
        let own = personne.fiche.college.as_deref();
        let by_profession = || {
            let code = personne.profession.as_ref()?;
            self.colleges.iter().find(|one| one.professions.contains(code))
        };
        own.and_then(|cle| self.college(cle))
            .or_else(by_profession)
            .or_else(|| self.colleges.iter().find(|one| one.autres))
    }

    /// A college by its key.
    pub fn college(&self, cle: &str) -> Option<&College> {
        self.colleges.iter().find(|one| one.cle == cle)
    }

    /// Whether votes are weighed by college.
    pub fn is_weighted(&self) -> bool {
        self.colleges.iter().any(|one| one.poids.is_some())
    }

    /// Refuses rules that contradict themselves.
    ///
    /// # Errors
    /// As said; the first contradiction found.
    pub fn check(&self, bornes: &Bornes) -> Result<(), ReglementError> {
        if self.colleges.len() > bornes.colleges_max {
            return Err(ReglementError::TooManyColleges(bornes.colleges_max));
        }
        if self.procurations_max > bornes.procurations_max {
            return Err(ReglementError::Proxies(bornes.procurations_max));
        }
        for (rank, one) in self.colleges.iter().enumerate() {
            let before = &self.colleges[..rank];
            if one.nom.is_empty() || before.iter().any(|other| other.cle == one.cle || other.nom == one.nom) {
                return Err(ReglementError::CollegeName);
            }
            if let Some(twice) = one
                .professions
                .iter()
                .find(|code| before.iter().any(|other| other.professions.contains(code)))
            {
                return Err(ReglementError::Profession(twice.clone()));
            }
        }
        if self.colleges.iter().filter(|one| one.autres).count() > 1 {
            return Err(ReglementError::TwoOthers);
        }
        let sum = self.colleges.iter().map(|one| u32::from(one.poids.unwrap_or(0))).sum();
        let whole = self.colleges.iter().all(|one| one.poids.is_some()) && sum == 100;
        if self.is_weighted() && !whole { Err(ReglementError::Weights(sum)) } else { Ok(()) }
    }
}
