//! Pages about personal data: register, notice, requests, breaches, retention, one's own file.

pub mod conservation;
pub mod demandes;
pub mod donnees;
pub mod notice;
pub mod registre;
pub mod violations;

use super::components::{Definition, Download, Field, FieldKind};
use super::sheet::Item;

/// A text of several lines.
fn area(name: &'static str, label: &str, (rows, hint, value): (u8, &str, &str)) -> Item {
    let field = Field::new(name, label).kind(FieldKind::Area { rows }).value(value);
    Item::Field(if hint.is_empty() { field } else { field.hint(hint) })
}

/// A line that the form needs.
fn line(name: &'static str, label: &str, value: &str) -> Item {
    Item::Field(Field::new(name, label).required().value(value))
}

/// A day.
fn day(name: &'static str, label: &str, value: &str) -> Item {
    Item::Field(Field::new(name, label).required().hint("Par exemple 12/10/2026.").value(value))
}

/// A time of the day.
fn time(name: &'static str, label: &str, value: &str) -> Item {
    Item::Field(Field::new(name, label).required().hint("Par exemple 14\u{a0}h\u{a0}30.").value(value))
}

/// A definition, unless there is nothing to say.
fn said(term: &str, text: &str) -> Option<Definition> {
    let text = text.trim();
    (!text.is_empty()).then(|| Definition::new(term, text.replace('\n', "\u{202f}; ")))
}

fn download(label: &str, url: String, (format, hint): (&'static str, &'static str)) -> Download {
    Download { label: label.to_owned(), url, format, hint }
}
