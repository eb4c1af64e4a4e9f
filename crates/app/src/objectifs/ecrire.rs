//! Writing an objective down, and correcting it.

use domain::aci::missions::{Missions, missions};
use domain::authz::{Allowed, EditObjectifs};
use domain::ids::ObjectifId;
use domain::objectifs::{Niveau, Objectif, ObjectifFiche, Objectifs, RefusObjectif, Saisie};
use serde_json::json;
use storage::WriteTx;

use super::ObjectifError;
use crate::{App, AppError};

/// Where a new objective stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Under {
    /// A general objective of a mission, by its key.
    Mission(String),
    /// Under another one: its level and its mission follow.
    Objectif(ObjectifId),
}

/// A new objective as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewObjectif {
    /// Where it stands.
    pub under: Under,
    /// What it says.
    pub saisie: Saisie,
}

/// Level, mission and parent of one that stands there.
fn placed(
    rules: &Missions,
    all: &Objectifs,
    under: &Under,
) -> Result<(Niveau, String, Option<ObjectifId>), ObjectifError> {
    match under {
        Under::Mission(cle) => {
            let mission = rules.mission(cle).ok_or(ObjectifError::at("mission", RefusObjectif::Mission))?;
            Ok((Niveau::General, mission.cle.clone(), None))
        }
        Under::Objectif(id) => {
            let parent = all.get(*id).filter(|one| all.is_visible(one.id)).ok_or(AppError::NotFound)?;
            let niveau = parent.niveau.below().ok_or(ObjectifError::at("parent", RefusObjectif::Place))?;
            Ok((niveau, parent.mission.clone(), Some(parent.id)))
        }
    }
}

impl App {
    /// What the sheet names must be of this CPTS. A sheet of experience is that of another: only its id is kept.
    async fn known_to_objectif(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditObjectifs>,
        (fiche, before): (&ObjectifFiche, &ObjectifFiche),
    ) -> Result<(), ObjectifError> {
        let difficultes = tx.difficultes_to_edit(proof).await?;
        let here = |id| difficultes.iter().any(|one| one.id == id && one.removed_at.is_none());
        // What stood there before may have been removed since: it is not the writer's fault.
        let right = |id| here(id) || before.difficultes.contains(&id);
        if !fiche.difficultes.iter().copied().all(right) {
            return Err(ObjectifError::at("difficulte", RefusObjectif::Inconnu));
        }
        if let Some(groupe) = fiche.groupe.filter(|_| fiche.groupe != before.groupe) {
            let (groupes, _) = tx.groupes_to_edit(proof).await?;
            if !groupes.iter().any(|one| one.id == groupe && one.removed_at.is_none()) {
                return Err(ObjectifError::at("groupe", RefusObjectif::Inconnu));
            }
        }
        Ok(())
    }

    /// Writes an objective down, after those beside it.
    ///
    /// # Errors
    /// When what was typed is wrong, the CPTS has too many, or the database does not answer.
    pub async fn add_objectif(
        &self,
        proof: &Allowed<EditObjectifs>,
        new: &NewObjectif,
    ) -> Result<ObjectifId, ObjectifError> {
        let rules = missions()?;
        let (texte, fiche) = new.saisie.read(rules).map_err(ObjectifError::Refused)?;
        let tx = self.store.write().await?;
        let all = tx.objectifs_to_edit(proof).await?;
        if all.visible().count() >= rules.limites.lignes {
            return Err(ObjectifError::at("texte", RefusObjectif::Trop(rules.limites.lignes)));
        }
        let (niveau, mission, parent) = placed(rules, &all, &new.under)?;
        self.known_to_objectif(&tx, proof, (&fiche, &ObjectifFiche::default())).await?;
        let one = Objectif {
            id: ObjectifId(self.next_id()),
            parent,
            niveau,
            mission,
            texte,
            fiche,
            ordre: all.next_rank(),
            created_at: self.now(),
            version: 1,
            removed_at: None,
        };
        tx.add_objectif(proof, &one).await?;
        let mut after = all.all().to_vec();
        after.push(one.clone());
        self.follow_difficultes(&tx, proof, &Objectifs::new(after)).await?;
        let changes = json!({ "created": true, "niveau": one.niveau.key(), "mission": one.mission });
        tx.audit(proof, self.change("objectif", one.id, changes)).await?;
        tx.commit().await?;
        Ok(one.id)
    }

    /// Corrects an objective as it stood at a version.
    ///
    /// # Errors
    /// When what was typed is wrong, somebody changed it meanwhile, or the database does not answer.
    pub async fn save_objectif(
        &self,
        proof: &Allowed<EditObjectifs>,
        (id, version): (ObjectifId, i64),
        saisie: &Saisie,
    ) -> Result<(), ObjectifError> {
        let (texte, mut fiche) = saisie.read(missions()?).map_err(ObjectifError::Refused)?;
        let tx = self.store.write().await?;
        let all = tx.objectifs_to_edit(proof).await?;
        let mut one = all.get(id).filter(|one| all.is_visible(one.id)).ok_or(AppError::NotFound)?.clone();
        if one.version != version {
            return Err(ObjectifError::Replaced);
        }
        fiche.origine = one.fiche.origine;
        self.known_to_objectif(&tx, proof, (&fiche, &one.fiche)).await?;
        let fields = changed((&one.texte, &one.fiche), (&texte, &fiche));
        if fields.is_empty() {
            return Ok(tx.commit().await?);
        }
        (one.texte, one.fiche) = (texte, fiche);
        self.keep_objectif(&tx, proof, &one).await?;
        let after = all.all().iter().map(|other| if other.id == id { one.clone() } else { other.clone() });
        self.follow_difficultes(&tx, proof, &Objectifs::new(after.collect())).await?;
        tx.audit(proof, self.change("objectif", id, json!({ "fields": fields }))).await?;
        Ok(tx.commit().await?)
    }

    pub(super) async fn keep_objectif(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditObjectifs>,
        one: &Objectif,
    ) -> Result<(), ObjectifError> {
        if tx.save_objectif(proof, one).await? { Ok(()) } else { Err(ObjectifError::Replaced) }
    }
}

/// The fields that changed, by name: what they hold is not for the journal.
fn changed(before: (&String, &ObjectifFiche), after: (&String, &ObjectifFiche)) -> Vec<&'static str> {
    let (old, new) = (before.1, after.1);
    [
        ("texte", before.0 != after.0),
        ("difficultes", old.difficultes != new.difficultes),
        ("cible", old.cible != new.cible),
        ("groupe", old.groupe != new.groupe),
        ("calendrier", (old.du, old.au) != (new.du, new.au)),
        ("indicateur", old.indicateur != new.indicateur),
    ]
    .into_iter()
    .filter_map(|(name, other)| other.then_some(name))
    .collect()
}
