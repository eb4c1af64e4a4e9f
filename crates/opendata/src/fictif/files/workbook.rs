//! A workbook of one sheet: the smallest xlsx that a spreadsheet and our readers open.

use std::io::{self, Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// One cell.
pub(super) enum Cell<'a> {
    Text(&'a str),
    Number(f64),
    Empty,
}

impl Cell<'_> {
    /// A whole number.
    pub(super) fn number(value: u32) -> Self {
        Cell::Number(f64::from(value))
    }

    /// A number with three decimals, as the DREES gives.
    pub(super) fn rounded(value: f64) -> Self {
        Cell::Number((value * 1000.0).round() / 1000.0)
    }
}

/// A sheet that is being written. It is compressed as it grows.
pub(super) struct Sheet {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    row: u32,
}

impl Sheet {
    /// Starts a workbook with a sheet of this name.
    pub(super) fn new(name: &str) -> io::Result<Self> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let workbook = format!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>"#
        );
        for (path, content) in [
            ("[Content_Types].xml", CONTENT_TYPES),
            ("_rels/.rels", RELATIONS),
            ("xl/workbook.xml", &workbook),
            ("xl/_rels/workbook.xml.rels", WORKBOOK_RELATIONS),
        ] {
            zip.start_file(path, SimpleFileOptions::default())?;
            zip.write_all(content.as_bytes())?;
        }
        zip.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default())?;
        write!(zip, r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}"><sheetData>"#)?;
        Ok(Self { zip, row: 0 })
    }

    /// Adds a row of texts.
    pub(super) fn texts(&mut self, texts: &[&str]) -> io::Result<()> {
        let cells: Vec<Cell<'_>> = texts.iter().map(|text| Cell::Text(text)).collect();
        self.row(&cells)
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.row += 1;
        let row = self.row;
        let mut xml = format!(r#"<row r="{row}">"#);
        for (letter, cell) in ('A'..='Z').zip(cells) {
            match cell {
                Cell::Empty | Cell::Text("") => {}
                Cell::Number(value) => xml += &format!(r#"<c r="{letter}{row}"><v>{value}</v></c>"#),
                Cell::Text(text) => {
                    let text = text.replace('&', "&amp;").replace('<', "&lt;");
                    xml += &format!(r#"<c r="{letter}{row}" t="inlineStr"><is><t>{text}</t></is></c>"#);
                }
            }
        }
        xml += "</row>";
        self.zip.write_all(xml.as_bytes())
    }

    /// Ends the workbook and writes it.
    pub(super) fn finish(mut self, out: &mut dyn Write) -> io::Result<()> {
        self.zip.write_all(b"</sheetData></worksheet>")?;
        out.write_all(&self.zip.finish()?.into_inner())
    }
}
