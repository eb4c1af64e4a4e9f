//! Imports that were done.

use domain::communaute::import::Lot;
use domain::nombres::compte;

use super::{Adresses, Delais, nombre, suite};
use crate::views::components::{Cell, Column, Definition, Download, EmptyState, Notice, Row, Table, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Form, Part, SheetView};

/// What is said of an import.
type Words<'a> = &'a dyn Fn(&Lot) -> String;

/// The imports of a CPTS, most recent first. `quand` writes an instant, `qui` an author.
pub fn liste(
    page: Page,
    (urls, may_edit): (&Adresses, bool),
    lots: &[Lot],
    (quand, qui): (Words<'_>, Words<'_>),
) -> SheetView {
    let mut parts = vec![Part::Lead("Chaque import peut être relu, et annulé en entier.".into())];
    if may_edit {
        parts.push(suite("Importer un tableur", urls.importer.clone()));
    }
    if lots.is_empty() {
        parts.push(Part::Empty(EmptyState {
            title: "Aucun import",
            text: "Les tableurs que vous importez seront listés ici.".into(),
            link: None,
        }));
        return SheetView::new(page, parts);
    }
    let columns = ["Fichier", "Importé le", "Par", "Personnes ajoutées", "État"];
    let mut table = Table::new("Imports", columns.map(Column::text).to_vec());
    for lot in lots {
        let head = Cell::from(lot.fichier.clone()).link(format!("{}/{}", urls.imports, lot.id));
        let state = match lot.annule_at {
            Some(_) => Cell::from("Annulé").tag(Tone::Attention, "Annulé"),
            None => Cell::from("Appliqué"),
        };
        let added = nombre(lot.contenu.comptes.nouvelles);
        table.rows.push(Row::new(head, vec![quand(lot).into(), qui(lot).into(), added.into(), state]));
    }
    parts.push(Part::Table("imports", table));
    SheetView::new(page, parts)
}

/// One import: what it did, and how to take it back. `gardees`: names of what taking it back left.
pub fn montrer(
    page: Page,
    (urls, may_edit): (&Adresses, bool),
    (lot, quand, qui): (&Lot, String, String),
    (gardees, delais): (&[String], Delais),
) -> SheetView {
    let base = format!("{}/{}", urls.imports, lot.id);
    let counts = lot.contenu.comptes;
    let figure = |label: &str, count: usize| Definition::new(label, nombre(count));
    let mut parts = vec![Part::Definitions(vec![
        Definition::new("Contenu", lot.kind.label()),
        Definition::new("Importé le", quand),
        Definition::new("Par", qui),
        figure("Lignes lues", counts.lignes),
        figure("Personnes ajoutées", counts.nouvelles),
        figure("Lignes qui ont complété une fiche", counts.completees),
        figure("Lignes déjà connues", counts.identiques),
        figure("Lignes répétées", counts.repetees),
        figure("Structures ajoutées", counts.structures),
        figure("Lignes rejetées", counts.rejetees),
        figure("Lignes laissées de côté", counts.laissees),
    ])];
    if !lot.contenu.a_revoir.is_empty() {
        parts.push(Part::Downloads(vec![Download {
            label: "Lignes à corriger".into(),
            url: format!("{base}/a-corriger.csv"),
            format: "CSV",
            hint: "Corrigez-les dans votre tableur, puis importez ce fichier.",
        }]));
    }
    if lot.annule_at.is_some() {
        parts.push(Part::Notice(Notice::new(Tone::Info, "Cet import est annulé.")));
        if !gardees.is_empty() {
            let left = compte(gardees.len(), "fiche est restée", "fiches sont restées");
            parts.push(Part::Heading("Ce qui n'a pas été défait".into()));
            parts.push(Part::Text(vec![format!(
                "{left}\u{a0}: quelqu'un les a modifiées ou utilisées depuis."
            )]));
            parts.push(Part::List(gardees.to_vec()));
        }
    } else if may_edit {
        parts.push(Part::Heading("Annuler cet import".into()));
        parts.push(Part::Text(vec![
            "Les fiches ajoutées sont retirées. Les fiches complétées reviennent à leur état d'avant.".into(),
            "Une fiche modifiée ou utilisée depuis reste comme elle est. Elle vous sera signalée.".into(),
            format!("L'annulation est possible pendant {}.", compte(delais.1 as usize, "jour", "jours")),
        ]));
        let form = Form::new(format!("{base}/annuler"), "Annuler l'import", Vec::new()).danger();
        parts.push(Part::Form(form.cancel("Revenir aux imports", urls.imports.clone())));
    }
    SheetView::new(page, parts)
}
