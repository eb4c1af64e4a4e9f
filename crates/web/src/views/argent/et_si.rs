//! What would change: four questions, each a form that only asks.

use app::argent::ArgentLu;
use domain::aci::argent::Effet;
use domain::aci::poste::Poste;
use domain::aci::taille::Taille;
use domain::montant::Montant;

use crate::views::components::{Cell, Choice, Column, Field, Opt, Row, Table};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};
use crate::wording::contrats::mission;

fn signed(before: Montant, after: Montant) -> String {
    let gap = after - before;
    if gap > Montant::ZERO { format!("+{}", gap.texte()) } else { gap.texte() }
}

/// What would change, in figures and in words.
fn effect(effet: &Effet) -> Vec<Part> {
    let columns = ["Avant", "Après", "Différence"].map(Column::number);
    let mut table = Table::new(
        "Effet sur le contrat",
        std::iter::once(Column::text("Ce qui est compté")).chain(columns).collect(),
    );
    let row = |name: String, (before, after): (Montant, Montant)| {
        Row::new(name, [before.texte(), after.texte(), signed(before, after)].map(Cell::from).to_vec())
    };
    table.rows.push(row("Prudent, tout le contrat".into(), effet.prudent));
    table.rows.push(row("Attendu, tout le contrat".into(), effet.attendu));
    for (annee, before, after) in effet.annees.iter().filter(|(_, before, after)| before != after) {
        table.rows.push(row(format!("Attendu, année {annee}"), (*before, *after)));
    }
    vec![
        Part::Heading("Résultat".into()),
        Part::Table("effet", table),
        Part::List(effet.phrases.clone()),
        Part::Text(vec![
            "Rien n'est enregistré. La part variable est comptée entière là où l'année n'est pas évaluée."
                .into(),
        ]),
    ]
}

fn choose(label: &str) -> Vec<Opt> {
    vec![Opt::new("", label, true)]
}

fn years(lu: &ArgentLu) -> Vec<Opt> {
    let mut all = choose("Choisissez une année");
    all.extend(lu.termes.annees.iter().map(|one| {
        Opt::new(one.numero.to_string(), format!("Année {}, {}", one.numero, one.taille.code()), false)
    }));
    all
}

fn indicators(url: &str, lu: &ArgentLu) -> Vec<Part> {
    let here: Vec<_> = lu.indicateurs.iter().filter(|one| one.removed_at.is_none()).collect();
    let mut parts = vec![Part::Heading("Et si un indicateur était manqué".into())];
    if here.is_empty() {
        parts.push(Part::Text(vec!["Aucun indicateur n'est encore saisi pour ce contrat.".into()]));
        return parts;
    }
    let mut options = choose("Choisissez un indicateur");
    options.extend(here.iter().map(|one| {
        let amount = one.fiche.montant.texte();
        let label = format!("Année {}, {}, {} ({amount})", one.annee, mission(&one.mission), one.intitule);
        Opt::new(one.id.to_string(), label, false)
    }));
    let items = vec![
        Item::Hidden("quoi", "indicateur".into()),
        Item::Select(Choice::new("indicateur", "Indicateur", options)),
    ];
    parts.push(Part::Form(Form::new(url.to_owned(), "Voir l'effet d'un indicateur manqué", items).asking()));
    parts
}

fn late(url: &str, lu: &ArgentLu) -> Vec<Part> {
    let mut options = choose("Choisissez une mission");
    options.extend(
        lu.termes.missions.iter().map(|one| Opt::new(one.mission.clone(), mission(&one.mission), false)),
    );
    let items = vec![
        Item::Hidden("quoi", "retard".into()),
        Item::Select(Choice::new("mission", "Mission", options)),
        Item::Field(Field::new("debut", "Début supposé").hint("Par exemple\u{a0}: 15/10/2026.")),
    ];
    vec![
        Part::Heading("Et si une mission commençait un autre jour".into()),
        Part::Form(Form::new(url.to_owned(), "Voir l'effet d'un retard", items).asking()),
    ]
}

fn class(url: &str, lu: &ArgentLu) -> Vec<Part> {
    let mut options = choose("Choisissez une classe");
    options.extend(Taille::ALL.map(|one| Opt::new(one.code(), one.code(), false)));
    let items = vec![
        Item::Hidden("quoi", "classe".into()),
        Item::Select(Choice::new("annee_classe", "À partir de l'année", years(lu))),
        Item::Select(Choice::new("taille", "Classe de taille", options)),
    ];
    vec![
        Part::Heading("Et si la classe de taille changeait".into()),
        Part::Form(Form::new(url.to_owned(), "Voir l'effet d'un changement de taille", items).asking()),
    ]
}

fn transfer(url: &str, lu: &ArgentLu) -> Vec<Part> {
    let mut postes: Vec<&Poste> = lu.termes.annees.iter().flat_map(|one| one.montants.keys()).collect();
    postes.sort();
    postes.dedup();
    let all = || {
        let mut options = choose("Choisissez une enveloppe");
        options.extend(postes.iter().map(|one| Opt::new(one.key(), one.label(), false)));
        options
    };
    let items = vec![
        Item::Hidden("quoi", "transfert".into()),
        Item::Select(Choice::new("annee_transfert", "Année", years(lu))),
        Item::Select(Choice::new("de", "Prendre dans", all())),
        Item::Select(Choice::new("vers", "Mettre dans", all())),
        Item::Field(Field::new("montant", "Montant, en euros")),
    ];
    let text = "Les textes lus ne disent pas qu'une CPTS peut déplacer de l'argent entre deux enveloppes. L'effet est montré pour en parler avec la CPAM.";
    vec![
        Part::Heading("Et si de l'argent changeait d'enveloppe".into()),
        Part::Text(vec![text.into()]),
        Part::Form(Form::new(url.to_owned(), "Voir l'effet d'un déplacement", items).asking()),
    ]
}

/// The questions, and the effect of the one that was asked.
pub fn page(title: Page, url: &str, lu: &ArgentLu, effet: Option<&Effet>) -> SheetView {
    let own = format!("{url}/et-si");
    let lead =
        "Essayez sans rien changer\u{a0}: l'effet sur l'argent du contrat s'affiche, rien n'est enregistré.";
    let mut parts = vec![Part::Lead(lead.into())];
    parts.extend(effet.into_iter().flat_map(effect));
    parts.extend(indicators(&own, lu));
    parts.extend(late(&own, lu));
    parts.extend(class(&own, lu));
    parts.extend(transfer(&own, lu));
    SheetView::new(title, parts)
}
