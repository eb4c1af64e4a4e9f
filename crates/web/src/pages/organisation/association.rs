//! The record of the association, and its bank details.

use app::organisations::{AssociationForm, BankForm};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::authz::{Allowed, EditAssociation, EditBanque, Permission, ReadAssociation, ReadBanque};
use domain::organisation::{checked_text, read_bic};
use domain::territoire::checked_name;
use domain::texte::{Email, Iban, Rna, Siret, Telephone};

use super::{answer, done, here, titled, under};
use crate::access::{Can, May};
use crate::fields::{Fields, Query};
use crate::pages::{Page, go, moment};
use crate::state::Web;
use crate::views::SheetView;
use crate::views::organisation::association::{self, BankTyped, Typed};
use crate::wording;
use crate::wording::organisation as sentences;

const DONE: [(&str, &str); 2] = [
    ("association", "La fiche de l'association est enregistrée."),
    ("banque", "Les coordonnées bancaires sont enregistrées. L'IBAN est chiffré."),
];

/// GET `…/organisation/association`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadAssociation>,
    may: May<EditAssociation>,
    Query(query): Query,
) -> Page<SheetView> {
    let place = here(&web, &proof).await?;
    let record = web.app.association(&proof).await?;
    let page = done(titled(&place, "Fiche de l'association", &[]), &query, &DONE);
    Ok(association::show(page, &under(&place, "association"), &record, may.yes()))
}

async fn form<P: Permission>(web: &Web, proof: &Allowed<P>, typed: &Typed) -> Page<SheetView> {
    let place = here(web, proof).await?;
    let page = titled(&place, "Corriger la fiche", &[("Fiche de l'association", "association")]);
    Ok(association::edit(page, &under(&place, "association"), typed))
}

/// GET `…/organisation/association/modifier`.
pub(crate) async fn edit(
    State(web): State<Web>,
    Can(proof): Can<EditAssociation>,
    Can(read): Can<ReadAssociation>,
) -> Page<SheetView> {
    let record = web.app.association(&read).await?;
    form(&web, &proof, &Typed::recorded(&record)).await
}

/// Reads one part: empty is nothing, a wrong one leaves its sentence.
fn part<T, E>(
    typed: &mut Typed,
    name: &'static str,
    read: impl Fn(&str) -> Result<T, E>,
    sentence: impl Fn(E) -> String,
) -> Option<T> {
    let value = typed.value(name).to_owned();
    if value.is_empty() {
        return None;
    }
    read(&value).map_err(|error| typed.errors.push((name, sentence(error)))).ok()
}

fn read(typed: &mut Typed) -> AssociationForm {
    let text = |text: &str| checked_text(text, 234);
    AssociationForm {
        legal_name: part(typed, "nom", checked_name, wording::name),
        siret: part(typed, "siret", Siret::parse, sentences::siret),
        rna: part(typed, "rna", Rna::parse, sentences::rna),
        address: part(typed, "adresse", text, sentences::text),
        email: part(typed, "courriel", Email::parse, sentences::email),
        phone: part(typed, "telephone", Telephone::parse, sentences::phone),
        dpo_name: part(typed, "dpo", checked_name, wording::name),
        dpo_email: part(typed, "dpo-courriel", Email::parse, sentences::email),
    }
}

/// POST `…/organisation/association/modifier`.
pub(crate) async fn save(
    State(web): State<Web>,
    Can(proof): Can<EditAssociation>,
    fields: Fields,
) -> Page<Response> {
    let mut typed = Typed::of(&fields);
    let record = read(&mut typed);
    if !typed.errors.is_empty() {
        return Ok(answer(form(&web, &proof, &typed).await?));
    }
    web.app.save_association(&proof, &record).await?;
    let place = here(&web, &proof).await?;
    Ok(go(&format!("{}?fait=association", under(&place, "association"))))
}

/// GET `…/organisation/banque`.
pub(crate) async fn bank(
    State(web): State<Web>,
    Can(proof): Can<ReadBanque>,
    may: May<EditBanque>,
    Query(query): Query,
) -> Page<SheetView> {
    let place = here(&web, &proof).await?;
    let shown = web.app.bank_account(&proof).await?;
    let page = done(titled(&place, "Coordonnées bancaires", &[]), &query, &DONE);
    let by = match &shown {
        Some(shown) => {
            let names = web.app.names(&proof, [&shown.account.changed_by]).await?;
            let author = wording::author(&names, &shown.account.changed_by);
            format!("le {}, par {author}", moment(shown.account.changed_at))
        }
        None => String::new(),
    };
    Ok(association::bank(page, &under(&place, "banque"), (shown.as_ref(), &by), may.yes()))
}

/// POST `…/organisation/banque/montrer`: the whole IBAN, once; it leaves a trace.
pub(crate) async fn reveal(State(web): State<Web>, Can(proof): Can<ReadBanque>) -> Page<Response> {
    let place = here(&web, &proof).await?;
    let page = titled(&place, "Coordonnées bancaires", &[]);
    let shown = web.app.reveal_iban(&proof).await?;
    let view = association::bank(page, &under(&place, "banque"), (Some(&shown), ""), false);
    Ok(([("cache-control", "no-store")], view).into_response())
}

async fn bank_form(web: &Web, proof: &Allowed<EditBanque>, typed: &BankTyped) -> Page<SheetView> {
    let place = here(web, proof).await?;
    let page = titled(&place, "Changer les coordonnées", &[("Coordonnées bancaires", "banque")]);
    Ok(association::edit_bank(page, &under(&place, "banque"), typed))
}

/// GET `…/organisation/banque/modifier`.
pub(crate) async fn edit_bank(State(web): State<Web>, Can(proof): Can<EditBanque>) -> Page<SheetView> {
    bank_form(&web, &proof, &BankTyped::default()).await
}

/// POST `…/organisation/banque/modifier`.
pub(crate) async fn save_bank(
    State(web): State<Web>,
    Can(proof): Can<EditBanque>,
    fields: Fields,
) -> Page<Response> {
    let mut typed = BankTyped::of(&fields);
    let (iban, bic) = (Iban::parse(&typed.iban), read_bic(&typed.bic));
    if let Err(error) = checked_name(&typed.holder) {
        typed.errors.push(("titulaire", wording::name(error)));
    }
    if !typed.bic.is_empty() && bic.is_none() {
        typed.errors.push(("bic", "Un BIC contient 8 ou 11 lettres et chiffres.".to_owned()));
    }
    let iban = iban.map_err(|error| typed.errors.push(("iban", sentences::iban(error)))).ok();
    let (Some(iban), true) = (iban, typed.errors.is_empty()) else {
        return Ok(answer(bank_form(&web, &proof, &typed).await?));
    };
    let form = BankForm { holder: typed.holder.clone(), iban, bic };
    web.app.save_bank_account(&proof, &form).await?;
    let place = here(&web, &proof).await?;
    Ok(go(&format!("{}?fait=banque", under(&place, "banque"))))
}
