//! Contracts, as pages.

use axum::http::StatusCode;
use domain::aci::indicateur::IndicateurTape;
use domain::authz::{EditContrat, Permission, ReadContrat, Role};
use domain::ids::{ContratId, CptsId};
use jiff::civil::date;
use testkit::{Seat, TestSite, person};

use super::site;

/// The day on which the contracts of these tests are signed.
const SIGNATURE: jiff::civil::Date = date(2025, 4, 15);

fn proof<P: Permission>(cpts: CptsId) -> domain::authz::Allowed<P> {
    person(P::LINE.granted_to[0], cpts).authorize(cpts).unwrap()
}

/// What the addresses of a contract name; each in a state in which its page is open.
pub async fn furnish(site: &TestSite, cpts: CptsId, path: &str) -> Vec<(&'static str, String)> {
    if !path.starts_with("/c/{cpts}/contrats") || !path.contains("{contrat}") {
        return Vec::new();
    }
    let app = &site.app;
    let ends = |end: &str| path.ends_with(end);
    let draft = path.contains("/montants/")
        || ["/termes", "/signer", "/supprimer", "/retablir"].into_iter().any(ends);
    let id = if draft {
        app.draft_contract(cpts, SIGNATURE).await
    } else {
        app.signed_contract(cpts, SIGNATURE).await
    };
    if ends("{contrat}/retablir") {
        app.remove_contrat(&proof::<EditContrat>(cpts), (id, true)).await.unwrap();
    }
    if ends("/abandonner") {
        let at = (id, app.contract_version(cpts, id).await);
        app.begin_avenant(&proof::<EditContrat>(cpts), at).await.unwrap();
    }
    let mut blanks =
        vec![("{contrat}", id.to_string()), ("{annee}", "1".into()), ("{mission}", "acces".into())];
    blanks.extend(super::argent::furnish(site, (cpts, id), path).await);
    if path.contains("/annees/") && path.contains("{indicateur}") {
        let one = app.add_indicateur(&proof(cpts), (id, 1), &typed("Un annuaire", "5 000")).await.unwrap();
        if ends("/indicateurs/{indicateur}/retablir") {
            app.remove_indicateur(&proof(cpts), (id, one), true).await.unwrap();
        }
        blanks.push(("{indicateur}", one.to_string()));
    }
    if path.contains("/versions/") {
        blanks.push(("{numero}", "0".into()));
    }
    blanks
}

/// An indicator of the access mission, as somebody types it.
fn typed(intitule: &str, montant: &str) -> IndicateurTape {
    IndicateurTape {
        mission: "acces".into(),
        intitule: intitule.into(),
        nature: "action".into(),
        forme: "oui_non".into(),
        montant: montant.into(),
        source: "saisie".into(),
        ..IndicateurTape::default()
    }
}

fn url(cpts: CptsId, id: ContratId) -> String {
    format!("/c/{cpts}/contrats/{id}")
}

#[tokio::test]
async fn a_contract_is_typed_completed_signed_and_read() {
    let (site, cpts) = site().await;
    let app = &site.app;
    let board = site.client(Some(Seat::Cpts(cpts, Role::Bureau)));
    let base = format!("/c/{cpts}/contrats");
    let page = board.get(&format!("{base}/nouveau")).await;
    assert!(page.text().contains("Complétez la fiche de l'association"), "no association yet");
    let id = app.draft_contract(cpts, SIGNATURE).await;
    let own = url(cpts, id);
    let amounts = board.get(&format!("{own}/montants/1")).await.text();
    assert!(amounts.contains("90\u{202f}000\u{202f}€"), "the tariff proposes what a source gives");
    let wrong = [("version", "1"), ("fixe.acces", "beaucoup"), ("fonctionnement", "75 000")];
    let refused = board.post(&format!("{own}/montants/1"), &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Ce montant n'est pas lisible") && refused.text().contains("beaucoup"));
    let signing = board.get(&format!("{own}/signer")).await.text();
    assert!(signing.contains("397\u{202f}500\u{202f}€") && signing.contains("275\u{202f}000\u{202f}€"));
    let done = board.post(&format!("{own}/signer"), &[("version", "1")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let shown = board.get(&own).await.text();
    assert!(shown.contains("15/04/2025") && shown.contains("14/04/2030"), "five years, the day before");
    let again = board.post(&format!("{own}/signer"), &[("version", "2")]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND, "nothing is left to sign");
}

#[tokio::test]
async fn wrong_dates_of_a_mission_are_said_beside_their_field_and_kept() {
    let (site, cpts) = site().await;
    let id = site.app.signed_contract(cpts, SIGNATURE).await;
    let client = site.client(Some(Seat::Cpts(cpts, Role::Coordinateur)));
    let start = format!("{}/missions/acces/commencer", url(cpts, id));
    for (day, sentence) in [
        ("14/04/2025", "précède la signature"),
        ("15/04/2030", "Le contrat est fini"),
        ("01/01/2028", "Cette date est à venir"),
        ("31/06/2025", "31/06/2025"),
    ] {
        let version = site.app.contract_version(cpts, id).await.to_string();
        let refused = client.post(&start, &[("version", &version), ("le", day)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
        assert!(refused.text().contains(sentence) && refused.text().contains(day), "{day}");
    }
    let version = site.app.contract_version(cpts, id).await.to_string();
    let done = client.post(&start, &[("version", &version), ("le", "15/10/2025")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let version = site.app.contract_version(cpts, id).await.to_string();
    let twice = client.post(&start, &[("version", &version), ("le", "16/10/2025")]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.text().contains("a déjà commencé le 15/10/2025"));
    let stale = client.post(&start, &[("version", "1"), ("le", "16/10/2025")]).await;
    assert!(stale.text().contains("Une autre personne a modifié ce contrat"));
    let shown = client.get(&format!("{}/missions", url(cpts, id))).await.text();
    assert!(shown.contains("Fait le 15/10/2025") && shown.contains("Le coffre du contrat est vide"));
    let evidence = site.app.an_evidence((cpts, id), ("Protocole d'accès", date(2025, 10, 1)), &[]).await;
    let prove = format!("{}/missions/acces/preuve", url(cpts, id));
    let version = site.app.contract_version(cpts, id).await.to_string();
    let wrong = client.post(&prove, &[("version", &version), ("preuve", "autre chose")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("pas dans le coffre"));
    let done = client.post(&prove, &[("version", &version), ("preuve", &evidence.to_string())]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let shown = client.get(&format!("{}/missions", url(cpts, id))).await.text();
    assert!(shown.contains(&format!("{}/preuves/{evidence}", url(cpts, id))));
}

#[tokio::test]
async fn an_avenant_is_prepared_compared_signed_and_dated() {
    let (site, cpts) = site().await;
    let id = site.app.signed_contract(cpts, SIGNATURE).await;
    let (own, board) = (url(cpts, id), site.client(Some(Seat::Cpts(cpts, Role::Bureau))));
    let version = || async { site.app.contract_version(cpts, id).await.to_string() };
    board.post(&format!("{own}/avenant"), &[("version", &version().await)]).await;
    let mut typed = vec![("version".to_owned(), version().await)];
    let lu = site.app.contrat(&proof::<ReadContrat>(cpts), id).await.unwrap();
    let postes = lu.contrat.fiche.brouillon.as_ref().unwrap();
    for (poste, amount) in &postes.annee(3).unwrap().montants {
        typed.push((poste.key(), amount.texte()));
    }
    typed.iter_mut().find(|(name, _)| name == "fixe.qualite").unwrap().1 = "16 000".into();
    let pairs: Vec<(&str, &str)> =
        typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(board.post(&format!("{own}/montants/3"), &pairs).await.status, StatusCode::SEE_OTHER);
    let shown = board.get(&format!("{own}/signer")).await.text();
    assert!(shown.contains("+1\u{202f}000\u{202f}€"), "what the CPTS gains");
    let early = version().await;
    let refused =
        [("version", early.as_str()), ("signe_le", "01/06/2026"), ("effet_le", "01/06/2029"), ("objet", "")];
    let answer = board.post(&format!("{own}/signer"), &refused).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "an avenant says what it is about");
    let late = [
        ("version", early.as_str()),
        ("signe_le", "01/06/2026"),
        ("effet_le", "15/04/2028"),
        ("objet", "Qualité"),
    ];
    let answer = board.post(&format!("{own}/signer"), &late).await;
    assert!(answer.text().contains("change l'année 3"), "{}", answer.status);
    let right = [
        ("version", early.as_str()),
        ("signe_le", "01/06/2026"),
        ("effet_le", "01/06/2026"),
        ("objet", "Qualité"),
    ];
    assert_eq!(board.post(&format!("{own}/signer"), &right).await.status, StatusCode::SEE_OTHER);
    let shown = board.get(&format!("{own}/versions/1")).await.text();
    assert!(shown.contains("Qualité") && shown.contains("15\u{202f}000\u{202f}€"));
}

/// The access mission of an annex of the third class: amounts of `aci.md` 2.2, as a spreadsheet pastes them.
const ANNEXE: &str = "\
Mission\tIndicateur\tNature\tCible\tPaliers\tValeur initiale\tMontant\n\
Accès aux soins\tALD sans médecin traitant\tRésultat\t\t≤ 50 : 9 000 ; ≤ 100 : 6 000 ; ≤ 219 : 3 000\t219\t9 000\n\
Accès aux soins\tPlus de 16 ans avec médecin traitant\tRésultat\t≥ 68 811\t\t66 111\t5 000\n\
Accès aux soins\tC2S et ALD sans médecin traitant\tRésultat\t≤ 6\t\t16\t3 000\n\
Accès aux soins\tPlus de 70 ans sans médecin traitant\tRésultat\t≤ 203\t\t303\t5 000\n\
Accès aux soins\tPartenariat avec la CPAM\tAction\t\t\t\t2 000\n\
Accès aux soins\tRecensement des médecins volontaires\tAction\t\t\t\t3 000\n\
Accès aux soins\tAnnuaire publié et diffusé\tAction\t\t\t\t5 000\n\
Accès aux soins\tSuivi du SAS\tAction\t\t\t\t3 000\n";

#[tokio::test]
async fn an_annex_is_shown_then_written_and_the_year_settles_when_its_sums_are_exact() {
    let (site, cpts) = site().await;
    let id = site.app.signed_contract(cpts, SIGNATURE).await;
    let client = site.client(Some(Seat::Cpts(cpts, Role::Coordinateur)));
    let year = format!("{}/annees/1", url(cpts, id));
    let none = client.post(&format!("{year}/importer"), &[("table", "")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let other = client.post(&format!("{year}/importer"), &[("table", "Nom;Prénom\nFictif;Anne")]).await;
    assert!(other.text().contains("n'a pas les colonnes") && other.text().contains("Fictif;Anne"));
    let broken = ANNEXE.replace("\t303\t", "\tfait\t");
    let shown = client.post(&format!("{year}/importer"), &[("table", &broken)]).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(shown.text().contains("Ligne 5, colonne Valeur initiale"), "the row and the column");
    let forced = client.post(&format!("{year}/importer"), &[("table", &broken), ("confirmer", "oui")]).await;
    assert_eq!(forced.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(client.get(&year).await.text().contains("Aucun indicateur à ce jour"), "nothing is half-written");
    let shown = client.post(&format!("{year}/importer"), &[("table", ANNEXE)]).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.text().contains("8\u{a0}indicateurs lus") && shown.text().contains("La somme est exacte"));
    let done = client.post(&format!("{year}/importer"), &[("table", ANNEXE), ("confirmer", "oui")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let page = client.get(&year).await.text();
    assert!(page.contains("au plus 50") && page.contains("35\u{202f}000\u{202f}€"));
    let version = site.app.contract_version(cpts, id).await.to_string();
    let refused = client.post(&format!("{year}/arreter"), &[("version", &version)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Il reste 17\u{202f}500\u{202f}€ à répartir"), "prevention has none yet");
}

#[tokio::test]
async fn an_indicator_is_refused_field_by_field_kept_with_its_warning_and_corrected() {
    let (site, cpts) = site().await;
    let id = site.app.signed_contract(cpts, SIGNATURE).await;
    let client = site.client(Some(Seat::Cpts(cpts, Role::Coordinateur)));
    let year = format!("{}/annees/1", url(cpts, id));
    let form = [
        ("mission", "acces"),
        ("intitule", "Plus de 70 ans sans médecin traitant"),
        ("nature", "resultat"),
        ("forme", "seuil"),
        ("sens", "au_plus"),
        ("cible", "303"),
        ("initiale", "203"),
        ("source", "cpam"),
    ];
    let mut wrong = form.to_vec();
    wrong.push(("montant", "cinq mille"));
    let refused = client.post(&format!("{year}/indicateurs/nouveau"), &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Ce montant n'est pas lisible") && refused.text().contains("cinq mille"));
    let mut right = form.to_vec();
    right.push(("montant", "5 000"));
    let done = client.post(&format!("{year}/indicateurs/nouveau"), &right).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(client.get(&year).await.text().contains("atteint déjà la cible"), "the wrong side is said");
}

#[tokio::test]
async fn a_published_contract_is_read_and_copied_by_another_cpts_without_its_values() {
    let (site, cpts) = site().await;
    let app = &site.app;
    let (other, own) = (app.tenant("CPTS voisine").await, app.signed_contract(cpts, SIGNATURE).await);
    let theirs = app.signed_contract(other, SIGNATURE).await;
    app.add_indicateur(&proof(other), (theirs, 1), &typed("Annuaire des voisins", "5 000")).await.unwrap();
    let client = site.client(Some(Seat::Cpts(cpts, Role::Coordinateur)));
    let page = format!("/c/{cpts}/contrats-publies/{theirs}");
    assert_eq!(client.get(&page).await.status, StatusCode::NOT_FOUND, "not published yet");
    let board = site.client(Some(Seat::Cpts(other, Role::Bureau)));
    let version = app.contract_version(other, theirs).await.to_string();
    let published = board.post(&format!("{}/publier", url(other, theirs)), &[("version", &version)]).await;
    assert_eq!(published.status, StatusCode::SEE_OTHER);
    assert!(client.get(&page).await.text().contains("Annuaire des voisins"));
    let copy = format!("{}/annees/2/copier", url(cpts, own));
    assert!(client.get(&copy).await.text().contains("CPTS voisine"));
    let done = client.post(&copy, &[("modele", &format!("{theirs}.1"))]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(
        client.get(&format!("{}/annees/2", url(cpts, own))).await.text().contains("Annuaire des voisins")
    );
}
