//! A document hangs on one kind of thing, which says where it is listed and who reads it. Those that were kept before
//! go where a group, a meeting or an agreement names them; what a value of the diagnosis cites stays with it.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string;
use uuid::Uuid;

use crate::entities::{groupe, piece, releve, reunion, structure};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let objet = Table::alter()
            .table("piece")
            .add_column(string("objet").default("diagnostic").to_owned())
            .to_owned();
        manager.alter_table(objet).await?;
        let db = manager.get_connection();
        let all: Vec<Uuid> =
            piece::Entity::find().select_only().column(piece::Column::Id).into_tuple().all(db).await?;
        if all.is_empty() {
            return Ok(());
        }
        let cited = releve::Entity::find().select_only().column(releve::Column::PieceId);
        let cited: Vec<Uuid> =
            cited.filter(releve::Column::PieceId.is_not_null()).into_tuple().all(db).await?;
        macro_rules! sheets {
            ($table:ident) => {{
                let found = $table::Entity::find().select_only().column($table::Column::Fiche);
                found.into_tuple::<String>().all(db).await?
            }};
        }
        let owners =
            [("groupe", sheets!(groupe)), ("reunion", sheets!(reunion)), ("convention", sheets!(structure))];
        for id in all.into_iter().filter(|id| !cited.contains(id)) {
            let named = id.to_string();
            let owner = owners.iter().find(|(_, sheets)| sheets.iter().any(|sheet| sheet.contains(&named)));
            let Some((key, _)) = owner else { continue };
            let moved = piece::Entity::update_many()
                .col_expr(piece::Column::Objet, Expr::value(*key))
                .filter(piece::Column::Id.eq(id));
            moved.exec(db).await?;
        }
        Ok(())
    }
}
