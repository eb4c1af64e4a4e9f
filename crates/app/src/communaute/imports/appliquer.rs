//! A file that is applied: whole, in one transaction, or not at all.

use domain::authz::{Allowed, Author, EditCommunaute, ReadCommunaute};
use domain::communaute::import::Lot;
use domain::communaute::import::lot::{Contenu, a_revoir};
use domain::ids::LotId;
use serde_json::json;

use super::ImportError;
use crate::{App, AppError};

impl App {
    /// Does what the preview says. The import keeps the identifier of the file that waited.
    ///
    /// # Errors
    /// When lines wait for a decision, nothing would change, the file is not there any more, or the database does not
    /// answer: nothing is written then.
    pub async fn apply_import(&self, proof: &Allowed<EditCommunaute>, id: LotId) -> Result<Lot, ImportError> {
        let tx = self.store.write().await?;
        let draft = tx.brouillon_import_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let structures = tx.structures_to_edit(proof).await?;
        let lues = self.read_lines(&draft)?;
        let file = &draft.fichier;
        let plan = self.plan_lines(&lues, (&annuaire, &structures), &file.decisions)?;
        let waiting = plan.indecises().count();
        if waiting > 0 {
            return Err(ImportError::Undecided(waiting));
        }
        if plan.is_empty() {
            return Err(ImportError::Nothing);
        }
        for new in &plan.structures {
            tx.add_structure(proof, new).await?;
        }
        for changed in &plan.structures_changees {
            if !tx.save_structure(proof, &changed.apres).await? {
                return Err(AppError::Conflict.into());
            }
        }
        tx.add_personnes(proof, &plan.personnes).await?;
        for changed in &plan.personnes_changees {
            if !tx.save_personne(proof, &changed.apres).await? {
                return Err(AppError::Conflict.into());
            }
        }
        let revoir = a_revoir(&plan, &lues, |numero| file.cellules(numero));
        let lot = Lot {
            id,
            kind: file.kind,
            fichier: draft.nom.clone(),
            at: self.now(),
            author: Author::from(proof.author().to_string().as_str()),
            contenu: Contenu::of(&plan, file.titles().to_vec(), revoir),
            annule_at: None,
        };
        tx.add_lot(proof, &lot).await?;
        tx.drop_brouillon_import(proof, id).await?;
        let counts = lot.contenu.comptes;
        let changes = json!({
            "imported": file.kind.key(),
            "lines": counts.lignes,
            "people": counts.nouvelles,
            "completed": counts.completees,
            "structures": counts.structures,
            "rejected": counts.rejetees,
        });
        tx.audit(proof, self.change("lot", id, changes)).await?;
        tx.commit().await?;
        Ok(lot)
    }

    /// The imports of the CPTS, most recent first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn imports(&self, proof: &Allowed<ReadCommunaute>) -> Result<Vec<Lot>, AppError> {
        Ok(self.store.read().await?.lots(proof).await?)
    }

    /// One import.
    ///
    /// # Errors
    /// When it is not there any more or the database does not answer.
    pub async fn import_done(&self, proof: &Allowed<ReadCommunaute>, id: LotId) -> Result<Lot, AppError> {
        self.store.read().await?.lot(proof, id).await?.ok_or(AppError::NotFound)
    }
}
