//! Reads a bundle again and compares each file with the manifest.

use std::collections::BTreeSet;
use std::io::{Read, Seek};

use sha2::{Digest as _, Sha256};
use zip::ZipArchive;
use zip::result::ZipError;

use super::manifeste::{FORMAT, Manifeste, hexadecimal};
use super::noms::shown;
use super::{MANIFESTE_JSON, MANIFESTE_TXT};
use crate::typography::french;

/// No manifest of ours is that long; a bound keeps memory safe.
const LONGEST: u64 = 4 * 1024 * 1024;

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// What the bundle says of itself.
    pub manifeste: Manifeste,
    /// What differs; empty when every file is the one that was filed.
    pub ecarts: Vec<Ecart>,
}

/// A file that is not what the manifest says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ecart {
    /// Its content is another one.
    Change(String),
    /// It is not there.
    Manquant(String),
    /// The manifest does not know it.
    Etranger(String),
    /// A name stands twice.
    Double,
    /// The manifest of programs and that of people disagree.
    Manifestes,
}

impl Ecart {
    /// What a person reads.
    pub fn sentence(&self) -> String {
        french(&match self {
            Ecart::Change(name) => {
                format!("« {name} » a changé : son empreinte n'est pas celle du manifeste. Ne vous y fiez pas.")
            }
            Ecart::Manquant(name) => {
                format!("« {name} » manque. Téléchargez de nouveau le dossier depuis Maillage.")
            }
            Ecart::Etranger(name) => {
                format!("« {name} » n'est pas dans le manifeste. Ce fichier n'a pas été déposé avec le dossier.")
            }
            Ecart::Double => {
                "Un même nom de fichier est là deux fois. Les logiciels n'ouvriront pas tous le même : ne vous fiez pas à \
                 cette archive."
                    .to_owned()
            }
            Ecart::Manifestes => {
                format!("« {MANIFESTE_TXT} » et « {MANIFESTE_JSON} » ne disent pas la même chose. L'un des deux a changé.")
            }
        })
    }
}

/// A file that cannot be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// It is not a ZIP, or it is cut.
    #[error("not a readable ZIP")]
    NotAZip,
    /// It holds no manifest of ours.
    #[error("no manifest")]
    NoManifest,
    /// The manifest cannot be read, or has a format that this version does not know.
    #[error("a manifest that is not understood")]
    Manifest,
}

impl BundleError {
    /// What happened, what to do.
    pub fn sentence(&self) -> String {
        french(match self {
            BundleError::NotAZip => {
                "Ce fichier n'est pas une archive ZIP lisible. Téléchargez de nouveau le dossier depuis Maillage."
            }
            BundleError::NoManifest => {
                "Cette archive n'a pas de fichier manifeste.json. Donnez l'archive entière, telle qu'elle a été téléchargée."
            }
            BundleError::Manifest => {
                "Le fichier manifeste.json de cette archive n'est pas compris : il est abîmé, ou vient d'une version plus \
                 récente de Maillage."
            }
        })
    }
}

/// Compares each file of the bundle with the manifest. Reads as much of a file as the manifest says and one byte more.
///
/// # Errors
/// When the file is not a ZIP or holds no manifest that is understood.
pub fn verify(file: impl Read + Seek) -> Result<Verification, BundleError> {
    let mut archive = ZipArchive::new(file).map_err(|_| BundleError::NotAZip)?;
    let json = text(&mut archive, MANIFESTE_JSON).ok_or(BundleError::NoManifest)?;
    let manifeste: Manifeste = serde_json::from_slice(&json).map_err(|_| BundleError::Manifest)?;
    if manifeste.format != FORMAT {
        return Err(BundleError::Manifest);
    }
    let mut ecarts = Vec::new();
    match text(&mut archive, MANIFESTE_TXT) {
        None => ecarts.push(Ecart::Manquant(MANIFESTE_TXT.to_owned())),
        Some(read) if read != manifeste.text().as_bytes() => ecarts.push(Ecart::Manifestes),
        Some(_) => {}
    }
    for own in &manifeste.fichiers {
        match fingerprint(&mut archive, &own.nom, own.octets) {
            None => ecarts.push(Ecart::Manquant(own.nom.clone())),
            Some(found) if found != own.sha256 => ecarts.push(Ecart::Change(own.nom.clone())),
            Some(_) => {}
        }
    }
    let known: BTreeSet<&str> = manifeste
        .fichiers
        .iter()
        .map(|own| own.nom.as_str())
        .chain([MANIFESTE_JSON, MANIFESTE_TXT])
        .collect();
    for rank in 0..archive.len() {
        let name = archive.name_for_index(rank).and_then(Result::ok).unwrap_or_default();
        if !known.contains(name.as_ref()) {
            ecarts.push(Ecart::Etranger(shown(&name)));
        }
    }
    ecarts.extend(archive.has_duplicate_names().then_some(Ecart::Double));
    Ok(Verification { manifeste, ecarts })
}

/// A short file of the archive; `None` when it is not there or cannot be read.
fn text(archive: &mut ZipArchive<impl Read + Seek>, name: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    archive.by_name(name).ok()?.take(LONGEST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// What a file is: `None` when it is not there, an empty text when it cannot be read.
fn fingerprint(archive: &mut ZipArchive<impl Read + Seek>, name: &str, most: u64) -> Option<String> {
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(ZipError::FileNotFound) => return None,
        Err(_) => return Some(String::new()),
    };
    let mut file = file.take(most.saturating_add(1));
    let mut digest = Sha256::new();
    let mut piece = vec![0; 64 * 1024];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Some(hexadecimal(&digest.finalize())),
            Ok(read) => digest.update(&piece[..read]),
            // A byte that changed under the checksum of the archive ends here.
            Err(_) => return Some(String::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use jiff::civil::date;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::super::{Paquet, bundle};
    use super::*;

    const PDF: &[u8] =
        b"%PDF-1.7 lettre de l'exemple, assez longue pour que la compression serve, lettre de l'exemple";

    fn paquet() -> Paquet<'static> {
        Paquet {
            cpts: "CPTS de l'Exemple".into(),
            dossier: "Lettre d'intention".into(),
            numero: 2,
            depose_le: date(2026, 11, 22).at(14, 5, 0, 0),
            auteur: "Camille Exemple".into(),
            fictif: true,
            pdf: PDF,
            docx: Some(b"PK docx"),
            redigee: None,
            annexes: vec![("Statuts signés.pdf", b"%PDF statuts"), ("Statuts signés.pdf", b"%PDF autres")],
        }
    }

    fn check(bytes: &[u8]) -> Result<Vec<Ecart>, BundleError> {
        verify(Cursor::new(bytes)).map(|read| read.ecarts)
    }

    /// The archive again, with each file as `change` leaves it.
    fn rebuilt(change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>, more: &[(&str, &[u8])]) -> Vec<u8> {
        let mut archive = ZipArchive::new(Cursor::new(bundle(&paquet()).unwrap())).unwrap();
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        for rank in 0..archive.len() {
            let name = archive.name_for_index(rank).unwrap().unwrap().into_owned();
            let bytes = text(&mut archive, &name).unwrap();
            if let Some(bytes) = change(&name, bytes) {
                out.start_file(name, SimpleFileOptions::default()).unwrap();
                out.write_all(&bytes).unwrap();
            }
        }
        for (name, bytes) in more {
            out.start_file(*name, SimpleFileOptions::default()).unwrap();
            out.write_all(bytes).unwrap();
        }
        out.finish().unwrap().into_inner()
    }

    #[test]
    fn a_bundle_as_it_was_made_is_whole_and_made_again_it_is_the_same() {
        let bytes = bundle(&paquet()).unwrap();
        assert_eq!(bytes, bundle(&paquet()).unwrap());
        let read = verify(Cursor::new(&bytes)).unwrap();
        assert_eq!(read.ecarts, []);
        let names: Vec<&str> = read.manifeste.fichiers.iter().map(|file| file.nom.as_str()).collect();
        assert_eq!(
            names,
            ["lettre.pdf", "lettre.docx", "annexes/01-statuts-signes.pdf", "annexes/02-statuts-signes.pdf"]
        );
        assert_eq!(read.manifeste.fichiers[0].octets, PDF.len() as u64);
        let text = read.manifeste.text();
        for part in [
            "Version\u{a0}: 2",
            "22/11/2026 à 14 h 05",
            "Camille Exemple",
            &read.manifeste.fichiers[3].sha256,
        ] {
            assert!(text.contains(part), "{part} is missing from {text}");
        }
    }

    #[test]
    fn a_changed_file_is_named() {
        let bytes = rebuilt(
            |name, mut bytes| {
                if name == "lettre.pdf" {
                    bytes[9] ^= 1;
                }
                Some(bytes)
            },
            &[],
        );
        assert_eq!(check(&bytes), Ok(vec![Ecart::Change("lettre.pdf".into())]));
        let longer = rebuilt(
            |name, mut bytes| {
                bytes.extend((name == "lettre.docx").then_some(b' '));
                Some(bytes)
            },
            &[],
        );
        assert_eq!(check(&longer), Ok(vec![Ecart::Change("lettre.docx".into())]));
    }

    #[test]
    fn a_byte_flipped_anywhere_inside_the_contents_is_seen() {
        let whole = bundle(&paquet()).unwrap();
        let end = ZipArchive::new(Cursor::new(&whole)).unwrap().central_directory_start() as usize;
        let mut archive = ZipArchive::new(Cursor::new(&whole)).unwrap();
        let mut places = Vec::new();
        for rank in 0..archive.len() {
            let file = archive.by_index(rank).unwrap();
            let start = file.data_start().unwrap() as usize;
            places.push(start..(start + file.compressed_size() as usize).min(end));
        }
        for place in places.into_iter().flatten() {
            let mut bytes = whole.clone();
            bytes[place] ^= 0x10;
            assert_ne!(check(&bytes), Ok(vec![]), "byte {place}");
        }
    }

    #[test]
    fn a_missing_file_a_foreign_one_and_manifests_that_disagree_are_named() {
        let without = rebuilt(|name, bytes| (!name.ends_with(".docx")).then_some(bytes), &[]);
        assert_eq!(check(&without), Ok(vec![Ecart::Manquant("lettre.docx".into())]));
        let more = rebuilt(|_, bytes| Some(bytes), &[("annexes/09-intrus.pdf", b"%PDF")]);
        assert_eq!(check(&more), Ok(vec![Ecart::Etranger("annexes/09-intrus.pdf".into())]));
        let other = rebuilt(
            |name, bytes| {
                let text = String::from_utf8(bytes).unwrap();
                Some(
                    if name == MANIFESTE_JSON { text.replace("Camille", "Sacha") } else { text }.into_bytes(),
                )
            },
            &[],
        );
        assert_eq!(check(&other), Ok(vec![Ecart::Manifestes]));
        let silent = rebuilt(|name, bytes| (name != MANIFESTE_TXT).then_some(bytes), &[]);
        assert_eq!(check(&silent), Ok(vec![Ecart::Manquant(MANIFESTE_TXT.into())]));
    }

    #[test]
    fn what_is_not_a_bundle_is_refused_with_a_sentence() {
        assert_eq!(check(b"%PDF"), Err(BundleError::NotAZip));
        let whole = bundle(&paquet()).unwrap();
        assert_eq!(check(&whole[..whole.len() / 2]), Err(BundleError::NotAZip));
        let bare = rebuilt(|name, bytes| (name != MANIFESTE_JSON).then_some(bytes), &[]);
        assert_eq!(check(&bare), Err(BundleError::NoManifest));
        let later = rebuilt(
            |_, bytes| Some(String::from_utf8(bytes).unwrap().replace("dossier-1", "dossier-2").into_bytes()),
            &[],
        );
        assert_eq!(check(&later), Err(BundleError::Manifest));
        for error in [BundleError::NotAZip, BundleError::NoManifest, BundleError::Manifest] {
            assert!(error.sentence().ends_with('.'));
        }
    }
}
