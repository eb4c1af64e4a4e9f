//! Every route, every role, own and other CPTS.

use std::fmt::Write;

use app::organisations::NewGrant;
use app::territoire::Created;
use axum::http::{Method, StatusCode};
use domain::authz::{InstitutionRole, PermissionLine, ReadJournal, Role, Subject};
use domain::ids::CptsId;
use testkit::{Answer, Client, Seat, TestSite};
use web::{Access, Route, routes};

use super::ground::{Ground, Things, plot};
use super::site;

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
    let to_sign_in = answer.location().starts_with("/connexion?suite=");
    matches!(answer.status, StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED) || to_sign_in
}

/// The smallest form that a route accepts.
fn form(route: &Route) -> &'static [(&'static str, &'static str)] {
    let (_, action) = route.path.rsplit_once('/').unwrap();
    match action {
        "nouveau" => &[("nom", "Nouveau"), ("variante", "Variante A")],
        "variantes" | "renommer" => &[("nom", "Autre nom")],
        "reference" | "supprimer" | "retablir" => &[],
        "figer" => &[("nom", "Version")],
        "population" => &[("habitants", "3000"), ("annee", "2023"), ("origine", "Lettre")],
        "restaurer" => &[("revision", "1")],
        "ajouter" | "appliquer" => &[("unite", "96002")],
        "retirer" => &[("unite", "96001"), ("version", "1")],
        "epci" => &[("epci", "960000011")],
        "coller" => &[("liste", "96002")],
        // Values that people write down: refused as they are empty, by those who may.
        "corriger" | "importer" | "exporter" | "refus" | "colonnes" | "plafond" | "coordonnees" => &[],
        // Campaigns: refused as nobody can be reached, or as they are empty.
        "lancer" | "autres" | "courriers" | "kit" | "maintenant" | "reponse" | "retour" | "demande" => &[],
        "{sollicitation}" => &[],
        "fichier" => &[],
        // A provider that nobody configured: the page says so, and lets nobody in.
        "{fournisseur}" | "activite" => &[("suite", "/")],
        "decision" | "personnes" | "cloturer" | "repondre" | "prolonger" | "effacer" | "nouvelle" => &[],
        "{cle}" | "{violation}" => &[],
        "relancer" | "abandonner" => &[],
        "compte" | "{rang}" => &[("version", "1")],
        "parcours" => &[("statut", "contacte"), ("depuis", "01/01/2024")],
        "{autre}" => &[("version_gardee", "1"), ("version_autre", "1")],
        "statut" | "opposition" | "lever" | "ecarter" | "annuler" => &[],
        "role" | "fin" | "depart" | "second-facteur" | "plusieurs" | "renvoyer" | "lettre" | "modifier"
        | "montrer" => &[],
        "{organisation}" => &[],
        // Questionnaires and difficulties: refused as they are empty, or done, by those who may.
        "ouvrir" | "fermer" | "questions" | "{question}" | "lien" | "affiche.pdf" => &[],
        "classer" | "defaire" | "themes" | "etat" | "dire" | "separer" | "regrouper" | "retrait" => &[],
        // The pages of the door and of the account have their own tests: here, who is let in.
        _ if !route.path.contains('{') => &[],
        "{jeton}" | "accepter" => &[],
        // Groups and meetings: refused as they are empty, by those who may.
        "clore" | "rouvrir" | "pieces" | "taches" | "agenda" | "invites" | "convoquer" | "reponses"
        | "date" | "sondage" | "choisir" | "ordre-du-jour" | "reprendre" | "monter" | "descendre"
        | "{point}" | "decisions" | "compte-rendu" | "texte" | "sceller" | "{token}" | "envoyer" => &[],
        // Presences: refused as they are empty, or done, by those who may.
        "noter" | "heures" | "relier" | "fiche" | "partir" | "heure-locale" | "{questionnaire}" => &[],
        // Votes and memberships: refused as they are empty, by those who may.
        "reglement" | "seconde" | "procurations" | "liens" | "carence" | "salle" | "voix" | "mandats"
        | "voter" | "{reunion}" | "decider" | "renouvellement" | "bareme" | "moi" | "verifications"
        | "paiement" | "categorie" | "rappel" | "refuser" => &[],
        // Dossiers on the desk of an institution: refused as they are empty, or done, by those who may.
        "complet" | "corrections" | "maintenir" | "saisines" | "commission" | "avis" => &[],
        // Dossiers of a CPTS: done, or refused as something misses, by those who may.
        "modele" => &[("modele", "occitanie")],
        "{champ}" => &[("commentaire", "Une remarque")],
        "{partie}" | "{commentaire}" | "annexes" | "subvention" | "deposer" => &[],
        // A region and sheets of experience: refused as they are empty, or done, by those who may.
        "etape" => &[("version", "1")],
        "region" | "objectif" | "versions" | "publier" => &[],
        // Contracts: refused as the form was shown with another version, or done, by those who may.
        "termes" | "{annee}" | "signer" | "avenant" => &[],
        "commencer" | "preuve" | "deployer" | "plan-crise" | "crises" | "arreter" | "copier" => &[],
        // The money of a contract: refused as it is empty, by those who may.
        "versements" | "ventiler" => &[],
        // Evidence and yearly dialogues: refused as they are empty or of another version, by those who may.
        "arrivees" | "indicateurs" | "{indicateur}" | "rapport" | "cloture" => &[],
        // Objectives and requests for subsidies: refused as they are empty, by those who may.
        "{objectif}" | "deplacer" | "attester" => &[],
        other => panic!("which form does {other} take?"),
    }
}

async fn ask(client: Client<'_>, route: &Route, path: &str) -> Answer {
    match route.method {
        Method::GET => client.get(path).await,
        _ if route.path.ends_with("/fichier") => client.post_file(path, "liste.csv", b"96002\n").await,
        _ => client.post(path, form(route)).await,
    }
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

#[tokio::test]
async fn every_route_answers_exactly_those_that_its_line_grants() {
    let (site, cpts) = site().await;
    let ground = Ground::of(&site, cpts, "du Val").await;
    let seats = people(ground);
    let heads: Vec<String> = seats.iter().map(|seat| who(*seat).chars().take(5).collect()).collect();
    let heads: Vec<String> = heads.iter().map(|head| format!("{head:5}")).collect();
    let mut table = format!("{:95} {}\n", "", heads.join(" "));
    for route in routes() {
        let mut statuses = Vec::new();
        let mut things = Things::furnish(&site, ground, route.path, "du Val").await;
        for seat in &seats {
            let answer = ask(site.client(*seat), route, &things.fill(route.path)).await;
            let line = format!("{} {} {}", route.method, route.path, who(*seat));
            assert_eq!(refused(&answer), !is_granted(route, *seat), "{line}: {}", answer.status);
            if matches!(route.access, Access::Account { .. } | Access::Public) && route.method == Method::POST
            {
                // It may have ended the session, or the account: someone else takes the seat.
                site.leave(*seat).await;
            }
            statuses.push(format!("{:5}", answer.status.as_u16()));
            if route.method == Method::POST && !refused(&answer) {
                // What a change takes away is there again for the next one.
                things = Things::furnish(&site, ground, route.path, "du Val").await;
            }
        }
        let (method, permission) = (route.method.as_str(), permission(route));
        writeln!(table, "{method:4} {:68} {permission:21} {}", route.path, statuses.join(" ")).unwrap();
    }
    insta::assert_snapshot!("routes", table);
}

#[tokio::test]
async fn a_role_in_one_organisation_opens_nothing_of_another() {
    let (site, own) = site().await;
    let own = Ground::of(&site, own, "du Val").await;
    let other = Ground::new(&site, "des Monts").await;
    let closed = |route: &&Route| matches!(route.access, Access::Cpts(_) | Access::Institution(..));
    for route in routes().filter(closed) {
        let things = Things::furnish(&site, other, route.path, "des Monts").await;
        let before = written(&site, other.cpts).await;
        for seat in people(own) {
            let answer = ask(site.client(seat), route, &things.fill(route.path)).await;
            assert!(refused(&answer), "{} {} {}: {}", route.method, route.path, who(seat), answer.status);
        }
        assert_eq!(written(&site, other.cpts).await, before, "{} {}", route.method, route.path);
    }
}

/// How many acts the journal of a CPTS has: nothing is written there without one.
async fn written(site: &TestSite, cpts: CptsId) -> u64 {
    let proof = testkit::person(Role::Coordinateur, cpts).authorize::<ReadJournal>(cpts).unwrap();
    let store = site.app.store().read().await.unwrap();
    store.journal_count(&proof, &app::JournalFilter::default()).await.unwrap()
}

/// A seat of one's own CPTS that holds the permission.
fn holder(line: PermissionLine, cpts: CptsId) -> Seat {
    Seat::Cpts(cpts, line.granted_to[0])
}

#[tokio::test]
async fn the_identifier_of_another_cpts_does_not_exist_in_one_s_own() {
    let (site, own) = site().await;
    let own = Ground::of(&site, own, "du Val").await;
    let other = Ground::new(&site, "des Monts").await;
    let (mut asked, mut wrong) = (0, Vec::new());
    for route in routes() {
        let Access::Cpts(line) = route.access else { continue };
        if !Things::is_named_in(route.path) {
            continue;
        }
        let theirs = Things::furnish(&site, other, route.path, "Zzmonts").await;
        let before = written(&site, other.cpts).await;
        let client = site.client(Some(holder(line, own.cpts)));
        let answer = ask(client, route, &theirs.fill_inside(route.path, own.cpts)).await;
        let (method, path) = (&route.method, route.path);
        if answer.status != StatusCode::NOT_FOUND {
            wrong.push(format!("{method} {path}: {}", answer.status));
        }
        assert!(!answer.shows("Zzmonts"), "{method} {path}");
        assert_eq!(written(&site, other.cpts).await, before, "{method} {path}");
        asked += 1;
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(asked > 45, "{asked} questions only");
}

#[tokio::test]
async fn a_variant_of_another_territory_or_cpts_is_not_reached_through_one_s_own() {
    let (site, own) = site().await;
    let other = site.app.tenant("CPTS des Monts").await;
    let (mine, theirs) = (plot(&site, own, "Val").await, plot(&site, other, "Monts").await);
    let mixed = Created { territoire: mine.territoire, variante: theirs.variante };
    let swapped = Created { territoire: theirs.territoire, variante: mine.variante };
    for route in routes().filter(|route| route.path.contains("{variante}")) {
        for made in [mixed, swapped] {
            let path = route.path.replace("{cpts}", &own.to_string());
            let path = path.replace("{territoire}", &made.territoire.to_string());
            let path = path.replace("{variante}", &made.variante.to_string());
            let answer = ask(site.coordinator(own), route, &path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{} {}", route.method, route.path);
        }
    }
    let copy = [("nom", "Copie"), ("copier", &*theirs.variante.to_string())];
    let answer =
        site.coordinator(own).post(&format!("{}/variantes", super::territoire(own, mine)), &copy).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "a variant of another CPTS cannot be copied");
}

#[tokio::test]
async fn no_list_search_count_or_export_of_one_cpts_shows_another() {
    let (site, own) = site().await;
    let own = Ground::of(&site, own, "du Val").await;
    let other = Ground::new(&site, "Zzmonts").await;
    for path in ["{territoire}", "{demande}", "{violation}", "{invitation}", "{autorisation}", "{partage}"] {
        Things::furnish(&site, other, path, "Zzmonts").await;
        Things::furnish(&site, own, path, "Zzval").await;
    }
    let (mut asked, mut own_seen) = (0, 0);
    for route in routes().filter(|route| route.method == Method::GET) {
        let Access::Cpts(line) = route.access else { continue };
        if Things::is_named_in(route.path) {
            continue;
        }
        let things = Things::furnish(&site, own, route.path, "Zzval").await;
        for query in ["", "?q=Zz", "?nom=Zz&page=1"] {
            let path = format!("{}{query}", things.fill(route.path));
            let answer = site.client(Some(holder(line, own.cpts))).get(&path).await;
            assert!(!answer.shows("Zzmonts"), "{path}");
            own_seen += usize::from(answer.shows("Zzval"));
            asked += 1;
        }
    }
    assert!(asked > 60 && own_seen > 20, "{asked} questions, {own_seen} with one's own names");
}

#[tokio::test]
async fn a_grant_opens_the_reading_of_its_subject_and_nothing_else() {
    let (site, cpts) = site().await;
    let ground = Ground::of(&site, cpts, "du Val").await;
    let now = testkit::now();
    // A grant only reads: what an address names stays there for all.
    let mut furnished = Vec::new();
    for route in routes() {
        let Access::Cpts(line) = route.access else { continue };
        furnished.push((route, line, Things::furnish(&site, ground, route.path, "du Val").await));
    }
    for subject in Subject::ALL {
        let until = now + jiff::SignedDuration::from_hours(48);
        let new = NewGrant { institution: ground.institution, subjects: vec![*subject], since: now, until };
        let proof = testkit::person(Role::Bureau, cpts).authorize(cpts).unwrap();
        let signed = site.app.sign_grant(&proof, &new).await.unwrap();
        for (route, line, things) in &furnished {
            for role in InstitutionRole::ALL {
                let seat = Seat::Institution(ground.institution, *role);
                let answer = ask(site.client(Some(seat)), route, &things.fill(route.path)).await;
                let opened = line.subject == Some(*subject);
                let what = format!("{} {} {role:?} {subject:?}", route.method, route.path);
                assert_eq!(!refused(&answer), opened, "{what}: {}", answer.status);
                assert!(!opened || route.method == Method::GET, "{what}: a grant only reads");
            }
        }
        site.app.revoke_grant(&proof, signed[0]).await.unwrap();
        let seat = Some(Seat::Institution(ground.institution, InstitutionRole::Instructeur));
        let answer = site.client(seat).get(&format!("/c/{cpts}/territoires")).await;
        assert!(refused(&answer), "revoked: closed at the next request");
    }
}

#[test]
fn the_address_of_a_route_says_who_may_take_it() {
    for route in routes() {
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
    let made = plot(&site, cpts, "Val").await;
    for (path, status) in [
        ("/c/ruscino/territoires".to_owned(), 404),
        (format!("/c/{cpts}/territoires/ruscino"), 404),
        (format!("{}/variantes/ruscino", super::territoire(cpts, made)), 404),
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
