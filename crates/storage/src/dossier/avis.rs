//! Opinions and decisions: rows that are added and never changed.

use domain::authz::{Allowed, Author, FileDossiers};
use domain::dossier::avis::{Avis, SensAvis};
use domain::dossier::instruction::Decision;
use domain::ids::{AvisId, CptsId, DepotId, DossierId, InstitutionId, SaisineId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::{ReadsDossiers, Saisi};
use crate::entities::{avis, decision_dossier};
use crate::{ReadTx, StorageError, WriteTx, instant};

impl TryFrom<avis::Model> for Avis {
    type Error = StorageError;
    fn try_from(row: avis::Model) -> Result<Self, StorageError> {
        let wrong = |detail: &str| StorageError::inconsistent("avis", row.id, detail);
        Ok(Self {
            id: AvisId(row.id),
            dossier: DossierId(row.dossier_id),
            depot: DepotId(row.depot_id),
            saisine: SaisineId(row.saisine_id),
            institution: InstitutionId(row.institution_id),
            sens: SensAvis::from_key(&row.sens).ok_or_else(|| wrong(&row.sens))?,
            motif: row.motif,
            by: Author::from(row.author.as_str()),
            at: instant::read("avis", row.id, row.given_at)?,
        })
    }
}

async fn given(
    db: &impl ConnectionTrait,
    (cpts, dossier): (CptsId, DossierId),
) -> Result<Vec<Avis>, StorageError> {
    let rows = avis::Entity::find()
        .filter(avis::Column::CptsId.eq(cpts.0))
        .filter(avis::Column::DossierId.eq(dossier.0))
        .order_by_asc(avis::Column::GivenAt)
        .order_by_asc(avis::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(Avis::try_from).collect()
}

type Label = (Uuid, Uuid, Uuid, bool, String, String, String, i64);

async fn decided(
    db: &impl ConnectionTrait,
    (cpts, dossier): (CptsId, DossierId),
) -> Result<Option<Decision>, StorageError> {
    use decision_dossier::Column;
    let found: Option<Label> = decision_dossier::Entity::find()
        .filter(whose((cpts, dossier)))
        .select_only()
        .columns([Column::DossierId, Column::DepotId, Column::InstitutionId, Column::Acceptee])
        .columns([Column::Fiche, Column::Sha256, Column::Author, Column::DecidedAt])
        .into_tuple()
        .one(db)
        .await?;
    let Some((id, depot, institution, acceptee, fiche, sha256, author, at)) = found else { return Ok(None) };
    let wrong = |error: serde_json::Error| StorageError::inconsistent("decision_dossier", id, error);
    Ok(Some(Decision {
        dossier: DossierId(id),
        depot: DepotId(depot),
        institution: InstitutionId(institution),
        acceptee,
        fiche: serde_json::from_str(&fiche).map_err(wrong)?,
        sha256,
        by: Author::from(author.as_str()),
        at: instant::read("decision_dossier", id, at)?,
    }))
}

async fn letter(db: &impl ConnectionTrait, of: (CptsId, DossierId)) -> Result<Option<Vec<u8>>, StorageError> {
    let query = decision_dossier::Entity::find().filter(whose(of));
    let pdf = query.select_only().column(decision_dossier::Column::Pdf).into_tuple().one(db).await?;
    Ok(pdf)
}

fn whose((cpts, dossier): (CptsId, DossierId)) -> Condition {
    Condition::all()
        .add(decision_dossier::Column::CptsId.eq(cpts.0))
        .add(decision_dossier::Column::DossierId.eq(dossier.0))
}

fn place(of: &Saisi) -> (CptsId, DossierId) {
    (of.cpts(), of.dossier())
}

impl ReadTx {
    /// Every opinion given on a dossier, first given first. What is shown of them is the use case's to choose.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn avis_in(&self, of: &Saisi) -> Result<Vec<Avis>, StorageError> {
        given(&self.txn, place(of)).await
    }

    /// Every opinion given on a dossier of the CPTS, first given first: for what works on its clocks.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn avis_of(
        &self,
        proof: &Allowed<FileDossiers>,
        dossier: DossierId,
    ) -> Result<Vec<Avis>, StorageError> {
        given(&self.txn, (proof.cpts(), dossier)).await
    }

    /// The decision on a dossier, without its letter.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn decision_in(&self, of: &Saisi) -> Result<Option<Decision>, StorageError> {
        decided(&self.txn, place(of)).await
    }

    /// The decision on a dossier of the CPTS, without its letter.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn decision_of<P: ReadsDossiers>(
        &self,
        proof: &Allowed<P>,
        dossier: DossierId,
    ) -> Result<Option<Decision>, StorageError> {
        decided(&self.txn, (proof.cpts(), dossier)).await
    }

    /// The letter of the decision, as it was made.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn decision_letter_in(&self, of: &Saisi) -> Result<Option<Vec<u8>>, StorageError> {
        letter(&self.txn, place(of)).await
    }

    /// The letter of the decision on a dossier of the CPTS, as it was made.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn decision_letter<P: ReadsDossiers>(
        &self,
        proof: &Allowed<P>,
        dossier: DossierId,
    ) -> Result<Option<Vec<u8>>, StorageError> {
        letter(&self.txn, (proof.cpts(), dossier)).await
    }
}

impl WriteTx {
    /// Every opinion given on a dossier, first given first, to decide with them.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn avis_to_instruct(&self, of: &Saisi) -> Result<Vec<Avis>, StorageError> {
        given(&self.txn, place(of)).await
    }

    /// Adds an opinion: that of the institution of the request, and of no other.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_avis(&self, of: &Saisi, new: &Avis) -> Result<(), StorageError> {
        let row = avis::ActiveModel {
            id: Set(new.id.0),
            cpts_id: Set(of.cpts().0),
            dossier_id: Set(of.dossier().0),
            depot_id: Set(new.depot.0),
            saisine_id: Set(of.saisine().id.0),
            institution_id: Set(of.saisine().institution.0),
            sens: Set(new.sens.key().to_owned()),
            motif: Set(new.motif.clone()),
            author: Set(of.author().to_string()),
            given_at: Set(instant::stored(new.at)),
        };
        self.run(avis::Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Adds the decision on a dossier with its letter.
    ///
    /// # Errors
    /// [`StorageError::AlreadyExists`] when it is decided, or the database refuses.
    pub async fn add_decision_dossier(
        &self,
        of: &Saisi,
        new: &Decision,
        pdf: Vec<u8>,
    ) -> Result<(), StorageError> {
        let fiche = serde_json::to_string(&new.fiche)
            .map_err(|error| StorageError::inconsistent("decision_dossier", new.dossier, error))?;
        let row = decision_dossier::ActiveModel {
            dossier_id: Set(of.dossier().0),
            cpts_id: Set(of.cpts().0),
            depot_id: Set(new.depot.0),
            institution_id: Set(of.saisine().institution.0),
            acceptee: Set(new.acceptee),
            fiche: Set(fiche),
            sha256: Set(new.sha256.clone()),
            pdf: Set(pdf),
            author: Set(of.author().to_string()),
            decided_at: Set(instant::stored(new.at)),
        };
        self.run(decision_dossier::Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }
}
