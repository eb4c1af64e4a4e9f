//! A pasted list of projects: looked at first, then written whole or not at all.

use domain::authz::{AllowedIn, EditRegion};
use domain::ids::SuiviId;
use domain::region::{Collee, LigneCollee, Moved, PasteError, Suivi, SuiviFiche, etapes, read_list};
use serde_json::json;
use territory::UnitCode;

use super::{RegionError, rules};
use crate::App;

/// Why a list is not written.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// Too many lines.
    #[error(transparent)]
    Paste(#[from] PasteError),
    /// Nothing in it.
    #[error("no line")]
    Empty,
    /// Some lines cannot be read: nothing was written.
    #[error("some lines are refused")]
    Lines(Vec<Collee>),
    /// Anything else.
    #[error(transparent)]
    Region(#[from] RegionError),
}

impl App {
    fn read_region_list(&self, text: &str, all: &[Suivi]) -> Result<Vec<Collee>, ListError> {
        let known: Vec<(String, String)> = all
            .iter()
            .filter(|one| one.removed_at.is_none())
            .map(|one| (one.kind.clone(), one.nom.clone()))
            .collect();
        let reference = self.reference();
        let knows = |unit: UnitCode| reference.atlas.communes().is_empty() || reference.atlas.knows(unit);
        let tables = (etapes().map_err(RegionError::from)?, rules().map_err(RegionError::from)?);
        let lines = read_list(text, tables, self.today(), (&knows, &known))?;
        if lines.is_empty() { Err(ListError::Empty) } else { Ok(lines) }
    }

    /// What each line of a list is, or why it is refused. Nothing is written.
    ///
    /// # Errors
    /// When there is no line or too many, or the database does not answer.
    pub async fn preview_region_list(
        &self,
        proof: &AllowedIn<EditRegion>,
        text: &str,
    ) -> Result<Vec<Collee>, ListError> {
        let tx = self.store.read().await.map_err(RegionError::from)?;
        let all = tx.suivis(proof).await.map_err(RegionError::from)?;
        self.read_region_list(text, &all)
    }

    /// Writes a list down; all of it, or nothing. How many projects.
    ///
    /// # Errors
    /// [`ListError::Lines`] when one line is refused; the institution has no region; the database does not answer.
    pub async fn add_region_list(
        &self,
        proof: &AllowedIn<EditRegion>,
        text: &str,
    ) -> Result<usize, ListError> {
        let tx = self.store.write().await.map_err(RegionError::from)?;
        let region = tx.region_to_edit(proof).await.map_err(RegionError::from)?;
        let region = region.ok_or(RegionError::NoRegion)?;
        let all = tx.suivis_to_edit(proof).await.map_err(RegionError::from)?;
        let lines = self.read_region_list(text, &all)?;
        let read: Vec<LigneCollee> = lines.iter().filter_map(|one| one.lue.clone().ok()).collect();
        if read.len() != lines.len() {
            return Err(ListError::Lines(lines));
        }
        for line in &read {
            let one = self.of_line(proof, (&region, line))?;
            tx.add_suivi(proof, &one).await.map_err(RegionError::from)?;
        }
        let changes = json!({ "imported": read.len() });
        tx.audit_in(proof, self.change("suivi", &region, changes)).await.map_err(RegionError::from)?;
        tx.commit().await.map_err(RegionError::from)?;
        Ok(read.len())
    }

    fn of_line(
        &self,
        proof: &AllowedIn<EditRegion>,
        (region, line): (&str, &LigneCollee),
    ) -> Result<Suivi, RegionError> {
        let now = self.now();
        let mut one = Suivi {
            id: SuiviId(self.next_id()),
            region: region.to_owned(),
            kind: line.kind.clone(),
            nom: line.nom.clone(),
            etape: String::new(),
            cpts: None,
            fiche: SuiviFiche { unites: line.unites.clone(), ..SuiviFiche::default() },
            created_at: now,
            version: 1,
            removed_at: None,
        };
        let kind = etapes()?.kind(&line.kind).ok_or(crate::AppError::NotFound)?;
        let to = Moved { etape: &line.etape, le: line.le, today: self.today(), by: (proof.author(), now) };
        one.reach(kind, &to).map_err(|error| RegionError::at("liste", super::Refus::Etape(error)))?;
        Ok(one)
    }
}
