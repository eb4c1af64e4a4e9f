//! The list of memberships, its export, and decisions for many at once.

use app::communaute::adhesions::{AdhesionsLues, Decision};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use documents::ListeTableur;
use domain::authz::{DecideAdhesions, ManageAdhesions, ReadAdhesions};
use domain::communaute::adhesions::{Adhesion, AdhesionState, montant};
use domain::ids::AdhesionId;
use domain::nombres::date;

use super::{DONE, base, page, profession};
use crate::access::{Can, May};
use crate::fields::{Fields, Query};
use crate::pages::gouvernance::{done, wrong};
use crate::pages::{Page, Place, file, go, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::adhesions::liste::{AdhesionLigne, Lues, liste};
use crate::views::adhesions::{dues, refusing, state};
use crate::views::components::Link;
use crate::views::liste::{self, Choix, Etat, trouver};
use crate::views::sheet::Part;
use crate::wording::gouvernance::adhesion;

/// The lines of the list, the last years first, by name.
fn lines(known: &AdhesionsLues) -> (Vec<AdhesionLigne>, Vec<i16>) {
    let mut years: Vec<i16> = known.adhesions.iter().map(|one| one.annee).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let line = |one: &Adhesion| {
        let personne = known.annuaire.get(one.personne);
        let words = (
            profession(personne.and_then(|one| one.profession.as_deref())),
            known.bareme.nom(one.fiche.categorie.as_deref()).to_owned(),
        );
        AdhesionLigne::new(one, &known.annuaire, words)
    };
    let mut all: Vec<AdhesionLigne> = known.adhesions.iter().map(line).collect();
    all.sort_by(|a, b| (b.adhesion.annee, &a.nom).cmp(&(a.adhesion.annee, &b.nom)));
    (all, years)
}

fn view(
    place: &Place,
    (known, query): (&AdhesionsLues, &Fields),
    (manage, decide): (bool, bool),
    error: Option<&str>,
) -> SheetView {
    let base = base(place);
    let (all, years) = lines(known);
    let mut what = liste(&base, &years, decide);
    what.erreur = error.map(str::to_owned);
    let etat = Etat::of(query, &what);
    let mut links = Vec::new();
    if manage {
        links.push(Link::new("Noter une demande", format!("{base}/nouvelle")));
    }
    links.push(Link::new("Renouveler pour une année", format!("{base}/renouvellement")));
    links.push(Link::new("Voir les cotisations", format!("{base}/bareme")));
    let parts = vec![
        Part::Lead("Qui demande à adhérer, qui est membre, qui a réglé sa cotisation.".into()),
        Part::Buttons(links),
        Part::Liste(Box::new(liste::page(what, &etat, &all, &Lues { base: base.clone() }))),
    ];
    SheetView::new(page(place, "Adhésions"), parts)
}

/// GET `…/adhesions`.
pub(crate) async fn list(
    State(web): State<Web>,
    Can(proof): Can<ReadAdhesions>,
    manage: May<ManageAdhesions>,
    decide: May<DecideAdhesions>,
    query: Query,
) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let known = web.app.adhesions(&proof).await?;
    let view = view(&place, (&known, &query.0), (manage.yes(), decide.yes()), None);
    Ok(done(view, &query, DONE))
}

/// The requests that were ticked and wait for a decision, and the address to come back to.
fn waiting(place: &Place, known: &AdhesionsLues, fields: &Fields) -> (Vec<AdhesionId>, String) {
    let (all, years) = lines(known);
    let what = liste(&base(place), &years, true);
    let chosen = Choix::of(fields, &what);
    let mut ids: Vec<AdhesionId> = match chosen.tout {
        true => {
            let lues = Lues { base: base(place) };
            trouver(&chosen.etat, &all, &lues).into_iter().map(|one| one.adhesion.id).collect()
        }
        false => chosen.ids.iter().filter_map(|id| id.parse().ok()).collect(),
    };
    // What was decided meanwhile, or is not a request, is left as it is.
    ids.retain(|id| known.get(*id).is_some_and(|one| one.state == AdhesionState::Demandee));
    (ids, chosen.retour(&base(place), ("fait", "acceptee")))
}

fn nothing(place: &Place, known: &AdhesionsLues, fields: &Fields) -> Response {
    let error = Some("Cochez au moins une demande à décider.");
    (StatusCode::UNPROCESSABLE_ENTITY, view(place, (known, fields), (true, true), error)).into_response()
}

/// POST `…/adhesions/decider`: accepts what was ticked.
pub(crate) async fn decide(
    State(web): State<Web>,
    Can(proof): Can<DecideAdhesions>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let known = web.app.adhesions(&proof).await?;
    let (ids, retour) = waiting(&place, &known, &fields);
    if ids.is_empty() {
        return Ok(nothing(&place, &known, &fields));
    }
    web.app.decide_adhesions(&proof, &ids, Decision::Accepter(web.app.today())).await?;
    Ok(go(&retour))
}

/// POST `…/adhesions/refuser`: asks for the reason first, then refuses what was ticked.
pub(crate) async fn refuse(
    State(web): State<Web>,
    Can(proof): Can<DecideAdhesions>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let known = web.app.adhesions(&proof).await?;
    let (ids, retour) = waiting(&place, &known, &fields);
    if ids.is_empty() {
        return Ok(nothing(&place, &known, &fields));
    }
    let names: Vec<(String, String)> = ids
        .iter()
        .filter_map(|id| known.get(*id))
        .map(|one| (one.id.to_string(), known.annuaire.nom(one.personne)))
        .collect();
    let asked = super::under(&place, "Refuser des demandes");
    let form = refusing(asked, &base(&place), &names);
    if fields.raw("motif").is_none() {
        return Ok(form.into_response());
    }
    let decision = Decision::Refuser(web.app.today(), fields.text("motif"));
    match web.app.decide_adhesions(&proof, &ids, decision).await {
        Ok(_) => Ok(go(&retour)),
        Err(error) => Ok(wrong(form, &fields, adhesion(error)?)),
    }
}

/// GET `…/adhesions.csv`: what the list found.
pub(crate) async fn csv(
    State(web): State<Web>,
    Can(proof): Can<ReadAdhesions>,
    Query(query): Query,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let known = web.app.adhesions(&proof).await?;
    let (all, years) = lines(&known);
    let etat = Etat::of(&query, &liste(&base(&place), &years, false));
    let found = trouver(&etat, &all, &Lues { base: base(&place) });
    let colonnes =
        ["Nom", "Profession", "RPPS", "Année", "État", "Cotisation", "Réglé", "Catégorie", "Décidée le"];
    let row = |line: &&AdhesionLigne| {
        let one = &line.adhesion;
        let rpps = known.annuaire.get(one.personne).and_then(|one| one.rpps.as_ref());
        vec![
            line.nom.clone(),
            line.profession.clone(),
            rpps.map(|rpps| rpps.as_str().to_owned()).unwrap_or_default(),
            one.annee.to_string(),
            state(one).1.to_owned(),
            dues(one),
            montant(one.paid_cents()),
            line.categorie.clone(),
            one.fiche.decidee.map(date).unwrap_or_default(),
        ]
    };
    let lignes = found.iter().map(row).collect();
    let bytes =
        documents::liste_csv(&ListeTableur { colonnes: colonnes.map(str::to_owned).to_vec(), lignes });
    web.app.note_adhesions_export(&proof).await.map_err(PageError::from)?;
    Ok(file(bytes, "text/csv; charset=utf-8", "adhesions.csv"))
}
