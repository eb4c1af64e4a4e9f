//! The log of breaches of personal data.

use app::rgpd::ViolationLine;
use domain::rgpd::violation::EtatViolation;
use jiff::Timestamp;

use super::{area, day, download, line, said, time};
use crate::views::components::{
    Cell, Choice, Column, Definition, EmptyState, Field, FieldKind, Link, Opt, Row, Table, Tone,
};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};
use crate::wording;

/// What is typed about a breach, as it stands in the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Short title.
    pub title: String,
    /// What happened.
    pub facts: String,
    /// Categories of data and of persons.
    pub categories: String,
    /// About how many persons.
    pub people: String,
    /// What may follow.
    pub consequences: String,
    /// What was done.
    pub measures: String,
    /// Day and time when it happened; empty when unknown.
    pub happened: (String, String),
    /// Day and time when it was discovered.
    pub discovered: (String, String),
}

/// The log; `base` is the organisation's address.
pub fn list(
    page: Page,
    base: &str,
    lines: &[ViolationLine],
    moment: impl Fn(Timestamp) -> String,
) -> SheetView {
    let mut parts = vec![
        Part::Lead("Toute perte, fuite ou altération de données personnelles s'écrit ici.".into()),
        Part::Text(vec!["La CNIL doit le savoir en 72 heures, sauf si personne ne risque rien.".into()]),
        Part::Buttons(vec![Link::new("Déclarer une violation", format!("{base}/violations/nouvelle"))]),
    ];
    if lines.is_empty() {
        parts.push(Part::Empty(EmptyState {
            title: "Aucune violation à ce jour.",
            text: "Un courriel envoyé à la mauvaise personne compte aussi.".into(),
            link: None,
        }));
    } else {
        parts.push(Part::Table("violations", table(base, lines, &moment)));
    }
    parts.push(Part::Heading("Télécharger le registre".into()));
    parts.push(Part::Downloads(vec![
        download(
            "Registre à imprimer",
            format!("{base}/violations.pdf"),
            ("PDF", "Pour la CNIL ou le bureau."),
        ),
        download(
            "Registre pour un tableur",
            format!("{base}/violations.csv"),
            ("CSV", "Une ligne par violation."),
        ),
    ]));
    SheetView::new(page, parts)
}

fn state(line: &ViolationLine) -> Cell {
    let tone = match line.state {
        EtatViolation::EnRetard { .. } => Tone::Attention,
        EtatViolation::ANotifier { .. } => Tone::Info,
        _ => Tone::Plain,
    };
    let closed = if line.row.closed_at.is_some() { "Close" } else { "Ouverte" };
    Cell::from(wording::rgpd::violation(&line.state)).tag(tone, closed)
}

fn table(base: &str, lines: &[ViolationLine], moment: &impl Fn(Timestamp) -> String) -> Table {
    let columns = ["Violation", "Découverte", "Dernier délai", "État"].map(Column::text).to_vec();
    let mut table = Table::new("Violations, les ouvertes d'abord", columns);
    let row = |line: &ViolationLine| {
        let url = format!("{base}/violations/{}", line.row.id);
        Row::new(
            Cell::from(line.row.title.clone()).link(url),
            vec![moment(line.row.discovered_at).into(), moment(line.deadline).into(), state(line)],
        )
    };
    table.rows = lines.iter().map(row).collect();
    table
}

fn items(typed: &Typed) -> Vec<Item> {
    let no_name = "Sans nom de personne ni numéro de sécurité sociale.";
    let maybe = |name, label: &str, value: &str| Item::Field(Field::new(name, label).value(value));
    vec![
        line("titre", "Titre court", &typed.title),
        area("faits", "Ce qui s'est passé", (5, no_name, &typed.facts)),
        day("decouverte", "Découverte le", &typed.discovered.0),
        time("decouverte_heure", "À", &typed.discovered.1),
        maybe("survenue", "Survenue le", &typed.happened.0),
        maybe("survenue_heure", "À (heure de l'événement)", &typed.happened.1),
        area("categories", "Données et personnes touchées", (3, "", &typed.categories)),
        Item::Field(Field::new("nombre", "Nombre de personnes").kind(FieldKind::Number).value(&typed.people)),
        area("consequences", "Conséquences possibles", (3, "", &typed.consequences)),
        area("mesures", "Mesures prises", (3, "", &typed.measures)),
    ]
}

/// The form of a breach that was just discovered.
pub fn form(page: Page, base: &str, typed: &Typed) -> SheetView {
    let form = Form::new(format!("{base}/violations/nouvelle"), "Déclarer la violation", items(typed))
        .cancel("Revenir au registre", format!("{base}/violations"));
    let lead = "Le délai de 72 heures compte à partir de la découverte, jours fériés compris.";
    SheetView::new(page, vec![Part::Lead(lead.into()), Part::Form(form)])
}

/// One breach: what is known, what is to decide, what can be corrected.
pub fn show(
    page: Page,
    base: &str,
    (line, typed): (&ViolationLine, &Typed),
    moment: impl Fn(Timestamp) -> String,
) -> SheetView {
    let url = format!("{base}/violations/{}", line.row.id);
    let mut parts = vec![Part::Definitions(definitions(line, &moment))];
    if line.row.closed_at.is_none() {
        parts.push(Part::Heading("Prévenir la CNIL, ou non".into()));
        parts.push(Part::Form(decision(&url)));
        parts.push(Part::Heading("Les personnes sont prévenues".into()));
        let told = vec![day("informees", "Prévenues le", ""), time("informees_heure", "À", "")];
        parts.push(Part::Form(Form::new(format!("{url}/personnes"), "Noter l'information", told)));
        parts.push(Part::Heading("Corriger ce qui est écrit".into()));
        parts.push(Part::Form(Form::new(url.clone(), "Enregistrer la correction", items(typed))));
        parts.push(Part::Heading("Clore".into()));
        parts.push(Part::Text(vec![
            "Une violation close ne change plus. Elle reste dans le registre.".into(),
        ]));
        parts.push(Part::Form(
            Form::new(format!("{url}/cloturer"), "Clore la violation", Vec::new()).danger(),
        ));
    }
    parts.push(Part::Buttons(vec![Link::new("Revenir au registre", format!("{base}/violations"))]));
    SheetView::new(page, parts)
}

fn decision(url: &str) -> Form {
    let options = vec![
        Opt::new("notifiee", "La CNIL est prévenue", false),
        Opt::new("non_requise", "Personne ne risque rien\u{a0}: la CNIL n'a pas à le savoir", false),
    ];
    let items = vec![
        Item::Radios(Choice::new("decision", "Décision", options)),
        Item::Field(Field::new("le", "CNIL prévenue le").hint("Par exemple 12/10/2026.")),
        Item::Field(Field::new("heure", "À").hint("Par exemple 14\u{a0}h\u{a0}30.")),
        area("motif", "Motif", (3, "Obligatoire sans notification, ou après 72 heures.", "")),
    ];
    Form::new(format!("{url}/decision"), "Enregistrer la décision", items)
}

/// Labels of the fields of a breach, in the order of [`texts`].
pub const LABELS: [&str; 12] = [
    "État",
    "Découverte",
    "Survenue",
    "Faits",
    "Données et personnes",
    "Nombre de personnes",
    "Conséquences",
    "Mesures",
    "Motif de la décision",
    "CNIL prévenue",
    "Personnes prévenues",
    "Close",
];

/// What the log says of a breach, in the order of [`LABELS`].
pub fn texts(line: &ViolationLine, moment: impl Fn(Timestamp) -> String) -> [String; 12] {
    let row = &line.row;
    let at = |at: Option<Timestamp>| at.map(&moment).unwrap_or_default();
    [
        wording::rgpd::violation(&line.state),
        moment(row.discovered_at),
        at(row.happened_at),
        row.facts.clone(),
        row.categories.clone(),
        row.people.map(|people| domain::nombres::entier(i64::from(people))).unwrap_or_default(),
        row.consequences.clone(),
        row.measures.clone(),
        row.cnil_reason.clone().unwrap_or_default(),
        at(row.cnil_notified_at),
        at(row.people_told_at),
        at(row.closed_at),
    ]
}

fn definitions(line: &ViolationLine, moment: &impl Fn(Timestamp) -> String) -> Vec<Definition> {
    let mut list = vec![Definition::new("Dernier délai pour la CNIL", moment(line.deadline))];
    let texts = texts(line, moment);
    list.extend(LABELS.iter().zip(&texts).filter_map(|(label, text)| said(label, text)));
    list
}
