//! Potential accessibility to care: the two-step floating catchment area, and what changes when supply moves.
//!
//! The method, its parameters and what it may be used for are in `docs/methods/apl.md`. For a supply place *j* and
//! a residence *i*, with `w` the weight of the time **from *i* to *j*** in both steps:
//!
//! > `D_j = Σ_i w(t_ij)·p_i`, then `R_j = S_j / D_j`, then `A_i = Σ_j w(t_ij)·R_j`
//!
//! [`Catchment`] holds the pairs once, from an imported matrix or from coordinates ([`Catchment::from_positions`]);
//! [`Accessibility::compute`] makes the two passes; [`Accessibility::move_supply`] touches the places within reach of
//! one supply place only, and can be undone to the bit.

mod catchment;
mod compute;
mod decay;
mod demand;
mod error;
mod grid;
mod pairs;
mod plane;
mod rows;
mod simulate;
mod summary;
mod supply;

pub use catchment::{Catchment, Pair};
pub use compute::{Accessibility, Unreached};
pub use decay::{Decay, HORIZON_MINUTES, Step};
pub use demand::standardise;
pub use error::AccessError;
pub use pairs::{Place, Travel, Within, pairs_within};
pub use plane::project;
pub use simulate::Change;
pub use summary::{share_under, weighted_mean};
pub use supply::{Offer, SupplyRules};
