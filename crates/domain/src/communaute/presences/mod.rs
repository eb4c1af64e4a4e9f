//! Presences at a meeting: what a scan is worth, who counts once, what the sheet says.

mod compte;
mod feuille;
mod jugement;
mod mots;
mod preuve;
mod regles;

pub use compte::{Accueil, accueillir, au_plus_une, cle_inconnu, par_telephone};
pub use feuille::{Compte, Feuille, Ligne, minutes};
pub use jugement::{Jugement, Seance, instant_dit};
pub use mots::{Cadran, duree};
pub use preuve::{Preuve, reconnait};
pub use regles::{Exemple, Regles, Valeur, regles};

use crate::authz::role::words;

words! {
    /// Why a presence must be confirmed.
    Motif {
        /// Sent longer after its code was shown than the rule allows.
        Tardif = "tardif", "Envoi tardif";
        /// The CPTS does not know the person.
        Inconnu = "inconnu", "Personne inconnue de la CPTS";
        /// Signed at a distance while the meeting has no video link.
        SansVisio = "sans_visio", "À distance, sans visioconférence prévue";
        /// Received after the sheet was closed.
        FeuilleClose = "feuille_close", "Reçue après la clôture de la feuille";
    }
}

words! {
    /// Why a presence was refused.
    Refus {
        /// The secretary did not see the person.
        Absente = "absente", "Personne absente de la salle";
        /// The person is counted on another line.
        Doublon = "doublon", "Déjà comptée sur une autre ligne";
        /// Somebody signed by mistake.
        Erreur = "erreur", "Signature envoyée par erreur";
    }
}

/// The words of the reason of a presence, whether it waits or was refused; the key itself for an unknown one.
pub fn motif_label(key: &str) -> &str {
    Motif::from_key(key).map(Motif::label).or_else(|| Refus::from_key(key).map(Refus::label)).unwrap_or(key)
}
