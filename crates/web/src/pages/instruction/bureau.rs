//! The list of the desk, one dossier, one version; declaring it complete.

use axum::extract::State;
use axum::response::Response;
use domain::authz::{InstructDepots, ReadDepots};

use super::{Asked, bureau, done, refused};
use crate::access::CanIn;
use crate::fields::{Fields, Query};
use crate::pages::Page;
use crate::state::Web;
use crate::views::instruction::dossier::{self, Autour};
use crate::views::instruction::{self, formulaires, liste_of, version};
use crate::views::liste::Etat;
use crate::views::{self, Section, SheetView};
use crate::wording::organisation::NOT_A_DAY;

const DONE: &[(&str, &str)] = &[
    ("complet", "Le dossier est déclaré complet. Il est en instruction."),
    ("notee", "La correction est notée. Envoyez-la avec les autres quand vous avez fini."),
    ("retiree", "La correction est retirée."),
    ("envoyees", "Les corrections sont envoyées. Le dossier est à compléter par la CPTS."),
    ("levee", "La correction est levée."),
    ("maintenue", "La correction est maintenue. Elle repart au prochain envoi."),
    ("demandes", "Les avis sont demandés. Chaque institution reçoit un courriel."),
    ("close", "La demande d'avis est close."),
    ("commission", "La date de la commission est enregistrée."),
    ("avis", "Votre avis est enregistré. Le Guichet est prévenu."),
    ("decision", "La décision est enregistrée. La CPTS reçoit un courriel."),
];

/// GET `/i/{institution}/dossiers`.
pub(crate) async fn list(
    State(web): State<Web>,
    CanIn(proof): CanIn<ReadDepots>,
    query: Query,
) -> Page<SheetView> {
    let lignes = web.app.desk(&proof).await?;
    let institution = web.app.institution_of(&proof).await?;
    let base = format!("/i/{}/dossiers", proof.institution());
    let page = views::Page::new(Section::Dossiers, "Dossiers")
        .under(institution.name.clone(), format!("/i/{}", institution.id))
        .with_overline(institution.name)
        .fictitious(institution.fictitious);
    let etat = Etat::of(&query.0, &liste_of(&base));
    Ok(instruction::liste(page, &base, (&lignes, &etat)))
}

/// GET `…/dossiers/{dossier}`.
pub(crate) async fn show(State(web): State<Web>, asked: Asked, query: Query) -> Page<SheetView> {
    let bureau = bureau(&web, &asked).await?;
    let current = bureau.vue.courante().map(|one| one.id);
    let lettre = match current {
        Some(id) => web.app.desk_version(&asked.read, (asked.path.id(), id)).await?.lettre,
        None => None,
    };
    let around = Autour { base: &bureau.base, lettre: lettre.as_ref(), peut: asked.peut };
    let view = dossier::show(bureau.page(bureau.titre()), &bureau.vue, &around);
    Ok(done(view, &query, DONE))
}

/// GET `…/versions/{depot}`.
pub(crate) async fn version(State(web): State<Web>, asked: Asked) -> Page<SheetView> {
    let bureau = bureau(&web, &asked).await?;
    let depot = asked.path.depot()?;
    let read = web.app.desk_version(&asked.read, (asked.path.id(), depot)).await?;
    let page = bureau.under(format!("Version {}", read.depot.numero));
    let base = format!("{}/versions/{depot}", bureau.base);
    let open = !bureau.vue.ligne.dossier.etat.is_over();
    let may = asked.peut.instruire && bureau.vue.is_guichet() && read.courante && open;
    let correct = may.then(|| format!("{}/corrections/nouvelle?depot={depot}", bureau.base));
    let around = (base.as_str(), &bureau.vue.ligne.zone);
    Ok(version::show(page, &read, around, correct.as_deref()))
}

/// GET `…/complet`.
pub(crate) async fn complete_form(
    State(web): State<Web>,
    CanIn(_): CanIn<InstructDepots>,
    asked: Asked,
) -> Page<SheetView> {
    let bureau = bureau(&web, &asked).await?;
    Ok(formulaires::complet(bureau.under("Déclarer le dossier complet"), &bureau.vue, &bureau.base))
}

/// POST `…/complet`.
pub(crate) async fn complete(
    State(web): State<Web>,
    CanIn(proof): CanIn<InstructDepots>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let view = formulaires::complet(bureau.under("Déclarer le dossier complet"), &bureau.vue, &bureau.base);
    let Ok(day) = fields.day("recu_le") else {
        return Ok(unreadable(view, &fields, "recu_le"));
    };
    match web.app.declare_complete(&proof, asked.path.id(), day).await {
        Ok(()) => Ok(bureau.done("complet")),
        Err(error) => refused(view, &fields, error),
    }
}

/// The same form, with a day that cannot be read.
pub(super) fn unreadable(view: SheetView, fields: &Fields, name: &str) -> Response {
    crate::pages::gouvernance::wrong(view, fields, (name, NOT_A_DAY.to_owned()))
}
