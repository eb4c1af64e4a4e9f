//! Accessibility of a set of places: a mean, and a share under a threshold. Each has its own weight.

/// Mean of (accessibility, weight): the weight is the **standardised** population. `None` when nobody lives there.
pub fn weighted_mean(values: impl IntoIterator<Item = (f64, f64)>) -> Option<f64> {
    let (sum, weights) = values
        .into_iter()
        .fold((0.0, 0.0), |(sum, all), (value, weight)| (sum + value * weight, all + weight));
    (weights > 0.0).then_some(sum / weights)
}

/// Share, from 0 to 1, of the **ordinary** population whose accessibility is strictly under the threshold.
///
/// Takes (accessibility, inhabitants). `None` when nobody lives there.
pub fn share_under(threshold: f64, values: impl IntoIterator<Item = (f64, f64)>) -> Option<f64> {
    let (under, all) = values.into_iter().fold((0.0, 0.0), |(under, all), (value, inhabitants)| {
        (under + if value < threshold { inhabitants } else { 0.0 }, all + inhabitants)
    });
    (all > 0.0).then_some(under / all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_and_a_share() {
        assert_eq!(weighted_mean([(2.0, 100.0), (5.0, 50.0)]), Some(3.0));
        assert_eq!(share_under(2.5, [(2.0, 100.0), (2.5, 60.0), (5.0, 40.0)]), Some(0.5));
        assert_eq!((weighted_mean([(2.0, 0.0)]), share_under(2.5, [])), (None, None));
    }
}
