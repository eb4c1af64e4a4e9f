//! Population standardised by age: how much care it takes, on average, at its age.

use super::error::{AccessError, check_values};

/// Standardised population of each place, whose total is the total population.
///
/// `bands` holds the inhabitants of each place, one row a place and one column a weight. A weight is the mean
/// consumption of the band over that of everyone.
///
/// # Errors
/// When a number is negative or not finite, the rows do not fit the weights, or no weight is above zero.
pub fn standardise(bands: &[f64], weights: &[f64]) -> Result<Vec<f64>, AccessError> {
    check_values("weight", weights, weights.len())?;
    if weights.is_empty() || !bands.len().is_multiple_of(weights.len()) {
        let expected = bands.len().checked_div(weights.len()).unwrap_or(0) * weights.len();
        return Err(AccessError::Length { what: "bands", found: bands.len(), expected });
    }
    check_values("inhabitants", bands, bands.len())?;
    let raw: Vec<f64> = bands
        .chunks_exact(weights.len())
        .map(|row| row.iter().zip(weights).map(|(count, weight)| count * weight).sum())
        .collect();
    let (inhabitants, total): (f64, f64) = (bands.iter().sum(), raw.iter().sum());
    if inhabitants > 0.0 && total <= 0.0 {
        return Err(AccessError::Parameters("the weights by age leave no demand"));
    }
    let scale = if total > 0.0 { inhabitants / total } else { 0.0 };
    Ok(raw.into_iter().map(|value| value * scale).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_communes_two_ages() {
        // Weights 1 and 2: 110 and 160 before scaling, 200 inhabitants in all.
        let standardised = standardise(&[90.0, 10.0, 40.0, 60.0], &[1.0, 2.0]).unwrap();
        for (found, exact) in standardised.iter().zip([2200.0 / 27.0, 3200.0 / 27.0]) {
            assert!((found - exact).abs() < 1e-12, "{found}");
        }
        assert!((standardised.iter().sum::<f64>() - 200.0).abs() < 1e-12);
    }

    #[test]
    fn what_cannot_be_a_population_is_refused() {
        assert!(matches!(standardise(&[1.0, 2.0, 3.0], &[1.0, 2.0]), Err(AccessError::Length { .. })));
        assert!(matches!(standardise(&[1.0], &[]), Err(AccessError::Length { .. })));
        assert!(matches!(standardise(&[1.0, -2.0], &[1.0, 2.0]), Err(AccessError::Value { .. })));
        assert!(matches!(standardise(&[1.0], &[f64::NAN]), Err(AccessError::Value { .. })));
        assert!(matches!(standardise(&[1.0], &[0.0]), Err(AccessError::Parameters(_))));
        assert_eq!(standardise(&[0.0, 0.0], &[1.0]), Ok(vec![0.0, 0.0]));
        assert_eq!(standardise(&[], &[1.0]), Ok(vec![]));
    }
}
