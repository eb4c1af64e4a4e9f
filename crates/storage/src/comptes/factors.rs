//! Second factors of a person: application on a phone, passkeys, recovery codes.

use domain::ids::UserId;
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder,
};
use uuid::Uuid;

use crate::entities::{passkey, recovery_code, totp};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// The application of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotpRow {
    /// The secret, sealed.
    pub secret: String,
    /// Whether a first code was typed: before, it is not a factor yet.
    pub confirmed: bool,
    /// Step of the last code accepted.
    pub last_step: Option<i64>,
}

/// A passkey of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyRow {
    /// Identifier.
    pub id: Uuid,
    /// What the person calls it.
    pub name: String,
    /// Identifier that the device gave.
    pub credential_id: String,
    /// All of it, as the library writes it.
    pub credential: String,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last served.
    pub last_used_at: Option<Timestamp>,
}

/// What a person can prove their identity with, besides a password.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactorRows {
    /// The application, confirmed or being set up.
    pub totp: Option<TotpRow>,
    /// Passkeys, the oldest first.
    pub passkeys: Vec<PasskeyRow>,
    /// Recovery codes that were not used.
    pub recovery_codes: u32,
}

impl FactorRows {
    /// Whether the application serves.
    pub fn has_totp(&self) -> bool {
        self.totp.as_ref().is_some_and(|totp| totp.confirmed)
    }

    /// Whether something is set up.
    pub fn any(&self) -> bool {
        self.has_totp() || !self.passkeys.is_empty()
    }
}

impl TryFrom<passkey::Model> for PasskeyRow {
    type Error = StorageError;
    fn try_from(row: passkey::Model) -> Result<Self, StorageError> {
        let at = |micros| instant::read("passkey", row.id, micros);
        Ok(Self {
            id: row.id,
            created_at: at(row.created_at)?,
            last_used_at: row.last_used_at.map(at).transpose()?,
            name: row.name,
            credential_id: row.credential_id,
            credential: row.credential,
        })
    }
}

async fn load(
    db: &impl ConnectionTrait,
    user: UserId,
) -> Result<(Option<totp::Model>, Vec<passkey::Model>, u64), DbErr> {
    let totp = totp::Entity::find_by_id(user.0).one(db).await?;
    let passkeys = passkey::Entity::find()
        .filter(passkey::Column::UserId.eq(user.0))
        .order_by_asc(passkey::Column::CreatedAt)
        .order_by_asc(passkey::Column::Id)
        .all(db)
        .await?;
    let codes = recovery_code::Entity::find()
        .filter(recovery_code::Column::UserId.eq(user.0))
        .filter(recovery_code::Column::UsedAt.is_null())
        .count(db)
        .await?;
    Ok((totp, passkeys, codes))
}

fn rows(
    (totp, passkeys, codes): (Option<totp::Model>, Vec<passkey::Model>, u64),
) -> Result<FactorRows, StorageError> {
    Ok(FactorRows {
        totp: totp.map(|row| TotpRow {
            secret: row.secret,
            confirmed: row.confirmed_at.is_some(),
            last_step: row.last_step,
        }),
        passkeys: passkeys.into_iter().map(PasskeyRow::try_from).collect::<Result<_, _>>()?,
        recovery_codes: u32::try_from(codes).unwrap_or(u32::MAX),
    })
}

impl ReadTx {
    /// The second factors of a person.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn factors(&self, user: UserId) -> Result<FactorRows, StorageError> {
        rows(load(&self.txn, user).await?)
    }
}

impl WriteTx {
    /// The second factors of a person, to decide on them. Lock the account first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn factors_to_edit(&self, user: UserId) -> Result<FactorRows, StorageError> {
        rows(self.run(load(&self.txn, user)).await?)
    }

    /// Keeps the sealed secret of an application that is being set up, in the place of an earlier one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn start_totp(&self, user: UserId, sealed: &str, at: Timestamp) -> Result<(), StorageError> {
        self.run(totp::Entity::delete_by_id(user.0).exec(&self.txn)).await?;
        let row = totp::ActiveModel {
            user_id: Set(user.0),
            secret: Set(sealed.to_owned()),
            created_at: Set(instant::stored(at)),
            confirmed_at: Set(None),
            last_step: Set(None),
        };
        self.run(totp::Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Notes the step of a code that was accepted; the first one confirms the application.
    ///
    /// `false` when this step or a later one was noted meanwhile: the code served already.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn use_totp(&self, user: UserId, step: i64, at: Timestamp) -> Result<bool, StorageError> {
        let later =
            Condition::any().add(totp::Column::LastStep.is_null()).add(totp::Column::LastStep.lt(step));
        let statement = totp::Entity::update_many()
            .col_expr(totp::Column::LastStep, Expr::value(step))
            .filter(totp::Column::UserId.eq(user.0))
            .filter(later);
        if self.run(statement.exec(&self.txn)).await?.rows_affected == 0 {
            return Ok(false);
        }
        let first = totp::Entity::update_many()
            .col_expr(totp::Column::ConfirmedAt, Expr::value(instant::stored(at)))
            .filter(totp::Column::UserId.eq(user.0))
            .filter(totp::Column::ConfirmedAt.is_null());
        self.run(first.exec(&self.txn)).await?;
        Ok(true)
    }

    /// Removes the application.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_totp(&self, user: UserId) -> Result<bool, StorageError> {
        Ok(self.run(totp::Entity::delete_by_id(user.0).exec(&self.txn)).await?.rows_affected == 1)
    }

    /// Adds a passkey.
    ///
    /// # Errors
    /// [`StorageError::AlreadyExists`] when the device is registered; or the database refuses.
    pub async fn add_passkey(&self, user: UserId, new: &PasskeyRow) -> Result<(), StorageError> {
        let row = passkey::ActiveModel {
            id: Set(new.id),
            user_id: Set(user.0),
            name: Set(new.name.clone()),
            credential_id: Set(new.credential_id.clone()),
            credential: Set(new.credential.clone()),
            created_at: Set(instant::stored(new.created_at)),
            last_used_at: Set(new.last_used_at.map(instant::stored)),
        };
        self.run(passkey::Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Notes that a passkey served, with its new counter when it has one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn use_passkey(
        &self,
        credential_id: &str,
        updated: Option<&str>,
        at: Timestamp,
    ) -> Result<(), StorageError> {
        let mut statement = passkey::Entity::update_many()
            .col_expr(passkey::Column::LastUsedAt, Expr::value(instant::stored(at)))
            .filter(passkey::Column::CredentialId.eq(credential_id));
        if let Some(credential) = updated {
            statement = statement.col_expr(passkey::Column::Credential, Expr::value(credential));
        }
        self.run(statement.exec(&self.txn)).await?;
        Ok(())
    }

    /// Removes a passkey of a person.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_passkey(&self, user: UserId, id: Uuid) -> Result<bool, StorageError> {
        let statement = passkey::Entity::delete_many()
            .filter(passkey::Column::Id.eq(id))
            .filter(passkey::Column::UserId.eq(user.0));
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }

    /// Replaces all recovery codes of a person: identifiers and hashes of the new ones.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn replace_recovery_codes(
        &self,
        user: UserId,
        codes: &[(Uuid, String)],
        at: Timestamp,
    ) -> Result<(), StorageError> {
        let old = recovery_code::Entity::delete_many().filter(recovery_code::Column::UserId.eq(user.0));
        self.run(old.exec(&self.txn)).await?;
        for (id, hash) in codes {
            let row = recovery_code::ActiveModel {
                id: Set(*id),
                user_id: Set(user.0),
                code_hash: Set(hash.clone()),
                created_at: Set(instant::stored(at)),
                used_at: Set(None),
            };
            self.run(recovery_code::Entity::insert(row).exec_without_returning(&self.txn)).await?;
        }
        Ok(())
    }

    /// Uses a recovery code of a person; `false` when they have none of this hash left.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn use_recovery_code(
        &self,
        user: UserId,
        hash: &str,
        at: Timestamp,
    ) -> Result<bool, StorageError> {
        let statement = recovery_code::Entity::update_many()
            .col_expr(recovery_code::Column::UsedAt, Expr::value(instant::stored(at)))
            .filter(recovery_code::Column::UserId.eq(user.0))
            .filter(recovery_code::Column::CodeHash.eq(hash))
            .filter(recovery_code::Column::UsedAt.is_null());
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }

    /// Removes every factor of a person: they set up others at the next sign-in.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_factors(&self, user: UserId) -> Result<(), StorageError> {
        self.remove_totp(user).await?;
        let passkeys = passkey::Entity::delete_many().filter(passkey::Column::UserId.eq(user.0));
        self.run(passkeys.exec(&self.txn)).await?;
        self.replace_recovery_codes(user, &[], Timestamp::UNIX_EPOCH).await
    }
}
