//! Every route, every role, own and other CPTS.

use std::fmt::Write;

use app::territoire::Created;
use axum::http::{Method, StatusCode};
use domain::authz::{InstitutionKind, InstitutionRole, Role};
use domain::ids::{CptsId, InstitutionId};
use testkit::{Answer, Client, Seat, TestSite};
use web::{Access, ROUTES, Route};

use super::site;

/// Where everything happens: a CPTS and an institution of one's own, and those of others.
#[derive(Clone, Copy)]
struct Ground {
    cpts: CptsId,
    institution: InstitutionId,
}

/// Everyone who may ask.
fn people(ground: Ground) -> Vec<Option<Seat>> {
    let roles = Role::ALL.iter().filter(|role| role.is_given());
    let mut people: Vec<_> = roles.map(|role| Some(Seat::Cpts(ground.cpts, *role))).collect();
    let seats = InstitutionRole::ALL.iter();
    people.extend(seats.map(|role| Some(Seat::Institution(ground.institution, *role))));
    people.extend([Some(Seat::Operator), Some(Seat::Account), None]);
    people
}

/// What the line of the route says of this person on their own ground. No grant is signed here.
fn is_granted(route: &Route, who: Option<Seat>) -> bool {
    match (route.access, who) {
        (Access::Public, _) => true,
        (_, None) => false,
        (Access::Account { .. }, Some(_)) => true,
        (Access::Cpts(line), Some(Seat::Cpts(_, role))) => line.granted_to.contains(&role),
        (Access::Institution(_, roles), Some(Seat::Institution(_, role))) => roles.contains(&role),
        (Access::Instance, Some(seat)) => seat == Seat::Operator,
        (Access::Cpts(_) | Access::Institution(..), Some(_)) => false,
    }
}

fn permission(route: &Route) -> &'static str {
    match route.access {
        Access::Public => "(publique)",
        Access::Account { confirmed: false } => "(compte)",
        Access::Account { confirmed: true } => "(compte, confirmé)",
        Access::Cpts(line) => line.key,
        Access::Institution(key, _) => key,
        Access::Instance => "instance.operate",
    }
}

/// Whether the answer is a refusal: the right is missing, or nobody is known.
fn refused(answer: &Answer) -> bool {
    let to_sign_in = answer.location().starts_with("/connexion");
    matches!(answer.status, StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED) || to_sign_in
}

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
        // A provider that nobody configured: the page says so, and lets nobody in.
        "{fournisseur}" | "activite" => &[("suite", "/")],
        "decision" | "personnes" | "cloturer" | "repondre" | "prolonger" | "effacer" | "nouvelle" => &[],
        "{cle}" | "{violation}" => &[],
        "relancer" | "abandonner" => &[],
        "role" | "fin" | "depart" | "plusieurs" | "renvoyer" | "lettre" | "modifier" | "montrer" => &[],
        "{organisation}" => &[],
        // The pages of the door and of the account have their own tests: here, who is let in.
        _ if !route.path.contains('{') => &[],
        other => panic!("which form does {other} take?"),
    }
}

/// The address of a route, with its blanks filled.
fn address(route: &Route, ground: Ground, made: Created) -> String {
    let filled = route
        .path
        .replace("{cpts}", &ground.cpts.to_string())
        .replace("{institution}", &ground.institution.to_string())
        .replace("{territoire}", &made.territoire.to_string())
        .replace("{variante}", &made.variante.to_string())
        .replace("{departement}", "96.json")
        .replace("{cle}", "comptes")
        // Of another kind: what is there has its own tests.
        .replace("{demande}", &made.variante.to_string())
        .replace("{violation}", &made.variante.to_string())
        .replace("{tache}", &made.variante.to_string())
        .replace("{personne}", &made.variante.to_string())
        .replace("{role}", &made.variante.to_string())
        .replace("{invitation}", &made.variante.to_string())
        .replace("{autorisation}", &made.variante.to_string())
        .replace("{partage}", &made.variante.to_string())
        .replace("{organisation}", &made.variante.to_string())
        .replace("{fournisseur}", "nulle-part")
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

fn who(seat: Option<Seat>) -> String {
    match seat {
        Some(Seat::Cpts(_, role)) => role.key().to_owned(),
        Some(Seat::Institution(_, role)) => role.key().to_owned(),
        Some(Seat::Operator) => "exploitation".to_owned(),
        Some(Seat::Account) => "compte".to_owned(),
        None => "personne".to_owned(),
    }
}

async fn institution(site: &TestSite, name: &str) -> InstitutionId {
    let made = site.app.create_institution(&testkit::operates(), (InstitutionKind::Ars, name), true).await;
    made.unwrap().id
}

#[tokio::test]
async fn every_route_answers_exactly_those_that_its_line_grants() {
    let (site, cpts) = site().await;
    let ground = Ground { cpts, institution: institution(&site, "ARS du Val").await };
    let dataset = site.app.reference().datasets[0].id.to_string();
    let seats = people(ground);
    let heads: Vec<String> = seats.iter().map(|seat| who(*seat).chars().take(5).collect()).collect();
    let mut table = format!(
        "{:4} {:66} {:21} {}\n",
        "",
        "",
        "",
        heads.iter().map(|head| format!("{head:5}")).collect::<Vec<_>>().join(" ")
    );
    // Leaving ends the session that the next questions need; the tests of the door leave.
    for route in ROUTES.iter().filter(|route| route.path != "/deconnexion") {
        let mut statuses = Vec::new();
        for seat in &seats {
            let made = plot(&site, cpts).await;
            let path = address(route, ground, made).replace("{dataset}", &dataset);
            let answer = ask(site.client(*seat), route, &path).await;
            let line = format!("{} {} {}", route.method, route.path, who(*seat));
            assert_eq!(refused(&answer), !is_granted(route, *seat), "{line}: {}", answer.status);
            statuses.push(format!("{:5}", answer.status.as_u16()));
        }
        let (method, permission) = (route.method.as_str(), permission(route));
        writeln!(table, "{method:4} {:66} {permission:21} {}", route.path, statuses.join(" ")).unwrap();
    }
    insta::assert_snapshot!("routes", table);
}

#[tokio::test]
async fn a_role_in_one_organisation_opens_nothing_of_another() {
    let (site, own) = site().await;
    let own = Ground { cpts: own, institution: institution(&site, "ARS du Val").await };
    let other = Ground {
        cpts: site.app.tenant("CPTS des Monts").await,
        institution: institution(&site, "ARS des Monts").await,
    };
    let made = plot(&site, other.cpts).await;
    let closed = |route: &&Route| matches!(route.access, Access::Cpts(_) | Access::Institution(..));
    for route in ROUTES.iter().filter(closed) {
        for seat in people(own) {
            let answer = ask(site.client(seat), route, &address(route, other, made)).await;
            assert!(refused(&answer), "{} {} {}: {}", route.method, route.path, who(seat), answer.status);
        }
    }
    let found = site.app.territoire(&testkit::reads(other.cpts), made.territoire).await.unwrap();
    assert_eq!(found.variantes.len(), 2, "nothing changed");
    assert!(found.variantes.iter().all(|variante| variante.revision == 1));
}

#[tokio::test]
async fn the_identifier_of_another_cpts_does_not_exist_in_one_s_own() {
    let (site, own) = site().await;
    let other = site.app.tenant("CPTS des Monts").await;
    let ground = Ground { cpts: own, institution: institution(&site, "ARS du Val").await };
    let (mine, theirs) = (plot(&site, own).await, plot(&site, other).await);
    let before = site.app.territoires(&testkit::reads(other)).await.unwrap();
    let mixed = Created { territoire: mine.territoire, variante: theirs.variante };
    let swapped = Created { territoire: theirs.territoire, variante: mine.variante };
    let mut asked = 0;
    for route in ROUTES.iter().filter(|route| route.path.contains("{territoire}")) {
        let within =
            if route.path.contains("{variante}") { vec![theirs, mixed, swapped] } else { vec![theirs] };
        for made in within {
            let answer = ask(site.coordinator(own), route, &address(route, ground, made)).await;
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
fn the_address_of_a_route_says_who_may_take_it() {
    for route in ROUTES {
        let line = route.path;
        match route.access {
            Access::Cpts(granted) => {
                assert!(line.starts_with("/c/{cpts}"), "{line}");
                let policy =
                    domain::authz::PERMISSIONS.iter().find(|known| known.key == granted.key).unwrap();
                assert_eq!(policy.granted_to, granted.granted_to, "{line}");
            }
            Access::Institution(..) => assert!(line.starts_with("/i/{institution}"), "{line}"),
            Access::Instance => assert!(line.starts_with("/instance"), "{line}"),
            Access::Account { .. } | Access::Public => {
                assert!(!["/c/", "/i/", "/instance"].iter().any(|start| line.starts_with(start)), "{line}");
            }
        }
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
