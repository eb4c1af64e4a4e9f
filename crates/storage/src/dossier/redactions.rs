//! What was written in the fields of a dossier, and what co-authors say of it.

use domain::authz::{Allowed, EditDossiers};
use domain::dossier::lettre::{Commentaire, Redaction};
use domain::ids::{CommentaireId, CptsId, DossierId};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select};

use super::ReadsDossiers;
use crate::entities::{commentaire, redaction};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

impl TryFrom<redaction::Model> for Redaction {
    type Error = StorageError;
    fn try_from(row: redaction::Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent("redaction", row.dossier_id, detail);
        Ok(Self {
            dossier: DossierId(row.dossier_id),
            valeur: serde_json::from_str(&row.valeur).map_err(|error| wrong(error.to_string()))?,
            at: instant::read("redaction", row.dossier_id, row.at)?,
            by: row.author.as_str().into(),
            champ: row.champ,
            version: row.version,
        })
    }
}

impl TryFrom<commentaire::Model> for Commentaire {
    type Error = StorageError;
    fn try_from(row: commentaire::Model) -> Result<Self, StorageError> {
        let at = |micros| instant::read("commentaire", row.id, micros);
        Ok(Self {
            id: CommentaireId(row.id),
            dossier: DossierId(row.dossier_id),
            at: at(row.at)?,
            resolu_at: row.resolu_at.map(at).transpose()?,
            by: row.author.as_str().into(),
            champ: row.champ,
            texte: row.texte,
        })
    }
}

fn remark(cpts: CptsId, one: &Commentaire) -> Result<commentaire::ActiveModel, StorageError> {
    Ok(commentaire::ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        dossier_id: Set(one.dossier.0),
        champ: Set(one.champ.clone()),
        texte: Set(one.texte.clone()),
        author: Set(one.by.to_string()),
        at: Set(instant::stored(one.at)),
        resolu_at: Set(one.resolu_at.map(instant::stored)),
    })
}

kept!(Commentaire: commentaire, remark);

fn versions(cpts: CptsId, dossier: DossierId) -> Select<redaction::Entity> {
    redaction::Entity::find()
        .filter(redaction::Column::CptsId.eq(cpts.0))
        .filter(redaction::Column::DossierId.eq(dossier.0))
        .order_by_asc(redaction::Column::Champ)
        .order_by_asc(redaction::Column::Version)
}

async fn all(
    db: &impl ConnectionTrait,
    query: Select<redaction::Entity>,
) -> Result<Vec<Redaction>, StorageError> {
    query.all(db).await?.into_iter().map(Redaction::try_from).collect()
}

impl ReadTx {
    /// Every version of every field of a dossier of the CPTS, by field then version.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn redactions<P: ReadsDossiers>(
        &self,
        proof: &Allowed<P>,
        dossier: DossierId,
    ) -> Result<Vec<Redaction>, StorageError> {
        all(&self.txn, versions(proof.cpts(), dossier)).await
    }

    /// What co-authors said of a dossier of the CPTS, oldest first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn commentaires<P: ReadsDossiers>(
        &self,
        proof: &Allowed<P>,
        dossier: DossierId,
    ) -> Result<Vec<Commentaire>, StorageError> {
        let mine = own::<Commentaire>(proof.cpts()).filter(commentaire::Column::DossierId.eq(dossier.0));
        read(
            mine.order_by_asc(commentaire::Column::At)
                .order_by_asc(commentaire::Column::Id)
                .all(&self.txn)
                .await?,
        )
    }
}

impl WriteTx {
    /// The same as [`ReadTx::redactions`], to add a version: the dossier is held already.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn redactions_to_edit<P: ReadsDossiers>(
        &self,
        proof: &Allowed<P>,
        dossier: DossierId,
    ) -> Result<Vec<Redaction>, StorageError> {
        let query = versions(proof.cpts(), dossier);
        let rows = self.run(query.all(&self.txn)).await?;
        rows.into_iter().map(Redaction::try_from).collect()
    }

    /// Adds a version of a field.
    ///
    /// # Errors
    /// [`StorageError::AlreadyExists`] when somebody added it meanwhile, or the database refuses.
    pub async fn add_redaction(
        &self,
        proof: &Allowed<EditDossiers>,
        new: &Redaction,
    ) -> Result<(), StorageError> {
        let valeur = serde_json::to_string(&new.valeur)
            .map_err(|error| StorageError::inconsistent("redaction", new.dossier, error))?;
        let row = redaction::ActiveModel {
            dossier_id: Set(new.dossier.0),
            champ: Set(new.champ.clone()),
            version: Set(new.version),
            cpts_id: Set(proof.cpts().0),
            valeur: Set(valeur),
            at: Set(instant::stored(new.at)),
            author: Set(new.by.to_string()),
        };
        self.run(redaction::Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Adds a remark.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_commentaire(
        &self,
        proof: &Allowed<EditDossiers>,
        new: &Commentaire,
    ) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// A remark of the CPTS, to settle it.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn commentaire_to_edit(
        &self,
        proof: &Allowed<EditDossiers>,
        id: CommentaireId,
    ) -> Result<Option<Commentaire>, StorageError> {
        self.one_to_edit(proof, id.0).await
    }

    /// Writes a remark back; `false` when the CPTS has none of that identifier.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_commentaire(
        &self,
        proof: &Allowed<EditDossiers>,
        changed: &Commentaire,
    ) -> Result<bool, StorageError> {
        self.replace(proof, changed).await
    }
}
