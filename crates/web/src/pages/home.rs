//! `/`.

use app::Cpts;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::authz::{Actor, EditTerritoire, ReadTerritoire};
use territory::{Passport, Perimeter};

use super::{Page, cards, departements, missing_notices, place};
use crate::state::Web;
use crate::views::components::Notice;
use crate::views::datasets::summary_table;
use crate::views::{self, CptsUrls, HomeView, Section};

/// The home of the first CPTS that the actor may read.
pub(crate) async fn show(State(web): State<Web>, actor: Option<Extension<Actor>>) -> Page<Response> {
    let all = web.app.cpts_list().await?;
    let own = actor.as_ref().and_then(|Extension(actor)| {
        all.iter().find_map(|cpts: &Cpts| Some((actor, actor.authorize::<ReadTerritoire>(cpts.id).ok()?)))
    });
    let reference = web.app.reference();
    let mut passports: Vec<&Passport> =
        reference.embedded.iter().map(|embedded| &embedded.passport).collect();
    passports.extend(reference.datasets.iter().map(|row| &row.passport));
    passports.sort_by_key(|passport| passport.kind);
    let reference_table = summary_table(&passports);
    let Some((actor, proof)) = own else {
        let page = views::Page::new(Section::Accueil, "Bienvenue dans Maillage");
        let view = HomeView {
            page,
            territoires: vec![],
            new_url: None,
            missing: no_cpts(),
            reference: reference_table,
        };
        return Ok(view.into_response());
    };
    let place = place(&web, &proof).await?;
    let page = views::Page::of_cpts(&place.key, &place.name, Section::Accueil, place.name.clone());
    let used: Perimeter = web
        .app
        .territoires(&proof)
        .await?
        .iter()
        .filter_map(|territoire| territoire.reference())
        .flat_map(|variante| variante.perimeter.units().collect::<Vec<_>>())
        .collect();
    let may_edit = actor.authorize::<EditTerritoire>(proof.cpts()).is_ok();
    let view = HomeView {
        page: page.fictitious(all.iter().any(|cpts| cpts.id == proof.cpts() && cpts.fictitious)),
        territoires: cards(&web, &proof, &place.urls).await?,
        new_url: may_edit.then(|| CptsUrls::new(&place.key).nouveau()),
        missing: missing_notices(&web, &departements(&used)),
        reference: reference_table,
    };
    Ok(view.into_response())
}

fn no_cpts() -> Vec<Notice> {
    let text = "Aucune CPTS n'est encore enregistrée. Arrêtez Maillage, puis ouvrez-le avec la commande «\u{a0}maillage serve --cpts \"CPTS de votre territoire\"\u{a0}». Pour un essai avec des données inventées, utilisez «\u{a0}maillage demo --servir\u{a0}».";
    vec![Notice::new(crate::views::components::Tone::Info, text)]
}
