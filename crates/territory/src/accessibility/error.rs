//! What an accessibility cannot be computed from.

use thiserror::Error;

/// Inputs that are refused. Ranks are those of the caller's lists, from 0.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum AccessError {
    /// More places, or more pairs, than the tables hold.
    #[error("{found} {what}: at most {most}")]
    TooMany {
        /// `places`, `pairs`.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many fit.
        most: usize,
    },
    /// A pair or a move names a place that is not in the list.
    #[error("place {place} of {places} does not exist")]
    UnknownPlace {
        /// Rank asked for.
        place: u32,
        /// Number of places.
        places: usize,
    },
    /// A list does not have one value a place.
    #[error("{what}: {found} values for {expected} places")]
    Length {
        /// Which list.
        what: &'static str,
        /// Its length.
        found: usize,
        /// The number of places.
        expected: usize,
    },
    /// A time that is negative or not a number, in minutes.
    #[error("the time from {from} to {to} is {minutes} minutes")]
    Time {
        /// Residence.
        from: u32,
        /// Supply place.
        to: u32,
        /// What was given.
        minutes: f64,
    },
    /// The same pair twice: which time would count?
    #[error("the pair from {from} to {to} is given twice")]
    Twice {
        /// Residence.
        from: u32,
        /// Supply place.
        to: u32,
    },
    /// A value that is not a number of the expected range.
    #[error("{what} of place {place} is {value}")]
    Value {
        /// Which list.
        what: &'static str,
        /// Rank of the place.
        place: u32,
        /// What was given.
        value: f64,
    },
    /// The steps of a decay, or the parameters of a journey, contradict themselves.
    #[error("{0}")]
    Parameters(&'static str),
    /// So few people are in reach of the place that a simulation would mean nothing.
    #[error("place {place}: the supply is out of scale with the {demand} persons in reach")]
    OutOfScale {
        /// Rank of the place.
        place: u32,
        /// Standardised persons in reach.
        demand: f64,
    },
}

/// Checks a list that must have one finite value of 0 or more a place.
pub(super) fn check_values(what: &'static str, values: &[f64], places: usize) -> Result<(), AccessError> {
    if values.len() != places {
        return Err(AccessError::Length { what, found: values.len(), expected: places });
    }
    let possible = |value: f64| (0.0..=f64::MAX).contains(&value);
    // Every value is looked at without stopping, which the processor does several at a time.
    if values.iter().fold(true, |all, value| all & possible(*value)) {
        return Ok(());
    }
    let wrong = (0..).zip(values).find(|(_, value)| !possible(**value));
    wrong.map_or(Ok(()), |(place, &value)| Err(AccessError::Value { what, place, value }))
}
