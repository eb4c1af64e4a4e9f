//! Emptying the sheets of a person who is erased: presences and seats still lead to them, and name nobody.

mod oubli;
mod traces;

use domain::authz::{Allowed, EditCommunaute};
use domain::communaute::Statut;
use domain::communaute::personne::ERASED_NAME;
use domain::ids::{CptsId, PersonneId, UserId};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use territory::text::search_key;
use uuid::Uuid;

use crate::entities::{doublon_ecarte, fusion, lien_personnel, personne};
use crate::{StorageError, WriteTx, instant};

impl WriteTx {
    /// Empties a sheet and those that were merged into it; how many.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn erase_personne(
        &self,
        proof: &Allowed<EditCommunaute>,
        id: PersonneId,
        at: Timestamp,
    ) -> Result<u64, StorageError> {
        let mine = Condition::all()
            .add(personne::Column::CptsId.eq(proof.cpts().0))
            .add(personne::Column::Id.eq(id.0));
        self.erase_sheets(mine, instant::stored(at)).await
    }

    /// Empties the sheets that are tied to an account, in one CPTS or everywhere; how many.
    pub(crate) async fn erase_own_sheets(
        &self,
        user: UserId,
        cpts: Option<CptsId>,
        now: i64,
    ) -> Result<u64, StorageError> {
        let own = Condition::all()
            .add(personne::Column::UserId.eq(user.0))
            .add_option(cpts.map(|cpts| personne::Column::CptsId.eq(cpts.0)));
        self.erase_sheets(own, now).await
    }

    /// Unties the sheets of an account; how many.
    pub(crate) async fn untie_sheets(&self, user: UserId) -> Result<u64, StorageError> {
        let untied = personne::Entity::update_many()
            .col_expr(personne::Column::UserId, Expr::value(Option::<Uuid>::None))
            .col_expr(personne::Column::Version, Expr::col(personne::Column::Version).add(1))
            .filter(personne::Column::UserId.eq(user.0));
        Ok(self.run(untied.exec(&self.txn)).await?.rows_affected)
    }

    async fn erase_sheets(&self, which: Condition, now: i64) -> Result<u64, StorageError> {
        let mut all = self.sheets(which).await?;
        let mut last = all.clone();
        // What was merged into them is about the same person.
        while !last.is_empty() {
            last = self.sheets(Condition::all().add(personne::Column::Fusionnee.is_in(last))).await?;
            last.retain(|id| !all.contains(id));
            all.extend(&last);
        }
        // Read before the sheets are emptied: they say by what the person is recognised.
        for (cpts, who) in self.described(&all).await? {
            self.erase_traces(cpts, &who).await?;
        }
        for id in &all {
            self.empty_sheet(*id, now).await?;
        }
        Ok(all.len() as u64)
    }

    async fn sheets(&self, which: Condition) -> Result<Vec<Uuid>, StorageError> {
        let ids = personne::Entity::find().select_only().column(personne::Column::Id).filter(which);
        self.run(ids.into_tuple().all(&self.txn)).await
    }

    async fn empty_sheet(&self, id: Uuid, now: i64) -> Result<(), StorageError> {
        use personne::Column;
        let nothing = || Expr::value(Option::<String>::None);
        let emptied = personne::Entity::update_many()
            .col_expr(Column::Nom, Expr::value(ERASED_NAME))
            .col_expr(Column::Prenom, Expr::value(""))
            .col_expr(Column::SearchKey, Expr::value(search_key(ERASED_NAME)))
            .col_expr(Column::NameKey, Expr::value(""))
            .col_expr(Column::Rpps, nothing())
            .col_expr(Column::RppsUnique, nothing())
            .col_expr(Column::Profession, nothing())
            .col_expr(Column::Statut, Expr::value(Statut::Sorti.key()))
            .col_expr(Column::UserId, Expr::value(Option::<Uuid>::None))
            .col_expr(Column::Fiche, Expr::value("{}"))
            .col_expr(Column::ChangedAt, Expr::value(now))
            .col_expr(Column::RemovedAt, Expr::value(Some(now)))
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .filter(Column::Id.eq(id));
        self.run(emptied.exec(&self.txn)).await?;
        let merges = fusion::Entity::delete_many().filter(
            Condition::any().add(fusion::Column::GardeeId.eq(id)).add(fusion::Column::AutreId.eq(id)),
        );
        self.run(merges.exec(&self.txn)).await?;
        let pairs = doublon_ecarte::Entity::delete_many().filter(
            Condition::any()
                .add(doublon_ecarte::Column::UneId.eq(id))
                .add(doublon_ecarte::Column::AutreId.eq(id)),
        );
        self.run(pairs.exec(&self.txn)).await?;
        // Nobody answers in their name any more.
        let links = lien_personnel::Entity::delete_many().filter(lien_personnel::Column::PersonneId.eq(id));
        self.run(links.exec(&self.txn)).await?;
        Ok(())
    }
}
