//! What the rules of retention remove, table by table, and the accounts that nobody uses.

use domain::authz::Operates;
use domain::ids::UserId;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::entities::{
    audit_entry, brouillon_import, cpts_role, institution_role, invitation, job, lot, mail, one_time_token,
    session, throttle, user_account,
};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// An open account without a role that nobody used for long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnusedAccount {
    /// Account.
    pub user: UserId,
    /// E-mail address.
    pub email: Option<String>,
    /// Last sign-in, or when it was made.
    pub last: Timestamp,
    /// When the person was last told, after that.
    pub announced_at: Option<Timestamp>,
}

/// What an announcement is about, in the register of e-mails.
fn about(user: uuid::Uuid) -> String {
    format!("account_unused:{user}")
}

impl WriteTx {
    /// Applies one rule to what happened before an instant; says how many rows went. `None` when no table follows
    /// this rule here: accounts that nobody uses are told first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget(
        &self,
        _: &Operates,
        rule: &str,
        before: Timestamp,
    ) -> Result<Option<u64>, StorageError> {
        let before = instant::stored(before);
        macro_rules! remove {
            ($($table:ident where $condition:expr),*) => {{
                let mut gone = 0;
                $(
                    let delete = $table::Entity::delete_many().filter($condition);
                    gone += self.run(delete.exec(&self.txn)).await?.rows_affected;
                )*
                Some(gone)
            }};
        }
        Ok(match rule {
            // A session that was left open ended with its last request.
            "session" => remove!(session where Expr::expr(Func::coalesce([
                Expr::col(session::Column::EndedAt),
                Expr::col(session::Column::LastSeenAt),
            ])).lt(before)),
            "invitation" => remove!(invitation where Condition::any()
                .add(invitation::Column::ExpiresAt.lt(before))
                .add(invitation::Column::AcceptedAt.lt(before))
                .add(invitation::Column::RevokedAt.lt(before))),
            "mail" => remove!(mail where Expr::expr(Func::coalesce([
                Expr::col(mail::Column::SentAt),
                Expr::col(mail::Column::RefusedAt),
            ])).lt(before)),
            "one_time_token" => remove!(one_time_token where Condition::any()
                .add(one_time_token::Column::ExpiresAt.lt(before))
                .add(one_time_token::Column::UsedAt.lt(before))),
            "brouillon_import" => remove!(brouillon_import where brouillon_import::Column::At.lt(before)),
            "lot" => remove!(lot where lot::Column::At.lt(before)),
            "job" => remove!(job where job::Column::DoneAt.lt(before)),
            "throttle" => remove!(throttle where throttle::Column::WindowStartedAt.lt(before)),
            "role_ended" => remove!(
                cpts_role where cpts_role::Column::UntilAt.lt(before),
                institution_role where institution_role::Column::UntilAt.lt(before)
            ),
            _ => self.forget_community(rule, before).await?,
        })
    }

    /// Open accounts without a role since `before`, nobody of which signed in since.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn unused_accounts(
        &self,
        _: &Operates,
        before: Timestamp,
    ) -> Result<Vec<UnusedAccount>, StorageError> {
        let before = instant::stored(before);
        let last = || {
            Func::coalesce([
                Expr::col(user_account::Column::LastSignInAt),
                Expr::col(user_account::Column::CreatedAt),
            ])
        };
        let roles = Query::select()
            .column(cpts_role::Column::UserId)
            .from(cpts_role::Entity)
            .cond_where(held_since(cpts_role::Column::UntilAt, before))
            .to_owned();
        let seats = Query::select()
            .column(institution_role::Column::UserId)
            .from(institution_role::Entity)
            .cond_where(held_since(institution_role::Column::UntilAt, before))
            .to_owned();
        let query = user_account::Entity::find()
            .filter(user_account::Column::ErasedAt.is_null())
            .filter(user_account::Column::IsOperator.eq(false))
            .filter(Expr::expr(last()).lt(before))
            .filter(user_account::Column::Id.not_in_subquery(roles))
            .filter(user_account::Column::Id.not_in_subquery(seats))
            .order_by_asc(user_account::Column::Id);
        let mut accounts = Vec::new();
        for row in self.run(query.all(&self.txn)).await? {
            accounts.push(self.unused(row).await?);
        }
        Ok(accounts)
    }

    async fn unused(&self, row: user_account::Model) -> Result<UnusedAccount, StorageError> {
        let last = row.last_sign_in_at.unwrap_or(row.created_at);
        let told = mail::Entity::find()
            .filter(mail::Column::About.eq(about(row.id)))
            .filter(mail::Column::CreatedAt.gt(last))
            .order_by_desc(mail::Column::CreatedAt);
        let told = self.run(told.one(&self.txn)).await?;
        Ok(UnusedAccount {
            user: UserId(row.id),
            email: row.email,
            last: instant::read("user_account", row.id, last)?,
            announced_at: told.map(|mail| instant::read("mail", mail.id, mail.created_at)).transpose()?,
        })
    }
}

fn held_since<C: ColumnTrait>(until: C, before: i64) -> Condition {
    Condition::any().add(until.is_null()).add(until.gte(before))
}

impl ReadTx {
    /// Lines of the trace older than an instant. They are counted and never removed: a chain stays whole, and its
    /// lines name nobody once the account is erased.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn old_audit_lines(&self, _: &Operates, before: Timestamp) -> Result<u64, StorageError> {
        let query = audit_entry::Entity::find().filter(audit_entry::Column::At.lt(instant::stored(before)));
        Ok(query.count(&self.txn).await?)
    }
}
