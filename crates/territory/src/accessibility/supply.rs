//! How the activity of a doctor counts in the supply.

use super::error::AccessError;

/// Bounds of the activity of a year, in acts (consultations, visits, teleconsultations).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SupplyRules {
    /// Up to this many acts, included, a doctor counts for nothing.
    pub nothing_up_to: f64,
    /// Above it, a doctor counts for at least this many acts.
    pub at_least: f64,
    /// And for at most this many.
    pub at_most: f64,
    /// Acts lent to a doctor who did not practise the year before.
    pub newly_settled: f64,
}

/// What is known of the activity of a doctor or of a health centre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Offer {
    /// Acts of a doctor in the year.
    Observed(f64),
    /// A doctor who has just settled.
    NewlySettled,
    /// Acts of a health centre in the year: no bound applies.
    HealthCentre(f64),
}

impl SupplyRules {
    /// Acts that count.
    ///
    /// # Errors
    /// When the number of acts is negative or not finite.
    pub fn acts(&self, offer: Offer) -> Result<f64, AccessError> {
        match offer {
            Offer::NewlySettled => Ok(self.newly_settled),
            Offer::Observed(acts) | Offer::HealthCentre(acts) if !(acts.is_finite() && acts >= 0.0) => {
                Err(AccessError::Parameters("a number of acts is a number of 0 or more"))
            }
            Offer::HealthCentre(acts) => Ok(acts),
            Offer::Observed(acts) if acts <= self.nothing_up_to => Ok(0.0),
            Offer::Observed(acts) => Ok(acts.max(self.at_least).min(self.at_most)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn activity_is_bounded_as_published() {
        let rules =
            SupplyRules { nothing_up_to: 250.0, at_least: 3600.0, at_most: 6000.0, newly_settled: 5400.0 };
        let acts = |acts| rules.acts(Offer::Observed(acts)).unwrap();
        assert_eq!([0.0, 250.0, 251.0, 3600.0].map(acts), [0.0, 0.0, 3600.0, 3600.0]);
        assert_eq!([3601.0, 5999.0, 6000.0, 12_000.0].map(acts), [3601.0, 5999.0, 6000.0, 6000.0]);
        assert_eq!(rules.acts(Offer::NewlySettled), Ok(5400.0));
        assert_eq!(rules.acts(Offer::HealthCentre(100.0)), Ok(100.0));
        assert_eq!(rules.acts(Offer::HealthCentre(40_000.0)), Ok(40_000.0));
        for wrong in [-1.0, f64::NAN, f64::INFINITY] {
            assert!(
                rules.acts(Offer::Observed(wrong)).is_err()
                    && rules.acts(Offer::HealthCentre(wrong)).is_err()
            );
        }
    }
}
