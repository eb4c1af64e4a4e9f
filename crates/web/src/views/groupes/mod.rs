//! Groups: their list, the page of one, their forms.

mod formulaires;

use app::communaute::groupes::{FinDeMandat, GroupeLigne, GroupeVue, PieceRow, Siege};
use domain::communaute::{Decision, Reunion};
use domain::nombres::{compte, date};
use jiff::civil::Date;

pub(super) use formulaires::file as document_field;
pub use formulaires::{GroupeTyped, MandatTyped, end_form, group_form, seat_form};

use super::components::{
    ActionForm, Cell, Column, Definition, EmptyState, Link, Notice, Row, Table, Tag, Tone,
};
use super::page::Page;
use super::reunions::{quand, titre_reunion};
use super::sheet::{Acte, Form, Item, Part, SheetView};

/// `12 ko`, `1,4 Mo`.
pub fn taille(bytes: u64) -> String {
    let ko = bytes.div_ceil(1024);
    match ko {
        0..1024 => format!("{ko}\u{a0}ko"),
        _ => format!("{}\u{a0}Mo", domain::nombres::decimal(ko as f64 / 1024.0, 1)),
    }
}

/// What the list of groups shows.
pub struct GroupesListe<'a> {
    /// Address of the list.
    pub base: &'a str,
    /// Address of the list of meetings.
    pub reunions: &'a str,
    /// Groups, open ones first.
    pub groupes: &'a [GroupeLigne],
    /// Seats that end soon.
    pub fins: &'a [FinDeMandat],
    /// Whether the person may make a group.
    pub may_create: bool,
    /// Where hours are said.
    pub zone: &'a jiff::tz::TimeZone,
}

/// The list of groups.
pub fn list(page: Page, of: &GroupesListe<'_>) -> SheetView {
    let mut parts = vec![Part::Lead("Chaque groupe a ses membres, ses réunions et ses décisions.".into())];
    let mut buttons = Vec::new();
    if of.may_create {
        buttons.push(Link::new("Créer un groupe", format!("{}/nouveau", of.base)));
    }
    buttons.push(Link::new("Voir les réunions", of.reunions));
    parts.push(Part::Buttons(buttons));
    if !of.fins.is_empty() {
        parts.push(Part::Notice(endings(of)));
    }
    let (closed, open): (Vec<_>, Vec<_>) =
        of.groupes.iter().partition(|line| line.groupe.removed_at.is_some());
    if open.is_empty() {
        parts.push(Part::Empty(EmptyState {
            title: "Aucun groupe ouvert.",
            text: "Créez d'abord le bureau, puis un groupe par thème de travail.".into(),
            link: None,
        }));
    } else {
        parts.push(Part::Table("groupes", table("Groupes ouverts", &open, of)));
    }
    if !closed.is_empty() {
        parts.push(Part::Table("groupes-clos", table("Groupes clos", &closed, of)));
    }
    SheetView::new(page, parts)
}

fn endings(of: &GroupesListe<'_>) -> Notice {
    let said = |one: &FinDeMandat| {
        let fonction = one.mandat.fonction.label().to_lowercase();
        format!("{}, {fonction}, {}\u{a0}: le {}", one.nom, one.groupe, date(one.jusque))
    };
    let title = compte(of.fins.len(), "mandat se termine bientôt.", "mandats se terminent bientôt.");
    Notice::new(Tone::Attention, title).with_details(of.fins.iter().map(said).collect())
}

fn table(caption: &str, lines: &[&GroupeLigne], of: &GroupesListe<'_>) -> Table {
    let columns = vec![
        Column::text("Groupe"),
        Column::text("Nature"),
        Column::text("Pilote"),
        Column::number("Membres"),
        Column::text("Prochaine réunion"),
        Column::number("Points ouverts"),
    ];
    let mut table = Table::new(caption, columns);
    let row = |line: &&GroupeLigne| {
        let url = format!("{}/{}", of.base, line.groupe.id);
        let next = line.prochaine.as_ref().map(|one| quand(one, of.zone)).unwrap_or_default();
        let cells: Vec<Cell> = vec![
            line.groupe.kind.label().into(),
            line.pilotes.join(", ").into(),
            line.membres.to_string().into(),
            next.into(),
            line.ouvertes.to_string().into(),
        ];
        Row::new(Cell::from(line.groupe.nom.clone()).link(url), cells)
    };
    table.rows = lines.iter().map(row).collect();
    table
}

/// What the page of a group shows.
pub struct GroupePage<'a> {
    /// Address of the group.
    pub url: &'a str,
    /// Address of the list of meetings.
    pub reunions: &'a str,
    /// The group and what hangs on it.
    pub vue: &'a GroupeVue,
    /// Whether the person may change it.
    pub may_edit: bool,
    /// Where hours are said.
    pub zone: &'a jiff::tz::TimeZone,
    /// Now.
    pub now: jiff::Timestamp,
    /// Today.
    pub today: Date,
}

/// The page of a group.
pub fn show(page: Page, of: &GroupePage<'_>) -> SheetView {
    let groupe = &of.vue.groupe;
    let mut parts = Vec::new();
    if groupe.removed_at.is_some() {
        let mut notice =
            Notice::new(Tone::Attention, "Ce groupe est clos. Ses réunions et ses décisions restent.");
        if of.may_edit {
            notice = notice.with_action(ActionForm::new("Rouvrir le groupe", format!("{}/rouvrir", of.url)));
        }
        parts.push(Part::Notice(notice));
    }
    let said = |text: &str| if text.is_empty() { "Non renseignée".to_owned() } else { text.to_owned() };
    let leads = of.vue.sieges.iter().filter(|one| one.court && one.mandat.leads());
    let leads: Vec<&str> = leads.map(|one| one.nom.as_str()).collect();
    parts.push(Part::Definitions(vec![
        Definition::new("Nature", groupe.kind.label()),
        Definition::new("Question", said(&groupe.fiche.question)),
        Definition::new("Prochaine étape", said(&groupe.fiche.prochaine_etape)),
        Definition::new("Pilote", if leads.is_empty() { "Personne".to_owned() } else { leads.join(", ") }),
    ]));
    if of.may_edit && groupe.removed_at.is_none() {
        parts.push(Part::Buttons(vec![
            Link::new("Préparer une réunion", format!("{}/nouvelle?groupe={}", of.reunions, groupe.id)),
            Link::new("Modifier le groupe", format!("{}/modifier", of.url)),
        ]));
    }
    parts.extend(meetings(of));
    parts.extend(members(of));
    parts.extend(decisions(of));
    parts.extend(documents(of));
    if of.may_edit && groupe.removed_at.is_none() {
        parts.push(Part::Heading("Clore le groupe".into()));
        parts.push(Part::Text(vec!["Un groupe clos peut être rouvert. Rien n'est effacé.".into()]));
        parts.push(Part::Form(Form::new(format!("{}/clore", of.url), "Clore le groupe", vec![]).danger()));
    }
    SheetView::new(page, parts)
}

fn meetings(of: &GroupePage<'_>) -> Vec<Part> {
    let acte = |one: &Reunion| Acte {
        url: Some(format!("{}/{}", of.reunions, one.id)),
        tag: Some(Tag::new(Tone::Plain, one.state.label())),
        ..Acte::new(titre_reunion(one, of.zone), Vec::new())
    };
    let (next, past): (Vec<_>, Vec<_>) = of.vue.reunions.iter().partition(|one| one.is_coming(of.now));
    let mut parts = vec![Part::Heading("Réunions à venir".into())];
    match next.is_empty() {
        true => parts.push(Part::Text(vec!["Aucune réunion n'est prévue.".into()])),
        false => parts.push(Part::Actes(next.into_iter().map(acte).collect())),
    }
    if !past.is_empty() {
        parts.push(Part::Heading("Réunions passées".into()));
        parts.push(Part::Actes(past.into_iter().rev().map(acte).collect()));
    }
    parts
}

fn days(one: &Siege) -> String {
    match one.mandat.jusque {
        Some(last) => format!("du {} au {}", date(one.mandat.depuis), date(last)),
        None => format!("depuis le {}", date(one.mandat.depuis)),
    }
}

fn members(of: &GroupePage<'_>) -> Vec<Part> {
    let mut parts = vec![Part::Heading("Membres".into())];
    let acte = |one: &Siege| {
        let profession = one.profession.as_deref().map(crate::wording::reunions::profession);
        let mut textes = vec![format!("{}, {}", one.mandat.fonction.label(), days(one))];
        textes.extend(profession);
        let url = format!("{}/mandats/{}/fin", of.url, one.mandat.id);
        let ends = of.may_edit && one.mandat.jusque.is_none_or(|last| last >= of.today);
        Acte {
            tag: (!one.court).then(|| Tag::new(Tone::Plain, "hors mandat")),
            liens: if ends {
                vec![Link::new(format!("Fixer la fin du mandat de {}", one.nom), url)]
            } else {
                vec![]
            },
            ..Acte::new(one.nom.clone(), textes)
        }
    };
    let (now, other): (Vec<_>, Vec<_>) = of.vue.sieges.iter().partition(|one| one.court);
    if now.is_empty() {
        parts.push(Part::Text(vec!["Personne ne siège aujourd'hui dans ce groupe.".into()]));
    } else {
        parts.push(Part::Actes(now.into_iter().map(acte).collect()));
    }
    if of.may_edit {
        let url = format!("{}/mandats/nouveau", of.url);
        parts.push(Part::Buttons(vec![Link::new("Donner un mandat", url)]));
    }
    if !other.is_empty() {
        parts.push(Part::Heading("Mandats passés ou à venir".into()));
        parts.push(Part::Actes(other.into_iter().map(acte).collect()));
    }
    parts
}

fn decisions(of: &GroupePage<'_>) -> Vec<Part> {
    let mut parts = vec![Part::Heading("Décisions et tâches".into())];
    if of.vue.decisions.is_empty() {
        parts.push(Part::Text(vec!["Rien n'est encore décidé. Une réunion le note en séance.".into()]));
        return parts;
    }
    let mut table = Table::new(
        "Décisions et tâches du groupe, les dernières d'abord",
        ["Texte", "Nature", "Qui", "Pour le", "État"].map(Column::text).to_vec(),
    );
    let row = |(one, who): &(Decision, String)| {
        let state = crate::wording::reunions::etat_decision(one, of.today);
        let day = one.pour_le.map(date).unwrap_or_default();
        let cells = vec![one.kind.label().into(), who.clone().into(), day.into(), state.into()];
        Row::new(one.texte.clone(), cells)
    };
    table.rows = of.vue.decisions.iter().map(row).collect();
    parts.push(Part::Table("decisions", table));
    parts
}

fn documents(of: &GroupePage<'_>) -> Vec<Part> {
    let mut parts = vec![Part::Heading("Documents".into())];
    let acte = |piece: &PieceRow| {
        let url = format!("{}/pieces/{}", of.url, piece.id);
        let label = format!("Retirer «\u{a0}{}\u{a0}»", piece.name);
        Acte {
            actions: match of.may_edit {
                true => vec![ActionForm::new(label, format!("{url}/retirer"))],
                false => vec![],
            },
            url: Some(url),
            ..Acte::new(piece.name.clone(), vec![taille(piece.size)])
        }
    };
    match of.vue.pieces.is_empty() {
        true => parts.push(Part::Text(vec!["Aucun document n'est joint.".into()])),
        false => parts.push(Part::Actes(of.vue.pieces.iter().map(acte).collect())),
    }
    if of.may_edit {
        let items = vec![Item::Field(formulaires::file())];
        parts.push(Part::Form(Form::new(format!("{}/pieces", of.url), "Joindre le document", items)));
    }
    parts
}
