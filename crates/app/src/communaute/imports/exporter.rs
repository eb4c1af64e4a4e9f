//! Everything back out, as spreadsheets that an import reads again.

use std::collections::BTreeSet;

use documents::communaute::{Communaute, Feuille, classeur_xlsx, feuille_csv, feuilles};
use domain::authz::{Allowed, ReadCommunaute};
use domain::communaute::Annuaire;
use domain::ids::{PersonneId, StructureId};
use domain::securite;
use jiff::civil::Date;
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

/// Sheets that somebody chose in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// People, with their steps.
    Personnes(BTreeSet<PersonneId>),
    /// Structures, with their contacts and their agreements.
    Structures(BTreeSet<StructureId>),
}

impl Selection {
    /// The tables that hold them, the first one first.
    fn tables(&self) -> &'static [&'static str] {
        match self {
            Selection::Personnes(_) => &["personnes", "etapes"],
            Selection::Structures(_) => &["structures", "contacts", "conventions"],
        }
    }
}

/// A file that went out: its bytes, its lines, the word of its form.
type Made = (Vec<u8>, usize, &'static str);

fn made(tables: &[Feuille], format: ExportFormat<'_>, jour: Date) -> Result<Made, AppError> {
    match format {
        ExportFormat::Xlsx => {
            let lines = tables.iter().map(|table| table.rows.len()).sum();
            Ok((classeur_xlsx(tables, jour)?, lines, "xlsx"))
        }
        ExportFormat::Csv(key) => {
            let table = tables.iter().find(|table| table.key == key).ok_or(AppError::NotFound)?;
            Ok((feuille_csv(table), table.rows.len(), "csv"))
        }
    }
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
        let tables = self.community_tables(proof, None).await?;
        self.export_noted(proof, made(&tables, format, self.today())?).await
    }

    /// Chosen sheets as a file that an import reads again. The export is a line of the journal.
    ///
    /// # Errors
    /// As [`App::export_communaute`]; [`AppError::NotFound`] when the CPTS has none of the sheets.
    pub async fn export_selection(
        &self,
        proof: &Allowed<ReadCommunaute>,
        chosen: &Selection,
        format: ExportFormat<'_>,
    ) -> Result<Vec<u8>, AppError> {
        let mut tables = self.community_tables(proof, Some(chosen)).await?;
        tables.retain(|table| chosen.tables().contains(&table.key));
        if tables.first().is_none_or(|table| table.rows.is_empty()) {
            return Err(AppError::NotFound);
        }
        self.export_noted(proof, made(&tables, format, self.today())?).await
    }

    async fn community_tables(
        &self,
        proof: &Allowed<ReadCommunaute>,
        chosen: Option<&Selection>,
    ) -> Result<Vec<Feuille>, AppError> {
        let who = format!("communaute:{}:{}", proof.cpts(), proof.author());
        self.within_limit(&securite::rules()?.exports, &who).await?;
        let tx = self.store.read().await?;
        let mut annuaire = tx.annuaire(proof).await?;
        let mut structures = tx.structures(proof).await?;
        let (groupes, mandats) = (tx.groupes(proof).await?, tx.mandats(proof).await?);
        drop(tx);
        match chosen {
            // Structures stay: they name the places where people practise, and people name contacts.
            Some(Selection::Personnes(ids)) => {
                annuaire = Annuaire::new(annuaire.iter().filter(|one| ids.contains(&one.id)).cloned());
            }
            Some(Selection::Structures(ids)) => structures.retain(|one| ids.contains(&one.id)),
            None => {}
        }
        let reference = self.reference();
        let places = annuaire.iter().flat_map(|one| &one.fiche.exercices).filter_map(|place| place.commune);
        let codes = places.chain(structures.iter().filter_map(|one| one.commune));
        let communes = codes.filter_map(|code| Some((code, reference.atlas.commune(code)?.name.clone())));
        let communes = communes.collect();
        let jour = self.today();
        Ok(feuilles(&Communaute { annuaire, structures, groupes, mandats, communes, jour }))
    }

    async fn export_noted(
        &self,
        proof: &Allowed<ReadCommunaute>,
        (bytes, lines, word): Made,
    ) -> Result<Vec<u8>, AppError> {
        let tx = self.store.write().await?;
        let changes = json!({ "exported": word, "lines": lines });
        tx.audit(proof, self.change("communaute", proof.cpts(), changes)).await?;
        tx.commit().await?;
        Ok(bytes)
    }
}
