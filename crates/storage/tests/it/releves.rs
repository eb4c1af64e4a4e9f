//! Recorded values and documents: read back as written, in order, by their own CPTS only.

use domain::authz::{Allowed, EditDiagnostic, ReadDiagnostic, Role};
use domain::diagnostic::{Origine, Periode, Place, Releve, Saisie};
use domain::ids::{CptsId, PieceId, ReleveId};
use domain::pieces::{OfConvention, OfDiagnostic};
use jiff::SignedDuration;
use storage::{NewPiece, StorageError};
use testkit::{now, person};

use super::{Opened, id, two_cpts};

fn edits(rank: u128) -> Allowed<EditDiagnostic> {
    person(Role::Pilote, CptsId(id(rank))).authorize(CptsId(id(rank))).unwrap()
}

fn reads(rank: u128) -> Allowed<ReadDiagnostic> {
    person(Role::Membre, CptsId(id(rank))).authorize(CptsId(id(rank))).unwrap()
}

fn releve(rank: u128, replaces: Option<u128>) -> Releve {
    Releve {
        id: ReleveId(id(rank)),
        saisie: Saisie {
            indicateur: "sans_mt".into(),
            place: Place::Departement { code: "66".parse().unwrap() },
            period: Periode::year(2021),
            ages: None,
            value: Some(13.3),
            numerator: Some(5_054.5),
            denominator: None,
            hidden: false,
            origin: Origine::Rezone,
            source: "Rezone".into(),
            document: None,
        },
        author: edits(1).author().clone(),
        recorded_at: now(),
        replaces: replaces.map(|before| ReleveId(id(before))),
        reason: replaces.map(|_| "Erreur de recopie".into()),
    }
}

async fn add(opened: &Opened, releve: &Releve) -> Result<(), StorageError> {
    let tx = opened.store.write().await?;
    tx.add_releve(&edits(1), releve).await?;
    tx.commit().await
}

#[tokio::test]
async fn values_come_back_as_they_were_written_oldest_first() {
    let opened = two_cpts().await;
    let early = releve(302, None);
    let late = Releve { recorded_at: now() + SignedDuration::from_secs(1), ..releve(301, Some(302)) };
    add(&opened, &early).await.unwrap();
    add(&opened, &late).await.unwrap();
    let same = releve(303, None);
    add(&opened, &same).await.unwrap();
    let tx = opened.store.read().await.unwrap();
    assert_eq!(tx.releves(&reads(1)).await.unwrap(), [early.clone(), same.clone(), late.clone()]);
    assert_eq!(tx.releves(&reads(2)).await.unwrap(), []);
    drop(tx);
    let tx = opened.store.write().await.unwrap();
    assert_eq!(tx.releves_to_edit(&edits(1)).await.unwrap(), [early, same, late]);
    assert_eq!(tx.releves_to_edit(&edits(2)).await.unwrap(), []);
}

#[tokio::test]
async fn a_value_is_replaced_once_whoever_comes_first() {
    for (first, second) in [(401, 402), (402, 401)] {
        let opened = two_cpts().await;
        add(&opened, &releve(400, None)).await.unwrap();
        add(&opened, &releve(first, Some(400))).await.unwrap();
        let lost = add(&opened, &releve(second, Some(400))).await;
        assert!(matches!(lost, Err(StorageError::AlreadyExists)), "{lost:?}");
        let tx = opened.store.read().await.unwrap();
        let ids: Vec<ReleveId> = tx.releves(&reads(1)).await.unwrap().iter().map(|one| one.id).collect();
        assert_eq!(ids, [ReleveId(id(400)), ReleveId(id(first))]);
    }
}

fn piece(rank: u128) -> NewPiece {
    NewPiece {
        id: PieceId(id(rank)),
        name: "Relevé.pdf".into(),
        media_type: "application/pdf".into(),
        sha256: "ab".repeat(32),
        content: vec![0, 159, 146, 150],
        at: now(),
    }
}

#[tokio::test]
async fn a_document_is_read_by_its_own_cpts_only() {
    let opened = two_cpts().await;
    let tx = opened.store.write().await.unwrap();
    tx.add_piece::<OfDiagnostic>(&edits(1), piece(500)).await.unwrap();
    tx.commit().await.unwrap();
    let tx = opened.store.read().await.unwrap();
    let (row, content) = tx.piece::<OfDiagnostic>(&reads(1), PieceId(id(500))).await.unwrap().unwrap();
    assert_eq!((row.name.as_str(), row.size, content), ("Relevé.pdf", 4, piece(500).content));
    assert_eq!(tx.pieces::<OfDiagnostic>(&reads(1)).await.unwrap(), std::slice::from_ref(&row));
    assert_eq!(tx.piece::<OfDiagnostic>(&reads(2), PieceId(id(500))).await.unwrap(), None);
    assert_eq!(tx.pieces::<OfDiagnostic>(&reads(2)).await.unwrap(), []);
    let community = person(Role::Coordinateur, CptsId(id(1))).authorize(CptsId(id(1))).unwrap();
    assert_eq!(
        tx.piece::<OfConvention>(&community, row.id).await.unwrap(),
        None,
        "it hangs on another thing"
    );
    assert_eq!(tx.pieces::<OfConvention>(&community).await.unwrap(), []);
    drop(tx);
    let tx = opened.store.write().await.unwrap();
    assert_eq!(
        tx.piece_to_link::<OfDiagnostic>(&edits(1), PieceId(id(500))).await.unwrap(),
        Some(row.clone())
    );
    assert_eq!(tx.piece_to_link::<OfDiagnostic>(&edits(2), PieceId(id(500))).await.unwrap(), None);
    assert_eq!(tx.piece_of_content::<OfDiagnostic>(&edits(1), &row.sha256).await.unwrap(), Some(row.clone()));
    assert_eq!(tx.piece_of_content::<OfDiagnostic>(&edits(2), &row.sha256).await.unwrap(), None);
}

#[tokio::test]
async fn a_value_cannot_name_a_document_that_does_not_exist() {
    let opened = two_cpts().await;
    let mut cites = releve(600, None);
    cites.saisie.document = Some(PieceId(id(999)));
    assert!(matches!(add(&opened, &cites).await, Err(StorageError::BrokenLink)));
}
