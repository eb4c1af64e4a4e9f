//! Open doors: one row a browser, found by the hash of its token.

use domain::authz::Myself;
use domain::ids::{SessionId, UserId};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entities::session::{ActiveModel, Column, Entity, Model};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// A session to open.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Identifier.
    pub id: SessionId,
    /// Whose.
    pub user: UserId,
    /// Hash of the token that the browser keeps.
    pub token_hash: String,
    /// What the person recognises: `Firefox sur Windows`.
    pub device: String,
    /// How they proved who they are: `password`, `passkey`, the key of a provider…
    pub method: String,
    /// Whether a second factor was given.
    pub strong: bool,
    /// What ends the session at the provider too, sealed.
    pub provider_logout: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A session as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// Identifier.
    pub id: SessionId,
    /// Whose.
    pub user: UserId,
    /// What the person recognises.
    pub device: String,
    /// How they proved who they are.
    pub method: String,
    /// Whether a second factor was given.
    pub strong: bool,
    /// When it was opened.
    pub created_at: Timestamp,
    /// Last request.
    pub last_seen_at: Timestamp,
    /// Last proof of identity.
    pub confirmed_at: Timestamp,
    /// When it was ended by its owner, by leaving or by the program.
    pub ended_at: Option<Timestamp>,
    /// What ends the session at the provider too, sealed.
    pub provider_logout: Option<String>,
}

impl TryFrom<Model> for SessionRow {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let at = |micros| instant::read("session", row.id, micros);
        Ok(Self {
            id: SessionId(row.id),
            user: UserId(row.user_id),
            created_at: at(row.created_at)?,
            last_seen_at: at(row.last_seen_at)?,
            confirmed_at: at(row.confirmed_at)?,
            ended_at: row.ended_at.map(at).transpose()?,
            device: row.device,
            method: row.method,
            strong: row.strong,
            provider_logout: row.provider_logout,
        })
    }
}

impl ReadTx {
    /// The session of a token, ended or not.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn session_by_token(&self, token_hash: &str) -> Result<Option<SessionRow>, StorageError> {
        let row = Entity::find().filter(Column::TokenHash.eq(token_hash)).one(&self.txn).await?;
        row.map(SessionRow::try_from).transpose()
    }

    /// One's own sessions, the last used first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn own_sessions(&self, proof: &Myself) -> Result<Vec<SessionRow>, StorageError> {
        let rows = Entity::find()
            .filter(Column::UserId.eq(proof.user().0))
            .order_by_desc(Column::LastSeenAt)
            .order_by_desc(Column::Id)
            .all(&self.txn)
            .await?;
        rows.into_iter().map(SessionRow::try_from).collect()
    }
}

impl WriteTx {
    /// Opens a session.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn open_session(&self, new: &NewSession) -> Result<(), StorageError> {
        let at = instant::stored(new.at);
        let row = ActiveModel {
            id: Set(new.id.0),
            user_id: Set(new.user.0),
            token_hash: Set(new.token_hash.clone()),
            device: Set(new.device.clone()),
            method: Set(new.method.clone()),
            strong: Set(new.strong),
            created_at: Set(at),
            last_seen_at: Set(at),
            confirmed_at: Set(at),
            ended_at: Set(None),
            provider_logout: Set(new.provider_logout.clone()),
        };
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Notes a request, unless the session was ended meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn touch_session(&self, id: SessionId, at: Timestamp) -> Result<(), StorageError> {
        let statement = Entity::update_many()
            .col_expr(Column::LastSeenAt, Expr::value(instant::stored(at)))
            .filter(Column::Id.eq(id.0))
            .filter(Column::EndedAt.is_null());
        self.run(statement.exec(&self.txn)).await?;
        Ok(())
    }

    /// Notes a new proof of identity; with `strong`, a second factor too.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn confirm_session(
        &self,
        id: SessionId,
        strong: bool,
        at: Timestamp,
    ) -> Result<(), StorageError> {
        let mut statement = Entity::update_many()
            .col_expr(Column::ConfirmedAt, Expr::value(instant::stored(at)))
            .col_expr(Column::LastSeenAt, Expr::value(instant::stored(at)))
            .filter(Column::Id.eq(id.0))
            .filter(Column::EndedAt.is_null());
        if strong {
            statement = statement.col_expr(Column::Strong, Expr::value(true));
        }
        self.run(statement.exec(&self.txn)).await?;
        Ok(())
    }

    /// Gives a session another token: the one that was there before the proof of identity opens nothing any more.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn renew_session(&self, id: SessionId, token_hash: &str) -> Result<(), StorageError> {
        let statement = Entity::update_many()
            .col_expr(Column::TokenHash, Expr::value(token_hash))
            .filter(Column::Id.eq(id.0));
        self.run(statement.exec(&self.txn)).await?;
        Ok(())
    }

    /// Ends one session of a person; `false` when they have none of that id that is still open.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_session(
        &self,
        user: UserId,
        id: SessionId,
        at: Timestamp,
    ) -> Result<bool, StorageError> {
        let statement = Entity::update_many()
            .col_expr(Column::EndedAt, Expr::value(instant::stored(at)))
            .filter(Column::UserId.eq(user.0))
            .filter(Column::Id.eq(id.0))
            .filter(Column::EndedAt.is_null());
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }

    /// Ends every open session of a person but one; says how many.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_sessions(
        &self,
        user: UserId,
        but: Option<SessionId>,
        at: Timestamp,
    ) -> Result<u64, StorageError> {
        let mut statement = Entity::update_many()
            .col_expr(Column::EndedAt, Expr::value(instant::stored(at)))
            .filter(Column::UserId.eq(user.0))
            .filter(Column::EndedAt.is_null());
        if let Some(kept) = but {
            statement = statement.filter(Column::Id.ne(kept.0));
        }
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected)
    }
}
