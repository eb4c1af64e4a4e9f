//! The scale of dues.

use axum::extract::State;
use axum::response::Response;
use domain::authz::{DecideAdhesions, ReadAdhesions};
use domain::communaute::adhesions::{Bareme, Categorie, Montant, read_cents};

use super::{DONE, base, day, under, year};
use crate::access::{Can, May};
use crate::fields::{Fields, Query};
use crate::pages::gouvernance::{done, wrong};
use crate::pages::{Page, go, place};
use crate::state::Web;
use crate::views::SheetView;
use crate::views::adhesions::bareme;
use crate::wording::gouvernance::adhesion;

/// GET `…/adhesions/bareme?annee=`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadAdhesions>,
    may: May<DecideAdhesions>,
    query: Query,
) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let scale = web.app.bareme(&proof).await?;
    let annee = year(&web, &query.0);
    let page = under(&place, format!("Cotisations {annee}"));
    Ok(done(bareme(page, &base(&place), (&scale, annee, may.yes())), &query, DONE))
}

/// The scale with the amounts of one year as they were typed; an empty amount is one that is not decided.
fn read(web: &Web, fields: &Fields, mut scale: Bareme, annee: i16) -> Result<Bareme, (&'static str, String)> {
    let decide = day(web, fields, "decide")?;
    let mut categories = Vec::new();
    for rank in 0.. {
        let name = if rank == 0 { "nom".to_owned() } else { format!("nom-{rank}") };
        if fields.raw(&name).is_none() {
            break;
        }
        let (nom, typed) =
            (fields.text(&name).to_owned(), fields.text(&format!("montant-{rank}")).to_owned());
        let cle = fields.text(&format!("cle-{rank}")).to_owned();
        if nom.is_empty() && typed.is_empty() && cle.is_empty() {
            continue;
        }
        let known = scale.categories.iter_mut().find(|one| one.cle == cle && !cle.is_empty());
        let made = territory::text::search_key(&nom).replace(' ', "_");
        let mut one = known.map(std::mem::take).unwrap_or(Categorie { cle: made, ..Categorie::default() });
        one.nom = nom;
        match (typed.as_str(), read_cents(&typed)) {
            ("", _) => {
                one.montants.remove(&annee);
            }
            (_, Some(cents)) => {
                let same = one.montants.get(&annee).filter(|before| before.cents == cents).copied();
                one.montants.insert(annee, same.unwrap_or(Montant { cents, decide }));
            }
            (_, None) => {
                let text =
                    format!("«\u{a0}{typed}\u{a0}» n'est pas un montant. Écrivez par exemple 30 ou 30,50.");
                return Err(("nom", text));
            }
        }
        categories.push(one);
    }
    Ok(Bareme { categories })
}

/// POST `…/adhesions/bareme`.
pub(crate) async fn save(
    State(web): State<Web>,
    Can(proof): Can<DecideAdhesions>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let scale = web.app.bareme(&proof).await?;
    let annee = year(&web, &fields);
    let page = under(&place, format!("Cotisations {annee}"));
    let view = bareme(page, &base(&place), (&scale, annee, true));
    let new = match read(&web, &fields, scale, annee) {
        Ok(new) => new,
        Err(error) => return Ok(wrong(view, &fields, error)),
    };
    match web.app.set_bareme(&proof, new).await {
        Ok(()) => Ok(go(&format!("{}/bareme?annee={annee}&fait=bareme", base(&place)))),
        Err(error) => Ok(wrong(view, &fields, adhesion(error)?)),
    }
}
