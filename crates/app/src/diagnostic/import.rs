//! Values in a file: shown line by line, then written down whole or not at all.

use std::collections::{BTreeMap, BTreeSet};

use domain::authz::{Allowed, EditDiagnostic};
use domain::diagnostic::controles::regles;
use domain::diagnostic::controles::saisie::{Alerte, Contexte, Refus, completed, same_as};
use domain::diagnostic::releve::standing;
use domain::diagnostic::{Releve, Saisie, catalogue};
use domain::ids::{TerritoireId, VarianteId};
use opendata::{Input, ReadError};
use serde_json::json;
use storage::StorageError;

use super::releves::{ReleveError, checked};
use super::terrain::Terrain;
use super::typed::{Cible, Typed};
use crate::{App, AppError};

/// Titles of the columns, as `opendata` normalises them, and the other names that they may bear.
const COLUMNS: [(&str, &[&str]); 11] = [
    ("indicateur", &["code_indicateur"]),
    ("lieu", &["niveau"]),
    ("code", &["code_du_lieu", "code_lieu", "code_insee"]),
    ("periode", &["annee", "millesime"]),
    ("ages", &["age", "tranche_d_age"]),
    ("valeur", &["taux"]),
    ("numerateur", &["effectif"]),
    ("denominateur", &[]),
    ("masque", &["secret"]),
    ("origine", &["donnee_par"]),
    ("source", &["document"]),
];
/// Rows above the titles of a table that someone decorated.
const TITLE_ROWS: usize = 20;

/// What becomes of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It can be written down.
    Accepted,
    /// It can, once someone confirms it.
    ToConfirm(Vec<Alerte>),
    /// It cannot.
    Refused(Vec<Refus>),
    /// It is written down already.
    Known,
}

/// A line of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportLine {
    /// Its number in the file, from 1.
    pub number: usize,
    /// As it is typed.
    pub typed: Typed,
    /// What it means, when it can be read.
    pub saisie: Option<Saisie>,
    /// What becomes of it.
    pub verdict: Verdict,
}

/// What writing a file down did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Lines written down.
    pub recorded: usize,
    /// Lines that were already.
    pub known: usize,
    /// Lines left aside.
    pub left: usize,
}

/// What someone decided about the lines of a file.
#[derive(Clone, Debug, Default)]
pub struct Decisions {
    /// Numbers of the doubtful lines that are confirmed.
    pub confirmed: BTreeSet<usize>,
    /// Whether the lines that are refused or not confirmed are left aside.
    pub leave: bool,
}

/// Why a file was not read or not written down.
#[derive(Debug, thiserror::Error)]
pub enum ImportValuesError {
    /// It is no table.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// No line bears the titles of the template.
    #[error("no line bears the titles of the columns")]
    NoTitles,
    /// Only the lines of the template, without a value.
    #[error("no line has a value")]
    NoValue,
    /// More lines than the rules allow.
    #[error("more than {max} lines")]
    TooManyLines {
        /// Most lines.
        max: usize,
    },
    /// Lines are refused or not confirmed, and nobody said to leave them aside.
    #[error("lines are refused or to confirm")]
    Undecided(Vec<ImportLine>),
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StorageError> for ImportValuesError {
    fn from(error: StorageError) -> Self {
        ImportValuesError::App(error.into())
    }
}

impl From<&'static domain::source::RulesError> for ImportValuesError {
    fn from(error: &'static domain::source::RulesError) -> Self {
        ImportValuesError::App(error.into())
    }
}

impl App {
    /// The lines of a CSV or a workbook, as they are typed, with their numbers.
    ///
    /// # Errors
    /// When the file is no table, lacks the titles of the template, or has too many lines or none.
    pub async fn values_in_file(
        &self,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<Vec<(usize, Typed)>, ImportValuesError> {
        let input = Input::bytes(name, bytes);
        let read = tokio::task::spawn_blocking(move || opendata::tables(input)).await;
        let tables = read.unwrap_or_else(|error| {
            Err(ReadError::Io { name: name.to_owned(), error: std::io::Error::other(error) })
        })?;
        let lines = tables.iter().find_map(|table| lines(table)).ok_or(ImportValuesError::NoTitles)?;
        let max = regles()?.file.lines_max;
        match lines.len() {
            0 => Err(ImportValuesError::NoValue),
            many if many > max => Err(ImportValuesError::TooManyLines { max }),
            _ => Ok(lines),
        }
    }

    /// What becomes of each line: nothing is written.
    ///
    /// # Errors
    /// When the variant is unknown or the database does not answer.
    pub async fn preview_values(
        &self,
        proof: &Allowed<EditDiagnostic>,
        variante: (TerritoireId, VarianteId),
        lines: Vec<(usize, Typed)>,
    ) -> Result<Vec<ImportLine>, ImportValuesError> {
        let (mut terrain, cible) = self.ground(proof, variante).await?;
        let all = self.store.read().await?.releves(proof).await?;
        self.judge_lines(proof, (&mut terrain, cible), (lines, &all))
    }

    /// Writes the accepted and the confirmed lines down, in one go.
    ///
    /// # Errors
    /// When a line is refused or not confirmed and is not left aside, or the database does not answer: nothing is
    /// written then.
    pub async fn apply_values(
        &self,
        proof: &Allowed<EditDiagnostic>,
        variante: (TerritoireId, VarianteId),
        lines: Vec<(usize, Typed)>,
        decisions: &Decisions,
    ) -> Result<Applied, ImportValuesError> {
        let (mut terrain, cible) = self.ground(proof, variante).await?;
        let tx = self.store.write().await?;
        let all = tx.releves_to_edit(proof).await?;
        let judged = self.judge_lines(proof, (&mut terrain, cible), (lines, &all))?;
        let kept = |line: &ImportLine| match line.verdict {
            Verdict::Accepted => true,
            Verdict::ToConfirm(_) => decisions.confirmed.contains(&line.number),
            Verdict::Refused(_) | Verdict::Known => false,
        };
        let known = judged.iter().filter(|line| line.verdict == Verdict::Known).count();
        let recorded = judged.iter().filter(|line| kept(line)).count();
        let left = judged.len() - known - recorded;
        if left > 0 && !decisions.leave {
            return Err(ImportValuesError::Undecided(judged));
        }
        for saisie in judged.iter().filter(|line| kept(line)).filter_map(|line| line.saisie.clone()) {
            tx.add_releve(proof, &self.releve(proof, saisie)).await?;
        }
        if recorded > 0 {
            let changes = json!({ "imported": true, "lines": recorded });
            tx.audit(proof, self.change("releves", variante.1, changes)).await?;
        }
        tx.commit().await?;
        Ok(Applied { recorded, known, left })
    }

    async fn ground(
        &self,
        proof: &Allowed<EditDiagnostic>,
        (territoire, variante): (TerritoireId, VarianteId),
    ) -> Result<(Terrain, Cible), ImportValuesError> {
        let terrain = self.terrain(proof, [(territoire, variante)]).await?;
        let revision = terrain.revision((territoire, variante)).ok_or(AppError::NotFound)?;
        Ok((terrain, Cible { territoire, variante, revision }))
    }

    /// Judges the lines one after the other: each is checked against what is written down and the lines above it.
    fn judge_lines(
        &self,
        proof: &Allowed<EditDiagnostic>,
        (terrain, cible): (&mut Terrain, Cible),
        (lines, all): (Vec<(usize, Typed)>, &[Releve]),
    ) -> Result<Vec<ImportLine>, ImportValuesError> {
        let (rules, today) = (regles()?, self.today());
        let known = standing(all);
        let mut above: Vec<Releve> = Vec::new();
        let mut judged = Vec::with_capacity(lines.len());
        // Départements first: a territory's value is compared with theirs wherever they stand in the file.
        let mut order: Vec<usize> = (0..lines.len()).collect();
        order.sort_by_key(|rank| !is_departement(&lines[*rank].1));
        let mut verdicts: BTreeMap<usize, (Option<Saisie>, Verdict)> = BTreeMap::new();
        for rank in order {
            let read = lines[rank].1.read(cible);
            let beside: Vec<&Releve> = known.iter().copied().chain(&above).collect();
            let context = Contexte { rules, today, standing: &beside };
            let (saisie, verdict) = verdict(read, terrain, &context)?;
            if let (Some(saisie), Verdict::Accepted | Verdict::ToConfirm(_)) = (&saisie, &verdict) {
                above.push(self.releve(proof, saisie.clone()));
            }
            verdicts.insert(rank, (saisie, verdict));
        }
        for (rank, (number, typed)) in lines.into_iter().enumerate() {
            let Some((saisie, verdict)) = verdicts.remove(&rank) else { continue };
            judged.push(ImportLine { number, typed, saisie, verdict });
        }
        Ok(judged)
    }
}

fn is_departement(typed: &Typed) -> bool {
    opendata::text::normalise(&typed.lieu) == "departement"
}

fn verdict(
    read: Result<Saisie, Vec<Refus>>,
    terrain: &mut Terrain,
    context: &Contexte<'_>,
) -> Result<(Option<Saisie>, Verdict), ImportValuesError> {
    let saisie = match read {
        Ok(saisie) => saisie,
        Err(refused) => return Ok((None, Verdict::Refused(refused))),
    };
    if let Some(indicateur) = catalogue::catalogue()?.get(&saisie.indicateur) {
        let whole = completed(saisie.clone(), indicateur);
        if same_as(&whole, context.standing).is_some() {
            return Ok((Some(whole), Verdict::Known));
        }
    }
    match checked(saisie.clone(), terrain, context) {
        Ok((whole, doubts)) if doubts.is_empty() => Ok((Some(whole), Verdict::Accepted)),
        Ok((whole, doubts)) => Ok((Some(whole), Verdict::ToConfirm(doubts))),
        Err(ReleveError::Refused(refused)) => Ok((Some(saisie), Verdict::Refused(refused))),
        Err(ReleveError::App(error)) => Err(error.into()),
        Err(ReleveError::ToConfirm(doubts)) => Ok((Some(saisie), Verdict::ToConfirm(doubts))),
        Err(ReleveError::Replaced) => Err(AppError::Conflict.into()),
    }
}

/// The lines under the titles, without those that the template left blank; `None` when nothing bears the titles.
fn lines(table: &[Vec<String>]) -> Option<Vec<(usize, Typed)>> {
    let (titles, columns) = table.iter().take(TITLE_ROWS).enumerate().find_map(|(row, cells)| {
        let names: Vec<String> = cells.iter().map(|cell| opendata::text::normalise(cell)).collect();
        let rank = |(name, others): &(&str, &[&str])| {
            names.iter().position(|cell| cell == name || others.contains(&cell.as_str()))
        };
        let ranks = COLUMNS.map(|column| rank(&column));
        let has = |column: usize| ranks[column].is_some();
        (has(0) && (has(5) || has(6))).then_some((row, ranks))
    })?;
    let under = table.iter().enumerate().skip(titles + 1);
    let read = under.map(|(row, cells)| {
        let cell = |column: usize| {
            columns[column]
                .and_then(|rank| cells.get(rank))
                .map(|cell| cell.trim().to_owned())
                .unwrap_or_default()
        };
        let typed = Typed {
            indicateur: cell(0),
            lieu: cell(1),
            code: cell(2),
            periode: cell(3),
            ages: cell(4),
            valeur: cell(5),
            numerateur: cell(6),
            denominateur: cell(7),
            masque: cell(8),
            origine: cell(9),
            source: cell(10),
        };
        (row + 1, typed)
    });
    Some(read.filter(|(_, typed)| !typed.is_blank()).collect())
}
