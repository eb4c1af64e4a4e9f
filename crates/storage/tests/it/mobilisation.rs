//! Campaigns and the people they solicit: read back as written, by their own CPTS only.

use domain::authz::{Allowed, EditCommunaute, EditMobilisation, Permission, ReadMobilisation, Role};
use domain::communaute::mobilisation::{
    Campagne, CampagneCanal, CampagneFiche, CampagneState, Ecart, MoyenReponse, Reponse, Sollicitation,
};
use domain::communaute::{Fiche, Personne, Statut};
use domain::ids::{CampagneId, CptsId, PersonneId, SollicitationId};
use storage::StorageError;
use testkit::{now, person};

use super::{Opened, id, two_cpts};

fn proof<P: Permission>(rank: u128) -> Allowed<P> {
    person(Role::Coordinateur, CptsId(id(rank))).authorize(CptsId(id(rank))).unwrap()
}

pub(super) fn campagne() -> Campagne {
    let mut one = Campagne {
        id: CampagneId(id(500)),
        nom: "Premier envoi".into(),
        canal: CampagneCanal::Courriel,
        state: CampagneState::Preparation,
        fiche: CampagneFiche { objet: "Un projet".into(), ..CampagneFiche::default() },
        lien_relais: None,
        created_at: now(),
        version: 1,
        removed_at: None,
    };
    one.launch(now(), "person:x".into());
    one
}

fn personne(rank: u128) -> Personne {
    Personne {
        id: PersonneId(id(rank)),
        nom: format!("Exemple{rank}"),
        prenom: "Camille".into(),
        rpps: None,
        profession: None,
        statut: Statut::Repere,
        user: None,
        fiche: Fiche::default(),
        created_at: now(),
        changed_at: now(),
        version: 1,
        fusionnee: None,
        removed_at: None,
    }
}

fn solicited(rank: u128, person: u128) -> Sollicitation {
    Sollicitation::new(SollicitationId(id(rank)), CampagneId(id(500)), PersonneId(id(person)))
}

async fn ground() -> (Opened, Vec<Sollicitation>) {
    let opened = two_cpts().await;
    let tx = opened.store.write().await.unwrap();
    let merged = Personne { fusionnee: Some(PersonneId(id(601))), ..personne(602) };
    tx.add_personnes(&proof::<EditCommunaute>(1), &[personne(601), merged]).await.unwrap();
    tx.add_campagne(&proof(1), &campagne()).await.unwrap();
    let mut asked = solicited(701, 601);
    asked.send(now());
    asked.left(now());
    asked.answer(Reponse::PeutEtre, now(), MoyenReponse::Lien);
    let out = Sollicitation { ecart: Some(Ecart::Rebond), ..solicited(702, 602) };
    let all = vec![asked, out];
    tx.add_sollicitations(&proof::<EditMobilisation>(1), &all).await.unwrap();
    tx.commit().await.unwrap();
    (opened, all)
}

#[tokio::test]
async fn a_campaign_and_its_people_come_back_as_they_were_written() {
    let (opened, all) = ground().await;
    let tx = opened.store.read().await.unwrap();
    let reads = proof::<ReadMobilisation>(1);
    assert_eq!(tx.campagnes(&reads).await.unwrap(), [campagne()]);
    assert_eq!(tx.sollicitations(&reads, Some(CampagneId(id(500)))).await.unwrap(), all);
    assert_eq!(tx.sollicitation_cpts(all[0].id).await.unwrap(), Some(CptsId(id(1))));
    assert_eq!(tx.sollicitation_cpts(SollicitationId(id(999))).await.unwrap(), None);
}

#[tokio::test]
async fn a_person_is_solicited_once_by_a_campaign() {
    let (opened, _) = ground().await;
    let tx = opened.store.write().await.unwrap();
    let twice = tx.add_sollicitations(&proof::<EditMobilisation>(1), &[solicited(703, 601)]).await;
    assert!(matches!(twice, Err(StorageError::AlreadyExists)), "{twice:?}");
}

#[tokio::test]
async fn a_merged_sheet_leads_to_the_one_that_stands_and_a_late_change_is_told() {
    let (opened, all) = ground().await;
    let tx = opened.store.write().await.unwrap();
    let edits = proof::<EditMobilisation>(1);
    let found = tx.personne_solicited(&edits, PersonneId(id(602))).await.unwrap().unwrap();
    assert_eq!(found.id, PersonneId(id(601)));
    let mut one = tx.campagne_to_edit(&edits, CampagneId(id(500))).await.unwrap().unwrap();
    one.close(now());
    assert!(tx.save_campagne(&edits, &one).await.unwrap());
    assert!(!tx.save_campagne(&edits, &one).await.unwrap(), "the version moved");
    assert!(tx.save_sollicitation(&edits, &all[0]).await.unwrap());
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_foreign_proof_reaches_nothing() {
    let (opened, all) = ground().await;
    let (reads, edits) = (proof::<ReadMobilisation>(2), proof::<EditMobilisation>(2));
    let tx = opened.store.read().await.unwrap();
    assert_eq!(tx.campagnes(&reads).await.unwrap(), []);
    assert_eq!(tx.campagne(&reads, CampagneId(id(500))).await.unwrap(), None);
    assert_eq!(tx.sollicitations(&reads, None).await.unwrap(), []);
    drop(tx);
    let tx = opened.store.write().await.unwrap();
    assert_eq!(tx.campagne_to_edit(&edits, CampagneId(id(500))).await.unwrap(), None);
    assert_eq!(tx.sollicitation_to_edit(&edits, all[0].id).await.unwrap(), None);
    assert_eq!(tx.personne_solicited(&edits, PersonneId(id(601))).await.unwrap(), None);
    assert!(!tx.save_campagne(&edits, &campagne()).await.unwrap());
    assert!(!tx.save_sollicitation(&edits, &all[0]).await.unwrap());
    tx.commit().await.unwrap();
}
