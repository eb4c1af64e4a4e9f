//! The rules of votes.

use axum::extract::State;
use axum::response::Response;
use domain::authz::EditGouvernance;
use domain::communaute::gouvernance::{
    College, Majorite, Part, Portee, Porteur, QuorumMode, RegleSeance, Reglement, modeles,
};

use super::{base, under, wrong};
use crate::access::Can;
use crate::fields::{Fields, Query};
use crate::pages::{Page, go, place};
use crate::state::Web;
use crate::views::SheetView;
use crate::views::gouvernance::reglement::{KINDS, form};
use crate::wording::gouvernance::at_field;
use crate::wording::organisation::NOT_A_DAY;

/// GET `…/gouvernance/reglement?modele=`.
pub(crate) async fn edit(
    State(web): State<Web>,
    Can(proof): Can<EditGouvernance>,
    Query(query): Query,
) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let table = modeles().map_err(app::AppError::from)?;
    let modele = table.get(query.text("modele"));
    let reglement = match modele {
        Some(modele) => Reglement { modele: Some(modele.cle.clone()), ..modele.reglement.clone() },
        None => web.app.reglement(&proof).await?.unwrap_or_default(),
    };
    Ok(form(under(&place, "Règles de vote"), &base(&place), (table, &reglement)))
}

/// What was typed; what cannot be read is a field and its sentence, beside the rules as far as they were read.
fn read(fields: &Fields) -> (Reglement, Option<(&'static str, String)>) {
    let mut error = None;
    let adopte = fields.day("adopte").unwrap_or_else(|_| {
        error = Some(("adopte", NOT_A_DAY.to_owned()));
        None
    });
    let procurations = fields.text("procurations_max").parse().unwrap_or_else(|_| {
        error = Some(("procurations_max", "Écrivez un nombre, par exemple 2.".to_owned()));
        0
    });
    let mut seances = Vec::new();
    for (kind, [quorum, part, portee, majorite, boxes]) in KINDS {
        let usual = RegleSeance::usual(kind);
        let mode = QuorumMode::from_key(fields.text(quorum)).unwrap_or(usual.quorum);
        let share = Part::parse(fields.text(part));
        if mode != QuorumMode::Aucun && share.is_none_or(|share| share.num == 0) {
            error = Some((part, "Écrivez une part, par exemple 1/4 ou 33\u{a0}%.".to_owned()));
        }
        let ticked = |value: &str| fields.all(boxes).any(|one| one == value);
        seances.push(RegleSeance {
            kind,
            quorum: mode,
            part: share.unwrap_or(usual.part),
            portee: Portee::from_key(fields.text(portee)).unwrap_or(usual.portee),
            seconde_sans_quorum: ticked("seconde"),
            majorite: Majorite::from_key(fields.text(majorite)).unwrap_or(usual.majorite),
            blancs: ticked("blancs"),
            abstentions: ticked("abstentions"),
        });
    }
    let (colleges, wrong) = colleges(fields);
    let reglement = Reglement {
        source: fields.text("source").to_owned(),
        adopte,
        modele: Some(fields.text("modele").to_owned()).filter(|cle| !cle.is_empty()),
        colleges,
        seances,
        procurations_max: procurations,
        porteur: Porteur::from_key(fields.text("porteur")).unwrap_or(Porteur::Adherent),
        a_jour: fields.text("a_jour") == "oui",
    };
    (reglement, error.or(wrong))
}

/// The colleges whose name or members were typed. The key of a new one comes from its name.
fn colleges(fields: &Fields) -> (Vec<College>, Option<(&'static str, String)>) {
    let (mut all, mut error) = (Vec::new(), None);
    for rank in 0.. {
        let text = |name: &str| fields.text(&format!("{name}-{rank}")).to_owned();
        if fields.raw(&format!("college_nom-{rank}")).is_none() {
            break;
        }
        let (nom, members) = (text("college_nom"), text("college_membres"));
        if nom.is_empty() && members.is_empty() {
            continue;
        }
        let mut number = |name: &str| match text(name).trim_end_matches('%').trim() {
            "" => None,
            typed => typed.parse().map_or_else(
                |_| {
                    error = Some((
                        "source",
                        format!("Collège {}\u{a0}: «\u{a0}{typed}\u{a0}» n'est pas un nombre.", rank + 1),
                    ));
                    None
                },
                Some,
            ),
        };
        let (poids, sieges) = (number("college_poids"), number("college_sieges"));
        let words: Vec<&str> =
            members.split([',', ';', ' ']).map(str::trim).filter(|one| !one.is_empty()).collect();
        let known = text("college_cle");
        let made = territory::text::search_key(&nom).replace(' ', "_");
        all.push(College {
            cle: if known.is_empty() { made } else { known },
            nom,
            autres: words.contains(&"autres"),
            professions: words.into_iter().filter(|one| *one != "autres").map(str::to_owned).collect(),
            poids,
            sieges,
        });
    }
    (all, error)
}

/// POST `…/gouvernance/reglement`.
pub(crate) async fn save(
    State(web): State<Web>,
    Can(proof): Can<EditGouvernance>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let table = modeles().map_err(app::AppError::from)?;
    let (reglement, error) = read(&fields);
    let view = form(under(&place, "Règles de vote"), &base(&place), (table, &reglement));
    if let Some(error) = error {
        return Ok(wrong(view, &fields, error));
    }
    match web.app.set_reglement(&proof, reglement).await {
        Ok(()) => Ok(go(&format!("{}?fait=regles", base(&place)))),
        Err(error) => Ok(wrong(view, &fields, at_field(error)?)),
    }
}
