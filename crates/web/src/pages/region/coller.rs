//! A pasted list of projects: what each line is, then all of them at once.

use app::region::ListError;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::authz::EditRegion;
use domain::region::etapes;

use super::{Asked, Bureau, refused, unprocessable};
use crate::access::CanIn;
use crate::fields::Fields;
use crate::pages::{Page, go};
use crate::state::Web;
use crate::views::SheetView;
use crate::views::region::coller;
use crate::wording::region::paste;

fn form(bureau: &Bureau, text: &str) -> Page<SheetView> {
    let etapes = etapes().map_err(app::AppError::from)?;
    Ok(coller::form(bureau.under("Coller une liste"), &bureau.base(), (text, etapes)))
}

/// GET `…/region/coller`.
pub(crate) async fn ask(
    State(web): State<Web>,
    CanIn(_): CanIn<EditRegion>,
    asked: Asked,
) -> Page<SheetView> {
    form(&Bureau::of(&web, &asked).await?, "")
}

/// POST `…/region/coller`: looks first; writes when it is confirmed.
pub(crate) async fn read(
    State(web): State<Web>,
    CanIn(proof): CanIn<EditRegion>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let bureau = Bureau::of(&web, &asked).await?;
    let text = fields.raw("liste").unwrap_or_default();
    let etapes = etapes().map_err(app::AppError::from)?;
    let preview = |lines: &[domain::region::Collee]| {
        coller::preview(bureau.under("Coller une liste"), &bureau.base(), (text, lines, etapes))
    };
    let error = if fields.text("confirme") == "oui" {
        match web.app.add_region_list(&proof, text).await {
            Ok(_) => return Ok(go(&format!("{}?fait=liste", bureau.base()))),
            Err(error) => error,
        }
    } else {
        match web.app.preview_region_list(&proof, text).await {
            Ok(lines) if lines.iter().all(|one| one.lue.is_ok()) => {
                return Ok(preview(&lines).into_response());
            }
            Ok(lines) => ListError::Lines(lines),
            Err(error) => error,
        }
    };
    match error {
        ListError::Lines(lines) => Ok(unprocessable(preview(&lines))),
        ListError::Paste(error) => Ok(unprocessable(form(&bureau, text)?.refusing("liste", paste(&error)))),
        ListError::Empty => {
            let said = "Collez au moins une ligne\u{a0}: nom, type, étape et date.";
            Ok(unprocessable(form(&bureau, text)?.refusing("liste", said)))
        }
        ListError::Region(error) => refused(form(&bureau, text)?, error),
    }
}
