//! Which colour stands for which values on a map, by a rule that is printed with it.

use domain::diagnostic::lecture::ValeurLocale;
use domain::diagnostic::{IndicateurLu, Unite};
use domain::nombres::compte;
use territory::UnitCode;

use super::{INK, WHITE};
use crate::diagnostic_words as words;

/// Lightest first: the order of the classes is seen without the colour.
const COLOURS: [&str; MOST] = ["#e0f0f0", "#aad3d3", "#6fb0b3", "#2e787e", "#0b4f56"];
/// More classes than these are not told apart.
const MOST: usize = 5;

/// The classes of a map, lowest values first.
#[derive(Clone, Debug, PartialEq)]
pub struct Classes {
    /// How they were made, in one or two French sentences.
    pub rule: String,
    /// The classes; none when no value is known.
    pub classes: Vec<Classe>,
    /// Places without a published value.
    pub missing: usize,
    /// Places whose value is hidden.
    pub hidden: usize,
}

/// One class.
#[derive(Clone, Debug, PartialEq)]
pub struct Classe {
    /// Smallest value that is in it.
    pub from: f64,
    /// Largest value that is in it.
    pub to: f64,
    /// How many places are in it.
    pub count: usize,
    /// Colour of its areas.
    pub fill: &'static str,
    /// `10,2 à 12,5 %`.
    pub label: String,
}

/// What a map knows of an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shade {
    /// Rank of its class.
    Class(usize),
    /// Nobody publishes its value.
    Missing,
    /// Its value is hidden.
    Hidden,
}

/// The classes of the places of an indicator: the published thresholds when there are some, parts with as many
/// places as each other otherwise.
pub fn choroplethe_classes(read: &IndicateurLu) -> Classes {
    let mut values: Vec<f64> =
        read.places.iter().filter_map(value_of).filter(|value| value.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    let unit = read.indicateur.unit;
    let thresholds = &read.indicateur.thresholds;
    let (groups, rule): (Vec<Group>, String) = if thresholds.is_empty() || thresholds.len() >= MOST {
        let (groups, rule) = quantiles(&values);
        (groups.into_iter().map(|values| (None, values)).collect(), rule)
    } else {
        let bounds: Vec<String> = thresholds.iter().map(|bound| words::number(*bound, unit)).collect();
        let rule = format!("Classes coupées aux seuils publiés\u{a0}: {}.", domain::nombres::liste(&bounds));
        (by_thresholds(&values, thresholds, unit), rule)
    };
    Classes {
        rule,
        classes: coloured(groups, unit),
        missing: read.places.iter().filter(|place| place.value.is_none() && !place.hidden).count(),
        hidden: read.places.iter().filter(|place| place.hidden).count(),
    }
}

fn value_of(place: &ValeurLocale) -> Option<f64> {
    if place.hidden { None } else { place.value }
}

/// Groups of about as many values; equal values are never parted.
fn quantiles(values: &[f64]) -> (Vec<Vec<f64>>, String) {
    let mut distinct = values.to_vec();
    distinct.dedup();
    let wanted = distinct.len().min(MOST);
    let mut groups: Vec<Vec<f64>> = Vec::new();
    for (rank, &value) in values.iter().enumerate() {
        let full = rank * wanted >= groups.len() * values.len();
        let same = groups.last().and_then(|group| group.last()) == Some(&value);
        match groups.last_mut() {
            Some(group) if same || !full => group.push(value),
            _ => groups.push(vec![value]),
        }
    }
    let rule = match groups.len() {
        0 => "Aucune valeur n'est connue dans ce territoire.".to_owned(),
        1 => "Tous les lieux ont la même valeur.".to_owned(),
        parts => format!(
            "{parts}\u{a0}classes qui ont à peu près autant de lieux. Deux valeurs égales sont dans la même classe."
        ),
    };
    (groups, rule)
}

/// The values of a class, with its name when it is not that of its values.
type Group = (Option<String>, Vec<f64>);

/// A class starts at its threshold.
fn by_thresholds(values: &[f64], thresholds: &[f64], unit: Unite) -> Vec<Group> {
    let class = |value: f64| thresholds.iter().filter(|bound| value >= **bound).count();
    let bound = |rank: usize| thresholds.get(rank).map(|bound| words::number(*bound, unit));
    let name = |rank: usize| match (rank.checked_sub(1).and_then(bound), bound(rank)) {
        (None, Some(to)) => format!("moins de {to}"),
        (Some(from), Some(to)) => format!("{from} à moins de {to}"),
        (Some(from), None) => format!("{from} et plus"),
        (None, None) => String::new(),
    };
    (0..=thresholds.len())
        .map(|rank| {
            (Some(name(rank)), values.iter().copied().filter(|value| class(*value) == rank).collect())
        })
        .filter(|(_, group): &Group| !group.is_empty())
        .collect()
}

fn coloured(groups: Vec<Group>, unit: Unite) -> Vec<Classe> {
    let last = groups.len().saturating_sub(1).max(1);
    let alone = groups.len() < 2;
    let class = |(rank, (name, group)): (usize, Group)| {
        let (from, to) = (*group.first()?, *group.last()?);
        // Few classes are spread over the whole scale, so that they are far from each other.
        let shade = if alone { MOST / 2 } else { rank * (MOST - 1) / last };
        let label = name.unwrap_or_else(|| label(from, to, unit));
        Some(Classe { from, to, count: group.len(), fill: COLOURS[shade], label })
    };
    groups.into_iter().enumerate().filter_map(class).collect()
}

fn label(from: f64, to: f64, unit: Unite) -> String {
    let (first, last) = (words::number(from, unit), words::number(to, unit));
    if first == last { first } else { format!("{first} à {last}") }
}

impl Classe {
    /// Colour of a name over its areas, and of the line around the letters.
    pub(super) fn text_colours(&self) -> (&'static str, &'static str) {
        if COLOURS[MOST - 2..].contains(&self.fill) { (WHITE, self.fill) } else { (INK, WHITE) }
    }
}

impl Classes {
    /// What the map knows of an area; an IRIS without a value of its own takes that of its commune.
    pub fn shade(&self, read: &IndicateurLu, code: UnitCode) -> Shade {
        let found = |code: UnitCode| read.places.iter().find(|place| place.code == code);
        match found(code).or_else(|| found(UnitCode::Commune(code.commune()))) {
            Some(place) if place.hidden => Shade::Hidden,
            Some(place) => {
                let rank = |value: f64| self.classes.iter().position(|class| value <= class.to);
                place.value.and_then(rank).map_or(Shade::Missing, Shade::Class)
            }
            None => Shade::Missing,
        }
    }

    /// The legend in words: `10,2 à 12,5 % : 14 lieux`.
    pub fn in_words(&self) -> Vec<String> {
        let line = |label: &str, count: usize| format!("{label}\u{a0}: {}", compte(count, "lieu", "lieux"));
        let states = [(self.missing, "non publié"), (self.hidden, "masqué")];
        let states =
            states.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| line(word, count));
        self.classes.iter().map(|class| line(&class.label, class.count)).chain(states).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(values: &[f64]) -> Vec<usize> {
        quantiles(values).0.iter().map(Vec::len).collect()
    }

    #[test]
    fn classes_have_as_many_places_and_equal_values_stay_together() {
        assert_eq!(sizes(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0]), [2, 2, 2, 2, 2]);
        assert_eq!(sizes(&[1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 7.0, 8.0]), [6, 1, 1]);
        assert_eq!(sizes(&[3.0, 4.0]), [1, 1]);
        assert_eq!(sizes(&[3.0, 3.0]), [2]);
        assert!(sizes(&[]).is_empty());
    }

    #[test]
    fn published_thresholds_cut_the_classes() {
        let named = |name: &str, values: Vec<f64>| (Some(name.to_owned()), values);
        assert_eq!(
            by_thresholds(&[1.0, 2.5, 2.6, 4.0], &[2.5, 4.0], Unite::Consultations),
            [
                named("moins de 2,5", vec![1.0]),
                named("2,5 à moins de 4,0", vec![2.5, 2.6]),
                named("4,0 et plus", vec![4.0])
            ]
        );
        let one = by_thresholds(&[3.0], &[2.5], Unite::Consultations);
        assert_eq!(one, [named("2,5 et plus", vec![3.0])]);
    }

    #[test]
    fn the_order_of_the_classes_is_an_order_of_lightness() {
        let light = |colour: &str| {
            let part = |at: usize| f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap());
            0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
        };
        assert!(COLOURS.windows(2).all(|pair| light(pair[0]) > light(pair[1]) + 20.0));
    }
}
