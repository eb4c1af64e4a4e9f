//! One's own account.

pub mod forms;

use app::comptes::OwnRole;
use askama::Template;
use askama_web::WebTemplate;
use domain::nombres::date;
use jiff::Timestamp;

use super::components::{ActionForm, Cell, Column, Definition, Link, Row, Table, Tone};
use super::page::Page;
use crate::wording::organisation::last_day;

/// Something of one's own, and the button that ends it.
#[derive(Clone, Debug)]
pub struct OwnLine {
    /// What it is.
    pub name: String,
    /// Since when, last used.
    pub note: String,
    /// The button; none for the session of this page and the last factor.
    pub end: Option<ActionForm>,
}

/// Who one is, roles, factors, identities, sessions.
#[derive(Template, WebTemplate)]
#[template(path = "compte/show.html")]
pub struct AccountView {
    /// Layout.
    pub page: Page,
    /// Name and address.
    pub person: Vec<Definition>,
    /// Pages that change them.
    pub changes: Vec<Link>,
    /// Roles everywhere, when there are some.
    pub roles: Option<Table>,
    /// Second factors.
    pub factors: Vec<OwnLine>,
    /// Buttons that add a factor or renew the recovery codes.
    pub more: Vec<ActionForm>,
    /// Identities at providers, and the page that changes them; none when no provider is known.
    pub identities: Option<(Vec<OwnLine>, Link)>,
    /// Open sessions.
    pub sessions: Vec<OwnLine>,
    /// Ends all sessions but this one, when there are others.
    pub end_others: Option<ActionForm>,
    /// Other pages of the account.
    pub links: Vec<Link>,
}

/// One's own roles with their dates, and a link to leave those that are not over.
pub fn roles(roles: &[OwnRole], now: Timestamp) -> Option<Table> {
    let columns = ["Rôle", "Organisation", "Depuis le", "Jusqu'au", "Action"];
    let mut table = Table::new("Vos rôles", columns.map(Column::text).to_vec());
    table.rows = roles.iter().map(|role| row(role, now)).collect();
    (!table.rows.is_empty()).then_some(table)
}

fn row(role: &OwnRole, now: Timestamp) -> Row {
    let (label, over) = (role.held.label(), role.is_over_at(now));
    let head = Cell::from(label);
    let head = if over { head.tag(Tone::Plain, "terminé") } else { head };
    let leave = match over {
        true => Cell::default(),
        false => Cell::from(format!("Quitter le rôle «\u{a0}{label}\u{a0}» dans {}", role.place))
            .link(format!("/compte/roles/{}/fin", role.id)),
    };
    let since = date(role.since.to_zoned(app::paris()).date());
    let cells = vec![
        role.place.clone().into(),
        since.into(),
        role.until.map(last_day).unwrap_or_default().into(),
        leave,
    ];
    Row::new(head, cells)
}
