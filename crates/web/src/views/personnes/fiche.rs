//! The sheet of a person.

use app::communaute::{AccountChoice, Life};
use domain::communaute::questionnaires::Difficulte;
use domain::communaute::{Etape, Exercice, Personne, Statut};
use domain::nombres::{compte, date};
use domain::texte::Telephone;
use jiff::civil::Date;

use super::super::components::{
    ActionForm, Cell, Choice, Column, Definition, EmptyState, Field, Link, Notice, Opt, Row, Table, Tone,
};
use super::super::page::Page;
use super::super::sheet::{Form, Item, Part, SheetView};
use super::{canal_note, canal_valeur};
use crate::wording::personnes::{alerte, metier};

/// What the page shows beside the sheet.
pub struct Autour<'a> {
    /// Address of the sheet.
    pub base: String,
    /// Addresses of the CPTS.
    pub urls: super::super::urls::CptsUrls,
    /// Today.
    pub today: Date,
    /// Whether this person may change it.
    pub may_edit: bool,
    /// Name of a commune.
    pub commune: &'a (dyn Fn(territory::CommuneCode) -> String + Sync),
    /// Name of a structure.
    pub structure: &'a (dyn Fn(domain::ids::StructureId) -> Option<String> + Sync),
    /// Groups and meetings.
    pub life: Life,
    /// What they voiced, for who reads questionnaires.
    pub difficultes: Option<Vec<Difficulte>>,
    /// Accounts that may be theirs, for who may tie one.
    pub accounts: Option<Vec<AccountChoice>>,
}

/// The page.
pub fn show(page: Page, one: &Personne, autour: &Autour<'_>) -> SheetView {
    let mut parts = warnings(one, autour);
    if autour.may_edit && one.removed_at.is_none() {
        parts.push(Part::Buttons(vec![
            Link::new("Modifier la fiche", format!("{}/modifier", autour.base)),
            Link::new("Voir les données gardées", format!("{}/donnees", autour.base)),
        ]));
    }
    parts.push(Part::Definitions(identity(one)));
    parts.push(Part::Heading("Lieux d'exercice".into()));
    parts.push(places(one, autour));
    parts.push(Part::Heading("Coordonnées".into()));
    parts.push(channels(one));
    parts.push(Part::Heading("Parcours".into()));
    parts.extend(steps(one, autour));
    parts.push(Part::Heading("Vie de la communauté".into()));
    parts.extend(life(autour));
    if let Some(voiced) = &autour.difficultes {
        parts.push(Part::Heading("Difficultés exprimées".into()));
        parts.push(difficultes(voiced, autour));
    }
    if autour.may_edit && one.removed_at.is_none() {
        parts.push(Part::Heading("Compte".into()));
        parts.extend(account(one, autour));
        parts.push(Part::Heading("Retirer la fiche".into()));
        parts.push(Part::Text(vec!["La fiche quitte les listes. Vous pourrez la rétablir.".into()]));
        let form = Form::new(format!("{}/retirer", autour.base), "Retirer la fiche", vec![]).danger();
        parts.push(Part::Form(form));
    }
    SheetView::new(page, parts)
}

fn warnings(one: &Personne, autour: &Autour<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    if one.is_erased() {
        let text = "Cette fiche a été effacée. Les présences restent comptées, sans nom.";
        parts.push(Part::Notice(Notice::new(Tone::Plain, text)));
        return parts;
    }
    if one.removed_at.is_some() {
        let mut notice = Notice::new(Tone::Attention, "Cette fiche est retirée des listes.");
        if autour.may_edit {
            notice =
                notice.with_action(ActionForm::new("Rétablir la fiche", format!("{}/retablir", autour.base)));
        }
        parts.push(Part::Notice(notice));
    }
    if let Some(day) = one.fiche.opposition {
        let text = format!("Cette personne ne veut plus être contactée depuis le {}.", date(day));
        parts.push(Part::Notice(Notice::new(Tone::Attention, text)));
    }
    if one.fiche.adeli.is_some() && one.rpps.is_none() {
        let text = alerte(&domain::communaute::saisie::Alerte::Adeli);
        parts.push(Part::Notice(Notice::new(Tone::Info, text)));
    }
    parts
}

/// What is known of the person, without what is not.
pub fn identity(one: &Personne) -> Vec<Definition> {
    let fiche = &one.fiche;
    let rpps = one.rpps.as_ref().map(|rpps| rpps.as_str().to_owned());
    let job =
        Some(metier(one.profession.as_deref(), fiche.specialite.as_deref())).filter(|job| !job.is_empty());
    let known = [
        ("Statut", Some(one.statut.label().to_owned())),
        ("Civilité", fiche.civilite.clone()),
        ("Numéro RPPS", rpps),
        ("Numéro ADELI", fiche.adeli.clone()),
        ("Profession", job),
        ("Fonction", fiche.fonction.clone()),
        ("Collège", fiche.college.clone()),
        ("Source", Some(fiche.source.clone()).filter(|source| !source.is_empty())),
        ("Remarque", fiche.remarque.clone()),
    ];
    known.into_iter().filter_map(|(label, value)| Some(Definition::new(label, value?))).collect()
}

fn place_line(lieu: &Exercice, autour: &Autour<'_>) -> Row {
    let structure = lieu.structure.and_then(|id| {
        let url = autour.urls.under(&format!("communaute/structures/{id}"));
        Some(Cell::from((autour.structure)(id)?).link(url))
    });
    let commune = lieu.commune.map(autour.commune);
    let address = [lieu.adresse.clone(), lieu.code_postal.clone(), commune.clone().unwrap_or_default()];
    let address: Vec<_> = address.into_iter().filter(|part| !part.is_empty()).collect();
    let mut head = structure
        .unwrap_or_else(|| Cell::from(if address.is_empty() { "Lieu sans adresse" } else { "Lieu" }));
    if lieu.jusque.is_some_and(|last| last < autour.today) {
        head = head.tag(Tone::Plain, "Terminé");
    }
    let mut where_to = Cell::from(address.join(", "));
    if commune.is_none() && !address.is_empty() {
        where_to = where_to.tag(Tone::Attention, "Commune non reconnue");
    }
    let mode = lieu.mode.map(|mode| mode.label()).unwrap_or_default();
    Row::new(head, vec![where_to, mode.into(), lieu.jusque.map(date).unwrap_or_default().into()])
}

fn places(one: &Personne, autour: &Autour<'_>) -> Part {
    if one.fiche.exercices.is_empty() {
        return Part::Text(vec!["Aucun lieu d'exercice n'est connu.".into()]);
    }
    let columns = ["Structure", "Adresse", "Mode", "Dernier jour"].map(Column::text).to_vec();
    let mut table = Table::new("Lieux d'exercice", columns);
    table.rows = one.fiche.exercices.iter().map(|lieu| place_line(lieu, autour)).collect();
    Part::Table("lieux", table)
}

fn channels(one: &Personne) -> Part {
    if one.fiche.canaux.is_empty() {
        return Part::Text(vec!["Aucune coordonnée n'est connue.".into()]);
    }
    let columns = ["Moyen", "Adresse ou numéro", "Ce que l'on sait"].map(Column::text).to_vec();
    let mut table = Table::new("Coordonnées", columns);
    table.rows = one
        .fiche
        .canaux
        .iter()
        .map(|canal| {
            let mut value = Cell::from(canal_valeur(canal));
            if !canal.is_usable() || one.fiche.opposition.is_some() {
                value = value.tag(Tone::Attention, "À ne pas utiliser");
            }
            let linked = Telephone::from_e164(&canal.valeur).map(|number| format!("tel:{}", number.e164()));
            if let Some(url) = linked.filter(|_| canal.is_usable()) {
                value = value.link(url);
            }
            Row::new(canal.kind.label(), vec![value, canal_note(canal).into()])
        })
        .collect();
    Part::Table("coordonnees", table)
}

fn steps(one: &Personne, autour: &Autour<'_>) -> Vec<Part> {
    let columns = ["Statut", "Depuis le", "Motif", "Corriger"].map(Column::text).to_vec();
    let mut table = Table::new("Parcours dans la communauté", columns);
    table.rows = (0..)
        .zip(&one.fiche.parcours)
        .map(|(rank, step): (usize, &Etape)| {
            let head = Cell::from(step.statut.label());
            let url = format!("{}/parcours/{rank}", autour.base);
            let correct =
                if autour.may_edit { Cell::from("Corriger l'étape").link(url) } else { Cell::default() };
            Row::new(
                head,
                vec![date(step.depuis).into(), step.motif.clone().unwrap_or_default().into(), correct],
            )
        })
        .collect();
    let mut parts = vec![Part::Table("parcours", table)];
    if autour.may_edit && one.removed_at.is_none() {
        let form =
            Form::new(format!("{}/parcours", autour.base), "Ajouter l'étape", step_items(None, autour.today));
        parts.push(Part::Form(form));
    }
    parts
}

/// The fields of a step.
fn step_items(step: Option<&Etape>, today: Date) -> Vec<Item> {
    let chosen = step.map_or(Statut::Contacte, |step| step.statut);
    let options = Statut::ALL.iter().map(|one| Opt::new(one.key(), one.label(), *one == chosen)).collect();
    let day = date(step.map_or(today, |step| step.depuis));
    let motif = step.and_then(|step| step.motif.clone()).unwrap_or_default();
    vec![
        Item::Select(Choice::new("statut", "Statut", options)),
        Item::Field(Field::new("depuis", "Depuis le").value(day).required()),
        Item::Field(
            Field::new("motif", "Motif").value(motif).hint("Par exemple «\u{a0}réunion du 8 février\u{a0}»."),
        ),
    ]
}

/// The page that corrects a step.
pub fn step(page: Page, step: &Etape, (base, rank, version): (&str, usize, i64), today: Date) -> SheetView {
    let mut items = step_items(Some(step), today);
    items.push(Item::Hidden("version", version.to_string()));
    let action = format!("{base}/parcours/{rank}");
    let correct = Form::new(action.clone(), "Corriger l'étape", items).cancel("Revenir à la fiche", base);
    let hidden = vec![Item::Hidden("version", version.to_string()), Item::Hidden("retirer", "oui".into())];
    SheetView::new(
        page,
        vec![
            Part::Form(correct),
            Part::Heading("Retirer l'étape".into()),
            Part::Form(Form::new(action, "Retirer l'étape", hidden).danger()),
        ],
    )
}

fn life(autour: &Autour<'_>) -> Vec<Part> {
    let meetings = compte(autour.life.meetings, "réunion suivie", "réunions suivies");
    let mut parts = vec![Part::Text(vec![format!("{meetings}, présences comptées.")])];
    if autour.life.seats.is_empty() {
        parts.push(Part::Text(vec!["Cette personne n'est dans aucun groupe.".into()]));
        return parts;
    }
    let columns = ["Groupe", "Fonction", "Depuis le", "Jusqu'au"].map(Column::text).to_vec();
    let mut table = Table::new("Groupes", columns);
    table.rows = autour
        .life
        .seats
        .iter()
        .map(|seat| {
            let url = autour.urls.under(&format!("groupes/{}", seat.groupe.id));
            let until = seat.jusque.map(date).unwrap_or_default();
            let cells = vec![seat.fonction.label().into(), date(seat.depuis).into(), until.into()];
            Row::new(Cell::from(seat.groupe.nom.clone()).link(url), cells)
        })
        .collect();
    parts.push(Part::Table("groupes", table));
    parts
}

fn difficultes(voiced: &[Difficulte], autour: &Autour<'_>) -> Part {
    if voiced.is_empty() {
        return Part::Text(vec!["Aucune difficulté n'est notée à son nom.".into()]);
    }
    let columns = ["Difficulté", "Exprimée le", "État"].map(Column::text).to_vec();
    let mut table = Table::new("Difficultés exprimées", columns);
    table.rows = voiced
        .iter()
        .map(|one| {
            let url = autour.urls.under(&format!("difficultes/{}", one.id));
            let day = date(one.created_at.to_zoned(app::paris()).date());
            Row::new(Cell::from(one.texte.clone()).link(url), vec![day.into(), one.etat.label().into()])
        })
        .collect();
    Part::Table("difficultes", table)
}

fn account(one: &Personne, autour: &Autour<'_>) -> Vec<Part> {
    let action = format!("{}/compte", autour.base);
    let version = Item::Hidden("version", one.version.to_string());
    if one.user.is_some() {
        let form = Form::new(action, "Détacher le compte", vec![version]);
        return vec![Part::Text(vec!["Cette fiche est reliée à un compte.".into()]), Part::Form(form)];
    }
    match autour.accounts.as_deref() {
        None => vec![Part::Text(vec!["Cette fiche n'est reliée à aucun compte.".into()])],
        Some([]) => vec![Part::Empty(EmptyState {
            title: "Aucun compte à relier",
            text: "Aucune personne avec un rôle n'a une adresse e-mail de cette fiche.".into(),
            link: None,
        })],
        Some(choices) => {
            let options = choices.iter().map(|one| {
                Opt::new(one.user.to_string(), format!("{} ({})", one.name, one.email), choices.len() == 1)
            });
            let items = vec![Item::Radios(Choice::new("compte", "Compte", options.collect())), version];
            vec![Part::Form(Form::new(action, "Relier le compte", items))]
        }
    }
}
