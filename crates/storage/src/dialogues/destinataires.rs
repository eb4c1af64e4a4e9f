//! Institutions that were given a dialogue, and what they accept of its lines.

use domain::aci::dialogue::{Destinataire, Position};
use domain::authz::{Allowed, SendDialogues};
use domain::ids::{CptsId, DestinataireId, DialogueId, IndicateurId, InstitutionId, PositionId};
use domain::montant::Montant;
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter, QueryOrder, Select};

use super::ReadsDialogues;
use crate::entities::{dialogue_destinataire, dialogue_position};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "dialogue_destinataire";
const POSITION: &str = "dialogue_position";

impl TryFrom<dialogue_destinataire::Model> for Destinataire {
    type Error = StorageError;
    fn try_from(row: dialogue_destinataire::Model) -> Result<Self, StorageError> {
        let at = |micros| instant::read(TABLE, row.id, micros);
        Ok(Self {
            id: DestinataireId(row.id),
            cpts: CptsId(row.cpts_id),
            dialogue: DialogueId(row.dialogue_id),
            institution: InstitutionId(row.institution_id),
            since: at(row.since_at)?,
            until: row.until_at.map(at).transpose()?,
            by: row.author.as_str().into(),
            version: row.version,
        })
    }
}

fn written(cpts: CptsId, one: &Destinataire) -> dialogue_destinataire::ActiveModel {
    dialogue_destinataire::ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        dialogue_id: Set(one.dialogue.0),
        institution_id: Set(one.institution.0),
        since_at: Set(instant::stored(one.since)),
        until_at: Set(one.until.map(instant::stored)),
        author: Set(one.by.to_string()),
        version: Set(one.version),
    }
}

kept!(Destinataire: dialogue_destinataire, |cpts, one| Ok(written(cpts, one)), versioned);

impl TryFrom<dialogue_position::Model> for Position {
    type Error = StorageError;
    fn try_from(row: dialogue_position::Model) -> Result<Self, StorageError> {
        Ok(Self {
            id: PositionId(row.id),
            dialogue: DialogueId(row.dialogue_id),
            destinataire: DestinataireId(row.destinataire_id),
            institution: InstitutionId(row.institution_id),
            indicateur: IndicateurId(row.indicateur_id),
            numero: row.numero,
            accepte: Montant::centimes(row.accepte),
            motif: row.motif,
            by: row.author.as_str().into(),
            at: instant::read(POSITION, row.id, row.given_at)?,
            version: row.version,
        })
    }
}

fn judged(cpts: CptsId, one: &Position) -> dialogue_position::ActiveModel {
    dialogue_position::ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        dialogue_id: Set(one.dialogue.0),
        destinataire_id: Set(one.destinataire.0),
        institution_id: Set(one.institution.0),
        indicateur_id: Set(one.indicateur.0),
        numero: Set(one.numero),
        accepte: Set(one.accepte.en_centimes()),
        motif: Set(one.motif.clone()),
        author: Set(one.by.to_string()),
        given_at: Set(instant::stored(one.at)),
        version: Set(one.version),
    }
}

kept!(Position: dialogue_position, |cpts, one| Ok(judged(cpts, one)), versioned);

/// Who was given a dialogue of a CPTS, first given first.
pub(super) fn destinataires(cpts: CptsId, dialogue: DialogueId) -> Select<dialogue_destinataire::Entity> {
    use dialogue_destinataire::Column;
    own::<Destinataire>(cpts)
        .filter(Column::DialogueId.eq(dialogue.0))
        .order_by_asc(Column::SinceAt)
        .order_by_asc(Column::Id)
}

/// What was said of its lines, first said first.
pub(super) fn positions(cpts: CptsId, dialogue: DialogueId) -> Select<dialogue_position::Entity> {
    use dialogue_position::Column;
    own::<Position>(cpts)
        .filter(Column::DialogueId.eq(dialogue.0))
        .order_by_asc(Column::GivenAt)
        .order_by_asc(Column::Id)
}

impl ReadTx {
    /// The institutions that look at a dialogue of the CPTS, or did, first given first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn destinataires<P: ReadsDialogues>(
        &self,
        proof: &Allowed<P>,
        dialogue: DialogueId,
    ) -> Result<Vec<Destinataire>, StorageError> {
        read(destinataires(proof.cpts(), dialogue).all(&self.txn).await?)
    }

    /// What institutions accept of the lines of a dialogue of the CPTS, first said first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn positions<P: ReadsDialogues>(
        &self,
        proof: &Allowed<P>,
        dialogue: DialogueId,
    ) -> Result<Vec<Position>, StorageError> {
        read(positions(proof.cpts(), dialogue).all(&self.txn).await?)
    }
}

impl WriteTx {
    /// The institutions that look at a dialogue of the CPTS, or did, to open or end some.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn destinataires_to_edit(
        &self,
        proof: &Allowed<SendDialogues>,
        dialogue: DialogueId,
    ) -> Result<Vec<Destinataire>, StorageError> {
        read(self.run(destinataires(proof.cpts(), dialogue).all(&self.txn)).await?)
    }

    /// Gives a dialogue to an institution.
    ///
    /// # Errors
    /// [`StorageError::BrokenLink`] without such an institution, or the database refuses.
    pub async fn add_destinataire(
        &self,
        proof: &Allowed<SendDialogues>,
        new: &Destinataire,
    ) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes one back with a version one higher; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_destinataire(
        &self,
        proof: &Allowed<SendDialogues>,
        changed: &Destinataire,
    ) -> Result<bool, StorageError> {
        self.save(proof, changed).await
    }
}
