//! The beginning of a file: enough to recognise its kind without reading it.

use std::collections::HashMap;

use crate::container::Member;
use crate::error::ReadError;
use crate::sheet::{self, Sheet, write_cell};
use crate::stream::{Delimited, Dialect};
use crate::text;

/// Bytes of content that are looked at.
const SAMPLE: u64 = 64 * 1024;
/// Rows among which the header is looked for: some workbooks have titles and notes above it.
const HEADER_ROWS: usize = 15;

/// What the content is, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Delimited text.
    Text,
    /// JSON, for example GeoJSON.
    Json,
    /// xlsx, xls or ods.
    Workbook,
    /// SQLite, for example GeoPackage.
    Sqlite,
}

/// The beginning of a member.
pub(crate) struct Head {
    /// Name of the member.
    pub(crate) name: String,
    /// What it is.
    pub(crate) format: Format,
    /// Its first bytes.
    pub(crate) start: Vec<u8>,
    /// How its cells are told apart, for a text.
    pub(crate) dialect: Dialect,
    /// Its sheets, for a workbook.
    pub(crate) sheets: Vec<Sheet>,
    /// The first rows of each table: one for a text, one a sheet for a workbook.
    rows: Vec<Vec<(u64, Vec<String>)>>,
}

/// Titles of columns, by rank and by normalised name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    titles: Vec<String>,
    ranks: HashMap<String, usize>,
}

/// Where a header stands.
#[derive(Clone, Debug)]
pub(crate) struct HeaderAt {
    /// Line or row, from 1.
    pub(crate) row: u64,
    /// Rank of the sheet, for a workbook.
    pub(crate) sheet: Option<usize>,
    /// The columns.
    pub(crate) columns: Columns,
}

impl Columns {
    /// The columns of a file that does not name them.
    pub(crate) fn unwritten(names: &[&str]) -> Self {
        Self::new(names.iter().map(|name| (*name).to_owned()).collect())
    }

    fn new(mut titles: Vec<String>) -> Self {
        // Trailing separators make empty titles that are no columns.
        while titles.last().is_some_and(|title| title.trim().is_empty()) {
            titles.pop();
        }
        let mut ranks = HashMap::new();
        for (rank, title) in titles.iter().enumerate() {
            ranks.entry(text::normalise(title)).or_insert(rank);
        }
        Self { titles, ranks }
    }

    /// Number of columns.
    pub(crate) fn len(&self) -> usize {
        self.titles.len()
    }

    /// Rank of a column, by normalised name.
    pub(crate) fn get(&self, name: &str) -> Option<usize> {
        self.ranks.get(name).copied()
    }

    /// Rank of the first of these columns that is there.
    pub(crate) fn any(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.get(name))
    }

    /// Whether all of these columns are there.
    pub(crate) fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.get(name).is_some())
    }

    /// Title of a column as written.
    pub(crate) fn name(&self, rank: usize) -> String {
        self.titles.get(rank).map(|title| title.trim().to_owned()).unwrap_or_default()
    }

    /// Normalised names with their ranks, in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = (usize, String)> {
        self.titles.iter().enumerate().map(|(rank, title)| (rank, text::normalise(title)))
    }
}

impl Head {
    /// Looks at the beginning of a member. Refuses at once what no kind can read.
    pub(crate) fn of(member: &Member) -> Result<Self, ReadError> {
        let start = member.start(SAMPLE)?;
        let name = member.name.clone();
        let format = format_of(&start, &name)?;
        let mut head =
            Self { name, format, start, dialect: Dialect::of(b';'), sheets: Vec::new(), rows: Vec::new() };
        match format {
            Format::Text => {
                head.dialect = Dialect::detect(&head.start);
                head.rows.push(text_rows(&head.start, head.dialect));
            }
            Format::Workbook => {
                head.sheets = sheet::sheets(member)?;
                head.rows = head.sheets.iter().map(sheet_rows).collect();
            }
            Format::Json | Format::Sqlite => {}
        }
        Ok(head)
    }

    /// The first header that a kind claims.
    pub(crate) fn header(&self, mine: impl Fn(&Columns) -> bool) -> Option<HeaderAt> {
        self.headers(mine).into_iter().next()
    }

    /// The headers that a kind claims, at most one a sheet.
    pub(crate) fn headers(&self, mine: impl Fn(&Columns) -> bool) -> Vec<HeaderAt> {
        let mut found = Vec::new();
        for (rank, rows) in self.rows.iter().enumerate() {
            for (row, titles) in rows {
                let columns = Columns::new(titles.clone());
                if mine(&columns) {
                    let sheet = (self.format == Format::Workbook).then_some(rank);
                    found.push(HeaderAt { row: *row, sheet, columns });
                    break;
                }
            }
        }
        found
    }

    /// The first of the first rows of a text that begins with this cell.
    pub(crate) fn row_of(&self, first_cell: &str) -> Option<&[String]> {
        let mut rows = self.rows.iter().flatten().filter(|_| self.format == Format::Text);
        let begins = |cells: &[String]| cells.first().is_some_and(|cell| cell.trim() == first_cell);
        rows.find(|(_, cells)| begins(cells)).map(|(_, cells)| cells.as_slice())
    }

    /// The text above a header: titles, notes and dates.
    pub(crate) fn text_above(&self, at: &HeaderAt) -> String {
        let rows = &self.rows[at.sheet.unwrap_or(0)];
        let cells = rows.iter().take_while(|(row, _)| *row < at.row).flat_map(|(_, cells)| cells);
        cells.filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(" ")
    }

    /// The row that looks most like a header, for the person who gave an unknown file.
    pub(crate) fn likely_header(&self) -> Vec<String> {
        let rows = self.rows.iter().flatten();
        let filled = |cells: &Vec<String>| cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        let mut best: Vec<String> = Vec::new();
        for (_, cells) in rows {
            if filled(cells) > filled(&best) {
                best = cells.clone();
            }
        }
        best.into_iter().filter(|cell| !cell.trim().is_empty()).collect()
    }

    /// A cell of the first rows that a spreadsheet turned into scientific notation.
    pub(crate) fn scientific_cell(&self) -> Option<(u64, &str)> {
        let cells = self.rows.iter().flatten().flat_map(|(row, cells)| cells.iter().map(|cell| (*row, cell)));
        cells.map(|(row, cell)| (row, cell.trim())).find(|(_, cell)| text::is_scientific(cell))
    }
}

fn format_of(start: &[u8], name: &str) -> Result<Format, ReadError> {
    let name = || name.to_owned();
    let first = start.iter().position(|byte| !byte.is_ascii_whitespace());
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let Some(first) = first else { return Err(ReadError::Empty { name: name() }) };
    if text.is_empty() {
        return Err(ReadError::Empty { name: name() });
    }
    if start[first..].starts_with(b"%PDF") {
        return Err(ReadError::Pdf { name: name() });
    }
    if start.starts_with(b"7z\xbc\xaf\x27\x1c") {
        return Err(ReadError::SevenZip { name: name() });
    }
    if start.starts_with(b"SQLite format 3\0") {
        return Ok(Format::Sqlite);
    }
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"\xd0\xcf\x11\xe0") {
        return Ok(Format::Workbook);
    }
    if start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff") {
        return Err(ReadError::WrongEncoding { name: name(), line: 1, excerpt: "UTF-16".to_owned() });
    }
    if text.trim_ascii_start().starts_with(b"{") {
        return Ok(Format::Json);
    }
    // No text file of any encoding we read holds a zero byte.
    if text.contains(&0) {
        return Err(ReadError::NotText { name: name() });
    }
    Ok(Format::Text)
}

fn text_rows(start: &[u8], dialect: Dialect) -> Vec<(u64, Vec<String>)> {
    let mut reader = Delimited::new(start, dialect);
    let mut rows = Vec::new();
    while rows.len() < HEADER_ROWS
        && let Ok(Some(fields)) = reader.next_row()
    {
        let cells = (0..fields.len()).filter_map(|rank| fields.get(rank));
        rows.push((fields.line, cells.map(|cell| text::decode(cell).into_owned()).collect()));
    }
    rows
}

fn sheet_rows(sheet: &Sheet) -> Vec<(u64, Vec<String>)> {
    let text = |cell: &calamine::Data| {
        let mut out = Vec::new();
        write_cell(cell, &mut out);
        String::from_utf8_lossy(&out).into_owned()
    };
    let first = sheet.first_row();
    let rows = sheet.rows().take(HEADER_ROWS).enumerate();
    rows.map(|(rank, cells)| (first + rank as u64 + 1, cells.iter().map(text).collect())).collect()
}
