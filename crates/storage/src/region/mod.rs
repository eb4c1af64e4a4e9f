//! What a region follows and shares, and the sheets of experience that CPTS publish.
//!
//! The rows of a region are reached through an institution of it: its region is read in the transaction that reads or
//! writes them, so that an institution which changes region changes board at once, and one without region has none.

mod experiences;
mod objectifs;
mod outils;
mod suivis;

use domain::authz::{EditOutils, EditRegion, InstitutionPermission, ReadRegion};
use domain::ids::InstitutionId;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use crate::entities::institution::{Column, Entity};

pub use experiences::{PublishedExperience, ReadsExperiences};
pub use outils::{NewOutilVersion, OutilRow};
pub use suivis::NotesStages;

/// Permissions whose use cases read what the region of an institution follows and shares.
pub trait ReadsRegion: InstitutionPermission {}
impl ReadsRegion for ReadRegion {}
impl ReadsRegion for EditRegion {}
impl ReadsRegion for EditOutils {}

/// The region of an institution; `None` when nobody said.
async fn region_of(db: &impl ConnectionTrait, id: InstitutionId) -> Result<Option<String>, DbErr> {
    let query = Entity::find().filter(Column::Id.eq(id.0)).select_only().column(Column::Region);
    Ok(query.into_tuple::<Option<String>>().one(db).await?.flatten())
}
