//! Sheets that may be of one person.

use std::collections::BTreeSet;

use app::communaute::Merge;
use axum::extract::State;
use axum::response::Response;
use domain::authz::{Allowed, EditCommunaute, ReadCommunaute};
use domain::communaute::fusion::ChampFusion;
use domain::ids::{FusionId, PersonneId};
use serde::Deserialize;
use uuid::Uuid;

use super::liste::standing;
use super::saisie::version;
use super::{DONE, done, here, titled, under};
use crate::access::{Can, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, day, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::personnes::doublons::{self, MergeLine};
use crate::views::sheet::Pager;

/// `…/doublons/{gardee}/{autre}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct PairePath {
    gardee: Uuid,
    autre: Uuid,
}

/// `…/doublons/fusions/{fusion}/annuler`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct FusionPath {
    fusion: Uuid,
}

/// Pairs of a page.
const PAIRS: usize = 50;
/// Merges shown: the others are in the journal.
const MERGES: usize = 20;

fn pager(page: usize, total: usize, base: &str) -> Option<Pager> {
    let pages = total.div_ceil(PAIRS);
    let at = |page: usize| format!("{base}?page={page}");
    (pages > 1).then(|| Pager {
        label: format!("Page {page} sur {pages}"),
        previous: (page > 1).then(|| at(page - 1)),
        next: (page < pages).then(|| at(page + 1)),
    })
}

/// GET `…/communaute/doublons`.
pub(crate) async fn list(
    State(web): State<Web>,
    Can(read): Can<ReadCommunaute>,
    Query(query): Query,
) -> Page<SheetView> {
    let place = here(&web, &read).await?;
    let annuaire = web.app.annuaire(&read).await?;
    let pairs = web.app.doublons(&read).await?;
    let asked = query.text("page").parse().unwrap_or(1);
    let page = std::cmp::min(std::cmp::max(asked, 1), pairs.len().div_ceil(PAIRS).max(1));
    let shown: Vec<_> = pairs.iter().skip((page - 1) * PAIRS).take(PAIRS).cloned().collect();
    let merges = web.app.fusions(&read).await?;
    let name = |id| annuaire.sheet(id).map(|one| one.nom_liste()).unwrap_or_default();
    let merge = |made: &app::communaute::FusionRow| MergeLine {
        id: made.id.to_string(),
        gardee: name(made.gardee),
        url: under(&place, &format!("personnes/{}", made.gardee)),
        autre: name(made.autre),
        day: day(made.at),
        undone: made.undone_at.is_some(),
    };
    let merges: Vec<_> = merges.iter().take(MERGES).map(merge).collect();
    let base = under(&place, "doublons");
    let titled = done(titled(&place, "Doublons", &[("Personnes", "personnes")]), &query, DONE);
    let pager = pager(page, pairs.len(), &base);
    Ok(doublons::list(titled, (&shown, pairs.len(), &annuaire), &merges, (&base, pager)))
}

/// GET `…/communaute/doublons/{gardee}/{autre}`.
pub(crate) async fn compare(
    State(web): State<Web>,
    Can(_): Can<EditCommunaute>,
    Can(read): Can<ReadCommunaute>,
    Path(path): Path<PairePath>,
) -> Page<SheetView> {
    let (one, other) = (sheet(&web, &read, path.gardee).await?, sheet(&web, &read, path.autre).await?);
    if one.id == other.id {
        return Err(PageError::NotFound);
    }
    let place = here(&web, &read).await?;
    let page =
        titled(&place, "Comparer deux fiches", &[("Personnes", "personnes"), ("Doublons", "doublons")]);
    Ok(doublons::compare(page, (&one, &other), &under(&place, "doublons"), web.app.today()))
}

async fn sheet(web: &Web, read: &Allowed<ReadCommunaute>, id: Uuid) -> Page<domain::communaute::Personne> {
    let one = standing(web.app.personne(read, PersonneId(id)).await?)?;
    if one.id.0 == id { Ok(one) } else { Err(PageError::NotFound) }
}

/// POST `…/communaute/doublons/{gardee}/{autre}`.
pub(crate) async fn merge(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Path(path): Path<PairePath>,
    fields: Fields,
) -> Page<Response> {
    let taken = ChampFusion::ALL.iter().filter(|champ| fields.text(champ.key()) == "autre");
    let merge = Merge {
        gardee: (PersonneId(path.gardee), version(&fields, "version_gardee")?),
        autre: (PersonneId(path.autre), version(&fields, "version_autre")?),
        prises: taken.copied().collect::<BTreeSet<_>>(),
    };
    web.app.merge_people(&proof, &merge).await?;
    let place = here(&web, &proof).await?;
    Ok(go(&under(&place, &format!("personnes/{}?fait=reunies", path.gardee))))
}

/// POST `…/communaute/doublons/{gardee}/{autre}/ecarter`.
pub(crate) async fn set_apart(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Path(path): Path<PairePath>,
) -> Page<Response> {
    let pair = (PersonneId(path.gardee), PersonneId(path.autre));
    web.app.set_apart(&proof, pair, true).await?;
    let place = here(&web, &proof).await?;
    Ok(go(&under(&place, "doublons?fait=ecartees")))
}

/// POST `…/communaute/doublons/fusions/{fusion}/annuler`.
pub(crate) async fn undo(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Path(path): Path<FusionPath>,
) -> Page<Response> {
    let kept = web.app.undo_merge(&proof, FusionId(path.fusion)).await?;
    let place = here(&web, &proof).await?;
    Ok(go(&under(&place, &format!("personnes/{kept}?fait=separees"))))
}
