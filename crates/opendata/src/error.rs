//! Why a file is refused, whole, and what to tell the person who gave it.

use std::io;

use crate::report::Rejection;

/// How a cut file shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The compressed file or archive ends too early.
    Archive,
    /// The last line has fewer columns than the others.
    LastLine {
        /// Number of the line.
        line: u64,
    },
}

/// Why a file is refused. Nothing of it is kept.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No content at all.
    #[error("{name}: empty file")]
    Empty {
        /// File.
        name: String,
    },
    /// A PDF was given as data.
    #[error("{name}: PDF given as data")]
    Pdf {
        /// File.
        name: String,
    },
    /// Neither text nor a format that is read.
    #[error("{name}: neither text nor a known format")]
    NotText {
        /// File.
        name: String,
    },
    /// A 7z archive.
    #[error("{name}: 7z archive")]
    SevenZip {
        /// File.
        name: String,
    },
    /// A table whose columns match no kind.
    #[error("{name}: no known kind has the columns {columns:?}")]
    UnknownKind {
        /// File.
        name: String,
        /// Columns of what looks like its header.
        columns: Vec<String>,
        /// Kinds that are read, in French.
        known: Vec<&'static str>,
    },
    /// The end of the file is missing.
    #[error("{name}: cut file ({cut:?})")]
    Truncated {
        /// File.
        name: String,
        /// How it shows.
        cut: Cut,
    },
    /// A spreadsheet rewrote the codes and they cannot be restored.
    #[error("{name}, line {line}: code damaged by a spreadsheet: {excerpt}")]
    DamagedBySpreadsheet {
        /// File.
        name: String,
        /// First line where it shows.
        line: u64,
        /// What was read.
        excerpt: String,
    },
    /// Accents are lost, or the encoding is not one that is read.
    #[error("{name}, line {line}: characters lost by a wrong encoding: {excerpt}")]
    WrongEncoding {
        /// File.
        name: String,
        /// First line where it shows.
        line: u64,
        /// What was read.
        excerpt: String,
    },
    /// The kind is clear but a column that it needs is not there.
    #[error("{name}: recognised as {kind:?}, column {column:?} is missing")]
    MissingColumn {
        /// File.
        name: String,
        /// Kind, in French.
        kind: &'static str,
        /// Column.
        column: String,
    },
    /// Two columns bear one title.
    #[error("{name}: two columns {column:?}")]
    RepeatedColumn {
        /// File.
        name: String,
        /// Title.
        column: String,
    },
    /// The columns do not follow each other as the producer writes them.
    #[error("{name}: column {column:?} is not at its place")]
    ColumnOrder {
        /// File.
        name: String,
        /// The first column that is not.
        column: String,
    },
    /// A file that only one program writes bears the marks of another one.
    #[error("{name}: saved again by another program ({sign})")]
    Resaved {
        /// File.
        name: String,
        /// The mark, in French.
        sign: &'static str,
    },
    /// A file that only completes another one.
    #[error("{name}: completes another file")]
    SideFile {
        /// File.
        name: String,
        /// The file to give instead, in French.
        instead: &'static str,
    },
    /// The file belongs to a known family, but is not the one that is read.
    #[error("{name}: another file of a known family: {detail}")]
    OtherFile {
        /// File.
        name: String,
        /// What it is and what to give instead, in French.
        detail: String,
    },
    /// A header and nothing that can be used under it.
    #[error("{name}: no usable row")]
    NoUsableRow {
        /// File.
        name: String,
        /// First rejections, where there were rows.
        rejections: Vec<Rejection>,
    },
    /// More than a fifth of the rows cannot be used.
    #[error("{name}: {rejected} rows of {read} rejected")]
    TooManyRejected {
        /// File.
        name: String,
        /// Rows read.
        read: u64,
        /// Rows rejected.
        rejected: u64,
        /// First rejections.
        rejections: Vec<Rejection>,
    },
    /// The year of the facts cannot be told.
    #[error("{name}: no vintage found")]
    NoVintage {
        /// File.
        name: String,
    },
    /// Too large for a format that has to be held in memory.
    #[error("{name}: too large to be read at once")]
    TooLarge {
        /// File.
        name: String,
    },
    /// A shape that cannot be drawn.
    #[error("{name}: {detail}")]
    Geometry {
        /// File.
        name: String,
        /// What is wrong, in French, as a sentence for a person.
        detail: String,
    },
    /// The workbook cannot be opened.
    #[error("{name}: workbook: {detail}")]
    Workbook {
        /// File.
        name: String,
        /// Technical detail.
        detail: String,
    },
    /// The file cannot be opened or read.
    #[error("{name}: {error}")]
    Io {
        /// File.
        name: String,
        /// Cause.
        error: io::Error,
    },
}

impl ReadError {
    /// An input or output error, or a cut when the packed data ends too early.
    pub(crate) fn io(name: &str, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                Self::cut_archive(name)
            }
            _ => Self::Io { name: name.to_owned(), error },
        }
    }

    pub(crate) fn cut_archive(name: &str) -> Self {
        Self::Truncated { name: name.to_owned(), cut: Cut::Archive }
    }

    /// What happened and what to do, in French.
    pub fn sentence(&self) -> String {
        match self {
            Self::Empty { name } => {
                format!("Le fichier « {name} » est vide. Téléchargez-le de nouveau, puis recommencez.")
            }
            Self::Pdf { name } => format!(
                "« {name} » est un document PDF : il ne contient pas de données lisibles. \
                 Téléchargez le fichier de données (CSV ou classeur) sur le site du producteur."
            ),
            Self::NotText { name } => format!(
                "« {name} » n’est ni un tableau ni un fichier de contours. \
                 Donnez un fichier CSV, un classeur (xlsx), un GeoJSON ou un GeoPackage."
            ),
            Self::SevenZip { name } => format!(
                "« {name} » est une archive 7z, qui n’est pas lue directement. \
                 Décompressez-la, puis donnez le fichier GeoPackage (.gpkg) qu’elle contient."
            ),
            Self::UnknownKind { name, columns, known } => unknown_sentence(name, columns, known),
            Self::Truncated { name, cut: Cut::Archive } => format!(
                "« {name} » est incomplet ou abîmé : sa fin manque, ou son contenu ne peut pas être \
                 décompressé. Rien n’a été enregistré. Téléchargez-le de nouveau."
            ),
            Self::Truncated { name, cut: Cut::LastLine { line } } => format!(
                "« {name} » semble coupé : sa dernière ligne ({line}) a moins de colonnes que les autres. \
                 Rien n’a été enregistré. Téléchargez-le de nouveau."
            ),
            Self::DamagedBySpreadsheet { name, line, excerpt } => format!(
                "« {name} » a été modifié par un tableur : à la ligne {line}, un code est devenu \
                 « {excerpt} » et ne peut pas être retrouvé. Téléchargez de nouveau le fichier et donnez-le \
                 sans l’ouvrir dans un tableur."
            ),
            Self::WrongEncoding { name, line, excerpt } => format!(
                "Les accents de « {name} » sont perdus (ligne {line} : « {excerpt} ») : le fichier a été \
                 enregistré avec un mauvais encodage. Téléchargez-le de nouveau, ou enregistrez-le en CSV UTF-8."
            ),
            Self::MissingColumn { name, kind, column } => format!(
                "« {name} » a été reconnu ({kind}), mais la colonne « {column} » manque. \
                 Donnez le fichier complet du producteur."
            ),
            Self::RepeatedColumn { name, column } => format!(
                "Le titre « {column} » figure deux fois dans « {name} ». On ne sait pas quelle colonne lire. \
                 Téléchargez de nouveau le fichier."
            ),
            Self::ColumnOrder { name, column } => format!(
                "Les colonnes de « {name} » ont changé de place, à partir de « {column} ». Rien n’a été \
                 enregistré. Donnez le fichier tel que le producteur le publie."
            ),
            Self::Resaved { name, sign } => format!(
                "« {name} » a été enregistré de nouveau par un autre programme ({sign}). Un tableur coupe ce \
                 fichier à un million de lignes. Donnez l’archive telle que vous l’avez téléchargée."
            ),
            Self::SideFile { name, instead } => {
                format!("« {name} » complète un autre fichier et ne se lit pas seul. Donnez {instead}.")
            }
            Self::OtherFile { name, detail } => format!("« {name} » ne peut pas être lu. {detail}"),
            Self::NoUsableRow { name, rejections } => format!(
                "Aucune ligne de « {name} » n’est utilisable.{} Vérifiez que c’est bien le fichier du producteur.",
                first_rejection(rejections)
            ),
            Self::TooManyRejected { name, read, rejected, rejections } => format!(
                "{rejected} lignes sur {read} de « {name} » ne sont pas utilisables : le fichier est abîmé, ou \
                 n’est pas ce qu’il semble être. Rien n’a été enregistré.{} Téléchargez-le de nouveau.",
                first_rejection(rejections)
            ),
            Self::NoVintage { name } => format!(
                "L’année des données de « {name} » n’est écrite ni dans le fichier ni dans son nom. \
                 Indiquez-la, par exemple avec --millesime 2023."
            ),
            Self::TooLarge { name } => format!(
                "« {name} » dépasse 2 Go et doit être lu d’un seul tenant. Donnez un fichier par département."
            ),
            Self::Geometry { name, detail } => format!("« {name} » ne peut pas être lu. {detail}"),
            Self::Workbook { name, .. } => format!(
                "Le classeur « {name} » ne s’ouvre pas : il est abîmé ou protégé par un mot de passe. \
                 Téléchargez-le de nouveau."
            ),
            Self::Io { name, error } => io_sentence(name, error),
        }
    }
}

fn unknown_sentence(name: &str, columns: &[String], known: &[&str]) -> String {
    const SHOWN: usize = 8;
    let seen = if columns.is_empty() {
        "Aucune ligne de titres de colonnes n’a été trouvée.".to_owned()
    } else {
        let more = if columns.len() > SHOWN { "…" } else { "" };
        let shown: Vec<_> = columns.iter().take(SHOWN).map(String::as_str).collect();
        format!("Colonnes lues : {}{more}.", shown.join(", "))
    };
    format!("« {name} » n’est pas un fichier connu. {seen} Fichiers lus : {}.", known.join(" ; "))
}

fn first_rejection(rejections: &[Rejection]) -> String {
    rejections.first().map(|first| format!(" Première difficulté : {}", first.sentence())).unwrap_or_default()
}

fn io_sentence(name: &str, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => {
            format!("Le fichier « {name} » n’existe pas. Vérifiez son nom et son dossier.")
        }
        io::ErrorKind::PermissionDenied => {
            format!("Vous n’avez pas le droit de lire « {name} ». Demandez l’accès, ou copiez-le ailleurs.")
        }
        io::ErrorKind::IsADirectory => {
            format!("« {name} » est un dossier. Donnez les fichiers qu’il contient.")
        }
        _ => format!("« {name} » ne peut pas être lu ({error}). Vérifiez le disque, puis recommencez."),
    }
}
