//! The tool box of a region, as its institutions see it.

use app::region::{OutilRow, RegionError, ToolError, TypedOutil};
use axum::extract::State;
use axum::response::Response;
use domain::authz::EditOutils;
use domain::ids::OutilId;
use domain::region::{OutilVersion, regles};

use super::{Asked, Bureau, OutilPath, VersionPath, done, refused, stopped, unprocessable};
use crate::access::{CanIn, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::upload::Upload;
use crate::views::region::outils::{self, Autour};
use crate::views::{self, SheetView};

const DONE: &[(&str, &str)] = &[
    ("ajoute", "L'outil est dans la boîte. Les CPTS peuvent le lire."),
    ("corrige", "La fiche de l'outil est enregistrée."),
    ("version", "La nouvelle version est gardée, avec les précédentes."),
    ("retire", "L'outil est retiré de la boîte. Il peut revenir."),
    ("retabli", "L'outil est revenu dans la boîte."),
];

fn typed(fields: &Fields) -> TypedOutil {
    let text = |name: &str| fields.raw(name).unwrap_or_default().to_owned();
    TypedOutil {
        titre: text("titre"),
        theme: text("theme"),
        description: text("description"),
        responsable: text("responsable"),
        a_revoir: text("a_revoir"),
    }
}

fn under(bureau: &Bureau, title: impl Into<String>) -> views::Page {
    bureau.page(title).under("Boîte à outils", bureau.tools())
}

/// A document of the tool box, to keep.
pub(super) fn given(version: OutilVersion, content: Vec<u8>) -> Response {
    crate::pages::pieces::given_as((&version.nom, version.media_type), content)
}

/// GET `/i/{institution}/outils`.
pub(crate) async fn list(State(web): State<Web>, asked: Asked, query: Query) -> Page<SheetView> {
    let bureau = Bureau::of(&web, &asked).await?;
    if bureau.institution.region.is_none() {
        return Ok(views::region::sans_region(bureau.page("Boîte à outils"), &bureau.home));
    }
    let all = web.app.region_tools(&asked.read).await?;
    let base = bureau.tools();
    let autour = Autour { base: &base, today: web.app.today(), may_edit: asked.may_edit_tools() };
    Ok(done(outils::liste(bureau.page("Boîte à outils"), &all, &autour), &query.0, DONE))
}

fn new_form(web: &Web, bureau: &Bureau, typed: Option<TypedOutil>) -> Page<SheetView> {
    let rules = regles().map_err(app::AppError::from)?;
    let base = bureau.tools();
    let next = web.app.today().saturating_add(jiff::Span::new().months(rules.revision_mois));
    let typed = typed
        .unwrap_or_else(|| TypedOutil { a_revoir: domain::nombres::date(next), ..TypedOutil::default() });
    let page = under(bureau, "Ajouter un outil");
    Ok(outils::form(page, (format!("{base}/nouveau"), base), (&typed, &rules.themes), None))
}

/// GET `…/outils/nouveau`.
pub(crate) async fn new(
    State(web): State<Web>,
    CanIn(_): CanIn<EditOutils>,
    asked: Asked,
) -> Page<SheetView> {
    let bureau = Bureau::of(&web, &asked).await?;
    new_form(&web, &bureau, None)
}

/// What a form with a document answers when it is refused.
fn declined(view: SheetView, error: ToolError) -> Page<Response> {
    let said = match error {
        ToolError::Region(error) => return refused(view, error),
        ToolError::Piece(error) => crate::wording::valeurs::piece(error)?,
        ToolError::NoFile => "Choisissez un fichier à déposer.".to_owned(),
        ToolError::Same => "Ce fichier est déjà la dernière version. Choisissez la nouvelle.".to_owned(),
    };
    Ok(unprocessable(view.refusing("fichier", said)))
}

fn file_of(upload: &mut Upload) -> Option<(String, Vec<u8>)> {
    upload.file.take()
}

/// POST `…/outils/nouveau`.
pub(crate) async fn create(
    State(web): State<Web>,
    CanIn(proof): CanIn<EditOutils>,
    asked: Asked,
    mut upload: Upload,
) -> Page<Response> {
    let bureau = Bureau::of(&web, &asked).await?;
    let typed = typed(&upload.fields);
    let file = file_of(&mut upload);
    let file = file.as_ref().map(|(name, content)| (name.as_str(), content.clone()));
    match web.app.add_region_tool(&proof, &typed, file).await {
        Ok(id) => Ok(go(&format!("{}/{id}?fait=ajoute", bureau.tools()))),
        Err(error) => declined(new_form(&web, &bureau, Some(typed))?, error),
    }
}

async fn page(web: &Web, (asked, bureau): (&Asked, &Bureau), id: OutilId) -> Page<SheetView> {
    let row = web.app.region_tool(&asked.read, id).await?;
    let base = bureau.tools();
    let autour = Autour { base: &base, today: web.app.today(), may_edit: asked.may_edit_tools() };
    Ok(outils::show(under(bureau, row.outil.titre.clone()), &row, &autour))
}

/// GET `…/outils/{outil}`.
pub(crate) async fn show(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<OutilPath>,
    query: Query,
) -> Page<SheetView> {
    let bureau = Bureau::of(&web, &asked).await?;
    Ok(done(page(&web, (&asked, &bureau), OutilId(path.outil)).await?, &query.0, DONE))
}

fn edit_form(bureau: &Bureau, (row, typed): (&OutilRow, &TypedOutil)) -> Page<SheetView> {
    let rules = regles().map_err(app::AppError::from)?;
    let url = format!("{}/{}", bureau.tools(), row.outil.id);
    let page = under(bureau, "Corriger la fiche").under(row.outil.titre.clone(), url.clone());
    let urls = (format!("{url}/modifier"), url);
    Ok(outils::form(page, urls, (typed, &rules.themes), Some(row.outil.version)))
}

/// GET `…/outils/{outil}/modifier`.
pub(crate) async fn edit(
    State(web): State<Web>,
    CanIn(_): CanIn<EditOutils>,
    asked: Asked,
    Path(path): Path<OutilPath>,
) -> Page<SheetView> {
    let bureau = Bureau::of(&web, &asked).await?;
    let row = web.app.region_tool(&asked.read, OutilId(path.outil)).await?;
    let fiche = row.outil.fiche.clone();
    let typed = TypedOutil {
        titre: row.outil.titre.clone(),
        theme: fiche.theme,
        description: fiche.description,
        responsable: fiche.responsable,
        a_revoir: fiche.a_revoir.map(domain::nombres::date).unwrap_or_default(),
    };
    edit_form(&bureau, (&row, &typed))
}

/// POST `…/outils/{outil}/modifier`.
pub(crate) async fn save(
    State(web): State<Web>,
    CanIn(proof): CanIn<EditOutils>,
    asked: Asked,
    Path(path): Path<OutilPath>,
    fields: Fields,
) -> Page<Response> {
    let (bureau, id) = (Bureau::of(&web, &asked).await?, OutilId(path.outil));
    let row = web.app.region_tool(&asked.read, id).await?;
    let typed = typed(&fields);
    let version = fields.text("version").parse().unwrap_or(0);
    match web.app.correct_region_tool(&proof, (id, version), &typed).await {
        Ok(()) => Ok(go(&format!("{}/{id}?fait=corrige", bureau.tools()))),
        Err(error) => refused(edit_form(&bureau, (&row, &typed))?, error),
    }
}

/// POST `…/outils/{outil}/versions`.
pub(crate) async fn add_version(
    State(web): State<Web>,
    CanIn(proof): CanIn<EditOutils>,
    asked: Asked,
    Path(path): Path<OutilPath>,
    mut upload: Upload,
) -> Page<Response> {
    let (bureau, id) = (Bureau::of(&web, &asked).await?, OutilId(path.outil));
    let view = page(&web, (&asked, &bureau), id).await?;
    let file = file_of(&mut upload);
    let file = file.as_ref().map(|(name, content)| (name.as_str(), content.clone()));
    match web.app.add_tool_version(&proof, id, file).await {
        Ok(_) => Ok(go(&format!("{}/{id}?fait=version", bureau.tools()))),
        Err(error) => declined(view, error),
    }
}

/// GET `…/outils/{outil}/versions/{numero}`.
pub(crate) async fn download(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<VersionPath>,
) -> Page<Response> {
    let found = web.app.region_tool_document(&asked.read, (OutilId(path.outil), path.numero)).await?;
    Ok(given(found.0, found.1))
}

fn gone(error: RegionError) -> PageError {
    stopped(error)
}

/// POST `…/outils/{outil}/retirer`.
pub(crate) async fn remove(
    State(web): State<Web>,
    CanIn(proof): CanIn<EditOutils>,
    asked: Asked,
    Path(path): Path<OutilPath>,
) -> Page<Response> {
    let bureau = Bureau::of(&web, &asked).await?;
    web.app.remove_region_tool(&proof, (OutilId(path.outil), true)).await.map_err(gone)?;
    Ok(go(&format!("{}?fait=retire", bureau.tools())))
}

/// POST `…/outils/{outil}/retablir`.
pub(crate) async fn restore(
    State(web): State<Web>,
    CanIn(proof): CanIn<EditOutils>,
    asked: Asked,
    Path(path): Path<OutilPath>,
) -> Page<Response> {
    let bureau = Bureau::of(&web, &asked).await?;
    web.app.remove_region_tool(&proof, (OutilId(path.outil), false)).await.map_err(gone)?;
    Ok(go(&format!("{}?fait=retabli", bureau.tools())))
}
