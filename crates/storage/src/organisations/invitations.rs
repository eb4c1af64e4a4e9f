//! Invitations of a CPTS, and those of the operator. The door reads them by the hash of their token.

use domain::authz::{Allowed, Author, ManageRoles, Operates, ReadPersonnes};
use domain::ids::{CptsId, InstitutionId, InvitationId};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::entities::invitation::{ActiveModel, Column, Entity, Model};
use crate::entities::mail;
use crate::{ReadTx, StorageError, WriteTx, instant};

/// Where an invitation leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitedTo {
    /// A CPTS.
    Cpts(CptsId),
    /// An institution.
    Institution(InstitutionId),
}

/// An invitation as its organisation sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationRow {
    /// Identifier.
    pub id: InvitationId,
    /// Where it leads.
    pub to: InvitedTo,
    /// Name of the person.
    pub name: String,
    /// Address; none for a printed code.
    pub email: Option<String>,
    /// Key of the role.
    pub role: String,
    /// Hash of the token or of the printed code.
    pub token_hash: String,
    /// Who invited.
    pub given_by: Author,
    /// When it was made or sent again.
    pub created_at: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// When it was accepted.
    pub accepted_at: Option<Timestamp>,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
    /// When its last e-mail was refused.
    pub refused_at: Option<Timestamp>,
}

impl InvitationRow {
    /// What the e-mail of this invitation is about: how its refusal is found.
    pub fn about(id: InvitationId) -> String {
        format!("invitation:{id}")
    }
}

impl TryFrom<Model> for InvitationRow {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let at = |micros| instant::read("invitation", row.id, micros);
        let to = match (row.cpts_id, row.institution_id) {
            (Some(id), None) => InvitedTo::Cpts(CptsId(id)),
            (None, Some(id)) => InvitedTo::Institution(InstitutionId(id)),
            _ => return Err(StorageError::inconsistent("invitation", row.id, "leads to one organisation")),
        };
        Ok(Self {
            id: InvitationId(row.id),
            to,
            given_by: Author::from(row.given_by.as_str()),
            created_at: at(row.created_at)?,
            expires_at: at(row.expires_at)?,
            accepted_at: row.accepted_at.map(at).transpose()?,
            revoked_at: row.revoked_at.map(at).transpose()?,
            refused_at: None,
            name: row.name,
            email: row.email,
            role: row.role,
            token_hash: row.token_hash,
        })
    }
}

/// Invitations that meet a condition, the last made first, with the refusal of their last e-mail.
async fn found(db: &impl ConnectionTrait, condition: Condition) -> Result<Vec<InvitationRow>, StorageError> {
    let query = Entity::find().filter(condition).order_by_desc(Column::CreatedAt).order_by_desc(Column::Id);
    let rows = query.all(db).await?;
    let mut rows: Vec<InvitationRow> =
        rows.into_iter().map(InvitationRow::try_from).collect::<Result<_, _>>()?;
    let abouts = rows.iter().map(|row| InvitationRow::about(row.id));
    let mails = mail::Entity::find()
        .filter(mail::Column::About.is_in(abouts))
        .order_by_asc(mail::Column::CreatedAt)
        .order_by_asc(mail::Column::Id)
        .all(db)
        .await?;
    for row in &mut rows {
        let about = InvitationRow::about(row.id);
        // In order: the last one counts.
        let last = mails.iter().rev().find(|mail| mail.about.as_deref() == Some(&about));
        let refused = last.and_then(|mail| mail.refused_at);
        row.refused_at = refused.map(|at| instant::read("mail", row.id, at)).transpose()?;
    }
    Ok(rows)
}

fn of_cpts(cpts: CptsId) -> Condition {
    Condition::all().add(Column::CptsId.eq(cpts.0))
}

fn of(to: InvitedTo) -> Condition {
    match to {
        InvitedTo::Cpts(cpts) => of_cpts(cpts),
        InvitedTo::Institution(institution) => Condition::all().add(Column::InstitutionId.eq(institution.0)),
    }
}

impl ReadTx {
    /// The invitations of the CPTS made after `since`, the last made first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn invitations(
        &self,
        proof: &Allowed<ReadPersonnes>,
        since: Timestamp,
    ) -> Result<Vec<InvitationRow>, StorageError> {
        let recent = of_cpts(proof.cpts()).add(Column::CreatedAt.gt(instant::stored(since)));
        found(&self.txn, recent).await
    }

    /// One invitation of the CPTS.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn invitation(
        &self,
        proof: &Allowed<ManageRoles>,
        id: InvitationId,
    ) -> Result<Option<InvitationRow>, StorageError> {
        let one = of_cpts(proof.cpts()).add(Column::Id.eq(id.0));
        Ok(found(&self.txn, one).await?.into_iter().next())
    }

    /// The invitations that the operator made to an organisation: those of its own people stay with it.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn operator_invitations(
        &self,
        proof: &Operates,
        to: InvitedTo,
    ) -> Result<Vec<InvitationRow>, StorageError> {
        let own = match to {
            InvitedTo::Cpts(_) => of(to).add(Column::GivenBy.eq(proof.author().to_string())),
            InvitedTo::Institution(_) => of(to),
        };
        found(&self.txn, own).await
    }
}

impl WriteTx {
    /// Adds an invitation. The proof says from where; `to` must agree with it.
    async fn insert_invitation(&self, new: &InvitationRow) -> Result<(), StorageError> {
        let (cpts, institution) = match new.to {
            InvitedTo::Cpts(id) => (Some(id.0), None),
            InvitedTo::Institution(id) => (None, Some(id.0)),
        };
        let row = ActiveModel {
            id: Set(new.id.0),
            cpts_id: Set(cpts),
            institution_id: Set(institution),
            name: Set(new.name.clone()),
            email: Set(new.email.clone()),
            role: Set(new.role.clone()),
            token_hash: Set(new.token_hash.clone()),
            given_by: Set(new.given_by.to_string()),
            created_at: Set(instant::stored(new.created_at)),
            expires_at: Set(instant::stored(new.expires_at)),
            accepted_at: Set(None),
            accepted_by: Set(None),
            revoked_at: Set(None),
        };
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Adds an invitation to the CPTS of the proof, whatever `new.to` says.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_invitation(
        &self,
        proof: &Allowed<ManageRoles>,
        new: &InvitationRow,
    ) -> Result<(), StorageError> {
        self.insert_invitation(&InvitationRow { to: InvitedTo::Cpts(proof.cpts()), ..new.clone() }).await
    }

    /// Adds an invitation of the operator.
    ///
    /// # Errors
    /// [`StorageError::BrokenLink`] when the organisation does not exist; or the database refuses.
    pub async fn add_operator_invitation(
        &self,
        _: &Operates,
        new: &InvitationRow,
    ) -> Result<(), StorageError> {
        self.insert_invitation(new).await
    }

    /// One invitation of the CPTS, to decide on it.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn invitation_to_edit(
        &self,
        proof: &Allowed<ManageRoles>,
        id: InvitationId,
    ) -> Result<Option<InvitationRow>, StorageError> {
        let query = Entity::find_by_id(id.0).filter(of_cpts(proof.cpts())).lock(LockType::Update);
        self.run(query.one(&self.txn)).await?.map(InvitationRow::try_from).transpose()
    }

    /// Gives an invitation another token and another life: the former token dies.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn renew_invitation(
        &self,
        proof: &Allowed<ManageRoles>,
        row: &InvitationRow,
    ) -> Result<(), StorageError> {
        let statement = Entity::update_many()
            .col_expr(Column::TokenHash, Expr::value(row.token_hash.clone()))
            .col_expr(Column::CreatedAt, Expr::value(instant::stored(row.created_at)))
            .col_expr(Column::ExpiresAt, Expr::value(instant::stored(row.expires_at)))
            .filter(of_cpts(proof.cpts()))
            .filter(Column::Id.eq(row.id.0));
        self.run(statement.exec(&self.txn)).await?;
        Ok(())
    }

    /// Takes an invitation back; `false` when it was accepted or taken back before.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn revoke_invitation(
        &self,
        proof: &Allowed<ManageRoles>,
        id: InvitationId,
        at: Timestamp,
    ) -> Result<bool, StorageError> {
        self.revoke(of_cpts(proof.cpts()), id, at).await
    }

    /// Takes back an invitation that the operator made.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn revoke_operator_invitation(
        &self,
        proof: &Operates,
        id: InvitationId,
        at: Timestamp,
    ) -> Result<bool, StorageError> {
        let own = Condition::any()
            .add(Column::InstitutionId.is_not_null())
            .add(Column::GivenBy.eq(proof.author().to_string()));
        self.revoke(Condition::all().add(own), id, at).await
    }

    async fn revoke(&self, whose: Condition, id: InvitationId, at: Timestamp) -> Result<bool, StorageError> {
        let statement = Entity::update_many()
            .col_expr(Column::RevokedAt, Expr::value(instant::stored(at)))
            .filter(whose)
            .filter(Column::Id.eq(id.0))
            .filter(Column::AcceptedAt.is_null())
            .filter(Column::RevokedAt.is_null());
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }
}
