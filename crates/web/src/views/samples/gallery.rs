//! `/dev/galerie`: every component and every view, in debug builds only.

use askama::Template;
use askama_web::WebTemplate;
use axum::Router;
use axum::extract::Path;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

use super::super::components::{
    ActionForm, Bar, Cell, Choice, Column, Definition, Download, EmptyState, Field, FieldKind, FormErrors,
    KeyFigure, Link, More, Notice, Opt, Pyramid, Row, Step, Table, Tag, Tone,
};
use super::super::page::{NavLink, Page};
use crate::shell::PageError;

/// Every component, side by side.
#[derive(Template, WebTemplate)]
#[template(path = "gallery/components.html")]
pub(super) struct ComponentsView {
    page: Page,
    notices: Vec<Notice>,
    errors: FormErrors,
    fields: Vec<Field>,
    choice: Choice,
    boxes: Choice,
    figures: Vec<KeyFigure>,
    table: Table,
    tags: Vec<Tag>,
    tabs: Vec<NavLink>,
    bars: Vec<Bar>,
    pyramid: Pyramid,
    empty: EmptyState,
    more: More,
    downloads: Vec<Download>,
    definitions: Vec<Definition>,
    steps: Vec<Step>,
}

/// The list of samples.
#[derive(Template, WebTemplate)]
#[template(path = "gallery/list.html")]
struct GalleryView {
    page: Page,
    links: Vec<Link>,
}

fn fields() -> Vec<Field> {
    vec![
        Field::new("texte", "Champ de texte").required().hint("Une indication.").value("Vallée Verte"),
        Field::new("nombre", "Champ de nombre")
            .kind(FieldKind::Number)
            .value("beaucoup")
            .error(Some("«\u{a0}beaucoup\u{a0}» n'est pas un nombre.".to_owned())),
        Field::new("zone", "Plusieurs lignes").kind(FieldKind::Area { rows: 3 }),
        Field::new("envoi", "Un fichier").kind(FieldKind::File { accept: ".csv" }),
    ]
}

fn table() -> Table {
    let mut table = Table::new("Un tableau", vec![Column::text("Commune"), Column::number("Habitants")]);
    table.rows = vec![
        Row::new(Cell::from("Belval").link("#"), vec![Cell::from("3\u{202f}206").bar(40.0)]),
        Row::new("Castelroc", vec![Cell::from("5\u{202f}871").tag(Tone::Attention, "partiel").bar(73.0)]),
        Row::new("Val-d'Orne", vec![Cell::default()]),
        Row::total("Ensemble", vec![Cell::from("9\u{202f}077").note("en 2023")]),
    ];
    table
}

fn figures() -> Vec<KeyFigure> {
    let source = vec!["INSEE, Populations de référence, 2023".to_owned()];
    let figure = |label: &str, value: Option<&str>| KeyFigure {
        label: label.to_owned(),
        value: value.map(str::to_owned),
        unit: "habitants".to_owned(),
        sources: source.clone(),
        ..KeyFigure::default()
    };
    vec![
        figure("Complet", Some("43\u{202f}946")),
        KeyFigure { partial: true, ..figure("Partiel", Some("12\u{202f}004")) },
        KeyFigure {
            estimated: Some("Réparti selon la surface.".to_owned()),
            ..figure("Estimé", Some("870"))
        },
        figure("Absent", None),
    ]
}

impl ComponentsView {
    pub(super) fn new() -> Self {
        let options = || {
            vec![
                Opt::new("a", "Première réponse", true),
                Opt::new("b", "Seconde réponse", false).hint("Une remarque."),
            ]
        };
        let notice = |tone: Tone| Notice::new(tone, "Une phrase qui dit ce qui se passe.");
        let undo = ActionForm::new("Annuler cet ajout", "#").with("revision", "r1");
        let tab = |label: &str, current| NavLink { link: Link::new(label, "#"), current };
        let fields = fields();
        Self {
            page: Page::apart("Composants").under("Galerie", "/dev/galerie"),
            notices: vec![
                notice(Tone::Info).with_link(Link::new("En savoir plus", "#")),
                notice(Tone::Attention).with_details(vec!["Un détail".to_owned(), "Un autre".to_owned()]),
                notice(Tone::Success).with_action(undo),
                notice(Tone::Plain),
            ],
            errors: FormErrors::of(&fields.iter().collect::<Vec<_>>()),
            fields,
            choice: Choice::new("choix", "Un choix", options()),
            boxes: Choice::new("cases", "Des cases", options()),
            figures: figures(),
            table: table(),
            tags: [Tone::Info, Tone::Attention, Tone::Success, Tone::Plain]
                .map(|tone| Tag::new(tone, tone.word()))
                .into(),
            tabs: vec![tab("Chiffres", true), tab("Âges", false)],
            bars: vec![
                Bar {
                    label: "Moins de 15 ans".to_owned(),
                    percent: 62.0,
                    value: "15,8\u{202f}%".to_owned(),
                    mark: Some(66.0),
                },
                Bar {
                    label: "75 ans et plus".to_owned(),
                    percent: 54.0,
                    value: "13,9\u{202f}%".to_owned(),
                    mark: None,
                },
            ],
            pyramid: Pyramid::new(
                "Pyramide des âges d'exemple",
                &[("0 à 14 ans".to_owned(), 300.0, 280.0), ("15 ans et plus".to_owned(), 900.0, 1_010.0)],
            ),
            empty: EmptyState {
                title: "Rien ici pour le moment.",
                text: "Voici comment commencer.".to_owned(),
                link: Some(Link::new("Commencer", "#")),
            },
            more: More { shown: 20, total: 134, url: Some("#".to_owned()) },
            downloads: vec![Download {
                label: "Fiche".to_owned(),
                url: "#".to_owned(),
                format: "PDF",
                hint: "Pour imprimer.",
            }],
            definitions: vec![
                Definition::new("Millésime", "2023"),
                Definition::new("Licence", "Licence Ouverte 2.0"),
            ],
            steps: Step::sequence(&["Donner une liste", "Vérifier", "Appliquer"], 1),
        }
    }

    fn select(&self) -> Choice {
        self.choice.clone().id("liste-deroulante")
    }

    fn radios(&self) -> Choice {
        self.choice.clone()
    }
}

/// The routes of the gallery.
pub fn gallery_routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/dev/galerie", get(list)).route("/dev/galerie/{key}", get(show))
}

async fn list() -> GalleryView {
    let link = |sample: &super::Sample| Link::new(sample.title, format!("/dev/galerie/{}", sample.key));
    GalleryView { page: Page::apart("Galerie"), links: super::all().iter().map(link).collect() }
}

async fn show(Path(key): Path<String>) -> Response {
    match super::all().into_iter().find(|sample| sample.key == key) {
        Some(sample) => Html(sample.html).into_response(),
        None => PageError::NotFound.into_response(),
    }
}
