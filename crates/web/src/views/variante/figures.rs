//! Key figures, size class, maxima and sources of a sheet.

use domain::aci::plafond::Plafond;
use domain::nombres::{compte, date, entier, euros, habitants, liste, pourcent};
use domain::territoire::Fiche;
use territory::diagnosis::Diagnosis;
use territory::layers::AgeBand;
use territory::measure::Measure;

use super::super::components::{Cell, Column, KeyFigure, Row, Table, Tone};
use super::super::wording::spaced;
use super::{day, rounded};

/// A figure from a measure: value, « partiel », « estimé », sources.
fn figure(
    label: &str,
    unit: &str,
    measure: &Measure,
    diagnosis: &Diagnosis,
    text: fn(f64) -> String,
) -> KeyFigure {
    KeyFigure {
        label: label.to_owned(),
        value: measure.value.map(text),
        unit: unit.to_owned(),
        note: None,
        partial: measure.is_partial(),
        estimated: measure.estimated.clone(),
        sources: measure.sources.iter().map(|id| diagnosis.source(*id).citation()).collect(),
    }
}

/// The figures at the top of a sheet.
pub(super) fn key_figures(fiche: &Fiche) -> Vec<KeyFigure> {
    let diagnosis = &fiche.diagnosis;
    let years: Vec<String> = diagnosis.population.years.iter().map(ToString::to_string).collect();
    let mut population =
        figure("Population", "habitants", &diagnosis.population.measure, diagnosis, habitants);
    population.note = (!years.is_empty()).then(|| format!("en {}", liste(&years)));
    let mut figures = vec![population, taille(fiche), composition(diagnosis)];
    figures.push(figure("Surface", "km²", &diagnosis.area_km2, diagnosis, rounded));
    figures.push(figure("Densité", "habitants au km²", &diagnosis.density_per_km2, diagnosis, rounded));
    figures.extend(
        [AgeBand::new(0, 14), AgeBand::over(65), AgeBand::over(75)].map(|band| share(diagnosis, band)),
    );
    figures
}

fn taille(fiche: &Fiche) -> KeyFigure {
    let assessment = fiche.taille.as_ref();
    KeyFigure {
        label: "Classe de taille".to_owned(),
        value: assessment.map(|taille| taille.taille.code().to_owned()),
        note: assessment.map(|taille| spaced(&taille.label)),
        partial: assessment.is_some_and(|taille| taille.at_least),
        ..KeyFigure::default()
    }
}

fn composition(diagnosis: &Diagnosis) -> KeyFigure {
    let iris = diagnosis.iris_count;
    KeyFigure {
        label: "Communes".to_owned(),
        value: Some(entier(diagnosis.distinct_communes as i64)),
        unit: if diagnosis.distinct_communes < 2 { "commune" } else { "communes distinctes" }.to_owned(),
        note: (iris > 0).then(|| format!("dont une partie par {}", compte(iris, "IRIS", "IRIS"))),
        ..KeyFigure::default()
    }
}

fn share(diagnosis: &Diagnosis, band: AgeBand) -> KeyFigure {
    let ages = &diagnosis.ages;
    let line = ages.key_shares.iter().find(|line| line.band == band);
    let count = line.and_then(|line| line.count).map(|count| format!("{}\u{a0}habitants", habitants(count)));
    let year = ages.year.map(|year| format!("en {year}"));
    let note: Vec<String> = count.into_iter().chain(year).collect();
    KeyFigure {
        label: if band == AgeBand::new(0, 14) { "Moins de 15 ans".to_owned() } else { band.label() },
        value: line.and_then(|line| line.share).map(pourcent),
        note: (!note.is_empty()).then(|| note.join(", ")),
        partial: ages.counted.is_partial(),
        estimated: ages.counted.estimated.clone(),
        sources: ages.counted.sources.iter().map(|id| diagnosis.source(*id).citation()).collect(),
        ..KeyFigure::default()
    }
}

/// The same perimeter in every vintage, when there are several.
pub(super) fn by_year(diagnosis: &Diagnosis) -> Option<Table> {
    if diagnosis.population.by_year.len() < 2 {
        return None;
    }
    let columns = vec![Column::text("Année"), Column::number("Habitants"), Column::text("Source")];
    let mut table = Table::new("Le même territoire, selon l'année de la source", columns);
    table.rows = diagnosis
        .population
        .by_year
        .iter()
        .map(|line| {
            let mut people = Cell::from(line.measure.value.map(habitants).unwrap_or_default());
            if line.measure.is_partial() {
                people = people.tag(Tone::Attention, "partiel");
            }
            let sources: Vec<String> =
                line.measure.sources.iter().map(|id| diagnosis.source(*id).citation()).collect();
            Row::new(line.year.to_string(), vec![people, sources.join("\u{202f}; ").into()])
        })
        .collect();
    Some(table)
}

/// What the size class means, how far its borders are, and what the texts leave open.
pub(super) fn taille_sentences(fiche: &Fiche) -> Vec<String> {
    let Some(taille) = &fiche.taille else {
        return vec!["Sans population connue, la classe de taille ne peut pas être donnée.".to_owned()];
    };
    let mut sentences = vec![format!("{}.", spaced(&taille.label))];
    if taille.at_least {
        sentences.push(
            "La population est partielle\u{a0}: c'est la classe la plus basse possible, la vraie peut être plus haute."
                .to_owned(),
        );
    }
    if let Some(missing) = taille.to_next {
        sentences.push(format!("Il manque {} habitants pour changer de classe.", entier(i64::from(missing))));
    }
    sentences.extend(taille.choice.iter().map(|choice| spaced(&choice.reason)));
    sentences
}

/// Yearly maxima by version of the agreement.
pub(super) fn plafonds(plafonds: &[Plafond]) -> Option<Table> {
    let taille = plafonds.first()?.taille.code();
    let columns = vec![
        Column::text("Version de l'accord"),
        Column::number("Maximum par an"),
        Column::text("Période"),
        Column::text("Sources et remarques"),
    ];
    let mut table = Table::new(format!("Montants annuels maximaux d'une CPTS de classe {taille}"), columns);
    table.rows = plafonds.iter().map(plafond_row).collect();
    Some(table)
}

fn plafond_row(plafond: &Plafond) -> Row {
    let period = match plafond.to {
        Some(_) => format!("du {} au {}", date(plafond.from), day(plafond.to)),
        None => format!("depuis le {}", date(plafond.from)),
    };
    let remarks: Vec<String> = std::iter::once(format!("Montant {}.", plafond.confidence.label()))
        .chain(plafond.notes.iter().map(|note| spaced(note)))
        .collect();
    let sources = Cell::from(spaced(&plafond.sources.join(" ; "))).note(remarks.join(" "));
    let version = Cell::from(plafond.version.clone()).note(plafond.text.clone());
    Row::new(version, vec![euros(plafond.euros).into(), period.into(), sources])
}

/// The files that the figures come from.
pub(super) fn sources(diagnosis: &Diagnosis) -> Option<Table> {
    if diagnosis.sources.is_empty() {
        return None;
    }
    let columns = ["Donnée", "Publication", "Millésime", "Couverture", "Licence"];
    let mut table = Table::new("Sources des chiffres de cette fiche", columns.map(Column::text).into());
    table.rows = diagnosis
        .sources
        .iter()
        .map(|source| {
            let mut title = Cell::from(format!("{}, {}", source.producer, source.title));
            if let Some(address) = &source.address {
                title = title.link(address.clone());
            }
            let mut vintage = Cell::from(source.vintage.to_string());
            if source.geography != source.vintage.year {
                vintage = vintage.note(format!("codes de communes au 1er janvier {}", source.geography));
            }
            let cells = vec![title, vintage, source.coverage.clone().into(), source.licence.clone().into()];
            Row::new(source.kind.label(), cells)
        })
        .collect();
    Some(table)
}
