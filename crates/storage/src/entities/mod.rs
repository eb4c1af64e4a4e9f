//! Rows as the database holds them. Private to this crate: domain types are the only way out.

macro_rules! entity {
    ($module:ident, $table:literal, { $($(#[$attr:meta])* $field:ident : $type:ty,)* }) => {
        pub(crate) mod $module {
            use sea_orm::entity::prelude::*;

            #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
            #[sea_orm(table_name = $table)]
            pub struct Model { $($(#[$attr])* pub $field: $type,)* }

            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    };
}

mod accounts;
mod argent;
mod communaute;
mod contrats;
mod diagnostic;
mod dialogues;
mod dossiers;
mod doublons;
mod gouvernance;
mod house;
mod imports;
mod instruction;
mod mobilisation;
mod objectifs;
mod organisations;
mod presences;
mod questionnaires;
mod region;
mod reunions;
mod territory;
mod traces;

pub(crate) use accounts::{
    external_identity, invitation, one_time_token, passkey, recovery_code, session, throttle, totp,
    user_account,
};
pub(crate) use argent::{depense, mouvement};
pub(crate) use communaute::{
    groupe, lien_personnel, mandat, personne, presence, reglage, reunion, structure,
};
pub(crate) use contrats::{contrat, contrat_version, indicateur};
pub(crate) use diagnostic::{diagnostic_fige, piece, releve};
pub(crate) use dialogues::{dialogue, dialogue_destinataire, dialogue_envoi, dialogue_position, preuve};
pub(crate) use dossiers::{commentaire, depot, dossier, redaction, saisine};
pub(crate) use doublons::{doublon_ecarte, fusion};
pub(crate) use gouvernance::{adhesion, bulletin, emargement, procuration, vote};
pub(crate) use house::{backup, job, mail, schedule};
pub(crate) use imports::{brouillon_import, lot};
pub(crate) use instruction::{avis, correction, decision_dossier};
pub(crate) use mobilisation::{campagne, sollicitation};
pub(crate) use objectifs::{objectif, subvention, subvention_figee};
pub(crate) use organisations::{
    access_grant, association, bank_account, cpts_role, guest_link, institution, institution_role,
};
pub(crate) use presences::feuille_presence;
pub(crate) use questionnaires::{difficulte, questionnaire, reponse};
pub(crate) use region::{experience, objectif_region, outil, outil_version, suivi};
pub(crate) use reunions::{compte_rendu, convocation, decision};
pub(crate) use territory::{
    cpts, dataset, dataset_part, reference_state, territoire, variante, variante_revision,
};
pub(crate) use traces::{audit_entry, audit_event, audit_head, demande_droits, traitement, violation};
