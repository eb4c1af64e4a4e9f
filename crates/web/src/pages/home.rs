//! `/` and `/organisations`.

use app::comptes::{Place, Visitor};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::ids::CptsId;
use domain::nombres::{compte, liste};

use super::{Page, go};
use crate::access::{Signed, Who};
use crate::state::Web;
use crate::views::home;
use crate::views::organisation::{HubCard, HubView};

/// GET `/`: the only organisation of the person, their choice, or the front door.
pub(crate) async fn show(State(web): State<Web>, Who(visitor): Who) -> Page<Response> {
    let Some(visitor) = visitor else {
        return Ok(home::welcome(!web.app.has_accounts().await?).into_response());
    };
    let operator = visitor.actor.standing().operator;
    match (visitor.places.as_slice(), operator) {
        ([], false) => Ok(home::without_role().into_response()),
        ([], true) => Ok(go("/instance")),
        ([only], false) => Ok(go(&address(only))),
        _ => Ok(chooser(&web, &visitor).await?.into_response()),
    }
}

/// GET `/organisations`: the choice, even of one.
pub(crate) async fn organisations(State(web): State<Web>, Signed(visitor): Signed) -> Page<Response> {
    if visitor.places.is_empty() && !visitor.actor.standing().operator {
        return Ok(home::without_role().into_response());
    }
    Ok(chooser(&web, &visitor).await?.into_response())
}

fn address(place: &Place) -> String {
    match place {
        Place::Cpts { id, .. } => format!("/c/{id}"),
        Place::Institution { id, .. } => format!("/i/{id}"),
    }
}

async fn chooser(web: &Web, visitor: &Visitor) -> Page<HubView> {
    let cpts: Vec<CptsId> = visitor
        .places
        .iter()
        .filter_map(|place| match place {
            Place::Cpts { id, .. } => Some(*id),
            Place::Institution { .. } => None,
        })
        .collect();
    let counts = web.app.waiting_counts(&visitor.actor, &cpts).await?;
    let mut cards: Vec<HubCard> = visitor.places.iter().map(|place| card(place, &counts)).collect();
    if visitor.actor.standing().operator {
        cards.push(HubCard {
            title: "Instance".to_owned(),
            url: "/instance".to_owned(),
            text: "Organisations, tâches, sauvegardes, courriels.".to_owned(),
            badge: None,
        });
    }
    Ok(home::chooser(cards))
}

fn card(place: &Place, counts: &[(CptsId, usize)]) -> HubCard {
    let (title, labels, waiting) = match place {
        Place::Cpts { id, name, roles, .. } => {
            let labels: Vec<&str> = roles.iter().map(|role| role.label()).collect();
            let waiting = counts.iter().find(|(cpts, _)| cpts == id).map_or(0, |(_, count)| *count);
            (name, labels, waiting)
        }
        Place::Institution { name, roles, .. } => (name, roles.iter().map(|role| role.label()).collect(), 0),
    };
    HubCard {
        title: title.clone(),
        url: address(place),
        text: format!("Vos rôles\u{a0}: {}.", liste(&labels)),
        badge: (waiting > 0).then(|| format!("{} en attente", compte(waiting, "chose", "choses"))),
    }
}
