//! One's own data: what is kept, the file, the requests, the erasure.

use app::rgpd::{DemandeLine, DossierSection, DossierValue};
use documents::{Dossier, DossierField, DossierPart};
use domain::nombres::{compte, date};

use super::demandes::droits;
use super::{area, download};
use crate::views::components::{Cell, Choice, Column, Definition, Link, Notice, Opt, Row, Table, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};
use crate::wording;

/// Addresses of these pages.
pub const DONNEES: &str = "/compte/donnees";
/// Confirmation of the erasure.
pub const EFFACEMENT: &str = "/compte/effacement";

/// What the confirmation sends, so that an empty form erases nobody.
pub const CONFIRM: (&str, &str) = ("confirmer", "oui");

/// What is kept about the person. `cpts` answer their requests: value, name.
pub fn view(
    page: Page,
    sections: &[DossierSection],
    demandes: &[DemandeLine],
    cpts: &[(String, String)],
) -> SheetView {
    let mut parts = vec![
        Part::Lead("Voici tout ce que Maillage garde sur vous, et pourquoi.".into()),
        Part::Table("conserve", table(sections)),
        Part::Heading("Emporter mes données".into()),
        Part::Downloads(vec![
            download("Mes données", format!("{DONNEES}.csv"), ("CSV", "Pour les lire dans un tableur.")),
            download("Mes données", format!("{DONNEES}.json"), ("JSON", "Pour un autre service.")),
        ]),
        Part::Heading("Exercer un droit".into()),
    ];
    if !demandes.is_empty() {
        parts.push(Part::Table("demandes", requests(demandes, cpts)));
    }
    parts.push(match cpts {
        [] => Part::Text(vec![
            "Vous n'avez de rôle dans aucune CPTS. Écrivez à la personne qui gère cette instance.".into(),
        ]),
        some => Part::Form(request(some)),
    });
    parts.push(Part::Heading("Effacer mon compte".into()));
    parts.push(Part::Text(vec!["La page suivante dit ce qui part et ce qui reste.".into()]));
    parts.push(Part::Buttons(vec![Link::new("Préparer l'effacement de mon compte", EFFACEMENT)]));
    SheetView::new(page, parts)
}

fn table(sections: &[DossierSection]) -> Table {
    let columns =
        vec![Column::text("Quoi"), Column::number("Lignes"), Column::text("Pourquoi, combien de temps")];
    let mut table = Table::new("Ce qui est gardé sur vous", columns);
    let row = |section: &DossierSection| {
        let (title, why) = wording::rgpd::part(section.table);
        let count = domain::nombres::entier(section.rows.len() as i64);
        Row::new(title, vec![count.into(), why.into()])
    };
    table.rows = sections.iter().map(row).collect();
    table
}

fn requests(demandes: &[DemandeLine], cpts: &[(String, String)]) -> Table {
    let columns = ["Demande", "CPTS", "Reçue le", "État", "Réponse"].map(Column::text).to_vec();
    let mut table = Table::new("Vos demandes", columns);
    let row = |line: &DemandeLine| {
        let id = line.row.cpts.to_string();
        let name = cpts.iter().find(|(value, _)| *value == id).map(|(_, name)| name.clone());
        Row::new(
            line.row.droit.label(),
            vec![
                Cell::from(name.unwrap_or_default()),
                date(line.row.received_on).into(),
                wording::rgpd::demande(line.state).into(),
                line.row.answer.clone().unwrap_or_default().into(),
            ],
        )
    };
    table.rows = demandes.iter().map(row).collect();
    table
}

fn request(cpts: &[(String, String)]) -> Form {
    let one = cpts.len() == 1;
    let options = cpts.iter().map(|(value, name)| Opt::new(value, name, one)).collect();
    Form::new(
        format!("{DONNEES}/demande"),
        "Envoyer ma demande",
        vec![
            Item::Radios(Choice::new("cpts", "À quelle CPTS", options)),
            Item::Radios(droits()),
            area("message", "Votre message", (4, "Dites de quelles données il s'agit.", "")),
        ],
    )
}

/// What an erasure takes away and what it leaves, and why.
pub fn consequences() -> Vec<Part> {
    let list = |lines: &[(&str, &str)]| {
        Part::Definitions(lines.iter().map(|(term, text)| Definition::new(*term, *text)).collect())
    };
    vec![
        Part::Heading("Ce qui part tout de suite".into()),
        Part::List(vec![
            "Le nom et l'adresse de courriel du compte.".into(),
            "Le mot de passe, les clés, les codes, les connexions.".into(),
            "Les invitations et les courriels à cette adresse.".into(),
            "Le nom et le texte des demandes sur les données.".into(),
            "Tous les rôles en cours, qui finissent à l'instant.".into(),
        ]),
        Part::Heading("Ce qui reste, et pourquoi".into()),
        list(&[
            (
                "Le journal des actions",
                "Il garde un identifiant sans nom, 10 ans\u{a0}: il prouve ce qui a été fait.",
            ),
            ("Les pièces comptables", "La loi oblige l'association à les garder 10 ans."),
            ("Les rôles datés", "Ils restent sans nom, 36 mois\u{a0}: ils disent qui pouvait décider."),
            ("Les textes écrits par d'autres", "La CPTS les corrige elle-même si votre nom y figure."),
            ("Les sauvegardes", "Elles s'effacent d'elles-mêmes, à leur date."),
        ]),
    ]
}

/// The confirmation of one's own erasure; `obstacle` says who must take over first.
pub fn erase(page: Page, obstacle: Option<String>) -> SheetView {
    let mut parts = vec![Part::Lead("Vous allez effacer votre compte. Ce geste ne se rattrape pas.".into())];
    parts.extend(consequences());
    match obstacle {
        Some(text) => parts.push(Part::Notice(Notice::new(Tone::Attention, text))),
        None => parts.push(Part::Form(
            Form::new(EFFACEMENT, "Effacer mon compte", vec![Item::Hidden(CONFIRM.0, CONFIRM.1.into())])
                .danger()
                .cancel("Garder mon compte", DONNEES),
        )),
    }
    SheetView::new(page, parts)
}

/// What a person reads once their account is empty.
pub fn erased(page: Page) -> SheetView {
    let text = "Vos données personnelles sont effacées et votre session est terminée.".to_owned();
    SheetView::new(page, vec![Part::Lead(text)])
}

/// The file, ready to write.
pub fn dossier(
    established: String,
    sections: &[DossierSection],
    moment: impl Fn(jiff::Timestamp) -> String,
) -> Dossier {
    let value = |value: &DossierValue| match value {
        DossierValue::Empty => String::new(),
        DossierValue::Text(text) => text.clone(),
        DossierValue::Instant(at) => moment(*at),
        DossierValue::Number(number) => number.to_string(),
        DossierValue::Flag(true) => "oui".to_owned(),
        DossierValue::Flag(false) => "non".to_owned(),
    };
    let part = |section: &DossierSection| {
        let (title, why) = wording::rgpd::part(section.table);
        let row = |row: &Vec<DossierValue>| {
            let fields = section.columns.iter().zip(row).map(|(column, found)| DossierField {
                label: wording::rgpd::column(column),
                column: (*column).to_owned(),
                value: value(found),
            });
            fields.collect()
        };
        DossierPart {
            title,
            why,
            table: section.table.to_owned(),
            rows: section.rows.iter().map(row).collect(),
        }
    };
    Dossier { established, parts: sections.iter().map(part).collect() }
}

/// `3 lignes`.
pub fn lines(sections: &[DossierSection]) -> String {
    compte(sections.iter().map(|section| section.rows.len()).sum(), "ligne", "lignes")
}
