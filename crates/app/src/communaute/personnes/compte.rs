//! The account of a person.

use domain::authz::{Allowed, EditCommunaute, ReadPersonnes};
use domain::communaute::{CanalKind, Personne};
use domain::ids::{PersonneId, UserId};
use serde_json::json;

use super::unchanged;
use crate::{App, AppError};

/// An account that may be that of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountChoice {
    /// The account.
    pub user: UserId,
    /// Its name.
    pub name: String,
    /// Its e-mail address.
    pub email: String,
}

impl App {
    /// Accounts with a role here whose e-mail address is one of the sheet's.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn accounts_for(
        &self,
        proof: &Allowed<ReadPersonnes>,
        personne: &Personne,
    ) -> Result<Vec<AccountChoice>, AppError> {
        let emails = personne.fiche.canaux.iter().filter(|canal| canal.kind == CanalKind::Courriel);
        let own: Vec<String> = emails.map(|canal| canal.key()).collect();
        let people = self.store.read().await?.people(proof, self.now()).await?;
        let known = people.into_iter().filter(|person| person.open).filter_map(|person| {
            let email = person.email?;
            own.contains(&email.to_lowercase()).then_some((person.user, person.name, email))
        });
        Ok(known.map(|(user, name, email)| AccountChoice { user, name, email }).collect())
    }

    /// Ties a sheet to an account, or unties it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the account is not one of [`App::accounts_for`], [`AppError::Conflict`] when the
    /// sheet changed since it was shown or the account has another sheet here.
    pub async fn link_account(
        &self,
        (proof, people): (&Allowed<EditCommunaute>, &Allowed<ReadPersonnes>),
        sheet: (PersonneId, i64),
        user: Option<UserId>,
    ) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let mut one = unchanged(&annuaire, sheet)?;
        if let Some(user) = user {
            let choices = self.accounts_for(people, &one).await?;
            choices.iter().find(|choice| choice.user == user).ok_or(AppError::NotFound)?;
            if annuaire.iter().any(|other| other.user == Some(user) && other.id != one.id) {
                return Err(AppError::Conflict);
            }
        }
        one.user = user;
        self.save_changed((&tx, proof), &one, json!({ "user": user.map(|user| user.to_string()) })).await?;
        Ok(tx.commit().await?)
    }
}
