//! From nothing to the tables of today.

use domain::authz::{Allowed, EditDiagnostic, EditGroupes, EditMobilisation, Role};
use domain::communaute::{Groupe, GroupeFiche, GroupeKind};
use domain::ids::{CampagneId, CptsId, GroupeId, PieceId};
use domain::pieces::{OfDiagnostic, OfGroupe};
use storage::{NewPiece, OpenError, PieceRow, Store};
use testkit::{TestDb, now, person};

#[tokio::test]
async fn migrating_an_empty_database_applies_every_migration_and_a_second_time_none() {
    let db = TestDb::empty().await;
    let store = Store::connect(db.url()).await.unwrap();
    let pending = store.pending_migrations().await.unwrap();
    assert!(pending.len() >= 8, "{pending:?}");
    assert_eq!(store.migrate().await.unwrap(), pending);
    assert!(store.pending_migrations().await.unwrap().is_empty());
    assert!(store.migrate().await.unwrap().is_empty());
    assert_eq!(store.read().await.unwrap().reference_revision().await.unwrap(), 0);
}

#[tokio::test]
async fn a_database_of_a_later_release_is_refused_and_its_migration_named() {
    let db = TestDb::new().await;
    db.run("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20991231_000001_later', 0)").await;
    let store = Store::connect(db.url()).await.unwrap();
    let refused = store.migrate().await;
    assert!(
        matches!(&refused, Err(OpenError::TooRecent(names)) if names == &["m20991231_000001_later"]),
        "{refused:?}"
    );
}

#[tokio::test]
async fn an_address_of_another_kind_is_refused_and_an_absent_server_is_said_unreachable() {
    let other = Store::connect("mysql://localhost/maillage").await;
    assert!(matches!(other, Err(OpenError::UnknownScheme)), "{other:?}");
    let absent = Store::connect("sqlite:/no/such/folder/maillage.sqlite").await;
    assert!(matches!(absent, Err(OpenError::Unreachable(_))), "{absent:?}");
}

#[tokio::test]
async fn the_engine_is_named_and_answers() {
    let db = TestDb::empty().await;
    let store = Store::connect(db.url()).await.unwrap();
    assert_eq!(store.engine(), if db.is_postgres() { "PostgreSQL" } else { "SQLite" });
    store.ping().await.unwrap();
}

#[tokio::test]
async fn documents_that_were_kept_before_go_to_what_names_them() {
    let opened = super::two_cpts().await;
    let cpts = CptsId(super::id(1));
    let proof = || person(Role::Coordinateur, cpts);
    let edits: Allowed<EditGroupes> = proof().authorize(cpts).unwrap();
    let diagnosis: Allowed<EditDiagnostic> = proof().authorize(cpts).unwrap();
    let tx = opened.store.write().await.unwrap();
    for rank in [501, 502] {
        let piece = NewPiece {
            id: PieceId(super::id(rank)),
            name: "x.pdf".into(),
            media_type: "application/pdf".into(),
            sha256: format!("{rank}"),
            content: vec![1],
            at: now(),
        };
        tx.add_piece::<OfDiagnostic>(&diagnosis, piece).await.unwrap();
    }
    let groupe = Groupe {
        id: GroupeId(super::id(600)),
        nom: "Bureau".into(),
        kind: GroupeKind::Bureau,
        fiche: GroupeFiche { pieces: vec![PieceId(super::id(502))], ..GroupeFiche::default() },
        created_at: now(),
        version: 1,
        removed_at: None,
    };
    tx.add_groupe(&edits, &groupe).await.unwrap();
    tx.commit().await.unwrap();
    // The database as it was before the column.
    opened.db.run("ALTER TABLE piece DROP COLUMN objet").await;
    opened.db.run("DELETE FROM seaql_migrations WHERE version = 'm20261122_000074_piece_objet'").await;
    let store = Store::connect(opened.db.url()).await.unwrap();
    assert_eq!(store.migrate().await.unwrap(), ["m20261122_000074_piece_objet"]);
    let tx = store.read().await.unwrap();
    let ids = |rows: Vec<PieceRow>| rows.iter().map(|row| row.id.0.as_u128()).collect::<Vec<_>>();
    let reads = proof().authorize(cpts).unwrap();
    assert_eq!(ids(tx.pieces::<OfGroupe>(&reads).await.unwrap()), [502]);
    let reads = proof().authorize(cpts).unwrap();
    assert_eq!(ids(tx.pieces::<OfDiagnostic>(&reads).await.unwrap()), [501]);
}

#[tokio::test]
async fn the_address_of_a_relay_kit_leaves_its_sheet_for_a_column() {
    let opened = super::two_cpts().await;
    let (cpts, id) = (CptsId(super::id(1)), CampagneId(super::id(700)));
    let edits = person(Role::Coordinateur, cpts).authorize::<EditMobilisation>(cpts).unwrap();
    let tx = opened.store.write().await.unwrap();
    let mut one = super::mobilisation::campagne();
    one.id = id;
    tx.add_campagne(&edits, &one).await.unwrap();
    tx.commit().await.unwrap();
    // The database as it was before the column.
    opened.db.run("ALTER TABLE campagne DROP COLUMN lien_relais").await;
    let mut sheet = serde_json::to_value(&one.fiche).unwrap();
    sheet["lien_relais"] = "v1.k.sealed".into();
    opened.db.run(&format!("UPDATE campagne SET fiche = '{sheet}'")).await;
    let name = "m20261122_000075_campagne_lien_relais";
    opened.db.run(&format!("DELETE FROM seaql_migrations WHERE version = '{name}'")).await;
    let store = Store::connect(opened.db.url()).await.unwrap();
    assert_eq!(store.migrate().await.unwrap(), [name]);
    let kept = store.read().await.unwrap().campagne(&edits, id).await.unwrap().unwrap();
    assert_eq!(kept.lien_relais.as_deref(), Some("v1.k.sealed"));
    assert_eq!(kept.fiche, one.fiche);
}
