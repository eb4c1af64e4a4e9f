//! One value: what it says, where it comes from, everything that it replaced.

use domain::diagnostic::{Indicateur, Releve};

use super::{Cadre, OLD, parts, period, said};
use crate::views::components::{Cell, Column, Definition, Field, FieldKind, Link, Notice, Row, Table, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

/// The page of a value; `history` starts with the one that stands.
pub fn valeur(page: Page, cadre: &Cadre<'_>, indicateur: &Indicateur, history: &[&Releve]) -> SheetView {
    let Some(last) = history.first() else { return SheetView::new(page, Vec::new()) };
    let saisie = &last.saisie;
    let mut shown = vec![Part::Lead(indicateur.meaning.clone())];
    if saisie.is_withdrawal() {
        let text = "Cette valeur est retirée. Elle ne compte plus dans le diagnostic.";
        shown.push(Part::Notice(Notice::new(Tone::Info, text)));
    }
    if (cadre.is_old)(saisie.place) {
        shown.push(Part::Notice(Notice::new(Tone::Attention, OLD)));
    }
    shown.push(Part::Definitions(definitions(cadre, indicateur, last)));
    if let Some((name, url)) = saisie.document.and_then(|id| cadre.piece(id)) {
        shown.push(Part::Buttons(vec![Link::new(format!("Télécharger {name}"), url)]));
    }
    shown.push(Part::Heading("Histoire de cette valeur".into()));
    shown.push(Part::Table("histoire", table(cadre, indicateur, history)));
    if cadre.may_edit {
        let label = if saisie.is_withdrawal() { "Reprendre cette valeur" } else { "Corriger cette valeur" };
        shown.push(Part::Buttons(vec![Link::new(label, format!("{}/corriger", cadre.under(last)))]));
        if !saisie.is_withdrawal() {
            shown.push(Part::Heading("Retirer cette valeur".into()));
            shown.push(Part::Text(vec!["Elle ne comptera plus, et restera dans l'histoire.".into()]));
            let reason = Field::new("motif", "Motif").kind(FieldKind::Area { rows: 2 }).required();
            let form = Form::new(
                format!("{}/retirer", cadre.under(last)),
                "Retirer la valeur",
                vec![Item::Field(reason)],
            );
            shown.push(Part::Form(form.danger()));
        }
    }
    shown.push(Part::Buttons(vec![Link::new("Revenir à la liste", cadre.urls.valeurs())]));
    SheetView::new(page, shown)
}

fn definitions(cadre: &Cadre<'_>, indicateur: &Indicateur, releve: &Releve) -> Vec<Definition> {
    let saisie = &releve.saisie;
    let mut list = vec![
        Definition::new("Valeur", said(saisie, indicateur)),
        Definition::new("Lieu", (cadre.place)(saisie.place)),
        Definition::new("Période", period(saisie)),
        Definition::new("Origine", saisie.origin.label()),
        Definition::new("Source", saisie.source.clone()),
    ];
    if let Some(parts) = parts(saisie) {
        list.insert(1, Definition::new("Détail", parts));
    }
    list
}

fn table(cadre: &Cadre<'_>, indicateur: &Indicateur, history: &[&Releve]) -> Table {
    let columns = ["Noté le", "Par", "Valeur", "Source", "Motif"].map(Column::text).to_vec();
    let mut table = Table::new("Du plus récent au plus ancien", columns);
    for (rank, releve) in history.iter().enumerate() {
        let mut value = Cell::from(said(&releve.saisie, indicateur));
        if let Some(parts) = parts(&releve.saisie) {
            value = value.note(parts);
        }
        if rank == 0 {
            value = value.tag(Tone::Info, "en vigueur");
        } else if cadre.may_edit && !releve.saisie.is_withdrawal() {
            // Going back is another correction, filled in with what stood before.
            let last = history.first().map(|last| cadre.under(last)).unwrap_or_default();
            value =
                value.link(format!("{last}/corriger?reprendre={}", releve.id)).note("Reprendre cette valeur");
        }
        let mut source = Cell::from(releve.saisie.source.clone());
        if let Some((name, url)) = releve.saisie.document.and_then(|id| cadre.piece(id)) {
            source = source.link(url).note(name);
        }
        table.rows.push(Row::new(
            Cell::from(documents::diagnostic_words::day(releve.recorded_at)),
            vec![
                (cadre.who)(&releve.author).into(),
                value,
                source,
                releve.reason.clone().unwrap_or_default().into(),
            ],
        ));
    }
    table
}
