//! The home of an institution: the CPTS that let it read something.

use app::dialogues::RecuLigne;
use app::organisations::{GrantRow, InstitutionHome, Readable, Seen};
use domain::aci::dialogue::EtatDialogue;
use domain::authz::Subject;
use domain::nombres::{compte, date};

use super::components::{Column, Definition, EmptyState, Link, Notice, Row, Table, Tone};
use super::organisation::autorisations::{counts_table, territories_table};
use super::page::Page;
use super::sheet::{Part, SheetView};
use super::urls::CptsUrls;
use crate::wording::organisation::last_day;

fn day(at: jiff::Timestamp) -> String {
    date(at.to_zoned(app::paris()).date())
}

/// `du 22/11/2026 au 22/11/2027`.
fn dates(row: &GrantRow) -> String {
    match row.ended_at() {
        Some(end) => format!("du {} au {}", day(row.since), last_day(end)),
        None => format!("depuis le {}", day(row.since)),
    }
}

/// The home of an institution.
pub fn show(page: Page, home: &InstitutionHome) -> SheetView {
    let count = compte(home.readable.len(), "CPTS vous autorise", "CPTS vous autorisent");
    let mut parts = vec![Part::Lead(format!(
        "{count} à lire une partie de ses données. Les petits nombres sont masqués."
    ))];
    if home.readable.is_empty() {
        parts[0] = Part::Empty(EmptyState {
            title: "Aucune CPTS ne vous autorise à lire ses données pour le moment.",
            text: "Une CPTS signe une autorisation depuis sa page «\u{a0}Autorisations\u{a0}». Demandez-la à sa présidence.".to_owned(),
            link: Some(Link::new("Lire l'aide sur les autorisations", "/aide/51-autorisations")),
        });
    }
    if let Some((all, waiting)) = home.dossiers {
        let said = format!(
            "{}. {} une action de votre part.",
            compte(all, "dossier vous est adressé", "dossiers vous sont adressés"),
            compte(waiting, "dossier attend", "dossiers attendent"),
        );
        parts.insert(
            0,
            Part::Buttons(vec![Link::new(
                "Ouvrir les dossiers",
                format!("/i/{}/dossiers", home.institution.id),
            )]),
        );
        parts.insert(0, Part::Text(vec![said]));
    }
    for one in &home.readable {
        parts.push(Part::Heading(one.name.clone()));
        let grants = one.grants.iter().map(|row| Definition::new(row.subject.label(), dates(row)));
        parts.push(Part::Definitions(grants.collect()));
        if one.grants.iter().any(|row| row.subject == Subject::Diagnostic) {
            let url = CptsUrls::new(&one.cpts.to_string()).diagnostics();
            parts.push(Part::Buttons(vec![Link::new(format!("Lire les diagnostics de {}", one.name), url)]));
        }
        if one.territories.as_ref().is_some_and(Vec::is_empty) {
            parts.push(Part::Text(vec!["Cette CPTS n'a pas encore de territoire.".to_owned()]));
        }
    }
    parts.extend(territories(&home.readable).map(|table| Part::Table("territoires", table)));
    parts.extend(counts(&home.readable).map(|table| Part::Table("effectifs", table)));
    if !home.over.is_empty() {
        parts.push(Part::Heading("Autorisations terminées depuis un an".to_owned()));
        parts.push(Part::Table("terminees", over(&home.over)));
    }
    SheetView::new(page, parts)
}

/// The yearly dialogues that the institution was given, and how many wait for it; nothing before the first one.
pub fn dialogues(all: &[RecuLigne], id: &str) -> Vec<Part> {
    if all.is_empty() {
        return Vec::new();
    }
    let open = |one: &&RecuLigne| one.dialogue.etat == EtatDialogue::Envoye && one.en_attente() > 0;
    let said = format!(
        "{}. {} votre avis.",
        compte(all.len(), "dialogue de gestion vous est adressé", "dialogues de gestion vous sont adressés"),
        compte(all.iter().filter(open).count(), "dialogue attend", "dialogues attendent"),
    );
    let link = Link::new("Ouvrir les dialogues de gestion", format!("/i/{id}/dialogues"));
    vec![Part::Text(vec![said]), Part::Buttons(vec![link])]
}

/// Where the institution follows and shares what concerns its region.
pub fn region(id: &str) -> Part {
    Part::Buttons(vec![
        Link::new("Ouvrir le tableau régional", format!("/i/{id}/region")),
        Link::new("Voir l'argent des contrats ACI", format!("/i/{id}/region/argent")),
        Link::new("Ouvrir la boîte à outils", format!("/i/{id}/outils")),
        Link::new("Lire les fiches d'expérience", format!("/i/{id}/experiences")),
    ])
}

/// Says that documents of the tool box must be read again.
pub fn overdue(late: usize, id: &str) -> Notice {
    let text = format!(
        "{} de la boîte à outils à relire\u{a0}: la date de révision est dépassée.",
        compte(late, "document", "documents")
    );
    Notice::new(Tone::Attention, text)
        .with_link(Link::new("Voir la boîte à outils", format!("/i/{id}/outils")))
}

/// Territories of all CPTS that let them be read; `None` without any.
fn territories(readable: &[Readable]) -> Option<Table> {
    let mut all: Option<Table> = None;
    for one in readable {
        let url = |_: &Seen| CptsUrls::new(&one.cpts.to_string()).territoires();
        let Some(mut table) = one.territories.as_ref().map(|list| territories_table(list, Some(&url))) else {
            continue;
        };
        for row in &mut table.rows {
            row.cells.push(one.name.clone().into());
        }
        match &mut all {
            Some(all) => all.rows.extend(table.rows),
            None => {
                table.columns.push(Column::text("CPTS"));
                table.caption = "Territoires des CPTS".to_owned();
                all = Some(table);
            }
        }
    }
    all.filter(|table| !table.rows.is_empty())
}

/// People by role, one column a CPTS; `None` without any.
fn counts(readable: &[Readable]) -> Option<Table> {
    let mut all: Option<Table> = None;
    for one in readable {
        let Some(mut table) = one.counts.as_ref().map(counts_table) else { continue };
        match &mut all {
            Some(all) => {
                all.columns.push(Column::number(one.name.clone()));
                for (row, other) in all.rows.iter_mut().zip(table.rows) {
                    row.cells.extend(other.cells);
                }
            }
            None => {
                table.columns[1] = Column::number(one.name.clone());
                all = Some(table);
            }
        }
    }
    all
}

fn over(rows: &[(String, GrantRow)]) -> Table {
    let mut table = Table::new("Terminées", ["CPTS", "Objet", "Dates"].map(Column::text).to_vec());
    table.rows = rows
        .iter()
        .map(|(name, row)| Row::new(name.clone(), vec![row.subject.label().into(), dates(row).into()]))
        .collect();
    table
}
