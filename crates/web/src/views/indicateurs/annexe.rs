//! Importing the annex of a year, copying indicators from elsewhere.

use app::indicateurs::{ContratPublie, PlanLu};
use domain::aci::indicateur::Indicateur;
use domain::nombres::{compte, liste};

use super::{columns, row, sums};
use crate::views::components::{Choice, Download, Field, FieldKind, Notice, Opt, Table, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};
use crate::wording::contrats::mission;
use crate::wording::indicateurs as mots;

/// The page that asks for an annex.
pub fn demander(title: Page, url: &str, pasted: &str) -> SheetView {
    let lead = "Donnez l'annexe du contrat en tableur, ou collez-la depuis un tableur. Rien n'est ajouté avant votre accord.";
    let items = vec![
        Item::Field(
            Field::new("fichier", "Fichier")
                .kind(FieldKind::File { accept: ".csv,.xlsx,.xls,.ods,.txt" })
                .hint(
                    "Une ligne par indicateur. Les colonnes Mission, Indicateur et Montant sont nécessaires.",
                ),
        ),
        Item::Field(
            Field::new("table", "Ou les lignes collées depuis un tableur")
                .kind(FieldKind::Area { rows: 8 })
                .value(pasted),
        ),
    ];
    let form = Form::new(format!("{url}/importer"), "Lire l'annexe", items).cancel("Annuler", url);
    let template = Download {
        label: "Modèle à remplir".into(),
        url: format!("{url}/modele.xlsx"),
        format: "XLSX",
        hint: "Deux lignes d'exemple, laissées de côté à la lecture",
    };
    SheetView::new(title, vec![Part::Lead(lead.into()), Part::Downloads(vec![template]), Part::Form(form)])
}

/// An indicator that would be added, as the table shows it.
fn would_be(plan: &PlanLu) -> Vec<Indicateur> {
    let first = &plan.annee;
    plan.plan
        .lignes
        .iter()
        .map(|one| Indicateur {
            id: domain::ids::IndicateurId(uuid::Uuid::nil()),
            contrat: first.contrat.contrat.id,
            annee: first.annee.numero,
            mission: one.lu.0.clone(),
            intitule: one.lu.1.clone(),
            fiche: one.lu.2.clone(),
            ordre: 0,
            created_at: jiff::Timestamp::UNIX_EPOCH,
            version: 1,
            removed_at: None,
        })
        .collect()
}

/// What an annex would add; `table` is its text, to send it back.
pub fn plan(title: Page, url: &str, (plan, table): (&PlanLu, &str)) -> SheetView {
    let mut parts = Vec::new();
    let (read, wrong) = (plan.plan.lignes.len(), &plan.plan.refus);
    if wrong.is_empty() {
        let text = format!("{}. Vérifiez, puis ajoutez.", compte(read, "indicateur lu", "indicateurs lus"));
        parts.push(Part::Notice(Notice::new(Tone::Info, text)));
    } else {
        let count = compte(wrong.len(), "cellule n'est pas lisible", "cellules ne sont pas lisibles");
        let text = format!("{count}. Rien ne sera ajouté tant qu'il en reste.");
        let lines = wrong.iter().map(|(place, refus)| mots::cellule(place, refus)).collect();
        parts.push(Part::Notice(Notice::new(Tone::Attention, text).with_details(lines)));
    }
    if !plan.plan.ignorees.is_empty() {
        let names: Vec<String> =
            plan.plan.ignorees.iter().map(|name| format!("«\u{a0}{name}\u{a0}»")).collect();
        parts.push(Part::Text(vec![format!("Colonnes laissées de côté\u{a0}: {}.", liste(&names))]));
    }
    if plan.plan.exemples > 0 {
        let text = match plan.plan.exemples {
            1 => "La ligne d'exemple du modèle est laissée de côté.".to_owned(),
            count => format!("Les {count} lignes d'exemple du modèle sont laissées de côté."),
        };
        parts.push(Part::Text(vec![text]));
    }
    parts.push(Part::Table("sommes", sums(&plan.sommes)));
    let all = would_be(plan);
    let mut rows = Table::new("Ce qui serait ajouté", columns());
    rows.columns.insert(1, crate::views::components::Column::text("Mission"));
    rows.rows = plan
        .plan
        .lignes
        .iter()
        .zip(&all)
        .map(|(line, one)| {
            let mut row = row(line.numero, one, None);
            row.cells.insert(0, mission(&one.mission).into());
            row
        })
        .collect();
    if !rows.rows.is_empty() {
        parts.push(Part::Table("lignes", rows));
    }
    if wrong.is_empty() {
        let items =
            vec![Item::Kept("table".into(), table.to_owned()), Item::Hidden("confirmer", "oui".into())];
        let label = format!("Ajouter {}", compte(read, "indicateur", "indicateurs"));
        let form = Form::new(format!("{url}/importer"), label, items).cancel("Annuler", url);
        parts.push(Part::Form(form));
    } else {
        parts.push(Part::Heading("Corriger et relire".into()));
        let field =
            Field::new("table", "Les lignes de l'annexe").kind(FieldKind::Area { rows: 12 }).value(table);
        let form = Form::new(format!("{url}/importer"), "Relire l'annexe", vec![Item::Field(field)]);
        parts.push(Part::Form(form.cancel("Annuler", url)));
    }
    SheetView::new(title, parts)
}

/// The page that asks from where indicators are copied.
pub fn copier(title: Page, url: &str, (annees, publies): (&[u8], &[ContratPublie])) -> SheetView {
    let own = annees
        .iter()
        .map(|year| Opt::new(format!("annee.{year}"), format!("Année {year} de ce contrat"), false));
    let others = publies.iter().flat_map(|one| {
        let mut years: Vec<u8> = one.indicateurs.iter().map(|indicateur| indicateur.annee).collect();
        years.dedup();
        years.into_iter().map(move |year| {
            let label = format!("{}, {}, année {year}", one.nom, one.titre);
            Opt::new(format!("{}.{year}", one.id), label, false)
        })
    });
    let options: Vec<Opt> = own.chain(others).collect();
    let lead = "Les indicateurs sont copiés sans leurs valeurs ni leurs commentaires. Ceux de ce contrat qui n'ont pas été atteints portent la mention «\u{a0}Reconduit\u{a0}».";
    let mut parts = vec![Part::Lead(lead.into())];
    if options.is_empty() {
        let text = "Aucune autre année n'a d'indicateurs, et aucune autre CPTS n'a publié les siens.";
        parts.push(Part::Notice(Notice::new(Tone::Info, text)));
    } else {
        let choice = Choice::new("modele", "Copier depuis", options);
        let form = Form::new(format!("{url}/copier"), "Copier les indicateurs", vec![Item::Radios(choice)]);
        parts.push(Part::Form(form.cancel("Annuler", url)));
    }
    SheetView::new(title, parts)
}
