//! The form of a goal of the region.

use app::region::TypedObjectif;
use domain::region::Etapes;

use super::{item, line};
use crate::views::components::{Choice, Opt};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

/// The form of a goal.
pub fn form(page: Page, base: &str, (typed, etapes): (&TypedObjectif, &Etapes)) -> SheetView {
    let kind = |one: &domain::region::TypeSuivi| Opt::new(&one.cle, &one.libelle, one.cle == typed.kind);
    let text = "Par exemple\u{a0}: «\u{a0}100 CPTS dans la région\u{a0}».";
    let items = vec![
        item(line("libelle", "Objectif", (text, &typed.libelle)).required()),
        Item::Select(Choice::new("kind", "Type de projets", etapes.types.iter().map(kind).collect())),
        item(line("nombre", "Nombre à atteindre", ("", &typed.nombre)).required()),
        item(line("echeance", "Échéance", ("Par exemple\u{a0}: 31/12/2027.", &typed.echeance)).required()),
        item(line("source", "Source", ("Le texte qui fixe cet objectif.", &typed.source)).required()),
    ];
    let form =
        Form::new(format!("{base}/objectif"), "Ajouter l'objectif", items).cancel("Ne rien ajouter", base);
    SheetView::new(page, vec![Part::Form(form)])
}
