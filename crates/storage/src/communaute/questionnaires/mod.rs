//! Questionnaires, their answers, and the difficulties that they voice.

mod difficultes;
mod reponses;

use domain::authz::{
    ActByLink, Allowed, EditMobilisation, EditQuestionnaires, Participer, Permission, ReadMobilisation,
    ReadQuestionnaires,
};
use domain::communaute::LienObjet;
use domain::communaute::questionnaires::Questionnaire;
use domain::ids::{CptsId, QuestionnaireId};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use crate::entities::lien_personnel;
use crate::entities::questionnaire::{ActiveModel, Column, Entity, Model};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "questionnaire";

/// Permissions whose use cases read questionnaires, answers and difficulties, and write what they may.
pub trait ReadsQuestionnaires: Permission {}

macro_rules! hold {
    ($($permission:ident),*) => { $(impl ReadsQuestionnaires for $permission {})* };
}

hold!(ReadQuestionnaires, EditQuestionnaires, ReadMobilisation, EditMobilisation, Participer, ActByLink);

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

async fn find(db: &impl ConnectionTrait, cpts: CptsId, id: QuestionnaireId) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id.0).filter(Column::CptsId.eq(cpts.0)).one(db).await
}

impl ReadTx {
    /// Every questionnaire of the CPTS, the last made first, removed ones too.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn questionnaires<P: ReadsQuestionnaires>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<Questionnaire>, StorageError> {
        let mine = Entity::find().filter(Column::CptsId.eq(proof.cpts().0));
        let rows = mine.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).all(&self.txn).await?;
        rows.into_iter().map(Questionnaire::try_from).collect()
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
        find(&self.txn, proof.cpts(), id).await?.map(Questionnaire::try_from).transpose()
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
        self.hold_community(proof.cpts()).await?;
        let row = self.run(find(&self.txn, proof.cpts(), id)).await?;
        row.map(Questionnaire::try_from).transpose()
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
        let row = written(proof.cpts(), new)?;
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
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
        let mut row = written(proof.cpts(), changed)?;
        row.version = Set(changed.version + 1);
        let statement = Entity::update_many()
            .set(row)
            .filter(Column::CptsId.eq(proof.cpts().0))
            .filter(Column::Id.eq(changed.id.0))
            .filter(Column::Version.eq(changed.version));
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }

    /// Takes back the links to a questionnaire that many people hold; those of one person stay.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn revoke_common_links(
        &self,
        proof: &Allowed<EditQuestionnaires>,
        id: QuestionnaireId,
        at: Timestamp,
    ) -> Result<u64, StorageError> {
        let statement = lien_personnel::Entity::update_many()
            .col_expr(lien_personnel::Column::RevokedAt, Expr::value(instant::stored(at)))
            .filter(lien_personnel::Column::CptsId.eq(proof.cpts().0))
            .filter(lien_personnel::Column::Objet.eq(LienObjet::Questionnaire.key()))
            .filter(lien_personnel::Column::Sujet.eq(id.to_string()))
            .filter(lien_personnel::Column::PersonneId.is_null())
            .filter(lien_personnel::Column::RevokedAt.is_null());
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected)
    }
}
