//! Size classes and yearly maxima, with their sources; the class of a population typed by hand.

use askama::Template;
use askama_web::WebTemplate;
use domain::aci::plafond::Plafond;
use domain::aci::taille::{Assessment, Rules, Taille};
use domain::nombres::{date, entier, euros};

use super::components::{Cell, Column, Field, FieldKind, FormErrors, Row, Table};
use super::page::Page;
use super::wording::spaced;

/// The dated rules.
#[derive(Template, WebTemplate)]
#[template(path = "rules.html")]
pub struct RulesView {
    /// Layout.
    pub page: Page,
    /// Size classes.
    pub tailles: Table,
    /// Legal text, first day, confidence, sources of the classes.
    pub basis: Vec<String>,
    /// Borders that the texts leave open.
    pub choices: Vec<String>,
    /// Yearly maxima, one column a version.
    pub plafonds: Table,
    /// Sources and confidence of each amount.
    pub amounts: Table,
    /// Field of the population.
    pub population: Field,
    /// The class of the population typed.
    pub answer: Vec<String>,
}

impl RulesView {
    /// The page without an answer.
    pub fn new(page: Page, rules: &Rules, plafonds: &[Plafond]) -> Self {
        Self {
            page,
            tailles: tailles(rules),
            basis: vec![
                format!("{}, en vigueur depuis le {}.", rules.text, date(rules.effective)),
                format!(
                    "{}\u{a0}: {}.",
                    capital(rules.confidence.label()),
                    spaced(&rules.sources.join(" ; "))
                ),
                spaced(&rules.population_basis),
            ],
            choices: rules.choices.iter().map(|choice| spaced(&choice.reason)).collect(),
            plafonds: maxima(plafonds),
            amounts: amounts(plafonds),
            population: Field::new("population", "Nombre d'habitants").kind(FieldKind::Number).required(),
            answer: Vec::new(),
        }
    }

    /// Adds the class of a population, as typed and as understood.
    #[must_use]
    pub fn answering(mut self, typed: &str, assessment: &Assessment) -> Self {
        self.population.value = typed.to_owned();
        self.answer = vec![format!(
            "Pour {} habitants\u{a0}: {}. {}.",
            entier(i64::from(assessment.population)),
            assessment.taille.code(),
            spaced(&assessment.label)
        )];
        self.answer.extend(assessment.to_next.map(|missing| {
            format!("Il manque {} habitants pour changer de classe.", entier(i64::from(missing)))
        }));
        self.answer.extend(assessment.choice.iter().map(|choice| spaced(&choice.reason)));
        self
    }

    /// Keeps what was typed and says what is wrong with it.
    #[must_use]
    pub fn refusing(mut self, typed: &str, error: impl Into<String>) -> Self {
        self.population.value = typed.to_owned();
        self.population.error = Some(error.into());
        self
    }

    /// Errors of the form.
    pub fn errors(&self) -> FormErrors {
        FormErrors::of(&[&self.population])
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn tailles(rules: &Rules) -> Table {
    let columns = vec![Column::text("Classe"), Column::number("À partir de"), Column::number("Jusqu'à")];
    let mut table = Table::new(rules.title.clone(), columns);
    table.rows = rules
        .classes
        .iter()
        .map(|class| {
            let last = class.below.map_or_else(String::new, |below| entier(i64::from(below) - 1));
            let first = entier(i64::from(class.from));
            Row::new(
                Cell::from(class.code.code()).note(spaced(&class.label)),
                vec![first.into(), last.into()],
            )
        })
        .collect();
    table
}

fn versions(plafonds: &[Plafond]) -> Vec<&Plafond> {
    plafonds.iter().filter(|plafond| plafond.taille == Taille::T1).collect()
}

fn maxima(plafonds: &[Plafond]) -> Table {
    let versions = versions(plafonds);
    let names = versions.iter().map(|version| Column::number(version.version.clone()));
    let columns = std::iter::once(Column::text("Classe")).chain(names).collect();
    let mut table = Table::new("Montants annuels maximaux, par version de l'accord", columns);
    table.rows = Taille::ALL
        .iter()
        .map(|taille| {
            let of = |version: &&Plafond| {
                let found = plafonds.iter().find(|p| p.taille == *taille && p.version == version.version);
                Cell::from(found.map(|plafond| euros(plafond.euros)).unwrap_or_default())
            };
            Row::new(taille.code(), versions.iter().map(of).collect())
        })
        .collect();
    table
}

fn amounts(plafonds: &[Plafond]) -> Table {
    let columns = vec![
        Column::text("Montant"),
        Column::number("Euros par an"),
        Column::text("Confiance"),
        Column::text("Sources et remarques"),
    ];
    let mut table = Table::new("D'où vient chaque montant", columns);
    table.rows = plafonds
        .iter()
        .map(|plafond| {
            let sources = Cell::from(spaced(&plafond.sources.join(" ; ")));
            let sources = if plafond.notes.is_empty() {
                sources
            } else {
                sources.note(spaced(&plafond.notes.join(" ")))
            };
            let since = match plafond.to {
                Some(to) => format!("du {} au {}", date(plafond.from), date(to)),
                None => format!("depuis le {}", date(plafond.from)),
            };
            Row::new(
                Cell::from(format!("{}, {}", plafond.version, plafond.taille.code())).note(since),
                vec![euros(plafond.euros).into(), plafond.confidence.label().into(), sources],
            )
        })
        .collect();
    table
}
