//! A request: typed by the secretary, filled in by the person, or a renewal in one tap.

use domain::communaute::adhesions::{Bareme, Verification};

use super::super::components::{Choice, Field, FieldKind, Notice, Opt, Tone};
use super::super::page::Page;
use super::super::sheet::{Form, Item, Part, SheetView};
use super::{boxes, categories};

fn professions() -> Vec<Opt> {
    let table = domain::professions::professions();
    let known = table.map(|table| {
        table.all.iter().map(|one| Opt::new(one.code.clone(), one.label.clone(), false)).collect()
    });
    let mut options: Vec<Opt> = known.unwrap_or_default();
    options.insert(0, Opt::new("", "Sans profession de santé, ou autre", true));
    options
}

fn identity() -> Vec<Item> {
    vec![
        Item::Field(Field::new("nom", "Nom").required()),
        Item::Field(Field::new("prenom", "Prénom").required()),
        Item::Select(Choice::new("profession", "Profession", professions())),
        Item::Field(
            Field::new("rpps", "Numéro RPPS")
                .kind(FieldKind::Number)
                .hint("Onze chiffres, sur la carte CPS. Laissez vide sans numéro."),
        ),
        Item::Field(
            Field::new("courriel", "Adresse e-mail")
                .kind(FieldKind::Email)
                .hint("Pour recevoir la réponse. N'écrivez aucune donnée de santé."),
        ),
    ]
}

fn category(bareme: &Bareme, annee: i16, chosen: Option<&str>) -> Option<Item> {
    let options = categories(bareme, annee, chosen);
    (!options.is_empty()).then(|| Item::Select(Choice::new("categorie", "Cotisation", options)))
}

/// The form of the secretary. `known` is a person of the community, by name.
pub fn typed(
    page: Page,
    base: &str,
    (bareme, annee): (&Bareme, i16),
    known: Option<(&str, &str)>,
) -> SheetView {
    let mut items =
        vec![Item::Field(Field::new("annee", "Année").kind(FieldKind::Number).value(annee.to_string()))];
    match known {
        Some((id, _)) => items.push(Item::Hidden("personne", id.to_owned())),
        None => items.extend(identity()),
    }
    items.extend(category(bareme, annee, None));
    items.push(boxes(&[]));
    let lead = match known {
        Some((_, nom)) => format!("Notez la demande de {nom}."),
        None => "Notez une demande reçue sur papier ou de vive voix.".to_owned(),
    };
    let form =
        Form::new(format!("{base}/nouvelle"), "Enregistrer la demande", items).cancel("Ne rien noter", base);
    let later = "Cochez ce que la personne a accepté. Le reste se note plus tard.";
    SheetView::new(page, vec![Part::Lead(lead), Part::Text(vec![later.into()]), Part::Form(form)])
}

/// The public page: who asks says who they are.
pub fn public(page: Page, action: &str, (cpts, bareme, annee): (&str, &Bareme, i16)) -> SheetView {
    let mut items = identity();
    items.extend(category(bareme, annee, None));
    items.push(boxes(&[]));
    let parts = vec![
        Part::Lead(format!("Demandez à rejoindre {cpts} pour l'année {annee}.")),
        Part::Text(vec!["Le bureau lit votre demande, puis vous répond par e-mail.".into()]),
        Part::Form(Form::new(action, "Envoyer ma demande", items)),
        Part::Text(vec!["Vos réponses servent à gérer votre adhésion. Vous pouvez les voir ou les corriger auprès de la CPTS.".into()]),
    ];
    SheetView::new(page, parts)
}

/// The renewal of a known person.
pub fn renewal(
    page: Page,
    action: &str,
    (nom, cpts): (&str, &str),
    (bareme, annee, member): (&Bareme, i16, bool),
) -> SheetView {
    let mut items: Vec<Item> = category(bareme, annee, None).into_iter().collect();
    items.push(boxes(&[]));
    items.push(Item::Hidden("annee", annee.to_string()));
    let (lead, button) = match member {
        true => (
            format!("{nom}, renouvelez votre adhésion à {cpts} pour {annee}."),
            format!("Renouveler pour {annee}"),
        ),
        false => {
            (format!("{nom}, demandez à adhérer à {cpts} pour {annee}."), "Envoyer ma demande".to_owned())
        }
    };
    SheetView::new(page, vec![Part::Lead(lead), Part::Form(Form::new(action, button, items))])
}

/// What somebody reads once it is done, or was done before.
pub fn done(page: Page, text: &str) -> SheetView {
    SheetView::new(page, vec![Part::Notice(Notice::new(Tone::Success, text))])
}

/// What was ticked.
pub fn ticked<'a>(values: impl Iterator<Item = &'a str>) -> Vec<Verification> {
    values.filter_map(Verification::from_key).collect()
}

/// Ticks the boxes of a form again.
#[must_use]
pub fn keep_ticked(mut view: SheetView, done: &[Verification]) -> SheetView {
    for part in &mut view.parts {
        let Part::Form(form) = part else { continue };
        for item in &mut form.items {
            if let Item::Boxes(choice) = item {
                let known =
                    |value: &str| Verification::from_key(value).is_some_and(|one| done.contains(&one));
                choice.options.iter_mut().for_each(|one| one.selected = known(&one.value));
            }
        }
    }
    view
}
