//! Requests for subsidies: the list, one request, what it lacks.

pub mod partie;

use app::subventions::SubventionLue;
use domain::nombres::{compte, date};
use domain::subvention::{Case, Figee, Formulaire, Nature, Partie, Subvention};

use crate::views::components::{
    ActionForm, Cell, Column, Definition, Download, EmptyState, Field, Link, Notice, Row, Table, Tag, Tone,
};
use crate::views::page::Page;
use crate::views::sheet::{Acte, Form, Item, Part, SheetView};
use crate::wording::subventions::{balance, constat, euros};

/// How much is missing, in a word or two.
fn state(missing: usize) -> Tag {
    match missing {
        0 => Tag::new(Tone::Good, "Complète"),
        count => Tag::new(Tone::Attention, format!("{count} à compléter")),
    }
}

/// `15/01/2027 à …`: the day of an instant in France.
fn day(at: jiff::Timestamp) -> String {
    date(at.to_zoned(app::paris()).date())
}

fn said(one: &SubventionLue) -> Vec<String> {
    let fiche = &one.subvention.fiche;
    let mut textes = Vec::new();
    if let Some(amount) = fiche.demande() {
        textes.push(format!("Montant demandé\u{a0}: {}", euros(amount)));
    }
    if !fiche.valeur("autorite").is_empty() {
        textes.push(format!("Autorité sollicitée\u{a0}: {}", fiche.valeur("autorite")));
    }
    if let Some(last) = one.figees.first() {
        textes.push(format!("Version finale {} du {}", last.numero, day(last.at)));
    }
    textes
}

/// The list of requests.
pub fn liste(
    title: Page,
    base: &str,
    (all, gone): (&[SubventionLue], &[Subvention]),
    may_edit: bool,
) -> SheetView {
    let lead = "Préparez ici la demande de subvention à joindre à la lettre d'intention. Vous la reporterez ensuite dans le formulaire officiel.";
    let mut parts = vec![Part::Lead(lead.into())];
    if all.is_empty() {
        parts.push(Part::Empty(EmptyState {
            title: "Aucune demande à ce jour.",
            text: "La coordination, le bureau et le trésorier les préparent.".into(),
            link: None,
        }));
    }
    let acte = |one: &SubventionLue| {
        let mut acte = Acte::new(one.subvention.intitule.clone(), said(one));
        acte.url = Some(format!("{base}/{}", one.subvention.id));
        acte.tag = Some(state(one.constats.len()));
        acte
    };
    parts.push(Part::Actes(all.iter().map(acte).collect()));
    if may_edit {
        parts.push(Part::Heading("Commencer une demande".into()));
        let field = Field::new("nom", "Nom de la demande")
            .hint("Par exemple\u{a0}: Démarrage de la CPTS 2027.")
            .required();
        let form = Form::new(format!("{base}/nouveau"), "Commencer la demande", vec![Item::Field(field)]);
        parts.push(Part::Form(form));
    }
    if may_edit && !gone.is_empty() {
        parts.push(Part::Heading("Demandes retirées".into()));
        let back = |one: &Subvention| {
            let mut acte = Acte::new(one.intitule.clone(), Vec::new());
            let label = format!("Rétablir «\u{a0}{}\u{a0}»", one.intitule);
            acte.actions = vec![ActionForm::new(label, format!("{base}/{}/retablir", one.id))];
            acte
        };
        parts.push(Part::Actes(gone.iter().map(back).collect()));
    }
    SheetView::new(title, parts)
}

fn parts_table(url: &str, form: &Formulaire, one: &SubventionLue) -> Table {
    let columns = ["Partie", "Numéro du formulaire", "État"].map(Column::text);
    let mut table = Table::new("Les parties de la demande", columns.to_vec());
    table.rows = form
        .parties
        .iter()
        .map(|partie| {
            let missing = one.constats.iter().filter(|constat| constat.partie == partie.cle).count();
            let state = match missing {
                0 => Cell::from("Complète"),
                count => Cell::from(format!("{count} à compléter")),
            };
            let head = Cell::from(partie.titre.clone()).link(format!("{url}/{}", partie.cle.key()));
            Row::new(head, vec![Cell::from(partie.numero.clone()), state])
        })
        .collect();
    table
}

fn facts(form: &Formulaire, one: &SubventionLue) -> Vec<Definition> {
    let fiche = &one.subvention.fiche;
    let amount = fiche.demande().map_or("non renseigné".into(), euros);
    let (charges, produits) = (fiche.total(form, Partie::Charges), fiche.total(form, Partie::Produits));
    let mut facts = vec![
        Definition::new("Formulaire officiel", format!("CERFA n°\u{a0}{}", form.numero)),
        Definition::new("Montant demandé", amount),
        Definition::new("Budget", balance(charges, produits)),
    ];
    if let Some(end) = fiche.date("exercice_au") {
        let text = format!(
            "à rendre avant le {}, {} mois après la fin de l'exercice (CERFA n°\u{a0}{})",
            date(form.rendu_le(end)),
            form.rendu.mois,
            form.compte_rendu
        );
        facts.push(Definition::new("Compte rendu financier", text));
    }
    facts
}

fn files(url: &str, draft: bool) -> Vec<Download> {
    let label = if draft { "Brouillon de la demande" } else { "Demande à reporter" };
    let file = |format, end: &str, hint| Download {
        label: label.into(),
        url: format!("{url}/export.{end}"),
        format,
        hint,
    };
    vec![
        file("XLSX", "xlsx", "Chaque case du formulaire et sa valeur, puis le budget"),
        file("PDF", "pdf", "Pour lire et imprimer"),
        file("DOCX", "docx", "Pour un traitement de texte"),
        file("CSV", "csv", "Pour un tableur"),
        file("JSON", "json", "Pour un autre logiciel"),
    ]
}

fn finals(url: &str, figees: &[Figee]) -> Vec<Part> {
    if figees.is_empty() {
        return vec![Part::Text(vec!["Aucune version finale à ce jour.".into()])];
    }
    let file = |one: &Figee| Download {
        label: format!("Version finale {} du {}", one.numero, day(one.at)),
        url: format!("{url}/finales/{}", one.numero),
        format: "PDF",
        hint: "Ce fichier ne change plus",
    };
    let print =
        |one: &Figee| Definition::new(format!("Empreinte SHA-256 de la version {}", one.numero), &one.sha256);
    vec![
        Part::Downloads(figees.iter().map(file).collect()),
        Part::Details("Vérifier une version finale".into(), figees.iter().map(print).collect()),
    ]
}

/// One request: where it stands, its parts, its files.
pub fn une(title: Page, base: &str, (form, one): (&Formulaire, &SubventionLue), may_edit: bool) -> SheetView {
    let (url, missing) = (format!("{base}/{}", one.subvention.id), one.constats.len());
    let mut parts = vec![Part::Definitions(facts(form, one))];
    if missing > 0 {
        let text = format!(
            "{} avant la version finale.",
            compte(missing, "point à compléter", "points à compléter")
        );
        let link = Link::new("Voir ce qui manque", format!("{url}/verifier"));
        parts.push(Part::Notice(Notice::new(Tone::Attention, text).with_link(link)));
    } else {
        parts.push(Part::Notice(Notice::new(
            Tone::Good,
            "Rien ne manque. Vous pouvez faire la version finale.",
        )));
    }
    parts.push(Part::Table("parties", parts_table(&url, form, one)));
    parts.push(Part::Heading("Pour le formulaire officiel".into()));
    let text = "Ces fichiers aident à remplir le formulaire officiel. Ils ne le remplacent pas.";
    parts.push(Part::Text(vec![text.into()]));
    parts.push(Part::Downloads(files(&url, missing > 0)));
    parts.push(Part::Heading("Versions finales".into()));
    parts.extend(finals(&url, &one.figees));
    if may_edit && missing == 0 {
        parts.push(Part::Form(Form::new(format!("{url}/figer"), "Faire la version finale", Vec::new())));
    }
    if may_edit {
        parts.push(Part::Heading("Retirer".into()));
        parts.push(Part::Text(vec!["Vous pourrez la rétablir depuis la liste des demandes.".into()]));
        let form = Form::new(format!("{url}/supprimer"), "Retirer cette demande", Vec::new()).danger();
        parts.push(Part::Form(form));
    }
    SheetView::new(title, parts)
}

/// Where a box stands in its page. Choices have no field of their own: the first answer stands for them.
fn anchor(case: &Case) -> String {
    let first = if case.nature == Nature::Choix { "-1" } else { "" };
    format!("#{}{first}", case.cle)
}

/// What a request lacks, each line with the way to it.
pub fn verifier(title: Page, base: &str, (form, one): (&Formulaire, &SubventionLue)) -> SheetView {
    let url = format!("{base}/{}", one.subvention.id);
    let mut parts = vec![];
    if one.constats.is_empty() {
        parts.push(Part::Notice(Notice::new(Tone::Good, "Rien ne manque à cette demande.")));
    } else {
        let columns = ["Partie", "Ce qui manque"].map(Column::text);
        let caption = compte(one.constats.len(), "point à compléter", "points à compléter");
        let mut table = Table::new(caption, columns.to_vec());
        let row = |found: &domain::subvention::Constat| {
            let name = form.partie(found.partie).map_or(found.partie.label(), |partie| &partie.titre);
            let case = found.case.as_ref().and_then(|cle| form.case(cle)).filter(|case| case.fiche.is_none());
            let at = case.map(anchor).unwrap_or_default();
            let head = Cell::from(name).link(format!("{url}/{}{at}", found.partie.key()));
            Row::new(head, vec![Cell::from(constat(&found.quoi))])
        };
        table.rows = one.constats.iter().map(row).collect();
        parts.push(Part::Table("constats", table));
    }
    parts.push(Part::Buttons(vec![Link::new("Revenir à la demande", url)]));
    SheetView::new(title, parts)
}
