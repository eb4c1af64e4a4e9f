//! Population.
