//! Creating a territory, or another variant of one.

use domain::authz::{Allowed, EditTerritoire};
use domain::ids::{TerritoireId, VarianteId};
use domain::territoire::{NameError, checked_name};
use serde_json::json;
use storage::NewVariante;
use territory::Perimeter;

use crate::{App, AppError};

/// A territory or variant that was just made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Created {
    /// The territory.
    pub territoire: TerritoireId,
    /// Its variant.
    pub variante: VarianteId,
}

impl App {
    /// Creates a territory with a first variant, which is its reference.
    ///
    /// # Errors
    /// When a name cannot be used, is taken, or the database does not answer.
    pub async fn create_territoire(
        &self,
        proof: &Allowed<EditTerritoire>,
        name: &str,
        variante: &str,
        perimeter: Perimeter,
    ) -> Result<Created, AppError> {
        let (name, variante) = (checked_name(name)?, checked_name(variante)?);
        let created =
            Created { territoire: TerritoireId(self.next_id()), variante: VarianteId(self.next_id()) };
        let at = self.now();
        let tx = self.store.write().await?;
        if tx.territoire_names(proof).await?.contains(&name) {
            return Err(NameError::Taken.into());
        }
        tx.add_territoire(proof, created.territoire, &name, at).await?;
        let units = perimeter.len();
        let new = NewVariante {
            id: created.variante,
            territoire: created.territoire,
            name: variante,
            is_reference: true,
            perimeter,
            at,
        };
        tx.add_variante(proof, &new).await?;
        let changes = json!({ "created": name, "variante": new.name, "units": units });
        tx.audit(proof, self.change("territoire", created.territoire, changes)).await?;
        tx.commit().await?;
        Ok(created)
    }

    /// Adds a variant, empty or copied from another one.
    ///
    /// # Errors
    /// When the territory or the variant to copy is unknown, the name cannot be used, or the database does not answer.
    pub async fn create_variante(
        &self,
        proof: &Allowed<EditTerritoire>,
        territoire: TerritoireId,
        name: &str,
        copied: Option<VarianteId>,
    ) -> Result<Created, AppError> {
        let tx = self.store.write().await?;
        let existing = tx.territoire_to_edit(proof, territoire).await?.ok_or(AppError::NotFound)?;
        let name = if name.trim().is_empty() { existing.next_name() } else { checked_name(name)? };
        if existing.variantes.iter().any(|variante| variante.name == name) {
            return Err(NameError::Taken.into());
        }
        let perimeter = match copied {
            Some(id) => existing.variante(id).ok_or(AppError::NotFound)?.perimeter.clone(),
            None => Perimeter::default(),
        };
        let created = Created { territoire, variante: VarianteId(self.next_id()) };
        let new = NewVariante {
            id: created.variante,
            territoire,
            name,
            is_reference: existing.variantes.is_empty(),
            perimeter,
            at: self.now(),
        };
        tx.add_variante(proof, &new).await?;
        let changes = json!({ "created": new.name, "copied_from": copied });
        tx.audit(proof, self.change("variante", new.id, changes)).await?;
        tx.commit().await?;
        Ok(created)
    }
}
