//! Refused lines of a file, ready to be corrected and given again.

use super::modele::MODELE_COLUMNS;
use crate::csv::{MARK, line};

/// A refused line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneSaisie {
    /// Its number in the file.
    pub number: usize,
    /// Its cells, in the order of the template, without name and explanation.
    pub cells: [String; 11],
    /// Why it is refused, in French.
    pub reason: String,
}

/// The refused lines for a French spreadsheet, in the columns of the template, with the reason of each.
pub fn rejets_csv(lines: &[LigneSaisie]) -> Vec<u8> {
    let mut text = MARK.to_owned();
    let mut header: Vec<String> = MODELE_COLUMNS[..11].iter().map(|title| (*title).to_owned()).collect();
    header.extend(["ligne".to_owned(), "motif".to_owned()]);
    line(&mut text, &header);
    for refused in lines {
        let mut cells = refused.cells.to_vec();
        cells.extend([refused.number.to_string(), refused.reason.clone()]);
        line(&mut text, &cells);
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_line_keeps_its_cells_and_says_why() {
        let mut cells: [String; 11] = Default::default();
        cells[0] = "sans_mt".into();
        cells[5] = "140".into();
        let refused = LigneSaisie { number: 7, cells, reason: "Un taux va de 0 à 100 %.".into() };
        let text = String::from_utf8(rejets_csv(&[refused])).unwrap();
        let last = text.lines().last().unwrap();
        assert_eq!(last, "sans_mt;;;;;140;;;;;;7;Un taux va de 0 à 100 %.");
    }
}
