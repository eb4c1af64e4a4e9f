//! The register of processing: the lines that are proposed, and what the CPTS made of them.

use domain::authz::{Actor, Allowed, Author, EditTraitements, ReadTraitements};
use domain::ids::CptsId;
use domain::rgpd::traitement::{self, Traitement};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::{Controller, Cpts, ReadTx, TraitementRow};

use super::{RgpdError, required};
use crate::{App, AppError};

/// What a line says. Lists have one item a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LineContent {
    /// Title.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// Legal ground.
    pub ground: String,
    /// Categories of data.
    pub data: String,
    /// Categories of persons.
    pub persons: String,
    /// Who receives the data.
    pub recipients: String,
    /// How long the data is kept.
    pub retention: String,
    /// Measures of security.
    pub measures: String,
    /// Why the line is without object, when it is.
    pub reason: String,
}

/// Where a line comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Proposed, and left as it is.
    Proposed,
    /// Proposed, then changed.
    Changed,
    /// Added by the CPTS.
    Own,
}

/// A line of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistreLine {
    /// Key.
    pub key: String,
    /// What it says.
    pub content: LineContent,
    /// Where it comes from.
    pub origin: Origin,
    /// Whether the CPTS declared it without object.
    pub without_object: bool,
    /// Whether a proposed ground waits for confirmation.
    pub to_confirm: Option<String>,
    /// Who changed it last, and when.
    pub changed: Option<(Timestamp, Author)>,
}

/// The register of a CPTS.
#[derive(Clone, Debug)]
pub struct Registre {
    /// Who answers for it.
    pub controller: Controller,
    /// Its lines: proposed ones first, in the order of the table.
    pub lines: Vec<RegistreLine>,
}

impl From<&Traitement> for LineContent {
    fn from(line: &Traitement) -> Self {
        Self {
            title: line.title.clone(),
            purpose: line.purpose.clone(),
            ground: line.legal_ground.clone(),
            data: line.data.join("\n"),
            persons: line.persons.join("\n"),
            recipients: line.recipients.join("\n"),
            retention: line.retention.clone(),
            measures: line.measures.join("\n"),
            reason: String::new(),
        }
    }
}

impl LineContent {
    /// Names of the fields that differ, for the journal: never what they say.
    fn differences(&self, other: &LineContent) -> Vec<&'static str> {
        let pairs = [
            ("title", &self.title, &other.title),
            ("purpose", &self.purpose, &other.purpose),
            ("ground", &self.ground, &other.ground),
            ("data", &self.data, &other.data),
            ("persons", &self.persons, &other.persons),
            ("recipients", &self.recipients, &other.recipients),
            ("retention", &self.retention, &other.retention),
            ("measures", &self.measures, &other.measures),
            ("reason", &self.reason, &other.reason),
        ];
        pairs.into_iter().filter(|(_, one, other)| one != other).map(|(name, ..)| name).collect()
    }
}

fn merged(rows: Vec<TraitementRow>) -> Result<Vec<RegistreLine>, AppError> {
    let proposed = traitement::registre()?;
    let mut rows = rows;
    let mut lines = Vec::new();
    for line in &proposed.lines {
        let own = rows.iter().position(|row| row.key == line.code).map(|at| rows.remove(at));
        lines.push(match own {
            Some(row) => changed(row, Origin::Changed)?,
            None => RegistreLine {
                key: line.code.clone(),
                content: line.into(),
                origin: Origin::Proposed,
                without_object: false,
                to_confirm: Some(line.ground_status.clone()),
                changed: None,
            },
        });
    }
    for row in rows {
        lines.push(changed(row, Origin::Own)?);
    }
    Ok(lines)
}

fn changed(row: TraitementRow, origin: Origin) -> Result<RegistreLine, AppError> {
    let content = serde_json::from_str(&row.content)
        .map_err(|error| AppError::Reference(format!("register line {}: {error}", row.key)))?;
    Ok(RegistreLine {
        key: row.key,
        content,
        origin,
        without_object: row.removed_at.is_some(),
        to_confirm: None,
        changed: Some((row.changed_at, row.changed_by)),
    })
}

impl App {
    /// The register of a CPTS.
    ///
    /// # Errors
    /// When the database does not answer or a row makes no sense.
    pub async fn registre(&self, proof: &Allowed<ReadTraitements>) -> Result<Registre, AppError> {
        self.registre_in(&self.store.read().await?, proof).await
    }

    async fn registre_in(&self, tx: &ReadTx, proof: &Allowed<ReadTraitements>) -> Result<Registre, AppError> {
        let lines = merged(tx.traitements(proof).await?)?;
        Ok(Registre { controller: tx.controller(proof).await?, lines })
    }

    /// The register behind the notice that anyone may read, before they hold any right: no name of a person in it.
    ///
    /// # Errors
    /// When the CPTS does not exist or the database does not answer.
    pub async fn public_notice(&self, cpts: CptsId) -> Result<(Cpts, Registre), AppError> {
        let tx = self.store.read().await?;
        let found = tx.cpts(cpts).await?.ok_or(AppError::NotFound)?;
        let proof = Actor::system("notice").authorize::<ReadTraitements>(cpts)?;
        let mut registre = self.registre_in(&tx, &proof).await?;
        registre.controller.dpo_name = None;
        Ok((found, registre))
    }

    /// Changes a line, or adds one when `key` is not given; answers its key.
    ///
    /// # Errors
    /// Without a title or a purpose, for an unknown line, or when the database does not answer.
    pub async fn save_traitement(
        &self,
        (proof, read): (&Allowed<EditTraitements>, &Allowed<ReadTraitements>),
        key: Option<&str>,
        content: LineContent,
    ) -> Result<String, RgpdError> {
        let content = LineContent {
            title: required("titre", &content.title)?,
            purpose: required("finalite", &content.purpose)?,
            ..content
        };
        let before = match key {
            Some(key) => Some(self.line(read, key).await?),
            None => None,
        };
        let key = before.as_ref().map_or_else(|| self.next_id().to_string(), |line| line.key.clone());
        let changes = match &before {
            Some(line) => json!({ "fields": content.differences(&line.content) }),
            None => json!({ "created": true }),
        };
        let kept = before.is_some_and(|line| line.without_object);
        self.write_line(proof, &key, (&content, kept), changes).await?;
        Ok(key)
    }

    /// Declares a line without object for a reason, or takes it up again when there is none.
    ///
    /// # Errors
    /// For an unknown line, or when the database does not answer.
    pub async fn set_without_object(
        &self,
        (proof, read): (&Allowed<EditTraitements>, &Allowed<ReadTraitements>),
        key: &str,
        reason: Option<&str>,
    ) -> Result<(), RgpdError> {
        let reason = reason.map(|reason| required("motif", reason)).transpose()?;
        let line = self.line(read, key).await?;
        let content = LineContent { reason: reason.clone().unwrap_or_default(), ..line.content };
        let changes = match reason {
            Some(_) => json!({ "removed": true }),
            None => json!({ "restored": true }),
        };
        self.write_line(proof, key, (&content, reason.is_some()), changes).await
    }

    async fn line(&self, read: &Allowed<ReadTraitements>, key: &str) -> Result<RegistreLine, RgpdError> {
        let found = self.registre(read).await?.lines.into_iter().find(|line| line.key == key);
        Ok(found.ok_or(AppError::NotFound)?)
    }

    async fn write_line(
        &self,
        proof: &Allowed<EditTraitements>,
        key: &str,
        (content, without_object): (&LineContent, bool),
        changes: serde_json::Value,
    ) -> Result<(), RgpdError> {
        let row = TraitementRow {
            key: key.to_owned(),
            content: json!(content).to_string(),
            changed_at: self.now(),
            changed_by: proof.author().clone(),
            removed_at: without_object.then(|| self.now()),
        };
        let tx = self.store.write().await?;
        tx.save_traitement(proof, self.next_id(), &row).await?;
        tx.audit(proof, self.change("traitement", key, changes)).await?;
        Ok(tx.commit().await?)
    }
}
