//! Filed versions: their rows never change.

use domain::authz::{Allowed, FileDossiers};
use domain::dossier::Depot;
use domain::ids::{CptsId, DepotId, DossierId};
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::ReadsDossiers;
use crate::entities::depot::{ActiveModel, Column, Entity};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "depot";

/// The documents of a filed version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepotContenu {
    /// The letter as JSON; `None` when the CPTS filed a document of its own.
    pub contenu: Option<String>,
    /// The PDF, as it was filed.
    pub pdf: Vec<u8>,
    /// The same for a word processor.
    pub docx: Option<Vec<u8>>,
}

/// A version about to be filed.
#[derive(Clone, Debug)]
pub struct NewDepot {
    /// What it is; its fingerprint is that of the PDF.
    pub depot: Depot,
    /// Its documents.
    pub documents: DepotContenu,
}

/// The columns of a version but its documents.
pub(super) type Label = (Uuid, Uuid, i64, i64, String, String, String);

pub(super) const LABEL: [Column; 7] = [
    Column::Id,
    Column::DossierId,
    Column::Numero,
    Column::FiledAt,
    Column::FiledBy,
    Column::Sha256,
    Column::Annexes,
];

pub(super) fn label((id, dossier, numero, at, by, sha256, annexes): Label) -> Result<Depot, StorageError> {
    Ok(Depot {
        id: DepotId(id),
        dossier: DossierId(dossier),
        numero,
        filed_at: instant::read(TABLE, id, at)?,
        filed_by: by.as_str().into(),
        sha256,
        annexes: serde_json::from_str(&annexes)
            .map_err(|error| StorageError::inconsistent(TABLE, id, error))?,
    })
}

/// The versions that a condition allows, first filed first.
pub(super) async fn labels(db: &impl ConnectionTrait, which: Condition) -> Result<Vec<Depot>, StorageError> {
    let query = Entity::find().select_only().columns(LABEL).filter(which);
    let rows = query.order_by_asc(Column::Numero).into_tuple::<Label>().all(db).await?;
    rows.into_iter().map(label).collect()
}

/// The documents of the version that a condition allows.
pub(super) async fn documents(
    db: &impl ConnectionTrait,
    which: Condition,
) -> Result<Option<DepotContenu>, StorageError> {
    let row = Entity::find().filter(which).one(db).await?;
    Ok(row.map(|row| DepotContenu { contenu: row.contenu, pdf: row.pdf, docx: row.docx }))
}

fn of(cpts: CptsId) -> Condition {
    Condition::all().add(Column::CptsId.eq(cpts.0))
}

impl ReadTx {
    /// The filed versions of a dossier of the CPTS, first filed first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn depots<P: ReadsDossiers>(
        &self,
        proof: &Allowed<P>,
        dossier: DossierId,
    ) -> Result<Vec<Depot>, StorageError> {
        labels(&self.txn, of(proof.cpts()).add(Column::DossierId.eq(dossier.0))).await
    }

    /// The documents of a filed version of the CPTS.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn depot_documents<P: ReadsDossiers>(
        &self,
        proof: &Allowed<P>,
        id: DepotId,
    ) -> Result<Option<DepotContenu>, StorageError> {
        documents(&self.txn, of(proof.cpts()).add(Column::Id.eq(id.0))).await
    }
}

impl WriteTx {
    /// Number that the next version of a dossier takes.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn next_depot_number(
        &self,
        proof: &Allowed<FileDossiers>,
        dossier: DossierId,
    ) -> Result<i64, StorageError> {
        let query = Entity::find()
            .select_only()
            .expr(Func::max(Expr::col(Column::Numero)))
            .filter(of(proof.cpts()).add(Column::DossierId.eq(dossier.0)));
        let last = self.run(query.into_tuple::<Option<i64>>().one(&self.txn)).await?.flatten();
        Ok(last.unwrap_or(0) + 1)
    }

    /// Adds a filed version.
    ///
    /// # Errors
    /// [`StorageError::AlreadyExists`] when its number is taken, or the database refuses.
    pub async fn add_depot(&self, proof: &Allowed<FileDossiers>, new: NewDepot) -> Result<(), StorageError> {
        let NewDepot { depot, documents } = new;
        let annexes = serde_json::to_string(&depot.annexes)
            .map_err(|error| StorageError::inconsistent(TABLE, depot.id, error))?;
        let row = ActiveModel {
            id: Set(depot.id.0),
            cpts_id: Set(proof.cpts().0),
            dossier_id: Set(depot.dossier.0),
            numero: Set(depot.numero),
            filed_at: Set(instant::stored(depot.filed_at)),
            filed_by: Set(depot.filed_by.to_string()),
            sha256: Set(depot.sha256),
            annexes: Set(annexes),
            contenu: Set(documents.contenu),
            pdf: Set(documents.pdf),
            docx: Set(documents.docx),
        };
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }
}
