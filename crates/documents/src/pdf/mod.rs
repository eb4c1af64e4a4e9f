//! A [`Document`] as a tagged PDF (PDF/UA-1), with its fonts in it.

mod fonts;
mod world;

use serde::Serialize;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::document::{Block, Document};
use crate::error::DocumentError;
pub(crate) use fonts::FILES as FONT_FILES;
pub(crate) use fonts::printable as printable_text;
use world::Job;
pub use world::Main;

/// How many later documents may still use what the typesetter remembers of this one. Without a bound, a server
/// would keep every page it ever made.
const MEMORY: usize = 2;

/// What the template reads.
#[derive(Serialize)]
struct Input<'a> {
    document: &'a Document,
    year: i16,
    month: i8,
    day: i8,
}

/// The document as the bytes of a PDF: the same document gives the same bytes.
pub fn write(document: &Document) -> Result<Vec<u8>, DocumentError> {
    let document = printable(document);
    let date = document.date;
    let input = Input { document: &document, year: date.year(), month: date.month(), day: date.day() };
    typeset(Main::Document, &input)
}

/// What a template makes of its values, as the bytes of a PDF.
pub fn typeset(main: Main, input: &impl Serialize) -> Result<Vec<u8>, DocumentError> {
    let job = Job::new(main, serde_json::to_vec(input)?)?;
    // The type of the compiled document is the one that the PDF export takes.
    let compiled = typst::compile(&job);
    let result = compiled
        .output
        .and_then(|pages| typst_pdf::pdf(&pages, &options()?))
        .map_err(|errors| DocumentError::Typesetting(first(&errors)));
    typst::comemo::evict(MEMORY);
    result
}

fn options() -> Result<PdfOptions, typst::ecow::EcoVec<SourceDiagnostic>> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| {
        typst::ecow::eco_vec![SourceDiagnostic::error(typst::syntax::Span::detached(), error.message())]
    })?;
    Ok(PdfOptions { creator: Smart::Custom(Some("Maillage".into())), standards, ..PdfOptions::default() })
}

fn first(errors: &[SourceDiagnostic]) -> String {
    errors.first().map(|error| error.message.to_string()).unwrap_or_default()
}

/// Replaces the characters that the fonts do not hold: a document that is announced as accessible may not show
/// an empty box, and PDF/UA refuses it.
fn printable(document: &Document) -> Document {
    let mut document = document.clone();
    document.each_text(&mut |text| *text = fonts::printable(text));
    let drawings = document.sections.iter_mut().flat_map(|section| &mut section.blocks);
    for block in drawings {
        if let Block::Drawing(drawing) = block {
            drawing.svg = fonts::printable(&drawing.svg);
        }
    }
    document
}
