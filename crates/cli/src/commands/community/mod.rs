//! The invented community: people, structures, groups, meetings and presences that nobody lived.
//!
//! The same size gives the same content; only identifiers and days move with the clock.

mod clock;
mod meetings;
mod names;
mod people;
mod story;
mod work;

use app::communaute::CommunauteFictive;
use app::{App, AppError};
use domain::authz::{EditCommunaute, EditGroupes, Role};
use domain::ids::UserId;
use jiff::Timestamp;
use jiff::civil::Date;
use territory::CommuneCode;

pub use clock::StoryClock;

use super::life::Stage;

/// How large the community is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// People.
    pub people: usize,
    /// Meetings.
    pub meetings: usize,
}

/// The community of the demonstration.
const DEMO: Size = Size { people: 120, meetings: 42 };

/// What the generator stands on.
pub struct Soil<'a> {
    /// Draws identifiers.
    pub app: &'a App,
    /// Now.
    pub now: Timestamp,
    /// Today in France.
    pub today: Date,
    /// Communes of the territory.
    pub communes: Vec<CommuneCode>,
    /// Accounts and the names under which they sign in: they are people of the community too.
    pub accounts: Vec<(UserId, Role, String)>,
}

/// Invents a community.
pub fn invent(soil: &Soil<'_>, size: Size) -> CommunauteFictive {
    let structures = people::structures(soil);
    let personnes = people::people(soil, size.people, &structures);
    let groupes = meetings::groups(soil);
    let mandats = meetings::seats(soil, &groupes, &personnes);
    let reunions = meetings::meetings(soil, &groupes, size.meetings);
    let presences = meetings::presences(soil, &reunions, &mandats);
    CommunauteFictive {
        personnes,
        structures,
        groupes,
        mandats,
        reunions,
        presences,
        ..CommunauteFictive::default()
    }
}

/// The community of the demonstration, and what it lived.
pub async fn create(app: &App, stage: &Stage<'_>, names: &[(UserId, String)]) -> Result<(), AppError> {
    let coordinator = stage.actor(Role::Coordinateur)?;
    let read = coordinator.authorize(stage.cpts)?;
    let territoire = app.territoire(&read, stage.reference.territoire).await?;
    let variante = territoire.variante(stage.reference.variante).ok_or(AppError::NotFound)?;
    let mut communes: Vec<CommuneCode> = variante.perimeter.units().map(|unit| unit.commune()).collect();
    communes.dedup();
    let named = |user: UserId| names.iter().find(|(one, _)| *one == user).map(|(_, name)| name.clone());
    let accounts = stage.people.iter().filter_map(|(user, role)| Some((*user, *role, named(*user)?)));
    let soil =
        Soil { app, now: app.clock().now(), today: app.today(), communes, accounts: accounts.collect() };
    let mut invented = invent(&soil, DEMO);
    let lived = story::live(&soil, &mut invented);
    let people = coordinator.authorize::<EditCommunaute>(stage.cpts)?;
    let groups = coordinator.authorize::<EditGroupes>(stage.cpts)?;
    app.add_fictitious_community((&people, &groups), &invented).await?;
    let teller = story::Teller::new(app, stage, soil.now)?;
    let told = story::tell(&teller, &soil, (&invented, &lived)).await;
    // Whatever happens, the demonstration itself lives in the present.
    stage.clock.present();
    told
}
