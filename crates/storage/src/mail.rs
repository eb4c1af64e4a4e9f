//! E-mails to send: the content is sealed, and emptied once the message has left.

use domain::authz::Operates;
use domain::ids::{CptsId, MailId, UserId};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::entities::mail::{ActiveModel, Column, Entity, Model};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// An e-mail to keep until it leaves.
#[derive(Clone, Debug)]
pub struct NewMail {
    /// Identifier.
    pub id: MailId,
    /// For which CPTS, when it is for one.
    pub cpts: Option<CptsId>,
    /// To whom, when they have an account.
    pub user: Option<UserId>,
    /// Where.
    pub address: String,
    /// Which text.
    pub template: String,
    /// Subject and text, sealed.
    pub content: String,
    /// What it speaks of: `invitation:<id>`.
    pub about: Option<String>,
    /// When it was asked.
    pub at: Timestamp,
}

/// An e-mail as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailRow {
    /// Identifier.
    pub id: MailId,
    /// Where; a page shows it masked.
    pub address: String,
    /// Which text.
    pub template: String,
    /// Subject and text, sealed; `None` once it is sent.
    pub content: Option<String>,
    /// What it speaks of.
    pub about: Option<String>,
    /// When it was asked.
    pub created_at: Timestamp,
    /// When the server took it.
    pub sent_at: Option<Timestamp>,
    /// When the server refused it for good.
    pub refused_at: Option<Timestamp>,
    /// What the last try said, without the address.
    pub problem: Option<String>,
}

/// How many e-mails are where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MailCounts {
    /// Not sent yet.
    pub waiting: u64,
    /// Taken by the server.
    pub sent: u64,
    /// Refused for good.
    pub refused: u64,
}

fn waiting() -> Condition {
    Condition::all().add(Column::SentAt.is_null()).add(Column::RefusedAt.is_null())
}

impl WriteTx {
    /// Keeps an e-mail until it leaves.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_mail(&self, mail: &NewMail) -> Result<(), StorageError> {
        let row = ActiveModel {
            id: Set(mail.id.0),
            cpts_id: Set(mail.cpts.map(|cpts| cpts.0)),
            user_id: Set(mail.user.map(|user| user.0)),
            address: Set(mail.address.clone()),
            template: Set(mail.template.clone()),
            content: Set(Some(mail.content.clone())),
            about: Set(mail.about.clone()),
            created_at: Set(instant::stored(mail.at)),
            sent_at: Set(None),
            refused_at: Set(None),
            problem: Set(None),
        };
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// The server took it: the content goes.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn mail_sent(&self, id: MailId, at: Timestamp) -> Result<(), StorageError> {
        let sent = Entity::update_many()
            .col_expr(Column::SentAt, Expr::value(instant::stored(at)))
            .col_expr(Column::Content, Expr::value(Option::<String>::None))
            .col_expr(Column::Problem, Expr::value(Option::<String>::None))
            .filter(Column::Id.eq(id.0));
        self.run(sent.exec(&self.txn)).await?;
        Ok(())
    }

    /// The server refused it for good: the content goes, the reason stays.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn mail_refused(&self, id: MailId, at: Timestamp, why: &str) -> Result<(), StorageError> {
        let refused = Entity::update_many()
            .col_expr(Column::RefusedAt, Expr::value(instant::stored(at)))
            .col_expr(Column::Content, Expr::value(Option::<String>::None))
            .col_expr(Column::Problem, Expr::value(why))
            .filter(Column::Id.eq(id.0));
        self.run(refused.exec(&self.txn)).await?;
        Ok(())
    }

    /// What the last try said.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn mail_problem(&self, id: MailId, why: &str) -> Result<(), StorageError> {
        let told = Entity::update_many()
            .col_expr(Column::Problem, Expr::value(why))
            .filter(Column::Id.eq(id.0))
            .filter(waiting());
        self.run(told.exec(&self.txn)).await?;
        Ok(())
    }
}

impl ReadTx {
    /// An e-mail, for the job that sends it.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn mail(&self, id: MailId) -> Result<Option<MailRow>, StorageError> {
        Entity::find_by_id(id.0).one(&self.txn).await?.map(MailRow::try_from).transpose()
    }

    /// The last e-mail about something: to say beside an invitation that it was sent or refused.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn last_mail_about(&self, about: &str) -> Result<Option<MailRow>, StorageError> {
        let last = Entity::find().filter(Column::About.eq(about)).order_by_desc(Column::CreatedAt);
        let last = last.order_by_desc(Column::Id).limit(1).one(&self.txn).await?;
        last.map(MailRow::try_from).transpose()
    }

    /// How many e-mails are where.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn mail_counts(&self, _: &Operates) -> Result<MailCounts, StorageError> {
        let count = |filter: Condition| Entity::find().filter(filter).count(&self.txn);
        Ok(MailCounts {
            waiting: count(waiting()).await?,
            sent: count(Condition::all().add(Column::SentAt.is_not_null())).await?,
            refused: count(Condition::all().add(Column::RefusedAt.is_not_null())).await?,
        })
    }

    /// E-mails that did not leave: refused ones and waiting ones, most recent first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn unsent_mails(&self, _: &Operates, limit: u64) -> Result<Vec<MailRow>, StorageError> {
        let rows = Entity::find()
            .filter(Column::SentAt.is_null())
            .order_by_desc(Column::CreatedAt)
            .order_by_desc(Column::Id)
            .limit(limit)
            .all(&self.txn)
            .await?;
        rows.into_iter().map(MailRow::try_from).collect()
    }
}

impl TryFrom<Model> for MailRow {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let id = row.id;
        let at = |micros: i64| instant::read("mail", id, micros);
        Ok(Self {
            id: MailId(id),
            address: row.address,
            template: row.template,
            content: row.content,
            about: row.about,
            created_at: at(row.created_at)?,
            sent_at: row.sent_at.map(at).transpose()?,
            refused_at: row.refused_at.map(at).transpose()?,
            problem: row.problem,
        })
    }
}
