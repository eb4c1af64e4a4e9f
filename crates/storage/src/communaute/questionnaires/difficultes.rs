//! Difficulties.

use domain::authz::Allowed;
use domain::communaute::questionnaires::{Auteur, Difficulte, EtatDifficulte};
use domain::ids::{CptsId, DifficulteId, PersonneId, QuestionnaireId, ReponseId};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder};

use super::ReadsQuestionnaires;
use crate::entities::difficulte::{ActiveModel, Column, Model};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "difficulte";

impl TryFrom<Model> for Difficulte {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent(TABLE, row.id, detail);
        let at = |micros| instant::read(TABLE, row.id, micros);
        let brought = match (row.questionnaire_id, row.reponse_id, row.question) {
            (Some(questionnaire), Some(reponse), Some(question)) => {
                Some((QuestionnaireId(questionnaire), ReponseId(reponse), question))
            }
            (None, None, None) => None,
            _ => return Err(wrong("names a part of an answer".into())),
        };
        Ok(Self {
            id: DifficulteId(row.id),
            etat: EtatDifficulte::from_key(&row.etat).ok_or_else(|| wrong(row.etat.clone()))?,
            auteur: Auteur { personne: row.personne_id.map(PersonneId), profession: row.profession },
            reponse: brought,
            groupe: row.groupe_id.map(DifficulteId),
            fiche: serde_json::from_str(&row.fiche).map_err(|error| wrong(error.to_string()))?,
            created_at: at(row.created_at)?,
            removed_at: row.removed_at.map(at).transpose()?,
            texte: row.texte,
            version: row.version,
        })
    }
}

fn written(cpts: CptsId, one: &Difficulte) -> Result<ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    let brought = one.reponse.as_ref();
    Ok(ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        texte: Set(one.texte.clone()),
        etat: Set(one.etat.key().to_owned()),
        personne_id: Set(one.auteur.personne.map(|personne| personne.0)),
        profession: Set(one.auteur.profession.clone()),
        questionnaire_id: Set(brought.map(|(questionnaire, ..)| questionnaire.0)),
        reponse_id: Set(brought.map(|(_, reponse, _)| reponse.0)),
        question: Set(brought.map(|(.., question)| question.clone())),
        groupe_id: Set(one.groupe.map(|lead| lead.0)),
        fiche: Set(fiche),
        created_at: Set(instant::stored(one.created_at)),
        version: Set(one.version),
        removed_at: Set(one.removed_at.map(instant::stored)),
    })
}

kept!(Difficulte: difficulte, written, versioned);

async fn all(db: &impl ConnectionTrait, cpts: CptsId) -> Result<Vec<Model>, DbErr> {
    let mine = own::<Difficulte>(cpts);
    mine.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(db).await
}

impl ReadTx {
    /// Every difficulty of the CPTS, oldest first, removed ones too.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn difficultes<P: ReadsQuestionnaires>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<Difficulte>, StorageError> {
        read(all(&self.txn, proof.cpts()).await?)
    }
}

impl WriteTx {
    /// The same, to change some: until the end of the transaction nobody else does in this CPTS.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn difficultes_to_edit<P: ReadsQuestionnaires>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<Difficulte>, StorageError> {
        self.hold_community(proof.cpts()).await?;
        let rows = self.run(all(&self.txn, proof.cpts())).await?;
        read(rows)
    }

    /// Adds a difficulty.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_difficulte<P: ReadsQuestionnaires>(
        &self,
        proof: &Allowed<P>,
        new: &Difficulte,
    ) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes a difficulty back with a version one higher; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_difficulte<P: ReadsQuestionnaires>(
        &self,
        proof: &Allowed<P>,
        changed: &Difficulte,
    ) -> Result<bool, StorageError> {
        self.save(proof, changed).await
    }
}
