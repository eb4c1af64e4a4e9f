//! Groups and the dated seats in them.

use domain::authz::{Allowed, EditGroupes};
use domain::communaute::{Fonction, Groupe, GroupeKind, Mandat};
use domain::ids::{CptsId, GroupeId, MandatId, PersonneId};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder};

use super::{ReadsGroupes, day};
use crate::entities::{groupe, mandat};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

impl TryFrom<groupe::Model> for Groupe {
    type Error = StorageError;
    fn try_from(row: groupe::Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent("groupe", row.id, detail);
        let at = |micros| instant::read("groupe", row.id, micros);
        Ok(Self {
            id: GroupeId(row.id),
            kind: GroupeKind::from_key(&row.kind).ok_or_else(|| wrong(row.kind.clone()))?,
            fiche: serde_json::from_str(&row.fiche).map_err(|error| wrong(error.to_string()))?,
            created_at: at(row.created_at)?,
            removed_at: row.removed_at.map(at).transpose()?,
            nom: row.nom,
            version: row.version,
        })
    }
}

impl TryFrom<mandat::Model> for Mandat {
    type Error = StorageError;
    fn try_from(row: mandat::Model) -> Result<Self, StorageError> {
        let fonction = Fonction::from_key(&row.fonction)
            .ok_or_else(|| StorageError::inconsistent("mandat", row.id, &row.fonction))?;
        Ok(Self {
            id: MandatId(row.id),
            groupe: GroupeId(row.groupe_id),
            personne: PersonneId(row.personne_id),
            fonction,
            depuis: day("mandat", row.id, &row.depuis)?,
            jusque: row.jusque.as_deref().map(|text| day("mandat", row.id, text)).transpose()?,
        })
    }
}

fn written(cpts: CptsId, one: &Groupe) -> Result<groupe::ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent("groupe", one.id, error))?;
    Ok(groupe::ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        nom: Set(one.nom.clone()),
        kind: Set(one.kind.key().to_owned()),
        fiche: Set(fiche),
        created_at: Set(instant::stored(one.created_at)),
        version: Set(one.version),
        removed_at: Set(one.removed_at.map(instant::stored)),
    })
}

kept!(Groupe: groupe, written, versioned);

fn seat(cpts: CptsId, one: &Mandat) -> mandat::ActiveModel {
    mandat::ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        groupe_id: Set(one.groupe.0),
        personne_id: Set(one.personne.0),
        fonction: Set(one.fonction.key().to_owned()),
        depuis: Set(one.depuis.to_string()),
        jusque: Set(one.jusque.map(|last| last.to_string())),
    }
}

kept!(Mandat: mandat, |cpts, one| Ok(seat(cpts, one)));

async fn groups(db: &impl ConnectionTrait, cpts: CptsId) -> Result<Vec<groupe::Model>, DbErr> {
    let mine = own::<Groupe>(cpts);
    mine.order_by_asc(groupe::Column::CreatedAt).order_by_asc(groupe::Column::Id).all(db).await
}

async fn seats(db: &impl ConnectionTrait, cpts: CptsId) -> Result<Vec<mandat::Model>, DbErr> {
    let mine = own::<Mandat>(cpts);
    mine.order_by_asc(mandat::Column::Depuis).order_by_asc(mandat::Column::Id).all(db).await
}

impl ReadTx {
    /// Every group of the CPTS, oldest first, removed ones too.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn groupes<P: ReadsGroupes>(&self, proof: &Allowed<P>) -> Result<Vec<Groupe>, StorageError> {
        read(groups(&self.txn, proof.cpts()).await?)
    }

    /// Every seat of the CPTS, those that are over too, by first day.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn mandats<P: ReadsGroupes>(&self, proof: &Allowed<P>) -> Result<Vec<Mandat>, StorageError> {
        read(seats(&self.txn, proof.cpts()).await?)
    }
}

impl WriteTx {
    /// Groups and seats, to change them: until the end of the transaction nobody else does in this CPTS.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn groupes_to_edit<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<(Vec<Groupe>, Vec<Mandat>), StorageError> {
        self.hold_community(proof.cpts()).await?;
        let rows = self.run(groups(&self.txn, proof.cpts())).await?;
        let groupes = read(rows)?;
        let rows = self.run(seats(&self.txn, proof.cpts())).await?;
        Ok((groupes, read(rows)?))
    }

    /// Adds a group.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_groupe(&self, proof: &Allowed<EditGroupes>, new: &Groupe) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes a group back with a version one higher; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_groupe(
        &self,
        proof: &Allowed<EditGroupes>,
        changed: &Groupe,
    ) -> Result<bool, StorageError> {
        self.save(proof, changed).await
    }

    /// Adds a seat.
    ///
    /// # Errors
    /// When the database refuses: the group or the person is unknown.
    pub async fn add_mandat(&self, proof: &Allowed<EditGroupes>, new: &Mandat) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes a seat back; `false` when the CPTS has none of that id.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_mandat(
        &self,
        proof: &Allowed<EditGroupes>,
        changed: &Mandat,
    ) -> Result<bool, StorageError> {
        self.replace(proof, changed).await
    }
}
