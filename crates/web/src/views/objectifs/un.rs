//! One objective: its form, its place, its removal.

use app::objectifs::ObjectifLu;
use domain::aci::missions::Missions;
use domain::ids::GroupeId;
use domain::nombres::compte;
use domain::objectifs::{Besoin, Fil, Niveau, Noeud, Objectif, Saisie};

use super::{ajouter, court, details, voix};
use crate::views::components::{Choice, Definition, Field, FieldKind, Link, Opt};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

/// What the form chooses among.
pub struct Choix<'a> {
    /// The missions.
    pub missions: &'a Missions,
    /// The needs.
    pub fil: &'a Fil,
    /// The groups.
    pub groupes: &'a [(GroupeId, String)],
}

/// Every need, those that were chosen first, then those that wait.
fn besoins<'a>(fil: &'a Fil, saisie: &Saisie) -> Vec<&'a Besoin> {
    let mut all: Vec<&Besoin> = fil.sans_reponse.iter().collect();
    let answered = fil.missions.iter().flat_map(|mission| mission.lignes()).flat_map(|one| &one.besoins);
    for besoin in answered {
        if all.iter().all(|known| known.id != besoin.id) {
            all.push(besoin);
        }
    }
    all.sort_by_key(|one| !saisie.difficultes.contains(&one.id));
    all
}

fn items(choix: &Choix<'_>, saisie: &Saisie) -> Vec<Item> {
    let line = |name, label: &str, value: &str| Field::new(name, label).value(value);
    let texte = line("texte", "Ce que vous voulez", &saisie.texte)
        .kind(FieldKind::Area { rows: 3 })
        .hint("Commencez par un verbe. Une phrase suffit.")
        .required();
    let mut items = vec![Item::Field(texte)];
    let besoins = besoins(choix.fil, saisie);
    if !besoins.is_empty() {
        let option = |one: &&Besoin| {
            let chosen = saisie.difficultes.contains(&one.id);
            Opt::new(one.id.to_string(), court(&one.texte), chosen).hint(voix(one))
        };
        let label = "Besoins auxquels il répond (facultatif)";
        items.push(Item::Boxes(Choice::new("difficulte", label, besoins.iter().map(option).collect())));
    }
    let mut groupes = vec![Opt::new("", "Aucun pour l'instant", saisie.groupe.is_none())];
    groupes.extend(
        choix.groupes.iter().map(|(id, nom)| Opt::new(id.to_string(), nom, saisie.groupe == Some(*id))),
    );
    let month = "Par exemple 09/2027.";
    items.extend([
        Item::Field(
            line("cible", "Public visé", &saisie.cible)
                .hint("Par exemple\u{a0}: patients de plus de 70 ans sans médecin traitant."),
        ),
        Item::Select(Choice::new("groupe", "Groupe pilote", groupes)),
        Item::Field(line("du", "Premier mois", &saisie.du).hint(month)),
        Item::Field(line("au", "Dernier mois", &saisie.au).hint(month)),
        Item::Field(
            line("indicateur", "Indicateur souhaité", &saisie.indicateur)
                .hint("Ce qui montrera que c'est atteint."),
        ),
    ]);
    items
}

fn missions(table: &Missions, chosen: Option<&str>) -> Choice {
    let mut options = vec![];
    if chosen.is_none() {
        options.push(Opt::new("", "Choisissez une mission", true));
    }
    let option =
        |one: &domain::aci::missions::Mission| Opt::new(&one.cle, &one.titre, Some(&*one.cle) == chosen);
    options.extend(table.missions.iter().map(option));
    Choice::new("mission", "Mission", options)
}

/// Where a new objective stands.
pub enum Place<'a> {
    /// A general one of a mission, which is chosen or not yet.
    Mission(Option<&'a str>),
    /// Under another one.
    Sous(&'a Objectif),
}

/// The form of a new objective.
pub fn nouveau(
    title: Page,
    base: &str,
    (choix, saisie): (&Choix<'_>, &Saisie),
    place: &Place<'_>,
) -> SheetView {
    let mut parts = Vec::new();
    let (first, label) = match place {
        Place::Mission(cle) => (Item::Select(missions(choix.missions, *cle)), ajouter(Niveau::General)),
        Place::Sous(parent) => {
            let mission = choix.missions.mission(&parent.mission).map_or("", |one| &one.titre);
            parts.push(Part::Definitions(vec![
                Definition::new("Mission", mission),
                Definition::new(parent.niveau.label(), &parent.texte),
            ]));
            let label = parent.niveau.below().map_or("Ajouter", ajouter);
            (Item::Hidden("sous", parent.id.to_string()), label)
        }
    };
    let mut all = vec![first];
    all.extend(items(choix, saisie));
    let form = Form::new(format!("{base}/nouveau"), label, all).cancel("Annuler", base);
    parts.push(Part::Form(form));
    SheetView::new(title, parts)
}

/// The page of one objective: read, or corrected by who may.
pub fn un(
    title: Page,
    base: &str,
    (lu, noeud): (&ObjectifLu, &Noeud),
    edit: Option<(&Choix<'_>, &Saisie)>,
) -> SheetView {
    let one = &lu.objectif;
    let url = format!("{base}/{}", one.id);
    let mut facts = vec![Definition::new("Niveau", one.niveau.label())];
    facts.extend(lu.au_dessus.iter().map(|above| Definition::new(above.niveau.label(), &above.texte)));
    let mut parts = vec![Part::Definitions(facts)];
    let said = details(noeud);
    if !said.is_empty() {
        parts.push(Part::List(said));
    }
    let Some((choix, saisie)) = edit else {
        parts.push(Part::Buttons(vec![Link::new("Revenir aux objectifs", base)]));
        return SheetView::new(title, parts);
    };
    if let Some(below) = one.niveau.below() {
        parts.push(Part::Buttons(vec![Link::new(ajouter(below), format!("{base}/nouveau?sous={}", one.id))]));
    }
    parts.push(Part::Heading("Corriger".into()));
    let mut all = vec![Item::Hidden("version", one.version.to_string())];
    all.extend(items(choix, saisie));
    parts.push(Part::Form(Form::new(url.clone(), "Enregistrer l'objectif", all)));
    parts.push(Part::Heading("Changer de place".into()));
    parts.push(Part::Form(deplacer(&url, lu, choix.missions)));
    parts.push(Part::Heading("Retirer".into()));
    let with = match lu.en_dessous {
        0 => "Vous pourrez le rétablir depuis la page des objectifs.".to_owned(),
        count => format!(
            "{} en dessous ne se verront plus. Vous pourrez tout rétablir depuis la page des objectifs.",
            compte(count, "ligne", "lignes")
        ),
    };
    parts.push(Part::Text(vec![with]));
    parts.push(Part::Form(Form::new(format!("{url}/retirer"), "Retirer cet objectif", Vec::new()).danger()));
    parts.push(Part::Buttons(vec![Link::new("Revenir aux objectifs", base)]));
    SheetView::new(title, parts)
}

fn deplacer(url: &str, lu: &ObjectifLu, table: &Missions) -> Form {
    let one = &lu.objectif;
    let options = if one.niveau == Niveau::General {
        let option = |mission: &domain::aci::missions::Mission| {
            Opt::new(&mission.cle, &mission.titre, mission.cle == one.mission)
        };
        table.missions.iter().map(option).collect()
    } else {
        let option = |parent: &Objectif| {
            let mission = table.mission(&parent.mission).map_or("", |mission| &mission.court);
            let label = format!("{mission}\u{a0}: {}", court(&parent.texte));
            Opt::new(parent.id.to_string(), label, Some(parent.id) == one.parent)
        };
        lu.places.iter().map(option).collect()
    };
    let label = match one.niveau.above() {
        None => "Mission".to_owned(),
        Some(above) => format!("Sous quel {}", above.label().to_lowercase()),
    };
    let items = vec![Item::Select(Choice::new("place", label, options))];
    Form::new(format!("{url}/deplacer"), "Déplacer cet objectif", items)
}
