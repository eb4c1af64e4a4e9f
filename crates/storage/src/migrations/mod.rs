//! Migrations, written once for both databases. A migration never changes once released.

use sea_orm_migration::prelude::*;

mod m20261122_000001_cpts;
mod m20261122_000002_territoire;
mod m20261122_000003_variante;
mod m20261122_000004_variante_revision;
mod m20261122_000005_audit_event;
mod m20261122_000006_dataset;
mod m20261122_000007_dataset_part;
mod m20261122_000008_reference_state;
mod m20261122_000009_user_account;
mod m20261122_000010_session;
mod m20261122_000011_one_time_token;
mod m20261122_000012_totp;
mod m20261122_000013_passkey;
mod m20261122_000014_recovery_code;
mod m20261122_000015_external_identity;
mod m20261122_000016_throttle;
mod m20261122_000017_institution;
mod m20261122_000018_cpts_role;
mod m20261122_000019_institution_role;
mod m20261122_000020_access_grant;
mod m20261122_000021_guest_link;
mod m20261122_000022_invitation;
mod m20261122_000023_association;
mod m20261122_000024_bank_account;
mod m20261122_000025_audit_entry;
mod m20261122_000026_audit_head;
mod m20261122_000027_job;
mod m20261122_000028_schedule;
mod m20261122_000029_mail;
mod m20261122_000030_backup;
mod m20261122_000031_traitement;
mod m20261122_000032_demande_droits;
mod m20261122_000033_violation;
mod m20261122_000034_audit_event;
mod m20261122_000035_piece;
mod m20261122_000036_releve;
mod m20261122_000037_diagnostic_fige;
mod m20261122_000038_personne;
mod m20261122_000039_structure;
mod m20261122_000040_groupe;
mod m20261122_000041_mandat;
mod m20261122_000042_reunion;
mod m20261122_000043_presence;
mod m20261122_000044_lien_personnel;
mod m20261122_000045_reglage;
mod m20261122_000046_fusion;
mod m20261122_000047_doublon_ecarte;
mod m20261122_000049_lot;
mod m20261122_000050_brouillon_import;
mod m20261122_000052_campagne;
mod m20261122_000053_sollicitation;
mod m20261122_000056_questionnaire;
mod m20261122_000057_reponse;
mod m20261122_000058_difficulte;
mod m20261122_000060_decision;
mod m20261122_000061_convocation;
mod m20261122_000062_compte_rendu;
mod m20261122_000065_feuille_presence;
mod m20261122_000067_procuration;
mod m20261122_000068_vote;
mod m20261122_000069_emargement;
mod m20261122_000070_bulletin;
mod m20261122_000071_adhesion;
mod m20261122_000074_piece_objet;
mod m20261122_000075_campagne_lien_relais;
mod m20261122_000076_institution_region;
mod m20261122_000077_dossier;
mod m20261122_000078_depot;
mod m20261122_000079_saisine;
mod m20261122_000080_correction;
mod m20261122_000081_avis;
mod m20261122_000082_decision_dossier;
mod m20261122_000085_suivi;
mod m20261122_000086_objectif_region;
mod m20261122_000087_outil;
mod m20261122_000088_outil_version;
mod m20261122_000089_experience;
mod m20261122_000090_objectif;
mod m20261122_000091_subvention;
mod m20261122_000092_subvention_figee;
mod m20261122_000100_redaction;
mod m20261122_000101_commentaire;
mod m20261123_000102_contrat;
mod m20261123_000103_contrat_version;
mod m20261123_000104_indicateur;
mod m20261123_000105_mouvement;
mod m20261123_000106_depense;
mod m20261123_000108_preuve;
mod m20261123_000109_dialogue;
mod m20261123_000110_dialogue_envoi;
mod m20261123_000111_dialogue_destinataire;
mod m20261123_000112_dialogue_position;
mod m20261123_000113_mouvement_pieces;

pub(crate) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_cpts::Migration),
            Box::new(m20261122_000002_territoire::Migration),
            Box::new(m20261122_000003_variante::Migration),
            Box::new(m20261122_000004_variante_revision::Migration),
            Box::new(m20261122_000005_audit_event::Migration),
            Box::new(m20261122_000006_dataset::Migration),
            Box::new(m20261122_000007_dataset_part::Migration),
            Box::new(m20261122_000008_reference_state::Migration),
            Box::new(m20261122_000009_user_account::Migration),
            Box::new(m20261122_000010_session::Migration),
            Box::new(m20261122_000011_one_time_token::Migration),
            Box::new(m20261122_000012_totp::Migration),
            Box::new(m20261122_000013_passkey::Migration),
            Box::new(m20261122_000014_recovery_code::Migration),
            Box::new(m20261122_000015_external_identity::Migration),
            Box::new(m20261122_000016_throttle::Migration),
            Box::new(m20261122_000017_institution::Migration),
            Box::new(m20261122_000018_cpts_role::Migration),
            Box::new(m20261122_000019_institution_role::Migration),
            Box::new(m20261122_000020_access_grant::Migration),
            Box::new(m20261122_000021_guest_link::Migration),
            Box::new(m20261122_000022_invitation::Migration),
            Box::new(m20261122_000023_association::Migration),
            Box::new(m20261122_000024_bank_account::Migration),
            Box::new(m20261122_000025_audit_entry::Migration),
            Box::new(m20261122_000026_audit_head::Migration),
            Box::new(m20261122_000027_job::Migration),
            Box::new(m20261122_000028_schedule::Migration),
            Box::new(m20261122_000029_mail::Migration),
            Box::new(m20261122_000030_backup::Migration),
            Box::new(m20261122_000031_traitement::Migration),
            Box::new(m20261122_000032_demande_droits::Migration),
            Box::new(m20261122_000033_violation::Migration),
            Box::new(m20261122_000034_audit_event::Migration),
            Box::new(m20261122_000035_piece::Migration),
            Box::new(m20261122_000036_releve::Migration),
            Box::new(m20261122_000037_diagnostic_fige::Migration),
            Box::new(m20261122_000038_personne::Migration),
            Box::new(m20261122_000039_structure::Migration),
            Box::new(m20261122_000040_groupe::Migration),
            Box::new(m20261122_000041_mandat::Migration),
            Box::new(m20261122_000042_reunion::Migration),
            Box::new(m20261122_000043_presence::Migration),
            Box::new(m20261122_000044_lien_personnel::Migration),
            Box::new(m20261122_000045_reglage::Migration),
            Box::new(m20261122_000046_fusion::Migration),
            Box::new(m20261122_000047_doublon_ecarte::Migration),
            Box::new(m20261122_000049_lot::Migration),
            Box::new(m20261122_000050_brouillon_import::Migration),
            Box::new(m20261122_000052_campagne::Migration),
            Box::new(m20261122_000053_sollicitation::Migration),
            Box::new(m20261122_000056_questionnaire::Migration),
            Box::new(m20261122_000057_reponse::Migration),
            Box::new(m20261122_000058_difficulte::Migration),
            Box::new(m20261122_000060_decision::Migration),
            Box::new(m20261122_000061_convocation::Migration),
            Box::new(m20261122_000062_compte_rendu::Migration),
            Box::new(m20261122_000065_feuille_presence::Migration),
            Box::new(m20261122_000067_procuration::Migration),
            Box::new(m20261122_000068_vote::Migration),
            Box::new(m20261122_000069_emargement::Migration),
            Box::new(m20261122_000070_bulletin::Migration),
            Box::new(m20261122_000071_adhesion::Migration),
            Box::new(m20261122_000074_piece_objet::Migration),
            Box::new(m20261122_000075_campagne_lien_relais::Migration),
            Box::new(m20261122_000076_institution_region::Migration),
            Box::new(m20261122_000077_dossier::Migration),
            Box::new(m20261122_000078_depot::Migration),
            Box::new(m20261122_000079_saisine::Migration),
            Box::new(m20261122_000080_correction::Migration),
            Box::new(m20261122_000081_avis::Migration),
            Box::new(m20261122_000082_decision_dossier::Migration),
            Box::new(m20261122_000085_suivi::Migration),
            Box::new(m20261122_000086_objectif_region::Migration),
            Box::new(m20261122_000087_outil::Migration),
            Box::new(m20261122_000088_outil_version::Migration),
            Box::new(m20261122_000089_experience::Migration),
            Box::new(m20261122_000090_objectif::Migration),
            Box::new(m20261122_000091_subvention::Migration),
            Box::new(m20261122_000092_subvention_figee::Migration),
            Box::new(m20261122_000100_redaction::Migration),
            Box::new(m20261122_000101_commentaire::Migration),
            Box::new(m20261123_000102_contrat::Migration),
            Box::new(m20261123_000103_contrat_version::Migration),
            Box::new(m20261123_000104_indicateur::Migration),
            Box::new(m20261123_000105_mouvement::Migration),
            Box::new(m20261123_000106_depense::Migration),
            Box::new(m20261123_000108_preuve::Migration),
            Box::new(m20261123_000109_dialogue::Migration),
            Box::new(m20261123_000110_dialogue_envoi::Migration),
            Box::new(m20261123_000111_dialogue_destinataire::Migration),
            Box::new(m20261123_000112_dialogue_position::Migration),
            Box::new(m20261123_000113_mouvement_pieces::Migration),
        ]
    }
}
