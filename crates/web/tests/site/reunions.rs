//! Meetings as a browser sees them: the ceiling, the hour of the CPTS, what is taken back, one's own page.

use app::communaute::groupes::{GroupeInput, NewMandat};
use app::communaute::reunions::NewReunion;
use axum::http::StatusCode;
use domain::authz::{Allowed, EditGroupes, EditParticipation, EditQuestionnaires, Role};
use domain::communaute::questionnaires::EnvoiKind;
use domain::communaute::{Fonction, GroupeKind};
use domain::ids::{CptsId, PersonneId, ReunionId};
use jiff::civil::date;
use jiff::{SignedDuration, ToSpan};
use testkit::{Seat, TestSite, person};

use super::groupes::sheet;
use super::site;

fn edits(cpts: CptsId) -> Allowed<EditGroupes> {
    person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

/// A meeting of a bureau of one person, in some days.
async fn meeting(site: &TestSite, cpts: CptsId, days: i64) -> (ReunionId, PersonneId) {
    let nom = format!("Bureau {}", site.app.unknown_id());
    let input = GroupeInput { nom: &nom, ..GroupeInput::default() };
    let groupe = site.app.create_group(&edits(cpts), GroupeKind::Bureau, &input).await.unwrap();
    let personne = sheet(site, cpts, ("Exemple", None)).await;
    let depuis = date(2026, 1, 1);
    let seat = NewMandat { groupe, personne, fonction: Fonction::Presidence, depuis, jusque: None };
    site.app.seat(&edits(cpts), seat).await.unwrap();
    let debut = testkit::now() + SignedDuration::from_hours(24 * days);
    let new = NewReunion {
        groupe: Some(groupe),
        horaire: Some((debut, debut + SignedDuration::from_mins(90))),
        ..NewReunion::default()
    };
    (site.app.create_reunion(&edits(cpts), new).await.unwrap(), personne)
}

#[tokio::test]
async fn the_page_warns_before_the_convocation_and_sends_it_all_the_same() {
    let (site, cpts) = site().await;
    let (id, _) = meeting(&site, cpts, 10).await;
    let client = site.coordinator(cpts);
    let path = format!("/c/{cpts}/reunions/{id}");
    assert!(!client.get(&path).await.shows("serait dépassé"));
    let board: Allowed<EditParticipation> = person(Role::Bureau, cpts).authorize(cpts).unwrap();
    site.app.set_plafond(&board, Some(60)).await.unwrap();
    let page = client.get(&path).await.text();
    assert!(page.contains("serait dépassé pour 1\u{a0}personne sur 1, de 30\u{a0}min."), "{page}");
    assert!(page.contains(&format!("href=\"/c/{cpts}/participation\"")), "it leads to the figures");
    assert!(!site.member(cpts).get(&path).await.shows("serait dépassé"), "it is about those who prepare it");
    let sent = client.post(&format!("{path}/convoquer"), &[("qui", "tous")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "a warning forbids nothing");
}

#[tokio::test]
async fn the_hour_of_la_reunion_is_chosen_on_a_page_and_shown_on_the_others() {
    let (site, cpts) = site().await;
    let client = site.coordinator(cpts);
    let list = format!("/c/{cpts}/reunions");
    let path = format!("{list}/heure-locale");
    assert!(client.get(&list).await.shows("/reunions/heure-locale"));
    let form = client.get(&path).await.text();
    assert!(form.contains("La Réunion") && form.contains("Saint-Pierre-et-Miquelon"));
    let wrong = client.post(&path, &[("fuseau", "Asia/Tokyo")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let chosen = client.post(&path, &[("fuseau", "Indian/Reunion")]).await;
    assert!(client.get(chosen.location()).await.shows("heure locale est enregistrée"));
    let fields =
        [("groupe", ""), ("titre", "Soirée"), ("jour", "17/12/2026"), ("debut", "19 h 30"), ("fin", "21 h")];
    let made = client.post(&format!("{list}/nouvelle"), &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let id: ReunionId = made.location().split(['/', '?']).nth(4).unwrap().parse().unwrap();
    let debut = site.app.reunion(&edits(cpts), id).await.unwrap().debut.unwrap();
    assert_eq!(debut.to_string(), "2026-12-17T15:30:00Z");
    assert!(client.get(made.location()).await.shows("de 19\u{a0}h\u{a0}30 à 21\u{a0}h"));
    assert!(client.get(&format!("{list}/{id}/presences")).await.shows("de 19:30 à 21:00"));
    let pilot = site.client(Some(Seat::Cpts(cpts, Role::Pilote)));
    assert!(!pilot.get(&list).await.shows("/reunions/heure-locale"));
    assert_eq!(pilot.get(&path).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_cancellation_and_an_invitation_are_taken_back_by_a_button() {
    let (site, cpts) = site().await;
    let (id, seated) = meeting(&site, cpts, 10).await;
    let guest = sheet(&site, cpts, ("Invitee", None)).await;
    site.app.invite_people(&edits(cpts), id, &[guest]).await.unwrap();
    let client = site.coordinator(cpts);
    let path = format!("/c/{cpts}/reunions/{id}");
    let take = format!("{path}/invites/{guest}/retirer");
    assert!(client.get(&path).await.shows(&take));
    assert!(!client.get(&path).await.shows(&format!("/invites/{seated}/retirer")));
    assert_eq!(client.get(&format!("{path}/invites/{seated}/retirer")).await.status, StatusCode::NOT_FOUND);
    assert!(client.get(&take).await.shows("reçu aucun message"));
    let taken = client.post(&take, &[]).await;
    assert!(client.get(taken.location()).await.shows("invitation est retirée"));
    assert!(!client.get(&path).await.shows("INVITEE"));
    client.post(&format!("{path}/annuler"), &[]).await;
    assert!(client.get(&path).await.shows("Rétablir la réunion"));
    let back = client.post(&format!("{path}/retablir"), &[]).await;
    let page = client.get(back.location()).await;
    assert!(page.shows("La réunion est rétablie.") && page.shows("Prévue"));
    assert_eq!(client.post(&format!("{path}/retablir"), &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_document_is_joined_to_a_meeting_read_by_its_members_and_taken_off() {
    let (site, cpts) = site().await;
    let (id, _) = meeting(&site, cpts, 10).await;
    let client = site.coordinator(cpts);
    let path = format!("/c/{cpts}/reunions/{id}");
    let wrong = client.post_file(&format!("{path}/pieces"), "vide.pdf", b"").await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.shows("fichier"), "{}", wrong.text());
    let joined = client.post_file(&format!("{path}/pieces"), "Ordre du jour.pdf", b"%PDF-1.7 essai").await;
    assert!(client.get(joined.location()).await.shows("Le document est joint."), "{}", joined.text());
    let page = site.member(cpts).get(&path).await.text();
    assert!(page.contains("Ordre du jour.pdf") && !page.contains("Joindre le document"));
    let piece = page.split(&format!("{path}/pieces/")).nth(1).unwrap();
    let piece = format!("{path}/pieces/{}", piece.split('"').next().unwrap());
    let got = site.member(cpts).get(&piece).await;
    assert!(got.status == StatusCode::OK && got.header("content-disposition").contains("attachment"));
    let (other, _) = meeting(&site, cpts, 11).await;
    let elsewhere = piece.replace(&id.to_string(), &other.to_string());
    assert_eq!(client.get(&elsewhere).await.status, StatusCode::NOT_FOUND, "of that meeting only");
    assert_eq!(site.member(cpts).post(&format!("{piece}/retirer"), &[]).await.status, StatusCode::FORBIDDEN);
    client.post(&format!("{piece}/retirer"), &[]).await;
    assert_eq!(client.get(&piece).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn ones_own_page_leads_to_the_questionnaire_that_waits() {
    let (site, cpts) = site().await;
    let user = site.user(Seat::Cpts(cpts, Role::Membre)).await;
    let own = sheet(&site, cpts, ("Membre", Some(user))).await;
    let writes: Allowed<EditQuestionnaires> = person(Role::Coordinateur, cpts).authorize(cpts).unwrap();
    let id = site.app.create_questionnaire(&writes, ("deux_questions", "")).await.unwrap();
    let days = (site.app.today(), site.app.today().saturating_add(10.days()));
    site.app.open_questionnaire(&writes, id, days).await.unwrap();
    site.app.send_questionnaire(&writes, id, (EnvoiKind::Invitation, &[own])).await.unwrap();
    let client = site.member(cpts);
    let page = client.get(&format!("/c/{cpts}/moi")).await;
    let action = format!("/c/{cpts}/moi/questionnaires/{id}");
    assert!(page.shows(&action) && page.shows("Questionnaire, 1\u{a0}minute"), "{}", page.text());
    let opened = client.post(&action, &[]).await;
    assert!(opened.location().starts_with("/questionnaire/"));
    assert_eq!(client.get(opened.location()).await.status, StatusCode::OK);
    let other = site.coordinator(cpts).post(&action, &[]).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND, "no sheet, no questionnaire");
}
