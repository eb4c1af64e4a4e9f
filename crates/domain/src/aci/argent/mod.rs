//! The money of a contract: what will be paid, when and why; what was notified, received, committed and paid.
//!
//! Five words that are never mixed: *contractualisé* (signed), *notifié* (announced by the Assurance Maladie), *reçu* (on
//! the account), *engagé* (ordered), *payé* (spent).

mod alertes;
mod calendrier;
mod cle;
mod depense;
mod enveloppes;
mod et_si;
mod fec;
mod mouvement;
mod natures;
mod piece;
mod prevision;

pub use alertes::{Alerte, SubventionRendue, alertes};
pub use calendrier::{Echeance, Etat, Retenus, calendrier};
pub use cle::{Cle, CleInconnue, NatureEcheance};
pub use depense::{
    CHAMPS, Depense, DepenseFiche, DepenseTapee, Ecriture, GenreDepense, PartDepense, PartTapee,
    RefusDepense, Ventilation, lire_depense, lire_parts,
};
pub use enveloppes::{Enveloppe, ParNature, enveloppes, par_action, par_nature};
pub use et_si::{Effet, EtSi, RefusEtSi, et_si};
pub use fec::{COLONNES, EcritureFec, fec, texte as fec_texte};
pub use mouvement::{
    GenreMouvement, Mouvement, MouvementTape, Refus, RefusMouvement, lire_correction, lire_mouvement,
    montant_courant, sommes, variable_notee,
};
pub use natures::{ComptesFec, NatureCharge, Natures, natures};
pub use piece::{Justifie, PieceJointe, detacher, joindre};
pub use prevision::{Hypothese, Mois, Prevision, prevision};
