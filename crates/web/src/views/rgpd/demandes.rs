//! The desk of people's rights.

use app::rgpd::DemandeLine;
use domain::nombres::{compte, date};
use domain::rgpd::demande::{Droit, EtatDemande};

use super::{area, day, line, said};
use crate::views::components::{
    Cell, Choice, Column, Definition, EmptyState, Link, Notice, Opt, Row, Table, Tone,
};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};
use crate::wording;

/// The requests; `base` is the organisation's address.
pub fn list(page: Page, base: &str, lines: &[DemandeLine]) -> SheetView {
    let mut parts = vec![Part::Lead(
        "Chaque personne peut demander ce que la CPTS garde sur elle. Vous avez un mois pour répondre."
            .into(),
    )];
    let late = lines.iter().filter(|line| matches!(line.state, EtatDemande::EnRetard { .. })).count();
    if late > 0 {
        let text = format!("{} en retard. Répondez-y aujourd'hui.", compte(late, "demande", "demandes"));
        parts.push(Part::Notice(Notice::new(Tone::Attention, text)));
    }
    let new = Link::new("Enregistrer une demande", format!("{base}/demandes/nouvelle"));
    parts.push(Part::Buttons(vec![new]));
    if lines.is_empty() {
        parts.push(Part::Empty(EmptyState {
            title: "Aucune demande à ce jour.",
            text: "Une demande reçue par lettre, courriel ou téléphone s'enregistre ici.".into(),
            link: None,
        }));
    } else {
        parts.push(Part::Table("demandes", table(base, lines)));
    }
    SheetView::new(page, parts)
}

fn tone(state: EtatDemande) -> Tone {
    match state {
        EtatDemande::EnRetard { .. } => Tone::Attention,
        EtatDemande::EnCours { .. } => Tone::Info,
        EtatDemande::Repondue { .. } => Tone::Plain,
    }
}

fn table(base: &str, lines: &[DemandeLine]) -> Table {
    let columns = ["Personne", "Demande", "Reçue le", "À répondre avant le", "État"].map(Column::text);
    let mut table = Table::new("Demandes, les plus urgentes d'abord", columns.to_vec());
    let row = |line: &DemandeLine| {
        let url = format!("{base}/demandes/{}", line.row.id);
        let state = wording::rgpd::demande(line.state);
        Row::new(
            Cell::from(line.row.person.clone()).link(url),
            vec![
                line.row.droit.label().into(),
                date(line.row.received_on).into(),
                date(line.row.due_on).into(),
                Cell::from(state).tag(tone(line.state), tag(line.state)),
            ],
        )
    };
    table.rows = lines.iter().map(row).collect();
    table
}

fn tag(state: EtatDemande) -> &'static str {
    match state {
        EtatDemande::EnRetard { .. } => "En retard",
        EtatDemande::EnCours { .. } => "À répondre",
        EtatDemande::Repondue { .. } => "Répondue",
    }
}

/// What people may ask, as a list to choose from.
pub fn droits() -> Choice {
    let option = |droit: &Droit| Opt::new(droit.key(), wording::rgpd::droit(*droit), false);
    Choice::new("nature", "Ce qui est demandé", Droit::ALL.iter().map(option).collect())
}

/// The form of a request that came by letter, mail or telephone. `people` have a role: value, name.
pub fn form(page: Page, base: &str, people: &[(String, String)], today: &str) -> SheetView {
    let nobody = Opt::new("", "Aucun compte dans cette CPTS", true);
    let known = people.iter().map(|(value, name)| Opt::new(value, name, false));
    let accounts = std::iter::once(nobody).chain(known).collect();
    let items = vec![
        line("personne", "Nom de la personne", ""),
        Item::Select(Choice::new("compte", "Compte de la personne", accounts)),
        Item::Radios(droits()),
        day("recue", "Reçue le", today),
        area("message", "Ce que la personne écrit", (4, "Sans numéro de sécurité sociale.", "")),
    ];
    let form = Form::new(format!("{base}/demandes/nouvelle"), "Enregistrer la demande", items)
        .cancel("Revenir aux demandes", format!("{base}/demandes"));
    SheetView::new(page, vec![Part::Form(form)])
}

/// One request and what can be done. `may_erase` shows the erasure of the account.
pub fn show(page: Page, base: &str, line: &DemandeLine, may_erase: bool) -> SheetView {
    let (row, url) = (&line.row, format!("{base}/demandes/{}", line.row.id));
    let mut list = vec![
        Definition::new("Personne", &row.person),
        Definition::new("Demande", wording::rgpd::droit(row.droit)),
        Definition::new("Article du RGPD", row.droit.article().to_string()),
        Definition::new("Reçue le", date(row.received_on)),
        Definition::new("À répondre avant le", date(row.due_on)),
        Definition::new("État", wording::rgpd::demande(line.state)),
    ];
    list.extend(row.message.as_ref().and_then(|text| said("Message", text)));
    list.extend(row.answer.as_ref().and_then(|text| said("Réponse", text)));
    let mut parts = vec![Part::Definitions(list)];
    if row.answered_on.is_none() {
        parts.extend(steps(&url, line, may_erase));
    }
    parts.push(Part::Buttons(vec![Link::new("Revenir aux demandes", format!("{base}/demandes"))]));
    SheetView::new(page, parts)
}

fn steps(url: &str, line: &DemandeLine, may_erase: bool) -> Vec<Part> {
    let mut parts = Vec::new();
    if may_erase && line.row.droit == Droit::Effacement && line.row.user.is_some() {
        parts.push(Part::Heading("Effacer la personne".into()));
        parts.push(Part::Text(vec!["La page suivante dit ce qui part et ce qui reste.".into()]));
        parts.push(Part::Buttons(vec![Link::new("Préparer l'effacement", format!("{url}/effacer"))]));
    }
    parts.push(Part::Heading("Répondre".into()));
    let told = "Ce que vous avez répondu, et quand. La personne pourra le lire.";
    parts.push(Part::Form(Form::new(
        format!("{url}/repondre"),
        "Enregistrer la réponse",
        vec![area("reponse", "Réponse donnée", (4, told, ""))],
    )));
    if !line.extended && matches!(line.state, EtatDemande::EnCours { .. }) {
        parts.push(Part::Heading("Prolonger de deux mois".into()));
        let why = "Une demande complexe peut attendre. Prévenez la personne pendant le premier mois.";
        parts.push(Part::Form(Form::new(
            format!("{url}/prolonger"),
            "Prolonger la demande",
            vec![area("motif", "Motif donné à la personne", (2, why, ""))],
        )));
    }
    parts
}

/// What goes and what stays, before a CPTS erases someone who asked for it.
pub fn erase(page: Page, base: &str, line: &DemandeLine) -> SheetView {
    let url = format!("{base}/demandes/{}", line.row.id);
    let mut parts =
        vec![Part::Lead(format!("Cette personne a demandé à être effacée\u{a0}: {}.", line.row.person))];
    parts.extend(super::donnees::consequences());
    parts.push(Part::Text(vec![
        "Si la personne a un rôle ailleurs, son compte reste. Seul ce qui concerne votre CPTS part.".into(),
    ]));
    parts.push(Part::Form(
        Form::new(format!("{url}/effacer"), "Effacer cette personne", Vec::new())
            .danger()
            .cancel("Garder cette personne", url),
    ));
    SheetView::new(page, parts)
}
