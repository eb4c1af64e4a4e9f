//! The record of the association, and its bank details.

use domain::authz::{Allowed, EditAssociation, EditBanque, ReadAssociation, ReadBanque};
use domain::ids::CptsId;
use domain::organisation::checked_text;
use domain::territoire::checked_name;
use domain::texte::{Email, Iban, Rna, Siret, Telephone};
use serde_json::json;
use storage::{Association, BankAccount};

use crate::{App, AppError};

/// A record that was read from a form: each part checked.
#[derive(Clone, Debug, Default)]
pub struct AssociationForm {
    /// Name in the official register.
    pub legal_name: Option<String>,
    /// SIRET.
    pub siret: Option<Siret>,
    /// Number in the national register of associations.
    pub rna: Option<Rna>,
    /// Address.
    pub address: Option<String>,
    /// E-mail address.
    pub email: Option<Email>,
    /// Telephone.
    pub phone: Option<Telephone>,
    /// Data protection officer.
    pub dpo_name: Option<String>,
    /// How to write to that officer.
    pub dpo_email: Option<Email>,
}

/// Bank details that were read from a form.
#[derive(Clone, Debug)]
pub struct BankForm {
    /// Whose account.
    pub holder: String,
    /// IBAN.
    pub iban: Iban,
    /// BIC, when it is given: 8 or 11 letters and digits.
    pub bic: Option<String>,
}

/// Bank details as they are shown.
#[derive(Clone, Debug)]
pub struct BankShown {
    /// What is kept.
    pub account: BankAccount,
    /// The whole IBAN, when it was asked for.
    pub iban: Option<String>,
}

/// Longest address, in characters: six lines of 38 (NF Z10-011).
const ADDRESS_MAX: usize = 6 * 39;

fn context(cpts: CptsId) -> String {
    storage::sealed_context("bank_account", "iban", cpts)
}

impl App {
    /// The record of the association; empty while nobody wrote it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn association(&self, proof: &Allowed<ReadAssociation>) -> Result<Association, AppError> {
        Ok(self.store.read().await?.association(proof).await?.unwrap_or_default())
    }

    /// Writes the record. The trace names what changed, not what was written.
    ///
    /// # Errors
    /// [`AppError::Text`] or [`AppError::Name`] for a text that cannot be kept, or the database does not answer.
    pub async fn save_association(
        &self,
        proof: &Allowed<EditAssociation>,
        form: &AssociationForm,
    ) -> Result<(), AppError> {
        let name = |text: &Option<String>| text.as_deref().map(checked_name).transpose();
        let address = form.address.as_deref().map(|text| checked_text(text, ADDRESS_MAX)).transpose()?;
        let new = Association {
            legal_name: name(&form.legal_name)?,
            siret: form.siret.as_ref().map(|siret| siret.as_str().to_owned()),
            rna: form.rna.as_ref().map(|rna| rna.as_str().to_owned()),
            address,
            email: form.email.as_ref().map(|email| email.as_str().to_owned()),
            phone: form.phone.as_ref().map(|phone| phone.e164().to_owned()),
            dpo_name: name(&form.dpo_name)?,
            dpo_email: form.dpo_email.as_ref().map(|email| email.as_str().to_owned()),
        };
        let tx = self.store.write().await?;
        let before = tx.association_to_edit(proof).await?.unwrap_or_default();
        tx.save_association(proof, &new, self.now()).await?;
        let changes = json!({ "changed": changed(&before, &new) });
        tx.audit(proof, self.change("association", proof.cpts(), changes)).await?;
        Ok(tx.commit().await?)
    }

    /// The bank details, IBAN masked.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn bank_account(&self, proof: &Allowed<ReadBanque>) -> Result<Option<BankShown>, AppError> {
        let account = self.store.read().await?.bank_account(proof).await?;
        Ok(account.map(|account| BankShown { account, iban: None }))
    }

    /// The bank details with the whole IBAN. Leaves a trace.
    ///
    /// # Errors
    /// [`AppError::NotFound`] without bank details, [`AppError::Security`] when the seal does not open.
    pub async fn reveal_iban(&self, proof: &Allowed<ReadBanque>) -> Result<BankShown, AppError> {
        let account = self.store.read().await?.bank_account(proof).await?.ok_or(AppError::NotFound)?;
        let opened = self.settings.keys.open(&context(proof.cpts()), &account.iban);
        let broken = |error: &dyn std::fmt::Display| AppError::Security(error.to_string());
        let bytes = opened.map_err(|error| broken(&error))?;
        let text = String::from_utf8(bytes).map_err(|error| broken(&error))?;
        let iban = Iban::parse(&text).map_err(|_| AppError::Security("not an IBAN under the seal".into()))?;
        let tx = self.store.write().await?;
        tx.audit(proof, self.change("bank_account", proof.cpts(), json!({ "revealed": true }))).await?;
        tx.commit().await?;
        Ok(BankShown { account, iban: Some(iban.grouped()) })
    }

    /// Writes the bank details; the IBAN is sealed first.
    ///
    /// # Errors
    /// [`AppError::Name`] for a holder that cannot be kept, or the database does not answer.
    pub async fn save_bank_account(
        &self,
        proof: &Allowed<EditBanque>,
        form: &BankForm,
    ) -> Result<(), AppError> {
        let sealed = self.settings.keys.seal(
            &context(proof.cpts()),
            form.iban.as_str().as_bytes(),
            self.settings.entropy.as_ref(),
        );
        let new = BankAccount {
            holder: checked_name(&form.holder)?,
            iban: sealed,
            iban_end: form.iban.masked(),
            bic: form.bic.clone(),
            changed_at: self.now(),
            changed_by: proof.author().clone(),
        };
        let tx = self.store.write().await?;
        tx.save_bank_account(proof, &new).await?;
        tx.audit(proof, self.change("bank_account", proof.cpts(), json!({ "changed": true }))).await?;
        Ok(tx.commit().await?)
    }
}

/// Keys of what differs.
fn changed(before: &Association, after: &Association) -> Vec<&'static str> {
    let pairs = [
        ("legal_name", &before.legal_name, &after.legal_name),
        ("siret", &before.siret, &after.siret),
        ("rna", &before.rna, &after.rna),
        ("address", &before.address, &after.address),
        ("email", &before.email, &after.email),
        ("phone", &before.phone, &after.phone),
        ("dpo_name", &before.dpo_name, &after.dpo_name),
        ("dpo_email", &before.dpo_email, &after.dpo_email),
    ];
    pairs.into_iter().filter(|(_, before, after)| before != after).map(|(key, ..)| key).collect()
}
