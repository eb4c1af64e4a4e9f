//! What the letter of intent says of mobilisation: the table of professionals, and the history.

mod historique;
mod table;

use domain::nombres::date;
use jiff::civil::Date;

pub use historique::{historique_docx, historique_phrases};
pub use table::{TableLettre, table_csv, table_docx, table_xlsx};

use crate::document::{Document, Section};
use crate::typography::french;

fn document(
    (kind, title): (&str, &str),
    mut subtitle: Vec<String>,
    day: Date,
    sections: Vec<Section>,
) -> Document {
    let cpts = subtitle.first().cloned().unwrap_or_default();
    // The running header shows the second line.
    if subtitle.len() == 1 {
        subtitle.push(format!("Au {}", date(day)));
    }
    let mut document = Document {
        kind: kind.into(),
        title: title.into(),
        subtitle,
        banner: None,
        date: day,
        dated: format!("Document établi le {}", date(day)),
        author: cpts.clone(),
        description: format!("{title}, {cpts}"),
        keywords: vec!["CPTS".into(), "lettre d'intention".into()],
        sections,
    };
    document.each_text(&mut |text| *text = french(text));
    document
}
