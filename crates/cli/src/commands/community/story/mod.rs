//! What the invented CPTS lived: campaigns, questionnaires, an assembly, minutes, memberships.
//!
//! What leaves messages in real life is invented as it was lived, because nothing is sent. All the rest goes through
//! the use cases that people use, each at its own date.

mod asked;
mod assembly;
mod gatherings;
mod held;
mod members;
mod mobilised;
mod texts;

use app::communaute::CommunauteFictive;
use app::{App, AppError};
use domain::authz::{Actor, Allowed, Permission, Role};
use domain::communaute::mobilisation::{Campagne, Sollicitation};
use domain::ids::ReunionId;
use jiff::{SignedDuration, Timestamp};

use super::super::life::Stage;
use super::Soil;
use super::clock::StoryClock;

/// What was invented and is told after the rest.
pub struct Lived {
    campagne: (Campagne, Vec<Sollicitation>),
    assembly: ReunionId,
    board: ReunionId,
    information: ReunionId,
}

/// Adds what was lived to an invented community, before it is written.
pub fn live(soil: &Soil<'_>, invented: &mut CommunauteFictive) -> Lived {
    let met = gatherings::add(soil, invented);
    let campagne = mobilised::by_mail(soil, &mut invented.personnes, met.first_information);
    invented.adhesions = members::adhesions(soil, &invented.personnes);
    Lived { campagne, assembly: met.assembly, board: met.board, information: met.next_information }
}

/// Who tells, and when.
pub struct Teller<'a> {
    app: &'a App,
    clock: &'a StoryClock,
    stage: &'a Stage<'a>,
    now: Timestamp,
    coordinator: Actor,
    board: Actor,
    secretary: Actor,
}

impl<'a> Teller<'a> {
    /// Somebody who tells from an instant that is the present.
    pub fn new(app: &'a App, stage: &'a Stage<'a>, now: Timestamp) -> Result<Self, AppError> {
        Ok(Self {
            app,
            clock: stage.clock,
            stage,
            now,
            coordinator: stage.actor(Role::Coordinateur)?,
            board: stage.actor(Role::Bureau)?,
            secretary: stage.actor(Role::Secretaire)?,
        })
    }

    fn coordinator<P: Permission>(&self) -> Result<Allowed<P>, AppError> {
        Ok(self.coordinator.authorize(self.stage.cpts)?)
    }

    fn board<P: Permission>(&self) -> Result<Allowed<P>, AppError> {
        Ok(self.board.authorize(self.stage.cpts)?)
    }

    fn secretary<P: Permission>(&self) -> Result<Allowed<P>, AppError> {
        Ok(self.secretary.authorize(self.stage.cpts)?)
    }

    /// What follows happens this many days and hours from now, never later than now.
    fn days(&self, days: i64, hours: i64) {
        let at = self.now.checked_add(SignedDuration::from_hours(24 * days + hours)).unwrap_or(self.now);
        self.clock.tell(at.min(self.now));
    }

    /// What follows happens this many minutes after an instant, never later than now.
    fn after(&self, at: Timestamp, minutes: i64) {
        let at = at.checked_add(SignedDuration::from_mins(minutes)).unwrap_or(at);
        self.clock.tell(at.min(self.now));
    }
}

/// What a use case refuses here is a mistake of the story: it is told as it is.
fn told<T, E: std::fmt::Display>(result: Result<T, E>) -> Result<T, AppError> {
    result.map_err(|error| AppError::Rules(error.to_string()))
}

/// Tells everything that was lived after the community was written.
pub async fn tell(
    teller: &Teller<'_>,
    soil: &Soil<'_>,
    (invented, lived): (&CommunauteFictive, &Lived),
) -> Result<(), AppError> {
    let (campagne, asked) = &lived.campagne;
    teller.app.add_fictitious_campagne(&teller.coordinator()?, campagne, asked).await?;
    members::rules(teller).await?;
    held::meetings(teller, &invented.reunions).await?;
    assembly::held(teller, lived.assembly, invented).await?;
    assembly::prepared(teller, lived.board).await?;
    asked::questionnaires(teller, soil, &invented.personnes).await?;
    mobilised::through_relays(teller, soil, lived.information).await?;
    mobilised::by_telephone(teller).await?;
    members::requests(teller).await
}
