//! Pages about how the association decides: rules, meetings, proxies, votes.

pub mod electeur;
pub mod reglement;
pub mod seance;
pub mod vote;

use domain::communaute::gouvernance::{Reglement, Vote, VoteState};
use domain::communaute::{Annuaire, Reunion};
use domain::ids::PersonneId;
use domain::nombres::{compte, date};
use jiff::tz::TimeZone;

use super::components::{Cell, Column, Definition, EmptyState, Link, Opt, Row, Table, Tone};
use super::page::Page;
use super::sheet::{Part, SheetView};

/// When a meeting starts, as lists show it.
pub fn when(reunion: &Reunion, zone: &TimeZone) -> String {
    match reunion.debut {
        None => "date à choisir".to_owned(),
        Some(at) => {
            let local = at.to_zoned(zone.clone());
            format!("{} à {}\u{a0}h\u{a0}{:02}", date(local.date()), local.hour(), local.minute())
        }
    }
}

/// The state of a vote, as a word and its colour.
pub fn state(vote: &Vote) -> (Tone, &'static str) {
    match (vote.state, vote.fiche.resultat.as_ref().map(|one| one.is_valid())) {
        (VoteState::Prepare, _) => (Tone::Plain, "à ouvrir"),
        (VoteState::Ouvert, _) => (Tone::Info, "ouvert"),
        (VoteState::Clos, Some(false)) => (Tone::Attention, "non valable"),
        (VoteState::Clos, _) => (Tone::Success, "clos"),
    }
}

/// People to choose from, by name.
pub(crate) fn people(annuaire: &Annuaire, ids: impl Iterator<Item = PersonneId>, chosen: &str) -> Vec<Opt> {
    let mut named: Vec<(String, String, String)> = ids
        .filter_map(|id| annuaire.get(id))
        .map(|one| (one.search_key(), one.id.to_string(), one.nom_liste()))
        .collect();
    named.sort();
    named.into_iter().map(|(_, id, nom)| Opt::new(id.clone(), nom, id == chosen)).collect()
}

/// The hub: rules in short, meetings, votes.
pub fn hub(
    page: Page,
    base: &str,
    (reglement, may): (Option<&Reglement>, bool),
    (reunions, votes, zone): (&[Reunion], &[Vote], &TimeZone),
) -> SheetView {
    let mut parts =
        vec![Part::Lead("Les règles de vote, les procurations et les votes de l'association.".into())];
    let mut links = vec![Link::new("Voir mes votes", format!("{base}/voter"))];
    if may {
        links.insert(0, Link::new("Régler les collèges et le quorum", format!("{base}/reglement")));
    }
    parts.push(Part::Buttons(links));
    parts.push(Part::Heading("Règles adoptées".into()));
    parts.push(match reglement {
        None => Part::Text(vec![
            "Aucune règle n'est notée. Sans règle, aucun quorum n'est demandé et aucune procuration n'est acceptée.".into(),
            "La loi laisse ces règles à vos statuts. Maillage n'en impose aucune.".into(),
        ]),
        Some(reglement) => Part::Definitions(rules(reglement)),
    });
    parts.push(Part::Heading("Réunions".into()));
    parts.push(match reunions.is_empty() {
        true => Part::Empty(EmptyState {
            title: "Aucune réunion ne décide pour le moment.",
            text: "Préparez une assemblée générale, un conseil ou un bureau dans les réunions.".into(),
            link: None,
        }),
        false => Part::Table("reunions", meetings(base, (reunions, zone), votes)),
    });
    if !votes.is_empty() {
        parts.push(Part::Heading("Votes".into()));
        parts.push(Part::Table("votes", list(base, votes)));
    }
    SheetView::new(page, parts)
}

fn rules(reglement: &Reglement) -> Vec<Definition> {
    let mut list = vec![
        Definition::new(
            "Source",
            if reglement.source.is_empty() { "non indiquée" } else { &reglement.source },
        ),
        Definition::new("Adoptées le", reglement.adopte.map_or("date non indiquée".into(), date)),
        Definition::new("Procurations par personne", reglement.procurations_max.to_string()),
        Definition::new("Qui peut en porter", reglement.porteur.label()),
    ];
    let due = if reglement.a_jour { "oui" } else { "non" };
    list.push(Definition::new("Cotisation à jour pour voter", due));
    for one in &reglement.seances {
        let quorum = match one.part.num {
            0 => "sans quorum".to_owned(),
            _ => format!("quorum {} ({})", one.part.label(), one.quorum.label().to_lowercase()),
        };
        list.push(Definition::new(
            one.kind.label(),
            format!("{quorum}, {}", one.majorite.label().to_lowercase()),
        ));
    }
    for college in &reglement.colleges {
        let share = college.poids.map(|share| format!("{share}\u{202f}% des voix"));
        let seats = college.sieges.map(|seats| compte(usize::from(seats), "siège", "sièges"));
        let text: Vec<String> = share.into_iter().chain(seats).collect();
        let text = if text.is_empty() { "une voix par membre".to_owned() } else { text.join(", ") };
        list.push(Definition::new(format!("Collège\u{a0}: {}", college.nom), text));
    }
    list
}

fn meetings(base: &str, (reunions, zone): (&[Reunion], &TimeZone), votes: &[Vote]) -> Table {
    let columns = ["Réunion", "Date", "Nature", "Votes"];
    let mut table = Table::new("Réunions qui décident", columns.map(Column::text).to_vec());
    let row = |one: &Reunion| {
        let own = votes.iter().filter(|vote| vote.reunion == one.id).count();
        let head = Cell::from(one.titre.clone()).link(format!("{base}/reunions/{}", one.id));
        Row::new(head, vec![when(one, zone).into(), one.kind.label().into(), own.to_string().into()])
    };
    table.rows = reunions.iter().map(row).collect();
    table
}

pub(crate) fn list(base: &str, votes: &[Vote]) -> Table {
    let columns = ["Question", "État", "Mode"];
    let mut table = Table::new("Votes", columns.map(Column::text).to_vec());
    let row = |one: &Vote| {
        let (tone, word) = state(one);
        let head = Cell::from(one.question.clone()).link(format!("{base}/votes/{}", one.id));
        let mode = one.mode.label().split('\u{a0}').next().unwrap_or_default();
        Row::new(head, vec![Cell::from("").tag(tone, word), mode.into()])
    };
    table.rows = votes.iter().map(row).collect();
    table
}
