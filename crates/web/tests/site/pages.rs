//! What every page carries, and what each of them says.

use axum::http::{Method, StatusCode};
use domain::authz::Role;
use testkit::{Seat, TestApp, TestSite};
use web::{Access, Route, routes};

use super::ground::{Ground, Things};
use super::{site, territoire, variante};

const HEADERS: [&str; 5] = [
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "permissions-policy",
];

#[tokio::test]
async fn every_page_has_its_headers_its_language_and_one_title() {
    let (site, cpts) = site().await;
    let ground = Ground::of(&site, cpts, "du Val").await;
    let mut pages = 0;
    for route in routes().filter(|route| route.method == Method::GET) {
        let things = Things::furnish(&site, ground, route.path, "du Val").await;
        let path = things.fill(route.path);
        let answer = site.client(Some(holder(route, ground))).get(&path).await;
        // What leads elsewhere, or names a link that nobody gave, has its headers too.
        let elsewhere = answer.status.is_redirection() || route.path.contains("{fournisseur}");
        let unknown = route.path.contains("{jeton}")
            || route.path.contains("{token}")
            // A card and channels are those of a sheet, which an account may lack.
            || route.path.contains("/moi/")
            // A figure of the table that the address does not name.
            || route.path.ends_with("/tableau/personnes")
            // Minutes that nobody wrote yet.
            || route.path.ends_with("/compte-rendu.pdf")
            // A contract that its CPTS did not publish.
            || route.path.ends_with("/contrats-publies/{contrat}")
            || route.path.starts_with("/compte/roles/")
            || path.starts_with("/instance/");
        assert!(answer.status == StatusCode::OK || elsewhere || unknown, "{path}: {}", answer.status);
        for name in HEADERS {
            assert!(!answer.header(name).is_empty(), "{path}: {name}");
        }
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-request-id"), "ref-test", "{path}");
        let kept = answer.header("cache-control");
        assert!(kept.starts_with("private") || kept.starts_with("no-store"), "{path}: {kept}");
        if answer.header("content-type").starts_with("text/html") && !answer.bytes.is_empty() {
            let text = answer.text();
            assert_eq!(text.matches("<h1").count(), 1, "{path}");
            assert!(text.contains("lang=\"fr\""), "{path}");
            assert!(!text.contains("<style") && !text.contains(" style="), "{path}: inline style");
            pages += 1;
        }
    }
    assert!(pages >= 60, "{pages} pages only");
}

/// Someone who may open the page.
fn holder(route: &Route, ground: Ground) -> Seat {
    match route.access {
        Access::Cpts(line) => Seat::Cpts(ground.cpts, line.granted_to[0]),
        Access::Institution(_, roles) => Seat::Institution(ground.institution, roles[0]),
        Access::Instance => Seat::Operator,
        Access::Account { .. } | Access::Public => Seat::Cpts(ground.cpts, Role::Coordinateur),
    }
}

#[tokio::test]
async fn another_site_cannot_change_anything() {
    let (site, cpts) = site().await;
    let path = format!("/c/{cpts}/territoires/nouveau");
    let fields = [("nom", "Val"), ("variante", "A")];
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://ailleurs.test"),
        ("origin", "null"),
    ] {
        let answer = site.coordinator(cpts).header(name, value).post(&path, &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}");
        assert!(answer.text().contains("vient d'un autre site"), "{}", answer.text());
    }
    assert!(site.app.territoires(&testkit::reads(cpts)).await.unwrap().is_empty());
    let own = site.coordinator(cpts).header("origin", "http://maillage.test").post(&path, &fields).await;
    assert_eq!(own.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn errors_are_french_pages_with_a_reference_and_fragments_for_htmx() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &[]).await;
    let coordinator = site.coordinator(cpts);
    let remove = format!("{}/supprimer", variante(cpts, made));
    let foreigner = site.client(Some(Seat::Account));
    for (answer, status, sentence) in [
        (coordinator.get("/absente").await, 404, "Cette page n'existe pas"),
        (foreigner.get(&territoire(cpts, made)).await, 403, "Vous n'avez pas accès à cette page"),
        (coordinator.get(&format!("{}/ajouter", variante(cpts, made))).await, 405, "ne s'ouvre pas ainsi"),
        (coordinator.post(&remove, &[]).await, 409, "est la référence du territoire"),
    ] {
        assert_eq!(answer.status.as_u16(), status);
        let text = answer.text();
        for part in [sentence, "Que faire", "ref-test", "lang=\"fr\""] {
            assert!(text.contains(part), "{status}: {part} is missing from {text}");
        }
    }
    let fragment = coordinator.htmx().post(&remove, &[]).await;
    assert_eq!((fragment.status.as_u16(), fragment.header("hx-retarget")), (409, "#messages"));
    assert!(!fragment.text().contains("<html"));
}

#[tokio::test]
async fn the_home_shows_the_cpts_of_the_person_and_to_others_how_to_begin() {
    let (site, cpts) = site().await;
    site.app.plot(cpts, "Plaine du Val", &["96001", "96002"]).await;
    let home = site.coordinator(cpts).get("/").await;
    assert_eq!(home.location(), format!("/c/{cpts}"));
    let own = site.coordinator(cpts).get(home.location()).await.text();
    for part in ["CPTS du Val", "Plaine du Val", "2 935", "2 communes", "nouveau"] {
        let plain = own.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(plain.contains(part), "{part}");
    }
    let member = site.member(cpts).get(home.location()).await.text();
    assert!(member.contains("Plaine du Val") && !member.contains("territoires/nouveau"));
    let stranger = site.nobody().get("/").await.text();
    assert!(!stranger.contains("Plaine du Val") && stranger.contains("Se connecter"));
    let other = site.app.tenant("CPTS des Monts").await;
    let foreign = site.coordinator(other).get(&format!("/c/{other}")).await.text();
    assert!(foreign.contains("CPTS des Monts") && !foreign.contains("Plaine du Val"));
}

#[tokio::test]
async fn a_member_sees_the_sheet_without_the_buttons_that_change_it() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &["96001"]).await;
    let path = variante(cpts, made);
    let editing = ["/composer", "/population", "/renommer", "/supprimer", "/restaurer", "/reference"];
    for page in [path.clone(), territoire(cpts, made), format!("/c/{cpts}/territoires")] {
        let seen = site.member(cpts).get(&page).await.text();
        for action in editing {
            assert!(!seen.contains(&format!("{path}{action}")), "{page}: {action}");
        }
        let forms = seen.matches("method=\"post\"").count();
        assert_eq!(forms, seen.matches("action=\"/deconnexion\"").count(), "{page}: only the way out");
    }
    assert!(site.coordinator(cpts).get(&path).await.text().contains(&format!("{path}/population")));
}

#[tokio::test]
async fn typed_names_are_never_html() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "<script>alert(1)</script>", &["96001"]).await;
    let client = site.coordinator(cpts);
    for path in [
        "/".to_owned(),
        format!("/c/{cpts}/territoires"),
        territoire(cpts, made),
        variante(cpts, made),
        format!("{}/composer?q=%3Cscript%3Ealert(1)", variante(cpts, made)),
    ] {
        let text = client.get(&path).await.text();
        assert!(!text.contains("<script>alert"), "{path}");
    }
}

#[tokio::test]
async fn the_data_page_names_every_file_and_each_import_has_its_report() {
    let (site, cpts) = site().await;
    let list = site.coordinator(cpts).get("/donnees").await.text();
    for row in &site.app.reference().datasets {
        assert!(list.contains(&format!("/donnees/{}", row.id)), "{}", row.file_name);
        let report = site.coordinator(cpts).get(&format!("/donnees/{}", row.id)).await.text();
        assert!(report.contains(&row.file_name) && report.contains(&row.fingerprint), "{}", row.file_name);
    }
}

#[tokio::test]
async fn an_import_from_the_command_line_shows_at_the_next_page() {
    let site = TestSite::new(TestApp::new().await);
    let cpts = site.app.tenant("A").await;
    let other = site.app.other_process().await;
    let options = app::reference::ImportOptions { vintage: None, fictitious: true };
    other
        .import(&testkit::operates(), testkit::file("v_commune"), &options, &mut opendata::Silent)
        .await
        .unwrap();
    assert!(site.coordinator(cpts).get("/donnees").await.text().contains("/donnees/0000"));
}

#[tokio::test]
async fn the_watch_addresses_answer_until_the_database_is_gone() {
    let (site, _) = site().await;
    let answer = site.nobody().get("/sante").await;
    assert_eq!((answer.status, answer.text().as_str()), (StatusCode::OK, "vivant\n"));
    let answer = site.nobody().get("/pret").await;
    assert_eq!((answer.status, answer.text().as_str()), (StatusCode::OK, "prêt\n"));
    site.app.store().clone().close().await;
    assert_eq!(site.nobody().get("/sante").await.status, StatusCode::OK);
    assert_eq!(site.nobody().get("/pret").await.status, StatusCode::SERVICE_UNAVAILABLE);
    let broken = site.nobody().get("/").await;
    assert_eq!(broken.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(broken.text().contains("Maillage a rencontré une panne"));
}

#[tokio::test]
async fn contours_are_given_by_departement() {
    let (site, cpts) = site().await;
    for (level, count) in [("communes", 60), ("iris", 79)] {
        let answer = site.coordinator(cpts).get(&format!("/geo/{level}/96.json")).await;
        assert_eq!(answer.header("content-type"), "application/geo+json");
        let json = answer.text();
        assert_eq!(json.matches("\"Feature\"").count(), count, "{level}");
    }
}

#[tokio::test]
async fn the_rules_of_the_community_are_read_by_anybody_with_their_sources() {
    let (site, _) = site().await;
    let rules = site.nobody().get("/regles").await;
    assert!(rules.text().contains("href=\"/regles/communaute\""));
    let page = site.nobody().get("/regles/communaute").await;
    assert_eq!(page.status, StatusCode::OK);
    for table in domain::communaute::feuillets::feuillets().unwrap() {
        assert!(page.text().contains(&format!("id=\"{}-titre\"", table.cle)), "{}", table.cle);
    }
    // The rule, its value, its first day, its source, how sure it is.
    for said in [
        "La convocation part",
        "15 jours avant",
        "En vigueur depuis le 01/01/2026",
        "R13b",
        "choix de Maillage",
    ] {
        assert!(page.shows(said), "{said}");
    }
}
