//! Everything that decides who may vote at a meeting, read at once: who they are, who is there, who is represented.

use domain::authz::Allowed;
use domain::communaute::adhesions::Adhesion;
use domain::communaute::gouvernance::{Procuration, Reglement};
use domain::communaute::{Annuaire, Groupe, Mandat, Personne, Presence, Reunion};
use domain::ids::{CptsId, ReunionId};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::ReadsGroupes;
use crate::entities::{adhesion, groupe, mandat, personne, presence, procuration, reglage, reunion};
use crate::{ReadTx, StorageError, WriteTx};

/// Key of the rules of votes among the choices of a CPTS.
pub const REGLEMENT: &str = "gouvernance";
/// Key of the time zone among the choices of a CPTS.
pub const FUSEAU: &str = "fuseau";

/// What decides who may vote at a meeting.
#[derive(Clone, Debug)]
pub struct SeanceRows {
    /// The meeting.
    pub reunion: Reunion,
    /// Everybody.
    pub annuaire: Annuaire,
    /// Groups.
    pub groupes: Vec<Groupe>,
    /// Seats.
    pub mandats: Vec<Mandat>,
    /// Memberships.
    pub adhesions: Vec<Adhesion>,
    /// Presences at the meeting, by arrival.
    pub presences: Vec<Presence>,
    /// Proxies for the meeting, oldest first.
    pub procurations: Vec<Procuration>,
    /// The rules; the usual ones while the CPTS said nothing.
    pub reglement: Reglement,
    /// Name of the time zone that the CPTS chose.
    pub fuseau: Option<String>,
}

struct Models {
    reunion: Option<reunion::Model>,
    personnes: Vec<personne::Model>,
    groupes: Vec<groupe::Model>,
    mandats: Vec<mandat::Model>,
    adhesions: Vec<adhesion::Model>,
    presences: Vec<presence::Model>,
    procurations: Vec<procuration::Model>,
    reglement: Option<reglage::Model>,
    fuseau: Option<reglage::Model>,
}

async fn models(db: &impl ConnectionTrait, cpts: CptsId, id: ReunionId) -> Result<Models, DbErr> {
    let own = cpts.0;
    let presences = presence::Entity::find().filter(presence::Column::CptsId.eq(own));
    let proxies = procuration::Entity::find().filter(procuration::Column::CptsId.eq(own));
    Ok(Models {
        reunion: reunion::Entity::find_by_id(id.0).filter(reunion::Column::CptsId.eq(own)).one(db).await?,
        personnes: personne::Entity::find().filter(personne::Column::CptsId.eq(own)).all(db).await?,
        groupes: groupe::Entity::find().filter(groupe::Column::CptsId.eq(own)).all(db).await?,
        mandats: mandat::Entity::find().filter(mandat::Column::CptsId.eq(own)).all(db).await?,
        adhesions: adhesion::Entity::find().filter(adhesion::Column::CptsId.eq(own)).all(db).await?,
        presences: presences
            .filter(presence::Column::ReunionId.eq(id.0))
            .order_by_asc(presence::Column::Arrivee)
            .order_by_asc(presence::Column::Id)
            .all(db)
            .await?,
        procurations: proxies
            .filter(procuration::Column::ReunionId.eq(id.0))
            .order_by_asc(procuration::Column::DonneeAt)
            .order_by_asc(procuration::Column::Id)
            .all(db)
            .await?,
        reglement: reglage::Entity::find_by_id((own, REGLEMENT.to_owned())).one(db).await?,
        fuseau: reglage::Entity::find_by_id((own, FUSEAU.to_owned())).one(db).await?,
    })
}

fn all<M, T: TryFrom<M, Error = StorageError>>(rows: Vec<M>) -> Result<Vec<T>, StorageError> {
    rows.into_iter().map(T::try_from).collect()
}

fn rows(read: Models) -> Result<Option<SeanceRows>, StorageError> {
    let Some(reunion) = read.reunion else { return Ok(None) };
    let reglement = match read.reglement {
        Some(row) => serde_json::from_str(&row.content)
            .map_err(|error| StorageError::inconsistent("reglage", REGLEMENT, error))?,
        None => Reglement::default(),
    };
    let fuseau = read.fuseau.map(|row| {
        serde_json::from_str(&row.content)
            .map_err(|error| StorageError::inconsistent("reglage", FUSEAU, error))
    });
    Ok(Some(SeanceRows {
        reunion: reunion.try_into()?,
        annuaire: Annuaire::new(all::<_, Personne>(read.personnes)?),
        groupes: all(read.groupes)?,
        mandats: all(read.mandats)?,
        adhesions: all(read.adhesions)?,
        presences: all(read.presences)?,
        procurations: all(read.procurations)?,
        reglement,
        fuseau: fuseau.transpose()?,
    }))
}

impl ReadTx {
    /// What decides who may vote at a meeting; `None` when the CPTS has no such meeting.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn seance<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        id: ReunionId,
    ) -> Result<Option<SeanceRows>, StorageError> {
        rows(models(&self.txn, proof.cpts(), id).await?)
    }
}

impl WriteTx {
    /// The same, to decide upon it: until the end of the transaction nobody else changes the community of this CPTS.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn seance_to_edit<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        id: ReunionId,
    ) -> Result<Option<SeanceRows>, StorageError> {
        self.hold_community(proof.cpts()).await?;
        rows(self.run(models(&self.txn, proof.cpts(), id)).await?)
    }
}
