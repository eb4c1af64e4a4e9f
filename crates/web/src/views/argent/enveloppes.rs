//! Envelopes: what each holds, in five words that are never mixed.

use app::argent::ArgentLu;
use domain::aci::argent::{Enveloppe, enveloppes, par_action};
use domain::aci::contrat::Annee;
use domain::montant::Montant;

use crate::views::components::{Cell, Column, Row, Table};
use crate::views::contrats::{montant, periode};
use crate::views::page::Page;
use crate::views::sheet::{Part, SheetView};
use crate::wording::contrats::mission;

fn columns() -> Vec<Column> {
    let mut columns = vec![Column::text("Enveloppe")];
    let numbers = [
        "Contractualisé, part fixe",
        "Contractualisé, part variable",
        "Notifié",
        "Reçu",
        "Engagé",
        "Payé",
        "Reçu moins engagé",
    ];
    columns.extend(numbers.map(Column::number));
    columns
}

fn line(one: &Enveloppe) -> Row {
    let name = one.mission.as_deref().map_or_else(|| "Fonctionnement".into(), mission);
    let received = Cell::from(one.recu.texte());
    let received = match one.recu_variable {
        Montant::ZERO => received,
        variable => received.note(format!("dont part variable\u{a0}: {}", variable.texte())),
    };
    let rest = Cell::from(one.reste().texte());
    let rest = if one.reste() < Montant::ZERO { rest.note("engagé au-delà du reçu") } else { rest };
    let variable = match &one.mission {
        // The fonctionnement has no variable part: nothing is missing there.
        None => Cell::default(),
        Some(_) => Cell::from(montant(one.variable)),
    };
    let cells = vec![
        Cell::from(montant(one.fixe)),
        variable,
        Cell::from(one.notifie.texte()),
        received,
        Cell::from(one.engage.texte()),
        Cell::from(one.paye.texte()),
        rest,
    ];
    Row::new(name, cells)
}

fn year(lu: &ArgentLu, annee: &Annee, all: &[Enveloppe]) -> Table {
    let mut table = Table::new(format!("Année {}, {}", annee.numero, periode(&lu.termes, annee)), columns());
    let own: Vec<&Enveloppe> = all.iter().filter(|one| one.annee == annee.numero).collect();
    table.rows = own.iter().map(|one| line(one)).collect();
    let signed = |of: fn(&Enveloppe) -> Option<Montant>| {
        let known: Vec<Montant> = own.iter().filter_map(|one| of(one)).collect();
        montant((!known.is_empty()).then(|| known.into_iter().sum()))
    };
    let sum = |of: fn(&Enveloppe) -> Montant| own.iter().map(|one| of(one)).sum::<Montant>().texte();
    let cells = [
        signed(|one| one.fixe),
        signed(|one| one.variable),
        sum(|one| one.notifie),
        sum(|one| one.recu),
        sum(|one| one.engage),
        sum(|one| one.paye),
        sum(Enveloppe::reste),
    ];
    table.rows.push(Row::total("Total de l'année", cells.map(Cell::from).to_vec()));
    table
}

fn actions(lu: &ArgentLu) -> Option<Table> {
    let sums = par_action(&lu.depenses);
    if sums.is_empty() {
        return None;
    }
    let columns = vec![Column::text("Action du projet"), Column::number("Engagé"), Column::number("Payé")];
    let mut table = Table::new("Dépenses par action", columns);
    let row = |(id, (engage, paye)): (&domain::ids::ObjectifId, &(Montant, Montant))| {
        let name = lu.actions.iter().find(|(known, _)| known == id);
        let name = name.map_or_else(|| "Action retirée du projet".to_owned(), |(_, text)| text.clone());
        Row::new(name, vec![engage.texte().into(), paye.texte().into()])
    };
    table.rows = sums.iter().map(row).collect();
    Some(table)
}

/// Every envelope, year by year.
pub fn page(title: Page, lu: &ArgentLu) -> SheetView {
    let lead = "Une enveloppe par mission et par année de contrat. Les mots ne se mélangent pas\u{a0}: contractualisé, notifié, reçu, engagé, payé.";
    let note = "Aucune règle sur l'argent non dépensé n'a été trouvée dans les textes lus. Montrez ces tableaux à la CPAM au dialogue de gestion.";
    let mut parts = vec![Part::Lead(lead.into()), Part::Text(vec![note.into()])];
    let all = enveloppes(&lu.termes, &lu.mouvements, &lu.depenses);
    for annee in lu.termes.calendrier() {
        let rank = usize::from(annee.numero - 1).min(super::ANNEES.len() - 1);
        parts.push(Part::Table(super::ANNEES[rank], year(lu, &annee, &all)));
    }
    parts.extend(actions(lu).map(|table| Part::Table("actions", table)));
    SheetView::new(title, parts)
}
