//! Accessibility: cases worked by hand, what theory demands of any world, and inputs that are refused.

#![allow(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

mod by_hand;
mod theory;
mod travel;
mod world;
mod wrong;
