//! The tool box of a region.

use domain::authz::{Allowed, AllowedIn, EditOutils, ReadOutils, ReadRegion};
use domain::ids::OutilId;
use domain::region::{Outil, OutilFiche, OutilVersion};
use serde_json::json;
use storage::{NewOutilVersion, OutilRow, WriteTx};

use super::{Reading, Refus, RegionError, rules};
use crate::pieces::{PieceError, checked_piece};
use crate::{App, AppError};

/// What was typed of a tool.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedOutil {
    /// What it is called.
    pub titre: String,
    /// One of the themes.
    pub theme: String,
    /// What it is for.
    pub description: String,
    /// Who answers for it: a function and its institution.
    pub responsable: String,
    /// By which day it must be read again.
    pub a_revoir: String,
}

/// Why a tool was not kept.
#[derive(Debug, thiserror::Error)]
pub enum ToolError {
    /// Its document is refused.
    #[error(transparent)]
    Piece(#[from] PieceError),
    /// No document came.
    #[error("no document")]
    NoFile,
    /// The same document is already its last version.
    #[error("the same document is already there")]
    Same,
    /// Anything else.
    #[error(transparent)]
    Region(#[from] RegionError),
}

impl From<storage::StorageError> for ToolError {
    fn from(error: storage::StorageError) -> Self {
        ToolError::Region(RegionError::App(error.into()))
    }
}

impl From<AppError> for ToolError {
    fn from(error: AppError) -> Self {
        ToolError::Region(RegionError::App(error))
    }
}

/// The tools of a region, and the region.
#[derive(Clone, Debug)]
pub struct Outillage {
    /// The tools, by title.
    pub outils: Vec<OutilRow>,
    /// Names of their regions, by code.
    pub regions: Vec<(String, String)>,
}

impl App {
    fn read_tool(&self, typed: &TypedOutil) -> Result<(String, OutilFiche), RegionError> {
        let rules = rules()?;
        let mut reading = Reading::default();
        let titre = reading.name("titre", &typed.titre, rules);
        let theme = rules.themes.iter().find(|one| **one == typed.theme).cloned();
        if theme.is_none() {
            reading.refuse("theme", Refus::Choix);
        }
        let responsable = reading.name("responsable", &typed.responsable, rules);
        let a_revoir = reading.day("a_revoir", &typed.a_revoir);
        match a_revoir {
            None if typed.a_revoir.trim().is_empty() => reading.refuse("a_revoir", Refus::Jour),
            Some(day) if day < self.today() => reading.refuse("a_revoir", Refus::Passe),
            _ => {}
        }
        let description = reading.text("description", &typed.description, rules.texte_max);
        reading.end()?;
        Ok((titre, OutilFiche { description, theme: theme.unwrap_or_default(), responsable, a_revoir }))
    }

    fn with_regions(&self, outils: Vec<OutilRow>) -> Outillage {
        let reference = self.reference();
        let codes: std::collections::BTreeSet<String> =
            outils.iter().map(|row| row.outil.region.clone()).collect();
        let name =
            |code: &String| code.parse().map_or_else(|_| code.clone(), |c| reference.atlas.region_name(c));
        Outillage { regions: codes.iter().map(|code| (code.clone(), name(code))).collect(), outils }
    }

    /// The tools of the region of the institution, removed ones too.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn region_tools(&self, proof: &AllowedIn<ReadRegion>) -> Result<Outillage, AppError> {
        Ok(self.with_regions(self.store.read().await?.outils(proof).await?))
    }

    /// A tool of the region of the institution.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for one of another region.
    pub async fn region_tool(
        &self,
        proof: &AllowedIn<ReadRegion>,
        id: OutilId,
    ) -> Result<OutilRow, AppError> {
        self.store.read().await?.outil(proof, id).await?.ok_or(AppError::NotFound)
    }

    /// A version of the document of a tool of the region of the institution, with its label.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for one of another region, or without such a version.
    pub async fn region_tool_document(
        &self,
        proof: &AllowedIn<ReadRegion>,
        asked: (OutilId, i64),
    ) -> Result<(OutilVersion, Vec<u8>), AppError> {
        let tx = self.store.read().await?;
        let row = tx.outil(proof, asked.0).await?.ok_or(AppError::NotFound)?;
        let content = tx.outil_content(proof, asked).await?.ok_or(AppError::NotFound)?;
        let label = row.versions.into_iter().find(|one| one.numero == asked.1).ok_or(AppError::NotFound)?;
        Ok((label, content))
    }

    /// How many tools of the region must be read again by now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn overdue_tools(&self, proof: &AllowedIn<EditOutils>) -> Result<usize, AppError> {
        let today = self.today();
        let all = self.store.read().await?.outils(proof).await?;
        Ok(all.iter().filter(|row| row.outil.is_overdue(today)).count())
    }

    /// The tools that a CPTS reads.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tools_for(&self, proof: &Allowed<ReadOutils>) -> Result<Outillage, AppError> {
        Ok(self.with_regions(self.store.read().await?.boite_a_outils(proof).await?))
    }

    /// A tool that a CPTS reads.
    ///
    /// # Errors
    /// [`AppError::NotFound`] without such a tool among them.
    pub async fn tool_for(&self, proof: &Allowed<ReadOutils>, id: OutilId) -> Result<OutilRow, AppError> {
        let all = self.store.read().await?.boite_a_outils(proof).await?;
        all.into_iter().find(|row| row.outil.id == id).ok_or(AppError::NotFound)
    }

    /// A version of the document of a tool that a CPTS reads, with its label.
    ///
    /// # Errors
    /// [`AppError::NotFound`] without such a tool among them, or without such a version.
    pub async fn tool_document_for(
        &self,
        proof: &Allowed<ReadOutils>,
        asked: (OutilId, i64),
    ) -> Result<(OutilVersion, Vec<u8>), AppError> {
        let row = self.tool_for(proof, asked.0).await?;
        let content = self.store.read().await?.boite_content(proof, asked).await?;
        let label = row.versions.into_iter().find(|one| one.numero == asked.1);
        label.zip(content).ok_or(AppError::NotFound)
    }

    /// Puts a document in the tool box of the region.
    ///
    /// # Errors
    /// When something typed is wrong, the document is refused, the institution has no region, or the database does not
    /// answer.
    pub async fn add_region_tool(
        &self,
        proof: &AllowedIn<EditOutils>,
        typed: &TypedOutil,
        file: Option<(&str, Vec<u8>)>,
    ) -> Result<OutilId, ToolError> {
        let (titre, fiche) = self.read_tool(typed)?;
        let (name, content) = file.ok_or(ToolError::NoFile)?;
        let tx = self.store.write().await?;
        let id = OutilId(self.next_id());
        let (created_at, region) = (self.now(), String::new());
        let new = Outil { id, region, titre, fiche, created_at, version: 1, removed_at: None };
        if !tx.add_outil(proof, &new).await? {
            return Err(RegionError::NoRegion.into());
        }
        let size = self.keep_version(&tx, proof, (id, 1), (name, content)).await?;
        tx.audit_in(proof, self.change("outil", id, json!({ "created": true, "size": size }))).await?;
        tx.commit().await?;
        Ok(id)
    }

    async fn keep_version(
        &self,
        tx: &WriteTx,
        proof: &AllowedIn<EditOutils>,
        (outil, numero): (OutilId, i64),
        (name, content): (&str, Vec<u8>),
    ) -> Result<usize, ToolError> {
        let piece = checked_piece(name, content)?;
        let size = piece.content.len();
        let version = OutilVersion {
            numero,
            nom: piece.name,
            media_type: piece.media_type,
            taille: size as u64,
            sha256: piece.sha256,
            added_at: self.now(),
            added_by: proof.author().clone(),
        };
        let new = NewOutilVersion { id: self.next_id(), version, content: piece.content };
        match tx.add_outil_version(proof, outil, new).await? {
            true => Ok(size),
            false => Err(AppError::NotFound.into()),
        }
    }

    /// Keeps a new version of the document of a tool; those before it stay.
    ///
    /// # Errors
    /// [`ToolError::Same`] when it is the last version already; when the document is refused.
    pub async fn add_tool_version(
        &self,
        proof: &AllowedIn<EditOutils>,
        id: OutilId,
        file: Option<(&str, Vec<u8>)>,
    ) -> Result<i64, ToolError> {
        let (name, content) = file.ok_or(ToolError::NoFile)?;
        let tx = self.store.write().await?;
        let row = tx.outil_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        let last = row.versions.first();
        let numero = last.map_or(0, |one| one.numero) + 1;
        let same = checked_piece(name, content.clone())?.sha256;
        if last.is_some_and(|one| one.sha256 == same) {
            return Err(ToolError::Same);
        }
        let size = self.keep_version(&tx, proof, (id, numero), (name, content)).await?;
        let changes = json!({ "attached": numero, "size": size });
        tx.audit_in(proof, self.change("outil", id, changes)).await?;
        tx.commit().await?;
        Ok(numero)
    }

    async fn save_tool(
        &self,
        tx: WriteTx,
        proof: &AllowedIn<EditOutils>,
        (one, changes): (&Outil, serde_json::Value),
    ) -> Result<(), RegionError> {
        if !tx.save_outil(proof, one).await? {
            return Err(RegionError::Replaced);
        }
        tx.audit_in(proof, self.change("outil", one.id, changes)).await?;
        Ok(tx.commit().await?)
    }

    /// Corrects what is said of a tool, the day of its review too.
    ///
    /// # Errors
    /// [`RegionError::Replaced`] when somebody changed it since the page was shown; when something typed is wrong.
    pub async fn correct_region_tool(
        &self,
        proof: &AllowedIn<EditOutils>,
        (id, version): (OutilId, i64),
        typed: &TypedOutil,
    ) -> Result<(), RegionError> {
        let (titre, fiche) = self.read_tool(typed)?;
        let tx = self.store.write().await?;
        let one = tx.outil_to_edit(proof, id).await?.ok_or(AppError::NotFound)?.outil;
        if one.version != version {
            return Err(RegionError::Replaced);
        }
        let changed = Outil { titre, fiche, ..one };
        self.save_tool(tx, proof, (&changed, json!({ "corrected": true }))).await
    }

    /// Takes a tool out of the box, or puts it back.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for one of another region.
    pub async fn remove_region_tool(
        &self,
        proof: &AllowedIn<EditOutils>,
        (id, gone): (OutilId, bool),
    ) -> Result<(), RegionError> {
        let tx = self.store.write().await?;
        let mut one = tx.outil_to_edit(proof, id).await?.ok_or(AppError::NotFound)?.outil;
        if one.removed_at.is_some() == gone {
            return Ok(());
        }
        one.removed_at = gone.then(|| self.now());
        let changes = if gone { json!({ "removed": true }) } else { json!({ "restored": true }) };
        self.save_tool(tx, proof, (&one, changes)).await
    }
}
