//! « Âges »: the bands, then the shares that people quote, beside the same shares around.

use domain::territoire::fiche::Fiche;
use domain::territoire::phrases;
use rust_xlsxwriter::XlsxError;
use territory::diagnosis::{Ages, Around};

use super::page::{Page, Style};
use crate::wording;

pub fn write(mut page: Page, fiche: &Fiche) -> Result<(), XlsxError> {
    let ages = &fiche.diagnosis.ages;
    let around: Vec<String> = ages
        .around
        .iter()
        .map(|around| format!("Part, {}", wording::around_title(around, ages.year)))
        .collect();
    let own =
        [("Âge", 24.0), ("Habitants", 12.0), ("Hommes", 12.0), ("Femmes", 12.0), ("Part, territoire", 12.0)];
    let columns: Vec<(&str, f64)> =
        own.into_iter().chain(around.iter().map(|title| (title.as_str(), 16.0))).collect();
    page.columns(&columns)?;
    lines(&mut page, ages)?;
    key_shares(&mut page, ages)?;
    let last = (columns.len() - 1) as u16;
    let missing = ages.around.iter().filter_map(wording::around_missing);
    let year = ages.year.map(|year| format!("Année des âges\u{a0}: {year}."));
    let source = wording::citations(&ages.counted, &fiche.diagnosis);
    let source = (!source.is_empty()).then(|| format!("Source\u{a0}: {source}."));
    page.row(|_| Ok(()))?;
    for sentence in year.into_iter().chain(source).chain(phrases::ages(ages)).chain(missing) {
        page.sentence(&sentence, last)?;
    }
    Ok(())
}

fn lines(page: &mut Page, ages: &Ages) -> Result<(), XlsxError> {
    for (rank, line) in ages.lines.iter().enumerate() {
        page.row(|row| {
            row.text(&line.band.label(), Style::Plain)?;
            for count in [line.all, line.men, line.women] {
                row.number(count, Style::Whole)?;
            }
            row.number(line.share, Style::Percent)?;
            shares(ages, |around| &around.shares, rank)
                .try_for_each(|share| row.number(share, Style::Percent))
        })?;
    }
    if ages.lines.is_empty() {
        return Ok(());
    }
    page.row(|row| {
        row.text("Ensemble", Style::Plain)?;
        row.number(ages.counted.value, Style::Whole)
    })
}

fn key_shares(page: &mut Page, ages: &Ages) -> Result<(), XlsxError> {
    if ages.key_shares.is_empty() {
        return Ok(());
    }
    page.title("Parts à retenir")?;
    for (rank, line) in ages.key_shares.iter().enumerate() {
        page.row(|row| {
            row.text(&line.band.label(), Style::Plain)?;
            row.number(line.count, Style::Whole)?;
            row.text("", Style::Plain)?;
            row.text("", Style::Plain)?;
            row.number(line.share, Style::Percent)?;
            shares(ages, |around| &around.key_shares, rank)
                .try_for_each(|share| row.number(share, Style::Percent))
        })?;
    }
    Ok(())
}

fn shares<'a>(
    ages: &'a Ages,
    of: impl Fn(&'a Around) -> &'a [Option<f64>] + 'a,
    rank: usize,
) -> impl Iterator<Item = Option<f64>> + 'a {
    ages.around.iter().map(move |around| of(around).get(rank).copied().flatten())
}
