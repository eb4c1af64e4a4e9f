//! Sendings: their rows never change.

use domain::aci::dialogue::Envoi;
use domain::authz::{Allowed, SendDialogues};
use domain::ids::{CptsId, DialogueId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::ReadsDialogues;
use crate::entities::dialogue_envoi::{ActiveModel, Column, Entity};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "dialogue_envoi";

/// The documents of a sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvoiContenu {
    /// What is frozen, as JSON.
    pub contenu: String,
    /// The file as a PDF, as it was sent.
    pub pdf: Vec<u8>,
    /// Its figures as a workbook.
    pub xlsx: Vec<u8>,
    /// The activity report for a word processor.
    pub docx: Vec<u8>,
}

/// A sending about to be kept.
#[derive(Clone, Debug)]
pub struct NewEnvoi {
    /// Identifier.
    pub id: Uuid,
    /// Of which dialogue.
    pub dialogue: DialogueId,
    /// What it is; its fingerprint is that of the JSON.
    pub envoi: Envoi,
    /// Its documents.
    pub documents: EnvoiContenu,
}

/// The sendings that a condition allows, first sent first.
pub(super) async fn labels(db: &impl ConnectionTrait, which: Condition) -> Result<Vec<Envoi>, StorageError> {
    let columns = [Column::Id, Column::Numero, Column::At, Column::Author, Column::Sha256];
    let rows = Entity::find()
        .select_only()
        .columns(columns)
        .filter(which)
        .order_by_asc(Column::Numero)
        .into_tuple::<(Uuid, i64, i64, String, String)>()
        .all(db)
        .await?;
    let one = |(id, numero, at, author, sha256): (Uuid, i64, i64, String, String)| {
        Ok(Envoi { numero, at: instant::read(TABLE, id, at)?, by: author.as_str().into(), sha256 })
    };
    rows.into_iter().map(one).collect()
}

/// The documents of the sending that a condition allows.
pub(super) async fn documents(
    db: &impl ConnectionTrait,
    which: Condition,
) -> Result<Option<EnvoiContenu>, StorageError> {
    let row = Entity::find().filter(which).one(db).await?;
    Ok(row.map(|row| EnvoiContenu { contenu: row.contenu, pdf: row.pdf, xlsx: row.xlsx, docx: row.docx }))
}

/// Those of a dialogue of a CPTS.
pub(super) fn of(cpts: CptsId, dialogue: DialogueId) -> Condition {
    Condition::all().add(Column::CptsId.eq(cpts.0)).add(Column::DialogueId.eq(dialogue.0))
}

impl ReadTx {
    /// The sendings of a dialogue of the CPTS, first sent first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn dialogue_envois<P: ReadsDialogues>(
        &self,
        proof: &Allowed<P>,
        dialogue: DialogueId,
    ) -> Result<Vec<Envoi>, StorageError> {
        labels(&self.txn, of(proof.cpts(), dialogue)).await
    }

    /// The documents of one of them.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn dialogue_envoi<P: ReadsDialogues>(
        &self,
        proof: &Allowed<P>,
        (dialogue, numero): (DialogueId, i64),
    ) -> Result<Option<EnvoiContenu>, StorageError> {
        documents(&self.txn, of(proof.cpts(), dialogue).add(Column::Numero.eq(numero))).await
    }
}

impl WriteTx {
    /// The sendings of a dialogue, inside the transaction that holds it.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn dialogue_envois_to_edit<P: ReadsDialogues>(
        &self,
        proof: &Allowed<P>,
        dialogue: DialogueId,
    ) -> Result<Vec<Envoi>, StorageError> {
        labels(&self.txn, of(proof.cpts(), dialogue)).await
    }

    /// Keeps a sending.
    ///
    /// # Errors
    /// [`StorageError::AlreadyExists`] when its number is taken, or the database refuses.
    pub async fn add_dialogue_envoi(
        &self,
        proof: &Allowed<SendDialogues>,
        new: NewEnvoi,
    ) -> Result<(), StorageError> {
        let NewEnvoi { id, dialogue, envoi, documents } = new;
        let row = ActiveModel {
            id: Set(id),
            cpts_id: Set(proof.cpts().0),
            dialogue_id: Set(dialogue.0),
            numero: Set(envoi.numero),
            at: Set(instant::stored(envoi.at)),
            author: Set(envoi.by.to_string()),
            sha256: Set(envoi.sha256),
            contenu: Set(documents.contenu),
            pdf: Set(documents.pdf),
            xlsx: Set(documents.xlsx),
            docx: Set(documents.docx),
        };
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }
}
