//! The community: people and structures, mobilisation, groups and meetings.

pub mod lecture;
pub mod liens;
pub mod questionnaires;

pub use liens::{Bearer, NewPersonalLink};
