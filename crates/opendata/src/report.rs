//! What a reading kept, what it did not, and what it wants a person to know.

use serde::{Deserialize, Serialize};
use territory::DepartementCode;

use crate::error::ReadError;

/// Rejections that are kept with their line; the others are counted.
pub(crate) const FIRST_REJECTIONS: usize = 10;
/// A file with more rejected rows than one in so many is refused.
const REJECTED_LIMIT: u64 = 5;
/// Few rows are judged one by one: a table of eight lines with two bad ones is still a table.
const REJECTED_FREE: u64 = 3;
/// Unmatched codes that are listed; the others are counted.
pub(crate) const LISTED_CODES: usize = 50;

/// Everything about one reading that is not the records themselves.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Rows under the header, empty lines apart.
    pub rows_read: u64,
    /// Rows that gave a record.
    pub rows_kept: u64,
    /// Rows that are right but not for us, by cause.
    pub skipped: Vec<Skipped>,
    /// Rows that cannot be used.
    pub rejected: u64,
    /// The first ten of them.
    pub first_rejections: Vec<Rejection>,
    /// Commune codes against the list of the file's year, where a list is known.
    pub codes: Option<CodeCheck>,
    /// Total against the legal population, where one is known.
    pub population: Option<PopulationCheck>,
    /// Encoding of a text file.
    pub encoding: Option<Encoding>,
    /// Separator of a text file.
    pub separator: Option<char>,
    /// What a person should know.
    pub warnings: Vec<Warning>,
    /// Départements that the records lie in, sorted.
    pub departements: Vec<DepartementCode>,
}

/// Why a right row is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Skip {
    /// A delegated or associated commune.
    DelegatedCommune,
    /// A movement that does not go from a commune to a commune.
    OtherMovement,
    /// A place outside what is kept (past commune, other territory).
    OutOfScope,
    /// A row that says again what another one said.
    Repeated,
    /// No value: the producer gives none for this place.
    NoValue,
    /// A row without a code: units, notes, footers of a workbook.
    NoCode,
}

impl Skip {
    /// In French, after a number of lines.
    pub fn label(self) -> &'static str {
        match self {
            Skip::DelegatedCommune => "communes déléguées ou associées",
            Skip::OtherMovement => "mouvements qui ne vont pas d’une commune à une commune",
            Skip::OutOfScope => "lieux hors du champ",
            Skip::Repeated => "répétitions",
            Skip::NoValue => "sans valeur publiée",
            Skip::NoCode => "sans code (unités, notes)",
        }
    }
}

/// Rows skipped for one cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Cause.
    pub why: Skip,
    /// Rows.
    pub rows: u64,
}

/// Why a row cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Not the number of columns of the header.
    Columns {
        /// Columns of the row.
        found: usize,
        /// Columns of the header.
        expected: usize,
    },
    /// Not a code of the kind that stands in this column.
    Code {
        /// Kind of code, in French.
        what: String,
        /// What was read.
        found: String,
    },
    /// A code in scientific notation.
    ScientificNotation {
        /// What was read.
        found: String,
    },
    /// A value that has to be there is not.
    Missing {
        /// Column.
        column: String,
    },
    /// Not a number, or not one that is possible there.
    Number {
        /// Column.
        column: String,
        /// What was read.
        found: String,
    },
    /// A second row for the same place.
    Duplicate {
        /// Code.
        code: String,
    },
    /// A shape that cannot be drawn.
    Shape {
        /// What is wrong, in French.
        detail: String,
    },
}

impl Reason {
    /// In French, without a final stop.
    pub fn label(&self) -> String {
        match self {
            Reason::Columns { found, expected } => format!("{found} colonnes au lieu de {expected}"),
            Reason::Code { what, found } if found.is_empty() => format!("code {what} absent"),
            Reason::Code { what, found } => format!("« {found} » n’est pas un code {what}"),
            Reason::ScientificNotation { found } => format!("code transformé en nombre : « {found} »"),
            Reason::Missing { column } => format!("valeur absente dans la colonne « {column} »"),
            Reason::Number { column, found } => {
                format!("« {found} » n’est pas un nombre possible dans la colonne « {column} »")
            }
            Reason::Duplicate { code } => format!("deuxième ligne pour {code}"),
            Reason::Shape { detail } => detail.clone(),
        }
    }
}

/// One row that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    /// Line of the file, or row of the sheet, from 1.
    pub line: u64,
    /// Why.
    pub reason: Reason,
    /// The beginning of the row.
    pub excerpt: String,
}

impl Rejection {
    /// `ligne 12 : …`, in French.
    pub fn sentence(&self) -> String {
        format!("ligne {}, {} ({}).", self.line, self.reason.label(), self.excerpt)
    }
}

/// Commune codes against the list of the file's year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeCheck {
    /// Distinct codes of the list.
    pub matched: u64,
    /// Distinct codes that are not in it.
    pub unmatched: u64,
    /// The first fifty of these, sorted.
    pub unmatched_codes: Vec<String>,
}

/// A total against the legal population of the same départements.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PopulationCheck {
    /// Total of the file.
    pub found: f64,
    /// Legal population.
    pub expected: u64,
    /// Whether they differ by no more than 0.5 %.
    pub within: bool,
}

/// How the text of a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// UTF-8, with or without its mark.
    Utf8,
    /// Windows-1252, which covers Latin-1.
    Windows1252,
    /// Lines of both.
    Mixed,
}

impl Encoding {
    /// Name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Windows1252 => "Windows-1252 (latin-1)",
            Encoding::Mixed => "UTF-8 et Windows-1252 mêlés",
        }
    }
}

/// Something a person should know about a reading that worked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// Zeros were put back in front of codes.
    CodesPadded {
        /// Codes.
        codes: u64,
    },
    /// Accents are lost in some labels, which are not used.
    LostAccents {
        /// Lines.
        lines: u64,
    },
    /// The last line does not end: the file may have lost its end.
    NoFinalLineBreak,
    /// The person stated another year than the one written in the file.
    VintageDiffers {
        /// Stated.
        stated: i16,
        /// Written in the file.
        found: i16,
    },
    /// A member of an archive that is not read.
    MemberIgnored {
        /// Its name.
        name: String,
    },
    /// Totals were made by adding age bands.
    TotalFromBands,
    /// Anything a kind has to say, in French, as a full sentence.
    Note {
        /// The sentence.
        sentence: String,
    },
}

impl Warning {
    /// In French.
    pub fn sentence(&self) -> String {
        match self {
            Warning::CodesPadded { codes } => {
                format!("{} codes avaient perdu leur zéro de gauche : il a été remis.", whole_number(*codes))
            }
            Warning::LostAccents { lines } => format!(
                "Les accents de {} lignes sont perdus ; ces libellés ne sont pas utilisés.",
                whole_number(*lines)
            ),
            Warning::NoFinalLineBreak => {
                "La dernière ligne du fichier n’est pas terminée. Vérifiez que le téléchargement est complet."
                    .to_owned()
            }
            Warning::VintageDiffers { stated, found } => {
                format!("Vous avez indiqué l’année {stated} ; le fichier porte l’année {found}.")
            }
            Warning::MemberIgnored { name } => {
                format!("« {name} » n’est pas un fichier connu : il n’a pas été lu.")
            }
            Warning::TotalFromBands => {
                "Le fichier ne donne pas la population totale : c’est la somme des tranches d’âge.".to_owned()
            }
            Warning::Note { sentence } => sentence.clone(),
        }
    }
}

/// `34875` as `34 875`, with the narrow no-break space of French typography.
pub fn whole_number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (rank, digit) in digits.chars().enumerate() {
        if rank > 0 && (digits.len() - rank).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

impl Report {
    /// Rows skipped, all causes.
    pub fn rows_skipped(&self) -> u64 {
        self.skipped.iter().map(|skipped| skipped.rows).sum()
    }

    pub(crate) fn skip(&mut self, why: Skip) {
        match self.skipped.iter_mut().find(|skipped| skipped.why == why) {
            Some(skipped) => skipped.rows += 1,
            None => self.skipped.push(Skipped { why, rows: 1 }),
        }
    }

    pub(crate) fn reject(&mut self, rejection: Rejection) {
        self.rejected += 1;
        if self.first_rejections.len() < FIRST_REJECTIONS {
            self.first_rejections.push(rejection);
        }
    }

    /// A file of which more than a fifth of the rows are wrong is not what it seems.
    pub(crate) fn refuse_if_mostly_wrong(&self, name: &str) -> Result<(), ReadError> {
        let Report { rows_read: read, rejected, .. } = *self;
        if rejected > REJECTED_FREE && rejected * REJECTED_LIMIT > read {
            let (name, rejections) = (name.to_owned(), self.first_rejections.clone());
            return Err(ReadError::TooManyRejected { name, read, rejected, rejections });
        }
        Ok(())
    }

    /// The whole report as French sentences, in order of reading.
    pub fn sentences(&self) -> Vec<String> {
        let mut lines = vec![format!(
            "Lignes lues : {}. Gardées : {}. Écartées : {}. Refusées : {}.",
            whole_number(self.rows_read),
            whole_number(self.rows_kept),
            whole_number(self.rows_skipped()),
            whole_number(self.rejected)
        )];
        let skipped =
            |skipped: &Skipped| format!("Écartées : {} {}.", whole_number(skipped.rows), skipped.why.label());
        lines.extend(self.skipped.iter().map(skipped));
        lines.extend(self.first_rejections.iter().map(|first| format!("Refusée : {}", first.sentence())));
        lines.extend(self.codes.as_ref().map(CodeCheck::sentence));
        lines.extend(self.population.as_ref().map(PopulationCheck::sentence));
        lines.extend(self.warnings.iter().map(Warning::sentence));
        lines
    }
}

impl CodeCheck {
    /// In French.
    pub fn sentence(&self) -> String {
        let matched = whole_number(self.matched);
        if self.unmatched == 0 {
            return format!(
                "Les {matched} communes du fichier sont toutes dans la liste officielle de son année."
            );
        }
        let more = if self.unmatched > self.unmatched_codes.len() as u64 { "…" } else { "" };
        format!(
            "{matched} communes sont dans la liste officielle de l’année du fichier ; {} n’y sont pas : {}{more}.",
            whole_number(self.unmatched),
            self.unmatched_codes.join(", ")
        )
    }
}

impl PopulationCheck {
    pub(crate) fn new(found: f64, expected: u64) -> Self {
        let within = (found - expected as f64).abs() <= expected as f64 * 0.005;
        Self { found, expected, within }
    }

    /// In French.
    pub fn sentence(&self) -> String {
        let found = whole_number(self.found.round().max(0.0) as u64);
        let expected = whole_number(self.expected);
        if self.within {
            format!(
                "Total : {found} habitants, pour {expected} de population légale (écart de 0,5 % au plus)."
            )
        } else {
            format!(
                "Total : {found} habitants, pour {expected} de population légale : l’écart dépasse 0,5 %. \
                 Vérifiez que le fichier est complet."
            )
        }
    }
}
