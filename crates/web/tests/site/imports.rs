//! A spreadsheet through the pages: given, corrected, looked at, decided, applied, taken back.

use axum::http::StatusCode;
use domain::authz::{Allowed, ReadCommunaute, Role};
use domain::communaute::{Personne, Statut};
use domain::ids::CptsId;
use testkit::{Client, TestSite};

use super::site;

/// Three people, one of whom has no name; the last column is not one that Maillage knows.
const LIST: &str = "Nom;Prénom;Métier exercé ici;E-mail;Couleur\n\
                    EXEMPEL;Camille;infirmière;camille@exemple.test;vert\n\
                    MODELE;Sacha;infirmier;sacha@exemple.test;bleu\n\
                    INEDIT;Dominique;sage-femme;dominique@exemple.test;gris\n\
                    ;;kiné;personne@exemple.test;noir\n";

async fn people(site: &TestSite, cpts: CptsId) -> Vec<Personne> {
    let reads: Allowed<ReadCommunaute> = testkit::person(Role::Coordinateur, cpts).authorize(cpts).unwrap();
    site.app.annuaire(&reads).await.unwrap().iter().cloned().collect()
}

/// Names of the sheets that stand.
async fn names(site: &TestSite, cpts: CptsId) -> Vec<String> {
    let standing = people(site, cpts).await.into_iter().filter(|one| one.removed_at.is_none());
    let mut names: Vec<String> = standing.map(|one| one.nom_liste()).collect();
    names.sort();
    names
}

async fn added(client: &Client<'_>, cpts: CptsId, (nom, prenom): (&str, &str)) {
    let path = format!("/c/{cpts}/communaute/personnes/nouvelle");
    let answer = client.post(&path, &[("nom", nom), ("prenom", prenom)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

/// Gives a file; the address of what waits, without its last part.
async fn given(client: &Client<'_>, cpts: CptsId, content: &str) -> String {
    let path = format!("/c/{cpts}/communaute/importer");
    let answer = client.post_file(&path, "liste.csv", content.as_bytes()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let columns = answer.location().to_owned();
    assert!(columns.starts_with(&path) && columns.ends_with("/colonnes"), "{columns}");
    columns.trim_end_matches("/colonnes").to_owned()
}

/// Sends a form and follows where it leads.
async fn sent(client: &Client<'_>, path: &str, fields: &[(&str, &str)]) -> (String, String) {
    let answer = client.post(path, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let next = client.get(answer.location()).await;
    assert_eq!(next.status, StatusCode::OK, "{}", next.text());
    (answer.location().to_owned(), next.text())
}

/// The value of the list of a line whose label holds a text.
fn value_of<'a>(page: &'a str, line: &str, label: &str) -> &'a str {
    let start = page.find(&format!("id=\"{line}\"")).unwrap();
    let list = page[start..].split("</select>").next().unwrap();
    let option = list.split("<option").find(|option| option.contains(label)).unwrap();
    option.split("value=\"").nth(1).unwrap().split('"').next().unwrap()
}

#[tokio::test]
async fn a_wrong_file_is_refused_with_a_sentence_and_nothing_waits() {
    let (site, cpts) = site().await;
    let client = site.coordinator(cpts);
    let path = format!("/c/{cpts}/communaute/importer");
    let cases: [(&str, &[u8], &str); 4] = [
        ("rien.csv", b"", "Choisissez un tableur qui contient au moins une ligne."),
        ("vide.csv", b"\n;;\n", "Ce tableur ne contient aucune ligne."),
        ("lettre.pdf", b"%PDF-1.7\n%\xe2\xe3\n", "PDF"),
        ("tableau.xlsx", b"PK\x03\x04cut in the middle", "tableau.xlsx"),
    ];
    for (name, content, sentence) in cases {
        let answer = client.post_file(&path, name, content).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        let text = answer.text();
        assert!(text.contains(sentence) && text.contains("href=\"#fichier\""), "{name}: {text}");
    }
    assert!(!client.get(&path).await.text().contains("/colonnes"), "nothing waits");
}

#[tokio::test]
async fn columns_are_corrected_and_a_file_without_names_is_not_read() {
    let (site, cpts) = site().await;
    let client = site.coordinator(cpts);
    let base = given(&client, cpts, LIST).await;
    let columns = format!("{base}/colonnes");
    let page = client.get(&columns).await.text();
    assert_eq!(value_of(&page, "colonne-1", "selected"), "nom");
    assert_eq!(
        value_of(&page, "colonne-3", "selected"),
        "profession",
        "its cells say what its title does not"
    );
    assert_eq!(value_of(&page, "colonne-5", "selected"), "ignorer");
    let nobody = [("genre", "annuaire"), ("titres", "0"), ("colonne", "ignorer"), ("colonne", "prenom")];
    let refused = client.post(&columns, &nobody).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Aucune colonne ne contient de nom."));
    let said = |profession| {
        let columns = ["nom", "prenom", profession, "courriel", "ignorer"].map(|champ| ("colonne", champ));
        [&[("genre", "annuaire"), ("titres", "0")][..], &columns].concat()
    };
    let lines = format!("{base}?voir=toutes");
    let (at, preview) = sent(&client, &columns, &said("fonction")).await;
    assert_eq!(at, base);
    assert!(preview.contains("Rien n'est encore ajouté."), "{preview}");
    assert!(!client.get(&lines).await.text().contains("(Sage-femme)"), "a function is no profession");
    sent(&client, &columns, &said("profession")).await;
    assert!(client.get(&lines).await.text().contains("INEDIT Dominique (Sage-femme)"));
    assert!(people(&site, cpts).await.is_empty(), "looking adds nobody");
    assert_eq!(client.post(&columns, &[("genre", "inconnu")]).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn doubles_are_decided_one_by_one_and_in_bulk_then_applied_and_taken_back() {
    let (site, cpts) = site().await;
    let client = site.coordinator(cpts);
    added(&client, cpts, ("Exemple", "Camille")).await;
    added(&client, cpts, ("Modèle", "Sacha")).await;
    let base = given(&client, cpts, LIST).await;
    let preview = client.get(&base).await.text();
    assert!(preview.contains("2\u{a0}doublons possibles"), "{preview}");
    let apply = format!("{base}/appliquer");
    let early = client.post(&apply, &[]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text().contains("2\u{a0}doublons restent à décider."), "{}", early.text());
    let decide = format!("{base}/decider");
    assert_eq!(client.post(&decide, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);

    let same = value_of(&preview, "choix-2", "EXEMPLE Camille").to_owned();
    let (_, once) = sent(&client, &decide, &[("choix", &same)]).await;
    assert!(once.contains("1\u{a0}doublon à décider avant d'appliquer."), "{once}");
    let (_, all) = sent(&client, &decide, &[("tous", "creer")]).await;
    assert!(!all.contains("à décider avant d'appliquer"), "{all}");

    let rejected = client.get(&format!("{base}/a-corriger.csv")).await;
    assert_eq!(rejected.header("content-type"), "text/csv; charset=utf-8");
    let rejected = rejected.text();
    assert!(rejected.contains("personne@exemple.test") && rejected.contains("Cette ligne n'a pas de nom."));
    assert!(!rejected.contains("dominique@exemple.test"), "{rejected}");

    let (done, shown) = sent(&client, &apply, &[]).await;
    assert!(shown.contains("L'import est appliqué."), "{shown}");
    let after = ["EXEMPLE Camille", "INEDIT Dominique", "MODELE Sacha", "MODÈLE Sacha"];
    assert_eq!(names(&site, cpts).await, after);
    let camille = people(&site, cpts).await.into_iter().find(|one| one.prenom == "Camille").unwrap();
    assert_eq!(camille.fiche.canaux[0].valeur, "camille@exemple.test", "the line completed the sheet");
    assert_eq!(client.get(&base).await.status, StatusCode::NOT_FOUND, "it does not wait any more");

    let lot = done.split('?').next().unwrap();
    let rejected = client.get(&format!("{lot}/a-corriger.csv")).await.text();
    assert!(rejected.contains("personne@exemple.test"), "{rejected}");
    let (_, undone) = sent(&client, &format!("{lot}/annuler"), &[]).await;
    assert!(undone.contains("L'import est annulé."), "{undone}");
    assert_eq!(names(&site, cpts).await, ["EXEMPLE Camille", "MODÈLE Sacha"]);
    let camille = people(&site, cpts).await.into_iter().find(|one| one.prenom == "Camille").unwrap();
    assert!(camille.fiche.canaux.is_empty() && camille.statut == Statut::Repere, "as it was before");
    assert_eq!(client.post(&format!("{lot}/annuler"), &[]).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn the_import_of_another_cpts_is_not_there() {
    let (site, cpts) = site().await;
    let other = site.app.tenant("CPTS de l'Autre").await;
    let client = site.coordinator(cpts);
    let waiting = given(&client, cpts, LIST).await;
    let applied = given(&client, cpts, "Nom;Prénom\nINEDIT;Dominique\n").await;
    let (lot, _) = sent(&client, &format!("{applied}/appliquer"), &[]).await;
    let lot = lot.split('?').next().unwrap();
    let of_other = |address: &str| address.replace(&cpts.to_string(), &other.to_string());
    let stranger = site.coordinator(other);
    for path in ["", "/colonnes", "/a-corriger.csv"] {
        let answer = stranger.get(&format!("{}{path}", of_other(&waiting))).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["", "/a-corriger.csv"] {
        let answer = stranger.get(&format!("{}{path}", of_other(lot))).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let acts = ["decider", "appliquer", "abandonner"].map(|act| format!("{}/{act}", of_other(&waiting)));
    for path in acts.into_iter().chain([format!("{}/annuler", of_other(lot))]) {
        let answer = stranger.post(&path, &[("tous", "creer")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(client.get(&waiting).await.status, StatusCode::OK, "it still waits where it was given");
    assert!(people(&site, other).await.is_empty());
    assert_eq!(stranger.get(&waiting).await.status, StatusCode::FORBIDDEN, "nor by the address of its CPTS");
}

#[tokio::test]
async fn only_the_ticked_sheets_go_out_and_an_import_reads_them_again() {
    let (site, cpts) = site().await;
    let client = site.coordinator(cpts);
    for name in [("Exemple", "Camille"), ("Modèle", "Sacha"), ("Inédit", "Dominique")] {
        added(&client, cpts, name).await;
    }
    let list = format!("/c/{cpts}/communaute/personnes");
    let export = format!("{list}/exporter");
    assert!(client.get(&list).await.text().contains("Exporter la sélection"));
    let nothing = client.post(&export, &[("format", "csv")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text().contains("Cochez au moins une personne à exporter."));

    let all = people(&site, cpts).await;
    let id = |nom: &str| all.iter().find(|one| one.nom == nom).unwrap().id.to_string();
    let (one, other) = (id("Exemple"), id("Inédit"));
    let ticked = [("choix", one.as_str()), ("choix", other.as_str())];
    let csv = client.post(&export, &[&ticked[..], &[("format", "csv")]].concat()).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(csv.header("content-disposition").contains("personnes-choisies.csv"));
    assert!(csv.shows("Exemple") && csv.shows("Inédit") && !csv.shows("Modèle"), "{}", csv.text());
    let xlsx = client.post(&export, &ticked).await;
    assert!(xlsx.shows("Exemple") && !xlsx.shows("Modèle"));
    let found = [("tout", "oui"), ("retour", "q=modele"), ("format", "csv")];
    let found = client.post(&export, &found).await;
    assert!(found.shows("Modèle") && !found.shows("Exemple"), "{}", found.text());

    let other = site.app.tenant("CPTS de l'Autre").await;
    let stranger = site.coordinator(other);
    let foreign = stranger.post(&export.replace(&cpts.to_string(), &other.to_string()), &ticked).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND, "a sheet of another CPTS is not there");
    let base = given(&stranger, other, &csv.text()).await;
    let preview = stranger.get(&base).await.text();
    assert!(preview.contains("2\u{a0}personnes à ajouter."), "{preview}");
    let structures = format!("/c/{cpts}/communaute/structures");
    let made = [("nom", "Pharmacie du Pont"), ("kind", "pharmacie")];
    let made = client.post(&format!("{structures}/nouvelle"), &made).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let id = made.location().split('?').next().unwrap().rsplit('/').next().unwrap();
    let pharmacy = client.post(&format!("{structures}/exporter"), &[("choix", id), ("format", "csv")]).await;
    assert!(pharmacy.shows("Pharmacie du Pont"), "{}", pharmacy.text());
    let none = client.post(&format!("{structures}/exporter"), &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
}
