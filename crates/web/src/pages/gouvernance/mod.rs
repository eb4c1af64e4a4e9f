//! How the association decides: rules, meetings, proxies, votes.

pub(crate) mod lien;
pub(crate) mod membre;
pub(crate) mod reglement;
pub(crate) mod seance;
pub(crate) mod votes;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::{Allowed, EditGouvernance, Permission, ReadGouvernance};
use domain::communaute::{Reunion, ReunionKind, ReunionState};
use domain::ids::{ProcurationId, ReunionId, VoteId};
use serde::Deserialize;
use uuid::Uuid;

use super::{Page, Place, place};
use crate::access::{Can, May};
use crate::fields::{Fields, Query};
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::{self, Section, SheetView, gouvernance};

/// `…/gouvernance/reunions/{reunion}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct ReunionPath {
    reunion: Uuid,
}

impl ReunionPath {
    fn id(self) -> ReunionId {
        ReunionId(self.reunion)
    }
}

/// `…/gouvernance/votes/{vote}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct VotePath {
    vote: Uuid,
}

impl VotePath {
    fn id(self) -> VoteId {
        VoteId(self.vote)
    }
}

/// `…/gouvernance/procurations/{procuration}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct ProcurationPath {
    procuration: Uuid,
}

impl ProcurationPath {
    fn id(self) -> ProcurationId {
        ProcurationId(self.procuration)
    }
}

const DONE: &[(&str, &str)] = &[
    ("regles", "Les règles sont enregistrées."),
    ("prepare", "Le vote est préparé. Ouvrez-le pendant la réunion."),
    ("ouvert", "Le vote est ouvert."),
    ("clos", "Le vote est clos. Le résultat est scellé."),
    ("carence", "L'absence de quorum est notée. Le vote n'est pas valable."),
    ("salle", "Les voix comptées sont enregistrées."),
    ("voix", "La voix est enregistrée."),
    ("procuration", "La procuration est enregistrée."),
    ("retiree", "La procuration est retirée."),
    ("convocation", "La convocation est notée."),
    ("mandats", "Les mandats des élus sont notés dans le groupe."),
];

/// Where pages about votes live.
fn base(place: &Place) -> String {
    place.urls.under("gouvernance")
}

fn page(place: &Place, title: impl Into<String>) -> views::Page {
    views::Page::of_cpts(&place.key, &place.name, Section::Communaute, title)
        .under("Communauté", place.urls.under("communaute"))
}

fn under(place: &Place, title: impl Into<String>) -> views::Page {
    page(place, title).under("Gouvernance", base(place))
}

/// Says what was done, when the address says it.
pub(crate) fn done(view: SheetView, query: &Query, sentences: &[(&str, &str)]) -> SheetView {
    let key = query.0.text("fait");
    let told = match key {
        "liens" | "appels" | "rappels" => sent(&query.0),
        _ => sentences.iter().find(|(known, _)| *known == key).map(|(_, text)| (*text).to_owned()),
    };
    match told {
        Some(text) => {
            SheetView { page: view.page.with_notice(Notice::new(Tone::Success, text)), parts: view.parts }
        }
        None => view,
    }
}

/// `12 e-mails sont partis. 3 membres n'ont pas d'adresse utilisable.`
fn sent(query: &Fields) -> Option<String> {
    let number = |name: &str| query.text(name).parse::<usize>().ok();
    let (sent, without) = (number("envoyes")?, number("sans")?);
    let count = domain::nombres::compte(sent, "e-mail est parti", "e-mails sont partis");
    let others = domain::nombres::compte(without, "membre n'a pas", "membres n'ont pas");
    Some(format!("{count}. {others} d'adresse utilisable."))
}

/// The same form with what was typed and one error.
pub(crate) fn wrong(view: SheetView, fields: &Fields, (field, sentence): (&str, String)) -> Response {
    let view = view.keeping(|name| fields.raw(name).map(str::to_owned)).refusing(field, sentence);
    (StatusCode::UNPROCESSABLE_ENTITY, view).into_response()
}

/// Meetings that decide: not those of information, not the cancelled ones, the last first.
fn deciding(mut all: Vec<Reunion>) -> Vec<Reunion> {
    all.retain(|one| one.kind != ReunionKind::Information && one.state != ReunionState::Annulee);
    all.retain(|one| one.debut.is_some());
    all.sort_by_key(|one| std::cmp::Reverse(one.debut));
    all.truncate(40);
    all
}

/// GET `…/gouvernance`.
pub(crate) async fn hub(
    State(web): State<Web>,
    Can(proof): Can<ReadGouvernance>,
    may: May<EditGouvernance>,
    query: Query,
) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let reglement = web.app.reglement(&proof).await?;
    let reunions = deciding(web.app.meetings_that_decide(&proof).await?);
    let mut votes = web.app.votes(&proof).await?;
    votes.reverse();
    let view = gouvernance::hub(
        page(&place, "Gouvernance"),
        &base(&place),
        (reglement.as_ref(), may.yes()),
        (&reunions, &votes, &web.app.zone(&proof).await?),
    );
    Ok(done(view, &query, DONE))
}

/// A page under a meeting.
async fn under_meeting<P: Permission>(
    web: &Web,
    proof: &Allowed<P>,
    (reunion, title): (&Reunion, &str),
) -> Page<(Place, views::Page)> {
    let place = place(web, proof).await?;
    let here = format!("{}/reunions/{}", base(&place), reunion.id);
    let page = under(&place, title).under(reunion.titre.clone(), here);
    Ok((place, page))
}
