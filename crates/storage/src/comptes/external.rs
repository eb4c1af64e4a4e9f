//! Identities that another provider vouches for, such as Pro Santé Connect.

use domain::authz::Myself;
use domain::ids::UserId;
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::entities::external_identity::{ActiveModel, Column, Entity, Model};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// An identity that signs in to an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalIdentity {
    /// Identifier.
    pub id: Uuid,
    /// Whose account.
    pub user: UserId,
    /// Key of the provider.
    pub provider: String,
    /// The provider's own name for the person.
    pub subject: String,
    /// National identifier of a health professional.
    pub national_id: Option<String>,
    /// Code of the profession that the person chose to act under.
    pub profession: Option<String>,
    /// Where they practise it, as the national directory names the place.
    pub structure: Option<String>,
    /// When it was attached.
    pub created_at: Timestamp,
    /// When it last served.
    pub last_used_at: Option<Timestamp>,
}

/// An identity to attach to an account.
#[derive(Clone, Debug)]
pub struct NewExternalIdentity {
    /// Identifier.
    pub id: Uuid,
    /// Whose account.
    pub user: UserId,
    /// Key of the provider.
    pub provider: String,
    /// The provider's own name for the person.
    pub subject: String,
    /// National identifier of a health professional.
    pub national_id: Option<String>,
    /// When.
    pub at: Timestamp,
}

impl TryFrom<Model> for ExternalIdentity {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let at = |micros| instant::read("external_identity", row.id, micros);
        Ok(Self {
            id: row.id,
            user: UserId(row.user_id),
            created_at: at(row.created_at)?,
            last_used_at: row.last_used_at.map(at).transpose()?,
            provider: row.provider,
            subject: row.subject,
            national_id: row.national_id,
            profession: row.profession,
            structure: row.structure,
        })
    }
}

/// By national identifier first: a provider may rename a person, the nation does not.
async fn find(
    db: &impl ConnectionTrait,
    provider: &str,
    subject: &str,
    national_id: Option<&str>,
) -> Result<Option<Model>, DbErr> {
    let of_provider = || Entity::find().filter(Column::Provider.eq(provider));
    if let Some(national) = national_id
        && let Some(row) = of_provider().filter(Column::NationalId.eq(national)).one(db).await?
    {
        return Ok(Some(row));
    }
    let row = of_provider().filter(Column::Subject.eq(subject)).one(db).await?;
    // The same name with another national identifier is another person.
    Ok(row.filter(|row| row.national_id.is_none() || row.national_id.as_deref() == national_id))
}

async fn own(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<Model>, DbErr> {
    let query = Entity::find().filter(Column::UserId.eq(user.0));
    query.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(db).await
}

impl ReadTx {
    /// The identity of a person at a provider, if an account has it.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn external_identity(
        &self,
        provider: &str,
        subject: &str,
        national_id: Option<&str>,
    ) -> Result<Option<ExternalIdentity>, StorageError> {
        let row = find(&self.txn, provider, subject, national_id).await?;
        row.map(ExternalIdentity::try_from).transpose()
    }

    /// One's own identities, the oldest first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn own_external_identities(
        &self,
        proof: &Myself,
    ) -> Result<Vec<ExternalIdentity>, StorageError> {
        own(&self.txn, proof.user()).await?.into_iter().map(ExternalIdentity::try_from).collect()
    }
}

impl WriteTx {
    /// The identity of a person at a provider, inside the transaction that decides on it.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn external_identity_to_use(
        &self,
        provider: &str,
        subject: &str,
        national_id: Option<&str>,
    ) -> Result<Option<ExternalIdentity>, StorageError> {
        let row = self.run(find(&self.txn, provider, subject, national_id)).await?;
        row.map(ExternalIdentity::try_from).transpose()
    }

    /// Attaches an identity to an account.
    ///
    /// # Errors
    /// [`StorageError::AlreadyExists`] when an account has it; or the database refuses.
    pub async fn add_external_identity(&self, new: &NewExternalIdentity) -> Result<(), StorageError> {
        let row = ActiveModel {
            id: Set(new.id),
            user_id: Set(new.user.0),
            provider: Set(new.provider.clone()),
            subject: Set(new.subject.clone()),
            national_id: Set(new.national_id.clone()),
            profession: Set(None),
            structure: Set(None),
            created_at: Set(instant::stored(new.at)),
            last_used_at: Set(None),
        };
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Notes that an identity served: its names at the provider, the activity that was chosen, when.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_external_identity(&self, identity: &ExternalIdentity) -> Result<(), StorageError> {
        let statement = Entity::update_many()
            .col_expr(Column::Subject, Expr::value(identity.subject.clone()))
            .col_expr(Column::NationalId, Expr::value(identity.national_id.clone()))
            .col_expr(Column::Profession, Expr::value(identity.profession.clone()))
            .col_expr(Column::Structure, Expr::value(identity.structure.clone()))
            .col_expr(Column::LastUsedAt, Expr::value(identity.last_used_at.map(instant::stored)))
            .filter(Column::Id.eq(identity.id));
        self.run(statement.exec(&self.txn)).await?;
        Ok(())
    }

    /// The identities of a person, to decide on them. Lock the account first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn external_identities_to_edit(
        &self,
        user: UserId,
    ) -> Result<Vec<ExternalIdentity>, StorageError> {
        let rows = self.run(own(&self.txn, user)).await?;
        rows.into_iter().map(ExternalIdentity::try_from).collect()
    }

    /// Detaches an identity of a person.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_external_identity(&self, user: UserId, id: Uuid) -> Result<bool, StorageError> {
        let statement = Entity::delete_many().filter(Column::Id.eq(id)).filter(Column::UserId.eq(user.0));
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }
}
