//! What a reader looks for first: the figures, the size class and the money that goes with it.

use domain::aci::plafond::Plafond;
use domain::nombres::{compte, date, decimal, entier, euros};
use domain::territoire::fiche::Fiche;
use domain::territoire::phrases;
use territory::measure::Measure;

use crate::document::{Block, Column, Figure, Note, Row, Table};
use crate::wording;

pub fn figures(fiche: &Fiche) -> Vec<Block> {
    let diagnosis = &fiche.diagnosis;
    let mut items = vec![population(fiche), taille(fiche), communes(fiche)];
    items.push(figure("IRIS", entier(diagnosis.iris_count as i64), vec![]));
    items.push(measured("Surface", &diagnosis.area_km2, |value| format!("{}\u{a0}km²", decimal(value, 1))));
    items.push(measured("Densité", &diagnosis.density_per_km2, |value| {
        format!("{}\u{a0}hab./km²", decimal(value, 1))
    }));
    let mut blocks = vec![Block::Figures { items }];
    blocks.extend(phrases::population(diagnosis).into_iter().map(|text| remark(true, text)));
    blocks.extend(diagnosis.population.measure.estimated.iter().map(|how| remark(false, how.clone())));
    blocks.extend(
        fiche.declared.iter().map(|comparison| remark(false, phrases::declared(comparison, diagnosis))),
    );
    blocks.extend(by_year(fiche));
    blocks
}

fn remark(attention: bool, text: String) -> Block {
    Block::Note(Note { attention, text, places: vec![] })
}

fn figure(label: &str, value: String, details: Vec<String>) -> Figure {
    Figure { label: label.into(), value, details }
}

/// The marks of a measure go under its value, so that the value stays short.
fn measured(label: &str, measure: &Measure, write: impl Fn(f64) -> String) -> Figure {
    let value = measure.value.map_or_else(|| wording::MISSING.to_owned(), write);
    let marks = wording::marks(measure);
    let mut details = Vec::new();
    if !marks.is_empty() {
        details.push(format!("Chiffre {}", marks.join(" et ")));
    }
    details.extend(wording::references(&measure.sources));
    figure(label, value, details)
}

fn population(fiche: &Fiche) -> Figure {
    let population = &fiche.diagnosis.population;
    let mut figure = measured("Habitants", &population.measure, domain::nombres::habitants);
    if !population.years.is_empty() {
        let years = wording::years(&population.years);
        let mixed = if population.is_mixed() { "Années mêlées\u{a0}: " } else { "Année " };
        figure.details.insert(0, format!("{mixed}{years}"));
    }
    figure
}

fn taille(fiche: &Fiche) -> Figure {
    match &fiche.taille {
        Some(assessment) => {
            let code = assessment.taille.code();
            let value = if assessment.at_least { format!("au moins {code}") } else { code.to_owned() };
            figure("Classe de taille", value, vec![assessment.label.clone()])
        }
        None => figure("Classe de taille", wording::MISSING.into(), vec![]),
    }
}

fn communes(fiche: &Fiche) -> Figure {
    let diagnosis = &fiche.diagnosis;
    let mut details = Vec::new();
    let partial = diagnosis.communes.iter().filter(|line| !line.is_whole()).count();
    if partial > 0 {
        details.push(format!("dont {} en partie", entier(partial as i64)));
    }
    if diagnosis.communes.len() > diagnosis.distinct_communes {
        details.push("Les arrondissements d'une ville comptent pour une commune".into());
    }
    figure("Communes distinctes", entier(diagnosis.distinct_communes as i64), details)
}

/// Other vintages, when there is more than one.
fn by_year(fiche: &Fiche) -> Option<Block> {
    let years = &fiche.diagnosis.population.by_year;
    (years.len() > 1).then(|| {
        Block::Table(Table {
            caption: "Population du même périmètre, par millésime".into(),
            columns: vec![Column::text("Année", 1), Column::number("Habitants"), Column::text("Source", 3)],
            rows: years
                .iter()
                .map(|line| {
                    Row::plain([
                        line.year.to_string(),
                        wording::people(&line.measure),
                        wording::citations(&line.measure, &fiche.diagnosis),
                    ])
                })
                .collect(),
        })
    })
}

pub fn size(fiche: &Fiche) -> Vec<Block> {
    let Some(assessment) = &fiche.taille else {
        return vec![Block::paragraph(
            "Classe de taille\u{a0}: non disponible. La population du territoire n'est pas connue.",
        )];
    };
    let mut blocks = vec![Block::paragraph(wording::class_position(assessment).join(" "))];
    blocks.extend(assessment.choice.iter().map(|choice| remark(true, choice.reason.clone())));
    if fiche.plafonds.is_empty() {
        return blocks;
    }
    blocks.push(Block::Table(maxima(fiche, assessment.taille.code())));
    blocks.push(Block::paragraph(wording::MAXIMUM));
    blocks.extend(fiche.plafonds.iter().map(|plafond| Block::paragraph(about(plafond))));
    blocks
}

fn maxima(fiche: &Fiche, code: &str) -> Table {
    Table {
        caption: format!("Maxima annuels de la classe {code}, par version de l'accord"),
        columns: vec![
            Column::text("Version", 2),
            Column::text("En vigueur", 3),
            Column::number("Maximum annuel"),
            Column::text("Fiabilité du montant", 3),
        ],
        rows: fiche
            .plafonds
            .iter()
            .map(|plafond| {
                Row::plain([
                    plafond.version.clone(),
                    in_force(plafond),
                    euros(plafond.euros),
                    plafond.confidence.label().to_owned(),
                ])
            })
            .collect(),
    }
}

pub fn in_force(plafond: &Plafond) -> String {
    match plafond.to {
        Some(to) => format!("du {} au {}", date(plafond.from), date(to)),
        None => format!("depuis le {}", date(plafond.from)),
    }
}

pub fn about(plafond: &Plafond) -> String {
    let mut text = format!("{}\u{a0}: {}.", plafond.version, plafond.text.trim_end_matches('.'));
    for note in &plafond.notes {
        text.push(' ');
        text.push_str(note);
    }
    if !plafond.sources.is_empty() {
        text.push_str(&format!(" Lu dans\u{a0}: {}.", wording::places(&plafond.sources)));
    }
    text
}

/// `4 communes sur 36`.
pub fn epci_part(inside: usize, total: usize) -> String {
    format!("{} sur {}", compte(inside, "commune", "communes"), entier(total as i64))
}
