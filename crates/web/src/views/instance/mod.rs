//! Pages of the operator about organisations and their first people. No data of an association is here.

use app::Institution;
use app::organisations::{InstanceHome, InvitationRow, InvitationState, Seated};
use domain::authz::{InstitutionKind, InstitutionRole, Role};
use domain::nombres::date;

use super::components::{Cell, Choice, Column, Definition, FieldKind, Link, Opt, Row, Table, Tone};
use super::organisation::invitations::table as invitations_table;
use super::page::Page;
use super::sheet::{Form, Item, Part, SheetView};
use crate::fields::Fields;
use crate::views::components::Field;

/// What was typed in a form of this page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Name.
    pub name: String,
    /// Kind of institution, or role.
    pub key: String,
    /// Address.
    pub email: String,
    /// Code of a region.
    pub region: String,
    /// What is wrong.
    pub errors: Vec<(&'static str, String)>,
}

impl Typed {
    /// From a form.
    pub(crate) fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        let key = if fields.text("nature").is_empty() { text("role") } else { text("nature") };
        Self { name: text("nom"), key, email: text("courriel"), region: text("region"), errors: Vec::new() }
    }

    fn error(&self, name: &str) -> Option<String> {
        self.errors.iter().find(|(one, _)| *one == name).map(|(_, error)| error.clone())
    }

    fn name_field(&self, label: &str) -> Item {
        Item::Field(Field::new("nom", label).value(self.name.clone()).required().error(self.error("nom")))
    }

    fn choice(&self, name: &'static str, label: &str, options: Vec<Opt>) -> Item {
        Item::Radios(Choice { error: self.error(name), ..Choice::new(name, label, options) })
    }
}

/// The operator's home.
pub fn show(page: Page, home: &InstanceHome) -> SheetView {
    let (all, open) = home.accounts;
    let known = vec![
        Definition::new("Comptes", all.to_string()),
        Definition::new("Comptes ouverts", open.to_string()),
    ];
    let parts = vec![
        Part::Lead("Vous faites vivre l'instance. Vous ne voyez aucune donnée des associations.".to_owned()),
        Part::Definitions(known),
        Part::Buttons(vec![
            Link::new("Tâches", "/instance/taches"),
            Link::new("Sauvegardes", "/instance/sauvegardes"),
            Link::new("Courriels", "/instance/courriels"),
        ]),
        Part::Table("cpts", cpts(home)),
        Part::Buttons(vec![Link::new("Créer une CPTS", "/instance/cpts/nouvelle")]),
        Part::Table("institutions", institutions(home)),
        Part::Buttons(vec![Link::new("Créer une institution", "/instance/institutions/nouvelle")]),
    ];
    SheetView::new(page, parts)
}

fn cpts(home: &InstanceHome) -> Table {
    let mut table = Table::new("CPTS", ["CPTS", "Coordination"].map(Column::text).to_vec());
    table.rows = home
        .cpts
        .iter()
        .map(|one| {
            let name = Cell::from(one.cpts.name.clone()).link(format!("/instance/cpts/{}", one.cpts.id));
            let state = match one.governed {
                true => Cell::from("en place"),
                false => Cell::from("absente").tag(Tone::Attention, "à inviter"),
            };
            Row::new(name, vec![state])
        })
        .collect();
    table
}

fn institutions(home: &InstanceHome) -> Table {
    let mut table = Table::new("Institutions", ["Institution", "Nature"].map(Column::text).to_vec());
    table.rows = home
        .institutions
        .iter()
        .map(|one| {
            let name = Cell::from(one.name.clone()).link(format!("/instance/institutions/{}", one.id));
            Row::new(name, vec![one.kind.label().into()])
        })
        .collect();
    table
}

/// The form of a new CPTS.
pub fn new_cpts(page: Page, typed: &Typed) -> SheetView {
    let form =
        Form::new("/instance/cpts/nouvelle", "Créer la CPTS", vec![typed.name_field("Nom de la CPTS")])
            .cancel("Ne rien créer", "/instance");
    SheetView::new(page, vec![Part::Form(form)])
}

/// The regions that the reference data know: code, name.
pub type Regions<'a> = [(String, &'a str)];

/// The region of an institution: chosen in the official list, typed when there is none.
fn region_item(regions: &Regions<'_>, typed: &Typed) -> Item {
    if regions.is_empty() {
        let field = Field::new("region", "Code de la région")
            .value(typed.region.clone())
            .error(typed.error("region"));
        return Item::Field(
            field.hint("Deux chiffres, d'après le Code officiel géographique. Vous pouvez le laisser vide."),
        );
    }
    let mut options = vec![Opt::new("", "Non renseignée", typed.region.is_empty())];
    options.extend(
        regions.iter().map(|(code, name)| Opt::new(code, format!("{name} ({code})"), *code == typed.region)),
    );
    if !typed.region.is_empty() && !regions.iter().any(|(code, _)| *code == typed.region) {
        options.push(Opt::new(&typed.region, format!("Code {}, absent des données", typed.region), true));
    }
    let choice = Choice::new("region", "Région", options);
    Item::Select(Choice { error: typed.error("region"), ..choice })
}

/// The form of a new institution.
pub fn new_institution(page: Page, typed: &Typed, regions: &Regions<'_>) -> SheetView {
    let kinds =
        InstitutionKind::ALL.iter().map(|kind| Opt::new(kind.key(), kind.label(), kind.key() == typed.key));
    let items =
        vec![typed.name_field("Nom de l'institution"), typed.choice("nature", "Nature", kinds.collect())];
    let items = items.into_iter().chain([region_item(regions, typed)]).collect();
    let form = Form::new("/instance/institutions/nouvelle", "Créer l'institution", items)
        .cancel("Ne rien créer", "/instance");
    SheetView::new(page, vec![Part::Form(form)])
}

fn invite(action: String, typed: &Typed, roles: Vec<Opt>) -> Part {
    let email = Field::new("courriel", "Courriel")
        .kind(FieldKind::Email)
        .value(typed.email.clone())
        .required()
        .error(typed.error("courriel"));
    let mut items = vec![typed.name_field("Nom et prénom"), Item::Field(email)];
    if !roles.is_empty() {
        items.push(typed.choice("role", "Rôle", roles));
    }
    Part::Form(Form::new(action, "Inviter cette personne", items))
}

/// A CPTS: whether somebody runs it, and the invitation of the first coordinator.
pub fn cpts_page(
    page: Page,
    (id, governed): (&str, bool),
    rows: &[(InvitationRow, InvitationState)],
    typed: &Typed,
) -> SheetView {
    let lead = match governed {
        true => "La coordination est en place. Elle invite elle-même les autres personnes.",
        false => "Personne ne peut encore inviter dans cette CPTS. Invitez la coordination.",
    };
    let mut parts = vec![Part::Lead(lead.to_owned())];
    if !governed {
        parts.push(invite(format!("/instance/cpts/{id}"), typed, Vec::new()));
    }
    if !rows.is_empty() {
        parts.push(Part::Table(
            "invitations",
            invitations_table(None, rows, |key| Role::from_key(key).map_or("", Role::label)),
        ));
    }
    SheetView::new(page, parts)
}

/// An institution: its region, its people and their invitations.
pub fn institution_page(
    page: Page,
    (institution, regions): (&Institution, &Regions<'_>),
    (seats, rows): (&[Seated], &[(InvitationRow, InvitationState)]),
    typed: &Typed,
) -> SheetView {
    let base = format!("/instance/institutions/{}", institution.id);
    let columns = ["Personne", "Rôle", "Depuis le", "Action"];
    let mut table = Table::new("Personnes de l'institution", columns.map(Column::text).to_vec());
    table.rows = seats
        .iter()
        .map(|seat| {
            let since = date(seat.since.to_zoned(app::paris()).date());
            let end = Cell::from(format!("Retirer le rôle de {}", seat.name));
            let end = end.link(format!("{base}/roles/{}/fin", seat.id));
            Row::new(seat.name.clone(), vec![seat.role.label().into(), since.into(), end])
        })
        .collect();
    let mut parts = vec![Part::Lead(institution.kind.label().to_owned())];
    parts.push(match seats.is_empty() {
        true => Part::Text(vec!["Personne n'a encore de rôle dans cette institution.".to_owned()]),
        false => Part::Table("personnes", table),
    });
    if !rows.is_empty() {
        let label = |key: &str| InstitutionRole::from_key(key).map_or("", InstitutionRole::label);
        parts.push(Part::Table("invitations", invitations_table(None, rows, label)));
    }
    parts.push(Part::Heading("Inviter une personne".to_owned()));
    let roles = institution.kind.roles().iter();
    let roles = roles.map(|role| Opt::new(role.key(), role.label(), role.key() == typed.key));
    parts.push(invite(base.clone(), typed, roles.collect()));
    parts.push(Part::Heading("Région".to_owned()));
    let own = Typed {
        region: institution.region.clone().unwrap_or_default(),
        errors: typed.errors.clone(),
        ..Typed::default()
    };
    let items = vec![region_item(regions, &own)];
    parts.push(Part::Form(Form::new(format!("{base}/region"), "Enregistrer la région", items)));
    SheetView::new(page, parts)
}

/// Asks before a role in an institution ends.
pub fn end_seat(page: Page, base: &str, seat: &Seated) -> SheetView {
    let form = Form::new(format!("{base}/roles/{}/fin", seat.id), "Retirer ce rôle", Vec::new())
        .danger()
        .cancel("Garder ce rôle", base);
    let lead = format!("{} perdra le rôle «\u{a0}{}\u{a0}» tout de suite.", seat.name, seat.role.label());
    SheetView::new(page, vec![Part::Lead(lead), Part::Form(form)])
}
