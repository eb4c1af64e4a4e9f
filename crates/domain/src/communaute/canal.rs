//! Ways to reach somebody: e-mail, telephone, letter; whether they agree, and whether a message came back.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use territory::text::search_key;

use crate::authz::role::words;

words! {
    /// A way to reach somebody.
    CanalKind {
        /// Ordinary e-mail: no health data.
        Courriel = "courriel", "E-mail";
        /// Secured health messaging.
        Mssante = "mssante", "MSSanté";
        /// Telephone, E.164.
        Telephone = "telephone", "Téléphone";
        /// Postal address.
        Postal = "postal", "Adresse postale";
    }
}

words! {
    /// Whether the person agrees to be written to there.
    Accord {
        /// Nobody asked yet: an address of a public register, with information and objection (RGPD, art. 14).
        Inconnu = "inconnu", "Non demandé";
        /// Agreed.
        Donne = "donne", "Accord donné";
        /// Objected: never used again.
        Refuse = "refuse", "Opposition";
    }
}

/// One way to reach a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Canal {
    /// Which one.
    pub kind: CanalKind,
    /// An e-mail address, an E.164 number, or the lines of an address.
    pub valeur: String,
    /// Whether the person agrees.
    pub accord: Accord,
    /// Day on which a message came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rebond: Option<Date>,
    /// Where it was found: `Liste des adhérents 2026`, `appel du secrétariat`.
    pub source: String,
    /// Since when it is known.
    pub depuis: Date,
}

impl Canal {
    /// The form under which two channels are one: lower case, no spaces.
    pub fn key(&self) -> String {
        match self.kind {
            CanalKind::Postal => search_key(&self.valeur),
            _ => self.valeur.to_lowercase().split_whitespace().collect(),
        }
    }

    /// Whether it may be used: nobody objected and nothing came back.
    pub fn is_usable(&self) -> bool {
        self.accord != Accord::Refuse && self.rebond.is_none()
    }
}
