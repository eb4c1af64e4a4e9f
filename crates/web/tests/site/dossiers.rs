//! The dossiers of a CPTS, as pages.

use app::dossier::Saisi;
use axum::http::StatusCode;
use domain::authz::{EditDossiers, InstitutionKind, InstitutionRole, Permission, ReadDossiers, Role};
use domain::dossier::DossierKind;
use domain::dossier::lettre::saisie::Brut;
use domain::ids::{CptsId, DossierId, InstitutionId};
use testkit::{Seat, TestSite, person};

use super::site;

fn proof<P: Permission>(cpts: CptsId) -> domain::authz::Allowed<P> {
    person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

async fn written(site: &TestSite, cpts: CptsId, id: DossierId, mark: &str) {
    let brut = Brut { texte: format!("Projet {mark}"), ..Brut::default() };
    let typed = [Saisi { champ: "intitule".into(), vue: 0, brut }];
    site.app.write_fields(&proof::<EditDossiers>(cpts), id, &typed).await.unwrap();
}

/// What the addresses of a dossier name; each in a state in which its page is open.
pub async fn furnish(
    site: &TestSite,
    (cpts, institution): (CptsId, InstitutionId),
    path: &str,
    mark: &str,
) -> Vec<(&'static str, String)> {
    if !path.starts_with("/c/{cpts}/dossiers/{dossier}") || path.contains("/echanges") {
        return Vec::new();
    }
    let app = &site.app;
    let id = app.begun_dossier(cpts, DossierKind::LettreIntention, institution).await;
    written(site, cpts, id, mark).await;
    let mut blanks =
        vec![("{dossier}", id.to_string()), ("{partie}", "projet".into()), ("{champ}", "intitule".into())];
    if path.contains("{commentaire}") {
        app.comment_field(&proof(cpts), (id, "intitule"), mark).await.unwrap();
        let read = proof::<ReadDossiers>(cpts);
        let said = app.store().read().await.unwrap().commentaires(&read, id).await.unwrap();
        blanks.push(("{commentaire}", said[0].id.to_string()));
    }
    if path.contains("{piece}") {
        let content = format!("%PDF-1.7 {mark} {}", app.unknown_id()).into_bytes();
        let piece = app.attach_to_dossier(&proof(cpts), id, ("annexe.pdf", content)).await.unwrap();
        blanks.push(("{piece}", piece.to_string()));
    }
    if path.contains("{depot}") || path.ends_with("/comparer") || path.ends_with("{dossier}/retirer") {
        blanks.push((
            "{depot}",
            app.file_version((cpts, id), &format!("Projet {mark}."), &[]).await.to_string(),
        ));
    }
    if path.ends_with("/retablir") {
        app.remove_dossier(&proof(cpts), id, true).await.unwrap();
    }
    blanks
}

#[tokio::test]
async fn a_coordinator_begins_a_letter_writes_a_step_and_sees_what_misses() {
    let (site, cpts) = site().await;
    let me = || site.client(Some(Seat::Cpts(cpts, Role::Coordinateur)));
    let list = format!("/c/{cpts}/dossiers");
    assert!(me().get(&list).await.text().contains("Aucun dossier n'est commencé"));
    let empty = me().post(&format!("{list}/nouveau"), &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("Choisissez une trame."));
    let begun = me().post(&format!("{list}/nouveau"), &[("modele", "occitanie")]).await;
    let here = begun.location().to_owned();
    assert!(here.starts_with(&list), "{}", begun.status);
    let again = me().post(&format!("{list}/nouveau"), &[("modele", "generique")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.text().contains("déjà ouvert") && again.text().contains("Ouvrir le dossier en cours"));
    let step = format!("{here}/ecrire/projet");
    let form = [
        ("champ", "intitule"),
        ("intitule.version", "0"),
        ("intitule.texte", "CPTS du Val"),
        ("champ", "date_redaction"),
        ("date_redaction.version", "0"),
        ("date_redaction.texte", "demain"),
    ];
    let refused = me().post(&step, &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text();
    assert!(
        page.contains("value=\"demain\"") && page.contains("Les autres champs sont enregistrés"),
        "{page}"
    );
    // The same page from before: what stands now and what was typed are both shown.
    let stale = [("champ", "intitule"), ("intitule.version", "0"), ("intitule.texte", "CPTS de la Vallée")];
    let conflict = me().post(&step, &stale).await;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    let page = conflict.text();
    assert!(page.contains("CPTS de la Vallée") && page.contains("<p>CPTS du Val</p>"), "{page}");
    let right = [
        ("champ", "intitule"),
        ("intitule.version", "1"),
        ("intitule.texte", "CPTS de la Vallée"),
        ("vers", "suite"),
    ];
    let next = me().post(&step, &right).await;
    assert!(next.location().contains("/ecrire/territoire"), "{}", next.status);
    let checked = me().get(&format!("{here}/verifier")).await.text();
    assert!(checked.contains("À compléter") && checked.contains("/ecrire/projet#date_redaction"));
    let filing = me().post(&format!("{here}/deposer"), &[("vue", "1")]).await;
    assert_eq!(filing.status, StatusCode::CONFLICT);
    let member = site.client(Some(Seat::Cpts(cpts, Role::Membre)));
    assert_eq!(member.get(&here).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_filed_version_is_the_same_bytes_each_time_and_an_institution_reads_it_through_its_desk_alone() {
    let (site, cpts) = site().await;
    let operates = testkit::operates();
    let desk = site
        .app
        .create_institution(&operates, (InstitutionKind::GuichetUrps, "Guichet"), true)
        .await
        .unwrap()
        .id;
    let id = site.app.begun_dossier(cpts, DossierKind::LettreIntention, desk).await;
    let depot = site.app.file_version((cpts, id), "Projet.", &[]).await;
    let me = || site.client(Some(Seat::Cpts(cpts, Role::Coordinateur)));
    let url = format!("/c/{cpts}/dossiers/{id}/versions/{depot}/lettre.pdf");
    let (once, again) = (me().get(&url).await, me().get(&url).await);
    assert_eq!((once.status, &once.bytes), (StatusCode::OK, &again.bytes));
    let there = site.client(Some(Seat::Institution(desk, InstitutionRole::Guichet)));
    assert_eq!(there.get(&url).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_file_of_200_mb_is_refused_with_a_sentence_and_a_disguised_one_too() {
    let (site, cpts) = site().await;
    let desk = site
        .app
        .create_institution(&testkit::operates(), (InstitutionKind::GuichetUrps, "Guichet"), true)
        .await
        .unwrap()
        .id;
    let id = site.app.begun_dossier(cpts, DossierKind::LettreIntention, desk).await;
    let me = || site.client(Some(Seat::Cpts(cpts, Role::Coordinateur)));
    let url = format!("/c/{cpts}/dossiers/{id}/annexes");
    let huge = me().post_file(&url, "diagnostic.pdf", &vec![b'%'; 200 * 1024 * 1024]).await;
    assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(huge.text().contains("Cet envoi est trop lourd"), "{}", huge.text());
    let disguised = me().post_file(&url, "diagnostic.pdf", b"MZ\x90\x00 a program").await;
    assert_eq!(disguised.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(disguised.text().contains("type accepté"), "{}", disguised.text());
    assert!(me().get(&url).await.text().contains("Aucune annexe n'est jointe"));
}
