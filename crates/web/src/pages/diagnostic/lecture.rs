//! Reading: the main page, one indicator, the offer of care, the list of diagnoses.

use axum::extract::State;
use domain::authz::ReadDiagnostic;
use domain::diagnostic::IndicateurLu;

use super::{Asked, Open, Page, absent, layout, open, place, writers};
use crate::access::Can;
use crate::fields::Query;
use crate::shell::PageError;
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::diagnostic::{
    DiagnosedVariante, DiagnosticView, FrozenBanner, IndicateurView, OffreView, Tri, frozen_table, liste,
};
use crate::views::{self, Section, SheetView};

/// Title of the main page.
const TITLE: &str = "Diagnostic territorial";

/// GET `…/diagnostic`.
pub(crate) async fn show(State(web): State<Web>, asked: Asked, Query(query): Query) -> Page<DiagnosticView> {
    let mut view = today(&web, &asked).await?;
    if query.text("fait") == "valeur" {
        view.page = view.page.with_notice(Notice::new(Tone::Success, "La valeur est notée."));
    }
    Ok(view)
}

/// The main page, with its form as it opens.
pub(super) async fn today(web: &Web, asked: &Asked) -> Page<DiagnosticView> {
    let open = open(web, asked).await?;
    let list = web.app.frozen_diagnostics(&asked.proof, asked.path.ids()).await?;
    let names = writers(web, asked, list.iter().map(|fige| &fige.author)).await?;
    let frozen = frozen_table(&list, &open.urls, &|author| names.of(author));
    let titles = (open.diagnostic.territoire.as_str(), open.diagnostic.variante.as_str());
    let page = layout((&open.place, titles), asked, TITLE);
    Ok(open.read(asked, |reader| DiagnosticView::new(page, reader, &absent(web), frozen)))
}

/// GET `…/diagnostic/indicateurs/{code}`, and the same under a frozen version.
pub(crate) async fn indicateur(
    State(web): State<Web>,
    asked: Asked,
    Query(query): Query,
) -> Page<IndicateurView> {
    let open = open(&web, &asked).await?;
    let code = asked.path.code.as_deref().ok_or(PageError::NotFound)?;
    let read: &IndicateurLu = open.diagnostic.indicator(code).ok_or(PageError::NotFound)?;
    let page = open.page(&asked, read.indicateur.label.clone());
    let tri = Tri::from_key(query.text("tri"));
    let mut view = open.read(&asked, |reader| IndicateurView::new(page, reader, read, tri));
    view.banner = banner(&open);
    Ok(view)
}

/// GET `…/diagnostic/offre`, and the same under a frozen version.
pub(crate) async fn offre(State(web): State<Web>, asked: Asked) -> Page<OffreView> {
    let open = open(&web, &asked).await?;
    let page = open.page(&asked, "Offre de soins");
    let mut view = open.read(&asked, |reader| OffreView::new(page, reader));
    view.banner = banner(&open);
    Ok(view)
}

/// What a page of a frozen version says at its top.
pub(super) fn banner(open: &Open) -> Option<FrozenBanner> {
    let fige = open.fige.as_ref()?;
    Some(FrozenBanner::new(fige, &open.urls, &|author| open.names.of(author)))
}

/// GET `/c/{cpts}/diagnostics`.
pub(crate) async fn list(State(web): State<Web>, Can(proof): Can<ReadDiagnostic>) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let territoires = web.app.diagnosed_territoires(&proof).await?;
    let variantes = territoires.iter().flat_map(|territoire| {
        territoire.variantes.iter().map(|variante| DiagnosedVariante {
            territoire: territoire.name.clone(),
            variante: variante.name.clone(),
            is_reference: territoire.reference().is_some_and(|reference| reference.id == variante.id),
            url: super::super::variante_urls(&place.urls, territoire, variante)
                .diagnostic()
                .show()
                .to_owned(),
        })
    });
    let variantes: Vec<DiagnosedVariante> = variantes.collect();
    let page = views::Page::of_cpts(&place.key, &place.name, Section::Territoires, "Diagnostics")
        .under("Accueil", "/");
    Ok(liste(page, &variantes))
}
