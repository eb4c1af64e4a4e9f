//! Where the territory lies and what deserves a look.

use domain::nombres::pourcent;
use domain::territoire::fiche::Fiche;
use domain::territoire::phrases::{self, Sentence, Weight};

use crate::document::{Block, Column, Drawing, Note, Row, Table};
use crate::svg::{SvgOptions, carte_svg};
use crate::wording;

pub fn map(fiche: &Fiche) -> Vec<Block> {
    let Some(carte) = &fiche.carte else { return vec![Block::paragraph(wording::NO_MAP)] };
    let alt = wording::map_description(fiche, carte);
    let options =
        SvgOptions { title: format!("Carte du territoire {}", fiche.territoire), description: alt.clone() };
    let caption = format!("Territoire «\u{a0}{}\u{a0}» et lieux voisins.", fiche.territoire);
    vec![Block::Drawing(Drawing { svg: carte_svg(carte, &options), alt, caption, width: 100 })]
}

/// Checks as sentences, the weightier first.
pub fn sentences(fiche: &Fiche) -> Vec<Sentence> {
    let mut sentences: Vec<Sentence> = fiche.diagnosis.checks.iter().map(phrases::check).collect();
    sentences.sort_by_key(|sentence| !is_attention(sentence));
    sentences
}

/// Whether a sentence deserves a look before the territory is announced.
pub fn is_attention(sentence: &Sentence) -> bool {
    sentence.weight == Weight::Attention
}

pub fn checks(fiche: &Fiche) -> Vec<Block> {
    let sentences = sentences(fiche);
    if sentences.is_empty() {
        return vec![Block::paragraph("Aucun point à signaler.")];
    }
    let note = |sentence: Sentence| {
        Block::Note(Note { attention: is_attention(&sentence), text: sentence.text, places: sentence.places })
    };
    sentences.into_iter().map(note).collect()
}

pub fn quartiers(fiche: &Fiche) -> Vec<Block> {
    if fiche.quartiers.is_empty() {
        return vec![Block::paragraph(wording::no_quartier(&fiche.diagnosis))];
    }
    let rows = fiche
        .quartiers
        .iter()
        .map(|part| Row::plain([part.name.clone(), part.code.clone(), pourcent(part.share_inside)]));
    vec![Block::Table(Table {
        caption: "Quartiers prioritaires (QPV) que le périmètre rencontre".into(),
        columns: vec![
            Column::text("Quartier", 1),
            Column::text("Code", 0),
            Column::number("Surface dans le territoire"),
        ],
        rows: rows.collect(),
    })]
}
