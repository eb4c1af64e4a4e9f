//! A report made of facts and tables, whatever it is about: PDF, DOCX, XLSX, CSV from the same values.

use domain::montant::Montant;
use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::csv::{MARK, line};
use crate::document::{Block, Column, Document, Row, Section, Table};
use crate::error::DocumentError;
use crate::xlsx::{Page, Style};
use crate::{docx, pdf};

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colonne {
    /// Heading.
    pub titre: String,
    /// Whether it holds numbers.
    pub nombre: bool,
    /// Width in a workbook, in characters, and share of a page.
    pub largeur: u8,
}

impl Colonne {
    /// A column of words.
    pub fn mots(titre: impl Into<String>, largeur: u8) -> Self {
        Self { titre: titre.into(), nombre: false, largeur }
    }

    /// A column of numbers.
    pub fn nombre(titre: impl Into<String>, largeur: u8) -> Self {
        Self { titre: titre.into(), nombre: true, largeur }
    }
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Valeur {
    /// Words.
    Texte(String),
    /// A whole number.
    Entier(i64),
    /// A share of 0 to 1.
    Part(f64),
    /// Money, to the cent.
    Euros(Montant),
    /// Nothing.
    Vide,
}

impl<T: Into<String>> From<T> for Valeur {
    fn from(text: T) -> Self {
        Valeur::Texte(text.into())
    }
}

impl Valeur {
    /// As people read it.
    fn texte(&self) -> String {
        match self {
            Valeur::Texte(text) => text.clone(),
            Valeur::Entier(number) => domain::nombres::entier(*number),
            Valeur::Part(share) => domain::nombres::pourcent(*share),
            Valeur::Euros(amount) => amount.texte(),
            Valeur::Vide => String::new(),
        }
    }

    /// As a spreadsheet reads it.
    fn cellule(&self) -> String {
        match self {
            Valeur::Texte(text) => text.clone(),
            Valeur::Entier(number) => number.to_string(),
            Valeur::Part(share) => crate::csv::number(Some(share * 100.0)),
            Valeur::Euros(amount) => amount.nu(),
            Valeur::Vide => String::new(),
        }
    }
}

/// A table under its title.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tableau {
    /// Title; also the name of its sheet, cut.
    pub titre: String,
    /// Sentences before it.
    pub avant: Vec<String>,
    /// Columns; none when there are only sentences.
    pub colonnes: Vec<Colonne>,
    /// Lines.
    pub lignes: Vec<Vec<Valeur>>,
    /// Sentences after it.
    pub apres: Vec<String>,
}

/// A report.
#[derive(Clone, Debug, PartialEq)]
pub struct Rapport {
    /// `Résultats d'un questionnaire`.
    pub nature: String,
    /// What it is about.
    pub titre: String,
    /// Who answers for it.
    pub auteur: String,
    /// The day on which it was made.
    pub jour: Date,
    /// Lines under the title.
    pub faits: Vec<String>,
    /// The tables, in reading order.
    pub tableaux: Vec<Tableau>,
}

impl Rapport {
    fn document(&self) -> Document {
        let section = |tableau: &Tableau| {
            let mut content: Vec<Block> = tableau.avant.iter().map(Block::paragraph).collect();
            if !tableau.colonnes.is_empty() {
                let column = |one: &Colonne| match one.nombre {
                    true => Column::number(&one.titre),
                    false => Column::text(&one.titre, one.largeur),
                };
                content.push(Block::Table(Table {
                    caption: tableau.titre.clone(),
                    columns: tableau.colonnes.iter().map(column).collect(),
                    rows: tableau
                        .lignes
                        .iter()
                        .map(|row| Row::plain(row.iter().map(Valeur::texte)))
                        .collect(),
                }));
            }
            content.extend(tableau.apres.iter().map(Block::paragraph));
            Section { title: tableau.titre.clone(), blocks: content }
        };
        Document {
            kind: self.nature.clone(),
            title: self.titre.clone(),
            subtitle: self.faits.clone(),
            banner: None,
            date: self.jour,
            dated: format!("Établi le {}", domain::nombres::date(self.jour)),
            author: self.auteur.clone(),
            description: format!("{} : {}", self.nature, self.titre),
            keywords: vec!["CPTS".into()],
            sections: self.tableaux.iter().map(section).collect(),
        }
    }

    /// As a tagged PDF.
    ///
    /// # Errors
    /// When the template is refused, which is a defect of the program.
    pub fn pdf(&self) -> Result<Vec<u8>, DocumentError> {
        pdf::write(&self.document())
    }

    /// For a word processor.
    ///
    /// # Errors
    /// When the package is refused, which is a defect of the program.
    pub fn docx(&self) -> Result<Vec<u8>, DocumentError> {
        docx::write(&self.document())
    }

    /// As a workbook, one sheet a table.
    ///
    /// # Errors
    /// When the workbook cannot be written, which is a defect of the program.
    pub fn xlsx(&self) -> Result<Vec<u8>, DocumentError> {
        let mut workbook = Workbook::new();
        workbook.set_properties(&self.properties()?);
        for (rank, tableau) in self.tableaux.iter().enumerate() {
            self.sheet(&mut workbook, (rank, tableau))?;
        }
        Ok(workbook.save_to_buffer()?)
    }

    fn properties(&self) -> Result<DocProperties, XlsxError> {
        let (year, month, day) =
            (self.jour.year().unsigned_abs(), self.jour.month() as u8, self.jour.day() as u8);
        let created = ExcelDateTime::from_ymd(year, month, day)?;
        let properties = DocProperties::new().set_title(format!("{} – {}", self.titre, self.nature));
        Ok(properties.set_author(&self.auteur).set_company(&self.auteur).set_creation_datetime(&created))
    }

    fn sheet(&self, workbook: &mut Workbook, (rank, tableau): (usize, &Tableau)) -> Result<(), XlsxError> {
        let header = format!("{} – {}", self.titre, self.nature);
        let name = sheet_name(rank, &tableau.titre);
        let footer = format!("{}, {}", self.auteur, domain::nombres::date(self.jour));
        let mut page = Page::plain(workbook, &name, (&header, &footer))?;
        let widths: Vec<f64> = tableau.colonnes.iter().map(|one| f64::from(one.largeur)).collect();
        page.widths(&widths)?;
        page.title(&tableau.titre)?;
        for text in self.faits.iter().filter(|_| rank == 0).chain(&tableau.avant) {
            page.row(|row| row.text(text, Style::Plain))?;
        }
        let titles: Vec<&str> = tableau.colonnes.iter().map(|one| one.titre.as_str()).collect();
        page.headers(&titles)?;
        for cells in &tableau.lignes {
            page.row(|row| {
                cells.iter().try_for_each(|cell| match cell {
                    Valeur::Texte(text) => row.text(text, Style::Wrapped),
                    Valeur::Entier(number) => row.number(Some(*number as f64), Style::Whole),
                    Valeur::Part(share) => row.number(Some(*share), Style::Percent),
                    Valeur::Euros(amount) => {
                        row.number(Some(amount.en_centimes() as f64 / 100.0), Style::Cents)
                    }
                    Valeur::Vide => row.text("", Style::Plain),
                })
            })?;
        }
        for text in &tableau.apres {
            page.row(|row| row.text(text, Style::Plain))?;
        }
        Ok(())
    }
}

/// What the name of a sheet may hold: 31 characters, none of `[]:*?/\`; numbered, because two titles may be alike.
fn sheet_name(rank: usize, title: &str) -> String {
    let plain = |c: char| if "[]:*?/\\'".contains(c) || c.is_control() { ' ' } else { c };
    let name: String = format!("{} {}", rank + 1, title).chars().map(plain).take(31).collect();
    name.trim().to_owned()
}

/// The lines of a table for a French spreadsheet: UTF-8 with a mark, semicolons, decimal commas; shares in percent.
pub fn tableau_csv(tableau: &Tableau) -> Vec<u8> {
    let mut text = MARK.to_owned();
    line(&mut text, &tableau.colonnes.iter().map(|one| one.titre.clone()).collect::<Vec<_>>());
    for cells in &tableau.lignes {
        line(&mut text, &cells.iter().map(Valeur::cellule).collect::<Vec<_>>());
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn rapport() -> Rapport {
        Rapport {
            nature: "Résultats d'un questionnaire".into(),
            titre: "Deux questions".into(),
            auteur: "CPTS de l'Exemple".into(),
            jour: date(2026, 11, 22),
            faits: vec!["96 réponses".into()],
            tableaux: vec![Tableau {
                titre: "Qui a répondu : [par métier] et par beaucoup d'autres choses".into(),
                colonnes: vec![Colonne::mots("Profession", 30), Colonne::nombre("Taux", 12)],
                lignes: vec![
                    vec!["=Médecin; \"généraliste\"".into(), Valeur::Part(0.25)],
                    vec![Valeur::Vide, Valeur::Entier(1234)],
                ],
                ..Tableau::default()
            }],
        }
    }

    #[test]
    fn a_report_is_written_in_each_format() {
        let rapport = rapport();
        assert!(rapport.pdf().unwrap().starts_with(b"%PDF"));
        assert!(rapport.docx().unwrap().starts_with(b"PK"));
        assert!(rapport.xlsx().unwrap().starts_with(b"PK"));
    }

    #[test]
    fn the_cells_of_a_csv_run_nothing_and_shares_are_percents() {
        let text = String::from_utf8(tableau_csv(&rapport().tableaux[0])).unwrap();
        assert!(text.contains("\"'=Médecin; \"\"généraliste\"\"\";25\r\n"), "{text}");
        assert!(text.ends_with(";1234\r\n"), "{text}");
    }
}
