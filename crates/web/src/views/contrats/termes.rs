//! The form of the terms, that of the amounts of a year.

use domain::aci::contrat::{ContratLu, QualitePartie, Termes, TermesTapes};
use domain::aci::missions::Missions;
use domain::aci::poste::Poste;
use domain::aci::regles::{BaseJours, Demarrage, DernierJour, Regles, VariablePremiere};
use domain::aci::taille::Taille;
use domain::aci::tarif::{Tarif, tarif};
use domain::nombres::date;

use super::versioned;
use crate::views::components::{Choice, Field, FieldKind, Notice, Opt, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

/// Names of the fields of the size classes, by year.
const SIZES: [&str; 10] = [
    "taille_1",
    "taille_2",
    "taille_3",
    "taille_4",
    "taille_5",
    "taille_6",
    "taille_7",
    "taille_8",
    "taille_9",
    "taille_10",
];

/// The dated tables that the form reads.
#[derive(Clone, Copy, Debug)]
pub struct Tables {
    /// Missions of the agreement.
    pub missions: &'static Missions,
    /// Rules of the contract.
    pub regles: &'static Regles,
    /// Versions of the agreement.
    pub tarifs: &'static [Tarif],
}

/// Terms as a form shows them.
pub fn tapes(termes: &Termes) -> TermesTapes {
    let mut champs = std::collections::BTreeMap::new();
    let mut put = |name: String, value: String| {
        champs.insert(name, value);
    };
    put("signature".into(), date(termes.signature));
    put("tarif".into(), termes.tarif.clone());
    put("reference".into(), termes.reference.clone());
    for partie in &termes.parties {
        put(format!("partie_{}", partie.qualite.key()), partie.nom.clone());
        put(format!("signataire_{}", partie.qualite.key()), partie.signataire.clone());
    }
    let taken = termes.parametres;
    put("base_jours".into(), taken.base_jours.key().into());
    put("dernier_jour".into(), taken.dernier_jour.key().into());
    put("demarrage".into(), taken.demarrage.key().into());
    put("variable_premiere_annee".into(), taken.variable_premiere.key().into());
    for annee in &termes.annees {
        put(format!("taille_{}", annee.numero), annee.taille.code().into());
    }
    for one in &termes.missions {
        put(format!("debut_{}", one.mission), date(one.debut_prevu));
        put(format!("deploiement_{}", one.mission), one.deploiement_prevu.map(date).unwrap_or_default());
    }
    let missions = termes.missions.iter().map(|one| one.mission.clone()).collect();
    TermesTapes { champs, missions }
}

/// What a new contract shows: the choices of the house, the four missions that everybody has.
pub fn neuf(tables: Tables, (cpts, taille): (&str, Option<Taille>)) -> TermesTapes {
    let mut tapes = TermesTapes::default();
    for one in &tables.regles.choix {
        tapes.champs.insert(one.code.clone(), one.valeur.clone());
    }
    tapes.champs.insert("partie_cpts".into(), cpts.to_owned());
    if let Some(last) = tables.tarifs.last() {
        tapes.champs.insert("tarif".into(), last.code.clone());
    }
    if let Some(taille) = taille {
        for numero in 1..=tables.regles.annees() {
            tapes.champs.insert(format!("taille_{numero}"), taille.code().to_owned());
        }
    }
    tapes.missions = tables
        .missions
        .missions
        .iter()
        .filter(|one| one.socle.is_some())
        .map(|one| one.cle.clone())
        .collect();
    tapes
}

fn choice(
    tapes: &TermesTapes,
    (name, label): (&'static str, &str),
    options: impl Iterator<Item = (String, String)>,
) -> Choice {
    let chosen = tapes.champ(name);
    let mut opts: Vec<Opt> =
        options.map(|(value, label)| Opt::new(value.clone(), label, value == chosen)).collect();
    if opts.iter().all(|one| !one.selected) {
        opts.insert(0, Opt::new("", "Choisissez", true));
    }
    Choice::new(name, label, opts)
}

fn text(tapes: &TermesTapes, name: &str, label: impl Into<String>) -> Item {
    Item::Typed(Field::new("champ", label).id(name).value(tapes.champ(name)), name.to_owned())
}

fn parties(tapes: &TermesTapes) -> Vec<Item> {
    let mut items = vec![Item::Titre("Les parties".into())];
    for one in QualitePartie::ALL {
        items.push(text(tapes, &format!("partie_{}", one.key()), format!("{}, nom", one.label())));
        let label = format!("{}, qui signe (facultatif)", one.label());
        items.push(text(tapes, &format!("signataire_{}", one.key()), label));
    }
    items
}

fn missions(tapes: &TermesTapes, tables: Tables) -> Vec<Item> {
    let own = || tables.missions.missions.iter().filter(|one| one.cle != "autre");
    let opt = |one: &domain::aci::missions::Mission| {
        let hint = if one.socle.is_some() { "Obligatoire" } else { "Facultative" };
        Opt::new(one.cle.clone(), one.titre.clone(), tapes.missions.contains(&one.cle)).hint(hint)
    };
    let boxes = Choice::new("missions", "Missions du contrat", own().map(opt).collect());
    let mut items = vec![Item::Titre("Les missions".into()), Item::Boxes(boxes)];
    for one in own() {
        let limit = tables
            .regles
            .delais(&one.cle)
            .map(|delais| format!("Limite de l'accord\u{a0}: {} mois après la signature.", delais.debut));
        let name = format!("debut_{}", one.cle);
        let mut field = Field::new("champ", format!("{}, début prévu", one.court))
            .id(name.clone())
            .value(tapes.champ(&name));
        field.hint = limit;
        items.push(Item::Typed(field, name));
        let label = format!("{}, plein déploiement prévu (facultatif)", one.court);
        items.push(text(tapes, &format!("deploiement_{}", one.cle), label));
    }
    items
}

fn settled(tapes: &TermesTapes, tables: Tables) -> Vec<Item> {
    let words = |all: Vec<(&str, &str)>| {
        all.into_iter().map(|(key, label)| (key.to_owned(), label.to_owned())).collect::<Vec<_>>().into_iter()
    };
    let label = |code: &str| {
        let found = tables.regles.choix.iter().find(|one| one.code == code);
        found.map_or_else(|| code.to_owned(), |one| one.libelle.clone())
    };
    let one = |name: &'static str, all: Vec<(&str, &str)>| {
        Item::Select(choice(tapes, (name, &label(name)), words(all)))
    };
    vec![
        Item::Titre("Ce que les textes ne tranchent pas".into()),
        one("base_jours", BaseJours::ALL.iter().map(|one| (one.key(), one.label())).collect()),
        one("dernier_jour", DernierJour::ALL.iter().map(|one| (one.key(), one.label())).collect()),
        one("demarrage", Demarrage::ALL.iter().map(|one| (one.key(), one.label())).collect()),
        one(
            "variable_premiere_annee",
            VariablePremiere::ALL.iter().map(|one| (one.key(), one.label())).collect(),
        ),
    ]
}

/// The fields of the terms. `avenant` says that the signature does not move any more.
fn items(tapes: &TermesTapes, tables: Tables, avenant: bool) -> Vec<Item> {
    let tarifs = tables.tarifs.iter().map(|one| (one.code.clone(), one.libelle.clone()));
    let mut items = vec![Item::Titre("La signature".into())];
    if avenant {
        items.push(Item::Hidden("signature", tapes.champ("signature").to_owned()));
    } else {
        let field = Field::new("signature", "Date de signature")
            .value(tapes.champ("signature"))
            .hint("Toutes les échéances se comptent de ce jour. Par exemple 15/04/2026.")
            .required();
        items.push(Item::Field(field));
    }
    let reference = Field::new("reference", "Référence donnée par la CPAM");
    items.push(Item::Field(reference.value(tapes.champ("reference"))));
    items.push(Item::Select(choice(tapes, ("tarif", "Version de l'accord"), tarifs)));
    items.extend(parties(tapes));
    items.push(Item::Titre("La classe de taille de chaque année".into()));
    for (name, numero) in SIZES.into_iter().zip(1..=tables.regles.annees()) {
        let sizes = Taille::ALL.into_iter().map(|one| (one.code().to_owned(), one.code().to_owned()));
        items.push(Item::Select(choice(tapes, (name, &format!("Année {numero}")), sizes)));
    }
    items.extend(missions(tapes, tables));
    items.extend(settled(tapes, tables));
    items
}

const LEAD: &str = "Recopiez le contrat. Les montants viennent ensuite\u{a0}: ceux qu'une source donne sont proposés, les autres se saisissent.";

/// The page of a new contract.
pub fn nouveau(title: Page, base: &str, tables: Tables, (titre, tapes): (&str, &TermesTapes)) -> SheetView {
    let name = Field::new("titre", "Nom du contrat ici")
        .value(titre)
        .hint("Par exemple\u{a0}: Contrat ACI 2026-2031.");
    let mut fields = vec![Item::Field(name)];
    fields.extend(items(tapes, tables, false));
    let form =
        Form::new(format!("{base}/nouveau"), "Enregistrer le contrat", fields).wide().cancel("Annuler", base);
    SheetView::new(title, vec![Part::Lead(LEAD.into()), Part::Form(form)])
}

/// The page that corrects the terms that are being written.
pub fn corriger(
    title: Page,
    url: &str,
    one: &ContratLu,
    (tables, tapes): (Tables, &TermesTapes),
) -> SheetView {
    let avenant = one.signes().is_some();
    let form = Form::new(format!("{url}/termes"), "Enregistrer les termes", items(tapes, tables, avenant));
    let form = versioned(form.wide().cancel("Annuler", url), one);
    let text =
        "Changer la classe de taille ou la version de l'accord d'une année propose de nouveau ses montants.";
    SheetView::new(title, vec![Part::Notice(Notice::new(Tone::Info, text)), Part::Form(form)])
}

/// Where an amount that is proposed comes from.
fn origin(termes: &Termes, (numero, poste): (u8, &Poste)) -> String {
    let table = tarif(&termes.tarif).ok().flatten();
    let annee = termes.annee(numero);
    let first = termes
        .mission("crise")
        .and_then(|one| domain::aci::contrat::dans_l_annee(termes, one.debut_prevu))
        .is_none_or(|first| numero <= first.numero);
    let cell = table.zip(annee).and_then(|(table, annee)| table.propose(poste, annee.taille, first));
    match cell {
        Some(cell) => format!("Tarif\u{a0}: {}, {}.", cell.montant.texte(), cell.confidence.label()),
        None if *poste == Poste::EvenementCrise => {
            "Aucune source ne donne ce montant. Laissez vide s'il n'est pas dans votre contrat.".into()
        }
        None => "Aucune source ne donne ce montant\u{a0}: recopiez votre contrat.".into(),
    }
}

/// What was typed in a field, by its name; `None` when nothing was sent.
type Tape<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The page of the amounts of a year that is being written.
pub fn montants(
    title: Page,
    url: &str,
    (one, termes): (&ContratLu, &Termes),
    (numero, typed): (u8, Tape<'_>),
) -> SheetView {
    let annee = termes.annee(numero);
    let kept = |poste: &Poste| annee.and_then(|annee| annee.montant(poste)).map(|amount| amount.texte());
    let mut items = Vec::new();
    if numero == 1 {
        let start = termes.demarrage.map(|amount| amount.texte()).unwrap_or_default();
        let field = Field::new("demarrage", "Démarrage, versé à la signature")
            .kind(FieldKind::Number)
            .value(typed("demarrage").unwrap_or(start))
            .hint("Versé en entier une fois le dossier reconnu complet.");
        items.push(Item::Field(field));
    }
    for poste in termes.postes() {
        let key = poste.key();
        let field = Field::new("champ", poste.label())
            .id(key.replace('.', "-"))
            .kind(FieldKind::Number)
            .value(typed(&key).or_else(|| kept(&poste)).unwrap_or_default())
            .hint(origin(termes, (numero, &poste)));
        items.push(Item::Typed(field, key));
    }
    let onwards = Opt::new("oui", "Reporter sur les années suivantes de même classe", false);
    items.push(Item::Boxes(Choice::new("suite", "Années suivantes", vec![onwards])));
    let form = Form::new(format!("{url}/montants/{numero}"), "Enregistrer les montants", items);
    let form = versioned(form.wide().cancel("Annuler", url), one);
    let lead = "Montants d'une année entière, en euros. Un champ vide est un montant que le contrat ne dit pas\u{a0}: ce n'est pas zéro.";
    SheetView::new(title, vec![Part::Lead(lead.into()), Part::Form(form)])
}
