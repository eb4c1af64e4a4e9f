//! Changing what a variant is made of. Each change is a new dated revision; going back is one too.

use domain::authz::{Allowed, EditTerritoire};
use domain::ids::{TerritoireId, VarianteId};
use serde_json::json;
use storage::StorageError;
use territory::{Atlas, Perimeter, UnitCode};

use crate::{App, AppError};

/// A change of perimeter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Adds units.
    Add(Vec<UnitCode>),
    /// Takes units away.
    Remove(Vec<UnitCode>),
    /// Takes these units and no other.
    Replace(Vec<UnitCode>),
    /// Goes back to the state of a revision.
    Restore(u32),
}

/// What a change did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composed {
    /// Units that came.
    pub added: Vec<UnitCode>,
    /// Units that went.
    pub removed: Vec<UnitCode>,
    /// The revision before: restoring it undoes the change.
    pub before: u32,
    /// The revision now; the same when nothing changed.
    pub now: u32,
}

/// The perimeter ready for some IRIS: a commune that was whole gives way to those that are named.
fn narrowed(before: &Perimeter, units: &[UnitCode]) -> Perimeter {
    let named = |commune: &UnitCode| {
        !units.contains(commune)
            && units.iter().any(|u| u != commune && UnitCode::Commune(u.commune()) == *commune)
    };
    let whole: Vec<UnitCode> =
        before.units().filter(|unit| matches!(unit, UnitCode::Commune(_)) && named(unit)).collect();
    before.without(&whole)
}

/// The perimeter ready to lose some IRIS: a commune that was whole becomes all its IRIS.
fn opened(atlas: &Atlas, before: &Perimeter, units: &[UnitCode]) -> Perimeter {
    let mut after = before.clone();
    for unit in units {
        let commune = UnitCode::Commune(unit.commune());
        let UnitCode::Iris(code) = unit else { continue };
        // Without the list of its IRIS, a commune cannot be taken apart: it stays whole.
        if after.contains(commune) && atlas.iris(*code).is_some() {
            let iris = atlas.iris_of(unit.commune()).into_iter().map(|iris| UnitCode::Iris(iris.code));
            after = after.without(&[commune]).with(iris);
        }
    }
    after
}

impl App {
    /// Changes the perimeter of a variant.
    ///
    /// # Errors
    /// When the variant or the revision is unknown, somebody else changed it meanwhile, or the database does not answer.
    pub async fn compose(
        &self,
        proof: &Allowed<EditTerritoire>,
        (territoire, id): (TerritoireId, VarianteId),
        edit: Edit,
    ) -> Result<Composed, AppError> {
        let tx = self.store.write().await?;
        let existing = tx.territoire_to_edit(proof, territoire).await?.ok_or(AppError::NotFound)?;
        let variante = existing.variante(id).ok_or(AppError::NotFound)?;
        let before = &variante.perimeter;
        let after: Perimeter = match edit {
            Edit::Add(units) => narrowed(before, &units).with(units),
            Edit::Remove(units) => opened(&self.reference().atlas, before, &units).without(&units),
            Edit::Replace(units) => units.into_iter().collect(),
            Edit::Restore(number) => {
                tx.revision_to_restore(proof, id, number).await?.ok_or(AppError::NotFound)?
            }
        };
        let mut composed = Composed {
            added: after.difference(before),
            removed: before.difference(&after),
            before: variante.revision,
            now: variante.revision,
        };
        if composed.added.is_empty() && composed.removed.is_empty() {
            return Ok(composed);
        }
        composed.now += 1;
        let written = tx.add_revision(proof, id, composed.now, (&after, self.now())).await;
        written.map_err(|error| match error {
            StorageError::AlreadyExists => AppError::Conflict,
            other => other.into(),
        })?;
        let changes =
            json!({ "revision": composed.now, "added": composed.added, "removed": composed.removed });
        tx.audit(proof, self.change("variante", id, changes)).await?;
        tx.commit().await?;
        Ok(composed)
    }
}
