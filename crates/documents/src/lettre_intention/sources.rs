//! The annex that gives the passport of each figure, and the same as lines for a spreadsheet.

use domain::dossier::lettre::{Contenu, Redigee, Source};

use crate::csv::{MARK, line};
use crate::document::{Block, Entry, Section};

const TITLE: &str = "Sources et passeports des chiffres";

/// The annex, numbered as the references are; `None` when no figure has a passport.
pub fn section(of: &Redigee) -> Option<Section> {
    if of.sources.is_empty() {
        return None;
    }
    let intro = Block::paragraph(
        "Chaque nombre entre crochets renvoie à la source du même rang. « Périmètre » dit de quel endroit parle \
         exactement le chiffre.",
    );
    let items = of.sources.iter().enumerate().map(|(rank, source)| entry(of, rank, source)).collect();
    Some(Section { title: TITLE.into(), blocks: vec![intro, Block::Entries { items }] })
}

fn entry(of: &Redigee, rank: usize, source: &Source) -> Entry {
    let named = |label: &str, value: &str| (!value.is_empty()).then(|| format!("{label} : {value}"));
    let first = [named("Millésime", &source.millesime), named("Unité", &source.unite)];
    let first: Vec<String> = first.into_iter().flatten().collect();
    let cited = cited(of, rank);
    let lines = [
        (!first.is_empty()).then(|| first.join(". ")),
        named("Périmètre", &source.perimetre),
        source.masque.as_deref().and_then(|masque| named("Masque", masque)),
        (!cited.is_empty()).then(|| format!("Cité dans : {}", cited.join(" ; "))),
    ];
    Entry { title: source.citation.clone(), lines: lines.into_iter().flatten().collect(), link: None }
}

/// Titles of the fields whose figures rest on this source.
fn cited(of: &Redigee, rank: usize) -> Vec<&str> {
    let holds = |contenu: &Contenu| match contenu {
        Contenu::Faits { faits } => faits.iter().any(|fait| fait.sources.contains(&rank)),
        Contenu::Tableau(tableau) | Contenu::Carte { tableau: Some(tableau), .. } => {
            tableau.sources.contains(&rank)
        }
        _ => false,
    };
    of.champs().filter(|champ| champ.contenu.iter().any(holds)).map(|champ| champ.titre.as_str()).collect()
}

/// The passports for a French spreadsheet: UTF-8 with a mark, `;`.
pub fn passeports_csv(of: &Redigee) -> Vec<u8> {
    let mut text = MARK.to_owned();
    let header = ["Numéro", "Source", "Millésime", "Périmètre", "Unité", "Masque", "Cité dans"];
    line(&mut text, &header.map(str::to_owned));
    for (rank, source) in of.sources.iter().enumerate() {
        let cells = [
            (rank + 1).to_string(),
            source.citation.clone(),
            source.millesime.clone(),
            source.perimetre.clone(),
            source.unite.clone(),
            source.masque.clone().unwrap_or_default(),
            cited(of, rank).join(" ; "),
        ];
        line(&mut text, &cells);
    }
    text.into_bytes()
}
