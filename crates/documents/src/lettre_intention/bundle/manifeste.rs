//! What a bundle says of itself.

use std::fmt::Write as _;

use domain::nombres::{date, entier};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::noms::shown;
use super::{Colis, Contenu};
use crate::DocumentError;
use crate::typography::french;

/// Format of the manifest. A reader refuses another one.
pub const FORMAT: &str = "maillage-dossier-1";

/// What the bundle holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifeste {
    /// Format of the manifest.
    pub format: String,
    /// Name of the CPTS.
    pub cpts: String,
    /// What the dossier is called.
    pub dossier: String,
    /// Number of the version, from 1.
    pub version: i64,
    /// When it was filed, on the clocks of France.
    pub depose_le: DateTime,
    /// Who filed it.
    pub auteur: String,
    /// Whether it belongs to the demonstration.
    pub fictif: bool,
    /// The files, in the order of the archive.
    pub fichiers: Vec<Fichier>,
}

/// A file of the bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fichier {
    /// Its name in the archive.
    pub nom: String,
    /// What it is.
    pub contenu: String,
    /// Bytes.
    pub octets: u64,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
}

impl Fichier {
    /// The line of a file.
    pub(super) fn of(nom: &str, contenu: &str, bytes: &[u8]) -> Self {
        Self {
            nom: nom.to_owned(),
            contenu: contenu.to_owned(),
            octets: bytes.len() as u64,
            sha256: hexadecimal(&Sha256::digest(bytes)),
        }
    }
}

/// Bytes as people compare them.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl Manifeste {
    pub(super) fn of(of: &Colis) -> Self {
        let fichier = |one: &Contenu| Fichier {
            nom: one.nom.clone(),
            contenu: shown(&one.contenu),
            octets: one.octets,
            sha256: one.sha256.clone(),
        };
        Self {
            format: FORMAT.to_owned(),
            cpts: of.cpts.clone(),
            dossier: of.dossier.clone(),
            version: of.numero,
            depose_le: of.depose_le,
            auteur: of.auteur.clone(),
            fictif: of.fictif,
            fichiers: of.contenus.iter().map(fichier).collect(),
        }
    }

    /// The fingerprint of the filed PDF, that a receipt or a letter of decision repeats.
    pub fn empreinte(&self) -> Option<&str> {
        self.fichiers.first().map(|file| file.sha256.as_str())
    }

    /// For programs.
    pub(super) fn json(&self) -> Result<Vec<u8>, DocumentError> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// For people: the same, with how to check it without Maillage.
    pub(super) fn text(&self) -> String {
        let when = self.depose_le;
        let mut lines = vec![
            format!("Dossier : {}", self.dossier),
            format!("CPTS : {}", self.cpts),
            format!("Version : {}", self.version),
            format!(
                "Déposée le : {} à {} h {:02} (heure de Paris)",
                date(when.date()),
                when.hour(),
                when.minute()
            ),
            format!("Déposée par : {}", self.auteur),
        ];
        if self.fictif {
            lines.push("Version fictive : ce dossier vient de la démonstration.".to_owned());
        }
        lines.push(String::new());
        lines.push("Fichiers".to_owned());
        let mut text: String = lines.iter().map(|line| format!("{}\r\n", french(line))).collect();
        for file in &self.fichiers {
            let _ = write!(
                text,
                "\r\n{}\r\n  {}\r\n  {} octets\r\n  SHA-256 {}\r\n",
                file.nom,
                french(&file.contenu),
                entier(i64::try_from(file.octets).unwrap_or(i64::MAX)),
                file.sha256
            );
        }
        text.push_str("\r\nVérifier\r\n\r\n");
        let first = self.fichiers.first().map_or("", |file| file.nom.as_str());
        let print = format!(
            "Ce texte et manifeste.json disent la même chose. L'empreinte de {first} est aussi dans Maillage, sur la \
             page du dossier : comparez-les si vous doutez de ce texte."
        );
        for line in [
            "Avec Maillage : maillage verify-bundle FICHIER.zip",
            "Sans Maillage : calculez l'empreinte SHA-256 de chaque fichier (« sha256sum » sous Linux, « certutil -hashfile \
             FICHIER SHA256 » sous Windows) et comparez-la à celle de cette page.",
            print.as_str(),
        ] {
            text.push_str(&french(line));
            text.push_str("\r\n");
        }
        text
    }
}
