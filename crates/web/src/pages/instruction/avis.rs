//! Opinions, commission, decision.

use axum::extract::State;
use axum::response::Response;
use domain::authz::{DecideDepots, GiveAvis, InstructDepots};
use domain::dossier::avis::{MotifOpposition, SensAvis};
use domain::dossier::instruction::Verdict;
use domain::ids::InstitutionId;

use super::bureau::unreadable;
use super::{Asked, bureau, refused};
use crate::access::CanIn;
use crate::fields::Fields;
use crate::pages::Page;
use crate::pages::gouvernance::wrong;
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::instruction::formulaires;

/// GET `…/saisines`.
pub(crate) async fn ask_form(
    State(web): State<Web>,
    CanIn(_): CanIn<InstructDepots>,
    asked: Asked,
) -> Page<SheetView> {
    let bureau = bureau(&web, &asked).await?;
    Ok(formulaires::saisines(bureau.under("Demander des avis"), &bureau.base, &bureau.vue.candidates))
}

/// POST `…/saisines`.
pub(crate) async fn ask(
    State(web): State<Web>,
    CanIn(proof): CanIn<InstructDepots>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let view = formulaires::saisines(bureau.under("Demander des avis"), &bureau.base, &bureau.vue.candidates);
    let chosen: Result<Vec<InstitutionId>, _> = fields.all("institutions").map(str::parse).collect();
    let chosen = chosen.map_err(|_| PageError::NotFound)?;
    match web.app.ask_opinions(&proof, asked.path.id(), &chosen).await {
        Ok(_) => Ok(bureau.done("demandes")),
        Err(error) => refused(view, &fields, error),
    }
}

/// POST `…/saisines/{saisine}/fin`.
pub(crate) async fn end(
    State(web): State<Web>,
    CanIn(proof): CanIn<InstructDepots>,
    asked: Asked,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    web.app.end_opinion_request(&proof, (asked.path.id(), asked.path.saisine()?)).await?;
    Ok(bureau.done("close"))
}

/// GET `…/commission`.
pub(crate) async fn commission_form(
    State(web): State<Web>,
    CanIn(_): CanIn<InstructDepots>,
    asked: Asked,
) -> Page<SheetView> {
    let bureau = bureau(&web, &asked).await?;
    Ok(formulaires::commission(bureau.under("Fixer la commission"), &bureau.vue, &bureau.base))
}

/// POST `…/commission`.
pub(crate) async fn commission(
    State(web): State<Web>,
    CanIn(proof): CanIn<InstructDepots>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let view = formulaires::commission(bureau.under("Fixer la commission"), &bureau.vue, &bureau.base);
    let Ok(Some(day)) = fields.day("commission") else {
        return Ok(unreadable(view, &fields, "commission"));
    };
    match web.app.set_commission(&proof, asked.path.id(), day).await {
        Ok(()) => Ok(bureau.done("commission")),
        Err(error) => refused(view, &fields, error),
    }
}

/// GET `…/avis`.
pub(crate) async fn give_form(
    State(web): State<Web>,
    CanIn(_): CanIn<GiveAvis>,
    asked: Asked,
) -> Page<SheetView> {
    let bureau = bureau(&web, &asked).await?;
    Ok(formulaires::avis(bureau.under("Donner notre avis"), &bureau.vue, &bureau.base))
}

/// POST `…/avis`.
pub(crate) async fn give(
    State(web): State<Web>,
    CanIn(proof): CanIn<GiveAvis>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let view = formulaires::avis(bureau.under("Donner notre avis"), &bureau.vue, &bureau.base);
    let given = (SensAvis::from_key(fields.text("sens")), fields.raw("motif").unwrap_or_default());
    match web.app.give_opinion(&proof, asked.path.id(), given).await {
        Ok(()) => Ok(bureau.done("avis")),
        Err(error) => refused(view, &fields, error),
    }
}

/// GET `…/decision`.
pub(crate) async fn decide_form(
    State(web): State<Web>,
    CanIn(_): CanIn<DecideDepots>,
    asked: Asked,
) -> Page<SheetView> {
    let bureau = bureau(&web, &asked).await?;
    Ok(formulaires::decision(bureau.under("Enregistrer la décision"), &bureau.vue, &bureau.base))
}

/// POST `…/decision`.
pub(crate) async fn decide(
    State(web): State<Web>,
    CanIn(proof): CanIn<DecideDepots>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let view = formulaires::decision(bureau.under("Enregistrer la décision"), &bureau.vue, &bureau.base);
    let text = |name: &str| fields.raw(name).unwrap_or_default().to_owned();
    let verdict = Verdict {
        acceptee: match fields.text("decision") {
            "oui" => Some(true),
            "non" => Some(false),
            _ => None,
        },
        motif: text("motif"),
        opposition: MotifOpposition::from_key(fields.text("opposition")),
        sans_avis: text("sans_avis"),
    };
    // An acceptance that names a ground of opposition contradicts itself.
    if verdict.acceptee == Some(true) && verdict.opposition.is_some() {
        let said =
            "Vous acceptez le dossier avec un motif d'opposition. Choisissez l'un ou l'autre.".to_owned();
        return Ok(wrong(view, &fields, ("opposition", said)));
    }
    match web.app.decide_dossier(&proof, asked.path.id(), &verdict).await {
        Ok(()) => Ok(bureau.done("decision")),
        Err(error) => refused(view, &fields, error),
    }
}
