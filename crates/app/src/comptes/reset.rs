//! Second factors removed by the coordination, for someone who lost them all.

use domain::authz::{Allowed, Author, ManageRoles};
use domain::ids::UserId;
use serde_json::json;
use storage::Account;

use crate::{App, AppError};

/// What removing someone's second factors answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorsReset {
    /// Done: their sessions are over, they set up others at the next sign-in.
    Done,
    /// The person has none.
    Nothing,
    /// The person also belongs to another organisation, or operates the instance: the operator does it.
    Elsewhere,
    /// It is the account of who asks.
    Own,
}

impl App {
    /// What removing the second factors of a person would answer now, without doing it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for someone who holds no role in the CPTS; or the database does not answer.
    pub async fn may_reset_factors(
        &self,
        proof: &Allowed<ManageRoles>,
        user: UserId,
    ) -> Result<FactorsReset, AppError> {
        // A transaction that is dropped writes nothing.
        let tx = self.store.write().await?;
        Ok(self.judge_reset(&tx, proof, user).await?.0)
    }

    /// Removes the second factors of a person of the CPTS, ends their sessions and writes to them.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for someone who holds no role in the CPTS; or the database does not answer.
    pub async fn reset_factors(
        &self,
        proof: &Allowed<ManageRoles>,
        user: UserId,
    ) -> Result<FactorsReset, AppError> {
        let now = self.now();
        let tx = self.store.write().await?;
        let (answer, account) = self.judge_reset(&tx, proof, user).await?;
        if answer != FactorsReset::Done {
            return Ok(answer);
        }
        tx.remove_factors(user).await?;
        let ended = tx.end_sessions(user, None, now).await?;
        let changes = json!({ "factors": "removed", "user": user, "sessions_ended": ended });
        tx.audit(proof, self.change("person", user, changes)).await?;
        let notice = documents::courriel::compte::second_facteur_retire();
        self.tell(&tx, &account, ("second-facteur-retire", notice)).await?;
        tx.commit().await?;
        Ok(FactorsReset::Done)
    }

    async fn judge_reset(
        &self,
        tx: &storage::WriteTx,
        proof: &Allowed<ManageRoles>,
        user: UserId,
    ) -> Result<(FactorsReset, Account), AppError> {
        let now = self.now();
        let roles = tx.roles_to_edit(proof, now).await?;
        if !roles.iter().any(|role| role.user == user && role.is_held_at(now)) {
            return Err(AppError::NotFound);
        }
        let account = tx.account_to_edit(user).await?.ok_or(AppError::NotFound)?;
        let factors = tx.factors_to_edit(user).await?;
        let answer = if proof.author() == &Author::Person(user) {
            FactorsReset::Own
        } else if account.is_operator || tx.has_role_outside(proof.cpts(), user, now).await? {
            FactorsReset::Elsewhere
        } else if !factors.any() && factors.recovery_codes == 0 {
            FactorsReset::Nothing
        } else {
            FactorsReset::Done
        };
        Ok((answer, account))
    }
}
