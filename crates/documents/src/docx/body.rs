//! The text: each block in its style.

use std::fmt::Write as _;

use super::image::picture;
use super::parts::{image_id, link_id};
use super::table;
use crate::document::{Block, Document, Drawing, Entry, Fact, Figure, Note, SIGNATURE};
use crate::error::DocumentError;
use crate::markup::escape;
use crate::wording::places;

/// Width of the text, in English metric units (360 000 a centimetre).
const TEXT: f64 = 6_120_000.0;

/// The text and what it links to.
#[derive(Default)]
pub struct Body {
    /// Paragraphs and tables.
    pub xml: String,
    /// Pictures, in the order of the text.
    pub images: Vec<Vec<u8>>,
    /// Addresses, in the order of the text.
    pub links: Vec<String>,
    /// How many numbered lists there are.
    pub lists: usize,
    page_break: bool,
}

/// A run of characters in a paragraph.
pub fn run(text: &str, bold: bool) -> String {
    let properties = if bold { "<w:rPr><w:b/></w:rPr>" } else { "" };
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text).replace('\n', " "))
}

const LINE: &str = "<w:r><w:br/></w:r>";

impl Body {
    /// The text of a document.
    pub fn of(document: &Document) -> Result<Self, DocumentError> {
        let mut body = Self::default();
        body.paragraph("Genre", &run(&document.kind, false));
        body.paragraph("Titre", &run(&document.title, false));
        for line in &document.subtitle {
            body.paragraph("Soustitre", &run(line, false));
        }
        if let Some(banner) = &document.banner {
            let runs = [run(&banner.title, true), LINE.to_owned(), run(&banner.text, false)];
            body.paragraph("Avertissement", &runs.concat());
        }
        for section in &document.sections {
            body.paragraph("Titre1", &run(&section.title, false));
            for block in &section.blocks {
                body.block(block)?;
            }
        }
        Ok(body)
    }

    /// A paragraph in a style; it begins a page when one was asked for.
    fn paragraph(&mut self, style: &str, runs: &str) {
        self.styled(style, "", runs);
    }

    fn styled(&mut self, style: &str, properties: &str, runs: &str) {
        let page = if std::mem::take(&mut self.page_break) { "<w:pageBreakBefore/>" } else { "" };
        // Writing to a String cannot fail.
        let _ = write!(
            self.xml,
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{page}{properties}</w:pPr>{runs}</w:p>"
        );
    }

    fn block(&mut self, block: &Block) -> Result<(), DocumentError> {
        match block {
            Block::Heading { text } => self.paragraph("Titre2", &run(text, false)),
            Block::PageBreak => self.page_break = true,
            Block::Paragraph { text } => self.paragraph("Normal", &run(text, false)),
            Block::Code { label, value } => {
                let runs = [run(label, false), LINE.to_owned(), run(value, true)];
                self.paragraph("Remarque", &runs.concat());
            }
            Block::Note(note) => self.note(note),
            Block::Figures { items } => self.figures(items),
            Block::Table(made) => {
                self.paragraph("Lgende", &run(&made.caption, false));
                self.xml.push_str(&table::write(made));
                // Two tables without a paragraph between them become one.
                self.paragraph("Cellule", "");
            }
            Block::Drawing(drawing) => self.drawing(drawing)?,
            Block::Entries { items } => {
                self.lists += 1;
                items.iter().for_each(|entry| self.entry(entry));
            }
            Block::List { items } => {
                items.iter().for_each(|item| self.paragraph("ListePuces", &run(item, false)));
            }
            Block::Facts { items } => items.iter().for_each(|fact| self.fact(fact)),
            Block::Signatures { names } => {
                self.xml.push_str(&table::signatures(names, &SIGNATURE));
                self.paragraph("Cellule", "");
            }
        }
        Ok(())
    }

    fn note(&mut self, note: &Note) {
        let mut runs = String::new();
        if note.attention {
            runs.push_str(&run("À vérifier\u{a0}: ", true));
        }
        runs.push_str(&run(&note.text, false));
        if !note.places.is_empty() {
            runs.push_str(LINE);
            runs.push_str(&run(&places(&note.places), false));
        }
        self.paragraph(if note.attention { "Avertissement" } else { "Remarque" }, &runs);
    }

    fn fact(&mut self, fact: &Fact) {
        let runs = [run(&format!("{}\u{a0}: ", fact.label), false), run(&fact.value, true)];
        self.paragraph("Fait", &runs.concat());
    }

    fn figures(&mut self, items: &[Figure]) {
        for figure in items {
            let mut runs = run(&format!("{}\u{a0}: ", figure.label), false);
            runs.push_str(&run(&figure.value, true));
            if !figure.details.is_empty() {
                runs.push_str(LINE);
                runs.push_str(&run(&figure.details.join(". "), false));
            }
            self.paragraph("Remarque", &runs);
        }
    }

    /// Runs of one list carry its number, so that a screen reader says where an entry stands.
    fn entry(&mut self, entry: &Entry) {
        let mut runs = run(&entry.title, true);
        for line in &entry.lines {
            runs.push_str(LINE);
            runs.push_str(&run(line, false));
        }
        if let Some(link) = &entry.link {
            let id = link_id(self.links.len());
            self.links.push(link.clone());
            let text = escape(link);
            let _ = write!(
                runs,
                concat!(
                    "{}<w:hyperlink r:id=\"{}\"><w:r><w:rPr><w:rStyle w:val=\"Lienhypertexte\"/></w:rPr>",
                    "<w:t>{}</w:t></w:r></w:hyperlink>"
                ),
                LINE, id, text
            );
        }
        let numbered = format!("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{}\"/></w:numPr>", self.lists);
        self.styled("Liste", &numbered, &runs);
    }

    fn drawing(&mut self, drawing: &Drawing) -> Result<(), DocumentError> {
        let picture = picture(&drawing.svg, drawing.width)?;
        let rank = self.images.len();
        self.images.push(picture.png);
        let width = TEXT * f64::from(drawing.width) / 100.0;
        let (width, height) = (width.round() as u64, (width * picture.ratio).round() as u64);
        let (id, number) = (image_id(rank), rank + 1);
        let alt = escape(&drawing.alt).replace('\n', " ");
        let run = format!(
            concat!(
                "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">",
                "<wp:extent cx=\"{w}\" cy=\"{h}\"/><wp:docPr id=\"{n}\" name=\"Image {n}\" descr=\"{alt}\"/>",
                "<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>",
                "<pic:nvPicPr><pic:cNvPr id=\"{n}\" name=\"Image {n}\" descr=\"{alt}\"/><pic:cNvPicPr/></pic:nvPicPr>",
                "<pic:blipFill><a:blip r:embed=\"{id}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>",
                "<pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{w}\" cy=\"{h}\"/></a:xfrm>",
                "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>",
                "</wp:inline></w:drawing></w:r>",
            ),
            w = width,
            h = height,
            n = number,
            alt = alt,
            id = id,
        );
        self.paragraph("Image", &run);
        self.paragraph("LgendeImage", &self::run(&drawing.caption, false));
        Ok(())
    }
}
