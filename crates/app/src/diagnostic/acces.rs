//! What if a doctor leaves? Access to general practitioners of a variant under a scenario.

use domain::authz::{Allowed, ReadDiagnostic};
use domain::diagnostic::acces::{Hypothese, Simulation, simuler};
use domain::ids::{TerritoireId, VarianteId};
use domain::territoire::Carte;

use crate::territoire::FicheTitles;
use crate::{App, AppError};

/// A scenario over a variant, with what is needed to show it.
#[derive(Clone, Debug)]
pub struct Acces {
    /// What it is about.
    pub titles: FicheTitles,
    /// What the scenario changes.
    pub simulation: Simulation,
    /// The perimeter and what is around it, where contours are known.
    pub carte: Option<Carte>,
}

impl App {
    /// Access to general practitioners of a variant: what is published and what a scenario changes.
    ///
    /// # Errors
    /// When the variant is unknown, a table is malformed, or the database does not answer.
    pub async fn acces(
        &self,
        proof: &Allowed<ReadDiagnostic>,
        (territoire, id): (TerritoireId, VarianteId),
        scenario: &[Hypothese],
    ) -> Result<Acces, AppError> {
        let cpts = self.cpts(proof.cpts()).await?;
        let found = self
            .store
            .read()
            .await?
            .territoire_to_diagnose(proof, territoire)
            .await?
            .ok_or(AppError::NotFound)?;
        let variante = found.variante(id).ok_or(AppError::NotFound)?;
        let titles = FicheTitles {
            cpts: cpts.name,
            territoire: found.name.clone(),
            variante: variante.name.clone(),
            is_reference: variante.is_reference,
        };
        let reference = self.reference();
        let simulation = simuler(&reference.atlas, &variante.perimeter, scenario)
            .map_err(|error| AppError::Reference(error.to_string()))?;
        let fiche = self.fiche_of(&reference, titles.clone(), &variante.perimeter, None).await?;
        Ok(Acces { titles, simulation, carte: fiche.carte })
    }
}
