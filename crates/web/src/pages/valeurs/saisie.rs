//! The form of a value, and of its correction.

use app::diagnostic::{Entry, ReleveError, Typed};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::{Allowed, EditDiagnostic};
use domain::diagnostic::releve::history;
use domain::diagnostic::{Indicateur, Releve, Saisie};
use domain::ids::{PieceId, ReleveId};
use domain::nombres::date;
use domain::pieces::OfDiagnostic;

use super::liste::indicateur;
use super::{Asked, Bureau, bureau};
use crate::access::Can;
use crate::fields::{Fields, Query};
use crate::pages::{Page, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::upload::Upload;
use crate::views::SheetView;
use crate::views::components::{Notice, Tone};
use crate::views::valeurs::{self, Champs, Refused};
use crate::wording;

/// The same page, refused.
pub(super) fn unprocessable(view: SheetView) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, view).into_response()
}

/// What stands in the fields.
fn champs(fields: &Fields) -> Champs {
    let text = |name: &str| fields.text(name).to_owned();
    Champs {
        typed: Typed {
            indicateur: text("indicateur"),
            lieu: text("lieu"),
            code: text("code"),
            periode: text("annee"),
            ages: text("ages"),
            valeur: text("valeur"),
            numerateur: text("numerateur"),
            denominateur: text("denominateur"),
            masque: text("masque"),
            origine: text("origine"),
            source: text("source"),
        },
        debut: text("debut"),
        fin: text("fin"),
        piece: text("piece"),
        motif: text("motif"),
    }
}

/// What stands in the fields of a correction before it is typed.
fn fields_of(bureau: &Bureau, saisie: &Saisie) -> Champs {
    let mut typed = Typed::from(saisie);
    if let domain::diagnostic::Place::Variante { revision, .. } = saisie.place
        && revision == bureau.cible.revision
    {
        typed.code = String::new();
    }
    let (mut debut, mut fin) = (String::new(), String::new());
    if saisie.period.as_year().is_none() {
        typed.periode = String::new();
        (debut, fin) = (date(saisie.period.from), date(saisie.period.to));
    }
    let piece = saisie.document.map(|piece| piece.to_string()).unwrap_or_default();
    Champs { typed, debut, fin, piece, motif: String::new() }
}

/// The period of the two dates, when no year is typed.
fn read(champs: &Champs, bureau: &Bureau) -> Result<Saisie, Refused> {
    let mut typed = champs.typed.clone();
    if typed.periode.is_empty() && !champs.debut.is_empty() {
        let fin = if champs.fin.is_empty() { &champs.debut } else { &champs.fin };
        typed.periode = format!("{} au {fin}", champs.debut);
    }
    let document = champs.piece.parse::<PieceId>().ok();
    let read = typed.read(bureau.cible).map(|saisie| Saisie { document, ..saisie });
    read.map_err(|wrong| Refused { wrong, ..Refused::default() })
}

/// Keeps the document that came with the form, so that it is not chosen again when the form comes back.
async fn attached(
    web: &Web,
    proof: &Allowed<EditDiagnostic>,
    (upload, champs): (Upload, &mut Champs),
) -> Page<(Fields, Option<String>)> {
    let Upload { fields, file } = upload;
    let Some((name, bytes)) = file else { return Ok((fields, None)) };
    match web.app.attach_piece::<OfDiagnostic>(proof, &name, bytes).await {
        Ok(id) => {
            champs.piece = id.to_string();
            Ok((fields, None))
        }
        Err(error) => Ok((fields, Some(wording::valeurs::piece(error)?))),
    }
}

fn new_form(bureau: &Bureau, champs: &Champs) -> Page<SheetView> {
    let list = app::diagnostic::recordable()?;
    Ok(bureau.show(|cadre| valeurs::form(bureau.under("Noter une valeur"), cadre, &list, champs)))
}

/// GET `…/diagnostic/valeurs/nouvelle`.
pub(crate) async fn new(
    State(web): State<Web>,
    Can(_): Can<EditDiagnostic>,
    asked: Asked,
    query: Query,
) -> Page<SheetView> {
    let bureau = bureau(&web, &asked).await?;
    new_form(&bureau, &champs(&query.0))
}

/// POST `…/diagnostic/valeurs/nouvelle`.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(proof): Can<EditDiagnostic>,
    asked: Asked,
    upload: Upload,
) -> Page<Response> {
    let mut champs = champs(&upload.fields);
    let (fields, file) = attached(&web, &proof, (upload, &mut champs)).await?;
    let bureau = bureau(&web, &asked).await?;
    let refused = match entry(&bureau, &champs, (&fields, file)) {
        Ok(entry) => match web.app.record_releve(&proof, entry).await {
            Ok(id) => return Ok(go(&format!("{}/{id}?fait=notee", bureau.urls.valeurs()))),
            Err(error) => refused_by(error)?,
        },
        Err(refused) => refused,
    };
    let known = indicateur(&champs.typed.indicateur).ok();
    Ok(wrong(&bureau, new_form(&bureau, &champs)?, (&refused, known)))
}

fn entry(
    bureau: &Bureau,
    champs: &Champs,
    (fields, file): (&Fields, Option<String>),
) -> Result<Entry, Refused> {
    let confirmed = fields.all("confirme").map(str::to_owned).collect();
    match (read(champs, bureau), file) {
        (Ok(saisie), None) => Ok(Entry { saisie, confirmed }),
        (Ok(_), file) => Err(Refused { file, ..Refused::default() }),
        (Err(refused), file) => Err(Refused { file, ..refused }),
    }
}

fn refused_by(error: ReleveError) -> Page<Refused> {
    match error {
        ReleveError::Refused(wrong) => Ok(Refused { wrong, ..Refused::default() }),
        ReleveError::ToConfirm(doubts) => Ok(Refused { doubts, ..Refused::default() }),
        other => Err(other.into()),
    }
}

fn wrong(bureau: &Bureau, view: SheetView, (refused, known): (&Refused, Option<&Indicateur>)) -> Response {
    unprocessable(valeurs::refusing(view, refused, (known, &|code| bureau.departement(code))))
}

/// The last of the chain that a value is in.
fn last(bureau: &Bureau, id: ReleveId) -> Page<&Releve> {
    history(&bureau.releves, id).first().copied().ok_or(PageError::NotFound)
}

fn correction_form(bureau: &Bureau, releve: &Releve, champs: &Champs) -> Page<SheetView> {
    let indicateur = indicateur(&releve.saisie.indicateur)?;
    let action = format!("{}/{}/corriger", bureau.urls.valeurs(), releve.id);
    let mut page = bureau.under("Corriger une valeur");
    if bureau.is_old(releve.saisie.place) {
        page = page.with_notice(Notice::new(Tone::Attention, valeurs::OLD_FORM));
    }
    Ok(bureau.show(|cadre| valeurs::correction(page, cadre, (action, indicateur), champs)))
}

/// GET `…/diagnostic/valeurs/{releve}/corriger`.
pub(crate) async fn correct_form(
    State(web): State<Web>,
    Can(_): Can<EditDiagnostic>,
    asked: Asked,
    query: Query,
) -> Page<SheetView> {
    let bureau = bureau(&web, &asked).await?;
    let last = last(&bureau, asked.path.releve()?)?;
    let chain = history(&bureau.releves, last.id);
    // Going back: the fields hold what an earlier value of the chain said; a withdrawn one, what stood before.
    let wanted = query.0.text("reprendre").parse().ok().map(ReleveId);
    let before = chain.iter().find(|one| Some(one.id) == wanted);
    let before = before.or_else(|| chain.iter().find(|one| !one.saisie.is_withdrawal()));
    let shown = before.map_or(&last.saisie, |one| &one.saisie);
    correction_form(&bureau, last, &fields_of(&bureau, shown))
}

/// POST `…/diagnostic/valeurs/{releve}/corriger`.
pub(crate) async fn correct(
    State(web): State<Web>,
    Can(proof): Can<EditDiagnostic>,
    asked: Asked,
    upload: Upload,
) -> Page<Response> {
    let mut champs = champs(&upload.fields);
    let (fields, file) = attached(&web, &proof, (upload, &mut champs)).await?;
    let bureau = bureau(&web, &asked).await?;
    let id = asked.path.releve()?;
    let releve = bureau.releves.iter().find(|one| one.id == id).ok_or(PageError::NotFound)?;
    champs.typed.indicateur = releve.saisie.indicateur.clone();
    let refused = match entry(&bureau, &champs, (&fields, file)) {
        Ok(entry) => match web.app.correct_releve(&proof, (id, &champs.motif), entry).await {
            Ok(new) => return Ok(go(&format!("{}/{new}?fait=corrigee", bureau.urls.valeurs()))),
            Err(error) => refused_by(error)?,
        },
        Err(refused) => refused,
    };
    let known = indicateur(&champs.typed.indicateur).ok();
    Ok(wrong(&bureau, correction_form(&bureau, releve, &champs)?, (&refused, known)))
}
