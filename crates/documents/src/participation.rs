//! Participation and minutes asked, for a spreadsheet: one line a month and profession, nobody's name.

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

use crate::DocumentError;
use crate::csv::{MARK, line};

/// A month of a profession. What is not known is left empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LigneFichier {
    /// `mars 2026`.
    pub mois: String,
    /// Profession.
    pub profession: String,
    /// Counted presences.
    pub presences: Option<i64>,
    /// People who came.
    pub presents: Option<i64>,
    /// Minutes spent.
    pub minutes: Option<i64>,
    /// People who were asked for something.
    pub sollicites: Option<i64>,
    /// Minutes asked.
    pub demandees: Option<i64>,
    /// Minutes asked from the person who was asked for most.
    pub maximum: Option<i64>,
}

const HEADER: [&str; 8] = [
    "Mois",
    "Profession",
    "Présences comptées",
    "Personnes présentes",
    "Minutes passées",
    "Personnes sollicitées",
    "Minutes demandées",
    "Minutes demandées à la personne la plus sollicitée",
];

impl LigneFichier {
    fn numbers(&self) -> [Option<i64>; 6] {
        [self.presences, self.presents, self.minutes, self.sollicites, self.demandees, self.maximum]
    }
}

/// UTF-8 with a mark, semicolons.
pub fn participation_csv(lines: &[LigneFichier]) -> Vec<u8> {
    let mut text = MARK.to_owned();
    line(&mut text, &HEADER.map(str::to_owned));
    for one in lines {
        let [a, b, c, d, e, f] = one.numbers().map(|n| n.map(|n| n.to_string()).unwrap_or_default());
        line(&mut text, &[one.mois.clone(), one.profession.clone(), a, b, c, d, e, f]);
    }
    text.into_bytes()
}

/// The same as a workbook.
///
/// # Errors
/// When the workbook cannot be made.
pub fn participation_xlsx(lines: &[LigneFichier], day: Date) -> Result<Vec<u8>, DocumentError> {
    let created = ExcelDateTime::from_ymd(day.year().unsigned_abs(), day.month() as u8, day.day() as u8)?;
    let mut workbook = Workbook::new();
    let title = "Participation et temps demandé";
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
    let sheet = workbook.add_worksheet().set_name("Participation")?;
    let bold = Format::new().set_bold().set_text_wrap();
    for (column, label) in (0..).zip(HEADER) {
        sheet.write_string_with_format(0, column, label, &bold)?;
        sheet.set_column_width(column, if column < 2 { 26.0 } else { 16.0 })?;
    }
    for (row, one) in (1..).zip(lines) {
        sheet.write_string(row, 0, &one.mois)?;
        sheet.write_string(row, 1, &one.profession)?;
        for (column, number) in (2..).zip(one.numbers()) {
            if let Some(number) = number {
                sheet.write_number(row, column, number as f64)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(workbook.save_to_buffer()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_a_month_and_profession_and_what_is_unknown_is_empty() {
        let one = LigneFichier {
            mois: "mars 2026".into(),
            profession: "Médecin".into(),
            presences: Some(12),
            minutes: Some(1_080),
            ..LigneFichier::default()
        };
        let text = String::from_utf8(participation_csv(std::slice::from_ref(&one))).unwrap();
        assert!(text.ends_with("mars 2026;Médecin;12;;1080;;;\r\n"), "{text}");
        let day = jiff::civil::date(2026, 3, 1);
        let book = participation_xlsx(std::slice::from_ref(&one), day).unwrap();
        assert_eq!(book, participation_xlsx(&[one], day).unwrap());
    }
}
