//! A campaign: whom it is for, by which channel, what it says, where it stands.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use territory::CommuneCode;

use crate::authz::role::words;
use crate::communaute::{CanalKind, Statut};
use crate::ids::{CampagneId, ReunionId, StructureId};

words! {
    /// The way a campaign reaches people.
    CampagneCanal {
        /// One e-mail a person, with a personal link.
        Courriel = "courriel", "E-mail";
        /// CPAM, ARS or URPS send our text with one link; they keep their list.
        Relais = "relais", "Relais par la CPAM, l'ARS ou une URPS";
        /// Somebody calls, from a list.
        Telephone = "telephone", "Téléphone";
        /// One printed letter a person.
        Courrier = "courrier", "Courrier";
    }
}

impl CampagneCanal {
    /// The channel of a person that it needs; `None` for a relay, which has its own list.
    pub fn kind(self) -> Option<CanalKind> {
        match self {
            CampagneCanal::Courriel => Some(CanalKind::Courriel),
            CampagneCanal::Relais => None,
            CampagneCanal::Telephone => Some(CanalKind::Telephone),
            CampagneCanal::Courrier => Some(CanalKind::Postal),
        }
    }
}

words! {
    /// Where a campaign stands.
    CampagneState {
        /// Being written.
        Preparation = "preparation", "En préparation";
        /// Its selection is frozen, people are solicited.
        Lancee = "lancee", "Lancée";
        /// Nobody is solicited any more; answers still come.
        Close = "close", "Close";
    }
}

/// Whom a campaign is for. An empty list asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    /// Profession codes; [`Selection::SANS_PROFESSION`] for people of whom none is known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub professions: Vec<String>,
    /// Statuses of today. Empty: everybody but those who left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statuts: Vec<Statut>,
    /// Communes where they practise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub communes: Vec<CommuneCode>,
    /// A channel that they must have: to call only those who also have an e-mail address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub avec: Vec<CanalKind>,
    /// A channel that they must not have: to write letters to who has no e-mail address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sans: Vec<CanalKind>,
    /// The structure where they work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub structure: Option<StructureId>,
}

impl Selection {
    /// Stands for « no profession known » among the codes.
    pub const SANS_PROFESSION: &'static str = "inconnue";
}

/// How many people a relay says it wrote to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// Who relayed: `CPAM des Pyrénées-Orientales`.
    pub relais: String,
    /// Day of the mailing.
    pub date: Date,
    /// Where the number was read: `courriel du 3 mars`.
    pub source: String,
    /// Line of the table of the letter; `None` when the number is for all professions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ligne: Option<String>,
    /// Professionals solicited, as declared.
    pub nombre: u32,
}

/// What is known of a campaign beyond its name. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampagneFiche {
    /// What it is for, in a sentence.
    #[serde(default)]
    pub but: String,
    /// Subject of the e-mail or of the letter.
    #[serde(default)]
    pub objet: String,
    /// Text, in paragraphs separated by an empty line.
    #[serde(default)]
    pub message: String,
    /// Whom it is for; frozen when the campaign is launched.
    #[serde(default)]
    pub selection: Selection,
    /// The meeting that it invites to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reunion: Option<ReunionId>,
    /// What relays declared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub declarations: Vec<Declaration>,
    /// When it was launched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lancee_at: Option<Timestamp>,
    /// Who launched it: the author as traces keep it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lancee_par: Option<String>,
    /// When each reminder was asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relances: Vec<Timestamp>,
    /// When it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close_at: Option<Timestamp>,
}

impl CampagneFiche {
    /// Professionals that relays declare for a line of the letter, `None` when nobody declared any.
    pub fn declares(&self, ligne: Option<&str>) -> Option<u32> {
        let own = self.declarations.iter().filter(|one| one.ligne.as_deref() == ligne);
        own.map(|one| one.nombre).reduce(u32::saturating_add)
    }
}

/// A campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campagne {
    /// Identifier.
    pub id: CampagneId,
    /// Name, unique to people only.
    pub nom: String,
    /// Channel.
    pub canal: CampagneCanal,
    /// Where it stands.
    pub state: CampagneState,
    /// Everything else.
    pub fiche: CampagneFiche,
    /// The one address of a relay kit, sealed.
    pub lien_relais: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts the changes.
    pub version: i64,
    /// When it was removed.
    pub removed_at: Option<Timestamp>,
}

impl Campagne {
    /// Whether its text and its selection may still change.
    pub fn is_open(&self) -> bool {
        self.state == CampagneState::Preparation
    }

    /// Freezes the selection: people may be solicited. `false` when it was launched already.
    pub fn launch(&mut self, now: Timestamp, by: String) -> bool {
        if !self.is_open() {
            return false;
        }
        self.state = CampagneState::Lancee;
        self.fiche.lancee_at = Some(now);
        self.fiche.lancee_par = Some(by);
        true
    }

    /// Nobody is solicited any more. `false` unless it was running.
    pub fn close(&mut self, now: Timestamp) -> bool {
        if self.state != CampagneState::Lancee {
            return false;
        }
        self.state = CampagneState::Close;
        self.fiche.close_at = Some(now);
        true
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn campagne(canal: CampagneCanal) -> Campagne {
        Campagne {
            id: CampagneId(uuid::Uuid::from_u128(7)),
            nom: "Premier envoi".into(),
            canal,
            state: CampagneState::Preparation,
            fiche: CampagneFiche::default(),
            lien_relais: None,
            created_at: Timestamp::UNIX_EPOCH,
            version: 1,
            removed_at: None,
        }
    }

    #[test]
    fn a_campaign_is_launched_once_then_closed_once() {
        let mut one = campagne(CampagneCanal::Courriel);
        assert!(!one.close(Timestamp::UNIX_EPOCH), "a draft is removed, not closed");
        assert!(
            one.launch(Timestamp::UNIX_EPOCH, "x".into()) && !one.launch(Timestamp::UNIX_EPOCH, "y".into())
        );
        assert_eq!(one.fiche.lancee_par.as_deref(), Some("x"));
        assert!(one.close(Timestamp::UNIX_EPOCH) && !one.close(Timestamp::UNIX_EPOCH));
    }

    #[test]
    fn declarations_of_one_line_add_up_and_none_is_not_zero() {
        let one = |ligne: Option<&str>, nombre| Declaration {
            relais: "CPAM".into(),
            date: jiff::civil::date(2026, 3, 1),
            source: "courriel".into(),
            ligne: ligne.map(str::to_owned),
            nombre,
        };
        let fiche = CampagneFiche {
            declarations: vec![one(Some("infirmier"), 40), one(Some("infirmier"), 5), one(None, 300)],
            ..CampagneFiche::default()
        };
        assert_eq!(fiche.declares(Some("infirmier")), Some(45));
        assert_eq!(fiche.declares(Some("sage_femme")), None);
        assert_eq!(fiche.declares(None), Some(300));
    }
}
