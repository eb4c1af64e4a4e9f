//! The membership of somebody, year by year.

use domain::communaute::adhesions::{
    Adhesion, AdhesionState, Bareme, Identite, MotifSortie, MoyenPaiement, montant,
};
use domain::communaute::{Mandat, Personne};
use domain::nombres::{compte, date};

use super::super::components::{
    Cell, Choice, Column, Definition, Download, Field, FieldKind, Notice, Opt, Row, Table, Tone,
};
use super::super::page::Page;
use super::super::sheet::{Form, Item, Part, SheetView};
use super::{boxes, categories, dues, state};

/// What this person may do here.
#[derive(Clone, Copy, Debug, Default)]
pub struct May {
    /// Record payments, departures.
    pub manage: bool,
    /// Accept and refuse.
    pub decide: bool,
    /// End seats.
    pub seats: bool,
}

/// What is known of a membership.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The membership.
    pub one: &'a Adhesion,
    /// The person.
    pub personne: &'a Personne,
    /// Other years of the same person.
    pub others: &'a [&'a Adhesion],
    /// The scale of dues.
    pub bareme: &'a Bareme,
    /// Their seats that run on the day of their departure, or today.
    pub mandats: &'a [Mandat],
    /// What this person may do.
    pub may: May,
}

/// The page.
pub fn show(page: Page, base: &str, seen: Seen<'_>) -> SheetView {
    let Seen { one, bareme, may, .. } = seen;
    let here = format!("{base}/{}", one.id);
    let (tone, word) = state(one);
    let mut parts = vec![Part::Notice(Notice::new(tone, format!("Adhésion {} {word}.", one.annee)))];
    let mut known = vec![
        Definition::new("Cotisation", dues(one)),
        Definition::new(
            "Catégorie",
            if bareme.nom(one.fiche.categorie.as_deref()).is_empty() {
                "non choisie"
            } else {
                bareme.nom(one.fiche.categorie.as_deref())
            },
        ),
    ];
    known.extend(one.fiche.decidee.map(|day| Definition::new("Décidée le", date(day))));
    if !one.fiche.motif.is_empty() {
        known.push(Definition::new("Motif du refus", one.fiche.motif.clone()));
    }
    if one.fiche.renouvellement {
        known.push(Definition::new("Nature", "Renouvellement"));
    }
    parts.push(Part::Definitions(known));
    parts.extend(one.fiche.identite.as_ref().map(|who| declared(seen.personne, who)));
    if one.state == AdhesionState::Demandee && may.decide {
        parts.extend(decision(&here));
    }
    parts.extend(checks(&here, seen));
    parts.extend(money(&here, seen));
    parts.extend(leaving(&here, seen));
    parts.extend(years(base, seen));
    SheetView::new(page, parts)
}

/// What they said of themselves, when the sheet says otherwise.
fn declared(personne: &Personne, who: &Identite) -> Part {
    let same = territory::text::search_key(&format!("{} {}", who.nom, who.prenom))
        == territory::text::search_key(&format!("{} {}", personne.nom, personne.prenom));
    let mut list = vec![Definition::new("Nom déclaré", format!("{} {}", who.prenom, who.nom))];
    list.extend(who.rpps.clone().map(|rpps| Definition::new("RPPS déclaré", rpps)));
    list.extend(who.courriel.clone().map(|courriel| Definition::new("E-mail déclaré", courriel)));
    if !same {
        list.push(Definition::new(
            "À vérifier",
            "Le nom déclaré n'est pas celui de la fiche qui a ce numéro.",
        ));
    }
    Part::Definitions(list)
}

fn decision(here: &str) -> Vec<Part> {
    let day = || {
        Item::Field(Field::new("le", "Décidé le").hint("Par exemple 12/03/2026. Vide\u{a0}: aujourd'hui."))
    };
    let mut other = day();
    if let Item::Field(field) = &mut other {
        field.id = "le-refus".into();
    }
    let refuse = vec![
        Item::Hidden("decision", "refuser".into()),
        other,
        Item::Field(
            Field::new("motif", "Motif du refus")
                .kind(FieldKind::Area { rows: 3 })
                .hint("La personne le recevra."),
        ),
    ];
    vec![
        Part::Heading("Décision du bureau".into()),
        Part::Form(Form::new(
            format!("{here}/decision"),
            "Accepter l'adhésion",
            vec![Item::Hidden("decision", "accepter".into()), day()],
        )),
        Part::Form(Form::new(format!("{here}/decision"), "Refuser l'adhésion", refuse).danger()),
    ]
}

fn checks(here: &str, Seen { one, may, .. }: Seen<'_>) -> Vec<Part> {
    let list = one
        .fiche
        .verifications
        .iter()
        .map(|(check, day)| Definition::new(check.label(), format!("le {}", date(*day))));
    let mut parts = vec![Part::Heading("Quatre vérifications".into()), Part::Definitions(list.collect())];
    let missing = one.missing();
    if !missing.is_empty() {
        let words = missing.iter().map(|one| one.label().to_owned()).collect();
        parts.push(Part::Text(vec!["Il manque\u{a0}:".into()]));
        parts.push(Part::List(words));
        if may.manage {
            let Item::Boxes(mut choice) = boxes(&[]) else { return parts };
            choice.label = "Ce que la personne a accepté".into();
            choice.options.retain(|option| missing.iter().any(|one| one.key() == option.value));
            parts.push(Part::Form(Form::new(
                format!("{here}/verifications"),
                "Enregistrer les vérifications",
                vec![Item::Boxes(choice)],
            )));
        }
    }
    parts
}

fn money(here: &str, Seen { one, bareme, may, .. }: Seen<'_>) -> Vec<Part> {
    let mut parts = vec![Part::Heading("Cotisation".into())];
    if !one.fiche.paiements.is_empty() {
        let columns = vec![
            Column::text("Date"),
            Column::text("Moyen"),
            Column::text("Référence"),
            Column::number("Montant"),
        ];
        let mut table = Table::new("Paiements", columns);
        table.rows = one
            .fiche
            .paiements
            .iter()
            .map(|paid| {
                Row::new(
                    date(paid.le),
                    vec![
                        paid.moyen.label().into(),
                        paid.reference.clone().into(),
                        montant(paid.cents).into(),
                    ],
                )
            })
            .collect();
        table.rows.push(Row::total(
            "Total",
            vec![Cell::default(), Cell::default(), montant(one.paid_cents()).into()],
        ));
        parts.push(Part::Table("paiements", table));
    }
    let mut files = Vec::new();
    if one.state == AdhesionState::Acceptee {
        files.push(Download {
            label: "Certificat d'adhésion".into(),
            url: format!("{here}/certificat.pdf"),
            format: "PDF",
            hint: "À donner au membre.",
        });
    }
    if one.paid_cents() > 0 {
        files.push(Download {
            label: "Reçu de cotisation".into(),
            url: format!("{here}/recu.pdf"),
            format: "PDF",
            hint: "Ce n'est pas un reçu fiscal.",
        });
    }
    parts.push(Part::Downloads(files));
    if may.manage && one.state != AdhesionState::Refusee {
        parts.push(Part::Form(payment(here)));
        let options = categories(bareme, one.annee, one.fiche.categorie.as_deref());
        if options.len() > 1 || one.fiche.du_cents.is_none() && !options.is_empty() {
            let items = vec![Item::Select(Choice::new("categorie", "Catégorie", options))];
            parts.push(Part::Form(Form::new(format!("{here}/categorie"), "Changer la catégorie", items)));
        }
    }
    parts
}

fn payment(here: &str) -> Form {
    let ways = MoyenPaiement::ALL
        .iter()
        .map(|one| Opt::new(one.key(), one.label(), *one == MoyenPaiement::Virement));
    let items = vec![
        Item::Field(
            Field::new("montant", "Montant reçu, en euros").required().hint("Par exemple 30 ou 30,50."),
        ),
        Item::Select(Choice::new("moyen", "Moyen", ways.collect())),
        Item::Field(Field::new("le", "Reçu le").id("le-paiement").hint("Vide\u{a0}: aujourd'hui.")),
        Item::Field(Field::new("reference", "Référence").hint("Numéro du chèque ou du virement.")),
        Item::Boxes(Choice::new(
            "correction",
            "Correction",
            vec![Opt::new("oui", "Retirer ce montant\u{a0}: il a été noté par erreur", false)],
        )),
    ];
    Form::new(format!("{here}/paiement"), "Enregistrer le paiement", items)
}

fn leaving(here: &str, Seen { one, mandats, may, .. }: Seen<'_>) -> Vec<Part> {
    if one.state != AdhesionState::Acceptee {
        return Vec::new();
    }
    let mut parts = vec![Part::Heading("Départ".into())];
    match &one.fiche.sortie {
        None if may.manage => {
            let reasons = MotifSortie::ALL
                .iter()
                .map(|one| Opt::new(one.key(), one.label(), *one == MotifSortie::Demission));
            let items = vec![
                Item::Select(Choice::new("motif", "Motif", reasons.collect()).id("motif-depart")),
                Item::Field(
                    Field::new("le", "Dernier jour de membre")
                        .id("le-depart")
                        .hint("Vide\u{a0}: aujourd'hui."),
                ),
            ];
            parts.push(Part::Form(
                Form::new(format!("{here}/depart"), "Enregistrer le départ", items).danger(),
            ));
        }
        None => parts.push(Part::Text(vec!["Cette personne est toujours membre.".into()])),
        Some(left) => {
            parts.push(Part::Text(vec![format!("{}, le {}.", left.motif.label(), date(left.le))]));
            parts.extend(seats(here, (mandats.len(), left.mandats.len()), may));
            if may.manage && left.mandats.is_empty() {
                parts.push(Part::Form(Form::new(
                    format!("{here}/retablir"),
                    "Annuler ce départ",
                    Vec::new(),
                )));
            }
        }
    }
    parts
}

fn seats(here: &str, (running, ended): (usize, usize), may: May) -> Vec<Part> {
    let form = |button: String, value: &str| {
        Part::Form(Form::new(
            format!("{here}/mandats"),
            button,
            vec![Item::Hidden("action", value.to_owned())],
        ))
    };
    let mut parts = Vec::new();
    if running > 0 && ended == 0 {
        parts.push(Part::Notice(Notice::new(
            Tone::Attention,
            format!("{} encore pour cette personne.", compte(running, "mandat court", "mandats courent")),
        )));
        if may.seats {
            parts.push(form(format!("Terminer {}", compte(running, "mandat", "mandats")), "terminer"));
        }
    }
    if ended > 0 {
        parts.push(Part::Text(vec![format!(
            "{} avec ce départ.",
            compte(ended, "mandat est terminé", "mandats sont terminés")
        )]));
        if may.seats {
            parts.push(form(format!("Reprendre {}", compte(ended, "mandat", "mandats")), "reprendre"));
        }
    }
    parts
}

fn years(base: &str, Seen { others, .. }: Seen<'_>) -> Option<Part> {
    let mut table = Table::new(
        "Autres années",
        vec![Column::text("Année"), Column::text("État"), Column::text("Cotisation")],
    );
    let row = |one: &&Adhesion| {
        let (tone, word) = state(one);
        let head = Cell::from(one.annee.to_string()).link(format!("{base}/{}", one.id));
        Row::new(head, vec![Cell::from("").tag(tone, word), dues(one).into()])
    };
    table.rows = others.iter().map(row).collect();
    (!table.rows.is_empty()).then_some(Part::Table("annees", table))
}
