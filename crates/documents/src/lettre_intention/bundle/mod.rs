//! A filed version with all that goes with it, in one ZIP that says what it holds and can be checked without us.

mod manifeste;
mod noms;
mod verifier;

use std::io::{Cursor, Write as _};

use domain::dossier::lettre::Redigee;
use jiff::civil::DateTime;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime as ZipDate, ZipWriter};

use super::sources::passeports_csv;
use crate::DocumentError;
pub use manifeste::{Fichier, Manifeste};
pub use verifier::{BundleError, Ecart, Verification, verify};

/// Name of the manifest that programs read.
pub const MANIFESTE_JSON: &str = "manifeste.json";
/// Name of the same for people.
pub const MANIFESTE_TXT: &str = "MANIFESTE.txt";

/// A filed version, with its bytes as they were filed.
#[derive(Clone, Debug, PartialEq)]
pub struct Paquet<'a> {
    /// Name of the CPTS.
    pub cpts: String,
    /// What the dossier is called.
    pub dossier: String,
    /// Number of the version, from 1.
    pub numero: i64,
    /// When it was filed, on the clocks of France.
    pub depose_le: DateTime,
    /// Who filed it, as people read it.
    pub auteur: String,
    /// Whether it belongs to the demonstration.
    pub fictif: bool,
    /// The PDF.
    pub pdf: &'a [u8],
    /// The same for a word processor; `None` when the CPTS filed a document of its own.
    pub docx: Option<&'a [u8]>,
    /// The letter, for the passports of its figures.
    pub redigee: Option<&'a Redigee>,
    /// Name and bytes of each annex, in the order of the dossier.
    pub annexes: Vec<(&'a str, &'a [u8])>,
}

/// A file of an archive.
#[derive(Clone, Debug, PartialEq)]
pub struct Contenu<'a> {
    /// Its name in the archive.
    pub nom: String,
    /// What it is.
    pub contenu: String,
    /// Bytes that it had when the archive was frozen.
    pub octets: u64,
    /// SHA-256 that it had then, in hexadecimal.
    pub sha256: String,
    /// Its content; `None` when it is not what it was: the manifest still names it, so that whoever verifies is told.
    pub bytes: Option<&'a [u8]>,
}

impl<'a> Contenu<'a> {
    /// A file that is there, as it is.
    pub fn there(nom: &str, contenu: &str, bytes: &'a [u8]) -> Self {
        let Fichier { nom, contenu, octets, sha256 } = Fichier::of(nom, contenu, bytes);
        Self { nom, contenu, octets, sha256, bytes: Some(bytes) }
    }
}

/// What an archive says of itself, and its files.
#[derive(Clone, Debug, PartialEq)]
pub struct Colis<'a> {
    /// Name of the CPTS.
    pub cpts: String,
    /// What it is.
    pub dossier: String,
    /// Number of the version, from 1.
    pub numero: i64,
    /// When it was filed or sent, on the clocks of France.
    pub depose_le: DateTime,
    /// Who did, as people read it.
    pub auteur: String,
    /// Whether it belongs to the demonstration.
    pub fictif: bool,
    /// The files, the main one first.
    pub contenus: Vec<Contenu<'a>>,
}

/// The ZIP: the same version gives the same bytes.
///
/// # Errors
/// When the archive or the manifest is refused, which is a defect of the program.
pub fn bundle(of: &Paquet) -> Result<Vec<u8>, DocumentError> {
    let passports = of.redigee.map(passeports_csv);
    let mut contenus = vec![Contenu::there("lettre.pdf", "Document déposé (PDF)", of.pdf)];
    let docx = "Le même document pour un traitement de texte (DOCX)";
    contenus.extend(of.docx.map(|bytes| Contenu::there("lettre.docx", docx, bytes)));
    let csv = "Source de chaque chiffre (CSV)";
    contenus.extend(passports.as_deref().map(|bytes| Contenu::there("passeports.csv", csv, bytes)));
    for (rank, (name, bytes)) in of.annexes.iter().enumerate() {
        let place = format!("annexes/{}", noms::safe(rank + 1, name));
        let said = format!("Annexe {} : {}", rank + 1, noms::shown(name));
        contenus.push(Contenu::there(&place, &said, bytes));
    }
    colis(&Colis {
        cpts: of.cpts.clone(),
        dossier: of.dossier.clone(),
        numero: of.numero,
        depose_le: of.depose_le,
        auteur: of.auteur.clone(),
        fictif: of.fictif,
        contenus,
    })
}

/// The ZIP of any files, with the same manifest: `maillage verify-bundle` reads it too.
///
/// # Errors
/// As [`bundle`].
pub fn colis(of: &Colis) -> Result<Vec<u8>, DocumentError> {
    let manifeste = Manifeste::of(of);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, bytes: &[u8]| {
        // Kept as it is: what it holds is compressed already, and the bytes depend on no compressor.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(ZipDate::default());
        archive.start_file(name, options).map_err(|error| DocumentError::Archive(error.to_string()))?;
        archive.write_all(bytes).map_err(|error| DocumentError::Archive(error.to_string()))
    };
    put(MANIFESTE_TXT, manifeste.text().as_bytes())?;
    put(MANIFESTE_JSON, &manifeste.json()?)?;
    for file in &of.contenus {
        if let Some(bytes) = file.bytes {
            put(&file.nom, bytes)?;
        }
    }
    let done = archive.finish().map_err(|error| DocumentError::Archive(error.to_string()))?;
    Ok(done.into_inner())
}
