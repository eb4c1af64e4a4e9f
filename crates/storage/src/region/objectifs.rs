//! Goals that a region gave itself.

use domain::authz::{AllowedIn, EditRegion};
use domain::ids::ObjectifRegionId;
use domain::region::ObjectifRegion;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{ReadsRegion, region_of};
use crate::entities::objectif_region::{ActiveModel, Column, Entity, Model};
use crate::{ReadTx, StorageError, WriteTx};

const TABLE: &str = "objectif_region";

impl TryFrom<Model> for ObjectifRegion {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent(TABLE, row.id, detail);
        Ok(Self {
            id: ObjectifRegionId(row.id),
            nombre: row.nombre.try_into().map_err(|_| wrong(row.nombre.to_string()))?,
            echeance: row.echeance.parse().map_err(|_| wrong(row.echeance.clone()))?,
            region: row.region,
            libelle: row.libelle,
            kind: row.kind,
            source: row.source,
            version: row.version,
        })
    }
}

impl ReadTx {
    /// The goals of the region of the institution, the nearest first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn objectifs_region<P: ReadsRegion>(
        &self,
        proof: &AllowedIn<P>,
    ) -> Result<Vec<ObjectifRegion>, StorageError> {
        let Some(region) = region_of(&self.txn, proof.institution()).await? else { return Ok(Vec::new()) };
        let rows = Entity::find().filter(Column::Region.eq(region));
        let rows = rows.order_by_asc(Column::Echeance).order_by_asc(Column::Id).all(&self.txn).await?;
        rows.into_iter().map(ObjectifRegion::try_from).collect()
    }
}

impl WriteTx {
    /// Adds a goal to the region of the institution; `false` when it has none.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_objectif_region(
        &self,
        proof: &AllowedIn<EditRegion>,
        new: &ObjectifRegion,
    ) -> Result<bool, StorageError> {
        let Some(region) = self.region_to_edit(proof).await? else { return Ok(false) };
        let row = ActiveModel {
            id: Set(new.id.0),
            region: Set(region),
            libelle: Set(new.libelle.clone()),
            kind: Set(new.kind.clone()),
            nombre: Set(new.nombre.into()),
            echeance: Set(new.echeance.to_string()),
            source: Set(new.source.clone()),
            version: Set(new.version),
        };
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(true)
    }

    /// Takes a goal of the region of the institution away; `false` when it has none of that identifier.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn drop_objectif_region(
        &self,
        proof: &AllowedIn<EditRegion>,
        id: ObjectifRegionId,
    ) -> Result<bool, StorageError> {
        let Some(region) = self.region_to_edit(proof).await? else { return Ok(false) };
        let statement = Entity::delete_many().filter(Column::Region.eq(region)).filter(Column::Id.eq(id.0));
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }
}
