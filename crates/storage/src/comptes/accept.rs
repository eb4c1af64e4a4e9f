//! Invitations as the door sees them: by what the person presents. And the people of the demonstration.

use domain::authz::{Author, InstitutionRole, Role};
use domain::ids::{CptsId, InstitutionId, UserId};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::entities::{invitation, user_account};
use crate::{Account, ReadTx, StorageError, WriteTx, instant};

/// Where an invitation gives a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// In a CPTS.
    Cpts(CptsId, Role),
    /// In an institution.
    Institution(InstitutionId, InstitutionRole),
}

/// An invitation, as whoever holds its link or its code sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Identifier.
    pub id: Uuid,
    /// What it gives.
    pub offer: Offer,
    /// For whom.
    pub name: String,
    /// Address that it was sent to; none for a printed code.
    pub email: Option<String>,
    /// Who invited.
    pub given_by: Author,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// When it was accepted, and by whom.
    pub accepted: Option<(Timestamp, Option<UserId>)>,
    /// When it was withdrawn.
    pub revoked_at: Option<Timestamp>,
}

impl TryFrom<invitation::Model> for Invitation {
    type Error = StorageError;
    fn try_from(row: invitation::Model) -> Result<Self, StorageError> {
        let at = |micros| instant::read("invitation", row.id, micros);
        let unknown = || StorageError::inconsistent("invitation", row.id, "unknown role or place");
        let offer = match (row.cpts_id, row.institution_id) {
            (Some(cpts), None) => Offer::Cpts(CptsId(cpts), Role::from_key(&row.role).ok_or_else(unknown)?),
            (None, Some(institution)) => {
                let role = InstitutionRole::from_key(&row.role).ok_or_else(unknown)?;
                Offer::Institution(InstitutionId(institution), role)
            }
            _ => return Err(unknown()),
        };
        let accepted = row.accepted_at.map(at).transpose()?;
        Ok(Self {
            id: row.id,
            offer,
            given_by: Author::from(row.given_by.as_str()),
            expires_at: at(row.expires_at)?,
            accepted: accepted.map(|at| (at, row.accepted_by.map(UserId))),
            revoked_at: row.revoked_at.map(at).transpose()?,
            name: row.name,
            email: row.email,
        })
    }
}

impl ReadTx {
    /// The invitation of this hash, whether it still works or not.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn invitation_by_token(&self, token_hash: &str) -> Result<Option<Invitation>, StorageError> {
        let query = invitation::Entity::find().filter(invitation::Column::TokenHash.eq(token_hash));
        query.one(&self.txn).await?.map(Invitation::try_from).transpose()
    }

    /// The open accounts of the demonstration, by name.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn demo_people(&self) -> Result<Vec<Account>, StorageError> {
        let rows = user_account::Entity::find()
            .filter(user_account::Column::Fictitious.eq(true))
            .filter(user_account::Column::DisabledAt.is_null())
            .filter(user_account::Column::ErasedAt.is_null())
            .order_by_asc(user_account::Column::Name)
            .order_by_asc(user_account::Column::Id)
            .all(&self.txn)
            .await?;
        rows.into_iter().map(Account::try_from).collect()
    }
}

impl WriteTx {
    /// Marks an invitation as accepted; `false` when it was accepted, withdrawn or expired meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn accept_invitation(
        &self,
        id: Uuid,
        user: UserId,
        at: Timestamp,
    ) -> Result<bool, StorageError> {
        let at = instant::stored(at);
        let statement = invitation::Entity::update_many()
            .col_expr(invitation::Column::AcceptedAt, Expr::value(at))
            .col_expr(invitation::Column::AcceptedBy, Expr::value(user.0))
            .filter(invitation::Column::Id.eq(id))
            .filter(invitation::Column::AcceptedAt.is_null())
            .filter(invitation::Column::RevokedAt.is_null())
            .filter(invitation::Column::ExpiresAt.gt(at));
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }
}
