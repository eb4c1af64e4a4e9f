//! The database, on SQLite and on PostgreSQL.

#![allow(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

mod chain;
mod datasets;
mod doublons;
mod dump;
mod errors;
mod migrations;
mod mobilisation;
mod privacy;
mod releves;
mod rows;
mod tenants;
mod writers;

use domain::authz::EditTerritoire;
use domain::ids::{CptsId, TerritoireId, VarianteId};
use storage::{Cpts, NewVariante, Store};
use testkit::{TestDb, edits, now, perimeter};
use uuid::Uuid;

/// An open database and the file or server that holds it.
struct Opened {
    store: Store,
    db: TestDb,
}

async fn opened() -> Opened {
    let db = TestDb::new().await;
    Opened { store: Store::connect(db.url()).await.unwrap(), db }
}

/// An identifier of tests.
fn id(rank: u128) -> Uuid {
    Uuid::from_u128(rank)
}

/// The proof of a coordinator of the CPTS of that rank.
fn coordinator(rank: u128) -> domain::authz::Allowed<EditTerritoire> {
    edits(CptsId(id(rank)))
}

fn variante(rank: u128, territoire: u128, name: &str, codes: &[&str]) -> NewVariante {
    NewVariante {
        id: VarianteId(id(rank)),
        territoire: TerritoireId(id(territoire)),
        name: name.into(),
        is_reference: rank % 10 == 1,
        perimeter: perimeter(codes),
        at: now(),
    }
}

/// CPTS 1 with territory 10 and variants 101 (the reference) and 102; CPTS 2 with territory 20 and variant 201.
async fn two_cpts() -> Opened {
    let opened = opened().await;
    let tx = opened.store.write().await.unwrap();
    for rank in [1, 2] {
        let cpts = Cpts { id: CptsId(id(rank)), name: format!("CPTS {rank}"), fictitious: true };
        tx.add_cpts(&cpts, now()).await.unwrap();
        let proof = coordinator(rank);
        tx.add_territoire(&proof, TerritoireId(id(rank * 10)), "Val", now()).await.unwrap();
        tx.add_variante(&proof, &variante(rank * 100 + 1, rank * 10, "Variante A", &["66136"]))
            .await
            .unwrap();
    }
    tx.add_variante(&coordinator(1), &variante(102, 10, "Variante B", &["660280101", "66186"]))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    opened
}
