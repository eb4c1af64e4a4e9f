//! Which names the map can show: the largest areas first, never two names over each other, and none that is
//! much wider than what it names.

use domain::territoire::carte::{Carte, CarteArea};
use territory::UnitCode;

/// Width of an average letter, in parts of the size of the font.
const LETTER: f64 = 0.56;
/// Height of a line, in the same parts.
const LINE: f64 = 1.15;
/// How much wider than its area a name may be.
const OVERHANG: f64 = 1.3;

/// A name on the map.
pub struct Label {
    /// What it names.
    pub code: UnitCode,
    /// Middle of the name.
    pub at: [f64; 2],
    /// Size of the font.
    pub size: f64,
    /// Whether it names a part of the territory.
    pub member: bool,
    /// The name, on one line or two.
    pub lines: Vec<String>,
}

impl Label {
    /// Each line with the middle of its base line.
    pub fn placed(&self) -> impl Iterator<Item = ([f64; 2], &str)> {
        let first = self.at[1] + self.size * (0.35 - LINE * (self.lines.len() - 1) as f64 / 2.0);
        self.lines
            .iter()
            .enumerate()
            .map(move |(rank, line)| ([self.at[0], first + rank as f64 * LINE * self.size], line.as_str()))
    }

    fn half_width(&self) -> f64 {
        let longest = self.lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
        longest as f64 * LETTER * self.size / 2.0
    }

    fn frame(&self) -> Frame {
        let [x, y] = self.at;
        let (across, up) = (self.half_width(), LINE * self.size * self.lines.len() as f64 / 2.0);
        [x - across, y - up, x + across, y + up]
    }
}

/// Left, top, right, bottom.
type Frame = [f64; 4];

/// The names that fit, with `size` for the territory and a smaller size around.
pub fn labels(carte: &Carte, size: f64) -> Vec<Label> {
    let mut candidates: Vec<(&CarteArea, Frame)> = carte
        .areas
        .iter()
        // A neighbouring IRIS says nothing to a reader; a neighbouring commune does.
        .filter(|area| area.member || matches!(area.code, UnitCode::Commune(_)))
        .filter_map(|area| Some((area, around(&area.path)?)))
        .collect();
    candidates.sort_by(|(a, a_frame), (b, b_frame)| {
        let larger = surface(b_frame).total_cmp(&surface(a_frame));
        b.member.cmp(&a.member).then(larger).then(a.code.cmp(&b.code))
    });
    let mut taken: Vec<Frame> = Vec::new();
    let mut kept = Vec::new();
    for (area, extent) in candidates {
        let size = if area.member { size } else { size * 0.85 };
        let Some(label) = label(area, extent[2] - extent[0], size, carte.width) else { continue };
        let frame = label.frame();
        let inside =
            frame[0] >= 0.0 && frame[1] >= 0.0 && frame[2] <= carte.width && frame[3] <= carte.height;
        if inside && taken.iter().all(|other| !overlap(&frame, other)) {
            taken.push(frame);
            kept.push(label);
        }
    }
    kept
}

/// The name of an area on as few lines as its width allows; `None` when two are not enough.
fn label(area: &CarteArea, width: f64, size: f64, drawing: f64) -> Option<Label> {
    let name = short(&area.name);
    let one =
        Label { code: area.code, at: area.label, size, member: area.member, lines: vec![name.to_owned()] };
    let mut label = match cut(name) {
        Some(lines) if one.half_width() * 2.0 > width => Label { lines, ..one },
        _ => one,
    };
    if label.half_width() * 2.0 > width * OVERHANG {
        return None;
    }
    // A name may leave the middle of its area to stay whole inside the drawing.
    let half = label.half_width() + size * 0.3;
    label.at[0] = label.at[0].min(drawing - half).max(half);
    Some(label)
}

/// `Clos Banet` of `Perpignan, Clos Banet`.
fn short(name: &str) -> &str {
    name.rsplit(", ").next().unwrap_or(name)
}

/// The name in two lines, cut at the space or after the hyphen nearest to its middle.
fn cut(name: &str) -> Option<Vec<String>> {
    let middle = name.len() / 2;
    let breaks = name.char_indices().filter(|(_, char)| matches!(char, ' ' | '-')).map(|(at, _)| at + 1);
    let at = breaks.filter(|at| *at < name.len()).min_by_key(|at| at.abs_diff(middle))?;
    let (first, second) = name.split_at(at);
    Some(vec![first.trim_end().to_owned(), second.to_owned()])
}

fn overlap(a: &Frame, b: &Frame) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

fn surface(frame: &Frame) -> f64 {
    (frame[2] - frame[0]) * (frame[3] - frame[1])
}

/// The rectangle around a path of absolute points; `None` when it has none.
fn around(path: &str) -> Option<Frame> {
    let mut frame = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    let numbers = path.split(|char: char| !(char.is_ascii_digit() || matches!(char, '.' | '-')));
    for (rank, value) in numbers.filter_map(|number| number.parse::<f64>().ok()).enumerate() {
        let axis = rank % 2;
        frame[axis] = frame[axis].min(value);
        frame[axis + 2] = frame[axis + 2].max(value);
    }
    frame.iter().all(|value| value.is_finite()).then_some(frame)
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

    fn placed(areas: Vec<CarteArea>) -> Vec<Label> {
        let (outline, credit) = (String::new(), String::new());
        labels(&Carte { width: 400.0, height: 200.0, km: 10.0, areas, outline, credit }, 10.0)
    }

    fn texts(areas: Vec<CarteArea>) -> Vec<String> {
        placed(areas).into_iter().map(|label| label.lines.join("/")).collect()
    }

    #[test]
    fn the_larger_of_two_areas_keeps_its_name() {
        let areas = vec![
            area("00001", "Petitville", true, [70.0, 70.0, 60.0]),
            area("00002", "Grandville", true, [50.0, 50.0, 100.0]),
        ];
        assert_eq!(texts(areas), ["Grandville"]);
    }

    #[test]
    fn neighbouring_iris_stay_unnamed() {
        let areas = vec![
            area("000010101", "Grandville, Centre", false, [50.0, 50.0, 100.0]),
            area("000020101", "Grandville, Port", true, [200.0, 50.0, 100.0]),
        ];
        assert_eq!(texts(areas), ["Port"]);
    }

    #[test]
    fn a_name_wider_than_its_area_takes_two_lines_or_none() {
        let named = |name| texts(vec![area("00001", name, true, [100.0, 50.0, 80.0])]);
        assert_eq!(named("Saint-Rêve"), ["Saint-Rêve"]);
        assert_eq!(named("Saint-Rêve-sur-Mirage"), ["Saint-Rêve-/sur-Mirage"]);
        assert_eq!(named("Le Grand Mirage"), ["Le Grand/Mirage"]);
        assert!(named("Sainte-Chimère-de-la-Montagne-Bleue-et-de-la-Vallée").is_empty());
    }

    #[test]
    fn a_name_near_the_edge_moves_inside() {
        let areas = vec![area("00001", "Port-Inventé", true, [320.0, 50.0, 80.0])];
        let mut moved = areas.clone();
        moved[0].label = [395.0, 90.0];
        let label = &placed(moved)[0];
        assert!(label.at[0] < 395.0 && label.frame()[2] <= 400.0);
        assert_eq!(placed(areas)[0].at, [360.0, 90.0]);
    }
}
