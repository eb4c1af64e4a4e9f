//! The form of a structure.

use domain::communaute::saisie::{Refus, SaisieContact, SaisieStructure};
use domain::communaute::{CanalKind, StructureKind};

use super::super::components::{Choice, Field, FieldKind, Notice, Opt};
use super::super::page::Page;
use super::super::personnes::{Erreurs, none};
use super::super::sheet::{Form, Item, Part, SheetView};

/// What a form shows.
#[derive(Clone, Debug, Default)]
pub struct Formulaire {
    /// What was typed.
    pub saisie: SaisieStructure,
    /// For a structure that is there: the version that was shown.
    pub version: Option<i64>,
    /// What is wrong.
    pub refus: Vec<Refus>,
    /// What is to be confirmed: key, sentence.
    pub doutes: Vec<(String, String)>,
    /// What is said above the form.
    pub notices: Vec<Notice>,
    /// People to choose from: identifier, name.
    pub people: Vec<(String, String)>,
}

/// The page: the form posts to `action`, the way out is `back`.
pub fn page(page: Page, form: &Formulaire, (action, back): (&str, &str)) -> SheetView {
    let erreurs = Erreurs(&form.refus);
    let mut items = vec![Item::Titre("Identité".into())];
    items.extend(identity(&form.saisie, &erreurs));
    items.push(Item::Titre("Adresse".into()));
    items.extend(address(&form.saisie, &erreurs));
    for (rang, canal) in form.saisie.canaux.iter().enumerate() {
        items.push(Item::Titre(format!("Coordonnée {}", rang + 1)));
        items.extend(erreurs.canal(rang, canal));
    }
    for (rang, contact) in form.saisie.contacts.iter().enumerate() {
        items.push(Item::Titre(format!("Contact {}", rang + 1)));
        items.extend(contact_items(&erreurs, (rang, contact), &form.people));
    }
    items.push(Item::Titre("Suivi".into()));
    items.extend(origin(form, &erreurs));
    let button = if form.version.is_some() { "Enregistrer la structure" } else { "Ajouter la structure" };
    let mut parts: Vec<Part> = form.notices.iter().cloned().map(Part::Notice).collect();
    if form.version.is_none() {
        parts.extend(register(form, action));
    }
    parts.push(Part::Text(vec![
        "Le nom et le type sont nécessaires. Videz les champs d'une coordonnée ou d'un contact pour les retirer.".into(),
    ]));
    parts.push(Part::Form(Form::new(action, button, items).wide().cancel("Revenir sans enregistrer", back)));
    SheetView::new(page, parts)
}

/// Fills the form from the official register.
fn register(form: &Formulaire, action: &str) -> Vec<Part> {
    let number = Field::new("registre", "Numéro FINESS à rechercher")
        .value(&form.saisie.finess)
        .hint("9 caractères. Le nom et l'adresse du registre rempliront le formulaire.");
    vec![
        Part::Heading("Depuis le registre FINESS".into()),
        Part::Form(Form::new(action, "Remplir le formulaire", vec![Item::Field(number)]).asking()),
        Part::Heading("Fiche de la structure".into()),
    ]
}

fn identity(saisie: &SaisieStructure, erreurs: &Erreurs<'_>) -> Vec<Item> {
    let mut kinds = vec![none("Choisissez un type", !saisie.kind.is_empty())];
    kinds.extend(
        StructureKind::ALL.iter().map(|one| Opt::new(one.key(), one.label(), one.key() == saisie.kind)),
    );
    let mut kind = Choice::new("kind", "Type de structure", kinds);
    kind.error = erreurs.of("kind", 0);
    vec![
        Item::Field(erreurs.field("nom", "Nom", &saisie.nom).required()),
        Item::Select(kind),
        Item::Field(
            erreurs
                .field("finess", "Numéro FINESS", &saisie.finess)
                .hint("9 caractères, du site et non de l'organisme."),
        ),
        Item::Field(
            erreurs.field("siret", "SIRET", &saisie.siret).kind(FieldKind::Number).hint("14 chiffres."),
        ),
    ]
}

fn address(saisie: &SaisieStructure, erreurs: &Erreurs<'_>) -> Vec<Item> {
    vec![
        Item::Field(erreurs.field("adresse", "Adresse", &saisie.adresse)),
        Item::Field(erreurs.field("code_postal", "Code postal", &saisie.code_postal).kind(FieldKind::Number)),
        Item::Field(erreurs.field("commune", "Commune", &saisie.commune)),
    ]
}

fn contact_items(
    erreurs: &Erreurs<'_>,
    (rang, contact): (usize, &SaisieContact),
    people: &[(String, String)],
) -> Vec<Item> {
    let label = |what: &str| format!("Contact {}\u{a0}: {what}", rang + 1);
    let mut known = vec![none("Personne sans fiche", contact.personne.is_some())];
    let chosen = contact.personne.map(|id| id.to_string());
    known.extend(people.iter().map(|(id, nom)| Opt::new(id, nom, Some(id) == chosen.as_ref())));
    let canal = |kind| contact.canaux.iter().find(|(_, one)| one.kind == kind);
    let value = |kind| canal(kind).map(|(_, one)| one.valeur.as_str()).unwrap_or_default();
    // What is wrong with a channel is found by the rank that it has among all of them.
    let wrong = |kind| canal(kind).and_then(|(rank, _)| erreurs.of("canal_valeur", *rank));
    vec![
        Item::Select(erreurs.choice(("contact_personne", rang), label("fiche"), known)),
        Item::Field(erreurs.ranked(("contact_nom", rang), label("nom"), &contact.nom)),
        Item::Field(erreurs.ranked(("contact_fonction", rang), label("fonction"), &contact.fonction)),
        Item::Field(
            erreurs
                .ranked(("contact_courriel", rang), label("e-mail"), value(CanalKind::Courriel))
                .error(wrong(CanalKind::Courriel)),
        ),
        Item::Field(
            erreurs
                .ranked(("contact_telephone", rang), label("téléphone"), value(CanalKind::Telephone))
                .error(wrong(CanalKind::Telephone)),
        ),
    ]
}

fn origin(form: &Formulaire, erreurs: &Erreurs<'_>) -> Vec<Item> {
    let saisie = &form.saisie;
    let mut items = vec![
        Item::Field(erreurs.field("source", "Source de la fiche", &saisie.source)),
        Item::Field(
            erreurs.field("remarque", "Remarque", &saisie.remarque).kind(FieldKind::Area { rows: 4 }),
        ),
    ];
    if let Some(version) = form.version {
        items.push(Item::Hidden("version", version.to_string()));
    }
    if !form.doutes.is_empty() {
        let options = form.doutes.iter().map(|(key, label)| Opt::new(key, label, false)).collect();
        items.push(Item::Boxes(Choice::new("confirme", "À confirmer avant d'enregistrer", options)));
    }
    items
}
