//! Workbooks (xlsx, xls, ods), read at once: they are small and cannot be streamed.

use std::io::Cursor;

use calamine::{Data, Range, Reader as _, open_workbook_auto_from_rs};

use crate::container::Member;
use crate::error::ReadError;

/// One sheet of a workbook.
pub(crate) struct Sheet {
    /// Its name.
    pub(crate) name: String,
    range: Range<Data>,
}

impl Sheet {
    /// Number of rows above the first cell that is not empty.
    pub(crate) fn first_row(&self) -> u64 {
        self.range.start().map_or(0, |(row, _)| u64::from(row))
    }

    /// Rows of cells.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &[Data]> {
        self.range.rows()
    }
}

/// Every sheet that has a cell.
pub(crate) fn sheets(member: &Member) -> Result<Vec<Sheet>, ReadError> {
    let broken =
        |error: calamine::Error| ReadError::Workbook { name: member.name.clone(), detail: error.to_string() };
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(member.bytes()?)).map_err(broken)?;
    let mut sheets = Vec::new();
    for name in workbook.sheet_names() {
        // Charts and macros are sheets too, and have no range.
        if let Ok(range) = workbook.worksheet_range(&name)
            && !range.is_empty()
        {
            sheets.push(Sheet { name, range });
        }
    }
    Ok(sheets)
}

/// A cell as the text that a CSV would hold: a whole number has no decimals.
pub(crate) fn write_cell(cell: &Data, out: &mut Vec<u8>) {
    use std::io::Write as _;
    // Writing to a Vec cannot fail.
    let _ = match cell {
        Data::Empty | Data::Error(_) => Ok(()),
        Data::Float(value) if value.fract() == 0.0 && value.abs() < 1e15 => write!(out, "{}", *value as i64),
        other => write!(out, "{other}"),
    };
}
