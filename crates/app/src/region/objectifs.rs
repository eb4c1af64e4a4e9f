//! Goals of a region.

use domain::authz::{AllowedIn, EditRegion};
use domain::ids::ObjectifRegionId;
use domain::region::{ObjectifRegion, etapes};
use serde_json::json;

use super::{Reading, Refus, RegionError, rules};
use crate::{App, AppError};

/// What was typed of a goal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedObjectif {
    /// What it is.
    pub libelle: String,
    /// Key of the kind of projects.
    pub kind: String,
    /// How many.
    pub nombre: String,
    /// By which day.
    pub echeance: String,
    /// Where it was read.
    pub source: String,
}

impl App {
    /// Writes down a goal of the region.
    ///
    /// # Errors
    /// When something typed is wrong, the institution has no region, or the database does not answer.
    pub async fn add_region_goal(
        &self,
        proof: &AllowedIn<EditRegion>,
        typed: &TypedObjectif,
    ) -> Result<ObjectifRegionId, RegionError> {
        let rules = rules()?;
        let mut reading = Reading::default();
        let libelle = reading.name("libelle", &typed.libelle, rules);
        let source = reading.name("source", &typed.source, rules);
        let nombre = reading.number("nombre", &typed.nombre);
        if nombre.is_none() && typed.nombre.trim().is_empty() {
            reading.refuse("nombre", Refus::Nombre);
        }
        let echeance = reading.day("echeance", &typed.echeance);
        match echeance {
            None if typed.echeance.trim().is_empty() => reading.refuse("echeance", Refus::Jour),
            Some(day) if day < self.today() => reading.refuse("echeance", Refus::Passe),
            _ => {}
        }
        if etapes()?.kind(&typed.kind).is_none() {
            reading.refuse("kind", Refus::Choix);
        }
        reading.end()?;
        let Some((nombre, echeance)) = nombre.zip(echeance) else { return Err(AppError::NotFound.into()) };
        let id = ObjectifRegionId(self.next_id());
        let (region, kind) = (String::new(), typed.kind.clone());
        let new = ObjectifRegion { id, region, libelle, kind, nombre, echeance, source, version: 1 };
        let tx = self.store.write().await?;
        if !tx.add_objectif_region(proof, &new).await? {
            return Err(RegionError::NoRegion);
        }
        let changes = json!({ "created": new.kind, "nombre": nombre });
        tx.audit_in(proof, self.change("objectif_region", id, changes)).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Takes a goal of the region away.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for one of another region.
    pub async fn drop_region_goal(
        &self,
        proof: &AllowedIn<EditRegion>,
        id: ObjectifRegionId,
    ) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        if !tx.drop_objectif_region(proof, id).await? {
            return Err(AppError::NotFound);
        }
        tx.audit_in(proof, self.change("objectif_region", id, json!({ "removed": true }))).await?;
        Ok(tx.commit().await?)
    }
}
