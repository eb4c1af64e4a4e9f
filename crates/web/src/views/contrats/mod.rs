//! Contracts: the list, one contract, its missions, its signed versions.

pub mod missions;
pub mod tarifs;
pub mod termes;
pub mod versions;

use domain::aci::contrat::{Alerte, Annee, ContratLu, Horloge, Termes, dans_l_annee, fin};
use domain::aci::poste::Poste;
use domain::aci::tarif::tarif;
use domain::montant::Montant;
use domain::nombres::date;
use jiff::civil::Date;

use crate::views::components::{
    ActionForm, Cell, Column, Definition, EmptyState, Link, Notice, Row, Table, Tag, Tone,
};
use crate::views::page::Page;
use crate::views::sheet::{Acte, Form, Part, SheetView};
use crate::wording::contrats as mots;

/// What the person may do with contracts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Droits {
    /// Prepare terms, note what happens.
    pub edit: bool,
    /// Record a signature.
    pub sign: bool,
    /// Read the money.
    pub argent: bool,
    /// Read the evidence.
    pub preuves: bool,
    /// Read the yearly dialogues.
    pub dialogues: bool,
}

/// An amount, or that nobody signed one: that is not zero.
pub fn montant(amount: Option<Montant>) -> String {
    amount.map_or_else(|| "non signé".into(), Montant::texte)
}

/// `du 15/04/2022 au 14/04/2023`.
pub fn periode(termes: &Termes, annee: &Annee) -> String {
    format!("du {} au {}", date(annee.du), date(fin(annee.au, termes.parametres.dernier_jour)))
}

fn state(one: &ContratLu, today: Date) -> Tag {
    let Some(signed) = one.signes() else { return Tag::new(Tone::Plain, "En préparation") };
    if today >= signed.terme() {
        return Tag::new(Tone::Plain, "Terminé");
    }
    if one.contrat.fiche.brouillon.is_some() {
        return Tag::new(Tone::Attention, "Avenant en préparation");
    }
    Tag::new(Tone::Good, "En cours")
}

fn said(one: &ContratLu) -> Vec<String> {
    let Some(termes) = one.termes() else { return Vec::new() };
    let end = fin(termes.terme(), termes.parametres.dernier_jour);
    let signature = if one.signes().is_some() { "Signé le" } else { "Signature prévue le" };
    vec![format!("{signature} {}, jusqu'au {}", date(termes.signature), date(end))]
}

/// The list of contracts.
pub fn liste(
    title: Page,
    base: &str,
    (here, gone): (&[ContratLu], &[ContratLu]),
    (today, droits): (Date, Droits),
) -> SheetView {
    let lead = "Le contrat ACI lie la CPTS, la CPAM et l'ARS pour cinq ans. Notez ce qui est signé\u{a0}: Maillage en tire les délais, les versements et les preuves à réunir.";
    let mut parts = vec![Part::Lead(lead.into())];
    if here.is_empty() {
        parts.push(Part::Empty(EmptyState {
            title: "Aucun contrat à ce jour.",
            text: "La coordination et le bureau préparent le contrat, avant ou après sa signature.".into(),
            link: None,
        }));
    }
    let acte = |one: &ContratLu| {
        let mut acte = Acte::new(one.contrat.titre.clone(), said(one));
        acte.url = Some(format!("{base}/{}", one.contrat.id));
        acte.tag = Some(state(one, today));
        acte
    };
    parts.push(Part::Actes(here.iter().map(acte).collect()));
    if droits.edit {
        let published = format!("{}-publies", base);
        parts.push(Part::Buttons(vec![
            Link::new("Préparer un contrat", format!("{base}/nouveau")),
            Link::new("Voir les contrats publiés", published),
        ]));
    }
    if droits.edit && !gone.is_empty() {
        parts.push(Part::Heading("Contrats retirés".into()));
        let back = |one: &ContratLu| {
            let mut acte = Acte::new(one.contrat.titre.clone(), Vec::new());
            let label = format!("Rétablir «\u{a0}{}\u{a0}»", one.contrat.titre);
            acte.actions = vec![ActionForm::new(label, format!("{base}/{}/retablir", one.contrat.id))];
            acte
        };
        parts.push(Part::Actes(gone.iter().map(back).collect()));
    }
    SheetView::new(title, parts)
}

/// What the alerts say, the gravest first; that nothing presses when there is none.
pub fn alertes(all: &[(Alerte, Horloge)]) -> Part {
    if all.is_empty() {
        return Part::Notice(Notice::new(Tone::Good, "Aucune échéance ne presse."));
    }
    let line = |(alerte, one): &(Alerte, Horloge)| {
        let limit = format!("limite le {}", date(one.limite));
        format!("{}\u{a0}: {}, {}. {}.", mots::alerte(*alerte), one.quoi.label(), limit, mots::etat(one))
    };
    let text = "Des échéances demandent une action.";
    Part::Notice(Notice::new(Tone::Attention, text).with_details(all.iter().map(line).collect()))
}

fn facts(one: &ContratLu, termes: &Termes) -> Vec<Definition> {
    let table = tarif(&termes.tarif).ok().flatten();
    let mut facts = vec![
        Definition::new("Signature", date(termes.signature)),
        Definition::new("Dernier jour", date(fin(termes.terme(), termes.parametres.dernier_jour))),
        Definition::new(
            "Version de l'accord",
            table.map_or_else(|| termes.tarif.clone(), |table| table.libelle.clone()),
        ),
    ];
    if !termes.reference.is_empty() {
        facts.push(Definition::new("Référence", termes.reference.clone()));
    }
    for partie in &termes.parties {
        let signs =
            if partie.signataire.is_empty() { String::new() } else { format!(", {}", partie.signataire) };
        facts.push(Definition::new(partie.qualite.label(), format!("{}{signs}", partie.nom)));
    }
    let suivi = one.suivi();
    let file = match (suivi.complet_le, suivi.manque.len()) {
        (Some(le), _) => format!("reconnu complet le {}", date(le)),
        (None, 0) => "pas encore reconnu complet".into(),
        (None, count) => format!("incomplet\u{a0}: {count} à fournir"),
    };
    facts.push(Definition::new("Dossier de signature", file));
    facts
}

/// The years of a contract: size class and amounts.
pub fn annees(url: &str, termes: &Termes, droits: Droits) -> Table {
    let columns = vec![
        Column::text("Année de contrat"),
        Column::text("Classe"),
        Column::number("Part fixe"),
        Column::number("Part variable"),
        Column::number("Année ordinaire"),
        Column::text("Indicateurs"),
    ];
    let mut table = Table::new("Les années du contrat", columns);
    let line = |year: &Annee| {
        let annee = termes.annee(year.numero)?;
        let variable: Montant = annee
            .montants
            .iter()
            .filter(|(poste, _)| matches!(poste, Poste::Variable(_)))
            .map(|(_, amount)| *amount)
            .sum();
        let head = Cell::from(format!("Année {}", year.numero)).note(periode(termes, year));
        let link = Cell::from("Voir").link(format!("{url}/annees/{}", year.numero));
        let cells = vec![
            Cell::from(annee.taille.code()),
            Cell::from(annee.prudent().texte()),
            Cell::from(variable.texte()),
            Cell::from(annee.ordinaire().texte()),
            if droits.edit || droits.dialogues { link } else { Cell::default() },
        ];
        Some(Row::new(head, cells))
    };
    table.rows = termes.calendrier().iter().filter_map(line).collect();
    table
}

fn doors(url: &str, signed: bool, droits: Droits) -> Vec<Link> {
    let mut doors = vec![Link::new("Missions et délais", format!("{url}/missions"))];
    if signed && droits.argent {
        doors.push(Link::new("Argent du contrat", format!("{url}/argent")));
    }
    if droits.preuves {
        doors.push(Link::new("Preuves", format!("{url}/preuves")));
    }
    if signed && droits.dialogues {
        doors.push(Link::new("Dialogues de gestion", format!("{url}/dialogues")));
    }
    doors
}

fn draft(url: &str, one: &ContratLu, droits: Droits) -> Vec<Part> {
    let Some(termes) = &one.contrat.fiche.brouillon else { return Vec::new() };
    let signed = one.signes().is_some();
    let (title, text) = if signed {
        ("Avenant en préparation", "Le contrat signé reste applicable jusqu'à la signature de l'avenant.")
    } else {
        ("Contrat en préparation", "Relisez les termes et les montants, puis enregistrez la signature.")
    };
    let mut parts = vec![Part::Heading(title.into()), Part::Text(vec![text.into()])];
    let mut links = vec![Link::new("Corriger les termes", format!("{url}/termes"))];
    let year =
        |numero: u8| Link::new(format!("Montants de l'année {numero}"), format!("{url}/montants/{numero}"));
    links.extend(termes.annees.iter().map(|annee| year(annee.numero)));
    if droits.edit {
        parts.push(Part::Buttons(links));
    }
    if droits.sign {
        let label = if signed { "Signer l'avenant" } else { "Enregistrer la signature" };
        parts.push(Part::Buttons(vec![Link::new(label, format!("{url}/signer"))]));
    }
    let version = |form: Form| versioned(form, one);
    if droits.edit && signed {
        let form = Form::new(format!("{url}/avenant/abandonner"), "Abandonner cet avenant", Vec::new());
        parts.push(Part::Form(version(form.danger())));
    } else if droits.edit {
        let form = Form::new(format!("{url}/supprimer"), "Retirer ce contrat", Vec::new());
        parts.push(Part::Form(version(form.danger())));
    }
    parts
}

/// A form that changes the contract as it stood when the page was shown.
pub fn versioned(mut form: Form, one: &ContratLu) -> Form {
    form.items.push(crate::views::sheet::Item::Hidden("version", one.contrat.version.to_string()));
    form
}

/// Publishing the indicators for other CPTS, or withdrawing them.
fn published(url: &str, one: &ContratLu) -> Vec<Part> {
    let (text, label, wanted) = match one.contrat.fiche.publie_le {
        None => (
            "Les autres CPTS peuvent lire et copier vos indicateurs si vous les publiez. Ni valeur, ni commentaire, ni nom de personne.".to_owned(),
            "Publier les indicateurs",
            "oui",
        ),
        Some(since) => (format!("Publiés depuis le {}.", date(since)), "Ne plus publier les indicateurs", "non"),
    };
    let items = vec![crate::views::sheet::Item::Hidden("publier", wanted.to_owned())];
    vec![
        Part::Heading("Partager les indicateurs".into()),
        Part::Text(vec![text]),
        Part::Form(versioned(Form::new(format!("{url}/publier"), label, items), one)),
    ]
}

/// One contract: where it stands, what presses, its years, its versions.
pub fn un(
    title: Page,
    url: &str,
    (one, pressing): (&ContratLu, &[(Alerte, Horloge)]),
    (today, droits): (Date, Droits),
) -> SheetView {
    let Some(termes) = one.termes() else { return SheetView::new(title, Vec::new()) };
    let signed = one.signes().is_some();
    let mut parts = Vec::new();
    if signed {
        parts.push(alertes(pressing));
    }
    parts.push(Part::Definitions(facts(one, termes)));
    if let Some(year) = dans_l_annee(termes, today).filter(|_| signed) {
        let text = format!("Aujourd'hui\u{a0}: année {}, {}.", year.numero, periode(termes, &year));
        parts.push(Part::Text(vec![text]));
    }
    parts.push(Part::Buttons(doors(url, signed, droits)));
    parts.push(Part::Table("annees", annees(url, termes, droits)));
    let note = "Année ordinaire\u{a0}: sans crise reconnue par l'ARS. Les montants sont ceux du contrat, le maximum d'une année n'en est pas un.";
    parts.push(Part::Text(vec![note.into()]));
    parts.extend(draft(url, one, droits));
    if !one.versions.is_empty() {
        parts.push(Part::Heading("Versions signées".into()));
        parts.push(Part::Table("versions", versions::table(url, one)));
    }
    if signed && droits.sign {
        parts.extend(published(url, one));
    }
    if signed && droits.edit && one.contrat.fiche.brouillon.is_none() {
        let form = Form::new(format!("{url}/avenant"), "Préparer un avenant", Vec::new());
        parts.push(Part::Form(versioned(form, one)));
    }
    SheetView::new(title, parts)
}
