//! The thread from needs to first actions, as one page.

pub mod un;

use domain::nombres::compte;
use domain::objectifs::{Besoin, Fil, FilMission, Niveau, Noeud, Objectif};

use crate::views::components::{ActionForm, Download, EmptyState, Link, Tag, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Acte, Part, Rameau, RameauxView, SheetView};

/// Needs without answer that are shown at once.
const AT_ONCE: usize = 20;

/// A text cut for a button or a list.
pub fn court(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= 60 {
        return line.to_owned();
    }
    format!("{}…", line.chars().take(59).collect::<String>().trim_end())
}

/// `Ajouter un objectif spécifique`.
pub fn ajouter(niveau: Niveau) -> &'static str {
    match niveau {
        Niveau::General => "Ajouter un objectif général",
        Niveau::Specifique => "Ajouter un objectif spécifique",
        Niveau::Operationnel => "Ajouter un objectif opérationnel",
        Niveau::Action => "Ajouter une première action",
    }
}

/// How many voiced a need.
pub fn voix(besoin: &Besoin) -> String {
    format!("dit par {}", compte(besoin.voix, "personne", "personnes"))
}

/// The page of the whole thread.
pub fn fil(title: Page, base: &str, (fil, retires): (&Fil, &[Objectif]), may_edit: bool) -> SheetView {
    let lead = "Des besoins exprimés aux premières actions, mission par mission. La lettre d'intention reprend ces objectifs.";
    let mut parts = vec![Part::Lead(lead.into())];
    parts.extend(besoins(base, fil, may_edit));
    for mission in &fil.missions {
        if may_edit || !mission.objectifs.is_empty() {
            parts.extend(une_mission(base, mission, may_edit));
        }
    }
    if fil.is_empty() && !may_edit {
        parts.push(Part::Empty(EmptyState {
            title: "Aucun objectif à ce jour.",
            text: "La coordination, le bureau et les pilotes les écrivent.".into(),
            link: None,
        }));
    }
    if may_edit && !retires.is_empty() {
        parts.push(Part::Heading("Objectifs retirés".into()));
        parts.push(Part::Actes(retires.iter().map(|one| retire(base, one)).collect()));
    }
    parts.push(Part::Heading("Documents".into()));
    let file = |label: &str, format, end: &str, hint| Download {
        label: label.into(),
        url: format!("{base}.{end}"),
        format,
        hint,
    };
    parts.push(Part::Downloads(vec![
        file("Les objectifs", "PDF", "pdf", "Pour lire et imprimer"),
        file("Les objectifs", "DOCX", "docx", "Pour un traitement de texte"),
        file("Les objectifs", "CSV", "csv", "Pour un tableur"),
    ]));
    SheetView::new(title, parts)
}

fn besoins(base: &str, fil: &Fil, may_edit: bool) -> Vec<Part> {
    let waiting = fil.sans_reponse.len();
    let mut parts = vec![Part::Heading(format!("Besoins sans réponse ({waiting})"))];
    let known = waiting + fil.avec_reponse;
    if waiting == 0 {
        let said = match known {
            0 => {
                "Aucune difficulté n'est encore exprimée. Les questionnaires et les réunions les recueillent."
            }
            _ => "Chaque besoin exprimé a au moins un objectif.",
        };
        parts.push(Part::Text(vec![said.into()]));
        return parts;
    }
    let said = format!(
        "{} sur {known} n'ont encore aucun objectif.",
        compte(waiting, "besoin exprimé", "besoins exprimés")
    );
    parts.push(Part::Text(vec![said]));
    // Words of people are for those who work on them.
    if may_edit {
        let shown = fil.sans_reponse.iter().take(AT_ONCE);
        parts.push(Part::Actes(shown.map(|one| besoin(base, fil, one)).collect()));
        if waiting > AT_ONCE {
            let url = base.replace("/objectifs", "/difficultes");
            parts.push(Part::Buttons(vec![Link::new(
                format!("Voir les {waiting} besoins dans les difficultés"),
                url,
            )]));
        }
    }
    parts
}

fn besoin(base: &str, fil: &Fil, one: &Besoin) -> Acte {
    let mut textes = vec![format!("Besoin {}.", voix(one))];
    let mut url = format!("{base}/nouveau?difficulte={}", one.id);
    if let Some(mission) = one.mission.as_deref().and_then(|cle| fil.mission(cle)) {
        textes.push(format!("Mission proposée d'après ses thèmes\u{a0}: {}.", mission.court));
        url.push_str(&format!("&mission={}", mission.cle));
    }
    let mut acte = Acte::new(court(&one.texte), textes);
    acte.url = Some(format!("{}/{}", base.replace("/objectifs", "/difficultes"), one.id));
    acte.liens = vec![Link::new(format!("Faire un objectif de «\u{a0}{}\u{a0}»", court(&one.texte)), url)];
    acte
}

fn une_mission(base: &str, mission: &FilMission, may_edit: bool) -> Vec<Part> {
    let kind = if mission.socle { "Mission obligatoire." } else { "Au choix de la CPTS." };
    let mut parts =
        vec![Part::Heading(mission.titre.clone()), Part::Text(vec![format!("{} {kind}", mission.aide)])];
    if !mission.objectifs.is_empty() {
        parts.push(Part::Rameaux(rameaux(base, &mission.objectifs, may_edit)));
    }
    if may_edit {
        let label = format!("{}\u{a0}: {}", ajouter(Niveau::General), mission.court);
        parts.push(Part::Buttons(vec![Link::new(label, format!("{base}/nouveau?mission={}", mission.cle))]));
    }
    parts
}

fn rameaux(base: &str, row: &[Noeud], may_edit: bool) -> RameauxView {
    let last = row.len().saturating_sub(1);
    let branch = |(rank, one): (usize, &Noeud)| Rameau {
        id: format!("o-{}", one.id),
        acte: noeud(base, one, may_edit.then_some((rank > 0, rank < last))),
        enfants: rameaux(base, &one.enfants, may_edit),
    };
    RameauxView { rameaux: row.iter().enumerate().map(branch).collect() }
}

/// What is said of an objective under its text.
pub fn details(one: &Noeud) -> Vec<String> {
    let mut said = Vec::new();
    for besoin in &one.besoins {
        said.push(format!("Répond à\u{a0}: «\u{a0}{}\u{a0}» ({})", besoin.texte, voix(besoin)));
    }
    let named = [("Public", one.cible.as_str()), ("Pilote", one.groupe.as_deref().unwrap_or_default())];
    let rest = [("Calendrier", &*one.calendrier()), ("Indicateur souhaité", &*one.indicateur)]
        .map(|(label, text)| (label, text.to_owned()));
    let all = named.map(|(label, text)| (label, text.to_owned())).into_iter().chain(rest);
    said.extend(
        all.filter(|(_, text)| !text.is_empty()).map(|(label, text)| format!("{label}\u{a0}: {text}")),
    );
    said
}

/// `moves`: for who may edit, whether it goes up, whether it goes down.
fn noeud(base: &str, one: &Noeud, moves: Option<(bool, bool)>) -> Acte {
    let url = format!("{base}/{}", one.id);
    let mut acte = Acte::new(one.texte.clone(), details(one));
    acte.tag = Some(Tag::new(Tone::Plain, one.niveau.label()));
    acte.url = Some(url.clone());
    let Some((up, down)) = moves else { return acte };
    let named = |verb: &str| format!("{verb} «\u{a0}{}\u{a0}»", one.texte);
    if let Some(below) = one.niveau.below() {
        let label = format!("{} sous «\u{a0}{}\u{a0}»", ajouter(below), one.texte);
        acte.liens.push(Link::new(label, format!("{base}/nouveau?sous={}", one.id)));
    }
    if up {
        acte.actions.push(ActionForm::new(named("Monter"), format!("{url}/monter")));
    }
    if down {
        acte.actions.push(ActionForm::new(named("Descendre"), format!("{url}/descendre")));
    }
    acte
}

fn retire(base: &str, one: &Objectif) -> Acte {
    let mut acte = Acte::new(one.texte.clone(), Vec::new());
    acte.tag = Some(Tag::new(Tone::Plain, one.niveau.label()));
    let label = format!("Rétablir «\u{a0}{}\u{a0}»", one.texte);
    acte.actions = vec![ActionForm::new(label, format!("{base}/{}/retablir", one.id))];
    acte
}
