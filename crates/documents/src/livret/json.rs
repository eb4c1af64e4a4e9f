//! The diagnosis as JSON for programs.

use domain::authz::Author;
use domain::diagnostic::{Chiffre, Diagnostic, Etat};
use serde::Serialize;

use crate::error::DocumentError;

/// Raised when a field changes its meaning or leaves; a new field does not raise it.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Envelope<'a> {
    format: &'static str,
    version: u32,
    fictitious: bool,
    diagnostic: &'a Diagnostic,
}

/// Who wrote a value down, for those outside: the CPTS answers for it.
const AUTHOR: &str = "cpts";

/// The diagnosis as indented JSON, its fields always in the same order. No identifier of a person is in it.
pub fn write(diagnostic: &Diagnostic) -> Result<Vec<u8>, DocumentError> {
    let fictitious = diagnostic.is_fictitious();
    let mut diagnostic = diagnostic.clone();
    chiffres(&mut diagnostic).for_each(protect);
    let indicators = diagnostic.families.iter_mut().flat_map(|family| &mut family.indicators);
    let places = indicators.flat_map(|read| &mut read.places);
    let communes = diagnostic.offre.effectifs.iter_mut().flat_map(|line| &mut line.communes);
    places.chain(communes).filter(|place| place.hidden).for_each(|place| place.value = None);
    let envelope =
        Envelope { format: "maillage/diagnostic", version: VERSION, fictitious, diagnostic: &diagnostic };
    let mut bytes = serde_json::to_vec_pretty(&envelope)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Nobody is named, and what a hidden figure is made of is left out.
fn protect(chiffre: &mut Chiffre) {
    if chiffre.state == Etat::Hidden {
        (chiffre.value, chiffre.numerator, chiffre.denominator) = (None, None, None);
        chiffre.passport.records.clear();
    }
    let records = &mut chiffre.passport.records;
    records.iter_mut().for_each(|trace| trace.author = Author::System(AUTHOR.to_owned()));
}

/// Every figure of a diagnosis.
fn chiffres(diagnostic: &mut Diagnostic) -> impl Iterator<Item = &mut Chiffre> {
    let indicators = diagnostic.families.iter_mut().flat_map(|family| &mut family.indicators);
    let read = indicators.flat_map(|read| {
        let others = read.comparisons.iter_mut().map(|other| &mut other.chiffre);
        std::iter::once(&mut read.territoire).chain(others)
    });
    let lines = diagnostic.offre.effectifs.iter_mut().flat_map(|line| {
        let given = [&mut line.cpam, &mut line.local, &mut line.aged_60, &mut line.aged_65];
        std::iter::once(&mut line.officiel).chain(given.into_iter().flatten())
    });
    let groups = diagnostic.offre.structures.iter_mut().map(|group| &mut group.count);
    read.chain(lines).chain(groups)
}
