//! Naming, choosing, removing, declaring.

use domain::authz::{Allowed, EditTerritoire};
use domain::ids::{TerritoireId, VarianteId};
use domain::territoire::{DeclaredPopulation, NameError, Territoire, checked_name};
use serde_json::json;
use storage::WriteTx;

use crate::{App, AppError};

impl App {
    async fn to_edit(
        &self,
        proof: &Allowed<EditTerritoire>,
        id: TerritoireId,
    ) -> Result<(WriteTx, Territoire), AppError> {
        let tx = self.store.write().await?;
        let territoire = tx.territoire_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        Ok((tx, territoire))
    }

    /// Makes a variant the reference of its territory.
    ///
    /// # Errors
    /// When the variant is unknown or the database does not answer.
    pub async fn choose_reference(
        &self,
        proof: &Allowed<EditTerritoire>,
        (territoire, id): (TerritoireId, VarianteId),
    ) -> Result<(), AppError> {
        let (tx, existing) = self.to_edit(proof, territoire).await?;
        existing.variante(id).ok_or(AppError::NotFound)?;
        let before = existing.reference().map(|variante| variante.id);
        tx.set_reference(proof, territoire, id).await?;
        tx.audit(proof, self.change("variante", id, json!({ "reference": true, "before": before }))).await?;
        Ok(tx.commit().await?)
    }

    /// Renames a variant.
    ///
    /// # Errors
    /// When the variant is unknown, the name cannot be used, or the database does not answer.
    pub async fn rename_variante(
        &self,
        proof: &Allowed<EditTerritoire>,
        (territoire, id): (TerritoireId, VarianteId),
        name: &str,
    ) -> Result<(), AppError> {
        let name = checked_name(name)?;
        let (tx, existing) = self.to_edit(proof, territoire).await?;
        let mut variante = existing.variante(id).ok_or(AppError::NotFound)?.clone();
        if existing.variantes.iter().any(|other| other.id != id && other.name == name) {
            return Err(NameError::Taken.into());
        }
        let changes = json!({ "name": name, "before": variante.name });
        variante.name = name;
        tx.save_variante(proof, &variante).await?;
        tx.audit(proof, self.change("variante", id, changes)).await?;
        Ok(tx.commit().await?)
    }

    /// Writes or removes the population that people announce for a variant.
    ///
    /// # Errors
    /// When the variant is unknown or the database does not answer.
    pub async fn declare_population(
        &self,
        proof: &Allowed<EditTerritoire>,
        (territoire, id): (TerritoireId, VarianteId),
        declared: Option<DeclaredPopulation>,
    ) -> Result<(), AppError> {
        let (tx, existing) = self.to_edit(proof, territoire).await?;
        let mut variante = existing.variante(id).ok_or(AppError::NotFound)?.clone();
        let changes = json!({ "declared": declared, "before": variante.declared });
        variante.declared = declared;
        tx.save_variante(proof, &variante).await?;
        tx.audit(proof, self.change("variante", id, changes)).await?;
        Ok(tx.commit().await?)
    }

    /// Removes a variant; [`App::restore_variante`] brings it back.
    ///
    /// # Errors
    /// When it is the reference, unknown, or the database does not answer.
    pub async fn remove_variante(
        &self,
        proof: &Allowed<EditTerritoire>,
        (territoire, id): (TerritoireId, VarianteId),
    ) -> Result<(), AppError> {
        let (tx, existing) = self.to_edit(proof, territoire).await?;
        let name = existing.variante(id).ok_or(AppError::NotFound)?.name.clone();
        existing.may_remove(id)?;
        tx.set_variante_removed(proof, (territoire, id), Some(self.now())).await?;
        tx.audit(proof, self.change("variante", id, json!({ "removed": name }))).await?;
        Ok(tx.commit().await?)
    }

    /// Brings back a removed variant.
    ///
    /// # Errors
    /// When the territory never had it, its name was taken meanwhile, or the database does not answer.
    pub async fn restore_variante(
        &self,
        proof: &Allowed<EditTerritoire>,
        (territoire, id): (TerritoireId, VarianteId),
    ) -> Result<(), AppError> {
        let (tx, existing) = self.to_edit(proof, territoire).await?;
        if !tx.set_variante_removed(proof, (territoire, id), None).await? {
            return Err(AppError::NotFound);
        }
        let restored = tx.territoire_to_edit(proof, territoire).await?.ok_or(AppError::NotFound)?;
        let name = &restored.variante(id).ok_or(AppError::NotFound)?.name;
        if existing.variantes.iter().any(|other| other.id != id && other.name == *name) {
            return Err(NameError::Taken.into());
        }
        tx.audit(proof, self.change("variante", id, json!({ "restored": true }))).await?;
        Ok(tx.commit().await?)
    }

    /// Removes a territory and its variants; [`App::restore_territoire`] brings them back.
    ///
    /// # Errors
    /// When it is unknown or the database does not answer.
    pub async fn remove_territoire(
        &self,
        proof: &Allowed<EditTerritoire>,
        id: TerritoireId,
    ) -> Result<(), AppError> {
        let (tx, existing) = self.to_edit(proof, id).await?;
        tx.set_territoire_removed(proof, id, Some(self.now())).await?;
        tx.audit(proof, self.change("territoire", id, json!({ "removed": existing.name }))).await?;
        Ok(tx.commit().await?)
    }

    /// Brings back a removed territory.
    ///
    /// # Errors
    /// When the CPTS never had it, its name was taken meanwhile, or the database does not answer.
    pub async fn restore_territoire(
        &self,
        proof: &Allowed<EditTerritoire>,
        id: TerritoireId,
    ) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        if !tx.set_territoire_removed(proof, id, None).await? {
            return Err(AppError::NotFound);
        }
        let restored = tx.territoire_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        let names = tx.territoire_names(proof).await?;
        if names.iter().filter(|name| **name == restored.name).count() > 1 {
            return Err(NameError::Taken.into());
        }
        tx.audit(proof, self.change("territoire", id, json!({ "restored": true }))).await?;
        Ok(tx.commit().await?)
    }
}
