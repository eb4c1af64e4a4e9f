//! The table of the letter of intent, how it is counted, and who is behind each figure.

use app::communaute::mobilisation::TableLue;
use domain::communaute::Personne;
use domain::communaute::mobilisation::{CampagneCanal, Colonne, Comptes, Lieu, LigneTableau};
use domain::nombres::{compte, date};
use territory::Measure;

use super::{day, number};
use crate::views::components::{Cell, Choice, Column, Definition, Download, Opt, Row, Table};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};
use crate::wording::mobilisation::column_hint;

/// The question that an address asks: `territoire=…&sans=…`.
pub fn question(lue: &TableLue) -> String {
    let mut parts = Vec::new();
    parts.extend(lue.territoire.as_ref().map(|(id, ..)| format!("territoire={id}")));
    parts.extend(lue.table.apart.map(|code| format!("sans={code}")));
    parts.join("&")
}

/// Name of the commune set aside.
pub fn apart(lue: &TableLue) -> Option<String> {
    let code = lue.table.apart?;
    let known = lue.communes.iter().find(|(own, _)| *own == code).map(|(_, name)| name.clone());
    Some(known.unwrap_or_else(|| code.to_string()))
}

/// The page; `base` is the address of the mobilisation.
pub fn show(page: Page, base: &str, lue: &TableLue) -> SheetView {
    let lead = "Ce tableau se calcule seul, à partir des fiches et des campagnes. Chaque nombre s'ouvre sur la liste des personnes.";
    let mut parts = vec![Part::Lead(lead.to_owned()), Part::Form(choices(base, lue))];
    parts.push(Part::Table("professions", table(base, lue)));
    let question = question(lue);
    let file = |label: &str, extension: &str, format, hint| Download {
        label: label.to_owned(),
        url: format!("{base}/tableau.{extension}?{question}"),
        format,
        hint,
    };
    parts.push(Part::Downloads(vec![
        file("Tableau pour la lettre", "docx", "DOCX", "à coller dans la lettre"),
        file("Tableau et comptage", "xlsx", "XLSX", "pour un tableur"),
        file("Tableau seul", "csv", "CSV", "pour un autre logiciel"),
    ]));
    parts.push(Part::Heading("Comment ces nombres sont comptés".to_owned()));
    parts.push(Part::List(notes(lue)));
    let columns = Colonne::ALL.iter().map(|one| Definition::new(one.label(), column_hint(*one)));
    parts.push(Part::Details("Ce que compte chaque colonne".to_owned(), columns.collect()));
    SheetView::new(page, parts)
}

fn choices(base: &str, lue: &TableLue) -> Form {
    let mut items = Vec::new();
    if lue.territoires.len() > 1 {
        let chosen = lue.territoire.as_ref().map(|(id, ..)| *id);
        let options = lue.territoires.iter();
        let options = options.map(|(id, name)| Opt::new(id.to_string(), name.clone(), chosen == Some(*id)));
        items.push(Item::Select(Choice::new("territoire", "Territoire", options.collect())));
    }
    let mut options = vec![Opt::new("", "Aucune", lue.table.apart.is_none())];
    options.extend(
        lue.communes
            .iter()
            .map(|(code, name)| Opt::new(code.to_string(), name.clone(), lue.table.apart == Some(*code))),
    );
    items.push(Item::Select(Choice::new("sans", "Commune à mettre à part", options)));
    Form::new(format!("{base}/tableau"), "Afficher le tableau", items).asking()
}

fn official(measure: Option<&Measure>) -> Cell {
    match measure {
        None => Cell::from("sans règle"),
        Some(measure) => match measure.value {
            None => Cell::from("inconnu"),
            Some(value) if measure.is_partial() => {
                Cell::from(domain::nombres::habitants(value)).note("partiel")
            }
            Some(value) => domain::nombres::habitants(value).into(),
        },
    }
}

fn table(base: &str, lue: &TableLue) -> Table {
    let apart = apart(lue);
    let mut columns = vec![Column::text("Profession")];
    let suffixes = match &apart {
        None => vec![String::new()],
        Some(name) => vec![format!(", {name} compris"), format!(", hors {name}")],
    };
    for suffix in &suffixes {
        columns.push(Column::number(format!("Effectif officiel{suffix}")));
        columns.extend(Colonne::ALL.iter().map(|one| Column::number(format!("{}{suffix}", one.label()))));
    }
    columns.push(Column::number("Sollicités, déclarés par les relais"));
    let place =
        lue.territoire.as_ref().map_or_else(|| "sans territoire".to_owned(), |(.., name)| name.clone());
    let caption = format!("Professionnels au {}, {place}", date(lue.table.jour));
    let mut table = Table::new(caption, columns);
    let both = apart.is_some();
    table.rows = lue.table.lignes.iter().map(|own| row((base, lue), own, both)).collect();
    table.rows.push(total(lue, both));
    for lieu in [Lieu::Inconnu, Lieu::Ailleurs] {
        table.rows.push(elsewhere((base, lue), lieu, both));
    }
    table
}

/// Which people of a cell a list shows.
fn list_url((base, lue): (&str, &TableLue), colonne: Colonne, rest: &str) -> String {
    let question = question(lue);
    let question = if question.is_empty() { String::new() } else { format!("&{question}") };
    format!("{base}/tableau/personnes?colonne={}{rest}{question}", colonne.key())
}

fn count(value: usize, url: String) -> Cell {
    let cell = Cell::from(number(value));
    if value == 0 { cell } else { cell.link(url) }
}

fn row(at: (&str, &TableLue), own: &LigneTableau, both: bool) -> Row {
    let mut cells = vec![official(own.officiel.as_ref())];
    let list = |colonne, lieu: &str| list_url(at, colonne, &format!("&ligne={}&ou={lieu}", own.code));
    let each = |of: &dyn Fn(Colonne) -> usize, lieu: &str| {
        Colonne::ALL.iter().map(|one| count(of(*one), list(*one, lieu))).collect::<Vec<_>>()
    };
    cells.extend(each(&|one| own.comptes.avec(one), "avec"));
    if both {
        cells.push(official(own.officiel_sans.as_ref()));
        cells.extend(each(&|one| own.comptes.sans(one), "sans"));
    }
    cells.push(declared(own.declares));
    Row::new(own.label.clone(), cells)
}

fn declared(value: Option<u32>) -> Cell {
    value.map_or_else(|| Cell::from("non déclaré"), |one| number(one as usize).into())
}

fn total(lue: &TableLue, both: bool) -> Row {
    let sums = |of: &dyn Fn(&Comptes, Colonne) -> usize| {
        Colonne::ALL
            .iter()
            .map(|one| number(lue.table.total(|own| of(own, *one))).into())
            .collect::<Vec<Cell>>()
    };
    let mut cells = vec![Cell::default()];
    cells.extend(sums(&|own, one| own.avec(one)));
    if both {
        cells.push(Cell::default());
        cells.extend(sums(&|own, one| own.sans(one)));
    }
    cells.push(lue.table.declares_ensemble.map_or_else(Cell::default, |one| {
        Cell::from(number(one as usize)).note("toutes professions ensemble")
    }));
    Row::total("Total du territoire", cells)
}

fn elsewhere(at: (&str, &TableLue), lieu: Lieu, both: bool) -> Row {
    let mut cells = vec![Cell::default()];
    let rest = format!("&ou={}", lieu.key());
    cells.extend(
        Colonne::ALL
            .iter()
            .map(|one| count(at.1.table.total(|own| own.at(lieu, *one)), list_url(at, *one, &rest))),
    );
    cells.resize(if both { 9 } else { 5 }, Cell::default());
    let head = match lieu {
        Lieu::Inconnu => "Commune inconnue, hors du total",
        _ => "Exercent hors du territoire, hors du total",
    };
    Row::new(head, cells)
}

/// How each number was counted, sentence by sentence.
pub fn notes(lue: &TableLue) -> Vec<String> {
    let table = &lue.table;
    let mut said = Vec::new();
    let sources: Vec<String> = table
        .sources
        .iter()
        .map(|(source, people)| {
            let name = if source.is_empty() { "source non notée" } else { source };
            format!("{name} ({})", number(*people))
        })
        .collect();
    if !sources.is_empty() {
        said.push(format!(
            "Identifiés\u{a0}: fiches du territoire venues de {}.",
            domain::nombres::liste(&sources)
        ));
    }
    for way in &table.provenances {
        let reached = compte(way.contactes, "personne sollicitée", "personnes sollicitées");
        let wants = number(way.souhaitants);
        let campaign = way.campagne.and_then(|id| lue.campagnes.iter().find(|one| one.id == id));
        said.push(match campaign {
            Some(one) => format!(
                "Sollicités\u{a0}: {reached} d'abord par «\u{a0}{}\u{a0}» ({}), lancée le {}\u{a0}; {wants} souhaitent adhérer.",
                one.nom,
                one.canal.label(),
                one.fiche.lancee_at.map(day).unwrap_or_default(),
            ),
            None => format!(
                "Sollicités\u{a0}: {reached} autrement qu'en campagne, d'après leur fiche\u{a0}; {wants} souhaitent adhérer.",
            ),
        });
    }
    for one in lue.campagnes.iter().filter(|one| one.canal == CampagneCanal::Relais) {
        for told in &one.fiche.declarations {
            said.push(format!(
                "Relais\u{a0}: {} déclare {} le {} (source\u{a0}: {}). Ce nombre n'est pas ajouté aux autres.",
                told.relais,
                compte(told.nombre as usize, "professionnel", "professionnels"),
                date(told.date),
                told.source,
            ));
        }
    }
    said.push("Effectif officiel\u{a0}: extraction du répertoire RPPS en service, exercice en ville, chaque commune prise en entier.".to_owned());
    if !table.has_territoire {
        said.push(
            "Aucun territoire n'est dessiné\u{a0}: toute commune connue est comptée dans le territoire."
                .to_owned(),
        );
    }
    said
}

/// The people behind a figure.
pub fn people(page: Page, back: &str, title: &str, people: &[&Personne]) -> SheetView {
    let mut table =
        Table::new(title, ["Personne", "Statut", "Depuis", "Motif", "Source"].map(Column::text).to_vec());
    table.rows = people
        .iter()
        .map(|one| {
            let last = one.fiche.parcours.last();
            let cells = vec![
                one.statut.label().into(),
                last.map(|step| date(step.depuis)).unwrap_or_default().into(),
                last.and_then(|step| step.motif.clone()).unwrap_or_default().into(),
                one.fiche.source.clone().into(),
            ];
            Row::new(one.nom_liste(), cells)
        })
        .collect();
    let buttons = vec![crate::views::components::Link::new("Revenir au tableau", back)];
    let lead = compte(people.len(), "personne", "personnes");
    SheetView::new(page, vec![Part::Lead(lead), Part::Table("personnes", table), Part::Buttons(buttons)])
}
