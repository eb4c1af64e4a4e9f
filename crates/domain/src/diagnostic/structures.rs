//! Groups of structures that a diagnosis shows, by FINESS category, read from `data/structures.toml`.
//!
//! A line of FINESS is a site, not a body. A category belongs to one group; a group that details another one is
//! never added to it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use territory::CategoryCode;

use crate::source::{Confidence, RulesError};

/// The dated table of groups.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Title.
    #[serde(rename = "titre")]
    pub title: String,
    /// Date of the list of categories.
    #[serde(rename = "effet")]
    pub effective: jiff::civil::Date,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What is decided beyond the sources, in French.
    pub note: String,
    /// The groups, in the order of the page.
    #[serde(rename = "groupe")]
    pub groups: Vec<Groupe>,
    /// The categories that the groups use.
    #[serde(rename = "categorie")]
    pub categories: Vec<Categorie>,
    /// Examples that the tests check.
    #[serde(rename = "exemple")]
    pub examples: Vec<Example>,
}

/// A group of categories.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Groupe {
    /// Stable code: `ehpad`, `centres_sante`.
    pub code: String,
    /// On screen.
    #[serde(rename = "libelle")]
    pub label: String,
    /// Under which title the group stands.
    #[serde(rename = "secteur")]
    pub sector: Secteur,
    /// Categories that are counted; none for a local list.
    pub categories: Vec<CategoryCode>,
    /// Code of the group that this one details.
    #[serde(rename = "partie_de", default)]
    pub part_of: Option<String>,
    /// Whether no category tells its sites: people list them.
    #[serde(rename = "liste_locale", default)]
    pub local_list: bool,
    /// Where the group was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// How to read the count, in French.
    #[serde(default)]
    pub note: Option<String>,
}

/// A category of the official list.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Categorie {
    /// Its code.
    pub code: CategoryCode,
    /// Its official label.
    #[serde(rename = "libelle")]
    pub label: String,
}

/// A worked example.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Category.
    #[serde(rename = "categorie")]
    pub category: CategoryCode,
    /// Code of its group.
    #[serde(rename = "groupe")]
    pub group: String,
    /// Where it comes from.
    #[serde(rename = "origine")]
    pub origin: String,
}

/// The title under which groups stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Secteur {
    /// Hospitals and clinics.
    Hospitalier,
    /// Care at home.
    Domicile,
    /// Primary care.
    PremierRecours,
    /// Elderly people.
    PersonnesAgees,
    /// Coordination and orientation.
    Coordination,
    /// Prevention.
    Prevention,
}

impl Secteur {
    /// All, in the order of the page.
    pub const ALL: [Secteur; 6] = [
        Secteur::Hospitalier,
        Secteur::Domicile,
        Secteur::PremierRecours,
        Secteur::PersonnesAgees,
        Secteur::Coordination,
        Secteur::Prevention,
    ];

    /// On screen, in French.
    pub fn label(self) -> &'static str {
        match self {
            Secteur::Hospitalier => "Hôpitaux et cliniques",
            Secteur::Domicile => "Soins à domicile",
            Secteur::PremierRecours => "Soins de premier recours",
            Secteur::PersonnesAgees => "Personnes âgées",
            Secteur::Coordination => "Coordination et orientation",
            Secteur::Prevention => "Prévention",
        }
    }
}

const TABLE: &str = "structures.toml";

impl Rules {
    fn parse(text: &str) -> Result<Self, RulesError> {
        let rules: Rules =
            toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
        let incoherent = |detail: String| RulesError::Incoherent { table: TABLE, detail };
        let named: BTreeSet<CategoryCode> = rules.categories.iter().map(|category| category.code).collect();
        let (mut codes, mut taken) = (BTreeSet::new(), BTreeSet::new());
        for group in &rules.groups {
            let code = &group.code;
            if !codes.insert(code) {
                return Err(incoherent(format!("group {code} twice")));
            }
            if group.local_list != group.categories.is_empty() {
                return Err(incoherent(format!("group {code}: either categories or a local list")));
            }
            if let Some(category) = group.categories.iter().find(|category| !named.contains(category)) {
                return Err(incoherent(format!("group {code}: category {category} has no label")));
            }
            match &group.part_of {
                None => {
                    if let Some(category) = group.categories.iter().find(|category| !taken.insert(**category))
                    {
                        return Err(incoherent(format!("category {category} in two groups")));
                    }
                }
                Some(whole) => {
                    let whole = rules.group(whole).filter(|whole| whole.part_of.is_none());
                    let inside =
                        |whole: &Groupe| group.categories.iter().all(|code| whole.categories.contains(code));
                    if !whole.is_some_and(inside) {
                        return Err(incoherent(format!(
                            "group {code} is no part of the group that it names"
                        )));
                    }
                }
            }
        }
        Ok(rules)
    }

    /// A group by its code.
    pub fn group(&self, code: &str) -> Option<&Groupe> {
        self.groups.iter().find(|group| group.code == code)
    }

    /// The groups that are added to each other: those that detail none.
    pub fn whole_groups(&self) -> impl Iterator<Item = &Groupe> {
        self.groups.iter().filter(|group| group.part_of.is_none())
    }

    /// The groups that detail a group.
    pub fn parts_of<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a Groupe> {
        self.groups.iter().filter(move |group| group.part_of.as_deref() == Some(code))
    }

    /// The group that counts a category, details left aside.
    pub fn group_of(&self, category: CategoryCode) -> Option<&Groupe> {
        self.whole_groups().find(|group| group.categories.contains(&category))
    }

    /// Official label of a category that the groups use.
    pub fn label_of(&self, category: CategoryCode) -> Option<&str> {
        let found = self.categories.iter().find(|known| known.code == category);
        found.map(|category| category.label.as_str())
    }
}

/// The groups in force, read once.
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn rules() -> Result<&'static Rules, &'static RulesError> {
    static RULES: LazyLock<Result<Rules, RulesError>> =
        LazyLock::new(|| Rules::parse(include_str!("../../data/structures.toml")));
    RULES.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = include_str!("../../data/structures.toml");

    #[test]
    fn every_example_falls_in_its_group() {
        let rules = rules().unwrap();
        assert_eq!(rules.examples.len(), 9);
        for example in &rules.examples {
            let group = rules.group_of(example.category).unwrap();
            assert_eq!(group.code, example.group, "{}", example.origin);
            assert!(rules.label_of(example.category).is_some());
        }
    }

    #[test]
    fn the_groups_of_the_slides_are_all_there() {
        let rules = rules().unwrap();
        for code in [
            "centres_hospitaliers",
            "chr",
            "dialyse",
            "centres_sante_dentaires",
            "centres_sante_infirmiers",
            "centres_sante_medicaux",
            "centres_sante_non_types",
            "centres_sante_polyvalents",
            "cliniques",
            "hopital_proximite",
            "had",
            "msp",
            "smr",
            "ehpad",
            "ssiad",
            "laboratoires",
            "pharmacies",
        ] {
            assert!(rules.group(code).is_some(), "{code}");
        }
        assert_eq!(rules.parts_of("centres_sante").count(), 5);
        assert!(Secteur::ALL.iter().all(|sector| rules.groups.iter().any(|group| group.sector == *sector)));
    }

    #[test]
    fn only_a_local_list_has_no_category_and_it_says_why() {
        let local: Vec<&Groupe> = rules().unwrap().groups.iter().filter(|group| group.local_list).collect();
        assert_eq!(local.len(), 1);
        assert!(local[0].note.as_deref().unwrap().contains("ARS"));
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        for (from, to) in [
            ("categories = [\"500\"]", "categories = [\"620\"]"),
            ("categories = [\"500\"]", "categories = []"),
            ("partie_de = \"hopitaux\"", "partie_de = \"msp\""),
            ("code = \"smr\"", "code = \"msp\""),
        ] {
            let text = TEXT.replacen(from, to, 1);
            assert_ne!(text, TEXT, "{from}");
            assert!(matches!(Rules::parse(&text), Err(RulesError::Incoherent { .. })), "{from}");
        }
        assert!(Rules::parse(&TEXT.replacen("secteur", "sector", 1)).is_err());
    }
}
