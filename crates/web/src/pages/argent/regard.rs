//! Pages that only look ahead: the forecast, and what would change.

use app::argent::ArgentLu;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::aci::argent::{EtSi, Hypothese, RefusEtSi};
use domain::aci::poste::Poste;
use domain::aci::taille::Taille;
use domain::montant::Montant;

use super::{ArgentPath, Asked, caisse};
use crate::access::Path;
use crate::fields::{Fields, Query};
use crate::pages::Page;
use crate::pages::contrats::unprocessable;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::argent::{et_si, previsions};
use crate::wording::argent as mots;
use crate::wording::contrats::somme;
use crate::wording::organisation::NOT_A_DAY;

const RATE: &str = "Écrivez un nombre entier de 0 à 100.";

/// GET `…/argent/previsions`.
pub(crate) async fn forecast(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<ArgentPath>,
    query: Query,
) -> Page<Response> {
    let caisse = caisse(&web, &asked, path.id()).await?;
    let typed = query.0.text("taux");
    let (read, wrong) = match (typed, Hypothese::lire(typed)) {
        ("", _) => (Hypothese::default(), None),
        (_, Some(read)) => (read, None),
        (_, None) => (Hypothese::default(), Some(RATE.to_owned())),
    };
    let is_wrong = wrong.is_some();
    let view = previsions::page(caisse.inside("Prévisions"), &caisse.url, (&caisse.lu, read), (typed, wrong));
    Ok(if is_wrong { unprocessable(view) } else { view.into_response() })
}

type Wrong = (&'static str, String);

/// An address: what was typed under that name is one, or nothing.
fn taille(fields: &Fields) -> Option<Taille> {
    Taille::ALL.into_iter().find(|one| one.code() == fields.text("taille"))
}

fn year(fields: &Fields, name: &'static str) -> Result<u8, Wrong> {
    fields.text(name).parse().map_err(|_| (name, mots::et_si(RefusEtSi::Annee)))
}

fn poste(fields: &Fields, name: &'static str) -> Result<Poste, Wrong> {
    let wrong = (name, "Choisissez une enveloppe.".to_owned());
    Poste::try_from(fields.text(name).to_owned()).map_err(|_| wrong)
}

/// What is asked; `None` when nothing is.
fn asked_of(lu: &ArgentLu, fields: &Fields) -> Option<Result<EtSi, Wrong>> {
    Some(match fields.text("quoi") {
        "indicateur" => {
            let wanted = fields.text("indicateur");
            let one = lu.indicateurs.iter().find(|one| one.id.to_string() == wanted);
            let asked = one.filter(|one| one.removed_at.is_none()).map(|one| EtSi::Indicateur {
                annee: one.annee,
                mission: one.mission.clone(),
                intitule: one.intitule.clone(),
                montant: one.fiche.montant,
            });
            asked.ok_or(("indicateur", "Choisissez un indicateur.".into()))
        }
        "retard" => match fields.day("debut") {
            Ok(Some(debut)) => Ok(EtSi::Retard { mission: fields.text("mission").to_owned(), debut }),
            _ => Err(("debut", NOT_A_DAY.into())),
        },
        "classe" => year(fields, "annee_classe").and_then(|annee| {
            let taille = taille(fields).ok_or(("taille", "Choisissez une classe.".to_owned()))?;
            Ok(EtSi::Classe { annee, taille })
        }),
        "transfert" => transfer(fields),
        _ => return None,
    })
}

fn transfer(fields: &Fields) -> Result<EtSi, Wrong> {
    let montant =
        Montant::lire(fields.text("montant")).map_err(|refus| ("montant", somme(refus).to_owned()))?;
    Ok(EtSi::Transfert {
        annee: year(fields, "annee_transfert")?,
        de: poste(fields, "de")?,
        vers: poste(fields, "vers")?,
        montant,
    })
}

/// The field that a refusal is about.
fn field(what: &EtSi, refus: RefusEtSi) -> &'static str {
    match (what, refus) {
        (EtSi::Indicateur { .. }, _) => "indicateur",
        (EtSi::Retard { .. }, RefusEtSi::Mission) => "mission",
        (EtSi::Retard { .. }, _) => "debut",
        (EtSi::Classe { .. }, _) => "annee_classe",
        (EtSi::Transfert { .. }, RefusEtSi::Annee) => "annee_transfert",
        (EtSi::Transfert { .. }, RefusEtSi::Trop(_)) => "montant",
        (EtSi::Transfert { .. }, _) => "vers",
    }
}

/// GET `…/argent/et-si`.
pub(crate) async fn what_if(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<ArgentPath>,
    query: Query,
) -> Page<Response> {
    let caisse = caisse(&web, &asked, path.id()).await?;
    let view = |effet: Option<&_>| {
        let view = et_si::page(caisse.inside("Et si…"), &caisse.url, &caisse.lu, effet);
        view.keeping(|name| query.0.raw(name).map(str::to_owned))
    };
    let wrong = |view: SheetView, (name, text): Wrong| Ok(unprocessable(view.refusing(name, text)));
    let what = match asked_of(&caisse.lu, &query.0) {
        None => return Ok(view(None).into_response()),
        Some(Err(refus)) => return wrong(view(None), refus),
        Some(Ok(what)) => what,
    };
    match web.app.argent_et_si(&asked.read, (path.id(), &what, Hypothese::default())).await? {
        Ok(effet) => Ok(view(Some(&effet)).into_response()),
        Err(refus) => wrong(view(None), (field(&what, refus), mots::et_si(refus))),
    }
}
