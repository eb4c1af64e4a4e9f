//! The community: people, structures, groups, meetings, presences, personal links, choices of the CPTS.

mod adhesions;
mod campagnes;
mod comptes_rendus;
mod convocations;
mod decisions;
mod doublons;
mod effacement;
mod feuilles;
mod groupes;
mod imports;
mod liens;
mod personnes;
mod presences;
mod procurations;
mod questionnaires;
mod reglages;
mod reunions;
mod seances;
mod sollicitations;
mod structures;
mod votes;

use domain::authz::{
    ActByLink, DecideAdhesions, EditCommunaute, EditGouvernance, EditGroupes, EditMobilisation,
    EditObjectifs, EditParticipation, EditQuestionnaires, ManageAdhesions, ManagePresences, Participer,
    Permission, ReadAdhesions, ReadCommunaute, ReadGouvernance, ReadGroupes, ReadMobilisation, ReadObjectifs,
    ReadParticipation, ReadQuestionnaires,
};
use domain::ids::CptsId;
use sea_orm::sea_query::LockType;
use sea_orm::{DbErr, EntityTrait, QuerySelect};

pub use doublons::Fusion;
pub use feuilles::FeuilleClose;
pub use personnes::PersonneLigne;
pub use questionnaires::{DemandeQuestionnaire, ReadsQuestionnaires};
pub use seances::{FUSEAU, REGLEMENT, SeanceRows};

use crate::entities::cpts;
use crate::{StorageError, WriteTx};

macro_rules! held_by {
    ($(#[$doc:meta])* $name:ident: $($permission:ident),*;) => {
        $(#[$doc])*
        pub trait $name: Permission {}
        $(impl $name for $permission {})*
    };
}

held_by! {
    /// Permissions whose use cases need to know who the people are. What is shown of them is the use case's to choose.
    ReadsCommunaute: ReadCommunaute, EditCommunaute, ReadMobilisation, EditMobilisation, ReadQuestionnaires,
        EditQuestionnaires, ReadGroupes, EditGroupes, ManagePresences, ReadGouvernance, EditGouvernance, ReadAdhesions,
        ManageAdhesions, DecideAdhesions, ReadParticipation, EditParticipation, Participer, ActByLink;
}

held_by! {
    /// Permissions whose use cases read groups, seats, meetings and presences.
    ReadsGroupes: ReadCommunaute, EditCommunaute, ReadMobilisation, EditMobilisation, ReadGroupes, EditGroupes,
        ManagePresences, ReadGouvernance, EditGouvernance, ReadAdhesions, ManageAdhesions, DecideAdhesions,
        ReadParticipation, EditParticipation, Participer, ActByLink, ReadObjectifs, EditObjectifs;
}

held_by! {
    /// Permissions that write presences.
    HoldsReunions: ManagePresences, EditGroupes, Participer, ActByLink;
}

held_by! {
    /// Permissions that write who is solicited and what they answer.
    HoldsCampagnes: EditMobilisation, ActByLink;
}

/// A day as the database keeps it: `2026-11-22`.
pub(crate) fn day(
    table: &'static str,
    id: impl ToString,
    text: &str,
) -> Result<jiff::civil::Date, StorageError> {
    text.parse().map_err(|error: jiff::Error| StorageError::inconsistent(table, id, error))
}

impl WriteTx {
    /// Until the end of the transaction nobody else changes the community of this CPTS.
    pub(crate) async fn hold_community(&self, of: CptsId) -> Result<(), StorageError> {
        // SQLite has let one writer in and ignores the clause; PostgreSQL waits here.
        let owner = cpts::Entity::find_by_id(of.0).lock(LockType::NoKeyUpdate);
        self.run(async { owner.one(&self.txn).await.map(|_| ()) as Result<(), DbErr> }).await
    }
}
