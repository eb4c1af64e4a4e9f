//! The tool box of a region: its documents and their versions.

use domain::authz::{Allowed, AllowedIn, Author, EditOutils, ReadOutils};
use domain::ids::OutilId;
use domain::region::{Outil, OutilVersion};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

use super::{ReadsRegion, region_of};
use crate::entities::outil::{ActiveModel, Column, Entity, Model};
use crate::entities::{access_grant, institution, outil_version as version, saisine};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "outil";

/// A tool and the versions of its document, the last first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutilRow {
    /// The tool.
    pub outil: Outil,
    /// The versions.
    pub versions: Vec<OutilVersion>,
}

/// A version to keep.
#[derive(Clone, Debug)]
pub struct NewOutilVersion {
    /// Identifier.
    pub id: Uuid,
    /// Its label; who gave it is that of the proof.
    pub version: OutilVersion,
    /// The bytes.
    pub content: Vec<u8>,
}

impl TryFrom<Model> for Outil {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let at = |micros| instant::read(TABLE, row.id, micros);
        Ok(Self {
            id: OutilId(row.id),
            fiche: serde_json::from_str(&row.fiche)
                .map_err(|error| StorageError::inconsistent(TABLE, row.id, error))?,
            created_at: at(row.created_at)?,
            removed_at: row.removed_at.map(at).transpose()?,
            region: row.region,
            titre: row.titre,
            version: row.version,
        })
    }
}

fn written(region: &str, one: &Outil) -> Result<ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(ActiveModel {
        id: Set(one.id.0),
        region: Set(region.to_owned()),
        titre: Set(one.titre.clone()),
        fiche: Set(fiche),
        created_at: Set(instant::stored(one.created_at)),
        version: Set(one.version),
        removed_at: Set(one.removed_at.map(instant::stored)),
    })
}

/// The columns of a version but its content.
type Label = (Uuid, i64, String, String, i64, String, i64, String);

fn label(row: Label) -> Result<(OutilId, OutilVersion), StorageError> {
    let (outil, numero, nom, media_type, size, sha256, added_at, added_by) = row;
    let taille = size.try_into().map_err(|e| StorageError::inconsistent("outil_version", outil, e))?;
    let added_at = instant::read("outil_version", outil, added_at)?;
    let added_by = Author::from(added_by.as_str());
    Ok((OutilId(outil), OutilVersion { numero, nom, media_type, taille, sha256, added_at, added_by }))
}

async fn labels(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<Vec<Label>, sea_orm::DbErr> {
    use version::Column as C;
    let query = version::Entity::find().filter(C::OutilId.is_in(ids)).order_by_desc(C::Numero).select_only();
    let query = query.columns([C::OutilId, C::Numero, C::Name, C::MediaType, C::Size, C::Sha256]);
    query.columns([C::AddedAt, C::AddedBy]).into_tuple().all(db).await
}

/// The tools of these regions that a condition allows, by title, with their versions.
async fn tools(
    db: &impl ConnectionTrait,
    regions: &BTreeSet<String>,
    which: Condition,
) -> Result<Vec<OutilRow>, StorageError> {
    if regions.is_empty() {
        return Ok(Vec::new());
    }
    let query = Entity::find().filter(Column::Region.is_in(regions.iter().cloned())).filter(which);
    let rows = query.order_by_asc(Column::Titre).order_by_asc(Column::Id).all(db).await?;
    let mut versions: BTreeMap<OutilId, Vec<OutilVersion>> = BTreeMap::new();
    if !rows.is_empty() {
        for row in labels(db, rows.iter().map(|row| row.id).collect()).await? {
            let (id, one) = label(row)?;
            versions.entry(id).or_default().push(one);
        }
    }
    let whole = |row: Model| {
        let outil = Outil::try_from(row)?;
        let versions = versions.remove(&outil.id).unwrap_or_default();
        Ok(OutilRow { outil, versions })
    };
    rows.into_iter().map(whole).collect()
}

async fn content(
    db: &impl ConnectionTrait,
    (outil, numero): (OutilId, i64),
) -> Result<Option<Vec<u8>>, StorageError> {
    let query = version::Entity::find()
        .filter(version::Column::OutilId.eq(outil.0))
        .filter(version::Column::Numero.eq(numero));
    Ok(query.select_only().column(version::Column::Content).into_tuple().one(db).await?)
}

fn standing() -> Condition {
    Condition::all().add(Column::RemovedAt.is_null())
}

fn only(id: OutilId) -> Condition {
    Condition::all().add(Column::Id.eq(id.0))
}

/// The regions whose tools a CPTS reads: those of the institutions to which it filed or that it lets read something;
/// without any, those of all institutions of the instance.
async fn regions_for(
    db: &impl ConnectionTrait,
    proof: &Allowed<ReadOutils>,
) -> Result<BTreeSet<String>, StorageError> {
    use institution::Column as I;
    let filed = saisine::Entity::find()
        .filter(saisine::Column::CptsId.eq(proof.cpts().0))
        .select_only()
        .column(saisine::Column::InstitutionId);
    let granted = access_grant::Entity::find()
        .filter(access_grant::Column::CptsId.eq(proof.cpts().0))
        .filter(access_grant::Column::RevokedAt.is_null())
        .select_only()
        .column(access_grant::Column::InstitutionId);
    let mut known: Vec<Uuid> = filed.into_tuple().all(db).await?;
    known.extend(granted.into_tuple::<Uuid>().all(db).await?);
    let every = institution::Entity::find().filter(I::Region.is_not_null()).select_only();
    let rows: Vec<(Uuid, String)> = every.column(I::Id).column(I::Region).into_tuple().all(db).await?;
    let own: BTreeSet<String> =
        rows.iter().filter(|(id, _)| known.contains(id)).map(|(_, region)| region.clone()).collect();
    Ok(if own.is_empty() { rows.into_iter().map(|(_, region)| region).collect() } else { own })
}

async fn of_institution<P: ReadsRegion>(
    db: &impl ConnectionTrait,
    proof: &AllowedIn<P>,
) -> Result<BTreeSet<String>, StorageError> {
    Ok(region_of(db, proof.institution()).await?.into_iter().collect())
}

impl ReadTx {
    /// The tools of the region of the institution, by title, removed ones too.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn outils<P: ReadsRegion>(&self, proof: &AllowedIn<P>) -> Result<Vec<OutilRow>, StorageError> {
        let regions = of_institution(&self.txn, proof).await?;
        tools(&self.txn, &regions, Condition::all()).await
    }

    /// A tool of the region of the institution, removed or not.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn outil<P: ReadsRegion>(
        &self,
        proof: &AllowedIn<P>,
        id: OutilId,
    ) -> Result<Option<OutilRow>, StorageError> {
        let regions = of_institution(&self.txn, proof).await?;
        Ok(tools(&self.txn, &regions, only(id)).await?.pop())
    }

    /// A version of the document of a tool of the region of the institution.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn outil_content<P: ReadsRegion>(
        &self,
        proof: &AllowedIn<P>,
        (id, numero): (OutilId, i64),
    ) -> Result<Option<Vec<u8>>, StorageError> {
        match self.outil(proof, id).await? {
            Some(_) => content(&self.txn, (id, numero)).await,
            None => Ok(None),
        }
    }

    /// The tools that the CPTS reads, by title.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn boite_a_outils(&self, proof: &Allowed<ReadOutils>) -> Result<Vec<OutilRow>, StorageError> {
        let regions = regions_for(&self.txn, proof).await?;
        tools(&self.txn, &regions, standing()).await
    }

    /// A version of the document of a tool that the CPTS reads, with the name of its file.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn boite_content(
        &self,
        proof: &Allowed<ReadOutils>,
        (id, numero): (OutilId, i64),
    ) -> Result<Option<Vec<u8>>, StorageError> {
        let regions = regions_for(&self.txn, proof).await?;
        match tools(&self.txn, &regions, standing().add(Column::Id.eq(id.0))).await?.pop() {
            Some(_) => content(&self.txn, (id, numero)).await,
            None => Ok(None),
        }
    }
}

impl WriteTx {
    /// A tool of the region of the institution, to change it or add a version.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn outil_to_edit(
        &self,
        proof: &AllowedIn<EditOutils>,
        id: OutilId,
    ) -> Result<Option<OutilRow>, StorageError> {
        let regions = of_institution(&self.txn, proof).await?;
        Ok(tools(&self.txn, &regions, only(id)).await?.pop())
    }

    /// Puts a tool in the box of the region of the institution; `false` when it has none.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_outil(&self, proof: &AllowedIn<EditOutils>, new: &Outil) -> Result<bool, StorageError> {
        let Some(region) = self.region_to_edit(proof).await? else { return Ok(false) };
        let row = written(&region, new)?;
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(true)
    }

    /// Writes a tool back with a version one higher; `false` when somebody changed it meanwhile, or the region has
    /// none of that identifier.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_outil(
        &self,
        proof: &AllowedIn<EditOutils>,
        changed: &Outil,
    ) -> Result<bool, StorageError> {
        let Some(region) = self.region_to_edit(proof).await? else { return Ok(false) };
        let mut row = written(&region, changed)?;
        row.set(Column::Version, (changed.version + 1).into());
        let statement = Entity::update_many()
            .set(row)
            .filter(Column::Region.eq(region))
            .filter(Column::Id.eq(changed.id.0))
            .filter(Column::Version.eq(changed.version));
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }

    /// Keeps a version of the document of a tool; `false` when the region has none of that identifier.
    ///
    /// # Errors
    /// [`StorageError::AlreadyExists`] when its number is taken, or the database refuses.
    pub async fn add_outil_version(
        &self,
        proof: &AllowedIn<EditOutils>,
        outil: OutilId,
        new: NewOutilVersion,
    ) -> Result<bool, StorageError> {
        if self.outil_to_edit(proof, outil).await?.is_none() {
            return Ok(false);
        }
        let NewOutilVersion { id, version: label, content } = new;
        let size = i64::try_from(content.len())
            .map_err(|error| StorageError::inconsistent("outil_version", id, error))?;
        let row = version::ActiveModel {
            id: Set(id),
            outil_id: Set(outil.0),
            numero: Set(label.numero),
            name: Set(label.nom),
            media_type: Set(label.media_type),
            size: Set(size),
            sha256: Set(label.sha256),
            content: Set(content),
            added_at: Set(instant::stored(label.added_at)),
            added_by: Set(proof.author().to_string()),
        };
        self.run(version::Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(true)
    }
}
