//! INSEE age structure: `base-ic-evol-struct-pop` (IRIS) and `base-cc-evol-struct-pop` (communes).
//!
//! Columns are read by name, whatever the year in their prefix (`P16_`, `P22_`).

use std::collections::HashSet;
use std::hash::Hash;

use territory::layers::{AgeBand, AgeColumn, AgeRow, AgeTable, Sex};
use territory::{CommuneCode, IrisCode, Layer};

use super::{Entry, Opening};
use crate::draft::Draft;
use crate::error::ReadError;
use crate::head::Columns;
use crate::report::{Reason, Report, Warning};
use crate::table::{Row, Table, Taken};
use crate::{checks, vintage};

pub(super) const IRIS: Entry = Entry {
    label: "âges par IRIS (base-ic-evol-struct-pop)",
    recognise: |head| head.header(is_iris).is_some(),
    read: iris,
};
pub(super) const COMMUNES: Entry = Entry {
    label: "âges par commune (base-cc-evol-struct-pop)",
    recognise: |head| head.header(is_communes).is_some(),
    read: communes,
};

/// A census of a year is published on the communes of two years later.
pub(super) const GEOGRAPHY_LAG: i16 = 2;

fn is_iris(columns: &Columns) -> bool {
    columns.has(&["iris"]) && !AgeColumns::of(columns).columns.is_empty()
}

fn is_communes(columns: &Columns) -> bool {
    columns.any(&["codgeo", "com"]).is_some()
        && columns.get("iris").is_none()
        && !AgeColumns::of(columns).columns.is_empty()
}

/// The columns of the most recent census of a file.
struct AgeColumns {
    year: i16,
    total: Option<usize>,
    columns: Vec<(usize, AgeColumn)>,
}

impl AgeColumns {
    fn of(columns: &Columns) -> Self {
        let found: Vec<_> =
            columns.names().filter_map(|(rank, name)| Some((rank, census_column(&name)?))).collect();
        // A file by commune may also hold the two censuses before.
        let year = found.iter().map(|(_, (year, _))| *year).max().unwrap_or_default();
        let latest = found.into_iter().filter(|(_, (of, _))| *of == year);
        let mut out = Self { year, total: None, columns: Vec::new() };
        for (rank, (_, what)) in latest {
            match what {
                Some(column) => out.columns.push((rank, column)),
                None => out.total = Some(rank),
            }
        }
        out.columns.sort_by_key(|(rank, column)| (column.sex, *rank));
        out
    }

    fn bands(&self) -> Vec<AgeColumn> {
        self.columns.iter().map(|(_, column)| *column).collect()
    }

    /// Values of a row, and its total: published, or made of `partition` where it is not.
    fn values(&self, row: &Row<'_>, partition: &[usize]) -> Result<(Option<f64>, Vec<Option<f64>>), Reason> {
        let values: Vec<_> =
            self.columns.iter().map(|(rank, _)| row.number(*rank)).collect::<Result<_, _>>()?;
        let population = match self.total {
            Some(total) => row.number(total)?,
            None if partition.is_empty() => None,
            None => partition.iter().map(|rank| values[*rank]).sum(),
        };
        Ok((population, values))
    }
}

/// Year and column of a census name: `p22_pop` (total), `p22_pop0014`, `p22_h75p`.
fn census_column(name: &str) -> Option<(i16, Option<AgeColumn>)> {
    let (prefix, rest) = name.split_once('_')?;
    let year = prefix.strip_prefix('p').filter(|year| year.len() == 2)?.parse().ok()?;
    let year = vintage::century(year);
    if rest == "pop" {
        return Some((year, None));
    }
    let (sex, band) = if let Some(band) = rest.strip_prefix("pop") {
        (Sex::All, band)
    } else if let Some(band) = rest.strip_prefix('h') {
        (Sex::Men, band)
    } else {
        (Sex::Women, rest.strip_prefix('f')?)
    };
    Some((year, Some(AgeColumn { band: age_band(band)?, sex })))
}

/// `0014` is 0 to 14, `75p` is 75 and over.
fn age_band(text: &str) -> Option<AgeBand> {
    let age = |text: &str| text.parse::<u8>().ok();
    match text.len() {
        3 => Some(AgeBand::over(age(text.strip_suffix('p')?)?)),
        4 if text.is_ascii() => Some(AgeBand::new(age(&text[..2])?, age(&text[2..])?)),
        _ => None,
    }
}

/// Ranks of bands that cover every age once, or nothing when the file has no such set.
fn partition(bands: &[AgeColumn]) -> Vec<usize> {
    fn from(age: u8, bands: &[AgeColumn]) -> Option<Vec<usize>> {
        let next =
            bands.iter().enumerate().filter(|(_, column)| column.sex == Sex::All && column.band.from == age);
        next.into_iter().find_map(|(rank, column)| {
            let mut rest = match column.band.to {
                None => Vec::new(),
                Some(to) => from(to.checked_add(1)?, bands)?,
            };
            rest.push(rank);
            Some(rest)
        })
    }
    from(0, bands).unwrap_or_default()
}

fn read_rows<C: Copy + Eq + Hash + ToString>(
    table: Table<'_>,
    opening: &mut Opening<'_>,
    code_of: impl Fn(&Row<'_>) -> Result<C, Reason>,
) -> Result<(AgeTable<C>, i16, Report), ReadError> {
    let ages = AgeColumns::of(&table.columns);
    let bands = ages.bands();
    let partition = partition(&bands);
    let mut seen = HashSet::new();
    let mut rows = Vec::new();
    let mut report = table.each(opening, |row| {
        let code = code_of(row)?;
        let (population, values) = ages.values(row, &partition)?;
        if !seen.insert(code) {
            return Err(Reason::Duplicate { code: code.to_string() });
        }
        rows.push(AgeRow { code, population, values });
        Ok(Taken::Kept)
    })?;
    if ages.total.is_none() && !partition.is_empty() {
        report.warnings.push(Warning::TotalFromBands);
    }
    Ok((AgeTable { bands, rows }, ages.year, report))
}

fn census(year: i16) -> String {
    format!("RP {year}")
}

fn iris(opening: &mut Opening<'_>) -> Result<Vec<Draft>, ReadError> {
    let table = opening.table(is_iris)?;
    let iris = table.need(IRIS.label, &["iris"])?;
    let iris_type = table.columns.get("typ_iris");
    let only_dwellings = std::cell::Cell::new(iris_type.is_some());
    let (ages, year, mut report) = read_rows::<IrisCode>(table, opening, |row| {
        if iris_type.is_some_and(|column| row.text(column) != "H") {
            only_dwellings.set(false);
        }
        row.iris(iris)
    })?;
    let vintage = vintage::resolve(opening, Some(year), &mut report, census)?;
    let geography = vintage.year + GEOGRAPHY_LAG;
    let mut draft = Draft::new(Layer::IrisAges(ages), vintage, geography, report);
    if only_dwellings.get() {
        let coverage = checks::coverage(&checks::departements(&draft.layer));
        draft.coverage = Some(format!("{coverage}, IRIS d’habitat seulement"));
    }
    Ok(vec![draft])
}

fn communes(opening: &mut Opening<'_>) -> Result<Vec<Draft>, ReadError> {
    let table = opening.table(is_communes)?;
    let code = table.need(COMMUNES.label, &["codgeo", "com"])?;
    let (ages, year, mut report) = read_rows::<CommuneCode>(table, opening, |row| row.commune(code))?;
    let vintage = vintage::resolve(opening, Some(year), &mut report, census)?;
    let geography = vintage.year + GEOGRAPHY_LAG;
    Ok(vec![Draft::new(Layer::CommuneAges(ages), vintage, geography, report)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn census_columns_are_read_whatever_their_year() {
        let column = |from, to, sex| Some(AgeColumn { band: AgeBand { from, to }, sex });
        assert_eq!(census_column("p22_pop0014"), Some((2022, column(0, Some(14), Sex::All))));
        assert_eq!(census_column("p16_h75p"), Some((2016, column(75, None, Sex::Men))));
        assert_eq!(census_column("p99_f2064"), Some((1999, column(20, Some(64), Sex::Women))));
        assert_eq!(census_column("p22_pop"), Some((2022, None)));
        for other in ["c22_pop15p", "p22_pop_fr", "p22_poph", "p22_pmen", "libcom", "c22_h15p_cs1"] {
            assert_eq!(census_column(other), None, "{other}");
        }
    }

    #[test]
    fn a_total_is_made_of_bands_that_cover_every_age_once() {
        let all = |from, to| AgeColumn { band: AgeBand { from, to }, sex: Sex::All };
        let bands = [
            all(0, Some(2)),
            all(0, Some(19)),
            all(3, Some(5)),
            all(0, Some(14)),
            all(15, Some(29)),
            all(20, Some(64)),
            all(65, None),
        ];
        assert_eq!(partition(&bands), [6, 5, 1]);
        assert!(partition(&bands[..5]).is_empty());
    }
}
