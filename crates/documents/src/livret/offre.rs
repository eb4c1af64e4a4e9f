//! Who treats here, counted by whom; which structures stand here; which priority neighbourhoods are met.

use domain::diagnostic::offre::{GroupeLu, LigneEffectif};
use domain::diagnostic::{Chiffre, Diagnostic, Unite};
use domain::nombres::{FINE, decimal, liste, pourcent};

use super::annex::{Numbers, Subject, counts};
use crate::diagnostic_words as words;
use crate::document::{Block, Column, Drawing, Note, Row, Table};
use crate::svg::{SvgOptions, effectifs_svg};

/// What stands where nobody gave a count.
pub const NOT_GIVEN: &str = "non fourni";

pub fn professionals(diagnostic: &Diagnostic, numbers: &Numbers<'_>) -> Vec<Block> {
    let lines = &diagnostic.offre.effectifs;
    if lines.is_empty() {
        return vec![Block::paragraph(
            "Effectifs\u{a0}: non publié. Aucune source ne compte ici les professionnels de santé.",
        )];
    }
    let intro = "Chaque personne compte une seule fois dans le territoire, même avec plusieurs cabinets. «\u{a0}Non fourni\u{a0}»\u{a0}: personne n'a donné ce compte.";
    let mut blocks = vec![Block::paragraph(intro), Block::Table(table(lines, numbers))];
    blocks.extend(lines.iter().flat_map(gaps));
    if lines.iter().any(|line| line.officiel.value.is_some()) {
        let options = SvgOptions::effectifs(lines);
        blocks.push(Block::Drawing(Drawing {
            svg: effectifs_svg(lines, &options),
            alt: options.description,
            caption: "Personnes par profession, selon le registre officiel.".into(),
            width: 82,
        }));
    }
    blocks.push(Block::Table(rules(lines)));
    blocks
}

fn table(lines: &[LigneEffectif], numbers: &Numbers<'_>) -> Table {
    let mut columns = vec![Column::text("Profession", 5)];
    columns.extend(counts(&lines[0]).map(|(name, _)| Column::share(name, 2)));
    columns.push(Column::share("Seconds cabinets réunis", 2));
    let rows = lines.iter().map(|line| {
        let label = numbers.cite(&line.label, Subject::Profession(&line.regle));
        let cells = counts(line).map(|(_, chiffre)| count(chiffre));
        Row::plain(std::iter::once(label).chain(cells).chain([second_sites(line)]))
    });
    Table { caption: "Effectifs par profession, selon chaque source".into(), columns, rows: rows.collect() }
}

/// A count, or that nobody gave it.
pub fn count(chiffre: Option<&Chiffre>) -> String {
    chiffre.map_or_else(|| NOT_GIVEN.to_owned(), |chiffre| words::figure(chiffre, Unite::Nombre))
}

fn second_sites(line: &LigneEffectif) -> String {
    line.second_sites.map_or_else(|| NOT_GIVEN.to_owned(), |count| decimal(count, 0))
}

fn gaps(line: &LigneEffectif) -> Vec<Block> {
    let note = |attention: bool, text: &str| {
        let text = format!("{}. {text}", line.label);
        Block::Note(Note { attention, text, places: vec![] })
    };
    let reserved = words::reservations(&line.officiel).into_iter().map(|sentence| note(false, &sentence));
    line.gaps.iter().map(|sentence| note(false, sentence)).chain(reserved).collect()
}

fn rules(lines: &[LigneEffectif]) -> Table {
    Table {
        caption: "Règles de comptage".into(),
        columns: vec![Column::text("Profession", 1), Column::text("Qui est compté", 3)],
        rows: lines.iter().map(|line| Row::plain([line.label.clone(), line.rule.clone()])).collect(),
    }
}

pub fn structures(diagnostic: &Diagnostic, numbers: &Numbers<'_>) -> Vec<Block> {
    let groups = &diagnostic.offre.structures;
    let mut blocks = Vec::new();
    if groups.is_empty() {
        blocks.push(Block::paragraph("Structures\u{a0}: non publié. Aucune source ne les donne ici."));
    } else {
        let rows = groups.iter().map(|group| {
            let label = numbers.cite(&group.label, Subject::Group(&group.code));
            Row::plain([label, words::figure(&group.count, Unite::Nombre), communes(group)])
        });
        blocks.push(Block::Table(Table {
            caption: "Structures du territoire, par catégorie".into(),
            columns: vec![
                Column::text("Catégorie", 4),
                Column::number("Nombre"),
                Column::text("Communes", 7),
            ],
            rows: rows.collect(),
        }));
    }
    blocks.push(neighbourhoods(diagnostic));
    blocks
}

/// The communes that have one, with how many when there are several: `Uzès (3), Saint-Siffret`.
pub fn communes(group: &GroupeLu) -> String {
    let names = group.communes().into_iter().map(|commune| {
        let count = group.sites.iter().filter(|site| site.commune.as_deref() == Some(commune)).count();
        if count > 1 { format!("{commune} ({count})") } else { commune.to_owned() }
    });
    let mut names: Vec<String> = names.collect();
    let unknown = group.sites.iter().filter(|site| site.commune.is_none()).count();
    if unknown > 0 {
        names.push(format!("commune non publiée ({unknown})"));
    }
    if names.is_empty() && group.count.value == Some(0.0) { "aucune".to_owned() } else { liste(&names) }
}

fn neighbourhoods(diagnostic: &Diagnostic) -> Block {
    let parts = &diagnostic.offre.quartiers;
    if parts.is_empty() {
        return Block::paragraph(
            "Quartiers prioritaires de la politique de la ville (QPV)\u{a0}: aucun n'est connu dans ce périmètre.",
        );
    }
    let rows = parts
        .iter()
        .map(|part| Row::plain([part.name.clone(), part.code.clone(), pourcent(part.share_inside)]));
    Block::Table(Table {
        caption: format!(
            "Quartiers prioritaires (QPV) que le périmètre rencontre{FINE}; la part est celle de leur surface"
        ),
        columns: vec![
            Column::text("Quartier", 1),
            Column::text("Code", 0),
            Column::number("Surface dans le territoire"),
        ],
        rows: rows.collect(),
    })
}
