//! The passport of a figure, in full.

use documents::diagnostic_words as words;
use domain::diagnostic::chiffre::RecordTrace;
use domain::diagnostic::{Chiffre, ChiffreRef, IndicateurLu, Niveau, Unite};

use super::super::components::{Definition, Link};
use super::super::wording::spaced;
use super::Reader;
use super::figures::level_label;

/// The passport of a figure.
pub struct PassportPanel {
    /// Identifier in the page: `passeport-territoire`.
    pub id: String,
    /// What the figure is about.
    pub place: String,
    /// The figure with its unit and its marks.
    pub value: String,
    /// Source, year, perimeter, formula, mask, estimate.
    pub lines: Vec<Definition>,
    /// Each official file: where to read it again, its licence.
    pub files: Vec<FileLine>,
    /// Values that people wrote down, most recent first.
    pub records: Vec<RecordLine>,
    /// What a document cites: `apl_mg@territoire`.
    pub reference: String,
    /// Whether it is open when the page opens.
    pub open: bool,
}

/// An official file.
pub struct FileLine {
    /// `INSEE, Populations de référence, 2023`.
    pub citation: String,
    /// Communes as they were, coverage, licence.
    pub detail: String,
    /// Where it is published.
    pub address: Option<String>,
}

/// A value that somebody wrote down.
pub struct RecordLine {
    /// `13,3 %, CPAM, 2022`.
    pub value: String,
    /// Whether it is the one retained.
    pub retained: bool,
    /// Where it was read, as typed.
    pub source: String,
    /// `Notée par Camille Exemple le 14/03/2023.`
    pub written: String,
    /// Why it replaces another one.
    pub reason: Option<String>,
    /// The attached document.
    pub document: Option<Link>,
    /// The form that corrects it.
    pub correct: Option<Link>,
}

impl PassportPanel {
    /// Passports of an indicator, the territory first.
    pub(super) fn all(reader: &Reader<'_>, read: &IndicateurLu) -> Vec<Self> {
        let own = Self::new(reader, read, (Niveau::Territoire, &read.territoire));
        let others =
            read.comparisons.iter().map(|other| Self::new(reader, read, (other.niveau, &other.chiffre)));
        std::iter::once(own).chain(others).collect()
    }

    fn new(reader: &Reader<'_>, read: &IndicateurLu, (niveau, chiffre): (Niveau, &Chiffre)) -> Self {
        let unit = read.indicateur.unit;
        let sources = &reader.diagnostic.sources;
        // Recorded values have their own lines, with their links.
        let unrecorded = Chiffre {
            passport: domain::diagnostic::Passeport { records: Vec::new(), ..chiffre.passport.clone() },
            ..chiffre.clone()
        };
        let lines = words::passport(&unrecorded, unit, sources);
        let reference = ChiffreRef { indicateur: read.indicateur.code.clone(), niveau };
        Self {
            id: format!("passeport-{niveau}"),
            place: level_label(reader.diagnostic, niveau),
            value: words::figure_with_unit(chiffre, unit),
            lines: lines.into_iter().map(|line| Definition::new(line.label, spaced(&line.text))).collect(),
            files: files(reader, chiffre),
            records: chiffre.passport.records.iter().map(|trace| record(reader, trace, unit)).collect(),
            reference: reference.to_string(),
            open: niveau == Niveau::Territoire,
        }
    }
}

fn files(reader: &Reader<'_>, chiffre: &Chiffre) -> Vec<FileLine> {
    let cited = chiffre.passport.sources.iter().filter_map(|id| reader.diagnostic.sources.get(id.0));
    cited
        .map(|passport| FileLine {
            citation: passport.citation(),
            detail: spaced(&format!(
                "Communes au 1er janvier {}, {}, {}.",
                passport.geography, passport.coverage, passport.licence
            )),
            address: passport.address.clone(),
        })
        .collect()
}

fn record(reader: &Reader<'_>, trace: &RecordTrace, unit: Unite) -> RecordLine {
    let value =
        trace.value.map_or_else(|| "masquée par la source".to_owned(), |value| words::with_unit(value, unit));
    let id = trace.id.to_string();
    RecordLine {
        value: format!("{value}, {}, {}", trace.origin.label(), trace.period.label()),
        retained: trace.retained,
        source: trace.source.clone(),
        written: format!("Notée par {} le {}.", (reader.who)(&trace.author), words::day(trace.recorded_at)),
        reason: trace.reason.clone(),
        document: trace.document.and_then(|piece| {
            let urls = reader.documents.as_ref()?;
            Some(Link::new("Ouvrir le document joint", urls.under(&format!("pieces/{piece}"))))
        }),
        correct: reader.may_edit.then(|| Link::new("Corriger cette valeur", reader.urls.corriger(&id))),
    }
}
