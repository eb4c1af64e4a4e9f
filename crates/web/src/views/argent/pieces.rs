//! The documents beside a payment or an expense.

use app::pieces::PieceRow;
use domain::aci::argent::PieceJointe;
use domain::nombres::date;

use crate::views::components::{ActionForm, Field, FieldKind};
use crate::views::sheet::{Acte, Form, Item, Part};

fn acte(one: &PieceJointe, own: &str, (known, edit): (&[PieceRow], bool)) -> Option<Acte> {
    let row = known.iter().find(|row| row.id == one.piece)?;
    let day = |at: jiff::Timestamp| date(at.to_zoned(app::paris()).date());
    let mut said =
        vec![format!("Document joint le {}. Empreinte SHA-256\u{a0}: {}", day(one.at), row.sha256)];
    if let Some((_, at)) = &one.retiree {
        said.insert(0, format!("Document retiré le {}.", day(*at)));
    }
    let url = format!("{own}/pieces/{}", one.piece);
    let mut acte = Acte::new(row.name.clone(), said);
    if edit && one.retiree.is_none() {
        let label = format!("Retirer «\u{a0}{}\u{a0}»", row.name);
        acte.actions = vec![ActionForm::new(label, format!("{url}/retirer"))];
    }
    acte.url = Some(url);
    Some(acte)
}

/// Documents, those that were taken off too; `own` is the page that they stand on, `label` says what is expected.
pub fn documents(
    all: &[PieceJointe],
    (own, label): (&str, &'static str),
    (known, edit): (&[PieceRow], bool),
) -> Vec<Part> {
    let mut parts = vec![Part::Heading("Documents".into())];
    let actes: Vec<Acte> = all.iter().filter_map(|one| acte(one, own, (known, edit))).collect();
    match actes.is_empty() {
        true => parts.push(Part::Text(vec!["Aucun document joint à ce jour.".into()])),
        false => parts.push(Part::Actes(actes)),
    }
    if edit {
        let accept = ".pdf,.docx,.xlsx,.odt,.ods,.csv,.png,.jpg";
        let file = Field::new("fichier", label).kind(FieldKind::File { accept }).required();
        let form = Form::new(format!("{own}/pieces"), "Joindre le document", vec![Item::Field(file)]);
        parts.push(Part::Form(form));
    }
    parts
}
