//! The engine on a small invented country.

mod atlas;
mod diagnosis;
mod paste;
mod world;
