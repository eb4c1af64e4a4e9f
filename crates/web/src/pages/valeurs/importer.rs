//! A file of values: verified line by line, then written down whole or not at all.

use app::diagnostic::{Decisions, ImportLine, ImportValuesError, Typed, Verdict};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use documents::releves::LigneSaisie;
use domain::authz::EditDiagnostic;
use domain::diagnostic::catalogue::catalogue;
use domain::texte::nir::contains_nir;

use super::saisie::unprocessable;
use super::{Asked, Bureau, bureau};
use crate::access::Can;
use crate::fields::Fields;
use crate::pages::{Page, file, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::upload::Upload;
use crate::views::SheetView;
use crate::views::components::{Notice, Tone};
use crate::views::valeurs;
use crate::wording;

const TITLE: &str = "Importer des valeurs";

/// A line and its number, as the preview sends them back.
type Sent = (usize, Typed);

fn form(bureau: &Bureau) -> SheetView {
    bureau.show(|cadre| valeurs::accueil(bureau.under(TITLE), cadre))
}

/// GET `…/diagnostic/valeurs/importer`.
pub(crate) async fn ask(
    State(web): State<Web>,
    Can(_): Can<EditDiagnostic>,
    asked: Asked,
) -> Page<SheetView> {
    Ok(form(&bureau(&web, &asked).await?))
}

fn preview(bureau: &Bureau, lines: &[ImportLine]) -> Page<SheetView> {
    let catalogue = catalogue().map_err(|error| PageError::internal(error))?;
    let sent = |line: &ImportLine| serde_json::to_string(&(line.number, &line.typed));
    let kept = lines.iter().map(sent).collect::<Result<Vec<String>, _>>();
    let kept = kept.map_err(|error| PageError::internal(&error))?;
    let page = bureau.under("Vérifier le fichier");
    let name = |code| bureau.departement(code);
    Ok(bureau.show(|cadre| valeurs::apercu(page, cadre, (catalogue, &name), (lines, kept))))
}

/// POST `…/diagnostic/valeurs/importer`.
pub(crate) async fn verify(
    State(web): State<Web>,
    Can(proof): Can<EditDiagnostic>,
    asked: Asked,
    upload: Upload,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let refused = |error: String| unprocessable(form(&bureau).refusing("fichier", error));
    let Some((name, bytes)) = upload.file.filter(|(_, bytes)| !bytes.is_empty()) else {
        return Ok(refused("Choisissez un fichier qui contient au moins une valeur.".into()));
    };
    let lines = match web.app.values_in_file(&name, bytes).await {
        Ok(lines) => lines,
        Err(error) => return Ok(refused(wording::valeurs::import(error)?)),
    };
    if lines.iter().any(|(_, typed)| texts(typed).iter().any(|text| contains_nir(text))) {
        return Ok(refused(wording::SOCIAL_SECURITY.into()));
    }
    match web.app.preview_values(&proof, asked.path.ids(), lines).await {
        Ok(lines) => Ok(preview(&bureau, &lines)?.into_response()),
        Err(error) => Ok(refused(wording::valeurs::import(error)?)),
    }
}

fn texts(typed: &Typed) -> [String; 11] {
    let typed = typed.clone();
    [
        typed.indicateur,
        typed.lieu,
        typed.code,
        typed.periode,
        typed.ages,
        typed.valeur,
        typed.numerateur,
        typed.denominateur,
        typed.masque,
        typed.origine,
        typed.source,
    ]
}

/// The lines that the preview showed.
fn sent(fields: &Fields) -> Page<Vec<Sent>> {
    let read = fields.all("ligne").map(serde_json::from_str).collect::<Result<Vec<Sent>, _>>();
    read.map_err(|_| PageError::BadRequest("Les lignes du fichier ne sont pas arrivées en entier.".into()))
}

/// POST `…/diagnostic/valeurs/importer/appliquer`.
pub(crate) async fn apply(
    State(web): State<Web>,
    Can(proof): Can<EditDiagnostic>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let lines = sent(&fields)?;
    if lines.is_empty() {
        let text = wording::valeurs::import(ImportValuesError::NoValue)?;
        return Ok(unprocessable(form(&bureau).refusing("fichier", text)));
    }
    let decisions = Decisions {
        confirmed: fields.all("confirme").filter_map(|number| number.parse().ok()).collect(),
        leave: fields.text("laisser") == "oui",
    };
    match web.app.apply_values(&proof, asked.path.ids(), lines, &decisions).await {
        Ok(applied) => {
            let done = if applied.recorded == 0 { "rien" } else { "importees" };
            Ok(go(&format!("{}?fait={done}", bureau.urls.valeurs())))
        }
        Err(ImportValuesError::Undecided(lines)) => {
            let text = wording::valeurs::import(ImportValuesError::Undecided(Vec::new()))?;
            let view = preview(&bureau, &lines)?.refusing("laisser", text.clone());
            let page = view.page.with_notice(Notice::new(Tone::Attention, text));
            Ok(unprocessable(SheetView { page, parts: view.parts }))
        }
        Err(error) => Err(PageError::Unprocessable(wording::valeurs::import(error)?)),
    }
}

/// POST `…/diagnostic/valeurs/importer/refus`: the refused lines, to correct and give again.
pub(crate) async fn refused(
    State(web): State<Web>,
    Can(proof): Can<EditDiagnostic>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let catalogue = catalogue().map_err(|error| PageError::internal(error))?;
    let judged = web.app.preview_values(&proof, asked.path.ids(), sent(&fields)?).await;
    let judged = judged.map_err(|error| match wording::valeurs::import(error) {
        Ok(text) => PageError::Unprocessable(text),
        Err(error) => error,
    })?;
    let refused = judged.iter().filter_map(|line| {
        let Verdict::Refused(why) = &line.verdict else { return None };
        let indicateur = catalogue.get(line.typed.indicateur.trim());
        let reason: Vec<String> = why.iter().map(|one| documents::releves::refus(one, indicateur)).collect();
        Some(LigneSaisie { number: line.number, cells: texts(&line.typed), reason: reason.join(" ") })
    });
    let content = documents::releves::rejets_csv(&refused.collect::<Vec<_>>());
    Ok(file(content, "text/csv; charset=utf-8", "lignes-refusees.csv"))
}
