//! The accounts of people.

use domain::authz::Operates;
use domain::ids::UserId;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entities::user_account::{ActiveModel, Column, Entity, Model};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Identifier.
    pub id: UserId,
    /// E-mail address; none for a person who only signs in at a provider, or was erased.
    pub email: Option<String>,
    /// Name on screen.
    pub name: String,
    /// Hash of the password, when there is one.
    pub password_hash: Option<String>,
    /// When the password was chosen.
    pub password_changed_at: Option<Timestamp>,
    /// Wrong passwords since the last right one.
    pub failed_attempts: u32,
    /// When the last wrong one was typed.
    pub last_failed_at: Option<Timestamp>,
    /// Whether the person operates the instance.
    pub is_operator: bool,
    /// Whether the account belongs to the invented CPTS of the demonstration.
    pub fictitious: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When the person last signed in.
    pub last_sign_in_at: Option<Timestamp>,
    /// When it was closed.
    pub disabled_at: Option<Timestamp>,
    /// When the person was erased.
    pub erased_at: Option<Timestamp>,
}

impl Account {
    /// Whether the person may sign in.
    pub fn is_open(&self) -> bool {
        self.disabled_at.is_none() && self.erased_at.is_none()
    }
}

/// An account to add.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Identifier.
    pub id: UserId,
    /// E-mail address and its form for comparisons.
    pub email: Option<(String, String)>,
    /// Name on screen.
    pub name: String,
    /// Hash of the password, when there is one.
    pub password_hash: Option<String>,
    /// Whether the person operates the instance.
    pub is_operator: bool,
    /// Whether the account belongs to the demonstration.
    pub fictitious: bool,
    /// When.
    pub at: Timestamp,
}

impl TryFrom<Model> for Account {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let at = |micros| instant::read("user_account", row.id, micros);
        let failed = u32::try_from(row.failed_attempts);
        Ok(Self {
            id: UserId(row.id),
            password_changed_at: row.password_changed_at.map(at).transpose()?,
            failed_attempts: failed.map_err(|e| StorageError::inconsistent("user_account", row.id, e))?,
            last_failed_at: row.last_failed_at.map(at).transpose()?,
            created_at: at(row.created_at)?,
            last_sign_in_at: row.last_sign_in_at.map(at).transpose()?,
            disabled_at: row.disabled_at.map(at).transpose()?,
            erased_at: row.erased_at.map(at).transpose()?,
            email: row.email,
            name: row.name,
            password_hash: row.password_hash,
            is_operator: row.is_operator,
            fictitious: row.fictitious,
        })
    }
}

impl ReadTx {
    /// The account of an address, compared in its canonical form.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn account_by_email(&self, key: &str) -> Result<Option<Account>, StorageError> {
        let row = Entity::find().filter(Column::EmailKey.eq(key)).one(&self.txn).await?;
        row.map(Account::try_from).transpose()
    }

    /// One account.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn account(&self, id: UserId) -> Result<Option<Account>, StorageError> {
        Entity::find_by_id(id.0).one(&self.txn).await?.map(Account::try_from).transpose()
    }

    /// Names on screen, in the order of `ids`, for traces that keep identifiers only. Unknown ones are left out.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn account_names(&self, ids: &[UserId]) -> Result<Vec<(UserId, String)>, StorageError> {
        let rows = Entity::find()
            .select_only()
            .columns([Column::Id, Column::Name])
            .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
            .into_tuple::<(uuid::Uuid, String)>()
            .all(&self.txn)
            .await?;
        Ok(rows.into_iter().map(|(id, name)| (UserId(id), name)).collect())
    }

    /// Every account that was not erased, by name, for the commands of the instance.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn all_accounts(&self, _: &Operates) -> Result<Vec<Account>, StorageError> {
        let query = Entity::find().filter(Column::ErasedAt.is_null());
        let rows = query.order_by_asc(Column::Name).order_by_asc(Column::Id).all(&self.txn).await?;
        rows.into_iter().map(Account::try_from).collect()
    }

    /// Whether the instance has an account at all.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn has_accounts(&self) -> Result<bool, StorageError> {
        Ok(Entity::find().limit(1).one(&self.txn).await?.is_some())
    }
}

impl WriteTx {
    /// Adds an account.
    ///
    /// # Errors
    /// [`StorageError::AlreadyExists`] when the address has one; or the database refuses.
    pub async fn add_account(&self, new: &NewAccount) -> Result<(), StorageError> {
        let at = instant::stored(new.at);
        let row = ActiveModel {
            id: Set(new.id.0),
            email: Set(new.email.as_ref().map(|(email, _)| email.clone())),
            email_key: Set(new.email.as_ref().map(|(_, key)| key.clone())),
            name: Set(new.name.clone()),
            password_hash: Set(new.password_hash.clone()),
            password_changed_at: Set(new.password_hash.is_some().then_some(at)),
            failed_attempts: Set(0),
            last_failed_at: Set(None),
            is_operator: Set(new.is_operator),
            fictitious: Set(new.fictitious),
            created_at: Set(at),
            last_sign_in_at: Set(None),
            disabled_at: Set(None),
            erased_at: Set(None),
        };
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// One account, to decide on it: nobody else changes it until the end of the transaction.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn account_to_edit(&self, id: UserId) -> Result<Option<Account>, StorageError> {
        let query = Entity::find_by_id(id.0).lock(LockType::Update);
        self.run(query.one(&self.txn)).await?.map(Account::try_from).transpose()
    }

    /// Writes what the door counts: wrong passwords, last sign-in.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_attempts(&self, account: &Account) -> Result<(), StorageError> {
        let statement = Entity::update_many()
            .col_expr(Column::FailedAttempts, Expr::value(i64::from(account.failed_attempts)))
            .col_expr(Column::LastFailedAt, Expr::value(account.last_failed_at.map(instant::stored)))
            .col_expr(Column::LastSignInAt, Expr::value(account.last_sign_in_at.map(instant::stored)))
            .filter(Column::Id.eq(account.id.0));
        self.run(statement.exec(&self.txn)).await?;
        Ok(())
    }

    /// Writes the hash of a new password.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_password(&self, id: UserId, hash: &str, at: Timestamp) -> Result<(), StorageError> {
        let statement = Entity::update_many()
            .col_expr(Column::PasswordHash, Expr::value(hash))
            .col_expr(Column::PasswordChangedAt, Expr::value(instant::stored(at)))
            .filter(Column::Id.eq(id.0));
        self.run(statement.exec(&self.txn)).await?;
        Ok(())
    }

    /// Writes another hash of the same password.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn rehash_password(&self, id: UserId, hash: &str) -> Result<(), StorageError> {
        let statement = Entity::update_many()
            .col_expr(Column::PasswordHash, Expr::value(hash))
            .filter(Column::Id.eq(id.0));
        self.run(statement.exec(&self.txn)).await?;
        Ok(())
    }

    /// Writes the name on screen.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_name(&self, id: UserId, name: &str) -> Result<(), StorageError> {
        let statement =
            Entity::update_many().col_expr(Column::Name, Expr::value(name)).filter(Column::Id.eq(id.0));
        self.run(statement.exec(&self.txn)).await?;
        Ok(())
    }

    /// Writes the address and its form for comparisons.
    ///
    /// # Errors
    /// [`StorageError::AlreadyExists`] when another account has it; or the database refuses.
    pub async fn save_email(&self, id: UserId, email: &str, key: &str) -> Result<(), StorageError> {
        let statement = Entity::update_many()
            .col_expr(Column::Email, Expr::value(email))
            .col_expr(Column::EmailKey, Expr::value(key))
            .filter(Column::Id.eq(id.0));
        self.run(statement.exec(&self.txn)).await?;
        Ok(())
    }

    /// Closes or reopens an account; `false` when there is none of that id that can be.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_disabled(&self, id: UserId, at: Option<Timestamp>) -> Result<bool, StorageError> {
        let statement = Entity::update_many()
            .col_expr(Column::DisabledAt, Expr::value(at.map(instant::stored)))
            .filter(Column::Id.eq(id.0))
            .filter(Column::ErasedAt.is_null());
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }
}
