//! Forms: what is refused comes back as it was typed; what is accepted leads to a page.

use axum::http::StatusCode;
use testkit::{Answer, reads};

use super::{site, territoire, variante};

/// A refused form: 422, the same page, the words typed and the sentence.
fn refused(answer: &Answer, kept: &[&str], sentence: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
    let text = answer.text();
    assert!(text.contains("<h1") && text.contains(sentence), "{sentence} is missing from {text}");
    for value in kept {
        assert!(text.contains(&format!("value=\"{value}\"")), "{value} is not kept");
    }
    assert!(text.contains("aria-invalid=\"true\"") || text.contains("role=\"alert\""), "no mark of an error");
}

#[tokio::test]
async fn a_new_territory_opens_its_composer() {
    let (site, cpts) = site().await;
    let path = format!("/c/{cpts}/territoires/nouveau");
    let answer = site.coordinator(cpts).post(&path, &[("nom", "Val"), ("variante", "Large")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let made = &site.app.territoires(&reads(cpts)).await.unwrap()[0];
    let composer = format!("/c/{cpts}/territoires/{}/variantes/{}/composer", made.id, made.variantes[0].id);
    assert_eq!(answer.location(), composer);
    assert_eq!(site.coordinator(cpts).get(&composer).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_territory_with_a_wrong_name_comes_back_as_typed() {
    let (site, cpts) = site().await;
    site.app.plot(cpts, "Val", &[]).await;
    let path = format!("/c/{cpts}/territoires/nouveau");
    let client = site.coordinator(cpts);
    let answer = client.post(&path, &[("nom", ""), ("variante", "Large")]).await;
    refused(&answer, &["Large"], "Écrivez un nom.");
    let answer = client.post(&path, &[("nom", "Val"), ("variante", "Large")]).await;
    refused(&answer, &["Val", "Large"], "Ce nom est déjà pris.");
    let answer = client.post(&path, &[("nom", "Monts"), ("variante", "")]).await;
    refused(&answer, &["Monts"], "Écrivez un nom.");
    let long = "x".repeat(121);
    let answer = client.post(&path, &[("nom", &long), ("variante", "A")]).await;
    refused(&answer, &[&long], "Ce nom est trop long");
    let answer = client.post(&path, &[]).await;
    refused(&answer, &[], "Écrivez un nom.");
    assert_eq!(site.app.territoires(&reads(cpts)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_variant_is_added_renamed_chosen_removed_and_brought_back() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &["96001"]).await;
    let (page, client) = (territoire(cpts, made), site.coordinator(cpts));
    let added = client.post(&format!("{page}/variantes"), &[("nom", "Large"), ("copier", "")]).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER);
    let second = site.app.territoire(&reads(cpts), made.territoire).await.unwrap().variantes[1].clone();
    assert_eq!(second.name, "Large");
    let second = format!("{page}/variantes/{}", second.id);
    for (action, fields, sentence) in [
        ("renommer", &[("nom", "Très large")][..], "Le nom est changé."),
        ("reference", &[], "La référence a changé."),
    ] {
        let answer = client.post(&format!("{second}/{action}"), fields).await;
        assert_eq!((answer.status, answer.location().starts_with(&page)), (StatusCode::SEE_OTHER, true));
        let text = client.get(answer.location()).await.text();
        assert!(text.contains(sentence) && text.contains("Très large"), "{action}");
    }
    let first = variante(cpts, made);
    let asked = client.get(&format!("{first}/supprimer")).await.text();
    assert!(asked.contains("Variante A"));
    let removed = client.post(&format!("{first}/supprimer"), &[]).await;
    let text = client.get(removed.location()).await.text();
    assert!(text.contains("La variante est supprimée.") && text.contains(&format!("{first}/retablir")));
    let back = client.post(&format!("{first}/retablir"), &[]).await;
    let text = client.get(back.location()).await.text();
    assert!(text.contains("La variante est rétablie.") && text.contains(&first));
}

#[tokio::test]
async fn a_variant_with_a_wrong_name_comes_back_as_typed() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &[]).await;
    site.app.variante(cpts, made, "B").await;
    let client = site.coordinator(cpts);
    let answer = client.post(&format!("{}/variantes", territoire(cpts, made)), &[("nom", "B")]).await;
    refused(&answer, &["B"], "Ce nom est déjà pris.");
    let rename = format!("{}/renommer", variante(cpts, made));
    refused(&client.post(&rename, &[("nom", "B")]).await, &["B"], "Ce nom est déjà pris.");
    refused(&client.post(&rename, &[("nom", " ")]).await, &[], "Écrivez un nom.");
    let copy = [("nom", "C"), ("copier", "ruscino")];
    let answer = client.post(&format!("{}/variantes", territoire(cpts, made)), &copy).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_declared_population_is_kept_as_typed_until_it_can_be_read() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &["96001", "96002"]).await;
    let (page, client) = (variante(cpts, made), site.coordinator(cpts));
    let path = format!("{page}/population");
    let post = async |habitants: &str, annee: &str, origine: &str| {
        client.post(&path, &[("habitants", habitants), ("annee", annee), ("origine", origine)]).await
    };
    refused(
        &post("beaucoup", "2017", "Lettre").await,
        &["beaucoup", "2017", "Lettre"],
        "Ce nombre n'est pas lisible.",
    );
    refused(&post("", "2017", "Lettre").await, &["2017", "Lettre"], "Écrivez le nombre d'habitants.");
    refused(&post("3000", "17", "Lettre").await, &["3000", "17"], "Cette année n'est pas lisible.");
    refused(&post("3000", "", "").await, &["3000"], "Dites où ce chiffre a été lu");
    refused(&post("-3000", "", "Lettre").await, &["-3000"], "Ce nombre n'est pas lisible.");
    let kept = super::now(&site, cpts, made).await;
    assert_eq!(kept.declared, None);
    for typed in ["3 000", "3\u{a0}000", "3.000", "3000"] {
        let answer = post(typed, "2017", "Lettre").await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, &*format!("{page}?fait=population")),
            "{typed}"
        );
        let kept = super::now(&site, cpts, made).await;
        assert_eq!(kept.declared.unwrap().inhabitants, 3000, "{typed}");
    }
    assert!(client.get(&format!("{page}?fait=population")).await.text().contains("est enregistrée."));
    assert_eq!(post("", "", "").await.status, StatusCode::SEE_OTHER);
    let kept = super::now(&site, cpts, made).await;
    assert_eq!(kept.declared, None, "an empty form removes it");
}

#[tokio::test]
async fn the_rules_answer_a_population_or_say_that_it_cannot_be_read() {
    let (site, cpts) = site().await;
    let client = site.coordinator(cpts);
    let answer = client.get("/regles?population=47%20617").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text().contains("T2"));
    refused(&client.get("/regles?population=beaucoup").await, &["beaucoup"], "Ce nombre n'est pas lisible.");
}

#[tokio::test]
async fn a_former_version_comes_back_from_the_history() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &["96001"]).await;
    let (page, client) = (variante(cpts, made), site.coordinator(cpts));
    client.post(&format!("{page}/ajouter"), &[("unite", "96002")]).await;
    let answer = client.post(&format!("{page}/restaurer"), &[("revision", "1")]).await;
    assert_eq!(answer.location(), format!("{page}?fait=version"));
    let text = client.get(answer.location()).await.text();
    assert!(text.contains("de nouveau la version actuelle"));
    assert_eq!(super::now(&site, cpts, made).await.perimeter, testkit::perimeter(&["96001"]));
    for revision in ["9", "x", "-1"] {
        let answer = client.post(&format!("{page}/restaurer"), &[("revision", revision)]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{revision}");
    }
}
