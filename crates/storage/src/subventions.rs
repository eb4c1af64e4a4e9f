//! Requests for subsidies and their final exports.

use domain::authz::{Allowed, Author, EditSubventions, Permission, ReadSubventions, SignSubventions};
use domain::ids::{CptsId, SubventionId};
use domain::subvention::{Figee, Subvention};
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entities::{subvention, subvention_figee};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "subvention";

/// Permissions whose use cases read requests.
pub trait ReadsSubventions: Permission {}
impl ReadsSubventions for ReadSubventions {}
impl ReadsSubventions for EditSubventions {}
impl ReadsSubventions for SignSubventions {}

impl TryFrom<subvention::Model> for Subvention {
    type Error = StorageError;
    fn try_from(row: subvention::Model) -> Result<Self, StorageError> {
        let at = |micros| instant::read(TABLE, row.id, micros);
        Ok(Self {
            id: SubventionId(row.id),
            fiche: serde_json::from_str(&row.fiche)
                .map_err(|error| StorageError::inconsistent(TABLE, row.id, error))?,
            created_at: at(row.created_at)?,
            removed_at: row.removed_at.map(at).transpose()?,
            intitule: row.intitule,
            version: row.version,
        })
    }
}

fn written(cpts: CptsId, one: &Subvention) -> Result<subvention::ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(subvention::ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        intitule: Set(one.intitule.clone()),
        fiche: Set(fiche),
        created_at: Set(instant::stored(one.created_at)),
        version: Set(one.version),
        removed_at: Set(one.removed_at.map(instant::stored)),
    })
}

kept!(Subvention: subvention, written, versioned);

/// A final export about to be kept.
#[derive(Clone, Debug)]
pub struct NewFigee {
    /// Identifier.
    pub id: Uuid,
    /// Of which request.
    pub subvention: SubventionId,
    /// What it is.
    pub figee: Figee,
    /// The request as JSON.
    pub contenu: String,
    /// Its PDF.
    pub pdf: Vec<u8>,
}

impl ReadTx {
    /// Every request of the CPTS, the last begun first, removed ones too.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn subventions<P: ReadsSubventions>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<Subvention>, StorageError> {
        let mine = own::<Subvention>(proof.cpts());
        let last = mine.order_by_desc(subvention::Column::CreatedAt).order_by_desc(subvention::Column::Id);
        read(last.all(&self.txn).await?)
    }

    /// One request, removed or not.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn subvention<P: ReadsSubventions>(
        &self,
        proof: &Allowed<P>,
        id: SubventionId,
    ) -> Result<Option<Subvention>, StorageError> {
        self.one(proof, id.0).await
    }

    /// The final exports of a request, the last first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn subvention_figees<P: ReadsSubventions>(
        &self,
        proof: &Allowed<P>,
        id: SubventionId,
    ) -> Result<Vec<Figee>, StorageError> {
        use subvention_figee::{Column, Entity};
        let columns = [Column::Id, Column::Numero, Column::At, Column::Author, Column::Sha256];
        let mine = Entity::find()
            .select_only()
            .columns(columns)
            .filter(Column::CptsId.eq(proof.cpts().0))
            .filter(Column::SubventionId.eq(id.0));
        let rows = mine.order_by_desc(Column::Numero).into_tuple::<(Uuid, i64, i64, String, String)>();
        let rows = rows.all(&self.txn).await?;
        let figee = |(row, numero, at, author, sha256): (Uuid, i64, i64, String, String)| {
            let at = instant::read("subvention_figee", row, at)?;
            Ok(Figee { numero, at, by: Author::from(author.as_str()), sha256 })
        };
        rows.into_iter().map(figee).collect()
    }

    /// The PDF of a final export.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn subvention_pdf<P: ReadsSubventions>(
        &self,
        proof: &Allowed<P>,
        (id, numero): (SubventionId, i64),
    ) -> Result<Option<Vec<u8>>, StorageError> {
        use subvention_figee::{Column, Entity};
        let mine = Entity::find()
            .filter(Column::CptsId.eq(proof.cpts().0))
            .filter(Column::SubventionId.eq(id.0))
            .filter(Column::Numero.eq(numero));
        Ok(mine.one(&self.txn).await?.map(|row| row.pdf))
    }
}

impl WriteTx {
    /// One request, to change it: until the end of the transaction nobody else does.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn subvention_to_edit<P: ReadsSubventions>(
        &self,
        proof: &Allowed<P>,
        id: SubventionId,
    ) -> Result<Option<Subvention>, StorageError> {
        self.one_to_edit(proof, id.0).await
    }

    /// Adds a request.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_subvention(
        &self,
        proof: &Allowed<EditSubventions>,
        new: &Subvention,
    ) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes a request back with a version one higher; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_subvention<P: ReadsSubventions>(
        &self,
        proof: &Allowed<P>,
        changed: &Subvention,
    ) -> Result<bool, StorageError> {
        self.save(proof, changed).await
    }

    /// Number that the next final export of a request takes.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn next_subvention_number(
        &self,
        proof: &Allowed<EditSubventions>,
        id: SubventionId,
    ) -> Result<i64, StorageError> {
        use subvention_figee::{Column, Entity};
        let query = Entity::find()
            .select_only()
            .expr(Func::max(Expr::col(Column::Numero)))
            .filter(Column::CptsId.eq(proof.cpts().0))
            .filter(Column::SubventionId.eq(id.0));
        let last = self.run(query.into_tuple::<Option<i64>>().one(&self.txn)).await?.flatten();
        Ok(last.unwrap_or(0) + 1)
    }

    /// Keeps a final export.
    ///
    /// # Errors
    /// [`StorageError::AlreadyExists`] when its number is taken, or the database refuses.
    pub async fn add_subvention_figee(
        &self,
        proof: &Allowed<EditSubventions>,
        new: NewFigee,
    ) -> Result<(), StorageError> {
        let row = subvention_figee::ActiveModel {
            id: Set(new.id),
            cpts_id: Set(proof.cpts().0),
            subvention_id: Set(new.subvention.0),
            numero: Set(new.figee.numero),
            at: Set(instant::stored(new.figee.at)),
            author: Set(new.figee.by.to_string()),
            sha256: Set(new.figee.sha256),
            contenu: Set(new.contenu),
            pdf: Set(new.pdf),
        };
        let statement = subvention_figee::Entity::insert(row);
        self.run(statement.exec_without_returning(&self.txn)).await?;
        Ok(())
    }
}
