//! Minutes of meetings. Nothing here can write a sealed version again.

use domain::authz::{Allowed, Author, EditGroupes};
use domain::communaute::CompteRendu;
use domain::ids::{CompteRenduId, CptsId, ReunionId};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, QueryFilter, QueryOrder};

use super::ReadsGroupes;
use crate::entities::compte_rendu::{ActiveModel, Column, Model};
use crate::row::{at, kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "compte_rendu";

impl TryFrom<Model> for CompteRendu {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let at = |micros| instant::read(TABLE, row.id, micros);
        Ok(Self {
            id: CompteRenduId(row.id),
            reunion: ReunionId(row.reunion_id),
            numero: row.numero,
            created_at: at(row.created_at)?,
            author: Author::from(row.author.as_str()),
            version: row.version,
            scelle_at: row.scelle_at.map(at).transpose()?,
            scelle_par: row.scelle_par.map(Author::from),
            empreinte: row.empreinte,
            texte: row.texte,
            motif: row.motif,
            approbation: row.approbation,
        })
    }
}

fn written(cpts: CptsId, one: &CompteRendu) -> ActiveModel {
    ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        reunion_id: Set(one.reunion.0),
        numero: Set(one.numero),
        texte: Set(one.texte.clone()),
        motif: Set(one.motif.clone()),
        approbation: Set(one.approbation.clone()),
        created_at: Set(instant::stored(one.created_at)),
        author: Set(one.author.to_string()),
        version: Set(one.version),
        scelle_at: Set(one.scelle_at.map(instant::stored)),
        scelle_par: Set(one.scelle_par.as_ref().map(ToString::to_string)),
        empreinte: Set(one.empreinte.clone()),
    }
}

kept!(CompteRendu: compte_rendu, |cpts, one| Ok(written(cpts, one)), versioned);

async fn versions(
    db: &impl ConnectionTrait,
    cpts: CptsId,
    reunion: Option<ReunionId>,
) -> Result<Vec<Model>, DbErr> {
    let mut find = own::<CompteRendu>(cpts);
    if let Some(reunion) = reunion {
        find = find.filter(Column::ReunionId.eq(reunion.0));
    }
    find.order_by_asc(Column::ReunionId).order_by_asc(Column::Numero).all(db).await
}

impl ReadTx {
    /// The versions of the minutes of a meeting, oldest first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn comptes_rendus<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        reunion: ReunionId,
    ) -> Result<Vec<CompteRendu>, StorageError> {
        read(versions(&self.txn, proof.cpts(), Some(reunion)).await?)
    }

    /// The same for every meeting of the CPTS.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn all_comptes_rendus<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<CompteRendu>, StorageError> {
        read(versions(&self.txn, proof.cpts(), None).await?)
    }
}

impl WriteTx {
    /// The versions of the minutes of a meeting, inside the transaction that holds the meeting.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn comptes_rendus_to_edit(
        &self,
        proof: &Allowed<EditGroupes>,
        reunion: ReunionId,
    ) -> Result<Vec<CompteRendu>, StorageError> {
        read(self.run(versions(&self.txn, proof.cpts(), Some(reunion))).await?)
    }

    /// Adds a version; fails with [`StorageError::AlreadyExists`] when the meeting has one of that number.
    ///
    /// # Errors
    /// As said, or when the database refuses.
    pub async fn add_compte_rendu(
        &self,
        proof: &Allowed<EditGroupes>,
        new: &CompteRendu,
    ) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes a version back with a count one higher; `false` when somebody changed it meanwhile, or sealed it: the
    /// statement itself passes over what is sealed.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_compte_rendu(
        &self,
        proof: &Allowed<EditGroupes>,
        changed: &CompteRendu,
    ) -> Result<bool, StorageError> {
        let mut row = written(proof.cpts(), changed);
        row.version = Set(changed.version + 1);
        let statement = at::<CompteRendu>(proof.cpts(), changed.id.0, row)
            .filter(Column::ScelleAt.is_null())
            .filter(Column::Version.eq(changed.version));
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }
}
