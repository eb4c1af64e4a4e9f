//! A file of values: where to give it, then its lines before anything is written.

use app::diagnostic::{ImportLine, Verdict};
use domain::diagnostic::catalogue::Catalogue;
use domain::nombres::compte;
use territory::DepartementCode;

use super::liste::models;
use super::{Cadre, period, said};
use crate::views::components::{Cell, Choice, Column, Field, FieldKind, Link, Notice, Opt, Row, Table, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

/// Where to give the file.
pub fn accueil(page: Page, cadre: &Cadre<'_>) -> SheetView {
    let file = Field::new("fichier", "Fichier rempli")
        .kind(FieldKind::File { accept: ".csv,.xlsx,.ods,.txt" })
        .required()
        .hint("CSV ou classeur, aux colonnes du modèle.");
    let form =
        Form::new(cadre.urls.under("valeurs/importer"), "Vérifier le fichier", vec![Item::Field(file)])
            .cancel("Revenir à la liste", cadre.urls.valeurs());
    SheetView::new(
        page,
        vec![
            Part::Lead(
                "Remplissez le modèle, puis donnez-le ici. Rien n'est enregistré avant votre accord.".into(),
            ),
            Part::Downloads(models(cadre)),
            Part::Form(form),
        ],
    )
}

/// The lines of a file and what becomes of each; `kept` is what the form sends back.
pub fn apercu(
    page: Page,
    cadre: &Cadre<'_>,
    (catalogue, name): (&Catalogue, &dyn Fn(DepartementCode) -> String),
    (lines, kept): (&[ImportLine], Vec<String>),
) -> SheetView {
    let count = |test: fn(&Verdict) -> bool| lines.iter().filter(|line| test(&line.verdict)).count();
    let accepted = count(|verdict| *verdict == Verdict::Accepted);
    let doubtful = count(|verdict| matches!(verdict, Verdict::ToConfirm(_)));
    let refused = count(|verdict| matches!(verdict, Verdict::Refused(_)));
    let known = count(|verdict| *verdict == Verdict::Known);
    let mut shown = vec![
        Part::Lead("Rien n'est encore enregistré. Vérifiez chaque ligne.".into()),
        Part::List(vec![
            format!("{} à enregistrer.", compte(accepted, "ligne", "lignes")),
            format!("{} à confirmer.", compte(doubtful, "ligne", "lignes")),
            format!("{}.", compte(refused, "ligne refusée", "lignes refusées")),
            format!("{}.", compte(known, "ligne déjà notée", "lignes déjà notées")),
        ]),
    ];
    if known == lines.len() {
        let text = "Toutes ces valeurs sont déjà notées. Ce fichier ne change rien.";
        shown.push(Part::Notice(Notice::new(Tone::Info, text)));
    }
    shown.push(Part::Table("lignes", table(cadre, (catalogue, name), lines)));
    let sent = || kept.iter().map(|line| Item::Hidden("ligne", line.clone()));
    if refused > 0 {
        let form = Form::new(
            cadre.urls.under("valeurs/importer/refus"),
            "Télécharger les lignes refusées",
            sent().collect(),
        );
        shown.push(Part::Form(form));
    }
    if accepted + doubtful > 0 {
        let mut items: Vec<Item> = sent().collect();
        if doubtful > 0 {
            let options = lines.iter().filter(|line| matches!(line.verdict, Verdict::ToConfirm(_)));
            let options = options.map(|line| {
                Opt::new(line.number.to_string(), format!("Je confirme la ligne {}", line.number), false)
            });
            items.push(Item::Boxes(Choice::new("confirme", "Lignes à confirmer", options.collect())));
        }
        if refused + doubtful > 0 {
            let text = "Laisser de côté les lignes refusées ou non confirmées";
            let option = Opt::new("oui", text, false)
                .hint("Sans cette réponse, le fichier est pris en entier ou pas du tout.");
            items.push(Item::Boxes(Choice::new("laisser", "Le reste du fichier", vec![option])));
        }
        let form =
            Form::new(cadre.urls.under("valeurs/importer/appliquer"), "Enregistrer les valeurs", items);
        shown.push(Part::Form(form.cancel("Ne rien enregistrer", cadre.urls.valeurs())));
    } else {
        shown.push(Part::Buttons(vec![Link::new(
            "Donner un autre fichier",
            cadre.urls.under("valeurs/importer"),
        )]));
    }
    SheetView::new(page, shown)
}

fn table(
    cadre: &Cadre<'_>,
    (catalogue, name): (&Catalogue, &dyn Fn(DepartementCode) -> String),
    lines: &[ImportLine],
) -> Table {
    let columns =
        ["Ligne", "Indicateur", "Lieu", "Période", "Valeur", "Ce qu'elle devient"].map(Column::text);
    let mut table = Table::new("Lignes du fichier", columns.to_vec());
    for line in lines {
        let indicateur = catalogue.get(line.typed.indicateur.trim());
        let label = indicateur.map_or(line.typed.indicateur.clone(), |one| one.label.clone());
        let typed = &line.typed;
        let (place, when, value) = match (&line.saisie, indicateur) {
            (Some(saisie), Some(indicateur)) => {
                ((cadre.place)(saisie.place), period(saisie), said(saisie, indicateur))
            }
            _ => (format!("{} {}", typed.lieu, typed.code), typed.periode.clone(), typed.valeur.clone()),
        };
        let verdict = match &line.verdict {
            Verdict::Accepted => Cell::from("Acceptée"),
            Verdict::Known => Cell::from("Déjà notée"),
            Verdict::Refused(refused) => {
                let why = refused.iter().map(|one| documents::releves::refus(one, indicateur));
                Cell::from(why.collect::<Vec<_>>().join(" ")).tag(Tone::Attention, "Refusée")
            }
            Verdict::ToConfirm(doubts) => {
                let why = doubts.iter().filter_map(|one| {
                    indicateur.map(|indicateur| documents::releves::alerte(one, indicateur, name))
                });
                Cell::from(why.collect::<Vec<_>>().join(" ")).tag(Tone::Info, "À confirmer")
            }
        };
        table.rows.push(Row::new(
            Cell::from(line.number.to_string()),
            vec![label.into(), place.into(), when.into(), value.into(), verdict],
        ));
    }
    table
}
