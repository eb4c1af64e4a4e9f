//! Lengths and surfaces on the ellipsoid, from coordinates in millionths of a degree.

use super::{Point, STEPS_PER_DEGREE};

/// Radius of the sphere that has the surface of the GRS80 ellipsoid.
const AUTHALIC_RADIUS_KM: f64 = 6_371.007_181;
/// First eccentricity of GRS80.
const ECCENTRICITY: f64 = 0.081_819_191_042_8;

/// Metres in a millionth of a degree at a latitude, eastwards then northwards.
///
/// Series of the length of a degree on GRS80, right to a millimetre a kilometre.
pub(crate) fn metres_per_step(latitude: i32) -> [f64; 2] {
    let phi = (f64::from(latitude) / STEPS_PER_DEGREE).to_radians();
    let east = 111_412.84 * phi.cos() - 93.5 * (3.0 * phi).cos() + 0.118 * (5.0 * phi).cos();
    let north = 111_132.954 - 559.822 * (2.0 * phi).cos() + 1.175 * (4.0 * phi).cos();
    [east / STEPS_PER_DEGREE, north / STEPS_PER_DEGREE]
}

/// Length of a line in metres.
pub(crate) fn length_m(points: &[Point]) -> f64 {
    let Some(first) = points.first() else { return 0.0 };
    let last = points.last().unwrap_or(first);
    let scale = metres_per_step(first[1] / 2 + last[1] / 2);
    points
        .windows(2)
        .map(|pair| {
            let x = f64::from(pair[1][0] - pair[0][0]) * scale[0];
            let y = f64::from(pair[1][1] - pair[0][1]) * scale[1];
            x.hypot(y)
        })
        .sum()
}

/// Surface of a ring in square kilometres, whatever its direction.
///
/// Shoelace formula in the equal-area cylindrical projection of the ellipsoid.
pub(crate) fn area_km2(ring: &[Point]) -> f64 {
    let Some(&origin) = ring.first() else { return 0.0 };
    let pole = authalic(std::f64::consts::FRAC_PI_2);
    let flat: Vec<[f64; 2]> = ring
        .iter()
        .map(|point| {
            let lambda = (f64::from(point[0] - origin[0]) / STEPS_PER_DEGREE).to_radians();
            let phi = (f64::from(point[1]) / STEPS_PER_DEGREE).to_radians();
            [lambda, authalic(phi) / pole]
        })
        .collect();
    let base = flat[0][1];
    let mut twice = 0.0;
    for (here, next) in flat.iter().zip(flat.iter().cycle().skip(1)) {
        twice += here[0] * (next[1] - base) - next[0] * (here[1] - base);
    }
    (twice / 2.0).abs() * AUTHALIC_RADIUS_KM * AUTHALIC_RADIUS_KM
}

/// Height of a latitude in the equal-area projection, up to a constant factor.
fn authalic(phi: f64) -> f64 {
    let e_sin = ECCENTRICITY * phi.sin();
    phi.sin() / (1.0 - e_sin * e_sin) + ((1.0 + e_sin) / (1.0 - e_sin)).ln() / (2.0 * ECCENTRICITY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_has_its_known_length_and_surface() {
        let north = length_m(&[[2_000_000, 45_000_000], [2_000_000, 46_000_000]]);
        assert!((north - 111_141.0).abs() < 20.0, "{north}");
        let east = length_m(&[[2_000_000, 45_000_000], [3_000_000, 45_000_000]]);
        assert!((east - 78_846.8).abs() < 5.0, "{east}");
        // One degree by one degree between 45 and 46 North on the ellipsoid.
        let square = [[0, 45_000_000], [1_000_000, 45_000_000], [1_000_000, 46_000_000], [0, 46_000_000]];
        let area = area_km2(&square);
        assert!((area - 8_686.0).abs() < 10.0, "{area}");
    }
}
