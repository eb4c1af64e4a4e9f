//! The people of a CPTS, and one of them.

use app::organisations::Person;
use domain::authz::Role;
use domain::nombres::{compte, date};
use domain::organisation::DatedRole;
use jiff::Timestamp;

use super::super::components::{
    Cell, Choice, Column, Definition, EmptyState, Field, FieldKind, Link, Opt, Row, Table, Tone,
};
use super::super::page::Page;
use super::super::sheet::{Form, Item, Part, SheetView};
use crate::wording::organisation::{last_day, month};

/// What the list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// A part of a name or of an address.
    pub text: String,
    /// A role held today.
    pub role: Option<Role>,
}

fn day(at: Timestamp) -> String {
    date(at.to_zoned(app::paris()).date())
}

/// `Membre depuis le 22/11/2026`, with its end.
fn role_words(role: &DatedRole) -> String {
    match role.until {
        Some(until) => format!("{} du {} au {}", role.role.label(), day(role.since), last_day(until)),
        None => format!("{} depuis le {}", role.role.label(), day(role.since)),
    }
}

fn second_factor(person: &Person) -> Cell {
    match person.second_factor {
        true => "oui".into(),
        false => Cell::from("non").tag(Tone::Attention, "à activer"),
    }
}

fn last_sign_in(person: &Person) -> String {
    person.last_sign_in.map_or_else(|| "jamais venu".to_owned(), month)
}

/// The list, with its filter.
pub fn list(
    page: Page,
    base: &str,
    (people, all, now): (&[Person], usize, Timestamp),
    filter: &Filter,
    may_manage: bool,
) -> SheetView {
    let mut roles = vec![Opt::new("", "Tous les rôles", filter.role.is_none())];
    let given = Role::ALL.iter().filter(|role| role.is_given());
    roles.extend(given.map(|role| Opt::new(role.key(), role.label(), filter.role == Some(*role))));
    let search = Field::new("q", "Nom ou courriel").kind(FieldKind::Search).value(filter.text.clone());
    let form = Form::new(
        base,
        "Chercher une personne",
        vec![Item::Field(search), Item::Select(Choice::new("role", "Rôle", roles))],
    );
    let mut parts = vec![Part::Lead(format!(
        "{} avec un rôle, ou dont le dernier rôle s'est terminé depuis un an.",
        compte(all, "personne", "personnes")
    ))];
    if may_manage {
        let invite = base.replace("/personnes", "/invitations");
        parts.push(Part::Buttons(vec![
            Link::new("Inviter une personne", format!("{invite}/nouvelle")),
            Link::new("Exporter la liste (CSV)", format!("{base}.csv")),
        ]));
    } else {
        parts.push(Part::Buttons(vec![Link::new("Exporter la liste (CSV)", format!("{base}.csv"))]));
    }
    parts.push(Part::Form(form.asking()));
    parts.push(match people.is_empty() {
        true => Part::Empty(EmptyState {
            title: "Aucune personne ne correspond.",
            text: "Essayez un autre nom, ou tous les rôles.".to_owned(),
            link: Some(Link::new("Voir toutes les personnes", base)),
        }),
        false => Part::Table("personnes", table(base, people, now)),
    });
    SheetView::new(page, parts)
}

fn table(base: &str, people: &[Person], now: Timestamp) -> Table {
    let columns = ["Personne", "Rôles", "Second facteur", "Dernière connexion"];
    let mut table = Table::new("Personnes de la CPTS", columns.map(Column::text).to_vec());
    table.rows = people
        .iter()
        .map(|person| {
            let held = person.roles.iter().filter(|role| role.is_held_at(now));
            let words: Vec<String> = held.map(role_words).collect();
            let roles = match words.is_empty() {
                true => Cell::from("Aucun rôle aujourd'hui").tag(Tone::Plain, "partie"),
                false => words.join(", ").into(),
            };
            let name = Cell::from(person.name.clone()).link(format!("{base}/{}", person.user));
            let name = match &person.email {
                Some(email) => name.note(email.clone()),
                None => name,
            };
            Row::new(name, vec![roles, second_factor(person), last_sign_in(person).into()])
        })
        .collect();
    table
}

/// One person: what is known, their roles, what can be done.
pub fn show(page: Page, base: &str, (person, now): (&Person, Timestamp), may_manage: bool) -> SheetView {
    let known = vec![
        Definition::new("Courriel", person.email.clone().unwrap_or_else(|| "inconnu".to_owned())),
        Definition::new(
            "Second facteur",
            if person.second_factor { "oui" } else { "non, à activer par la personne" },
        ),
        Definition::new("Dernière connexion", last_sign_in(person)),
    ];
    let mut parts =
        vec![Part::Definitions(known), Part::Table("roles", roles(base, person, now, may_manage))];
    if may_manage {
        let mut buttons = vec![Link::new("Donner un rôle", format!("{base}/role"))];
        if person.roles.iter().any(|role| role.is_held_at(now)) {
            buttons.push(Link::new("Enregistrer son départ", format!("{base}/depart")));
            if person.second_factor {
                buttons.push(Link::new("Retirer son second facteur", format!("{base}/second-facteur")));
            }
        }
        parts.push(Part::Buttons(buttons));
    }
    SheetView::new(page, parts)
}

fn roles(base: &str, person: &Person, now: Timestamp, may_manage: bool) -> Table {
    let mut columns = vec![Column::text("Rôle"), Column::text("Depuis le"), Column::text("Jusqu'au")];
    if may_manage {
        columns.push(Column::text("Action"));
    }
    let mut table = Table::new("Rôles dans cette CPTS", columns);
    table.rows = person
        .roles
        .iter()
        .map(|role| {
            let over = role.until.is_some_and(|until| until <= now);
            let label = Cell::from(role.role.label());
            let label = if over { label.tag(Tone::Plain, "terminé") } else { label };
            let mut cells: Vec<Cell> =
                vec![day(role.since).into(), role.until.map(last_day).unwrap_or_default().into()];
            if may_manage {
                let end = || Cell::from(format!("Retirer le rôle «\u{a0}{}\u{a0}»", role.role.label()));
                cells.push(match over {
                    true => Cell::default(),
                    false => end().link(format!("{base}/roles/{}/fin", role.id)),
                });
            }
            Row::new(label, cells)
        })
        .collect();
    table
}
