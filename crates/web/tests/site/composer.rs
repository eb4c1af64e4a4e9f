//! The composer: with and without scripts, lists and files.

use axum::http::StatusCode;
use testkit::perimeter;

use super::{now, site, variante};

#[tokio::test]
async fn without_scripts_a_change_leads_back_to_the_composer_which_says_it_and_undoes_it() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &["96001"]).await;
    let (page, client) = (variante(cpts, made), site.coordinator(cpts));
    let answer = client.post(&format!("{page}/ajouter"), &[("unite", "96002"), ("q", "quince")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.location(), format!("{page}/composer?q=quince&avant=1"));
    let text = client.get(answer.location()).await.text();
    for part in
        ["<html", "Quincelune est dans le territoire.", "Annuler cette modification", "value=\"quince\""]
    {
        assert!(text.contains(part), "{part}");
    }
    let undo = [("revision", "1"), ("vers", "composer")];
    let answer = client.post(&format!("{page}/restaurer"), &undo).await;
    assert_eq!(answer.location(), format!("{page}/composer?avant=2&annule=1"));
    assert!(client.get(answer.location()).await.text().contains("La modification est annulée."));
    assert_eq!(now(&site, cpts, made).await.perimeter, perimeter(&["96001"]));
    let answer = client.post(&format!("{page}/retirer"), &[("unite", "96001")]).await;
    assert!(client.get(answer.location()).await.text().contains("Arcevigne n'est plus dans le territoire."));
}

#[tokio::test]
async fn with_htmx_a_change_answers_the_workshop_alone() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &["96001"]).await;
    let (page, client) = (variante(cpts, made), site.coordinator(cpts).htmx());
    for (action, field, sentence) in [
        ("ajouter", ("unite", "96002"), "Quincelune est dans le territoire."),
        ("ajouter", ("unite", "96002"), "Rien n'a changé"),
        ("retirer", ("unite", "96002"), "Quincelune n'est plus dans le territoire."),
        ("epci", ("epci", "960000011"), "Ajout de"),
    ] {
        let answer = client.post(&format!("{page}/{action}"), &[field]).await;
        let text = answer.text();
        assert_eq!(answer.status, StatusCode::OK, "{action}");
        assert!(text.trim_start().starts_with("<div id=\"atelier\"") && !text.contains("<html"), "{text}");
        assert!(text.contains(sentence), "{action}: {sentence}");
    }
    let searched = client.get(&format!("{page}/composer?q=valmirande")).await.text();
    assert!(!searched.contains("<html") && searched.contains("Valmirande"));
}

#[tokio::test]
async fn the_search_finds_communes_intercommunalities_and_iris() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &["96001"]).await;
    let (page, client) = (variante(cpts, made), site.coordinator(cpts));
    let search = async |query: &str| client.get(&format!("{page}/composer?{query}")).await.text();
    assert!(search("q=quinc").await.contains("Quincelune"));
    assert!(search("q=960580101").await.contains("960580101"));
    let epci = site.app.reference().atlas.epcis()[0].clone();
    let found = search(&format!("intercommunalite={}", epci.code)).await;
    assert!(found.contains(&format!("epci-{}", epci.code)) || found.contains(&epci.name), "{}", epci.name);
    let panel = search("iris=96058").await;
    assert_eq!(panel.matches("name=\"unite\" value=\"96058").count(), 20, "one button an IRIS");
}

#[tokio::test]
async fn codes_that_do_not_exist_are_refused_by_name() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &["96001"]).await;
    let (page, client) = (variante(cpts, made), site.coordinator(cpts));
    let answer = client.post(&format!("{page}/ajouter"), &[("unite", "99999")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("Le code 99999 n'existe pas"), "{}", answer.text());
    let answer = client.post(&format!("{page}/ajouter"), &[("unite", "bonjour")]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.text().contains("n'est pas un code de commune ni d'IRIS"));
    for epci in ["999999999", "x"] {
        let answer = client.post(&format!("{page}/epci"), &[("epci", epci)]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{epci}");
    }
    assert_eq!(now(&site, cpts, made).await.revision, 1);
}

#[tokio::test]
async fn a_pasted_list_is_shown_as_understood_and_saved_only_when_applied() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &["96003"]).await;
    let (page, client) = (variante(cpts, made), site.coordinator(cpts));
    let list = "96001\nQuincelune\n960580101\nBourg-Inconnu\n";
    let shown = client.post(&format!("{page}/coller"), &[("liste", list)]).await;
    assert_eq!(shown.status, StatusCode::OK);
    let text = shown.text();
    for part in [
        "value=\"96001\"",
        "value=\"96002\"",
        "value=\"960580101\"",
        "Bourg-Inconnu",
        "Rien n'est encore enregistré",
    ] {
        assert!(text.contains(part), "{part}");
    }
    assert_eq!(now(&site, cpts, made).await.revision, 1, "nothing is saved yet");
    let apply = format!("{page}/appliquer");
    let fields = [("unite", "96001"), ("unite", "96002"), ("mode", "ajouter")];
    let answer = client.post(&apply, &fields).await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, &*format!("{page}/composer?avant=1"))
    );
    assert_eq!(now(&site, cpts, made).await.perimeter, perimeter(&["96001", "96002", "96003"]));
    client.post(&apply, &[("unite", "960580101"), ("mode", "remplacer")]).await;
    assert_eq!(now(&site, cpts, made).await.perimeter, perimeter(&["960580101"]));
}

#[tokio::test]
async fn an_empty_list_and_nothing_ticked_are_said() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &["96003"]).await;
    let (page, client) = (variante(cpts, made), site.coordinator(cpts));
    let empty = client.post(&format!("{page}/coller"), &[("liste", "  \n ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("La liste est vide."));
    let fields = [("liste", "Bourg-Inconnu"), ("mode", "ajouter")];
    let nothing = client.post(&format!("{page}/appliquer"), &fields).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = nothing.text();
    assert!(text.contains("Rien n'est coché.") && text.contains("Bourg-Inconnu"), "what was typed is kept");
    let stranger = client.post(&format!("{page}/appliquer"), &[("unite", "99999")]).await;
    assert_eq!(stranger.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(now(&site, cpts, made).await.revision, 1);
}

#[tokio::test]
async fn a_file_is_read_like_a_list_and_a_wrong_one_is_refused_on_the_page() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &[]).await;
    let (page, client) = (variante(cpts, made), site.coordinator(cpts));
    let path = format!("{page}/fichier");
    let shown = client.post_file(&path, "liste.csv", "Code;Commune\n96001;Arcevigne\n".as_bytes()).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.text().contains("value=\"96001\""));
    for (name, content) in
        [("vide.csv", &b""[..]), ("note.pdf", b"%PDF-1.7\n"), ("image.xlsx", &[0x89, 0, 1, 2])]
    {
        let refused = client.post_file(&path, name, content).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        let text = refused.text();
        assert!(text.contains("<h1") && text.contains("fichier"), "{name}");
    }
    let without = client.post(&path, &[("fichier", "")]).await;
    assert!(without.status.is_client_error(), "{}", without.status);
    let heavy = vec![b'9'; 21 * 1024 * 1024];
    assert_eq!(client.post_file(&path, "gros.csv", &heavy).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}
