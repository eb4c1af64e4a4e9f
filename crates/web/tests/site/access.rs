//! Every route, every role, own and other CPTS.

use std::fmt::Write;

use app::territoire::Created;
use axum::http::{Method, StatusCode};
use domain::authz::Role;
use domain::ids::CptsId;
use testkit::{Answer, Client, TestSite};
use web::{ROUTES, Route};

use super::site;

/// Everyone who may ask.
const PEOPLE: [Option<Role>; 3] = [Some(Role::Coordinateur), Some(Role::Membre), None];

/// The smallest form that a route accepts.
fn form(route: &Route) -> &'static [(&'static str, &'static str)] {
    let (_, action) = route.path.rsplit_once('/').unwrap();
    match action {
        "nouveau" => &[("nom", "Nouveau"), ("variante", "Variante A")],
        "variantes" | "renommer" => &[("nom", "Autre nom")],
        "reference" | "supprimer" | "retablir" => &[],
        "population" => &[("habitants", "3000"), ("annee", "2023"), ("origine", "Lettre")],
        "restaurer" => &[("revision", "1")],
        "ajouter" | "appliquer" => &[("unite", "96002")],
        "retirer" => &[("unite", "96001")],
        "epci" => &[("epci", "960000011")],
        "coller" => &[("liste", "96002")],
        "fichier" => &[],
        other => panic!("which form does {other} take?"),
    }
}

/// The address of a route, with its blanks filled.
fn address(route: &Route, cpts: CptsId, made: Created) -> String {
    let filled = route
        .path
        .replace("{cpts}", &cpts.to_string())
        .replace("{territoire}", &made.territoire.to_string())
        .replace("{variante}", &made.variante.to_string())
        .replace("{departement}", "96.json")
        .replace("{page}", &web::views::guide_pages()[0].key);
    assert!(!filled.contains("{territoire}") && !filled.contains("{variante}"), "{filled}");
    filled
}

async fn ask(client: Client<'_>, route: &Route, path: &str) -> Answer {
    match route.method {
        Method::GET => client.get(path).await,
        _ if route.path.ends_with("/fichier") => client.post_file(path, "liste.csv", b"96002\n").await,
        _ => client.post(path, form(route)).await,
    }
}

/// A territory whose second variant may be removed; that variant.
async fn plot(site: &TestSite, cpts: CptsId) -> Created {
    let name = format!("Val {}", site.app.unknown_id());
    let first = site.app.plot(cpts, &name, &["96001"]).await;
    site.app
        .create_variante(&testkit::edits(cpts), first.territoire, "B", Some(first.variante))
        .await
        .unwrap()
}

fn who(role: Option<Role>) -> String {
    role.map_or("personne".to_owned(), |role| format!("{role:?}"))
}

#[tokio::test]
async fn every_route_answers_exactly_those_that_its_line_grants() {
    let (site, cpts) = site().await;
    let dataset = site.app.reference().datasets[0].id.to_string();
    let mut table = String::new();
    for route in ROUTES {
        for role in PEOPLE {
            let made = plot(&site, cpts).await;
            let path = address(route, cpts, made).replace("{dataset}", &dataset);
            let answer = ask(site.client(role.map(|role| (role, cpts))), route, &path).await;
            let granted =
                route.permission.is_none() || role.is_some_and(|role| route.granted_to.contains(&role));
            let line = format!("{} {} {}", route.method, route.path, who(role));
            assert_eq!(answer.status == StatusCode::FORBIDDEN, !granted, "{line}: {}", answer.status);
            assert!(granted || answer.text().contains("Vous n'avez pas accès"), "{line}");
            let permission = route.permission.unwrap_or("(publique)");
            let status = answer.status.as_u16();
            writeln!(
                table,
                "{:4} {:74} {permission:15} {:12} {status}",
                route.method.as_str(),
                route.path,
                who(role)
            )
            .unwrap();
        }
    }
    insta::assert_snapshot!("routes", table);
}

#[tokio::test]
async fn a_role_in_one_cpts_opens_nothing_of_another() {
    let (site, own) = site().await;
    let other = site.app.tenant("CPTS des Monts").await;
    let made = plot(&site, other).await;
    for route in ROUTES.iter().filter(|route| route.permission.is_some()) {
        for role in Role::ALL {
            let answer = ask(site.client(Some((role, own))), route, &address(route, other, made)).await;
            let line = format!("{} {} {role:?}", route.method, route.path);
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{line}");
        }
    }
    let found = site.app.territoire(&testkit::reads(other), made.territoire).await.unwrap();
    assert_eq!(found.variantes.len(), 2, "nothing changed");
    assert!(found.variantes.iter().all(|variante| variante.revision == 1));
}

#[tokio::test]
async fn the_identifier_of_another_cpts_does_not_exist_in_one_s_own() {
    let (site, own) = site().await;
    let other = site.app.tenant("CPTS des Monts").await;
    let (mine, theirs) = (plot(&site, own).await, plot(&site, other).await);
    let before = site.app.territoires(&testkit::reads(other)).await.unwrap();
    let mixed = Created { territoire: mine.territoire, variante: theirs.variante };
    let swapped = Created { territoire: theirs.territoire, variante: mine.variante };
    let mut asked = 0;
    for route in ROUTES.iter().filter(|route| route.path.contains("{territoire}")) {
        let within =
            if route.path.contains("{variante}") { vec![theirs, mixed, swapped] } else { vec![theirs] };
        for made in within {
            let answer = ask(site.coordinator(own), route, &address(route, own, made)).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{} {}", route.method, route.path);
            asked += 1;
        }
    }
    assert!(asked > 60, "{asked} questions only");
    assert_eq!(site.app.territoires(&testkit::reads(other)).await.unwrap(), before);
    let copied = other_copy(&site, own, mine, theirs).await;
    assert_eq!(copied, StatusCode::NOT_FOUND, "a variant of another CPTS cannot be copied");
}

async fn other_copy(site: &TestSite, own: CptsId, mine: Created, theirs: Created) -> StatusCode {
    let path = format!("{}/variantes", super::territoire(own, mine));
    site.coordinator(own)
        .post(&path, &[("nom", "Copie"), ("copier", &theirs.variante.to_string())])
        .await
        .status
}

#[test]
fn what_lies_in_a_cpts_has_a_permission_of_the_policy_and_the_rest_is_for_everyone() {
    let policy = domain::authz::PERMISSIONS;
    for route in ROUTES {
        assert_eq!(route.path.starts_with("/c/{cpts}"), route.permission.is_some(), "{}", route.path);
        if let Some(key) = route.permission {
            let line = policy.iter().find(|line| line.key == key).unwrap();
            assert_eq!(line.granted_to, route.granted_to, "{}", route.path);
        }
        assert!(route.method != Method::POST || route.permission.is_some(), "{}", route.path);
    }
}

#[tokio::test]
async fn addresses_of_nothing_are_french_errors() {
    let (site, cpts) = site().await;
    let client = site.coordinator(cpts);
    let made = plot(&site, cpts).await;
    for (path, status) in [
        ("/c/ruscino/territoires".to_owned(), 404),
        (format!("/c/{cpts}/territoires/ruscino"), 400),
        (format!("{}/variantes/ruscino", super::territoire(cpts, made)), 400),
        (format!("{}/inconnu", super::variante(cpts, made)), 404),
        ("/donnees/ruscino".to_owned(), 404),
        (format!("/donnees/{}", site.app.unknown_id()), 404),
        ("/aide/inconnue".to_owned(), 404),
        ("/geo/communes/96".to_owned(), 404),
        ("/geo/communes/zz.json".to_owned(), 404),
        ("/geo/iris/66.json".to_owned(), 404),
    ] {
        let answer = client.get(&path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert!(answer.text().contains("Que faire"), "{path}");
    }
}
