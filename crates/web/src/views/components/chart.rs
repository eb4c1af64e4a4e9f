//! Drawings that need no script: bars, an age pyramid, the outline of a territory.

use domain::territoire::Carte;

/// One bar of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it measures.
    pub label: String,
    /// Length, in percent of the longest.
    pub percent: f64,
    /// The figure.
    pub value: String,
    /// Where a comparison stands on the same scale, in percent.
    pub mark: Option<f64>,
}

/// One band of a pyramid.
#[derive(Clone, Debug, PartialEq)]
pub struct PyramidRow {
    /// Ages.
    pub label: String,
    /// Men: length in percent of the longest bar, and figure.
    pub men: (f64, String),
    /// Women: length in percent of the longest bar, and figure.
    pub women: (f64, String),
}

/// An age pyramid, oldest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Pyramid {
    /// What it shows, for those who do not see it.
    pub description: String,
    /// Bands, oldest first.
    pub rows: Vec<PyramidRow>,
}

impl Pyramid {
    /// From ages, men and women, youngest first.
    pub fn new(description: impl Into<String>, bands: &[(String, f64, f64)]) -> Self {
        let longest = bands.iter().flat_map(|(_, men, women)| [*men, *women]).fold(1.0, f64::max);
        let side = |count: f64| (count / longest * 100.0, domain::nombres::habitants(count));
        let rows = bands.iter().rev().map(|(label, men, women)| PyramidRow {
            label: label.clone(),
            men: side(*men),
            women: side(*women),
        });
        Self { description: description.into(), rows: rows.collect() }
    }
}

impl PyramidRow {
    /// Where the bar of men starts: it grows to the left.
    pub fn men_start(&self) -> f64 {
        100.0 - self.men.0
    }
}

/// One area of a drawn map.
#[derive(Clone, Debug, PartialEq)]
pub struct StaticArea {
    /// Name, shown on hover.
    pub name: String,
    /// Whether it belongs to the territory.
    pub member: bool,
    /// SVG path data.
    pub path: String,
}

/// A map drawn once, that every browser and printer shows.
#[derive(Clone, Debug, PartialEq)]
pub struct StaticMap {
    /// What it shows, for those who do not see it.
    pub description: String,
    /// `0 0 800 600`.
    pub view_box: String,
    /// Areas, members last.
    pub areas: Vec<StaticArea>,
    /// SVG path data of the outline.
    pub outline: String,
    /// Scale bar: its length in drawing units, and what it stands for.
    pub scale: (f64, String),
    /// Left end and height of the scale bar.
    pub scale_at: (f64, f64),
    /// Where the contours come from.
    pub credit: String,
}

impl StaticMap {
    /// From the drawing of a sheet.
    pub fn new(carte: &Carte, description: impl Into<String>) -> Self {
        let km = [50.0, 20.0, 10.0, 5.0, 2.0, 1.0].into_iter().find(|km| km * carte.km <= carte.width / 4.0);
        let km = km.unwrap_or(0.5);
        let area = |area: &domain::territoire::CarteArea| StaticArea {
            name: area.name.clone(),
            member: area.member,
            path: area.path.clone(),
        };
        Self {
            description: description.into(),
            view_box: format!("0 0 {:.0} {:.0}", carte.width, carte.height),
            areas: carte.areas.iter().map(area).collect(),
            outline: carte.outline.clone(),
            scale: (
                km * carte.km,
                format!("{}\u{a0}km", domain::nombres::decimal(km, usize::from(km < 1.0))),
            ),
            scale_at: (carte.width * 0.03, carte.height * 0.96),
            credit: carte.credit.clone(),
        }
    }
}

/// A line of a drawing over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceLigne {
    /// What it is.
    pub nom: String,
    /// Dashes of its stroke: lines differ by more than a colour. Empty for a full line.
    pub tirets: &'static str,
    /// Its values, one for each step.
    pub valeurs: Vec<i64>,
}

/// Lines over time. A table of the page says the same in figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// What it shows, for those who do not see it.
    pub description: String,
    /// First and last step.
    pub bornes: (String, String),
    /// The highest value, in words.
    pub haut: String,
    /// Each line: its name, its dashes, its points.
    pub lignes: Vec<(String, &'static str, String)>,
}

impl Trace {
    /// Width and height of the drawing, where lines stand.
    const SIZE: (i64, i64) = (720, 240);

    /// From values: the highest of all lines touches the top.
    pub fn new(
        description: impl Into<String>,
        bornes: (String, String),
        (haut, lignes): (String, Vec<TraceLigne>),
    ) -> Self {
        let most = lignes.iter().flat_map(|one| &one.valeurs).copied().max().unwrap_or_default().max(1);
        let (width, height) = Self::SIZE;
        let points = |valeurs: &[i64]| {
            let steps = i64::try_from(valeurs.len().saturating_sub(1)).unwrap_or(1).max(1);
            let at = |(rank, value): (usize, &i64)| {
                let x = i64::try_from(rank).unwrap_or_default() * width / steps;
                let y =
                    i128::from(height) - i128::from((*value).max(0)) * i128::from(height) / i128::from(most);
                format!("{},{}", x + 10, y + 24)
            };
            valeurs.iter().enumerate().map(at).collect::<Vec<_>>().join(" ")
        };
        let lignes = lignes.into_iter().map(|one| {
            let drawn = points(&one.valeurs);
            (one.nom, one.tirets, drawn)
        });
        Self { description: description.into(), bornes, haut, lignes: lignes.collect() }
    }
}
