//! Requests of people about their data.

use domain::authz::{Allowed, Author, ManageDemandes, Myself};
use domain::ids::{CptsId, DemandeId, UserId};
use domain::rgpd::demande::Droit;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::entities::demande_droits::{ActiveModel, Column, Entity, Model};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// A request and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemandeRow {
    /// Identifier.
    pub id: DemandeId,
    /// The CPTS that must answer.
    pub cpts: CptsId,
    /// The account of the person, when there is one.
    pub user: Option<UserId>,
    /// Who asks, as they are called.
    pub person: String,
    /// What they ask.
    pub droit: Droit,
    /// What they wrote.
    pub message: Option<String>,
    /// Day of receipt.
    pub received_on: Date,
    /// Last day to answer.
    pub due_on: Date,
    /// Day of the answer.
    pub answered_on: Option<Date>,
    /// What was answered.
    pub answer: Option<String>,
    /// Who wrote it here.
    pub created_by: Author,
}

/// A request to write down.
#[derive(Clone, Debug)]
pub struct NewDemande {
    /// Identifier.
    pub id: DemandeId,
    /// The account of the person, when there is one.
    pub user: Option<UserId>,
    /// Who asks, as they are called.
    pub person: String,
    /// What they ask.
    pub droit: Droit,
    /// What they wrote.
    pub message: Option<String>,
    /// Day of receipt.
    pub received_on: Date,
    /// Last day to answer.
    pub due_on: Date,
    /// When it is written down.
    pub at: Timestamp,
}

impl TryFrom<Model> for DemandeRow {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: &str| StorageError::inconsistent("demande_droits", row.id, detail);
        let day = |text: &str| text.parse::<Date>().map_err(|_| wrong("a day that is none"));
        Ok(Self {
            id: DemandeId(row.id),
            cpts: CptsId(row.cpts_id),
            user: row.user_id.map(UserId),
            droit: Droit::from_key(&row.kind).ok_or_else(|| wrong("unknown kind"))?,
            received_on: day(&row.received_on)?,
            due_on: day(&row.due_on)?,
            answered_on: row.answered_on.as_deref().map(day).transpose()?,
            created_by: Author::from(row.created_by.as_str()),
            person: row.person,
            message: row.message,
            answer: row.answer,
        })
    }
}

fn own(proof: &Allowed<ManageDemandes>) -> Select<Entity> {
    Entity::find().filter(Column::CptsId.eq(proof.cpts().0))
}

fn new_row(cpts: CptsId, author: &Author, new: &NewDemande) -> ActiveModel {
    ActiveModel {
        id: Set(new.id.0),
        cpts_id: Set(cpts.0),
        user_id: Set(new.user.map(|user| user.0)),
        person: Set(new.person.clone()),
        kind: Set(new.droit.key().to_owned()),
        message: Set(new.message.clone()),
        received_on: Set(new.received_on.to_string()),
        due_on: Set(new.due_on.to_string()),
        answered_on: Set(None),
        answer: Set(None),
        created_at: Set(instant::stored(new.at)),
        created_by: Set(author.to_string()),
    }
}

impl ReadTx {
    /// The requests made to a CPTS, the first to answer first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn demandes(&self, proof: &Allowed<ManageDemandes>) -> Result<Vec<DemandeRow>, StorageError> {
        let query = own(proof).order_by_asc(Column::DueOn).order_by_asc(Column::Id);
        query.all(&self.txn).await?.into_iter().map(DemandeRow::try_from).collect()
    }

    /// One request made to a CPTS.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn demande(
        &self,
        proof: &Allowed<ManageDemandes>,
        id: DemandeId,
    ) -> Result<Option<DemandeRow>, StorageError> {
        let query = own(proof).filter(Column::Id.eq(id.0));
        query.one(&self.txn).await?.map(DemandeRow::try_from).transpose()
    }

    /// One's own requests, the last one first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn own_demandes(&self, proof: &Myself) -> Result<Vec<DemandeRow>, StorageError> {
        let query = Entity::find()
            .filter(Column::UserId.eq(proof.user().0))
            .order_by_desc(Column::CreatedAt)
            .order_by_desc(Column::Id);
        query.all(&self.txn).await?.into_iter().map(DemandeRow::try_from).collect()
    }
}

impl WriteTx {
    /// Writes down a request that someone made to the CPTS.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_demande(
        &self,
        proof: &Allowed<ManageDemandes>,
        new: &NewDemande,
    ) -> Result<(), StorageError> {
        let row = new_row(proof.cpts(), proof.author(), new);
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Writes down one's own request to a CPTS.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_own_demande(
        &self,
        proof: &Myself,
        cpts: CptsId,
        new: &NewDemande,
    ) -> Result<(), StorageError> {
        let row = ActiveModel { user_id: Set(Some(proof.user().0)), ..new_row(cpts, proof.author(), new) };
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// One request, to decide on it: nobody else changes it until the end of the transaction.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn demande_to_edit(
        &self,
        proof: &Allowed<ManageDemandes>,
        id: DemandeId,
    ) -> Result<Option<DemandeRow>, StorageError> {
        let query = own(proof).filter(Column::Id.eq(id.0)).lock(LockType::Update);
        self.run(query.one(&self.txn)).await?.map(DemandeRow::try_from).transpose()
    }

    /// Writes the last day to answer, and the answer when there is one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_demande(
        &self,
        proof: &Allowed<ManageDemandes>,
        row: &DemandeRow,
    ) -> Result<(), StorageError> {
        let statement = Entity::update_many()
            .col_expr(Column::DueOn, Expr::value(row.due_on.to_string()))
            .col_expr(Column::AnsweredOn, Expr::value(row.answered_on.map(|day| day.to_string())))
            .col_expr(Column::Answer, Expr::value(row.answer.clone()))
            .filter(Column::CptsId.eq(proof.cpts().0))
            .filter(Column::Id.eq(row.id.0));
        self.run(statement.exec(&self.txn)).await?;
        Ok(())
    }
}
