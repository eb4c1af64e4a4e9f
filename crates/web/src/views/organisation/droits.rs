//! The policy as a page: roles in columns, permissions in lines.

use domain::authz::{INSTITUTION_PERMISSIONS, InstitutionRole, PERMISSIONS, PermissionLine, Role};
use domain::nombres::liste;

use super::super::components::{Cell, Column, Row, Table, Tone};
use super::super::page::Page;
use super::super::sheet::{Part, SheetView};

/// The whole policy, the person's own roles marked.
pub fn show(page: Page, own: &[Role]) -> SheetView {
    let held: Vec<&str> = own.iter().map(|role| role.label()).collect();
    let lead = match held.is_empty() {
        true => "Voici ce que permet chaque rôle.".to_owned(),
        false => format!("Vos rôles dans cette CPTS\u{a0}: {}.", liste(&held)),
    };
    let mut parts = vec![Part::Lead(lead)];
    parts.extend(tables(own));
    parts.extend([
        Part::Text(vec![
            "«\u{a0}à confirmer\u{a0}»\u{a0}: Maillage demande de prouver de nouveau votre identité.".to_owned(),
            "«\u{a0}toujours tenu\u{a0}»\u{a0}: la dernière personne qui a ce droit ne peut pas le perdre.".to_owned(),
            "Un second facteur est demandé à toute personne qui voit des données.".to_owned(),
        ]),
        Part::Heading("Ce que les institutions peuvent lire".to_owned()),
        Part::Text(vec![
            "Une institution ne lit que ce que la CPTS autorise, jusqu'à la date choisie. Elle ne change rien.".to_owned(),
        ]),
        Part::Table("institutions", institutions()),
    ]);
    SheetView::new(page, parts)
}

/// One table a group, so that each has its caption.
fn tables(own: &[Role]) -> impl Iterator<Item = Part> + '_ {
    GROUPS.iter().map(|(id, group)| {
        let mut columns = vec![Column::text("Ce que le droit permet")];
        columns.extend(Role::ALL.iter().map(|role| {
            let mine = if own.contains(role) { " (vous)" } else { "" };
            Column::text(format!("{}{mine}", role.label()))
        }));
        let mut table = Table::new(*group, columns);
        table.rows.extend(PERMISSIONS.iter().filter(|line| group_of(line.key) == *group).map(row));
        Part::Table(id, table)
    })
}

fn row(line: &PermissionLine) -> Row {
    let mut head = Cell::from(line.meaning);
    if line.sensitive {
        head = head.tag(Tone::Attention, "à confirmer");
    }
    if line.essential {
        head = head.note("toujours tenu");
    }
    let cells = Role::ALL.iter().map(|role| match line.granted_to.contains(role) {
        true => Cell::from("oui"),
        false => Cell::default(),
    });
    Row::new(head, cells.collect())
}

/// Titles of the groups, in order.
const GROUPS: [(&str, &str); 5] = [
    ("territoires", "Territoires"),
    ("personnes", "Personnes"),
    ("partage", "Partage"),
    ("association", "Association"),
    ("traces", "Traces et données personnelles"),
];

/// Title over the permissions that share the first word of their key.
fn group_of(key: &str) -> &'static str {
    match key.split('.').next().unwrap_or_default() {
        "accueil" | "droits" | "personnes" | "roles" | "effectifs" => "Personnes",
        "territoire" => "Territoires",
        "autorisations" | "partages" => "Partage",
        "association" | "banque" => "Association",
        _ => "Traces et données personnelles",
    }
}

fn institutions() -> Table {
    let columns = ["Ce que le droit permet", "Qui", "Condition"].map(Column::text).to_vec();
    let mut table = Table::new("Droits des institutions", columns);
    for (_, meaning, roles) in INSTITUTION_PERMISSIONS {
        table
            .rows
            .push(Row::new(*meaning, vec![labels(roles).into(), "avoir un rôle dans l'institution".into()]));
    }
    for line in PERMISSIONS {
        if let Some(subject) = line.subject {
            let condition = format!("autorisation de la CPTS\u{a0}: {}", subject.label());
            table
                .rows
                .push(Row::new(line.meaning, vec![labels(InstitutionRole::ALL).into(), condition.into()]));
        }
    }
    table
}

fn labels(roles: &[InstitutionRole]) -> String {
    liste(&roles.iter().map(|role| role.label()).collect::<Vec<_>>())
}
