//! What a printed document says, whatever it is printed as: the PDF, the HTML page and the plain text are
//! three renderings of the same blocks, so none of them can leave out a figure that another one shows.

use jiff::civil::Date;
use serde::Serialize;

/// A whole document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Document {
    /// `Fiche de territoire`.
    pub kind: String,
    /// Name of what it describes.
    pub title: String,
    /// Lines under the title.
    pub subtitle: Vec<String>,
    /// Something that must be seen on every page.
    pub banner: Option<Banner>,
    /// Day of the document; nothing else in it depends on a clock.
    pub date: Date,
    /// `Fiche établie le 18/04/2023`.
    pub dated: String,
    /// Who answers for it.
    pub author: String,
    /// One sentence for the properties of the file.
    pub description: String,
    /// Words for the properties of the file.
    pub keywords: Vec<String>,
    /// Parts, in reading order.
    pub sections: Vec<Section>,
}

/// A warning that no reader may miss.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Banner {
    /// `Territoire fictif`.
    pub title: String,
    /// What follows from it.
    pub text: String,
}

/// A part with its title.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Section {
    /// Title.
    pub title: String,
    /// Content.
    pub blocks: Vec<Block>,
}

/// One piece of content.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    /// A title inside a part.
    Heading {
        /// Title.
        text: String,
    },
    /// What follows begins a page, where there are pages.
    PageBreak,
    /// A paragraph.
    Paragraph {
        /// Sentences.
        text: String,
    },
    /// A code to copy by hand, in large characters.
    Code {
        /// What it is.
        label: String,
        /// The code, as it is typed.
        value: String,
    },
    /// A remark, with the places it speaks of.
    Note(Note),
    /// Figures to read first.
    Figures {
        /// The figures.
        items: Vec<Figure>,
    },
    /// A table.
    Table(Table),
    /// A drawing, with the text that stands for it.
    Drawing(Drawing),
    /// A numbered list.
    Entries {
        /// The entries, numbered from 1.
        items: Vec<Entry>,
    },
    /// Short lines under bullets.
    List {
        /// The lines.
        items: Vec<String>,
    },
    /// Named values, one a line.
    Facts {
        /// The values.
        items: Vec<Fact>,
    },
    /// A place to sign for each name.
    Signatures {
        /// Who signs.
        names: Vec<String>,
    },
}

impl Block {
    /// A paragraph.
    pub fn paragraph(text: impl Into<String>) -> Self {
        Block::Paragraph { text: text.into() }
    }

    /// A title inside a part.
    pub fn heading(text: impl Into<String>) -> Self {
        Block::Heading { text: text.into() }
    }
}

/// A remark.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Note {
    /// Whether it deserves a look before anything is announced.
    pub attention: bool,
    /// One or two sentences.
    pub text: String,
    /// The places, in full.
    pub places: Vec<String>,
}

/// A figure to read first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// What is counted.
    pub label: String,
    /// How many.
    pub value: String,
    /// Year, source, reservations.
    pub details: Vec<String>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Table {
    /// What the table shows.
    pub caption: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, each with one text a column.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Column {
    /// Header.
    pub title: String,
    /// Whether its cells are numbers, to be aligned on the right.
    pub number: bool,
    /// Share of the width; 0 takes what the content needs.
    pub weight: u8,
}

impl Column {
    /// A column of text that takes a share of the width.
    pub fn text(title: impl Into<String>, weight: u8) -> Self {
        Self { title: title.into(), number: false, weight }
    }

    /// A column of numbers that takes a share of the width.
    pub fn share(title: impl Into<String>, weight: u8) -> Self {
        Self { title: title.into(), number: true, weight }
    }

    /// A column of numbers.
    pub fn number(title: impl Into<String>) -> Self {
        Self { title: title.into(), number: true, weight: 0 }
    }
}

/// A row of a table; its first cell names it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Its place in the table.
    pub style: RowStyle,
    /// Texts.
    pub cells: Vec<String>,
}

impl Row {
    /// An ordinary row.
    pub fn plain(cells: impl IntoIterator<Item = String>) -> Self {
        Self { style: RowStyle::Plain, cells: cells.into_iter().collect() }
    }
}

/// How a row stands in its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowStyle {
    /// An ordinary row.
    Plain,
    /// A part of the row above.
    Part,
    /// A sum.
    Total,
}

/// A drawing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Drawing {
    /// Standalone SVG.
    pub svg: String,
    /// What a person who does not see it needs to know.
    pub alt: String,
    /// Line under it.
    pub caption: String,
    /// Width in percent of the text.
    pub width: u8,
}

/// An entry of a numbered list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// First line.
    pub title: String,
    /// Following lines.
    pub lines: Vec<String>,
    /// Address to follow.
    pub link: Option<String>,
}

/// A named value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// The value.
    pub value: String,
}

/// What stands in the place of a signature, under the name of who signs.
pub const SIGNATURE: [&str; 3] = ["Nom et qualité", "Date", "Signature"];

impl Document {
    /// Passes every text to `change`, drawings and addresses excepted.
    pub fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        for text in
            [&mut self.kind, &mut self.title, &mut self.dated, &mut self.author, &mut self.description]
        {
            change(text);
        }
        self.subtitle.iter_mut().chain(&mut self.keywords).for_each(&mut *change);
        if let Some(banner) = &mut self.banner {
            change(&mut banner.title);
            change(&mut banner.text);
        }
        for section in &mut self.sections {
            change(&mut section.title);
            section.blocks.iter_mut().for_each(|block| block.each_text(change));
        }
    }
}

impl Block {
    fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        match self {
            Block::Paragraph { text } | Block::Heading { text } => change(text),
            Block::PageBreak => {}
            Block::Code { label, .. } => change(label),
            Block::Note(note) => {
                change(&mut note.text);
                note.places.iter_mut().for_each(change);
            }
            Block::Figures { items } => {
                for figure in items {
                    change(&mut figure.label);
                    change(&mut figure.value);
                    figure.details.iter_mut().for_each(&mut *change);
                }
            }
            Block::Table(table) => {
                change(&mut table.caption);
                table.columns.iter_mut().for_each(|column| change(&mut column.title));
                table.rows.iter_mut().flat_map(|row| &mut row.cells).for_each(change);
            }
            Block::Drawing(drawing) => {
                change(&mut drawing.alt);
                change(&mut drawing.caption);
            }
            Block::Entries { items } => {
                for entry in items {
                    change(&mut entry.title);
                    entry.lines.iter_mut().for_each(&mut *change);
                }
            }
            Block::List { items } => items.iter_mut().for_each(change),
            Block::Facts { items } => {
                for fact in items {
                    change(&mut fact.label);
                    change(&mut fact.value);
                }
            }
            Block::Signatures { names } => names.iter_mut().for_each(change),
        }
    }
}
