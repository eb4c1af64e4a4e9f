//! The forecast, month by month: a drawing and the same figures in a table.

use app::argent::ArgentLu;
use domain::aci::argent::{Hypothese, Mois, Prevision};
use domain::montant::Montant;
use domain::nombres::{FINE, compte};

use crate::views::components::{Cell, Column, Definition, Field, Notice, Row, Table, Tone};
use crate::views::components::{Trace, TraceLigne};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

/// `10/2026`.
fn month(one: &Mois) -> String {
    format!("{:02}/{}", one.du.month(), one.du.year())
}

/// A line of the drawing: its name, its dashes, what it follows.
type Ligne = (&'static str, &'static str, fn(&Mois) -> Montant);

fn drawing(all: &Prevision) -> Trace {
    let series: [Ligne; 3] = [
        ("Attendu", "8 5", |one| one.attendu_cumule),
        ("Prudent", "", |one| one.prudent_cumule),
        ("Reçu", "2 4", |one| one.recu_cumule),
    ];
    let values =
        |of: fn(&Mois) -> Montant| all.mois.iter().map(|one| of(one).en_centimes()).collect::<Vec<_>>();
    let lines = series.map(|(nom, tirets, of)| TraceLigne { nom: nom.into(), tirets, valeurs: values(of) });
    let description = format!(
        "Sommes cumulées de {} à {}\u{a0}: prudent {}, attendu {}. Les mêmes chiffres sont dans le tableau.",
        all.mois.first().map(month).unwrap_or_default(),
        all.mois.last().map(month).unwrap_or_default(),
        all.prudent().texte(),
        all.attendu().texte()
    );
    let ends =
        (all.mois.first().map(month).unwrap_or_default(), all.mois.last().map(month).unwrap_or_default());
    Trace::new(description, ends, (all.attendu().texte(), lines.to_vec()))
}

fn table(all: &Prevision) -> Table {
    let mut columns = vec![Column::text("Mois")];
    let numbers = ["Prudent", "Attendu", "Reçu", "Prudent cumulé", "Attendu cumulé", "Reçu cumulé"];
    columns.extend(numbers.map(Column::number));
    let mut table = Table::new("Prévisions mois par mois", columns);
    let row = |one: &Mois| {
        let cells =
            [one.prudent, one.attendu, one.recu, one.prudent_cumule, one.attendu_cumule, one.recu_cumule];
        Row::new(month(one), cells.map(|amount| Cell::from(amount.texte())).to_vec())
    };
    table.rows = all.mois.iter().map(row).collect();
    table
}

/// The forecast of a contract. `refused` says what is wrong with the rate that was typed.
pub fn page(
    title: Page,
    url: &str,
    (lu, hypothese): (&ArgentLu, Hypothese),
    (typed, refused): (&str, Option<String>),
) -> SheetView {
    let all = lu.prevision(hypothese);
    let lead = "Ce qui devrait arriver jusqu'à la fin du contrat. Le budget prudent ne compte que la part fixe\u{a0}: c'est le conseil des ARS et des CPAM.";
    let mut parts = vec![Part::Lead(lead.into())];
    parts.extend(super::alertes(lu));
    let mut facts = vec![
        Definition::new("Prudent, tout le contrat", all.prudent().texte()),
        Definition::new("Attendu, tout le contrat", all.attendu().texte()),
        Definition::new(
            "Hypothèse",
            format!(
                "{}{FINE}% de la part variable des années non évaluées. Les années évaluées comptent pour le montant retenu.",
                hypothese.taux
            ),
        ),
    ];
    if all.non_signees > 0 {
        let count = compte(all.non_signees, "échéance sans montant signé", "échéances sans montant signé");
        facts.push(Definition::new("Hors des sommes", count));
    }
    parts.push(Part::Definitions(facts));
    if all.incertaines > 0 {
        let count = compte(all.incertaines, "échéance dépend", "échéances dépendent");
        let text = format!("{count} d'une mission en retard ou d'un point bloqué. Leur date est un minimum.");
        parts.push(Part::Notice(Notice::new(Tone::Attention, text)));
    }
    let field = Field::new("taux", "Part variable attendue, en pour cent")
        .hint("De 0 à 100. Sans réponse\u{a0}: 100.")
        .value(typed)
        .error(refused);
    let form = Form::new(format!("{url}/previsions"), "Recalculer les prévisions", vec![Item::Field(field)]);
    parts.push(Part::Form(form.asking()));
    parts.push(Part::Trace(Box::new(drawing(&all))));
    parts.push(Part::Table("mois", table(&all)));
    SheetView::new(title, parts)
}
