//! The civil-year renewal: the call, the common link, one's own from an account.

use app::communaute::adhesions::{AdhesionError, Demandeur, NewAdhesion};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::authz::{ManageAdhesions, Participer, ReadAdhesions};
use domain::communaute::Statut;

use super::{DONE, base, page, under, year};
use crate::access::{Can, May};
use crate::fields::{Fields, Query};
use crate::pages::gouvernance::membre::{me, unknown};
use crate::pages::gouvernance::{done, wrong};
use crate::pages::{Page, go, in_france, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::adhesions::demande::{keep_ticked, renewal, ticked};
use crate::views::adhesions::{link, renewal as campaign};
use crate::wording::gouvernance::adhesion;

/// GET `…/adhesions/renouvellement?annee=`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadAdhesions>,
    may: May<ManageAdhesions>,
    query: Query,
) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let annee = year(&web, &query.0);
    let all = web.app.adhesions(&proof).await?.renewals(annee);
    let settled = all.iter().filter(|one| one.adhesion.as_ref().is_some_and(|one| one.is_settled())).count();
    let without = all.iter().filter(|one| one.adhesion.is_none()).count();
    let page = under(&place, format!("Renouvellement {annee}"));
    let view = campaign(page, &base(&place), (annee, all.len(), settled, without), may.yes());
    Ok(done(view, &query, DONE))
}

/// POST `…/adhesions/renouvellement`: writes to who has no membership of the year.
pub(crate) async fn call(
    State(web): State<Web>,
    Can(proof): Can<ManageAdhesions>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let annee = year(&web, &fields);
    let sent = web.app.call_renewals(&proof, annee).await?;
    let question = format!("annee={annee}&fait=appels&envoyes={}&sans={}", sent.sent, sent.without_address);
    Ok(go(&format!("{}/renouvellement?{question}", base(&place))))
}

/// POST `…/adhesions/rappel`: writes to who has not paid.
pub(crate) async fn remind(
    State(web): State<Web>,
    Can(proof): Can<ManageAdhesions>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let annee = year(&web, &fields);
    let sent = web.app.remind_dues(&proof, annee).await?;
    let question = format!("annee={annee}&fait=rappels&envoyes={}&sans={}", sent.sent, sent.without_address);
    Ok(go(&format!("{}/renouvellement?{question}", base(&place))))
}

/// POST `…/adhesions/lien`: the common link shows once, so its page is the answer itself.
pub(crate) async fn common(
    State(web): State<Web>,
    Can(proof): Can<ManageAdhesions>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let annee = year(&web, &fields);
    let (url, until) = web.app.adhesion_link(&proof, annee).await?;
    let page = under(&place, format!("Lien d'adhésion {annee}"));
    let view = link(page, &base(&place), (&url, in_france(until).date()));
    Ok(([("cache-control", "no-store")], view).into_response())
}

/// GET `…/adhesions/moi?annee=`: one's own membership.
pub(crate) async fn mine(
    State(web): State<Web>,
    Can(proof): Can<Participer>,
    query: Query,
) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let annee = year(&web, &query.0);
    let page = page(&place, format!("Mon adhésion {annee}"));
    let Some(me) = me(&web, &proof).await? else { return Ok(unknown(page)) };
    let known = web.app.adhesions(&proof).await?;
    let own = known.adhesions.iter().find(|one| one.personne == me.id && one.annee == annee);
    let view = match own {
        Some(one) => super::une::own(page, one),
        None => {
            let member = me.statut == Statut::Adherent;
            let action = format!("{}/moi", base(&place));
            renewal(page, &action, (&me.nom_texte(), &place.name), (&known.bareme, annee, member))
        }
    };
    Ok(done(view, &query, DONE))
}

/// POST `…/adhesions/moi`.
pub(crate) async fn renew(
    State(web): State<Web>,
    Can(proof): Can<Participer>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let annee = year(&web, &fields);
    let page = page(&place, format!("Mon adhésion {annee}"));
    let me = me(&web, &proof).await?;
    let me = me.ok_or_else(|| PageError::from(app::communaute::gouvernance::GouvernanceError::NoSheet))?;
    let done = ticked(fields.all("verifications"));
    let new = NewAdhesion {
        demandeur: Demandeur::Connu(me.id),
        annee,
        verifications: done.clone(),
        categorie: Some(fields.text("categorie").to_owned()).filter(|cle| !cle.is_empty()),
        complete: true,
        source: String::new(),
    };
    let action = format!("{}/moi", base(&place));
    match web.app.renew(&proof, (me.id, annee), new).await {
        Ok(_) | Err(AdhesionError::Already(_)) => Ok(go(&format!("{action}?annee={annee}&fait=renouvele"))),
        Err(error) => {
            let bareme = web.app.bareme(&proof).await?;
            let member = me.statut == Statut::Adherent;
            let view = renewal(page, &action, (&me.nom_texte(), &place.name), (&bareme, annee, member));
            Ok(wrong(keep_ticked(view, &done), &fields, adhesion(error)?))
        }
    }
}
