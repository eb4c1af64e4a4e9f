//! Difficulties.

use domain::authz::Allowed;
use domain::communaute::questionnaires::{Auteur, Difficulte, EtatDifficulte};
use domain::ids::{CptsId, DifficulteId, PersonneId, QuestionnaireId, ReponseId};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::ReadsQuestionnaires;
use crate::entities::difficulte::{ActiveModel, Column, Entity, Model};
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

async fn all(db: &impl ConnectionTrait, cpts: CptsId) -> Result<Vec<Model>, DbErr> {
    let mine = Entity::find().filter(Column::CptsId.eq(cpts.0));
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
        all(&self.txn, proof.cpts()).await?.into_iter().map(Difficulte::try_from).collect()
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
        rows.into_iter().map(Difficulte::try_from).collect()
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
        let row = written(proof.cpts(), new)?;
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
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
        let mut row = written(proof.cpts(), changed)?;
        row.version = Set(changed.version + 1);
        let statement = Entity::update_many()
            .set(row)
            .filter(Column::CptsId.eq(proof.cpts().0))
            .filter(Column::Id.eq(changed.id.0))
            .filter(Column::Version.eq(changed.version));
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }
}
