//! The indicators of a contract year: the table to print and discuss, one indicator, the annex, published contracts.

pub mod annexe;
pub mod publies;
pub mod un;

use app::indicateurs::AnneeLue;
use domain::aci::indicateur::{Indicateur, SommeMission, controler};
use domain::montant::Montant;
use domain::nombres::{compte, date};

use crate::views::components::{
    ActionForm, Cell, Column, Download, EmptyState, Field, Link, Notice, Row, Table, Tone,
};
use crate::views::contrats::{montant, periode, versioned};
use crate::views::page::Page;
use crate::views::sheet::{Acte, Form, Item, Part, SheetView};
use crate::wording::contrats::mission;
use crate::wording::indicateurs as mots;

/// Identifiers of the tables, by rank of the mission.
const TABLES: [&str; 8] =
    ["mission-1", "mission-2", "mission-3", "mission-4", "mission-5", "mission-6", "mission-7", "mission-8"];

/// What a page of a year may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Droits {
    /// Change the indicators.
    pub edit: bool,
    /// Read the yearly dialogue.
    pub dialogues: bool,
}

fn sums(all: &[SommeMission]) -> Table {
    let columns = vec![
        Column::text("Mission"),
        Column::number("Indicateurs"),
        Column::number("Part variable signée"),
        Column::number("Somme des indicateurs"),
        Column::text("Écart"),
    ];
    let mut table = Table::new("Part variable et indicateurs", columns);
    let line = |one: &SommeMission| {
        let left = Cell::from(mots::reste(one));
        let left = if one.is_exact() { left } else { left.tag(Tone::Attention, "À revoir") };
        let cells =
            vec![one.nombre.to_string().into(), montant(one.attendu).into(), one.total.texte().into(), left];
        Row::new(mission(&one.mission), cells)
    };
    table.rows = all.iter().map(line).collect();
    let count: usize = all.iter().map(|one| one.nombre).sum();
    let signed: Montant = all.iter().filter_map(|one| one.attendu).sum();
    let total: Montant = all.iter().map(|one| one.total).sum();
    let cells = vec![count.to_string().into(), signed.texte().into(), total.texte().into(), Cell::default()];
    table.rows.push(Row::total("Ensemble", cells));
    table
}

/// Start and target of an indicator, in words.
fn start(one: &Indicateur) -> String {
    let Some(initiale) = one.fiche.initiale else { return String::new() };
    let moved = one.fiche.variation.map(|by| format!(", variation {by}")).unwrap_or_default();
    format!("Au départ\u{a0}: {initiale}{moved}")
}

/// A line of the table: number, what is asked, target, amount, evidence, source.
pub(super) fn row(numero: usize, one: &Indicateur, link: Option<String>) -> Row {
    let mut head = Cell::from(format!("{numero}. {}", one.intitule));
    head.url = link;
    let warnings: Vec<String> = controler(one).iter().map(mots::constat).collect();
    let mut notes: Vec<String> = Vec::new();
    if !one.fiche.objectif.is_empty() {
        notes.push(format!("Objectif\u{a0}: {}", one.fiche.objectif));
    }
    if one.fiche.reprend.is_some() {
        notes.push("Reconduit, non atteint l'année d'avant".into());
    }
    notes.extend(warnings.iter().map(|text| format!("À vérifier\u{a0}: {text}")));
    if !notes.is_empty() {
        head = head.note(notes.join(" \u{2013} "));
    }
    let target = Cell::from(mots::cible(one));
    let start = start(one);
    let target = if start.is_empty() { target } else { target.note(start) };
    let target = if warnings.is_empty() { target } else { target.tag(Tone::Attention, "À vérifier") };
    let cells = vec![
        one.fiche.nature.label().into(),
        target,
        one.fiche.montant.texte().into(),
        one.fiche.preuves.clone().into(),
        one.fiche.source.label().into(),
    ];
    Row::new(head, cells)
}

pub(super) fn columns() -> Vec<Column> {
    vec![
        Column::text("Indicateur"),
        Column::text("Nature"),
        Column::text("Cible"),
        Column::number("Montant"),
        Column::text("Justificatifs"),
        Column::text("Source de la valeur"),
    ]
}

/// The tables of indicators, one a mission, numbered over all of them.
pub(super) fn tables(all: &[Indicateur], link: impl Fn(&Indicateur) -> Option<String>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut numero = 0;
    let mut rest = all;
    for id in TABLES {
        let Some(first) = rest.first() else { break };
        let own = rest.iter().take_while(|one| one.mission == first.mission).count();
        let (here, after) = rest.split_at(own);
        let name = mission(&first.mission);
        let mut table = Table::new(format!("{name}\u{a0}: indicateurs"), columns());
        table.rows = here
            .iter()
            .map(|one| {
                numero += 1;
                row(numero, one, link(one))
            })
            .collect();
        let total: Montant = here.iter().map(|one| one.fiche.montant).sum();
        let cells =
            vec![Cell::default(), Cell::default(), total.texte().into(), Cell::default(), Cell::default()];
        table.rows.push(Row::total("Total de la mission", cells));
        parts.push(Part::Heading(name));
        parts.push(Part::Table(id, table));
        rest = after;
    }
    parts
}

fn state(lue: &AnneeLue) -> Notice {
    match lue.arretee {
        Some(since) => {
            let text =
                format!("Les indicateurs sont arrêtés depuis le {}. Ils ne changent plus.", date(since));
            Notice::new(Tone::Good, text)
        }
        None if lue.sommes.iter().all(SommeMission::is_exact) && !lue.indicateurs.is_empty() => Notice::new(
            Tone::Info,
            "Les sommes sont exactes. Vous pouvez arrêter les indicateurs de cette année.",
        ),
        None => Notice::new(
            Tone::Info,
            "Les indicateurs de chaque mission doivent se partager exactement sa part variable.",
        ),
    }
}

fn files(url: &str) -> Vec<Download> {
    let file = |label: &str, end: &str, format, hint| Download {
        label: label.into(),
        url: format!("{url}/{end}"),
        format,
        hint,
    };
    vec![
        file(
            "Annexe de l'année",
            "annexe.xlsx",
            "XLSX",
            "Un indicateur par ligne, à discuter ou à réimporter",
        ),
        file("Annexe de l'année", "annexe.csv", "CSV", "La même, pour un tableur"),
        file(
            "Modèle à remplir",
            "modele.xlsx",
            "XLSX",
            "Deux lignes d'exemple, laissées de côté à la lecture",
        ),
    ]
}

fn changes(url: &str, lue: &AnneeLue) -> Vec<Part> {
    let mut parts = vec![Part::Heading("Changer les indicateurs".into())];
    if lue.arretee.is_some() {
        let reason = Field::new("motif", "Pourquoi rouvrir").required();
        let form = Form::new(format!("{url}/rouvrir"), "Rouvrir les indicateurs", vec![Item::Field(reason)]);
        parts.push(Part::Form(versioned(form, &lue.contrat)));
        return parts;
    }
    parts.push(Part::Buttons(vec![
        Link::new("Ajouter un indicateur", format!("{url}/indicateurs/nouveau")),
        Link::new("Importer une annexe", format!("{url}/importer")),
        Link::new("Copier des indicateurs", format!("{url}/copier")),
    ]));
    if !lue.indicateurs.is_empty() {
        let form = Form::new(format!("{url}/arreter"), "Arrêter les indicateurs de l'année", Vec::new());
        parts.push(Part::Form(versioned(form, &lue.contrat)));
    }
    if !lue.retires.is_empty() {
        parts.push(Part::Heading("Indicateurs retirés".into()));
        let back = |one: &Indicateur| {
            let mut acte = Acte::new(one.intitule.clone(), vec![mission(&one.mission)]);
            let label = format!("Rétablir «\u{a0}{}\u{a0}»", one.intitule);
            acte.actions = vec![ActionForm::new(label, format!("{url}/indicateurs/{}/retablir", one.id))];
            acte
        };
        parts.push(Part::Actes(lue.retires.iter().map(back).collect()));
    }
    parts
}

/// The indicators of a year, to print and discuss.
pub fn annee(title: Page, url: &str, lue: &AnneeLue, droits: Droits) -> SheetView {
    let mut parts = Vec::new();
    if let Some(termes) = lue.contrat.termes() {
        let size = termes.annee(lue.annee.numero).map_or("", |one| one.taille.code());
        let count = compte(lue.indicateurs.len(), "indicateur", "indicateurs");
        let text =
            format!("Année {}, {}. Classe {size}. {count}.", lue.annee.numero, periode(termes, &lue.annee));
        parts.push(Part::Lead(text));
    }
    parts.push(Part::Notice(state(lue)));
    parts.push(Part::Table("sommes", sums(&lue.sommes)));
    if lue.indicateurs.is_empty() {
        parts.push(Part::Empty(EmptyState {
            title: "Aucun indicateur à ce jour.",
            text: "Importez l'annexe du contrat, copiez une autre année, ou ajoutez-les un à un.".into(),
            link: None,
        }));
    }
    let open = droits.edit && lue.arretee.is_none();
    parts.extend(tables(&lue.indicateurs, |one| open.then(|| format!("{url}/indicateurs/{}", one.id))));
    parts.push(Part::Heading("Fichiers".into()));
    parts.push(Part::Downloads(files(url)));
    if droits.edit {
        parts.extend(changes(url, lue));
    }
    SheetView::new(title, parts)
}
