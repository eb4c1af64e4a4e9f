//! Moving objectives, removing them, bringing them back.

use domain::aci::missions::missions;
use domain::authz::{Allowed, EditObjectifs};
use domain::ids::ObjectifId;
use domain::objectifs::{Objectif, Objectifs, RefusObjectif};
use serde_json::json;

use super::{ObjectifError, Under};
use crate::{App, AppError};

fn shown(all: &Objectifs, id: ObjectifId) -> Result<Objectif, AppError> {
    all.get(id).filter(|one| all.is_visible(one.id)).cloned().ok_or(AppError::NotFound)
}

/// The same objectives with one of them as it is now.
fn with(all: &Objectifs, one: &Objectif) -> Objectifs {
    let each = all.all().iter().map(|other| if other.id == one.id { one.clone() } else { other.clone() });
    Objectifs::new(each.collect())
}

impl App {
    /// Changes places with the one before it, or after it. Whether there was one.
    ///
    /// # Errors
    /// When the CPTS has none of that id, or the database does not answer.
    pub async fn shift_objectif(
        &self,
        proof: &Allowed<EditObjectifs>,
        id: ObjectifId,
        after: bool,
    ) -> Result<bool, ObjectifError> {
        let tx = self.store.write().await?;
        let all = tx.objectifs_to_edit(proof).await?;
        let mut one = shown(&all, id)?;
        let Some(mut other) = all.beside(id, after).cloned() else { return Ok(false) };
        std::mem::swap(&mut one.ordre, &mut other.ordre);
        if one.ordre == other.ordre {
            // Two rows of the same rank stand in the order of their age: the one that moves steps past the other.
            one.ordre += if after { 1 } else { -1 };
        }
        self.keep_objectif(&tx, proof, &one).await?;
        self.keep_objectif(&tx, proof, &other).await?;
        tx.audit(proof, self.change("objectif", id, json!({ "moved": if after { "bas" } else { "haut" } })))
            .await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Puts an objective under another one of the level above, or a general one in another mission, last of its row.
    /// What stands under it goes along.
    ///
    /// # Errors
    /// When it cannot stand there, or the database does not answer.
    pub async fn place_objectif(
        &self,
        proof: &Allowed<EditObjectifs>,
        id: ObjectifId,
        under: &Under,
    ) -> Result<(), ObjectifError> {
        let tx = self.store.write().await?;
        let all = tx.objectifs_to_edit(proof).await?;
        let mut one = shown(&all, id)?;
        let (mission, parent) = match under {
            Under::Mission(cle) => {
                let known = missions()?.mission(cle);
                (known.ok_or(ObjectifError::at("place", RefusObjectif::Mission))?.cle.clone(), None)
            }
            Under::Objectif(parent) => (shown(&all, *parent)?.mission, Some(*parent)),
        };
        all.place(one.niveau, &mission, parent)
            .map_err(|_| ObjectifError::at("place", RefusObjectif::Place))?;
        if (one.mission == mission) && one.parent == parent {
            return Ok(tx.commit().await?);
        }
        for below in all.descendants(id) {
            let Some(mut below) = all.get(below).filter(|below| below.mission != mission).cloned() else {
                continue;
            };
            below.mission = mission.clone();
            self.keep_objectif(&tx, proof, &below).await?;
        }
        (one.mission, one.parent, one.ordre) = (mission, parent, all.next_rank());
        self.keep_objectif(&tx, proof, &one).await?;
        tx.audit(proof, self.change("objectif", id, json!({ "placed": one.mission }))).await?;
        Ok(tx.commit().await?)
    }

    /// Removes an objective; what stands under it does not show any more, and is kept.
    ///
    /// # Errors
    /// When the CPTS has none of that id, or the database does not answer.
    pub async fn remove_objectif(
        &self,
        proof: &Allowed<EditObjectifs>,
        id: ObjectifId,
    ) -> Result<(), ObjectifError> {
        let tx = self.store.write().await?;
        let all = tx.objectifs_to_edit(proof).await?;
        let mut one = shown(&all, id)?;
        one.removed_at = Some(self.now());
        self.keep_objectif(&tx, proof, &one).await?;
        self.follow_difficultes(&tx, proof, &with(&all, &one)).await?;
        tx.audit(proof, self.change("objectif", id, json!({ "removed": true }))).await?;
        Ok(tx.commit().await?)
    }

    /// Brings a removed objective back, with what stood under it.
    ///
    /// # Errors
    /// When the CPTS has none of that id that was removed, what it stands under was removed, or the database does not
    /// answer.
    pub async fn restore_objectif(
        &self,
        proof: &Allowed<EditObjectifs>,
        id: ObjectifId,
    ) -> Result<(), ObjectifError> {
        let tx = self.store.write().await?;
        let all = tx.objectifs_to_edit(proof).await?;
        let mut one = all.get(id).cloned().ok_or(AppError::NotFound)?;
        if one.removed_at.is_none() {
            return Ok(tx.commit().await?);
        }
        if !all.removed().iter().any(|free| free.id == id) {
            return Err(AppError::NotFound.into());
        }
        one.removed_at = None;
        self.keep_objectif(&tx, proof, &one).await?;
        self.follow_difficultes(&tx, proof, &with(&all, &one)).await?;
        tx.audit(proof, self.change("objectif", id, json!({ "restored": true }))).await?;
        Ok(tx.commit().await?)
    }
}
