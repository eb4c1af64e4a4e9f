//! The form of an indicator.

use domain::aci::indicateur::{IndicateurTape, Nature, PALIERS, Sens, SourceValeur};
use domain::aci::missions::Missions;

use crate::views::components::{ActionForm, Choice, Field, FieldKind, Opt};
use crate::views::page::Page;
use crate::views::sheet::{Acte, Form, Item, Part, SheetView};

/// Shapes, as the form offers them.
const FORMES: [(&str, &str, &str); 4] = [
    ("oui_non", "Oui ou non", "Fait ou non. Tout le montant, ou rien."),
    ("seuil", "Un seuil", "Une cible à atteindre. Tout le montant, ou rien."),
    ("paliers", "Des paliers", "Le meilleur palier atteint est payé, seul. La borne est comprise."),
    ("texte", "Appréciation des parties", "La CPTS propose un montant, la CPAM et l'ARS se prononcent."),
];

fn options<'a>(all: impl Iterator<Item = (&'a str, &'a str)>, chosen: &str) -> Vec<Opt> {
    all.map(|(key, label)| Opt::new(key, label, key == chosen)).collect()
}

fn asked(table: &'static Missions, typed: &IndicateurTape) -> Vec<Item> {
    let missions = table.missions.iter().map(|one| (one.cle.as_str(), one.court.as_str()));
    let natures = Nature::ALL.iter().map(|one| (one.key(), one.label()));
    let area = |name, label: &str, value: &str| {
        Item::Field(Field::new(name, label).kind(FieldKind::Area { rows: 2 }).value(value))
    };
    vec![
        Item::Titre("Ce qui est demandé".into()),
        Item::Select(Choice::new("mission", "Mission", options(missions, &typed.mission))),
        Item::Field(
            Field::new("intitule", "Indicateur")
                .kind(FieldKind::Area { rows: 2 })
                .value(typed.intitule.as_str())
                .hint("Dans les mots du contrat.")
                .required(),
        ),
        area("objectif", "Objectif du contrat", &typed.objectif),
        Item::Radios(Choice::new("nature", "Nature", options(natures, &typed.nature))),
    ]
}

fn measured(typed: &IndicateurTape) -> Vec<Item> {
    let shapes =
        FORMES.iter().map(|(key, label, hint)| Opt::new(*key, *label, *key == typed.forme).hint(*hint));
    let mut sides = options(Sens::ALL.iter().map(|one| (one.key(), one.label())), &typed.sens);
    sides.insert(0, Opt::new("", "Sans objet", typed.sens.is_empty()));
    let sources = SourceValeur::ALL.iter().map(|one| (one.key(), one.label()));
    let field = |name, label: &str, value: &str| Field::new(name, label).value(value);
    vec![
        Item::Titre("Comment il se mesure".into()),
        Item::Radios(Choice::new("forme", "Forme", shapes.collect())),
        Item::Select(Choice::new("sens", "Sens de la cible", sides)),
        Item::Field(field("cible", "Cible d'un seuil", &typed.cible).hint("Par exemple 68 811 ou 69,70.")),
        Item::Field(field("unite", "Unité", &typed.unite).hint("Par exemple patients, ou %.")),
        Item::Field(field("initiale", "Valeur initiale", &typed.initiale)),
        Item::Field(
            field("variation", "Variation imprimée", &typed.variation)
                .hint("Si le contrat l'écrit\u{a0}: Maillage vérifie qu'elle mène à la cible."),
        ),
        Item::Select(Choice::new("source", "D'où vient la valeur", options(sources, &typed.source))),
    ]
}

fn paid(typed: &IndicateurTape) -> Vec<Item> {
    let mut items = vec![Item::Titre("Ce qu'il paie".into())];
    let amount = Field::new("montant", "Montant")
        .value(typed.montant.as_str())
        .hint("Le plus qu'il paie, en euros. Vide pour des paliers\u{a0}: le meilleur le dit.");
    items.push(Item::Field(amount));
    for rank in 0..PALIERS {
        let (borne, montant) = typed.paliers.get(rank).cloned().unwrap_or_default();
        let number = rank + 1;
        let one = |name: String, label: String, value: String| {
            Item::Typed(Field::new("champ", label).id(name.clone()).value(value), name)
        };
        items.push(one(format!("borne-{number}"), format!("Palier {number}, borne"), borne));
        items.push(one(format!("montant-{number}"), format!("Palier {number}, montant"), montant));
    }
    items.push(Item::Titre("Ce qu'il faut montrer".into()));
    let evidence = Field::new("preuves", "Justificatifs demandés")
        .kind(FieldKind::Area { rows: 3 })
        .value(typed.preuves.as_str())
        .hint("Dans les mots du contrat.");
    items.push(Item::Field(evidence));
    items
}

/// What is being written: a new one, or a known one with its version.
pub struct Ici<'a> {
    /// Address of the year.
    pub url: &'a str,
    /// End of the address of the form.
    pub form: String,
    /// The version that was shown, for a known one.
    pub version: Option<i64>,
}

/// The form of an indicator.
pub fn page(title: Page, ici: &Ici<'_>, (table, typed): (&'static Missions, &IndicateurTape)) -> SheetView {
    let mut items = asked(table, typed);
    items.extend(measured(typed));
    items.extend(paid(typed));
    if let Some(version) = ici.version {
        items.push(Item::Hidden("version", version.to_string()));
    }
    let action = format!("{}/indicateurs/{}", ici.url, ici.form);
    let form = Form::new(action.clone(), "Enregistrer l'indicateur", items).wide().cancel("Annuler", ici.url);
    let mut parts = vec![Part::Form(form)];
    if ici.version.is_some() {
        let mut acte = Acte::new("Sa place et son retrait", Vec::new());
        acte.actions = vec![
            ActionForm::new("Monter d'une place", format!("{action}/monter")),
            ActionForm::new("Descendre d'une place", format!("{action}/descendre")),
            ActionForm::new("Retirer cet indicateur", format!("{action}/supprimer")),
        ];
        parts.push(Part::Actes(vec![acte]));
    }
    SheetView::new(title, parts)
}
