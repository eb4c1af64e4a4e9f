//! Structures of the community: the list, a sheet, its forms.

pub mod conventions;
pub mod fiche;
pub mod form;
pub mod liste;
