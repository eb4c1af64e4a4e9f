//! A register of a CPTS (processing, breaches) as files: one entry a line in tables, one entry a part in the PDF.

use domain::nombres::date;
use jiff::civil::Date;
use rust_xlsxwriter::{Workbook, XlsxError};

use crate::csv::{MARK, line};
use crate::document::{Banner, Block, Column, Document, Row, Section, Table};
use crate::error::DocumentError;
use crate::pdf;
use crate::typography::french;
use crate::xlsx::{Page, Style};

/// Title of the banner over an invented CPTS.
const FICTITIOUS: &str = "CPTS fictive";
/// What the banner says.
const FICTITIOUS_TEXT: &str = "Cette CPTS et ce registre sont inventés pour la démonstration.";

/// A register to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registre {
    /// `Registre des traitements`.
    pub title: String,
    /// Name of the CPTS.
    pub cpts: String,
    /// Whether the CPTS is invented.
    pub fictitious: bool,
    /// Lines under the title: who answers for the register.
    pub preamble: Vec<String>,
    /// Day of the document.
    pub date: Date,
    /// Labels of the fields of an entry, in order.
    pub labels: Vec<String>,
    /// The entries.
    pub entries: Vec<RegistreEntry>,
}

/// An entry of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistreEntry {
    /// Title of the entry.
    pub title: String,
    /// One text for each label; empty when there is nothing to say.
    pub texts: Vec<String>,
}

/// The register as a tagged PDF (PDF/UA-1).
///
/// # Errors
/// When the template is refused, which is a defect of the program.
pub fn registre_pdf(registre: &Registre) -> Result<Vec<u8>, DocumentError> {
    let section = |entry: &RegistreEntry| Section {
        title: entry.title.clone(),
        blocks: vec![Block::Table(Table {
            caption: entry.title.clone(),
            columns: vec![Column::text("Rubrique", 1), Column::text("Contenu", 3)],
            rows: registre
                .labels
                .iter()
                .zip(&entry.texts)
                .filter(|(_, text)| !text.is_empty())
                .map(|(label, text)| Row::plain([label.clone(), text.clone()]))
                .collect(),
        })],
    };
    let banner = Banner { title: FICTITIOUS.to_owned(), text: FICTITIOUS_TEXT.to_owned() };
    let empty = Section {
        title: "Contenu".to_owned(),
        blocks: vec![Block::paragraph("Ce registre est vide à ce jour.")],
    };
    let mut sections: Vec<Section> = registre.entries.iter().map(section).collect();
    if sections.is_empty() {
        sections.push(empty);
    }
    let mut document = Document {
        kind: registre.title.clone(),
        title: registre.cpts.clone(),
        subtitle: registre.preamble.clone(),
        banner: registre.fictitious.then_some(banner),
        date: registre.date,
        dated: format!("Registre établi le {}", date(registre.date)),
        author: registre.cpts.clone(),
        description: format!("{}, {}", registre.title, registre.cpts),
        keywords: vec!["RGPD".to_owned(), "CPTS".to_owned()],
        sections,
    };
    document.each_text(&mut |text| *text = french(text));
    pdf::write(&document)
}

/// The register for a French spreadsheet: UTF-8 with a mark, semicolons.
pub fn registre_csv(registre: &Registre) -> Vec<u8> {
    let mut text = MARK.to_owned();
    let mut header = vec!["Titre".to_owned()];
    header.extend(registre.labels.iter().cloned());
    line(&mut text, &header);
    for entry in &registre.entries {
        let mut cells = vec![entry.title.clone()];
        cells.extend(entry.texts.iter().cloned());
        line(&mut text, &cells);
    }
    text.into_bytes()
}

/// The register as a workbook.
///
/// # Errors
/// When the workbook cannot be written, which is a defect of the program.
pub fn registre_xlsx(registre: &Registre) -> Result<Vec<u8>, DocumentError> {
    let mut workbook = Workbook::new();
    fill(&mut workbook, registre)?;
    Ok(workbook.save_to_buffer()?)
}

/// Widths in characters: the title, then the fields.
const WIDTHS: (f64, f64) = (28.0, 36.0);

fn fill(workbook: &mut Workbook, registre: &Registre) -> Result<(), XlsxError> {
    let header = format!("{} – {}", registre.cpts, registre.title);
    let footer = format!("Établi le {}", date(registre.date));
    let mut page = Page::plain(workbook, "Registre", (&header, &footer))?;
    if registre.fictitious {
        page.row(|row| row.text(FICTITIOUS, Style::Warning))?;
    }
    let mut columns = vec![("Titre", WIDTHS.0)];
    columns.extend(registre.labels.iter().map(|label| (label.as_str(), WIDTHS.1)));
    page.columns(&columns)?;
    for entry in &registre.entries {
        page.row(|row| {
            row.text(&entry.title, Style::Wrapped)?;
            entry.texts.iter().try_for_each(|text| row.text(text, Style::Wrapped))
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registre() -> Registre {
        Registre {
            title: "Registre des traitements".to_owned(),
            cpts: "CPTS de la Vallée Verte".to_owned(),
            fictitious: true,
            preamble: vec!["Responsable : CPTS de la Vallée Verte".to_owned()],
            date: jiff::civil::date(2026, 11, 22),
            labels: vec!["Finalité".to_owned(), "Durée".to_owned()],
            entries: vec![RegistreEntry {
                title: "Comptes".to_owned(),
                texts: vec!["Ouvrir ; fermer".to_owned(), String::new()],
            }],
        }
    }

    #[test]
    fn a_register_is_a_pdf_even_when_it_is_empty() {
        assert!(registre_pdf(&registre()).unwrap().starts_with(b"%PDF"));
        assert!(registre_pdf(&Registre { entries: Vec::new(), ..registre() }).unwrap().starts_with(b"%PDF"));
    }

    #[test]
    fn a_register_is_a_table_with_one_line_an_entry() {
        let text = String::from_utf8(registre_csv(&registre())).unwrap();
        assert_eq!(text, "\u{feff}Titre;Finalité;Durée\r\nComptes;\"Ouvrir ; fermer\";\r\n");
        assert!(registre_xlsx(&registre()).unwrap().starts_with(b"PK"));
    }
}
