//! The activity report: the texts of the CPTS, with the figures that the house knows beside them.

use domain::aci::dialogue::{DialogueRedige, MissionDialogue};

use super::coque;
use crate::DocumentError;
use crate::decision::paragraphs;
use crate::document::{Block, Column, Document, Row, Section, Table};
use crate::typography::french;
use crate::{docx, pdf};

const NOTHING: &str = "Rien n'est écrit à ce jour.";

fn text(words: &str) -> Vec<Block> {
    let blocks: Vec<Block> = paragraphs(words).collect();
    if blocks.is_empty() { vec![Block::paragraph(NOTHING)] } else { blocks }
}

fn mission(one: &MissionDialogue) -> Section {
    let mut blocks = text(&one.texte);
    if !one.lignes.is_empty() {
        let row = |line: &domain::aci::dialogue::LigneDialogue| {
            Row::plain([
                format!("{}. {}", line.numero, line.intitule),
                line.cible.clone(),
                line.valeur_texte.clone().unwrap_or_else(|| super::UNKNOWN.into()),
                line.etat.label().into(),
            ])
        };
        let columns = vec![
            Column::text("Indicateur", 5),
            Column::text("Cible", 4),
            Column::text("Valeur", 2),
            Column::text("État", 2),
        ];
        let caption = format!("{} : indicateurs de l'année", one.court);
        blocks.push(Block::Table(Table { caption, columns, rows: one.lignes.iter().map(row).collect() }));
    }
    Section { title: one.titre.clone(), blocks }
}

fn document(of: &DialogueRedige) -> Document {
    let mut document = coque(of, "Rapport d'activité");
    // Missions stand where the life of the community ends and before what was hard.
    let (first, last) = of.rapport.split_at(of.rapport.len().min(2));
    let part = |one: &domain::aci::dialogue::TexteRapport| Section {
        title: one.rubrique.label().into(),
        blocks: text(&one.texte),
    };
    document.sections.extend(first.iter().map(part));
    document.sections.extend(of.missions.iter().map(mission));
    document.sections.extend(last.iter().map(part));
    document.each_text(&mut |text| *text = french(text));
    document
}

/// The activity report for a word processor (DOCX), to be corrected and signed.
///
/// # Errors
/// When the package is refused, which is a defect of the program.
pub fn rapport_activite_docx(of: &DialogueRedige) -> Result<Vec<u8>, DocumentError> {
    docx::write(&document(of))
}

/// The same as a tagged PDF (PDF/UA-1).
///
/// # Errors
/// When the template is refused, which is a defect of the program.
pub fn rapport_activite_pdf(of: &DialogueRedige) -> Result<Vec<u8>, DocumentError> {
    pdf::write(&document(of))
}
