//! What the typesetter may see: the template, the fonts, one document. No file, no network, no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use super::fonts;
use crate::error::DocumentError;

/// The template that a document starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Main {
    /// Titles, figures, tables.
    Document,
    /// Letters of a campaign.
    Courrier,
    /// The poster of a relay kit.
    Affiche,
}

impl Main {
    fn path(self) -> &'static str {
        match self {
            Main::Document => "/document.typ",
            Main::Courrier => "/courrier.typ",
            Main::Affiche => "/affiche.typ",
        }
    }
}

const DATA: &str = "/data.json";
const TEMPLATES: [(&str, &str); 4] = [
    ("/document.typ", include_str!("../../templates/document.typ")),
    ("/courrier.typ", include_str!("../../templates/courrier.typ")),
    ("/affiche.typ", include_str!("../../templates/affiche.typ")),
    ("/parts.typ", include_str!("../../templates/parts.typ")),
];

/// What all documents share, made at the first one.
struct Shop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    data: FileId,
    sources: Vec<Source>,
}

static SHOP: LazyLock<Result<Shop, DocumentError>> = LazyLock::new(Shop::open);

impl Shop {
    fn open() -> Result<Self, DocumentError> {
        let mut sources = Vec::new();
        for (path, text) in TEMPLATES {
            sources.push(Source::new(id(path)?, text.to_owned()));
        }
        // Row headers and table summaries of the tagged PDF stand behind this feature.
        let features = [Feature::A11yExtras].into_iter().collect();
        Ok(Self {
            library: LazyHash::new(Library::builder().with_features(features).build()),
            book: LazyHash::new(fonts::book()),
            data: id(DATA)?,
            sources,
        })
    }
}

fn id(path: &str) -> Result<FileId, DocumentError> {
    let path =
        VirtualPath::new(path).map_err(|error| DocumentError::Typesetting(format!("{path}: {error:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// One document to typeset.
pub struct Job {
    shop: &'static Shop,
    main: FileId,
    data: Bytes,
}

impl Job {
    /// Typesets this JSON with a template.
    pub fn new(main: Main, data: Vec<u8>) -> Result<Self, DocumentError> {
        let shop = SHOP.as_ref().map_err(|error| DocumentError::Typesetting(error.to_string()))?;
        Ok(Self { shop, main: id(main.path())?, data: Bytes::new(data) })
    }
}

impl World for Job {
    fn library(&self) -> &LazyHash<Library> {
        &self.shop.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shop.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = self.shop.sources.iter().find(|source| source.id() == id);
        found.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.shop.data { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts::FONTS.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
