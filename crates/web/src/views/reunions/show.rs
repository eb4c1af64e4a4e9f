//! The page of a meeting.

use std::collections::BTreeMap;

use app::communaute::lecture::Depassement;
use app::communaute::reunions::{Convoque, ReunionVue};
use app::pieces::PieceRow;
use documents::quand::creneau;
use domain::communaute::{Choix, Convocation, Decision, Point, Reponse, ReunionState};
use domain::nombres::compte;

use super::pieces::documents;
use super::{convoques, plafond, quand};
use crate::views::components::{
    ActionForm, Cell, Choice, Column, Definition, Field, FieldKind, Link, Opt, Row, Table, Tag, Tone,
};
use crate::views::page::Page;
use crate::views::sheet::{Acte, Form, Item, Part, SheetView};

/// What the page of a meeting shows.
pub struct ReunionPage<'a> {
    /// Address of the meeting.
    pub url: &'a str,
    /// Address of its group.
    pub groupe_url: Option<String>,
    /// The meeting.
    pub vue: &'a ReunionVue,
    /// Whom it calls.
    pub convoques: &'a [Convoque],
    /// Open decisions and tasks that its agenda could take up.
    pub ouverts: &'a [Decision],
    /// Days before when convocations leave by themselves, and when: `le 02/12/2026 à 8 h`.
    pub departs: Vec<String>,
    /// Whether the person may change it.
    pub may_edit: bool,
    /// The line of the person who looks, when the meeting calls them.
    pub moi: Option<&'a Convoque>,
    /// Its documents.
    pub pieces: &'a [PieceRow],
    /// Whom it would take beyond the ceiling of the board, by date; for who may change it.
    pub depassements: &'a [Depassement],
    /// Address of the page of participation.
    pub participation: &'a str,
    /// Now.
    pub now: jiff::Timestamp,
}

impl ReunionPage<'_> {
    pub(super) fn state(&self) -> ReunionState {
        self.vue.reunion.state
    }

    pub(super) fn open(&self) -> bool {
        matches!(self.state(), ReunionState::Sondage | ReunionState::Prevue)
    }
}

/// The page of a meeting.
pub fn show(page: Page, of: &ReunionPage<'_>) -> SheetView {
    let mut parts = header(of);
    parts.extend(own_answer(of));
    if of.state() == ReunionState::Sondage {
        parts.extend(poll(of));
    }
    parts.extend(agenda(of));
    parts.extend(documents(of));
    parts.extend(convoques::called(of));
    if of.may_edit && of.open() {
        parts.push(Part::Heading("Annuler".into()));
        parts.push(Part::Buttons(vec![Link::new("Annuler la réunion", format!("{}/annuler", of.url))]));
    }
    if of.may_edit && of.state() == ReunionState::Annulee {
        parts.push(Part::Heading("Rétablir".into()));
        let text = "Les personnes prévenues de l'annulation apprennent que la réunion aura lieu.";
        parts.push(Part::Text(vec![text.into()]));
        parts.push(Part::Form(Form::new(format!("{}/retablir", of.url), "Rétablir la réunion", vec![])));
    }
    SheetView::new(page, parts)
}

fn header(of: &ReunionPage<'_>) -> Vec<Part> {
    let reunion = &of.vue.reunion;
    let mut facts = vec![
        Definition::new("État", reunion.state.label()),
        Definition::new("Date", quand(reunion, &of.vue.zone)),
    ];
    let mut said = |term: &str, text: &str| {
        if !text.is_empty() {
            facts.push(Definition::new(term, text));
        }
    };
    said("Nature", reunion.kind.label());
    said("Groupe", of.vue.groupe.as_ref().map(|one| one.nom.as_str()).unwrap_or_default());
    said("Lieu", &reunion.fiche.lieu);
    said("Visioconférence", reunion.fiche.visio.as_deref().unwrap_or_default());
    said("Message d'annulation", &reunion.fiche.annulation);
    let mut parts = vec![Part::Definitions(facts)];
    let mut links = Vec::new();
    let mut link = |label: &str, path: &str| links.push(Link::new(label, format!("{}/{path}", of.url)));
    let begun = reunion.debut.is_some_and(|debut| debut <= of.now);
    match (of.may_edit, of.state()) {
        (true, ReunionState::Prevue) => {
            link(if begun { "Tenir la séance" } else { "Ouvrir la page de séance" }, "seance");
            link("Changer la date", "date");
            link("Modifier la réunion", "modifier");
        }
        (true, ReunionState::Sondage) => {
            link("Fixer une date", "date");
            link("Modifier la réunion", "modifier");
        }
        _ => {}
    }
    if of.state() == ReunionState::Tenue {
        link("Ouvrir le compte rendu", "compte-rendu");
        if of.may_edit {
            link("Relire la séance", "seance");
        }
    }
    if of.may_edit && matches!(of.state(), ReunionState::Prevue | ReunionState::Tenue) {
        link("Ouvrir la feuille de présence", "presences");
    }
    if let Some(groupe) = &of.groupe_url {
        links.push(Link::new("Voir le groupe", groupe.clone()));
    }
    if !links.is_empty() {
        parts.push(Part::Buttons(links));
    }
    parts
}

fn own_answer(of: &ReunionPage<'_>) -> Vec<Part> {
    let Some(moi) = of.moi.filter(|_| of.open()) else { return Vec::new() };
    let action = format!("{}/repondre", of.url);
    let mut parts = vec![Part::Heading("Votre réponse".into())];
    match of.state() {
        ReunionState::Sondage if of.vue.reunion.fiche.propositions.is_empty() => return Vec::new(),
        ReunionState::Sondage => parts.push(Part::Form(choices(of.vue, moi.convocation.as_ref(), action))),
        _ => parts.push(Part::Form(answer(moi.reponse(), action))),
    }
    parts
}

/// The form that answers a convocation.
pub(super) fn answer(known: Option<Reponse>, action: String) -> Form {
    let option = |one: &Reponse| {
        let label = match one {
            Reponse::Present => "Je viens sur place",
            Reponse::Distance => "Je participe à distance",
            Reponse::Absent => "Je ne viens pas",
        };
        Opt::new(one.key(), label, known == Some(*one))
    };
    let options = Reponse::ALL.iter().map(option).collect();
    let label = "Venez-vous\u{202f}?";
    Form::new(action, "Envoyer ma réponse", vec![Item::Radios(Choice::new("reponse", label, options))])
}

/// The form that answers a poll: one line of round buttons a date.
pub(super) fn choices(vue: &ReunionVue, known: Option<&Convocation>, action: String) -> Form {
    let radios = |(one, name): (&domain::communaute::Proposition, &&'static str)| {
        let said = known.and_then(|known| known.choix.get(&one.cle));
        let option = |choix: &Choix| {
            Opt::new(format!("{}:{}", one.cle, choix.key()), choix.label(), said == Some(choix))
        };
        let options = Choix::ALL.iter().map(option).collect();
        Item::Radios(Choice::new(name, creneau(one.debut, Some(one.fin), &vue.zone), options))
    };
    let dates = vue.reunion.fiche.propositions.iter().zip(DATES);
    Form::new(action, "Envoyer mes réponses", dates.map(radios).collect())
}

/// Names of the round buttons of a poll: one a date, as a browser keeps one choice a name.
pub const DATES: &[&str; app::communaute::reunions::PROPOSITIONS_MAX] =
    &["d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9", "d10", "d11", "d12"];

fn poll(of: &ReunionPage<'_>) -> Vec<Part> {
    let dates = &of.vue.reunion.fiche.propositions;
    let mut parts = vec![Part::Heading("Dates proposées".into())];
    if dates.is_empty() {
        parts.push(Part::Text(vec!["Aucune date n'est encore proposée.".into()]));
    }
    let count = |cle: u32, choix: Choix| {
        let lines = of.convoques.iter().filter_map(|one| one.convocation.as_ref());
        lines.filter(|line| line.choix.get(&cle) == Some(&choix)).count()
    };
    let acte = |one: &domain::communaute::Proposition| {
        let label = creneau(one.debut, Some(one.fin), &of.vue.zone);
        let [yes, maybe, no] = [Choix::Oui, Choix::SiBesoin, Choix::Non].map(|choix| count(one.cle, choix));
        let text = format!("{yes} oui, {maybe} si besoin, {no} non.");
        let beyond = of.depassements.iter().find(|over| over.proposition == Some(one.cle));
        let button = |what: &str, path: &str| {
            ActionForm::new(format!("{what} {label}"), format!("{}/sondage/{}/{path}", of.url, one.cle))
        };
        let actions = match of.may_edit {
            true => vec![button("Choisir", "choisir"), button("Retirer", "retirer")],
            false => vec![],
        };
        let said = std::iter::once(text).chain(beyond.map(plafond::phrase));
        Acte { actions, ..Acte::new(label.clone(), said.collect()) }
    };
    if !dates.is_empty() {
        parts.push(Part::Actes(dates.iter().map(acte).collect()));
        parts.push(Part::Table("sondage", grid(of)));
    }
    if of.may_edit {
        parts.push(Part::Buttons(vec![Link::new("Proposer une date", format!("{}/sondage", of.url))]));
        if !dates.is_empty() {
            let form = Form::new(format!("{}/sondage/envoyer", of.url), "Envoyer le sondage", vec![]);
            parts.push(Part::Form(form));
        }
    }
    parts
}

fn grid(of: &ReunionPage<'_>) -> Table {
    let dates = &of.vue.reunion.fiche.propositions;
    let mut columns = vec![Column::text("Personne")];
    columns.extend(dates.iter().map(|one| Column::text(creneau(one.debut, Some(one.fin), &of.vue.zone))));
    let mut table = Table::new("Réponses au sondage, par personne", columns);
    let none = BTreeMap::new();
    let row = |one: &Convoque| {
        let said = one.convocation.as_ref().map_or(&none, |line| &line.choix);
        let cell = |cle: u32| Cell::from(said.get(&cle).map(|choix| choix.label()).unwrap_or_default());
        Row::new(one.nom.clone(), dates.iter().map(|date| cell(date.cle)).collect())
    };
    table.rows = of.convoques.iter().map(row).collect();
    table
}

fn agenda(of: &ReunionPage<'_>) -> Vec<Part> {
    let fiche = &of.vue.reunion.fiche;
    let mut parts = vec![Part::Heading("Ordre du jour".into())];
    let edits = of.may_edit && of.open();
    let last = fiche.ordre_du_jour.len().saturating_sub(1);
    let acte = |(rank, point): (usize, &Point)| {
        let button = |what: &str, path: &str| {
            let label = format!("{what} «\u{a0}{}\u{a0}»", point.titre);
            ActionForm::new(label, format!("{}/ordre-du-jour/{}/{path}", of.url, point.cle))
        };
        let mut actions = Vec::new();
        if edits && rank > 0 {
            actions.push(button("Monter", "monter"));
        }
        if edits && rank < last {
            actions.push(button("Descendre", "descendre"));
        }
        if edits && point.notes.is_empty() {
            actions.push(button("Retirer", "retirer"));
        }
        let edit = format!("{}/ordre-du-jour/{}/corriger", of.url, point.cle);
        let liens = if edits {
            vec![Link::new(format!("Corriger «\u{a0}{}\u{a0}»", point.titre), edit)]
        } else {
            vec![]
        };
        let time = (point.minutes > 0).then(|| format!("{} minutes", point.minutes)).into_iter().collect();
        let tag = point.suite.map(|_| Tag::new(Tone::Info, "suite"));
        Acte { actions, liens, tag, ..Acte::new(format!("{}. {}", rank + 1, point.titre), time) }
    };
    match fiche.ordre_du_jour.is_empty() {
        true => parts.push(Part::Text(vec!["L'ordre du jour est vide.".into()])),
        false => parts.push(Part::Actes(fiche.ordre_du_jour.iter().enumerate().map(acte).collect())),
    }
    if fiche.minutes() > 0 {
        let total = compte(fiche.minutes() as usize, "minute", "minutes");
        parts.push(Part::Text(vec![format!("Durée prévue\u{a0}: {total}.")]));
    }
    if edits {
        parts.push(Part::Form(Form::new(
            format!("{}/ordre-du-jour", of.url),
            "Ajouter le point",
            point_items("", ""),
        )));
        parts.extend(open_points(of));
    }
    parts
}

/// The fields of a point.
pub fn point_items(titre: &str, minutes: &str) -> Vec<Item> {
    let time = Field::new("minutes", "Durée en minutes").kind(FieldKind::Number).value(minutes);
    vec![
        Item::Field(Field::new("titre", "Point à l'ordre du jour").required().value(titre)),
        Item::Field(time),
    ]
}

fn open_points(of: &ReunionPage<'_>) -> Vec<Part> {
    if of.ouverts.is_empty() {
        return Vec::new();
    }
    let acte = |one: &Decision| {
        let short: String = one.texte.chars().take(60).collect();
        let url = format!("{}/ordre-du-jour/reprendre", of.url);
        let action = ActionForm::new(format!("Reprendre «\u{a0}{short}\u{a0}»"), url)
            .with("decision", one.id.to_string());
        Acte {
            tag: Some(Tag::new(Tone::Plain, one.kind.label())),
            actions: vec![action],
            ..Acte::new(
                one.texte.clone(),
                one.pour_le
                    .map(|day| format!("Pour le {}", domain::nombres::date(day)))
                    .into_iter()
                    .collect(),
            )
        }
    };
    vec![Part::Heading("Points ouverts du groupe".into()), Part::Actes(of.ouverts.iter().map(acte).collect())]
}
