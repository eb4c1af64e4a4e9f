//! The log of breaches of personal data.

use domain::authz::{Allowed, ManageViolations};
use domain::ids::ViolationId;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::entities::violation::{ActiveModel, Column, Entity, Model};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// A breach, as the log keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViolationRow {
    /// Identifier.
    pub id: ViolationId,
    /// Short title.
    pub title: String,
    /// What happened.
    pub facts: String,
    /// Categories of data and of persons.
    pub categories: String,
    /// About how many persons.
    pub people: Option<u32>,
    /// What may follow for them.
    pub consequences: String,
    /// What was done about it.
    pub measures: String,
    /// When it happened, when that is known.
    pub happened_at: Option<Timestamp>,
    /// When it was discovered: the 72 hours start here.
    pub discovered_at: Timestamp,
    /// Key of what was decided about the CNIL: `notifiee`, `non_requise`; nothing before the decision.
    pub cnil_decision: Option<String>,
    /// Why, when it is not to be notified, or late.
    pub cnil_reason: Option<String>,
    /// When the CNIL was told.
    pub cnil_notified_at: Option<Timestamp>,
    /// When the persons were told.
    pub people_told_at: Option<Timestamp>,
    /// When the file was closed.
    pub closed_at: Option<Timestamp>,
}

/// A breach to write down.
#[derive(Clone, Debug)]
pub struct NewViolation {
    /// What is known.
    pub row: ViolationRow,
    /// When it is written down.
    pub at: Timestamp,
}

impl TryFrom<Model> for ViolationRow {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let at = |micros| instant::read("violation", row.id, micros);
        let people = row.people.map(u32::try_from).transpose();
        Ok(Self {
            id: ViolationId(row.id),
            people: people.map_err(|e| StorageError::inconsistent("violation", row.id, e))?,
            happened_at: row.happened_at.map(at).transpose()?,
            discovered_at: at(row.discovered_at)?,
            cnil_notified_at: row.cnil_notified_at.map(at).transpose()?,
            people_told_at: row.people_told_at.map(at).transpose()?,
            closed_at: row.closed_at.map(at).transpose()?,
            title: row.title,
            facts: row.facts,
            categories: row.categories,
            consequences: row.consequences,
            measures: row.measures,
            cnil_decision: row.cnil_decision,
            cnil_reason: row.cnil_reason,
        })
    }
}

fn own(proof: &Allowed<ManageViolations>) -> Select<Entity> {
    Entity::find().filter(Column::CptsId.eq(proof.cpts().0))
}

impl ReadTx {
    /// The breaches of a CPTS, the last discovered first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn violations(
        &self,
        proof: &Allowed<ManageViolations>,
    ) -> Result<Vec<ViolationRow>, StorageError> {
        let query = own(proof).order_by_desc(Column::DiscoveredAt).order_by_desc(Column::Id);
        query.all(&self.txn).await?.into_iter().map(ViolationRow::try_from).collect()
    }

    /// One breach of a CPTS.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn violation(
        &self,
        proof: &Allowed<ManageViolations>,
        id: ViolationId,
    ) -> Result<Option<ViolationRow>, StorageError> {
        let query = own(proof).filter(Column::Id.eq(id.0));
        query.one(&self.txn).await?.map(ViolationRow::try_from).transpose()
    }
}

impl WriteTx {
    /// Writes a breach down.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_violation(
        &self,
        proof: &Allowed<ManageViolations>,
        new: &NewViolation,
    ) -> Result<(), StorageError> {
        let (row, at) = (&new.row, instant::stored(new.at));
        let row = ActiveModel {
            id: Set(row.id.0),
            cpts_id: Set(proof.cpts().0),
            title: Set(row.title.clone()),
            facts: Set(row.facts.clone()),
            categories: Set(row.categories.clone()),
            people: Set(row.people.map(i64::from)),
            consequences: Set(row.consequences.clone()),
            measures: Set(row.measures.clone()),
            happened_at: Set(row.happened_at.map(instant::stored)),
            discovered_at: Set(instant::stored(row.discovered_at)),
            cnil_decision: Set(row.cnil_decision.clone()),
            cnil_reason: Set(row.cnil_reason.clone()),
            cnil_notified_at: Set(row.cnil_notified_at.map(instant::stored)),
            people_told_at: Set(row.people_told_at.map(instant::stored)),
            closed_at: Set(row.closed_at.map(instant::stored)),
            created_at: Set(at),
            created_by: Set(proof.author().to_string()),
            changed_at: Set(at),
            changed_by: Set(proof.author().to_string()),
        };
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// One breach, to decide on it: nobody else changes it until the end of the transaction.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn violation_to_edit(
        &self,
        proof: &Allowed<ManageViolations>,
        id: ViolationId,
    ) -> Result<Option<ViolationRow>, StorageError> {
        let query = own(proof).filter(Column::Id.eq(id.0)).lock(LockType::Update);
        self.run(query.one(&self.txn)).await?.map(ViolationRow::try_from).transpose()
    }

    /// Writes what is known of a breach now.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_violation(
        &self,
        proof: &Allowed<ManageViolations>,
        row: &ViolationRow,
        at: Timestamp,
    ) -> Result<(), StorageError> {
        let instant = |at: Option<Timestamp>| Expr::value(at.map(instant::stored));
        let statement = Entity::update_many()
            .col_expr(Column::Title, Expr::value(row.title.clone()))
            .col_expr(Column::Facts, Expr::value(row.facts.clone()))
            .col_expr(Column::Categories, Expr::value(row.categories.clone()))
            .col_expr(Column::People, Expr::value(row.people.map(i64::from)))
            .col_expr(Column::Consequences, Expr::value(row.consequences.clone()))
            .col_expr(Column::Measures, Expr::value(row.measures.clone()))
            .col_expr(Column::HappenedAt, instant(row.happened_at))
            .col_expr(Column::DiscoveredAt, instant(Some(row.discovered_at)))
            .col_expr(Column::CnilDecision, Expr::value(row.cnil_decision.clone()))
            .col_expr(Column::CnilReason, Expr::value(row.cnil_reason.clone()))
            .col_expr(Column::CnilNotifiedAt, instant(row.cnil_notified_at))
            .col_expr(Column::PeopleToldAt, instant(row.people_told_at))
            .col_expr(Column::ClosedAt, instant(row.closed_at))
            .col_expr(Column::ChangedAt, instant(Some(at)))
            .col_expr(Column::ChangedBy, Expr::value(proof.author().to_string()))
            .filter(Column::CptsId.eq(proof.cpts().0))
            .filter(Column::Id.eq(row.id.0));
        self.run(statement.exec(&self.txn)).await?;
        Ok(())
    }
}
