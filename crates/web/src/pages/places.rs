//! Places as the composer lists them: members, results of a search, IRIS of a commune.

use domain::nombres::{compte, habitants};
use territory::atlas::HitKind;
use territory::diagnosis::Diagnosis;
use territory::{Atlas, CommuneCode, Perimeter, UnitCode};

use super::departements;
use crate::views::components::{KeyFigure, More};
use crate::views::composer::{EpciResult, EpciResults, IrisPanel, MemberLine, SearchResults, UnitResult};

/// Results shown at once.
const SHOWN: usize = 20;

/// Population, class and communes; nothing for an empty perimeter.
pub(super) fn figures(diagnosis: &Diagnosis) -> Vec<KeyFigure> {
    if diagnosis.units.is_empty() {
        return Vec::new();
    }
    let measure = &diagnosis.population.measure;
    let years: Vec<String> = diagnosis.population.years.iter().map(ToString::to_string).collect();
    let mut figures = vec![KeyFigure {
        label: "Population".into(),
        value: measure.value.map(habitants),
        unit: "habitants".into(),
        note: (!years.is_empty()).then(|| format!("en {}", domain::nombres::liste(&years))),
        partial: measure.is_partial(),
        estimated: measure.estimated.clone(),
        sources: measure.sources.iter().map(|id| diagnosis.source(*id).citation()).collect(),
    }];
    let class = domain::aci::taille::rules().ok().zip(measure.value);
    let class = class.map(|(rules, people)| rules.assess(people.round() as u32, measure.is_partial()));
    figures.push(KeyFigure {
        label: "Classe de taille".into(),
        value: class.as_ref().map(|class| class.taille.code().to_owned()),
        note: class.as_ref().map(|class| class.label.clone()),
        partial: measure.is_partial(),
        ..KeyFigure::default()
    });
    figures.push(KeyFigure {
        label: "Communes".into(),
        value: Some(diagnosis.distinct_communes.to_string()),
        note: (diagnosis.iris_count > 0).then(|| compte(diagnosis.iris_count, "IRIS", "IRIS")),
        ..KeyFigure::default()
    });
    figures
}

fn people(atlas: &Atlas, unit: UnitCode) -> String {
    atlas
        .unit_population(unit)
        .map_or_else(|| "population inconnue".into(), |n| format!("{} hab.", habitants(n)))
}

/// Postcodes and département of a commune.
fn detail(atlas: &Atlas, code: CommuneCode) -> String {
    let name = atlas.departement_name(code.departement());
    match atlas.commune(code).map(|commune| commune.postcodes.join(", ")) {
        Some(postcodes) if !postcodes.is_empty() => format!("{postcodes}, {name}"),
        _ => name,
    }
}

/// The perimeter, by name.
pub(super) fn members(atlas: &Atlas, perimeter: &Perimeter) -> Vec<MemberLine> {
    let mut lines: Vec<MemberLine> = perimeter
        .units()
        .map(|unit| MemberLine {
            code: unit.to_string(),
            name: atlas.unit_name(unit),
            detail: detail(atlas, unit.commune()),
            population: people(atlas, unit),
            is_iris: matches!(unit, UnitCode::Iris(_)),
        })
        .collect();
    lines.sort_by_cached_key(|line| territory::text::search_key(&line.name));
    lines
}

fn unit_result(atlas: &Atlas, perimeter: &Perimeter, unit: UnitCode) -> UnitResult {
    let commune = unit.commune();
    let iris = match unit {
        UnitCode::Commune(_) => atlas.iris_of(commune),
        UnitCode::Iris(_) => Vec::new(),
    };
    let taken = iris.iter().filter(|iris| perimeter.contains(UnitCode::Iris(iris.code))).count();
    UnitResult {
        code: unit.to_string(),
        name: match unit {
            UnitCode::Commune(_) => atlas.unit_name(unit),
            UnitCode::Iris(code) => {
                atlas.iris(code).and_then(|iris| iris.name.clone()).unwrap_or_else(|| format!("IRIS {code}"))
            }
        },
        detail: detail(atlas, commune),
        population: people(atlas, unit),
        inside: perimeter.covers(unit),
        part: (taken > 0).then(|| format!("{taken} IRIS sur {}", iris.len())),
        has_iris: !iris.is_empty(),
    }
}

/// Communes for a name, a postcode or a code; one IRIS for its code.
pub(super) fn search(atlas: &Atlas, perimeter: &Perimeter, query: &str) -> SearchResults {
    // A code of nine characters is an IRIS.
    if let Ok(UnitCode::Iris(code)) = query.parse::<UnitCode>() {
        let lines: Vec<UnitResult> = atlas
            .iris(code)
            .map(|_| unit_result(atlas, perimeter, UnitCode::Iris(code)))
            .into_iter()
            .collect();
        let more = More { shown: lines.len(), total: lines.len(), url: None };
        return SearchResults { lines, more };
    }
    let hits = atlas.search(query, usize::MAX);
    let mut communes: Vec<CommuneCode> = hits
        .iter()
        .filter_map(|hit| match hit.kind {
            HitKind::Commune(code) => Some(code),
            HitKind::Epci(_) => None,
        })
        .collect();
    // Who composes around Perpignan and types « Saint » means the ones nearby.
    let near = departements(perimeter);
    communes.sort_by_key(|code| !near.contains(&code.departement()));
    let lines: Vec<UnitResult> =
        communes.iter().take(SHOWN).map(|code| unit_result(atlas, perimeter, (*code).into())).collect();
    SearchResults { more: More { shown: lines.len(), total: communes.len(), url: None }, lines }
}

/// EPCI for a name.
pub(super) fn epcis(atlas: &Atlas, perimeter: &Perimeter, query: &str) -> EpciResults {
    let found = atlas.search(query, usize::MAX).into_iter().filter_map(|hit| match hit.kind {
        HitKind::Epci(code) => Some((code, hit.name)),
        HitKind::Commune(_) => None,
    });
    let lines = found.take(SHOWN).map(|(code, name)| {
        let communes = atlas.epci_communes(code);
        let inside = communes.iter().filter(|commune| perimeter.covers((**commune).into())).count();
        EpciResult {
            code: code.to_string(),
            detail: format!(
                "{}, dont {inside} dans le territoire",
                compte(communes.len(), "commune", "communes")
            ),
            complete: inside == communes.len(),
            name,
        }
    });
    EpciResults { lines: lines.collect() }
}

/// The IRIS of a commune.
pub(super) fn iris_panel(atlas: &Atlas, perimeter: &Perimeter, code: CommuneCode) -> IrisPanel {
    let iris = atlas.iris_of(code);
    let source =
        iris.iter().find_map(|iris| iris.area).map(|(_, source)| atlas.sources()[source.0].citation());
    IrisPanel {
        commune: code.to_string(),
        name: atlas.unit_name(code.into()),
        lines: iris.iter().map(|iris| unit_result(atlas, perimeter, UnitCode::Iris(iris.code))).collect(),
        source: source.unwrap_or_else(|| "fichiers de population par IRIS".into()),
    }
}
