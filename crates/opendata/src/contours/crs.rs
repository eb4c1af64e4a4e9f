//! Reference systems of French official contours, brought to longitude and latitude.

use proj4rs::Proj;
use proj4rs::transform::transform;
use territory::DepartementCode;
use territory::geometry::Polygon;

/// A reference system, by its EPSG number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Crs(pub(crate) u32);

/// A reference system that is not read, as the file names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnknownCrs(pub(crate) String);

impl UnknownCrs {
    /// In French.
    pub(crate) fn sentence(&self) -> String {
        format!(
            "Son système de coordonnées ({}) n’est pas lu. Demandez le même fichier en WGS 84 (EPSG:4326) \
             ou en Lambert-93 (EPSG:2154).",
            self.0
        )
    }
}

/// Longitude and latitude.
const WGS84: Crs = Crs(4326);

impl Crs {
    /// The system of a `crs` member: `urn:ogc:def:crs:OGC:1.3:CRS84`, `urn:ogc:def:crs:EPSG::2154`, `EPSG:2154`.
    pub(crate) fn named(name: &str) -> Result<Self, UnknownCrs> {
        if name.to_ascii_uppercase().ends_with("CRS84") {
            return Ok(WGS84);
        }
        let number = name.rsplit(':').next().and_then(|number| number.trim().parse().ok());
        number.map(Crs).filter(|crs| crs.is_known()).ok_or_else(|| UnknownCrs(name.to_owned()))
    }

    /// The system of the overseas or metropolitan département when a file writes metres and names none.
    pub(crate) fn usual(departement: DepartementCode) -> Self {
        Self(match departement.as_str() {
            "971" | "972" | "977" | "978" => 5490,
            "973" => 2972,
            "974" => 2975,
            "975" => 4467,
            "976" => 4471,
            _ => 2154,
        })
    }

    /// Whether [`Crs::to_degrees`] can read it.
    pub(crate) fn is_known(self) -> bool {
        self.is_degrees() || self.definition().is_some()
    }

    /// Whether it is longitude and latitude already.
    pub(crate) fn is_degrees(self) -> bool {
        // WGS 84, ETRS89, RGF93 (three versions), and the overseas geographic systems, all within a metre.
        matches!(
            self.0,
            4326 | 4258 | 4171 | 9777 | 9782 | 9784 | 5489 | 7086 | 4624 | 4627 | 4470 | 4463 | 4979
        )
    }

    fn definition(self) -> Option<String> {
        let utm = |zone: u32, south: bool| {
            let south = if south { " +south" } else { "" };
            format!("+proj=utm +zone={zone}{south} +ellps=GRS80 +units=m +no_defs")
        };
        Some(match self.0 {
            // The three realisations of Lambert-93 differ by centimetres.
            2154 | 9793 | 9794 => {
                "+proj=lcc +lat_0=46.5 +lon_0=3 +lat_1=49 +lat_2=44 +x_0=700000 +y_0=6600000 \
                                   +ellps=GRS80 +units=m +no_defs"
                    .to_owned()
            }
            5490 | 4559 => utm(20, false),
            2972 => utm(22, false),
            2975 => utm(40, true),
            4471 => utm(38, true),
            4467 => utm(21, false),
            code @ 32601..=32660 => utm(code - 32600, false),
            code @ 32701..=32760 => utm(code - 32700, true),
            3857 => {
                "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +no_defs"
                    .to_owned()
            }
            _ => return None,
        })
    }

    /// Brings polygons to degrees; an explanation when it cannot.
    pub(crate) fn to_degrees(self, polygons: &mut [Polygon]) -> Result<(), UnknownCrs> {
        if self.is_degrees() {
            return Ok(());
        }
        let unknown = || UnknownCrs(format!("EPSG:{}", self.0));
        let way = self.way_to_degrees().ok_or_else(unknown)?;
        for point in polygons.iter_mut().flatten().flatten() {
            *point = way.degrees(*point).ok_or_else(unknown)?;
        }
        Ok(())
    }

    /// How to bring its points to degrees; `None` when it is not read.
    pub(crate) fn way_to_degrees(self) -> Option<WayToDegrees> {
        if self.is_degrees() {
            return Some(WayToDegrees(None));
        }
        let from = Proj::from_proj_string(&self.definition()?).ok()?;
        let to = Proj::from_proj_string("+proj=longlat +ellps=GRS80 +no_defs").ok()?;
        Some(WayToDegrees(Some(Box::new((from, to)))))
    }
}

/// Brings the points of one system to longitude and latitude.
pub(crate) struct WayToDegrees(Option<Box<(Proj, Proj)>>);

impl WayToDegrees {
    /// Longitude and latitude of a point; `None` for one that lies outside its system.
    pub(crate) fn degrees(&self, point: [f64; 2]) -> Option<[f64; 2]> {
        let Some(way) = &self.0 else { return Some(point) };
        let mut place = (point[0], point[1], 0.0);
        transform(&way.0, &way.1, &mut place).ok()?;
        Some([place.0.to_degrees(), place.1.to_degrees()])
    }
}

/// Whether coordinates can only be metres: no French system has an origin within a kilometre of the ground it maps.
pub(crate) fn in_metres(polygons: &[Polygon]) -> bool {
    let far = |[x, y]: &[f64; 2]| x.abs() > 1_000.0 || y.abs() > 1_000.0;
    polygons.iter().flatten().flatten().next().is_some_and(far)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Places of the FINESS file, recomputed with PROJ.
    const PLACES: [(u32, [f64; 2], [f64; 2]); 5] = [
        (2154, [870_262.2, 6_571_540.8], [5.20918, 46.22229]),
        (5490, [657_242.9, 1_795_384.4], [-61.52874, 16.23400]),
        (2972, [353_672.8, 544_349.1], [-52.31973, 4.92347]),
        (2975, [323_086.6, 7_679_599.8], [55.29821, -20.97571]),
        (4471, [524_819.9, 8_587_194.7], [45.22868, -12.77989]),
    ];

    #[test]
    fn metres_become_degrees_in_every_french_system() {
        for (code, metres, degrees) in PLACES {
            let mut polygons = vec![vec![vec![metres]]];
            assert!(in_metres(&polygons));
            Crs(code).to_degrees(&mut polygons).unwrap();
            let [x, y] = polygons[0][0][0];
            assert!((x - degrees[0]).abs() < 1e-5 && (y - degrees[1]).abs() < 1e-5, "{code}: {x} {y}");
        }
    }

    #[test]
    fn names_of_systems_are_read_and_unknown_ones_refused() {
        for (name, code) in [
            ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326),
            ("urn:ogc:def:crs:EPSG::2154", 2154),
            ("EPSG:4326", 4326),
            ("epsg:32740", 32740),
        ] {
            assert_eq!(Crs::named(name), Ok(Crs(code)), "{name}");
        }
        let refused = Crs::named("urn:ogc:def:crs:EPSG::27572").unwrap_err();
        assert!(refused.sentence().contains("Lambert-93"), "{}", refused.sentence());
        assert!(Crs::named("").is_err());
    }

    #[test]
    fn a_departement_overseas_has_its_own_metres() {
        assert_eq!(Crs::usual("974".parse().unwrap()), Crs(2975));
        assert_eq!(Crs::usual("66".parse().unwrap()), Crs(2154));
    }
}
