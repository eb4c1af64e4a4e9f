//! The sealed address of a relay kit leaves the sheet of its campaign for a column, where a change of key finds it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_null;

/// What the sheet called it.
const NAME: &str = "lien_relais";

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table =
            Table::alter().table("campagne").add_column(string_null("lien_relais").to_owned()).to_owned();
        manager.alter_table(table).await?;
        let db = manager.get_connection();
        let all = Query::select().columns(["id", "fiche"]).from("campagne").to_owned();
        for row in db.query_all(&all).await? {
            let (id, text): (uuid::Uuid, String) = (row.try_get("", "id")?, row.try_get("", "fiche")?);
            let wrong = |error: serde_json::Error| DbErr::Migration(format!("campagne {id}: {error}"));
            let mut fiche: serde_json::Value = serde_json::from_str(&text).map_err(wrong)?;
            let Some(sealed) = fiche.as_object_mut().and_then(|parts| parts.remove(NAME)) else { continue };
            let moved = Query::update()
                .table("campagne")
                .value("lien_relais", sealed.as_str())
                .value("fiche", fiche.to_string())
                .and_where(Expr::col("id").eq(id))
                .to_owned();
            db.execute(&moved).await?;
        }
        Ok(())
    }
}
