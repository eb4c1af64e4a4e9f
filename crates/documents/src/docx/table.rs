//! Tables: a header row that comes back on each page, rows that are never cut, a title for screen readers.

use std::fmt::Write as _;

use super::body::run;
use crate::document::{Row, RowStyle, Table};
use crate::markup::escape;

/// Width of the text, in twentieths of a point.
const TEXT: f64 = 9638.0;
/// Width of a character of a cell, with the room around it shared out.
const LETTER: f64 = 92.0;
/// Narrowest and widest column of numbers.
const NARROW: f64 = 760.0;
const WIDE: f64 = 1900.0;
/// What columns of numbers may take together when others need room.
const MOST: f64 = 0.68;

/// The table.
pub fn write(table: &Table) -> String {
    let widths = widths(table);
    let caption = escape(&table.caption);
    let mut xml = format!(
        concat!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableauMaillage\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/>",
            "<w:tblLayout w:type=\"fixed\"/>",
            "<w:tblLook w:val=\"06A0\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"1\" w:lastColumn=\"0\"",
            " w:noHBand=\"1\" w:noVBand=\"1\"/><w:tblCaption w:val=\"{}\"/></w:tblPr><w:tblGrid>",
        ),
        TEXT, caption
    );
    for width in &widths {
        // Writing to a String cannot fail.
        let _ = write!(xml, "<w:gridCol w:w=\"{width}\"/>");
    }
    xml.push_str("</w:tblGrid>");
    let header = Row::plain(table.columns.iter().map(|column| column.title.clone()));
    row(&mut xml, (table, &widths), &header, true);
    for line in &table.rows {
        row(&mut xml, (table, &widths), line, false);
    }
    xml.push_str("</w:tbl>");
    xml
}

fn row(xml: &mut String, (table, widths): (&Table, &[u32]), row: &Row, header: bool) {
    xml.push_str(if header {
        "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    } else {
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
    });
    let bold = header || row.style == RowStyle::Total;
    for (rank, cell) in row.cells.iter().enumerate() {
        let number = table.columns.get(rank).is_some_and(|column| column.number);
        let style = if number { "CelluleNombre" } else { "Cellule" };
        let indent = if row.style == RowStyle::Part && rank == 0 { "<w:ind w:left=\"200\"/>" } else { "" };
        let width = widths.get(rank).copied().unwrap_or_default();
        let content = if cell.is_empty() { String::new() } else { run(cell, bold) };
        let _ = write!(
            xml,
            concat!(
                "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/></w:tcPr>",
                "<w:p><w:pPr><w:pStyle w:val=\"{}\"/>{}</w:pPr>{}</w:p></w:tc>"
            ),
            width, style, indent, content
        );
    }
    xml.push_str("</w:tr>");
}

/// Two places to sign a row, high enough for a pen.
pub fn signatures(names: &[String], lines: &[&str]) -> String {
    let half = TEXT / 2.0;
    let mut xml = format!(
        concat!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableauNormal\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/>",
            "<w:tblBorders>{}</w:tblBorders><w:tblLayout w:type=\"fixed\"/>",
            "<w:tblLook w:val=\"0000\"/><w:tblCaption w:val=\"Signatures\"/></w:tblPr>",
            "<w:tblGrid><w:gridCol w:w=\"{}\"/><w:gridCol w:w=\"{}\"/></w:tblGrid>",
        ),
        TEXT,
        ["top", "left", "bottom", "right", "insideH", "insideV"]
            .map(|side| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"55646C\"/>"))
            .concat(),
        half,
        half
    );
    for pair in names.chunks(2) {
        xml.push_str("<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"2000\" w:hRule=\"atLeast\"/></w:trPr>");
        for rank in 0..2 {
            let _ = write!(xml, "<w:tc><w:tcPr><w:tcW w:w=\"{half}\" w:type=\"dxa\"/></w:tcPr>");
            let mut paragraph =
                |runs: &str| write!(xml, "<w:p><w:pPr><w:pStyle w:val=\"Cellule\"/></w:pPr>{runs}</w:p>");
            let _ = paragraph(&pair.get(rank).map_or(String::new(), |name| run(name, true)));
            for line in lines.iter().filter(|_| rank < pair.len()) {
                let _ = paragraph(&run(&format!("{line}\u{a0}:"), false));
            }
            xml.push_str("</w:tc>");
        }
        xml.push_str("</w:tr>");
    }
    xml.push_str("</w:tbl>");
    xml
}

/// Columns without a weight take what their content needs; the others share the rest.
fn widths(table: &Table) -> Vec<u32> {
    let needed = |rank: usize| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(rank));
        let longest = cells.map(|cell| cell.chars().count()).max().unwrap_or(0);
        // A heading is cut at its spaces.
        let heading =
            table.columns[rank].title.split(' ').map(|word| word.chars().count()).max().unwrap_or(0);
        (longest.max(heading) as f64 * LETTER + 160.0).clamp(NARROW, WIDE)
    };
    let weight: f64 = table.columns.iter().map(|column| f64::from(column.weight)).sum();
    let mut fixed: Vec<f64> = (0..table.columns.len())
        .map(|rank| if table.columns[rank].weight == 0 { needed(rank) } else { 0.0 })
        .collect();
    let sum: f64 = fixed.iter().sum();
    let allowed = if weight > 0.0 { TEXT * MOST } else { TEXT };
    if sum > allowed || (weight == 0.0 && sum > 0.0) {
        fixed.iter_mut().for_each(|width| *width *= allowed / sum);
    }
    let rest = TEXT - fixed.iter().sum::<f64>();
    let share = |rank: usize| match table.columns[rank].weight {
        0 => fixed[rank],
        own => rest * f64::from(own) / weight,
    };
    (0..table.columns.len()).map(|rank| share(rank).round() as u32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Column;

    fn table(columns: Vec<Column>, cell: &str) -> Table {
        let row = Row::plain(columns.iter().map(|_| cell.to_owned()));
        Table { caption: "Essai".into(), columns, rows: vec![row] }
    }

    #[test]
    fn columns_fill_the_width_whatever_they_hold() {
        let numbers = |count: usize| (0..count).map(|_| Column::number("Région imaginaire"));
        for count in 1..12 {
            let columns = std::iter::once(Column::text("Indicateur", 1)).chain(numbers(count)).collect();
            let widths = widths(&table(columns, "13,3 % (partiel, estimé)"));
            let sum: u32 = widths.iter().sum();
            assert!(sum.abs_diff(9638) < 12, "{count}: {widths:?}");
            assert!(widths[0] >= 3000, "{count}: {widths:?}");
        }
        assert!(widths(&table(numbers(3).collect(), "1")).iter().sum::<u32>().abs_diff(9638) < 4);
    }

    #[test]
    fn the_header_row_comes_back_on_each_page() {
        let xml = write(&table(vec![Column::text("A & B", 1)], "x"));
        assert_eq!(xml.matches("<w:tblHeader/>").count(), 1);
        assert!(xml.contains("A &amp; B") && xml.contains("<w:tblCaption w:val=\"Essai\"/>"));
    }
}
