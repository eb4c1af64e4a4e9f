//! The minutes of meetings: made from what is known, approved, sealed for ever.

use app::App;
use app::communaute::reunions::{Approbation, ReunionError};
use domain::authz::Role;
use domain::communaute::{Moyen, Presence, PresenceFiche, PresenceState, Reponse, ReunionState};
use domain::ids::{CptsId, PersonneId, PresenceId, ReunionId};

use super::reunions::{Bureau, by, edits};

async fn present(b: &Bureau, reunion: ReunionId, personne: PersonneId, state: PresenceState) {
    let one = Presence {
        id: PresenceId(b.app.unknown_id()),
        reunion,
        personne: Some(personne),
        moyen: Moyen::Secretaire,
        state,
        arrivee: testkit::now(),
        depart: None,
        jeton: b.app.unknown_id().to_string(),
        recue_at: testkit::now(),
        fiche: PresenceFiche::default(),
    };
    let tx = b.app.store().write().await.unwrap();
    tx.add_presence(&edits(b.cpts), &one).await.unwrap();
    tx.commit().await.unwrap();
}

async fn text(app: &App, cpts: CptsId, id: ReunionId) -> (String, i64) {
    let last = app.minutes(&by(cpts, Role::Membre), id).await.unwrap().pop().unwrap();
    (last.version.texte, last.version.version)
}

#[tokio::test]
async fn minutes_are_made_from_what_is_known_then_sealed_and_never_change() {
    let b = Bureau::new().await;
    let proof = edits(b.cpts);
    let id = b.meeting("2026-11-22T08:00:00Z").await;
    b.app.write_notes(&proof, (id, 1), ("", "Lu et approuvé.")).await.unwrap();
    b.app.answer_for(&proof, (id, b.oppose), Reponse::Absent).await.unwrap();
    present(&b, id, b.joignable, PresenceState::Comptee).await;
    let early = b.app.draft_minutes(&proof, id, "").await;
    assert!(matches!(early, Err(ReunionError::State(ReunionState::Prevue))));
    b.app.close_reunion(&proof, id, true).await.unwrap();
    b.app.draft_minutes(&proof, id, "").await.unwrap();
    let (first, count) = text(&b.app, b.cpts, id).await;
    for part in
        ["1 personne présente : JOIGNABLE Camille", "1 personne excusée : OPPOSE Camille", "Lu et approuvé."]
    {
        assert!(first.replace('\u{a0}', " ").contains(part), "{part} is missing from {first}");
    }
    b.app.save_minutes(&proof, (id, count), "# Séance\nTexte relu.").await.unwrap();
    let stale = b.app.save_minutes(&proof, (id, count), "Perdu").await;
    assert!(matches!(stale, Err(ReunionError::Overwritten(_))));
    let (_, count) = text(&b.app, b.cpts, id).await;
    b.app.seal_minutes(&proof, (id, count), Approbation::Bureau).await.unwrap();
    let (sealed, count) = text(&b.app, b.cpts, id).await;
    assert!(matches!(b.app.save_minutes(&proof, (id, count), "Autre").await, Err(ReunionError::Sealed)));
    assert!(matches!(
        b.app.seal_minutes(&proof, (id, count), Approbation::Bureau).await,
        Err(ReunionError::Sealed)
    ));
    assert!(matches!(b.app.close_reunion(&proof, id, false).await, Err(ReunionError::Sealed)));
    assert_eq!(text(&b.app, b.cpts, id).await.0, sealed);
    // Even the statement of the database passes over what is sealed.
    let mut version = b.app.minutes(&by(b.cpts, Role::Membre), id).await.unwrap()[0].version.clone();
    version.texte = "Réécrit".into();
    let tx = b.app.store().write().await.unwrap();
    assert!(!tx.save_compte_rendu(&proof, &version).await.unwrap());
    drop(tx);
    assert!(matches!(b.app.draft_minutes(&proof, id, " ").await, Err(ReunionError::Text("motif", _))));
    b.app.draft_minutes(&proof, id, "Nom mal écrit").await.unwrap();
    let versions = b.app.minutes(&by(b.cpts, Role::Membre), id).await.unwrap();
    assert_eq!(versions.len(), 2);
    assert!(versions[0].intact && versions[0].version.texte == sealed && versions[1].version.numero == 2);
}

#[tokio::test]
async fn minutes_are_approved_by_a_later_meeting_of_the_same_group_that_has_begun() {
    let b = Bureau::new().await;
    let (proof, id) = (edits(b.cpts), b.held().await);
    b.app.draft_minutes(&proof, id, "").await.unwrap();
    let (_, count) = text(&b.app, b.cpts, id).await;
    let next = b.meeting("2026-12-17T19:00:00Z").await;
    let by_next = Approbation::Reunion(next);
    let early = b.app.seal_minutes(&proof, (id, count), by_next).await;
    assert!(matches!(early, Err(ReunionError::State(_))));
    assert!(b.app.approving(&proof, id).await.unwrap().is_empty());
    b.wait("2026-12-17T19:30:00Z");
    assert_eq!(b.app.approving(&proof, id).await.unwrap()[0].id, next);
    b.app.seal_minutes(&proof, (id, count), by_next).await.unwrap();
    let sealed = b.app.minutes(&by(b.cpts, Role::Membre), id).await.unwrap().remove(0).version;
    assert_eq!(Approbation::from_key(&sealed.approbation), Some(by_next));
}
