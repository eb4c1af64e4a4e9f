//! Calls: the list to print or to follow on a phone, and the call that is being made.

use app::communaute::mobilisation::Sollicite;
use domain::communaute::Personne;
use domain::communaute::mobilisation::{Campagne, Issue, Reponse};
use domain::texte::Telephone;

use super::day;
use crate::views::components::{Cell, Column, Definition, EmptyState, Link, Row, Table};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

/// A number as people dial it.
fn shown(number: &str) -> String {
    Telephone::from_e164(number).map_or_else(|| number.to_owned(), |phone| phone.shown())
}

fn name(one: &Sollicite) -> String {
    one.personne.as_ref().map_or_else(|| "Fiche effacée".to_owned(), Personne::nom_liste)
}

/// Who is still to call, then who was.
pub fn list(page: Page, base: &str, people: &[Sollicite]) -> SheetView {
    let waits = |one: &&Sollicite| one.sollicitation.ecart.is_none() && one.sollicitation.reponse.is_none();
    let rest: Vec<&Sollicite> = people.iter().filter(waits).collect();
    if rest.is_empty() {
        let empty = EmptyState {
            title: "Il ne reste personne à appeler.",
            text: "Chacun a donné une réponse. Vous pouvez clore la campagne.".to_owned(),
            link: Some(Link::new("Revenir à la campagne", base)),
        };
        return SheetView::new(page, vec![Part::Empty(empty)]);
    }
    let mut table = Table::new(
        "Personnes à appeler",
        vec![
            Column::text("Personne"),
            Column::text("Téléphone"),
            Column::text("Dernier appel"),
            Column::text("Réponse"),
        ],
    );
    table.rows = rest
        .iter()
        .map(|one| {
            let own = &one.sollicitation;
            let last = own.fiche.appels.last().map(|call| {
                format!(
                    "{}, {}",
                    day(call.at),
                    call.issue.map_or("réponse donnée", Issue::label).to_lowercase()
                )
            });
            let head = Cell::from(name(one)).link(format!("{base}/appels/{}", own.id));
            // Empty on paper: a box to fill in by hand.
            Row::new(
                head,
                vec![shown(&own.fiche.adresse).into(), last.unwrap_or_default().into(), Cell::from(" ")],
            )
        })
        .collect();
    let first = rest
        .first()
        .map(|one| Link::new("Commencer les appels", format!("{base}/appels/{}", one.sollicitation.id)));
    let lead = "Ouvrez une personne pour l'appeler et noter l'issue. La liste s'imprime aussi.";
    SheetView::new(
        page,
        vec![
            Part::Lead(lead.to_owned()),
            Part::Buttons(first.into_iter().collect()),
            Part::Table("appels", table),
        ],
    )
}

/// The call that is being made: one button an outcome.
pub fn call(page: Page, base: &str, (campagne, one): (&Campagne, &Sollicite)) -> SheetView {
    let own = &one.sollicitation;
    let url = format!("{base}/appels/{}", own.id);
    let mut parts = vec![
        Part::Buttons(vec![Link::new(
            format!("Appeler le {}", shown(&own.fiche.adresse)),
            format!("tel:{}", own.fiche.adresse),
        )]),
        Part::Definitions(vec![
            Definition::new("Campagne", campagne.nom.clone()),
            Definition::new("Appels déjà faits", super::number(own.fiche.appels.len())),
        ]),
    ];
    if !campagne.fiche.message.is_empty() {
        parts.push(Part::Heading("Ce que vous pouvez dire".to_owned()));
        parts.push(Part::Text(campagne.fiche.message.split("\n\n").map(str::to_owned).collect()));
    }
    parts.push(Part::Heading("Issue de l'appel".to_owned()));
    let button = |key: &str, label: &str| {
        let items = vec![Item::Hidden("issue", key.to_owned())];
        Part::Form(Form::new(url.clone(), label, items))
    };
    parts.push(button(Reponse::Interesse.key(), "Noter oui, intéressé"));
    parts.push(button(Reponse::PeutEtre.key(), "Noter peut-être"));
    parts.push(button(Reponse::Non.key(), "Noter non"));
    parts.push(button(Issue::Absent.key(), "Noter que personne ne répond"));
    parts.push(button(Issue::Message.key(), "Noter un message laissé"));
    parts.push(button(Issue::Faux.key(), "Noter un numéro faux"));
    parts.push(button(Reponse::Opposition.key(), "Noter de ne plus contacter"));
    parts.push(Part::Buttons(vec![Link::new("Revenir à la liste", format!("{base}/appels"))]));
    SheetView::new(page, parts)
}
