//! What questionnaires asked of people: whom, and when first. Nothing of what was answered.

use std::collections::BTreeMap;

use domain::authz::Allowed;
use domain::communaute::questionnaires::Questionnaire;
use domain::communaute::{LienObjet, LienPersonnel};
use domain::ids::{PersonneId, QuestionnaireId};
use jiff::Timestamp;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::communaute::ReadsCommunaute;
use crate::entities::questionnaire::{Column, Entity};
use crate::entities::{lien_personnel, reponse};
use crate::{ReadTx, StorageError, instant};

const TABLE: &str = "lien_personnel";

/// A questionnaire, and when each person was first asked to answer it.
pub type DemandeQuestionnaire = (Questionnaire, Vec<(PersonneId, Timestamp)>);

impl ReadTx {
    /// The questionnaires of which somebody was first asked since an instant, and who was. A reminder asks for nothing
    /// more: only the first message counts.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn questionnaires_demandes<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        since: Timestamp,
    ) -> Result<Vec<DemandeQuestionnaire>, StorageError> {
        use lien_personnel::{Column as Of, Entity as Liens};
        let first = Of::CreatedAt.min();
        let rows: Vec<(String, Uuid, i64)> = Liens::find()
            .select_only()
            .column(Of::Sujet)
            .column(Of::PersonneId)
            .column_as(first.clone(), "first")
            .filter(Of::CptsId.eq(proof.cpts().0))
            .filter(Of::Objet.eq(LienObjet::Questionnaire.key()))
            .filter(Of::PersonneId.is_not_null())
            .group_by(Of::Sujet)
            .group_by(Of::PersonneId)
            .having(first.gte(instant::stored(since)))
            .into_tuple()
            .all(&self.txn)
            .await?;
        let mut asked: BTreeMap<QuestionnaireId, Vec<(PersonneId, Timestamp)>> = BTreeMap::new();
        for (sujet, personne, at) in rows {
            let id: QuestionnaireId =
                sujet.parse().map_err(|_| StorageError::inconsistent(TABLE, &sujet, "no questionnaire"))?;
            asked.entry(id).or_default().push((PersonneId(personne), instant::read(TABLE, &sujet, at)?));
        }
        let ids = asked.keys().map(|id| id.0);
        let mine = Entity::find().filter(Column::CptsId.eq(proof.cpts().0)).filter(Column::Id.is_in(ids));
        let rows = mine.order_by_asc(Column::Id).all(&self.txn).await?;
        let with = |one: Questionnaire| {
            let people = asked.remove(&one.id).unwrap_or_default();
            (one, people)
        };
        let read: Vec<Questionnaire> =
            rows.into_iter().map(Questionnaire::try_from).collect::<Result<_, _>>()?;
        Ok(read.into_iter().map(with).collect())
    }

    /// The links of one kind that these people were given, and those that everybody may follow, oldest first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn liens_of<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        objet: LienObjet,
        personnes: &[PersonneId],
    ) -> Result<Vec<LienPersonnel>, StorageError> {
        use lien_personnel::{Column as Of, Entity as Liens};
        let theirs = Of::PersonneId.is_in(personnes.iter().map(|one| one.0));
        let rows = Liens::find()
            .filter(Of::CptsId.eq(proof.cpts().0))
            .filter(Of::Objet.eq(objet.key()))
            .filter(Condition::any().add(theirs).add(Of::PersonneId.is_null()))
            .order_by_asc(Of::CreatedAt)
            .order_by_asc(Of::Id)
            .all(&self.txn)
            .await?;
        rows.into_iter().map(LienPersonnel::try_from).collect()
    }

    /// The questionnaires that these people answered.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn questionnaires_repondus<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        personnes: &[PersonneId],
    ) -> Result<Vec<QuestionnaireId>, StorageError> {
        use reponse::{Column as Of, Entity as Reponses};
        let rows: Vec<Uuid> = Reponses::find()
            .select_only()
            .column(Of::QuestionnaireId)
            .filter(Of::CptsId.eq(proof.cpts().0))
            .filter(Of::PersonneId.is_in(personnes.iter().map(|one| one.0)))
            .into_tuple()
            .all(&self.txn)
            .await?;
        Ok(rows.into_iter().map(QuestionnaireId).collect())
    }
}
