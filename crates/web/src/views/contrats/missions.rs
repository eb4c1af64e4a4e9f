//! The missions of a contract: clocks, starts, the crisis plan, crises, the file of the signature.

use domain::aci::contrat::{Alerte, ContratLu, Horloge, QuoiHorloge};
use domain::aci::preuve::Preuve;
use domain::aci::regles::Regles;
use domain::ids::PreuveId;
use domain::nombres::date;

use super::{alertes, versioned};
use crate::views::components::{
    ActionForm, Cell, Choice, Column, Field, FieldKind, Link, Notice, Opt, Row, Table, Tone,
};
use crate::views::page::Page;
use crate::views::sheet::{Acte, Form, Item, Part, SheetView};
use crate::wording::contrats as mots;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Regard<'a> {
    /// The contract.
    pub one: &'a ContratLu,
    /// Its clocks.
    pub horloges: &'a [Horloge],
    /// Those that press.
    pub pressing: &'a [(Alerte, Horloge)],
    /// The dated rules.
    pub regles: &'a Regles,
    /// The evidence of its vault, withdrawn ones too.
    pub preuves: &'a [Preuve],
    /// Whether the person notes what happens.
    pub edit: bool,
}

/// Evidence that stands for something that happened: its page, and how it is named.
fn shown(regard: &Regard<'_>, id: Option<PreuveId>, url: &str) -> Option<(String, String)> {
    let one = regard.preuves.iter().find(|one| Some(one.id) == id)?;
    let gone = if one.fiche.retrait.is_some() { ", retirée du coffre" } else { "" };
    Some((format!("{url}/preuves/{}", one.id), format!("Preuve\u{a0}: {}{gone}", one.titre)))
}

/// The evidence that can be chosen; nothing when the vault is empty.
fn evidence_field(regard: &Regard<'_>, (id, label): (String, &str), held: Option<PreuveId>) -> Option<Item> {
    let live = regard.preuves.iter().filter(|one| one.fiche.retrait.is_none());
    let option = |one: &Preuve| {
        let label = format!("{}, {}", one.titre, date(one.le));
        Opt::new(one.id.to_string(), label, Some(one.id) == held)
    };
    let mut options: Vec<Opt> = live.map(option).collect();
    if options.is_empty() {
        return None;
    }
    options.insert(0, Opt::new("", "Aucune preuve", held.is_none()));
    Some(Item::Select(Choice::new("preuve", label, options).id(id)))
}

fn clocks(regard: &Regard<'_>, url: &str) -> Table {
    let columns = ["Échéance", "Limite", "Prévu", "Où en est-on\u{202f}?"].map(Column::text);
    let mut table = Table::new("Les échéances du contrat", columns.to_vec());
    let line = |one: &Horloge| {
        let state = Cell::from(mots::etat(one));
        let state = match one.alerte() {
            None => state,
            Some(alerte) => state.tag(Tone::Attention, mots::alerte(alerte)),
        };
        let proof = match &one.quoi {
            QuoiHorloge::Debut(cle) => regard.one.suivi().missions.get(cle).and_then(|one| one.preuve),
            _ => None,
        };
        let state = match shown(regard, proof, url) {
            Some((page, text)) => state.note(text).link(page),
            None => state,
        };
        let kind = if one.obligatoire { "Obligatoire" } else { "" };
        let head = Cell::from(one.quoi.label());
        let head = if kind.is_empty() { head } else { head.note(kind) };
        Row::new(head, vec![date(one.limite).into(), one.prevu.map(date).unwrap_or_default().into(), state])
    };
    table.rows = regard.horloges.iter().map(line).collect();
    table
}

fn source(regles: &Regles) -> String {
    let of = regles.missions.first();
    let (sources, sure) =
        of.map_or((String::new(), ""), |one| (one.sources.join(", "), one.confidence.label()));
    format!("Délais comptés de la signature, mois par mois. Source\u{a0}: {sources} ({sure}).")
}

fn day_field(name: &'static str, id: String, label: &str) -> Item {
    Item::Field(Field::new(name, label).id(id).hint("Par exemple 15/10/2026.").required())
}

fn mission_parts(regard: &Regard<'_>, url: &str) -> Vec<Part> {
    let Some(termes) = regard.one.signes() else { return Vec::new() };
    let mut parts = vec![Part::Heading("Noter ce qui s'est passé".into())];
    if regard.preuves.iter().all(|one| one.fiche.retrait.is_some()) {
        let text = "Le coffre du contrat est vide. Ajoutez-y un compte rendu ou un protocole\u{a0}: vous pourrez le joindre au début d'une mission et au plan de crise.";
        parts.push(Part::Text(vec![text.into()]));
        parts.push(Part::Buttons(vec![Link::new("Ouvrir le coffre de preuves", format!("{url}/preuves"))]));
    }
    for mission in &termes.missions {
        let (cle, name) = (&mission.mission, mots::mission(&mission.mission));
        let known = regard.one.suivi().missions.get(cle).cloned().unwrap_or_default();
        let mut said = Vec::new();
        if let Some(start) = known.debut {
            said.push(format!("Commencée le {}.", date(start)));
        }
        if let Some(full) = known.deploiement {
            said.push(format!("Pleinement déployée le {}.", date(full)));
        }
        said.extend(shown(regard, known.preuve, url).map(|(_, text)| format!("{text}.")));
        for one in &known.corrections {
            let before = one.avant.map(date).unwrap_or_default();
            said.push(format!("Début corrigé, il était noté le {before}\u{a0}: {}", one.motif));
        }
        parts.push(Part::Actes(vec![Acte::new(name.clone(), said)]));
        let made = |what: &str, label: String, items| {
            let form = Form::new(format!("{url}/missions/{cle}/{what}"), label, items).wide();
            versioned(form, regard.one)
        };
        let form = |what: &str, label: String, items| Part::Form(made(what, label, items));
        if known.debut.is_none() {
            let items = vec![day_field("le", format!("debut-{cle}"), "Commencée le")];
            parts.push(form("commencer", format!("Noter le début de «\u{a0}{name}\u{a0}»"), items));
        } else {
            let asked = (format!("preuve-{cle}"), "Preuve du début");
            if let Some(item) = evidence_field(regard, asked, known.preuve) {
                let label = format!("Joindre la preuve du début de «\u{a0}{name}\u{a0}»");
                let proof = made("preuve", label, vec![item]);
                parts.push(Part::Form(match known.preuve {
                    None => proof,
                    Some(_) => proof.folded(format!("Une autre preuve pour «\u{a0}{name}\u{a0}»\u{202f}?")),
                }));
            }
            if known.deploiement.is_none() {
                let items = vec![day_field("le", format!("plein-{cle}"), "Pleinement déployée le")];
                parts.push(form(
                    "deployer",
                    format!("Noter le plein déploiement de «\u{a0}{name}\u{a0}»"),
                    items,
                ));
            }
            let items = vec![
                Item::Field(
                    Field::new("le", "Vrai début")
                        .id(format!("corrige-{cle}"))
                        .hint("Vide si elle n'a pas commencé."),
                ),
                Item::Field(Field::new("motif", "Pourquoi").id(format!("motif-{cle}")).required()),
            ];
            let right = made("corriger", format!("Corriger le début de «\u{a0}{name}\u{a0}»"), items);
            let question = format!("Une erreur dans le début de «\u{a0}{name}\u{a0}»\u{202f}?");
            parts.push(Part::Form(right.folded(question)));
        }
    }
    parts
}

fn file_part(regard: &Regard<'_>, url: &str) -> Vec<Part> {
    let suivi = regard.one.suivi();
    let text = match suivi.complet_le {
        Some(le) => format!("La CPAM a reconnu le dossier complet le {}. Le démarrage est dû.", date(le)),
        None => "Le démarrage est versé quand la CPAM reconnaît le dossier complet.".into(),
    };
    let mut parts = vec![Part::Heading("Dossier de signature".into()), Part::Text(vec![text])];
    if !suivi.manque.is_empty() {
        let text = "Il manque\u{a0}:";
        parts.push(Part::Notice(Notice::new(Tone::Attention, text).with_details(suivi.manque.clone())));
    }
    if regard.edit {
        let complete = suivi.complet_le.map(date).unwrap_or_default();
        let items = vec![
            Item::Field(
                Field::new("complet_le", "Reconnu complet le")
                    .value(complete)
                    .hint("Vide s'il ne l'est pas encore."),
            ),
            Item::Field(
                Field::new("manque", "Ce qui manque, une ligne chacun")
                    .kind(FieldKind::Area { rows: 4 })
                    .value(suivi.manque.join("\n")),
            ),
        ];
        let form = Form::new(format!("{url}/complet"), "Enregistrer l'état du dossier", items);
        parts.push(Part::Form(versioned(form, regard.one)));
    }
    parts
}

fn away(regard: &Regard<'_>, url: String, (label, le): (String, jiff::civil::Date)) -> ActionForm {
    ActionForm::new(label, url)
        .with("version", regard.one.contrat.version.to_string())
        .with("le", date(le))
        .with("retirer", "oui")
}

fn crisis_parts(regard: &Regard<'_>, url: &str) -> Vec<Part> {
    let suivi = regard.one.suivi();
    let mut parts = vec![Part::Heading("Plan de crise et crises".into())];
    let plans = suivi.plan_crise.iter().enumerate().map(|(rank, one)| {
        let kind = if rank == 0 { "Plan de crise" } else { "Mise à jour du plan de crise" };
        let titre = format!("{kind} du {}", date(one.le));
        let evidence = shown(regard, one.preuve, url);
        let mut acte = Acte::new(titre.clone(), evidence.iter().map(|(_, text)| text.clone()).collect());
        acte.url = evidence.map(|(page, _)| page);
        if regard.edit {
            acte.actions = vec![away(
                regard,
                format!("{url}/plan-crise"),
                (format!("Retirer «\u{a0}{titre}\u{a0}»"), one.le),
            )];
        }
        acte
    });
    let crises = suivi.crises.iter().map(|one| {
        let titre = format!("Crise reconnue le {}", date(one.le));
        let mut acte = Acte::new(titre.clone(), vec![one.libelle.clone()]);
        if regard.edit {
            acte.actions = vec![away(
                regard,
                format!("{url}/crises"),
                (format!("Retirer «\u{a0}{titre}\u{a0}»"), one.le),
            )];
        }
        acte
    });
    let actes: Vec<Acte> = plans.chain(crises).collect();
    if actes.is_empty() {
        parts.push(Part::Text(vec!["Aucun plan et aucune crise notés à ce jour.".into()]));
    }
    parts.push(Part::Actes(actes));
    if regard.edit && suivi.debut("crise").is_some() {
        let mut items = vec![day_field("le", "plan-le".into(), "Date du plan ou de sa mise à jour")];
        items.extend(evidence_field(regard, ("plan-preuve".into(), "Preuve du plan"), None));
        let form = Form::new(format!("{url}/plan-crise"), "Noter le plan de crise", items).wide();
        parts.push(Part::Form(versioned(form, regard.one)));
    }
    if regard.edit {
        let items = vec![
            day_field("le", "crise-le".into(), "Crise reconnue par l'ARS le"),
            Item::Field(Field::new("libelle", "Quelle crise").required()),
        ];
        let form = Form::new(format!("{url}/crises"), "Noter une crise reconnue", items).wide();
        parts.push(Part::Form(versioned(form, regard.one)));
    }
    parts
}

/// The missions of a contract and its clocks.
pub fn page(title: Page, url: &str, regard: &Regard<'_>) -> SheetView {
    let mut parts = Vec::new();
    if regard.one.signes().is_some() {
        parts.push(alertes(regard.pressing));
    } else {
        let text = "Le contrat n'est pas encore signé\u{a0}: ces limites sont celles de la date prévue.";
        parts.push(Part::Notice(Notice::new(Tone::Info, text)));
    }
    parts.push(Part::Table("echeances", clocks(regard, url)));
    parts.push(Part::Text(vec![source(regard.regles)]));
    if regard.one.signes().is_some() {
        parts.extend(file_part(regard, url));
        if regard.edit {
            parts.extend(mission_parts(regard, url));
        }
        parts.extend(crisis_parts(regard, url));
    }
    SheetView::new(title, parts)
}
