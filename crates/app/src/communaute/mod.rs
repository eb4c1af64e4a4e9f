pub mod presences;
//! The community: people and structures, mobilisation, groups and meetings.

pub mod groupes;
pub mod fictive;
pub mod lecture;
pub mod liens;
pub mod questionnaires;
pub mod reunions;

pub use fictive::CommunauteFictive;
pub use liens::{Bearer, NewPersonalLink};
