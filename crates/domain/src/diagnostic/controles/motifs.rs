//! Why a value is refused, and what is asked before it is kept.

use territory::DepartementCode;
use territory::layers::AgeBand;

/// A part of what is typed, by which an error finds its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Champ {
    /// The indicator.
    Indicateur,
    /// The kind of place.
    Lieu,
    /// The code of the place.
    Code,
    /// The period.
    Periode,
    /// The ages.
    Ages,
    /// The value.
    Valeur,
    /// The numerator.
    Numerateur,
    /// The denominator.
    Denominateur,
    /// Whether the source hides it.
    Masque,
    /// Who gave it.
    Origine,
    /// Where it was read.
    Source,
    /// The attached document.
    Piece,
    /// Why it is corrected.
    Motif,
}

/// Why a value is not kept.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refus {
    /// What was typed cannot be read.
    #[error("{champ:?} cannot be read: {text}")]
    Unreadable {
        /// Where.
        champ: Champ,
        /// As typed.
        text: String,
    },
    /// Nothing was typed where something must be.
    #[error("{0:?} is missing")]
    Missing(Champ),
    /// A text is longer than the rules allow, in characters.
    #[error("{champ:?} is longer than {max}")]
    TooLong {
        /// Where.
        champ: Champ,
        /// Most characters.
        max: usize,
    },
    /// The line is the example of the template.
    #[error("the example of the template")]
    Example,
    /// No indicator of that code.
    #[error("unknown indicator {0}")]
    UnknownIndicator(String),
    /// Official files give it: it is computed, not typed.
    #[error("computed from official files")]
    Computed,
    /// The place does not exist.
    #[error("unknown place")]
    UnknownPlace,
    /// The period ends before it begins.
    #[error("the period ends before it begins")]
    Backwards,
    /// The period is not over.
    #[error("the period ends in the future")]
    Future,
    /// Neither a value nor its parts.
    #[error("neither a value nor its parts")]
    Nothing,
    /// The source hides it, and yet there is a number.
    #[error("hidden, with a number")]
    HiddenWithValue,
    /// A share of a hundred that is not.
    #[error("a rate outside of 0 to 100: {0}")]
    RateOutOfRange(f64),
    /// A count below zero.
    #[error("{0:?} is negative")]
    Negative(Champ),
    /// A division by zero.
    #[error("the denominator is zero")]
    ZeroDenominator,
    /// More people above the line than below.
    #[error("the numerator is above the denominator")]
    NumeratorAbove,
    /// The value is not what its parts make.
    #[error("the parts make {computed}")]
    Contradicts {
        /// What the parts make.
        computed: f64,
    },
    /// One part alone, without a value.
    #[error("{0:?} is missing to compute the value")]
    HalfAFraction(Champ),
    /// A count has no numerator.
    #[error("a count has neither numerator nor denominator")]
    NotARate,
    /// The last age comes before the first.
    #[error("the ages end before they begin")]
    AgesBackwards,
    /// Ages that the indicator does not count.
    #[error("ages outside of those of the indicator")]
    AgesOutside {
        /// Those of the indicator.
        allowed: AgeBand,
    },
    /// Some ages are counted by another value of the same place, period and origin.
    #[error("ages that another value counts")]
    AgesOverlap {
        /// Those of the other value; `None` for all those of the indicator.
        with: Option<AgeBand>,
    },
    /// The same figure was written down already, with another content: it is to correct, not to add.
    #[error("recorded already")]
    AlreadyRecorded,
    /// A correction that corrects nothing.
    #[error("nothing changes")]
    Unchanged,
}

impl Refus {
    /// The part of what is typed that is wrong.
    pub fn champ(&self) -> Champ {
        match self {
            Refus::Unreadable { champ, .. }
            | Refus::Missing(champ)
            | Refus::TooLong { champ, .. }
            | Refus::Negative(champ)
            | Refus::HalfAFraction(champ) => *champ,
            Refus::Example | Refus::UnknownIndicator(_) | Refus::Computed | Refus::AlreadyRecorded => {
                Champ::Indicateur
            }
            Refus::UnknownPlace => Champ::Code,
            Refus::Backwards | Refus::Future => Champ::Periode,
            Refus::Nothing | Refus::RateOutOfRange(_) | Refus::Contradicts { .. } | Refus::Unchanged => {
                Champ::Valeur
            }
            Refus::HiddenWithValue => Champ::Masque,
            Refus::ZeroDenominator => Champ::Denominateur,
            Refus::NumeratorAbove | Refus::NotARate => Champ::Numerateur,
            Refus::AgesBackwards | Refus::AgesOutside { .. } | Refus::AgesOverlap { .. } => Champ::Ages,
        }
    }
}

/// What deserves a confirmation before a value is kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Alerte {
    /// A count that reaches the one known of the whole département.
    DepartementTotal {
        /// The département.
        departement: DepartementCode,
        /// The count of the value that reaches it.
        champ: Champ,
        /// What is known of the département.
        known: f64,
    },
    /// More people than live there.
    AbovePopulation {
        /// The count of the value.
        champ: Champ,
        /// How many live there.
        population: f64,
    },
    /// A value out of the usual.
    Implausible {
        /// Smallest usual value.
        min: f64,
        /// Largest usual value.
        max: f64,
    },
    /// The people below the line are far from those who live there at these ages.
    Denominator {
        /// People below the line, printed or implied by the value and the numerator.
        below: f64,
        /// Inhabitants of these ages.
        inhabitants: f64,
        /// The ages; `None` for all.
        ages: Option<AgeBand>,
    },
    /// The perimeter has changed since the one that the value speaks of.
    OldPerimeter {
        /// The revision that it speaks of.
        recorded: u32,
        /// The revision of today.
        now: u32,
    },
}

impl Alerte {
    /// Stable key, by which it is confirmed.
    pub fn key(&self) -> &'static str {
        match self {
            Alerte::DepartementTotal { .. } => "departement",
            Alerte::AbovePopulation { .. } => "habitants",
            Alerte::Implausible { .. } => "inhabituel",
            Alerte::Denominator { .. } => "denominateur",
            Alerte::OldPerimeter { .. } => "perimetre",
        }
    }
}
