//! A CPTS that files, or whose dossier is decided, moves on the board of its region.

use domain::authz::{Allowed, AllowedIn, Author, FileDossiers};
use domain::ids::{CptsId, InstitutionId, SuiviId};
use domain::region::{Moved, Suivi, SuiviFiche, etapes};
use jiff::civil::Date;
use serde_json::json;
use storage::{NotesStages, WriteTx};
use territory::Perimeter;

use crate::{App, AppError};

/// Key of the kind of projects that CPTS of the instance are.
const KIND: &str = "cpts";

/// What is noticed of a CPTS.
#[derive(Clone, Copy, Debug)]
pub struct NotedStage<'a> {
    /// What it is called.
    pub nom: &'a str,
    /// Key of the stage that it reached: `lettre`, `projet`, `valide`…
    pub etape: &'a str,
    /// The day on which it did.
    pub le: Date,
    /// Its communes and IRIS as it filed them; nothing changes when there are none.
    pub unites: &'a Perimeter,
}

impl App {
    /// A CPTS files: its line on the board of the region of the desk is made, or moves on. Never back. Nothing happens
    /// when the desk has no region. Whether something was written.
    ///
    /// # Errors
    /// When the kinds of projects do not hold, or the database does not answer.
    pub async fn note_stage_of_cpts(
        &self,
        tx: &WriteTx,
        (proof, guichet): (&Allowed<FileDossiers>, InstitutionId),
        noted: &NotedStage<'_>,
    ) -> Result<bool, AppError> {
        let Some(region) = tx.region_of_guichet(proof, guichet).await? else { return Ok(false) };
        let known = tx.own_suivi(proof, &region).await?;
        let before = known.clone();
        let Some(line) = self.noted(known, (proof.cpts(), proof.author()), noted)? else { return Ok(false) };
        let (id, etape) = (line.id, line.etape.clone());
        if !tx.put_own_suivi(proof, (&region, before.is_some()), line).await? {
            return Err(AppError::Conflict);
        }
        tx.audit(proof, self.change("suivi", id, json!({ "etape": etape }))).await?;
        Ok(true)
    }

    /// An institution decides on the dossier of a CPTS: its line on the board of the region of that institution is
    /// made, or moves on. Never back. Nothing happens when the institution has no region. Whether something was written.
    ///
    /// # Errors
    /// When the kinds of projects do not hold, or the database does not answer.
    pub async fn note_stage_in_region<P: NotesStages>(
        &self,
        tx: &WriteTx,
        (proof, cpts): (&AllowedIn<P>, CptsId),
        noted: &NotedStage<'_>,
    ) -> Result<bool, AppError> {
        let known = tx.suivi_of_cpts(proof, cpts).await?;
        let before = known.clone();
        let Some(line) = self.noted(known, (cpts, proof.author()), noted)? else { return Ok(false) };
        let (id, etape) = (line.id, line.etape.clone());
        if !tx.put_suivi_of_cpts(proof, before.is_some(), &line).await? {
            // Without a region there is no board; a line that somebody changes at this instant is theirs.
            return if before.is_none() { Ok(false) } else { Err(AppError::Conflict) };
        }
        tx.audit_in(proof, self.change("suivi", id, json!({ "etape": etape, "cpts": cpts }))).await?;
        Ok(true)
    }

    /// The line as it becomes; `None` when nothing changes.
    fn noted(
        &self,
        known: Option<Suivi>,
        (cpts, author): (CptsId, &Author),
        noted: &NotedStage<'_>,
    ) -> Result<Option<Suivi>, AppError> {
        let kind = etapes()?.kind(KIND).ok_or_else(|| AppError::Rules("region/etapes.toml: cpts".into()))?;
        let (now, today) = (self.now(), self.today());
        let to = Moved { etape: noted.etape, le: noted.le.min(today), today, by: (author, now) };
        if kind.etape(noted.etape).is_none() {
            return Err(AppError::Rules(format!("region/etapes.toml: {}", noted.etape)));
        }
        let fresh = known.is_none();
        let mut line = known.unwrap_or_else(|| Suivi {
            id: SuiviId(self.next_id()),
            region: String::new(),
            kind: KIND.to_owned(),
            nom: noted.nom.to_owned(),
            etape: String::new(),
            cpts: Some(cpts),
            fiche: SuiviFiche::default(),
            created_at: now,
            version: 1,
            removed_at: None,
        });
        let before = line.clone();
        line.removed_at = None;
        if !noted.unites.is_empty() {
            line.fiche.unites = noted.unites.clone();
        }
        line.advance(kind, &to);
        Ok((fresh || line != before).then_some(line))
    }
}
