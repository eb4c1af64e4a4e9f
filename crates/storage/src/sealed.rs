//! The columns whose values are sealed, in one place: to change the key, to check that all open.

use domain::authz::Operates;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, LikeExpr, Query};
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use crate::{ReadTx, StorageError, WriteTx};

/// A column that holds sealed values; its table has one key, a UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealedColumn {
    /// Table.
    pub table: &'static str,
    /// Column.
    pub column: &'static str,
    /// Primary key of the table.
    pub key: &'static str,
}

/// Every sealed column.
pub const SEALED: &[SealedColumn] = &[
    SealedColumn { table: "totp", column: "secret", key: "user_id" },
    SealedColumn { table: "bank_account", column: "iban", key: "cpts_id" },
    SealedColumn { table: "session", column: "provider_logout", key: "id" },
    SealedColumn { table: "one_time_token", column: "payload", key: "id" },
    SealedColumn { table: "mail", column: "content", key: "id" },
    SealedColumn { table: "campagne", column: "lien_relais", key: "id" },
];

/// A sealed value and its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedValue {
    /// Key of the row.
    pub id: Uuid,
    /// The sealed value.
    pub value: String,
}

/// What binds a sealed value to its place: it opens nowhere else.
pub fn sealed_context(table: &str, column: &str, id: impl std::fmt::Display) -> String {
    format!("{table}.{column}/{id}")
}

impl SealedColumn {
    /// What binds the value of a row to its place.
    pub fn context(&self, id: Uuid) -> String {
        sealed_context(self.table, self.column, id)
    }
}

/// What sealed values start with; a column may hold other values too.
const SEAL: &str = "v1.";

async fn page(
    db: &impl ConnectionTrait,
    column: &SealedColumn,
    except: Option<&str>,
    (after, limit): (Option<Uuid>, u64),
) -> Result<Vec<SealedValue>, DbErr> {
    let (key, value) = (Alias::new(column.key), Alias::new(column.column));
    let mut query = Query::select();
    query
        .column(key.clone())
        .column(value.clone())
        .from(Alias::new(column.table))
        .and_where(Expr::col(value.clone()).like(LikeExpr::new(format!("{SEAL}%"))))
        .order_by(key.clone(), sea_orm::Order::Asc)
        .limit(limit);
    if let Some(current) = except {
        query.and_where(Expr::col(value).not_like(LikeExpr::new(format!("{SEAL}{current}.%"))));
    }
    if let Some(after) = after {
        query.and_where(Expr::col(key).gt(after));
    }
    let rows = db.query_all(&query).await?;
    let read = |row: &sea_orm::QueryResult| {
        Ok(SealedValue { id: row.try_get("", column.key)?, value: row.try_get("", column.column)? })
    };
    rows.iter().map(read).collect()
}

impl ReadTx {
    /// Sealed values of a column, by key, after one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn sealed_values(
        &self,
        _: &Operates,
        column: &SealedColumn,
        (after, limit): (Option<Uuid>, u64),
    ) -> Result<Vec<SealedValue>, StorageError> {
        Ok(page(&self.txn, column, None, (after, limit)).await?)
    }
}

impl WriteTx {
    /// Values of a column that another key than this one sealed, by row, after one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn sealed_otherwise(
        &self,
        _: &Operates,
        column: &SealedColumn,
        current: &str,
        (after, limit): (Option<Uuid>, u64),
    ) -> Result<Vec<SealedValue>, StorageError> {
        self.run(page(&self.txn, column, Some(current), (after, limit))).await
    }

    /// Replaces a sealed value, unless it changed since it was read: then `false`.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn replace_sealed(
        &self,
        _: &Operates,
        column: &SealedColumn,
        before: &SealedValue,
        sealed: &str,
    ) -> Result<bool, StorageError> {
        let value = Alias::new(column.column);
        let mut update = Query::update();
        update
            .table(Alias::new(column.table))
            .value(value.clone(), sealed)
            .and_where(Expr::col(Alias::new(column.key)).eq(before.id))
            .and_where(Expr::col(value).eq(before.value.as_str()));
        Ok(self.run(self.txn.execute(&update)).await?.rows_affected() == 1)
    }
}
