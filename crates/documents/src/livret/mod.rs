//! The booklet of a diagnosis: its document for the PDF, the HTML page, the plain text and the word processor; its
//! workbook, its table and its JSON for programs.

mod annex;
mod csv;
mod families;
mod front;
mod json;
mod lines;
mod maps;
mod offre;
mod xlsx;

pub use csv::write as csv;
pub use json::write as json;
pub use xlsx::write as xlsx;

use domain::diagnostic::Diagnostic;
use domain::nombres::date;

use crate::document::{Banner, Block, Document, Section};
use crate::typography::french;
use crate::wording;
use annex::Numbers;

/// Everything the booklet says, in reading order.
pub fn document(diagnostic: &Diagnostic) -> Document {
    let dated = established(diagnostic);
    let mut document = Document {
        kind: KIND.into(),
        title: diagnostic.territoire.clone(),
        subtitle: vec![
            diagnostic.cpts.clone(),
            format!("Variante «\u{a0}{}\u{a0}», périmètre n° {}", diagnostic.variante, diagnostic.revision),
            dated.clone(),
        ],
        banner: diagnostic
            .is_fictitious()
            .then(|| Banner { title: wording::FICTITIOUS.into(), text: wording::FICTITIOUS_TEXT.into() }),
        date: diagnostic.established_on,
        dated,
        author: diagnostic.cpts.clone(),
        description: format!(
            "Population, offre de soins, accès aux soins et comparaisons du territoire «\u{a0}{}\u{a0}».",
            diagnostic.territoire
        ),
        keywords: ["CPTS", "diagnostic territorial", "offre de soins", "accès aux soins"]
            .map(Into::into)
            .to_vec(),
        sections: sections(diagnostic),
    };
    document.each_text(&mut |text| *text = french(text));
    document
}

/// What the document is.
const KIND: &str = "Diagnostic territorial";

/// `Diagnostic établi le 18/04/2023`.
fn established(diagnostic: &Diagnostic) -> String {
    format!("Diagnostic établi le {}", date(diagnostic.established_on))
}

fn sections(diagnostic: &Diagnostic) -> Vec<Section> {
    let numbers = Numbers::of(diagnostic);
    let section = |title: &str, blocks: Vec<Block>| Section { title: title.into(), blocks };
    let mut sections = vec![
        section("En bref", front::summary(diagnostic)),
        section("Ce qui ressort ici", front::highlights(diagnostic, &numbers)),
        section("Lire les comparaisons", front::comparisons(diagnostic)),
    ];
    for family in diagnostic.families.iter().filter(|family| !family.indicators.is_empty()) {
        sections.push(section(family.famille.label(), families::blocks(family, diagnostic, &numbers)));
    }
    sections.extend([
        section("Professionnels de santé", offre::professionals(diagnostic, &numbers)),
        section("Structures et quartiers", offre::structures(diagnostic, &numbers)),
        section("Cartes", maps::blocks(diagnostic)),
        section("Annexe\u{a0}: passeports des chiffres", numbers.blocks(diagnostic)),
        section("Annexe\u{a0}: sources", annex::sources(diagnostic)),
    ]);
    // The reader may hand over a part: comparisons, maps and annexes begin on a page of their own.
    let parts = ["Lire les comparaisons", "Structures et quartiers", "Cartes"];
    for section in sections.iter_mut().filter(|section| parts.contains(&section.title.as_str())) {
        section.blocks.push(Block::PageBreak);
    }
    sections
}
