//! The community: people and structures, mobilisation, groups and meetings.

pub mod lecture;
pub mod liens;

pub use liens::{Bearer, NewPersonalLink};
