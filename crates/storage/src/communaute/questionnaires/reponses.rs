//! Answers to questionnaires.

use domain::authz::Allowed;
use domain::communaute::questionnaires::Reponse;
use domain::ids::{CptsId, PersonneId, QuestionnaireId, ReponseId};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::ReadsQuestionnaires;
use crate::entities::reponse::{ActiveModel, Column, Entity, Model};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "reponse";

impl TryFrom<Model> for Reponse {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent(TABLE, row.id, detail);
        let at = |micros| instant::read(TABLE, row.id, micros);
        let commune = row.commune.as_deref().map(str::parse).transpose();
        Ok(Self {
            id: ReponseId(row.id),
            questionnaire: QuestionnaireId(row.questionnaire_id),
            personne: row.personne_id.map(PersonneId),
            commune: commune.map_err(|_| wrong(row.commune.clone().unwrap_or_default()))?,
            fiche: serde_json::from_str(&row.fiche).map_err(|error| wrong(error.to_string()))?,
            created_at: at(row.created_at)?,
            changed_at: at(row.changed_at)?,
            jeton: row.jeton,
            profession: row.profession,
        })
    }
}

fn written(cpts: CptsId, one: &Reponse) -> Result<ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        questionnaire_id: Set(one.questionnaire.0),
        personne_id: Set(one.personne.map(|personne| personne.0)),
        jeton: Set(one.jeton.clone()),
        profession: Set(one.profession.clone()),
        commune: Set(one.commune.map(|code| code.to_string())),
        fiche: Set(fiche),
        created_at: Set(instant::stored(one.created_at)),
        changed_at: Set(instant::stored(one.changed_at)),
    })
}

kept!(Reponse: reponse, written);

async fn of(
    db: &impl ConnectionTrait,
    cpts: CptsId,
    questionnaire: QuestionnaireId,
) -> Result<Vec<Model>, DbErr> {
    let mine = own::<Reponse>(cpts);
    let mine = mine.filter(Column::QuestionnaireId.eq(questionnaire.0));
    mine.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(db).await
}

impl ReadTx {
    /// The answers to a questionnaire, oldest first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn reponses<P: ReadsQuestionnaires>(
        &self,
        proof: &Allowed<P>,
        questionnaire: QuestionnaireId,
    ) -> Result<Vec<Reponse>, StorageError> {
        read(of(&self.txn, proof.cpts(), questionnaire).await?)
    }
}

impl WriteTx {
    /// The answers to a questionnaire that this transaction holds.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn reponses_to_edit<P: ReadsQuestionnaires>(
        &self,
        proof: &Allowed<P>,
        questionnaire: QuestionnaireId,
    ) -> Result<Vec<Reponse>, StorageError> {
        let rows = self.run(of(&self.txn, proof.cpts(), questionnaire)).await?;
        read(rows)
    }

    /// Adds answers.
    ///
    /// # Errors
    /// [`StorageError::AlreadyExists`] when the same send is kept already, or when the database refuses.
    pub async fn add_reponse<P: ReadsQuestionnaires>(
        &self,
        proof: &Allowed<P>,
        new: &Reponse,
    ) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes answers back; `false` when the CPTS has none of that id.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_reponse<P: ReadsQuestionnaires>(
        &self,
        proof: &Allowed<P>,
        changed: &Reponse,
    ) -> Result<bool, StorageError> {
        self.replace(proof, changed).await
    }

    /// Removes answers for good, because their author asked.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_reponse<P: ReadsQuestionnaires>(
        &self,
        proof: &Allowed<P>,
        id: ReponseId,
    ) -> Result<bool, StorageError> {
        let statement =
            Entity::delete_many().filter(Column::CptsId.eq(proof.cpts().0)).filter(Column::Id.eq(id.0));
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }
}
