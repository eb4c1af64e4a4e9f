//! What a CPTS lets institutions read: the list, the form, what they see.

use app::Institution;
use app::organisations::{GrantRow, Grants, Seen};
use domain::authz::{Role, Subject};
use domain::masque::MaskedRow;
use domain::nombres::{entier, liste};

use super::super::components::{Cell, Choice, Column, EmptyState, Link, Opt, Row, Table};
use super::super::page::Page;
use super::super::sheet::{Form, Item, Part, SheetView};
use super::{Errors, choice, error, field, info};
use crate::fields::Fields;
use crate::wording::organisation::{last_day, masked, seen};

/// What an institution would see today; `None` for what whoever looks may not see.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// Territories.
    pub territories: Option<Vec<Seen>>,
    /// People by role, small numbers hidden.
    pub counts: Option<(Vec<Role>, MaskedRow)>,
}

/// What was typed in the form of a grant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Identifier of the institution.
    pub institution: String,
    /// Key of the subject, or `tout`.
    pub subject: String,
    /// First day.
    pub since: String,
    /// Last day.
    pub until: String,
    /// What is wrong.
    pub errors: Vec<(&'static str, String)>,
}

impl Typed {
    /// From a form.
    pub(crate) fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        let (institution, subject) = (text("institution"), text("objet"));
        Self { institution, subject, since: text("depuis"), until: text("jusqu"), errors: Vec::new() }
    }
}

/// People by role, as an institution sees them.
pub fn counts_table((roles, row): &(Vec<Role>, MaskedRow)) -> Table {
    let columns = vec![Column::text("Rôle"), Column::number("Personnes")];
    let mut table = Table::new("Personnes par rôle, petits nombres masqués", columns);
    let cells = roles.iter().zip(&row.cells);
    table.rows = cells.map(|(role, count)| Row::new(role.label(), vec![masked(*count).into()])).collect();
    table.rows.push(Row::total("Ensemble des rôles", vec![masked(row.total).into()]));
    table
}

/// Territories, as an institution sees them.
pub fn territories_table(territories: &[Seen], url: Option<&dyn Fn(&Seen) -> String>) -> Table {
    let columns = vec![
        Column::text("Territoire"),
        Column::text("Variante de référence"),
        Column::number("Population"),
        Column::text("Classe de taille"),
    ];
    let mut table = Table::new("Territoires", columns);
    table.rows = territories
        .iter()
        .map(|one| {
            let name = Cell::from(one.territoire.clone());
            let name = url.map_or(name.clone(), |url| name.link(url(one)));
            let people = one.population.map(|count| entier(i64::try_from(count).unwrap_or(i64::MAX)));
            let mut people = Cell::from(people.unwrap_or_else(|| "inconnue".to_owned()));
            if !one.years.is_empty() {
                let years: Vec<String> = one.years.iter().map(ToString::to_string).collect();
                people = people.note(format!("en {}", liste(&years)));
            }
            let size = one.size.as_ref().map_or("inconnue", |size| size.taille.code());
            Row::new(name, vec![one.variante.clone().into(), people, size.into()])
        })
        .collect();
    table
}

fn preview_parts(preview: &Preview) -> Vec<Part> {
    let mut parts = vec![Part::Heading("Ce que l'institution voit".to_owned())];
    parts.push(Part::List(Subject::ALL.iter().map(|subject| seen(*subject).to_owned()).collect()));
    if let Some(territories) = preview.territories.as_ref().filter(|list| !list.is_empty()) {
        parts.push(Part::Table("vus-territoires", territories_table(territories, None)));
    }
    if let Some(counts) = &preview.counts {
        parts.push(Part::Table("vus-effectifs", counts_table(counts)));
        parts.push(info(
            "Un nombre masqué n'est pas zéro. Il protège les personnes peu nombreuses dans un rôle.",
        ));
    }
    parts
}

/// The list, with history and preview.
pub fn list(
    page: Page,
    base: &str,
    (grants, author): (&Grants, &dyn Fn(&GrantRow) -> String),
    preview: &Preview,
    may_manage: bool,
) -> SheetView {
    let mut parts = vec![Part::Lead(
        "Une institution ne lit rien de votre CPTS sans une autorisation signée, datée, que vous pouvez retirer.".to_owned(),
    )];
    if may_manage {
        parts.push(Part::Buttons(vec![Link::new("Signer une autorisation", format!("{base}/nouvelle"))]));
    }
    parts.push(match grants.open.is_empty() {
        true => Part::Empty(EmptyState {
            title: "Aucune autorisation en cours.",
            text: "Aucune institution ne lit de données de votre CPTS.".to_owned(),
            link: None,
        }),
        false => Part::Table("en-cours", table("En cours", base, (grants, &grants.open), author, may_manage)),
    });
    if !grants.over.is_empty() {
        parts.push(Part::Table("terminees", table("Terminées", base, (grants, &grants.over), author, false)));
    }
    parts.extend(preview_parts(preview));
    SheetView::new(page, parts)
}

fn table(
    caption: &str,
    base: &str,
    (grants, rows): (&Grants, &[GrantRow]),
    author: &dyn Fn(&GrantRow) -> String,
    may_manage: bool,
) -> Table {
    let mut columns = ["Institution", "Objet", "Du", "Au", "Signée par"].map(Column::text).to_vec();
    if may_manage {
        columns.push(Column::text("Action"));
    }
    let mut table = Table::new(caption, columns);
    table.rows = rows
        .iter()
        .map(|row| {
            let name = grants.name(row.institution);
            let until = row.ended_at().map(last_day).unwrap_or_default();
            let until = Cell::from(until);
            let until = if row.revoked_at.is_some() { until.note("retirée") } else { until };
            let since = domain::nombres::date(row.since.to_zoned(app::paris()).date());
            let mut cells = vec![row.subject.label().into(), since.into(), until, author(row).into()];
            if may_manage {
                let label = format!("Retirer l'autorisation de {name}");
                cells.push(Cell::from(label).link(format!("{base}/{}/retirer", row.id)));
            }
            Row::new(name, cells)
        })
        .collect();
    table
}

/// The form of a grant, with what it opens.
pub fn new(
    page: Page,
    base: &str,
    (institutions, preview): (&[Institution], &Preview),
    typed: &Typed,
) -> SheetView {
    let errors: &Errors = &typed.errors;
    let known = institutions.iter().map(|one| {
        let id = one.id.to_string();
        let chosen = id == typed.institution;
        Opt::new(id, format!("{} ({})", one.name, one.kind.label()), chosen)
    });
    let mut subjects: Vec<Opt> = Subject::ALL
        .iter()
        .map(|one| Opt::new(one.key(), one.label(), one.key() == typed.subject).hint(seen(*one)))
        .collect();
    subjects.push(Opt::new("tout", "Les deux", typed.subject == "tout"));
    let subject =
        Choice { error: error(errors, "objet"), ..Choice::new("objet", "Ce qu'elle pourra lire", subjects) };
    let items = vec![
        Item::Select(choice("institution", "Institution", known.collect(), errors)),
        Item::Radios(subject),
        Item::Field(field("depuis", "À partir du", &typed.since, errors).required()),
        Item::Field(
            field("jusqu", "Jusqu'au", &typed.until, errors)
                .required()
                .hint("Ce jour est compris. Vous pourrez retirer l'autorisation avant."),
        ),
    ];
    let form =
        Form::new(format!("{base}/nouvelle"), "Signer l'autorisation", items).cancel("Ne rien signer", base);
    let mut parts = vec![Part::Form(form)];
    if institutions.is_empty() {
        parts.insert(0, info("Aucune institution n'est enregistrée. Demandez à la personne qui gère Maillage de l'ajouter."));
    }
    parts.extend(preview_parts(preview));
    SheetView::new(page, parts)
}

/// Asks before a grant is taken back.
pub fn revoke(page: Page, base: &str, (row, institution): (&GrantRow, &str)) -> SheetView {
    let form = Form::new(format!("{base}/{}/retirer", row.id), "Retirer l'autorisation", Vec::new())
        .danger()
        .cancel("Garder l'autorisation", base);
    let parts = vec![
        Part::Lead(format!("{institution} ne lira plus\u{a0}: {}", seen(row.subject))),
        Part::Text(vec![
            "Le retrait vaut dès sa prochaine page. Vous pourrez signer une nouvelle autorisation."
                .to_owned(),
        ]),
        Part::Form(form),
    ];
    SheetView::new(page, parts)
}
