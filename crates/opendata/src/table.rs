//! Rows under a header, from a text file or a sheet, with everything that a report needs to know.

use std::borrow::Cow;
use std::cell::Cell;
use std::io::Read;
use std::str::FromStr;

use territory::{CommuneCode, IrisCode};

use crate::container::Consumed;
use crate::error::{Cut, ReadError};
use crate::head::{Columns, HeaderAt};
use crate::kinds::Opening;
use crate::report::{Reason, Rejection, Report, Skip, Warning};
use crate::sheet::{Sheet, write_cell};
use crate::stream::{Delimited, Fields};
use crate::text::{self, EncodingSeen};

/// What became of a row.
pub(crate) enum Taken {
    Kept,
    Skipped(Skip),
}

/// What every kind does with a row.
pub(crate) type RowResult = Result<Taken, Reason>;

/// A row under the header.
pub(crate) struct Row<'a> {
    fields: Fields<'a>,
    columns: &'a Columns,
    padded: &'a Cell<u64>,
}

impl<'a> Row<'a> {
    /// A cell as trimmed text; empty when the column is absent or the row too short.
    pub(crate) fn text(&self, column: usize) -> Cow<'a, str> {
        match text::decode(self.fields.get(column).unwrap_or_default()) {
            Cow::Borrowed(cell) => Cow::Borrowed(cell.trim()),
            Cow::Owned(cell) => Cow::Owned(cell.trim().to_owned()),
        }
    }

    /// A code of this width, with its lost zeros.
    pub(crate) fn code<C: FromStr>(&self, column: usize, width: usize, what: &str) -> Result<C, Reason> {
        let cell = self.text(column);
        let (padded, changed) = text::code(&cell, width)?;
        let code =
            padded.parse().map_err(|_| Reason::Code { what: what.to_owned(), found: cell.into_owned() })?;
        if changed {
            self.padded.set(self.padded.get() + 1);
        }
        Ok(code)
    }

    pub(crate) fn commune(&self, column: usize) -> Result<CommuneCode, Reason> {
        self.code(column, 5, "commune")
    }

    pub(crate) fn iris(&self, column: usize) -> Result<IrisCode, Reason> {
        self.code(column, 9, "IRIS")
    }

    /// A number that is not negative; `None` where the producer gives none.
    pub(crate) fn number(&self, column: usize) -> Result<Option<f64>, Reason> {
        let cell = self.text(column);
        if text::is_missing(&cell) {
            return Ok(None);
        }
        match text::number(&cell) {
            Some(value) if value >= 0.0 => Ok(Some(value)),
            _ => Err(Reason::Number { column: self.columns.name(column), found: cell.into_owned() }),
        }
    }

    /// A whole number of inhabitants.
    pub(crate) fn inhabitants(&self, column: usize) -> Result<Option<u32>, Reason> {
        let Some(value) = self.number(column)? else { return Ok(None) };
        if value.fract() == 0.0 && value <= f64::from(u32::MAX) {
            return Ok(Some(value as u32));
        }
        Err(Reason::Number { column: self.columns.name(column), found: self.text(column).into_owned() })
    }

    /// Title of a column, for a reason.
    pub(crate) fn title(&self, column: usize) -> String {
        self.columns.name(column)
    }
}

enum Rows<'a> {
    Text(Box<Delimited<Box<dyn Read + Send>>>, Consumed),
    Sheet { sheet: &'a Sheet, first: u64 },
}

/// A table ready to be read.
pub(crate) struct Table<'a> {
    name: String,
    rows: Rows<'a>,
    header_row: u64,
    pub(crate) columns: Columns,
    separator: Option<char>,
    /// Whether accents of the labels are part of what is kept.
    keeps_labels: bool,
}

impl<'a> Table<'a> {
    /// Opens the table whose header was found.
    pub(crate) fn open(opening: &Opening<'a>, at: HeaderAt) -> Result<Self, ReadError> {
        let head = opening.head;
        let columns = at.columns;
        let name = opening.member.name.clone();
        if let Some(rank) = at.sheet {
            let sheet = &head.sheets[rank];
            let rows = Rows::Sheet { sheet, first: sheet.first_row() };
            return Ok(Self {
                name,
                rows,
                header_row: at.row,
                columns,
                separator: None,
                keeps_labels: false,
            });
        }
        let opened = opening.member.open()?;
        let reader = Box::new(Delimited::new(opened.reader, head.dialect));
        let separator = Some(char::from(head.dialect.separator));
        let rows = Rows::Text(reader, opened.consumed);
        Ok(Self { name, rows, header_row: at.row, columns, separator, keeps_labels: false })
    }

    /// Lost accents are then a reason to refuse the file.
    pub(crate) fn keeping_labels(mut self) -> Self {
        self.keeps_labels = true;
        self
    }

    /// The rank of a column that has to be there.
    pub(crate) fn need(&self, kind: &'static str, names: &[&str]) -> Result<usize, ReadError> {
        self.columns.any(names).ok_or_else(|| ReadError::MissingColumn {
            name: self.name.clone(),
            kind,
            column: names.first().copied().unwrap_or_default().to_owned(),
        })
    }

    /// Gives every row under the header to `take`, and reports. Refuses a cut or damaged file.
    pub(crate) fn each(
        self,
        opening: &mut Opening<'_>,
        mut take: impl FnMut(&Row<'_>) -> RowResult,
    ) -> Result<Report, ReadError> {
        let Self { name, rows, header_row, columns, separator, keeps_labels } = self;
        let mut tally = Tally::new(&name, &columns, keeps_labels);
        tally.report.separator = separator;
        match rows {
            Rows::Text(mut reader, consumed) => {
                let failed = |error| ReadError::io(&name, error);
                let mut told = 0;
                while let Some(fields) = reader.next_row().map_err(failed)? {
                    if fields.line > header_row {
                        tally.text_row(fields, &mut take)?;
                    } else {
                        tally.encoding.see(fields.text());
                    }
                    if consumed.get() != told {
                        opening.progress.advance(consumed.get() - told);
                        told = consumed.get();
                    }
                }
                tally.end_of_text(reader.unterminated())?;
            }
            Rows::Sheet { sheet, first } => {
                let mut line = Vec::new();
                let mut ranges = Vec::new();
                for (rank, cells) in sheet.rows().enumerate() {
                    let number = first + rank as u64 + 1;
                    if number <= header_row || cells.iter().all(|cell| cell == &calamine::Data::Empty) {
                        continue;
                    }
                    line.clear();
                    ranges.clear();
                    for cell in cells {
                        let from = line.len() as u32;
                        write_cell(cell, &mut line);
                        ranges.push((from, line.len() as u32));
                    }
                    tally.row(Fields::new(&line, &ranges, number), &mut take)?;
                }
            }
        }
        tally.finish()
    }
}

/// The columns of the rows that begin with a tag.
pub(crate) struct Tagged {
    pub(crate) tag: &'static str,
    pub(crate) columns: Columns,
}

/// Gives every row of a file without header to `take`, with the columns that its first cell tells: of several
/// shapes of one tag, the longest that the row fills. Rows of another tag are out of scope. The first shape
/// is the one that a file must have.
pub(crate) fn each_tagged(
    opening: &mut Opening<'_>,
    shapes: &[Tagged],
    mut take: impl FnMut(&str, &Row<'_>) -> RowResult,
) -> Result<Report, ReadError> {
    let name = opening.member.name.clone();
    let opened = opening.member.open()?;
    let mut reader = Delimited::new(opened.reader, opening.head.dialect);
    let Some(first) = shapes.first() else { return Ok(Report::default()) };
    let mut tally = Tally::new(&name, &first.columns, false);
    tally.report.separator = Some(char::from(opening.head.dialect.separator));
    let mut told = 0;
    while let Some(fields) = reader.next_row().map_err(|error| ReadError::io(&name, error))? {
        let tag = text::decode(fields.get(0).unwrap_or_default()).trim().to_owned();
        let mine = shapes.iter().filter(|shape| shape.tag == tag);
        let fitting = mine.clone().filter(|shape| shape.columns.len() <= fields.len());
        let shape = fitting.max_by_key(|shape| shape.columns.len());
        match shape.or_else(|| mine.min_by_key(|shape| shape.columns.len())) {
            Some(shape) => {
                tally.columns = &shape.columns;
                tally.text_row(fields, &mut |row: &Row<'_>| take(&tag, row))?;
            }
            None => tally.encoding.see(fields.text()),
        }
        if opened.consumed.get() != told {
            opening.progress.advance(opened.consumed.get() - told);
            told = opened.consumed.get();
        }
    }
    tally.end_of_text(reader.unterminated())?;
    tally.finish()
}

/// Counts while rows go by.
struct Tally<'a> {
    name: &'a str,
    columns: &'a Columns,
    keeps_labels: bool,
    report: Report,
    padded: Cell<u64>,
    encoding: EncodingSeen,
    lost_accents: u64,
    /// Line of the last row when it is shorter than the header.
    short_last: Option<u64>,
}

impl<'a> Tally<'a> {
    fn new(name: &'a str, columns: &'a Columns, keeps_labels: bool) -> Self {
        Self {
            name,
            columns,
            keeps_labels,
            report: Report::default(),
            padded: Cell::new(0),
            encoding: EncodingSeen::default(),
            lost_accents: 0,
            short_last: None,
        }
    }

    fn text_row(
        &mut self,
        fields: Fields<'_>,
        take: &mut impl FnMut(&Row<'_>) -> RowResult,
    ) -> Result<(), ReadError> {
        let line = fields.text();
        if !line.is_ascii() {
            self.encoding.see(line);
            if text::lost_accents(line) {
                self.lost_accents += 1;
                if self.keeps_labels {
                    let excerpt = text::excerpt(&text::decode(line));
                    return Err(ReadError::WrongEncoding {
                        name: self.name.into(),
                        line: fields.line,
                        excerpt,
                    });
                }
            }
        }
        let blank = line.iter().all(|byte| matches!(byte, b' ' | b';' | b',' | b'\t' | b'|'));
        if blank {
            return Ok(());
        }
        let expected = self.columns.len();
        if fields.len() < expected {
            self.short_last = Some(fields.line);
            self.report.rows_read += 1;
            let reason = Reason::Columns { found: fields.len(), expected };
            self.reject(&fields, reason);
            return Ok(());
        }
        self.short_last = None;
        if fields.len() > expected {
            let extra_is_empty = (expected..fields.len())
                .all(|rank| fields.get(rank).is_none_or(|cell| cell.iter().all(u8::is_ascii_whitespace)));
            if !extra_is_empty {
                self.report.rows_read += 1;
                let reason = Reason::Columns { found: fields.len(), expected };
                self.reject(&fields, reason);
                return Ok(());
            }
        }
        self.row(fields, take)
    }

    fn row(
        &mut self,
        fields: Fields<'_>,
        take: &mut impl FnMut(&Row<'_>) -> RowResult,
    ) -> Result<(), ReadError> {
        self.report.rows_read += 1;
        let row = Row { fields, columns: self.columns, padded: &self.padded };
        match take(&row) {
            Ok(Taken::Kept) => self.report.rows_kept += 1,
            Ok(Taken::Skipped(why)) => self.report.skip(why),
            Err(Reason::ScientificNotation { found }) => {
                let line = fields.line;
                return Err(ReadError::DamagedBySpreadsheet { name: self.name.into(), line, excerpt: found });
            }
            Err(reason) => self.reject(&fields, reason),
        }
        Ok(())
    }

    fn reject(&mut self, fields: &Fields<'_>, reason: Reason) {
        let excerpt = text::excerpt(&text::decode(fields.text()));
        self.report.reject(Rejection { line: fields.line, reason, excerpt });
    }

    fn end_of_text(&mut self, unterminated: bool) -> Result<(), ReadError> {
        if let Some(line) = self.short_last {
            return Err(ReadError::Truncated { name: self.name.into(), cut: Cut::LastLine { line } });
        }
        if unterminated {
            self.report.warnings.push(Warning::NoFinalLineBreak);
        }
        self.report.encoding = Some(self.encoding.conclusion());
        Ok(())
    }

    fn finish(mut self) -> Result<Report, ReadError> {
        if self.padded.get() > 0 {
            self.report.warnings.push(Warning::CodesPadded { codes: self.padded.get() });
        }
        if self.lost_accents > 0 {
            self.report.warnings.push(Warning::LostAccents { lines: self.lost_accents });
        }
        if self.report.rows_kept == 0 {
            let (name, rejections) = (self.name.to_owned(), self.report.first_rejections);
            return Err(ReadError::NoUsableRow { name, rejections });
        }
        self.report.refuse_if_mostly_wrong(self.name)?;
        Ok(self.report)
    }
}
