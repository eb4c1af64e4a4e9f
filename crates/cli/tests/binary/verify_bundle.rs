use std::fs;

use documents::lettre_intention::bundle::{Paquet, bundle};
use jiff::civil::date;

use crate::run::run;

const PDF: &[u8] = b"%PDF-1.7 lettre de l'exemple";

fn archive(annexe: &[u8]) -> Vec<u8> {
    bundle(&Paquet {
        cpts: "CPTS de l'Exemple".into(),
        dossier: "Lettre d'intention".into(),
        numero: 2,
        depose_le: date(2026, 11, 22).at(14, 5, 0, 0),
        auteur: "Camille Exemple".into(),
        fictif: true,
        pdf: PDF,
        docx: None,
        redigee: None,
        annexes: vec![("Statuts.pdf", annexe)],
    })
    .unwrap()
}

#[test]
fn a_filed_version_is_verified_without_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("version.zip"), archive(b"%PDF statuts")).unwrap();
    let ran = run(at, &["verify-bundle", "version.zip"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for part in
        ["Version 2, déposée le 22/11/2026 par Camille Exemple", "2\u{a0}fichiers", "Empreinte du PDF : "]
    {
        assert!(ran.out.contains(part), "{part} is missing from {}", ran.out);
    }
    assert!(!at.join("donnees").exists(), "nothing is opened nor made");
}

#[test]
fn a_changed_byte_is_said_with_the_name_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let mut bytes = archive(b"%PDF statuts");
    // Files are kept as they are in the archive.
    let place = bytes.windows(12).position(|piece| piece == b"%PDF statuts").unwrap();
    bytes[place] ^= 1;
    fs::write(at.join("version.zip"), bytes).unwrap();
    let ran = run(at, &["verify-bundle", "version.zip"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.out.contains("annexes/01-statuts.pdf"), "{}", ran.out);
    assert!(ran.err.contains("écart"), "{}", ran.err);
}

#[test]
fn what_is_not_a_bundle_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("lettre.pdf"), PDF).unwrap();
    let ran = run(at, &["verify-bundle", "lettre.pdf"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("n’est pas une archive ZIP lisible"), "{}", ran.err);
    let ran = run(at, &["verify-bundle", "absent.zip"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("n’existe pas"), "{}", ran.err);
}
