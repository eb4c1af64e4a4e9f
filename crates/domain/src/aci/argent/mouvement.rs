//! What the Assurance Maladie announced and what came on the account. A line is never written over: a correction is one
//! line more, with its reason.

use jiff::Timestamp;
use jiff::civil::Date;

use super::calendrier::{Echeance, Etat};
use super::cle::{Cle, NatureEcheance};
use super::piece::PieceJointe;
use crate::authz::Author;
use crate::authz::role::words;
use crate::ids::{ContratId, MouvementId};
use crate::montant::{Montant, RefusSomme};
use crate::texte::read_day;

words! {
    /// What a line says.
    GenreMouvement {
        /// The Assurance Maladie announced it.
        Notifie = "notifie", "Notifié";
        /// It is on the account.
        Recu = "recu", "Reçu";
    }
}

/// A line: something notified or received, or the correction of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mouvement {
    /// Identifier.
    pub id: MouvementId,
    /// Its contract.
    pub contrat: ContratId,
    /// The payment that it is for.
    pub echeance: Cle,
    /// What it says.
    pub genre: GenreMouvement,
    /// How much. A correction that takes away is negative.
    pub montant: Montant,
    /// The day of the letter or of the bank.
    pub le: Date,
    /// Reference of the letter or of the bank.
    pub reference: String,
    /// The line that it corrects.
    pub corrige: Option<MouvementId>,
    /// Why, for a correction.
    pub motif: String,
    /// Who wrote it.
    pub by: Author,
    /// When.
    pub at: Timestamp,
    /// Its documents, oldest first: the letter, the advice of the bank. A correction has none.
    pub pieces: Vec<PieceJointe>,
}

/// Why a line is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefusMouvement {
    /// No payment of the contract has that key.
    #[error("no such payment")]
    Echeance,
    /// A variable part is never paid before the evaluation of its year.
    #[error("the year {0} is not evaluated")]
    AvantEvaluation(u8),
    /// Neither notified nor received.
    #[error("neither notified nor received")]
    Genre,
    /// The amount.
    #[error(transparent)]
    Montant(RefusSomme),
    /// Nothing was notified or received.
    #[error("zero")]
    Nul,
    /// No day, or none that can be read.
    #[error("no day")]
    Jour,
    /// To come.
    #[error("to come")]
    AVenir,
    /// Before the signature.
    #[error("before the signature of {0}")]
    AvantSignature(Date),
    /// A text that is too long.
    #[error("too long")]
    Long,
    /// A correction says why.
    #[error("no reason")]
    Motif,
    /// The amount is that already.
    #[error("nothing changes")]
    Identique,
}

/// A line as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MouvementTape {
    /// Key of the payment.
    pub echeance: String,
    /// Key of what it says.
    pub genre: String,
    /// Amount.
    pub montant: String,
    /// Day.
    pub le: String,
    /// Reference.
    pub reference: String,
}

/// What is kept of a line that is typed.
pub type MouvementLu = (Cle, GenreMouvement, Montant, Date, String);

/// Characters of a reference, a reason, a name.
pub(super) const COURT: usize = 200;

/// Wrong fields, by name.
pub type Refus<T> = Vec<(&'static str, T)>;

/// Reads a line that is typed.
///
/// # Errors
/// Each field that cannot be taken.
pub fn lire_mouvement(
    typed: &MouvementTape,
    echeances: &[Echeance],
    (signature, today): (Date, Date),
) -> Result<MouvementLu, Refus<RefusMouvement>> {
    let mut wrong = Vec::new();
    let echeance = echeances.iter().find(|one| one.cle.to_string() == typed.echeance);
    match echeance {
        None => wrong.push(("echeance", RefusMouvement::Echeance)),
        Some(one) if waits(one) => wrong.push(("echeance", RefusMouvement::AvantEvaluation(one.annee()))),
        Some(_) => {}
    }
    let genre = GenreMouvement::from_key(&typed.genre);
    if genre.is_none() {
        wrong.push(("genre", RefusMouvement::Genre));
    }
    let montant = match Montant::lire(&typed.montant) {
        Ok(Montant::ZERO) => Err(RefusMouvement::Nul),
        other => other.map_err(RefusMouvement::Montant),
    };
    let le = match read_day(&typed.le) {
        None => Err(RefusMouvement::Jour),
        Some(le) if le > today => Err(RefusMouvement::AVenir),
        Some(le) if le < signature => Err(RefusMouvement::AvantSignature(signature)),
        Some(le) => Ok(le),
    };
    let reference = typed.reference.trim();
    if reference.chars().count() > COURT {
        wrong.push(("reference", RefusMouvement::Long));
    }
    wrong.extend(montant.err().map(|refus| ("montant", refus)));
    wrong.extend(le.err().map(|refus| ("le", refus)));
    match (echeance, genre, montant, le) {
        (Some(one), Some(genre), Ok(montant), Ok(le)) if wrong.is_empty() => {
            Ok((one.cle.clone(), genre, montant, le, reference.to_owned()))
        }
        _ => Err(wrong),
    }
}

/// Whether nothing can be paid yet because the year was not evaluated.
fn waits(one: &Echeance) -> bool {
    one.cle.nature == NatureEcheance::Variable
        && matches!(one.etat, Etat::AEvaluer | Etat::NonCommencee { .. })
}

/// What a line says once its corrections are counted.
pub fn montant_courant(id: MouvementId, all: &[Mouvement]) -> Montant {
    let own = all.iter().filter(|one| one.id == id || one.corrige == Some(id));
    own.map(|one| one.montant).sum()
}

/// Reads the correction of a line: the right amount, zero when there was none, and why. What is added to the sum.
///
/// # Errors
/// Each field that cannot be taken.
pub fn lire_correction(
    current: Montant,
    (montant, motif): (&str, &str),
) -> Result<(Montant, String), Refus<RefusMouvement>> {
    let mut wrong = Vec::new();
    let delta = match Montant::lire(montant) {
        Ok(right) if right == current => Err(RefusMouvement::Identique),
        Ok(right) => Ok(right - current),
        Err(refus) => Err(RefusMouvement::Montant(refus)),
    };
    wrong.extend(delta.err().map(|refus| ("montant", refus)));
    let motif = motif.trim();
    if motif.is_empty() {
        wrong.push(("motif", RefusMouvement::Motif));
    } else if motif.chars().count() > COURT {
        wrong.push(("motif", RefusMouvement::Long));
    }
    match delta {
        Ok(delta) if wrong.is_empty() => Ok((delta, motif.to_owned())),
        _ => Err(wrong),
    }
}

/// Whether something variable of a contract year was notified or received, once corrections are counted.
pub fn variable_notee(annee: u8, all: &[Mouvement]) -> bool {
    let variable = |cle: &Cle| cle.annee == annee && cle.nature == NatureEcheance::Variable;
    let own = all.iter().map(|one| &one.echeance).filter(|cle| variable(cle));
    own.into_iter().any(|cle| sommes(cle, all) != (Montant::ZERO, Montant::ZERO))
}

/// What was notified and received for a payment.
pub fn sommes(cle: &Cle, all: &[Mouvement]) -> (Montant, Montant) {
    let of = |genre| {
        let own = all.iter().filter(|one| one.echeance == *cle && one.genre == genre);
        own.map(|one| one.montant).sum()
    };
    (of(GenreMouvement::Notifie), of(GenreMouvement::Recu))
}
