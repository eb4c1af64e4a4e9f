//! The bodies that look at CPTS. Their names are public.

use domain::authz::{InstitutionKind, Operates};
use domain::ids::InstitutionId;
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select};
use territory::text::search_key;
use uuid::Uuid;

use crate::entities::institution::{ActiveModel, Column, Entity, Model};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// A body that looks at CPTS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Institution {
    /// Identifier.
    pub id: InstitutionId,
    /// Which kind.
    pub kind: InstitutionKind,
    /// Name.
    pub name: String,
    /// Whether it belongs to the demonstration.
    pub fictitious: bool,
    /// Code of its region in the Code officiel géographique: `76`; `None` when nobody said.
    pub region: Option<String>,
}

impl TryFrom<Model> for Institution {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let kind = InstitutionKind::from_key(&row.kind)
            .ok_or_else(|| StorageError::inconsistent("institution", row.id, "unknown kind"))?;
        Ok(Self {
            id: InstitutionId(row.id),
            kind,
            name: row.name,
            fictitious: row.fictitious,
            region: row.region,
        })
    }
}

fn by_name() -> Select<Entity> {
    Entity::find().order_by_asc(Column::SearchKey).order_by_asc(Column::Id)
}

impl ReadTx {
    /// The institutions of the instance, by name.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn institution_list(&self) -> Result<Vec<Institution>, StorageError> {
        by_name().all(&self.txn).await?.into_iter().map(Institution::try_from).collect()
    }

    /// These institutions, by name.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn institutions_among(
        &self,
        ids: impl IntoIterator<Item = InstitutionId>,
    ) -> Result<Vec<Institution>, StorageError> {
        let ids: Vec<Uuid> = ids.into_iter().map(|id| id.0).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let query = by_name().filter(Column::Id.is_in(ids));
        query.all(&self.txn).await?.into_iter().map(Institution::try_from).collect()
    }

    /// One institution.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn institution(&self, id: InstitutionId) -> Result<Option<Institution>, StorageError> {
        Entity::find_by_id(id.0).one(&self.txn).await?.map(Institution::try_from).transpose()
    }
}

impl WriteTx {
    /// Adds an institution to the instance.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_institution(&self, new: &Institution, at: Timestamp) -> Result<(), StorageError> {
        let row = ActiveModel {
            id: Set(new.id.0),
            kind: Set(new.kind.key().to_owned()),
            name: Set(new.name.clone()),
            search_key: Set(search_key(&new.name)),
            fictitious: Set(new.fictitious),
            region: Set(new.region.clone()),
            created_at: Set(instant::stored(at)),
        };
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Sets the region of an institution; `false` when the instance has none of that identifier.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_institution_region(
        &self,
        _proof: &Operates,
        id: InstitutionId,
        region: Option<&str>,
    ) -> Result<bool, StorageError> {
        let statement = Entity::update_many()
            .col_expr(Column::Region, Expr::value(region.map(str::to_owned)))
            .filter(Column::Id.eq(id.0));
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }
}
