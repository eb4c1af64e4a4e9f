//! The people of a CPTS, one of them, their list as a file.

use app::organisations::Person;
use axum::extract::State;
use axum::response::Response;
use documents::{PersonneLine, personnes_csv};
use domain::authz::{ManageRoles, ReadPersonnes, Role};
use domain::ids::UserId;
use domain::organisation::DatedRole;
use serde::Deserialize;
use territory::text::search_key;
use uuid::Uuid;

use super::{done, here, titled, under};
use crate::access::{Can, May, Path, Signed};
use crate::fields::Query;
use crate::pages::{Page, day, file};
use crate::state::Web;
use crate::views::SheetView;
use crate::views::organisation::personnes::{self, Filter};
use crate::wording::organisation::{last_day, month};

/// `…/personnes/{personne}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct PersonnePath {
    personne: Uuid,
}

impl PersonnePath {
    /// The person.
    pub(crate) fn id(self) -> UserId {
        UserId(self.personne)
    }
}

const DONE: [(&str, &str); 5] = [
    ("role", "Le rôle est donné. La personne en dispose dès sa prochaine page."),
    ("fin", "Le rôle est retiré. La personne ne l'a plus dès sa prochaine page."),
    ("fin-prevue", "La fin de ce rôle est enregistrée."),
    ("depart", "La personne n'a plus aucun rôle ici. Vous pouvez lui en redonner un."),
    (
        "second-facteur",
        "Le second facteur est retiré. La personne en choisira un autre à sa prochaine connexion.",
    ),
];

/// GET `…/organisation/personnes?q=&role=`.
pub(crate) async fn list(
    State(web): State<Web>,
    Can(proof): Can<ReadPersonnes>,
    may: May<ManageRoles>,
    Query(query): Query,
) -> Page<SheetView> {
    let place = here(&web, &proof).await?;
    let filter = Filter { text: query.text("q").to_owned(), role: Role::from_key(query.text("role")) };
    let now = web.app.clock().now();
    let mut people = web.app.people(&proof).await?;
    let all = people.len();
    let key = search_key(&filter.text);
    people.retain(|person| {
        let named = search_key(&person.name).contains(&key)
            || person.email.as_deref().is_some_and(|email| search_key(email).contains(&key));
        named
            && filter
                .role
                .is_none_or(|role| person.roles.iter().any(|one| one.role == role && one.is_held_at(now)))
    });
    let page = done(titled(&place, "Personnes et rôles", &[]), &query, &DONE);
    Ok(personnes::list(page, &under(&place, "personnes"), (&people, all, now), &filter, may.yes()))
}

/// GET `…/organisation/personnes.csv`.
pub(crate) async fn csv(
    State(web): State<Web>,
    Can(proof): Can<ReadPersonnes>,
    Signed(visitor): Signed,
) -> Page<Response> {
    let limit = domain::securite::rules().map_err(app::AppError::from)?.exports.clone();
    web.app.within_limit(limit, &visitor.account.id.to_string()).await?;
    let people = web.app.people(&proof).await?;
    let lines = people.iter().flat_map(|person| person.roles.iter().map(move |role| line(person, role)));
    let bytes = personnes_csv(&lines.collect::<Vec<_>>());
    web.app.note_people_export(&proof, people.len()).await?;
    Ok(file(bytes, "text/csv; charset=utf-8", "personnes.csv"))
}

fn line(person: &Person, role: &DatedRole) -> PersonneLine {
    PersonneLine {
        name: person.name.clone(),
        email: person.email.clone().unwrap_or_default(),
        role: role.role.label().to_owned(),
        since: day(role.since),
        until: role.until.map(last_day).unwrap_or_default(),
        second_factor: if person.second_factor { "oui" } else { "non" }.to_owned(),
        last_sign_in: person.last_sign_in.map(month).unwrap_or_default(),
    }
}

/// GET `…/organisation/personnes/{personne}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadPersonnes>,
    may: May<ManageRoles>,
    Path(path): Path<PersonnePath>,
    Query(query): Query,
) -> Page<SheetView> {
    let place = here(&web, &proof).await?;
    let person = web.app.person(&proof, path.id()).await?;
    let page = titled(&place, person.name.clone(), &[("Personnes et rôles", "personnes")]);
    let base = under(&place, &format!("personnes/{}", path.personne));
    Ok(personnes::show(done(page, &query, &DONE), &base, (&person, web.app.clock().now()), may.yes()))
}
