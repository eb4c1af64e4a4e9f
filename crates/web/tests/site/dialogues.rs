//! The vault and the yearly dialogue, as pages.

use axum::http::StatusCode;
use domain::aci::indicateur::Valeur;
use domain::authz::{InstitutionKind, InstitutionRole, Permission, ReadDialogues, Role};
use domain::ids::{ContratId, CptsId, IndicateurId, InstitutionId};
use jiff::civil::{Date, date};
use testkit::{Seat, TestSite, person};

use super::site;

/// The day on which the contracts of these tests are signed.
const SIGNATURE: Date = date(2025, 4, 15);
/// A day of their first year.
const DURING: Date = date(2026, 3, 1);

fn proof<P: Permission>(cpts: CptsId) -> domain::authz::Allowed<P> {
    person(P::LINE.granted_to[0], cpts).authorize(cpts).unwrap()
}

/// What the addresses of the vault and of the dialogues name.
pub async fn furnish(
    site: &TestSite,
    (cpts, institution): (CptsId, InstitutionId),
    path: &str,
) -> Vec<(&'static str, String)> {
    let own = ["/preuves", "/dialogues"]
        .iter()
        .any(|room| path.starts_with(&format!("/c/{{cpts}}/contrats/{{contrat}}{room}")));
    let given = path.starts_with("/i/{institution}/dialogues/{dialogue}");
    if !own && !given {
        return Vec::new();
    }
    let app = &site.app;
    let contrat = app.signed_contract(cpts, SIGNATURE).await;
    let of = (cpts, contrat);
    let done = app.an_indicator(of, "Annuaire publié", Some((Valeur::Oui, DURING))).await;
    let preuve = app.an_evidence(of, ("Annuaire", DURING), &[done]).await;
    let mut blanks = vec![
        ("{contrat}", contrat.to_string()),
        ("{annee}", "1".into()),
        ("{indicateur}", done.to_string()),
        ("{preuve}", preuve.to_string()),
        ("{numero}", "1".into()),
        ("{fichier}", "dialogue.pdf".into()),
    ];
    let sent = given || ["/envois/", "/destinataires/", "/cloture"].iter().any(|part| path.contains(part));
    if sent {
        let id = app.sent_dialogue(of, &[institution]).await;
        let lu = app.dialogue(&proof::<ReadDialogues>(cpts), (contrat, 1)).await.unwrap();
        let open = lu.ouverts().next().unwrap().0.id;
        blanks.extend([("{dialogue}", id.to_string()), ("{destinataire}", open.to_string())]);
    }
    blanks
}

/// A contract whose first year has one indicator that is done.
async fn year(site: &TestSite, cpts: CptsId) -> (ContratId, IndicateurId, String) {
    let id = site.app.signed_contract(cpts, SIGNATURE).await;
    let done = site.app.an_indicator((cpts, id), "Annuaire publié", Some((Valeur::Oui, DURING))).await;
    (id, done, format!("/c/{cpts}/contrats/{id}"))
}

#[tokio::test]
async fn evidence_enters_the_vault_is_looked_at_again_and_leaves_a_tombstone() {
    let (site, cpts) = site().await;
    let (id, done, base) = year(&site, cpts).await;
    let client = site.coordinator(cpts);
    let vault = format!("{base}/preuves");
    assert!(client.get(&vault).await.text().contains("Le coffre est vide"));
    let refused =
        client.post(&format!("{vault}/nouvelle"), &[("titre", "Convention"), ("kind", "presse")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = refused.text();
    assert!(text.contains("Choisissez le document") && text.contains("Convention"), "what was typed is kept");
    let preuve = site.app.an_evidence((cpts, id), ("Annuaire signé", DURING), &[done]).await;
    let own = format!("{vault}/{preuve}");
    let shown = client.get(&own).await.text();
    assert!(shown.contains("Empreinte vérifiée") && shown.contains("Annuaire publié"));
    let file = client.get(&format!("{own}/document")).await;
    assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, "application/pdf"));
    let bare = client.post(&format!("{own}/retirer"), &[("version", "1")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.text().contains("Le motif reste visible"));
    let gone = client.post(&format!("{own}/retirer"), &[("version", "1"), ("motif", "Doublon")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert!(client.get(&own).await.text().contains("Doublon"));
    assert!(client.get(&vault).await.text().contains("Retirée"), "its line stays");
    let other = site.app.an_evidence((cpts, id), ("Compte rendu", DURING), &[done]).await;
    let hex = if site.app.db().is_postgres() { "'\\x00'" } else { "x'00'" };
    site.app.db().run(&format!("UPDATE piece SET content = {hex} WHERE objet = 'preuve'")).await;
    assert!(client.get(&vault).await.text().contains("1\u{a0}document a changé"));
    let file = client.get(&format!("{vault}/{other}/document")).await;
    assert_eq!(file.status, StatusCode::CONFLICT);
    assert!(file.text().contains("Ce document a changé"));
}

#[tokio::test]
async fn a_bad_value_is_said_beside_its_field_and_kept() {
    let (site, cpts) = site().await;
    let (_, done, base) = year(&site, cpts).await;
    let client = site.coordinator(cpts);
    let url = format!("{base}/dialogues/1/indicateurs/{done}");
    assert!(client.get(&url).await.text().contains("Promesse pour l'an prochain"));
    let typed = [("version", "1"), ("valeur", "oui"), ("le", "31/02/2026"), ("commentaire", "À suivre")];
    let refused = client.post(&url, &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = refused.text();
    assert!(text.contains("n'est pas lisible") && text.contains("31/02/2026") && text.contains("À suivre"));
    let fields = [("version", "1"), ("valeur", "oui"), ("le", "02/03/2026"), ("commentaire", "À suivre")];
    assert_eq!(client.post(&url, &fields).await.status, StatusCode::SEE_OTHER);
    let page = client.get(&format!("{base}/dialogues/1")).await.text();
    assert!(page.contains("À suivre") && page.contains("02/03/2026"));
    assert!(page.contains("il compte pour zéro"), "nothing shows it yet");
}

#[tokio::test]
async fn a_dialogue_is_sent_contested_and_closed_in_the_browser() {
    let (site, cpts) = site().await;
    let (id, done, base) = year(&site, cpts).await;
    let preuve = site.app.an_evidence((cpts, id), ("Annuaire signé", DURING), &[done]).await;
    let operator = testkit::operates();
    let made = site.app.create_institution(&operator, (InstitutionKind::Cpam, "CPAM fictive"), true);
    let cpam = made.await.unwrap().id;
    let (client, url) = (site.coordinator(cpts), format!("{base}/dialogues/1"));
    let none = client.post(&format!("{url}/envoyer"), &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text().contains("Cochez au moins une CPAM ou une ARS"));
    let sent = client.post(&format!("{url}/envoyer"), &[("institutions", &cpam.to_string())]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let pdf = client.get(&format!("{url}/envois/1/dialogue.pdf")).await;
    assert_eq!((pdf.status, pdf.header("content-type")), (StatusCode::OK, "application/pdf"));
    let desk = site.client(Some(Seat::Institution(cpam, InstitutionRole::Instructeur)));
    let home = desk.get(&format!("/i/{cpam}")).await.text();
    assert!(home.contains("1\u{a0}dialogue attend votre avis") && home.contains("/dialogues"));
    let list = desk.get(&format!("/i/{cpam}/dialogues")).await.text();
    assert!(list.contains("1\u{a0}ligne attend votre avis"));
    let lu = site.app.dialogue(&proof::<ReadDialogues>(cpts), (id, 1)).await.unwrap();
    let given = format!("/i/{cpam}/dialogues/{}", lu.dialogue.unwrap().id);
    assert!(desk.get(&given).await.text().contains("Annuaire signé"));
    assert_eq!(desk.get(&format!("{given}/preuves/{preuve}")).await.status, StatusCode::OK);
    let line = format!("{given}/lignes/{done}");
    let refused = desk.post(&line, &[("numero", "1"), ("accepte", "2 000"), ("motif", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Écrivez pourquoi ce montant diffère"));
    let said =
        desk.post(&line, &[("numero", "1"), ("accepte", "2 000"), ("motif", "Publié en partie")]).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER);
    let page = client.get(&url).await.text();
    assert!(page.contains("Contesté") && page.contains("Publié en partie"), "disagreement stays visible");
    let empty = client.post(&format!("{url}/cloture"), &[("le", "15/06/2026")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let retained = format!("retenu-{done}");
    let closed = client.post(&format!("{url}/cloture"), &[("le", "15/06/2026"), (&*retained, "2 000")]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER);
    assert!(client.get(&url).await.text().contains("2\u{202f}000\u{202f}€, évaluation du 15/06/2026"));
    let reopen = format!("{url}/rouvrir");
    let silent = client.post(&reopen, &[("motif", " ")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.text().contains("Dites pourquoi vous rouvrez ce dialogue"));
    let reopened = client.post(&reopen, &[("motif", "Montant d'une autre ligne")]).await;
    assert_eq!(reopened.status, StatusCode::SEE_OTHER);
    let page = client.get(&url).await.text();
    assert!(page.contains("Motif\u{a0}: Montant d'une autre ligne") && page.contains("Clore le dialogue"));
    assert!(!page.contains("Retenu\u{a0}:"), "nothing is retained any more");
    assert!(desk.get(&given).await.text().contains("Montant d'une autre ligne"), "who judges reads why");
    let stranger = site.app.create_institution(&operator, (InstitutionKind::Ars, "ARS d'ailleurs"), true);
    let stranger = stranger.await.unwrap().id;
    let theirs = site.client(Some(Seat::Institution(stranger, InstitutionRole::Instructeur)));
    let asked = given.replace(&cpam.to_string(), &stranger.to_string());
    assert_eq!(theirs.get(&asked).await.status, StatusCode::NOT_FOUND);
    assert_eq!(theirs.get(&format!("{asked}/preuves/{preuve}")).await.status, StatusCode::NOT_FOUND);
    let member = site.client(Some(Seat::Cpts(cpts, Role::Membre))).get(&url).await;
    assert_eq!(member.status, StatusCode::FORBIDDEN);
}
