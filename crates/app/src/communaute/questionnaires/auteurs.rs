//! What one person voiced.

use domain::authz::{Allowed, ReadQuestionnaires};
use domain::communaute::questionnaires::Difficulte;
use domain::ids::PersonneId;

use crate::{App, AppError};

impl App {
    /// The difficulties that a person voiced, under whichever of their sheets, the last one first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn difficultes_of(
        &self,
        proof: &Allowed<ReadQuestionnaires>,
        who: PersonneId,
    ) -> Result<Vec<Difficulte>, AppError> {
        let tx = self.store.read().await?;
        let (annuaire, mut all) = (tx.annuaire(proof).await?, tx.difficultes(proof).await?);
        let theirs = |id: PersonneId| annuaire.resolve(id) == annuaire.resolve(who);
        all.retain(|one| one.removed_at.is_none() && one.auteur.personne.is_some_and(theirs));
        all.reverse();
        Ok(all)
    }
}
