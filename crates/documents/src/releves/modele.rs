//! The file to fill in with values.

use domain::diagnostic::Indicateur;
use rust_xlsxwriter::{Workbook, XlsxError};

use crate::csv::{MARK, line};
use crate::error::DocumentError;
use crate::xlsx::{Page, Style};

/// Titles of the columns. `nom` and `explication` help to fill in, and are not read.
pub const MODELE_COLUMNS: [&str; 13] = [
    "indicateur",
    "lieu",
    "code",
    "periode",
    "ages",
    "valeur",
    "numerateur",
    "denominateur",
    "masque",
    "origine",
    "source",
    "nom",
    "explication",
];

const WIDTHS: [f64; 13] = [26.0, 14.0, 12.0, 14.0, 12.0, 10.0, 12.0, 14.0, 10.0, 16.0, 40.0, 44.0, 70.0];

/// The line that shows how to fill in; it is refused when it is left in.
const EXAMPLE: [&str; 11] = [
    "sans_mt",
    "departement",
    "66",
    "2021",
    "",
    "11,8",
    "44 840",
    "380 000",
    "",
    "rezone",
    "EXEMPLE\u{a0}: supprimez cette ligne",
];

/// How to fill in, column by column.
const HELP: [(&str, &str); 11] = [
    ("indicateur", "Le code de l'indicateur, tel qu'il est écrit dans ce modèle."),
    ("lieu", "territoire, commune, iris, departement, region ou france."),
    ("code", "Le code du lieu. Laissez vide pour le territoire et pour la France."),
    ("periode", "Une année (2022) ou deux dates (01/01/2022 - 30/06/2022)."),
    ("ages", "Vide pour tous les âges de l'indicateur, sinon 70+ ou 50-74."),
    ("valeur", "La valeur telle qu'elle est imprimée. Tapez 13,3 pour 13,3\u{a0}%."),
    ("numerateur", "Le nombre au-dessus de la barre, s'il est imprimé."),
    ("denominateur", "Le nombre au-dessous de la barre, s'il est imprimé."),
    ("masque", "oui si la source cache la valeur. Elle existe alors, et n'est pas zéro."),
    ("origine", "cpam, rezone, ars, local ou document."),
    ("source", "Le document et sa date, par exemple Rezone CPTS, 15/12/2021, page 3."),
];

fn of(indicateur: &Indicateur) -> [String; 13] {
    let mut cells: [String; 13] = Default::default();
    cells[0] = indicateur.code.clone();
    cells[11] = indicateur.label.clone();
    cells[12] = indicateur.meaning.clone();
    cells
}

fn example() -> [String; 13] {
    let mut cells: [String; 13] = Default::default();
    for (cell, text) in cells.iter_mut().zip(EXAMPLE) {
        *cell = text.to_owned();
    }
    cells
}

/// The template for a French spreadsheet: one line an indicator, after an example that is refused.
pub fn modele_csv(indicateurs: &[&Indicateur]) -> Vec<u8> {
    let mut text = MARK.to_owned();
    line(&mut text, &MODELE_COLUMNS.map(str::to_owned));
    line(&mut text, &example());
    for indicateur in indicateurs {
        line(&mut text, &of(indicateur));
    }
    text.into_bytes()
}

/// The template as a workbook: the values, how to fill in, what the indicators mean.
///
/// # Errors
/// When the workbook cannot be written, which is a defect of the program.
pub fn modele_xlsx(indicateurs: &[&Indicateur]) -> Result<Vec<u8>, DocumentError> {
    let mut workbook = Workbook::new();
    fill(&mut workbook, indicateurs)?;
    Ok(workbook.save_to_buffer()?)
}

fn fill(workbook: &mut Workbook, indicateurs: &[&Indicateur]) -> Result<(), XlsxError> {
    let title = ("Valeurs du diagnostic territorial", "Modèle à remplir");
    let mut page = Page::plain(workbook, "Valeurs", title)?;
    let columns: Vec<(&str, f64)> = MODELE_COLUMNS.into_iter().zip(WIDTHS).collect();
    page.columns(&columns)?;
    page.row(|row| example().iter().try_for_each(|cell| row.text(cell, Style::Warning)))?;
    for indicateur in indicateurs {
        page.row(|row| of(indicateur).iter().try_for_each(|cell| row.text(cell, Style::Wrapped)))?;
    }
    let mut page = Page::plain(workbook, "Mode d'emploi", title)?;
    page.columns(&[("Colonne", 20.0), ("Ce qu'il faut écrire", 90.0)])?;
    for (column, text) in HELP {
        page.row(|row| {
            row.text(column, Style::Plain)?;
            row.text(text, Style::Wrapped)
        })?;
    }
    let mut page = Page::plain(workbook, "Définitions", title)?;
    page.columns(&[
        ("Code", 26.0),
        ("Nom", 44.0),
        ("Ce qui est compté", 60.0),
        ("Parmi", 60.0),
        ("Âges", 18.0),
    ])?;
    for indicateur in indicateurs {
        let ages = indicateur.ages.map(|ages| {
            let band = territory::layers::AgeBand { from: ages.from, to: ages.to };
            band.label()
        });
        page.row(|row| {
            row.text(&indicateur.code, Style::Plain)?;
            row.text(&indicateur.label, Style::Wrapped)?;
            row.text(indicateur.numerator.as_deref().unwrap_or_default(), Style::Wrapped)?;
            row.text(indicateur.denominator.as_deref().unwrap_or_default(), Style::Wrapped)?;
            row.text(&ages.unwrap_or_default(), Style::Plain)
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::diagnostic::catalogue::catalogue;

    use super::*;

    fn some() -> Vec<&'static Indicateur> {
        let all = catalogue().unwrap().all();
        all.iter().filter(|indicateur| indicateur.is_recordable()).collect()
    }

    #[test]
    fn the_template_lists_the_indicators_under_an_example() {
        let text = String::from_utf8(modele_csv(&some())).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].starts_with("\u{feff}indicateur;lieu;code;periode"), "{}", lines[0]);
        assert!(lines[1].contains("EXEMPLE"), "{}", lines[1]);
        assert_eq!(lines.len(), some().len() + 2);
        assert!(
            lines.iter().any(|line| line.starts_with("sans_mt;;;;;;;;;;;Patients sans médecin traitant"))
        );
    }

    #[test]
    fn the_same_template_gives_the_same_bytes_as_a_workbook() {
        assert!(modele_xlsx(&some()).unwrap().starts_with(b"PK"));
    }
}
