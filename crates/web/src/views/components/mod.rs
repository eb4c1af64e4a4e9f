//! What the components of `templates/components` take: plain structs with words ready to print.

mod chart;
mod feedback;
mod form;
mod table;

pub use chart::{Bar, Pyramid, PyramidRow, StaticArea, StaticMap, Trace, TraceLigne};
pub use feedback::{ActionForm, EmptyState, Notice, Tone};
pub use form::{Choice, Field, FieldKind, FormErrors, Opt};
pub use table::{Cell, Column, Row, Table};

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Text.
    pub label: String,
    /// Address.
    pub url: String,
}

impl Link {
    /// Text, then address.
    pub fn new(label: impl Into<String>, url: impl Into<String>) -> Self {
        Self { label: label.into(), url: url.into() }
    }
}

/// A figure that says where it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyFigure {
    /// What is counted.
    pub label: String,
    /// The figure; `None` prints « inconnu ».
    pub value: Option<String>,
    /// Unit, beside the figure.
    pub unit: String,
    /// A short remark under the figure.
    pub note: Option<String>,
    /// Whether a part is missing: printed « partiel ».
    pub partial: bool,
    /// How it was estimated, when it was: printed « estimé ».
    pub estimated: Option<String>,
    /// Citations of the sources.
    pub sources: Vec<String>,
}

impl KeyFigure {
    /// Whether something can be said of where the figure comes from.
    pub fn has_passport(&self) -> bool {
        !self.sources.is_empty() || self.estimated.is_some()
    }
}

/// A short word that qualifies a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The word.
    pub label: String,
    /// Colour; the word alone must suffice.
    pub tone: Tone,
}

impl Tag {
    /// Word and colour.
    pub fn new(tone: Tone, label: impl Into<String>) -> Self {
        Self { label: label.into(), tone }
    }
}

/// A file that can be downloaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Download {
    /// What it is.
    pub label: String,
    /// Address.
    pub url: String,
    /// `PDF`, `XLSX`…
    pub format: &'static str,
    /// What it is good for.
    pub hint: &'static str,
}

/// A term and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Term.
    pub term: String,
    /// What it is.
    pub text: String,
}

impl Definition {
    /// Term, then what it is.
    pub fn new(term: impl Into<String>, text: impl Into<String>) -> Self {
        Self { term: term.into(), text: text.into() }
    }
}

/// Where a list stops, and how to see more of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct More {
    /// Lines shown.
    pub shown: usize,
    /// Lines in all.
    pub total: usize,
    /// Address that shows more; `None` when all is shown.
    pub url: Option<String>,
}

impl More {
    /// `20 résultats affichés sur 134`.
    pub fn sentence(&self) -> String {
        let entier = |count: usize| domain::nombres::entier(count as i64);
        format!(
            "{} affichés sur {}",
            domain::nombres::compte(self.shown, "résultat", "résultats"),
            entier(self.total)
        )
    }
}

/// A step of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is done.
    pub label: &'static str,
    /// Where it stands.
    pub state: StepState,
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Done.
    Done,
    /// The page itself.
    Current,
    /// Not yet.
    Later,
}

impl Step {
    /// The steps of a task, of which the one of rank `current` (from 0) is under way.
    pub fn sequence(labels: &[&'static str], current: usize) -> Vec<Step> {
        let state = |rank: usize| match rank.cmp(&current) {
            std::cmp::Ordering::Less => StepState::Done,
            std::cmp::Ordering::Equal => StepState::Current,
            std::cmp::Ordering::Greater => StepState::Later,
        };
        labels.iter().enumerate().map(|(rank, label)| Step { label, state: state(rank) }).collect()
    }

    /// Said after the label, for those who do not see the colours.
    pub fn state_word(&self) -> &'static str {
        match self.state {
            StepState::Done => "fait",
            StepState::Current => "en cours",
            StepState::Later => "à venir",
        }
    }

    /// Class of the style sheet.
    pub fn class(&self) -> &'static str {
        match self.state {
            StepState::Done => "done",
            StepState::Current => "current",
            StepState::Later => "later",
        }
    }
}
