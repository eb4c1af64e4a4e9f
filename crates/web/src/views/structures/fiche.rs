//! The sheet of a structure.

use domain::communaute::{Convention, Structure};
use domain::nombres::date;
use domain::texte::Siret;
use jiff::civil::Date;

use super::super::components::{ActionForm, Cell, Column, Definition, Link, Notice, Row, Table, Tone};
use super::super::page::Page;
use super::super::personnes::{canal_note, canal_valeur};
use super::super::sheet::{Form, Part, SheetView};
use super::super::urls::CptsUrls;

/// What the page shows beside the sheet.
pub struct Autour<'a> {
    /// Address of the sheet.
    pub base: String,
    /// Addresses of the CPTS.
    pub urls: CptsUrls,
    /// Today.
    pub today: Date,
    /// From that day on, an end is near.
    pub soon: Date,
    /// Whether this person may change it.
    pub may_edit: bool,
    /// Name of its commune.
    pub commune: Option<String>,
    /// Name of a person of the community.
    pub person: &'a dyn Fn(domain::ids::PersonneId) -> String,
    /// People who practise there: address of the sheet, name.
    pub people: Vec<(String, String)>,
}

/// The page.
pub fn show(page: Page, one: &Structure, autour: &Autour<'_>) -> SheetView {
    let mut parts = Vec::new();
    if one.removed_at.is_some() {
        let mut notice = Notice::new(Tone::Attention, "Cette structure est retirée des listes.");
        if autour.may_edit {
            let url = format!("{}/retablir", autour.base);
            notice = notice.with_action(ActionForm::new("Rétablir la structure", url));
        }
        parts.push(Part::Notice(notice));
    }
    let may_edit = autour.may_edit && one.removed_at.is_none();
    if may_edit {
        parts.push(Part::Buttons(vec![
            Link::new("Modifier la structure", format!("{}/modifier", autour.base)),
            Link::new("Ajouter une convention", format!("{}/conventions/nouvelle", autour.base)),
        ]));
    }
    parts.push(Part::Definitions(identity(one, autour)));
    parts.push(Part::Heading("Conventions".into()));
    parts.push(conventions(one, autour, may_edit));
    parts.push(Part::Heading("Coordonnées".into()));
    parts.push(channels(one));
    parts.push(Part::Heading("Contacts".into()));
    parts.push(contacts(one, autour));
    parts.push(Part::Heading("Professionnels".into()));
    parts.push(people(autour));
    if may_edit {
        parts.push(Part::Heading("Retirer la structure".into()));
        parts.push(Part::Text(vec!["Elle quitte les listes. Vous pourrez la rétablir.".into()]));
        let form = Form::new(format!("{}/retirer", autour.base), "Retirer la structure", vec![]).danger();
        parts.push(Part::Form(form));
    }
    SheetView::new(page, parts)
}

fn identity(one: &Structure, autour: &Autour<'_>) -> Vec<Definition> {
    let fiche = &one.fiche;
    let siret =
        fiche.siret.as_deref().and_then(|siret| Siret::parse(siret).ok()).map(|siret| siret.grouped());
    let place =
        [fiche.adresse.clone(), fiche.code_postal.clone(), autour.commune.clone().unwrap_or_default()];
    let place: Vec<_> = place.into_iter().filter(|part| !part.is_empty()).collect();
    let known = [
        ("Type", Some(one.kind.label().to_owned())),
        ("Numéro FINESS", one.finess.clone()),
        ("SIRET", siret),
        ("Adresse", Some(place.join(", ")).filter(|text| !text.is_empty())),
        ("Source", Some(fiche.source.clone()).filter(|text| !text.is_empty())),
        ("Remarque", fiche.remarque.clone()),
    ];
    known.into_iter().filter_map(|(label, value)| Some(Definition::new(label, value?))).collect()
}

fn convention_line((rank, convention): (usize, &Convention), autour: &Autour<'_>, may_edit: bool) -> Row {
    let near = convention.fin.is_some_and(|fin| fin <= autour.soon);
    let state = match (convention.stands(autour.today), convention.signee > autour.today) {
        (true, _) if near => Cell::from("En vigueur").tag(Tone::Attention, "Se termine bientôt"),
        (true, _) => Cell::from("En vigueur"),
        (_, true) => Cell::from("Pas encore en vigueur"),
        _ => Cell::from("Expirée").tag(Tone::Attention, "À renouveler"),
    };
    let document = convention
        .piece
        .map(|piece| Cell::from("Ouvrir le document").link(format!("{}/pieces/{piece}", autour.base)));
    let mut head = Cell::from(convention.objet.clone());
    if may_edit {
        head = head.link(format!("{}/conventions/{rank}", autour.base));
    }
    let fin = convention.fin.map_or_else(|| "Sans fin".to_owned(), date);
    Row::new(head, vec![date(convention.signee).into(), fin.into(), state, document.unwrap_or_default()])
}

fn conventions(one: &Structure, autour: &Autour<'_>, may_edit: bool) -> Part {
    if one.fiche.conventions.is_empty() {
        return Part::Text(vec!["Aucune convention n'est notée.".into()]);
    }
    let columns = ["Objet", "Signée le", "Dernier jour", "État", "Document"].map(Column::text).to_vec();
    let mut table = Table::new("Conventions", columns);
    let lines = one.fiche.conventions.iter().enumerate();
    table.rows = lines.map(|line| convention_line(line, autour, may_edit)).collect();
    Part::Table("conventions", table)
}

fn channels(one: &Structure) -> Part {
    if one.fiche.canaux.is_empty() {
        return Part::Text(vec!["Aucune coordonnée n'est connue.".into()]);
    }
    let columns = ["Moyen", "Adresse ou numéro", "Ce que l'on sait"].map(Column::text).to_vec();
    let mut table = Table::new("Coordonnées", columns);
    let line = |canal| vec![canal_valeur(canal).into(), canal_note(canal).into()];
    table.rows = one.fiche.canaux.iter().map(|canal| Row::new(canal.kind.label(), line(canal))).collect();
    Part::Table("coordonnees", table)
}

fn contacts(one: &Structure, autour: &Autour<'_>) -> Part {
    if one.fiche.contacts.is_empty() {
        return Part::Text(vec!["Aucun contact n'est noté.".into()]);
    }
    let columns = ["Nom", "Fonction", "Coordonnées"].map(Column::text).to_vec();
    let mut table = Table::new("Contacts", columns);
    let lines = one.fiche.contacts.iter().map(|contact| {
        let head = match contact.personne {
            Some(id) => {
                let url = autour.urls.under(&format!("communaute/personnes/{id}"));
                let name = (autour.person)(id);
                Cell::from(if name.is_empty() { contact.nom.clone() } else { name }).link(url)
            }
            None => Cell::from(contact.nom.clone()),
        };
        let channels: Vec<_> = contact.canaux.iter().map(canal_valeur).collect();
        Row::new(head, vec![contact.fonction.clone().into(), channels.join(", ").into()])
    });
    table.rows = lines.collect();
    Part::Table("contacts", table)
}

fn people(autour: &Autour<'_>) -> Part {
    if autour.people.is_empty() {
        return Part::Text(vec!["Aucune personne de la communauté n'y exerce.".into()]);
    }
    let mut table = Table::new("Personnes qui y exercent", vec![Column::text("Nom")]);
    table.rows = autour
        .people
        .iter()
        .map(|(url, name)| Row::new(Cell::from(name.clone()).link(url), vec![]))
        .collect();
    Part::Table("personnes", table)
}
