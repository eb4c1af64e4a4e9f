//! Projects that a region follows.

use domain::authz::{
    Allowed, AllowedIn, DecideDepots, EditRegion, FileDossiers, InstitutionPermission, InstructDepots,
};
use domain::ids::{CptsId, InstitutionId, SuiviId};
use domain::region::Suivi;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    QueryOrder, Select,
};

use super::{ReadsRegion, region_of};
use crate::entities::suivi::{ActiveModel, Column, Entity, Model};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "suivi";

/// Permissions of an institution by whose acts a CPTS moves on the board of its region.
pub trait NotesStages: InstitutionPermission {}
impl NotesStages for InstructDepots {}
impl NotesStages for DecideDepots {}
impl NotesStages for EditRegion {}

impl TryFrom<Model> for Suivi {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let at = |micros| instant::read(TABLE, row.id, micros);
        Ok(Self {
            id: SuiviId(row.id),
            cpts: row.lie_cpts.map(CptsId),
            fiche: serde_json::from_str(&row.fiche)
                .map_err(|error| StorageError::inconsistent(TABLE, row.id, error))?,
            created_at: at(row.created_at)?,
            removed_at: row.removed_at.map(at).transpose()?,
            region: row.region,
            kind: row.kind,
            nom: row.nom,
            etape: row.etape,
            version: row.version,
        })
    }
}

/// The row of a region, whatever the value says of its own.
fn written(region: &str, one: &Suivi) -> Result<ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(ActiveModel {
        id: Set(one.id.0),
        region: Set(region.to_owned()),
        kind: Set(one.kind.clone()),
        nom: Set(one.nom.clone()),
        etape: Set(one.etape.clone()),
        lie_cpts: Set(one.cpts.map(|id| id.0)),
        fiche: Set(fiche),
        created_at: Set(instant::stored(one.created_at)),
        version: Set(one.version),
        removed_at: Set(one.removed_at.map(instant::stored)),
    })
}

fn of(region: &str) -> Select<Entity> {
    Entity::find().filter(Column::Region.eq(region))
}

async fn one(db: &impl ConnectionTrait, query: Select<Entity>) -> Result<Option<Suivi>, StorageError> {
    query.one(db).await?.map(Suivi::try_from).transpose()
}

impl ReadTx {
    /// The projects of the region of the institution, by name, removed ones too.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn suivis<P: ReadsRegion>(&self, proof: &AllowedIn<P>) -> Result<Vec<Suivi>, StorageError> {
        let Some(region) = region_of(&self.txn, proof.institution()).await? else { return Ok(Vec::new()) };
        let rows = of(&region).order_by_asc(Column::Nom).order_by_asc(Column::Id).all(&self.txn).await?;
        rows.into_iter().map(Suivi::try_from).collect()
    }

    /// A project of the region of the institution, removed or not.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn suivi<P: ReadsRegion>(
        &self,
        proof: &AllowedIn<P>,
        id: SuiviId,
    ) -> Result<Option<Suivi>, StorageError> {
        let Some(region) = region_of(&self.txn, proof.institution()).await? else { return Ok(None) };
        one(&self.txn, of(&region).filter(Column::Id.eq(id.0))).await
    }
}

impl WriteTx {
    /// The region of the institution, to write in it; `None` when nobody said which.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn region_to_edit<P: InstitutionPermission>(
        &self,
        proof: &AllowedIn<P>,
    ) -> Result<Option<String>, StorageError> {
        self.run(region_of(&self.txn, proof.institution())).await
    }

    /// The projects of the region of the institution, removed ones too, to add to them.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn suivis_to_edit(&self, proof: &AllowedIn<EditRegion>) -> Result<Vec<Suivi>, StorageError> {
        let Some(region) = self.region_to_edit(proof).await? else { return Ok(Vec::new()) };
        let rows = self.run(of(&region).order_by_asc(Column::Nom).all(&self.txn)).await?;
        rows.into_iter().map(Suivi::try_from).collect()
    }

    /// A project of the region of the institution, to change it.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn suivi_to_edit(
        &self,
        proof: &AllowedIn<EditRegion>,
        id: SuiviId,
    ) -> Result<Option<Suivi>, StorageError> {
        let Some(region) = self.region_to_edit(proof).await? else { return Ok(None) };
        one(&self.txn, of(&region).filter(Column::Id.eq(id.0))).await
    }

    /// Adds a project to the region of the institution; `false` when it has none.
    ///
    /// # Errors
    /// [`StorageError::AlreadyExists`] when its CPTS is followed already, or the database refuses.
    pub async fn add_suivi(&self, proof: &AllowedIn<EditRegion>, new: &Suivi) -> Result<bool, StorageError> {
        match self.region_to_edit(proof).await? {
            Some(region) => self.put_suivi(&region, new).await.map(|()| true),
            None => Ok(false),
        }
    }

    /// Writes a project of the region of the institution back with a version one higher; `false` when somebody changed
    /// it meanwhile, or the region has none of that identifier.
    ///
    /// # Errors
    /// [`StorageError::AlreadyExists`] when its CPTS is followed already, or the database refuses.
    pub async fn save_suivi(
        &self,
        proof: &AllowedIn<EditRegion>,
        changed: &Suivi,
    ) -> Result<bool, StorageError> {
        match self.region_to_edit(proof).await? {
            Some(region) => self.replace_suivi(&region, changed).await,
            None => Ok(false),
        }
    }

    /// The region of the desk to which the CPTS files; `None` when nobody said.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn region_of_guichet(
        &self,
        _proof: &Allowed<FileDossiers>,
        guichet: InstitutionId,
    ) -> Result<Option<String>, StorageError> {
        self.run(region_of(&self.txn, guichet)).await
    }

    /// The line of the CPTS on the board of a region, by its own filing.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn own_suivi(
        &self,
        proof: &Allowed<FileDossiers>,
        region: &str,
    ) -> Result<Option<Suivi>, StorageError> {
        one(&self.txn, of(region).filter(Column::LieCpts.eq(proof.cpts().0))).await
    }

    /// Writes the line of the CPTS on the board of a region, by its own filing. `known` when it is there already.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn put_own_suivi(
        &self,
        proof: &Allowed<FileDossiers>,
        (region, known): (&str, bool),
        line: Suivi,
    ) -> Result<bool, StorageError> {
        let line = Suivi { cpts: Some(proof.cpts()), ..line };
        self.put_noted(region, known, &line).await
    }

    /// The line of a CPTS on the board of the region of the institution that decides on its dossier.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn suivi_of_cpts<P: NotesStages>(
        &self,
        proof: &AllowedIn<P>,
        cpts: CptsId,
    ) -> Result<Option<Suivi>, StorageError> {
        let Some(region) = self.region_to_edit(proof).await? else { return Ok(None) };
        one(&self.txn, of(&region).filter(Column::LieCpts.eq(cpts.0))).await
    }

    /// Writes the line of a CPTS on that board. `known` when it is there already; `false` without a region, or when
    /// somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn put_suivi_of_cpts<P: NotesStages>(
        &self,
        proof: &AllowedIn<P>,
        known: bool,
        line: &Suivi,
    ) -> Result<bool, StorageError> {
        match self.region_to_edit(proof).await? {
            Some(region) => self.put_noted(&region, known, line).await,
            None => Ok(false),
        }
    }

    async fn put_noted(&self, region: &str, known: bool, line: &Suivi) -> Result<bool, StorageError> {
        if known {
            return self.replace_suivi(region, line).await;
        }
        self.put_suivi(region, line).await.map(|()| true)
    }

    async fn put_suivi(&self, region: &str, new: &Suivi) -> Result<(), StorageError> {
        let row = written(region, new)?;
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    async fn replace_suivi(&self, region: &str, changed: &Suivi) -> Result<bool, StorageError> {
        let mut row = written(region, changed)?;
        row.set(Column::Version, (changed.version + 1).into());
        let statement = Entity::update_many()
            .set(row)
            .filter(Column::Region.eq(region))
            .filter(Column::Id.eq(changed.id.0))
            .filter(Column::Version.eq(changed.version));
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }
}
