//! Diagnoses that are named, dated and never change, and what became of their figures.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::chiffre::{Chiffre, ChiffreRef};
use super::lecture::Diagnostic;
use super::niveau::Niveau;
use crate::authz::Author;
use crate::ids::{DiagnosticId, TerritoireId, VarianteId};

/// A frozen diagnosis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DiagnosticFige {
    /// Identifier.
    pub id: DiagnosticId,
    /// Its territory.
    pub territoire: TerritoireId,
    /// Its variant.
    pub variante: VarianteId,
    /// Name: `Diagnostic de la lettre d'intention`.
    pub name: String,
    /// Why it was frozen, as typed.
    pub note: Option<String>,
    /// When.
    pub frozen_at: Timestamp,
    /// By whom.
    pub author: Author,
    /// SHA-256 of its content, in hexadecimal.
    pub fingerprint: String,
}

/// A figure that is no longer what a frozen diagnosis says.
#[derive(Clone, Debug, PartialEq)]
pub struct Changement {
    /// Which figure.
    pub figure: ChiffreRef,
    /// Name of its indicator.
    pub label: String,
    /// What it was.
    pub before: Chiffre,
    /// What it is; `None` when the catalogue no longer has it.
    pub now: Option<Chiffre>,
}

/// The figures of `frozen` that differ from those of `now`, in its order: another value, another state, or another
/// source behind the same value.
pub fn changes(frozen: &Diagnostic, now: &Diagnostic) -> Vec<Changement> {
    let mut found = Vec::new();
    for read in frozen.indicators() {
        let levels =
            std::iter::once(Niveau::Territoire).chain(read.comparisons.iter().map(|other| other.niveau));
        for niveau in levels {
            let figure = ChiffreRef { indicateur: read.indicateur.code.clone(), niveau };
            let (Some(before), after) = (frozen.figure(&figure), now.figure(&figure)) else { continue };
            if !same((frozen, before), (now, after)) {
                found.push(Changement {
                    figure,
                    label: read.indicateur.label.clone(),
                    before: before.clone(),
                    now: after.cloned(),
                });
            }
        }
    }
    found
}

fn same((frozen, before): (&Diagnostic, &Chiffre), (now, after): (&Diagnostic, Option<&Chiffre>)) -> bool {
    let Some(after) = after else { return false };
    let cited = |diagnostic: &Diagnostic, figure: &Chiffre| -> Vec<String> {
        let sources = figure.passport.sources.iter();
        sources.filter_map(|id| diagnostic.sources.get(id.0)).map(territory::Passport::citation).collect()
    };
    same_value(before.value, after.value)
        && before.state == after.state
        && before.passport.vintage == after.passport.vintage
        && cited(frozen, before) == cited(now, after)
}

/// Counts are compared exactly. A quotient depends on the order in which its parts were added and on how it was
/// written: what no reader can see is no change.
fn same_value(before: Option<f64>, after: Option<f64>) -> bool {
    match (before, after) {
        (Some(a), Some(b)) if a.fract() == 0.0 && b.fract() == 0.0 => a == b,
        (Some(a), Some(b)) => (a - b).abs() <= 1e-6 * a.abs().max(b.abs()),
        (before, after) => before == after,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_changes_by_one_and_a_rate_by_what_can_be_seen() {
        assert!(!same_value(Some(68_094_280.0), Some(68_094_281.0)));
        assert!(same_value(Some(15.858_437_079), Some(15.858_437_081)));
        assert!(!same_value(Some(15.858), Some(15.859)));
        assert!(!same_value(Some(0.0), None) && same_value(None, None));
    }
}
