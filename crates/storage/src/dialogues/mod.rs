//! Yearly dialogues: those of a CPTS, what it sent of them, who was given them, and what they accept.

mod destinataires;
mod envois;
mod recu;

use domain::aci::dialogue::{Dialogue, EtatDialogue};
use domain::authz::{Allowed, EditDialogues, ReadDialogues, SendDialogues};
use domain::ids::{ContratId, CptsId, DialogueId};
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter, QueryOrder, Select};

use crate::entities::dialogue::{ActiveModel, Column, Entity, Model};
use crate::preuves::ReadsPreuves;
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

pub use envois::{EnvoiContenu, NewEnvoi};
pub use recu::DialogueRecu;

const TABLE: &str = "dialogue";

/// Permissions whose use cases read yearly dialogues.
pub trait ReadsDialogues: ReadsPreuves {}
impl ReadsDialogues for ReadDialogues {}
impl ReadsDialogues for EditDialogues {}
impl ReadsDialogues for SendDialogues {}

impl TryFrom<Model> for Dialogue {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent(TABLE, row.id, detail);
        Ok(Self {
            id: DialogueId(row.id),
            contrat: ContratId(row.contrat_id),
            annee: u8::try_from(row.annee).map_err(|error| wrong(error.to_string()))?,
            etat: EtatDialogue::from_key(&row.etat).ok_or_else(|| wrong(row.etat.clone()))?,
            fiche: serde_json::from_str(&row.fiche).map_err(|error| wrong(error.to_string()))?,
            created_at: instant::read(TABLE, row.id, row.created_at)?,
            version: row.version,
        })
    }
}

fn written(cpts: CptsId, one: &Dialogue) -> Result<ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        contrat_id: Set(one.contrat.0),
        annee: Set(i64::from(one.annee)),
        etat: Set(one.etat.key().to_owned()),
        fiche: Set(fiche),
        created_at: Set(instant::stored(one.created_at)),
        version: Set(one.version),
    })
}

kept!(Dialogue: dialogue, written, versioned);

fn of(cpts: CptsId, contrat: ContratId) -> Select<Entity> {
    own::<Dialogue>(cpts).filter(Column::ContratId.eq(contrat.0)).order_by_asc(Column::Annee)
}

impl ReadTx {
    /// The dialogues of a contract of the CPTS that were begun, by year.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn dialogues<P: ReadsDialogues>(
        &self,
        proof: &Allowed<P>,
        contrat: ContratId,
    ) -> Result<Vec<Dialogue>, StorageError> {
        read(of(proof.cpts(), contrat).all(&self.txn).await?)
    }
}

impl WriteTx {
    /// The dialogue of a contract year, if it was begun: until the end of the transaction nobody else begins or changes
    /// it.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn dialogue_to_edit<P: ReadsDialogues>(
        &self,
        proof: &Allowed<P>,
        (contrat, annee): (ContratId, u8),
    ) -> Result<Option<Dialogue>, StorageError> {
        self.hold_community(proof.cpts()).await?;
        let own = of(proof.cpts(), contrat).filter(Column::Annee.eq(i64::from(annee)));
        self.run(own.one(&self.txn)).await?.map(Dialogue::try_from).transpose()
    }

    /// Begins one.
    ///
    /// # Errors
    /// [`StorageError::AlreadyExists`] when the year has one, or the database refuses.
    pub async fn add_dialogue<P: ReadsDialogues>(
        &self,
        proof: &Allowed<P>,
        new: &Dialogue,
    ) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes one back with a version one higher; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_dialogue<P: ReadsDialogues>(
        &self,
        proof: &Allowed<P>,
        changed: &Dialogue,
    ) -> Result<bool, StorageError> {
        self.save(proof, changed).await
    }
}
