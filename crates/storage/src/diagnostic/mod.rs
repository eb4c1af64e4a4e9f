//! What a CPTS keeps for its diagnosis.

mod pieces;
mod releves;

pub use pieces::{NewPiece, PieceRow};
