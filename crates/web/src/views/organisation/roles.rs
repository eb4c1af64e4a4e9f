//! Forms that give a role, end one, or note a departure.

use app::organisations::Person;
use domain::organisation::DatedRole;
use jiff::Timestamp;

use super::super::page::Page;
use super::super::sheet::{Form, Item, Part, SheetView};
use super::{Errors, choice, role_hints, roles, until_field};

/// The form of a role to give.
pub fn give(page: Page, base: &str, name: &str, (role, until): (&str, &str)) -> SheetView {
    let errors = Errors::new();
    let items = vec![Item::Select(choice("role", "Rôle", roles(role), &errors)), until_field(until, &errors)];
    let form = Form::new(format!("{base}/role"), "Donner ce rôle", items).cancel("Ne rien changer", base);
    let lead = format!("{name} aura ce rôle dès maintenant. Vous pourrez le retirer à tout moment.");
    SheetView::new(page, vec![Part::Lead(lead), Part::Form(form), role_hints()])
}

/// Asks before a role ends.
pub fn end(page: Page, base: &str, (name, role): (&str, &DatedRole), until: &str) -> SheetView {
    let label = role.role.label();
    let errors = Errors::new();
    let action = format!("{base}/roles/{}/fin", role.id);
    let form = Form::new(action, "Retirer ce rôle", vec![until_field(until, &errors)])
        .danger()
        .cancel("Garder ce rôle", base);
    let parts = vec![
        Part::Lead(format!("{name} perdra le rôle «\u{a0}{label}\u{a0}».")),
        Part::Text(vec![
            "Sans date, le rôle se termine tout de suite. La personne ne l'a plus dès sa prochaine page."
                .to_owned(),
            "Ses autres rôles restent. Vous pourrez lui redonner celui-ci.".to_owned(),
        ]),
        Part::Form(form),
    ];
    SheetView::new(page, parts)
}

/// Asks before someone leaves.
pub fn depart(page: Page, base: &str, (person, now): (&Person, Timestamp)) -> SheetView {
    let held = person.roles.iter().filter(|role| role.until.is_none_or(|until| until > now));
    let labels: Vec<String> = held.map(|role| role.role.label().to_owned()).collect();
    let form = Form::new(format!("{base}/depart"), "Retirer tous ses rôles", Vec::new())
        .danger()
        .cancel("Garder ses rôles", base);
    let parts = vec![
        Part::Lead(format!("{} quitte la CPTS\u{a0}: ces rôles se terminent tout de suite.", person.name)),
        Part::List(labels),
        Part::Text(vec![
            "Son compte reste ouvert, avec ses rôles dans d'autres organisations.".to_owned(),
            "Vous pourrez lui redonner un rôle ici.".to_owned(),
        ]),
        Part::Form(form),
    ];
    SheetView::new(page, parts)
}
