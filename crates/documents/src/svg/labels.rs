//! Which names the map can show: the largest areas first, and never two names over each other.

use domain::territoire::carte::{Carte, CarteArea};
use territory::UnitCode;

/// Width of an average letter, in parts of the size of the font.
const LETTER: f64 = 0.56;

/// A name on the map.
pub struct Label {
    /// Middle of the base line.
    pub at: [f64; 2],
    /// Size of the font.
    pub size: f64,
    /// Whether it names a part of the territory.
    pub member: bool,
    /// The name.
    pub text: String,
}

/// Left, top, right, bottom.
type Frame = [f64; 4];

/// The names that fit, with `size` for the territory and a smaller size around.
pub fn labels(carte: &Carte, size: f64) -> Vec<Label> {
    let mut candidates: Vec<(&CarteArea, f64)> = carte
        .areas
        .iter()
        // A neighbouring IRIS says nothing to a reader; a neighbouring commune does.
        .filter(|area| area.member || matches!(area.code, UnitCode::Commune(_)))
        .map(|area| (area, extent(&area.path)))
        .collect();
    candidates.sort_by(|(a, a_extent), (b, b_extent)| {
        b.member.cmp(&a.member).then(b_extent.total_cmp(a_extent)).then(a.code.cmp(&b.code))
    });
    let mut taken: Vec<Frame> = Vec::new();
    let mut kept = Vec::new();
    for (area, _) in candidates {
        let size = if area.member { size } else { size * 0.85 };
        let mut label =
            Label { at: area.label, size, member: area.member, text: short(&area.name).to_owned() };
        // A name may leave the middle of its area to stay whole inside the drawing.
        let half = half_width(&label) + size * 0.3;
        label.at[0] = label.at[0].min(carte.width - half).max(half);
        let frame = frame(&label);
        let inside = frame[1] >= 0.0 && frame[2] <= carte.width && frame[3] <= carte.height;
        if inside && taken.iter().all(|other| !overlap(&frame, other)) {
            taken.push(frame);
            kept.push(label);
        }
    }
    kept
}

/// `Clos Banet` of `Perpignan, Clos Banet`.
fn short(name: &str) -> &str {
    name.rsplit(", ").next().unwrap_or(name)
}

fn half_width(label: &Label) -> f64 {
    label.text.chars().count() as f64 * LETTER * label.size / 2.0
}

fn frame(label: &Label) -> Frame {
    let [x, y] = label.at;
    let half = half_width(label);
    [x - half, y - label.size, x + half, y + label.size * 0.35]
}

fn overlap(a: &Frame, b: &Frame) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

/// Surface of the rectangle around a path of absolute points, enough to rank areas.
fn extent(path: &str) -> f64 {
    let mut frame = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    let numbers = path.split(|char: char| !(char.is_ascii_digit() || matches!(char, '.' | '-')));
    for (rank, value) in numbers.filter_map(|number| number.parse::<f64>().ok()).enumerate() {
        let axis = rank % 2;
        frame[axis] = frame[axis].min(value);
        frame[axis + 2] = frame[axis + 2].max(value);
    }
    let surface = (frame[2] - frame[0]) * (frame[3] - frame[1]);
    if surface.is_finite() { surface } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(code: &str, name: &str, member: bool, [x, y, side]: [f64; 3]) -> CarteArea {
        CarteArea {
            code: code.parse().unwrap(),
            name: name.into(),
            member,
            path: format!("M{x} {y}L{} {y}L{} {}Z", x + side, x + side, y + side),
            label: [x + side / 2.0, y + side / 2.0],
        }
    }

    fn texts(areas: Vec<CarteArea>) -> Vec<String> {
        let carte = Carte {
            width: 400.0,
            height: 200.0,
            km: 10.0,
            areas,
            outline: String::new(),
            credit: String::new(),
        };
        labels(&carte, 10.0).into_iter().map(|label| label.text).collect()
    }

    #[test]
    fn the_larger_of_two_areas_keeps_its_name() {
        let areas = vec![
            area("00001", "Petitville", true, [100.0, 90.0, 10.0]),
            area("00002", "Grandville", true, [50.0, 50.0, 100.0]),
        ];
        assert_eq!(texts(areas), ["Grandville"]);
    }

    #[test]
    fn a_name_near_the_edge_moves_inside() {
        let areas = vec![area("00001", "Port-Inventé", true, [380.0, 50.0, 20.0])];
        let carte = Carte {
            width: 400.0,
            height: 200.0,
            km: 10.0,
            areas,
            outline: String::new(),
            credit: String::new(),
        };
        let label = &labels(&carte, 10.0)[0];
        assert!(label.at[0] < 390.0 && frame(label)[2] <= 400.0);
    }

    #[test]
    fn neighbouring_iris_stay_unnamed_and_long_names_stay_inside() {
        let areas = vec![
            area("000010101", "Grandville, Centre", false, [50.0, 50.0, 100.0]),
            area("000020101", "Grandville, Port", true, [200.0, 50.0, 100.0]),
            area(
                "00003",
                "Un nom bien trop long pour tenir dans un cadre aussi étroit que celui-ci sans en sortir",
                true,
                [0.0, 150.0, 20.0],
            ),
        ];
        assert_eq!(texts(areas), ["Port"]);
    }
}
