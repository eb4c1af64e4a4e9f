//! Free texts, one at a time: boxes, then the next one.

use app::communaute::questionnaires::ToSort;
use domain::communaute::questionnaires::Theme;

use super::envoi::profession;
use crate::views::components::{Choice, Definition, EmptyState, Field, Link, Opt};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

/// Where the work stands.
pub struct Place<'a> {
    /// Address of the questionnaire.
    pub url: &'a str,
    /// Texts read and texts in all.
    pub done: (usize, usize),
    /// The themes.
    pub themes: &'a [Theme],
}

/// The boxes of the themes.
pub fn boxes(themes: &[Theme], chosen: &[String]) -> Item {
    let option = |theme: &Theme| Opt::new(&theme.cle, &theme.libelle, chosen.contains(&theme.cle));
    Item::Boxes(Choice::new("theme", "Thèmes de ce texte", themes.iter().map(option).collect()))
}

/// The page of one text; `None` when every text was read.
pub fn page(title: Page, place: &Place<'_>, text: Option<&ToSort>) -> SheetView {
    let (done, all) = place.done;
    let mut parts =
        vec![Part::Definitions(vec![Definition::new("Textes classés", format!("{done} sur {all}"))])];
    match text {
        Some(text) => parts.extend(one(place, text)),
        None if all == 0 => parts.push(Part::Empty(EmptyState {
            title: "Aucune réponse libre à ce jour.",
            text: "Les textes arrivent ici dès la première réponse.".into(),
            link: None,
        })),
        None => parts.push(Part::Empty(EmptyState {
            title: "Tous les textes sont classés.",
            text: "Les résultats comptent les thèmes.".into(),
            link: Some(Link::new("Voir les résultats", format!("{}/resultats", place.url))),
        })),
    }
    parts.push(Part::Heading("Thème manquant".into()));
    let field = Field::new("libelle", "Nouveau thème de votre CPTS").required();
    let suite = text.map(suite).unwrap_or_default();
    let items = vec![Item::Field(field), Item::Hidden("suite", suite)];
    parts.push(Part::Form(Form::new(format!("{}/themes", place.url), "Ajouter ce thème", items)));
    SheetView::new(title, parts)
}

fn suite(text: &ToSort) -> String {
    format!("{}.{}", text.texte.reponse, text.texte.cle)
}

fn one(place: &Place<'_>, text: &ToSort) -> Vec<Part> {
    let chosen = text.texte.themes.clone().unwrap_or_default();
    let items = vec![Item::Hidden("texte", suite(text)), boxes(place.themes, &chosen)];
    let label =
        if chosen.is_empty() { "Classer et lire le suivant" } else { "Enregistrer et lire le suivant" };
    vec![
        Part::Heading(text.question.texte.clone()),
        Part::Text(text.texte.texte.lines().map(str::to_owned).collect()),
        Part::Text(vec![profession(text.profession.as_deref())]),
        Part::Form(
            Form::new(format!("{}/classer", place.url), label, items)
                .cancel("Passer ce texte", format!("{}/classer?apres={}", place.url, suite(text))),
        ),
    ]
}
