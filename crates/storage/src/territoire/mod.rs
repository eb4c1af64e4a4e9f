//! Territories, variants and their dated revisions. The tenant of every query is the proof's.

mod write;

use std::collections::BTreeMap;

use domain::authz::{Allowed, Author, EditDiagnostic, Permission, ReadDiagnostic, ReadTerritoire};
use domain::ids::{CptsId, TerritoireId, VarianteId};
use domain::territoire::{DeclaredPopulation, Revision, Territoire, Variante};
use jiff::Timestamp;
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use territory::Perimeter;
use uuid::Uuid;

use crate::diagnostic::ReadsDiagnostic;
use crate::entities::{cpts, territoire, variante, variante_revision as revision};
use crate::{ReadTx, StorageError, instant};

/// A variant about to be written, with its first revision.
#[derive(Clone, Debug)]
pub struct NewVariante {
    /// Identifier.
    pub id: VarianteId,
    /// Its territory.
    pub territoire: TerritoireId,
    /// Name.
    pub name: String,
    /// Whether it is the reference.
    pub is_reference: bool,
    /// First state.
    pub perimeter: Perimeter,
    /// When.
    pub at: Timestamp,
}

/// Permissions that let the history of a perimeter be read.
pub trait ReadsRevisions: Permission {}

impl ReadsRevisions for ReadTerritoire {}
impl ReadsRevisions for ReadDiagnostic {}
impl ReadsRevisions for EditDiagnostic {}

struct Rows {
    territoires: Vec<territoire::Model>,
    variantes: Vec<variante::Model>,
    revisions: Vec<revision::Model>,
}

/// Territories of a CPTS that were not removed, or one of them.
async fn rows(db: &impl ConnectionTrait, cpts: CptsId, only: Option<TerritoireId>) -> Result<Rows, DbErr> {
    let mut territoires = territoire::Entity::find()
        .filter(territoire::Column::CptsId.eq(cpts.0))
        .filter(territoire::Column::RemovedAt.is_null())
        .order_by_asc(territoire::Column::CreatedAt)
        .order_by_asc(territoire::Column::Id);
    let mut variantes = variante::Entity::find()
        .filter(variante::Column::CptsId.eq(cpts.0))
        .filter(variante::Column::RemovedAt.is_null())
        .order_by_asc(variante::Column::CreatedAt)
        .order_by_asc(variante::Column::Id);
    if let Some(id) = only {
        territoires = territoires.filter(territoire::Column::Id.eq(id.0));
        variantes = variantes.filter(variante::Column::TerritoireId.eq(id.0));
    }
    let variantes = variantes.all(db).await?;
    let ids: Vec<Uuid> = variantes.iter().map(|row| row.id).collect();
    let revisions = revision::Entity::find()
        .filter(revision::Column::CptsId.eq(cpts.0))
        .filter(revision::Column::VarianteId.is_in(ids))
        .order_by_asc(revision::Column::Number)
        .all(db)
        .await?;
    Ok(Rows { territoires: territoires.all(db).await?, variantes, revisions })
}

/// The same, for a decision: until the end of the transaction nobody else decides in this CPTS.
/// SQLite has let one writer in and ignores the clause; PostgreSQL waits here.
async fn rows_to_edit(
    db: &impl ConnectionTrait,
    cpts: CptsId,
    only: Option<TerritoireId>,
) -> Result<Rows, DbErr> {
    cpts::Entity::find_by_id(cpts.0).lock(LockType::NoKeyUpdate).one(db).await?;
    rows(db, cpts, only).await
}

impl TryFrom<Rows> for Vec<Territoire> {
    type Error = StorageError;
    fn try_from(rows: Rows) -> Result<Self, StorageError> {
        // Revisions come in order: the last one of each variant stays.
        let latest: BTreeMap<Uuid, revision::Model> =
            rows.revisions.into_iter().map(|row| (row.variante_id, row)).collect();
        let mut by_territoire: BTreeMap<Uuid, Vec<Variante>> = BTreeMap::new();
        for row in rows.variantes {
            let last = latest
                .get(&row.id)
                .ok_or_else(|| StorageError::inconsistent("variante", row.id, "no revision"))?;
            by_territoire.entry(row.territoire_id).or_default().push(variante_of(row, last)?);
        }
        let territoires = rows.territoires.into_iter().map(|row| Territoire {
            id: TerritoireId(row.id),
            name: row.name,
            variantes: by_territoire.remove(&row.id).unwrap_or_default(),
        });
        Ok(territoires.collect())
    }
}

fn variante_of(row: variante::Model, last: &revision::Model) -> Result<Variante, StorageError> {
    let wrong = |detail: &str| StorageError::inconsistent("variante", row.id, detail);
    let declared = match (row.declared_inhabitants, &row.declared_source) {
        (None, None) => None,
        (Some(inhabitants), Some(source)) => Some(DeclaredPopulation {
            inhabitants: inhabitants.try_into().map_err(|_| wrong("declared_inhabitants out of range"))?,
            year: row
                .declared_year
                .map(i16::try_from)
                .transpose()
                .map_err(|_| wrong("declared_year out of range"))?,
            source: source.clone(),
        }),
        _ => return Err(wrong("a declared population needs both a number and a source")),
    };
    Ok(Variante {
        id: VarianteId(row.id),
        name: row.name,
        is_reference: row.is_reference,
        perimeter: perimeter_of(last)?,
        revision: number_of(last)?,
        declared,
    })
}

fn perimeter_of(row: &revision::Model) -> Result<Perimeter, StorageError> {
    serde_json::from_str(&row.units)
        .map_err(|e| StorageError::inconsistent("variante_revision", row.variante_id, e))
}

fn number_of(row: &revision::Model) -> Result<u32, StorageError> {
    row.number.try_into().map_err(|e| StorageError::inconsistent("variante_revision", row.variante_id, e))
}

impl TryFrom<revision::Model> for Revision {
    type Error = StorageError;
    fn try_from(row: revision::Model) -> Result<Self, StorageError> {
        Ok(Self {
            number: number_of(&row)?,
            at: instant::read("variante_revision", row.variante_id, row.at)?,
            perimeter: perimeter_of(&row)?,
            author: Author::from(row.author.as_str()),
        })
    }
}

impl ReadTx {
    /// The territories of a CPTS, oldest first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn territoires(
        &self,
        proof: &Allowed<ReadTerritoire>,
    ) -> Result<Vec<Territoire>, StorageError> {
        rows(&self.txn, proof.cpts(), None).await?.try_into()
    }

    /// One territory of the CPTS.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn territoire(
        &self,
        proof: &Allowed<ReadTerritoire>,
        id: TerritoireId,
    ) -> Result<Option<Territoire>, StorageError> {
        let found: Vec<Territoire> = rows(&self.txn, proof.cpts(), Some(id)).await?.try_into()?;
        Ok(found.into_iter().next())
    }

    /// One territory of the CPTS, for its diagnosis.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn territoire_to_diagnose<P: ReadsDiagnostic>(
        &self,
        proof: &Allowed<P>,
        id: TerritoireId,
    ) -> Result<Option<Territoire>, StorageError> {
        let found: Vec<Territoire> = rows(&self.txn, proof.cpts(), Some(id)).await?.try_into()?;
        Ok(found.into_iter().next())
    }

    /// The territories of a CPTS, for those who may read their diagnoses, oldest first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn territoires_to_diagnose(
        &self,
        proof: &Allowed<ReadDiagnostic>,
    ) -> Result<Vec<Territoire>, StorageError> {
        rows(&self.txn, proof.cpts(), None).await?.try_into()
    }

    /// The revisions of a variant, oldest first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn revisions<P: ReadsRevisions>(
        &self,
        proof: &Allowed<P>,
        id: VarianteId,
    ) -> Result<Vec<Revision>, StorageError> {
        let found = revision::Entity::find()
            .filter(revision::Column::CptsId.eq(proof.cpts().0))
            .filter(revision::Column::VarianteId.eq(id.0))
            .order_by_asc(revision::Column::Number)
            .all(&self.txn)
            .await?;
        found.into_iter().map(Revision::try_from).collect()
    }
}
