//! Sheets of experience: those of the CPTS, those that others published, one of them, its form.

use app::region::PublishedExperience;
use domain::nombres::date;
use domain::region::{Experience, TypedExperience};

use super::{area, day, item, line};
use crate::views::components::{
    ActionForm, Cell, Column, Definition, EmptyState, Field, Link, Notice, Row, Table, Tone,
};
use crate::views::page::Page;
use crate::views::sheet::{Acte, Form, Item, Part, SheetView};

/// What the list shows.
pub struct Vue<'a> {
    /// Address of the list.
    pub base: &'a str,
    /// The sheets of the CPTS; `None` for an institution.
    pub siennes: Option<&'a [Experience]>,
    /// Those that others published.
    pub autres: &'a [PublishedExperience],
    /// Whether sheets may be written.
    pub may_edit: bool,
}

fn state(one: &Experience) -> Cell {
    match one.published_at {
        Some(at) => Cell::from(format!("le {}", day(at))).tag(Tone::Success, "publiée"),
        None => Cell::default().tag(Tone::Plain, "brouillon"),
    }
}

/// The sheets.
pub fn liste(page: Page, vue: &Vue<'_>) -> SheetView {
    let link = |one: &Experience| Cell::from(one.titre.clone()).link(format!("{}/{}", vue.base, one.id));
    let mut parts =
        vec![Part::Lead("Ce qu'une CPTS a fait, avec ses résultats, pour qu'une autre le reprenne.".into())];
    if let Some(own) = vue.siennes {
        if vue.may_edit {
            parts.push(Part::Buttons(vec![Link::new("Écrire une fiche", format!("{}/nouvelle", vue.base))]));
        }
        if !own.is_empty() {
            let mut table =
                Table::new("Fiches de votre CPTS", ["Fiche", "Mission", "État"].map(Column::text).to_vec());
            let row =
                |one: &Experience| Row::new(link(one), vec![one.fiche.mission.clone().into(), state(one)]);
            table.rows = own.iter().map(row).collect();
            parts.push(Part::Table("siennes", table));
        }
    }
    if vue.autres.is_empty() {
        let text = "Une fiche publiée par une CPTS de cette instance se lit ici.";
        let title = "Aucune fiche publiée par une autre CPTS.";
        parts.push(Part::Empty(EmptyState { title, text: text.into(), link: None }));
    } else {
        let columns = ["Fiche", "CPTS", "Mission", "Publiée le"].map(Column::text).to_vec();
        let mut table = Table::new("Fiches publiées, la plus récente d'abord", columns);
        table.rows = vue
            .autres
            .iter()
            .map(|one| {
                let sheet = &one.experience;
                let since = sheet.published_at.map(day).unwrap_or_default();
                let cells = vec![one.cpts.clone().into(), sheet.fiche.mission.clone().into(), since.into()];
                Row::new(link(sheet), cells)
            })
            .collect();
        parts.push(Part::Table("publiees", table));
    }
    SheetView::new(page, parts)
}

/// What may be done with a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Droit {
    /// It is read.
    Lire,
    /// It is taken up: another CPTS published it.
    Reprendre,
    /// It is written, published, withdrawn.
    Ecrire,
}

/// A sheet.
pub fn show(page: Page, (one, base): (&PublishedExperience, &str), droit: Droit) -> SheetView {
    let (sheet, url) = (&one.experience, format!("{base}/{}", one.experience.id));
    let mut parts = Vec::new();
    if sheet.removed_at.is_some() {
        let notice = Notice::new(Tone::Attention, "Cette fiche est supprimée.");
        let back = ActionForm::new("Rétablir la fiche", format!("{url}/retablir"));
        parts.push(Part::Notice(if droit == Droit::Ecrire { notice.with_action(back) } else { notice }));
    }
    parts.push(Part::Definitions(facts(one)));
    match droit {
        Droit::Reprendre => {
            let mut acte = Acte::new(
                "Reprendre cette fiche",
                vec!["Elle devient un brouillon de votre CPTS, qui nomme sa source. Vous l'adaptez, puis la publiez si vous voulez.".into()],
            );
            acte.actions.push(ActionForm::new("Copier dans mes brouillons", format!("{url}/reprendre")));
            parts.push(Part::Actes(vec![acte]));
        }
        Droit::Ecrire if sheet.removed_at.is_none() => parts.push(Part::Actes(vec![acts(sheet, &url)])),
        Droit::Ecrire | Droit::Lire => {}
    }
    parts.push(Part::Buttons(vec![Link::new("Revenir aux fiches", base)]));
    SheetView::new(page, parts)
}

fn acts(sheet: &Experience, url: &str) -> Acte {
    let act = |label: &str, end: &str| ActionForm::new(label, format!("{url}/{end}"));
    let (title, text, change) = match sheet.published_at {
        Some(_) => (
            "Fiche publiée",
            "Toutes les CPTS et institutions de l'instance la lisent. Retirée, elle disparaît pour elles\u{a0}; les copies restent.",
            act("Retirer la publication", "retrait"),
        ),
        None => (
            "Brouillon",
            "Votre CPTS seule le lit. Publié, il est lu par toutes les CPTS et institutions de l'instance.",
            act("Publier la fiche", "publier"),
        ),
    };
    let mut acte = Acte::new(title, vec![text.into()]);
    acte.liens.push(Link::new("Corriger la fiche", format!("{url}/modifier")));
    acte.actions.extend([change, act("Supprimer la fiche", "supprimer")]);
    acte
}

fn facts(one: &PublishedExperience) -> Vec<Definition> {
    let fiche = &one.experience.fiche;
    let mut list = vec![Definition::new("CPTS", one.cpts.clone())];
    let fields = [
        ("Mission", &fiche.mission),
        ("Besoin", &fiche.besoin),
        ("Ce qui a été fait", &fiche.action),
        ("Résultat", &fiche.resultat),
        ("Moyens", &fiche.moyens),
        ("Conseils", &fiche.conseils),
        ("À qui s'adresser", &fiche.contact),
    ];
    let said = fields.into_iter().filter(|(_, text)| !text.is_empty());
    list.extend(said.map(|(term, text)| Definition::new(term, text.clone())));
    if let Some(source) = &fiche.source {
        let text = format!("«\u{a0}{}\u{a0}», {}, copiée le {}", source.titre, source.cpts, date(source.le));
        list.push(Definition::new("Reprise d'une fiche", text));
    }
    if let Some(at) = one.experience.published_at {
        list.push(Definition::new("Publiée le", day(at)));
    }
    list
}

/// The form of a sheet; `version` for one that is there already.
pub fn form(
    page: Page,
    (action, back): (String, String),
    typed: &TypedExperience,
    version: Option<i64>,
) -> SheetView {
    let fiche = &typed.fiche;
    let who = "Une fonction, sans nom\u{a0}: «\u{a0}coordination de la CPTS\u{a0}».";
    let mut items = vec![
        item(Field::new("titre", "Titre").value(&typed.titre).required()),
        item(line("mission", "Mission", ("Par exemple\u{a0}: accès aux soins.", &fiche.mission))),
        item(area("besoin", "Besoin", (4, "Ce qui n'allait pas.", &fiche.besoin))),
        item(area("action", "Ce qui a été fait", (6, "", &fiche.action))),
        item(area(
            "resultat",
            "Résultat, avec des chiffres",
            (4, "Jamais un patient\u{a0}: des nombres seulement.", &fiche.resultat),
        )),
        item(area("moyens", "Moyens", (3, "Temps, argent, matériel.", &fiche.moyens))),
        item(area("conseils", "Conseils à une autre CPTS", (4, "", &fiche.conseils))),
        item(line("contact", "À qui s'adresser", (who, &fiche.contact))),
    ];
    items.extend(version.map(|version| Item::Hidden("version", version.to_string())));
    let form = Form::new(action, "Enregistrer la fiche", items).cancel("Ne rien changer", back);
    SheetView::new(page, vec![Part::Form(form)])
}
