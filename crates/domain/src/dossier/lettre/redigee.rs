//! A letter as it is read, printed and filed: every field with its content, and the passport of every figure.
//!
//! Pages, PDF, DOCX, differences and filed versions read this one value. Filed versions keep it as JSON: a new field
//! has a default.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A whole letter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Redigee {
    /// Key of its template.
    pub modele: String,
    /// What its template is called: `Lettre d'intention du Guichet CPTS d'Occitanie`.
    #[serde(default)]
    pub modele_nom: String,
    /// `Lettre d'intention`.
    pub nature: String,
    /// Name of the project: `CPTS de l'Exemple`.
    pub titre: String,
    /// Name of the CPTS.
    pub cpts: String,
    /// The day on which it was put together.
    pub jour: Date,
    /// The day of writing that its authors gave.
    #[serde(default)]
    pub redigee_le: Option<Date>,
    /// Whether it belongs to the demonstration.
    #[serde(default)]
    pub fictif: bool,
    /// Its parts, in the order of the template.
    pub parties: Vec<Partie>,
    /// The passports, in the order in which they are first cited.
    pub sources: Vec<Source>,
}

impl Redigee {
    /// Its fields, in the order of the template.
    pub fn champs(&self) -> impl Iterator<Item = &Champ> {
        self.parties.iter().flat_map(|partie| &partie.champs)
    }

    /// A field by its key.
    pub fn champ(&self, cle: &str) -> Option<&Champ> {
        self.champs().find(|champ| champ.cle == cle)
    }
}

/// A part of the letter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Partie {
    /// Stable key.
    pub cle: String,
    /// Title.
    pub titre: String,
    /// Its fields.
    pub champs: Vec<Champ>,
}

/// A field with its content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Champ {
    /// Stable key, the same in every template.
    pub cle: String,
    /// What the template calls it.
    pub titre: String,
    /// What it says; empty when nothing was written.
    pub contenu: Vec<Contenu>,
    /// What its authors say of a value that the system filled in.
    #[serde(default)]
    pub explication: Option<String>,
}

/// A piece of content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Contenu {
    /// Sentences, one paragraph.
    Paragraphe {
        /// The text.
        texte: String,
    },
    /// Short lines.
    Liste {
        /// The lines.
        lignes: Vec<String>,
    },
    /// Named values.
    Faits {
        /// The values.
        faits: Vec<Fait>,
    },
    /// A table.
    Tableau(Tableau),
    /// A drawing with the text that stands for it.
    Carte {
        /// Standalone SVG.
        svg: String,
        /// What a person who does not see it needs to know.
        texte: String,
        /// The same as rows: every place that the drawing shows.
        #[serde(default)]
        tableau: Option<Tableau>,
    },
}

impl Contenu {
    /// A paragraph.
    pub fn paragraphe(texte: impl Into<String>) -> Self {
        Contenu::Paragraphe { texte: texte.into() }
    }

    /// An answer by yes or no: `Oui – avec la MSP du Val`. What is printed is a sentence, never a ticked box.
    pub fn oui_non(oui: bool, precisions: &str) -> Self {
        let word = if oui { "Oui" } else { "Non" };
        match precisions.trim() {
            "" => Self::paragraphe(word),
            said => Self::paragraphe(format!("{word} – {said}")),
        }
    }
}

/// A named value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fait {
    /// What it is.
    pub libelle: String,
    /// The value, as it is read: `47 617 habitants`. « non disponible » when it is not known.
    pub valeur: String,
    /// Ranks of its passports in [`Redigee::sources`].
    #[serde(default)]
    pub sources: Vec<usize>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tableau {
    /// What it shows.
    pub titre: String,
    /// Columns.
    pub colonnes: Vec<Colonne>,
    /// Rows, one text a column; the first cell names the row.
    pub lignes: Vec<Vec<String>>,
    /// Whether the last row is a sum.
    #[serde(default)]
    pub total: bool,
    /// Ranks of its passports in [`Redigee::sources`].
    #[serde(default)]
    pub sources: Vec<usize>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Colonne {
    /// Heading.
    pub titre: String,
    /// Whether it holds numbers.
    pub nombre: bool,
}

/// The passport of a figure, as it is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Who published what: `Insee, populations légales`.
    pub citation: String,
    /// Year or period.
    pub millesime: String,
    /// Of which place exactly.
    pub perimetre: String,
    /// In what.
    pub unite: String,
    /// What was hidden, and by which rule.
    #[serde(default)]
    pub masque: Option<String>,
}
