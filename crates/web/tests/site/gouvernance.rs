//! Votes and memberships as people use them: rules, a vote on a phone, a public request.

use app::communaute::adhesions::{Demandeur, NewAdhesion};
use app::communaute::gouvernance::{NewProcuration, NewVote};
use axum::http::StatusCode;
use domain::authz::{
    Allowed, DecideAdhesions, EditCommunaute, EditGouvernance, EditGroupes, ManageAdhesions, ManagePresences,
    Permission,
};
use domain::communaute::adhesions::Verification;
use domain::communaute::gouvernance::{Forme, Mode, MoyenProcuration, Reglement};
use domain::communaute::{
    Accord, Canal, CanalKind, Fiche, Moyen, Personne, Presence, PresenceFiche, PresenceState, Reunion,
    ReunionFiche, ReunionKind, ReunionState, Statut,
};
use domain::ids::{CptsId, PersonneId, PresenceId, ReunionId};
use jiff::SignedDuration;
use jiff::civil::date;
use testkit::{TestSite, now};

use super::site;

fn proof<P: Permission>(cpts: CptsId) -> Allowed<P> {
    testkit::person(P::LINE.granted_to[0], cpts).authorize(cpts).unwrap()
}

async fn member(site: &TestSite, cpts: CptsId, nom: &str) -> PersonneId {
    let canal = Canal {
        kind: CanalKind::Courriel,
        valeur: format!("{}@exemple.test", site.app.unknown_id()),
        accord: Accord::Donne,
        rebond: None,
        source: "essai".into(),
        depuis: date(2020, 1, 1),
    };
    let mut one = Personne {
        id: PersonneId(site.app.unknown_id()),
        nom: nom.into(),
        prenom: "Camille".into(),
        rpps: None,
        profession: None,
        statut: Statut::Repere,
        user: None,
        fiche: Fiche { canaux: vec![canal], ..Fiche::default() },
        created_at: now(),
        changed_at: now(),
        version: 1,
        fusionnee: None,
        removed_at: None,
    };
    one.step(Statut::Adherent, date(2020, 1, 1), None);
    let tx = site.app.store().write().await.unwrap();
    tx.add_personne(&proof::<EditCommunaute>(cpts), &one).await.unwrap();
    tx.commit().await.unwrap();
    one.id
}

async fn assembly(site: &TestSite, cpts: CptsId, titre: &str) -> ReunionId {
    let debut = now() - SignedDuration::from_hours(1);
    let one = Reunion {
        id: ReunionId(site.app.unknown_id()),
        groupe: None,
        kind: ReunionKind::Ago,
        titre: titre.into(),
        state: ReunionState::Prevue,
        debut: Some(debut),
        fin: Some(debut + SignedDuration::from_hours(3)),
        fiche: ReunionFiche::default(),
        created_at: now(),
        version: 1,
        removed_at: None,
    };
    let tx = site.app.store().write().await.unwrap();
    tx.add_reunion(&proof::<EditGroupes>(cpts), &one).await.unwrap();
    tx.commit().await.unwrap();
    one.id
}

async fn comes(site: &TestSite, cpts: CptsId, (reunion, personne): (ReunionId, PersonneId)) {
    let one = Presence {
        id: PresenceId(site.app.unknown_id()),
        reunion,
        personne: Some(personne),
        moyen: Moyen::Secretaire,
        state: PresenceState::Comptee,
        arrivee: now(),
        depart: None,
        jeton: site.app.unknown_id().to_string(),
        recue_at: now(),
        fiche: PresenceFiche::default(),
    };
    let tx = site.app.store().write().await.unwrap();
    tx.add_presence(&proof::<ManagePresences>(cpts), &one).await.unwrap();
    tx.commit().await.unwrap();
}

fn question(mark: &str) -> NewVote {
    NewVote {
        question: mark.into(),
        forme: Forme::PourContre,
        mode: Mode::Nominal,
        noms: Vec::new(),
        sieges: 1,
        remuneration: false,
        concernes: Vec::new(),
    }
}

fn demand(personne: PersonneId, annee: i16) -> NewAdhesion {
    NewAdhesion {
        demandeur: Demandeur::Connu(personne),
        annee,
        verifications: Verification::ALL.to_vec(),
        categorie: None,
        complete: true,
        source: "essai".into(),
    }
}

/// What an address about votes or memberships names.
pub async fn furnish(site: &TestSite, cpts: CptsId, path: &str, mark: &str) -> Vec<(&'static str, String)> {
    let app = &site.app;
    let mut made = Vec::new();
    if path.contains("{procuration}") || path.contains("{vote}") {
        let rules = Reglement { procurations_max: 2, ..Reglement::default() };
        app.set_reglement(&proof(cpts), rules).await.unwrap();
        let reunion = assembly(site, cpts, mark).await;
        let vote = app.prepare_vote(&proof(cpts), reunion, question(mark)).await.unwrap();
        made.extend([("{vote}", vote.to_string()), ("{reunion}", reunion.to_string())]);
        if path.contains("{procuration}") {
            let (donneur, porteur) = (member(site, cpts, mark).await, member(site, cpts, mark).await);
            let new = NewProcuration { reunion, donneur, porteur, moyen: MoyenProcuration::Papier };
            let id = app.give_procuration(&proof::<EditGouvernance>(cpts), new).await.unwrap();
            made.push(("{procuration}", id.to_string()));
        }
    }
    if path.contains("{adhesion}") {
        let one = member(site, cpts, mark).await;
        let manages = proof::<ManageAdhesions>(cpts);
        let id = app.request_adhesion(&manages, demand(one, app.today().year())).await.unwrap();
        // What is decided has its documents; what is to decide is still to.
        if path.ends_with(".pdf") {
            let today = app.today();
            let decision = app::communaute::adhesions::Decision::Accepter(today);
            app.decide_adhesions(&proof::<DecideAdhesions>(cpts), &[id], decision).await.unwrap();
            let paid = domain::communaute::adhesions::Paiement {
                le: today,
                moyen: domain::communaute::adhesions::MoyenPaiement::Virement,
                cents: 3000,
                reference: mark.into(),
            };
            app.record_payment(&manages, id, paid).await.unwrap();
        }
        made.push(("{adhesion}", id.to_string()));
    }
    made
}

#[tokio::test]
async fn rules_are_taken_from_a_model_corrected_and_kept() {
    let (site, cpts) = site().await;
    let (client, url) = (site.coordinator(cpts), format!("/c/{cpts}/gouvernance/reglement"));
    let page = client.get(&format!("{url}?modele=colleges")).await;
    assert!(page.shows("Médecins") && page.shows("La loi de 1901 laisse ces règles"), "{}", page.text());
    let mut fields = vec![
        ("source", "Statuts, article 9"),
        ("procurations_max", "2"),
        ("porteur", "adherent"),
        ("ago_quorum", "representes"),
        ("ago_part", "un quart"),
        ("college_nom-0", "Médecins"),
        ("college_membres-0", "10"),
        ("college_poids-0", "60"),
        ("college_nom-1", "Tous les autres"),
        ("college_membres-1", "autres"),
        ("college_poids-1", "30"),
    ];
    let wrong = client.post(&url, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.shows("Écrivez une part") && wrong.shows("un quart"), "what was typed is kept");
    fields[4].1 = "1/4";
    let wrong = client.post(&url, &fields).await;
    assert!(wrong.text().contains("Les parts de voix font 90"), "{}", wrong.text());
    fields[10].1 = "40";
    let done = client.post(&url, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let hub = client.get(done.location()).await.text();
    assert!(hub.contains("Les règles sont enregistrées") && hub.contains("quorum 1/4"), "{hub}");
}

#[tokio::test]
async fn a_member_votes_by_their_link_and_reads_the_result_at_the_end() {
    let (site, cpts) = site().await;
    let (reunion, me) = (assembly(&site, cpts, "Assemblée").await, member(&site, cpts, "Exemple").await);
    let client = site.coordinator(cpts);
    let base = format!("/c/{cpts}/gouvernance");
    let fields = [
        ("question", "Approuver les comptes"),
        ("forme", "pour_contre"),
        ("mode", "secret"),
        ("sieges", "1"),
    ];
    let made = client.post(&format!("{base}/reunions/{reunion}/votes/nouveau"), &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let vote = made.location().split('?').next().unwrap().to_owned();
    let sent = client.post(&format!("{base}/reunions/{reunion}/liens"), &[]).await;
    assert!(client.get(sent.location()).await.text().contains("1\u{a0}e-mail est parti"));
    let mail = site.app.mail_text(&format!("vote:{reunion}:{me}")).await;
    let link = mail.lines().find_map(|line| line.split("maillage.test").nth(1)).unwrap().to_owned();
    let phone = site.nobody();
    assert!(
        phone.get(&link).await.shows("Aucun vote n'est ouvert")
            || phone.get(&link).await.text().contains("Aucun vote n'est ouvert")
    );
    comes(&site, cpts, (reunion, me)).await;
    let open = client.post(&format!("{vote}/ouvrir"), &[]).await;
    assert_eq!(open.status, StatusCode::SEE_OTHER, "{}", open.text());
    let page = phone.get(&link).await;
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    let id = vote.rsplit('/').next().unwrap().to_owned();
    let mine = me.to_string();
    let ballot = [("action", "voter"), ("vote", id.as_str()), ("pour", mine.as_str()), ("interet", "non")];
    let empty = phone.post(&link, &ballot).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.shows("Choisissez une réponse."));
    let full = [&ballot[..], &[("choix", "pour")]].concat();
    assert_eq!(phone.post(&link, &full).await.status, StatusCode::SEE_OTHER);
    assert_eq!(phone.post(&link, &full).await.status, StatusCode::CONFLICT, "once");
    assert!(!client.get(&vote).await.text().contains("est adoptée"), "no result before the end");
    client.post(&format!("{vote}/fermer"), &[]).await;
    assert!(phone.get(&link).await.text().contains("La proposition est adoptée"));
    let file = client.get(&format!("{vote}/emargement.csv")).await.text();
    assert!(file.contains("EXEMPLE Camille;A voté") && !file.contains("Pour"), "{file}");
}

#[tokio::test]
async fn somebody_asks_to_join_by_the_page_of_the_cpts_and_the_board_accepts() {
    let (site, cpts) = site().await;
    let client = site.coordinator(cpts);
    let made = client.post(&format!("/c/{cpts}/adhesions/lien"), &[("annee", "2026")]).await.text();
    let token = made.split("/adhesion/").nth(1).unwrap();
    let link = format!("/adhesion/{}", token.split(['<', '"']).next().unwrap());
    let phone = site.nobody();
    let mut fields = vec![("nom", "Exemple"), ("prenom", "Dominique"), ("rpps", "10000000060")];
    let wrong = phone.post(&link, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("Ce numéro RPPS n'est pas valable") && wrong.shows("Dominique"));
    fields[2].1 = "";
    let wrong = phone.post(&link, &fields).await;
    assert!(wrong.text().contains("Cochez les quatre cases"), "{}", wrong.text());
    for one in ["charte", "reglement", "cotisation", "donnees"] {
        fields.push(("verifications", one));
    }
    let sent = phone.post(&link, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    assert!(phone.get(sent.location()).await.text().contains("Votre réponse est enregistrée"));
    let known = site.app.adhesions(&proof::<ManageAdhesions>(cpts)).await.unwrap();
    let id = known.adhesions[0].id.to_string();
    let board = site.client(Some(testkit::Seat::Cpts(cpts, domain::authz::Role::Bureau)));
    let nothing = board.post(&format!("/c/{cpts}/adhesions/decider"), &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = board.post(&format!("/c/{cpts}/adhesions/decider"), &[("choix", id.as_str())]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let other = member(&site, cpts, "Autre").await;
    let asks = proof::<ManageAdhesions>(cpts);
    let second = site.app.request_adhesion(&asks, demand(other, 2026)).await.unwrap().to_string();
    let url = format!("/c/{cpts}/adhesions/refuser");
    let asked = board.post(&url, &[("choix", second.as_str())]).await;
    assert!(asked.status == StatusCode::OK && asked.shows("Motif du refus"));
    let silent = board.post(&url, &[("choix", second.as_str()), ("motif", "")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let no = board.post(&url, &[("choix", second.as_str()), ("motif", "Hors du territoire")]).await;
    assert_eq!(no.status, StatusCode::SEE_OTHER, "{}", no.text());
    let list = board.get(&format!("/c/{cpts}/adhesions?etat=accept%C3%A9e")).await.text();
    assert!(list.contains("EXEMPLE Dominique"), "{list}");
    let file = board.get(&format!("/c/{cpts}/adhesions/{id}/certificat.pdf")).await;
    assert!(file.bytes.starts_with(b"%PDF"));
    let pay = |amount: &'static str| [("montant", amount), ("moyen", "cheque")];
    let url = format!("/c/{cpts}/adhesions/{id}/paiement");
    assert_eq!(client.post(&url, &pay("beaucoup")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(client.post(&url, &pay("30,50")).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_public_link_takes_so_many_requests_an_hour_and_keeps_what_was_typed() {
    let (site, cpts) = site().await;
    let made = site.coordinator(cpts).post(&format!("/c/{cpts}/adhesions/lien"), &[("annee", "2026")]).await;
    let made = made.text();
    let token = made.split("/adhesion/").nth(1).unwrap();
    let link = format!("/adhesion/{}", token.split(['<', '"']).next().unwrap());
    let most = domain::securite::rules().unwrap().join_requests.count;
    let phone = site.nobody();
    let mut fields = vec![("nom", "Exemple"), ("prenom", "Dominique"), ("verifications", "charte")];
    fields.extend(["reglement", "cotisation", "donnees"].map(|one| ("verifications", one)));
    // A wrong form counts too: who tries names is slowed.
    assert_eq!(phone.post(&link, &fields[1..]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    for _ in 1..most {
        assert_eq!(phone.post(&link, &fields).await.status, StatusCode::SEE_OTHER);
    }
    let over = phone.post(&link, &fields).await;
    assert_eq!(over.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(over.shows("Trop de demandes viennent de votre réseau.") && over.shows("Dominique"));
    assert_eq!(over.header("referrer-policy"), "no-referrer");
    let known = site.app.adhesions(&proof::<ManageAdhesions>(cpts)).await.unwrap();
    assert_eq!(known.adhesions.len(), most as usize - 1);
}
