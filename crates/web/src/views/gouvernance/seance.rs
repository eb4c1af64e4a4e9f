//! A meeting as one who counts sees it: quorum, proxies, votes.

use app::communaute::gouvernance::SeanceLue;
use domain::communaute::gouvernance::paragraphes::phrase_quorum;
use domain::communaute::gouvernance::{Procuration, Quorum, Vote};
use domain::ids::PersonneId;
use domain::nombres::compte;

use super::super::components::{Cell, Choice, Column, Definition, Link, Notice, Opt, Row, Table, Tone};
use super::super::page::Page;
use super::super::sheet::{Form, Item, Part, SheetView};
use super::people;

/// What this person may do here.
#[derive(Clone, Copy, Debug, Default)]
pub struct May {
    /// Open votes, note proxies.
    pub edit: bool,
}

/// The count, in a part that a browser asks again by itself.
pub fn count(url: &str, quorum: &Quorum) -> Vec<Part> {
    let tone = match (quorum.inscrits, quorum.is_reached()) {
        (0, _) => Tone::Info,
        (_, true) => Tone::Good,
        (_, false) => Tone::Attention,
    };
    let mut lines = vec![
        Definition::new("Membres qui peuvent voter", quorum.inscrits.to_string()),
        Definition::new("Présents", quorum.presents.to_string()),
        Definition::new("Représentés", quorum.representes.to_string()),
    ];
    for one in &quorum.colleges {
        let need = if one.requis > 0 { format!(", {} requis", one.requis) } else { String::new() };
        lines.push(Definition::new(
            format!("Collège\u{a0}: {}", one.nom),
            format!("{} sur {}{need}", one.comptes, one.inscrits),
        ));
    }
    vec![Part::Live("quorum", url.to_owned(), Box::new(Notice::new(tone, phrase_quorum(quorum))), lines)]
}

/// Proxies of the meeting, each with what it is worth now.
fn proxies(base: &str, seance: &SeanceLue, may: May) -> Table {
    let mut columns = vec![
        Column::text("Donnée par"),
        Column::text("Portée par"),
        Column::text("État"),
        Column::text("Moyen"),
    ];
    if may.edit {
        columns.push(Column::text("Action"));
    }
    let mut table = Table::new("Procurations", columns);
    let standing = seance.standing();
    let row = |one: &Procuration| {
        let (tone, word) = if standing.iter().any(|other| other.id == one.id) {
            (Tone::Success, "comptée")
        } else if seance.presents.contains(&one.donneur) {
            (Tone::Plain, "sans effet\u{a0}: le membre est présent")
        } else {
            (Tone::Attention, "en attente du porteur")
        };
        let mut cells = vec![
            seance.annuaire.nom(one.porteur).into(),
            Cell::from("Procuration").tag(tone, word),
            one.moyen.label().into(),
        ];
        if may.edit {
            cells.push(
                Cell::from("Retirer la procuration").link(format!("{base}/procurations/{}/retirer", one.id)),
            );
        }
        Row::new(seance.annuaire.nom(one.donneur), cells)
    };
    table.rows = seance.procurations.iter().filter(|one| one.is_active()).map(row).collect();
    table
}

/// The form of a proxy on paper.
fn proxy_form(here: &str, seance: &SeanceLue) -> Form {
    let voters = || seance.corps.iter().map(|(id, _)| id);
    let away: Vec<PersonneId> = voters().filter(|id| !seance.presents.contains(id)).collect();
    let choose = |mut options: Vec<Opt>| {
        options.insert(0, Opt::new("", "Choisir…", true));
        options
    };
    let items = vec![
        Item::Select(Choice::new(
            "donneur",
            "Membre absent qui donne procuration",
            choose(people(&seance.annuaire, away.into_iter(), "")),
        )),
        Item::Select(Choice::new(
            "porteur",
            "Membre qui votera pour lui",
            choose(people(&seance.annuaire, voters(), "")),
        )),
    ];
    Form::new(format!("{here}/procurations"), "Noter la procuration", items)
}

/// The page.
pub fn show(page: Page, base: &str, (seance, votes): (&SeanceLue, &[Vote]), may: May) -> SheetView {
    let here = format!("{base}/reunions/{}", seance.reunion.id);
    let mut parts = vec![Part::Lead(format!(
        "{}, {}.",
        seance.reunion.kind.label(),
        super::when(&seance.reunion, &seance.zone)
    ))];
    parts.push(Part::Heading("Quorum".into()));
    parts.extend(count(&here, &seance.quorum));
    parts.push(Part::Buttons(vec![Link::new("Actualiser le compte", here.clone())]));
    if may.edit {
        let second = seance.reunion.fiche.seconde_convocation;
        let (value, label) = match second {
            true => ("non", "Noter que c'est une première convocation"),
            false => ("oui", "Noter que c'est une seconde convocation"),
        };
        parts.push(Part::Form(Form::new(
            format!("{here}/seconde"),
            label,
            vec![Item::Hidden("seconde", value.into())],
        )));
    }
    parts.push(Part::Heading("Votes".into()));
    parts.push(match votes.is_empty() {
        true => Part::Text(vec!["Aucun vote n'est préparé.".into()]),
        false => Part::Table("votes", super::list(base, votes)),
    });
    if may.edit {
        parts.push(Part::Buttons(vec![Link::new("Préparer un vote", format!("{here}/votes/nouveau"))]));
    }
    parts.push(Part::Heading("Procurations".into()));
    let table = proxies(base, seance, may);
    parts.push(match table.rows.is_empty() {
        true => Part::Text(vec!["Aucune procuration n'est donnée.".into()]),
        false => Part::Table("procurations", table),
    });
    if may.edit {
        let most = usize::from(seance.reglement.procurations_max);
        parts.push(Part::Text(vec![format!(
            "Une personne porte {} au plus.",
            compte(most, "procuration", "procurations")
        )]));
        parts.push(Part::Form(proxy_form(&here, seance)));
        parts.extend(links(&here, seance));
    }
    SheetView::new(page, parts)
}

fn links(here: &str, seance: &SeanceLue) -> Vec<Part> {
    let mut options = people(&seance.annuaire, seance.corps.iter().map(|(id, _)| id), "");
    options.insert(0, Opt::new("", "Choisir…", true));
    vec![
        Part::Heading("Liens de vote".into()),
        Part::Text(vec![
            "Un lien personnel permet de donner procuration, puis de voter, sans compte.".into(),
            "Envoyer les liens remplace ceux qui ont été envoyés avant.".into(),
        ]),
        Part::Form(Form::new(format!("{here}/liens"), "Envoyer les liens par e-mail", Vec::new())),
        Part::Form(Form::new(
            format!("{here}/lien"),
            "Créer le lien de ce membre",
            vec![Item::Select(Choice::new("membre", "Membre sans e-mail", options))],
        )),
    ]
}

/// The link of one voter, shown once.
pub fn link(page: Page, here: &str, (name, url): (&str, &str)) -> SheetView {
    let parts = vec![
        Part::Notice(Notice::new(
            Tone::Attention,
            "Cette adresse ne s'affiche qu'une fois. Donnez-la à cette personne seulement.",
        )),
        Part::Definitions(vec![Definition::new("Membre", name), Definition::new("Adresse à donner", url)]),
        Part::Buttons(vec![Link::new("Revenir à la réunion", here)]),
    ];
    SheetView::new(page, parts)
}

/// Asks before a proxy is taken back.
pub fn take_back(
    page: Page,
    (base, here): (&str, &str),
    (one, donneur, porteur): (&Procuration, &str, &str),
) -> SheetView {
    let form =
        Form::new(format!("{base}/procurations/{}/retirer", one.id), "Retirer la procuration", Vec::new())
            .danger()
            .cancel("Garder la procuration", here);
    SheetView::new(
        page,
        vec![Part::Lead(format!("{porteur} ne votera plus pour {donneur}.")), Part::Form(form)],
    )
}
