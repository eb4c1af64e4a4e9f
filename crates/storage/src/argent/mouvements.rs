//! Lines of what was notified and received: they are only added, and keep their documents.

use domain::aci::argent::{GenreMouvement, Mouvement, variable_notee};
use domain::authz::{Allowed, EditArgent, SendDialogues};
use domain::ids::{ContratId, CptsId, MouvementId};
use domain::montant::Montant;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder};

use super::ReadsArgent;
use crate::communaute::day;
use crate::entities::mouvement::{ActiveModel, Column, Model};
use crate::row::{at, kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "mouvement";

impl TryFrom<Model> for Mouvement {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent(TABLE, row.id, detail);
        Ok(Self {
            id: MouvementId(row.id),
            contrat: ContratId(row.contrat_id),
            echeance: row.echeance.parse().map_err(|_| wrong(row.echeance.clone()))?,
            genre: GenreMouvement::from_key(&row.genre).ok_or_else(|| wrong(row.genre.clone()))?,
            montant: Montant::centimes(row.montant),
            le: day(TABLE, row.id, &row.le)?,
            corrige: row.corrige_id.map(MouvementId),
            by: row.author.as_str().into(),
            at: instant::read(TABLE, row.id, row.created_at)?,
            pieces: serde_json::from_str(&row.pieces).map_err(|error| wrong(error.to_string()))?,
            reference: row.reference,
            motif: row.motif,
        })
    }
}

fn written(cpts: CptsId, one: &Mouvement) -> Result<ActiveModel, StorageError> {
    let pieces = serde_json::to_string(&one.pieces)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        contrat_id: Set(one.contrat.0),
        echeance: Set(one.echeance.to_string()),
        genre: Set(one.genre.key().to_owned()),
        montant: Set(one.montant.en_centimes()),
        le: Set(one.le.to_string()),
        reference: Set(one.reference.clone()),
        corrige_id: Set(one.corrige.map(|id| id.0)),
        motif: Set(one.motif.clone()),
        author: Set(one.by.to_string()),
        created_at: Set(instant::stored(one.at)),
        pieces: Set(pieces),
    })
}

kept!(Mouvement: mouvement, written);

async fn of(
    db: &impl ConnectionTrait,
    cpts: CptsId,
    contrat: ContratId,
) -> Result<Vec<Mouvement>, StorageError> {
    let mine = own::<Mouvement>(cpts).filter(Column::ContratId.eq(contrat.0));
    read(mine.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(db).await?)
}

impl ReadTx {
    /// What was notified and received for a contract, first written first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn mouvements<P: ReadsArgent>(
        &self,
        proof: &Allowed<P>,
        contrat: ContratId,
    ) -> Result<Vec<Mouvement>, StorageError> {
        of(&self.txn, proof.cpts(), contrat).await
    }
}

impl WriteTx {
    /// The same, to add a line to them. The contract is held already.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn mouvements_to_edit(
        &self,
        proof: &Allowed<EditArgent>,
        contrat: ContratId,
    ) -> Result<Vec<Mouvement>, StorageError> {
        of(&self.txn, proof.cpts(), contrat).await
    }

    /// Whether something variable of a contract year was notified or received: its evaluation stands then. The contract
    /// is held already.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn variable_notee(
        &self,
        proof: &Allowed<SendDialogues>,
        (contrat, annee): (ContratId, u8),
    ) -> Result<bool, StorageError> {
        Ok(variable_notee(annee, &of(&self.txn, proof.cpts(), contrat).await?))
    }

    /// Adds a line.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_mouvement(
        &self,
        proof: &Allowed<EditArgent>,
        new: &Mouvement,
    ) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes the documents of a line back, and nothing else of it. The contract is held already.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_mouvement_pieces(
        &self,
        proof: &Allowed<EditArgent>,
        changed: &Mouvement,
    ) -> Result<(), StorageError> {
        let pieces = written(proof.cpts(), changed)?.pieces;
        let row = ActiveModel { pieces, ..ActiveModel::default() };
        self.run(at::<Mouvement>(proof.cpts(), changed.id.0, row).exec(&self.txn)).await?;
        Ok(())
    }
}
