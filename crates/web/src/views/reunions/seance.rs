//! The page that holds a meeting: notes, decisions and tasks, each saved on its own.

use app::communaute::reunions::{Convoque, ReunionVue};
use domain::communaute::{Decision, DecisionKind, Point, ReunionState};
use domain::nombres::date;

use crate::views::components::{ActionForm, Choice, Field, FieldKind, Link, Notice, Opt, Tag, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Acte, Form, Item, Part, SheetView};

/// What the page of a session shows.
pub struct SeancePage<'a> {
    /// Address of the meeting.
    pub url: &'a str,
    /// The meeting.
    pub vue: &'a ReunionVue,
    /// Whom it calls: who may be given a task.
    pub convoques: &'a [Convoque],
    /// What was decided there, with who does it.
    pub decisions: &'a [(Decision, String)],
    /// What somebody typed under a point while another one wrote there: number of the point, text.
    pub garde: Option<(u32, String)>,
    /// Now.
    pub now: jiff::Timestamp,
}

/// The page that holds a meeting.
pub fn hold(page: Page, of: &SeancePage<'_>) -> SheetView {
    let open = of.vue.reunion.state == ReunionState::Prevue;
    let mut parts =
        vec![Part::Lead("Chaque note et chaque décision s'enregistre seule, avec son bouton.".into())];
    if !open {
        let notice = Notice::new(Tone::Info, "La séance est close. Ses notes ne changent plus.");
        let action = ActionForm::new("Rouvrir la séance", format!("{}/rouvrir", of.url));
        parts.push(Part::Notice(notice.with_action(action)));
    }
    for (rank, point) in of.vue.reunion.fiche.ordre_du_jour.iter().enumerate() {
        parts.push(Part::Heading(format!("{}. {}", rank + 1, point.titre)));
        parts.extend(notes(of, (point, open)));
        parts.extend(decided(of, Some(point.cle)));
    }
    if !under(of, None).is_empty() {
        parts.push(Part::Heading("Autres décisions et tâches".into()));
        parts.extend(decided(of, None));
    }
    parts.push(Part::Heading("Noter une décision ou une tâche".into()));
    parts.push(Part::Form(decision_form(of)));
    if open {
        parts.push(Part::Heading("Clore la séance".into()));
        let begun = of.vue.reunion.debut.is_some_and(|debut| debut <= of.now);
        parts.push(match begun {
            true => Part::Form(Form::new(format!("{}/clore", of.url), "Clore la séance", vec![])),
            false => Part::Text(vec!["La séance se clôt après son heure de début.".into()]),
        });
    }
    parts.push(Part::Buttons(vec![Link::new("Revenir à la réunion", of.url)]));
    SheetView::new(page, parts)
}

fn notes(of: &SeancePage<'_>, (point, open): (&Point, bool)) -> Vec<Part> {
    if !open {
        let text = if point.notes.is_empty() { "Point non noté.".to_owned() } else { point.notes.clone() };
        return vec![Part::Text(text.lines().map(str::to_owned).collect())];
    }
    let kept = of.garde.as_ref().filter(|(cle, _)| *cle == point.cle).map(|(_, text)| text);
    let mut parts = Vec::new();
    if kept.is_some() {
        let notice = Notice::new(
            Tone::Attention,
            "Une autre personne a écrit ici pendant ce temps. Son texte est ci-dessous\u{a0}: réunissez les deux.",
        );
        parts.push(Part::Notice(notice.with_details(point.notes.lines().map(str::to_owned).collect())));
    }
    let id = format!("notes-{}", point.cle);
    let label = format!("Notes du point «\u{a0}{}\u{a0}»", point.titre);
    let field = Field::new("notes", label).id(id).kind(FieldKind::Area { rows: 4 });
    let items = vec![
        Item::Hidden("avant", point.notes.clone()),
        Item::Field(field.value(kept.unwrap_or(&point.notes).clone())),
    ];
    let action = format!("{}/seance/{}", of.url, point.cle);
    parts.push(Part::Form(Form::new(action, "Enregistrer les notes de ce point", items)));
    parts
}

fn under<'a>(of: &'a SeancePage<'_>, cle: Option<u32>) -> Vec<&'a (Decision, String)> {
    let rank = |cle: &u32| of.vue.reunion.fiche.rank(*cle).is_some();
    of.decisions.iter().filter(|(one, _)| one.point.filter(rank) == cle).collect()
}

fn decided(of: &SeancePage<'_>, cle: Option<u32>) -> Vec<Part> {
    let acte = |(one, who): &&(Decision, String)| {
        let short: String = one.texte.chars().take(40).collect();
        let remove = ActionForm::new(
            format!("Retirer «\u{a0}{short}\u{a0}»"),
            format!("{}/seance/decisions/{}/retirer", of.url, one.id),
        );
        let mut textes = Vec::new();
        textes.extend((!who.is_empty()).then(|| who.clone()));
        textes.extend(one.pour_le.map(|day| format!("Pour le {}", date(day))));
        Acte {
            tag: Some(Tag::new(Tone::Plain, one.kind.label())),
            actions: vec![remove],
            ..Acte::new(one.texte.clone(), textes)
        }
    };
    let these = under(of, cle);
    if these.is_empty() { Vec::new() } else { vec![Part::Actes(these.iter().map(acte).collect())] }
}

fn decision_form(of: &SeancePage<'_>) -> Form {
    let kinds = DecisionKind::ALL.iter();
    let kinds =
        kinds.map(|kind| Opt::new(kind.key(), kind.label(), *kind == DecisionKind::Decision)).collect();
    let mut points = vec![Opt::new("", "Aucun point", true)];
    let titles = of.vue.reunion.fiche.ordre_du_jour.iter();
    points.extend(titles.map(|point| Opt::new(point.cle.to_string(), point.titre.clone(), false)));
    let mut people = vec![Opt::new("", "Personne en particulier", true)];
    people.extend(of.convoques.iter().map(|one| Opt::new(one.personne.to_string(), one.nom.clone(), false)));
    let items = vec![
        Item::Radios(Choice::new("nature", "Nature", kinds)),
        Item::Field(Field::new("texte", "Texte").kind(FieldKind::Area { rows: 2 }).required()),
        Item::Select(Choice::new("point", "Point de l'ordre du jour", points)),
        Item::Select(Choice::new("qui", "Qui s'en charge", people)),
        Item::Field(Field::new("pour_le", "Pour le").hint("Par exemple 31/12/2026.")),
    ];
    Form::new(format!("{}/seance/decisions", of.url), "Enregistrer la décision ou la tâche", items)
}
