//! Signed versions of a contract: the list, one of them with what it changed, the signature.

use domain::aci::contrat::{ContratLu, Ecart, Termes, VersionContrat, differences};
use domain::aci::poste::Poste;
use domain::montant::Montant;
use domain::nombres::date;

use super::{montant, periode, versioned};
use crate::views::components::{Cell, Column, Definition, Field, FieldKind, Notice, Row, Table, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

/// What a version is called.
pub fn nom(version: &VersionContrat) -> String {
    if version.numero == 0 { "Contrat".into() } else { format!("Avenant {}", version.numero) }
}

/// The signed versions.
pub fn table(url: &str, one: &ContratLu) -> Table {
    let columns = ["Version", "Signée le", "Applicable depuis le", "Objet"].map(Column::text);
    let mut table = Table::new("Versions signées du contrat", columns.to_vec());
    let line = |version: &VersionContrat| {
        let head = Cell::from(nom(version)).link(format!("{url}/versions/{}", version.numero));
        let objet = if version.objet.is_empty() { "Signature" } else { version.objet.as_str() };
        let cells = vec![date(version.signe_le).into(), date(version.effet_le).into(), objet.into()];
        Row::new(head, cells)
    };
    table.rows = one.versions.iter().map(line).collect();
    table
}

fn amount(value: Montant) -> Cell {
    let sign = if value > Montant::ZERO { "+" } else { "" };
    Cell::from(format!("{sign}{}", value.texte()))
}

/// What differs between two versions, and what the CPTS gains or loses.
pub fn ecarts(all: &[Ecart]) -> Vec<Part> {
    if all.is_empty() {
        return vec![Part::Text(vec!["Rien ne change.".into()])];
    }
    let columns = vec![
        Column::text("Ce qui change"),
        Column::text("Avant"),
        Column::text("Après"),
        Column::number("Gain ou perte"),
    ];
    let mut table = Table::new("Différences entre les deux versions", columns);
    let line = |one: &Ecart| {
        let said = |value: &Option<String>| Cell::from(value.clone().unwrap_or_else(|| "absent".into()));
        let gain = one.gain.map_or_else(Cell::default, amount);
        Row::new(one.quoi.clone(), vec![said(&one.avant), said(&one.apres), gain])
    };
    table.rows = all.iter().map(line).collect();
    let total: Montant = all.iter().filter_map(|one| one.gain).sum();
    table.rows.push(Row::total(
        "Total des montants changés",
        vec![Cell::default(), Cell::default(), amount(total)],
    ));
    vec![Part::Table("differences", table)]
}

/// Every amount of the terms, a line a poste, a column a year.
pub fn montants(termes: &Termes) -> Table {
    let mut columns = vec![Column::text("Poste")];
    let years = termes.calendrier();
    columns.extend(years.iter().map(|year| Column::number(format!("Année {}", year.numero))));
    let mut table = Table::new("Montants d'une année entière", columns);
    let line = |poste: Poste| {
        let cells = termes.annees.iter().map(|annee| Cell::from(montant(annee.montant(&poste)))).collect();
        Row::new(poste.label(), cells)
    };
    table.rows = termes.postes().into_iter().map(line).collect();
    let sizes = termes.annees.iter().map(|annee| Cell::from(annee.taille.code())).collect();
    table.rows.insert(0, Row::new("Classe de taille", sizes));
    let ordinary = termes.annees.iter().map(|annee| Cell::from(annee.ordinaire().texte())).collect();
    table.rows.push(Row::total("Année ordinaire, sans crise", ordinary));
    let prudent = termes.annees.iter().map(|annee| Cell::from(annee.prudent().texte())).collect();
    table.rows.push(Row::total("Part fixe seule", prudent));
    table
}

/// Missions of the terms, with their planned dates.
pub fn missions(termes: &Termes) -> Table {
    let columns = ["Mission", "Début prévu", "Plein déploiement prévu"].map(Column::text);
    let mut table = Table::new("Missions du contrat", columns.to_vec());
    table.rows = termes
        .missions
        .iter()
        .map(|one| {
            let full = one.deploiement_prevu.map(date).unwrap_or_default();
            Row::new(
                crate::wording::contrats::mission(&one.mission),
                vec![date(one.debut_prevu).into(), full.into()],
            )
        })
        .collect();
    table
}

/// What no text settles, as these terms read it.
pub fn lectures(termes: &Termes) -> Vec<Definition> {
    let taken = termes.parametres;
    vec![
        Definition::new("Compte des jours", taken.base_jours.label()),
        Definition::new("Dernier jour d'une année", taken.dernier_jour.label()),
        Definition::new("Démarrage et première année", taken.demarrage.label()),
        Definition::new("Part variable de la première année", taken.variable_premiere.label()),
    ]
}

/// The terms, whole.
pub fn termes(termes: &Termes) -> Vec<Part> {
    let start = Definition::new("Démarrage, versé à la signature", montant(termes.demarrage));
    let years = termes.calendrier();
    let years = years.iter().map(|year| format!("Année {}\u{a0}: {}", year.numero, periode(termes, year)));
    vec![
        Part::Definitions(vec![start]),
        Part::Table("montants", montants(termes)),
        Part::Table("missions", missions(termes)),
        Part::Details(
            "Années du contrat".into(),
            years.map(|text| Definition::new("Période", text)).collect(),
        ),
        Part::Details("Ce que les textes ne tranchent pas".into(), lectures(termes)),
    ]
}

/// One signed version: what it changed, then everything that it says.
pub fn une(title: Page, one: &ContratLu, version: &VersionContrat) -> SheetView {
    let mut facts = vec![
        Definition::new("Signée le", date(version.signe_le)),
        Definition::new("Applicable depuis le", date(version.effet_le)),
    ];
    if !version.objet.is_empty() {
        facts.push(Definition::new("Objet", version.objet.clone()));
    }
    let mut parts = vec![Part::Definitions(facts)];
    let before = one.versions.iter().rev().find(|other| other.numero < version.numero);
    if let Some(before) = before {
        parts.push(Part::Heading(format!("Ce qui change par rapport à «\u{a0}{}\u{a0}»", nom(before))));
        parts.extend(ecarts(&differences(&before.termes, &version.termes)));
    }
    parts.push(Part::Heading("Les termes".into()));
    parts.extend(termes(&version.termes));
    SheetView::new(title, parts)
}

/// The page of a signature: what is about to be signed.
pub fn signer(title: Page, url: &str, (one, draft): (&ContratLu, &Termes)) -> SheetView {
    let mut parts = Vec::new();
    let (text, items, button) = match one.signes() {
        None => (
            format!(
                "Le contrat est noté comme signé le {}. Ses termes ne changeront plus que par un avenant.",
                date(draft.signature)
            ),
            Vec::new(),
            "Enregistrer la signature",
        ),
        Some(held) => {
            parts.push(Part::Heading("Ce que l'avenant change".into()));
            parts.extend(ecarts(&differences(held, draft)));
            let items = vec![
                Item::Field(Field::new("signe_le", "Signé le").required()),
                Item::Field(Field::new("effet_le", "Applicable à partir du").required()),
                Item::Field(Field::new("objet", "Objet").kind(FieldKind::Area { rows: 3 }).required()),
            ];
            (
                "L'avenant devient une version du contrat. Elle ne changera plus.".to_owned(),
                items,
                "Signer l'avenant",
            )
        }
    };
    let form = Form::new(format!("{url}/signer"), button, items).cancel("Annuler", url);
    parts.insert(0, Part::Notice(Notice::new(Tone::Info, text)));
    parts.push(Part::Form(versioned(form, one)));
    parts.push(Part::Heading("Les termes à signer".into()));
    parts.extend(termes(draft));
    SheetView::new(title, parts)
}
