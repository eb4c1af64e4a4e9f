//! Pages about memberships and dues.

pub mod demande;
pub mod liste;
pub mod une;

use domain::communaute::adhesions::{Adhesion, AdhesionState, Bareme, Montant, montant};
use domain::nombres::compte;
use jiff::civil::Date;

use super::components::{Choice, Definition, Field, FieldKind, Link, Notice, Opt, Tone};
use super::page::Page;
use super::sheet::{Form, Item, Part, SheetView};

/// The state of a membership, as a word and its colour.
pub fn state(one: &Adhesion) -> (Tone, &'static str) {
    match (one.state, &one.fiche.sortie) {
        (_, Some(_)) => (Tone::Plain, "sorti"),
        (AdhesionState::Demandee, _) => (Tone::Attention, "à décider"),
        (AdhesionState::Acceptee, _) => (Tone::Success, "acceptée"),
        (AdhesionState::Refusee, _) => (Tone::Plain, "refusée"),
    }
}

/// Where the dues stand, in words.
pub fn dues(one: &Adhesion) -> String {
    match (one.left_cents(), one.fiche.du_cents) {
        (None, _) => "montant à fixer".to_owned(),
        (Some(_), Some(0)) => "gratuite".to_owned(),
        (Some(0), _) => "réglée".to_owned(),
        (Some(left), _) => format!("reste {}", montant(left)),
    }
}

/// Categories to choose from, with what they cost in a year.
pub(crate) fn categories(bareme: &Bareme, annee: i16, chosen: Option<&str>) -> Vec<Opt> {
    let label = |one: &domain::communaute::adhesions::Categorie| match bareme.due(Some(&one.cle), annee) {
        Some(0) => format!("{}\u{a0}: gratuit", one.nom),
        Some(cents) => format!("{}\u{a0}: {}", one.nom, montant(cents)),
        None => format!("{}\u{a0}: montant à fixer", one.nom),
    };
    let first = bareme.categories.first().map(|one| one.cle.as_str());
    let chosen = chosen.or(first);
    bareme
        .categories
        .iter()
        .map(|one| Opt::new(one.cle.clone(), label(one), chosen == Some(&one.cle)))
        .collect()
}

/// The scale of dues: one line a category, for one year.
pub fn bareme(page: Page, base: &str, (scale, annee, may): (&Bareme, i16, bool)) -> SheetView {
    let mut parts = vec![
        Part::Lead(format!(
            "Les cotisations de l'année {annee}. La CPTS les décide\u{202f}; zéro est possible."
        )),
        Part::Buttons(vec![
            Link::new(format!("Voir {}", annee + 1), format!("{base}/bareme?annee={}", annee + 1)),
            Link::new(format!("Voir {}", annee - 1), format!("{base}/bareme?annee={}", annee - 1)),
        ]),
    ];
    if !may {
        let list = scale.categories.iter().map(|one| {
            let text = scale.due(Some(&one.cle), annee).map_or("montant à fixer".to_owned(), montant);
            Definition::new(one.nom.clone(), text)
        });
        parts.push(Part::Definitions(list.collect()));
        parts.push(Part::Notice(Notice::new(Tone::Info, "Le bureau décide des montants.")));
        return SheetView::new(page, parts);
    }
    let mut items = vec![
        Item::Hidden("annee", annee.to_string()),
        Item::Field(
            Field::new("decide", "Décidées le")
                .hint("Jour de la décision, par exemple 12/03/2025. Vide\u{a0}: aujourd'hui."),
        ),
    ];
    for rank in 0..scale.categories.len() + 2 {
        items.extend(category(scale, annee, rank));
    }
    let form = Form::new(format!("{base}/bareme"), "Enregistrer les montants", items)
        .cancel("Ne rien changer", base);
    parts.push(Part::Form(form));
    SheetView::new(page, parts)
}

fn category(scale: &Bareme, annee: i16, rank: usize) -> Vec<Item> {
    let one = scale.categories.get(rank).cloned().unwrap_or_default();
    let amount = one.montants.get(&annee).map(|one: &Montant| montant(one.cents)).unwrap_or_default();
    let typed = |label: &str, (name, value): (&'static str, String), id: String| {
        Item::Typed(
            Field::new(name, format!("Catégorie {}\u{a0}: {label}", rank + 1)).id(id.clone()).value(value),
            id,
        )
    };
    vec![
        typed("nom", ("nom", one.nom), if rank == 0 { "nom".into() } else { format!("nom-{rank}") }),
        Item::Kept(format!("cle-{rank}"), one.cle),
        typed("montant en euros", ("montant", amount), format!("montant-{rank}")),
    ]
}

/// Who is up to date, and the call to the others.
pub fn renewal(
    page: Page,
    base: &str,
    (annee, members, settled, without): (i16, usize, usize, usize),
    may: bool,
) -> SheetView {
    let mut parts = vec![
        Part::Lead(format!("L'adhésion vaut une année civile. Voici où en est {annee}.")),
        Part::Buttons(vec![
            Link::new(format!("Voir {}", annee + 1), format!("{base}/renouvellement?annee={}", annee + 1)),
            Link::new(format!("Voir {}", annee - 1), format!("{base}/renouvellement?annee={}", annee - 1)),
        ]),
        Part::Definitions(vec![
            Definition::new("Membres aujourd'hui", members.to_string()),
            Definition::new(format!("À jour pour {annee}"), settled.to_string()),
            Definition::new(format!("Sans adhésion {annee}"), without.to_string()),
        ]),
    ];
    if may {
        let text = format!(
            "{} un e-mail avec un lien personnel.",
            compte(without, "membre recevra", "membres recevront")
        );
        parts.push(Part::Text(vec![
            text,
            "Un membre renouvelle en cochant quatre cases. Envoyer de nouveau remplace les liens précédents."
                .into(),
        ]));
        let year = || vec![Item::Hidden("annee", annee.to_string())];
        parts.push(Part::Form(Form::new(
            format!("{base}/renouvellement"),
            format!("Appeler à renouveler pour {annee}"),
            year(),
        )));
        parts.push(Part::Form(Form::new(
            format!("{base}/rappel"),
            format!("Rappeler les cotisations {annee} à régler"),
            year(),
        )));
        parts.push(Part::Heading("Page d'adhésion".into()));
        parts.push(Part::Text(vec![
            "Ce lien se donne à tous ceux qui veulent adhérer. En créer un autre arrête le précédent.".into(),
        ]));
        parts.push(Part::Form(Form::new(
            format!("{base}/lien"),
            format!("Créer le lien d'adhésion {annee}"),
            year(),
        )));
    }
    SheetView::new(page, parts)
}

/// The link of the CPTS, shown once.
pub fn link(page: Page, base: &str, (url, until): (&str, Date)) -> SheetView {
    let parts = vec![
        Part::Notice(Notice::new(
            Tone::Attention,
            "Cette adresse ne s'affiche qu'une fois. Copiez-la avant de quitter la page.",
        )),
        Part::Definitions(vec![
            Definition::new("Adresse à donner", url),
            Definition::new("Valable jusqu'au", domain::nombres::date(until)),
        ]),
        Part::Buttons(vec![Link::new("Revenir au renouvellement", format!("{base}/renouvellement"))]),
    ];
    SheetView::new(page, parts)
}

/// Asks why requests are refused: identifiers and names.
pub fn refusing(page: Page, base: &str, requests: &[(String, String)]) -> SheetView {
    let mut items: Vec<Item> =
        requests.iter().map(|(id, _)| Item::Kept("choix".into(), id.clone())).collect();
    items.push(Item::Field(
        Field::new("motif", "Motif du refus")
            .kind(FieldKind::Area { rows: 3 })
            .required()
            .hint("Chaque personne le recevra."),
    ));
    let count = compte(requests.len(), "demande", "demandes");
    let form = Form::new(format!("{base}/refuser"), format!("Refuser {count}"), items)
        .danger()
        .cancel("Ne rien refuser", base);
    let parts = vec![
        Part::Lead("Ces demandes seront refusées avec le même motif.".into()),
        Part::List(requests.iter().map(|(_, nom)| nom.clone()).collect()),
        Part::Form(form),
    ];
    SheetView::new(page, parts)
}

/// The four boxes of a request.
pub(crate) fn boxes(done: &[domain::communaute::adhesions::Verification]) -> Item {
    let all = domain::communaute::adhesions::Verification::ALL.iter();
    let options = all.map(|one| Opt::new(one.key(), one.label(), done.contains(one))).collect();
    Item::Boxes(Choice::new("verifications", "Ce que vous acceptez", options))
}
