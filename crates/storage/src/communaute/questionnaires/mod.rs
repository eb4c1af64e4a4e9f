//! Questionnaires, their answers, and the difficulties that they voice.

mod demandes;
mod difficultes;
mod reponses;

use domain::authz::{
    ActByLink, Allowed, EditMobilisation, EditObjectifs, EditQuestionnaires, Participer, Permission,
    ReadMobilisation, ReadObjectifs, ReadQuestionnaires,
};
use domain::communaute::questionnaires::Questionnaire;
use domain::ids::{CptsId, QuestionnaireId};
use sea_orm::{ActiveValue::Set, QueryOrder};

use crate::entities::questionnaire::{ActiveModel, Column, Model};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

pub use demandes::DemandeQuestionnaire;

const TABLE: &str = "questionnaire";

/// Permissions whose use cases read questionnaires, answers and difficulties, and write what they may.
pub trait ReadsQuestionnaires: Permission {}

macro_rules! hold {
    ($($permission:ident),*) => { $(impl ReadsQuestionnaires for $permission {})* };
}

hold!(
    ReadQuestionnaires,
    EditQuestionnaires,
    ReadMobilisation,
    EditMobilisation,
    Participer,
    ActByLink,
    ReadObjectifs,
    EditObjectifs
);

impl TryFrom<Model> for Questionnaire {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let at = |micros| instant::read(TABLE, row.id, micros);
        Ok(Self {
            id: QuestionnaireId(row.id),
            fiche: serde_json::from_str(&row.fiche)
                .map_err(|error| StorageError::inconsistent(TABLE, row.id, error))?,
            created_at: at(row.created_at)?,
            removed_at: row.removed_at.map(at).transpose()?,
            titre: row.titre,
            version: row.version,
        })
    }
}

fn written(cpts: CptsId, one: &Questionnaire) -> Result<ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        titre: Set(one.titre.clone()),
        fiche: Set(fiche),
        created_at: Set(instant::stored(one.created_at)),
        version: Set(one.version),
        removed_at: Set(one.removed_at.map(instant::stored)),
    })
}

kept!(Questionnaire: questionnaire, written, versioned);

impl ReadTx {
    /// Every questionnaire of the CPTS, the last made first, removed ones too.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn questionnaires<P: ReadsQuestionnaires>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<Questionnaire>, StorageError> {
        let mine = own::<Questionnaire>(proof.cpts());
        let rows = mine.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).all(&self.txn).await?;
        read(rows)
    }

    /// One questionnaire, removed too.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn questionnaire<P: ReadsQuestionnaires>(
        &self,
        proof: &Allowed<P>,
        id: QuestionnaireId,
    ) -> Result<Option<Questionnaire>, StorageError> {
        self.one(proof, id.0).await
    }
}

impl WriteTx {
    /// One questionnaire, to change it or answer it: until the end of the transaction nobody else does in this CPTS.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn questionnaire_to_edit<P: ReadsQuestionnaires>(
        &self,
        proof: &Allowed<P>,
        id: QuestionnaireId,
    ) -> Result<Option<Questionnaire>, StorageError> {
        self.one_to_edit(proof, id.0).await
    }

    /// Adds a questionnaire.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_questionnaire(
        &self,
        proof: &Allowed<EditQuestionnaires>,
        new: &Questionnaire,
    ) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes a questionnaire back with a version one higher; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_questionnaire(
        &self,
        proof: &Allowed<EditQuestionnaires>,
        changed: &Questionnaire,
    ) -> Result<bool, StorageError> {
        self.save(proof, changed).await
    }
}
