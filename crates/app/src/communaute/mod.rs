//! The community: people and structures, mobilisation, groups and meetings.

pub mod adhesions;
pub mod doublons;
pub mod fictive;
pub mod gouvernance;
pub mod groupes;
pub mod imports;
pub mod lecture;
pub mod liens;
pub mod mobilisation;
pub mod personnes;
pub mod presences;
pub mod questionnaires;
pub mod reunions;
pub mod structures;

pub use doublons::{FusionError, Merge};
pub use fictive::CommunauteFictive;
pub use liens::{Bearer, NewPersonalLink};
pub use personnes::{AccountChoice, Life, NewPerson, PersonneError, Seat};
pub use storage::Fusion as FusionRow;
pub use storage::{ReadsCommunaute, ReadsGroupes};
pub use structures::{ConventionChange, StructureError};
