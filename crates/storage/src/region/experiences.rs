//! Sheets of experience. A CPTS reaches its own by its proof. Those that others published are read by everybody who
//! may: publishing is the sharing, and the column that says so is the filter.

use domain::authz::{Allowed, AllowedIn, EditExperiences, Permission, ReadOutils, ReadRegion};
use domain::ids::{CptsId, ExperienceId};
use domain::region::Experience;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};
use std::collections::BTreeMap;

use crate::entities::cpts;
use crate::entities::experience::{ActiveModel, Column, Entity, Model};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "experience";

/// Permissions whose use cases read sheets of experience.
pub trait ReadsExperiences: Permission {}
impl ReadsExperiences for ReadOutils {}
impl ReadsExperiences for EditExperiences {}

/// A sheet that its CPTS published, with the name of that CPTS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedExperience {
    /// The sheet.
    pub experience: Experience,
    /// Who wrote it.
    pub cpts: String,
}

impl TryFrom<Model> for Experience {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let at = |micros| instant::read(TABLE, row.id, micros);
        Ok(Self {
            id: ExperienceId(row.id),
            cpts: CptsId(row.cpts_id),
            fiche: serde_json::from_str(&row.fiche)
                .map_err(|error| StorageError::inconsistent(TABLE, row.id, error))?,
            created_at: at(row.created_at)?,
            published_at: row.published_at.map(at).transpose()?,
            removed_at: row.removed_at.map(at).transpose()?,
            titre: row.titre,
            version: row.version,
        })
    }
}

fn written(cpts: CptsId, one: &Experience) -> Result<ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        titre: Set(one.titre.clone()),
        fiche: Set(fiche),
        created_at: Set(instant::stored(one.created_at)),
        published_at: Set(one.published_at.map(instant::stored)),
        version: Set(one.version),
        removed_at: Set(one.removed_at.map(instant::stored)),
    })
}

kept!(Experience: experience, written, versioned);

/// Sheets that were published and stand, whoever wrote them, the last published first.
async fn published(
    db: &impl ConnectionTrait,
    which: Condition,
) -> Result<Vec<PublishedExperience>, StorageError> {
    let shared = Entity::find()
        .filter(Column::PublishedAt.is_not_null())
        .filter(Column::RemovedAt.is_null())
        .filter(which);
    let rows = shared.order_by_desc(Column::PublishedAt).order_by_asc(Column::Id).all(db).await?;
    let authors = cpts::Entity::find().filter(cpts::Column::Id.is_in(rows.iter().map(|row| row.cpts_id)));
    let names: BTreeMap<uuid::Uuid, String> = match rows.is_empty() {
        true => BTreeMap::new(),
        false => authors.all(db).await?.into_iter().map(|row| (row.id, row.name)).collect(),
    };
    let with_author = |row: Model| {
        let cpts = names.get(&row.cpts_id).cloned().unwrap_or_default();
        Ok(PublishedExperience { experience: row.try_into()?, cpts })
    };
    rows.into_iter().map(with_author).collect()
}

fn only(id: ExperienceId) -> Condition {
    Condition::all().add(Column::Id.eq(id.0))
}

impl ReadTx {
    /// The sheets of the CPTS, the last begun first; removed ones are left out.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn experiences<P: ReadsExperiences>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<Experience>, StorageError> {
        let mine = own::<Experience>(proof.cpts()).filter(Column::RemovedAt.is_null());
        read(mine.order_by_desc(Column::CreatedAt).order_by_asc(Column::Id).all(&self.txn).await?)
    }

    /// A sheet of the CPTS, removed or not.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn experience<P: ReadsExperiences>(
        &self,
        proof: &Allowed<P>,
        id: ExperienceId,
    ) -> Result<Option<Experience>, StorageError> {
        self.one(proof, id.0).await
    }

    /// The sheets that CPTS of the instance published, for a CPTS.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn published_experiences<P: ReadsExperiences>(
        &self,
        _proof: &Allowed<P>,
    ) -> Result<Vec<PublishedExperience>, StorageError> {
        published(&self.txn, Condition::all()).await
    }

    /// A sheet that a CPTS of the instance published, for a CPTS.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn published_experience<P: ReadsExperiences>(
        &self,
        _proof: &Allowed<P>,
        id: ExperienceId,
    ) -> Result<Option<PublishedExperience>, StorageError> {
        Ok(published(&self.txn, only(id)).await?.pop())
    }

    /// The sheets that CPTS of the instance published, for an institution.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn experiences_published_to(
        &self,
        _proof: &AllowedIn<ReadRegion>,
    ) -> Result<Vec<PublishedExperience>, StorageError> {
        published(&self.txn, Condition::all()).await
    }

    /// A sheet that a CPTS of the instance published, for an institution.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn experience_published_to(
        &self,
        _proof: &AllowedIn<ReadRegion>,
        id: ExperienceId,
    ) -> Result<Option<PublishedExperience>, StorageError> {
        Ok(published(&self.txn, only(id)).await?.pop())
    }
}

impl WriteTx {
    /// A sheet of the CPTS, to change it.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn experience_to_edit(
        &self,
        proof: &Allowed<EditExperiences>,
        id: ExperienceId,
    ) -> Result<Option<Experience>, StorageError> {
        self.one_to_edit(proof, id.0).await
    }

    /// A sheet that a CPTS of the instance published, to copy it.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn published_experience_to_copy(
        &self,
        _proof: &Allowed<EditExperiences>,
        id: ExperienceId,
    ) -> Result<Option<PublishedExperience>, StorageError> {
        Ok(published(&self.txn, only(id)).await?.pop())
    }

    /// Adds a sheet.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_experience(
        &self,
        proof: &Allowed<EditExperiences>,
        new: &Experience,
    ) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes a sheet back with a version one higher; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_experience(
        &self,
        proof: &Allowed<EditExperiences>,
        changed: &Experience,
    ) -> Result<bool, StorageError> {
        self.save(proof, changed).await
    }
}
