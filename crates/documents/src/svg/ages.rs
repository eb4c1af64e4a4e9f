//! Ages as a pyramid when men and women are known, as bars beside the département otherwise.

use std::fmt::Write as _;

use domain::nombres::pourcent;
use territory::diagnosis::{AgeLine, Ages, Around};

use super::{ACCENT, GREY, INK, MIDDLE, SvgOptions, Text, open, tenth};

const WIDTH: f64 = 640.0;
const ROW: f64 = 26.0;
const BAR: f64 = 18.0;
const TOP: f64 = 30.0;
const SIZE: f64 = 13.0;

/// The ages of a territory; `None` when no share is known.
pub fn ages_svg(ages: &Ages) -> Option<String> {
    let known = ages.lines.iter().any(|line| line.share.is_some_and(|share| share > 0.0));
    if !known {
        return None;
    }
    let sexes = ages.lines.iter().all(|line| line.men.is_some() && line.women.is_some());
    Some(if sexes { pyramid(ages) } else { bars(ages) })
}

fn drawing(ages: &Ages, title: &str) -> String {
    let year = ages.year.map(|year| format!(" en {year}")).unwrap_or_default();
    let options = SvgOptions {
        title: title.to_owned(),
        description: format!(
            "Habitants du territoire par âge{year}. Le tableau des âges donne les mêmes chiffres."
        ),
    };
    open(WIDTH, TOP + ROW * ages.lines.len() as f64, &options)
}

fn text(svg: &mut String, at: [f64; 2], anchor: &str, fill: &str, content: &str) {
    Text { at, size: SIZE, anchor, fill, halo: None, content }.write(svg);
}

fn rect(svg: &mut String, [x, y]: [f64; 2], width: f64, fill: &str) {
    let _ = write!(
        svg,
        r#"<rect x="{}" y="{}" width="{}" height="{BAR}" fill="{fill}"/>"#,
        tenth(x),
        tenth(y),
        tenth(width.max(0.0)),
    );
}

/// Men on the left, women on the right, the oldest at the top.
fn pyramid(ages: &Ages) -> String {
    let mut svg = drawing(ages, "Pyramide des âges");
    // The whole is what the bands add up to: they may count fewer people than the measure.
    let both = |line: &AgeLine| line.men.unwrap_or_default() + line.women.unwrap_or_default();
    let whole: f64 = ages.lines.iter().map(both).sum();
    let share = |count: Option<f64>| if whole > 0.0 { count.unwrap_or_default() / whole } else { 0.0 };
    let longest =
        ages.lines.iter().flat_map(|line| [share(line.men), share(line.women)]).fold(1e-9, f64::max);
    let (half, gap, value) = (WIDTH / 2.0, 58.0, 52.0);
    let length = half - gap - value;
    text(&mut svg, [half - gap, 18.0], "end", GREY, "Hommes");
    text(&mut svg, [half + gap, 18.0], "start", GREY, "Femmes");
    for (rank, line) in ages.lines.iter().rev().enumerate() {
        let y = TOP + ROW * rank as f64;
        let base = y + BAR - 4.0;
        let (men, women) = (share(line.men), share(line.women));
        let (left, right) = (men / longest * length, women / longest * length);
        rect(&mut svg, [half - gap - left, y], left, ACCENT);
        rect(&mut svg, [half + gap, y], right, MIDDLE);
        text(&mut svg, [half - gap - left - 6.0, base], "end", GREY, &pourcent(men));
        text(&mut svg, [half + gap + right + 6.0, base], "start", GREY, &pourcent(women));
        text(&mut svg, [half, base], "middle", INK, &line.band.label());
    }
    svg.push_str("</svg>");
    svg
}

/// One bar a band, the youngest at the top, with a mark for the first comparison area.
fn bars(ages: &Ages) -> String {
    let mut svg = drawing(ages, "Âges du territoire");
    let around: Option<&Around> = ages.around.first();
    let other = |rank: usize| around.and_then(|around| around.shares.get(rank).copied().flatten());
    let own = ages.lines.iter().filter_map(|line| line.share);
    let longest = own.chain((0..ages.lines.len()).filter_map(other)).fold(1e-9, f64::max);
    let (start, value) = (124.0, 64.0);
    let length = WIDTH - start - value;
    rect(&mut svg, [start, 6.0], 16.0, MIDDLE);
    text(&mut svg, [start + 22.0, 20.0], "start", GREY, "Territoire");
    if let Some(around) = around {
        mark(&mut svg, start + 118.0, 4.0);
        text(&mut svg, [start + 126.0, 20.0], "start", GREY, &around.name);
    }
    for (rank, line) in ages.lines.iter().enumerate() {
        let y = TOP + ROW * rank as f64;
        let base = y + BAR - 4.0;
        text(&mut svg, [start - 8.0, base], "end", INK, &line.band.label());
        let share = line.share.unwrap_or_default();
        let end = share / longest * length;
        rect(&mut svg, [start, y], end, MIDDLE);
        let beyond = other(rank).map(|share| start + share / longest * length);
        if let Some(x) = beyond {
            mark(&mut svg, x, y - 2.0);
        }
        let after = beyond.unwrap_or(start).max(start + end);
        let content = line.share.map_or_else(|| crate::wording::MISSING.to_owned(), pourcent);
        text(&mut svg, [after + 6.0, base], "start", GREY, &content);
    }
    svg.push_str("</svg>");
    svg
}

fn mark(svg: &mut String, x: f64, y: f64) {
    let _ = write!(
        svg,
        r#"<rect x="{}" y="{}" width="3" height="{}" fill="{ACCENT}"/>"#,
        tenth(x - 1.5),
        tenth(y),
        BAR + 4.0
    );
}
