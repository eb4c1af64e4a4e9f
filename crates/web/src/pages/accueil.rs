//! `/c/{cpts}`: the home of a CPTS.

use axum::extract::State;
use domain::authz::{Actor, EditTerritoire, ReadAccueil, ReadAssociation, ReadDiagnostic, ReadTerritoire};
use domain::ids::CptsId;
use territory::Perimeter;

use super::{Page, cards, departements, lecture, missing_notices, organisation, place};
use crate::access::{Can, May, Signed};
use crate::state::Web;
use crate::views::accueil::{self, AccueilView};
use crate::views::{self, Section};

/// GET `/c/{cpts}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadAccueil>,
    Can(read): Can<ReadTerritoire>,
    may: May<EditTerritoire>,
    diagnostic: May<ReadDiagnostic>,
    Signed(visitor): Signed,
) -> Page<AccueilView> {
    let place = place(&web, &proof).await?;
    let home = web.app.home(&proof, &visitor.actor).await?;
    let mut links = organisation::cards(&visitor.actor, proof.cpts(), &place.urls);
    links.extend(lecture::accueil::links(&visitor.actor, proof.cpts(), &place.urls));
    let territoires = web.app.territoires(&read).await?;
    let references = territoires.iter().filter_map(|territoire| territoire.reference());
    let used: Perimeter =
        references.flat_map(|variante| variante.perimeter.units().collect::<Vec<_>>()).collect();
    Ok(AccueilView {
        page: views::Page::of_cpts(&place.key, &place.name, Section::Accueil, place.name.clone()),
        waiting: accueil::lines(&home.waiting, &place.urls),
        sections: accueil::sections(&home.roles, home.bank_known, &links),
        territoires: cards(&web, &read, &place.urls, diagnostic.yes()).await?,
        new_url: may.yes().then(|| place.urls.nouveau()),
        missing: missing_notices(&web, &departements(&used)),
        contact: contact(&web, &visitor.actor, proof.cpts()).await?,
    })
}

/// Whom to ask: the address of the association when it is known.
async fn contact(web: &Web, actor: &Actor, cpts: CptsId) -> Page<String> {
    let record = match actor.authorize::<ReadAssociation>(cpts) {
        Ok(proof) => web.app.association(&proof).await?,
        Err(_) => app::organisations::Association::default(),
    };
    Ok(match record.email {
        Some(email) => format!("Une question\u{202f}? Écrivez à {email}, ou demandez à la coordination."),
        None => "Une question\u{202f}? Demandez à la coordination de votre CPTS.".to_owned(),
    })
}
