//! Pure rules of the community: policy, dated tariffs, territory. No input or output, no clock, no randomness.

pub mod aci;
pub mod authz;
pub mod communaute;
pub mod diagnostic;
pub mod dossier;
pub mod exploitation;
pub mod ids;
pub mod masque;
pub mod montant;
pub mod nombres;
pub mod objectifs;
pub mod organisation;
pub mod pieces;
pub mod professions;
pub mod recherche;
pub mod region;
pub mod rgpd;
pub mod securite;
pub mod source;
pub mod subvention;
pub mod territoire;
pub mod texte;
