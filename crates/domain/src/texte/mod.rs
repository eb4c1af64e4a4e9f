//! Identifiers and addresses that people type: read, checked, shown. Formats: needs 7.4 and 7.5.
//!
//! Groups are shown with ordinary spaces: people copy them into other programs, which refuse no-break spaces.

pub mod courriel;
pub mod finess;
pub mod iban;
mod jour;
pub mod nir;
pub mod rna;
pub mod rpps;
pub mod siret;
pub mod telephone;

pub use courriel::{Email, EmailProblem};
pub use finess::{Finess, FinessProblem};
pub use iban::{Iban, IbanProblem};
pub use jour::read_day;
pub use nir::contains_nir;
pub use rna::{Rna, RnaProblem};
pub use rpps::{Rpps, RppsProblem};
pub use siret::{Siren, SirenProblem, Siret};
pub use telephone::{Telephone, TelephoneProblem};

/// What was typed without spaces (of any width), dots and hyphens, in upper case.
fn compact(typed: &str) -> String {
    typed.chars().filter(|c| !is_separator(*c)).flat_map(char::to_uppercase).collect()
}

/// What people and word processors put between groups of digits.
fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '.' | '-' | '\u{2010}'..='\u{2013}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Sum of Luhn of a text of digits: the key is right when it is a multiple of 10.
fn luhn_sum(digits: &str) -> u32 {
    let values = digits.chars().rev().filter_map(|c| c.to_digit(10));
    values
        .enumerate()
        .map(|(rank, digit)| if rank % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 })
        .sum()
}

/// Whether every character is one of the ten ASCII digits.
fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `732829320` cut as `732 829 320` by the lengths of its groups.
fn grouped(text: &str, lengths: &[usize]) -> String {
    let mut rest = text;
    let mut groups = Vec::with_capacity(lengths.len());
    for length in lengths {
        let (group, after) = rest.split_at((*length).min(rest.len()));
        groups.push(group);
        rest = after;
    }
    groups.join(" ")
}
