//! Frozen diagnoses. Their content never changes; they are removed and brought back.

use domain::authz::{Allowed, Author, EditDiagnostic, ReadDiagnostic};
use domain::diagnostic::DiagnosticFige;
use domain::ids::{DiagnosticId, TerritoireId, VarianteId};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entities::diagnostic_fige::{ActiveModel, Column, Entity};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// A diagnosis about to be frozen.
#[derive(Clone, Debug)]
pub struct NewFige {
    /// What it is called, of which variant, when; its fingerprint is that of `content`.
    pub fige: DiagnosticFige,
    /// The diagnosis, as JSON.
    pub content: String,
}

/// Identifier, territory, variant, name, note, fingerprint, instant, author.
type Row = (Uuid, Uuid, Uuid, String, Option<String>, String, i64, String);

const COLUMNS: [Column; 8] = [
    Column::Id,
    Column::TerritoireId,
    Column::VarianteId,
    Column::Name,
    Column::Note,
    Column::Sha256,
    Column::FrozenAt,
    Column::Author,
];

fn read(
    (id, territoire, variante, name, note, fingerprint, at, author): Row,
) -> Result<DiagnosticFige, StorageError> {
    Ok(DiagnosticFige {
        id: DiagnosticId(id),
        territoire: TerritoireId(territoire),
        variante: VarianteId(variante),
        name,
        note,
        frozen_at: instant::read("diagnostic_fige", id, at)?,
        author: Author::from(author.as_str()),
        fingerprint,
    })
}

impl ReadTx {
    /// The frozen diagnoses of a variant, most recent first, without their content; removed ones are left out.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn frozen_diagnostics(
        &self,
        proof: &Allowed<ReadDiagnostic>,
        (territoire, variante): (TerritoireId, VarianteId),
    ) -> Result<Vec<DiagnosticFige>, StorageError> {
        let query = Entity::find()
            .select_only()
            .columns(COLUMNS)
            .filter(Column::CptsId.eq(proof.cpts().0))
            .filter(Column::TerritoireId.eq(territoire.0))
            .filter(Column::VarianteId.eq(variante.0))
            .filter(Column::RemovedAt.is_null())
            .order_by_desc(Column::FrozenAt)
            .order_by_desc(Column::Id);
        query.into_tuple::<Row>().all(&self.txn).await?.into_iter().map(read).collect()
    }

    /// A frozen diagnosis of the CPTS with its content, as it was written.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn frozen_diagnostic(
        &self,
        proof: &Allowed<ReadDiagnostic>,
        id: DiagnosticId,
    ) -> Result<Option<NewFige>, StorageError> {
        let row = Entity::find_by_id(id.0)
            .filter(Column::CptsId.eq(proof.cpts().0))
            .filter(Column::RemovedAt.is_null())
            .one(&self.txn)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let told = (
            row.id,
            row.territoire_id,
            row.variante_id,
            row.name,
            row.note,
            row.sha256,
            row.frozen_at,
            row.author,
        );
        Ok(Some(NewFige { fige: read(told)?, content: row.content }))
    }
}

impl WriteTx {
    /// Keeps a frozen diagnosis.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_frozen(
        &self,
        proof: &Allowed<EditDiagnostic>,
        new: &NewFige,
    ) -> Result<(), StorageError> {
        let NewFige { fige, content } = new;
        let row = ActiveModel {
            id: Set(fige.id.0),
            cpts_id: Set(proof.cpts().0),
            territoire_id: Set(fige.territoire.0),
            variante_id: Set(fige.variante.0),
            name: Set(fige.name.clone()),
            note: Set(fige.note.clone()),
            content: Set(content.clone()),
            sha256: Set(fige.fingerprint.clone()),
            frozen_at: Set(instant::stored(fige.frozen_at)),
            author: Set(fige.author.to_string()),
            removed_at: Set(None),
        };
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Names of the frozen diagnoses of a variant that were not removed.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn frozen_names(
        &self,
        proof: &Allowed<EditDiagnostic>,
        variante: VarianteId,
    ) -> Result<Vec<String>, StorageError> {
        let query = Entity::find()
            .select_only()
            .column(Column::Name)
            .filter(Column::CptsId.eq(proof.cpts().0))
            .filter(Column::VarianteId.eq(variante.0))
            .filter(Column::RemovedAt.is_null());
        self.run(query.into_tuple::<String>().all(&self.txn)).await
    }

    /// A frozen diagnosis of the CPTS without its content, removed or not.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn frozen_to_edit(
        &self,
        proof: &Allowed<EditDiagnostic>,
        id: DiagnosticId,
    ) -> Result<Option<DiagnosticFige>, StorageError> {
        let query =
            Entity::find_by_id(id.0).select_only().columns(COLUMNS).filter(Column::CptsId.eq(proof.cpts().0));
        self.run(query.into_tuple::<Row>().one(&self.txn)).await?.map(read).transpose()
    }

    /// Removes a frozen diagnosis or brings it back; `false` when there was nothing to change.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_frozen_removed(
        &self,
        proof: &Allowed<EditDiagnostic>,
        id: DiagnosticId,
        at: Option<Timestamp>,
    ) -> Result<bool, StorageError> {
        let update = Entity::update_many()
            .col_expr(Column::RemovedAt, Expr::value(at.map(instant::stored)))
            .filter(Column::CptsId.eq(proof.cpts().0))
            .filter(Column::Id.eq(id.0));
        let update = match at {
            Some(_) => update.filter(Column::RemovedAt.is_null()),
            None => update.filter(Column::RemovedAt.is_not_null()),
        };
        Ok(self.run(update.exec(&self.txn)).await?.rows_affected > 0)
    }
}
