//! Everything back out, as spreadsheets that an import reads again.

use documents::communaute::{Communaute, classeur_xlsx, feuille_csv, feuilles};
use domain::authz::{Allowed, ReadCommunaute};
use domain::securite;
use serde_json::json;

use crate::{App, AppError};

/// How the community goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat<'a> {
    /// A workbook with every table.
    Xlsx,
    /// One table as a text, by its key: `personnes`, `etapes`, `structures`, `contacts`, `conventions`, `groupes`.
    Csv(&'a str),
}

impl App {
    /// The community as a file. The export is a line of the journal.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a table that does not exist, [`AppError::TooMany`] after too many exports; or the
    /// database does not answer.
    pub async fn export_communaute(
        &self,
        proof: &Allowed<ReadCommunaute>,
        format: ExportFormat<'_>,
    ) -> Result<Vec<u8>, AppError> {
        let who = format!("communaute:{}:{}", proof.cpts(), proof.author());
        self.within_limit(&securite::rules()?.exports, &who).await?;
        let tx = self.store.read().await?;
        let annuaire = tx.annuaire(proof).await?;
        let structures = tx.structures(proof).await?;
        let (groupes, mandats) = (tx.groupes(proof).await?, tx.mandats(proof).await?);
        drop(tx);
        let reference = self.reference();
        let places = annuaire.iter().flat_map(|one| &one.fiche.exercices).filter_map(|place| place.commune);
        let codes = places.chain(structures.iter().filter_map(|one| one.commune));
        let communes = codes.filter_map(|code| Some((code, reference.atlas.commune(code)?.name.clone())));
        let communes = communes.collect();
        let jour = self.today();
        let tables = feuilles(&Communaute { annuaire, structures, groupes, mandats, communes, jour });
        let (bytes, lines, word) = match format {
            ExportFormat::Xlsx => {
                let lines: usize = tables.iter().map(|table| table.rows.len()).sum();
                (classeur_xlsx(&tables, jour)?, lines, "xlsx")
            }
            ExportFormat::Csv(key) => {
                let table = tables.iter().find(|table| table.key == key).ok_or(AppError::NotFound)?;
                (feuille_csv(table), table.rows.len(), "csv")
            }
        };
        let tx = self.store.write().await?;
        let changes = json!({ "exported": word, "lines": lines });
        tx.audit(proof, self.change("communaute", proof.cpts(), changes)).await?;
        tx.commit().await?;
        Ok(bytes)
    }
}
