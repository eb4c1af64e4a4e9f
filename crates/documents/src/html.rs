//! A [`Document`] as one HTML file that needs nothing else, to read on screen or to print.

use std::fmt::Write as _;

use crate::document::{Block, Document, Entry, Fact, Figure, Note, Row, RowStyle, SIGNATURE, Table};
use crate::markup::escape;
use crate::wording::places;

const STYLE: &str = include_str!("../templates/document.css");

/// The document as a complete page.
pub fn write(document: &Document) -> String {
    let mut html = String::new();
    // Writing to a String cannot fail; the same holds for every `write!` of this file.
    let _ = write!(
        html,
        concat!(
            "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n",
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
            "<title>{title} – {kind}</title>\n<meta name=\"author\" content=\"{author}\">\n",
            "<meta name=\"description\" content=\"{description}\">\n<meta name=\"keywords\" content=\"{keywords}\">\n",
            "<style>\n{style}</style>\n</head>\n<body>\n<header>\n<p class=\"kind\">{kind}</p>\n<h1>{title}</h1>\n",
        ),
        title = escape(&document.title),
        kind = escape(&document.kind),
        author = escape(&document.author),
        description = escape(&document.description),
        keywords = escape(&document.keywords.join(", ")),
        style = STYLE,
    );
    let subtitle: Vec<String> = document.subtitle.iter().map(|line| escape(line)).collect();
    let _ = writeln!(html, "<p class=\"subtitle\">{}</p>", subtitle.join("<br>"));
    if let Some(banner) = &document.banner {
        let _ = writeln!(
            html,
            "<p class=\"banner\"><strong>{}</strong><br>{}</p>",
            escape(&banner.title),
            escape(&banner.text)
        );
    }
    html.push_str("</header>\n<main>\n");
    for section in &document.sections {
        let _ = writeln!(html, "<section>\n<h2>{}</h2>", escape(&section.title));
        section.blocks.iter().for_each(|block| write_block(&mut html, block));
        html.push_str("</section>\n");
    }
    let _ = write!(
        html,
        "</main>\n<footer><p>{}. {} avec Maillage.</p></footer>\n</body>\n</html>\n",
        escape(&document.author),
        escape(&document.dated)
    );
    html
}

fn write_block(html: &mut String, block: &Block) {
    match block {
        Block::Heading { text } => {
            let _ = writeln!(html, "<h3>{}</h3>", escape(text));
        }
        Block::PageBreak => html.push_str("<div class=\"page-break\"></div>\n"),
        Block::Paragraph { text } => {
            let _ = writeln!(html, "<p>{}</p>", escape(text));
        }
        Block::Code { label, value } => {
            let _ =
                writeln!(html, "<p>{}<br><strong><code>{}</code></strong></p>", escape(label), escape(value));
        }
        Block::Note(note) => write_note(html, note),
        Block::Figures { items } => {
            html.push_str("<dl class=\"figures\">\n");
            items.iter().for_each(|figure| write_figure(html, figure));
            html.push_str("</dl>\n");
        }
        Block::Table(table) => write_table(html, table),
        Block::Drawing(drawing) => {
            let _ = writeln!(
                html,
                "<figure>\n{}\n<figcaption>{}</figcaption>\n</figure>",
                drawing.svg,
                escape(&drawing.caption)
            );
        }
        Block::Entries { items } => {
            html.push_str("<ol class=\"entries\">\n");
            items.iter().for_each(|entry| write_entry(html, entry));
            html.push_str("</ol>\n");
        }
        Block::List { items } => {
            html.push_str("<ul>\n");
            items.iter().for_each(|item| {
                let _ = writeln!(html, "<li>{}</li>", escape(item));
            });
            html.push_str("</ul>\n");
        }
        Block::Facts { items } => write_facts(html, items),
        Block::Signatures { names } => write_signatures(html, names),
    }
}

fn write_facts(html: &mut String, items: &[Fact]) {
    html.push_str("<dl class=\"facts\">\n");
    for fact in items {
        let _ = writeln!(
            html,
            "<div><dt>{}\u{a0}:</dt> <dd>{}</dd></div>",
            escape(&fact.label),
            escape(&fact.value)
        );
    }
    html.push_str("</dl>\n");
}

fn write_signatures(html: &mut String, names: &[String]) {
    html.push_str("<div class=\"signatures\">\n");
    for name in names {
        let _ = write!(html, "<div><p><strong>{}</strong></p>", escape(name));
        for line in SIGNATURE {
            let _ = write!(html, "<p>{line}\u{a0}:</p>");
        }
        html.push_str("</div>\n");
    }
    html.push_str("</div>\n");
}

fn write_note(html: &mut String, note: &Note) {
    let (class, prefix) = if note.attention {
        ("note attention", "<strong>À vérifier\u{a0}:</strong> ")
    } else {
        ("note", "")
    };
    let _ = write!(html, "<div class=\"{class}\"><p>{prefix}{}</p>", escape(&note.text));
    if !note.places.is_empty() {
        let _ = write!(html, "<p class=\"places\">{}</p>", escape(&places(&note.places)));
    }
    html.push_str("</div>\n");
}

fn write_figure(html: &mut String, figure: &Figure) {
    let _ = write!(
        html,
        "<div><dt>{}</dt><dd class=\"value\">{}</dd>",
        escape(&figure.label),
        escape(&figure.value)
    );
    for detail in &figure.details {
        let _ = write!(html, "<dd>{}</dd>", escape(detail));
    }
    html.push_str("</div>\n");
}

fn write_table(html: &mut String, table: &Table) {
    let _ = write!(
        html,
        "<div class=\"wide\">\n<table>\n<caption>{}</caption>\n<thead><tr>",
        escape(&table.caption)
    );
    for column in &table.columns {
        let class = if column.number { " class=\"number\"" } else { "" };
        let _ = write!(html, "<th scope=\"col\"{class}>{}</th>", escape(&column.title));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    table.rows.iter().for_each(|row| write_row(html, table, row));
    html.push_str("</tbody>\n</table>\n</div>\n");
}

fn write_row(html: &mut String, table: &Table, row: &Row) {
    html.push_str(match row.style {
        RowStyle::Plain => "<tr>",
        RowStyle::Part => "<tr class=\"part\">",
        RowStyle::Total => "<tr class=\"total\">",
    });
    for (rank, cell) in row.cells.iter().enumerate() {
        let number = table.columns.get(rank).is_some_and(|column| column.number);
        let class = if number { " class=\"number\"" } else { "" };
        let (tag, scope) = if rank == 0 { ("th", " scope=\"row\"") } else { ("td", "") };
        let _ = write!(html, "<{tag}{scope}{class}>{}</{tag}>", escape(cell));
    }
    html.push_str("</tr>\n");
}

fn write_entry(html: &mut String, entry: &Entry) {
    let _ = write!(html, "<li><strong>{}</strong>", escape(&entry.title));
    for line in &entry.lines {
        let _ = write!(html, "<br>{}", escape(line));
    }
    if let Some(link) = &entry.link {
        let link = escape(link);
        let _ = write!(html, "<br><a href=\"{link}\">{link}</a>");
    }
    html.push_str("</li>\n");
}
