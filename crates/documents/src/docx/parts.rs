//! The parts of the package around the text.

use std::fmt::Write as _;

use crate::document::Document;
use crate::docx::body::Body;
use crate::markup::escape;

pub const CONTENT_TYPES: &str = include_str!("../../templates/docx/content-types.xml");
pub const PACKAGE_RELS: &str = include_str!("../../templates/docx/package-rels.xml");
pub const APP: &str = include_str!("../../templates/docx/app.xml");
pub const STYLES: &str = include_str!("../../templates/docx/styles.xml");
pub const SETTINGS: &str = include_str!("../../templates/docx/settings.xml");

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Number of the lists with bullets in the style sheet; no document has so many numbered lists.
const BULLETS: u16 = 9000;

/// Relationships that every document has, before pictures and addresses.
const FIXED: [(&str, &str); 5] = [
    ("styles", "styles.xml"),
    ("settings", "settings.xml"),
    ("numbering", "numbering.xml"),
    ("header", "header.xml"),
    ("footer", "footer.xml"),
];

/// Where a picture stands, from the folder of the text.
pub fn image_name(rank: usize) -> String {
    format!("media/image{}.png", rank + 1)
}

/// Identifier of the relationship of a picture.
pub fn image_id(rank: usize) -> String {
    format!("rIdImage{}", rank + 1)
}

/// Identifier of the relationship of an address.
pub fn link_id(rank: usize) -> String {
    format!("rIdLien{}", rank + 1)
}

/// The text with its page: A4, upright, a header from the second page on.
pub fn document(body: &str) -> String {
    format!(
        concat!(
            "{}<w:document xmlns:w=\"{}\" xmlns:r=\"{}\"",
            " xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\"",
            " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"",
            " xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">",
            "<w:body>{}<w:sectPr>",
            "<w:headerReference w:type=\"default\" r:id=\"rId4\"/><w:footerReference w:type=\"default\" r:id=\"rId5\"/>",
            "<w:footerReference w:type=\"first\" r:id=\"rId5\"/>",
            "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
            "<w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>",
            "<w:titlePg/></w:sectPr></w:body></w:document>",
        ),
        DECLARATION, MAIN, LINKS, body
    )
}

/// What links the text to its styles, pictures and addresses.
pub fn document_rels(body: &Body) -> String {
    let mut xml = format!(
        "{DECLARATION}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    );
    let mut add = |id: &str, kind: &str, target: &str, outside: bool| {
        let mode = if outside { " TargetMode=\"External\"" } else { "" };
        // Writing to a String cannot fail.
        let _ = write!(
            xml,
            "<Relationship Id=\"{id}\" Type=\"{LINKS}/{kind}\" Target=\"{}\"{mode}/>",
            escape(target)
        );
    };
    for (rank, (kind, target)) in FIXED.iter().enumerate() {
        add(&format!("rId{}", rank + 1), kind, target, false);
    }
    for rank in 0..body.images.len() {
        add(&image_id(rank), "image", &image_name(rank), false);
    }
    for (rank, link) in body.links.iter().enumerate() {
        add(&link_id(rank), "hyperlink", link, true);
    }
    xml.push_str("</Relationships>");
    xml
}

/// Title, author, language, day: what a screen reader and a file manager read first.
pub fn core(document: &Document) -> String {
    let day = format!("{}T00:00:00Z", document.date);
    format!(
        concat!(
            "{}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\"",
            " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\"",
            " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">",
            "<dc:title>{}</dc:title><dc:subject>{}</dc:subject><dc:creator>{}</dc:creator>",
            "<cp:keywords>{}</cp:keywords><dc:description>{}</dc:description>",
            "<dcterms:created xsi:type=\"dcterms:W3CDTF\">{}</dcterms:created>",
            "<dcterms:modified xsi:type=\"dcterms:W3CDTF\">{}</dcterms:modified>",
            "<dc:language>fr-FR</dc:language></cp:coreProperties>",
        ),
        DECLARATION,
        escape(&format!("{} – {}", document.title, document.kind)),
        escape(&document.kind),
        escape(&document.author),
        escape(&document.keywords.join(", ")),
        escape(&document.description),
        day,
        day,
    )
}

/// One numbering for each list, so that each starts at 1.
pub fn numbering(lists: usize) -> String {
    let mut xml = format!(
        concat!(
            "{}<w:numbering xmlns:w=\"{}\"><w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"singleLevel\"/>",
            "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/>",
            "<w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"480\" w:hanging=\"480\"/></w:pPr></w:lvl></w:abstractNum>",
            "<w:abstractNum w:abstractNumId=\"1\"><w:multiLevelType w:val=\"singleLevel\"/>",
            "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/><w:pStyle w:val=\"ListePuces\"/>",
            "<w:lvlText w:val=\"•\"/><w:lvlJc w:val=\"left\"/>",
            "<w:pPr><w:ind w:left=\"360\" w:hanging=\"260\"/></w:pPr></w:lvl></w:abstractNum>",
        ),
        DECLARATION, MAIN
    );
    for list in 1..=lists {
        let _ = write!(
            xml,
            concat!(
                "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"0\"/>",
                "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>"
            ),
            list
        );
    }
    // The style of lists with bullets names this number.
    let _ = write!(xml, "<w:num w:numId=\"{BULLETS}\"><w:abstractNumId w:val=\"1\"/></w:num></w:numbering>");
    xml
}

/// The top of the pages after the first: what it is, and the warning that no reader may miss.
pub fn header(document: &Document) -> String {
    let right = document.banner.as_ref().map_or(&document.kind, |banner| &banner.title);
    let text = escape(&format!("{} – {}", document.title, document.author));
    format!(
        concat!(
            "{}<w:hdr xmlns:w=\"{}\"><w:p><w:pPr><w:pStyle w:val=\"EnTte\"/></w:pPr>",
            "<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r><w:r><w:tab/></w:r>",
            "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p></w:hdr>",
        ),
        DECLARATION,
        MAIN,
        text,
        escape(right)
    )
}

/// The foot of every page.
pub fn footer(document: &Document) -> String {
    let field =
        |name: &str| format!("<w:fldSimple w:instr=\" {name} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>");
    format!(
        concat!(
            "{}<w:ftr xmlns:w=\"{}\"><w:p><w:pPr><w:pStyle w:val=\"PieddePage\"/></w:pPr>",
            "<w:r><w:t xml:space=\"preserve\">{}. {} avec Maillage.</w:t></w:r><w:r><w:tab/></w:r>",
            "<w:r><w:t xml:space=\"preserve\">Page </w:t></w:r>{}",
            "<w:r><w:t xml:space=\"preserve\"> sur </w:t></w:r>{}</w:p></w:ftr>",
        ),
        DECLARATION,
        MAIN,
        escape(&document.author),
        escape(&document.dated),
        field("PAGE"),
        field("NUMPAGES"),
    )
}
