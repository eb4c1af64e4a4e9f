//! The attendance sheet on screen.

use app::communaute::presences::{FeuilleScellee, VersionClose};
use domain::communaute::PresenceState;
use domain::communaute::gouvernance::paragraphes::phrase_quorum;
use domain::communaute::presences::{Cadran, Feuille, Ligne, duree};
use domain::nombres::{compte, entier};

use super::super::components::{
    Cell, Column, Definition, Download, EmptyState, Field, Notice, Row, Table, Tone,
};
use super::super::page::Page;
use super::super::sheet::{Form, Item, Part, SheetView};
use super::people;

/// Another version without a reason.
pub const REASON: &str = "Dites pourquoi la feuille change. Cette raison figure sur la nouvelle version.";
/// Nothing to close again.
pub const UNCHANGED: &str =
    "Rien n'a changé depuis la dernière version, ou une présence vient d'arriver. Relisez la feuille.";
/// The meeting is to come.
pub const TOO_EARLY: &str = "La réunion n'a pas commencé. Vous pourrez clore la feuille ensuite.";

/// What was just done.
pub fn closed() -> Notice {
    let text = "La feuille est close. Son contenu est scellé\u{a0}: une correction fera une autre version.";
    Notice::new(Tone::Success, text)
}

fn totals(feuille: &Feuille) -> Table {
    let columns =
        vec![Column::text("Profession"), Column::number("Personnes"), Column::number("Durée cumulée")];
    let mut table = Table::new("Présences comptées, par profession", columns);
    let count = |count: usize| entier(i64::try_from(count).unwrap_or(i64::MAX));
    for one in feuille.par_profession() {
        let name =
            if one.profession.is_empty() { "Profession non précisée".to_owned() } else { one.profession };
        table.rows.push(Row::new(name, vec![count(one.personnes).into(), duree(one.minutes).into()]));
    }
    let sums = vec![Cell::from(count(feuille.comptees())), duree(feuille.minutes()).into()];
    table.rows.push(Row::total("Total", sums));
    table
}

fn files(base: &str, version: Option<u32>) -> Vec<Download> {
    let query = version.map(|one| format!("?version={one}")).unwrap_or_default();
    let file = |label: &str, extension: &str, format, hint| Download {
        label: label.to_owned(),
        url: format!("{base}/feuille.{extension}{query}"),
        format,
        hint,
    };
    vec![
        file("Feuille de présence", "pdf", "PDF", "À imprimer, à joindre, à conserver."),
        file("Présences", "xlsx", "XLSX", "Pour un tableur."),
        file("Présences", "csv", "CSV", "Pour un autre logiciel."),
    ]
}

fn versions(base: &str, versions: &[VersionClose], cadran: &Cadran) -> Table {
    let columns = ["Version", "Close", "Par", "Raison", "Empreinte"].map(Column::text).to_vec();
    let mut table = Table::new("Versions closes", columns);
    table.rows = versions
        .iter()
        .map(|one| {
            let head = Cell::from(format!("Version {}", one.version))
                .link(format!("{base}/feuille?version={}", one.version));
            let short: String = one.sha256.chars().take(16).collect();
            let reason = one.motif.clone().unwrap_or_else(|| "première clôture".to_owned());
            let cells = vec![
                cadran.moment(one.closed_at).into(),
                one.par.clone().into(),
                reason.into(),
                short.into(),
            ];
            Row::new(head, cells)
        })
        .collect();
    table
}

fn seal(version: &VersionClose, cadran: &Cadran) -> Part {
    let mut known = vec![
        Definition::new("Version", version.version.to_string()),
        Definition::new("Signée par", format!("{} à {}", version.par, cadran.moment(version.closed_at))),
        Definition::new("Empreinte SHA-256", version.sha256.clone()),
    ];
    if let Some(reason) = &version.motif {
        known.push(Definition::new("Raison de cette version", reason.clone()));
    }
    Part::Definitions(known)
}

fn lines(feuille: &Feuille, base: &str, cadran: &Cadran) -> Vec<Part> {
    let states = [
        (PresenceState::Comptee, "comptees", "Présences comptées"),
        (PresenceState::AConfirmer, "a-confirmer", "À confirmer"),
        (PresenceState::Refusee, "refusees", "Refusées"),
    ];
    let mut parts = Vec::new();
    for (state, id, title) in states {
        let lines: Vec<&Ligne> = feuille.en_etat(state).collect();
        if !lines.is_empty() {
            parts.push(Part::Heading(title.to_owned()));
            parts.push(Part::Table(id, people(title, &lines, cadran, base)));
        }
    }
    parts
}

fn closing(base: &str, closed: bool) -> Part {
    let field = Field::new("motif", "Raison de la nouvelle version").required();
    let items = if closed { vec![Item::Field(field)] } else { vec![] };
    let button = if closed { "Clore une nouvelle version" } else { "Clore la feuille" };
    Part::Form(Form::new(format!("{base}/clore"), button, items))
}

/// The page.
pub fn page(page: Page, base: &str, sealed: &FeuilleScellee, closed: &[VersionClose]) -> SheetView {
    let (feuille, cadran) = (&sealed.feuille, Cadran::of(&sealed.feuille, app::paris()));
    let place = if feuille.lieu.is_empty() { String::new() } else { format!(", {}", feuille.lieu) };
    let lead = format!(
        "{}, {}{place}. {}.",
        feuille.kind.label(),
        cadran.seance(),
        compte(feuille.comptees(), "personne présente", "personnes présentes")
    );
    let mut parts = vec![Part::Lead(lead)];
    match &sealed.version {
        Some(version) => parts.push(seal(version, &cadran)),
        None => {
            let text = "Cette feuille montre l'état du moment. Clôturez-la pour la sceller.";
            parts.push(Part::Notice(Notice::new(Tone::Info, text)));
        }
    }
    if let Some(quorum) = &feuille.quorum {
        parts.push(Part::Heading("Quorum".into()));
        parts.push(Part::Text(vec![phrase_quorum(quorum)]));
    }
    parts.push(Part::Downloads(files(base, sealed.version.as_ref().map(|one| one.version))));
    if feuille.lignes.is_empty() {
        parts.push(Part::Empty(EmptyState {
            title: "Personne n'a signé.",
            text: "Affichez l'écran de la salle, ou notez les présences vous-même.".into(),
            link: None,
        }));
    } else {
        parts.push(Part::Heading("En résumé".into()));
        parts.push(Part::Table("professions", totals(feuille)));
        parts.extend(lines(feuille, base, &cadran));
    }
    if sealed.version.is_none() {
        parts.push(Part::Heading("Clôture".into()));
        parts.push(closing(base, !closed.is_empty()));
    }
    if !closed.is_empty() {
        parts.push(Part::Table("versions", versions(base, closed, &cadran)));
    }
    SheetView::new(page, parts)
}
