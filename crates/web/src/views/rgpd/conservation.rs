//! How long data is kept, and what the last night removed.

use app::rgpd::ConservationReport;
use domain::nombres::entier;
use domain::rgpd::conservation::{Effect, Retention};

use crate::views::components::{Cell, Column, Notice, Row, Table, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Part, SheetView};
use crate::views::wording::spaced;
use crate::wording;

/// The rules and the last report. `moment` says an instant in France.
pub fn view(
    page: Page,
    rules: &[Retention],
    report: &ConservationReport,
    moment: impl Fn(jiff::Timestamp) -> String,
) -> SheetView {
    let state = match report.at {
        Some(at) => Notice::new(Tone::Good, format!("Règles appliquées le {}.", moment(at))),
        None => {
            Notice::new(Tone::Info, "Les règles n'ont pas encore été appliquées. Elles le sont chaque nuit.")
        }
    };
    let next = report.next_at.map(|at| format!("Prochain passage\u{a0}: {}", moment(at)));
    let told = report.counts.get("account_unused.announced").filter(|count| **count > 0);
    let told = told
        .map(|count| format!("Personnes prévenues d'un effacement à venir\u{a0}: {}", entier(*count as i64)));
    SheetView::new(
        page,
        vec![
            Part::Lead("Rien n'est gardé plus longtemps que nécessaire. Un travail de nuit y veille.".into()),
            Part::Notice(state.with_details(next.into_iter().chain(told).collect())),
            Part::Table("durees", table(rules, report)),
            Part::Text(vec![
                "La trace est comptée sans être effacée\u{a0}: ses lignes s'enchaînent et ne portent aucun nom.".into(),
                "Les nombres valent pour toute l'instance. Ils ne disent rien d'une personne.".into(),
            ]),
        ],
    )
}

fn table(rules: &[Retention], report: &ConservationReport) -> Table {
    let columns = vec![
        Column::text("Données"),
        Column::text("Gardées"),
        Column::text("Après"),
        Column::number("Dernier passage"),
        Column::text("Source et confiance"),
    ];
    let mut table = Table::new("Durées de conservation", columns);
    let row = |rule: &Retention| {
        let effect = match (rule.key.as_str(), rule.effect) {
            ("audit", _) => "compté, jamais effacé",
            (_, Effect::Erase) => "effacé",
            (_, Effect::AnnounceThenErase) => "annoncé, puis effacé",
            (_, Effect::Anonymise) => "rendu anonyme",
        };
        let count = report.counts.get(&rule.key).map(|count| entier(*count as i64)).unwrap_or_default();
        let source = Cell::from(spaced(&rule.sources.join(" ; "))).note(rule.confidence.label());
        Row::new(
            Cell::from(spaced(&rule.label)).note(effect),
            vec![wording::rgpd::keep(rule.keep).into(), spaced(&rule.after).into(), count.into(), source],
        )
    };
    table.rows = rules.iter().map(row).collect();
    table
}
