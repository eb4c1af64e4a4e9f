//! Answering on a phone, refusals that keep what was typed, files without names.

use app::communaute::questionnaires::Given;
use axum::http::StatusCode;
use domain::authz::{Allowed, EditQuestionnaires, Role};
use domain::ids::{CptsId, QuestionnaireId};
use jiff::ToSpan;
use testkit::{TestSite, person};

use super::site;

fn edits(cpts: CptsId) -> Allowed<EditQuestionnaires> {
    person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

/// An open questionnaire and the path of its common link.
async fn common(site: &TestSite, cpts: CptsId) -> (QuestionnaireId, String) {
    let id = site.app.create_questionnaire(&edits(cpts), ("deux_questions", "")).await.unwrap();
    let days = (site.app.today(), site.app.today().saturating_add(10.days()));
    site.app.open_questionnaire(&edits(cpts), id, days).await.unwrap();
    let address = site.app.common_link(&edits(cpts), id).await.unwrap();
    (id, address.strip_prefix("http://maillage.test").unwrap().to_owned())
}

#[tokio::test]
async fn somebody_without_an_account_answers_and_what_is_refused_stays_typed() {
    let (site, cpts) = site().await;
    site.app.plot(cpts, "Val", &["96001"]).await;
    let (_, link) = common(&site, cpts).await;
    let page = site.nobody().get(&link).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!((page.header("cache-control"), page.header("referrer-policy")), ("no-store", "no-referrer"));
    assert!(page.text().contains("1/4. Quelle est votre profession"));
    let typed = [("q1", "60"), ("q2", "96001"), ("q3", "Mme Exemple, 82 ans, attend"), ("q4", "Du temps")];
    let refused = site.nobody().post(&link, &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in ["désigner un patient", "Mme Exemple, 82 ans, attend", "Du temps", "value=\"60\" selected"] {
        assert!(refused.text().contains(kept), "{kept}");
    }
    let nir = [("q1", "60"), ("q2", "96001"), ("q3", "patient 1 85 05 75 123 456 73")];
    assert_eq!(site.nobody().post(&link, &nir).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = [("q1", "60"), ("q2", "96001"), ("q3", "Une longue attente"), ("q4", "Du temps")];
    let sent = site.nobody().post(&link, &right).await;
    assert_eq!(
        (sent.status, sent.location()),
        (StatusCode::SEE_OTHER, format!("{link}?fait=recue").as_str())
    );
    assert!(site.nobody().get(sent.location()).await.text().contains("Votre réponse est enregistrée"));
    let unknown = site.nobody().get("/questionnaire/inconnu").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_closed_questionnaire_says_so() {
    let (site, cpts) = site().await;
    let (id, link) = common(&site, cpts).await;
    site.app.close_questionnaire(&edits(cpts), id).await.unwrap();
    let closed = site.nobody().get(&link).await;
    assert_eq!(closed.status, StatusCode::GONE);
    assert!(closed.text().contains("Ce questionnaire est fermé"));
    assert_eq!(site.nobody().post(&link, &[]).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn results_are_read_and_taken_away_and_printed_ones_name_nobody() {
    let (site, cpts) = site().await;
    site.app.plot(cpts, "Val", &["96001"]).await;
    let (id, link) = common(&site, cpts).await;
    let token = link.rsplit('/').next().unwrap();
    let one = |cle: &str, text: &str| (cle.to_owned(), vec![text.to_owned()]);
    let given = Given {
        valeurs: [one("profession", "60"), one("commune", "96001"), one("difficulte", "Une longue attente")]
            .into(),
        nom: "Zznom Exemple".into(),
        ..Given::default()
    };
    site.app.answer_questionnaire(token, &given).await.unwrap();
    let base = format!("/c/{cpts}/questionnaires/{id}");
    let client = site.coordinator(cpts);
    let page = client.get(&format!("{base}/resultats")).await;
    assert!(page.text().contains("Une longue attente") && !page.shows("Zznom"));
    assert!(client.get(&format!("{base}/reponses.csv")).await.shows("Zznom"));
    assert!(client.get(&format!("{base}/resultats.xlsx")).await.shows("Zznom"));
    let word = client.get(&format!("{base}/resultats.docx")).await;
    assert!(word.shows("Qui a répondu") && !word.shows("Zznom"));
    assert!(client.get(&format!("{base}/resultats.pdf")).await.bytes.starts_with(b"%PDF"));
    let sorting = client.get(&format!("{base}/classer")).await;
    assert!(sorting.text().contains("Une longue attente"));
    let list = client.get(&format!("/c/{cpts}/difficultes?q=atente")).await;
    assert!(list.text().contains("Une longue attente"), "one slip of the keyboard is forgiven");
    assert!(client.get(&format!("/c/{cpts}/difficultes.csv")).await.shows("Une longue attente"));
}

#[tokio::test]
async fn a_common_link_is_given_with_its_code_and_a_poster_that_only_its_maker_can_take() {
    let (site, cpts) = site().await;
    let client = site.coordinator(cpts);
    let id = site.app.create_questionnaire(&edits(cpts), ("deux_questions", "")).await.unwrap();
    let base = format!("/c/{cpts}/questionnaires/{id}");
    let made = client.post(&format!("{base}/lien"), &[]).await;
    let text = made.text();
    assert!(text.contains("class=\"qr-code\" role=\"img\"") && text.contains("<svg "), "{text}");
    let token = text.split("name=\"lien\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let poster = client.post(&format!("{base}/lien/affiche.pdf"), &[("lien", token.as_str())]).await;
    assert_eq!(poster.status, axum::http::StatusCode::OK);
    assert!(poster.bytes.starts_with(b"%PDF"));
    assert_eq!(poster.header("cache-control"), "no-store");
    let other = site.app.create_questionnaire(&edits(cpts), ("deux_questions", "")).await.unwrap();
    let elsewhere = format!("/c/{cpts}/questionnaires/{other}/lien/affiche.pdf");
    for (address, token) in [(elsewhere, token.as_str()), (format!("{base}/lien/affiche.pdf"), "inconnu")] {
        let refused = client.post(&address, &[("lien", token)]).await;
        assert_eq!(refused.status, axum::http::StatusCode::NOT_FOUND, "{address}");
    }
    client.post(&format!("{base}/lien/retirer"), &[]).await;
    let over = client.post(&format!("{base}/lien/affiche.pdf"), &[("lien", token.as_str())]).await;
    assert_eq!(over.status, axum::http::StatusCode::GONE);
}
