//! The tool box of a region, for its institutions and for the CPTS.

use app::region::{OutilRow, Outillage, TypedOutil};
use domain::nombres::{compte, date, entier};
use domain::region::{Outil, OutilVersion};
use jiff::civil::Date;

use super::{area, day, item, line};
use crate::views::components::{
    ActionForm, Cell, Choice, Column, Definition, EmptyState, Field, FieldKind, Link, Notice, Opt, Row,
    Table, Tone,
};
use crate::views::page::Page;
use crate::views::sheet::{Acte, Form, Item, Part, SheetView};

/// Kinds of files that the chooser shows first.
const ACCEPT: &str = ".pdf,.docx,.xlsx,.odt,.ods,.csv,.png,.jpg";

/// Where tools are read, and by whom.
pub struct Autour<'a> {
    /// Address of the list.
    pub base: &'a str,
    /// Today.
    pub today: Date,
    /// Whether tools may be changed.
    pub may_edit: bool,
}

fn review(one: &Outil, today: Date) -> Cell {
    let cell = Cell::from(one.fiche.a_revoir.map(date).unwrap_or_default());
    if one.is_overdue(today) { cell.tag(Tone::Attention, "à revoir") } else { cell }
}

fn region<'a>(all: &'a Outillage, one: &'a Outil) -> &'a str {
    let found = all.regions.iter().find(|(code, _)| *code == one.region);
    found.map_or(one.region.as_str(), |(_, name)| name)
}

/// The tools.
pub fn liste(page: Page, all: &Outillage, autour: &Autour<'_>) -> SheetView {
    let standing: Vec<&OutilRow> = all.outils.iter().filter(|row| row.outil.removed_at.is_none()).collect();
    let mut parts = vec![Part::Lead(
        "Modèles et guides partagés, avec leur responsable et leur date de révision.".into(),
    )];
    if autour.may_edit {
        parts.push(Part::Buttons(vec![Link::new("Ajouter un outil", format!("{}/nouveau", autour.base))]));
        let late = standing.iter().filter(|row| row.outil.is_overdue(autour.today)).count();
        if late > 0 {
            let text = format!("{} une date de révision dépassée.", compte(late, "outil a", "outils ont"));
            parts.push(Part::Notice(Notice::new(Tone::Attention, text)));
        }
    }
    if standing.is_empty() {
        parts.push(Part::Empty(EmptyState {
            title: "La boîte à outils est vide.",
            text: "Le Guichet y range ses modèles de lettre, de statuts ou de budget.".into(),
            link: None,
        }));
    } else {
        let mut columns = vec![Column::text("Outil"), Column::text("Thème"), Column::text("Responsable")];
        columns.extend([Column::text("Version"), Column::text("À revoir le")]);
        let several = all.regions.len() > 1;
        if several {
            columns.push(Column::text("Région"));
        }
        let mut table = Table::new("Outils, par titre", columns);
        table.rows = standing
            .iter()
            .map(|row| {
                let one = &row.outil;
                let last = row.versions.first().map(|v| format!("{} du {}", v.numero, day(v.added_at)));
                let mut cells = vec![
                    one.fiche.theme.clone().into(),
                    one.fiche.responsable.clone().into(),
                    last.unwrap_or_default().into(),
                    review(one, autour.today),
                ];
                if several {
                    cells.push(region(all, one).into());
                }
                Row::new(Cell::from(one.titre.clone()).link(format!("{}/{}", autour.base, one.id)), cells)
            })
            .collect();
        parts.push(Part::Table("outils", table));
    }
    let removed = all.outils.iter().filter(|row| row.outil.removed_at.is_some());
    let acte = |row: &OutilRow| {
        let mut acte = Acte::new(row.outil.titre.clone(), Vec::new());
        let label = format!("Rétablir «\u{a0}{}\u{a0}»", row.outil.titre);
        acte.actions.push(ActionForm::new(label, format!("{}/{}/retablir", autour.base, row.outil.id)));
        acte
    };
    let removed: Vec<Acte> = removed.filter(|_| autour.may_edit).map(acte).collect();
    if !removed.is_empty() {
        parts.extend([Part::Heading("Outils retirés".into()), Part::Actes(removed)]);
    }
    SheetView::new(page, parts)
}

fn versions(row: &OutilRow, url: &str) -> Table {
    let columns = vec![
        Column::text("Version"),
        Column::text("Fichier"),
        Column::text("Du"),
        Column::number("Taille (Ko)"),
    ];
    let mut table = Table::new("Versions du document, la dernière d'abord", columns);
    let line = |one: &OutilVersion| {
        let file = Cell::from(one.nom.clone()).link(format!("{url}/versions/{}", one.numero));
        let size = entier(i64::try_from(one.taille.div_ceil(1024)).unwrap_or(i64::MAX));
        Row::new(format!("Version {}", one.numero), vec![file, day(one.added_at).into(), size.into()])
    };
    table.rows = row.versions.iter().map(line).collect();
    table
}

/// A tool.
pub fn show(page: Page, row: &OutilRow, autour: &Autour<'_>) -> SheetView {
    let (one, url) = (&row.outil, format!("{}/{}", autour.base, row.outil.id));
    let mut parts = Vec::new();
    if one.removed_at.is_some() {
        let notice = Notice::new(
            Tone::Attention,
            "Cet outil est retiré de la boîte\u{a0}: les CPTS ne le voient plus.",
        );
        let back = ActionForm::new("Rétablir l'outil", format!("{url}/retablir"));
        parts.push(Part::Notice(if autour.may_edit { notice.with_action(back) } else { notice }));
    } else if one.is_overdue(autour.today) {
        let text = match autour.may_edit {
            true => "La date de révision est dépassée. Relisez le document, puis corrigez cette date.",
            false => {
                "La date de révision est dépassée. Vérifiez auprès du responsable que ce document vaut encore."
            }
        };
        parts.push(Part::Notice(Notice::new(Tone::Attention, text)));
    }
    if let Some(last) = row.versions.first() {
        let label = format!("Télécharger la version {}", last.numero);
        parts.push(Part::Buttons(vec![Link::new(label, format!("{url}/versions/{}", last.numero))]));
    }
    let mut list = vec![Definition::new("Thème", one.fiche.theme.clone())];
    list.push(Definition::new("Responsable", one.fiche.responsable.clone()));
    list.extend(one.fiche.a_revoir.map(|day| Definition::new("À revoir le", date(day))));
    parts.push(Part::Definitions(list));
    parts.push(Part::Text(one.fiche.description.lines().map(str::to_owned).collect()));
    parts.push(Part::Table("versions", versions(row, &url)));
    if autour.may_edit && one.removed_at.is_none() {
        parts.push(Part::Heading("Déposer une nouvelle version".into()));
        let items = vec![item(document())];
        let form = Form::new(format!("{url}/versions"), "Déposer cette version", items);
        parts.push(Part::Form(form));
        let mut acte = Acte::new("La fiche de l'outil", vec!["Les versions gardées ne changent pas.".into()]);
        acte.liens.push(Link::new("Corriger la fiche", format!("{url}/modifier")));
        acte.actions.push(ActionForm::new("Retirer cet outil de la boîte", format!("{url}/retirer")));
        parts.push(Part::Actes(vec![acte]));
    }
    parts.push(Part::Buttons(vec![Link::new("Revenir à la boîte à outils", autour.base)]));
    SheetView::new(page, parts)
}

fn document() -> Field {
    let hint = "PDF, DOCX, XLSX, ODT, ODS, CSV ou image. Le contenu est vérifié.";
    Field::new("fichier", "Document").kind(FieldKind::File { accept: ACCEPT }).hint(hint)
}

/// The form of a tool; `version` for one that is there already.
pub fn form(
    page: Page,
    (action, back): (String, String),
    (typed, themes): (&TypedOutil, &[String]),
    version: Option<i64>,
) -> SheetView {
    let theme = |one: &String| Opt::new(one, one, *one == typed.theme);
    let who =
        "Une fonction et son institution, sans nom\u{a0}: «\u{a0}Guichet CPTS, appui aux projets\u{a0}».";
    let mut items = vec![
        item(Field::new("titre", "Titre").value(&typed.titre).required()),
        Item::Select(Choice::new("theme", "Thème", themes.iter().map(theme).collect())),
        item(area("description", "À quoi sert ce document", (5, "", &typed.description))),
        item(line("responsable", "Responsable", (who, &typed.responsable)).required()),
        item(line("a_revoir", "À revoir le", ("Par exemple\u{a0}: 12/10/2027.", &typed.a_revoir)).required()),
    ];
    match version {
        Some(version) => items.push(Item::Hidden("version", version.to_string())),
        None => items.push(item(document())),
    }
    let button = if version.is_some() { "Enregistrer la fiche" } else { "Ajouter l'outil" };
    let form = Form::new(action, button, items).cancel("Ne rien changer", back);
    SheetView::new(page, vec![Part::Form(form)])
}
