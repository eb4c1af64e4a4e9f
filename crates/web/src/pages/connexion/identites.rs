//! One's own identities at providers: attached, detached.

use app::connexion::{Attached, Practice, Wish};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::super::{Page, day, go};
use super::{externe, externe_mots as mots};
use crate::access::{Me, MeConfirmed, Signed};
use crate::fields::{Fields, Query};
use crate::shell::PageError;
use crate::shell::client::Caller;
use crate::shell::way::Way;
use crate::state::Web;
use crate::views;
use crate::views::Section;
use crate::views::components::{ActionForm, Notice, Tone};
use crate::views::connexion::{IdentitiesView, IdentityLine};

/// GET `/compte/identites`.
pub(crate) async fn list(
    State(web): State<Web>,
    Me(proof): Me,
    Query(fields): Query,
) -> Page<IdentitiesView> {
    let own = web.app.own_identities(&proof).await?;
    let missing = web
        .app
        .providers()
        .into_iter()
        .filter(|provider| !own.iter().any(|one| one.identity.provider == provider.key));
    let attach = missing
        .map(|provider| {
            ActionForm::new(format!("Relier {}", provider.label), "/compte/identites/relier")
                .with("fournisseur", provider.key)
        })
        .collect();
    let mut page = views::Page::new(Section::Compte, "Vos identités reliées").under("Mon compte", "/compte");
    page.notices.extend(done(fields.text("fait")));
    Ok(IdentitiesView { page, lines: own.iter().map(line).collect(), attach })
}

fn done(what: &str) -> Option<Notice> {
    let text = match what {
        "reliee" => "Votre identité est reliée à ce compte. Elle sert dès la prochaine connexion.",
        "detachee" => "Votre identité est détachée. Elle n'ouvre plus ce compte.",
        _ => return None,
    };
    Some(Notice::new(Tone::Success, text))
}

/// An identity, in words.
pub(in crate::pages) fn line(attached: &Attached) -> IdentityLine {
    let one = &attached.identity;
    let name = attached.provider.as_ref().map_or(one.provider.as_str(), |provider| provider.label.as_str());
    let practice = Practice { profession: one.profession.clone(), structure: one.structure.clone() };
    let words = || {
        let profession = mots::profession_of(&practice);
        practice.structure.as_ref().map_or(profession.clone(), |place| format!("{profession}, {place}"))
    };
    let added = format!("reliée le {}", day(one.created_at));
    IdentityLine {
        provider: name.to_owned(),
        national_id: one.national_id.clone(),
        practice: (practice != Practice::default()).then(words),
        dates: match one.last_used_at {
            Some(used) => format!("{added}, utilisée le {}", day(used)),
            None => added,
        },
        detach: (!attached.only_way).then(|| {
            ActionForm::new(format!("Détacher {name}"), "/compte/identites/detacher")
                .with("identite", one.id.to_string())
        }),
    }
}

/// POST `/compte/identites/relier` `fournisseur`: leaves for the provider, to come back with the identity.
pub(crate) async fn attach(
    State(web): State<Web>,
    (MeConfirmed(_), Signed(visitor), caller): (MeConfirmed, Signed, Caller),
    headers: HeaderMap,
    fields: Fields,
) -> Page<Response> {
    let wish = (fields.text("fournisseur"), Wish::Attach(&visitor));
    externe::leave(&web, wish, &Way::default(), (&headers, &caller)).await
}

/// POST `/compte/identites/detacher` `identite`.
pub(crate) async fn detach(
    State(web): State<Web>,
    MeConfirmed(proof): MeConfirmed,
    fields: Fields,
) -> Page<Response> {
    let id = fields.text("identite").parse().map_err(|_| PageError::NotFound)?;
    match web.app.detach_identity(&proof, id).await {
        Ok(()) => Ok(go("/compte/identites?fait=detachee")),
        Err(error) => mots::refused(&web, "", error),
    }
}
