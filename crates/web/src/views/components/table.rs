//! Tables of figures.

use super::{Tag, Tone};

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Heading.
    pub label: String,
    /// Whether it holds numbers, aligned on the right.
    pub numeric: bool,
}

impl Column {
    /// A column of words.
    pub fn text(label: impl Into<String>) -> Self {
        Self { label: label.into(), numeric: false }
    }

    /// A column of numbers.
    pub fn number(label: impl Into<String>) -> Self {
        Self { label: label.into(), numeric: true }
    }
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// Text; empty prints a dash said « sans objet ».
    pub text: String,
    /// A smaller remark under it.
    pub note: Option<String>,
    /// A qualifying word.
    pub tag: Option<Tag>,
    /// Address, when the text is a link.
    pub url: Option<String>,
    /// Length of a bar behind the figure, in percent.
    pub bar: Option<f64>,
}

impl Cell {
    /// Adds a remark.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Adds a qualifying word.
    #[must_use]
    pub fn tag(mut self, tone: Tone, label: &str) -> Self {
        self.tag = Some(Tag::new(tone, label));
        self
    }

    /// Makes the text a link.
    #[must_use]
    pub fn link(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// Draws a bar of this many percent.
    #[must_use]
    pub fn bar(mut self, percent: f64) -> Self {
        self.bar = Some(percent.clamp(0.0, 100.0));
        self
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// A line: its first cell is its heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Heading of the line.
    pub head: Cell,
    /// The other cells.
    pub cells: Vec<Cell>,
    /// Whether it is the total.
    pub total: bool,
}

impl Row {
    /// An ordinary line.
    pub fn new(head: impl Into<Cell>, cells: Vec<Cell>) -> Self {
        Self { head: head.into(), cells, total: false }
    }

    /// The line of totals.
    pub fn total(head: impl Into<Cell>, cells: Vec<Cell>) -> Self {
        Self { head: head.into(), cells, total: true }
    }
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// Columns; the first is that of the headings of lines.
    pub columns: Vec<Column>,
    /// Lines.
    pub rows: Vec<Row>,
}

impl Table {
    /// A table without lines yet.
    pub fn new(caption: impl Into<String>, columns: Vec<Column>) -> Self {
        Self { caption: caption.into(), columns, rows: Vec::new() }
    }

    /// Whether the cell of rank `index` (from 0, the heading of the line excluded) is a number.
    pub fn is_numeric(&self, index: &usize) -> bool {
        self.columns.get(index + 1).is_some_and(|column| column.numeric)
    }
}
