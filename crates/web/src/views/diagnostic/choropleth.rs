//! A map where each place has the shade of its value. The table of places says the same in words.

use documents::diagnostic_words as words;
use documents::{Shade, choroplethe_classes};
use domain::diagnostic::{Diagnostic, Famille, IndicateurLu};
use territory::UnitCode;

use super::super::components::StaticMap;
use super::super::wording::spaced;
use super::Reader;

/// A shaded map.
#[derive(Clone, Debug, PartialEq)]
pub struct Choropleth {
    /// What it shows, for those who do not see it.
    pub description: String,
    /// The indicator.
    pub label: String,
    /// Its page.
    pub url: Option<String>,
    /// Drawing, outline, scale and credit.
    pub drawing: StaticMap,
    /// Areas with their shade, members last.
    pub areas: Vec<ShadedArea>,
    /// Shades and what they stand for.
    pub legend: Vec<(&'static str, String)>,
    /// How the classes were cut.
    pub rule: String,
}

/// An area with its shade.
#[derive(Clone, Debug, PartialEq)]
pub struct ShadedArea {
    /// Name and value, shown on hover.
    pub name: String,
    /// Class of the style sheet.
    pub class: &'static str,
    /// SVG path data.
    pub path: String,
}

const SHADES: [&str; 5] = ["shade-1", "shade-2", "shade-3", "shade-4", "shade-5"];
const UNKNOWN: &str = "shade-unknown";
const HIDDEN: &str = "shade-hidden";
const OUTSIDE: &str = "shade-outside";

/// The map of an indicator; `None` without contours or when nothing varies inside the territory. Its classes are
/// those of the printed map.
pub(super) fn of(diagnostic: &Diagnostic, read: &IndicateurLu) -> Option<Choropleth> {
    let carte = diagnostic.carte.as_ref()?;
    let classes = choroplethe_classes(read);
    let count = classes.classes.len();
    if count < 2 {
        return None;
    }
    let areas = carte.areas.iter().map(|area| {
        let found = |code| read.places.iter().find(|place| place.code == code);
        // An IRIS without a value of its own takes that of its commune, as its shade does.
        let place = found(area.code).or_else(|| found(UnitCode::Commune(area.code.commune())));
        let place = place.filter(|_| area.member);
        let value = place.map(|place| format!("\u{a0}: {}", words::local(place, read.indicateur.unit)));
        let class = match classes.shade(read, area.code) {
            _ if !area.member => OUTSIDE,
            Shade::Class(rank) => shade(rank, count),
            Shade::Missing => UNKNOWN,
            Shade::Hidden => HIDDEN,
        };
        ShadedArea {
            name: format!("{}{}", area.name, value.unwrap_or_default()),
            class,
            path: area.path.clone(),
        }
    });
    let areas: Vec<ShadedArea> = areas.collect();
    let shades = classes.classes.iter().enumerate();
    let mut legend: Vec<_> = shades.map(|(rank, class)| (shade(rank, count), class.label.clone())).collect();
    let used = |class: &str| areas.iter().any(|area| area.class == class);
    let states = [(UNKNOWN, "non publié"), (HIDDEN, "masqué"), (OUTSIDE, "hors du territoire")];
    let states = states.into_iter().filter(|(class, _)| used(class));
    legend.extend(states.map(|(class, label)| (class, label.to_owned())));
    let label = spaced(&read.indicateur.label);
    let description =
        format!("Carte du territoire\u{a0}: {label}. Le tableau des lieux donne les mêmes chiffres.");
    Some(Choropleth {
        drawing: StaticMap::new(carte, description.clone()),
        description,
        label,
        url: None,
        areas,
        legend,
        rule: classes.rule,
    })
}

/// The shade of a class; few classes are spread over the whole scale, as on paper.
fn shade(rank: usize, count: usize) -> &'static str {
    let last = SHADES.len() - 1;
    SHADES[(rank * last).checked_div(count.saturating_sub(1)).unwrap_or(last / 2).min(last)]
}

/// The map of the main page: access to care first, then what stands out, then the first rate that varies inside.
pub(super) fn first(reader: &Reader<'_>) -> Option<Choropleth> {
    let diagnostic = reader.diagnostic;
    let striking = diagnostic.highlights.iter().filter_map(|one| diagnostic.indicator(&one.indicateur));
    let rates = diagnostic.indicators().filter(|read| !read.indicateur.is_count());
    let access = diagnostic.indicators().filter(|read| read.indicateur.family == Famille::Acces);
    let (read, map) = access
        .chain(striking)
        .chain(rates)
        .chain(diagnostic.indicators())
        .find_map(|read| Some((read, of(diagnostic, read)?)))?;
    Some(Choropleth { url: Some(reader.lecture.indicateur(&read.indicateur.code)), ..map })
}
