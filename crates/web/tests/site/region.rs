//! The board of a region, its tool box and the sheets of experience, as pages.

use app::region::{TypedObjectif, TypedOutil, TypedSuivi};
use axum::http::StatusCode;
use domain::authz::{
    Actor, AllowedIn, EditExperiences, InstitutionKind, InstitutionPermission, InstitutionRole, Role,
    Standing,
};
use domain::ids::{CptsId, InstitutionId, UserId};
use domain::region::{ExperienceFiche, TypedExperience};
use testkit::{Seat, TestSite, person};

use super::site;

fn within<P: InstitutionPermission>(institution: InstitutionId) -> AllowedIn<P> {
    let standing =
        Standing { institutions: vec![(institution, P::GRANTED_TO[0])], strong: true, ..Standing::default() };
    Actor::person(UserId(uuid::Uuid::from_u128(80)), standing).authorize_in(institution).unwrap()
}

fn typed_tool(mark: &str) -> TypedOutil {
    TypedOutil {
        titre: mark.into(),
        theme: "Autre".into(),
        responsable: mark.into(),
        a_revoir: "01/01/2090".into(),
        description: mark.into(),
    }
}

/// What a route of a region or of sheets names; its institution is then of a region.
pub async fn furnish(
    site: &TestSite,
    (cpts, institution): (CptsId, InstitutionId),
    path: &str,
    mark: &str,
) -> Vec<(&'static str, String)> {
    let (app, mut blanks) = (&site.app, vec![("{numero}", "1".to_owned())]);
    let of_region = ["/region", "/outils", "/boite-a-outils"].iter().any(|part| path.contains(part));
    if of_region && !path.starts_with("/instance") {
        app.set_institution_region(&testkit::operates(), institution, Some("90")).await.unwrap();
    }
    if path.contains("{suivi}") {
        let typed = TypedSuivi {
            nom: format!("{mark} {}", app.unknown_id()),
            kind: "cpts".into(),
            etape: "etude".into(),
            le: "01/01/2024".into(),
            ..TypedSuivi::default()
        };
        let id = app.add_region_project((&within(institution), &within(institution)), &typed).await.unwrap();
        if path.ends_with("/etape/annuler") {
            let to = ("lettre", "01/02/2024");
            app.move_region_project(&within(institution), (id, 1), to).await.unwrap();
        }
        blanks.push(("{suivi}", id.to_string()));
    }
    if path.contains("/region/objectifs/") {
        let typed = TypedObjectif {
            libelle: mark.into(),
            kind: "cpts".into(),
            nombre: "3".into(),
            echeance: "01/01/2090".into(),
            source: mark.into(),
        };
        let id = app.add_region_goal(&within(institution), &typed).await.unwrap();
        blanks.push(("{objectif}", id.to_string()));
    }
    if path.contains("{outil}") {
        let content = format!("%PDF-1.7 {mark} {}", app.unknown_id()).into_bytes();
        let file = Some(("modele.pdf", content));
        let id = app.add_region_tool(&within(institution), &typed_tool(mark), file).await.unwrap();
        blanks.push(("{outil}", id.to_string()));
    }
    if path.contains("{experience}") {
        let fiche = ExperienceFiche {
            besoin: mark.into(),
            action: mark.into(),
            resultat: mark.into(),
            ..ExperienceFiche::default()
        };
        let typed = TypedExperience { titre: mark.into(), fiche };
        let proof = person(Role::Coordinateur, cpts).authorize::<EditExperiences>(cpts).unwrap();
        let id = app.add_experience(&proof, &typed).await.unwrap();
        if path.starts_with("/i/") {
            app.publish_experience(&proof, id).await.unwrap();
        }
        blanks.push(("{experience}", id.to_string()));
    }
    blanks
}

async fn desk(site: &TestSite, region: Option<&str>) -> InstitutionId {
    let named = (InstitutionKind::GuichetUrps, "Guichet");
    site.app.create_institution_in(&testkit::operates(), named, (region, true)).await.unwrap().id
}

#[tokio::test]
async fn a_board_follows_a_project_from_its_form_to_its_map_and_files() {
    let (site, _) = site().await;
    let at = desk(&site, None).await;
    let client = || site.client(Some(Seat::Institution(at, InstitutionRole::Guichet)));
    let base = format!("/i/{at}/region");
    let none = client().get(&base).await.text();
    assert!(none.contains("n'est pas encore renseignée") || none.contains("n&#39;est pas encore"), "{none}");
    let operator = || site.client(Some(Seat::Operator));
    let place = format!("/instance/institutions/{at}/region");
    let wrong = operator().post(&place, &[("region", "Occitanie")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(operator().post(&place, &[("region", "90")]).await.status, StatusCode::SEE_OTHER);

    let form = format!("{base}/nouveau");
    let wrong = client().post(&form, &[("nom", "CPTS du Val"), ("unites", "99999")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = wrong.text();
    assert!(text.contains("CPTS du Val") && text.contains("Codes inconnus"), "{text}");
    let right =
        [("nom", "CPTS du Val"), ("etape", "cpts.etude"), ("le", "01/01/2024"), ("unites", "96001 96002")];
    let made = client().post(&form, &right).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let url = made.location().split('?').next().unwrap().to_owned();
    let early = client()
        .post(&format!("{url}/etape"), &[("version", "1"), ("etape", "lettre"), ("le", "01/01/2020")])
        .await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    let moved = [("version", "1"), ("etape", "lettre"), ("le", "01/02/2024")];
    assert_eq!(client().post(&format!("{url}/etape"), &moved).await.status, StatusCode::SEE_OTHER);
    assert_eq!(client().post(&format!("{url}/etape"), &moved).await.status, StatusCode::CONFLICT);
    let late = client().post(&format!("{url}/modifier"), &[("version", "1"), ("nom", "Autre nom")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("Autre nom"), "what was typed is kept");

    let board = client().get(&format!("{base}?etape=cpts.lettre&age=365")).await.text();
    assert!(board.contains("CPTS du Val") && board.contains("habitants couverts sur"), "{board}");
    let other = client().get(&format!("{base}?etape=cpts.contrat")).await.text();
    assert!(!other.contains("CPTS du Val"), "the filter of the address is followed");
    let map = client().get(&format!("{base}/couverture")).await.text();
    assert!(map.contains("Zones blanches") && map.contains("shade-3") && map.contains("<svg"), "{map}");
    let csv = client().get(&format!("{base}.csv?etape=cpts.lettre")).await.text();
    assert!(csv.contains("CPTS du Val;CPTS;Lettre d'intention;01/02/2024"), "{csv}");
    assert_eq!(client().get(&format!("{base}.xlsx")).await.status, StatusCode::OK);

    let list = "A; CPTS; Validé; 01/01/2024\nB; CPTS; Sacré; 01/01/2024";
    let refused = client().post(&format!("{base}/coller"), &[("liste", list)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Étape inconnue"));
    let good = [("liste", "A; CPTS; Validé; 01/01/2024")];
    assert_eq!(client().post(&format!("{base}/coller"), &good).await.status, StatusCode::OK);
    let sure = [("liste", "A; CPTS; Validé; 01/01/2024"), ("confirme", "oui")];
    assert_eq!(client().post(&format!("{base}/coller"), &sure).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_tool_is_filed_by_the_guichet_and_downloaded_by_a_cpts_with_safe_headers() {
    let (site, cpts) = site().await;
    let at = desk(&site, Some("90")).await;
    let client = || site.client(Some(Seat::Institution(at, InstitutionRole::Guichet)));
    let empty = client().post(&format!("/i/{at}/outils/nouveau"), &[("titre", "Modèle")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("Modèle"), "what was typed is kept");
    let file = Some(("Modèle é.html", b"%PDF-1.7 essai".to_vec()));
    let id = site.app.add_region_tool(&within(at), &typed_tool("Modèle de lettre"), file).await.unwrap();
    let url = format!("/i/{at}/outils/{id}");
    let wrong = client().post_file(&format!("{url}/versions"), "page.pdf", b"<html></html>").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("type accepté"), "{}", wrong.text());
    let list = site.coordinator(cpts).get(&format!("/c/{cpts}/boite-a-outils")).await.text();
    assert!(list.contains("Modèle de lettre"), "{list}");
    let got = site.coordinator(cpts).get(&format!("/c/{cpts}/boite-a-outils/{id}/versions/1")).await;
    assert_eq!(got.status, StatusCode::OK);
    assert_eq!(got.header("content-type"), "application/pdf");
    assert_eq!(got.header("x-content-type-options"), "nosniff");
    assert!(got.header("content-disposition").starts_with("attachment"));
}
