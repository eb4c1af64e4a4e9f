//! The vault of a contract: its list, one piece of evidence, what arrived by itself, the form of a new one.

use app::preuves::{Arrivee, PreuveLue};
use domain::aci::indicateur::Indicateur;
use domain::aci::preuve::{EtatPreuve, OriginePreuve, Preuve, TypePreuve};
use domain::ids::IndicateurId;
use domain::nombres::{compte, date, entier};

use crate::views::components::{
    Cell, Choice, Column, Definition, Download, EmptyState, Field, FieldKind, Link, Notice, Opt, Row, Table,
    Tag, Tone,
};
use crate::views::page::Page;
use crate::views::sheet::{Acte, Form, Item, Part, SheetView};
use crate::wording::contrats::mission;
use crate::wording::preuves as mots;

/// What a list is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filtre {
    /// A kind.
    pub kind: Option<TypePreuve>,
    /// Where it stands.
    pub etat: Option<EtatPreuve>,
    /// An indicator that it shows.
    pub indicateur: Option<IndicateurId>,
    /// Only what shows no indicator.
    pub sans: bool,
}

impl Filtre {
    fn keeps(&self, one: &Preuve, etat: EtatPreuve) -> bool {
        self.kind.is_none_or(|kind| kind == one.kind)
            && self.etat.is_none_or(|wanted| wanted == etat)
            && self.indicateur.is_none_or(|id| one.shows(id))
            && (!self.sans || one.fiche.indicateurs.is_empty())
    }
}

/// What the list shows.
#[derive(Clone, Debug)]
pub struct Coffre<'a> {
    /// Evidence, by day, with where it stands.
    pub preuves: &'a [(Preuve, EtatPreuve)],
    /// Indicators of the contract.
    pub indicateurs: &'a [Indicateur],
    /// What the house sealed and that is not there yet; `None` for who may not put it there.
    pub arrivees: Option<&'a [Arrivee]>,
    /// What the list is narrowed to.
    pub filtre: &'a Filtre,
}

fn tag(etat: EtatPreuve) -> Option<Tag> {
    match etat {
        EtatPreuve::Intacte => None,
        EtatPreuve::Alteree => Some(Tag::new(Tone::Attention, etat.label())),
        EtatPreuve::Retiree => Some(Tag::new(Tone::Plain, etat.label())),
    }
}

/// `Année 1, Accès : Annuaire publié`.
fn intitule(one: &Indicateur) -> String {
    format!("Année {}, {}\u{a0}: {}", one.annee, mission(&one.mission), one.intitule)
}

fn shown(one: &Preuve) -> String {
    match one.fiche.indicateurs.len() {
        0 => "aucun indicateur".into(),
        count => compte(count, "indicateur", "indicateurs"),
    }
}

fn table(url: &str, coffre: &Coffre<'_>) -> Table {
    let columns = ["Preuve", "Type", "Date", "Indicateurs"].map(Column::text);
    let mut table = Table::new("Les preuves du contrat", columns.to_vec());
    let kept = coffre.preuves.iter().filter(|(one, etat)| coffre.filtre.keeps(one, *etat));
    table.rows = kept
        .map(|(one, etat)| {
            let mut head = Cell::from(one.titre.clone()).link(format!("{url}/{}", one.id));
            head.tag = tag(*etat);
            Row::new(head, vec![one.kind.label().into(), date(one.le).into(), shown(one).into()])
        })
        .collect();
    table
}

fn filters(url: &str, coffre: &Coffre<'_>) -> Form {
    let wanted = coffre.filtre;
    let mut kinds = vec![Opt::new("", "Tous les types", wanted.kind.is_none())];
    kinds.extend(
        TypePreuve::ALL.iter().map(|one| Opt::new(one.key(), one.label(), wanted.kind == Some(*one))),
    );
    let mut states = vec![Opt::new("", "Tous les états", wanted.etat.is_none())];
    states.extend(
        EtatPreuve::ALL.iter().map(|one| Opt::new(one.key(), one.label(), wanted.etat == Some(*one))),
    );
    let mut lines = vec![
        Opt::new("", "Tous les indicateurs", wanted.indicateur.is_none() && !wanted.sans),
        Opt::new("aucun", "Preuves sans indicateur", wanted.sans),
    ];
    let live = coffre.indicateurs.iter().filter(|one| one.removed_at.is_none());
    lines.extend(
        live.map(|one| Opt::new(one.id.to_string(), intitule(one), wanted.indicateur == Some(one.id))),
    );
    let items = vec![
        Item::Select(Choice::new("type", "Type", kinds)),
        Item::Select(Choice::new("etat", "État", states)),
        Item::Select(Choice::new("indicateur", "Indicateur", lines)),
    ];
    Form::new(url, "Filtrer les preuves", items).asking().wide()
}

fn arrived(url: &str, all: &[Arrivee]) -> Vec<Part> {
    let text = "Les comptes rendus scellés, les feuilles de présence fermées et les dossiers déposés arrivent ici d'eux-mêmes. Rattachez à un indicateur ceux qui le prouvent.";
    let mut parts = vec![Part::Heading("Arrivés d'eux-mêmes".into()), Part::Text(vec![text.into()])];
    if all.is_empty() {
        parts.push(Part::Text(vec!["Rien de nouveau à rattacher.".into()]));
        return parts;
    }
    let acte = |one: &Arrivee| {
        let print = one.origine.sceau().unwrap_or_default();
        let mut acte = Acte::new(
            one.titre.clone(),
            vec![format!("{}, {}.", one.origine.label(), date(one.le)), format!("Empreinte\u{a0}: {print}")],
        );
        let label = format!("Rattacher «\u{a0}{}\u{a0}»", one.titre);
        acte.liens = vec![Link::new(label, format!("{url}/arrivees?cle={}", one.cle()))];
        acte
    };
    parts.push(Part::Actes(all.iter().map(acte).collect()));
    parts
}

/// The vault.
pub fn liste(title: Page, url: &str, coffre: &Coffre<'_>) -> SheetView {
    let lead =
        "Chaque résultat se prouve par un document daté. Sans document, un indicateur atteint ne compte pas.";
    let mut parts = vec![Part::Lead(lead.into())];
    let altered = coffre.preuves.iter().filter(|(_, etat)| *etat == EtatPreuve::Alteree).count();
    if altered > 0 {
        let said = compte(altered, "document a changé", "documents ont changé");
        let text = format!("{said} depuis l'entrée au coffre. Ils ne comptent pour aucun indicateur.");
        parts.push(Part::Notice(Notice::new(Tone::Attention, text)));
    }
    if coffre.arrivees.is_some() {
        parts.push(Part::Buttons(vec![Link::new("Ajouter une preuve", format!("{url}/nouvelle"))]));
    }
    if coffre.preuves.is_empty() {
        parts.push(Part::Empty(EmptyState {
            title: "Le coffre est vide.",
            text: "Ajoutez une feuille de présence, un compte rendu, une convention signée.".into(),
            link: None,
        }));
    } else {
        parts.push(Part::Form(filters(url, coffre)));
        let table = table(url, coffre);
        if table.rows.is_empty() {
            parts.push(Part::Text(vec!["Aucune preuve ne répond à ce filtre.".into()]));
        } else {
            parts.push(Part::Table("preuves", table));
        }
    }
    parts.extend(coffre.arrivees.iter().flat_map(|all| arrived(url, all)));
    SheetView::new(title, parts)
}

/// Boxes of the indicators of a contract.
fn boxes(indicateurs: &[Indicateur], ticked: &[IndicateurId]) -> Item {
    let live = indicateurs.iter().filter(|one| one.removed_at.is_none());
    let one = |one: &Indicateur| Opt::new(one.id.to_string(), intitule(one), ticked.contains(&one.id));
    Item::Boxes(Choice::new("indicateurs", "Ce que le document prouve", live.map(one).collect()))
}

/// The form of a new piece of evidence.
pub fn nouvelle(
    title: Page,
    url: &str,
    indicateurs: &[Indicateur],
    (kind, ticked): (&str, &[IndicateurId]),
) -> SheetView {
    let mut kinds = vec![Opt::new("", "Choisir un type", kind.is_empty())];
    kinds.extend(TypePreuve::ALL.iter().map(|one| Opt::new(one.key(), one.label(), one.key() == kind)));
    let items = vec![
        Item::Field(
            Field::new("fichier", "Document")
                .kind(FieldKind::File { accept: ".pdf,.docx,.xlsx,.odt,.ods,.csv,.png,.jpg" })
                .hint("PDF, texte, tableur ou image. Retirez les noms de patients avant de l'ajouter.")
                .required(),
        ),
        Item::Select(Choice::new("kind", "Type", kinds)),
        Item::Field(Field::new("titre", "Titre").hint("Laissez vide pour reprendre le nom du fichier.")),
        Item::Field(
            Field::new("le", "Date de ce que le document montre")
                .hint("Le jour de la réunion, de la signature, du comptage. Par exemple 15/10/2026.")
                .required(),
        ),
        boxes(indicateurs, ticked),
    ];
    let form = Form::new(format!("{url}/nouvelle"), "Ajouter la preuve", items);
    let lead = "Le document est gardé tel quel, avec son empreinte. Un même document peut prouver plusieurs indicateurs.";
    SheetView::new(title, vec![Part::Lead(lead.into()), Part::Form(form.cancel("Revenir au coffre", url))])
}

/// The form that takes something that arrived by itself.
pub fn arrivee(title: Page, url: &str, one: &Arrivee, indicateurs: &[Indicateur]) -> SheetView {
    let facts = vec![
        Definition::new("Origine", one.origine.label()),
        Definition::new("Date", date(one.le)),
        Definition::new("Empreinte du scellé", one.origine.sceau().unwrap_or_default()),
    ];
    let items = vec![Item::Hidden("cle", one.cle()), boxes(indicateurs, &[])];
    let form = Form::new(format!("{url}/arrivees"), "Mettre au coffre", items);
    let lead = "Le document scellé entre au coffre tel qu'il est. Cochez ce qu'il prouve.";
    let form = form.cancel("Revenir au coffre", url);
    SheetView::new(title, vec![Part::Lead(lead.into()), Part::Definitions(facts), Part::Form(form)])
}

fn facts(lue: &PreuveLue) -> Vec<Definition> {
    let one = &lue.preuve;
    let day = |at: jiff::Timestamp| date(at.to_zoned(app::paris()).date());
    let mut facts = vec![
        Definition::new("Type", one.kind.label()),
        Definition::new("Date de ce qu'il montre", date(one.le)),
        Definition::new("Origine", one.fiche.origine.label()),
        Definition::new("Entrée au coffre", day(one.created_at)),
        Definition::new(
            "Taille",
            format!("{} octets", entier(i64::try_from(one.fiche.octets).unwrap_or(i64::MAX))),
        ),
        Definition::new("Empreinte SHA-256", one.sha256.clone()),
    ];
    if !lue.auteur.is_empty() {
        facts.insert(4, Definition::new("Ajoutée par", lue.auteur.clone()));
    }
    if let Some(seal) = one.fiche.origine.sceau() {
        facts.push(Definition::new("Empreinte du scellé d'origine", seal));
    }
    if let Some(gone) = &one.fiche.retrait {
        facts.push(Definition::new("Retirée le", day(gone.at)));
        facts.push(Definition::new("Motif du retrait", gone.motif.clone()));
        if !lue.retire_par.is_empty() {
            facts.push(Definition::new("Retirée par", lue.retire_par.clone()));
        }
    }
    facts
}

/// Where the meeting or the dossier is, under the address of the CPTS.
fn source(origine: &OriginePreuve, cpts: &str) -> Option<Link> {
    let (label, path) = match origine {
        OriginePreuve::Fichier => return None,
        OriginePreuve::CompteRendu { reunion, .. } | OriginePreuve::Feuille { reunion, .. } => {
            ("Ouvrir la réunion", format!("reunions/{reunion}"))
        }
        OriginePreuve::Depot { dossier, .. } => ("Ouvrir le dossier", format!("dossiers/{dossier}")),
    };
    Some(Link::new(label, format!("{cpts}/{path}")))
}

/// One piece of evidence. `cpts`: address of the CPTS.
pub fn une(
    title: Page,
    (url, cpts): (&str, &str),
    (lue, indicateurs): (&PreuveLue, &[Indicateur]),
    edits: bool,
) -> SheetView {
    let (one, etat) = (&lue.preuve, lue.etat);
    let tone = match etat {
        EtatPreuve::Intacte => Tone::Good,
        EtatPreuve::Alteree => Tone::Attention,
        EtatPreuve::Retiree => Tone::Plain,
    };
    let mut parts = vec![Part::Notice(Notice::new(tone, mots::etat(etat))), Part::Definitions(facts(lue))];
    if etat != EtatPreuve::Alteree {
        parts.push(Part::Downloads(vec![Download {
            label: one.fiche.fichier.clone(),
            url: format!("{url}/{}/document", one.id),
            format: "Document",
            hint: "Tel qu'il est entré au coffre",
        }]));
    }
    parts.extend(source(&one.fiche.origine, cpts).map(|link| Part::Buttons(vec![link])));
    parts.push(Part::Heading("Ce qu'il prouve".into()));
    let shown: Vec<String> =
        indicateurs.iter().filter(|indicateur| one.shows(indicateur.id)).map(intitule).collect();
    if shown.is_empty() {
        parts.push(Part::Text(vec!["Il n'est rattaché à aucun indicateur.".into()]));
    } else {
        parts.push(Part::List(shown));
    }
    if edits && one.fiche.retrait.is_none() {
        let here = format!("{url}/{}", one.id);
        let version = || Item::Hidden("version", one.version.to_string());
        let items = vec![version(), boxes(indicateurs, &one.fiche.indicateurs)];
        parts.push(Part::Form(Form::new(
            format!("{here}/indicateurs"),
            "Enregistrer les indicateurs",
            items,
        )));
        parts.push(Part::Heading("Retirer cette preuve".into()));
        let motif = Field::new("motif", "Motif du retrait")
            .hint("La ligne reste au coffre avec ce motif. Le document ne compte plus.")
            .required();
        let items = vec![version(), Item::Field(motif)];
        parts.push(Part::Form(Form::new(format!("{here}/retirer"), "Retirer la preuve", items).danger()));
    }
    SheetView::new(title, parts)
}
