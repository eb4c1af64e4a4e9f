//! Groups and meetings, as a browser sees them.

use app::communaute::groupes::{GroupeInput, NewMandat};
use app::communaute::reunions::{NewDecision, NewReunion};
use axum::http::StatusCode;
use domain::authz::{Allowed, EditGroupes, Role};
use domain::communaute::{
    Accord, Canal, CanalKind, DecisionKind, Fiche, Fonction, GroupeKind, Personne, Statut,
};
use domain::ids::{CptsId, GroupeId, PersonneId, UserId};
use jiff::SignedDuration;
use jiff::civil::date;
use testkit::{Seat, TestSite, person};

use super::site;

fn edits(cpts: CptsId) -> Allowed<EditGroupes> {
    person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

/// The sheet of an account, or of somebody without one; made the first time.
pub async fn sheet(site: &TestSite, cpts: CptsId, (nom, user): (&str, Option<UserId>)) -> PersonneId {
    let read = site.app.store().read().await.unwrap();
    if let Some(user) = user
        && let Some(own) = read.own_personne(&edits(cpts), user).await.unwrap()
    {
        return own.id;
    }
    drop(read);
    let canal = Canal {
        kind: CanalKind::Courriel,
        valeur: "camille@exemple.test".into(),
        accord: Accord::Inconnu,
        rebond: None,
        source: "essai".into(),
        depuis: date(2026, 1, 1),
    };
    let one = Personne {
        id: PersonneId(site.app.unknown_id()),
        nom: nom.into(),
        prenom: "Camille".into(),
        rpps: None,
        profession: None,
        statut: Statut::Interesse,
        user,
        fiche: Fiche { canaux: vec![canal], ..Fiche::default() },
        created_at: testkit::now(),
        changed_at: testkit::now(),
        version: 1,
        fusionnee: None,
        removed_at: None,
    };
    let tx = site.app.store().write().await.unwrap();
    tx.add_personne(&edits(cpts), &one).await.unwrap();
    tx.commit().await.unwrap();
    one.id
}

/// A group that the pilot of the CPTS leads, with a meeting that has begun, a decision and a document.
pub async fn furnish(site: &TestSite, cpts: CptsId, mark: &str) -> Vec<(&'static str, String)> {
    let (app, proof) = (&site.app, edits(cpts));
    let nom = format!("{mark} {}", app.unknown_id());
    let input = GroupeInput { nom: &nom, question: mark, prochaine_etape: mark };
    let groupe = app.create_group(&proof, GroupeKind::Travail, &input).await.unwrap();
    let user = site.user(Seat::Cpts(cpts, Role::Pilote)).await;
    let personne = sheet(site, cpts, ("Pilote", Some(user))).await;
    let seat =
        NewMandat { groupe, personne, fonction: Fonction::Pilote, depuis: date(2026, 1, 1), jusque: None };
    let mandat = app.seat(&proof, seat).await.unwrap();
    let debut = testkit::now() - SignedDuration::from_hours(1);
    let new = NewReunion {
        groupe: Some(groupe),
        titre: nom.clone(),
        horaire: Some((debut, debut + SignedDuration::from_hours(2))),
        ..NewReunion::default()
    };
    let reunion = app.create_reunion(&proof, new).await.unwrap();
    let decision = NewDecision {
        reunion: Some(reunion),
        groupe: None,
        point: Some(1),
        kind: DecisionKind::Decision,
        texte: mark,
        qui: Some(personne),
        pour_le: None,
    };
    let decision = app.note_decision(&proof, decision).await.unwrap();
    let invite = sheet(site, cpts, (&format!("{mark} invité"), None)).await;
    app.invite_people(&proof, reunion, &[invite]).await.unwrap();
    let content = format!("%PDF-1.7 {mark}").into_bytes();
    let piece = app.attach_to_group(&proof, groupe, (mark, content)).await.unwrap();
    vec![
        ("{groupe}", groupe.to_string()),
        ("{personne}", invite.to_string()),
        ("{mandat}", mandat.to_string()),
        ("{reunion}", reunion.to_string()),
        ("{decision}", decision.to_string()),
        ("{piece}", piece.to_string()),
        ("{point}", "1".into()),
        ("{proposition}", "1".into()),
    ]
}

async fn group(site: &TestSite, cpts: CptsId) -> GroupeId {
    let input = GroupeInput { nom: "Bureau", ..GroupeInput::default() };
    let groupe = site.app.create_group(&edits(cpts), GroupeKind::Bureau, &input).await.unwrap();
    let personne = sheet(site, cpts, ("Exemple", None)).await;
    let fonction = Fonction::Presidence;
    let seat = NewMandat { groupe, personne, fonction, depuis: date(2026, 1, 1), jusque: None };
    site.app.seat(&edits(cpts), seat).await.unwrap();
    groupe
}

#[tokio::test]
async fn a_group_is_made_then_a_meeting_is_called_and_answered_by_a_link() {
    let (site, cpts) = site().await;
    let client = site.coordinator(cpts);
    let answer = client.post(&format!("/c/{cpts}/groupes/nouveau"), &[("nom", "Prévention")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.shows("Prévention"), "what was typed is kept");
    let fields = [("nom", "Prévention"), ("nature", "travail")];
    let answer = client.post(&format!("/c/{cpts}/groupes/nouveau"), &fields).await;
    assert!(client.get(answer.location()).await.shows("Le groupe est créé"));

    let groupe = group(&site, cpts).await.to_string();
    let url = format!("/c/{cpts}/reunions/nouvelle");
    let at = |hour: &'static str| {
        [
            ("groupe", groupe.clone()),
            ("jour", "28/03/2027".into()),
            ("debut", hour.into()),
            ("fin", "4 h".into()),
        ]
    };
    let send = |fields: [(&'static str, String); 4]| {
        let client = client.clone();
        let url = url.clone();
        async move {
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            client.post(&url, &fields).await
        }
    };
    let refused = send(at("2 h 30")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.shows("Cette heure n&#39;existe pas") || refused.shows("Cette heure n'existe pas"));
    let made = send(at("3 h 30")).await;
    let page = made.location().split('?').next().unwrap().to_owned();
    assert!(client.get(&page).await.shows("Approbation du compte rendu précédent"));
    let called = client.post(&format!("{page}/convoquer"), &[("qui", "tous")]).await;
    assert!(client.get(called.location()).await.shows("Les convocations partent"));

    let id = page.rsplit('/').next().unwrap();
    let text = site.app.mail_text(&format!("reunion:{id}")).await;
    let link = text.lines().find(|line| line.contains("/reunion/")).unwrap();
    let link = &link[link.find("/reunion/").unwrap()..];
    let answer = site.nobody().get(link).await;
    assert!(answer.shows("Votre réponse"), "{}", answer.text());
    let empty = site.nobody().post(link, &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = site.nobody().post(link, &[("reponse", "distance")]).await;
    assert!(site.nobody().get(said.location()).await.shows("Votre réponse est enregistrée"));
    assert!(client.get(&page).await.shows("À distance"));
}

#[tokio::test]
async fn an_hour_that_exists_twice_asks_which_one() {
    let (site, cpts) = site().await;
    let (client, groupe) = (site.coordinator(cpts), group(&site, cpts).await.to_string());
    let url = format!("/c/{cpts}/reunions/nouvelle");
    let mut fields =
        vec![("groupe", groupe.as_str()), ("jour", "31/10/2027"), ("debut", "2 h 30"), ("fin", "4 h")];
    let asked = client.post(&url, &fields).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.shows("Laquelle des deux heures"));
    fields.push(("laquelle", "hiver"));
    let made = client.post(&url, &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER);
    assert!(
        client.get(made.location()).await.shows("heure d’hiver")
            || client.get(made.location()).await.shows("hiver")
    );
}
