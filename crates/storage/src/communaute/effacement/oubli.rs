//! What the rules of retention take from the community, for every CPTS of the instance.

use domain::communaute::adhesions::{Adhesion, AdhesionState};
use domain::communaute::effacement::Authored;
use domain::communaute::questionnaires::{Difficulte, Reponse};
use domain::ids::CptsId;
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::traces::or_contact;
use crate::entities::{
    adhesion, bulletin, campagne, convocation, cpts, difficulte, emargement, feuille_presence, presence,
    procuration, reponse, reunion, sollicitation, vote,
};
use crate::row::{Kept, own, read};
use crate::{StorageError, WriteTx};

/// Votes that were closed before an instant.
fn closed_votes(before: i64) -> SelectStatement {
    let mut votes = Query::select();
    votes.column(vote::Column::Id).from(vote::Entity).and_where(vote::Column::ClosAt.lt(before));
    votes
}

/// Meetings that were over before an instant.
fn past_meetings(before: i64) -> SelectStatement {
    let end = Func::coalesce([
        Expr::col(reunion::Column::Fin),
        Expr::col(reunion::Column::Debut),
        Expr::col(reunion::Column::CreatedAt),
    ]);
    let mut meetings = Query::select();
    meetings.column(reunion::Column::Id).from(reunion::Entity).and_where(Expr::expr(end).lt(before));
    meetings
}

/// Campaigns that were made before an instant and in which nothing happened since.
fn silent_campaigns(before: i64) -> SelectStatement {
    let mut alive = Query::select();
    alive.column(sollicitation::Column::CampagneId).from(sollicitation::Entity).cond_where(
        Condition::any()
            .add(sollicitation::Column::ContacteAt.gte(before))
            .add(sollicitation::Column::ReponduAt.gte(before)),
    );
    let mut silent = Query::select();
    silent
        .column(campagne::Column::Id)
        .from(campagne::Entity)
        .and_where(campagne::Column::CreatedAt.lt(before))
        .and_where(campagne::Column::Id.not_in_subquery(alive));
    silent
}

impl WriteTx {
    /// Applies a rule to what happened in the community before an instant; `None` when it is not about it.
    pub(crate) async fn forget_community(
        &self,
        rule: &str,
        before: i64,
    ) -> Result<Option<u64>, StorageError> {
        macro_rules! remove {
            ($($table:ident where $condition:expr),*) => {{
                let mut gone = 0;
                $(
                    let delete = $table::Entity::delete_many().filter($condition);
                    gone += self.run(delete.exec(&self.txn)).await?.rows_affected;
                )*
                gone
            }};
        }
        Ok(Some(match rule {
            "bulletin" => remove!(bulletin where bulletin::Column::VoteId.in_subquery(closed_votes(before))),
            "vote" => remove!(
                emargement where emargement::Column::VoteId.in_subquery(closed_votes(before)),
                procuration where procuration::Column::ReunionId.in_subquery(past_meetings(before))
            ),
            "convocation" => remove!(
                convocation where convocation::Column::ReunionId.in_subquery(past_meetings(before))
            ),
            "feuille_presence" => remove!(
                feuille_presence where feuille_presence::Column::ClosedAt.lt(before),
                presence where presence::Column::RecueAt.lt(before)
            ),
            "adhesion_sans_suite" => self.forget_requests(before).await?,
            "adhesion" => remove!(adhesion where adhesion::Column::CreatedAt.lt(before)),
            "campagne" => {
                let silent = silent_campaigns(before);
                let campaigns = campagne::Entity::find().select_only().column(campagne::Column::Id);
                let campaigns = campaigns.filter(campagne::Column::Id.in_subquery(silent));
                // Taken before their people go: what is left then is silent too.
                let ids: Vec<Uuid> = self.run(campaigns.into_tuple().all(&self.txn)).await?;
                remove!(
                    sollicitation where sollicitation::Column::CampagneId.is_in(ids.iter().copied()),
                    campagne where campagne::Column::Id.is_in(ids)
                )
            }
            "reponse" => {
                let named = or_contact(reponse::Column::PersonneId.is_not_null(), reponse::Column::Fiche);
                self.forget_authors::<Reponse>(
                    Condition::all().add(named).add(reponse::Column::ChangedAt.lt(before)),
                )
                .await?
            }
            "difficulte" => {
                let named =
                    or_contact(difficulte::Column::PersonneId.is_not_null(), difficulte::Column::Fiche);
                self.forget_authors::<Difficulte>(
                    Condition::all().add(named).add(difficulte::Column::CreatedAt.lt(before)),
                )
                .await?
            }
            _ => return Ok(None),
        }))
    }

    async fn all_cpts(&self) -> Result<Vec<CptsId>, StorageError> {
        let ids = cpts::Entity::find().select_only().column(cpts::Column::Id);
        let ids: Vec<Uuid> = self.run(ids.into_tuple().all(&self.txn)).await?;
        Ok(ids.into_iter().map(CptsId).collect())
    }

    /// Requests that were refused, or that nobody decided: those without a payment, which accounts ask for longer.
    async fn forget_requests(&self, before: i64) -> Result<u64, StorageError> {
        let without = [AdhesionState::Refusee.key(), AdhesionState::Demandee.key()];
        let mut gone = 0;
        for cpts in self.all_cpts().await? {
            let old = own::<Adhesion>(cpts)
                .filter(adhesion::Column::CreatedAt.lt(before))
                .filter(adhesion::Column::State.is_in(without));
            let old = read::<Adhesion>(self.run(old.all(&self.txn)).await?)?.into_iter();
            let ids = old.filter(|one| one.fiche.paiements.is_empty()).map(|one| one.id.0);
            let delete = adhesion::Entity::delete_many().filter(adhesion::Column::Id.is_in(ids));
            gone += self.run(delete.exec(&self.txn)).await?.rows_affected;
        }
        Ok(gone)
    }

    /// Nobody is behind these any more; how many had somebody.
    async fn forget_authors<T: Kept + Authored>(&self, which: Condition) -> Result<u64, StorageError> {
        let mut gone = 0;
        for cpts in self.all_cpts().await? {
            let nobody = |one: &mut T| {
                let had = one.has_author();
                one.forget_author();
                had
            };
            gone += self.amend(cpts, which.clone(), nobody).await?;
        }
        Ok(gone)
    }
}
