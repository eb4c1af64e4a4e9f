//! Reference data: what is at hand, what is missing, how an import went.

use askama::Template;
use askama_web::WebTemplate;
use domain::nombres::compte;
use territory::passport::Passport;

use super::components::{Cell, Column, Definition, EmptyState, Notice, Row, Table, Tone};
use super::page::Page;

/// The reference data of the installation.
#[derive(Template, WebTemplate)]
#[template(path = "datasets/list.html")]
pub struct DatasetsView {
    /// Layout.
    pub page: Page,
    /// What is missing, and how to get it.
    pub missing: Vec<Notice>,
    /// Files at hand, one line each.
    pub datasets: Option<Table>,
    /// Explains the two commands of the administrator.
    pub commands: Vec<Command>,
}

/// A command that an administrator types.
pub struct Command {
    /// As it is typed.
    pub line: String,
    /// What it does.
    pub effect: String,
}

/// A file at hand.
pub struct DatasetLine<'a> {
    /// Where it comes from.
    pub passport: &'a Passport,
    /// Rows kept.
    pub rows: usize,
    /// `18/04/2023`; `None` for what ships with the program.
    pub imported_on: Option<String>,
    /// Report of its import.
    pub report_url: Option<String>,
}

impl DatasetsView {
    /// The page from its files. `departements` are those that the territory needs, for the commands.
    pub fn new(page: Page, lines: &[DatasetLine<'_>], missing: Vec<Notice>, departements: &[String]) -> Self {
        Self {
            page: page.fictitious(lines.iter().any(|line| line.passport.fictitious)),
            missing,
            datasets: (!lines.is_empty()).then(|| full_table(lines)),
            commands: commands(departements),
        }
    }

    /// Nothing at hand, not even what ships with the program.
    pub fn empty(&self) -> EmptyState {
        EmptyState {
            title: "Aucune donnée de référence.",
            text: "Un administrateur peut les obtenir avec les commandes ci-dessous.".to_owned(),
            link: None,
        }
    }
}

fn commands(departements: &[String]) -> Vec<Command> {
    let departement = departements.first().map_or("66", String::as_str);
    vec![
        Command {
            line: format!("maillage fetch --departement {departement}"),
            effect: "Télécharge chez les producteurs ce qui manque pour ce département.".to_owned(),
        },
        Command {
            line: "maillage import FICHIER".to_owned(),
            effect:
                "Lit un fichier officiel déjà téléchargé. Le type du fichier est reconnu par son contenu."
                    .to_owned(),
        },
    ]
}

fn title(passport: &Passport) -> Cell {
    let cell = Cell::from(format!("{}, {}", passport.producer, passport.title));
    let cell = match &passport.address {
        Some(address) => cell.link(address.clone()),
        None => cell,
    };
    if passport.fictitious { cell.tag(Tone::Attention, "inventé") } else { cell }
}

fn full_table(lines: &[DatasetLine<'_>]) -> Table {
    let columns = vec![
        Column::text("Donnée"),
        Column::text("Publication"),
        Column::text("Millésime"),
        Column::text("Couverture"),
        Column::number("Lignes"),
        Column::text("Import"),
        Column::text("Licence"),
    ];
    let mut table = Table::new("Données de référence de cette installation", columns);
    table.rows = lines
        .iter()
        .map(|line| {
            let passport = line.passport;
            let import = line.imported_on.clone().unwrap_or_else(|| "fourni avec Maillage".to_owned());
            let import = match &line.report_url {
                Some(url) => Cell::from(format!("Rapport du {import}")).link(url.clone()),
                None => import.into(),
            };
            let mut publication = title(passport);
            if let Some(how) = &passport.estimated {
                publication = publication.note(how.clone());
            }
            let cells = vec![
                publication,
                passport.vintage.to_string().into(),
                passport.coverage.clone().into(),
                domain::nombres::entier(line.rows as i64).into(),
                import,
                passport.licence.clone().into(),
            ];
            Row::new(passport.kind.label(), cells)
        })
        .collect();
    table
}

/// The short list of the home page: data, source, vintage.
pub fn summary_table(passports: &[&Passport]) -> Option<Table> {
    if passports.is_empty() {
        return None;
    }
    let columns = ["Donnée", "Publication", "Millésime"].map(Column::text).into();
    let mut table = Table::new("Données de référence à votre disposition", columns);
    table.rows = passports
        .iter()
        .map(|passport| {
            Row::new(passport.kind.label(), vec![title(passport), passport.vintage.to_string().into()])
        })
        .collect();
    Some(table)
}

/// How an import went.
#[derive(Template, WebTemplate)]
#[template(path = "datasets/report.html")]
pub struct ImportReportView {
    /// Layout.
    pub page: Page,
    /// Source, vintage, coverage, licence.
    pub passport: Vec<Definition>,
    /// Rows read, kept, rejected; codes matched and unmatched; totals checked.
    pub counts: Table,
    /// What deserves a look, such as a total that differs.
    pub remarks: Vec<Notice>,
    /// The first rows rejected, word for word, with the reason.
    pub rejected: Option<Table>,
    /// Codes that the commune list of the file's year does not know.
    pub unmatched: Vec<String>,
    /// How many such codes there are beyond those listed.
    pub unmatched_beyond: usize,
}

/// A row that an import left out.
pub struct RejectedLine {
    /// Rank in the file, from 1.
    pub rank: u64,
    /// Why, in French.
    pub reason: String,
}

impl ImportReportView {
    /// The lines of a passport.
    pub fn definitions(passport: &Passport) -> Vec<Definition> {
        let mut lines = vec![
            Definition::new("Publication", format!("{}, {}", passport.producer, passport.title)),
            Definition::new("Millésime", passport.vintage.to_string()),
            Definition::new("Codes de communes", format!("au 1er janvier {}", passport.geography)),
            Definition::new("Couverture", passport.coverage.clone()),
            Definition::new("Licence", passport.licence.clone()),
        ];
        lines.extend(passport.address.iter().map(|address| Definition::new("Adresse", address.clone())));
        lines.extend(passport.estimated.iter().map(|how| Definition::new("Estimation", how.clone())));
        lines
    }

    /// The table of counts: one label and one number a line.
    pub fn counts_table(counts: &[(&str, u64)]) -> Table {
        let mut table = Table::new("Ce qui a été lu", vec![Column::text("Compte"), Column::number("Nombre")]);
        table.rows = counts
            .iter()
            .map(|(label, count)| Row::new(*label, vec![domain::nombres::entier(*count as i64).into()]))
            .collect();
        table
    }

    /// The table of the rows rejected.
    pub fn rejected_table(lines: &[RejectedLine], total: usize) -> Option<Table> {
        if lines.is_empty() {
            return None;
        }
        let shown = compte(lines.len(), "première ligne écartée", "premières lignes écartées");
        let caption = if lines.len() < total {
            format!("{shown}, sur {total}")
        } else {
            "Lignes écartées".to_owned()
        };
        let mut table = Table::new(caption, vec![Column::text("Ligne du fichier"), Column::text("Raison")]);
        table.rows = lines
            .iter()
            .map(|line| Row::new(line.rank.to_string(), vec![line.reason.clone().into()]))
            .collect();
        Some(table)
    }
}
