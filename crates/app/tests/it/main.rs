//! The use cases, on SQLite and on PostgreSQL.

#![allow(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

mod acces;
mod adhesions;
mod argent;
mod attendus;
mod backup;
mod communaute;
mod compose;
mod comptes_rendus;
mod conservation;
mod contours;
mod contrats;
mod create;
mod diagnostic;
mod diagnostic_reel;
mod dialogues;
mod dossiers;
mod effacement;
mod effacement_communaute;
mod fiche;
mod fuseau;
mod gouvernance;
mod import;
mod imports;
mod indicateurs;
mod instruction;
mod jobs;
mod journal;
mod keys;
mod lettre_ruscino;
mod mail;
mod manage;
mod mobilisation;
mod objectifs;
mod organisations;
mod personnes;
mod pieces;
mod plafond;
mod presences;
mod questionnaires;
mod quorum;
mod region;
mod releves;
mod retours;
mod reunions;
mod rgpd;
mod ruscino;
mod structures;
mod subventions;
mod totaux;

use domain::ids::CptsId;
use domain::territoire::Variante;
use storage::AuditEntry;
use testkit::{TestApp, edits, reads};

use app::territoire::Created;

/// The acts recorded in a CPTS, oldest first.
async fn audited(app: &TestApp, cpts: CptsId) -> Vec<AuditEntry> {
    let tx = app.store().read().await.unwrap();
    let mut entries = tx.audit_entries(&reads(cpts), 100).await.unwrap();
    entries.reverse();
    entries
}

/// The last act recorded in a CPTS: what it was about and what changed.
async fn last_act(app: &TestApp, cpts: CptsId) -> (String, String, serde_json::Value) {
    let last = audited(app, cpts).await.pop().unwrap();
    assert_eq!(last.action, "territoire.edit");
    assert_eq!(last.author, *edits(cpts).author());
    assert_eq!(last.at, testkit::now());
    (last.subject_kind, last.subject_id, last.changes)
}

/// A variant as it is now.
async fn variante(app: &TestApp, cpts: CptsId, made: Created) -> Variante {
    app.territoire(&reads(cpts), made.territoire).await.unwrap().variante(made.variante).unwrap().clone()
}
