//! A project that a region follows: its page, its form.

use app::region::{Choosable, LigneSuivi, TypedSuivi};
use domain::nombres::{compte, date};
use domain::region::Etapes;
use territory::Atlas;

use super::couverture::places;
use super::liste::{names, stage_key};
use super::{area, day, item, line, population};
use crate::views::components::{
    ActionForm, Choice, Column, Definition, Field, Link, Notice, Opt, Row, Table, Tone,
};
use crate::views::page::Page;
use crate::views::sheet::{Acte, Form, Item, Part, SheetView};

/// What the page of a project needs besides it.
pub struct Autour<'a> {
    /// Its address.
    pub url: &'a str,
    /// Address of the board.
    pub base: &'a str,
    /// Name of the CPTS that it is tied to.
    pub cpts: Option<&'a str>,
    /// The communes.
    pub atlas: &'a Atlas,
    /// Whether it may be changed.
    pub may_edit: bool,
}

fn facts(one: &LigneSuivi, autour: &Autour<'_>) -> Vec<Definition> {
    let fiche = &one.suivi.fiche;
    let (people, source) = population(&one.population);
    let since = one.suivi.since().map(|le| format!(", depuis le {}", date(le))).unwrap_or_default();
    let days = one.jours.map(|days| format!(" ({days}\u{a0}jours)")).unwrap_or_default();
    let mut list = vec![
        Definition::new("Type", one.kind.libelle.clone()),
        Definition::new("Étape", format!("{}{since}{days}", one.etape.nom)),
        Definition::new("Population", format!("{people}. {source}")),
    ];
    if one.communes > 0 {
        let said = places(autour.atlas, fiche.unites.units());
        let count = compte(one.communes, "commune", "communes");
        list.push(Definition::new("Périmètre", format!("{count}\u{a0}: {said}")));
    }
    let mut more = |term: &'static str, text: &str| {
        if !text.is_empty() {
            list.push(Definition::new(term, text));
        }
    };
    more("Départements", &names(one));
    more("CPTS de l'instance", autour.cpts.unwrap_or_default());
    more("Suivi par", &fiche.contact);
    more("Note", &fiche.note);
    list
}

fn history(one: &LigneSuivi) -> Table {
    let columns = ["Étape", "Franchie le", "Notée le"].map(Column::text).to_vec();
    let mut table = Table::new("Étapes du projet, la dernière d'abord", columns);
    table.rows = one
        .suivi
        .fiche
        .passages
        .iter()
        .rev()
        .map(|passage| {
            let stage = one.kind.etape(&passage.etape).map_or(passage.etape.as_str(), |etape| &etape.nom);
            let cells = vec![date(passage.le).into(), day(passage.at).into()];
            Row::new(stage.to_owned(), cells)
        })
        .collect();
    table
}

/// A project.
pub fn show(page: Page, one: &LigneSuivi, autour: &Autour<'_>) -> SheetView {
    let (suivi, url) = (&one.suivi, autour.url);
    let mut parts = Vec::new();
    if suivi.removed_at.is_some() {
        let notice = Notice::new(Tone::Attention, "Ce projet est retiré du tableau.");
        let back = ActionForm::new("Rétablir le projet", format!("{url}/retablir"));
        parts.push(Part::Notice(if autour.may_edit { notice.with_action(back) } else { notice }));
    }
    if one.ancienne {
        let text = "Ce projet est à la même étape depuis plus d'un an. Vérifiez où il en est.";
        parts.push(Part::Notice(Notice::new(Tone::Attention, text)));
    }
    parts.push(Part::Definitions(facts(one, autour)));
    if autour.may_edit && suivi.removed_at.is_none() {
        parts.push(Part::Buttons(vec![Link::new("Corriger la fiche", format!("{url}/modifier"))]));
        parts.push(Part::Heading("Changer d'étape".into()));
        let stage = |etape: &domain::region::Etape| Opt::new(&etape.cle, &etape.nom, false);
        let options = one.kind.etapes.iter().filter(|etape| etape.cle != suivi.etape).map(stage).collect();
        let items = vec![
            Item::Select(Choice::new("etape", "Nouvelle étape", options)),
            item(line("le", "Franchie le", ("Par exemple\u{a0}: 12/10/2026.", "")).required()),
            Item::Hidden("version", suivi.version.to_string()),
        ];
        parts.push(Part::Form(Form::new(format!("{url}/etape"), "Noter cette étape", items)));
    }
    parts.push(Part::Heading("Histoire".into()));
    parts.push(Part::Table("histoire", history(one)));
    if autour.may_edit && suivi.removed_at.is_none() {
        parts.push(Part::Actes(vec![undo(one, url)]));
    }
    parts.push(Part::Buttons(vec![Link::new("Revenir au tableau", autour.base)]));
    SheetView::new(page, parts)
}

/// What takes something away, under the history.
fn undo(one: &LigneSuivi, url: &str) -> Acte {
    let text = "Une étape notée par erreur s'annule. Un projet retiré peut revenir, avec son histoire.";
    let mut acte = Acte::new("Annuler ou retirer", vec![text.into()]);
    let version = one.suivi.version.to_string();
    let act =
        |label: &str, end: &str| ActionForm::new(label, format!("{url}/{end}")).with("version", &version);
    if one.suivi.fiche.passages.len() > 1 {
        acte.actions.push(act("Annuler la dernière étape", "etape/annuler"));
    }
    acte.actions.push(act("Retirer ce projet du tableau", "retirer"));
    acte
}

/// What the form of a project needs.
pub struct Formulaire<'a> {
    /// Where it goes, and the way out.
    pub urls: (String, String),
    /// What was typed.
    pub typed: &'a TypedSuivi,
    /// The version that is shown; `None` for a new one.
    pub version: Option<i64>,
    /// Kinds and stages.
    pub etapes: &'a Etapes,
    /// The CPTS that it may be tied to.
    pub cpts: &'a [Choosable],
}

fn stages(etapes: &Etapes, typed: &TypedSuivi) -> Item {
    let chosen = stage_key(&typed.kind, &typed.etape);
    let options = etapes.types.iter().flat_map(|kind| {
        kind.etapes.iter().map(|etape| {
            let key = stage_key(&kind.cle, &etape.cle);
            let selected = key == chosen;
            Opt::new(key, format!("{}\u{a0}: {}", kind.nom, etape.nom), selected)
        })
    });
    Item::Select(Choice::new("etape", "Type et étape", options.collect()))
}

/// The form of a project.
pub fn form(page: Page, asked: &Formulaire<'_>) -> SheetView {
    let typed = asked.typed;
    let mut items = vec![item(Field::new("nom", "Nom du projet").value(&typed.nom).required())];
    if asked.version.is_none() {
        items.push(stages(asked.etapes, typed));
        let field = line("le", "Étape franchie le", ("Par exemple\u{a0}: 12/10/2026.", &typed.le));
        items.push(item(field.required()));
    }
    if !asked.cpts.is_empty() {
        let mut options = vec![Opt::new("", "Aucune", typed.cpts.is_none())];
        let known = asked.cpts.iter();
        options.extend(known.map(|(id, name)| Opt::new(id.to_string(), name, typed.cpts == Some(*id))));
        items.push(Item::Select(Choice::new("cpts", "CPTS de cette instance", options)));
    }
    let codes = "Codes de communes ou d'IRIS, séparés par des espaces ou des virgules. La population se calcule avec eux.";
    items.push(item(area("unites", "Communes et IRIS", (6, codes, &typed.unites))));
    let text = "Seulement si elle ne se calcule pas avec les communes.";
    items.push(item(line("population", "Population connue par ailleurs", (text, &typed.population))));
    items.push(item(line("annee", "Année de cette population", ("", &typed.annee))));
    items.push(item(line("source", "Source de cette population", ("", &typed.source))));
    let text = "Codes séparés par des espaces. Ceux des communes s'ajoutent seuls.";
    items.push(item(line("departements", "Départements", (text, &typed.departements))));
    let text = "Une fonction, sans nom\u{a0}: «\u{a0}chargée de mission premier recours\u{a0}».";
    items.push(item(line("contact", "Suivi par", (text, &typed.contact))));
    items.push(item(area("note", "Note", (4, "Aucune donnée de santé, aucun nom de patient.", &typed.note))));
    if let Some(version) = asked.version {
        items.push(Item::Hidden("version", version.to_string()));
    }
    let button = if asked.version.is_some() { "Enregistrer la fiche" } else { "Ajouter le projet" };
    let form = Form::new(asked.urls.0.clone(), button, items).cancel("Ne rien changer", asked.urls.1.clone());
    SheetView::new(page, vec![Part::Form(form)])
}
