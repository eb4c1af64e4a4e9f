//! A vote: its form, its page, its result.

use app::communaute::gouvernance::SeanceLue;
use domain::communaute::gouvernance::paragraphes::{phrase_quorum, phrases_resultat};
use domain::communaute::gouvernance::{Emargement, Forme, Mode, Participation, Vote, VoteState};
use domain::communaute::{Fonction, Groupe};
use domain::nombres::compte;

use super::super::components::{
    Cell, Choice, Column, Definition, Download, Field, FieldKind, Notice, Opt, Row, Table, Tone,
};
use super::super::page::Page;
use super::super::sheet::{Form, Item, Part, SheetView};
use super::people;

/// The form of a new vote.
pub fn form(page: Page, here: &str, seance: &SeanceLue) -> SheetView {
    let formes = Forme::ALL.iter().map(|one| Opt::new(one.key(), one.label(), *one == Forme::PourContre));
    let modes = Mode::ALL.iter().map(|one| Opt::new(one.key(), one.label(), *one == Mode::Nominal));
    let mut known = people(&seance.annuaire, seance.corps.iter().map(|(id, _)| id), "");
    known.truncate(60);
    let items = vec![
        Item::Field(Field::new("question", "Question").kind(FieldKind::Area { rows: 3 }).required()),
        Item::Radios(Choice::new("forme", "Ce qui est demandé", formes.collect())),
        Item::Field(
            Field::new("noms", "Noms proposés")
                .kind(FieldKind::Area { rows: 5 })
                .hint("Pour une élection seulement\u{a0}: un nom et un prénom par ligne."),
        ),
        Item::Field(
            Field::new("sieges", "Sièges à pourvoir")
                .kind(FieldKind::Number)
                .value("1")
                .hint("Pour une élection seulement."),
        ),
        Item::Radios(Choice::new("mode", "Comment on vote", modes.collect())),
        Item::Boxes(Choice::new(
            "remuneration",
            "Intérêts",
            vec![Opt::new("oui", "Ce vote porte sur ce que des membres sont payés", false)],
        )),
        Item::Boxes(Choice::new("concernes", "Membres connus comme payés (facultatif)", known)),
    ];
    let form = Form::new(format!("{here}/votes/nouveau"), "Préparer le vote", items)
        .cancel("Ne rien préparer", here);
    SheetView::new(
        page,
        vec![Part::Lead("La question s'affiche telle quelle sur les bulletins.".into()), Part::Form(form)],
    )
}

/// What is known of a vote and of its meeting.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The vote.
    pub vote: &'a Vote,
    /// Who voted.
    pub signed: &'a [Emargement],
    /// The meeting.
    pub seance: &'a SeanceLue,
    /// Whether this person runs votes.
    pub may: bool,
}

/// The page.
pub fn show(page: Page, base: &str, seen: Seen<'_>) -> SheetView {
    let Seen { vote, signed, seance, may } = seen;
    let here = format!("{base}/votes/{}", vote.id);
    let (tone, word) = super::state(vote);
    let mut parts = vec![
        Part::Notice(Notice::new(tone, format!("Ce vote est {word}."))),
        Part::Definitions(vec![
            Definition::new("Demandé", vote.forme.label()),
            Definition::new("Mode", vote.mode.label()),
            Definition::new("Majorité", seance.regle.majorite.label()),
        ]),
    ];
    if vote.fiche.remuneration {
        parts.push(Part::Notice(Notice::new(Tone::Attention, "Ce vote porte sur ce que des membres sont payés. Les membres concernés sont invités à déclarer leur intérêt.")));
    }
    match vote.state {
        VoteState::Prepare => parts.extend(prepared(&here, seen)),
        VoteState::Ouvert => parts.extend(open(&here, seen)),
        VoteState::Clos => parts.extend(closed(&here, seen)),
    }
    if may && vote.mode != Mode::MainLevee && !signed.is_empty() {
        parts.push(Part::Heading("Émargement".into()));
        parts.push(Part::Table("emargement", signatures(seen)));
        parts.push(Part::Downloads(vec![Download {
            label: "Liste d'émargement".into(),
            url: format!("{here}/emargement.csv"),
            format: "CSV",
            hint: "Qui a voté. Le choix d'un vote secret n'y est pas.",
        }]));
    }
    SheetView::new(page, parts)
}

fn options(vote: &Vote) -> Part {
    Part::List(vote.propositions().into_iter().map(|one| one.libelle).collect())
}

fn prepared(here: &str, Seen { vote, seance, may, .. }: Seen<'_>) -> Vec<Part> {
    let mut parts = vec![options(vote), Part::Text(vec![phrase_quorum(&seance.quorum)])];
    let unknown: Vec<&str> =
        vote.fiche.noms.iter().filter(|one| one.personne.is_none()).map(|one| one.libelle.as_str()).collect();
    if !unknown.is_empty() {
        parts.push(Part::Notice(Notice::new(
            Tone::Info,
            format!("Sans fiche trouvée\u{a0}: {}. Leur mandat se notera à la main.", unknown.join(", ")),
        )));
    }
    if may && seance.quorum.is_reached() {
        parts.push(Part::Form(Form::new(format!("{here}/ouvrir"), "Ouvrir le vote", Vec::new())));
    } else if may {
        parts.push(Part::Form(
            Form::new(format!("{here}/carence"), "Noter l'absence de quorum", Vec::new()).danger(),
        ));
    }
    parts
}

fn open(here: &str, Seen { vote, signed, seance, may }: Seen<'_>) -> Vec<Part> {
    let voted = signed.iter().filter(|one| one.participation == Participation::Vote).count();
    let mut lines = vec![Definition::new("Voix possibles", seance.quorum.voix().to_string())];
    if vote.mode != Mode::MainLevee {
        lines.push(Definition::new("Bulletins reçus", voted.to_string()));
    }
    let text = Notice::new(Tone::Info, "Le résultat s'affiche à la clôture, pas avant.");
    let mut parts = vec![Part::Live("suivi", here.to_owned(), Box::new(text), lines)];
    if !may {
        return parts;
    }
    if vote.mode == Mode::MainLevee {
        let field = |one: domain::communaute::gouvernance::Proposition| {
            let known = vote.fiche.salle.iter().find(|(cle, _)| *cle == one.cle);
            let value = known.map(|(_, count)| count.to_string()).unwrap_or_default();
            let id = format!("voix-{}", one.cle);
            Item::Typed(
                Field::new("salle", format!("Voix\u{a0}: {}", one.libelle))
                    .kind(FieldKind::Number)
                    .id(id.clone())
                    .value(value),
                id,
            )
        };
        let items = vote.propositions().into_iter().map(field).collect();
        parts.push(Part::Form(Form::new(format!("{here}/salle"), "Enregistrer les voix comptées", items)));
    }
    if vote.mode == Mode::Nominal {
        parts.push(Part::Heading("Noter une voix dite à haute voix".into()));
        parts.push(Part::Form(typed_voice(here, vote, (seance, signed))));
    }
    parts.push(Part::Form(Form::new(format!("{here}/fermer"), "Clore le vote", Vec::new()).danger()));
    parts
}

fn typed_voice(here: &str, vote: &Vote, (seance, signed): (&SeanceLue, &[Emargement])) -> Form {
    let given: Vec<_> = seance.standing().into_iter().map(|one| one.donneur).collect();
    let may = seance.corps.iter().map(|(id, _)| id).filter(|id| {
        (seance.presents.contains(id) || given.contains(id)) && !signed.iter().any(|one| one.personne == *id)
    });
    let mut members = people(&seance.annuaire, may, "");
    members.insert(0, Opt::new("", "Choisir…", true));
    let mut items = vec![Item::Select(Choice::new("pour", "Membre", members))];
    items.push(super::electeur::choices(vote, String::new()));
    items.push(super::electeur::interest(String::new()));
    Form::new(format!("{here}/voix"), "Enregistrer cette voix", items)
}

fn closed(here: &str, Seen { vote, seance, may, .. }: Seen<'_>) -> Vec<Part> {
    let Some(resultat) = &vote.fiche.resultat else { return Vec::new() };
    let mut parts = vec![Part::Heading("Résultat".into()), Part::List(phrases_resultat(vote, resultat))];
    if let Some(seal) = &vote.fiche.empreinte {
        parts.push(Part::Details(
            "Empreinte du résultat".into(),
            vec![Definition::new("SHA-256", seal.clone())],
        ));
    }
    let known = vote.elus().iter().filter(|one| one.personne.is_some()).count();
    if may && known > 0 && vote.fiche.mandats.is_empty() {
        parts.push(Part::Heading("Mandats des élus".into()));
        parts.push(Part::Form(seats(here, &seance.groupes, known)));
    }
    if !vote.fiche.mandats.is_empty() {
        let given = compte(vote.fiche.mandats.len(), "mandat est noté", "mandats sont notés");
        parts.push(Part::Text(vec![format!("{given} dans le groupe.")]));
    }
    parts
}

fn seats(here: &str, groupes: &[Groupe], count: usize) -> Form {
    let groups = groupes.iter().filter(|one| one.removed_at.is_none());
    let groups = groups.map(|one| Opt::new(one.id.to_string(), one.nom.clone(), false));
    let roles = Fonction::ALL.iter().map(|one| Opt::new(one.key(), one.label(), *one == Fonction::Membre));
    let items = vec![
        Item::Select(Choice::new("groupe", "Groupe", groups.collect())),
        Item::Select(Choice::new("fonction", "Fonction", roles.collect())),
        Item::Field(Field::new("depuis", "Premier jour").required().hint("Par exemple 01/01/2027.")),
        Item::Field(Field::new("jusque", "Dernier jour").hint("Laissez vide si rien ne le termine.")),
    ];
    let button = format!("Noter {}", compte(count, "mandat", "mandats"));
    Form::new(format!("{here}/mandats"), button, items)
}

fn signatures(Seen { vote, signed, seance, .. }: Seen<'_>) -> Table {
    let mut columns =
        vec![Column::text("Membre"), Column::text("Participation"), Column::text("Par procuration")];
    let named = vote.mode == Mode::Nominal && vote.state == VoteState::Clos;
    if named {
        columns.push(Column::text("Choix"));
    }
    let mut table = Table::new("Qui a voté", columns);
    let row = |one: &Emargement| {
        let mut part = Cell::from(one.participation.label());
        if one.interet {
            part = part.tag(Tone::Attention, "intérêt déclaré");
        }
        let held = one.par.map(|par| seance.annuaire.nom(par)).unwrap_or_default();
        let mut cells = vec![part, held.into()];
        if named {
            cells.push(one.choix.iter().map(|cle| vote.libelle(cle)).collect::<Vec<_>>().join(", ").into());
        }
        Row::new(seance.annuaire.nom(one.personne), cells)
    };
    table.rows = signed.iter().map(row).collect();
    table.rows.sort_by(|a, b| a.head.text.cmp(&b.head.text));
    table
}
