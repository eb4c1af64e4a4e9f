//! Mobilisation as the coordination and a professional see it.

use app::communaute::NewPerson;
use app::communaute::mobilisation::CampagneInput;
use axum::http::StatusCode;
use domain::authz::{Permission, Role};
use domain::communaute::CanalKind;
use domain::communaute::mobilisation::{CampagneCanal, Selection};
use domain::communaute::saisie::{SaisieCanal, SaisiePersonne};
use domain::ids::{CampagneId, CptsId, SollicitationId};
use testkit::{Seat, TestApp, TestSite, person};

fn proof<P: Permission>(cpts: CptsId) -> domain::authz::Allowed<P> {
    person(P::LINE.granted_to[0], cpts).authorize(cpts).unwrap()
}

fn input(canal: CampagneCanal, mark: &str) -> CampagneInput {
    CampagneInput {
        nom: mark.into(),
        canal,
        but: String::new(),
        objet: mark.into(),
        message: mark.into(),
        selection: Selection::default(),
        reunion: None,
    }
}

/// A name of its own for each number, far enough from the others: `kadoluba` for one, `bimereso` for another.
fn words(rank: u128) -> String {
    const SYLLABLES: [&str; 10] = ["ka", "do", "lu", "bi", "me", "re", "so", "ti", "vu", "zan"];
    let digits = (0..6).map(|place| (rank.wrapping_mul(387_420_489) / 10_u128.pow(place) % 10) as usize);
    digits.map(|digit| SYLLABLES[digit]).collect()
}

/// The campaign that an address is about: to prepare, or launched by the channel that its page needs; and somebody
/// of it.
pub async fn a_campaign(
    app: &app::App,
    cpts: CptsId,
    (path, mark): (&str, &str),
) -> (CampagneId, Option<SollicitationId>) {
    let canal = match path {
        path if path.contains("/kit") => CampagneCanal::Relais,
        path if path.contains("/courriers") => CampagneCanal::Courrier,
        path if path.contains("{sollicitation}") || path.contains("/appels") => CampagneCanal::Telephone,
        _ => CampagneCanal::Courriel,
    };
    // Somebody new each time: the same name, telephone or address would be a double.
    let rank = app.settings().ids.next().as_u128() % 1_000_000;
    let saisie = SaisiePersonne {
        nom: format!("{mark} {}", words(rank)),
        canaux: vec![
            SaisieCanal::new(
                CanalKind::Telephone,
                format!("04 26 {:02} {:02} {:02}", rank / 10_000 % 100, rank / 100 % 100, rank % 100),
            ),
            SaisieCanal::new(CanalKind::Courriel, format!("camille{rank}@exemple.test")),
            SaisieCanal::new(CanalKind::Postal, "1 rue des Essais\n96001 Valserre"),
        ],
        ..SaisiePersonne::default()
    };
    app.add_person(&proof(cpts), NewPerson { saisie, etape: None }).await.unwrap();
    let id = app.create_campagne(&proof(cpts), &input(canal, mark)).await.unwrap();
    let waits = ["/modifier", "/lancer", "/supprimer"].iter().any(|end| path.ends_with(end));
    if waits {
        return (id, None);
    }
    app.launch_campagne(&proof(cpts), id).await.unwrap();
    let people = app.campagne_sollicites(&proof(cpts), id).await.unwrap().1;
    (id, people.first().map(|one| one.sollicitation.id))
}

#[tokio::test]
async fn a_professional_answers_by_a_link_and_changes_their_mind() {
    let site = TestSite::new(TestApp::with_reference().await);
    let cpts = site.app.tenant("CPTS du Test").await;
    let (_, one) = a_campaign(&site.app, cpts, ("/personnes", "Un projet")).await;
    site.app.run_due_jobs().await.unwrap();
    let text = site.app.mail_text(&format!("sollicitation:{}", one.unwrap())).await;
    let line = text.lines().find(|line| line.contains("/campagne/")).unwrap();
    let link = format!("/campagne/{}", line.rsplit('/').next().unwrap());

    let nobody = site.client(None);
    let page = nobody.get(&link).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("Répondre oui") && page.text().contains("Un message de CPTS du Test"));
    let said = nobody.post(&link, &[("reponse", "interesse")]).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER);
    let thanks = nobody.get(&format!("{link}?fait=reponse")).await;
    assert!(thanks.text().contains("est noté") && thanks.text().contains("Changer votre réponse"));
    // Reading the page of objection changes nothing; its one button does.
    nobody.get(&format!("{link}/opposition")).await;
    assert!(nobody.get(&link).await.text().contains("réponse du moment\u{a0}: intéressé"));
    let objected = nobody.post(&format!("{link}/opposition"), &[]).await;
    assert_eq!(objected.status, StatusCode::SEE_OTHER);
    assert!(nobody.get(&link).await.text().contains("ne plus me contacter"));
    assert_eq!(nobody.get("/campagne/inconnu").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_campaign_is_prepared_checked_and_launched() {
    let site = TestSite::new(TestApp::with_reference().await);
    let cpts = site.app.tenant("CPTS du Test").await;
    let client = site.client(Some(Seat::Cpts(cpts, Role::Coordinateur)));
    let base = format!("/c/{cpts}/mobilisation");
    let refused = client.post(&format!("{base}/campagnes/nouvelle"), &[("canal", "courriel")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let typed =
        [("nom", "Premier envoi"), ("canal", "courriel"), ("objet", "Un projet"), ("message", "Texte")];
    let made = client.post(&format!("{base}/campagnes/nouvelle"), &typed).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER);
    let address = made.location().to_owned();
    assert!(client.get(&address).await.text().contains("0\u{a0}personne sera sollicitée"));
    let nobody = client.post(&address, &[]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.text().contains("Personne ne peut être joint"));
    let table = client.get(&format!("{base}/tableau")).await;
    assert!(table.text().contains("Médecins généralistes") && table.text().contains("Profession inconnue"));
    assert!(
        client.get(&format!("{base}/historique")).await.text().contains("Aucune campagne n’a été lancée")
    );
}
