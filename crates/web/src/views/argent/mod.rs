//! The money of a contract: the calendar of payments with its amounts, and what to look at.

pub mod depenses;
pub mod enveloppes;
pub mod et_si;
pub mod pieces;
pub mod previsions;
pub mod versements;

use app::argent::ArgentLu;
use domain::aci::argent::{Echeance, Enveloppe, enveloppes as par_enveloppe, sommes};
use domain::aci::contrat::Annee;
use domain::montant::Montant;
use domain::nombres::date;
use jiff::civil::Date;

use crate::views::components::{Cell, Column, Definition, Download, Link, Notice, Row, Table, Tone};
use crate::views::contrats::{montant, periode};
use crate::views::page::Page;
use crate::views::sheet::{Part, SheetView};
use crate::wording::argent as mots;

/// Codes of the rules that payments follow, as they are explained.
const REGLES: [&str; 6] = [
    "demarrage_signature",
    "avance_fonctionnement",
    "avance_fixe",
    "avance_variable",
    "part_mise_a_jour_crise",
    "evenement_crise",
];

/// The pages of the money, from the first one.
fn doors(url: &str) -> Vec<Link> {
    [
        ("Noter un versement", "versements"),
        ("Dépenses", "depenses"),
        ("Enveloppes", "enveloppes"),
        ("Prévisions", "previsions"),
        ("Et si…", "et-si"),
    ]
    .map(|(label, end)| Link::new(label, format!("{url}/{end}")))
    .to_vec()
}

/// What to look at today.
pub fn alertes(lu: &ArgentLu) -> Vec<Part> {
    let notice = |one: &domain::aci::argent::Alerte| {
        let tone = if one.grave { Tone::Attention } else { Tone::Info };
        Part::Notice(Notice::new(tone, one.texte.clone()).with_details(vec![one.prudence.clone()]))
    };
    let mut all: Vec<Part> = lu.alertes.iter().map(notice).collect();
    if !lu.signe() {
        let text =
            "Ce contrat n'est pas signé. Ce calendrier montre ce qu'il donnerait\u{a0}: rien n'est dû.";
        all.insert(0, Part::Notice(Notice::new(Tone::Attention, text)));
    }
    all
}

/// A payment and what came for it.
fn line(lu: &ArgentLu, one: &Echeance) -> Row {
    let (notified, received) = sommes(&one.cle, &lu.mouvements);
    let (tone, word, more) = mots::etat(&one.etat);
    let paid = one.du.is_some_and(|due| received >= due && due > Montant::ZERO);
    let state =
        if paid { Cell::default().tag(Tone::Good, "Reçue") } else { Cell::default().tag(tone, word) };
    let state = if more.is_empty() || paid { state } else { state.note(more) };
    let amount = Cell::from(montant(one.contractualise));
    let kept = one.du.filter(|due| Some(*due) != one.contractualise);
    let amount = match kept {
        Some(due) => amount.note(format!("retenu\u{a0}: {}", due.texte())),
        None => amount,
    };
    let name = format!("{}, {}", one.cle.mission_label(), one.cle.nature.label().to_lowercase());
    let head = Cell::from(name).note(one.formule.clone());
    let head = if one.formule.is_empty() { Cell { note: None, ..head } } else { head };
    let date = Cell::from(date(one.date));
    Row::new(head, vec![date, amount, Cell::from(notified.texte()), Cell::from(received.texte()), state])
}

fn year(lu: &ArgentLu, annee: &Annee) -> Table {
    let columns = vec![
        Column::text("Échéance et calcul"),
        Column::text("Date au plus tôt"),
        Column::number("Contractualisé"),
        Column::number("Notifié"),
        Column::number("Reçu"),
        Column::text("État"),
    ];
    let caption = format!("Année {}, {}", annee.numero, periode(&lu.termes, annee));
    let mut table = Table::new(caption, columns);
    let own: Vec<&Echeance> = lu.echeances.iter().filter(|one| one.annee() == annee.numero).collect();
    table.rows = own.iter().map(|one| line(lu, one)).collect();
    let known: Vec<Montant> = own.iter().filter_map(|one| one.contractualise).collect();
    let came = own.iter().map(|one| sommes(&one.cle, &lu.mouvements));
    let (notified, received) = came
        .fold((Montant::ZERO, Montant::ZERO), |(one, other), (notified, received)| {
            (one + notified, other + received)
        });
    let total: Montant = known.iter().copied().sum();
    let mark = if known.len() < own.len() { "sans les montants non signés" } else { "" };
    let cells = vec![
        Cell::default(),
        Cell { note: (!mark.is_empty()).then(|| mark.into()), ..Cell::from(total.texte()) },
        Cell::from(notified.texte()),
        Cell::from(received.texte()),
        Cell::default(),
    ];
    table.rows.push(Row::total("Total de l'année", cells));
    table
}

/// The four amounts of each contract year, side by side and never mixed.
fn totals(lu: &ArgentLu) -> Table {
    let columns = vec![
        Column::text("Année de contrat"),
        Column::number("Contractualisé"),
        Column::number("Notifié"),
        Column::number("Reçu"),
        Column::number("Payé"),
    ];
    let mut table = Table::new("Les quatre montants, année par année", columns);
    let all = par_enveloppe(&lu.termes, &lu.mouvements, &lu.depenses);
    let line = |annee: &Annee| {
        let own = || all.iter().filter(move |one| one.annee == annee.numero);
        let sum = |of: fn(&Enveloppe) -> Montant| own().map(of).sum::<Montant>().texte();
        let signed: Vec<Montant> = own().filter_map(Enveloppe::contractualise).collect();
        let signed = (!signed.is_empty()).then(|| signed.into_iter().sum());
        let cells = [montant(signed), sum(|one| one.notifie), sum(|one| one.recu), sum(|one| one.paye)];
        Row::new(format!("Année {}", annee.numero), cells.map(Cell::from).to_vec())
    };
    table.rows = lu.termes.calendrier().iter().map(line).collect();
    table
}

fn choices(lu: &ArgentLu) -> Vec<Definition> {
    let taken = lu.termes.parametres;
    let mut all: Vec<Definition> = REGLES.iter().filter_map(|code| mots::regle(code)).collect();
    all.extend([
        Definition::new("Compte des jours retenu", taken.base_jours.label()),
        Definition::new("Démarrage et première année", taken.demarrage.label()),
        Definition::new("Part variable de la première année", taken.variable_premiere.label()),
        Definition::new(
            "Fonctionnement",
            "L'avance est comptée dès qu'une mission a commencé. Les textes lus disent «\u{a0}une fois les missions commencées\u{a0}» sans dire s'il les faut toutes.",
        ),
    ]);
    all
}

fn files(url: &str, today: Date) -> Vec<Download> {
    let file = |label: String, end: String, format, hint| Download {
        label,
        url: format!("{url}/{end}"),
        format,
        hint,
    };
    let year = today.year();
    let fec = |year: i16| {
        let hint = "Reçus et paiements, au format du fichier des écritures comptables";
        file(format!("Écritures de {year}"), format!("fec.txt?annee={year}"), "FEC", hint)
    };
    vec![
        file(
            "Argent du contrat".into(),
            "export.xlsx".into(),
            "XLSX",
            "Échéances, versements, dépenses, enveloppes",
        ),
        file("Dépenses".into(), "export.csv".into(), "CSV", "Une ligne par part de dépense"),
        file("Échéances".into(), "export.csv?quoi=echeances".into(), "CSV", "Le calendrier et son calcul"),
        fec(year - 1),
        fec(year),
    ]
}

/// The first page of the money: what presses, the four amounts, the calendar.
pub fn page(title: Page, url: &str, (lu, today): (&ArgentLu, Date)) -> SheetView {
    let lead = "Ce qui sera versé, quand et pourquoi. Chaque ligne montre sa règle, son calcul et sa date.";
    let mut parts = vec![Part::Lead(lead.into())];
    parts.extend(alertes(lu));
    parts.push(Part::Buttons(doors(url)));
    parts.push(Part::Table("montants", totals(lu)));
    parts.push(Part::Heading("Calendrier des versements".into()));
    let text = "Une part variable n'est jamais versée avant l'évaluation de son année. Une mission qui n'a pas commencé ne donne droit à rien.";
    parts.push(Part::Text(vec![text.into()]));
    for annee in lu.termes.calendrier() {
        parts
            .push(Part::Table(ANNEES[usize::from(annee.numero - 1).min(ANNEES.len() - 1)], year(lu, &annee)));
    }
    parts.push(Part::Details("Voir les règles et les choix de ce calcul".into(), choices(lu)));
    parts.push(Part::Heading("Fichiers".into()));
    let text = "Le fichier d'écritures aide votre comptable. Maillage ne tient pas la comptabilité de l'association.";
    parts.push(Part::Text(vec![text.into()]));
    parts.push(Part::Downloads(files(url, today)));
    SheetView::new(title, parts)
}

/// Identifiers of the tables of years.
const ANNEES: [&str; 10] = [
    "annee-1", "annee-2", "annee-3", "annee-4", "annee-5", "annee-6", "annee-7", "annee-8", "annee-9",
    "annee-10",
];
