//! Participation and minutes asked: tables, chart, ceiling.

use app::communaute::lecture::LectureParticipation;
use askama::Template;
use askama_web::WebTemplate;
use domain::communaute::lecture::{LigneCharge, LigneParticipation};
use domain::nombres::{compte, entier};

use super::{duree, mois, profession};
use crate::views::components::{
    Bar, Cell, Column, Download, EmptyState, Field, FieldKind, Link, Notice, Row, Table, Tone,
};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};
use crate::views::urls::CptsUrls;

/// Participation of the last months.
#[derive(Template, WebTemplate)]
#[template(path = "lecture/participation.html")]
pub struct ParticipationView {
    /// Layout.
    pub page: Page,
    /// From when to when.
    pub period: String,
    /// What deserves a look.
    pub notices: Vec<Notice>,
    /// Hours spent, month by month.
    pub bars: Vec<Bar>,
    /// Presences by month and profession.
    pub presences: Table,
    /// Minutes asked by month and profession.
    pub charge: Table,
    /// The ceiling, in one sentence.
    pub ceiling: String,
    /// Where to choose it; `None` without the right to.
    pub choose: Option<Link>,
    /// Files.
    pub downloads: Vec<Download>,
    /// What stands there when there is nothing yet.
    pub empty: Option<EmptyState>,
}

fn number(count: impl Into<i64>) -> String {
    entier(count.into())
}

/// Fills the page.
pub fn show(page: Page, urls: &CptsUrls, found: &LectureParticipation, may_edit: bool) -> ParticipationView {
    let lines = &found.participation.lignes;
    let file = |format: &'static str, end: &str| Download {
        label: "Participation et temps demandé".to_owned(),
        url: urls.under(&format!("participation.{end}")),
        format,
        hint: "Une ligne par mois et par profession, sans aucun nom.",
    };
    ParticipationView {
        page,
        period: format!("De {} à {}, mois en cours compris.", mois(found.depuis), mois(found.jour)),
        notices: notices(found),
        bars: bars(lines),
        presences: presences(lines),
        charge: charge(&found.charge, found.plafond.is_some()),
        ceiling: match found.plafond {
            Some(plafond) => format!(
                "Le bureau a fixé un plafond\u{a0}: {} par personne et par mois.",
                duree(u64::from(plafond.minutes))
            ),
            None => "Le bureau n'a pas fixé de plafond.".to_owned(),
        },
        choose: may_edit.then(|| Link::new("Fixer le plafond", urls.under("participation/plafond"))),
        downloads: vec![file("CSV", "csv"), file("XLSX", "xlsx")],
        empty: (lines.is_empty() && found.charge.is_empty()).then(|| EmptyState {
            title: "Aucune réunion à lire.",
            text: "La participation se remplit d'elle-même quand une réunion a lieu et que les présences sont comptées."
                .to_owned(),
            link: Some(Link::new("Ouvrir les réunions", urls.under("reunions"))),
        }),
    }
}

fn notices(found: &LectureParticipation) -> Vec<Notice> {
    let mut notices = Vec::new();
    let beyond: u32 = found.charge.iter().map(|line| line.au_dela).sum();
    if beyond > 0 {
        let text = format!(
            "Le plafond est dépassé {} fois. Espacez les réunions, ou invitez moins de monde.",
            number(beyond)
        );
        notices.push(Notice::new(Tone::Attention, text));
    }
    if found.participation.sans_fin > 0 {
        let text = format!(
            "{} sans heure de fin\u{a0}: leurs minutes ne sont pas comptées. Notez l'heure de fin de la réunion.",
            compte(found.participation.sans_fin as usize, "présence est", "présences sont")
        );
        notices.push(Notice::new(Tone::Info, text));
    }
    notices
}

fn bars(lines: &[LigneParticipation]) -> Vec<Bar> {
    let mut months: Vec<(jiff::civil::Date, u64)> = Vec::new();
    for line in lines {
        match months.last_mut().filter(|(month, _)| *month == line.mois) {
            Some((_, sum)) => *sum += line.minutes,
            None => months.push((line.mois, line.minutes)),
        }
    }
    let longest = months.iter().map(|(_, minutes)| *minutes).max().unwrap_or(0).max(1);
    let bar = |(month, minutes): (jiff::civil::Date, u64)| Bar {
        label: mois(month),
        percent: minutes as f64 * 100.0 / longest as f64,
        value: duree(minutes),
        mark: None,
    };
    months.into_iter().map(bar).collect()
}

fn presences(lines: &[LigneParticipation]) -> Table {
    let columns = vec![
        Column::text("Mois et profession"),
        Column::number("Présences"),
        Column::number("Personnes"),
        Column::number("Temps passé"),
    ];
    let mut table = Table::new("Présences comptées, par mois et par profession", columns);
    let row = |line: &LigneParticipation| {
        let head = Cell::from(profession(line.profession.as_deref())).note(mois(line.mois));
        let cells = [number(line.presences), number(line.personnes), duree(line.minutes)];
        Row::new(head, cells.map(Cell::from).into())
    };
    table.rows = lines.iter().map(row).collect();
    if !lines.is_empty() {
        let presences: u32 = lines.iter().map(|line| line.presences).sum();
        let minutes = lines.iter().map(|line| line.minutes).sum();
        // The same person comes in several months: adding up people would count them twice.
        let cells = vec![number(presences).into(), Cell::default(), duree(minutes).into()];
        table.rows.push(Row::total("Ensemble", cells));
    }
    table
}

fn charge(lines: &[LigneCharge], limited: bool) -> Table {
    let mut columns = vec![
        Column::text("Mois et profession"),
        Column::number("Personnes sollicitées"),
        Column::number("Temps demandé"),
        Column::number("En moyenne par personne"),
        Column::number("Personne la plus sollicitée"),
    ];
    if limited {
        columns.push(Column::number("Au-delà du plafond"));
    }
    let mut table = Table::new("Temps demandé aux professionnels, par mois et par profession", columns);
    let row = |line: &LigneCharge| {
        let head = Cell::from(profession(line.profession.as_deref())).note(mois(line.mois));
        let mut cells: Vec<Cell> = vec![
            number(line.personnes).into(),
            duree(line.minutes).into(),
            duree(line.moyenne()).into(),
            duree(u64::from(line.maximum)).into(),
        ];
        if limited {
            let beyond = Cell::from(number(line.au_dela));
            cells.push(if line.au_dela > 0 { beyond.tag(Tone::Attention, "dépassé") } else { beyond });
        }
        Row::new(head, cells)
    };
    table.rows = lines.iter().map(row).collect();
    table
}

/// The form of the ceiling; `typed` is what was refused, with what is wrong.
pub fn ceiling(page: Page, urls: &CptsUrls, now: Option<u32>, typed: Option<(&str, String)>) -> SheetView {
    let value = typed.as_ref().map_or_else(
        || now.map(|minutes| minutes.to_string()).unwrap_or_default(),
        |(typed, _)| (*typed).to_owned(),
    );
    let field = Field::new("minutes", "Minutes par personne et par mois")
        .kind(FieldKind::Number)
        .hint("Par exemple 120 pour deux heures. Laissez vide pour ne pas fixer de plafond.")
        .value(value)
        .error(typed.map(|(_, error)| error));
    let form =
        Form::new(urls.under("participation/plafond"), "Enregistrer le plafond", vec![Item::Field(field)])
            .cancel("Revenir à la participation", urls.under("participation"));
    let lead = "Le plafond dit combien de temps la CPTS demande au plus à une personne en un mois. Il prévient, il n'empêche rien.";
    SheetView::new(page, vec![Part::Lead(lead.to_owned()), Part::Form(form)])
}
