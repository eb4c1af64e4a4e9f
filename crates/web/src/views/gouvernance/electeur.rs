//! What a member sees: ballots, proxies, results; from an account or by a personal link.

use app::communaute::gouvernance::Electeur;
use domain::communaute::Reunion;
use domain::communaute::gouvernance::paragraphes::phrases_resultat;
use domain::communaute::gouvernance::{Forme, Mode, Procuration, Vote};
use domain::ids::PersonneId;
use jiff::tz::TimeZone;

use super::super::components::{Cell, Choice, Column, EmptyState, Notice, Opt, Row, Table, Tone};
use super::super::page::Page;
use super::super::sheet::{Form, Item, Part, SheetView};
use super::people;

/// Addresses of the forms: what votes, what gives a proxy, what takes one back.
#[derive(Clone, Debug)]
pub struct Ways {
    /// Posts a ballot; `{vote}` is the vote.
    pub ballot: String,
    /// Posts a proxy.
    pub proxy: String,
    /// Posts the taking back; `{procuration}` is the proxy.
    pub back: String,
}

/// The choices of a ballot. `mark` tells the identifiers of several ballots of a page apart.
pub fn choices(vote: &Vote, mark: String) -> Item {
    let options = vote.propositions().into_iter().map(|one| Opt::new(one.cle, one.libelle, false)).collect();
    let label = match (vote.forme, vote.fiche.sieges) {
        (Forme::PourContre, _) => "Votre choix".to_owned(),
        (Forme::Noms, 1) => "Votre choix\u{a0}: un nom".to_owned(),
        (Forme::Noms, seats) => format!("Votre choix\u{a0}: {seats} noms au plus"),
    };
    let choice = Choice::new("choix", label, options).id(format!("choix{mark}"));
    if vote.forme == Forme::Noms && vote.fiche.sieges > 1 {
        Item::Boxes(choice)
    } else {
        Item::Radios(choice)
    }
}

/// The declaration of an interest. Whoever has one is asked to stay out of the vote.
pub fn interest(mark: String) -> Item {
    let options = vec![
        Opt::new("non", "Je n'ai pas d'intérêt personnel dans ce vote", true),
        Opt::new("retrait", "J'ai un intérêt, je ne prends pas part au vote", false)
            .hint("C'est ce qui est demandé dans ce cas."),
        Opt::new("vote", "J'ai un intérêt et je vote quand même", false).hint("Le compte rendu le dira."),
    ];
    Item::Radios(Choice::new("interet", "Intérêt personnel", options).id(format!("interet{mark}")))
}

fn ballot(ways: &Ways, electeur: &Electeur, (vote, pour, rank): (&Vote, PersonneId, usize)) -> Vec<Part> {
    let own = pour == electeur.personne.id;
    let name = electeur.seance.annuaire.get(pour).map(|one| one.nom_texte()).unwrap_or_default();
    let mark = format!("-{rank}");
    let items = vec![
        Item::Hidden("action", "voter".into()),
        Item::Hidden("vote", vote.id.to_string()),
        Item::Hidden("pour", pour.to_string()),
        choices(vote, mark.clone()),
        interest(mark),
    ];
    let title = if own { "Votre voix".to_owned() } else { format!("La voix de {name}, par procuration") };
    let button = if own { "Donner ma voix".to_owned() } else { format!("Donner la voix de {name}") };
    let mut parts = vec![Part::Text(vec![format!("{title}.")])];
    if vote.concerns(pour) {
        parts.push(Part::Notice(Notice::new(
            Tone::Attention,
            "Ce vote porte sur ce qui est payé à cette personne. Déclarez cet intérêt.",
        )));
    }
    let action = ways.ballot.replace("{vote}", &vote.id.to_string());
    parts.push(Part::Form(Form::new(action, button, items)));
    parts
}

fn votes(ways: &Ways, electeur: &Electeur) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rank = 0;
    for (vote, left) in &electeur.ouverts {
        parts.push(Part::Heading(vote.question.clone()));
        let secret = match vote.mode {
            Mode::Secret => "Vote secret\u{a0}: votre choix n'est pas gardé avec votre nom.",
            Mode::Nominal | Mode::MainLevee => "Vote nominatif\u{a0}: votre choix sera connu.",
        };
        parts.push(Part::Text(vec![secret.to_owned()]));
        if left.is_empty() {
            let here = electeur.seance.presents.contains(&electeur.personne.id);
            let text = match (here, electeur.seance.corps.contains(electeur.personne.id)) {
                (_, false) => "Vous ne pouvez pas voter à cette réunion.",
                (false, true) => {
                    "Vous n'êtes pas compté présent. Signez votre présence, puis rouvrez cette page."
                }
                (true, true) => "Vos voix sont données. Merci.",
            };
            parts.push(Part::Notice(Notice::new(Tone::Info, text)));
        }
        for pour in left {
            rank += 1;
            parts.extend(ballot(ways, electeur, (vote, *pour, rank)));
        }
    }
    parts
}

fn proxies(ways: &Ways, electeur: &Electeur) -> Vec<Part> {
    let (seance, me) = (&electeur.seance, electeur.personne.id);
    let active = || seance.procurations.iter().filter(|one| one.is_active());
    let mut parts = vec![Part::Heading("Procuration".into())];
    let held: Vec<String> =
        active().filter(|one| one.porteur == me).map(|one| seance.annuaire.nom(one.donneur)).collect();
    if !held.is_empty() {
        parts.push(Part::Text(vec![format!("Vous votez aussi pour\u{a0}: {}.", held.join(", "))]));
    }
    if let Some(given) = active().find(|one| one.donneur == me) {
        parts.push(taken(ways, given, &seance.annuaire.nom(given.porteur)));
        return parts;
    }
    if !seance.corps.contains(me)
        || seance.reglement.procurations_max == 0
        || seance.presents.contains(&me)
        || !held.is_empty()
    {
        parts.push(Part::Text(vec!["Vous n'avez pas de procuration à donner.".into()]));
        return parts;
    }
    let mut options =
        people(&seance.annuaire, seance.corps.iter().map(|(id, _)| id).filter(|id| *id != me), "");
    options.insert(0, Opt::new("", "Choisir…", true));
    let items = vec![
        Item::Hidden("action", "procuration".into()),
        Item::Select(Choice::new("porteur", "Qui votera pour vous", options)),
    ];
    parts.push(Part::Text(vec![
        "Vous serez absent\u{a0}? Choisissez qui votera pour vous.".replace("\u{a0}?", "\u{202f}?"),
    ]));
    parts.push(Part::Form(Form::new(ways.proxy.clone(), "Donner procuration", items)));
    parts
}

fn taken(ways: &Ways, given: &Procuration, holder: &str) -> Part {
    let items =
        vec![Item::Hidden("action", "reprendre".into()), Item::Hidden("procuration", given.id.to_string())];
    let action = ways.back.replace("{procuration}", &given.id.to_string());
    Part::Form(Form::new(action, format!("Reprendre la procuration donnée à {holder}"), items).danger())
}

/// The page of a meeting for a member.
pub fn show(page: Page, ways: &Ways, electeur: &Electeur) -> SheetView {
    let reunion = &electeur.seance.reunion;
    let mut parts = vec![Part::Lead(format!(
        "{}, {}. Vous êtes {}.",
        reunion.titre,
        super::when(reunion, &electeur.seance.zone),
        electeur.personne.nom_texte()
    ))];
    if electeur.ouverts.is_empty() {
        parts.push(Part::Text(vec![
            "Aucun vote n'est ouvert pour le moment. Rouvrez cette page pendant la réunion.".into(),
        ]));
    }
    parts.extend(votes(ways, electeur));
    parts.extend(proxies(ways, electeur));
    if !electeur.clos.is_empty() {
        parts.push(Part::Heading("Résultats".into()));
        for vote in &electeur.clos {
            let Some(resultat) = &vote.fiche.resultat else { continue };
            let mut texts = vec![format!("{}\u{a0}:", vote.question)];
            texts.extend(phrases_resultat(vote, resultat));
            parts.push(Part::Text(texts));
        }
    }
    SheetView::new(page, parts)
}

/// The meetings at which a member may vote.
pub fn list(page: Page, base: &str, (reunions, zone): (&[Reunion], &TimeZone)) -> SheetView {
    let mut table =
        Table::new("Réunions où vous pouvez voter", vec![Column::text("Réunion"), Column::text("Date")]);
    let row = |one: &Reunion| {
        let head = Cell::from(one.titre.clone()).link(format!("{base}/voter/{}", one.id));
        Row::new(head, vec![super::when(one, zone).into()])
    };
    table.rows = reunions.iter().map(row).collect();
    let part = match table.rows.is_empty() {
        true => Part::Empty(EmptyState {
            title: "Aucune réunion ne vous attend.",
            text: "Les assemblées et les réunions de vos groupes apparaîtront ici.".into(),
            link: None,
        }),
        false => Part::Table("reunions", table),
    };
    SheetView::new(
        page,
        vec![Part::Lead("Donnez votre voix, ou une procuration si vous serez absent.".into()), part],
    )
}
