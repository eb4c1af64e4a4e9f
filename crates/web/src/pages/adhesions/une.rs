//! One membership: decision, checks, payments, departure, documents.

use app::communaute::adhesions::{AdhesionError, Decision};
use axum::extract::State;
use axum::response::Response;
use domain::authz::{Allowed, DecideAdhesions, EditGroupes, ManageAdhesions, ReadAdhesions};
use domain::communaute::adhesions::{Adhesion, MotifSortie, MoyenPaiement, Paiement, read_cents};
use domain::ids::AdhesionId;

use super::{AdhesionPath, DONE, base, day, under};
use crate::access::{Can, May, Path};
use crate::fields::{Fields, Query};
use crate::pages::gouvernance::{done, wrong};
use crate::pages::{Page, Place, file, go, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::adhesions::demande::ticked;
use crate::views::adhesions::{dues, state, une};
use crate::views::components::{Definition, Notice};
use crate::views::sheet::Part;
use crate::views::{self, SheetView};
use crate::wording::gouvernance::adhesion;
use crate::wording::organisation::CHOOSE;
use app::communaute::{ReadsCommunaute, ReadsGroupes};

/// One's own membership, for who has it.
pub(super) fn own(page: views::Page, one: &Adhesion) -> SheetView {
    let (tone, word) = state(one);
    let parts = vec![
        Part::Notice(Notice::new(tone, format!("Votre adhésion {} est {word}.", one.annee))),
        Part::Definitions(vec![Definition::new("Cotisation", dues(one))]),
    ];
    SheetView::new(page, parts)
}

async fn shown<P: ReadsCommunaute + ReadsGroupes>(
    web: &Web,
    proof: &Allowed<P>,
    (id, may): (AdhesionId, une::May),
) -> Page<(Place, SheetView)> {
    let place = place(web, proof).await?;
    let known = web.app.adhesions(proof).await?;
    let one = known.get(id).ok_or(PageError::NotFound)?;
    let personne = known.annuaire.get(one.personne).ok_or(PageError::NotFound)?;
    let day = one.fiche.sortie.as_ref().map_or(web.app.today(), |left| left.le);
    let mandats = web.app.mandates_of(proof, (personne.id, day)).await?;
    let others: Vec<&Adhesion> =
        known.adhesions.iter().filter(|other| other.personne == one.personne && other.id != one.id).collect();
    let page = under(&place, personne.nom_liste());
    let seen = une::Seen { one, personne, others: &others, bareme: &known.bareme, mandats: &mandats, may };
    let view = une::show(page, &base(&place), seen);
    Ok((place, view))
}

/// GET `…/adhesions/{adhesion}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadAdhesions>,
    (manage, decide, seats): (May<ManageAdhesions>, May<DecideAdhesions>, May<EditGroupes>),
    Path(path): Path<AdhesionPath>,
    query: Query,
) -> Page<SheetView> {
    let may = une::May { manage: manage.yes(), decide: decide.yes(), seats: seats.yes() };
    let (_, view) = shown(&web, &proof, (path.id(), may)).await?;
    Ok(done(view, &query, DONE))
}

fn to(place: &Place, id: AdhesionId, what: &str) -> Response {
    go(&format!("{}/{id}?fait={what}", base(place)))
}

/// After a change: the page again, or the same with what is wrong.
async fn after(
    (place, view): (Place, SheetView),
    fields: &Fields,
    (id, what): (AdhesionId, &str),
    result: Result<(), AdhesionError>,
) -> Page<Response> {
    match result {
        Ok(()) => Ok(to(&place, id, what)),
        Err(error) => Ok(wrong(view, fields, adhesion(error)?)),
    }
}

const MANAGES: une::May = une::May { manage: true, decide: false, seats: false };
const DECIDES: une::May = une::May { manage: true, decide: true, seats: true };

/// POST `…/adhesions/{adhesion}/decision`.
pub(crate) async fn decide(
    State(web): State<Web>,
    Can(proof): Can<DecideAdhesions>,
    Path(path): Path<AdhesionPath>,
    fields: Fields,
) -> Page<Response> {
    let shown = shown(&web, &proof, (path.id(), DECIDES)).await?;
    let le = match day(&web, &fields, "le") {
        Ok(le) => le,
        Err(error) => return Ok(wrong(shown.1, &fields, error)),
    };
    let decision = match fields.text("decision") {
        "accepter" => Decision::Accepter(le),
        _ => Decision::Refuser(le, fields.text("motif")),
    };
    let result = web.app.decide_adhesions(&proof, &[path.id()], decision).await;
    after(shown, &fields, (path.id(), "acceptee"), result.map(|_| ())).await
}

/// POST `…/adhesions/{adhesion}/verifications`.
pub(crate) async fn check(
    State(web): State<Web>,
    Can(proof): Can<ManageAdhesions>,
    Path(path): Path<AdhesionPath>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    web.app.note_verifications(&proof, path.id(), &ticked(fields.all("verifications"))).await?;
    Ok(to(&place, path.id(), "verifications"))
}

/// POST `…/adhesions/{adhesion}/paiement`.
pub(crate) async fn pay(
    State(web): State<Web>,
    Can(proof): Can<ManageAdhesions>,
    Path(path): Path<AdhesionPath>,
    fields: Fields,
) -> Page<Response> {
    let shown = shown(&web, &proof, (path.id(), MANAGES)).await?;
    let read = || -> Result<Paiement, (&'static str, String)> {
        let amount = "Écrivez un montant comme 30 ou 30,50.";
        let cents = read_cents(fields.text("montant")).ok_or(("montant", amount.to_owned()))?;
        let moyen = MoyenPaiement::from_key(fields.text("moyen")).ok_or(("moyen", CHOOSE.to_owned()))?;
        let cents = if fields.text("correction") == "oui" { -cents } else { cents };
        Ok(Paiement {
            le: day(&web, &fields, "le")?,
            moyen,
            cents,
            reference: fields.text("reference").to_owned(),
        })
    };
    match read() {
        Ok(new) => {
            let result = web.app.record_payment(&proof, path.id(), new).await;
            after(shown, &fields, (path.id(), "paiement"), result).await
        }
        Err(error) => Ok(wrong(shown.1, &fields, error)),
    }
}

/// POST `…/adhesions/{adhesion}/categorie`.
pub(crate) async fn category(
    State(web): State<Web>,
    Can(proof): Can<ManageAdhesions>,
    Path(path): Path<AdhesionPath>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    web.app.set_category(&proof, path.id(), fields.text("categorie")).await?;
    Ok(to(&place, path.id(), "categorie"))
}

/// POST `…/adhesions/{adhesion}/depart`.
pub(crate) async fn leave(
    State(web): State<Web>,
    Can(proof): Can<ManageAdhesions>,
    Path(path): Path<AdhesionPath>,
    fields: Fields,
) -> Page<Response> {
    let shown = shown(&web, &proof, (path.id(), MANAGES)).await?;
    let Some(motif) = MotifSortie::from_key(fields.text("motif")) else {
        return Ok(wrong(shown.1, &fields, ("motif", CHOOSE.to_owned())));
    };
    let le = match day(&web, &fields, "le") {
        Ok(le) => le,
        Err(error) => return Ok(wrong(shown.1, &fields, error)),
    };
    let result = web.app.leave_association(&proof, path.id(), (le, motif)).await;
    after(shown, &fields, (path.id(), "depart"), result).await
}

/// POST `…/adhesions/{adhesion}/retablir`.
pub(crate) async fn restore(
    State(web): State<Web>,
    Can(proof): Can<ManageAdhesions>,
    Path(path): Path<AdhesionPath>,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    web.app.undo_leave_association(&proof, path.id()).await?;
    Ok(to(&place, path.id(), "retabli"))
}

/// POST `…/adhesions/{adhesion}/mandats`: ends the seats of who left, or takes them up again.
pub(crate) async fn seats(
    State(web): State<Web>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<AdhesionPath>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    match fields.text("action") {
        "reprendre" => web.app.resume_mandates_of(&proof, path.id()).await?,
        _ => web.app.end_mandates_of(&proof, path.id()).await?,
    };
    Ok(to(&place, path.id(), "mandats"))
}

/// Makes a document away from the threads that answer requests.
async fn written(
    make: impl FnOnce() -> Result<Vec<u8>, documents::DocumentError> + Send + 'static,
) -> Page<Vec<u8>> {
    let document = tokio::task::spawn_blocking(make).await;
    document.map_err(|error| PageError::internal(&error))?.map_err(|error| PageError::internal(&error))
}

/// GET `…/adhesions/{adhesion}/certificat.pdf`.
pub(crate) async fn certificate(
    State(web): State<Web>,
    Can(proof): Can<ReadAdhesions>,
    Path(path): Path<AdhesionPath>,
) -> Page<Response> {
    let one = web.app.certificat(&proof, path.id()).await?;
    let bytes = written(move || documents::certificat_pdf(&one)).await?;
    Ok(file(bytes, "application/pdf", "certificat-adhesion.pdf"))
}

/// GET `…/adhesions/{adhesion}/recu.pdf`.
pub(crate) async fn receipt(
    State(web): State<Web>,
    Can(proof): Can<ReadAdhesions>,
    Path(path): Path<AdhesionPath>,
) -> Page<Response> {
    let one = web.app.recu(&proof, path.id()).await?;
    let bytes = written(move || documents::recu_pdf(&one)).await?;
    Ok(file(bytes, "application/pdf", "recu-cotisation.pdf"))
}
