//! What an institution accepts of a line, and whether everybody agrees.

use jiff::Timestamp;

use crate::authz::Author;
use crate::authz::role::words;
use crate::ids::{DestinataireId, DialogueId, IndicateurId, InstitutionId, PositionId};
use crate::montant::Montant;

/// What an institution accepts of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// Identifier.
    pub id: PositionId,
    /// The dialogue.
    pub dialogue: DialogueId,
    /// Through which row the institution reads it.
    pub destinataire: DestinataireId,
    /// The institution.
    pub institution: InstitutionId,
    /// The line.
    pub indicateur: IndicateurId,
    /// The sending that it looked at.
    pub numero: i64,
    /// What it accepts.
    pub accepte: Montant,
    /// Why, when that is another amount than the one counted.
    pub motif: String,
    /// Who said it.
    pub by: Author,
    /// When.
    pub at: Timestamp,
    /// Counts the changes.
    pub version: i64,
}

/// Why a position is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefusPosition {
    /// More than the indicator can pay.
    #[error("more than the indicator can pay, {0:?}")]
    TropHaut(Montant),
    /// Another amount than the one counted, without a reason.
    #[error("no reason")]
    Motif,
}

/// Whether an institution may accept an amount of a line: the one counted, or another one with a reason. `compte` is
/// nothing when the CPTS recorded no value.
///
/// # Errors
/// Below nothing or above what the indicator can pay, or another amount without a reason.
pub fn juger(
    (compte, montant): (Option<Montant>, Montant),
    accepte: Montant,
    motif: &str,
) -> Result<(), RefusPosition> {
    if accepte > montant || accepte < Montant::ZERO {
        return Err(RefusPosition::TropHaut(montant));
    }
    if Some(accepte) != compte && motif.trim().is_empty() {
        return Err(RefusPosition::Motif);
    }
    Ok(())
}

words! {
    /// Where a line stands between the CPTS and those who answered.
    Accord {
        /// Nobody answered, or not everybody.
        Attente = "attente", "En attente";
        /// Everybody accepts what the CPTS counts.
        Accepte = "accepte", "Accepté";
        /// Somebody accepts another amount.
        Conteste = "conteste", "Contesté";
    }
}

/// Where a line stands: what the CPTS counts, what was accepted of it, and by how many of those who were asked.
pub fn accord(compte: Option<Montant>, acceptes: &[Montant], asked: usize) -> Accord {
    if acceptes.iter().any(|one| Some(*one) != compte) {
        return Accord::Conteste;
    }
    if acceptes.is_empty() || acceptes.len() < asked { Accord::Attente } else { Accord::Accepte }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: Montant = Montant::euros(9_000);
    const COUNTED: Option<Montant> = Some(Montant::euros(6_000));

    #[test]
    fn another_amount_than_the_one_counted_asks_a_reason() {
        let said = |euros, motif| juger((COUNTED, MOST), Montant::euros(euros), motif);
        assert_eq!(said(6_000, ""), Ok(()));
        assert_eq!(said(3_000, " "), Err(RefusPosition::Motif));
        assert_eq!(said(3_000, "Requête locale du 12/05"), Ok(()));
        assert_eq!(said(9_000, "Vu ensemble"), Ok(()));
        assert_eq!(said(9_001, "Vu ensemble"), Err(RefusPosition::TropHaut(MOST)));
        assert_eq!(said(-1, "Vu ensemble"), Err(RefusPosition::TropHaut(MOST)));
        // No value is no amount: accepting nothing is a judgement too.
        assert_eq!(juger((None, MOST), Montant::ZERO, ""), Err(RefusPosition::Motif));
        assert_eq!(juger((None, MOST), Montant::ZERO, "Aucune valeur"), Ok(()));
    }

    #[test]
    fn one_other_amount_is_enough_to_contest_and_everybody_must_answer_to_accept() {
        let amounts = |euros: &[i64]| euros.iter().map(|one| Montant::euros(*one)).collect::<Vec<_>>();
        let found = |euros: &[i64]| accord(COUNTED, &amounts(euros), 2);
        assert_eq!(found(&[]), Accord::Attente);
        assert_eq!(found(&[6_000]), Accord::Attente);
        assert_eq!(found(&[6_000, 6_000]), Accord::Accepte);
        assert_eq!(found(&[3_000]), Accord::Conteste);
        assert_eq!(found(&[6_000, 3_000]), Accord::Conteste);
        assert_eq!(accord(None, &amounts(&[0]), 1), Accord::Conteste);
    }
}
