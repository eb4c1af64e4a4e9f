//! What an import may be checked against: the commune list in memory.

use opendata::KnownCommunes;
use territory::atlas::CodeStatus;
use territory::{Atlas, CommuneCode, DepartementCode};

pub(super) struct Known<'a>(pub(super) &'a Atlas);

impl KnownCommunes for Known<'_> {
    fn exists(&self, code: CommuneCode, geography: i16) -> bool {
        match self.0.code_status(code) {
            CodeStatus::Current => true,
            CodeStatus::Former { ended, .. } => ended.is_some_and(|year| year > geography),
            CodeStatus::Unknown => false,
        }
    }

    fn legal_population(&self, departement: DepartementCode, year: i16) -> Option<u64> {
        let (total, missing) = self.0.population_total(year, &|commune| commune.departement == departement);
        (missing == 0 && total > 0.0).then_some(total.round() as u64)
    }

    fn locate(&self, postcode: &str, locality: &str) -> Option<CommuneCode> {
        self.0.locate(postcode, locality)
    }
}
