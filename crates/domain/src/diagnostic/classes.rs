//! The classes of a map: the same on screen and on paper.

/// Most classes that a reader tells apart by their shade.
pub const MOST: usize = 5;

/// A class of values, both ends included; its ends are values that exist.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Classe {
    /// Smallest value.
    pub from: f64,
    /// Largest value.
    pub to: f64,
}

/// Classes with as many places each as ties allow (quantiles), smallest values first, at most [`MOST`].
/// Equal values are never in two classes. Empty without values.
pub fn classes(values: impl IntoIterator<Item = f64>) -> Vec<Classe> {
    let mut sorted: Vec<f64> = values.into_iter().filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let mut distinct = sorted.clone();
    distinct.dedup();
    let wanted = distinct.len().min(MOST);
    let mut classes = Vec::with_capacity(wanted);
    let mut start = 0;
    for rank in 1..=wanted {
        if start >= sorted.len() {
            break;
        }
        let cut = (sorted.len() * rank).div_ceil(wanted).max(start + 1);
        // The whole run of equal values goes with the first of them.
        let last = sorted[cut - 1];
        let end = sorted.partition_point(|value| *value <= last);
        classes.push(Classe { from: sorted[start], to: last });
        start = end;
    }
    classes
}

/// The rank of the class that holds a value.
pub fn class_of(classes: &[Classe], value: f64) -> Option<usize> {
    classes.iter().position(|class| value >= class.from && value <= class.to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(values: &[f64]) -> Vec<(f64, f64)> {
        classes(values.iter().copied()).into_iter().map(|class| (class.from, class.to)).collect()
    }

    #[test]
    fn places_are_shared_out_evenly() {
        let values: Vec<f64> = (1..=10).rev().map(f64::from).collect();
        assert_eq!(ends(&values), [(1.0, 2.0), (3.0, 4.0), (5.0, 6.0), (7.0, 8.0), (9.0, 10.0)]);
    }

    #[test]
    fn equal_values_are_in_one_class_and_every_value_is_in_one() {
        let values = [2.0, 2.0, 2.0, 2.0, 2.0, 7.0, 1.0];
        let found = classes(values);
        assert_eq!(ends(&values), [(1.0, 2.0), (7.0, 7.0)]);
        assert!(values.iter().all(|value| class_of(&found, *value).is_some()));
        assert_eq!(class_of(&found, 4.0), None);
    }

    #[test]
    fn few_values_make_few_classes() {
        assert_eq!(ends(&[]), []);
        assert_eq!(ends(&[3.0]), [(3.0, 3.0)]);
        assert_eq!(ends(&[3.0, f64::NAN, 1.0]), [(1.0, 1.0), (3.0, 3.0)]);
    }
}
