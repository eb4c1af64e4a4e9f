//! A pasted list or a file: shown as understood, applied on demand.

use app::territoire::Edit;
use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::{EditTerritoire, ReadTerritoire};
use domain::nombres::habitants;
use territory::diagnosis::NamedUnit;
use territory::paste::{Line, Outcome, Paste, Reason};
use territory::{Atlas, Perimeter, UnitCode};

use super::composer::{Bench, known, query};
use super::{Page, go};
use crate::access::{Can, Path, VariantePath};
use crate::fields::Fields;
use crate::shell::PageError;
use crate::state::Web;
use crate::views::PreviewView;
use crate::views::composer::{ComposerState, PreviewLine, Proposal};

/// POST `…/coller`.
pub(crate) async fn paste(
    State(web): State<Web>,
    Can(_): Can<EditTerritoire>,
    Can(read): Can<ReadTerritoire>,
    Path(path): Path<VariantePath>,
    fields: Fields,
) -> Page<Response> {
    let bench = Bench::open(&web, &read, path).await?;
    // Boxes already ticked on the preview stay: only the unknown lines are read again.
    let kept = fields.units()?;
    let text = fields.text("liste");
    if text.is_empty() && kept.is_empty() {
        let mut view = bench.view(&web, ComposerState::default(), None);
        view.liste_error = Some("La liste est vide. Collez au moins une commune ou un code.".into());
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response());
    }
    let reference = web.app.reference();
    let paste = Paste::read(&reference.atlas, text);
    Ok(preview(&bench, &reference.atlas, &paste, ("votre liste", &kept)).into_response())
}

/// POST `…/fichier`.
pub(crate) async fn file(
    State(web): State<Web>,
    Can(_): Can<EditTerritoire>,
    Can(read): Can<ReadTerritoire>,
    Path(path): Path<VariantePath>,
    mut form: Multipart,
) -> Page<Response> {
    let bench = Bench::open(&web, &read, path).await?;
    let unreadable = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
        _ => PageError::BadRequest("Le fichier n'est pas arrivé en entier.".into()),
    };
    let mut sent = None;
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        if field.name() == Some("fichier") {
            let name = field.file_name().unwrap_or("fichier").to_owned();
            sent = Some((name, field.bytes().await.map_err(unreadable)?));
        }
    }
    let refused = |error: String| {
        let mut view = bench.view(&web, ComposerState::default(), None);
        view.fichier_error = Some(error);
        (StatusCode::UNPROCESSABLE_ENTITY, view).into_response()
    };
    let Some((name, bytes)) = sent.filter(|(_, bytes)| !bytes.is_empty()) else {
        return Ok(refused("Choisissez un fichier qui contient au moins une ligne.".into()));
    };
    let lines = match web.app.list_in_file(&name, bytes.to_vec()).await {
        Ok(lines) => lines,
        Err(error) => return Ok(refused(error.sentence())),
    };
    let reference = web.app.reference();
    let paste = Paste::read(&reference.atlas, &lines.join("\n"));
    Ok(preview(&bench, &reference.atlas, &paste, (&name, &[])).into_response())
}

/// POST `…/appliquer`.
pub(crate) async fn apply(
    State(web): State<Web>,
    Can(proof): Can<EditTerritoire>,
    Can(read): Can<ReadTerritoire>,
    Path(path): Path<VariantePath>,
    fields: Fields,
) -> Page<Response> {
    let bench = Bench::open(&web, &read, path).await?;
    let units = known(&web, fields.units()?)?;
    if units.is_empty() {
        let reference = web.app.reference();
        let paste = Paste::read(&reference.atlas, fields.text("liste"));
        let mut view = preview(&bench, &reference.atlas, &paste, ("votre liste", &[]));
        view.error = Some("Rien n'est coché. Cochez au moins un lieu, ou annulez.".into());
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response());
    }
    let edit = if fields.text("mode") == "remplacer" { Edit::Replace(units) } else { Edit::Add(units) };
    let composed = web.app.compose(&proof, path.ids(), edit).await?;
    Ok(go(&format!("{}?{}", bench.urls().composer(), query(&ComposerState::default(), composed.before))))
}

fn preview(bench: &Bench, atlas: &Atlas, paste: &Paste, (origin, kept): (&str, &[UnitCode])) -> PreviewView {
    let perimeter = &bench.variante.perimeter;
    let recognised = paste.perimeter().with(kept.iter().copied());
    let mut view = PreviewView {
        page: bench.page("Vérifier la liste"),
        urls: bench.urls(),
        origin: origin.to_owned(),
        recognised: recognised.units().map(|unit| proposal(atlas, perimeter, unit, true)).collect(),
        ambiguous: Vec::new(),
        former: Vec::new(),
        unknown: Vec::new(),
        remarks: Vec::new(),
        error: None,
        has_members: !perimeter.is_empty(),
    };
    if paste.lines.iter().any(|line| matches!(line.outcome, Outcome::Recognised { unverified: true, .. })) {
        view.remarks.push(
            "Certains IRIS n'ont pas pu être vérifiés\u{a0}: la liste des IRIS de leur commune n'est pas importée.".into(),
        );
    }
    let headings: Vec<String> = paste.headings().map(|line| format!("«\u{a0}{}\u{a0}»", line.text)).collect();
    if !headings.is_empty() {
        view.remarks.push(format!(
            "Titres et totaux de tableau laissés de côté\u{a0}: {}.",
            domain::nombres::liste(&headings)
        ));
    }
    for line in paste.problems() {
        sort_line(&mut view, atlas, perimeter, line);
    }
    view
}

fn sort_line(view: &mut PreviewView, atlas: &Atlas, perimeter: &Perimeter, line: &Line) {
    let choice = |why: String, places: &[NamedUnit], tick_only: bool| PreviewLine {
        rank: line.number,
        text: line.text.clone(),
        why,
        proposals: places
            .iter()
            .map(|place| proposal(atlas, perimeter, place.code, tick_only && places.len() == 1))
            .collect(),
    };
    match &line.outcome {
        Outcome::Recognised { .. } => {}
        Outcome::Ambiguous { candidates } => {
            view.ambiguous.push(choice(
                "Plusieurs communes correspondent à cette ligne.".into(),
                candidates,
                false,
            ));
        }
        Outcome::Former { code, name, ended, successors } => {
            let when = ended.map(|year| format!(" en {year}")).unwrap_or_default();
            let why = format!(
                "La commune {name} ({code}) n'existe plus\u{a0}: elle a été réunie ou renommée{when}."
            );
            view.former.push(choice(why, successors, true));
        }
        Outcome::Unknown(reason) => {
            view.unknown.push(line.text.clone());
            view.remarks.extend(remark(line.number, reason));
        }
    }
}

/// Why a line was not understood, when it can be said.
fn remark(number: usize, reason: &Reason) -> Option<String> {
    match reason {
        Reason::NothingRead | Reason::Heading => None,
        Reason::UnknownCode(code) => Some(format!(
            "Ligne {number}\u{a0}: le code {code} n'existe ni dans la liste des communes, ni dans celle des IRIS."
        )),
        Reason::SpreadsheetNumber(text) => Some(format!(
            "Ligne {number}\u{a0}: un tableur a changé un code en nombre («\u{a0}{text}\u{a0}»). Mettez la colonne au format texte, puis recopiez les codes."
        )),
    }
}

fn proposal(atlas: &Atlas, perimeter: &Perimeter, unit: UnitCode, ticked: bool) -> Proposal {
    let commune = unit.commune();
    let mut detail = vec![unit.to_string(), atlas.departement_name(commune.departement())];
    detail.extend(atlas.unit_population(unit).map(|people| format!("{} habitants", habitants(people))));
    Proposal {
        code: unit.to_string(),
        name: atlas.unit_name(unit),
        detail: detail.join(", "),
        ticked,
        inside: perimeter.covers(unit),
    }
}
