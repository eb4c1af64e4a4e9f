//! Links and exchanges that work once.

use domain::ids::UserId;
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::entities::one_time_token::{ActiveModel, Column, Entity, Model};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// A link or an exchange to remember until it serves.
#[derive(Clone, Debug)]
pub struct NewOneTimeToken {
    /// Identifier.
    pub id: Uuid,
    /// What it opens: `password`, `passkey.sign_in`…
    pub kind: &'static str,
    /// For whom; none when nobody is known yet.
    pub user: Option<UserId>,
    /// Hash of what the person or the browser presents.
    pub token_hash: String,
    /// What the server must remember meanwhile.
    pub payload: String,
    /// When.
    pub at: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
}

/// A link or an exchange as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTimeToken {
    /// Identifier.
    pub id: Uuid,
    /// For whom; none when nobody was known.
    pub user: Option<UserId>,
    /// What the server had to remember.
    pub payload: String,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// When it served, or was cancelled.
    pub used_at: Option<Timestamp>,
}

impl TryFrom<Model> for OneTimeToken {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let at = |micros| instant::read("one_time_token", row.id, micros);
        Ok(Self {
            id: row.id,
            user: row.user_id.map(UserId),
            expires_at: at(row.expires_at)?,
            used_at: row.used_at.map(at).transpose()?,
            payload: row.payload,
        })
    }
}

impl ReadTx {
    /// The token of this kind and hash, whether it still works or not.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn one_time_token(
        &self,
        kind: &str,
        token_hash: &str,
    ) -> Result<Option<OneTimeToken>, StorageError> {
        let query = Entity::find().filter(Column::Kind.eq(kind)).filter(Column::TokenHash.eq(token_hash));
        query.one(&self.txn).await?.map(OneTimeToken::try_from).transpose()
    }
}

impl WriteTx {
    /// Remembers a token.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_one_time_token(&self, new: &NewOneTimeToken) -> Result<(), StorageError> {
        let row = ActiveModel {
            id: Set(new.id),
            kind: Set(new.kind.to_owned()),
            user_id: Set(new.user.map(|user| user.0)),
            token_hash: Set(new.token_hash.clone()),
            payload: Set(new.payload.clone()),
            created_at: Set(instant::stored(new.at)),
            expires_at: Set(instant::stored(new.expires_at)),
            used_at: Set(None),
        };
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Uses a token; `None` when it is unknown, too old, or was used by another request an instant before.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn use_one_time_token(
        &self,
        kind: &str,
        token_hash: &str,
        at: Timestamp,
    ) -> Result<Option<OneTimeToken>, StorageError> {
        let at = instant::stored(at);
        let statement = Entity::update_many()
            .col_expr(Column::UsedAt, Expr::value(at))
            .filter(Column::Kind.eq(kind))
            .filter(Column::TokenHash.eq(token_hash))
            .filter(Column::UsedAt.is_null())
            .filter(Column::ExpiresAt.gt(at));
        if self.run(statement.exec(&self.txn)).await?.rows_affected == 0 {
            return Ok(None);
        }
        let query = Entity::find().filter(Column::Kind.eq(kind)).filter(Column::TokenHash.eq(token_hash));
        self.run(query.one(&self.txn)).await?.map(OneTimeToken::try_from).transpose()
    }

    /// Cancels what a person has not used of this kind: the last link sent is the only one that works.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn cancel_one_time_tokens(
        &self,
        kind: &str,
        user: UserId,
        at: Timestamp,
    ) -> Result<(), StorageError> {
        let statement = Entity::update_many()
            .col_expr(Column::UsedAt, Expr::value(instant::stored(at)))
            .filter(Column::Kind.eq(kind))
            .filter(Column::UserId.eq(user.0))
            .filter(Column::UsedAt.is_null());
        self.run(statement.exec(&self.txn)).await?;
        Ok(())
    }

    /// Forgets what expired before an instant; says how many.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget_one_time_tokens(&self, before: Timestamp) -> Result<u64, StorageError> {
        let statement = Entity::delete_many().filter(Column::ExpiresAt.lt(instant::stored(before)));
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected)
    }
}
