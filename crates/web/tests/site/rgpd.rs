//! Personal data as screens: the journal, the desk, the log of breaches, and the number that is refused everywhere.

use axum::http::{Method, StatusCode};
use domain::authz::Role;
use domain::ids::CptsId;
use testkit::{Seat, TestSite};
use web::{Access, routes};

use super::site;

const NIR: &str = "1 85 05 75 123 456 73";

fn organisation(cpts: CptsId, page: &str) -> String {
    format!("/c/{cpts}/organisation/{page}")
}

async fn lines(site: &TestSite) -> Vec<String> {
    // The people of the test get their account on the way: that is not what the forms did.
    let acts = "SELECT hash FROM audit_entry WHERE action NOT IN ('session.demo', 'instance.operate')";
    site.app.db().texts(acts).await
}

#[tokio::test]
async fn no_form_of_the_site_takes_a_social_security_number() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &["96001"]).await;
    let fields = ["nom", "texte", "message", "faits", "origine", "liste", "motif", "adresse"];
    let before = lines(&site).await;
    let mut asked = 0;
    for route in routes().filter(|route| route.method == Method::POST) {
        let Access::Cpts(line) = route.access else { continue };
        let (Some(role), false) = (line.granted_to.first(), route.path.ends_with("/fichier")) else {
            continue;
        };
        let path = route
            .path
            .replace("{cpts}", &cpts.to_string())
            .replace("{territoire}", &made.territoire.to_string())
            .replace("{variante}", &made.variante.to_string())
            .replace("{cle}", "comptes");
        // Actions without a form take no text.
        if path.contains('{') || web_takes_nothing(&path) {
            continue;
        }
        for field in fields {
            let text = format!("Appeler {NIR} demain");
            let client = site.client(Some(Seat::Cpts(cpts, *role)));
            let answer = client.post(&path, &[(field, &text), ("autre", "gardé tel quel")]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {field}");
            let page = answer.text();
            assert!(!page.contains(NIR), "{path}: the number comes back");
            assert!(
                page.contains("gardé tel quel") && page.contains("demain"),
                "{path}: what was typed is lost"
            );
            asked += 1;
        }
    }
    assert!(asked > 60, "{asked}");
    assert_eq!(lines(&site).await, before, "nothing was written");
}

/// Buttons: their handler reads no field.
fn web_takes_nothing(path: &str) -> bool {
    [
        "/agenda",
        "/agenda/retirer",
        "/reference",
        "/supprimer",
        "/retablir",
        "/cloturer",
        "/effacer",
        "/montrer",
    ]
    .iter()
    .any(|end| path.ends_with(end))
}

#[tokio::test]
async fn the_journal_says_who_did_what_and_where_it_breaks() {
    let (site, cpts) = site().await;
    let client = site.coordinator(cpts);
    let create = format!("/c/{cpts}/territoires/nouveau");
    client.post(&create, &[("nom", "Plaine"), ("variante", "A")]).await;
    let page = client.get(&organisation(cpts, "journal")).await.text();
    assert!(page.contains("a créé un territoire") && page.contains("chaîne entière"));
    assert!(page.contains("Personne de test"));
    let none = client.get(&organisation(cpts, "journal?nature=role&du=01/01/2020")).await;
    assert!(none.text().contains("Aucune ligne ne correspond"));
    let wrong = client.get(&organisation(cpts, "journal?du=demain")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let csv = client.get(&organisation(cpts, "journal.csv")).await;
    assert!(csv.text().contains("a créé un territoire"));
    site.app.db().run("UPDATE audit_entry SET changes = '{}' WHERE action = 'territoire.edit'").await;
    let broken = client.get(&organisation(cpts, "journal")).await.text();
    assert!(broken.contains("La chaîne est rompue à la ligne 1"));
    let member = site.member(cpts).get(&organisation(cpts, "journal")).await;
    assert_eq!(member.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_request_goes_from_its_form_to_its_answer_and_belongs_to_its_cpts() {
    let (site, cpts) = site().await;
    let client = site.coordinator(cpts);
    let new = organisation(cpts, "demandes/nouvelle");
    let wrong = client.post(&new, &[("personne", "Camille"), ("message", "Bonjour")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("Bonjour"), "what was typed is kept");
    let form =
        [("personne", "Camille"), ("nature", "acces"), ("recue", "20/11/2026"), ("message", "Bonjour")];
    let made = client.post(&new, &form).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER);
    let url = made.location().split('?').next().unwrap().to_owned();
    assert!(client.get(&url).await.text().contains("20/12/2026"));
    let answered = client.post(&format!("{url}/repondre"), &[("reponse", "Voici.")]).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER);
    let list = client.get(&organisation(cpts, "demandes")).await.text();
    assert!(list.contains("Répondue le 22/11/2026"));
    let other = site.app.tenant("CPTS des Monts").await;
    let foreign = url.replace(&cpts.to_string(), &other.to_string());
    let answer = site.coordinator(other).get(&foreign).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_breach_is_written_decided_and_printed() {
    let (site, cpts) = site().await;
    let client = site.coordinator(cpts);
    let form = [
        ("titre", "Courriel mal adressé"),
        ("faits", "Une liste est partie."),
        ("decouverte", "22/11/2026"),
        ("decouverte_heure", "9 h 30"),
    ];
    let made = client.post(&organisation(cpts, "violations/nouvelle"), &form).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let url = made.location().split('?').next().unwrap().to_owned();
    assert!(client.get(&url).await.text().contains("pour prévenir la CNIL"));
    let silent = client.post(&format!("{url}/decision"), &[("decision", "non_requise")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let decided = [("decision", "non_requise"), ("motif", "Adresses déjà publiques.")];
    assert_eq!(client.post(&format!("{url}/decision"), &decided).await.status, StatusCode::SEE_OTHER);
    assert_eq!(client.post(&format!("{url}/cloturer"), &[]).await.status, StatusCode::SEE_OTHER);
    let csv = client.get(&organisation(cpts, "violations.csv")).await.text();
    assert!(csv.contains("Adresses déjà publiques."));
    let pdf = client.get(&organisation(cpts, "violations.pdf")).await;
    assert!(pdf.bytes.starts_with(b"%PDF"));
}

#[tokio::test]
async fn the_register_and_its_notice_are_read_by_members_and_the_notice_by_anyone() {
    let (site, cpts) = site().await;
    let client = site.coordinator(cpts);
    let changed = [("titre", "Comptes"), ("finalite", "Ouvrir la porte"), ("donnees", "Nom")];
    let saved = client.post(&organisation(cpts, "traitements/comptes"), &changed).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let member = site.member(cpts);
    assert!(member.get(&organisation(cpts, "traitements")).await.text().contains("Ouvrir la porte"));
    assert!(member.get(&organisation(cpts, "notice")).await.text().contains("Ouvrir la porte"));
    let public = site.nobody().get(&format!("/notice/{cpts}")).await;
    assert_eq!(public.status, StatusCode::OK);
    assert!(public.text().contains("CNIL"));
    for kind in ["pdf", "xlsx", "csv"] {
        let file = member.get(&organisation(cpts, &format!("traitements.{kind}"))).await;
        assert_eq!(file.status, StatusCode::OK, "{kind}");
    }
}

#[tokio::test]
async fn a_person_sees_exports_and_erases_their_own_data() {
    let (site, cpts) = site().await;
    let seat = Seat::Cpts(cpts, Role::Membre);
    let client = site.client(Some(seat));
    let page = client.get("/compte/donnees").await.text();
    assert!(page.contains("Votre compte") && page.contains("CPTS du Val"));
    let form =
        [("cpts", cpts.to_string()), ("nature", "opposition".into()), ("message", "Non merci.".into())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(client.post("/compte/donnees/demande", &form).await.status, StatusCode::SEE_OTHER);
    assert!(client.get("/compte/donnees.json").await.text().contains("Non merci."));
    assert!(client.get("/compte/effacement").await.text().contains("Ce qui reste, et pourquoi"));
    let silent = client.post("/compte/effacement", &[]).await;
    assert_eq!(silent.location(), "/compte/effacement", "an empty form erases nobody");
    let erased = client.post("/compte/effacement", &[("confirmer", "oui")]).await;
    assert_eq!(erased.status, StatusCode::OK);
    assert!(erased.header("set-cookie").contains("Max-Age=0"));
    let after = client.get("/compte/donnees").await;
    assert_ne!(after.status, StatusCode::OK, "the session is over");
}

#[tokio::test]
async fn retention_is_shown_to_the_cpts_and_to_the_operator() {
    let (site, cpts) = site().await;
    let page = site.member(cpts).get(&organisation(cpts, "conservation")).await.text();
    assert!(page.contains("Trace des actions") && page.contains("jamais effacé"));
    let operator = site.client(Some(Seat::Operator)).get("/instance/conservation").await;
    assert_eq!(operator.status, StatusCode::OK);
}
