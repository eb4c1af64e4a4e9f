//! Reading the community: its door, participation, who is missing, one's own page.

pub(crate) mod accueil;
pub(crate) mod moi;
pub(crate) mod participation;

use domain::authz::{Allowed, ReadTerritoire};
use domain::territoire::{Carte, Territoire, Variante};
use territory::Perimeter;

use super::{Page, Place};
use crate::state::Web;
use crate::views::{self, Section};

/// A page of the community.
fn titled(place: &Place, title: &str) -> views::Page {
    views::Page::of_cpts(&place.key, &place.name, Section::Communaute, title)
        .under("Communauté", place.urls.under("communaute"))
}

/// The perimeter that the community is read against: the reference of the first territory that has one.
async fn perimeter(web: &Web, read: &Allowed<ReadTerritoire>) -> Page<Option<(Territoire, Variante)>> {
    let all = web.app.territoires(read).await?;
    let found = all.into_iter().find_map(|territoire| {
        let variante = territoire.reference().filter(|one| !one.perimeter.is_empty())?.clone();
        Some((territoire, variante))
    });
    Ok(found)
}

/// Its drawing.
async fn carte(
    web: &Web,
    read: &Allowed<ReadTerritoire>,
    (territoire, variante): (&Territoire, &Variante),
) -> Page<Option<Carte>> {
    Ok(web.app.fiche(read, (territoire.id, variante.id)).await?.carte)
}

/// Nobody reads anything against an empty perimeter.
fn nowhere() -> Perimeter {
    std::iter::empty().collect()
}
