//! Pure engine of Maillage: official codes, perimeters, reference data in memory, geometry, diagnosis.
//!
//! No input or output, no clock, no randomness. Every figure that leaves this crate carries its
//! source ([`Passport`]) and says whether it is complete ([`Measure`]).

pub mod accessibility;
pub mod atlas;
pub mod codes;
pub mod diagnosis;
pub mod geometry;
pub mod layers;
pub mod measure;
pub mod passport;
pub mod paste;
pub mod perimeter;
pub mod professionals;
pub mod sums;
pub mod text;

pub use atlas::Atlas;
pub use codes::{
    AreaCode, CategoryCode, CodeError, CommuneCode, DepartementCode, EpciCode, FinessCode, IrisCode,
    RegionCode, UnitCode,
};
pub use layers::Layer;
pub use measure::{Measure, SourceId};
pub use passport::{Kind, Passport, Vintage};
pub use perimeter::Perimeter;
