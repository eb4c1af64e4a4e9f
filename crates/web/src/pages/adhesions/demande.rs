//! A request that the secretary types.

use app::communaute::adhesions::{AdhesionError, Demandeur, NewAdhesion};
use axum::extract::State;
use axum::response::Response;
use domain::authz::{Allowed, ManageAdhesions};
use domain::communaute::Personne;
use domain::communaute::adhesions::Identite;
use domain::texte::{Email, Rpps};

use super::{base, under, year};
use crate::access::Can;
use crate::fields::{Fields, Query};
use crate::pages::gouvernance::wrong;
use crate::pages::{Page, go, place};
use crate::state::Web;
use crate::views::SheetView;
use crate::views::adhesions::demande::{keep_ticked, ticked, typed};
use crate::wording::gouvernance::adhesion;
use crate::wording::organisation;

/// Who somebody says to be; what is wrong is a field and its sentence.
pub(super) fn identity(fields: &Fields) -> Result<Identite, (&'static str, String)> {
    let optional = |name: &str| Some(fields.text(name).to_owned()).filter(|text| !text.is_empty());
    let rpps = match fields.text("rpps") {
        "" => None,
        typed => Some(Rpps::parse(typed).map_err(|_| {
            (
                "rpps",
                "Ce numéro RPPS n'est pas valable. Il a onze chiffres et figure sur la carte CPS.".to_owned(),
            )
        })?),
    };
    let courriel = match fields.text("courriel") {
        "" => None,
        typed => Some(Email::parse(typed).map_err(|problem| ("courriel", organisation::email(problem)))?),
    };
    Ok(Identite {
        nom: fields.text("nom").to_owned(),
        prenom: fields.text("prenom").to_owned(),
        profession: optional("profession"),
        rpps: rpps.map(|rpps| rpps.as_str().to_owned()),
        courriel: courriel.map(|email| email.as_str().to_owned()),
    })
}

/// The person of the address, when it names one.
async fn known(web: &Web, proof: &Allowed<ManageAdhesions>, fields: &Fields) -> Page<Option<Personne>> {
    let Ok(id) = fields.text("personne").parse() else { return Ok(None) };
    let read = web.app.adhesions(proof).await?;
    Ok(read.annuaire.get(id).cloned())
}

async fn form(web: &Web, proof: &Allowed<ManageAdhesions>, fields: &Fields) -> Page<(String, SheetView)> {
    let place = place(web, proof).await?;
    let (bareme, personne) = (web.app.bareme(proof).await?, known(web, proof, fields).await?);
    let named = personne.map(|one| (one.id.to_string(), one.nom_texte()));
    let named = named.as_ref().map(|(id, nom)| (id.as_str(), nom.as_str()));
    let page = under(&place, "Noter une demande d'adhésion");
    Ok((base(&place), typed(page, &base(&place), (&bareme, year(web, fields)), named)))
}

/// GET `…/adhesions/nouvelle?personne=`.
pub(crate) async fn new(
    State(web): State<Web>,
    Can(proof): Can<ManageAdhesions>,
    Query(query): Query,
) -> Page<SheetView> {
    Ok(form(&web, &proof, &query).await?.1)
}

/// POST `…/adhesions/nouvelle`.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(proof): Can<ManageAdhesions>,
    fields: Fields,
) -> Page<Response> {
    let done = ticked(fields.all("verifications"));
    let (base, view) = form(&web, &proof, &fields).await?;
    let view = keep_ticked(view, &done);
    let demandeur = match known(&web, &proof, &fields).await? {
        Some(personne) => Demandeur::Connu(personne.id),
        None => match identity(&fields) {
            Ok(identite) => Demandeur::Declare(identite),
            Err(error) => return Ok(wrong(view, &fields, error)),
        },
    };
    let new = NewAdhesion {
        demandeur,
        annee: year(&web, &fields),
        verifications: done,
        categorie: Some(fields.text("categorie").to_owned()).filter(|cle| !cle.is_empty()),
        complete: false,
        source: "Demande d'adhésion".into(),
    };
    match web.app.request_adhesion(&proof, new).await {
        Ok(id) => Ok(go(&format!("{base}/{id}?fait=demande"))),
        Err(AdhesionError::Already(_)) => {
            let text = "Cette personne a déjà une adhésion pour cette année. Choisissez une autre année.";
            Ok(wrong(view, &fields, ("annee", text.to_owned())))
        }
        Err(error) => Ok(wrong(view, &fields, adhesion(error)?)),
    }
}
