//! Fields as blocks.

use domain::dossier::lettre::{Champ, Colonne, Contenu, Fait, Partie, Tableau};

use super::Statut;
use crate::decision::paragraphs;
use crate::document::{Block, Column, Drawing, Fact, Note, Row, RowStyle, Section, Table};

/// Widest word that a column is given room for, in characters: a longer one is cut.
const WORD: usize = 20;
/// A column asks for no more room than a text of that length.
const TEXT: usize = 34;

/// A part with its fields. `known` counts the passports that a reference may name.
pub fn section(partie: &Partie, known: usize, statut: Statut) -> Section {
    let mut blocks = Vec::new();
    for champ in &partie.champs {
        // A part of one field often has its name.
        if champ.titre != partie.titre {
            blocks.push(Block::heading(&champ.titre));
        }
        blocks.extend(field(champ, known, statut));
    }
    Section { title: partie.titre.clone(), blocks }
}

/// Whether nothing was written nor filled in.
pub fn is_empty(champ: &Champ) -> bool {
    champ.contenu.iter().all(nothing)
}

fn nothing(contenu: &Contenu) -> bool {
    let blank = |text: &String| text.trim().is_empty();
    match contenu {
        Contenu::Paragraphe { texte } => blank(texte),
        Contenu::Liste { lignes } => lignes.iter().all(blank),
        Contenu::Faits { faits } => faits.is_empty(),
        Contenu::Tableau(tableau) => tableau.lignes.is_empty(),
        Contenu::Carte { svg, tableau, .. } => {
            svg.is_empty() && tableau.as_ref().is_none_or(|own| own.lignes.is_empty())
        }
    }
}

fn field(champ: &Champ, known: usize, statut: Statut) -> Vec<Block> {
    let mut blocks = Vec::new();
    if is_empty(champ) {
        let word = if statut == Statut::Brouillon { "À compléter" } else { "Non renseigné" };
        blocks.push(remark(word.to_owned()));
    }
    for contenu in &champ.contenu {
        content(&mut blocks, champ, contenu, known);
    }
    let lines = champ.explication.iter().flat_map(|text| text.lines());
    for (rank, line) in lines.map(str::trim).filter(|line| !line.is_empty()).enumerate() {
        let mark = if rank == 0 { "Explication de la CPTS : " } else { "" };
        blocks.push(remark(format!("{mark}{line}")));
    }
    blocks
}

fn remark(text: String) -> Block {
    Block::Note(Note { attention: false, text, places: Vec::new() })
}

fn content(blocks: &mut Vec<Block>, champ: &Champ, contenu: &Contenu, known: usize) {
    match contenu {
        Contenu::Paragraphe { texte } => blocks.extend(paragraphs(texte)),
        Contenu::Liste { lignes } => {
            let items: Vec<String> =
                lignes.iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
            blocks.extend((!items.is_empty()).then_some(Block::List { items }));
        }
        Contenu::Faits { faits } if faits.is_empty() => {}
        Contenu::Faits { faits } => {
            blocks.push(Block::Facts { items: faits.iter().map(|one| fact(one, known)).collect() });
        }
        Contenu::Tableau(tableau) => blocks.push(table(tableau, known)),
        Contenu::Carte { svg, texte, tableau } => {
            if !svg.is_empty() {
                blocks.push(Block::Drawing(Drawing {
                    svg: svg.clone(),
                    // A picture without words would be lost for those who do not see it.
                    alt: if texte.trim().is_empty() { champ.titre.clone() } else { texte.clone() },
                    caption: if texte.trim().is_empty() { champ.titre.clone() } else { texte.clone() },
                    width: 100,
                }));
            }
            blocks.extend(tableau.as_ref().map(|own| table(own, known)));
        }
    }
}

fn fact(of: &Fait, known: usize) -> Fact {
    Fact { label: of.libelle.clone(), value: format!("{}{}", of.valeur, references(&of.sources, known)) }
}

/// The numbers of the passports, as the annex numbers them: ` [1, 3]`.
fn references(ranks: &[usize], known: usize) -> String {
    let numbers: Vec<String> =
        ranks.iter().filter(|rank| **rank < known).map(|rank| (rank + 1).to_string()).collect();
    if numbers.is_empty() { String::new() } else { format!("\u{a0}[{}]", numbers.join(",\u{a0}")) }
}

fn table(of: &Tableau, known: usize) -> Block {
    let caption = format!("{}{}", of.titre, references(&of.sources, known));
    if of.lignes.is_empty() {
        return Block::paragraph(format!("{caption} : aucune ligne."));
    }
    // A row longer than the header would be lost, a shorter one would shift the next.
    let width = of.lignes.iter().map(Vec::len).chain([of.colonnes.len()]).max().unwrap_or(0);
    let last = of.lignes.len() - 1;
    let rows = of.lignes.iter().enumerate().map(|(rank, cells)| {
        let mut cells = cells.clone();
        cells.resize(width, String::new());
        let style = if of.total && rank == last { RowStyle::Total } else { RowStyle::Plain };
        Row { style, cells }
    });
    let columns = (0..width).map(|rank| column(of, rank)).collect();
    Block::Table(Table { caption, columns, rows: rows.collect() })
}

/// A column with its share of the width: room for its longest word, and more when its texts are long.
fn column(of: &Tableau, rank: usize) -> Column {
    let nameless = Colonne { titre: String::new(), nombre: false };
    let own = of.colonnes.get(rank).unwrap_or(&nameless);
    let cells = of.lignes.iter().filter_map(|cells| cells.get(rank));
    let texts = cells.map(String::as_str);
    let word = |text: &str| text.split([' ', '-']).map(|word| word.chars().count()).max().unwrap_or(0);
    let longest_word = texts.clone().map(word).max().unwrap_or(0).max(word(&own.titre));
    let longest_text = texts.map(|text| text.chars().count()).max().unwrap_or(0);
    let need = longest_word.min(WORD).max(longest_text.min(TEXT) * 3 / 5).max(4) + 3;
    let weight = u8::try_from(need).unwrap_or(u8::MAX);
    if own.nombre { Column::share(&own.titre, weight) } else { Column::text(&own.titre, weight) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tableau(columns: &[(&str, bool)], lignes: &[&[&str]]) -> Tableau {
        Tableau {
            titre: "Essai".into(),
            colonnes: columns
                .iter()
                .map(|(titre, nombre)| Colonne { titre: (*titre).into(), nombre: *nombre })
                .collect(),
            lignes: lignes.iter().map(|line| line.iter().map(|cell| (*cell).into()).collect()).collect(),
            total: true,
            sources: vec![1, 7],
        }
    }

    #[test]
    fn a_table_keeps_each_cell_its_sum_and_the_references_that_exist() {
        let Block::Table(made) =
            table(&tableau(&[("A", false), ("B", true)], &[&["x", "1", "y"], &["t"]]), 2)
        else {
            panic!("not a table")
        };
        assert_eq!(made.caption, "Essai\u{a0}[2]");
        assert_eq!(made.columns.len(), 3);
        assert_eq!(made.rows[0].cells, ["x", "1", "y"]);
        assert_eq!((made.rows[1].style, made.rows[1].cells.len()), (RowStyle::Total, 3));
    }

    #[test]
    fn a_wide_text_takes_more_room_than_a_number() {
        let own = tableau(&[("Commune", false), ("Hab.", true)], &[&["Saint-Imaginaire-lès-Mirages", "12"]]);
        let (text, number) = (column(&own, 0), column(&own, 1));
        assert!(text.weight > 2 * number.weight && number.number, "{text:?} {number:?}");
    }

    #[test]
    fn a_table_without_rows_is_said_in_words() {
        assert_eq!(table(&tableau(&[("A", false)], &[]), 0), Block::paragraph("Essai : aucune ligne."));
    }
}
