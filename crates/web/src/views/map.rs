//! The map that can be moved. Without script or WebGL, its drawing stays in its place.

use super::components::StaticMap;

/// What the script of the map reads; see `assets/src/carte.js`.
#[derive(Clone, Debug, PartialEq)]
pub struct MapIsland {
    /// Addresses of the communes' contours, one a département, separated by spaces.
    pub communes: String,
    /// Addresses of the IRIS' contours, one a département, separated by spaces.
    pub iris: String,
    /// Whether IRIS are shown from the start, because the perimeter holds some.
    pub shows_iris: bool,
    /// Where clicks post `unite`, in the composer.
    pub toggles: Option<MapToggles>,
    /// Style of an outside background, off unless the administrator sets one.
    pub background: Option<String>,
    /// The drawing that stands there without the script, and on paper.
    pub drawing: Option<StaticMap>,
}

/// Addresses that a click on the map posts to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapToggles {
    /// Adds a unit.
    pub add: String,
    /// Removes a unit.
    pub remove: String,
}

impl MapIsland {
    /// A map of these départements. Contours come from `/geo/communes/{dép}.json` and `/geo/iris/{dép}.json`.
    pub fn of_departements<S: AsRef<str>>(departements: &[S], shows_iris: bool) -> Self {
        let urls = |layer: &str| {
            let urls: Vec<String> =
                departements.iter().map(|code| format!("/geo/{layer}/{}.json", code.as_ref())).collect();
            urls.join(" ")
        };
        Self {
            communes: urls("communes"),
            iris: urls("iris"),
            shows_iris,
            toggles: None,
            background: None,
            drawing: None,
        }
    }
}
