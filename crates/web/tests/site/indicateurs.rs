//! A whole annex as a file, as pages.

use axum::http::StatusCode;
use domain::authz::Role;
use jiff::civil::date;
use testkit::{Seat, annexe, annexe_csv};

use super::site;

const SIGNATURE: jiff::civil::Date = date(2025, 4, 15);

/// What the page shows again in a field that comes back with the form.
fn kept(page: &str) -> String {
    let from = page.find("name=\"table\" value=\"").map(|at| at + "name=\"table\" value=\"".len()).unwrap();
    let end = page[from..].find('"').unwrap();
    let text = &page[from..from + end];
    let plain = [("&#38;", "&"), ("&amp;", "&"), ("&#39;", "'"), ("&#34;", "\""), ("&quot;", "\"")];
    plain.iter().fold(text.to_owned(), |text, (code, sign)| text.replace(code, sign))
}

#[tokio::test]
async fn statement_19_an_annex_is_shown_then_added_then_settled() {
    let (site, cpts) = site().await;
    let id = site.app.signed_contract(cpts, SIGNATURE).await;
    let client = site.client(Some(Seat::Cpts(cpts, Role::Bureau)));
    let year = format!("/c/{cpts}/contrats/{id}/annees/1");
    let file = annexe_csv(&annexe());
    let plan = client.post_file(&format!("{year}/importer"), "annexe.csv", file.as_bytes()).await;
    assert_eq!(plan.status, StatusCode::OK);
    let text = plan.text();
    assert!(text.contains("41\u{a0}indicateurs lus") && text.contains("La somme est exacte"), "{text}");
    assert!(client.get(&year).await.text().contains("Aucun indicateur à ce jour"), "nothing is written yet");
    let table = kept(&text);
    let sent = [("table", table.as_str()), ("confirmer", "oui")];
    assert_eq!(client.post(&format!("{year}/importer"), &sent).await.status, StatusCode::SEE_OTHER);
    let shown = client.get(&year).await.text();
    for words in [
        "41. ",
        "au plus 50\u{a0}patients\u{a0}: 9\u{202f}000\u{202f}€",
        "122\u{202f}500\u{202f}€",
        "Les sommes sont exactes",
    ] {
        assert!(shown.contains(words), "{words}");
    }
    let version = site.app.contract_version(cpts, id).await.to_string();
    let settled = client.post(&format!("{year}/arreter"), &[("version", &version)]).await;
    assert_eq!(settled.status, StatusCode::SEE_OTHER);
    let shown = client.get(&year).await.text();
    assert!(shown.contains("Rouvrir les indicateurs") && !shown.contains("Importer une annexe"));
    let late = client.post(&format!("{year}/importer"), &sent).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text().contains("arrêtés depuis le"));
    for end in ["annexe.xlsx", "annexe.csv", "modele.xlsx"] {
        assert_eq!(client.get(&format!("{year}/{end}")).await.status, StatusCode::OK, "{end}");
    }
}

#[tokio::test]
async fn a_file_that_is_no_table_is_refused_and_nothing_is_written() {
    let (site, cpts) = site().await;
    let id = site.app.signed_contract(cpts, SIGNATURE).await;
    let client = site.coordinator(cpts);
    let year = format!("/c/{cpts}/contrats/{id}/annees/1");
    let image: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01";
    for file in [image, b"Nom;Age\nFictif;40\n", b""] {
        let refused = client.post_file(&format!("{year}/importer"), "photo.png", file).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("href=\"#fichier\""), "the field that is wrong is named");
    }
    assert!(client.get(&year).await.text().contains("Aucun indicateur à ce jour"));
}

#[tokio::test]
async fn an_indicator_keeps_what_was_typed_and_says_each_wrong_field() {
    let (site, cpts) = site().await;
    let id = site.app.signed_contract(cpts, SIGNATURE).await;
    let client = site.coordinator(cpts);
    let year = format!("/c/{cpts}/contrats/{id}/annees/1");
    let mut typed = vec![
        ("mission", "acces"),
        ("intitule", "Patients en ALD"),
        ("nature", "resultat"),
        ("forme", "paliers"),
        ("sens", "au_plus"),
        ("borne-1", "219"),
        ("montant-1", "3 000"),
        ("borne-3", "50"),
        ("montant-3", "beaucoup"),
        ("unite", "patients"),
        ("source", "cpam"),
    ];
    let refused = client.post(&format!("{year}/indicateurs/nouveau"), &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = refused.text();
    assert!(text.contains("href=\"#montant-3\"") && text.contains("beaucoup"), "{text}");
    typed[8] = ("montant-3", "9 000");
    let done = client.post(&format!("{year}/indicateurs/nouveau"), &typed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let shown = client.get(&year).await.text();
    assert!(shown.contains("Patients en ALD") && shown.contains("au plus 50\u{a0}patients"), "{shown}");
}
