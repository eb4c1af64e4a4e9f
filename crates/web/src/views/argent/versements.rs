//! What the Assurance Maladie announced and what came on the account.

use app::argent::ArgentLu;
use app::pieces::PieceRow;
use domain::aci::argent::{Etat, GenreMouvement, Mouvement, NatureEcheance, montant_courant};
use domain::nombres::{compte, date};

use super::pieces::documents;
use crate::views::components::{Cell, Choice, Column, EmptyState, Field, Notice, Opt, Row, Table, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

/// The payments for which something can be noted.
fn choices(lu: &ArgentLu) -> Vec<Opt> {
    let open = lu.echeances.iter().filter(|one| {
        let variable = one.cle.nature == NatureEcheance::Variable;
        !variable || !matches!(one.etat, Etat::AEvaluer | Etat::NonCommencee { .. })
    });
    let option = |one: &domain::aci::argent::Echeance| {
        let amount = one.du.or(one.contractualise).map_or(String::new(), |due| format!(", {}", due.texte()));
        Opt::new(one.cle.to_string(), format!("{}{amount}", one.cle.label()), false)
    };
    let empty = Opt::new("", "Choisissez une échéance", true);
    std::iter::once(empty).chain(open.map(option)).collect()
}

fn form(url: &str, lu: &ArgentLu) -> Form {
    let genres = GenreMouvement::ALL.iter().map(|one| {
        let hint = match one {
            GenreMouvement::Notifie => "La CPAM l'annonce par une lettre ou un message.",
            GenreMouvement::Recu => "L'argent est sur le compte de l'association.",
        };
        Opt::new(one.key(), one.label(), false).hint(hint)
    });
    let items = vec![
        Item::Select(Choice::new("echeance", "Échéance", choices(lu))),
        Item::Radios(Choice::new("genre", "Ce que vous notez", genres.collect())),
        Item::Field(
            Field::new("montant", "Montant, en euros").hint("Par exemple\u{a0}: 33 657,53.").required(),
        ),
        Item::Field(
            Field::new("le", "Date de la lettre ou de la banque")
                .hint("Par exemple\u{a0}: 15/10/2026.")
                .required(),
        ),
        Item::Field(Field::new("reference", "Référence").hint("Numéro de la lettre ou du virement.")),
    ];
    Form::new(format!("{url}/versements"), "Noter le versement", items)
}

/// How many documents show a line.
fn pieces(one: &Mouvement) -> String {
    if one.corrige.is_some() {
        return "Voir la ligne corrigée".into();
    }
    match one.pieces.iter().filter(|one| one.retiree.is_none()).count() {
        0 => "Aucun document".into(),
        count => compte(count, "document", "documents"),
    }
}

fn line(url: &str, one: &Mouvement) -> Row {
    let head = Cell::from(one.echeance.label());
    let head = if one.corrige.is_some() {
        head.note(format!("Correction\u{a0}: {}", one.motif))
    } else {
        head.link(format!("{url}/versements/{}", one.id))
    };
    let cells = vec![
        Cell::from(one.genre.label()),
        Cell::from(date(one.le)),
        Cell::from(one.montant.texte()),
        Cell::from(one.reference.clone()),
        Cell::from(pieces(one)),
    ];
    Row::new(head, cells)
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("Échéance"),
        Column::text("Genre"),
        Column::text("Date"),
        Column::number("Montant"),
        Column::text("Référence"),
        Column::text("Document"),
    ]
}

/// Every line, the last written first, and the form.
pub fn page(title: Page, url: &str, (lu, edit): (&ArgentLu, bool)) -> SheetView {
    let lead = "Notez ce que la CPAM annonce, puis ce qui arrive sur le compte. Une erreur se corrige par une ligne\u{a0}: rien n'est effacé.";
    let mut parts = vec![Part::Lead(lead.into())];
    if lu.mouvements.is_empty() {
        parts.push(Part::Empty(EmptyState {
            title: "Aucun versement noté à ce jour.",
            text: "La coordination et le trésorier les notent.".into(),
            link: None,
        }));
    } else {
        let mut table = Table::new("Notifications et versements", columns());
        table.rows = lu.mouvements.iter().rev().map(|one| line(url, one)).collect();
        parts.push(Part::Table("versements", table));
    }
    if edit && lu.signe() {
        parts.push(Part::Heading("Noter un versement".into()));
        let text = "Si un seul virement couvre plusieurs échéances, notez une ligne par échéance, avec la même référence. Une part variable n'apparaît qu'après l'évaluation de son année.";
        parts.push(Part::Text(vec![text.into()]));
        parts.push(Part::Form(form(url, lu)));
    } else if !lu.signe() {
        parts.push(Part::Notice(Notice::new(Tone::Attention, crate::wording::argent::NOT_SIGNED)));
    }
    SheetView::new(title, parts)
}

/// One line with its corrections.
pub fn une(
    title: Page,
    url: &str,
    (lu, one): (&ArgentLu, &Mouvement),
    (known, edit): (&[PieceRow], bool),
) -> SheetView {
    let current = montant_courant(one.id, &lu.mouvements);
    let own = lu.mouvements.iter().filter(|line| line.id == one.id || line.corrige == Some(one.id));
    let mut table = Table::new("Cette ligne et ses corrections", columns());
    table.rows = own.map(|line_of| line(url, line_of)).collect();
    for row in &mut table.rows {
        row.head.url = None;
    }
    let text = format!("Montant compté aujourd'hui\u{a0}: {}.", current.texte());
    let mut parts = vec![Part::Table("lignes", table), Part::Text(vec![text])];
    let own = format!("{url}/versements/{}", one.id);
    let label = match one.genre {
        GenreMouvement::Notifie => "Lettre ou message de la CPAM",
        GenreMouvement::Recu => "Avis de virement ou relevé de compte",
    };
    parts.extend(documents(&one.pieces, (&own, label), (known, edit)));
    if edit {
        parts.push(Part::Heading("Corriger le montant".into()));
        let items = vec![
            Item::Field(
                Field::new("montant", "Montant exact, en euros")
                    .hint("Écrivez 0 si cette ligne n'aurait pas dû être notée.")
                    .required(),
            ),
            Item::Field(Field::new("motif", "Motif de la correction").required()),
        ];
        let form = Form::new(format!("{own}/corriger"), "Corriger ce versement", items);
        parts.push(Part::Form(form.cancel("Revenir aux versements", format!("{url}/versements"))));
    }
    SheetView::new(title, parts)
}
