//! What the association says of itself, and its bank details.

use domain::authz::{
    Allowed, Author, EditAssociation, EditBanque, EditContrat, Permission, ReadAccueil, ReadAssociation,
    ReadBanque, ReadSubventions,
};
use domain::ids::CptsId;
use jiff::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait};

use crate::entities::{association, bank_account};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// The record of an association. What is not known is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Association {
    /// Name in the official register.
    pub legal_name: Option<String>,
    /// SIRET, 14 digits.
    pub siret: Option<String>,
    /// Number in the national register of associations.
    pub rna: Option<String>,
    /// Address, its lines kept.
    pub address: Option<String>,
    /// E-mail address of the association.
    pub email: Option<String>,
    /// Telephone, `+33…`.
    pub phone: Option<String>,
    /// Data protection officer.
    pub dpo_name: Option<String>,
    /// How to write to that officer.
    pub dpo_email: Option<String>,
}

/// Bank details. The IBAN is sealed: `app` opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankAccount {
    /// Whose account.
    pub holder: String,
    /// Sealed IBAN.
    pub iban: String,
    /// What is shown of it: `FR76 •••• 0189`.
    pub iban_end: String,
    /// BIC, when it was given.
    pub bic: Option<String>,
    /// When it changed last.
    pub changed_at: Timestamp,
    /// Who changed it.
    pub changed_by: Author,
}

/// Permissions whose use cases read the record of the association.
pub trait ReadsAssociation: Permission {}
impl ReadsAssociation for ReadAssociation {}
impl ReadsAssociation for ReadSubventions {}
impl ReadsAssociation for EditContrat {}

async fn record(db: &impl ConnectionTrait, cpts: CptsId) -> Result<Option<Association>, DbErr> {
    let row = association::Entity::find_by_id(cpts.0).one(db).await?;
    Ok(row.map(|row| Association {
        legal_name: row.legal_name,
        siret: row.siret,
        rna: row.rna,
        address: row.address,
        email: row.email,
        phone: row.phone,
        dpo_name: row.dpo_name,
        dpo_email: row.dpo_email,
    }))
}

impl ReadTx {
    /// The record of the association; `None` while nobody wrote it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn association<P: ReadsAssociation>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Option<Association>, StorageError> {
        Ok(record(&self.txn, proof.cpts()).await?)
    }

    /// The bank details.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn bank_account(
        &self,
        proof: &Allowed<ReadBanque>,
    ) -> Result<Option<BankAccount>, StorageError> {
        let Some(row) = bank_account::Entity::find_by_id(proof.cpts().0).one(&self.txn).await? else {
            return Ok(None);
        };
        Ok(Some(BankAccount {
            changed_at: instant::read("bank_account", row.cpts_id, row.changed_at)?,
            changed_by: Author::from(row.changed_by.as_str()),
            holder: row.holder,
            iban: row.iban,
            iban_end: row.iban_end,
            bic: row.bic,
        }))
    }

    /// Whether bank details are known: the home page says no more.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn has_bank_account(&self, proof: &Allowed<ReadAccueil>) -> Result<bool, StorageError> {
        Ok(bank_account::Entity::find_by_id(proof.cpts().0).one(&self.txn).await?.is_some())
    }
}

impl WriteTx {
    /// The record as it is, to say what changed.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn association_to_edit(
        &self,
        proof: &Allowed<EditAssociation>,
    ) -> Result<Option<Association>, StorageError> {
        self.run(record(&self.txn, proof.cpts())).await
    }

    /// Writes the record.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_association(
        &self,
        proof: &Allowed<EditAssociation>,
        new: &Association,
        at: Timestamp,
    ) -> Result<(), StorageError> {
        use association::Column;
        let new = new.clone();
        let row = association::ActiveModel {
            cpts_id: Set(proof.cpts().0),
            legal_name: Set(new.legal_name),
            siret: Set(new.siret),
            rna: Set(new.rna),
            address: Set(new.address),
            email: Set(new.email),
            phone: Set(new.phone),
            dpo_name: Set(new.dpo_name),
            dpo_email: Set(new.dpo_email),
            changed_at: Set(instant::stored(at)),
            changed_by: Set(proof.author().to_string()),
        };
        let columns = [
            Column::LegalName,
            Column::Siret,
            Column::Rna,
            Column::Address,
            Column::Email,
            Column::Phone,
            Column::DpoName,
            Column::DpoEmail,
            Column::ChangedAt,
            Column::ChangedBy,
        ];
        let replace = OnConflict::column(Column::CptsId).update_columns(columns).to_owned();
        let insert = association::Entity::insert(row).on_conflict(replace);
        self.run(insert.exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Writes the bank details.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_bank_account(
        &self,
        proof: &Allowed<EditBanque>,
        new: &BankAccount,
    ) -> Result<(), StorageError> {
        use bank_account::Column;
        let row = bank_account::ActiveModel {
            cpts_id: Set(proof.cpts().0),
            holder: Set(new.holder.clone()),
            iban: Set(new.iban.clone()),
            iban_end: Set(new.iban_end.clone()),
            bic: Set(new.bic.clone()),
            changed_at: Set(instant::stored(new.changed_at)),
            changed_by: Set(proof.author().to_string()),
        };
        let columns = [
            Column::Holder,
            Column::Iban,
            Column::IbanEnd,
            Column::Bic,
            Column::ChangedAt,
            Column::ChangedBy,
        ];
        let replace = OnConflict::column(Column::CptsId).update_columns(columns).to_owned();
        let insert = bank_account::Entity::insert(row).on_conflict(replace);
        self.run(insert.exec_without_returning(&self.txn)).await?;
        Ok(())
    }
}
