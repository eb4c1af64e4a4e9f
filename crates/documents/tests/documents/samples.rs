//! Files to look at: `MAILLAGE_SAMPLES=/some/folder cargo test -p documents samples`.

use crate::{diagnostics, support};

#[test]
fn every_variant_makes_every_document() {
    let variants = [
        ("whole", support::whole()),
        ("gaps", support::gaps()),
        ("empty", support::empty()),
        ("undecided", support::undecided()),
        ("long", support::long()),
    ];
    let folder = std::env::var_os("MAILLAGE_SAMPLES").map(std::path::PathBuf::from);
    for (name, fiche) in variants {
        let files = [
            ("pdf", documents::fiche_pdf(&fiche).unwrap()),
            ("html", documents::fiche_html(&fiche).into_bytes()),
            ("txt", documents::fiche_text(&fiche).into_bytes()),
            ("xlsx", documents::fiche_xlsx(&fiche).unwrap()),
            ("csv", documents::fiche_csv(&fiche)),
            ("json", documents::fiche_json(&fiche).unwrap()),
        ];
        for (kind, bytes) in files {
            assert!(bytes.len() > 100, "{name}.{kind} is nearly empty");
            if let Some(folder) = &folder {
                std::fs::write(folder.join(format!("{name}.{kind}")), bytes).unwrap();
            }
        }
    }
}

#[test]
fn every_diagnosis_makes_every_document() {
    let variants = [
        ("whole", diagnostics::whole()),
        ("empty", diagnostics::empty()),
        ("hostile", diagnostics::hostile()),
    ];
    let folder = std::env::var_os("MAILLAGE_SAMPLES").map(std::path::PathBuf::from);
    for (name, diagnostic) in variants {
        let files = [
            ("pdf", documents::livret_pdf(&diagnostic).unwrap()),
            ("docx", documents::livret_docx(&diagnostic).unwrap()),
            ("html", documents::livret_html(&diagnostic).into_bytes()),
            ("txt", documents::livret_text(&diagnostic).into_bytes()),
            ("xlsx", documents::livret_xlsx(&diagnostic).unwrap()),
            ("csv", documents::livret_csv(&diagnostic)),
            ("json", documents::livret_json(&diagnostic).unwrap()),
        ];
        for (kind, bytes) in files {
            assert!(bytes.len() > 100, "{name}.{kind} is nearly empty");
            if let Some(folder) = &folder {
                std::fs::write(folder.join(format!("livret-{name}.{kind}")), bytes).unwrap();
            }
        }
    }
}

#[test]
fn a_decision_makes_its_letter() {
    let lettre = documents::LettreDecision {
        region_ou_guichet: "Guichet CPTS de la Région imaginaire".into(),
        nature: domain::dossier::DossierKind::LettreIntention,
        institutions: vec![
            "ARS de la Région imaginaire".into(),
            "CPAM de la Basse-Fiction".into(),
            "MSA de la Basse-Fiction".into(),
        ],
        cpts: "CPTS de la Fausse".into(),
        dossier: "Lettre d'intention".into(),
        depose_le: jiff::civil::date(2026, 9, 1),
        version: 2,
        empreinte: "0123456789abcdef".repeat(4),
        commission: Some(jiff::civil::date(2026, 10, 15)),
        avis: vec![
            (
                "CPAM de la Basse-Fiction".into(),
                "Favorable".into(),
                "Le territoire est d'un seul tenant. Les missions répondent aux besoins du diagnostic."
                    .into(),
            ),
            ("MSA de la Basse-Fiction".into(), "Favorable avec réserves".into(), String::new()),
        ],
        acceptee: true,
        motif: "Le dossier est complet.\nLe lien avec la MSP des Hauts est à préciser dans le projet.".into(),
        jour: jiff::civil::date(2026, 11, 2),
        reference: "LI-2026-014".into(),
        fictif: true,
    };
    let folder = std::env::var_os("MAILLAGE_SAMPLES").map(std::path::PathBuf::from);
    let files = [
        ("pdf", documents::decision_pdf(&lettre).unwrap()),
        ("docx", documents::decision_docx(&lettre).unwrap()),
    ];
    for (kind, bytes) in files {
        assert!(bytes.len() > 1000, "decision.{kind} is nearly empty");
        if let Some(folder) = &folder {
            std::fs::write(folder.join(format!("decision.{kind}")), bytes).unwrap();
        }
    }
}
