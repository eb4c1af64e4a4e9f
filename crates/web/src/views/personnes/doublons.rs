//! Sheets that may be of one person, and their merge.

use std::collections::BTreeSet;

use domain::communaute::doublons::{Certitude, Paire};
use domain::communaute::fusion::{ChampFusion, differences};
use domain::communaute::{Annuaire, Personne};
use domain::nombres::compte;
use domain::texte::Rpps;

use super::super::components::{Cell, Choice, Column, EmptyState, Link, Opt, Row, Table, Tone};
use super::super::page::Page;
use super::super::sheet::{Form, Item, Pager, Part, SheetView};
use super::canal_valeur;
use crate::wording::personnes::metier;

/// A merge as the page shows it.
#[derive(Clone, Debug)]
pub struct MergeLine {
    /// Identifier.
    pub id: String,
    /// Name of the sheet that stands.
    pub gardee: String,
    /// Address of that sheet.
    pub url: String,
    /// Name of the sheet that was merged.
    pub autre: String,
    /// `22/11/2026`.
    pub day: String,
    /// Whether it was taken back.
    pub undone: bool,
}

/// Pairs of a page, then the merges that can be taken back.
pub fn list(
    page: Page,
    (pairs, total, annuaire): (&[Paire], usize, &Annuaire),
    merges: &[MergeLine],
    (base, pager): (&str, Option<Pager>),
) -> SheetView {
    let mut parts = vec![Part::Lead(
        "Une personne ne doit avoir qu'une fiche. Comparez les fiches qui se ressemblent, puis choisissez."
            .into(),
    )];
    if pairs.is_empty() {
        parts.push(Part::Empty(EmptyState {
            title: "Aucun doublon à examiner",
            text: "Aucune fiche ne ressemble à une autre.".into(),
            link: None,
        }));
    } else {
        let columns = ["Fiche", "Autre fiche", "Pourquoi", "Certitude", "Décider"].map(Column::text).to_vec();
        let mut table =
            Table::new(compte(total, "ressemblance à examiner", "ressemblances à examiner"), columns);
        table.rows = pairs.iter().map(|pair| line(pair, annuaire, base)).collect();
        parts.push(Part::Table("doublons", table));
        parts.extend(pager.map(Part::Pager));
    }
    parts.push(Part::Heading("Fiches réunies".into()));
    if merges.is_empty() {
        parts.push(Part::Text(vec!["Aucune fiche n'a été réunie pour l'instant.".into()]));
    }
    for merge in merges {
        parts.extend(merged(merge, base));
    }
    SheetView::new(page, parts)
}

fn line(pair: &Paire, annuaire: &Annuaire, base: &str) -> Row {
    let reasons: Vec<_> = pair.raisons.iter().map(|raison| raison.label()).collect();
    let sure = match pair.certitude {
        Certitude::Certaine => Cell::from(pair.certitude.label()).tag(Tone::Attention, "À réunir"),
        Certitude::Probable | Certitude::Possible => Cell::from(pair.certitude.label()),
    };
    let decide = Cell::from("Comparer les fiches").link(format!("{base}/{}/{}", pair.une, pair.autre));
    Row::new(
        annuaire.nom(pair.une),
        vec![annuaire.nom(pair.autre).into(), reasons.join(", ").into(), sure, decide],
    )
}

fn merged(merge: &MergeLine, base: &str) -> Vec<Part> {
    let state = if merge.undone { " Cette réunion de fiches a été annulée." } else { "" };
    let text = format!(
        "Le {}, la fiche «\u{a0}{}\u{a0}» a rejoint «\u{a0}{}\u{a0}».{state}",
        merge.day, merge.autre, merge.gardee
    );
    let mut parts = vec![Part::Text(vec![text])];
    if !merge.undone {
        let action = format!("{base}/fusions/{}/annuler", merge.id);
        let form = Form::new(action, format!("Séparer de nouveau «\u{a0}{}\u{a0}»", merge.autre), vec![]);
        parts.push(Part::Form(form.cancel("Ouvrir la fiche gardée", &merge.url)));
    }
    parts
}

/// Two sheets side by side, and what to do with them. The first one is kept.
pub fn compare(
    page: Page,
    (one, other): (&Personne, &Personne),
    base: &str,
    today: jiff::civil::Date,
) -> SheetView {
    let columns = vec![Column::text("Champ"), Column::text("Fiche gardée"), Column::text("Autre fiche")];
    let mut table = Table::new("Les deux fiches", columns);
    table.rows = rows(one, other, today);
    let here = format!("{base}/{}/{}", one.id, other.id);
    let mut items = vec![
        Item::Hidden("version_gardee", one.version.to_string()),
        Item::Hidden("version_autre", other.version.to_string()),
    ];
    for (champ, mine, theirs) in differences(one, other) {
        let (mine, theirs) = match champ {
            ChampFusion::Profession => (metier(Some(&mine), None), metier(Some(&theirs), None)),
            ChampFusion::Specialite => (metier(None, Some(&mine)), metier(None, Some(&theirs))),
            ChampFusion::Compte => ("Celui de la fiche gardée".into(), "Celui de l'autre fiche".into()),
            _ => (mine, theirs),
        };
        let options = vec![Opt::new("gardee", mine, true), Opt::new("autre", theirs, false)];
        items.push(Item::Radios(Choice::new(champ.key(), champ.label(), options)));
    }
    let merge = Form::new(here.clone(), "Réunir les deux fiches", items).cancel("Revenir aux doublons", base);
    SheetView::new(
        page,
        vec![
            Part::Table("fiches", table),
            Part::Text(vec![
                "Les lieux, les coordonnées et les étapes des deux fiches seront gardés. Une opposition reste valable.".into(),
                "Vous pourrez annuler cette réunion de fiches.".into(),
            ]),
            Part::Form(merge),
            Part::Buttons(vec![Link::new("Garder plutôt l'autre fiche", format!("{base}/{}/{}", other.id, one.id))]),
            Part::Heading("Deux personnes différentes".into()),
            Part::Text(vec!["Maillage s'en souviendra et ne proposera plus cette paire.".into()]),
            Part::Form(Form::new(format!("{here}/ecarter"), "Ce ne sont pas les mêmes", vec![])),
        ],
    )
}

fn rows(one: &Personne, other: &Personne, today: jiff::civil::Date) -> Vec<Row> {
    let differing: BTreeSet<_> =
        differences(one, other).into_iter().map(|(champ, ..)| champ.label()).collect();
    let show = |one: &Personne| {
        let channels: Vec<_> = one.fiche.canaux.iter().map(canal_valeur).collect();
        let places: Vec<_> =
            one.exercices(today).map(|lieu| lieu.adresse.clone()).filter(|text| !text.is_empty()).collect();
        [
            one.nom.clone(),
            one.prenom.clone(),
            one.rpps.as_ref().map(Rpps::as_str).unwrap_or_default().to_owned(),
            metier(one.profession.as_deref(), None),
            metier(None, one.fiche.specialite.as_deref()),
            one.statut.label().to_owned(),
            places.join("\u{202f}; "),
            channels.join("\u{202f}; "),
            one.fiche.source.clone(),
        ]
    };
    let labels = [
        "Nom",
        "Prénom",
        "Numéro RPPS",
        "Profession",
        "Spécialité",
        "Statut",
        "Lieux",
        "Coordonnées",
        "Source",
    ];
    let lines = labels.into_iter().zip(show(one).into_iter().zip(show(other)));
    lines
        .map(|(label, (mine, theirs))| {
            let head = Cell::from(label);
            let head = if differing.contains(label) { head.tag(Tone::Attention, "À choisir") } else { head };
            Row::new(head, vec![mine.into(), theirs.into()])
        })
        .collect()
}
