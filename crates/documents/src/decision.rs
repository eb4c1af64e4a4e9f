//! The joint letter by which institutions answer a filed letter of intent.

use domain::dossier::DossierKind;
use domain::nombres::{date, liste};
use jiff::civil::Date;

use crate::DocumentError;
use crate::document::{Banner, Block, Column, Document, Fact, Row, Section, Table};
use crate::typography::french;
use crate::{docx, pdf};

/// What the letter says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LettreDecision {
    /// Who sends it: the desk, or the region.
    pub region_ou_guichet: String,
    /// What is decided upon.
    pub nature: DossierKind,
    /// The institutions that sign, in the order of the signatures.
    pub institutions: Vec<String>,
    /// Name of the CPTS.
    pub cpts: String,
    /// What the dossier is called.
    pub dossier: String,
    /// The day on which the version was filed.
    pub depose_le: Date,
    /// Number of the version on which they decide.
    pub version: i64,
    /// SHA-256 of its PDF, in hexadecimal.
    pub empreinte: String,
    /// The day of the commission, when there was one.
    pub commission: Option<Date>,
    /// Opinions as they were given: institution, meaning, reason (empty when none was written).
    pub avis: Vec<(String, String, String)>,
    /// Whether the dossier is accepted.
    pub acceptee: bool,
    /// Why.
    pub motif: String,
    /// The day of the letter.
    pub jour: Date,
    /// Its reference.
    pub reference: String,
    /// Whether it belongs to the demonstration.
    pub fictif: bool,
}

impl LettreDecision {
    /// In the gender of what is decided upon.
    fn word(&self) -> &'static str {
        match (self.nature, self.acceptee) {
            (DossierKind::LettreIntention, true) => "acceptée",
            (DossierKind::LettreIntention, false) => "refusée",
            (DossierKind::ProjetSante, true) => "accepté",
            (DossierKind::ProjetSante, false) => "refusé",
        }
    }

    /// The decision and what it rests on.
    fn decision(&self) -> Vec<Block> {
        let institutions = liste(&self.institutions);
        let together = if self.institutions.len() > 1 { "décident ensemble" } else { "décide" };
        let outcome = if self.acceptee { "d'accepter" } else { "de refuser" };
        let mut blocks = vec![Block::paragraph(format!(
            "{institutions} {together} {outcome} le dossier « {} » ({}).",
            self.dossier, self.cpts
        ))];
        blocks.extend(paragraphs(&self.motif));
        blocks
    }

    fn object(&self) -> Vec<Block> {
        let fact = |label: &str, value: String| Fact { label: label.into(), value };
        let mut items = vec![
            fact("CPTS", self.cpts.clone()),
            fact("Dossier", self.dossier.clone()),
            fact("Version examinée", format!("n° {}, déposée le {}", self.version, date(self.depose_le))),
            fact("Empreinte du PDF déposé (SHA-256)", spaced(&self.empreinte)),
        ];
        items.extend(self.commission.map(|day| fact("Commission", format!("le {}", date(day)))));
        vec![Block::Facts { items }]
    }

    fn opinions(&self) -> Vec<Block> {
        if self.avis.is_empty() {
            return vec![Block::paragraph("Aucun avis n'a été rendu dans Maillage.")];
        }
        let or_nothing = |text: &str| {
            if text.trim().is_empty() { "Sans motif écrit".to_owned() } else { text.to_owned() }
        };
        let rows = self.avis.iter().map(|(institution, sens, motif)| {
            Row::plain([institution.clone(), sens.clone(), or_nothing(motif)])
        });
        vec![Block::Table(Table {
            caption: "Avis rendus, tels qu'ils ont été écrits".into(),
            columns: vec![Column::text("Institution", 4), Column::text("Avis", 3), Column::text("Motif", 8)],
            rows: rows.collect(),
        })]
    }

    fn next(&self) -> Vec<Block> {
        let steps: &[&str] = if self.acceptee && self.nature == DossierKind::ProjetSante {
            &[
                "La CPTS, l'agence régionale de santé et l'Assurance Maladie préparent le contrat (ACI).",
                "La CPTS réunit ce que le contrat demande : association, missions, calendrier, indicateurs.",
            ]
        } else if self.acceptee {
            &[
                "La CPTS rédige son projet de santé, à partir de ce dossier.",
                "Elle le dépose auprès de l'agence régionale de santé, qui l'instruit avec l'Assurance Maladie.",
                "Les institutions signataires l'accompagnent. Elles répondent à ses questions par le Guichet.",
            ]
        } else {
            &[
                "La CPTS peut demander un échange avec les institutions signataires.",
                "Elle peut préparer un nouveau dossier, qui tient compte du motif de cette décision.",
            ]
        };
        vec![Block::List { items: steps.iter().map(|step| (*step).to_owned()).collect() }]
    }
}

/// A fingerprint in groups, that can be compared by eye and cut at the end of a line.
pub(crate) fn spaced(fingerprint: &str) -> String {
    let chars: Vec<char> = fingerprint.chars().collect();
    chars.chunks(8).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// One paragraph a line that says something.
pub(crate) fn paragraphs(text: &str) -> impl Iterator<Item = Block> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(Block::paragraph)
}

fn document(of: &LettreDecision) -> Document {
    let section = |title: &str, blocks| Section { title: title.into(), blocks };
    let mut document = Document {
        kind: "Lettre conjointe de décision".into(),
        title: format!("{} : {} {}", of.cpts, of.dossier, of.word()),
        subtitle: vec![liste(&of.institutions), format!("Référence {}, le {}", of.reference, date(of.jour))],
        banner: of.fictif.then(|| Banner {
            title: "Version fictive".into(),
            text: "Cette lettre vient de la démonstration. Elle n'engage personne.".into(),
        }),
        date: of.jour,
        dated: format!("Lettre établie le {}", date(of.jour)),
        author: of.region_ou_guichet.clone(),
        description: format!("Décision conjointe sur le dossier « {} » de {}.", of.dossier, of.cpts),
        keywords: vec!["CPTS".into(), "lettre d'intention".into(), "décision".into()],
        sections: vec![
            section("Objet", of.object()),
            section("Avis", of.opinions()),
            section("Décision", of.decision()),
            section("Suites", of.next()),
            section("Signatures", vec![Block::Signatures { names: of.institutions.clone() }]),
        ],
    };
    document.each_text(&mut |text| *text = french(text));
    document
}

/// The letter as a tagged PDF (PDF/UA-1), with a place for each signature.
///
/// # Errors
/// When the template is refused, which is a defect of the program.
pub fn decision_pdf(lettre: &LettreDecision) -> Result<Vec<u8>, DocumentError> {
    pdf::write(&document(lettre))
}

/// The letter for a word processor (DOCX).
///
/// # Errors
/// When the package is refused, which is a defect of the program.
pub fn decision_docx(lettre: &LettreDecision) -> Result<Vec<u8>, DocumentError> {
    docx::write(&document(lettre))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn lettre(acceptee: bool) -> LettreDecision {
        LettreDecision {
            region_ou_guichet: "Guichet CPTS de la Région imaginaire".into(),
            nature: DossierKind::LettreIntention,
            institutions: vec![
                "ARS imaginaire".into(),
                "CPAM de la Fausse".into(),
                "MSA de la Fausse".into(),
            ],
            cpts: "CPTS de l'Exemple".into(),
            dossier: "Lettre d'intention".into(),
            depose_le: date(2026, 9, 1),
            version: 2,
            empreinte: "0123456789abcdef".repeat(4),
            commission: Some(date(2026, 10, 15)),
            avis: vec![
                ("CPAM de la Fausse".into(), "Favorable".into(), "Territoire cohérent.".into()),
                ("MSA de la Fausse".into(), "Réservé".into(), String::new()),
            ],
            acceptee,
            motif: "Le territoire est complet.\nLes missions répondent aux besoins.".into(),
            jour: date(2026, 11, 2),
            reference: "LI-2026-014".into(),
            fictif: true,
        }
    }

    #[test]
    fn the_letter_says_what_is_decided_on_which_version_and_why() {
        let text = crate::text::write(&document(&lettre(true)));
        for part in [
            "Lettre d’intention acceptée",
            "n° 2, déposée le 01/09/2026",
            "01234567 89abcdef",
            "Commission\u{a0}: le 15/10/2026",
            "Sans motif écrit",
            "Les missions répondent aux besoins.",
            "projet de santé",
            "Version fictive",
            "Signature\u{a0}:",
        ] {
            assert!(text.contains(part), "{part} is missing from {text}");
        }
        let refused = crate::text::write(&document(&lettre(false)));
        assert!(refused.contains("refusée") && refused.contains("de refuser"), "{refused}");
        assert!(!refused.contains("projet de santé"), "{refused}");
    }

    #[test]
    fn the_letter_opens_and_the_same_values_give_the_same_bytes() {
        let pdf = decision_pdf(&lettre(true)).unwrap();
        assert_eq!(pdf, decision_pdf(&lettre(true)).unwrap());
        let read = lopdf::Document::load_mem(&pdf).unwrap();
        assert!(read.catalog().unwrap().has(b"StructTreeRoot"));
        let docx = decision_docx(&lettre(false)).unwrap();
        assert!(docx.starts_with(b"PK") && docx == decision_docx(&lettre(false)).unwrap());
    }
}
