//! Expenses.

use app::argent::{ArgentError, CorrectionTapee};
use axum::extract::State;
use axum::response::Response;
use domain::aci::argent::{CHAMPS, DepenseTapee, Natures, PartTapee, natures};
use domain::aci::contrat::dans_l_annee;
use domain::authz::EditArgent;
use domain::ids::DepenseId;
use domain::pieces::OfArgent;

use super::{ArgentPath, Asked, Caisse, caisse, done};
use crate::access::{Can, Path};
use crate::fields::{Fields, Query};
use crate::pages::contrats::unprocessable;
use crate::pages::{Page, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::argent::depenses;
use crate::views::components::{Notice, Tone};
use crate::wording::argent as mots;

fn table() -> Page<&'static Natures> {
    natures().map_err(|error| PageError::internal(error))
}

/// GET `…/argent/depenses`.
pub(crate) async fn list(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<ArgentPath>,
    query: Query,
) -> Page<SheetView> {
    let caisse = caisse(&web, &asked, path.id()).await?;
    let title = caisse.inside("Dépenses");
    Ok(done(depenses::liste(title, &caisse.url, (&caisse.lu, table()?), asked.edit), &query))
}

fn blank(web: &Web, caisse: &Caisse) -> Page<SheetView> {
    let year = dans_l_annee(&caisse.lu.termes, web.app.today()).map_or(1, |year| year.numero);
    let title = caisse.inside("Noter une dépense").under("Dépenses", format!("{}/depenses", caisse.url));
    Ok(depenses::nouvelle(title, &caisse.url, (&caisse.lu, table()?), year))
}

/// GET `…/argent/depenses/nouvelle`.
pub(crate) async fn new(
    State(web): State<Web>,
    Can(_): Can<EditArgent>,
    asked: Asked,
    Path(path): Path<ArgentPath>,
) -> Page<SheetView> {
    let caisse = caisse(&web, &asked, path.id()).await?;
    blank(&web, &caisse)
}

/// The parts as they are typed. A part whose year is empty is none.
fn parts(fields: &Fields) -> Vec<PartTapee> {
    let one = |[annee, mission, action, part]: [&'static str; 4]| {
        let text = |name: &str| fields.text(name).to_owned();
        PartTapee { annee: text(annee), mission: text(mission), action: text(action), montant: text(part) }
    };
    CHAMPS.map(one).to_vec()
}

/// Puts what was typed back in the forms, and says what is wrong.
fn refused(view: SheetView, fields: &Fields, error: ArgentError) -> Page<Response> {
    let mut view = view.keeping(|name| fields.raw(name).map(str::to_owned));
    match error {
        ArgentError::Depense(all) => {
            for (field, refus) in all {
                view = view.refusing(field, mots::depense(refus));
            }
        }
        ArgentError::Replaced => {
            view.page = view.page.with_notice(Notice::new(Tone::Attention, mots::REPLACED));
        }
        other => return Err(other.into()),
    }
    Ok(unprocessable(view))
}

/// POST `…/argent/depenses/nouvelle`.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(proof): Can<EditArgent>,
    asked: Asked,
    Path(path): Path<ArgentPath>,
    fields: Fields,
) -> Page<Response> {
    let text = |name: &str| fields.text(name).to_owned();
    let typed = DepenseTapee {
        tiers: text("tiers"),
        libelle: text("libelle"),
        nature: text("nature"),
        reference: text("reference"),
        montant: text("montant"),
        engage_le: text("engage_le"),
        paye_le: text("paye_le"),
        parts: parts(&fields),
    };
    let result = web.app.add_depense(&proof, path.id(), &typed).await;
    let caisse = caisse(&web, &asked, path.id()).await?;
    match result {
        Ok(id) => Ok(go(&format!("{}/depenses/{id}?fait=depense", caisse.url))),
        Err(error) => refused(blank(&web, &caisse)?, &fields, error),
    }
}

/// The page of an expense.
pub(super) async fn one((web, asked): (&Web, &Asked), caisse: &Caisse, id: DepenseId) -> Page<SheetView> {
    let found = caisse.lu.depense(id).ok_or(PageError::NotFound)?;
    let pieces = web.app.pieces::<OfArgent>(&asked.read).await?;
    let title = caisse.inside(found.libelle.clone()).under("Dépenses", format!("{}/depenses", caisse.url));
    Ok(depenses::une(title, &caisse.url, (&caisse.lu, found), (table()?, &pieces, asked.edit)))
}

/// GET `…/argent/depenses/{depense}`.
pub(crate) async fn show(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<ArgentPath>,
    query: Query,
) -> Page<SheetView> {
    let caisse = caisse(&web, &asked, path.id()).await?;
    Ok(done(one((&web, &asked), &caisse, path.depense()?).await?, &query))
}

fn version(fields: &Fields) -> i64 {
    fields.text("version").parse().unwrap_or_default()
}

/// POST `…/argent/depenses/{depense}/corriger`.
pub(crate) async fn correct(
    State(web): State<Web>,
    Can(proof): Can<EditArgent>,
    asked: Asked,
    Path(path): Path<ArgentPath>,
    fields: Fields,
) -> Page<Response> {
    let id = path.depense()?;
    let text = |name: &str| fields.text(name).to_owned();
    let typed = CorrectionTapee {
        genre: text("genre"),
        montant: text("montant"),
        le: text("le"),
        motif: text("motif"),
    };
    let result = web.app.correct_depense(&proof, (path.id(), id, version(&fields)), &typed).await;
    let caisse = caisse(&web, &asked, path.id()).await?;
    match result {
        Ok(()) => Ok(go(&format!("{}/depenses/{id}?fait=montant", caisse.url))),
        Err(error) => refused(one((&web, &asked), &caisse, id).await?, &fields, error),
    }
}

/// POST `…/argent/depenses/{depense}/ventiler`.
pub(crate) async fn split(
    State(web): State<Web>,
    Can(proof): Can<EditArgent>,
    asked: Asked,
    Path(path): Path<ArgentPath>,
    fields: Fields,
) -> Page<Response> {
    let id = path.depense()?;
    let typed = parts(&fields);
    let at = (path.id(), id, version(&fields));
    let result = web.app.split_depense(&proof, at, (&typed, fields.text("motif_parts"))).await;
    let caisse = caisse(&web, &asked, path.id()).await?;
    match result {
        Ok(()) => Ok(go(&format!("{}/depenses/{id}?fait=partage", caisse.url))),
        Err(error) => refused(one((&web, &asked), &caisse, id).await?, &fields, error),
    }
}
