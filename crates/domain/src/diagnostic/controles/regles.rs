//! Thresholds of what is written down, read from `data/saisies.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::source::{Confidence, RulesError};

/// The rules of what people write down.
#[derive(Clone, Debug, Deserialize)]
pub struct ReglesSaisie {
    /// Denominators.
    #[serde(rename = "denominateur")]
    pub denominator: Denominateur,
    /// Likeness to a département.
    pub departement: Departement,
    /// Length of texts.
    #[serde(rename = "textes")]
    pub texts: Textes,
    /// Files of values.
    #[serde(rename = "fichier")]
    pub file: Fichier,
    /// Attached documents.
    pub pieces: Pieces,
}

macro_rules! sourced {
    ($(#[$doc:meta])* $name:ident { $($(#[$line:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize)]
        pub struct $name {
            $($(#[$line])* pub $field: $type,)*
            /// Where it was read.
            pub sources: Vec<String>,
            /// How sure it is.
            #[serde(rename = "confiance")]
            pub confidence: Confidence,
            /// Why, in French.
            pub note: String,
        }
    };
}

sourced! {
    /// How a denominator compares with the inhabitants of its ages.
    Denominateur {
        /// Smallest share that is no surprise.
        #[serde(rename = "part_min")]
        min: f64,
        /// Largest share that is no surprise.
        #[serde(rename = "part_max")]
        max: f64,
    }
}

sourced! {
    /// When a value looks like the one of the whole département.
    Departement {
        /// From this share of what is known of it.
        #[serde(rename = "part")]
        share: f64,
    }
}

sourced! {
    /// Length of what is typed, in characters.
    Textes {
        /// Longest source.
        source_max: usize,
        /// Longest reason.
        #[serde(rename = "motif_max")]
        reason_max: usize,
    }
}

sourced! {
    /// A file of values.
    Fichier {
        /// Most lines.
        #[serde(rename = "lignes_max")]
        lines_max: usize,
    }
}

sourced! {
    /// Attached documents.
    Pieces {
        /// Largest, in bytes.
        #[serde(rename = "octets_max")]
        bytes_max: usize,
        /// What they may be.
        #[serde(rename = "type")]
        types: Vec<TypePiece>,
    }
}

/// A kind of document that may be attached.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TypePiece {
    /// Stable code: `pdf`.
    pub code: String,
    /// On screen, in French.
    #[serde(rename = "libelle")]
    pub label: String,
    /// Media type under which it is given back.
    pub media: String,
    /// End of its file name, without the dot.
    pub extension: String,
}

const TABLE: &str = "saisies.toml";

fn parse(text: &str) -> Result<ReglesSaisie, RulesError> {
    let rules: ReglesSaisie =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    let incoherent = |detail: &str| RulesError::Incoherent { table: TABLE, detail: detail.to_owned() };
    let share = &rules.denominator;
    if !(0.0 < share.min && share.min < 1.0 && 1.0 <= share.max) {
        return Err(incoherent("the shares of a denominator must lie around 1"));
    }
    if rules.pieces.types.is_empty() {
        return Err(incoherent("no kind of document"));
    }
    Ok(rules)
}

/// The rules in force, read once.
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn regles() -> Result<&'static ReglesSaisie, &'static RulesError> {
    static RULES: LazyLock<Result<ReglesSaisie, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../../data/saisies.toml")));
    RULES.as_ref()
}

impl Denominateur {
    /// Whether people counted below the line are a surprise beside the inhabitants of their ages. Without stated
    /// ages, few of them are none: the indicator may look at some people only.
    pub fn surprises(&self, below: f64, inhabitants: f64, aged: bool) -> bool {
        let share = below / inhabitants;
        inhabitants > 0.0 && (share > self.max || (aged && share < self.min))
    }
}

impl ReglesSaisie {
    /// A kind of document by its code.
    pub fn piece_type(&self, code: &str) -> Option<&TypePiece> {
        self.pieces.types.iter().find(|one| one.code == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Exemples {
        exemple: Vec<Exemple>,
    }

    #[derive(Deserialize)]
    struct Exemple {
        numerateur: f64,
        valeur: f64,
        habitants: f64,
        etonnant: bool,
    }

    #[test]
    fn the_examples_of_the_table_hold() {
        let rules = regles().unwrap();
        let table: Exemples = toml::from_str(include_str!("../../../data/saisies.toml")).unwrap();
        for one in table.exemple {
            let implied = one.numerateur * 100.0 / one.valeur;
            assert_eq!(rules.denominator.surprises(implied, one.habitants, true), one.etonnant, "{implied}");
        }
    }

    #[test]
    fn a_document_type_is_found_by_its_code() {
        let rules = regles().unwrap();
        assert_eq!(rules.piece_type("pdf").map(|one| one.media.as_str()), Some("application/pdf"));
        assert_eq!(rules.piece_type("exe"), None);
    }
}
