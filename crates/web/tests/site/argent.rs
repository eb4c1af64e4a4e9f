//! The money of a contract, as pages.

use axum::http::StatusCode;
use domain::aci::argent::{DepenseTapee, Justifie, MouvementTape, PartTapee};
use domain::authz::{Allowed, EditArgent, Role};
use domain::ids::{ContratId, CptsId};
use jiff::civil::date;
use testkit::{Seat, TestSite, person};

use super::site;

const SIGNATURE: jiff::civil::Date = date(2025, 4, 15);

fn edits(cpts: CptsId) -> Allowed<EditArgent> {
    person(Role::Tresorier, cpts).authorize(cpts).unwrap()
}

fn invoice() -> DepenseTapee {
    DepenseTapee {
        tiers: "Imprimerie du Test".into(),
        libelle: "Affiches".into(),
        nature: "623".into(),
        montant: "100".into(),
        engage_le: "02/11/2025".into(),
        parts: vec![PartTapee { annee: "1".into(), ..PartTapee::default() }],
        ..DepenseTapee::default()
    }
}

/// The start-up money, as it came on the account.
fn start() -> MouvementTape {
    MouvementTape {
        echeance: "1.demarrage.fonctionnement".into(),
        genre: "recu".into(),
        montant: "75 000".into(),
        le: "02/05/2025".into(),
        reference: String::new(),
    }
}

/// A document beside money, when the address names one.
async fn a_piece(
    site: &TestSite,
    cpts: CptsId,
    path: &str,
    at: (ContratId, Justifie),
) -> Option<(&'static str, String)> {
    if !path.contains("{piece}") {
        return None;
    }
    let file = ("papier.pdf", b"%PDF-1.7 papier".to_vec());
    let piece = site.app.attach_to_argent(&edits(cpts), at, file).await.unwrap();
    Some(("{piece}", piece.to_string()))
}

/// What the addresses of money name, in a signed contract.
pub async fn furnish(
    site: &TestSite,
    (cpts, id): (CptsId, ContratId),
    path: &str,
) -> Vec<(&'static str, String)> {
    let mut blanks = Vec::new();
    if path.contains("{mouvement}") {
        let line = site.app.note_mouvement(&edits(cpts), id, &start()).await.unwrap();
        blanks.push(("{mouvement}", line.to_string()));
        blanks.extend(a_piece(site, cpts, path, (id, Justifie::Mouvement(line))).await);
    }
    if path.contains("{depense}") {
        let expense = site.app.add_depense(&edits(cpts), id, &invoice()).await.unwrap();
        blanks.push(("{depense}", expense.to_string()));
        blanks.extend(a_piece(site, cpts, path, (id, Justifie::Depense(expense))).await);
    }
    blanks
}

#[tokio::test]
async fn the_calendar_shows_its_formula_and_a_receipt_stands_beside_it() {
    let (site, cpts) = site().await;
    let id = site.app.signed_contract(cpts, SIGNATURE).await;
    site.app.started_mission(cpts, (id, "acces"), date(2025, 10, 15)).await;
    let client = site.client(Some(Seat::Cpts(cpts, Role::Tresorier)));
    let base = format!("/c/{cpts}/contrats/{id}/argent");
    let page = client.get(&base).await.text();
    assert!(page.contains("90\u{202f}000\u{202f}€ × 182/365 × 75\u{202f}%"), "{page}");
    assert!(page.contains("33\u{202f}657,53\u{202f}€") && page.contains("11\u{202f}219,18\u{202f}€"));
    assert!(page.contains("À évaluer") && page.contains("Mission non commencée"));
    let form = client.get(&format!("{base}/versements")).await.text();
    assert!(form.contains("1.avance.acces") && !form.contains("value=\"1.variable.acces\""));
    let early =
        [("echeance", "1.variable.acces"), ("genre", "recu"), ("montant", "1 000"), ("le", "20/10/2025")];
    let refused = client.post(&format!("{base}/versements"), &early).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = refused.text();
    assert!(text.contains("n'est pas évaluée") && text.contains("value=\"1 000\""), "what was typed is kept");
    let good = [
        ("echeance", "1.avance.acces"),
        ("genre", "recu"),
        ("montant", "33657,53"),
        ("le", "20/10/2025"),
        ("reference", "VIR 1"),
    ];
    assert_eq!(client.post(&format!("{base}/versements"), &good).await.status, StatusCode::SEE_OTHER);
    assert!(client.get(&base).await.text().contains("Reçue"));
}

#[tokio::test]
async fn an_expense_is_typed_in_parts_without_a_script_and_a_wrong_sum_is_said_beside_its_field() {
    let (site, cpts) = site().await;
    let id = site.app.signed_contract(cpts, SIGNATURE).await;
    let client = site.client(Some(Seat::Cpts(cpts, Role::Tresorier)));
    let base = format!("/c/{cpts}/contrats/{id}/argent/depenses");
    let mut typed = vec![
        ("tiers", "Imprimerie du Test"),
        ("libelle", "Affiches"),
        ("nature", "623"),
        ("montant", "100"),
        ("engage_le", "02/11/2025"),
        ("annee_1", "1"),
        ("mission_1", "acces"),
        ("part_1", "60"),
        ("annee_3", "9"),
        ("part_3", "40"),
    ];
    let refused = client.post(&format!("{base}/nouvelle"), &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = refused.text();
    assert!(text.contains("href=\"#annee_3\"") && text.contains("Imprimerie du Test"), "{text}");
    typed.retain(|(name, _)| *name != "annee_3");
    typed.push(("annee_3", "2"));
    let done = client.post(&format!("{base}/nouvelle"), &typed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let list = client.get(&base).await.text();
    assert!(list.contains("Affiches") && list.contains("623 Publicité"));
    let envelopes = client.get(&format!("/c/{cpts}/contrats/{id}/argent/enveloppes")).await.text();
    assert!(envelopes.contains("60\u{202f}€") && envelopes.contains("40\u{202f}€"));
}

#[tokio::test]
async fn the_forecast_takes_a_rate_and_money_moves_only_in_words() {
    let (site, cpts) = site().await;
    let id = site.app.signed_contract(cpts, SIGNATURE).await;
    let client = site.client(Some(Seat::Cpts(cpts, Role::Bureau)));
    let base = format!("/c/{cpts}/contrats/{id}/argent");
    let wrong = client.get(&format!("{base}/previsions?taux=120")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let half = client.get(&format!("{base}/previsions?taux=50")).await.text();
    assert!(half.contains("50\u{202f}% de la part variable") && half.contains("<polyline"), "{half}");
    let ask = "quoi=transfert&annee_transfert=2&de=fixe.acces&vers=fixe.prevention&montant=1000";
    let moved = client.get(&format!("{base}/et-si?{ask}")).await;
    assert_eq!(moved.status, StatusCode::OK);
    assert!(moved.text().contains("avenant"));
    let ask = "quoi=transfert&annee_transfert=2&de=variable.acces&vers=fixe.acces&montant=1000";
    let refused = client.get(&format!("{base}/et-si?{ask}")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("ne devient jamais une part fixe"));
    let fec = client.get(&format!("{base}/fec.txt?annee=2025")).await;
    assert!(fec.text().starts_with("JournalCode\tJournalLib"));
    assert_eq!(client.get(&format!("{base}/fec.txt?annee=abc")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_invoice_is_attached_opened_byte_for_byte_and_taken_off_with_its_trace() {
    let (site, cpts) = site().await;
    let id = site.app.signed_contract(cpts, SIGNATURE).await;
    let expense = site.app.add_depense(&edits(cpts), id, &invoice()).await.unwrap();
    let client = site.client(Some(Seat::Cpts(cpts, Role::Tresorier)));
    let own = format!("/c/{cpts}/contrats/{id}/argent/depenses/{expense}");
    assert!(client.get(&own).await.text().contains("Aucun document joint"));
    let refused = client.post_file(&format!("{own}/pieces"), "facture.pdf", b"MZ\0").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("un type accepté"));
    let content = b"%PDF-1.7 facture F-12";
    let done = client.post_file(&format!("{own}/pieces"), "facture F-12.pdf", content).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let lu = site.app.argent(&edits(cpts), id).await.unwrap();
    let piece = lu.depenses[0].fiche.pieces[0].piece;
    let address = format!("{own}/pieces/{piece}");
    let page = client.get(&own).await.text();
    assert!(page.contains("facture F-12.pdf") && page.contains(&address));
    assert_eq!(client.get(&address).await.bytes, content);
    // Another expense of the same contract has no such document; a member reads no money.
    let other = site.app.add_depense(&edits(cpts), id, &invoice()).await.unwrap();
    let elsewhere = format!("/c/{cpts}/contrats/{id}/argent/depenses/{other}/pieces/{piece}");
    assert_eq!(client.get(&elsewhere).await.status, StatusCode::NOT_FOUND);
    let member = site.client(Some(Seat::Cpts(cpts, Role::Membre)));
    assert_eq!(member.get(&address).await.status, StatusCode::FORBIDDEN);
    let away = client.post(&format!("{address}/retirer"), &[]).await;
    assert_eq!(away.status, StatusCode::SEE_OTHER);
    let page = client.get(&own).await.text();
    assert!(page.contains("Document retiré le") && page.contains("facture F-12.pdf"));
    let twice = client.post(&format!("{address}/retirer"), &[]).await;
    assert_eq!(twice.status, StatusCode::NOT_FOUND);
    // What was received has its paper too; a correction has none of its own, and copies none.
    let line = site.app.note_mouvement(&edits(cpts), id, &start()).await.unwrap();
    let own = format!("/c/{cpts}/contrats/{id}/argent/versements/{line}");
    let content = b"%PDF-1.7 avis de virement";
    assert_eq!(
        client.post_file(&format!("{own}/pieces"), "avis.pdf", content).await.status,
        StatusCode::SEE_OTHER
    );
    site.app.correct_mouvement(&edits(cpts), (id, line), ("70 000", "Montant mal lu")).await.unwrap();
    let lu = site.app.argent(&edits(cpts), id).await.unwrap();
    let papers: Vec<usize> = lu.mouvements.iter().map(|one| one.pieces.len()).collect();
    assert_eq!(papers, [1, 0]);
    let address = format!("{own}/pieces/{}", lu.mouvements[0].pieces[0].piece);
    assert_eq!(client.get(&address).await.bytes, content);
    let correction = format!("/c/{cpts}/contrats/{id}/argent/versements/{}/pieces", lu.mouvements[1].id);
    let refused = client.post_file(&correction, "avis.pdf", content).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let list = client.get(&format!("/c/{cpts}/contrats/{id}/argent/versements")).await.text();
    assert!(list.contains("1\u{a0}document") && list.contains("Voir la ligne corrigée"));
}
