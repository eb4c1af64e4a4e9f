//! The communes of a scenario.

use domain::diagnostic::acces::{CommuneSimulee, Niveaux, Simulation};
use domain::nombres::{decimal, habitants};

use super::super::components::{Cell, Column, Row, Table};
use super::words::difference;

/// How many communes beyond the territory are listed.
pub(super) const BEYOND: usize = 15;

/// The communes of the territory and their total; `None` for an empty territory.
pub(super) fn communes(simulation: &Simulation, effect: bool) -> Option<Table> {
    if simulation.communes.is_empty() {
        return None;
    }
    let levels = effect && simulation.levels == Niveaux::Shown;
    let year = simulation.published.as_ref().map(|published| format!(" en {}", published.figure.year));
    let mut columns = vec![
        Column::text("Commune"),
        Column::number("Habitants"),
        Column::number(format!("Publié par la DREES{}", year.unwrap_or_default())),
    ];
    if effect {
        columns.push(Column::number("Différence simulée"));
    }
    if levels {
        columns.extend([Column::number("Simulé avant"), Column::number("Simulé après")]);
    }
    let caption = if effect {
        "Consultations par an et par habitant standardisé, par commune. Simulation de Maillage, à côté de la valeur publiée"
    } else {
        "Consultations par an et par habitant standardisé, par commune"
    };
    let mut table = Table::new(caption, columns);
    table.rows = simulation.communes.iter().map(|one| row(one, (effect, levels))).collect();
    table.rows.push(total(simulation, (effect, levels)));
    Some(table)
}

fn row(one: &CommuneSimulee, (effect, levels): (bool, bool)) -> Row {
    let mut cells = vec![habitants(one.inhabitants).into(), published(one.published)];
    if effect {
        cells.push(simulated(one.difference, difference));
    }
    if levels {
        cells.push(simulated(one.before, |value| decimal(value, 2)));
        cells.push(simulated(one.after(), |value| decimal(value, 2)));
    }
    Row::new(one.name.clone(), cells)
}

fn total(simulation: &Simulation, (effect, levels): (bool, bool)) -> Row {
    let whole = &simulation.whole;
    let people: f64 = simulation.communes.iter().map(|one| one.inhabitants).sum();
    let mean = simulation.published.as_ref().map(|published| &published.figure.mean);
    let partial = mean.is_some_and(|mean| mean.is_partial());
    let mut cells = vec![habitants(people).into(), published(mean.and_then(|mean| mean.value))];
    if partial && let Some(cell) = cells.last_mut() {
        *cell = std::mem::take(cell).note("partiel");
    }
    if effect {
        cells.push(simulated(whole.difference, difference));
    }
    if levels {
        cells.push(simulated(whole.before, |value| decimal(value, 2)));
        cells.push(simulated(whole.after(), |value| decimal(value, 2)));
    }
    Row::total("Territoire (moyenne pondérée)", cells)
}

fn published(value: Option<f64>) -> Cell {
    value.map_or_else(|| "non publié".into(), |value| decimal(value, 1).into())
}

fn simulated(value: Option<f64>, write: impl Fn(f64) -> String) -> Cell {
    value.map_or_else(|| "non simulé".into(), |value| write(value).into())
}

/// The communes beyond the territory, the most touched first; `None` when there is none.
pub(super) fn beyond(simulation: &Simulation) -> Option<Table> {
    if simulation.beyond.is_empty() {
        return None;
    }
    let columns =
        vec![Column::text("Commune"), Column::number("Habitants"), Column::number("Différence simulée")];
    let mut table = Table::new("Communes touchées hors du territoire. Simulation de Maillage", columns);
    table.rows = simulation
        .beyond
        .iter()
        .take(BEYOND)
        .map(|one| {
            let cells = vec![habitants(one.inhabitants).into(), simulated(one.difference, difference)];
            Row::new(one.name.clone(), cells)
        })
        .collect();
    Some(table)
}
