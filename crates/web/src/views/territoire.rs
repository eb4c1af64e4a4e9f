//! Variants of a territory, side by side.

use askama::Template;
use askama_web::WebTemplate;
use domain::nombres::{compte, decimal, entier, euros, habitants, pourcent};
use domain::territoire::Fiche;
use territory::layers::AgeBand;
use territory::measure::Measure;

use super::components::{ActionForm, Cell, Choice, Column, Field, FormErrors, Link, Opt, Row, Table, Tone};
use super::page::Page;
use super::urls::{TerritoireUrls, VarianteUrls};

/// Variants compared, and what can be done with them.
#[derive(Template, WebTemplate)]
#[template(path = "territoire/show.html")]
pub struct TerritoireView {
    /// Layout.
    pub page: Page,
    /// Addresses of the territory.
    pub urls: TerritoireUrls,
    /// Whether the buttons that change something are shown.
    pub may_edit: bool,
    /// The diagnosis of the reference variant; `None` for those who may not read it.
    pub diagnostic: Option<Link>,
    /// Figures, one column a variant.
    pub comparison: Table,
    /// Variants, in the order of the columns.
    pub variantes: Vec<VarianteLine>,
    /// Name of a new variant.
    pub nom: Field,
    /// Variant to copy.
    pub copier: Choice,
}

/// A variant and its forms.
pub struct VarianteLine {
    /// Name.
    pub name: String,
    /// Addresses.
    pub urls: VarianteUrls,
    /// Whether it is the reference.
    pub is_reference: bool,
    /// Whether it may be removed: the reference may not.
    pub may_remove: bool,
    /// Field of its name.
    pub nom: Field,
}

/// A variant given to [`TerritoireView::new`].
pub struct Compared<'a> {
    /// Identifier in addresses.
    pub id: &'a str,
    /// Its sheet.
    pub fiche: &'a Fiche,
}

impl TerritoireView {
    /// Variants in the order given, at least one.
    pub fn new(page: Page, urls: TerritoireUrls, may_edit: bool, variantes: &[Compared<'_>]) -> Self {
        let fictitious = variantes.iter().any(|compared| compared.fiche.diagnosis.is_fictitious());
        let options =
            variantes.iter().map(|compared| Opt::new(compared.id, &*compared.fiche.variante, false));
        Self {
            page: page.fictitious(fictitious),
            may_edit,
            diagnostic: None,
            comparison: comparison(&urls, variantes),
            variantes: variantes.iter().map(|compared| line(&urls, compared)).collect(),
            nom: Field::new("nom", "Nom de la variante")
                .required()
                .hint("Par exemple «\u{a0}Sans Perpignan\u{a0}»."),
            copier: Choice::new(
                "copier",
                "Point de départ",
                std::iter::once(Opt::new("", "Un territoire vide", true))
                    .chain(options.map(|option| Opt {
                        label: format!("Une copie de «\u{a0}{}\u{a0}»", option.label),
                        ..option
                    }))
                    .collect(),
            ),
            urls,
        }
    }

    /// Shows the way to the diagnosis of the reference variant, or of the first one.
    #[must_use]
    pub fn with_diagnostic(mut self) -> Self {
        let reference = self.variantes.iter().find(|line| line.is_reference).or(self.variantes.first());
        self.diagnostic = reference.map(|line| {
            Link::new(
                format!("Voir le diagnostic de «\u{a0}{}\u{a0}»", line.name),
                line.urls.diagnostic().show(),
            )
        });
        self
    }

    /// Errors of the form of a new variant and of the names of the others.
    pub fn errors(&self) -> FormErrors {
        let names = self.variantes.iter().map(|variante| &variante.nom);
        FormErrors::of(&std::iter::once(&self.nom).chain(names).collect::<Vec<_>>())
    }
}

impl VarianteLine {
    /// The button that makes it the reference.
    pub fn make_reference(&self) -> ActionForm {
        ActionForm::new("Choisir comme référence", self.urls.reference())
    }
}

fn line(urls: &TerritoireUrls, compared: &Compared<'_>) -> VarianteLine {
    let fiche = compared.fiche;
    VarianteLine {
        name: fiche.variante.clone(),
        urls: urls.variante(compared.id),
        is_reference: fiche.is_reference,
        may_remove: !fiche.is_reference,
        nom: Field::new("nom", "Nouveau nom")
            .id(format!("nom-{}", compared.id))
            .required()
            .value(&*fiche.variante),
    }
}

/// A figure of a sheet, as a cell of the comparison.
type Figure = fn(&Fiche) -> Cell;

/// The rows of the comparison.
const ROWS: [(&str, Figure); 10] = [
    ("Population", population),
    ("Classe de taille", taille),
    ("Montant maximal par an", plafond),
    ("Densité (habitants au km²)", |fiche| measured(&fiche.diagnosis.density_per_km2, one_decimal)),
    ("Communes distinctes", |fiche| entier(fiche.diagnosis.distinct_communes as i64).into()),
    ("IRIS", |fiche| entier(fiche.diagnosis.iris_count as i64).into()),
    ("Surface (km²)", |fiche| measured(&fiche.diagnosis.area_km2, one_decimal)),
    ("Moins de 15 ans", |fiche| share(fiche, AgeBand::new(0, 14))),
    ("65 ans et plus", |fiche| share(fiche, AgeBand::over(65))),
    ("75 ans et plus", |fiche| share(fiche, AgeBand::over(75))),
];

fn comparison(urls: &TerritoireUrls, variantes: &[Compared<'_>]) -> Table {
    let names = variantes.iter().map(|compared| Column::number(compared.fiche.variante.clone()));
    let columns = std::iter::once(Column::text("Chiffre")).chain(names).collect();
    let mut table = Table::new("Variantes du territoire, côte à côte", columns);
    let sheets = variantes.iter().map(|compared| {
        let cell = Cell::from("Voir la fiche").link(urls.variante(compared.id).show());
        if compared.fiche.is_reference { cell.tag(Tone::Success, "référence") } else { cell }
    });
    table.rows.push(Row::new("Fiche", sheets.collect()));
    table.rows.extend(ROWS.iter().map(|(label, figure)| {
        Row::new(*label, variantes.iter().map(|compared| figure(compared.fiche)).collect())
    }));
    table
}

fn one_decimal(value: f64) -> String {
    decimal(value, 1)
}

fn measured(measure: &Measure, text: fn(f64) -> String) -> Cell {
    let cell = Cell::from(measure.value.map_or_else(|| "inconnu".to_owned(), text));
    if measure.is_partial() { cell.tag(Tone::Attention, "partiel") } else { cell }
}

fn population(fiche: &Fiche) -> Cell {
    let figure = &fiche.diagnosis.population;
    let cell = measured(&figure.measure, habitants);
    if figure.years.is_empty() {
        return cell;
    }
    let years: Vec<String> = figure.years.iter().map(ToString::to_string).collect();
    cell.note(format!("en {}", domain::nombres::liste(&years)))
}

fn taille(fiche: &Fiche) -> Cell {
    match &fiche.taille {
        Some(taille) if taille.at_least => Cell::from(taille.taille.code()).tag(Tone::Attention, "au moins"),
        Some(taille) => taille.taille.code().into(),
        None => "inconnue".into(),
    }
}

fn plafond(fiche: &Fiche) -> Cell {
    match fiche.plafonds.last() {
        Some(plafond) => Cell::from(euros(plafond.euros)).note(plafond.version.clone()),
        None => Cell::default(),
    }
}

fn share(fiche: &Fiche, band: AgeBand) -> Cell {
    let ages = &fiche.diagnosis.ages;
    let share = ages.key_shares.iter().find(|line| line.band == band).and_then(|line| line.share);
    let cell = Cell::from(share.map_or_else(|| "inconnu".to_owned(), pourcent));
    if share.is_some() && ages.counted.is_partial() { cell.tag(Tone::Attention, "partiel") } else { cell }
}

/// Asks before a variant is removed.
#[derive(Template, WebTemplate)]
#[template(path = "territoire/remove.html")]
pub struct RemoveVarianteView {
    /// Layout.
    pub page: Page,
    /// Where it posts, and the sheet that « Garder » goes back to.
    pub urls: VarianteUrls,
    /// Name of the variant.
    pub name: String,
    /// What goes with it: `4 communes, 3 versions de l'historique`.
    pub content: String,
}

impl RemoveVarianteView {
    /// A confirmation that says what the variant holds.
    pub fn new(page: Page, urls: VarianteUrls, name: &str, communes: usize, revisions: usize) -> Self {
        let content = format!(
            "{} et {}",
            compte(communes, "commune", "communes"),
            compte(revisions, "version de son historique", "versions de son historique")
        );
        Self { page, urls, name: name.to_owned(), content }
    }
}
