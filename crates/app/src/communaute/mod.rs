//! The community: people and structures, mobilisation, groups and meetings.

pub mod adhesions;
pub mod doublons;
pub mod gouvernance;
pub mod groupes;
pub mod imports;
pub mod fictive;
pub mod lecture;
pub mod liens;
pub mod questionnaires;
pub mod mobilisation;
pub mod personnes;
pub mod presences;
pub mod reunions;
pub mod structures;

pub use doublons::{FusionError, Merge};
pub use storage::Fusion as FusionRow;
pub use fictive::CommunauteFictive;
pub use liens::{Bearer, NewPersonalLink};
pub use personnes::{AccountChoice, Life, NewPerson, PersonneError, Seat};
pub use structures::{ConventionChange, StructureError};
pub use storage::{ReadsCommunaute, ReadsGroupes};
