//! Masking of small counts, read from `data/masques.toml`: nobody is recognised in a table.
//!
//! A count of 1 to the threshold is hidden. A reader who knows the total, the shown cells and these very rules
//! still cannot tell any hidden cell: when the sum of the hidden cells would give one away (a single cell, all
//! ones, all just under the threshold), the smallest shown counts are hidden too, all of them when several are equal.
//! Which cells are hidden then depends on values only, so that swapping two hidden values changes nothing that is
//! shown. Zero counts nobody: it is shown, except when it is the only one left to protect another cell.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::source::{Confidence, RulesError};

/// What a reader outside sees of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Masked {
    /// The count itself.
    Shown(u64),
    /// Hidden to protect persons: never write it as zero.
    Hidden,
}

/// A row of counts as a reader outside sees it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MaskedRow {
    /// The counts, in the order given.
    pub cells: Vec<Masked>,
    /// Their sum; hidden when it is itself small, or when it would tell every cell.
    pub total: Masked,
}

/// One threshold.
#[derive(Clone, Debug, Deserialize)]
pub struct MaskRule {
    /// Name in the code: `professionnels`, `patients`.
    pub code: String,
    /// On screen.
    #[serde(rename = "libelle")]
    pub label: String,
    /// Counts from 1 up to this one, excluded, are hidden.
    #[serde(rename = "moins_de")]
    pub below: u64,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What is decided beyond the sources, in French.
    pub note: String,
}

/// How large the denominator of a rate is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct DenominatorClass {
    /// On screen: `sur 20 à 99`.
    #[serde(rename = "libelle")]
    pub label: String,
    /// Smallest denominator of the class.
    #[serde(rename = "de")]
    pub from: u64,
}

/// A rate as a reader outside sees it.
#[derive(Clone, Debug, PartialEq)]
pub enum MaskedRate {
    /// A share of 0 to 1, never without the class of its denominator.
    Shown {
        /// Share.
        share: f64,
        /// How large the denominator is.
        class: DenominatorClass,
    },
    /// Hidden to protect persons.
    Hidden,
}

/// The classes of denominators, with their source.
#[derive(Clone, Debug, Deserialize)]
pub struct Denominators {
    /// Where they were read.
    pub sources: Vec<String>,
    /// How sure they are.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Why these, in French.
    pub note: String,
    /// Smallest first; the first starts at 0.
    #[serde(rename = "classe")]
    pub classes: Vec<DenominatorClass>,
}

/// How many associations a total of amounts melts together before it is shown.
#[derive(Clone, Debug, Deserialize)]
pub struct AmountRule {
    /// On screen.
    #[serde(rename = "libelle")]
    pub label: String,
    /// At least so many of them have something in it.
    #[serde(rename = "au_moins")]
    pub at_least: usize,
    /// None of them is more than this share of it, in percent.
    #[serde(rename = "part_max")]
    pub largest_percent: u8,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What is decided beyond the sources, in French.
    pub note: String,
}

/// All thresholds.
#[derive(Clone, Debug)]
pub struct MaskRules {
    /// Counts of health professionals.
    pub professionals: MaskRule,
    /// Counts of patients.
    pub patients: MaskRule,
    /// Classes of denominators.
    pub denominators: Denominators,
    /// Totals of amounts.
    pub amounts: AmountRule,
}

#[derive(Deserialize)]
struct Table {
    masque: Vec<MaskRule>,
    denominateurs: Denominators,
    montants: AmountRule,
}

const TABLE: &str = "masques.toml";

fn parse(text: &str) -> Result<MaskRules, RulesError> {
    let table: Table =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    let incoherent = |detail: String| RulesError::Incoherent { table: TABLE, detail };
    let rule = |code: &str| {
        let found = table.masque.iter().find(|rule| rule.code == code && rule.below > 1);
        found.cloned().ok_or_else(|| incoherent(format!("no threshold above 1 for {code}")))
    };
    let classes = &table.denominateurs.classes;
    let rising = classes.windows(2).all(|pair| pair[0].from < pair[1].from);
    if classes.first().is_none_or(|class| class.from != 0) || !rising {
        return Err(incoherent("the classes of denominators must rise from 0".to_owned()));
    }
    if table.montants.at_least < 2 || !(50..100).contains(&table.montants.largest_percent) {
        return Err(incoherent("a total of amounts melts two associations or more".to_owned()));
    }
    Ok(MaskRules {
        amounts: table.montants,
        professionals: rule("professionnels")?,
        patients: rule("patients")?,
        denominators: table.denominateurs,
    })
}

/// The rules in force, read once.
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn rules() -> Result<&'static MaskRules, &'static RulesError> {
    static RULES: LazyLock<Result<MaskRules, RulesError>> =
        LazyLock::new(|| parse(include_str!("../data/masques.toml")));
    RULES.as_ref()
}

/// Masks a row of counts that add up to a total. Cells that overlap, or a table of two dimensions, need one call
/// for each row and must not show the totals of the columns.
pub fn mask(cells: &[u64], rule: &MaskRule) -> MaskedRow {
    let small = |count: u64| 0 < count && count < rule.below;
    let (mut hidden_count, mut hidden_sum) = (0, 0);
    for cell in cells.iter().copied().filter(|cell| small(*cell)) {
        hidden_count += 1;
        hidden_sum += cell;
    }
    let tells = hidden_count == 1
        || hidden_sum == hidden_count
        || hidden_sum == hidden_count * rule.below.saturating_sub(1);
    let given_away = hidden_count > 0 && tells;
    let shown = || cells.iter().copied().filter(|cell| !small(*cell));
    // The smallest count of persons, or zero when nothing else is left.
    let smallest = shown().filter(|cell| *cell > 0).min().or_else(|| shown().min());
    let protects = |cell: u64| given_away && smallest == Some(cell);
    let total: u64 = cells.iter().sum();
    let total_hidden = small(total) || (given_away && smallest.is_none());
    MaskedRow {
        cells: cells
            .iter()
            .map(|cell| if small(*cell) || protects(*cell) { Masked::Hidden } else { Masked::Shown(*cell) })
            .collect(),
        total: if total_hidden { Masked::Hidden } else { Masked::Shown(total) },
    }
}

impl MaskRules {
    /// A rate of counts that `rule` protects: hidden when it would tell a small number of persons, who have the
    /// property or who do not.
    pub fn rate(&self, numerator: u64, denominator: u64, rule: &MaskRule) -> MaskedRate {
        let small = |count: u64| 0 < count && count < rule.below;
        let others = denominator.checked_sub(numerator);
        let class = self.denominators.classes.iter().rev().find(|class| class.from <= denominator);
        match (others, class) {
            (Some(others), Some(class))
                if denominator >= rule.below && !small(numerator) && !small(others) =>
            {
                MaskedRate::Shown { share: numerator as f64 / denominator as f64, class: class.clone() }
            }
            _ => MaskedRate::Hidden,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    #[derive(Deserialize)]
    struct Examples {
        exemple: Vec<Example>,
    }

    #[derive(Deserialize)]
    struct Example {
        masque: String,
        effectifs: Vec<u64>,
        montre: Vec<i64>,
        total: i64,
    }

    fn rule(below: u64) -> MaskRule {
        MaskRule { below, ..rules().unwrap().professionals.clone() }
    }

    #[test]
    fn every_example_of_the_table_is_masked_as_it_says() {
        let rules = rules().unwrap();
        let examples: Examples = toml::from_str(include_str!("../data/masques.toml")).unwrap();
        assert_eq!(examples.exemple.len(), 6);
        let sign = |value: i64| u64::try_from(value).map_or(Masked::Hidden, Masked::Shown);
        for example in examples.exemple {
            let rule = if example.masque == "patients" { &rules.patients } else { &rules.professionals };
            let expected = MaskedRow {
                cells: example.montre.iter().copied().map(sign).collect(),
                total: sign(example.total),
            };
            assert_eq!(mask(&example.effectifs, rule), expected, "{:?}", example.effectifs);
        }
    }

    #[test]
    fn every_threshold_says_where_it_comes_from() {
        let rules = rules().unwrap();
        for rule in [&rules.professionals, &rules.patients] {
            assert!(rule.sources.len() > 1 && rule.sources.iter().all(|s| !s.trim().is_empty()));
            assert_eq!(rule.confidence, Confidence::TwoSources);
        }
        assert!(!rules.denominators.sources.is_empty() && !rules.denominators.note.is_empty());
        assert!(rules.amounts.sources.len() > 1 && !rules.amounts.note.is_empty());
        assert_eq!((rules.professionals.below, rules.patients.below), (6, 11));
    }

    /// All rows of `length` counts from 0 to `largest`.
    fn rows(length: u32, largest: u64) -> impl Iterator<Item = Vec<u64>> {
        let base = largest + 1;
        (0..base.pow(length))
            .map(move |number| (0..length).map(|rank| number / base.pow(rank) % base).collect())
    }

    /// Groups the rows that a reader cannot tell apart, and asks that each hidden cell has two values in its group.
    fn nothing_can_be_deduced(below: u64, length: u32, largest: u64) {
        let rule = rule(below);
        let mut alike: BTreeMap<MaskedRow, Vec<BTreeSet<u64>>> = BTreeMap::new();
        for row in rows(length, largest) {
            let values = alike.entry(mask(&row, &rule)).or_insert_with(|| vec![BTreeSet::new(); row.len()]);
            for (seen, cell) in values.iter_mut().zip(&row) {
                seen.insert(*cell);
            }
        }
        for (seen_by_reader, values) in alike {
            for (cell, values) in seen_by_reader.cells.iter().zip(values) {
                assert!(*cell != Masked::Hidden || values.len() > 1, "{seen_by_reader:?}: {values:?}");
            }
        }
    }

    #[test]
    fn no_hidden_cell_can_be_deduced_by_a_reader_who_knows_the_rules() {
        nothing_can_be_deduced(6, 1, 15);
        nothing_can_be_deduced(6, 2, 20);
        nothing_can_be_deduced(6, 3, 15);
        nothing_can_be_deduced(6, 4, 9);
        nothing_can_be_deduced(4, 5, 6);
        nothing_can_be_deduced(11, 2, 30);
    }

    #[test]
    fn no_small_count_is_ever_shown() {
        for row in rows(4, 9) {
            let masked = mask(&row, &rule(6));
            for (cell, shown) in row.iter().zip(&masked.cells) {
                assert!(!(1..6).contains(cell) || *shown == Masked::Hidden);
                assert!(*shown == Masked::Hidden || *shown == Masked::Shown(*cell));
            }
            assert!(!matches!(masked.total, Masked::Shown(1..=5)));
        }
        assert_eq!(mask(&[], &rule(6)), MaskedRow { cells: vec![], total: Masked::Shown(0) });
    }

    #[test]
    fn a_rate_never_goes_without_its_denominator() {
        let rules = rules().unwrap();
        let rate = |numerator, denominator| rules.rate(numerator, denominator, &rules.patients);
        let MaskedRate::Shown { share, class } = rate(20, 80) else {
            panic!("twenty of eighty may be shown")
        };
        assert_eq!((share, class.label.as_str()), (0.25, "sur 20 à 99"));
        for (numerator, denominator) in [(5, 10), (10, 500), (495, 500), (0, 0), (3, 2), (0, 10)] {
            assert_eq!(rate(numerator, denominator), MaskedRate::Hidden, "{numerator}/{denominator}");
        }
        assert!(matches!(rate(0, 1_000), MaskedRate::Shown { .. }));
    }

    #[test]
    fn a_table_without_a_threshold_is_refused() {
        let text = include_str!("../data/masques.toml");
        for (from, to) in [
            ("\"patients\"", "\"autres\""),
            ("moins_de = 6", "moins_de = 1"),
            ("de = 20", "de = 200"),
            ("au_moins = 3", "au_moins = 1"),
        ] {
            assert!(
                matches!(parse(&text.replacen(from, to, 1)), Err(RulesError::Incoherent { .. })),
                "{from}"
            );
        }
    }
}
