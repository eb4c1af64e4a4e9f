//! Personal links. The token is kept as a hash only.

use domain::authz::Allowed;
use domain::communaute::{LienObjet, LienPersonnel};
use domain::ids::{CptsId, LienId, PersonneId};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::ReadsCommunaute;
use crate::entities::lien_personnel::{ActiveModel, Column, Entity, Model};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "lien_personnel";

impl TryFrom<Model> for LienPersonnel {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let at = |micros| instant::read(TABLE, row.id, micros);
        let objet = LienObjet::from_key(&row.objet)
            .ok_or_else(|| StorageError::inconsistent(TABLE, row.id, &row.objet))?;
        Ok(Self {
            id: LienId(row.id),
            cpts: CptsId(row.cpts_id),
            objet,
            personne: row.personne_id.map(PersonneId),
            created_at: at(row.created_at)?,
            expires_at: at(row.expires_at)?,
            revoked_at: row.revoked_at.map(at).transpose()?,
            sujet: row.sujet,
        })
    }
}

impl ReadTx {
    /// The link of a token, over or not. Read at the door, before any proof exists: `app` alone calls this.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn lien_by_token(&self, hash: &str) -> Result<Option<LienPersonnel>, StorageError> {
        let row = Entity::find().filter(Column::TokenHash.eq(hash)).one(&self.txn).await?;
        row.map(LienPersonnel::try_from).transpose()
    }

    /// The links to one thing, oldest first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn liens<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        (objet, sujet): (LienObjet, &str),
    ) -> Result<Vec<LienPersonnel>, StorageError> {
        let rows = Entity::find()
            .filter(Column::CptsId.eq(proof.cpts().0))
            .filter(Column::Objet.eq(objet.key()))
            .filter(Column::Sujet.eq(sujet))
            .order_by_asc(Column::CreatedAt)
            .order_by_asc(Column::Id)
            .all(&self.txn)
            .await?;
        rows.into_iter().map(LienPersonnel::try_from).collect()
    }
}

impl WriteTx {
    /// Adds a link of the CPTS of the proof, whatever `new.cpts` says.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_lien<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        new: &LienPersonnel,
        token_hash: &str,
    ) -> Result<(), StorageError> {
        let row = ActiveModel {
            id: Set(new.id.0),
            cpts_id: Set(proof.cpts().0),
            objet: Set(new.objet.key().to_owned()),
            sujet: Set(new.sujet.clone()),
            personne_id: Set(new.personne.map(|personne| personne.0)),
            token_hash: Set(token_hash.to_owned()),
            created_at: Set(instant::stored(new.created_at)),
            expires_at: Set(instant::stored(new.expires_at)),
            revoked_at: Set(None),
        };
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Takes back every link to one thing that still works: of everybody, or of one person. How many.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn revoke_liens<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        (objet, sujet, personne): (LienObjet, &str, Option<PersonneId>),
        at: Timestamp,
    ) -> Result<u64, StorageError> {
        let mut statement = Entity::update_many()
            .col_expr(Column::RevokedAt, Expr::value(instant::stored(at)))
            .filter(Column::CptsId.eq(proof.cpts().0))
            .filter(Column::Objet.eq(objet.key()))
            .filter(Column::Sujet.eq(sujet))
            .filter(Column::RevokedAt.is_null());
        if let Some(personne) = personne {
            statement = statement.filter(Column::PersonneId.eq(personne.0));
        }
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected)
    }

    /// Takes back the links to one thing that were given to many people; those of persons keep working. How many.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn revoke_common_liens<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        (objet, sujet): (LienObjet, &str),
        at: Timestamp,
    ) -> Result<u64, StorageError> {
        let statement = Entity::update_many()
            .col_expr(Column::RevokedAt, Expr::value(instant::stored(at)))
            .filter(Column::CptsId.eq(proof.cpts().0))
            .filter(Column::Objet.eq(objet.key()))
            .filter(Column::Sujet.eq(sujet))
            .filter(Column::PersonneId.is_null())
            .filter(Column::RevokedAt.is_null());
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected)
    }
}
