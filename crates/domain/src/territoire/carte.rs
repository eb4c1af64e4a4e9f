//! The map of a sheet, already projected: whoever prints it only places paths.

use serde::{Deserialize, Serialize};
use territory::UnitCode;

/// A drawing of `width` × `height` units, y downwards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Carte {
    /// Width in drawing units.
    pub width: f64,
    /// Height in drawing units.
    pub height: f64,
    /// Length of one kilometre in drawing units, for the scale bar.
    pub km: f64,
    /// Areas, members last so that their borders stay visible.
    pub areas: Vec<CarteArea>,
    /// SVG path data of the outline of the perimeter.
    pub outline: String,
    /// `IGN, Contours IRIS, 2025`.
    pub credit: String,
}

/// One commune or IRIS of the drawing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CarteArea {
    /// Code.
    pub code: UnitCode,
    /// Name.
    pub name: String,
    /// Whether it belongs to the perimeter.
    pub member: bool,
    /// SVG path data.
    pub path: String,
    /// Where a label may stand, in drawing units.
    pub label: [f64; 2],
}
