//! Presences as phones and the secretary meet them: with a network, without, with a wrong name, with an old code.

use app::communaute::groupes::GroupeInput;
use app::communaute::reunions::NewReunion;
use axum::http::StatusCode;
use domain::authz::{EditGroupes, ManagePresences, Permission, Role};
use domain::communaute::{Accord, Canal, CanalKind, Fiche, GroupeKind, Personne, Statut};
use domain::ids::{CptsId, PersonneId, ReunionId};
use jiff::SignedDuration;
use testkit::{Answer, TestSite, person};

use super::site;

fn proof<P: Permission>(cpts: CptsId) -> domain::authz::Allowed<P> {
    person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

async fn sheet(site: &TestSite, cpts: CptsId, nom: &str) -> PersonneId {
    let canal = Canal {
        kind: CanalKind::Courriel,
        valeur: format!("{}@exemple.test", nom.to_lowercase()),
        accord: Accord::Inconnu,
        rebond: None,
        source: "essai".into(),
        depuis: jiff::civil::date(2026, 1, 1),
    };
    let one = Personne {
        id: PersonneId(site.app.unknown_id()),
        nom: nom.into(),
        prenom: "Camille".into(),
        rpps: None,
        profession: Some("60".into()),
        statut: Statut::Repere,
        user: None,
        fiche: Fiche { canaux: vec![canal], ..Fiche::default() },
        created_at: testkit::now(),
        changed_at: testkit::now(),
        version: 1,
        fusionnee: None,
        removed_at: None,
    };
    let tx = site.app.store().write().await.unwrap();
    tx.add_personne(&proof::<EditGroupes>(cpts), &one).await.unwrap();
    tx.commit().await.unwrap();
    one.id
}

/// A meeting of a group that has begun, and somebody who is called: `Fictif personne`, by the e-mail of their sheet.
async fn meeting(site: &TestSite, cpts: CptsId) -> (ReunionId, PersonneId, String) {
    let edits = proof::<EditGroupes>(cpts);
    let input = GroupeInput { nom: "Prévention", ..GroupeInput::default() };
    let groupe = site.app.create_group(&edits, GroupeKind::Travail, &input).await.unwrap();
    let one = sheet(site, cpts, "Fictif").await;
    let debut = testkit::now() - SignedDuration::from_mins(5);
    let new = NewReunion {
        groupe: Some(groupe),
        titre: "Réunion de prévention".into(),
        horaire: Some((debut, debut + SignedDuration::from_hours(2))),
        invites: vec![one],
        ..NewReunion::default()
    };
    let id = site.app.create_reunion(&edits, new).await.unwrap();
    let screen = site.app.presence_screen(&proof::<ManagePresences>(cpts), id).await.unwrap();
    let address = screen.codes.unwrap().adresse;
    (id, one, address.strip_prefix("http://maillage.test").unwrap().to_owned())
}

fn is_private(answer: &Answer) {
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert!(answer.header("x-robots-tag").contains("noindex"));
}

#[tokio::test]
async fn a_phone_without_an_account_signs_is_remembered_and_leaves() {
    let (site, cpts) = site().await;
    let (id, _, code) = meeting(&site, cpts).await;
    let page = site.nobody().get(&code).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.shows("Réunion de prévention") && !page.shows("Fictif"), "a public page lists nobody");
    assert!(page.header("set-cookie").starts_with("maillage-telephone="), "{}", page.header("set-cookie"));
    assert!(page.header("set-cookie").contains("Path=/presence; HttpOnly"));
    let fields = [
        ("qui", "nom"),
        ("nom", "Fictif"),
        ("preuve", "fictif@exemple.test"),
        ("souvenir", "oui"),
        ("jeton", "jeton-de-seize-caracteres"),
    ];
    let answer = site.nobody().post(&code, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let receipt = answer.location().to_owned();
    assert!(receipt.starts_with("/presence/recu/") && receipt.ends_with("?fait=signee"), "{receipt}");
    let cookies: Vec<_> =
        answer.headers.get_all("set-cookie").iter().map(|one| one.to_str().unwrap()).collect();
    let owner =
        cookies.iter().find(|one| one.starts_with("maillage-moi=")).unwrap().split(';').next().unwrap();
    let page = site.nobody().get(&receipt).await;
    is_private(&page);
    assert!(page.text().contains("Votre présence est comptée"), "{}", page.text());
    let again = site.nobody().post(&code, &fields).await;
    assert!(again.location().ends_with("?fait=deja"));
    let known = site.nobody().header("cookie", owner).get(&code).await;
    assert!(known.shows("Ce téléphone se souvient de vous"), "{}", known.text());
    let other = site.nobody().header("cookie", owner).get(&format!("{code}?autre=1")).await;
    assert!(!other.shows("se souvient de vous"));
    let tapped = [("qui", "telephone"), ("jeton", "autre-jeton-de-seize")];
    let tapped = site.nobody().header("cookie", owner).post(&code, &tapped).await;
    assert!(tapped.location().ends_with("?fait=deja"));
    let path = receipt.split('?').next().unwrap();
    let gone = site.nobody().post(&format!("{path}/partir"), &[]).await;
    assert!(site.nobody().get(gone.location()).await.text().contains("Votre départ est noté"));
    let house = site.coordinator(cpts).get(&format!("/c/{cpts}/reunions/{id}/presences")).await;
    assert!(house.shows("FICTIF") && house.shows("1\u{a0}personne comptée"), "{}", house.text());
}

#[tokio::test]
async fn a_wrong_proof_keeps_what_was_typed_and_a_new_name_waits() {
    let (site, cpts) = site().await;
    let (id, _, code) = meeting(&site, cpts).await;
    let wrong =
        [("qui", "nom"), ("nom", "Fictif"), ("preuve", "0000"), ("jeton", "jeton-de-seize-caracteres")];
    let answer = site.nobody().post(&code, &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.shows("value=\"Fictif\"") && answer.shows("value=\"0000\""));
    assert!(answer.text().contains("ne vont pas ensemble"));
    let empty = [("qui", "inconnue"), ("nouveau_nom", "")];
    assert_eq!(site.nobody().post(&code, &empty).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let new =
        [("qui", "inconnue"), ("nouveau_nom", "Inventée"), ("nouveau_prenom", "Lou"), ("profession", "60")];
    let answer = site.nobody().post(&code, &new).await;
    let receipt = site.nobody().get(answer.location()).await;
    assert!(receipt.text().contains("doit confirmer votre présence"), "{}", receipt.text());
    let base = format!("/c/{cpts}/reunions/{id}/presences");
    let client = site.coordinator(cpts);
    let house = client.get(&base).await;
    assert!(house.shows("INVENTÉE Lou") && house.shows("Personne inconnue de la CPTS"));
    let none = client.post(&format!("{base}/decider"), &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.shows("Cochez au moins une présence."));
    let sheet = site.app.feuille_presence(&proof::<ManagePresences>(cpts), (id, None)).await.unwrap().feuille;
    let one = sheet.lignes[0].presence.to_string();
    let page = client.get(&format!("{base}/{one}?q=zz")).await;
    assert!(page.shows("Créer sa fiche"));
    let made = client.post(&format!("{base}/{one}/fiche"), &[]).await;
    assert!(client.get(made.location()).await.shows("La fiche est créée"));
    let times = client.post(&format!("{base}/{one}/heures"), &[("arrivee", "25:00"), ("depart", "")]).await;
    assert_eq!(times.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(times.shows("25:00"));
}

#[tokio::test]
async fn the_secretary_ticks_several_people_and_closes_the_sheet() {
    let (site, cpts) = site().await;
    let (id, one, _) = meeting(&site, cpts).await;
    let other = sheet(&site, cpts, "Oubliée").await;
    let (base, client) = (format!("/c/{cpts}/reunions/{id}/presences"), site.coordinator(cpts));
    let nobody = client.post(&format!("{base}/noter"), &[("arrivee", "10:00")]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.shows("Cochez au moins une personne."));
    assert!(client.get(&format!("{base}?q=oubl")).await.shows("OUBLIÉE"));
    let both = [("personne", &*one.to_string()), ("personne", &*other.to_string()), ("arrivee", "10 h 05")];
    let answer = client.post(&format!("{base}/noter"), &both).await;
    assert!(client.get(answer.location()).await.shows("2\u{a0}présences notées"));
    let closed = client.post(&format!("{base}/clore"), &[]).await;
    let sheet = client.get(closed.location()).await;
    assert!(sheet.shows("La feuille est close") && sheet.shows("Empreinte SHA-256"), "{}", sheet.text());
    let again = client.post(&format!("{base}/clore"), &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (extension, start) in [("pdf", &b"%PDF"[..]), ("csv", &b"\xef\xbb\xbfNom;"[..]), ("xlsx", &b"PK"[..])]
    {
        let file = client.get(&format!("{base}/feuille.{extension}?version=1")).await;
        assert!(file.bytes.starts_with(start), "{extension}");
        assert!(file.header("content-disposition").contains("presences-reunion-de-prevention"));
    }
    assert_eq!(client.get(&format!("{base}/feuille?version=9")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_screen_shows_a_drawing_a_short_code_and_a_counter() {
    let (site, cpts) = site().await;
    let (id, _, code) = meeting(&site, cpts).await;
    let screen = site.coordinator(cpts).get(&format!("/c/{cpts}/reunions/{id}/presences/ecran")).await;
    assert!(screen.shows("<svg") && screen.shows(&code) && screen.shows("0\u{a0}présence"));
    assert!(screen.shows("<noscript><meta http-equiv=\"refresh\" content=\"10\"></noscript>"));
    assert_eq!(screen.header("cache-control"), "no-store");
    let shown = site.app.presence_screen(&proof::<ManagePresences>(cpts), id).await.unwrap().codes.unwrap();
    let typed = site.nobody().post("/presence", &[("code", &*shown.court.to_lowercase())]).await;
    assert!(typed.location().starts_with("/presence/"), "{}", typed.text());
    assert!(site.nobody().get(typed.location()).await.shows("Réunion de prévention"));
    let wrong = site.nobody().post("/presence", &[("code", "ZZZZZZ")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.shows("ZZZZZZ"));
}

#[tokio::test]
async fn a_phone_keeps_one_page_and_a_program_that_watches_over_it_only() {
    let (site, _) = site().await;
    let worker = site.nobody().get("/presence/veille.js").await;
    assert_eq!(worker.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(worker.header("cache-control"), "private, no-cache");
    let text = worker.text();
    let list = text.lines().next().unwrap().strip_prefix("const FICHIERS = [\"").unwrap();
    let files: Vec<&str> = list.trim_end_matches("\"];").split("\",\"").collect();
    assert!(files.len() > 10 && files[0] == "/presence/hors-ligne", "{files:?}");
    for file in files {
        assert_eq!(site.nobody().get(file).await.status, StatusCode::OK, "{file}");
    }
    let page = site.nobody().get("/presence/hors-ligne").await;
    assert!(page.shows("data-hors-ligne") && page.shows("Signer sans réseau"));
    for token in ["inconnu", "AAAA"] {
        for path in [format!("/presence/{token}"), format!("/presence/recu/{token}")] {
            let answer = site.nobody().get(&path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            is_private(&answer);
        }
    }
}
