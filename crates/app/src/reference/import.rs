//! Importing an official file: read and check outside, write whole or not at all.

use std::collections::BTreeSet;
use std::io::Read;

use domain::authz::Operates;
use domain::ids::DatasetId;
use opendata::{Context, Input, Progress, ReadError, Reading, Report, Source};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use storage::{NewDataset, PartKey, WriteTx};
use territory::atlas::ContourIndex;
use territory::geometry::{Contours, Topology, borders_between};
use territory::{AreaCode, CommuneCode, DepartementCode, Kind, Layer, Passport, UnitCode, Vintage};

use super::known::Known;
use super::{codec, load};
use crate::{App, AppError};

/// Départements from which a file is called national.
const NATIONAL: usize = 90;
/// Two borders nearer than this, in metres, are the same border drawn in two files.
const SAME_BORDER_M: f64 = 60.0;

/// How to read a file.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// Vintage given by the person, when the file does not say it.
    pub vintage: Option<Vintage>,
    /// Whether the file describes an invented territory.
    pub fictitious: bool,
}

/// What became of one dataset of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// Its passport.
    pub passport: Passport,
    /// Its report.
    pub report: Report,
    /// For contours: codes of the map against the list of today.
    pub codes: Option<CodeChanges>,
    /// What happened.
    pub verdict: Verdict,
    /// Name of the file.
    pub file_name: String,
}

/// What an import did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Written.
    Added,
    /// The very same file was there: nothing changed.
    Unchanged,
}

/// A map of another year beside the commune list of today.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CodeChanges {
    /// Communes of the map that no longer exist, with those that hold their territory now.
    pub lost: Vec<(CommuneCode, Vec<CommuneCode>)>,
    /// Communes of today that the map does not draw.
    pub new: Vec<CommuneCode>,
}

/// Report of an import, as it is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StoredReport {
    /// The reader's report.
    pub report: Report,
    /// Codes of a map against today's.
    pub codes: Option<CodeChanges>,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The rest.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<storage::StorageError> for ImportError {
    fn from(error: storage::StorageError) -> Self {
        ImportError::App(error.into())
    }
}

impl App {
    /// Imports a file: every dataset in it, or nothing.
    ///
    /// # Errors
    /// When the file cannot be read or the database refuses; nothing is then written.
    pub async fn import(
        &self,
        proof: &Operates,
        input: Input,
        options: &ImportOptions,
        progress: &mut (dyn Progress + Send),
    ) -> Result<Vec<Imported>, ImportError> {
        let reference = self.reference();
        let name = input.name.clone();
        let fingerprint = fingerprint(&input)?;
        let known = Known(&reference.atlas);
        let context =
            Context { known: Some(&known), vintage: options.vintage.clone(), fictitious: options.fictitious };
        let readings = opendata::read(input, &context, progress)?;
        let mut imported = Vec::new();
        let tx = self.store.write().await?;
        for reading in readings {
            let codes = code_changes(&reading, &reference.atlas);
            let year = reading.passport.vintage.year;
            let there = tx.has_fingerprint(reading.passport.kind, year, &fingerprint).await?;
            let (passport, report) = (reading.passport.clone(), reading.report.clone());
            if !there {
                self.write_reading(&tx, proof, reading, (&name, &fingerprint, codes.clone())).await?;
            }
            let verdict = if there { Verdict::Unchanged } else { Verdict::Added };
            imported.push(Imported { passport, report, codes, verdict, file_name: name.clone() });
        }
        tx.commit().await?;
        if imported.iter().any(|one| one.verdict == Verdict::Added) {
            self.reference.set(load(&self.store).await?);
        }
        Ok(imported)
    }

    async fn write_reading(
        &self,
        tx: &WriteTx,
        proof: &Operates,
        reading: Reading,
        (file_name, fingerprint, codes): (&str, &str, Option<CodeChanges>),
    ) -> Result<(), AppError> {
        let Reading { passport, layer, report } = reading;
        let coverage = regions(&layer).unwrap_or_else(|| coverage(&report.departements));
        let parts = match layer {
            Layer::CommuneContours(contours) | Layer::IrisContours(contours) => {
                self.contour_parts(tx, contours).await?
            }
            layer => vec![(PartKey::Main, codec::encode_layer(&layer)?)],
        };
        let stored = StoredReport { report, codes };
        let new = NewDataset {
            id: DatasetId(self.next_id()),
            coverage,
            report: serde_json::to_value(&stored).map_err(|error| AppError::Reference(error.to_string()))?,
            file_name: file_name.to_owned(),
            fingerprint: fingerprint.to_owned(),
            imported_at: self.now(),
            parts,
            passport,
        };
        tx.replace_dataset(&new).await?;
        let changes = serde_json::json!({
            "kind": new.passport.kind.key(), "vintage": new.passport.vintage.label,
            "coverage": new.coverage, "sha256": new.fingerprint,
        });
        tx.audit_operation(proof, self.change("dataset", new.id, changes)).await?;
        Ok(())
    }

    /// The index of a map, sewn to the maps already there, and one drawing a département.
    async fn contour_parts(
        &self,
        tx: &WriteTx,
        contours: Contours,
    ) -> Result<Vec<(PartKey, Vec<u8>)>, AppError> {
        let mut index = ContourIndex::of(&contours);
        let own: BTreeSet<DepartementCode> = contours.parts.iter().map(|part| part.departement).collect();
        for row in tx.datasets().await? {
            if !matches!(row.passport.kind, Kind::CommuneContours | Kind::IrisContours) {
                continue;
            }
            for departement in super::datasets::departements_of(&row)? {
                if own.contains(&departement) {
                    continue;
                }
                let Some(payload) = tx.dataset_part(row.id, PartKey::Drawing(departement)).await? else {
                    continue;
                };
                let there: Topology = codec::expand(&payload)?;
                for part in &contours.parts {
                    index.borders.extend(borders_between(&part.topology, &there, SAME_BORDER_M));
                }
            }
        }
        let sewn: BTreeSet<UnitCode> =
            index.borders[contours.borders.len()..].iter().flat_map(|border| [border.a, border.b]).collect();
        index.edge.retain(|code| !sewn.contains(code));
        let mut parts = vec![(PartKey::Main, codec::encode_index(&index)?)];
        for part in &contours.parts {
            parts.push((PartKey::Drawing(part.departement), codec::compress(&part.topology)?));
        }
        Ok(parts)
    }
}

/// `FR` for a national file, else the départements.
fn coverage(departements: &[DepartementCode]) -> String {
    if departements.len() >= NATIONAL {
        return "FR".into();
    }
    departements.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(",")
}

/// The regions of a layer that speaks of regions or of the whole country: two such files of one kind and one year
/// do not replace each other, nor the one by département.
fn regions(layer: &Layer) -> Option<String> {
    let Layer::Vaccination(rows) = layer else { return None };
    let areas: BTreeSet<AreaCode> = rows.iter().map(|row| row.area).collect();
    let key = |area: &AreaCode| match area {
        AreaCode::Departement(_) => None,
        AreaCode::Region(code) => Some(format!("R{code}")),
        AreaCode::France => Some("pays".to_owned()),
    };
    let keys: Option<Vec<String>> = areas.iter().map(key).collect();
    keys.map(|keys| keys.join(","))
}

fn fingerprint(input: &Input) -> Result<String, ImportError> {
    let mut hash = Sha256::new();
    match &input.source {
        Source::Bytes(bytes) => hash.update(bytes),
        Source::Path(path) => {
            let io = |error| ImportError::Read(ReadError::Io { name: input.name.clone(), error });
            let mut file = std::fs::File::open(path).map_err(io)?;
            let mut buffer = vec![0; 1 << 20];
            loop {
                let read = file.read(&mut buffer).map_err(io)?;
                if read == 0 {
                    break;
                }
                hash.update(&buffer[..read]);
            }
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

fn code_changes(reading: &Reading, atlas: &territory::Atlas) -> Option<CodeChanges> {
    let (Layer::CommuneContours(contours) | Layer::IrisContours(contours)) = &reading.layer else {
        return None;
    };
    let areas = contours.parts.iter().flat_map(|part| &part.topology.areas);
    let drawn: BTreeSet<CommuneCode> = areas.map(|area| area.code.commune()).collect();
    let year = reading.passport.geography;
    let mut changes = CodeChanges::default();
    let mut reached: BTreeSet<CommuneCode> = BTreeSet::new();
    for code in &drawn {
        if atlas.commune(*code).is_some() {
            reached.extend([*code, code.whole_commune()]);
            continue;
        }
        let parts = atlas.successors(*code, year);
        let now: Vec<CommuneCode> =
            parts.into_iter().map(|p| p.code).filter(|c| atlas.commune(*c).is_some()).collect();
        reached.extend(now.iter().copied());
        changes.lost.push((*code, now));
    }
    let covered: BTreeSet<DepartementCode> = drawn.iter().map(|code| code.departement()).collect();
    let expected = atlas.communes().iter().filter(|c| covered.contains(&c.departement));
    changes.new = expected
        .filter(|c| {
            !reached.contains(&c.code)
                && !reached.contains(&c.code.whole_commune())
                && c.arrondissements.is_empty()
        })
        .map(|c| c.code)
        .collect();
    Some(changes)
}
