//! The money of a contract for a spreadsheet: amounts stay numbers, and what is missing is not zero.

use domain::montant::Montant;
use domain::nombres::date;
use jiff::civil::Date;
use rust_xlsxwriter::{Workbook, XlsxError};

use crate::csv::{MARK, line};
use crate::error::DocumentError;
use crate::xlsx::{Page, Style};

/// What stands for an amount that was not signed.
const NON_SIGNE: &str = "non signé";
/// What is said of invented data.
const FICTIF: &str = "CPTS fictive : ces montants sont inventés pour la démonstration.";

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Valeur {
    /// Words.
    Texte(String),
    /// A whole number.
    Nombre(i64),
    /// A day.
    Jour(Date),
    /// An amount; `None` when it was not signed.
    Somme(Option<Montant>),
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colonne {
    /// Its title.
    pub titre: String,
    /// Its width, in characters.
    pub largeur: u16,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feuille {
    /// Its name.
    pub nom: String,
    /// Its columns.
    pub colonnes: Vec<Colonne>,
    /// Its lines, of as many cells.
    pub lignes: Vec<Vec<Valeur>>,
}

/// The tables of a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classeur {
    /// Name of the CPTS.
    pub cpts: String,
    /// Whether it is invented.
    pub fictif: bool,
    /// Day of the file.
    pub jour: Date,
    /// The tables.
    pub feuilles: Vec<Feuille>,
}

/// The tables as a workbook.
///
/// # Errors
/// When the workbook cannot be written.
pub fn argent_xlsx(one: &Classeur) -> Result<Vec<u8>, DocumentError> {
    let mut workbook = Workbook::new();
    for feuille in &one.feuilles {
        fill(&mut workbook, one, feuille)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn fill(workbook: &mut Workbook, one: &Classeur, feuille: &Feuille) -> Result<(), XlsxError> {
    let header = format!("{} – Argent du contrat ACI – {}", one.cpts, feuille.nom);
    let footer = format!("Établi le {}", date(one.jour));
    let mut page = Page::plain(workbook, &feuille.nom, (&header, &footer))?;
    if one.fictif {
        page.row(|row| row.text(FICTIF, Style::WarningLine))?;
    }
    let widths: Vec<(&str, f64)> =
        feuille.colonnes.iter().map(|column| (column.titre.as_str(), f64::from(column.largeur))).collect();
    page.columns(&widths)?;
    for cells in &feuille.lignes {
        page.row(|row| {
            cells.iter().try_for_each(|cell| match cell {
                Valeur::Texte(text) => row.text(text, Style::Wrapped),
                Valeur::Nombre(number) => row.number(Some(*number as f64), Style::Whole),
                Valeur::Jour(day) => row.day(Some(*day)),
                Valeur::Somme(None) => row.text(NON_SIGNE, Style::Plain),
                // A spreadsheet keeps fifteen figures: cents of any amount that is typed are exact.
                Valeur::Somme(Some(montant)) => {
                    row.number(Some(montant.en_centimes() as f64 / 100.0), Style::Cents)
                }
            })
        })?;
    }
    Ok(())
}

/// One table for a French spreadsheet: UTF-8 with a mark, semicolons.
pub fn argent_csv(feuille: &Feuille) -> Vec<u8> {
    let mut text = MARK.to_owned();
    line(&mut text, &feuille.colonnes.iter().map(|column| column.titre.clone()).collect::<Vec<_>>());
    for cells in &feuille.lignes {
        let cells: Vec<String> = cells.iter().map(plain).collect();
        line(&mut text, &cells);
    }
    text.into_bytes()
}

fn plain(cell: &Valeur) -> String {
    match cell {
        Valeur::Texte(text) => text.clone(),
        Valeur::Nombre(number) => number.to_string(),
        Valeur::Jour(day) => date(*day),
        Valeur::Somme(None) => NON_SIGNE.into(),
        Valeur::Somme(Some(montant)) => montant.nu(),
    }
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader as _, Xlsx};
    use jiff::civil::date;

    use super::*;

    fn classeur() -> Classeur {
        let colonnes = ["Quoi", "Date", "Montant"].map(|titre| Colonne { titre: titre.into(), largeur: 12 });
        let lignes = vec![
            vec![
                Valeur::Texte("=1+1; avance".into()),
                Valeur::Jour(date(2022, 10, 15)),
                Valeur::Somme(Some(Montant::centimes(3_365_753))),
            ],
            vec![Valeur::Texte("solde".into()), Valeur::Jour(date(2023, 4, 15)), Valeur::Somme(None)],
        ];
        let feuille = Feuille { nom: "Échéances".into(), colonnes: colonnes.to_vec(), lignes };
        Classeur {
            cpts: "CPTS de l'Exemple".into(),
            fictif: false,
            jour: date(2026, 11, 23),
            feuilles: vec![feuille],
        }
    }

    #[test]
    fn amounts_stay_numbers_to_the_cent_and_a_missing_one_is_not_zero() {
        let bytes = argent_xlsx(&classeur()).unwrap();
        let mut book = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range("Échéances").unwrap();
        assert_eq!(range.get((1, 2)), Some(&Data::Float(33_657.53)));
        assert_eq!(range.get((2, 2)), Some(&Data::String("non signé".into())));
        assert_eq!(range.get((1, 0)), Some(&Data::String("=1+1; avance".into())));
    }

    #[test]
    fn the_plain_table_says_the_same() {
        let text = String::from_utf8(argent_csv(&classeur().feuilles[0])).unwrap();
        assert!(
            text.contains("33657,53") && text.contains("non signé") && text.contains("15/10/2022"),
            "{text}"
        );
    }
}
