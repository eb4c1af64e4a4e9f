//! The site as people use it: who may, what is refused, what comes back.

#![allow(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

mod acces;
mod access;
mod argent;
mod browser;
mod cles;
mod composer;
mod compte;
mod contrats;
mod diagnostic;
mod dialogues;
mod door;
mod dossiers;
mod downloads;
mod etapes;
mod exploitation;
mod forms;
mod gouvernance;
mod ground;
mod groupes;
mod imports;
mod indicateurs;
mod instruction;
mod invitations;
mod lecture;
mod mobilisation;
mod organisation;
mod pages;
mod personnes;
mod presences;
mod questionnaires;
mod region;
mod reunions;
mod rgpd;
mod sessions;
mod valeurs;

use app::territoire::Created;
use domain::ids::CptsId;
use domain::territoire::Variante;
use testkit::{TestApp, TestSite};

/// A site with the invented département and the CPTS `CPTS du Val`.
async fn site() -> (TestSite, CptsId) {
    let site = TestSite::new(TestApp::with_reference().await);
    let cpts = site.app.tenant("CPTS du Val").await;
    (site, cpts)
}

/// The address of a territory.
fn territoire(cpts: CptsId, made: Created) -> String {
    format!("/c/{cpts}/territoires/{}", made.territoire)
}

/// The address of a variant.
fn variante(cpts: CptsId, made: Created) -> String {
    format!("{}/variantes/{}", territoire(cpts, made), made.variante)
}

/// A variant as it is now.
async fn now(site: &TestSite, cpts: CptsId, made: Created) -> Variante {
    let territoire = site.app.territoire(&testkit::reads(cpts), made.territoire).await.unwrap();
    territoire.variante(made.variante).unwrap().clone()
}
