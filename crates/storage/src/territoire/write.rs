//! Territories, variants and revisions written: the tenant of every statement is the proof's.

use domain::authz::{Allowed, EditTerritoire};
use domain::ids::{TerritoireId, VarianteId};
use domain::territoire::{Territoire, Variante};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use territory::Perimeter;

use super::{NewVariante, perimeter_of, rows_to_edit};
use crate::entities::{territoire, variante, variante_revision as revision};
use crate::{StorageError, WriteTx, instant};

impl WriteTx {
    /// One territory of the CPTS, to decide on it.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn territoire_to_edit(
        &self,
        proof: &Allowed<EditTerritoire>,
        id: TerritoireId,
    ) -> Result<Option<Territoire>, StorageError> {
        let found: Vec<Territoire> =
            self.run(rows_to_edit(&self.txn, proof.cpts(), Some(id))).await?.try_into()?;
        Ok(found.into_iter().next())
    }

    /// The perimeter of a revision, to go back to it.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn revision_to_restore(
        &self,
        proof: &Allowed<EditTerritoire>,
        id: VarianteId,
        number: u32,
    ) -> Result<Option<Perimeter>, StorageError> {
        let query = revision::Entity::find_by_id((id.0, i64::from(number)))
            .filter(revision::Column::CptsId.eq(proof.cpts().0));
        self.run(query.one(&self.txn)).await?.map(|row| perimeter_of(&row)).transpose()
    }

    /// Names of the territories of the CPTS.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn territoire_names(
        &self,
        proof: &Allowed<EditTerritoire>,
    ) -> Result<Vec<String>, StorageError> {
        let found: Vec<Territoire> =
            self.run(rows_to_edit(&self.txn, proof.cpts(), None)).await?.try_into()?;
        Ok(found.into_iter().map(|territoire| territoire.name).collect())
    }

    /// Adds a territory without variants.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_territoire(
        &self,
        proof: &Allowed<EditTerritoire>,
        id: TerritoireId,
        name: &str,
        at: Timestamp,
    ) -> Result<(), StorageError> {
        let row = territoire::ActiveModel {
            id: Set(id.0),
            cpts_id: Set(proof.cpts().0),
            name: Set(name.to_owned()),
            created_at: Set(instant::stored(at)),
            removed_at: Set(None),
        };
        self.run(territoire::Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Removes a territory or brings it back; `false` when the CPTS has none of that id.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_territoire_removed(
        &self,
        proof: &Allowed<EditTerritoire>,
        id: TerritoireId,
        at: Option<Timestamp>,
    ) -> Result<bool, StorageError> {
        let statement = territoire::Entity::update_many()
            .col_expr(territoire::Column::RemovedAt, Expr::value(at.map(instant::stored)))
            .filter(territoire::Column::CptsId.eq(proof.cpts().0))
            .filter(territoire::Column::Id.eq(id.0));
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }

    /// Adds a variant and its first revision.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_variante(
        &self,
        proof: &Allowed<EditTerritoire>,
        new: &NewVariante,
    ) -> Result<(), StorageError> {
        let row = variante::ActiveModel {
            id: Set(new.id.0),
            cpts_id: Set(proof.cpts().0),
            territoire_id: Set(new.territoire.0),
            name: Set(new.name.clone()),
            is_reference: Set(new.is_reference),
            declared_inhabitants: Set(None),
            declared_year: Set(None),
            declared_source: Set(None),
            created_at: Set(instant::stored(new.at)),
            removed_at: Set(None),
        };
        self.run(variante::Entity::insert(row).exec_without_returning(&self.txn)).await?;
        self.add_revision(proof, new.id, 1, (&new.perimeter, new.at)).await
    }

    /// Adds a revision; fails with [`StorageError::AlreadyExists`] when somebody was faster.
    ///
    /// # Errors
    /// When the number is taken or the database refuses.
    pub async fn add_revision(
        &self,
        proof: &Allowed<EditTerritoire>,
        id: VarianteId,
        number: u32,
        (perimeter, at): (&Perimeter, Timestamp),
    ) -> Result<(), StorageError> {
        let units = serde_json::to_string(perimeter)
            .map_err(|error| StorageError::inconsistent("variante_revision", id, error))?;
        let row = revision::ActiveModel {
            variante_id: Set(id.0),
            number: Set(number.into()),
            cpts_id: Set(proof.cpts().0),
            at: Set(instant::stored(at)),
            author: Set(proof.author().to_string()),
            units: Set(units),
        };
        self.run(revision::Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Makes a variant the only reference of its territory.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_reference(
        &self,
        proof: &Allowed<EditTerritoire>,
        territoire: TerritoireId,
        id: VarianteId,
    ) -> Result<(), StorageError> {
        let is_this = sea_orm::sea_query::ExprTrait::eq(Expr::col(variante::Column::Id), id.0);
        let statement = variante::Entity::update_many()
            .col_expr(variante::Column::IsReference, is_this)
            .filter(variante::Column::CptsId.eq(proof.cpts().0))
            .filter(variante::Column::TerritoireId.eq(territoire.0));
        self.run(statement.exec(&self.txn)).await?;
        Ok(())
    }

    /// Writes the name and the declared population of a variant.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_variante(
        &self,
        proof: &Allowed<EditTerritoire>,
        changed: &Variante,
    ) -> Result<(), StorageError> {
        let declared = changed.declared.as_ref();
        let statement = variante::Entity::update_many()
            .col_expr(variante::Column::Name, Expr::value(changed.name.clone()))
            .col_expr(
                variante::Column::DeclaredInhabitants,
                Expr::value(declared.map(|declared| i64::from(declared.inhabitants))),
            )
            .col_expr(
                variante::Column::DeclaredYear,
                Expr::value(declared.and_then(|declared| declared.year).map(i64::from)),
            )
            .col_expr(
                variante::Column::DeclaredSource,
                Expr::value(declared.map(|declared| declared.source.clone())),
            )
            .filter(variante::Column::CptsId.eq(proof.cpts().0))
            .filter(variante::Column::Id.eq(changed.id.0));
        self.run(statement.exec(&self.txn)).await?;
        Ok(())
    }

    /// Removes a variant or brings it back; `false` when the territory has none of that id.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_variante_removed(
        &self,
        proof: &Allowed<EditTerritoire>,
        (territoire, id): (TerritoireId, VarianteId),
        at: Option<Timestamp>,
    ) -> Result<bool, StorageError> {
        let statement = variante::Entity::update_many()
            .col_expr(variante::Column::RemovedAt, Expr::value(at.map(instant::stored)))
            .filter(variante::Column::CptsId.eq(proof.cpts().0))
            .filter(variante::Column::TerritoireId.eq(territoire.0))
            .filter(variante::Column::Id.eq(id.0));
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }
}
