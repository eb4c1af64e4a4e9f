//! The words of the diagnosis: how a figure, its state, a difference and a passport are written in French.
//!
//! The pages and the printed documents use the same functions, so that the screen and the paper say the same words.
//! Apostrophes are plain and spaces that must not break are unbreakable, as everywhere before typesetting.

mod figures;
mod passport;
mod places;

pub use figures::{
    difference, difference_or_word, difference_unit, direction, figure, figure_with_unit, fraction, labelled,
    local, local_state, number, opinion, small_denominator, state, state_word, unit, with_unit,
};
pub use passport::{PassportLine, citations, day, passport, passport_naming, record, reservations};
pub use places::{compared_with, level, level_name, vintage_mark};
