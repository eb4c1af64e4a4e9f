//! Merges and pairs that were set apart: read back as written, by their own CPTS only, gone with an erased sheet.

use std::collections::BTreeSet;

use domain::authz::{Allowed, EditCommunaute, ReadCommunaute, Role};
use domain::communaute::fusion::fusionner;
use domain::communaute::{Fiche, Personne, Statut};
use domain::ids::{CptsId, FusionId, PersonneId};
use domain::texte::Rpps;
use storage::{Fusion, StorageError};
use testkit::{now, person};

use super::{Opened, id, two_cpts};

fn edits(rank: u128) -> Allowed<EditCommunaute> {
    person(Role::Secretaire, CptsId(id(rank))).authorize(CptsId(id(rank))).unwrap()
}

fn reads(rank: u128) -> Allowed<ReadCommunaute> {
    person(Role::Secretaire, CptsId(id(rank))).authorize(CptsId(id(rank))).unwrap()
}

fn sheet(rank: u128, rpps: Option<&str>) -> Personne {
    Personne {
        id: PersonneId(id(rank)),
        nom: "Exemple".into(),
        prenom: "Camille".into(),
        rpps: rpps.map(|rpps| Rpps::parse(rpps).unwrap()),
        profession: Some("10".into()),
        statut: Statut::Repere,
        user: None,
        fiche: Fiche { source: "essai".into(), ..Fiche::default() },
        created_at: now(),
        changed_at: now(),
        version: 1,
        fusionnee: None,
        removed_at: None,
    }
}

/// Two sheets of CPTS 1, merged, and the pair set apart before.
async fn merged(opened: &Opened) -> Fusion {
    let (mut one, mut other) = (sheet(501, None), sheet(502, Some("10101234564")));
    let tx = opened.store.write().await.unwrap();
    tx.add_personnes(&edits(1), &[one.clone(), other.clone()]).await.unwrap();
    tx.set_doublon_apart(&edits(1), (other.id, one.id), now()).await.unwrap();
    tx.set_doublon_apart(&edits(1), (one.id, other.id), now()).await.unwrap();
    let trace = fusionner(&mut one, &mut other, &BTreeSet::new());
    assert!(tx.save_personne(&edits(1), &other).await.unwrap());
    assert!(
        tx.save_personne(&edits(1), &one).await.unwrap(),
        "the number is free once the other sheet leads away"
    );
    let made = Fusion {
        id: FusionId(id(601)),
        gardee: one.id,
        autre: other.id,
        trace,
        at: now(),
        author: edits(1).author().clone(),
        undone_at: None,
    };
    tx.add_fusion(&edits(1), &made).await.unwrap();
    tx.commit().await.unwrap();
    made
}

#[tokio::test]
async fn a_merge_and_a_pair_come_back_as_they_were_written() {
    let opened = two_cpts().await;
    let made = merged(&opened).await;
    let pair = (made.gardee, made.autre);
    let tx = opened.store.read().await.unwrap();
    assert_eq!(tx.fusions(&reads(1)).await.unwrap(), std::slice::from_ref(&made));
    assert_eq!(tx.doublons_ecartes(&reads(1)).await.unwrap(), BTreeSet::from([pair]));
    assert_eq!(tx.fusions(&reads(2)).await.unwrap(), []);
    assert!(tx.doublons_ecartes(&reads(2)).await.unwrap().is_empty());
    drop(tx);
    let tx = opened.store.write().await.unwrap();
    assert_eq!(tx.fusion_to_edit(&edits(2), made.id).await.unwrap(), None);
    tx.fusion_undone(&edits(2), made.id, now()).await.unwrap();
    assert_eq!(tx.fusion_to_edit(&edits(1), made.id).await.unwrap(), Some(made.clone()));
    tx.fusion_undone(&edits(1), made.id, now()).await.unwrap();
    tx.unset_doublon_apart(&edits(1), (pair.1, pair.0)).await.unwrap();
    tx.commit().await.unwrap();
    let tx = opened.store.read().await.unwrap();
    assert_eq!(tx.fusions(&reads(1)).await.unwrap()[0].undone_at, Some(now()));
    assert!(tx.doublons_ecartes(&reads(1)).await.unwrap().is_empty());
}

#[tokio::test]
async fn one_number_stands_once() {
    let opened = two_cpts().await;
    merged(&opened).await;
    let tx = opened.store.write().await.unwrap();
    let twice = tx.add_personne(&edits(1), &sheet(503, Some("10101234564"))).await;
    assert!(matches!(twice, Err(StorageError::AlreadyExists)));
}

#[tokio::test]
async fn an_erased_sheet_takes_with_it_what_merges_remembered() {
    let opened = two_cpts().await;
    let made = merged(&opened).await;
    let tx = opened.store.write().await.unwrap();
    assert_eq!(
        tx.erase_personne(&edits(2), made.gardee, now()).await.unwrap(),
        0,
        "another CPTS erases nobody"
    );
    assert_eq!(tx.erase_personne(&edits(1), made.gardee, now()).await.unwrap(), 2);
    tx.commit().await.unwrap();
    let tx = opened.store.read().await.unwrap();
    let annuaire = tx.annuaire(&reads(1)).await.unwrap();
    assert!([made.gardee, made.autre].iter().all(|id| annuaire.sheet(*id).unwrap().is_erased()));
    assert!(tx.fusions(&reads(1)).await.unwrap().is_empty());
    assert!(tx.doublons_ecartes(&reads(1)).await.unwrap().is_empty());
}
