//! Longitudes and latitudes laid flat, so that short distances can be measured.

use super::error::AccessError;

/// Mean radius of the Earth in metres.
const RADIUS_M: f64 = 6_371_008.8;
/// Places farther apart than this are laid on planes of their own, in metres.
const ONE_PLANE_M: f64 = 1_500_000.0;
/// Distance between two planes laid side by side, in metres.
const APART_M: f64 = 4_000_000.0;

/// Positions in metres from longitudes and latitudes in degrees.
///
/// The projection is stereographic on the sphere around the middle of the places, so that a distance of some tens of
/// kilometres is right to 0.5 % anywhere in metropolitan France. Places far from the first ones (overseas) get
/// a plane of their own, laid beside.
///
/// # Errors
/// When a coordinate is not a longitude (-180 to 180) or a latitude (-90 to 90).
pub fn project(points: &[[f64; 2]]) -> Result<Vec<[f64; 2]>, AccessError> {
    let vectors = points.iter().enumerate().map(|(place, point)| vector(place, *point));
    let vectors = vectors.collect::<Result<Vec<_>, _>>()?;
    let mut positions = vec![[0.0; 2]; points.len()];
    let mut rest: Vec<usize> = (0..points.len()).collect();
    let mut shift = 0.0;
    while let Some(&first) = rest.first() {
        let close = |place: &usize| chord_m(vectors[*place], vectors[first]) <= ONE_PLANE_M;
        let (group, others): (Vec<usize>, Vec<usize>) = rest.into_iter().partition(close);
        let plane = Plane::around(group.iter().map(|&place| vectors[place]));
        for place in group {
            let [x, y] = plane.lay(vectors[place]);
            positions[place] = [x, y + shift];
        }
        shift += APART_M;
        rest = others;
    }
    Ok(positions)
}

type Vector = [f64; 3];

fn vector(place: usize, [longitude, latitude]: [f64; 2]) -> Result<Vector, AccessError> {
    for (what, value, most) in [("longitude", longitude, 180.0), ("latitude", latitude, 90.0)] {
        if !(-most..=most).contains(&value) {
            return Err(AccessError::Value { what, place: place as u32, value });
        }
    }
    let (lambda, phi) = (longitude.to_radians(), latitude.to_radians());
    Ok([phi.cos() * lambda.cos(), phi.cos() * lambda.sin(), phi.sin()])
}

fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn chord_m(a: Vector, b: Vector) -> f64 {
    let d = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    RADIUS_M * dot(d, d).sqrt()
}

/// A plane that touches the sphere at `up`, with its east and its north.
struct Plane {
    up: Vector,
    east: Vector,
    north: Vector,
}

impl Plane {
    fn around(vectors: impl Iterator<Item = Vector>) -> Self {
        let sum = vectors.fold([0.0; 3], |sum, v| [sum[0] + v[0], sum[1] + v[1], sum[2] + v[2]]);
        let unit = |v: Vector| {
            let length = dot(v, v).sqrt();
            v.map(|c| c / length)
        };
        let up = unit(sum);
        // At a pole, any direction is east.
        let flat = up[0].hypot(up[1]);
        let east = if flat > 1e-9 { [-up[1] / flat, up[0] / flat, 0.0] } else { [1.0, 0.0, 0.0] };
        let north = [
            up[1] * east[2] - up[2] * east[1],
            up[2] * east[0] - up[0] * east[2],
            up[0] * east[1] - up[1] * east[0],
        ];
        Self { up, east, north }
    }

    fn lay(&self, vector: Vector) -> [f64; 2] {
        let scale = 2.0 * RADIUS_M / (1.0 + dot(vector, self.up));
        [scale * dot(vector, self.east), scale * dot(vector, self.north)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
        (a[0] - b[0]).hypot(a[1] - b[1])
    }

    #[test]
    fn short_distances_are_right_from_one_end_of_the_country_to_the_other() {
        // Pairs 0.1 degree apart, with their length on the sphere: 11.12 km to the north.
        let ends = [[-4.5, 48.4], [2.3, 51.0], [7.5, 43.8], [1.4, 43.6], [9.2, 41.4]];
        let points: Vec<[f64; 2]> =
            ends.iter().flat_map(|&[x, y]| [[x, y], [x, y + 0.1], [x + 0.1, y]]).collect();
        let flat = project(&points).unwrap();
        for (three, end) in flat.chunks_exact(3).zip(ends) {
            let degree = RADIUS_M.to_radians() / 10.0;
            let (north, east) = (distance(three[0], three[1]), distance(three[0], three[2]));
            assert!((north / degree - 1.0).abs() < 0.005, "{end:?}: {north}");
            assert!((east / degree / end[1].to_radians().cos() - 1.0).abs() < 0.005, "{end:?}: {east}");
        }
    }

    #[test]
    fn an_island_overseas_keeps_its_distances_and_stays_far() {
        let flat = project(&[[2.3, 48.8], [55.4, -20.9], [55.5, -20.9], [-61.5, 16.2]]).unwrap();
        let degree = RADIUS_M.to_radians() / 10.0 * (20.9_f64).to_radians().cos();
        assert!((distance(flat[1], flat[2]) / degree - 1.0).abs() < 0.001);
        assert!(distance(flat[0], flat[1]) > 1e6 && distance(flat[1], flat[3]) > 1e6);
    }

    #[test]
    fn what_is_no_coordinate_is_refused() {
        for wrong in [[181.0, 0.0], [0.0, 90.1], [f64::NAN, 0.0], [0.0, f64::INFINITY]] {
            assert!(matches!(project(&[[2.0, 48.0], wrong]), Err(AccessError::Value { place: 1, .. })));
        }
        assert_eq!(project(&[]), Ok(vec![]));
    }
}
