//! How accessibility falls with time.

use super::error::AccessError;

/// Times are kept to a tenth of a minute in eight bits: nothing beyond this many minutes is held.
pub const HORIZON_MINUTES: f64 = 25.5;

/// One step of a decay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Longest time of the step in minutes, included.
    pub up_to: f64,
    /// Weight, from 0 to 1.
    pub weight: f64,
}

/// The weight of a time, tabulated for each tenth of a minute.
#[derive(Clone, Debug, PartialEq)]
pub struct Decay {
    pub(super) weights: Box<[f64; 256]>,
}

impl Decay {
    /// A decay in steps: each holds up to its time included, and nothing counts beyond the last.
    ///
    /// # Errors
    /// When there is no step, times do not rise, weights rise, or a value is out of range.
    pub fn steps(steps: &[Step]) -> Result<Self, AccessError> {
        let (mut after, mut above) = (0.0, 1.0);
        if steps.is_empty() {
            return Err(AccessError::Parameters("a decay needs a step"));
        }
        for step in steps {
            if !(step.up_to > after && step.up_to <= HORIZON_MINUTES) {
                return Err(AccessError::Parameters("the times of a decay must rise, up to 25.5 minutes"));
            }
            if !(0.0..=above).contains(&step.weight) {
                return Err(AccessError::Parameters("the weights of a decay must fall, from 1 to 0"));
            }
            (after, above) = (step.up_to, step.weight);
        }
        let last = |tenths: f64| steps.iter().find(|step| tenths <= (step.up_to * 10.0).round());
        Self::tabulate(|tenths| last(tenths).map_or(0.0, |step| step.weight))
    }

    /// Any other decay, as a function of minutes.
    ///
    /// # Errors
    /// When a weight is negative or not finite.
    pub fn of(weight: impl Fn(f64) -> f64) -> Result<Self, AccessError> {
        Self::tabulate(|tenths| weight(tenths / 10.0))
    }

    fn tabulate(weight: impl Fn(f64) -> f64) -> Result<Self, AccessError> {
        let mut weights = Box::new([0.0; 256]);
        for (tenths, slot) in weights.iter_mut().enumerate() {
            *slot = weight(tenths as f64);
        }
        if weights.iter().all(|weight| weight.is_finite() && *weight >= 0.0) {
            Ok(Self { weights })
        } else {
            Err(AccessError::Parameters("a weight of a decay must be a number of 0 or more"))
        }
    }

    /// Weight of a time in minutes, at the tenth nearest; 0 beyond the horizon and for what is no time.
    pub fn weight(&self, minutes: f64) -> f64 {
        tenths(minutes).ok().flatten().map_or(0.0, |tenths| self.weights[usize::from(tenths)])
    }
}

/// Tenths of a minute, `None` beyond the horizon.
///
/// # Errors
/// When the time is negative or not a number.
pub(super) fn tenths(minutes: f64) -> Result<Option<u8>, ()> {
    if minutes.is_nan() || minutes < 0.0 {
        return Err(());
    }
    let tenths = (minutes * 10.0).round_ties_even();
    Ok((tenths <= 255.0).then_some(tenths as u8))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(steps: &[(f64, f64)]) -> Result<Decay, AccessError> {
        let steps: Vec<Step> = steps.iter().map(|&(up_to, weight)| Step { up_to, weight }).collect();
        Decay::steps(&steps)
    }

    #[test]
    fn steps_are_closed_on_the_right() {
        let decay = steps(&[(10.0, 1.0), (15.0, 0.3), (20.0, 0.1)]).unwrap();
        let weights = [0.0, 10.0, 10.1, 15.0, 15.1, 20.0, 20.1, 25.5, 25.6, 1e9].map(|t| decay.weight(t));
        assert_eq!(weights, [1.0, 1.0, 0.3, 0.3, 0.1, 0.1, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!((decay.weight(-1.0), decay.weight(f64::NAN)), (0.0, 0.0));
    }

    #[test]
    fn a_decay_that_rises_or_goes_too_far_is_refused() {
        for wrong in [
            &[][..],
            &[(10.0, 1.0), (10.0, 0.5)],
            &[(10.0, 0.5), (15.0, 0.6)],
            &[(10.0, 1.1)],
            &[(10.0, -0.1)],
            &[(f64::NAN, 1.0)],
            &[(10.0, f64::NAN)],
            &[(26.0, 1.0)],
            &[(0.0, 1.0)],
        ] {
            assert!(matches!(steps(wrong), Err(AccessError::Parameters(_))), "{wrong:?}");
        }
        assert!(Decay::of(|minutes| 1.0 - minutes).is_err());
    }
}
