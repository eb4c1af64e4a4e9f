//! One worksheet, filled row after row, with the few formats that the workbook uses.

use domain::territoire::fiche::Fiche;
use jiff::civil::Date;
use rust_xlsxwriter::{
    Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::wording;

const ACCENT: Color = Color::RGB(0x000b_5c63);
const PALE: Color = Color::RGB(0x00ee_f4f4);
const WARM: Color = Color::RGB(0x00fd_f1df);
const WARM_INK: Color = Color::RGB(0x007a_3e00);

/// How a cell looks. Excel shows the separators of the reader's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Text.
    Plain,
    /// Text over several lines.
    Wrapped,
    /// Text that names a group of rows.
    Title,
    /// Header of a column.
    Header,
    /// Warning over invented data.
    Warning,
    /// The same on one line, over the cells beside it.
    WarningLine,
    /// `12 345`.
    Whole,
    /// `12 345,6`.
    Decimal,
    /// `12 345` or `13,34`: as many decimals as there are, up to three.
    Precise,
    /// `13,3 %`.
    Percent,
    /// `382 500 €`.
    Euros,
    /// `33 657,53 €`.
    Cents,
    /// `2023`.
    Year,
    /// `18/04/2023`.
    Day,
}

impl Style {
    fn format(self) -> Format {
        let base = Format::new().set_align(FormatAlign::Top);
        match self {
            Style::Plain => base,
            Style::Wrapped => base.set_text_wrap(),
            Style::Title => base.set_bold().set_font_size(13).set_font_color(ACCENT),
            Style::Header => base
                .set_bold()
                .set_text_wrap()
                .set_background_color(PALE)
                .set_border_bottom(FormatBorder::Medium)
                .set_border_bottom_color(ACCENT),
            Style::Warning => {
                base.set_bold().set_text_wrap().set_background_color(WARM).set_font_color(WARM_INK)
            }
            Style::WarningLine => base.set_bold().set_background_color(WARM).set_font_color(WARM_INK),
            Style::Precise => base.set_num_format("#,##0.###"),
            Style::Whole => base.set_num_format("#,##0"),
            Style::Decimal => base.set_num_format("#,##0.0"),
            Style::Percent => base.set_num_format("0.0%"),
            Style::Euros => base.set_num_format("#,##0\\ \"€\""),
            Style::Cents => base.set_num_format("#,##0.00\\ \"€\""),
            Style::Year => base.set_num_format("0"),
            Style::Day => base.set_num_format("dd/mm/yyyy").set_align(FormatAlign::Left),
        }
    }
}

/// A worksheet and the next free row.
pub struct Page<'a> {
    sheet: &'a mut Worksheet,
    next: u32,
}

/// The row being written.
pub struct Line<'a> {
    sheet: &'a mut Worksheet,
    row: u32,
    column: u16,
}

impl<'a> Page<'a> {
    /// Adds a worksheet, ready to print, with the banner of invented data where it applies.
    pub fn open(workbook: &'a mut Workbook, name: &str, fiche: &Fiche) -> Result<Self, XlsxError> {
        let sheet = workbook.add_worksheet().set_name(name)?;
        // 9 is A4.
        sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
        let title = header_text(&format!("{} – {name}", fiche.territoire));
        sheet.set_header(format!("&L{title}"));
        let author = header_text(&fiche.cpts);
        sheet.set_footer(format!(
            "&L{author}, {}&RPage &P sur &N",
            domain::nombres::date(fiche.established_on)
        ));
        let mut page = Self { sheet, next: 0 };
        if fiche.diagnosis.is_fictitious() {
            let text = format!("{}. {}", wording::FICTITIOUS, wording::FICTITIOUS_TEXT);
            page.sheet.write_string_with_format(0, 0, text, &Style::Warning.format().unset_text_wrap())?;
            page.next = 1;
        }
        Ok(page)
    }

    /// Adds a worksheet that no territory stands behind; `header` and `footer` are printed on each page.
    pub fn plain(
        workbook: &'a mut Workbook,
        name: &str,
        (header, footer): (&str, &str),
    ) -> Result<Self, XlsxError> {
        let sheet = workbook.add_worksheet().set_name(name)?;
        sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
        sheet.set_header(format!("&L{}", header_text(header)));
        sheet.set_footer(format!("&L{}&RPage &P sur &N", header_text(footer)));
        Ok(Self { sheet, next: 0 })
    }

    /// Writes the headers and keeps them in sight and on each printed page.
    pub fn columns(&mut self, columns: &[(&str, f64)]) -> Result<(), XlsxError> {
        for (rank, (_, width)) in columns.iter().enumerate() {
            self.sheet.set_column_width(rank as u16, *width)?;
        }
        self.headers(&columns.iter().map(|(title, _)| *title).collect::<Vec<_>>())?;
        self.sheet.set_freeze_panes(self.next, 0)?;
        self.sheet.set_repeat_rows(self.next - 1, self.next - 1)?;
        Ok(())
    }

    /// Widths alone, for a page of several tables.
    pub fn widths(&mut self, widths: &[f64]) -> Result<(), XlsxError> {
        for (rank, width) in widths.iter().enumerate() {
            self.sheet.set_column_width(rank as u16, *width)?;
        }
        Ok(())
    }

    /// A row of headers.
    pub fn headers(&mut self, titles: &[&str]) -> Result<(), XlsxError> {
        self.row(|row| titles.iter().try_for_each(|title| row.text(title, Style::Header)))
    }

    /// A title, after an empty row unless it opens the page.
    pub fn title(&mut self, title: &str) -> Result<(), XlsxError> {
        if self.next > 0 {
            self.next += 1;
        }
        self.row(|row| row.text(title, Style::Title))
    }

    /// Keeps what was written so far in sight.
    pub fn freeze_here(&mut self) -> Result<(), XlsxError> {
        self.sheet.set_freeze_panes(self.next, 0)?;
        Ok(())
    }

    /// A sentence over the width of the page.
    pub fn sentence(&mut self, text: &str, last_column: u16) -> Result<(), XlsxError> {
        let lines = (text.chars().count() / 110 + 1) as f64;
        self.sheet.merge_range(self.next, 0, self.next, last_column, text, &Style::Wrapped.format())?;
        // Merged cells do not grow with their content.
        self.sheet.set_row_height(self.next, 15.0 * lines)?;
        self.next += 1;
        Ok(())
    }

    /// One row.
    pub fn row(&mut self, fill: impl FnOnce(&mut Line) -> Result<(), XlsxError>) -> Result<(), XlsxError> {
        fill(&mut Line { sheet: self.sheet, row: self.next, column: 0 })?;
        self.next += 1;
        Ok(())
    }
}

/// In headers and footers `&` starts a command, and 255 characters is all that a file may hold.
fn header_text(text: &str) -> String {
    text.replace('&', "&&").chars().take(180).collect()
}

impl Line<'_> {
    /// A text; never read as a formula.
    pub fn text(&mut self, text: &str, style: Style) -> Result<(), XlsxError> {
        if !text.is_empty() || style == Style::Header {
            self.sheet.write_string_with_format(self.row, self.column, clipped(text), &style.format())?;
        }
        self.column += 1;
        Ok(())
    }

    /// A number; a missing one leaves the words, never a zero.
    pub fn number(&mut self, value: Option<f64>, style: Style) -> Result<(), XlsxError> {
        match value.filter(|value| value.is_finite()) {
            Some(value) => {
                self.sheet.write_number_with_format(self.row, self.column, value, &style.format())?;
            }
            None => {
                let format = Style::Plain.format().set_align(FormatAlign::Right).set_italic();
                self.sheet.write_string_with_format(self.row, self.column, wording::MISSING, &format)?;
            }
        }
        self.column += 1;
        Ok(())
    }

    /// A number; an empty cell when it is missing, a column beside it saying why.
    pub fn number_or_blank(&mut self, value: Option<f64>, style: Style) -> Result<(), XlsxError> {
        match value {
            Some(value) if value.is_finite() => self.number(Some(value), style),
            _ => {
                self.column += 1;
                Ok(())
            }
        }
    }

    /// A date; nothing when there is none.
    pub fn day(&mut self, day: Option<Date>) -> Result<(), XlsxError> {
        if let Some(day) = day {
            let value =
                ExcelDateTime::from_ymd(day.year().unsigned_abs(), day.month() as u8, day.day() as u8)?;
            self.sheet.write_datetime_with_format(self.row, self.column, &value, &Style::Day.format())?;
        }
        self.column += 1;
        Ok(())
    }
}

/// What a cell may hold: 32 767 characters.
fn clipped(text: &str) -> String {
    const MOST: usize = 32_767;
    if text.chars().count() <= MOST {
        text.to_owned()
    } else {
        text.chars().take(MOST - 1).chain(['…']).collect()
    }
}
