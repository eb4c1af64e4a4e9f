//! The days that a figure speaks of.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// From a day to a day, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Periode {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// Not a period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodeError {
    /// It cannot be read.
    #[error("not a period: {0}")]
    Unreadable(String),
    /// It ends before it begins.
    #[error("a period ends before it begins")]
    Backwards,
}

impl Periode {
    /// A period.
    ///
    /// # Errors
    /// When it ends before it begins.
    pub fn new(from: Date, to: Date) -> Result<Self, PeriodeError> {
        if to < from { Err(PeriodeError::Backwards) } else { Ok(Self { from, to }) }
    }

    /// A civil year.
    pub fn year(year: i16) -> Self {
        Self { from: Date::constant(year, 1, 1), to: Date::constant(year, 12, 31) }
    }

    /// The year, when it is exactly one.
    pub fn as_year(self) -> Option<i16> {
        (self == Self::year(self.from.year())).then(|| self.from.year())
    }

    /// As people write it: `2022`, or `du 01/01/2022 au 30/06/2022`.
    pub fn label(self) -> String {
        match self.as_year() {
            Some(year) => year.to_string(),
            None if self.from == self.to => format!("le {}", self.from.strftime("%d/%m/%Y")),
            None => {
                format!("du {} au {}", self.from.strftime("%d/%m/%Y"), self.to.strftime("%d/%m/%Y"))
            }
        }
    }
}
