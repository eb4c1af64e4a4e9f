//! People, invitations, grants, guests and the front door, as people use them.

use app::organisations::InvitationState;
use axum::http::StatusCode;
use domain::authz::{Allowed, ReadPersonnes, Role};
use domain::ids::CptsId;
use testkit::Seat;

use super::site;

fn people(cpts: CptsId) -> Allowed<ReadPersonnes> {
    testkit::person(Role::Bureau, cpts).authorize(cpts).unwrap()
}

#[tokio::test]
async fn the_front_door_leads_each_person_where_they_belong() {
    let (site, cpts) = site().await;
    let text = site.nobody().get("/").await.text();
    assert!(text.contains("/connexion") && text.contains("maillage user create"), "no account yet");
    let one = site.member(cpts).get("/").await;
    assert_eq!((one.status, one.location()), (StatusCode::SEE_OTHER, &*format!("/c/{cpts}")));
    let none = site.client(Some(Seat::Account)).get("/").await;
    assert!(none.text().contains("Vous n'avez pas encore de rôle"));
    assert_eq!(site.client(Some(Seat::Operator)).get("/").await.location(), "/instance");
    assert!(!site.nobody().get("/").await.text().contains("maillage user create"));
}

#[tokio::test]
async fn an_invitation_with_errors_keeps_what_was_typed() {
    let (site, cpts) = site().await;
    let path = format!("/c/{cpts}/organisation/invitations/nouvelle");
    let fields = [("nom", "Camille"), ("courriel", "camille"), ("role", "membre"), ("moyen", "courriel")];
    let client = site.coordinator(cpts);
    let answer = client.post(&path, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("value=\"camille\"") && answer.text().contains("Il manque le signe @"));
    let fields = [("nom", "Camille"), ("courriel", "camille@exemple.test"), ("role", "membre")];
    assert_eq!(client.post(&path, &fields).await.status, StatusCode::SEE_OTHER);
    let rows = site.app.invitations(&people(cpts)).await.unwrap();
    assert_eq!((rows.len(), rows[0].1), (1, InvitationState::Waiting));
}

#[tokio::test]
async fn pasted_lines_are_previewed_before_anything_is_sent() {
    let (site, cpts) = site().await;
    let path = format!("/c/{cpts}/organisation/invitations/plusieurs");
    let client = site.coordinator(cpts);
    let wrong = "Camille; camille@exemple.test; membre\nAlex; alex; membre";
    let answer = client.post(&path, &[("lignes", wrong), ("etape", "envoyer")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("Alex; alex; membre"));
    assert!(site.app.invitations(&people(cpts)).await.unwrap().is_empty());
    let right = "Camille; camille@exemple.test; membre\nAlex; alex@exemple.test; trésorier";
    assert_eq!(client.post(&path, &[("lignes", right)]).await.status, StatusCode::OK);
    assert!(site.app.invitations(&people(cpts)).await.unwrap().is_empty());
    let sent = client.post(&path, &[("lignes", right), ("etape", "envoyer")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(site.app.invitations(&people(cpts)).await.unwrap().len(), 2);
}

#[tokio::test]
async fn who_leaves_sees_nothing_at_the_next_request() {
    let (site, cpts) = site().await;
    let seat = Seat::Cpts(cpts, Role::Membre);
    assert_eq!(site.client(Some(seat)).get(&format!("/c/{cpts}")).await.status, StatusCode::OK);
    let coordinator = site.coordinator(cpts);
    coordinator.get("/").await;
    let all = site.app.people(&people(cpts)).await.unwrap();
    let member = all.iter().find(|one| one.roles[0].role == Role::Membre).unwrap().user;
    let left = coordinator.post(&format!("/c/{cpts}/organisation/personnes/{member}/depart"), &[]).await;
    assert_eq!(left.status, StatusCode::SEE_OTHER);
    assert_eq!(site.client(Some(seat)).get(&format!("/c/{cpts}")).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_guest_reads_one_sheet_without_account_and_is_told_when_it_ends() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &["96001"]).await;
    let base = format!("/c/{cpts}/organisation/partages");
    let sheet = format!("{}/{}", made.territoire, made.variante);
    let fields = [("fiche", sheet.as_str()), ("libelle", "Mairie"), ("jusqu", "31/12/2026")];
    let text = site.coordinator(cpts).post(&format!("{base}/nouveau"), &fields).await.text();
    let start = text.find("/partage/").unwrap();
    let path: String = text[start..].chars().take_while(|c| !c.is_whitespace() && *c != '<').collect();
    let page = site.nobody().get(&path).await;
    assert_eq!((page.status, page.header("x-robots-tag")), (StatusCode::OK, "noindex, nofollow"));
    assert!(page.text().contains("31/12/2026") && !page.text().contains(&format!("/c/{cpts}")));
    assert_eq!(site.nobody().get("/partage/inconnu").await.status, StatusCode::NOT_FOUND);
}
