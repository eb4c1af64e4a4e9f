//! The dialogues that an institution was given. [`DialogueRecu`] shows that one was: every query starts from it.

use domain::aci::dialogue::{Destinataire, Dialogue, Envoi, Position};
use domain::authz::{AllowedIn, Author, InstitutionPermission};
use domain::ids::{CptsId, DialogueId, InstitutionId, PreuveId};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::destinataires::positions;
use super::envois::{EnvoiContenu, documents, labels, of};
use crate::entities::dialogue_destinataire::{Column, Entity, Model};
use crate::entities::{dialogue, dialogue_envoi, dialogue_position, preuve};
use crate::preuves::content;
use crate::row::{Kept as _, at, own, read};
use crate::{ReadTx, StorageError, WriteTx};

/// That a dialogue was given to the institution of a proof. Only the queries of this file make one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DialogueRecu {
    destinataire: Destinataire,
    author: Author,
}

impl DialogueRecu {
    /// The row by which the institution has it.
    pub fn destinataire(&self) -> &Destinataire {
        &self.destinataire
    }

    /// Whose dialogue.
    pub fn cpts(&self) -> CptsId {
        self.destinataire.cpts
    }

    /// Which one.
    pub fn dialogue(&self) -> DialogueId {
        self.destinataire.dialogue
    }

    /// Who acts.
    pub fn author(&self) -> &Author {
        &self.author
    }
}

async fn find(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    dialogue: DialogueId,
) -> Result<Option<Model>, DbErr> {
    let open = Entity::find()
        .filter(Column::InstitutionId.eq(institution.0))
        .filter(Column::DialogueId.eq(dialogue.0))
        .filter(Column::UntilAt.is_null());
    open.order_by_asc(Column::SinceAt).order_by_asc(Column::Id).one(db).await
}

fn made<P: InstitutionPermission>(proof: &AllowedIn<P>, row: Model) -> Result<DialogueRecu, StorageError> {
    Ok(DialogueRecu { destinataire: Destinataire::try_from(row)?, author: proof.author().clone() })
}

fn the_dialogue(of: &DialogueRecu) -> sea_orm::Select<dialogue::Entity> {
    own::<Dialogue>(of.cpts()).filter(dialogue::Column::Id.eq(of.dialogue().0))
}

impl ReadTx {
    /// That a dialogue is given to the institution now.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn dialogue_recu<P: InstitutionPermission>(
        &self,
        proof: &AllowedIn<P>,
        dialogue: DialogueId,
    ) -> Result<Option<DialogueRecu>, StorageError> {
        let row = find(&self.txn, proof.institution(), dialogue).await?;
        row.map(|row| made(proof, row)).transpose()
    }

    /// Everything that is given to the institution now, last given first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn dialogues_recus<P: InstitutionPermission>(
        &self,
        proof: &AllowedIn<P>,
    ) -> Result<Vec<DialogueRecu>, StorageError> {
        let open = Entity::find()
            .filter(Column::InstitutionId.eq(proof.institution().0))
            .filter(Column::UntilAt.is_null());
        let rows = open.order_by_desc(Column::SinceAt).order_by_asc(Column::Id).all(&self.txn).await?;
        rows.into_iter().map(|row| made(proof, row)).collect()
    }

    /// The dialogue itself.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn dialogue_in(&self, of: &DialogueRecu) -> Result<Option<Dialogue>, StorageError> {
        the_dialogue(of).one(&self.txn).await?.map(Dialogue::try_from).transpose()
    }

    /// Its sendings, first sent first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn envois_in(&self, recu: &DialogueRecu) -> Result<Vec<Envoi>, StorageError> {
        labels(&self.txn, of(recu.cpts(), recu.dialogue())).await
    }

    /// The documents of one of its sendings.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn envoi_in(
        &self,
        recu: &DialogueRecu,
        numero: i64,
    ) -> Result<Option<EnvoiContenu>, StorageError> {
        let one = of(recu.cpts(), recu.dialogue()).add(dialogue_envoi::Column::Numero.eq(numero));
        documents(&self.txn, one).await
    }

    /// The content of a piece of evidence that a sending names, as it stands now. Whoever asks has read the sending,
    /// and compares the fingerprint.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn preuve_content_in(
        &self,
        recu: &DialogueRecu,
        id: PreuveId,
    ) -> Result<Option<Vec<u8>>, StorageError> {
        use domain::aci::preuve::Preuve;
        let row = own::<Preuve>(recu.cpts()).filter(preuve::Column::Id.eq(id.0)).one(&self.txn).await?;
        let Some(one) = row.map(Preuve::try_from).transpose()? else { return Ok(None) };
        Ok(content(&self.txn, recu.cpts(), one.piece).await?)
    }

    /// What the institution itself said of the lines, first said first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn positions_in(&self, recu: &DialogueRecu) -> Result<Vec<Position>, StorageError> {
        read(of_institution(recu).all(&self.txn).await?)
    }
}

fn of_institution(recu: &DialogueRecu) -> sea_orm::Select<dialogue_position::Entity> {
    positions(recu.cpts(), recu.dialogue())
        .filter(dialogue_position::Column::InstitutionId.eq(recu.destinataire().institution.0))
}

impl WriteTx {
    /// That a dialogue is given to the institution now, to say something of it: until the end of the transaction nobody
    /// else changes it.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn dialogue_recu_to_act<P: InstitutionPermission>(
        &self,
        proof: &AllowedIn<P>,
        dialogue: DialogueId,
    ) -> Result<Option<(DialogueRecu, Dialogue)>, StorageError> {
        let Some(row) = self.run(find(&self.txn, proof.institution(), dialogue)).await? else {
            return Ok(None);
        };
        self.hold_community(CptsId(row.cpts_id)).await?;
        // It may have been ended while one waited.
        let Some(row) = self.run(find(&self.txn, proof.institution(), dialogue)).await? else {
            return Ok(None);
        };
        let recu = made(proof, row)?;
        let dialogue = self.run(the_dialogue(&recu).one(&self.txn)).await?;
        let dialogue = dialogue.map(Dialogue::try_from).transpose()?;
        Ok(dialogue.map(|dialogue| (recu, dialogue)))
    }

    /// The sendings of the dialogue, first sent first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn envois_to_judge(&self, recu: &DialogueRecu) -> Result<Vec<Envoi>, StorageError> {
        labels(&self.txn, of(recu.cpts(), recu.dialogue())).await
    }

    /// What the institution itself said of the lines.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn positions_to_judge(&self, recu: &DialogueRecu) -> Result<Vec<Position>, StorageError> {
        read(self.run(of_institution(recu).all(&self.txn)).await?)
    }

    /// Writes down what the institution accepts of a line.
    ///
    /// # Errors
    /// [`StorageError::AlreadyExists`] when it was said already, or the database refuses.
    pub async fn add_position_in(&self, recu: &DialogueRecu, new: &Position) -> Result<(), StorageError> {
        let row = tied(recu, new).written(recu.cpts())?;
        let statement = dialogue_position::Entity::insert(row);
        self.run(statement.exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Writes it over. The institution is that of the row.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_position_in(
        &self,
        recu: &DialogueRecu,
        changed: &Position,
    ) -> Result<bool, StorageError> {
        use sea_orm::ActiveValue::Set;
        let mut row = tied(recu, changed).written(recu.cpts())?;
        row.version = Set(changed.version + 1);
        let statement = at::<Position>(recu.cpts(), changed.id.0, row)
            .filter(dialogue_position::Column::InstitutionId.eq(recu.destinataire().institution.0))
            .filter(dialogue_position::Column::Version.eq(changed.version));
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }
}

/// A position of the institution on the dialogue that it was given, whatever was asked.
fn tied(recu: &DialogueRecu, one: &Position) -> Position {
    let given = recu.destinataire();
    Position {
        dialogue: given.dialogue,
        destinataire: given.id,
        institution: given.institution,
        ..one.clone()
    }
}
