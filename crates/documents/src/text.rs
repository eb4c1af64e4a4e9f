//! A [`Document`] as plain text for a terminal.

use crate::document::{Block, Column, Document, Entry, Figure, Note, Row, RowStyle, SIGNATURE, Table};
use crate::wording::places;

/// Width of paragraphs, in characters.
const WIDTH: usize = 88;
/// Widest cell of a table; longer texts go on the next line.
const CELL: usize = 30;

/// The document as lines of text.
pub fn write(document: &Document) -> String {
    let mut out = format!("{}\n{}\n", document.title, "=".repeat(document.title.chars().count().min(WIDTH)));
    for line in &document.subtitle {
        paragraph(&mut out, "", line);
    }
    if let Some(banner) = &document.banner {
        out.push('\n');
        paragraph(&mut out, "*** ", &format!("{}. {}", banner.title, banner.text));
    }
    for section in &document.sections {
        out.push_str(&format!("\n{}\n{}\n", section.title, "-".repeat(section.title.chars().count())));
        section.blocks.iter().for_each(|block| write_block(&mut out, block));
    }
    out
}

fn write_block(out: &mut String, block: &Block) {
    match block {
        Block::Heading { text } => {
            out.push('\n');
            paragraph(out, "## ", text);
        }
        Block::PageBreak => {}
        Block::Paragraph { text } => paragraph(out, "", text),
        Block::Code { label, value } => {
            paragraph(out, "", label);
            paragraph(out, "    ", value);
        }
        Block::Note(note) => write_note(out, note),
        Block::Figures { items } => write_figures(out, items),
        Block::Table(table) => write_table(out, table),
        // A terminal shows no drawing: its description stands for it.
        Block::Drawing(drawing) => paragraph(out, "", &drawing.alt),
        Block::Entries { items } => {
            items.iter().enumerate().for_each(|(rank, entry)| write_entry(out, rank + 1, entry));
        }
        Block::List { items } => items.iter().for_each(|item| paragraph(out, "- ", item)),
        Block::Facts { items } => {
            items
                .iter()
                .for_each(|fact| paragraph(out, "", &format!("{}\u{a0}: {}", fact.label, fact.value)));
        }
        Block::Signatures { names } => {
            for name in names {
                paragraph(out, "", name);
                SIGNATURE.iter().for_each(|line| paragraph(out, "    ", &format!("{line}\u{a0}:")));
            }
        }
    }
}

/// Writes a text under a first mark, its other lines aligned with the first.
fn paragraph(out: &mut String, mark: &str, text: &str) {
    let indent = mark.chars().count();
    for (rank, line) in wrap(text, WIDTH - indent).iter().enumerate() {
        if rank == 0 {
            out.push_str(mark);
        } else {
            out.push_str(&" ".repeat(indent));
        }
        out.push_str(line);
        out.push('\n');
    }
}

/// Lines of at most `width` characters, cut at ordinary spaces only.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split([' ', '\n']).filter(|word| !word.is_empty()) {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += length;
        }
    }
    lines
}

fn write_note(out: &mut String, note: &Note) {
    let text = if note.attention { format!("À vérifier\u{a0}: {}", note.text) } else { note.text.clone() };
    paragraph(out, if note.attention { "! " } else { "- " }, &text);
    if !note.places.is_empty() {
        paragraph(out, "  ", &places(&note.places));
    }
}

fn write_figures(out: &mut String, items: &[Figure]) {
    let widest =
        |text: fn(&Figure) -> &str| items.iter().map(|item| text(item).chars().count()).max().unwrap_or(0);
    let (label, value) = (widest(|item| &item.label), widest(|item| &item.value));
    for item in items {
        let mark = format!("{}  {}  ", pad(&item.label, label, false), pad(&item.value, value, true));
        paragraph(out, &mark, &item.details.join(". "));
    }
    // Lines without details end with the spaces of their mark.
    *out = out.lines().map(|line| format!("{}\n", line.trim_end_matches(' '))).collect();
}

fn pad(text: &str, width: usize, right: bool) -> String {
    let space = " ".repeat(width.saturating_sub(text.chars().count()));
    if right { format!("{space}{text}") } else { format!("{text}{space}") }
}

fn write_table(out: &mut String, table: &Table) {
    let header = Row::plain(table.columns.iter().map(|column| column.title.clone()));
    let lines: Vec<(RowStyle, Vec<Vec<String>>)> =
        std::iter::once(&header).chain(&table.rows).map(|row| (row.style, wrapped(row))).collect();
    let widths: Vec<usize> = (0..table.columns.len())
        .map(|rank| {
            let cells = lines.iter().filter_map(|(_, cells)| cells.get(rank));
            cells.flatten().map(|line| line.chars().count()).max().unwrap_or(0)
        })
        .collect();
    out.push('\n');
    paragraph(out, "", &table.caption);
    let rule: String = widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>().join("  ");
    for (rank, (style, cells)) in lines.iter().enumerate() {
        if *style == RowStyle::Total {
            out.push_str(&format!("{rule}\n"));
        }
        write_cells(out, &table.columns, &widths, cells);
        if rank == 0 {
            out.push_str(&format!("{rule}\n"));
        }
    }
    out.push('\n');
}

fn wrapped(row: &Row) -> Vec<Vec<String>> {
    let indent = if row.style == RowStyle::Part { "  " } else { "" };
    row.cells
        .iter()
        .enumerate()
        .map(|(rank, cell)| {
            let mark = if rank == 0 { indent } else { "" };
            wrap(cell, CELL - mark.len()).into_iter().map(|line| format!("{mark}{line}")).collect()
        })
        .collect()
}

fn write_cells(out: &mut String, columns: &[Column], widths: &[usize], cells: &[Vec<String>]) {
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    for level in 0..height {
        let line: Vec<String> = cells
            .iter()
            .zip(columns)
            .zip(widths)
            .map(|((cell, column), width)| {
                pad(cell.get(level).map_or("", String::as_str), *width, column.number)
            })
            .collect();
        out.push_str(line.join("  ").trim_end_matches(' '));
        out.push('\n');
    }
}

fn write_entry(out: &mut String, rank: usize, entry: &Entry) {
    let mark = format!("{rank}. ");
    paragraph(out, &mark, &entry.title);
    let indent = " ".repeat(mark.len());
    for line in entry.lines.iter().chain(&entry.link) {
        paragraph(out, &indent, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_at_ordinary_spaces_only() {
        assert_eq!(wrap("un deux\u{a0}trois quatre", 10), ["un", "deux\u{a0}trois", "quatre"]);
        assert_eq!(wrap("", 10), [""]);
    }
}
