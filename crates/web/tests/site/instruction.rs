//! The desk of an institution and the exchanges of a CPTS, as pages.

use app::dossier::instruction::NewCorrection;
use axum::http::StatusCode;
use domain::authz::{
    Actor, AllowedIn, InstitutionKind, InstitutionPermission, InstitutionRole, InstructDepots, Role, Standing,
};
use domain::dossier::DossierKind;
use domain::dossier::avis::SensAvis;
use domain::dossier::instruction::Verdict;
use domain::ids::{CorrectionId, CptsId, DepotId, DossierId, InstitutionId, PieceId, UserId};
use testkit::{Seat, TestSite};

use super::site;

fn within<P: InstitutionPermission>(institution: InstitutionId) -> AllowedIn<P> {
    let standing =
        Standing { institutions: vec![(institution, P::GRANTED_TO[0])], strong: true, ..Standing::default() };
    Actor::person(UserId(uuid::Uuid::from_u128(78)), standing).authorize_in(institution).unwrap()
}

/// A filed dossier.
struct Filed {
    dossier: DossierId,
    depot: DepotId,
    piece: PieceId,
}

/// A dossier that a CPTS filed; `guichet` leads its instruction, and `asked` is asked for its opinion.
async fn filed(
    site: &TestSite,
    cpts: CptsId,
    (guichet, asked): (InstitutionId, Option<InstitutionId>),
    mark: &str,
) -> Filed {
    let app = &site.app;
    let dossier = app.begun_dossier(cpts, DossierKind::LettreIntention, guichet).await;
    let piece = app.annexe(cpts, mark).await;
    let depot = app.file_version((cpts, dossier), &format!("Projet {mark}."), &[piece]).await;
    if let Some(asked) = asked {
        app.ask_opinion((cpts, dossier), asked).await;
    }
    Filed { dossier, depot, piece }
}

async fn asked(site: &TestSite, guichet: InstitutionId, one: &Filed, mark: &str) -> CorrectionId {
    let new = NewCorrection {
        champ: "intitule".into(),
        extrait: String::new(),
        texte: format!("Précisez {mark}."),
    };
    let desk = within::<InstructDepots>(guichet);
    site.app.prepare_correction(&desk, (one.dossier, one.depot), &new).await.unwrap()
}

async fn other(site: &TestSite, kind: InstitutionKind) -> InstitutionId {
    let name = format!("{} {}", kind.key(), site.app.unknown_id());
    site.app.create_institution(&testkit::operates(), (kind, &name), true).await.unwrap().id
}

/// What the addresses of an instruction name; each in a state in which its page is open.
pub async fn furnish(
    site: &TestSite,
    (cpts, institution): (CptsId, InstitutionId),
    path: &str,
    mark: &str,
) -> Vec<(&'static str, String)> {
    let on_desk = path.starts_with("/i/") && path.contains("/dossiers/{dossier}");
    if !on_desk && !path.contains("/echanges") {
        return Vec::new();
    }
    let app = &site.app;
    // Who gives an opinion is not who leads the instruction.
    let gives = path.ends_with("/avis");
    let guichet = if gives { other(site, InstitutionKind::GuichetUrps).await } else { institution };
    let one = filed(site, cpts, (guichet, gives.then_some(institution)), mark).await;
    let mut blanks = vec![
        ("{dossier}", one.dossier.to_string()),
        ("{depot}", one.depot.to_string()),
        ("{piece}", one.piece.to_string()),
    ];
    if path.contains("/corrections/") || path.contains("{correction}") {
        let id = asked(site, guichet, &one, mark).await;
        if !path.ends_with("/retirer") && !path.ends_with("/envoyer") && !path.contains("/nouvelle") {
            app.send_corrections(&within(guichet), one.dossier).await.unwrap();
        }
        blanks.push(("{correction}", id.to_string()));
        return blanks;
    }
    let decided = path.ends_with("/decision.pdf");
    if ["/saisines", "/fin", "/avis", "/decision"].iter().any(|end| path.ends_with(end)) || decided {
        app.declare_complete(&within(guichet), one.dossier, None).await.unwrap();
    }
    if path.ends_with("/fin") {
        let cpam = other(site, InstitutionKind::Cpam).await;
        app.ask_opinions(&within(guichet), one.dossier, &[cpam]).await.unwrap();
        let vue = app.desk_one(&within(guichet), one.dossier).await.unwrap();
        let request = vue.saisines.iter().find(|(known, _)| known.institution == cpam).unwrap();
        blanks.push(("{saisine}", request.0.id.to_string()));
    }
    if decided {
        let verdict = Verdict { acceptee: Some(true), motif: mark.into(), ..Verdict::default() };
        app.decide_dossier(&within(guichet), one.dossier, &verdict).await.unwrap();
    }
    blanks
}

#[tokio::test]
async fn a_desk_asks_a_correction_on_a_field_and_the_cpts_answers_it() {
    let (site, cpts) = site().await;
    let guichet = other(&site, InstitutionKind::GuichetUrps).await;
    let one = filed(&site, cpts, (guichet, None), "du Val").await;
    let desk = || site.client(Some(Seat::Institution(guichet, InstitutionRole::Guichet)));
    let base = format!("/i/{guichet}/dossiers/{}", one.dossier);
    let list = desk().get(&format!("/i/{guichet}/dossiers")).await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(list.text().contains("Vérifier le dossier") && list.text().contains("Déposé"), "{}", list.text());
    let version = desk().get(&format!("{base}/versions/{}", one.depot)).await.text();
    assert!(version.contains("Projet du Val.") && version.contains("Demander une correction"), "{version}");

    let form = format!("{base}/corrections/nouvelle?depot={}&champ=intitule", one.depot);
    assert!(desk().get(&form).await.text().contains("Ce qui est demandé"));
    let depot = one.depot.to_string();
    let wrong = [("depot", &*depot), ("champ", "intitule"), ("texte", " ")];
    let url = format!("{base}/corrections/nouvelle");
    assert_eq!(desk().post(&url, &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = [("depot", &*depot), ("champ", "intitule"), ("texte", "Donnez le nom entier.")];
    assert_eq!(desk().post(&url, &right).await.status, StatusCode::SEE_OTHER);
    let sent = desk().post(&format!("{base}/corrections/envoyer"), &[]).await;
    assert!(sent.location().ends_with("?fait=envoyees"), "{}", sent.status);
    // It has gone: what is typed on it now is kept, and refused.
    let late = desk().post(&url, &right).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text().contains("Donnez le nom entier."), "what was typed is kept");

    let exchanges = format!("/c/{cpts}/dossiers/{}/echanges", one.dossier);
    let seen = site.coordinator(cpts).get(&exchanges).await.text();
    assert!(seen.contains("Donnez le nom entier.") && seen.contains("À compléter"), "{seen}");
    assert!(seen.contains("/ecrire/projet#intitule"), "a link writes the field: {seen}");
    let answer = seen.split("href=\"").find(|rest| rest.contains("/repondre\"")).unwrap();
    let answer = answer.split('"').next().unwrap().to_owned();
    let empty = site.coordinator(cpts).post(&answer, &[("reponse", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = site.coordinator(cpts).post(&answer, &[("reponse", "Le nom entier est écrit.")]).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER);
    let secretary = site.client(Some(Seat::Cpts(cpts, Role::Secretaire)));
    assert_eq!(secretary.get(&answer).await.status, StatusCode::FORBIDDEN);
    assert!(desk().get(&base).await.text().contains("Le nom entier est écrit."));
}

#[tokio::test]
async fn a_correction_on_a_version_that_is_no_longer_current_keeps_what_was_typed() {
    let (site, cpts) = site().await;
    let guichet = other(&site, InstitutionKind::GuichetUrps).await;
    let one = filed(&site, cpts, (guichet, None), "du Val").await;
    asked(&site, guichet, &one, "tout").await;
    site.app.send_corrections(&within(guichet), one.dossier).await.unwrap();
    site.app.file_version((cpts, one.dossier), "Projet refait.", &[]).await;
    let desk = site.client(Some(Seat::Institution(guichet, InstitutionRole::Guichet)));
    let url = format!("/i/{guichet}/dossiers/{}/corrections/nouvelle", one.dossier);
    let depot = one.depot.to_string();
    let late =
        desk.post(&url, &[("depot", &*depot), ("champ", "intitule"), ("texte", "Donnez le nom.")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let text = late.text();
    assert!(text.contains("Donnez le nom.") && text.contains("une autre a été déposée"), "{text}");
}

#[tokio::test]
async fn a_frozen_file_is_given_byte_for_byte_and_only_to_who_was_given_the_dossier() {
    let (site, cpts) = site().await;
    let (guichet, cpam) =
        (other(&site, InstitutionKind::GuichetUrps).await, other(&site, InstitutionKind::Cpam).await);
    let stranger = other(&site, InstitutionKind::Ars).await;
    let one = filed(&site, cpts, (guichet, Some(cpam)), "du Val").await;
    let instructor = |of| site.client(Some(Seat::Institution(of, InstitutionRole::Instructeur)));
    let url = |of: InstitutionId, rest: &str| format!("/i/{of}/dossiers/{}{rest}", one.dossier);
    let file = format!("/versions/{}/dossier.pdf", one.depot);
    let pdf = instructor(cpam).get(&url(cpam, &file)).await;
    assert_eq!((pdf.status, &pdf.bytes[..]), (StatusCode::OK, &b"%PDF-1.7 Projet du Val."[..]));
    assert!(pdf.header("cache-control").contains("private"));
    let again = instructor(cpam).header("If-None-Match", pdf.header("etag")).get(&url(cpam, &file)).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    let annexe =
        instructor(cpam).get(&url(cpam, &format!("/versions/{}/annexes/{}", one.depot, one.piece))).await;
    assert_eq!(annexe.status, StatusCode::OK);
    for rest in ["", &file, "/avis"] {
        let answer = instructor(stranger).get(&url(stranger, rest)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{rest}");
    }
    // Not while the desk is looking at it, and not by an institution that is not asked.
    let early = instructor(cpam).post(&url(cpam, "/avis"), &[("sens", "favorable")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    site.app.declare_complete(&within(guichet), one.dossier, None).await.unwrap();
    let given = instructor(cpam).post(&url(cpam, "/avis"), &[("sens", "favorable")]).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER);
    let vue = site.app.desk_one(&within(guichet), one.dossier).await.unwrap();
    assert_eq!(vue.avis.first().map(|one| one.sens), Some(SensAvis::Favorable));
    let decided = site
        .client(Some(Seat::Institution(guichet, InstitutionRole::Guichet)))
        .post(&url(guichet, "/decision"), &[("decision", "oui"), ("motif", "Le projet est complet.")])
        .await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text());
    let letter = instructor(cpam).get(&url(cpam, "/decision.pdf")).await;
    assert!(letter.bytes.starts_with(b"%PDF"));
    let own = site
        .coordinator(cpts)
        .get(&format!("/c/{cpts}/dossiers/{}/echanges/decision.pdf", one.dossier))
        .await;
    assert_eq!(own.bytes, letter.bytes);
}
