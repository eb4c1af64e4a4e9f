//! A step of a person that is typed wrong comes back with the sheet, beside its field.

use axum::http::StatusCode;

use super::site;

#[tokio::test]
async fn a_wrong_date_of_a_step_comes_back_with_the_sheet_and_what_was_typed() {
    let (site, cpts) = site().await;
    let client = site.coordinator(cpts);
    let people = format!("/c/{cpts}/communaute/personnes");
    let made = client.post(&format!("{people}/nouvelle"), &[("nom", "Exemple"), ("prenom", "Camille")]).await;
    let address = made.location().split('?').next().unwrap().to_owned();
    let step = format!("{address}/parcours");
    let wrong = [("statut", "interesse"), ("depuis", "32/01/2026"), ("motif", "réunion du 8 février")];
    let answer = client.post(&step, &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.text();
    assert!(
        text.contains("value=\"32/01/2026\"") && text.contains("value=\"réunion du 8 février\""),
        "{text}"
    );
    assert!(text.contains("EXEMPLE Camille") && text.contains("aria-invalid=\"true\""), "{text}");
    let late = client.post(&step, &[("statut", "interesse"), ("depuis", "01/01/2099")]).await;
    assert!(
        late.status == StatusCode::UNPROCESSABLE_ENTITY && late.shows("pas encore arrivée. Corrigez-la.")
    );
    let right = client.post(&step, &[("statut", "interesse"), ("depuis", "08/02/2026")]).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER);
}
