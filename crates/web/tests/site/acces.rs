//! « Et si… »: the scenario stands in the address, errors are said, what is published never changes.

use app::territoire::Created;
use axum::http::StatusCode;
use domain::ids::CptsId;

use super::{site, variante};

const LABEL: &str = "Simulation de Maillage, pas une publication de la DREES.";

fn page(cpts: CptsId, made: Created, query: &str) -> String {
    format!("{}/diagnostic/acces{query}", variante(cpts, made))
}

#[tokio::test]
async fn a_change_that_is_added_stands_in_the_address_and_can_be_taken_away() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &["96001", "96002", "96058"]).await;
    let member = site.member(cpts);
    let empty = member.get(&page(cpts, made, "")).await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(empty.text().contains("Aucun changement n'est encore imaginé.") && empty.text().contains(LABEL));
    assert!(empty.text().contains("Ce que publie la DREES"));
    let typed = "?h=ipa-96001-1&quoi=depart&commune=96058&nombre=1&actes=4+800";
    let added = site.member(cpts).get(&page(cpts, made, typed)).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER);
    assert_eq!(added.location(), page(cpts, made, "?h=ipa-96001-1&h=depart-96058-1-4800"));
    let shown = site.member(cpts).get(added.location()).await.text();
    for words in [
        "Avec ces 2\u{a0}changements, les habitants de",
        "Un médecin généraliste quitte",
        "4\u{202f}800\u{a0}consultations en moins par an.",
        "Ce nombre est proposé",
        "Différence simulée",
        "Simulé avant",
        "choix de Maillage",
        LABEL,
    ] {
        assert!(shown.contains(words), "{words}");
    }
    let without = page(cpts, made, "?h=depart-96058-1-4800");
    assert!(shown.contains(&format!("href=\"{without}\"")), "each change can be taken away");
    let alone = site.member(cpts).get(&without).await.text();
    assert!(alone.contains("Si un médecin généraliste quitte") && alone.contains("perdent"));
}

#[tokio::test]
async fn what_is_typed_wrong_is_kept_and_said_beside_its_field() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &["96001"]).await;
    for (query, words) in [
        ("quoi=depart&commune=96001&nombre=-1&actes=", "Écrivez un nombre entier, par exemple 1."),
        ("quoi=depart&commune=96001&nombre=0&actes=", "rien ne change. Écrivez 1 ou plus."),
        ("quoi=depart&commune=96001&nombre=51&actes=", "Écrivez un nombre de 1 à 50."),
        ("quoi=depart&commune=96001&nombre=1&actes=100", "ne compte pas un médecin de 250"),
        ("quoi=depart&commune=96001&nombre=1&actes=-5", "Écrivez un nombre entier de consultations"),
        ("quoi=centre&commune=96001&nombre=1&actes=", "Le nombre de consultations du centre manque."),
        ("quoi=depart&commune=96999&nombre=1&actes=", "Aucune commune n'a ce code"),
        ("quoi=depart&commune=66136&nombre=1&actes=", "ne sont pas importés"),
        ("quoi=depart&commune=ailleurs&nombre=1&actes=", "Choisissez une commune de la liste."),
        ("quoi=vacances&commune=96001&nombre=1&actes=", "Choisissez ce qui change."),
    ] {
        let path = page(cpts, made, &format!("?h=arrivee-96001-1&{query}"));
        let answer = site.member(cpts).get(&path).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        let text = answer.text();
        assert!(text.contains(words), "{query}");
        assert!(text.contains("error-summary") && text.contains("value=\"arrivee-96001-1\""), "{query}");
    }
}

#[tokio::test]
async fn an_address_written_by_hand_says_what_it_leaves_out() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &["96001"]).await;
    let query = "?h=depart-96001-1&h=n%27importe-quoi&h=depart-96999-1&h=depart-96001-0";
    let answer = site.member(cpts).get(&page(cpts, made, query)).await;
    assert_eq!(answer.status, StatusCode::OK);
    let text = answer.text();
    assert!(text.contains("Ces changements sont laissés de côté"));
    assert!(text.contains("n'est pas un changement") && text.contains("Aucune commune n'a ce code"));
    assert!(text.contains("Si un médecin généraliste quitte"), "the others count");
}

#[tokio::test]
async fn the_diagnosis_leads_there_and_another_organisation_does_not_enter() {
    let (site, cpts) = site().await;
    let other = site.app.tenant("CPTS des Monts").await;
    let made = site.app.plot(cpts, "Val", &["96001"]).await;
    let diagnosis = site.member(cpts).get(&format!("{}/diagnostic", variante(cpts, made))).await.text();
    assert!(diagnosis.contains(&page(cpts, made, "")));
    let path = page(other, made, "");
    assert_eq!(site.member(other).get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.member(other).get(&page(cpts, made, "")).await.status, StatusCode::FORBIDDEN);
    let nothing = site.app.plot(cpts, "Vide", &[]).await;
    let empty = site.member(cpts).get(&page(cpts, nothing, "")).await;
    assert!(empty.status == StatusCode::OK && empty.text().contains("Ce territoire est vide."));
}
