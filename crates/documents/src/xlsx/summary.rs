//! « Synthèse »: identity, key figures, size class, maxima, EPCI, neighbourhoods.

use domain::territoire::fiche::Fiche;
use domain::territoire::phrases;
use rust_xlsxwriter::XlsxError;
use territory::measure::Measure;

use super::page::{Page, Style};
use crate::fiche::summary::about;
use crate::wording;

const LAST: u16 = 5;

pub fn write(mut page: Page, fiche: &Fiche) -> Result<(), XlsxError> {
    page.widths(&[34.0, 22.0, 18.0, 18.0, 30.0, 60.0])?;
    page.row(|row| row.text(&fiche.territoire, Style::Title))?;
    page.freeze_here()?;
    for (label, value) in
        [("CPTS", fiche.cpts.as_str()), ("Variante", &fiche.variante), ("Statut", wording::status(fiche))]
    {
        page.row(|row| {
            row.text(label, Style::Plain)?;
            row.text(value, Style::Plain)
        })?;
    }
    page.row(|row| {
        row.text("Fiche établie le", Style::Plain)?;
        row.day(Some(fiche.established_on))
    })?;
    figures(&mut page, fiche)?;
    size(&mut page, fiche)?;
    epcis(&mut page, fiche)?;
    quartiers(&mut page, fiche)?;
    page.title("Lecture")?;
    page.sentence(wording::LEGEND, LAST)
}

fn figures(page: &mut Page, fiche: &Fiche) -> Result<(), XlsxError> {
    let diagnosis = &fiche.diagnosis;
    page.title("Chiffres clés")?;
    page.headers(&["Chiffre", "Valeur", "État", "Année", "Unité", "Source"])?;
    let years = wording::years(&diagnosis.population.years);
    measure(page, fiche, ["Population", &years, "habitants"], (&diagnosis.population.measure, Style::Whole))?;
    for line in &diagnosis.population.by_year {
        let year = line.year.to_string();
        measure(
            page,
            fiche,
            ["Population par millésime", &year, "habitants"],
            (&line.measure, Style::Whole),
        )?;
    }
    measure(page, fiche, ["Surface", "", "km²"], (&diagnosis.area_km2, Style::Decimal))?;
    measure(page, fiche, ["Densité", "", "habitants par km²"], (&diagnosis.density_per_km2, Style::Decimal))?;
    for (label, count) in
        [("Communes distinctes", diagnosis.distinct_communes), ("IRIS", diagnosis.iris_count)]
    {
        page.row(|row| {
            row.text(label, Style::Plain)?;
            row.number(Some(count as f64), Style::Whole)
        })?;
    }
    for sentence in phrases::population(diagnosis) {
        page.sentence(&sentence, LAST)?;
    }
    if let Some(comparison) = &fiche.declared {
        page.sentence(&phrases::declared(comparison, diagnosis), LAST)?;
    }
    Ok(())
}

fn measure(
    page: &mut Page,
    fiche: &Fiche,
    [label, year, unit]: [&str; 3],
    (measure, style): (&Measure, Style),
) -> Result<(), XlsxError> {
    page.row(|row| {
        row.text(label, Style::Plain)?;
        row.number(measure.value, style)?;
        row.text(&wording::state(measure), Style::Plain)?;
        match year.parse::<f64>() {
            Ok(year) => row.number(Some(year), Style::Year)?,
            Err(_) => row.text(year, Style::Plain)?,
        }
        row.text(unit, Style::Plain)?;
        row.text(&wording::citations(measure, &fiche.diagnosis), Style::Wrapped)
    })
}

fn size(page: &mut Page, fiche: &Fiche) -> Result<(), XlsxError> {
    page.title("Classe de taille et maxima annuels")?;
    let Some(assessment) = &fiche.taille else {
        return page.row(|row| {
            row.text("Classe de taille", Style::Plain)?;
            row.text(wording::MISSING, Style::Plain)
        });
    };
    page.row(|row| {
        row.text("Classe de taille", Style::Plain)?;
        row.text(assessment.taille.code(), Style::Plain)
    })?;
    page.sentence(&wording::class_position(assessment).join(" "), LAST)?;
    if let Some(choice) = &assessment.choice {
        page.sentence(&choice.reason, LAST)?;
    }
    page.headers(&[
        "Version",
        "Maximum annuel",
        "Du",
        "Au",
        "Fiabilité du montant",
        "Texte, notes et sources",
    ])?;
    for plafond in &fiche.plafonds {
        page.row(|row| {
            row.text(&plafond.version, Style::Plain)?;
            row.number(Some(f64::from(plafond.euros)), Style::Euros)?;
            row.day(Some(plafond.from))?;
            row.day(plafond.to)?;
            row.text(plafond.confidence.label(), Style::Wrapped)?;
            row.text(&about(plafond), Style::Wrapped)
        })?;
    }
    page.sentence(wording::MAXIMUM, LAST)
}

fn epcis(page: &mut Page, fiche: &Fiche) -> Result<(), XlsxError> {
    if fiche.diagnosis.epcis.is_empty() {
        return Ok(());
    }
    page.title("Intercommunalités")?;
    page.headers(&["Intercommunalité", "SIREN", "Communes dans le territoire", "Communes en tout"])?;
    for part in &fiche.diagnosis.epcis {
        page.row(|row| {
            row.text(&part.epci.name, Style::Wrapped)?;
            row.text(part.epci.code.as_str(), Style::Plain)?;
            row.number(Some(part.communes_inside as f64), Style::Whole)?;
            row.number(Some(part.communes_total as f64), Style::Whole)
        })?;
    }
    Ok(())
}

fn quartiers(page: &mut Page, fiche: &Fiche) -> Result<(), XlsxError> {
    page.title("Quartiers prioritaires")?;
    if fiche.quartiers.is_empty() {
        return page.sentence(wording::no_quartier(&fiche.diagnosis), LAST);
    }
    page.headers(&["Quartier", "Code", "Surface dans le territoire"])?;
    for part in &fiche.quartiers {
        page.row(|row| {
            row.text(&part.name, Style::Wrapped)?;
            row.text(&part.code, Style::Plain)?;
            row.number(Some(part.share_inside), Style::Percent)
        })?;
    }
    Ok(())
}
