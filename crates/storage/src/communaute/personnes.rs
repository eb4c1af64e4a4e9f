//! People of the community.

use domain::authz::{Allowed, EditCommunaute};
use domain::communaute::{Annuaire, Personne, Statut};
use domain::ids::{CptsId, PersonneId, UserId};
use domain::texte::Rpps;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::ReadsCommunaute;
use crate::entities::personne::{ActiveModel, Column, Entity, Model};
use crate::row::{kept, own};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "personne";

/// What a list shows of a person: a sheet is not read for each of thousands of lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonneLigne {
    /// Identifier.
    pub id: PersonneId,
    /// Name of use.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// Words that a search looks into.
    pub search_key: String,
    /// National number.
    pub rpps: Option<String>,
    /// Profession code.
    pub profession: Option<String>,
    /// Status of today.
    pub statut: Statut,
}

fn statut(id: Uuid, key: &str) -> Result<Statut, StorageError> {
    Statut::from_key(key).ok_or_else(|| StorageError::inconsistent(TABLE, id, key))
}

impl TryFrom<Model> for Personne {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent(TABLE, row.id, detail);
        let at = |micros| instant::read(TABLE, row.id, micros);
        let rpps = row.rpps.as_deref().map(Rpps::parse).transpose();
        Ok(Self {
            id: PersonneId(row.id),
            rpps: rpps.map_err(|error| wrong(error.to_string()))?,
            statut: statut(row.id, &row.statut)?,
            user: row.user_id.map(UserId),
            fiche: serde_json::from_str(&row.fiche).map_err(|error| wrong(error.to_string()))?,
            created_at: at(row.created_at)?,
            changed_at: at(row.changed_at)?,
            fusionnee: row.fusionnee.map(PersonneId),
            removed_at: row.removed_at.map(at).transpose()?,
            nom: row.nom,
            prenom: row.prenom,
            profession: row.profession,
            version: row.version,
        })
    }
}

fn written(cpts: CptsId, one: &Personne) -> Result<ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    let rpps = one.rpps.as_ref().map(|rpps| rpps.as_str().to_owned());
    let stands = one.fusionnee.is_none() && one.removed_at.is_none();
    Ok(ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        nom: Set(one.nom.clone()),
        prenom: Set(one.prenom.clone()),
        search_key: Set(one.search_key()),
        name_key: Set(one.name_key()),
        rpps_unique: Set(rpps.clone().filter(|_| stands)),
        rpps: Set(rpps),
        profession: Set(one.profession.clone()),
        statut: Set(one.statut.key().to_owned()),
        user_id: Set(one.user.map(|user| user.0)),
        fiche: Set(fiche),
        created_at: Set(instant::stored(one.created_at)),
        changed_at: Set(instant::stored(one.changed_at)),
        version: Set(one.version),
        fusionnee: Set(one.fusionnee.map(|other| other.0)),
        removed_at: Set(one.removed_at.map(instant::stored)),
    })
}

kept!(Personne: personne, written, versioned);

async fn all(db: &impl ConnectionTrait, cpts: CptsId) -> Result<Vec<Model>, DbErr> {
    own::<Personne>(cpts).order_by_asc(Column::Id).all(db).await
}

fn annuaire(rows: Vec<Model>) -> Result<Annuaire, StorageError> {
    Ok(Annuaire::new(rows.into_iter().map(Personne::try_from).collect::<Result<Vec<_>, _>>()?))
}

impl ReadTx {
    /// Everybody of the CPTS, merged and removed sheets too.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn annuaire<P: ReadsCommunaute>(&self, proof: &Allowed<P>) -> Result<Annuaire, StorageError> {
        annuaire(all(&self.txn, proof.cpts()).await?)
    }

    /// The lines of a list: people whose sheet stands, without their sheets, by name.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn personne_lignes<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<PersonneLigne>, StorageError> {
        type Row = (Uuid, String, String, String, Option<String>, Option<String>, String);
        let rows: Vec<Row> = Entity::find()
            .select_only()
            .columns([Column::Id, Column::Nom, Column::Prenom, Column::SearchKey])
            .columns([Column::Rpps, Column::Profession, Column::Statut])
            .filter(Column::CptsId.eq(proof.cpts().0))
            .filter(Column::Fusionnee.is_null())
            .filter(Column::RemovedAt.is_null())
            .order_by_asc(Column::SearchKey)
            .order_by_asc(Column::Id)
            .into_tuple()
            .all(&self.txn)
            .await?;
        let line = |(id, nom, prenom, search_key, rpps, profession, key): Row| {
            let statut = statut(id, &key)?;
            Ok(PersonneLigne { id: PersonneId(id), nom, prenom, search_key, rpps, profession, statut })
        };
        rows.into_iter().map(line).collect()
    }

    /// Some people, in no order; those of another CPTS are left out.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn personnes<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        ids: &[PersonneId],
    ) -> Result<Vec<Personne>, StorageError> {
        let mut found = Vec::with_capacity(ids.len());
        // Both databases bound the number of values of a statement.
        for some in ids.chunks(500) {
            let rows = own::<Personne>(proof.cpts())
                .filter(Column::Id.is_in(some.iter().map(|id| id.0)))
                .all(&self.txn)
                .await?;
            for row in rows {
                found.push(Personne::try_from(row)?);
            }
        }
        Ok(found)
    }

    /// One person, merged or removed too.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn personne<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        id: PersonneId,
    ) -> Result<Option<Personne>, StorageError> {
        Ok(self.personnes(proof, &[id]).await?.pop())
    }

    /// Every identifier that leads to a sheet: its own, and those of the sheets that were merged into it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn merged_into<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        id: PersonneId,
    ) -> Result<Vec<PersonneId>, StorageError> {
        let mut found = vec![id.0];
        let mut last = vec![id.0];
        while !last.is_empty() {
            let into: Vec<Uuid> = own::<Personne>(proof.cpts())
                .select_only()
                .column(Column::Id)
                .filter(Column::Fusionnee.is_in(last))
                .into_tuple()
                .all(&self.txn)
                .await?;
            // A damaged chain could turn in a ring.
            last = into.into_iter().filter(|id| !found.contains(id)).collect();
            found.extend(&last);
        }
        Ok(found.into_iter().map(PersonneId).collect())
    }

    /// How many sheets there are, how often they changed and when last: another answer when any of them did.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn personnes_stamp<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<(i64, i64, i64), StorageError> {
        let row: Option<(i64, Option<i64>, Option<i64>)> = own::<Personne>(proof.cpts())
            .select_only()
            .column_as(Column::Id.count(), "sheets")
            // A sum of integers is no integer on every database.
            .column_as(Column::Version.sum().cast_as("bigint"), "changes")
            .column_as(Column::ChangedAt.max(), "last")
            .into_tuple()
            .one(&self.txn)
            .await?;
        let (sheets, changes, last) = row.unwrap_or_default();
        Ok((sheets, changes.unwrap_or_default(), last.unwrap_or_default()))
    }

    /// The sheet tied to one's own account.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn own_personne<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        user: UserId,
    ) -> Result<Option<Personne>, StorageError> {
        let row = own::<Personne>(proof.cpts())
            .filter(Column::UserId.eq(user.0))
            .filter(Column::Fusionnee.is_null())
            .filter(Column::RemovedAt.is_null())
            .order_by_asc(Column::Id)
            .one(&self.txn)
            .await?;
        row.map(Personne::try_from).transpose()
    }
}

impl WriteTx {
    /// Everybody, to add to them or change them: until the end of the transaction nobody else does in this CPTS.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn annuaire_to_edit<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Annuaire, StorageError> {
        self.hold_community(proof.cpts()).await?;
        annuaire(self.run(all(&self.txn, proof.cpts())).await?)
    }

    /// Adds a sheet; fails with [`StorageError::AlreadyExists`] when another one that stands has the number.
    ///
    /// # Errors
    /// As said, or when the database refuses.
    pub async fn add_personne<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        new: &Personne,
    ) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Adds many sheets at once.
    ///
    /// # Errors
    /// As [`WriteTx::add_personne`].
    pub async fn add_personnes(
        &self,
        proof: &Allowed<EditCommunaute>,
        new: &[Personne],
    ) -> Result<(), StorageError> {
        self.add_all(proof, new).await
    }

    /// Writes a sheet back with a version one higher; `false` when somebody changed it meanwhile, or it is not there.
    ///
    /// # Errors
    /// [`StorageError::AlreadyExists`] when another sheet has the number, or when the database refuses.
    pub async fn save_personne<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        changed: &Personne,
    ) -> Result<bool, StorageError> {
        self.save(proof, changed).await
    }
}
