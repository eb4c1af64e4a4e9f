//! Memberships, one a person and civil year.

use domain::authz::Allowed;
use domain::communaute::LienObjet;
use domain::communaute::adhesions::{Adhesion, AdhesionState};
use domain::ids::{AdhesionId, CptsId, PersonneId};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use uuid::Uuid;

use super::ReadsCommunaute;
use crate::entities::adhesion::{ActiveModel, Column, Entity, Model};
use crate::entities::lien_personnel;
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "adhesion";

impl TryFrom<Model> for Adhesion {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent(TABLE, row.id, detail);
        Ok(Self {
            id: AdhesionId(row.id),
            personne: PersonneId(row.personne_id),
            annee: i16::try_from(row.annee).map_err(|error| wrong(error.to_string()))?,
            state: AdhesionState::from_key(&row.state).ok_or_else(|| wrong(row.state.clone()))?,
            fiche: serde_json::from_str(&row.fiche).map_err(|error| wrong(error.to_string()))?,
            created_at: instant::read(TABLE, row.id, row.created_at)?,
            version: row.version,
        })
    }
}

fn written(cpts: CptsId, one: &Adhesion) -> Result<ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        personne_id: Set(one.personne.0),
        annee: Set(i64::from(one.annee)),
        state: Set(one.state.key().to_owned()),
        fiche: Set(fiche),
        created_at: Set(instant::stored(one.created_at)),
        version: Set(one.version),
    })
}

async fn all(db: &impl ConnectionTrait, cpts: CptsId) -> Result<Vec<Model>, DbErr> {
    let mine = Entity::find().filter(Column::CptsId.eq(cpts.0));
    mine.order_by_asc(Column::Annee).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(db).await
}

impl ReadTx {
    /// Every membership of the CPTS, by year, oldest request first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn adhesions<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<Adhesion>, StorageError> {
        all(&self.txn, proof.cpts()).await?.into_iter().map(Adhesion::try_from).collect()
    }
}

impl WriteTx {
    /// Forgets who somebody said to be in their requests; dates and payments stay, as accounts ask.
    pub(super) async fn forget_declared(&self, personne: Uuid) -> Result<(), StorageError> {
        let own = Entity::find().filter(Column::PersonneId.eq(personne));
        for row in self.run(own.all(&self.txn)).await? {
            let cpts = CptsId(row.cpts_id);
            let mut one = Adhesion::try_from(row)?;
            one.fiche.identite = None;
            one.fiche.motif.clear();
            let kept = Entity::update_many().set(written(cpts, &one)?).filter(Column::Id.eq(one.id.0));
            self.run(kept.exec(&self.txn)).await?;
        }
        Ok(())
    }

    /// Takes back the links to one thing that were given to many people; those of persons keep working.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn revoke_common_liens<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        (objet, sujet): (LienObjet, &str),
        at: Timestamp,
    ) -> Result<(), StorageError> {
        let statement = lien_personnel::Entity::update_many()
            .col_expr(lien_personnel::Column::RevokedAt, Expr::value(instant::stored(at)))
            .filter(lien_personnel::Column::CptsId.eq(proof.cpts().0))
            .filter(lien_personnel::Column::Objet.eq(objet.key()))
            .filter(lien_personnel::Column::Sujet.eq(sujet))
            .filter(lien_personnel::Column::PersonneId.is_null())
            .filter(lien_personnel::Column::RevokedAt.is_null());
        self.run(statement.exec(&self.txn)).await?;
        Ok(())
    }

    /// Every membership, to add or change some: until the end of the transaction nobody else does in this CPTS.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn adhesions_to_edit<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<Adhesion>, StorageError> {
        self.hold_community(proof.cpts()).await?;
        self.run(all(&self.txn, proof.cpts())).await?.into_iter().map(Adhesion::try_from).collect()
    }

    /// Adds a membership; fails with [`StorageError::AlreadyExists`] when the person has one for the year.
    ///
    /// # Errors
    /// As said, or when the database refuses.
    pub async fn add_adhesion<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        new: &Adhesion,
    ) -> Result<(), StorageError> {
        let row = written(proof.cpts(), new)?;
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Writes a membership back with a version one higher; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_adhesion<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        changed: &Adhesion,
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
}
