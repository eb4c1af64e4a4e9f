//! All SQL of Maillage: one query set for SQLite and PostgreSQL.
//!
//! The rest of the code knows three names: [`Store`] opens, [`ReadTx`] reads, [`WriteTx`] writes. Anything that
//! belongs to a CPTS is reached through a proof of `domain::authz`, and the tenant of each query comes from it.

mod argent;
mod audit;
mod backup;
mod bell;
mod communaute;
mod comptes;
mod contrats;
mod cpts;
mod diagnostic;
mod dialect;
mod dialogues;
mod dossier;
mod dump;
mod entities;
mod error;
mod instant;
mod jobs;
mod mail;
mod migrations;
mod objectifs;
mod organisations;
mod pieces;
mod preuves;
mod reference;
mod region;
mod rgpd;
mod row;
mod schedule;
mod sealed;
mod store;
mod subventions;
pub mod tables;
mod territoire;

pub use argent::ReadsArgent;
pub use audit::{AuditEntry, AuditLine, Chain, Change, JournalFilter};
pub use backup::{BackupEnd, BackupRow, NewBackup};
pub use bell::Bell;
pub use communaute::{
    DemandeQuestionnaire, FUSEAU, FeuilleClose, Fusion, HoldsCampagnes, HoldsReunions, PersonneLigne,
    REGLEMENT, ReadsCommunaute, ReadsGroupes, ReadsQuestionnaires, SeanceRows,
};
pub use comptes::{
    Account, Counter, ExternalIdentity, FactorRows, HeldRole, Invitation, NewAccount, NewExternalIdentity,
    NewOneTimeToken, NewSession, Offer, OneTimeToken, OwnRole, PasskeyRow, SessionRow, TotpRow,
};
pub use contrats::{ChangesContrats, ContratPublie, ReadsContrats};
pub use cpts::Cpts;
pub use diagnostic::{NewFige, ReadsDiagnostic};
pub use dialogues::{DialogueRecu, EnvoiContenu, NewEnvoi, ReadsDialogues};
pub use dossier::{DepotContenu, NewDepot, ReadsDossiers, Saisi};
pub use dump::{FORMER_TABLES, Page, Place, Summing, TABLES, TableSum, check_rows};
pub use error::StorageError;
pub use jobs::{Claimable, ClaimedJob, JobCounts, JobEnd, JobRow, NewJob};
pub use mail::{MailCounts, MailRow, NewMail};
pub use objectifs::ReadsObjectifs;
pub use organisations::{
    Association, BankAccount, GrantRow, GuestLinkRow, Institution, InvitationRow, InvitedTo, Person,
    ReadsAssociation, Seated,
};
pub use pieces::{NewPiece, PieceRow};
pub use preuves::{FeuilleFermee, ReadsPreuves};
pub use reference::{DatasetRow, NewDataset, PartKey};
pub use region::{
    NewOutilVersion, NotesStages, OutilRow, PublishedExperience, ReadsExperiences, ReadsRegion,
};
pub use rgpd::{
    Controller, DemandeRow, DossierSection, DossierValue, EXCEPTIONS, EXPORTED, Erased, ErasedBy, Exception,
    Exported, Leaving, NewDemande, NewViolation, PersonPlaces, Shape, TraitementRow, UnusedAccount,
    ViolationRow, Whose,
};
pub use schedule::ScheduleRow;
pub use sealed::{SEALED, SealedColumn, SealedValue, sealed_context};
pub use store::{MIGRATION_LOG, OpenError, ReadTx, Store, WriteTx};
pub use subventions::{NewFigee, ReadsSubventions};
pub use territoire::{NewVariante, ReadsRevisions};
