//! Evidence of contracts.

use domain::aci::preuve::{Preuve, TypePreuve};
use domain::authz::{
    Allowed, EditContrat, EditDialogues, EditPreuves, Permission, ReadContrat, ReadDialogues, ReadPreuves,
    SendDialogues,
};
use domain::ids::{ContratId, CptsId, PieceId, PreuveId, ReunionId};
use domain::pieces::{OfPreuve, PieceOwner as _};
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
};
use uuid::Uuid;

use crate::communaute::ReadsGroupes;
use crate::contrats::ReadsContrats;
use crate::entities::preuve::{ActiveModel, Column, Entity, Model};
use crate::entities::{feuille_presence, piece};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "preuve";

/// Permissions whose use cases read evidence: the vault itself, and the dialogue that it serves.
pub trait ReadsPreuves: ReadsContrats + Permission {}
impl ReadsPreuves for ReadPreuves {}
// What shows the start of a mission stands in its contract: whoever reads or writes the one reads the name of the other.
impl ReadsPreuves for ReadContrat {}
impl ReadsPreuves for EditContrat {}
impl ReadsPreuves for EditPreuves {}
impl ReadsPreuves for ReadDialogues {}
impl ReadsPreuves for EditDialogues {}
impl ReadsPreuves for SendDialogues {}

impl TryFrom<Model> for Preuve {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent(TABLE, row.id, detail);
        Ok(Self {
            id: PreuveId(row.id),
            contrat: ContratId(row.contrat_id),
            kind: TypePreuve::from_key(&row.kind).ok_or_else(|| wrong(row.kind.clone()))?,
            le: row.le.parse().map_err(|error: jiff::Error| wrong(error.to_string()))?,
            piece: PieceId(row.piece_id),
            fiche: serde_json::from_str(&row.fiche).map_err(|error| wrong(error.to_string()))?,
            by: row.author.as_str().into(),
            created_at: instant::read(TABLE, row.id, row.created_at)?,
            titre: row.titre,
            sha256: row.sha256,
            version: row.version,
        })
    }
}

fn written(cpts: CptsId, one: &Preuve) -> Result<ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        contrat_id: Set(one.contrat.0),
        kind: Set(one.kind.key().to_owned()),
        titre: Set(one.titre.clone()),
        le: Set(one.le.to_string()),
        piece_id: Set(one.piece.0),
        sha256: Set(one.sha256.clone()),
        fiche: Set(fiche),
        author: Set(one.by.to_string()),
        created_at: Set(instant::stored(one.created_at)),
        version: Set(one.version),
    })
}

kept!(Preuve: preuve, written, versioned);

fn of(cpts: CptsId, contrat: ContratId) -> Select<Entity> {
    let own = own::<Preuve>(cpts).filter(Column::ContratId.eq(contrat.0));
    own.order_by_asc(Column::Le).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id)
}

/// The content of a document of the vault of a CPTS.
pub(crate) async fn content(
    db: &impl ConnectionTrait,
    cpts: CptsId,
    id: PieceId,
) -> Result<Option<Vec<u8>>, DbErr> {
    let query = piece::Entity::find_by_id(id.0)
        .filter(piece::Column::CptsId.eq(cpts.0))
        .filter(piece::Column::Objet.eq(OfPreuve::KEY));
    query.select_only().column(piece::Column::Content).into_tuple().one(db).await
}

/// A closed attendance sheet, without what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeuilleFermee {
    /// The meeting.
    pub reunion: ReunionId,
    /// From 1.
    pub version: u32,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
    /// When it was closed.
    pub closed_at: Timestamp,
}

impl ReadTx {
    /// Every piece of evidence of a contract of the CPTS, withdrawn ones too, by day.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn preuves<P: ReadsPreuves>(
        &self,
        proof: &Allowed<P>,
        contrat: ContratId,
    ) -> Result<Vec<Preuve>, StorageError> {
        read(of(proof.cpts(), contrat).all(&self.txn).await?)
    }

    /// One of them.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn preuve<P: ReadsPreuves>(
        &self,
        proof: &Allowed<P>,
        id: PreuveId,
    ) -> Result<Option<Preuve>, StorageError> {
        self.one(proof, id.0).await
    }

    /// The content of one, as it stands now: whoever reads it compares its fingerprint.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn preuve_content<P: ReadsPreuves>(
        &self,
        proof: &Allowed<P>,
        one: &Preuve,
    ) -> Result<Option<Vec<u8>>, StorageError> {
        Ok(content(&self.txn, proof.cpts(), one.piece).await?)
    }

    /// Every closed attendance sheet of the CPTS, last closed first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn feuilles_fermees<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<FeuilleFermee>, StorageError> {
        use feuille_presence::{Column, Entity};
        let rows = Entity::find()
            .select_only()
            .columns([Column::Id, Column::ReunionId, Column::Version, Column::Sha256, Column::ClosedAt])
            .filter(Column::CptsId.eq(proof.cpts().0))
            .order_by_desc(Column::ClosedAt)
            .order_by_asc(Column::Id)
            .into_tuple::<(Uuid, Uuid, i64, String, i64)>()
            .all(&self.txn)
            .await?;
        let one = |(id, reunion, version, sha256, at): (Uuid, Uuid, i64, String, i64)| {
            let table = "feuille_presence";
            let version = u32::try_from(version);
            Ok(FeuilleFermee {
                reunion: ReunionId(reunion),
                version: version.map_err(|error| StorageError::inconsistent(table, id, error))?,
                sha256,
                closed_at: instant::read(table, id, at)?,
            })
        };
        rows.into_iter().map(one).collect()
    }
}

impl WriteTx {
    /// Every piece of evidence of a contract of the CPTS: until the end of the transaction nobody else adds one.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn preuves_to_edit<P: ReadsPreuves>(
        &self,
        proof: &Allowed<P>,
        contrat: ContratId,
    ) -> Result<Vec<Preuve>, StorageError> {
        self.hold_community(proof.cpts()).await?;
        read(self.run(of(proof.cpts(), contrat).all(&self.txn)).await?)
    }

    /// One of them, to change it: until the end of the transaction nobody else does.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn preuve_to_edit(
        &self,
        proof: &Allowed<EditPreuves>,
        id: PreuveId,
    ) -> Result<Option<Preuve>, StorageError> {
        self.one_to_edit(proof, id.0).await
    }

    /// Adds one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_preuve(&self, proof: &Allowed<EditPreuves>, new: &Preuve) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes one back with a version one higher; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_preuve(
        &self,
        proof: &Allowed<EditPreuves>,
        changed: &Preuve,
    ) -> Result<bool, StorageError> {
        self.save(proof, changed).await
    }
}
