//! Counts of professionals and structures.

use domain::diagnostic::{Chiffre, Diagnostic};
use rust_xlsxwriter::XlsxError;

use crate::diagnostic_words as words;
use crate::livret::annex::{Numbers, Subject, counts};
use crate::livret::lines;
use crate::livret::offre::NOT_GIVEN;
use crate::xlsx::{Line, Page, Style};

pub fn professionals(
    mut page: Page<'_>,
    diagnostic: &Diagnostic,
    numbers: &Numbers<'_>,
) -> Result<(), XlsxError> {
    let mut columns = vec![("Code", 22.0), ("Profession", 34.0)];
    let counted = ["Registre officiel", "CPAM ou Rezone", "Compte local", "60 ans et plus", "65 ans et plus"];
    for name in counted {
        columns.extend([(name, 13.0), ("État", 13.0)]);
    }
    columns.extend([
        ("Cabinets", 12.0),
        ("Seconds cabinets réunis", 14.0),
        ("Écarts expliqués", 60.0),
        ("Règle de comptage", 60.0),
        ("Passeport", 11.0),
    ]);
    page.columns(&columns)?;
    for line in &diagnostic.offre.effectifs {
        page.row(|row| {
            row.text(&line.regle, Style::Plain)?;
            row.text(&line.label, Style::Wrapped)?;
            for (_, chiffre) in counts(line) {
                figure(row, chiffre)?;
            }
            row.number_or_blank(line.cabinets, Style::Precise)?;
            row.number_or_blank(line.second_sites, Style::Precise)?;
            row.text(&line.gaps.join(" "), Style::Wrapped)?;
            row.text(&line.rule, Style::Wrapped)?;
            row.text(&number(numbers, Subject::Profession(&line.regle)), Style::Plain)
        })?;
    }
    by_commune(&mut page, diagnostic)
}

fn figure(row: &mut Line<'_>, chiffre: Option<&Chiffre>) -> Result<(), XlsxError> {
    row.number_or_blank(chiffre.and_then(lines::value), Style::Precise)?;
    row.text(chiffre.map_or(NOT_GIVEN, |chiffre| words::state_word(chiffre.state)), Style::Plain)
}

fn number(numbers: &Numbers<'_>, subject: Subject<'_>) -> String {
    numbers.number(subject).unwrap_or_default()
}

fn by_commune(page: &mut Page<'_>, diagnostic: &Diagnostic) -> Result<(), XlsxError> {
    if diagnostic.offre.effectifs.iter().all(|line| line.communes.is_empty()) {
        return Ok(());
    }
    page.title("Personnes par commune, selon le registre officiel")?;
    page.headers(&["Code de la profession", "Profession", "Personnes", "État", "Commune", "Code commune"])?;
    for line in &diagnostic.offre.effectifs {
        for place in &line.communes {
            page.row(|row| {
                row.text(&line.regle, Style::Plain)?;
                row.text(&line.label, Style::Wrapped)?;
                row.number_or_blank(place.value.filter(|_| !place.hidden), Style::Precise)?;
                row.text(words::local_state(place), Style::Plain)?;
                row.text(&place.name, Style::Wrapped)?;
                row.text(&place.code.to_string(), Style::Plain)
            })?;
        }
    }
    Ok(())
}

pub fn structures(
    mut page: Page<'_>,
    diagnostic: &Diagnostic,
    numbers: &Numbers<'_>,
) -> Result<(), XlsxError> {
    page.columns(&[
        ("Catégorie", 44.0),
        ("Nombre", 12.0),
        ("État", 14.0),
        ("Communes", 60.0),
        ("Passeport", 14.0),
        ("Entité juridique", 16.0),
    ])?;
    for group in &diagnostic.offre.structures {
        page.row(|row| {
            row.text(&group.label, Style::Wrapped)?;
            row.number_or_blank(lines::value(&group.count), Style::Precise)?;
            row.text(words::state_word(group.count.state), Style::Plain)?;
            row.text(&crate::livret::offre::communes(group), Style::Wrapped)?;
            row.text(&number(numbers, Subject::Group(&group.code)), Style::Plain)
        })?;
    }
    sites(&mut page, diagnostic)?;
    neighbourhoods(&mut page, diagnostic)
}

fn sites(page: &mut Page<'_>, diagnostic: &Diagnostic) -> Result<(), XlsxError> {
    if diagnostic.offre.structures.iter().all(|group| group.sites.is_empty()) {
        return Ok(());
    }
    page.title("Sites")?;
    page.headers(&["Nom", "FINESS", "Commune", "Catégorie", "Groupe", "Entité juridique"])?;
    for group in &diagnostic.offre.structures {
        for site in &group.sites {
            page.row(|row| {
                row.text(&site.name, Style::Wrapped)?;
                row.text(&site.finess, Style::Plain)?;
                row.text(site.commune.as_deref().unwrap_or("non publié"), Style::Wrapped)?;
                row.text(&site.category, Style::Wrapped)?;
                row.text(&group.label, Style::Wrapped)?;
                row.text(site.legal_entity.as_deref().unwrap_or_default(), Style::Plain)
            })?;
        }
    }
    Ok(())
}

fn neighbourhoods(page: &mut Page<'_>, diagnostic: &Diagnostic) -> Result<(), XlsxError> {
    if diagnostic.offre.quartiers.is_empty() {
        return Ok(());
    }
    page.title("Quartiers prioritaires")?;
    page.headers(&["Quartier", "Code", "Surface dans le territoire"])?;
    for part in &diagnostic.offre.quartiers {
        page.row(|row| {
            row.text(&part.name, Style::Wrapped)?;
            row.text(&part.code, Style::Plain)?;
            row.number_or_blank(Some(part.share_inside), Style::Percent)
        })?;
    }
    Ok(())
}
