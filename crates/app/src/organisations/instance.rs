//! Organisations and first people, for the operator. Nothing that a CPTS holds is read here.

use domain::authz::{Operates, Role};
use domain::ids::{CptsId, InstitutionId, InvitationId, RoleId};
use jiff::Timestamp;
use serde_json::json;
use storage::{Cpts, Institution, InvitationRow, InvitedTo, Seated};

use super::InvitationState;
use crate::{App, AppError};

/// A CPTS as the operator sees it.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Name.
    pub cpts: Cpts,
    /// Whether somebody can give roles there.
    pub governed: bool,
}

/// What the operator's page shows.
#[derive(Clone, Debug)]
pub struct InstanceHome {
    /// CPTS, by name.
    pub cpts: Vec<Organisation>,
    /// Institutions, by name.
    pub institutions: Vec<Institution>,
    /// Accounts in all, and open ones.
    pub accounts: (u64, u64),
}

impl App {
    /// The organisations of the instance and the numbers of accounts.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn instance_home(&self, proof: &Operates) -> Result<InstanceHome, AppError> {
        let tx = self.store.read().await?;
        let governed = tx.governed(proof, self.now()).await?;
        let cpts = tx.cpts_list().await?.into_iter();
        Ok(InstanceHome {
            cpts: cpts.map(|cpts| Organisation { governed: governed.contains(&cpts.id), cpts }).collect(),
            institutions: tx.institution_list().await?,
            accounts: tx.account_counts(proof).await?,
        })
    }

    /// An institution.
    ///
    /// # Errors
    /// When the instance has none of that id, or the database does not answer.
    pub async fn institution(&self, id: InstitutionId) -> Result<Institution, AppError> {
        self.store.read().await?.institution(id).await?.ok_or(AppError::NotFound)
    }

    /// Says in which region an institution is: a code of the Code officiel géographique, or nothing.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it is not a code, or the instance has no such institution.
    pub async fn set_institution_region(
        &self,
        proof: &Operates,
        id: InstitutionId,
        region: Option<&str>,
    ) -> Result<(), AppError> {
        let region = region_code(region)?;
        let tx = self.store.write().await?;
        if !tx.set_institution_region(proof, id, region.as_deref()).await? {
            return Err(AppError::NotFound);
        }
        tx.audit_operation(proof, self.change("institution", id, json!({ "region": region }))).await?;
        Ok(tx.commit().await?)
    }

    /// The people of an institution, and its invitations with their state.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn institution_people(
        &self,
        proof: &Operates,
        id: InstitutionId,
    ) -> Result<(Vec<Seated>, Vec<(InvitationRow, InvitationState)>), AppError> {
        let now = self.now();
        let tx = self.store.read().await?;
        let seats = tx.seats(proof, id, now).await?;
        let rows = tx.operator_invitations(proof, InvitedTo::Institution(id)).await?;
        Ok((seats, rows.into_iter().map(|row| (row.clone(), InvitationState::of(&row, now))).collect()))
    }

    /// Invitations that this operator made to a CPTS, with their state.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn first_invitations(
        &self,
        proof: &Operates,
        id: CptsId,
    ) -> Result<Vec<(InvitationRow, InvitationState)>, AppError> {
        let now = self.now();
        let rows = self.store.read().await?.operator_invitations(proof, InvitedTo::Cpts(id)).await?;
        Ok(rows.into_iter().map(|row| (row.clone(), InvitationState::of(&row, now))).collect())
    }

    /// Ends a role in an institution at once.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a role that is over or of another institution.
    pub async fn end_seat(
        &self,
        proof: &Operates,
        (institution, role): (InstitutionId, RoleId),
    ) -> Result<Timestamp, AppError> {
        let now = self.now();
        let tx = self.store.write().await?;
        if !tx.end_seat(proof, (institution, role), now).await? {
            return Err(AppError::NotFound);
        }
        let changes = json!({ "ended": true, "institution": institution });
        tx.audit_operation(proof, self.change("role", role, changes)).await?;
        tx.commit().await?;
        Ok(now)
    }

    /// Takes back an invitation that the operator made.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it was answered or taken back before.
    pub async fn revoke_first_invitation(&self, proof: &Operates, id: InvitationId) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        if !tx.revoke_operator_invitation(proof, id, self.now()).await? {
            return Err(AppError::NotFound);
        }
        tx.audit_operation(proof, self.change("invitation", id, json!({ "revoked": true }))).await?;
        Ok(tx.commit().await?)
    }
}

/// The code of a region as it is kept; nothing typed is no region.
pub(crate) fn region_code(typed: Option<&str>) -> Result<Option<String>, AppError> {
    let Some(typed) = typed.map(str::trim).filter(|typed| !typed.is_empty()) else { return Ok(None) };
    let code: territory::RegionCode = typed.parse().map_err(|_| AppError::NotFound)?;
    Ok(Some(code.to_string()))
}

/// Role of the first person of a CPTS.
pub const FIRST_ROLE: Role = Role::Coordinateur;
