//! Erasing a person, in one transaction, and telling the CPTS concerned without naming them.

use domain::authz::{Allowed, ManageDemandes, ManageRoles, Myself, Operates};
use domain::ids::{DemandeId, RoleId, UserId};
use domain::organisation::may_end;
use domain::rgpd::demande::Droit;
use serde_json::json;
use storage::{Account, DemandeRow, Erased, ErasedBy, WriteTx};

use super::RgpdError;
use crate::{App, AppError};

/// Key of the trace that an erasure leaves in each CPTS where the person had a role.
const KEY: &str = "compte.erased";

/// How far an erasure that a CPTS was asked for went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The account is empty.
    Account(Erased),
    /// The person has a role elsewhere: only what concerns this CPTS went.
    HereOnly(Erased),
}

impl App {
    /// Whether one's own account may be erased now.
    ///
    /// # Errors
    /// [`AppError::StillLast`] or [`RgpdError::LastOperator`] when someone must take over first.
    pub async fn may_erase_myself(&self, proof: &Myself) -> Result<(), RgpdError> {
        let tx = self.store.write().await?;
        // Nothing is kept: the transaction ends without a commit.
        self.may_go(&tx, ErasedBy::Themselves(proof)).await
    }

    /// Erases one's own account.
    ///
    /// # Errors
    /// As [`App::may_erase_myself`].
    pub async fn erase_myself(&self, proof: &Myself) -> Result<Erased, RgpdError> {
        let tx = self.store.write().await?;
        let by = ErasedBy::Themselves(proof);
        self.may_go(&tx, by).await?;
        let erased = self.erase(&tx, by).await?;
        let change = self.change("account", proof.user(), json!({ "erased": true, "rows": erased.0 }));
        tx.audit_self(proof, change).await?;
        tx.commit().await?;
        Ok(erased)
    }

    /// Erases the person of a request for erasure, then answers it.
    ///
    /// # Errors
    /// When the request is of another kind, was answered, comes from nobody with an account, when someone must take
    /// over first, or the database does not answer.
    pub async fn erase_requester(
        &self,
        (requests, roles): (&Allowed<ManageDemandes>, &Allowed<ManageRoles>),
        id: DemandeId,
        answer: &str,
    ) -> Result<Outcome, RgpdError> {
        let tx = self.store.write().await?;
        let row = tx.demande_to_edit(requests, id).await?.ok_or(AppError::NotFound)?;
        let user = self.erasable(&tx, roles, &row).await?;
        let by = ErasedBy::Cpts(roles, user);
        let elsewhere = tx.is_elsewhere(roles, user, self.now()).await?;
        let outcome = if elsewhere {
            self.leave(&tx, roles, user).await?;
            Outcome::HereOnly(tx.forget_in_cpts(roles, user, self.now()).await?)
        } else {
            self.may_go(&tx, by).await?;
            Outcome::Account(self.erase(&tx, by).await?)
        };
        let answered = DemandeRow { answered_on: Some(self.today()), answer: super::optional(answer), ..row };
        tx.save_demande(requests, &answered).await?;
        let changes = json!({ "erased": true, "whole": !elsewhere });
        tx.audit(requests, self.change("demande", id, changes)).await?;
        tx.commit().await?;
        Ok(outcome)
    }

    /// The account of a request that may be erased.
    async fn erasable(
        &self,
        tx: &WriteTx,
        roles: &Allowed<ManageRoles>,
        row: &DemandeRow,
    ) -> Result<UserId, RgpdError> {
        if row.answered_on.is_some() {
            return Err(RgpdError::Answered);
        }
        let user = row.user.filter(|_| row.droit == Droit::Effacement).ok_or(RgpdError::NotErasable)?;
        let account: Option<Account> = tx.account_to_edit(user).await?;
        let known = tx.is_known_here(roles, user, jiff::Timestamp::UNIX_EPOCH).await?;
        if known && account.is_some_and(|account| account.erased_at.is_none()) {
            Ok(user)
        } else {
            Err(RgpdError::NotErasable)
        }
    }

    /// Ends the roles of a person in one CPTS.
    async fn leave(&self, tx: &WriteTx, proof: &Allowed<ManageRoles>, user: UserId) -> Result<(), RgpdError> {
        let now = self.now();
        let roles = tx.roles_to_edit(proof, now).await?;
        let own: Vec<RoleId> = roles.iter().filter(|role| role.user == user).map(|role| role.id).collect();
        may_end(&roles, &own, now).map_err(AppError::from)?;
        tx.end_roles(proof, &own, now).await?;
        Ok(())
    }

    async fn may_go(&self, tx: &WriteTx, by: ErasedBy<'_>) -> Result<(), RgpdError> {
        let places = tx.places_to_leave(by, self.now()).await?;
        if places.last_operator {
            return Err(RgpdError::LastOperator);
        }
        Ok(self.may_leave_everywhere(tx, by.user(), &places.cpts).await?)
    }

    /// Erases, and leaves a line in each CPTS where the person had a role until now.
    async fn erase(&self, tx: &WriteTx, by: ErasedBy<'_>) -> Result<Erased, RgpdError> {
        let places = tx.places_to_leave(by, self.now()).await?;
        let erased = tx.erase_person(by, self.now()).await?;
        for cpts in places.cpts {
            let change = self.change("account", by.user(), json!({ "erased": true }));
            tx.audit_door(by.author(), Some(cpts), KEY, change).await?;
        }
        Ok(erased)
    }

    /// Erases an account that nobody used for as long as the rule says.
    pub(super) async fn erase_unused(&self, proof: &Operates, user: UserId) -> Result<(), RgpdError> {
        let tx = self.store.write().await?;
        let by = ErasedBy::Rule(proof, user);
        self.may_go(&tx, by).await?;
        let erased = self.erase(&tx, by).await?;
        let change = self.change("account", user, json!({ "erased": true, "rows": erased.0 }));
        tx.audit_operation(proof, change).await?;
        Ok(tx.commit().await?)
    }
}
