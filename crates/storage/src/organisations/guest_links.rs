//! Links that show one page to someone without an account.

use domain::authz::{Allowed, Author, ManagePartages};
use domain::ids::{CptsId, GuestLinkId, TerritoireId, VarianteId};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder};

use crate::entities::guest_link::{ActiveModel, Column, Entity, Model};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// The link of one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuestLinkRow {
    /// Identifier.
    pub id: GuestLinkId,
    /// Whose page.
    pub cpts: CptsId,
    /// For whom, in the words of who gave it.
    pub label: String,
    /// The territory.
    pub territoire: TerritoireId,
    /// The variant that it shows.
    pub variante: VarianteId,
    /// Who gave it.
    pub given_by: Author,
    /// When.
    pub created_at: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
    /// How many times it was opened.
    pub opened: u64,
}

impl TryFrom<Model> for GuestLinkRow {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let at = |micros| instant::read("guest_link", row.id, micros);
        let opened = u64::try_from(row.opened);
        Ok(Self {
            id: GuestLinkId(row.id),
            cpts: CptsId(row.cpts_id),
            territoire: TerritoireId(row.territoire_id),
            variante: VarianteId(row.variante_id),
            given_by: Author::from(row.given_by.as_str()),
            created_at: at(row.created_at)?,
            expires_at: at(row.expires_at)?,
            revoked_at: row.revoked_at.map(at).transpose()?,
            opened: opened.map_err(|error| StorageError::inconsistent("guest_link", row.id, error))?,
            label: row.label,
        })
    }
}

impl ReadTx {
    /// The links of the CPTS, the last made first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn guest_links(
        &self,
        proof: &Allowed<ManagePartages>,
    ) -> Result<Vec<GuestLinkRow>, StorageError> {
        let rows = Entity::find()
            .filter(Column::CptsId.eq(proof.cpts().0))
            .order_by_desc(Column::CreatedAt)
            .order_by_desc(Column::Id)
            .all(&self.txn)
            .await?;
        rows.into_iter().map(GuestLinkRow::try_from).collect()
    }

    /// The link of a token, over or not. Read at the door, before any proof exists: `app` alone calls this.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn guest_link_by_token(&self, hash: &str) -> Result<Option<GuestLinkRow>, StorageError> {
        let row = Entity::find().filter(Column::TokenHash.eq(hash)).one(&self.txn).await?;
        row.map(GuestLinkRow::try_from).transpose()
    }
}

impl WriteTx {
    /// Adds a link of the CPTS of the proof, whatever `new.cpts` says. Its token is kept as a hash only.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_guest_link(
        &self,
        proof: &Allowed<ManagePartages>,
        new: &GuestLinkRow,
        token_hash: &str,
    ) -> Result<(), StorageError> {
        let row = ActiveModel {
            id: Set(new.id.0),
            cpts_id: Set(proof.cpts().0),
            label: Set(new.label.clone()),
            territoire_id: Set(new.territoire.0),
            variante_id: Set(new.variante.0),
            token_hash: Set(token_hash.to_owned()),
            given_by: Set(proof.author().to_string()),
            created_at: Set(instant::stored(new.created_at)),
            expires_at: Set(instant::stored(new.expires_at)),
            revoked_at: Set(None),
            opened: Set(0),
        };
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Takes a link back; `false` when the CPTS has none of that id that still works.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn revoke_guest_link(
        &self,
        proof: &Allowed<ManagePartages>,
        id: GuestLinkId,
        at: Timestamp,
    ) -> Result<bool, StorageError> {
        let statement = Entity::update_many()
            .col_expr(Column::RevokedAt, Expr::value(instant::stored(at)))
            .filter(Column::CptsId.eq(proof.cpts().0))
            .filter(Column::Id.eq(id.0))
            .filter(Column::RevokedAt.is_null());
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }

    /// Counts an opening.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn count_opening(&self, id: GuestLinkId) -> Result<(), StorageError> {
        let statement = Entity::update_many()
            .col_expr(Column::Opened, Expr::col(Column::Opened).add(1_i64))
            .filter(Column::Id.eq(id.0));
        self.run(statement.exec(&self.txn)).await?;
        Ok(())
    }
}
