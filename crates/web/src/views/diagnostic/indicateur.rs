//! One indicator: what it says, its figure, elsewhere, place by place, and the proof.

use askama::Template;
use askama_web::WebTemplate;
use documents::diagnostic_words as words;
use domain::diagnostic::catalogue::{Indicateur, Tranche};
use domain::diagnostic::lecture::ValeurLocale;
use domain::diagnostic::{Etat, IndicateurLu};
use territory::text::search_key;

use super::super::components::{Column, Definition, KeyFigure, Link, Notice, Row, Table, Tone};
use super::super::page::{NavLink, Page};
use super::super::wording::spaced;
use super::figures::{CompareChart, chart, levels_table, sources};
use super::{Choropleth, FrozenBanner, PassportPanel, Reader, choropleth};

/// One indicator.
#[derive(Template, WebTemplate)]
#[template(path = "diagnostic/indicateur.html")]
pub struct IndicateurView {
    /// Layout.
    pub page: Page,
    /// Set on a frozen version.
    pub banner: Option<FrozenBanner>,
    /// What it says.
    pub meaning: String,
    /// The figure of the territory.
    pub figure: KeyFigure,
    /// What limits it, in sentences.
    pub reservations: Vec<String>,
    /// What deserves a look before it is used.
    pub alerts: Vec<Notice>,
    /// Where to write a value down or correct one.
    pub buttons: Vec<Link>,
    /// The territory beside other places.
    pub chart: Option<CompareChart>,
    /// The same, as a table.
    pub levels: Table,
    /// The map inside the territory.
    pub map: Option<Choropleth>,
    /// Place by place inside the territory.
    pub places: Option<Table>,
    /// The ways to sort the table of places.
    pub sorts: Vec<NavLink>,
    /// Why a place has no figure.
    pub places_note: Option<String>,
    /// How the indicator is defined.
    pub definition: Vec<Definition>,
    /// The proof of each figure.
    pub passports: Vec<PassportPanel>,
}

/// The order of the table of places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tri {
    /// By name.
    #[default]
    Nom,
    /// Smallest first.
    Croissant,
    /// Largest first.
    Decroissant,
}

impl Tri {
    const ALL: [(Tri, &'static str, &'static str); 3] = [
        (Tri::Nom, "nom", "Par nom"),
        (Tri::Croissant, "croissant", "Du plus petit au plus grand"),
        (Tri::Decroissant, "decroissant", "Du plus grand au plus petit"),
    ];

    /// The order of an address; by name when it is unknown.
    pub fn from_key(key: &str) -> Self {
        Self::ALL.iter().find(|(_, known, _)| *known == key).map_or(Self::Nom, |(tri, ..)| *tri)
    }
}

impl IndicateurView {
    /// The page of an indicator.
    pub fn new(page: Page, reader: &Reader<'_>, read: &IndicateurLu, tri: Tri) -> Self {
        let (diagnostic, indicateur) = (reader.diagnostic, &read.indicateur);
        let url = reader.lecture.indicateur(&indicateur.code);
        Self {
            page: page.fictitious(diagnostic.is_fictitious()),
            banner: None,
            meaning: spaced(&indicateur.meaning),
            figure: figure(reader, read),
            reservations: words::reservations(&read.territoire).iter().map(|text| spaced(text)).collect(),
            alerts: read.alerts.iter().map(|text| Notice::new(Tone::Attention, spaced(text))).collect(),
            buttons: buttons(reader, read),
            chart: chart(diagnostic, read, url.clone()),
            levels: levels_table(diagnostic, read),
            map: choropleth::of(diagnostic, read),
            places: places(read, tri),
            sorts: if read.places.len() < 2 { Vec::new() } else { sorts(&url, tri) },
            places_note: places_note(read),
            definition: definition(indicateur),
            passports: PassportPanel::all(reader, read),
        }
    }
}

fn figure(reader: &Reader<'_>, read: &IndicateurLu) -> KeyFigure {
    let (own, unit) = (&read.territoire, read.indicateur.unit);
    let value = own.value.filter(|_| matches!(own.state, Etat::Known | Etat::Partial));
    let missing = match own.state {
        Etat::Hidden => Some("Ce chiffre existe. Il est masqué pour ne reconnaître personne.".to_owned()),
        Etat::NotPublished => Some("Personne ne publie ce chiffre ici. Ce n'est pas un zéro.".to_owned()),
        Etat::Known | Etat::Partial => None,
    };
    let year = Some(own.passport.vintage.clone()).filter(|year| !year.is_empty());
    KeyFigure {
        label: "Ce territoire".to_owned(),
        value: Some(
            value.map_or_else(|| words::state_word(own.state).to_owned(), |value| words::number(value, unit)),
        ),
        unit: value.map(|_| super::figures::unit_in_words(unit)).unwrap_or_default(),
        note: missing.or_else(|| match (words::fraction(own), year) {
            (Some(fraction), Some(year)) => Some(format!("{fraction}, {year}")),
            (fraction, year) => fraction.or(year),
        }),
        partial: own.state == Etat::Partial,
        estimated: own.passport.estimated.as_ref().map(|how| spaced(how)),
        sources: sources(reader.diagnostic, own),
    }
}

fn buttons(reader: &Reader<'_>, read: &IndicateurLu) -> Vec<Link> {
    if !reader.may_edit {
        return Vec::new();
    }
    let retained = read.territoire.passport.records.iter().find(|record| record.retained);
    let correct = retained
        .map(|record| Link::new("Corriger la valeur notée", reader.urls.corriger(&record.id.to_string())));
    let code = &read.indicateur.code;
    let write = Link::new("Noter une autre valeur", reader.urls.noter(code, None));
    match correct {
        Some(correct) => vec![correct, write],
        None => vec![Link { label: "Noter une valeur".to_owned(), ..write }],
    }
}

fn ages(ages: Tranche) -> String {
    match ages.to {
        None => format!("{} ans et plus", ages.from),
        Some(to) => format!("de {} à {to} ans", ages.from),
    }
}

/// How an indicator is defined, line by line.
pub(super) fn definition(indicateur: &Indicateur) -> Vec<Definition> {
    let mut lines = Vec::new();
    let mut add = |term: &str, text: Option<String>| {
        lines.extend(text.map(|text| Definition::new(term, spaced(&text))));
    };
    add("Au-dessus de la barre", indicateur.numerator.clone());
    add("Au-dessous de la barre", indicateur.denominator.clone());
    add("Âges comptés", indicateur.ages.map(ages));
    add("Unité", Some(indicateur.unit.label().to_owned()));
    add("Sens de lecture", Some(words::direction(indicateur.direction).to_owned()));
    add("Plus petit lieu connu", Some(indicateur.finest.label().to_owned()));
    add("Petits nombres", indicateur.mask.as_ref().map(|_| "Les petits effectifs sont masqués.".to_owned()));
    add("Producteur", Some(indicateur.producer.clone()));
    add(
        "Définition lue dans",
        Some(format!("{} ({})", indicateur.sources.join(" ; "), indicateur.confidence.label())),
    );
    add("À savoir", indicateur.note.clone());
    lines
}

fn sorts(url: &str, tri: Tri) -> Vec<NavLink> {
    let link = |(one, key, label): &(Tri, &str, &str)| NavLink {
        link: Link::new(*label, format!("{url}?tri={key}#lieux")),
        current: *one == tri,
    };
    Tri::ALL.iter().map(link).collect()
}

fn places(read: &IndicateurLu, tri: Tri) -> Option<Table> {
    if read.places.is_empty() {
        return None;
    }
    let unit = read.indicateur.unit;
    let mut sorted: Vec<&ValeurLocale> = read.places.iter().collect();
    sorted.sort_by_cached_key(|place| search_key(&place.name));
    let known = |place: &ValeurLocale| place.value.filter(|_| !place.hidden);
    // A place without a figure is last in both directions: it is neither small nor large.
    match tri {
        Tri::Nom => {}
        Tri::Croissant => sorted.sort_by(|a, b| order(known(a), known(b))),
        Tri::Decroissant => sorted.sort_by(|a, b| order(known(a).map(|v| -v), known(b).map(|v| -v))),
    }
    let value = super::figures::unit_in_words(unit);
    let value = if value.is_empty() { "Valeur".to_owned() } else { format!("Valeur ({value})") };
    let columns = vec![Column::text("Lieu"), Column::text("Code"), Column::number(value)];
    let caption = format!("{}\u{a0}: lieu par lieu", spaced(&read.indicateur.label));
    let mut table = Table::new(caption, columns);
    table.rows = sorted
        .into_iter()
        .map(|place| {
            Row::new(
                place.name.clone(),
                vec![place.code.to_string().into(), words::local(place, unit).into()],
            )
        })
        .collect();
    Some(table)
}

fn order(a: Option<f64>, b: Option<f64>) -> std::cmp::Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        (Some(_), None) => std::cmp::Ordering::Less,
        (None, Some(_)) => std::cmp::Ordering::Greater,
        (None, None) => std::cmp::Ordering::Equal,
    }
}

fn places_note(read: &IndicateurLu) -> Option<String> {
    let hidden = read.places.iter().any(|place| place.hidden);
    hidden.then(|| {
        "Les petits nombres sont masqués. Un second lieu peut l'être aussi\u{a0}: sinon on retrouverait le premier par soustraction.".to_owned()
    })
}
