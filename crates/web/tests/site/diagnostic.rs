//! The pages of the diagnosis: what each reader sees, the proof of a figure, frozen versions, files.

use app::organisations::NewGrant;
use app::territoire::{Created, Edit};
use axum::http::StatusCode;
use domain::authz::{InstitutionKind, InstitutionRole, Role, Subject};
use domain::ids::{CptsId, InstitutionId};
use jiff::SignedDuration;
use testkit::{Answer, Seat, TestApp, TestSite};

use super::{site, variante};

fn diagnostic(cpts: CptsId, made: Created) -> String {
    format!("{}/diagnostic", variante(cpts, made))
}

/// A site with a territory of two communes.
async fn drawn() -> (TestSite, CptsId, Created) {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Vallée d'Été", &["96001", "96002"]).await;
    (site, cpts, made)
}

async fn freeze(site: &TestSite, cpts: CptsId, made: Created, name: &str) -> String {
    let fields = [("nom", name), ("note", "Pour la lettre")];
    let answer = site.coordinator(cpts).post(&format!("{}/figer", diagnostic(cpts, made)), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.location().split('?').next().unwrap().to_owned()
}

/// An institution that the CPTS lets read its diagnosis.
async fn guest(site: &TestSite, cpts: CptsId) -> Seat {
    let operates = testkit::operates();
    let made = site.app.create_institution(&operates, (InstitutionKind::Ars, "ARS d'ici"), true).await;
    let institution: InstitutionId = made.unwrap().id;
    let now = testkit::now();
    let until = now + SignedDuration::from_hours(24 * 30);
    let new = NewGrant { institution, subjects: vec![Subject::Diagnostic], since: now, until };
    let proof = testkit::person(Role::Bureau, cpts).authorize(cpts).unwrap();
    site.app.sign_grant(&proof, &new).await.unwrap();
    Seat::Institution(institution, InstitutionRole::Instructeur)
}

#[tokio::test]
async fn a_coordinator_reads_the_figures_with_their_proof() {
    let (site, cpts, made) = drawn().await;
    let page = site.coordinator(cpts).get(&diagnostic(cpts, made)).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let text = page.text();
    for expected in [
        "Ce qui distingue ce territoire",
        "habitants",
        "Passeport n°\u{a0}1",
        "indicateurs/population#passeport",
        "Non publié\u{a0}: noter cette valeur",
        "Figer ce diagnostic",
        "livret.docx",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    let sheet = site.coordinator(cpts).get(&variante(cpts, made)).await.text();
    assert!(sheet.contains(&format!("{}\"", diagnostic(cpts, made))), "the sheet leads to the diagnosis");
}

#[tokio::test]
async fn a_member_reads_and_changes_nothing() {
    let (site, cpts, made) = drawn().await;
    let page = site.member(cpts).get(&diagnostic(cpts, made)).await;
    assert_eq!(page.status, StatusCode::OK);
    for absent in ["noter cette valeur", "/figer\"", "Voir les valeurs notées"] {
        assert!(!page.text().contains(absent), "{absent}");
    }
    let path = format!("{}/figer", diagnostic(cpts, made));
    let answer = site.member(cpts).post(&path, &[("nom", "À moi")]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_indicator_opens_its_passport_and_says_how_to_cite_it() {
    let (site, cpts, made) = drawn().await;
    let base = diagnostic(cpts, made);
    let page = site.member(cpts).get(&format!("{base}/indicateurs/population")).await.text();
    for expected in [
        "population@territoire",
        "population@departement-96",
        "Passeport de chaque chiffre",
        "Millésime",
        "Calcul",
    ] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
    let unknown = site.member(cpts).get(&format!("{base}/indicateurs/inconnu")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_table_of_places_is_sorted_by_its_address() {
    let (site, cpts, made) = drawn().await;
    let path = format!("{}/indicateurs/population", diagnostic(cpts, made));
    let places = |answer: Answer| {
        let text = answer.text();
        let (_, table) = text.split_once("id=\"lieux-titre\"").unwrap();
        let (table, _) = table.split_once("</table>").unwrap();
        let values = table.split("<td class=\"number\">").skip(1);
        let digits = |cell: &str| -> u64 {
            let text: String = cell.split('<').next().unwrap().chars().filter(char::is_ascii_digit).collect();
            text.parse().unwrap()
        };
        values.map(digits).collect::<Vec<u64>>()
    };
    let rising = places(site.member(cpts).get(&format!("{path}?tri=croissant")).await);
    let mut falling = places(site.member(cpts).get(&format!("{path}?tri=decroissant")).await);
    assert!(rising.len() == 2 && rising.is_sorted(), "{rising:?}");
    falling.reverse();
    assert_eq!(rising, falling);
}

#[tokio::test]
async fn a_version_without_a_name_comes_back_with_its_note() {
    let (site, cpts, made) = drawn().await;
    let path = format!("{}/figer", diagnostic(cpts, made));
    let answer = site.coordinator(cpts).post(&path, &[("nom", " "), ("note", "Pour la lettre")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("Écrivez un nom.") && answer.text().contains("Pour la lettre</textarea>"));
    freeze(&site, cpts, made, "Lettre").await;
    let again = site.coordinator(cpts).post(&path, &[("nom", "Lettre")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("Ce nom est déjà pris"));
}

#[tokio::test]
async fn a_frozen_version_keeps_its_figures_and_says_what_changed() {
    let (site, cpts, made) = drawn().await;
    let fige = freeze(&site, cpts, made, "Lettre d'intention").await;
    let before = site.member(cpts).get(&fige).await.text();
    assert!(before.contains("Aucun chiffre n'a changé depuis."), "{before}");
    assert!(before.contains("Pour la lettre"));
    assert!(before.contains("Empreinte SHA-256"));
    let more = Edit::Add(testkit::units(&["96003"]));
    let place = (made.territoire, made.variante);
    site.app.compose(&testkit::edits(cpts), place, more).await.unwrap();
    let after = site.member(cpts).get(&fige).await.text();
    assert!(after.contains("Chiffres qui ont changé depuis cette version"), "{after}");
    assert!(after.contains("Passeport d'avant") && after.contains("Passeport d'aujourd'hui"));
    let frozen = site.member(cpts).get(&format!("{fige}/indicateurs/population")).await;
    assert_eq!(frozen.status, StatusCode::OK);
    assert!(frozen.text().contains("Ses chiffres ne changent plus."));
    assert_eq!(site.member(cpts).get(&format!("{fige}/offre")).await.status, StatusCode::OK);
    assert!(site.member(cpts).get(&diagnostic(cpts, made)).await.text().contains("Lettre d'intention"));
}

#[tokio::test]
async fn a_frozen_version_is_removed_and_taken_back() {
    let (site, cpts, made) = drawn().await;
    let fige = freeze(&site, cpts, made, "Lettre").await;
    let client = || site.coordinator(cpts);
    let removed = client().post(&format!("{fige}/supprimer"), &[]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    let list = client().get(removed.location()).await.text();
    assert!(list.contains("La version figée est supprimée.") && list.contains(&format!("{fige}/retablir")));
    assert_eq!(client().get(&fige).await.status, StatusCode::NOT_FOUND);
    let restored = client().post(&format!("{fige}/retablir"), &[]).await;
    assert!(client().get(restored.location()).await.text().contains("La version figée est rétablie."));
    assert_eq!(client().get(&fige).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_frozen_version_is_read_under_its_own_variant_only() {
    let (site, cpts, made) = drawn().await;
    let fige = freeze(&site, cpts, made, "Lettre").await;
    let id = fige.rsplit('/').next().unwrap();
    let other = site.app.plot(cpts, "Ailleurs", &["96003"]).await;
    let other_cpts = site.app.tenant("CPTS des Monts").await;
    let theirs = site.app.plot(other_cpts, "Monts", &["96003"]).await;
    for (cpts, made) in [(cpts, other), (other_cpts, theirs)] {
        let path = format!("{}/figes/{id}", diagnostic(cpts, made));
        assert_eq!(site.coordinator(cpts).get(&path).await.status, StatusCode::NOT_FOUND);
        let removed = site.coordinator(cpts).post(&format!("{path}/supprimer"), &[]).await;
        assert_eq!(removed.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(site.coordinator(cpts).get(&fige).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_institution_reads_through_a_grant_and_is_offered_no_change() {
    let (site, cpts, made) = drawn().await;
    let fige = freeze(&site, cpts, made, "Lettre").await;
    let seat = guest(&site, cpts).await;
    let client = || site.client(Some(seat));
    let list = client().get(&format!("/c/{cpts}/diagnostics")).await;
    assert!(list.text().contains(&diagnostic(cpts, made)), "{}", list.text());
    for path in [diagnostic(cpts, made), fige.clone(), format!("{}/offre", diagnostic(cpts, made))] {
        let page = client().get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        for absent in ["/figer\"", "/valeurs", "/supprimer\""] {
            assert!(!page.text().contains(absent), "{path}: {absent}");
        }
    }
    assert!(client().get(&fige).await.text().contains("par la CPTS"), "nobody is named");
    // The sheet of the territory is another subject, which was not granted.
    let sheet = variante(cpts, made);
    assert!(!client().get(&diagnostic(cpts, made)).await.text().contains(&format!("\"{sheet}\"")));
    assert_eq!(client().get(&sheet).await.status, StatusCode::FORBIDDEN);
    let Seat::Institution(institution, _) = seat else { panic!("not an institution") };
    let home = client().get(&format!("/i/{institution}")).await;
    assert!(home.text().contains(&format!("/c/{cpts}/diagnostics")), "the home leads there");
}

#[tokio::test]
async fn a_person_of_another_cpts_is_refused() {
    let (site, cpts, made) = drawn().await;
    let other = site.app.tenant("CPTS des Monts").await;
    for path in ["", "/offre", "/figes", "/livret.csv", "/indicateurs/population"] {
        let answer = site.coordinator(other).get(&format!("{}{path}", diagnostic(cpts, made))).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn without_communes_or_data_the_page_says_what_to_do() {
    let (site, cpts) = site().await;
    let empty = site.app.plot(cpts, "Vide", &[]).await;
    let page = site.coordinator(cpts).get(&diagnostic(cpts, empty)).await.text();
    assert!(page.contains("Ce territoire est vide.") && page.contains("/composer\""), "{page}");
    let bare = TestSite::new(TestApp::new().await);
    let cpts = bare.app.tenant("CPTS du Val").await;
    let made = bare.app.plot(cpts, "Val", &["96001"]).await;
    let page = bare.coordinator(cpts).get(&diagnostic(cpts, made)).await.text();
    assert!(page.contains("Les chiffres officiels ne sont pas encore là.") && page.contains("/donnees\""));
}

#[tokio::test]
async fn the_booklet_has_every_format() {
    let (site, cpts, made) = drawn().await;
    let page = diagnostic(cpts, made);
    let office = "application/vnd.openxmlformats-officedocument";
    for (extension, kind, start) in [
        ("pdf", "application/pdf".to_owned(), &b"%PDF-"[..]),
        ("docx", format!("{office}.wordprocessingml.document"), b"PK\x03\x04"),
        ("xlsx", format!("{office}.spreadsheetml.sheet"), b"PK\x03\x04"),
        ("csv", "text/csv; charset=utf-8".to_owned(), "\u{feff}".as_bytes()),
        ("json", "application/json".to_owned(), b"{"),
    ] {
        let answer = site.member(cpts).get(&format!("{page}/livret.{extension}")).await;
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, &*kind), "{extension}");
        let name = format!("attachment; filename=\"diagnostic-vallee-d-ete-variante-a.{extension}\"");
        assert_eq!(answer.header("content-disposition"), name);
        assert!(answer.bytes.starts_with(start), "{extension}");
    }
    let fige = freeze(&site, cpts, made, "Lettre").await;
    let file = site.member(cpts).get(&format!("{fige}/livret.csv")).await;
    assert!(file.header("content-disposition").contains("diagnostic-vallee-d-ete-variante-a-"));
}

#[tokio::test]
async fn every_indicator_is_explained_to_everyone() {
    let (site, _) = site().await;
    let page = site.nobody().get("/indicateurs").await;
    assert_eq!(page.status, StatusCode::OK);
    let catalogue = domain::diagnostic::catalogue::catalogue().unwrap();
    for indicateur in catalogue.all() {
        assert!(page.text().contains(&format!("id=\"indicateur-{}\"", indicateur.code)));
    }
    assert!(site.nobody().get("/regles").await.text().contains("href=\"/indicateurs\""));
}
