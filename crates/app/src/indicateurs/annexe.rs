//! The annex of a year as a file: read, shown, then written in one go.

use domain::aci::annexe::{Plan, lire_annexe};
use domain::aci::indicateur::{Indicateur, SommeMission, sommes};
use domain::authz::{Allowed, EditContrat};
use domain::ids::ContratId;
use opendata::{Input, ReadError};
use serde_json::json;

use super::{AnneeLue, IndicateurError};
use crate::{App, AppError};

/// What an annex would add to a year: nothing is written.
#[derive(Clone, Debug)]
pub struct PlanLu {
    /// The year as it is.
    pub annee: AnneeLue,
    /// What was read.
    pub plan: Plan,
    /// What indicators of each mission would share, with those that are there.
    pub sommes: Vec<SommeMission>,
}

fn read(rows: &[Vec<String>]) -> Result<Plan, IndicateurError> {
    lire_annexe(rows)?.map_err(IndicateurError::Table)
}

impl App {
    /// The rows of a file: those of its first table that has any.
    ///
    /// # Errors
    /// When the file is no table.
    pub async fn rows_in_file(
        &self,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<Vec<Vec<String>>, IndicateurError> {
        let input = Input::bytes(name, bytes);
        let read = tokio::task::spawn_blocking(move || opendata::tables(input)).await;
        let tables = read.unwrap_or_else(|error| {
            Err(ReadError::Io { name: name.to_owned(), error: std::io::Error::other(error) })
        })?;
        Ok(tables.into_iter().find(|table| table.iter().any(|row| !row.is_empty())).unwrap_or_default())
    }

    fn added(&self, year: &AnneeLue, plan: &Plan) -> Vec<Indicateur> {
        let ranks = 0i64..;
        ranks.zip(&plan.lignes).map(|(rank, one)| self.fresh_indicateur(year, one.lu.clone(), rank)).collect()
    }

    /// What an annex would add to a year.
    ///
    /// # Errors
    /// When the table is no annex, the year is settled, or the database does not answer.
    pub async fn plan_annexe(
        &self,
        proof: &Allowed<EditContrat>,
        at: (ContratId, u8),
        rows: &[Vec<String>],
    ) -> Result<PlanLu, IndicateurError> {
        let plan = read(rows)?;
        let annee = self.annee_contrat(proof, at).await?;
        if let Some(since) = annee.arretee {
            return Err(IndicateurError::Arretee(since));
        }
        Self::room(&annee, plan.lignes.len())?;
        let mut all = annee.indicateurs.clone();
        all.extend(self.added(&annee, &plan));
        let signed = annee.termes()?.annee(at.1).ok_or(AppError::NotFound)?;
        let sommes = sommes(signed, &all);
        Ok(PlanLu { annee, plan, sommes })
    }

    /// Adds every indicator of an annex to a year, or none.
    ///
    /// # Errors
    /// When the table is no annex, a cell cannot be read, the year is settled, or the database does not answer.
    pub async fn import_annexe(
        &self,
        proof: &Allowed<EditContrat>,
        at: (ContratId, u8),
        rows: &[Vec<String>],
    ) -> Result<usize, IndicateurError> {
        let plan = read(rows)?;
        if !plan.refus.is_empty() {
            return Err(IndicateurError::Cellules(plan.refus.len()));
        }
        let tx = self.store.write().await?;
        let year = self.annee_open(&tx, proof, at).await?;
        Self::room(&year, plan.lignes.len())?;
        let all = self.added(&year, &plan);
        tx.add_indicateurs(proof, &all).await?;
        let changes = json!({ "imported": all.len(), "annee": at.1 });
        tx.audit(proof, self.change("contrat", at.0, changes)).await?;
        tx.commit().await?;
        Ok(all.len())
    }
}
