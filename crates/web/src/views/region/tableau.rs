//! The board of a region.

use app::region::{Board, LigneSuivi};
use domain::nombres::{compte, date, entier, habitants, pourcent};
use domain::region::{Couverture, EtatCommune, Inhabitants, stages};
use jiff::civil::Date;

use super::liste::Lues;
use crate::views::components::{ActionForm, Cell, Column, Definition, Download, Link, Row, Table};
use crate::views::liste::{self, Etat, Liste};
use crate::views::page::Page;
use crate::views::sheet::{Acte, Part, SheetView};
use crate::views::wording::spaced;

/// What the board shows besides its projects.
pub struct Autour<'a> {
    /// Address of the board.
    pub base: &'a str,
    /// What was asked of the list.
    pub etat: &'a Etat,
    /// The projects that were found.
    pub trouves: &'a [&'a LigneSuivi],
    /// What they cover, and what is said of the projects that are counted.
    pub couverture: (&'a Couverture, &'a str),
    /// Today.
    pub today: Date,
    /// Whether projects may be changed.
    pub may_edit: bool,
}

/// `12 430 habitants sur 98 000, soit 12,7 %`, or what lacks; then where it comes from.
pub fn inhabitants(people: &Inhabitants) -> Vec<String> {
    let Some((covered, total)) = people.couverts.zip(people.total) else {
        return vec!["La population n'est pas publiée dans les données de cette instance.".into()];
    };
    let share = people.part().map(|part| format!(", soit {}", pourcent(part))).unwrap_or_default();
    let year = people.annee.map(|year| format!(" en {year}")).unwrap_or_default();
    let mut said =
        vec![format!("{} habitants couverts sur {}{year}{share}.", habitants(covered), habitants(total))];
    for (count, what) in [(people.couverts_manquants, "couvert"), (people.total_manquants, "de la région")] {
        if count > 0 {
            said.push(format!("{} {what} sans chiffre, non compté.", compte(count, "lieu", "lieux")));
        }
    }
    if !people.sources.is_empty() {
        said.push(format!("Source\u{a0}: {}.", people.sources.join("\u{a0}; ")));
    }
    said
}

fn goals(board: &Board, autour: &Autour<'_>) -> Vec<Part> {
    let acte = |(goal, progress): &(domain::region::ObjectifRegion, domain::region::Progress)| {
        let kind = board.etapes.kind(&goal.kind);
        let plural = kind.map_or("projets", |kind| kind.pluriel.as_str());
        let share = progress.atteint as f64 / f64::from(goal.nombre.max(1));
        let counted: Vec<String> = kind
            .map(|kind| kind.etapes.iter().filter(|etape| etape.compte).map(|e| e.nom.clone()).collect())
            .unwrap_or_default();
        let mut acte = Acte::new(
            goal.libelle.clone(),
            vec![
                format!(
                    "{} {plural} sur {} ({}). {} en chemin.",
                    entier(i64::try_from(progress.atteint).unwrap_or(0)),
                    entier(goal.nombre.into()),
                    pourcent(share),
                    entier(i64::try_from(progress.en_chemin).unwrap_or(0)),
                ),
                format!("Étapes comptées\u{a0}: {}.", counted.join(", ")),
                format!("Échéance\u{a0}: {}. Source\u{a0}: {}.", date(goal.echeance), goal.source),
            ],
        );
        if autour.may_edit {
            let url = format!("{}/objectifs/{}/retirer", autour.base, goal.id);
            let label = format!("Retirer «\u{a0}{}\u{a0}»", goal.libelle);
            acte.actions.push(ActionForm::new(label, url));
        }
        acte
    };
    let mut parts = vec![Part::Heading("Objectif".into())];
    match board.objectifs.is_empty() {
        true => parts.push(Part::Text(vec!["Aucun objectif n'est écrit pour la région.".into()])),
        false => parts.push(Part::Actes(board.objectifs.iter().map(acte).collect())),
    }
    if autour.may_edit {
        parts
            .push(Part::Buttons(vec![Link::new("Ajouter un objectif", format!("{}/objectif", autour.base))]));
    }
    parts
}

/// How many projects stand at each stage, kind by kind, with totals.
fn by_stage(board: &Board, autour: &Autour<'_>) -> Table {
    let columns = vec![
        Column::text("Étape"),
        Column::number("Projets"),
        Column::number("Durée médiane (jours)"),
        Column::number("La plus longue (jours)"),
        Column::text("Compte dans l'objectif"),
    ];
    let mut table = Table::new("Projets trouvés, par type et par étape", columns);
    let found = autour.trouves.iter().map(|one| &one.suivi);
    for kind in &board.etapes.types {
        let lines = stages(kind, found.clone(), autour.today);
        let total: usize = lines.iter().map(|line| line.nombre).sum();
        if total == 0 {
            continue;
        }
        for line in &lines {
            let age = |pick: fn(&domain::region::Ages) -> i64| {
                Cell::from(line.ages.as_ref().map(pick).map(entier).unwrap_or_default())
            };
            let counts = if line.compte { "oui" } else { "non" };
            let cells = vec![
                line.nombre.to_string().into(),
                age(|ages| ages.mediane),
                age(|ages| ages.plus_ancien),
                counts.into(),
            ];
            table.rows.push(Row::new(format!("{}\u{a0}: {}", kind.nom, line.nom), cells));
        }
        let empty = || Cell::default();
        let cells = vec![total.to_string().into(), empty(), empty(), empty()];
        table.rows.push(Row::total(format!("Total {}", kind.pluriel), cells));
    }
    table
}

fn covered((couverture, counted): (&Couverture, &str)) -> Vec<Part> {
    let count = |etat| compte(couverture.count(etat), "commune", "communes");
    let mut list = vec![
        Definition::new("Projets comptés", counted),
        Definition::new("Population couverte", inhabitants(&couverture.habitants).join(" ")),
        Definition::new("Communes couvertes par un projet", count(EtatCommune::Couverte)),
        Definition::new("Communes couvertes en partie", count(EtatCommune::Partielle)),
        Definition::new("Communes que plusieurs projets couvrent", count(EtatCommune::Recouverte)),
        Definition::new("Communes sans projet", count(EtatCommune::Blanche)),
    ];
    if couverture.dehors + couverture.inconnues > 0 {
        let said = format!(
            "{} hors de la zone affichée, {} absents des données officielles.",
            couverture.dehors, couverture.inconnues
        );
        list.push(Definition::new("Communes et IRIS des projets non comptés", said));
    }
    vec![Part::Heading("Couverture".into()), Part::Definitions(list)]
}

/// Sums of the projects that were found.
fn totals(trouves: &[&LigneSuivi]) -> String {
    let known = trouves.iter().filter_map(|one| one.population.nombre());
    let lacking = trouves.iter().filter(|one| one.population.nombre().is_none()).count();
    let lacks = match lacking {
        0 => String::new(),
        count => format!(" Population non connue pour {}.", compte(count, "projet", "projets")),
    };
    format!(
        "Total des projets trouvés\u{a0}: {}, {} habitants en additionnant les projets.{lacks} Les habitants de communes communes à deux projets y comptent deux fois\u{a0}; la couverture ci-dessus les compte une fois.",
        compte(trouves.len(), "projet", "projets"),
        habitants(known.sum()),
    )
}

/// The board.
pub fn show(page: Page, board: &Board, liste: Liste, autour: &Autour<'_>) -> SheetView {
    let base = autour.base;
    let lead = format!(
        "{}\u{a0}: {}. Chaque étape garde sa date.",
        board.nom,
        compte(board.lignes.len(), "projet suivi", "projets suivis")
    );
    let mut buttons = Vec::new();
    if autour.may_edit {
        buttons.push(Link::new("Ajouter un projet", format!("{base}/nouveau")));
        buttons.push(Link::new("Coller une liste", format!("{base}/coller")));
    }
    let map = autour.etat.at(1).url(&format!("{base}/couverture"));
    buttons.push(Link::new("Voir la carte et les zones blanches", map));
    buttons.push(Link::new("Voir l'argent des contrats ACI", format!("{base}/argent")));
    let mut parts = vec![Part::Lead(lead), Part::Buttons(buttons)];
    parts.extend(goals(board, autour));
    parts.extend(covered(autour.couverture));
    parts.push(Part::Heading("Projets".into()));
    if !autour.trouves.is_empty() {
        parts.push(Part::Table("etapes", by_stage(board, autour)));
        parts.push(Part::Text(vec![totals(autour.trouves)]));
    }
    let view = liste::page(liste, autour.etat, &board.lignes, &Lues { base });
    parts.push(Part::Liste(Box::new(view)));
    if autour.may_edit && !board.retires.is_empty() {
        parts.push(Part::Heading("Projets retirés".into()));
        let acte = |one: &domain::region::Suivi| {
            let mut acte = Acte::new(one.nom.clone(), Vec::new());
            acte.url = Some(format!("{base}/projets/{}", one.id));
            let label = format!("Rétablir «\u{a0}{}\u{a0}»", one.nom);
            acte.actions.push(ActionForm::new(label, format!("{base}/projets/{}/retablir", one.id)));
            acte
        };
        parts.push(Part::Actes(board.retires.iter().map(acte).collect()));
    }
    parts.push(Part::Details("D'où viennent les étapes".into(), sources(board)));
    SheetView::new(page, parts)
}

fn sources(board: &Board) -> Vec<Definition> {
    let said = |kind: &domain::region::TypeSuivi| {
        let text = format!(
            "{}. {} Sources\u{a0}: {}.",
            kind.confidence.label(),
            kind.note,
            kind.sources.join("\u{a0}; ")
        );
        Definition::new(kind.libelle.clone(), spaced(&text))
    };
    board.etapes.types.iter().map(said).collect()
}

/// The files of a page of the board.
pub fn files(base: &str, etat: &Etat) -> Vec<Download> {
    let file = |format: &'static str, end: &str| Download {
        label: "Projets, étapes, zones blanches et recouvrements".into(),
        format,
        hint: "Pour un tableur.",
        url: etat.at(1).url(&format!("{base}.{end}")),
    };
    vec![file("XLSX", "xlsx")]
}
