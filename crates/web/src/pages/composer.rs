//! The composer: the perimeter of a variant, changed step by step.

use app::territoire::{Composed, Edit};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use domain::authz::{Allowed, EditTerritoire, ReadTerritoire};
use domain::territoire::{Territoire, Variante};
use territory::{Atlas, EpciCode, UnitCode};

use super::places::{epcis, figures, iris_panel, members, search};
use super::{Page, Place, departements, go, missing_notices, place, variante_urls};
use crate::access::{Can, Path, VariantePath};
use crate::fields::{Fields, Query};
use crate::shell::{Htmx, PageError};
use crate::state::Web;
use crate::views::components::{ActionForm, Notice, Tone};
use crate::views::composer::ComposerState;
use crate::views::{self, ComposerView, MapIsland, MapToggles, Section, VarianteUrls};

/// GET `…/composer`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(_): Can<EditTerritoire>,
    Can(read): Can<ReadTerritoire>,
    Path(path): Path<VariantePath>,
    Htmx(htmx): Htmx,
    Query(query): Query,
) -> Page<Response> {
    let bench = Bench::open(&web, &read, path).await?;
    let notice = bench.notice_since(&web, &read, &query).await?;
    let view = bench.view(&web, state(&query), notice);
    Ok(if htmx { fragment(&view)? } else { view.into_response() })
}

/// The block of the page that htmx swaps.
fn fragment(view: &ComposerView) -> Page<Response> {
    let html = view.as_workshop().render().map_err(|error| PageError::internal(&error))?;
    Ok(Html(html).into_response())
}

pub(super) fn state(fields: &Fields) -> ComposerState {
    ComposerState {
        q: fields.text("q").to_owned(),
        intercommunalite: fields.text("intercommunalite").to_owned(),
        iris: fields.text("iris").to_owned(),
    }
}

/// A variant on the bench.
pub(super) struct Bench {
    pub(super) place: Place,
    pub(super) territoire: Territoire,
    pub(super) variante: Variante,
}

impl Bench {
    pub(super) async fn open(web: &Web, proof: &Allowed<ReadTerritoire>, path: VariantePath) -> Page<Self> {
        let (territoire, id) = path.ids();
        let territoire = web.app.territoire(proof, territoire).await?;
        let variante = territoire.variante(id).ok_or(PageError::NotFound)?.clone();
        Ok(Self { place: place(web, proof).await?, territoire, variante })
    }

    pub(super) fn urls(&self) -> VarianteUrls {
        variante_urls(&self.place.urls, &self.territoire, &self.variante)
    }

    pub(super) fn page(&self, title: &str) -> views::Page {
        let territoire = self.place.urls.territoire(&self.territoire.id.to_string());
        views::Page::of_cpts(&self.place.key, &self.place.name, Section::Territoires, title)
            .under("Territoires", self.place.urls.territoires())
            .under(self.territoire.name.clone(), territoire.show())
            .under(self.variante.name.clone(), self.urls().show())
            .with_overline(format!("{}, {}", self.territoire.name, self.variante.name))
    }

    /// What changed since the revision that the address names.
    async fn notice_since(
        &self,
        web: &Web,
        proof: &Allowed<ReadTerritoire>,
        query: &Fields,
    ) -> Page<Option<Notice>> {
        let Ok(number) = query.text("avant").parse::<u32>() else { return Ok(None) };
        let revisions = web.app.revisions(proof, (self.territoire.id, self.variante.id)).await?;
        let Some(before) = revisions.into_iter().find(|revision| revision.number == number) else {
            return Ok(None);
        };
        let composed = Composed {
            added: self.variante.perimeter.difference(&before.perimeter),
            removed: before.perimeter.difference(&self.variante.perimeter),
            before: number,
            now: self.variante.revision,
        };
        Ok(Some(self.notice(&web.app.reference().atlas, &composed, !query.text("annule").is_empty())))
    }

    /// What a change did, with the button that takes it back.
    fn notice(&self, atlas: &Atlas, composed: &Composed, undone: bool) -> Notice {
        let (added, removed) = (composed.added.as_slice(), composed.removed.as_slice());
        if added.is_empty() && removed.is_empty() {
            return Notice::new(Tone::Info, "Rien n'a changé\u{a0}: le territoire était déjà ainsi.");
        }
        if undone {
            return Notice::new(Tone::Success, "La modification est annulée.");
        }
        let text = match (added, removed) {
            ([one], []) => format!("{} est dans le territoire.", atlas.unit_name(*one)),
            ([], [one]) => format!("{} n'est plus dans le territoire.", atlas.unit_name(*one)),
            _ => format!("{}.", super::variante::change_summary(added.len(), removed.len(), false)),
        };
        let undo = ActionForm::new("Annuler cette modification", self.urls().restaurer())
            .with("revision", composed.before.to_string())
            .with("vers", "composer");
        Notice::new(Tone::Success, text).with_action(undo)
    }

    pub(super) fn view(&self, web: &Web, state: ComposerState, notice: Option<Notice>) -> ComposerView {
        let reference = web.app.reference();
        let atlas = &reference.atlas;
        let perimeter = &self.variante.perimeter;
        let urls = self.urls();
        let map = self.map(&reference, &urls);
        let mut page = self.page("Composer le territoire");
        for missing in missing_notices(web, &departements(perimeter)) {
            page = page.with_notice(missing);
        }
        page.has_map = map.is_some();
        let diagnosis = atlas.diagnose(perimeter);
        page.fictitious = diagnosis.is_fictitious();
        ComposerView {
            page,
            figures: figures(&diagnosis),
            lines: members(atlas, perimeter),
            search: (!state.q.is_empty()).then(|| search(atlas, perimeter, &state.q)),
            epcis: (!state.intercommunalite.is_empty())
                .then(|| epcis(atlas, perimeter, &state.intercommunalite)),
            iris: state.iris.parse().ok().map(|code| iris_panel(atlas, perimeter, code)),
            map,
            urls,
            state,
            notice,
            liste_error: None,
            fichier_error: None,
        }
    }

    /// The map of the départements of the perimeter; before that, of those that are mapped, when they are few.
    fn map(&self, reference: &app::Reference, urls: &VarianteUrls) -> Option<MapIsland> {
        let perimeter = &self.variante.perimeter;
        let mapped = reference.mapped_departements();
        let mut shown: Vec<_> =
            departements(perimeter).into_iter().filter(|code| mapped.contains(code)).collect();
        if perimeter.is_empty() && mapped.len() <= 2 {
            shown = mapped;
        }
        if shown.is_empty() {
            return None;
        }
        let codes: Vec<String> = shown.iter().map(ToString::to_string).collect();
        let shows_iris = perimeter.units().any(|unit| matches!(unit, UnitCode::Iris(_)));
        let mut island = MapIsland::of_departements(&codes, shows_iris);
        island.toggles = Some(MapToggles { add: urls.ajouter(), remove: urls.retirer() });
        Some(island)
    }
}

/// POST `…/ajouter`.
pub(crate) async fn add(
    State(web): State<Web>,
    Can(proof): Can<EditTerritoire>,
    Can(read): Can<ReadTerritoire>,
    Path(path): Path<VariantePath>,
    Htmx(htmx): Htmx,
    fields: Fields,
) -> Page<Response> {
    let units = known(&web, fields.units()?)?;
    apply(&web, (&proof, &read), path, Edit::Add(units), (htmx, &fields)).await
}

/// POST `…/retirer`.
pub(crate) async fn remove(
    State(web): State<Web>,
    Can(proof): Can<EditTerritoire>,
    Can(read): Can<ReadTerritoire>,
    Path(path): Path<VariantePath>,
    Htmx(htmx): Htmx,
    fields: Fields,
) -> Page<Response> {
    let units = fields.units()?;
    apply(&web, (&proof, &read), path, Edit::Remove(units), (htmx, &fields)).await
}

/// POST `…/epci`.
pub(crate) async fn add_epci(
    State(web): State<Web>,
    Can(proof): Can<EditTerritoire>,
    Can(read): Can<ReadTerritoire>,
    Path(path): Path<VariantePath>,
    Htmx(htmx): Htmx,
    fields: Fields,
) -> Page<Response> {
    let code: EpciCode = fields.text("epci").parse().map_err(|_| PageError::NotFound)?;
    let communes = web.app.reference().atlas.epci_communes(code);
    if communes.is_empty() {
        return Err(PageError::NotFound);
    }
    let units = communes.into_iter().map(UnitCode::Commune).collect();
    apply(&web, (&proof, &read), path, Edit::Add(units), (htmx, &fields)).await
}

/// Units that the reference data know.
pub(super) fn known(web: &Web, units: Vec<UnitCode>) -> Page<Vec<UnitCode>> {
    let reference = web.app.reference();
    let atlas = &reference.atlas;
    // Where no IRIS of a commune is imported, its IRIS cannot be checked one by one.
    let unverified = |unit: &UnitCode| {
        let commune = unit.commune();
        matches!(unit, UnitCode::Iris(_))
            && atlas.commune(commune).is_some()
            && atlas.iris_of(commune).is_empty()
    };
    let stranger = units.iter().find(|unit| !atlas.knows(**unit) && !unverified(unit));
    match stranger {
        Some(unit) => Err(PageError::Unprocessable(format!(
            "Le code {unit} n'existe pas dans la liste des communes et des IRIS de cette installation."
        ))),
        None => Ok(units),
    }
}

async fn apply(
    web: &Web,
    (proof, read): (&Allowed<EditTerritoire>, &Allowed<ReadTerritoire>),
    path: VariantePath,
    edit: Edit,
    (htmx, fields): (bool, &Fields),
) -> Page<Response> {
    let composed = web.app.compose(proof, path.ids(), edit).await?;
    let bench = Bench::open(web, read, path).await?;
    let state = state(fields);
    if htmx {
        let notice = bench.notice(&web.app.reference().atlas, &composed, false);
        return fragment(&bench.view(web, state, Some(notice)));
    }
    Ok(go(&format!("{}?{}", bench.urls().composer(), query(&state, composed.before))))
}

/// The address of the composer as it was, with the revision before the change.
pub(super) fn query(state: &ComposerState, before: u32) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(state.pairs());
    query.append_pair("avant", &before.to_string());
    query.finish()
}
