//! The table of the letter of intent as files.

use domain::communaute::mobilisation::{Colonne, Comptes, Lieu, TableMobilisation};
use domain::nombres::{date, entier};
use rust_xlsxwriter::{Workbook, XlsxError};

use super::document;
use crate::csv::{MARK, line};
use crate::document::{Block, Column, Row, RowStyle, Section, Table};
use crate::docx;
use crate::error::DocumentError;
use crate::xlsx::{Page, Style};

/// The table of the letter, ready to write.
#[derive(Clone, Debug, PartialEq)]
pub struct TableLettre {
    /// Name of the CPTS.
    pub cpts: String,
    /// Name of the territory and of its variant; empty without one.
    pub territoire: String,
    /// Name of the commune set aside.
    pub apart: Option<String>,
    /// The figures.
    pub table: TableMobilisation,
    /// How each number was counted, sentence by sentence.
    pub notes: Vec<String>,
}

/// A line as files hold it: heading, cells, whether it is a sum.
struct Ligne {
    head: String,
    cells: Vec<Option<f64>>,
    style: RowStyle,
}

const TITLE: &str = "Professionnels informés et sollicités";

impl TableLettre {
    fn header(&self) -> Vec<String> {
        let mut titles = vec!["Profession".to_owned()];
        let mut group = |suffix: &str| {
            titles.push(format!("Effectif officiel{suffix}"));
            titles.extend(Colonne::ALL.iter().map(|one| format!("{}{suffix}", one.label())));
        };
        match &self.apart {
            None => group(""),
            Some(name) => {
                group(&format!(", {name} compris"));
                group(&format!(", hors {name}"));
            }
        }
        titles.push("Sollicités, déclarés par les relais".to_owned());
        titles
    }

    fn lines(&self) -> Vec<Ligne> {
        let counts = |of: &dyn Fn(Colonne) -> usize| {
            Colonne::ALL.iter().map(|one| Some(of(*one) as f64)).collect::<Vec<_>>()
        };
        let mut lines: Vec<Ligne> = self
            .table
            .lignes
            .iter()
            .map(|own| {
                let mut cells = vec![own.officiel.as_ref().and_then(|measure| measure.value)];
                cells.extend(counts(&|one| own.comptes.avec(one)));
                if self.apart.is_some() {
                    cells.push(own.officiel_sans.as_ref().and_then(|measure| measure.value));
                    cells.extend(counts(&|one| own.comptes.sans(one)));
                }
                cells.push(own.declares.map(f64::from));
                Ligne { head: own.label.clone(), cells, style: RowStyle::Plain }
            })
            .collect();
        let total = |of: &dyn Fn(&Comptes, Colonne) -> usize| {
            Colonne::ALL
                .iter()
                .map(|one| Some(self.table.total(|own| of(own, *one)) as f64))
                .collect::<Vec<_>>()
        };
        let wide = |cells: Vec<Option<f64>>, declared: Option<f64>| {
            let mut all = vec![None];
            all.extend(cells);
            all.resize(if self.apart.is_some() { 8 } else { 4 }, None);
            all.push(declared);
            all
        };
        let mut sum = wide(total(&|own, one| own.avec(one)), self.table.declares_ensemble.map(f64::from));
        if self.apart.is_some() {
            sum.splice(5..8, total(&|own, one| own.sans(one)));
        }
        lines.push(Ligne { head: "Total du territoire".into(), cells: sum, style: RowStyle::Total });
        for lieu in [Lieu::Inconnu, Lieu::Ailleurs] {
            let cells = wide(total(&|own, one| own.at(lieu, one)), None);
            lines.push(Ligne { head: lieu.label().to_owned(), cells, style: RowStyle::Part });
        }
        lines
    }

    fn subtitle(&self) -> Vec<String> {
        let mut lines = vec![self.cpts.clone()];
        lines.extend(Some(self.territoire.clone()).filter(|name| !name.is_empty()));
        lines
    }
}

/// One line a profession for a French spreadsheet: UTF-8 with a mark, `;`. What is not known is empty.
pub fn table_csv(table: &TableLettre) -> Vec<u8> {
    let mut text = MARK.to_owned();
    line(&mut text, &table.header());
    for own in table.lines() {
        let mut cells = vec![own.head];
        cells.extend(own.cells.iter().map(|value| value.map(|one| format!("{one:.0}")).unwrap_or_default()));
        line(&mut text, &cells);
    }
    text.into_bytes()
}

/// The table as a workbook, with a page that says how it was counted.
///
/// # Errors
/// When the workbook cannot be written, which is a defect of the program.
pub fn table_xlsx(table: &TableLettre) -> Result<Vec<u8>, DocumentError> {
    let mut workbook = Workbook::new();
    fill(&mut workbook, table)?;
    Ok(workbook.save_to_buffer()?)
}

fn fill(workbook: &mut Workbook, table: &TableLettre) -> Result<(), XlsxError> {
    let header = format!("{} – {TITLE}", table.subtitle().join(" – "));
    let footer = format!("Établi le {}", date(table.table.jour));
    let titles = table.header();
    let mut page = Page::plain(workbook, "Professionnels", (&header, &footer))?;
    let widths =
        titles.iter().enumerate().map(|(rank, title)| (title.as_str(), if rank == 0 { 36.0 } else { 16.0 }));
    page.columns(&widths.collect::<Vec<_>>())?;
    for own in table.lines() {
        page.row(|row| {
            row.text(&own.head, if own.style == RowStyle::Total { Style::Header } else { Style::Plain })?;
            own.cells.iter().try_for_each(|value| row.number_or_blank(*value, Style::Whole))
        })?;
    }
    let mut page = Page::plain(workbook, "Comptage", (&header, &footer))?;
    page.columns(&[("Comment chaque nombre est compté", 120.0)])?;
    table.notes.iter().try_for_each(|note| page.row(|row| row.text(note, Style::Wrapped)))
}

/// The table for a word processor (DOCX), to put in the letter.
///
/// # Errors
/// When the package is refused, which is a defect of the program.
pub fn table_docx(table: &TableLettre) -> Result<Vec<u8>, DocumentError> {
    let text = |value: &Option<f64>| value.map_or_else(|| "–".to_owned(), |one| entier(one as i64));
    let row = |own: Ligne| Row {
        style: own.style,
        cells: std::iter::once(own.head).chain(own.cells.iter().map(text)).collect(),
    };
    let mut columns: Vec<Column> =
        table.header().iter().map(|title| Column::share(title.as_str(), 2)).collect();
    columns[0] = Column::text("Profession", 4);
    let counted =
        Table { caption: TITLE.into(), columns, rows: table.lines().into_iter().map(row).collect() };
    let notes = table.notes.iter().map(Block::paragraph).collect();
    let sections = vec![
        Section { title: TITLE.into(), blocks: vec![Block::Table(counted)] },
        Section { title: "Comment ces nombres sont comptés".into(), blocks: notes },
    ];
    docx::write(&document(("Lettre d'intention", TITLE), table.subtitle(), table.table.jour, sections))
}

#[cfg(test)]
mod tests {
    use domain::communaute::Annuaire;
    use domain::communaute::mobilisation::{PremierContact, Territoires, lettre_professions};
    use jiff::civil::date;

    use super::*;

    fn table(apart: Option<&str>) -> TableLettre {
        let ou = Territoires::new(None, None);
        let lettre = lettre_professions().unwrap();
        let table = TableMobilisation::of(
            &Annuaire::default(),
            (lettre, &ou),
            &PremierContact::new(),
            date(2026, 11, 22),
        );
        TableLettre {
            cpts: "CPTS de l'Exemple".into(),
            territoire: "Vallée Verte".into(),
            apart: apart.map(str::to_owned),
            table,
            notes: vec!["Compté sur les fiches.".into()],
        }
    }

    #[test]
    fn files_have_one_line_a_profession_and_leave_the_unknown_empty() {
        let text = String::from_utf8(table_csv(&table(Some("Perpignan")))).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 1 + 11 + 3 + 1 + 2);
        assert!(lines[0].contains("Identifiés, Perpignan compris;") && lines[0].contains("hors Perpignan"));
        assert_eq!(lines[1], "Médecins généralistes;;0;0;0;;0;0;0;");
        let columns = |line: &str| line.split(';').count();
        assert!(lines.iter().all(|line| columns(line) == columns(lines[0])), "{text}");
        assert!(table_xlsx(&table(None)).unwrap().starts_with(b"PK"));
        assert!(table_docx(&table(None)).unwrap().starts_with(b"PK"));
    }
}
