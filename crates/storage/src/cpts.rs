//! The CPTS of the instance.

use domain::ids::CptsId;
use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select};
use territory::text::search_key;
use uuid::Uuid;

use crate::entities::cpts;
use crate::{ReadTx, StorageError, WriteTx, instant};

/// A CPTS: a tenant. Its name is public; what it holds is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cpts {
    /// Identifier.
    pub id: CptsId,
    /// Name.
    pub name: String,
    /// Whether it is the invented CPTS of the demonstration.
    pub fictitious: bool,
}

fn by_name() -> Select<cpts::Entity> {
    cpts::Entity::find().order_by_asc(cpts::Column::SearchKey).order_by_asc(cpts::Column::Id)
}

impl From<cpts::Model> for Cpts {
    fn from(row: cpts::Model) -> Self {
        Self { id: CptsId(row.id), name: row.name, fictitious: row.fictitious }
    }
}

impl ReadTx {
    /// The CPTS of the instance, by name.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn cpts_list(&self) -> Result<Vec<Cpts>, StorageError> {
        Ok(by_name().all(&self.txn).await?.into_iter().map(Cpts::from).collect())
    }

    /// These CPTS, by name.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn cpts_among(&self, ids: impl IntoIterator<Item = CptsId>) -> Result<Vec<Cpts>, StorageError> {
        let ids: Vec<Uuid> = ids.into_iter().map(|id| id.0).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows = by_name().filter(cpts::Column::Id.is_in(ids)).all(&self.txn).await?;
        Ok(rows.into_iter().map(Cpts::from).collect())
    }

    /// One CPTS.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn cpts(&self, id: CptsId) -> Result<Option<Cpts>, StorageError> {
        Ok(cpts::Entity::find_by_id(id.0).one(&self.txn).await?.map(Cpts::from))
    }
}

impl WriteTx {
    /// Adds a CPTS to the instance.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_cpts(&self, new: &Cpts, at: Timestamp) -> Result<(), StorageError> {
        let row = cpts::ActiveModel {
            id: Set(new.id.0),
            name: Set(new.name.clone()),
            search_key: Set(search_key(&new.name)),
            fictitious: Set(new.fictitious),
            created_at: Set(instant::stored(at)),
        };
        self.run(cpts::Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }
}
