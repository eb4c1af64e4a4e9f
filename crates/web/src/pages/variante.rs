//! The sheet of a variant, its declared population, its history.

use app::comptes::Names;
use app::territoire::Edit;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::{Allowed, EditTerritoire, ReadDiagnostic, ReadTerritoire};
use domain::nombres::compte;
use domain::territoire::{DeclaredPopulation, Fiche, Revision, Territoire, Variante};
use territory::{Atlas, UnitCode};

use super::{Page, Place, departements, go, moment, place, variante_urls};
use crate::access::{Can, May, Path, VariantePath};
use crate::fields::{Fields, Query};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::variante::{DeclaredForm, RevisionLine, static_map};
use crate::views::{self, MapIsland, Section, VarianteExtra, VarianteView};
use crate::wording::{self, UNREADABLE_NUMBER};

/// GET `…/variantes/{variante}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadTerritoire>,
    may: May<EditTerritoire>,
    diagnostic: May<ReadDiagnostic>,
    Path(path): Path<VariantePath>,
    Query(query): Query,
) -> Page<VarianteView> {
    let mut view = sheet(&web, &proof, path, (may.yes(), None)).await?;
    view.shows_diagnostic = diagnostic.yes();
    let text = match query.text("fait") {
        "population" => "La population déclarée est enregistrée.",
        "version" => "Cette version est de nouveau la version actuelle.",
        _ => return Ok(view),
    };
    view.page = view.page.with_notice(Notice::new(Tone::Success, text));
    Ok(view)
}

/// The page of a sheet, with its forms as recorded or as typed.
async fn sheet(
    web: &Web,
    proof: &Allowed<ReadTerritoire>,
    path: VariantePath,
    (may_edit, typed): (bool, Option<DeclaredForm>),
) -> Page<VarianteView> {
    let place = place(web, proof).await?;
    let (territoire, id) = path.ids();
    let territoire = web.app.territoire(proof, territoire).await?;
    let variante = territoire.variante(id).ok_or(PageError::NotFound)?;
    let fiche = web.app.fiche(proof, path.ids()).await?;
    let revisions = web.app.revisions(proof, path.ids()).await?;
    let names = web.app.names(proof, revisions.iter().map(|revision| &revision.author)).await?;
    let extra = VarianteExtra {
        may_edit,
        // Who corrects the sheet reads the diagnosis too; `show` says it of the others.
        shows_diagnostic: may_edit,
        map: map(&fiche, variante),
        declared_form: typed.unwrap_or_else(|| recorded(variante.declared.as_ref())),
        history: history(&web.app.reference().atlas, &revisions, &names),
    };
    let page = page(&place, &territoire, variante);
    Ok(VarianteView::new(page, &fiche, variante_urls(&place.urls, &territoire, variante), extra))
}

fn page(place: &Place, territoire: &Territoire, variante: &Variante) -> views::Page {
    let urls = place.urls.territoire(&territoire.id.to_string());
    views::Page::of_cpts(&place.key, &place.name, Section::Territoires, variante.name.clone())
        .under("Territoires", place.urls.territoires())
        .under(territoire.name.clone(), urls.show())
        .with_overline(territoire.name.clone())
}

fn map(fiche: &Fiche, variante: &Variante) -> Option<MapIsland> {
    fiche.carte.as_ref()?;
    let codes: Vec<String> = departements(&variante.perimeter).iter().map(ToString::to_string).collect();
    let shows_iris = variante.perimeter.units().any(|unit| matches!(unit, UnitCode::Iris(_)));
    let mut island = MapIsland::of_departements(&codes, shows_iris);
    island.drawing = static_map(fiche);
    Some(island)
}

fn recorded(declared: Option<&DeclaredPopulation>) -> DeclaredForm {
    match declared {
        None => DeclaredForm::new("", "", ""),
        Some(declared) => DeclaredForm::new(
            &declared.inhabitants.to_string(),
            &declared.year.map(|year| year.to_string()).unwrap_or_default(),
            &declared.source,
        ),
    }
}

/// Revisions as people read them, most recent first.
fn history(atlas: &Atlas, revisions: &[Revision], names_of: &Names) -> Vec<RevisionLine> {
    let names =
        |units: Vec<UnitCode>| units.into_iter().map(|unit| atlas.unit_name(unit)).collect::<Vec<_>>();
    let lines = revisions.iter().enumerate().map(|(rank, revision)| {
        let before =
            rank.checked_sub(1).map(|before| revisions[before].perimeter.clone()).unwrap_or_default();
        let added = names(revision.perimeter.difference(&before));
        let removed = names(before.difference(&revision.perimeter));
        RevisionLine {
            id: revision.number.to_string(),
            when: moment(revision.at),
            author: wording::author(names_of, &revision.author),
            summary: change_summary(added.len(), removed.len(), rank == 0),
            added,
            removed,
            current: rank + 1 == revisions.len(),
        }
    });
    lines.rev().collect()
}

/// `Ajout de 3 lieux, retrait de 1 lieu`.
pub(super) fn change_summary(added: usize, removed: usize, first: bool) -> String {
    let parts: Vec<String> = [("Ajout de", added), ("retrait de", removed)]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(verb, count)| format!("{verb} {}", compte(count, "lieu", "lieux")))
        .collect();
    match (parts.is_empty(), first) {
        (true, true) => "Création, sans commune".into(),
        (true, false) => "Aucun changement".into(),
        (false, _) => {
            let text = parts.join(", ");
            text.replacen("retrait", if added == 0 { "Retrait" } else { "retrait" }, 1)
        }
    }
}

/// POST `…/population`.
pub(crate) async fn declare(
    State(web): State<Web>,
    Can(proof): Can<EditTerritoire>,
    Can(read): Can<ReadTerritoire>,
    Path(path): Path<VariantePath>,
    fields: Fields,
) -> Page<Response> {
    match declared(&fields) {
        Ok(declared) => {
            web.app.declare_population(&proof, path.ids(), declared).await?;
            let place = place(&web, &proof).await?;
            let (territoire, variante) = path.ids();
            let urls = place.urls.territoire(&territoire.to_string()).variante(&variante.to_string());
            Ok(go(&format!("{}?fait=population", urls.show())))
        }
        Err(form) => {
            let view = sheet(&web, &read, path, (true, Some(*form))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response())
        }
    }
}

/// What was typed, or the form with its errors.
fn declared(fields: &Fields) -> Result<Option<DeclaredPopulation>, Box<DeclaredForm>> {
    let (habitants, annee, origine) =
        (fields.text("habitants"), fields.text("annee"), fields.text("origine"));
    if habitants.is_empty() && annee.is_empty() && origine.is_empty() {
        return Ok(None);
    }
    let inhabitants = fields.whole_number("habitants").filter(|people| *people <= 100_000_000);
    let year = annee.parse::<i16>().ok().filter(|year| (1900..=2100).contains(year));
    let mut form = DeclaredForm::new(habitants, annee, origine);
    if inhabitants.is_none() {
        let error = if habitants.is_empty() { "Écrivez le nombre d'habitants." } else { UNREADABLE_NUMBER };
        form.habitants.error = Some(error.into());
    }
    if !annee.is_empty() && year.is_none() {
        form.annee.error =
            Some("Cette année n'est pas lisible. Écrivez quatre chiffres, par exemple 2017.".into());
    }
    if origine.is_empty() {
        form.origine.error =
            Some("Dites où ce chiffre a été lu\u{a0}: un chiffre sans source ne prouve rien.".into());
    }
    match inhabitants {
        Some(inhabitants) if form.errors().is_empty() => {
            Ok(Some(DeclaredPopulation { inhabitants, year, source: origine.to_owned() }))
        }
        _ => Err(Box::new(form)),
    }
}

/// POST `…/restaurer`.
pub(crate) async fn restore(
    State(web): State<Web>,
    Can(proof): Can<EditTerritoire>,
    Path(path): Path<VariantePath>,
    fields: Fields,
) -> Page<Response> {
    let number = fields.text("revision").parse().map_err(|_| PageError::NotFound)?;
    let composed = web.app.compose(&proof, path.ids(), Edit::Restore(number)).await?;
    let place = place(&web, &proof).await?;
    let (territoire, variante) = path.ids();
    let urls = place.urls.territoire(&territoire.to_string()).variante(&variante.to_string());
    // « Annuler » of the composer comes back to the composer.
    let target = match fields.text("vers") {
        "composer" => format!("{}?avant={}&annule=1", urls.composer(), composed.before),
        _ => format!("{}?fait=version", urls.show()),
    };
    Ok(go(&target))
}
