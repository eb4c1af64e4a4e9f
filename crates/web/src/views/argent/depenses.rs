//! Expenses: the list, a new one, one of them with its lines and its parts.

use app::argent::ArgentLu;
use app::pieces::PieceRow;
use domain::aci::argent::{CHAMPS, Depense, GenreDepense, Natures, PartDepense, par_nature};
use domain::montant::Montant;
use domain::nombres::date;

use super::pieces::documents;
use crate::views::components::{
    Cell, Choice, Column, Definition, EmptyState, Field, Link, Notice, Opt, Row, Table, Tone,
};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};
use crate::wording::contrats::mission;

fn place(cle: Option<&str>) -> String {
    cle.map_or_else(|| "Fonctionnement".into(), mission)
}

/// Expenses by nature.
fn natures_table(lu: &ArgentLu, natures: &Natures) -> Table {
    let columns = vec![Column::text("Nature"), Column::number("Engagé"), Column::number("Payé")];
    let mut table = Table::new("Budget par nature, toutes années", columns);
    let all = par_nature(&lu.depenses, None);
    let row = |one: &domain::aci::argent::ParNature| {
        Row::new(natures.label(&one.nature), vec![one.engage.texte().into(), one.paye.texte().into()])
    };
    table.rows = all.iter().map(row).collect();
    let sum =
        |of: fn(&domain::aci::argent::ParNature) -> Montant| all.iter().map(of).sum::<Montant>().texte();
    table.rows.push(Row::total("Total", vec![sum(|one| one.engage).into(), sum(|one| one.paye).into()]));
    table
}

/// The list of expenses.
pub fn liste(title: Page, url: &str, (lu, natures): (&ArgentLu, &Natures), edit: bool) -> SheetView {
    let lead = "Ce que la CPTS engage et paie avec l'argent du contrat. Une facture se partage entre plusieurs missions et actions, au centime.";
    let mut parts = vec![Part::Lead(lead.into())];
    if !lu.signe() {
        parts.push(Part::Notice(Notice::new(Tone::Attention, crate::wording::argent::NOT_SIGNED)));
    } else if edit {
        parts.push(Part::Buttons(vec![Link::new("Noter une dépense", format!("{url}/depenses/nouvelle"))]));
    }
    if lu.depenses.is_empty() {
        parts.push(Part::Empty(EmptyState {
            title: "Aucune dépense notée à ce jour.",
            text: "La coordination et le trésorier les notent.".into(),
            link: None,
        }));
        return SheetView::new(title, parts);
    }
    let columns = vec![
        Column::text("Dépense"),
        Column::text("Date"),
        Column::text("Nature"),
        Column::number("Engagé"),
        Column::number("Payé"),
    ];
    let mut table = Table::new("Dépenses, la dernière notée d'abord", columns);
    let row = |one: &Depense| {
        let head = Cell::from(one.libelle.clone()).note(one.fiche.tiers.clone());
        let cells = vec![
            Cell::from(one.le().map(date).unwrap_or_default()),
            Cell::from(natures.label(&one.fiche.nature)),
            Cell::from(one.total(GenreDepense::Engage).texte()),
            Cell::from(one.total(GenreDepense::Paye).texte()),
        ];
        Row::new(head.link(format!("{url}/depenses/{}", one.id)), cells)
    };
    table.rows = lu.depenses.iter().rev().map(row).collect();
    parts.push(Part::Table("depenses", table));
    parts.push(Part::Table("natures", natures_table(lu, natures)));
    SheetView::new(title, parts)
}

/// The fields of the parts of an expense, filled with those that are known.
fn parts_items(lu: &ArgentLu, known: &[PartDepense], today_year: u8) -> Vec<Item> {
    let mut items = Vec::new();
    for (rank, [annee, mission_field, action, part]) in CHAMPS.into_iter().enumerate() {
        let one = known.get(rank);
        let year = one.map(|one| one.annee).or((rank == 0 && known.is_empty()).then_some(today_year));
        let years = lu.termes.annees.iter().map(|year_of| {
            Opt::new(
                year_of.numero.to_string(),
                format!("Année {}", year_of.numero),
                Some(year_of.numero) == year,
            )
        });
        let none = |label: &str, selected| std::iter::once(Opt::new("", label, selected)).collect::<Vec<_>>();
        let mut annees = none("Pas de part ici", year.is_none());
        annees.extend(years);
        let own = one.and_then(|one| one.mission.as_deref());
        let mut missions = none("Fonctionnement", own.is_none());
        let opt = |cle: &str| Opt::new(cle, mission(cle), own == Some(cle));
        missions.extend(lu.termes.missions.iter().map(|one| opt(&one.mission)));
        let served = one.and_then(|one| one.action);
        let mut actions = none("Aucune action", served.is_none());
        let opt = |(id, text): &(domain::ids::ObjectifId, String)| {
            Opt::new(id.to_string(), text.clone(), served == Some(*id))
        };
        actions.extend(lu.actions.iter().map(opt));
        let amount = one.map(|one| one.montant.nu()).unwrap_or_default();
        let numero = rank + 1;
        items.push(Item::Titre(format!("Part {numero}")));
        items.push(Item::Select(Choice::new(annee, format!("Année de contrat, part {numero}"), annees)));
        items.push(Item::Select(Choice::new(mission_field, format!("Mission, part {numero}"), missions)));
        if !lu.actions.is_empty() {
            items.push(Item::Select(Choice::new(
                action,
                format!("Action du projet, part {numero}"),
                actions,
            )));
        }
        items.push(Item::Field(Field::new(part, format!("Montant, part {numero}")).value(amount)));
    }
    items
}

const PARTS: &str = "Laissez un montant vide\u{a0}: il prend ce qui reste. Plusieurs montants vides se partagent le reste, au centime.";

/// A new expense.
pub fn nouvelle(title: Page, url: &str, (lu, natures): (&ArgentLu, &Natures), annee: u8) -> SheetView {
    let mut options = vec![Opt::new("", "Choisissez une nature", true)];
    options.extend(
        natures.natures.iter().map(|one| Opt::new(one.compte.clone(), natures.label(&one.compte), false)),
    );
    let mut items = vec![
        Item::Field(
            Field::new("tiers", "Qui est payé")
                .hint("Nom de l'entreprise, de l'organisme ou du professionnel.")
                .required(),
        ),
        Item::Field(Field::new("libelle", "Objet de la dépense").required()),
        Item::Select(Choice::new("nature", "Nature", options)),
        Item::Field(Field::new("reference", "Numéro de facture")),
        Item::Field(
            Field::new("montant", "Montant, toutes taxes comprises")
                .hint("En euros. Par exemple\u{a0}: 1 250,50.")
                .required(),
        ),
        Item::Field(
            Field::new("engage_le", "Engagée le").hint("Date de la commande ou du devis signé.").required(),
        ),
        Item::Field(Field::new("paye_le", "Payée le").hint("Laissez vide si elle n'est pas encore payée.")),
    ];
    items.extend(parts_items(lu, &[], annee));
    let form = Form::new(format!("{url}/depenses/nouvelle"), "Noter la dépense", items)
        .wide()
        .cancel("Revenir aux dépenses", format!("{url}/depenses"));
    SheetView::new(title, vec![Part::Text(vec![PARTS.into()]), Part::Form(form)])
}

fn facts(one: &Depense, natures: &Natures) -> Vec<Definition> {
    let mut facts = vec![
        Definition::new("Qui est payé", one.fiche.tiers.clone()),
        Definition::new("Nature", natures.label(&one.fiche.nature)),
        Definition::new("Engagé", one.total(GenreDepense::Engage).texte()),
        Definition::new("Payé", one.total(GenreDepense::Paye).texte()),
    ];
    if !one.fiche.reference.is_empty() {
        facts.push(Definition::new("Numéro de facture", one.fiche.reference.clone()));
    }
    facts
}

fn parts_table(lu: &ArgentLu, one: &Depense) -> Table {
    let columns = vec![
        Column::text("Enveloppe"),
        Column::text("Action"),
        Column::number("Engagé"),
        Column::number("Payé"),
    ];
    let mut table = Table::new("Partage de la dépense", columns);
    let amounts = one.repartie(GenreDepense::Engage).into_iter().zip(one.repartie(GenreDepense::Paye));
    let row = |(part, (engage, paye)): (&PartDepense, (Montant, Montant))| {
        let action = part.action.and_then(|id| lu.actions.iter().find(|(known, _)| *known == id));
        let head = format!("Année {}, {}", part.annee, place(part.mission.as_deref()));
        let action = action.map_or_else(String::new, |(_, text)| text.clone());
        Row::new(head, vec![action.into(), engage.texte().into(), paye.texte().into()])
    };
    table.rows = one.parts().iter().zip(amounts).map(row).collect();
    table
}

fn lines_table(one: &Depense) -> Table {
    let columns =
        vec![Column::text("Date"), Column::text("Genre"), Column::number("Montant"), Column::text("Motif")];
    let mut table = Table::new("Lignes de la dépense", columns);
    let row = |line: &domain::aci::argent::Ecriture| {
        let cells = vec![line.genre.label().into(), line.montant.texte().into(), line.motif.clone().into()];
        Row::new(date(line.le), cells)
    };
    table.rows = one.fiche.ecritures.iter().map(row).collect();
    table
}

/// One expense.
pub fn une(
    title: Page,
    url: &str,
    (lu, one): (&ArgentLu, &Depense),
    (natures, pieces, edit): (&Natures, &[PieceRow], bool),
) -> SheetView {
    let own = format!("{url}/depenses/{}", one.id);
    let mut parts = vec![
        Part::Definitions(facts(one, natures)),
        Part::Table("parts", parts_table(lu, one)),
        Part::Table("lignes", lines_table(one)),
    ];
    let label = "Facture, devis ou bon de commande";
    parts.extend(documents(&one.fiche.pieces, (&own, label), (pieces, edit)));
    if !edit {
        return SheetView::new(title, parts);
    }
    parts.push(Part::Heading("Noter un paiement ou corriger un montant".into()));
    let genres = [(GenreDepense::Paye, "Total payé à ce jour"), (GenreDepense::Engage, "Total engagé")];
    let first = GenreDepense::Paye;
    let genres = genres.map(|(genre, label)| Opt::new(genre.key(), label, genre == first)).to_vec();
    let items = vec![
        Item::Hidden("version", one.version.to_string()),
        Item::Radios(Choice::new("genre", "Montant à noter", genres)),
        Item::Field(
            Field::new("montant", "Nouveau total, en euros")
                .hint("Une ligne s'ajoute pour la différence\u{a0}: rien n'est effacé.")
                .required(),
        ),
        Item::Field(Field::new("le", "Date").required()),
        Item::Field(
            Field::new("motif", "Motif")
                .hint("Demandé quand un montant engagé change, ou quand un paiement baisse."),
        ),
    ];
    parts.push(Part::Form(Form::new(format!("{own}/corriger"), "Noter ce montant", items)));
    parts.push(Part::Heading("Partager autrement".into()));
    parts.push(Part::Text(vec![PARTS.into()]));
    let mut items = vec![Item::Hidden("version", one.version.to_string())];
    items.extend(parts_items(lu, one.parts(), 1));
    items.push(Item::Field(Field::new("motif_parts", "Motif du nouveau partage").required()));
    let form = Form::new(format!("{own}/ventiler"), "Partager la dépense", items).wide();
    parts.push(Part::Form(form.folded("Ouvrir le nouveau partage")));
    SheetView::new(title, parts)
}
