//! The part of the page of a meeting that shows its documents.

use app::pieces::PieceRow;

use super::show::ReunionPage;
use crate::views::components::ActionForm;
use crate::views::groupes::{document_field, taille};
use crate::views::sheet::{Acte, Form, Item, Part};

/// Documents, each with its size; the form that joins one, for who may.
pub(super) fn documents(of: &ReunionPage<'_>) -> Vec<Part> {
    if of.pieces.is_empty() && !of.may_edit {
        return Vec::new();
    }
    let mut parts = vec![Part::Heading("Documents".into())];
    let acte = |piece: &PieceRow| {
        let url = format!("{}/pieces/{}", of.url, piece.id);
        let label = format!("Retirer «\u{a0}{}\u{a0}»", piece.name);
        let take = || ActionForm::new(label, format!("{url}/retirer"));
        Acte {
            actions: if of.may_edit { vec![take()] } else { vec![] },
            url: Some(url.clone()),
            ..Acte::new(piece.name.clone(), vec![taille(piece.size)])
        }
    };
    match of.pieces.is_empty() {
        true => parts.push(Part::Text(vec!["Aucun document n'est joint.".into()])),
        false => parts.push(Part::Actes(of.pieces.iter().map(acte).collect())),
    }
    if of.may_edit {
        let items = vec![Item::Field(document_field())];
        parts.push(Part::Form(Form::new(format!("{}/pieces", of.url), "Joindre le document", items)));
    }
    parts
}
