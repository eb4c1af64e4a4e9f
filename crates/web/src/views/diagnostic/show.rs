//! The main page: what stands out, then every family.

use askama::Template;
use askama_web::WebTemplate;
use documents::diagnostic_words as words;
use domain::diagnostic::calcul::regle_constats;
use domain::diagnostic::lecture::Constat;
use domain::diagnostic::{Chiffre, Diagnostic, Niveau};
use domain::nombres::{compte, date, habitants, liste};
use territory::passport::Kind;

use super::super::components::{
    Column, Definition, Download, EmptyState, Field, FieldKind, FormErrors, Link, Notice, Row, Table, Tag,
    Tone,
};
use super::super::page::Page;
use super::super::urls::{DiagnosticUrls, LectureUrls};
use super::super::wording::spaced;
use super::families::FamilyPanel;
use super::figures::sources;
use super::{Choropleth, Reader, choropleth};

/// The diagnosis of today.
#[derive(Template, WebTemplate)]
#[template(path = "diagnostic/show.html")]
pub struct DiagnosticView {
    /// Layout.
    pub page: Page,
    /// Addresses.
    pub urls: DiagnosticUrls,
    /// Whether the links and forms that change something are shown.
    pub may_edit: bool,
    /// The figures; nothing can be shown without them.
    pub body: Body,
    /// The form that freezes it.
    pub freeze: FreezeForm,
    /// Frozen versions, most recent first.
    pub frozen: Option<Table>,
}

/// What today's diagnosis and a frozen one both show.
pub struct Body {
    /// Pages of this reading.
    pub lecture: LectureUrls,
    /// Perimeter, population and size class, in one line.
    pub summary: String,
    /// What it is compared with, and when it was computed.
    pub context: Vec<String>,
    /// What stands in the place of the figures when there is none.
    pub empty: Option<EmptyState>,
    /// What stands out, the most striking first.
    pub standouts: Vec<Standout>,
    /// How they were chosen.
    pub rule: String,
    /// Official files that are not there.
    pub missing: Option<Notice>,
    /// Families, in the order of the catalogue.
    pub families: Vec<FamilyPanel>,
    /// A map of the first indicator that varies inside the territory.
    pub map: Option<Choropleth>,
    /// The rule of similar territories, then their names.
    pub similar: Vec<Definition>,
    /// The files behind the figures.
    pub sources: Option<Table>,
    /// Files to keep.
    pub downloads: Vec<Download>,
}

/// Something that stands out.
pub struct Standout {
    /// A plain sentence.
    pub sentence: String,
    /// Its indicator.
    pub url: String,
    /// Whether it is good news.
    pub tag: Tag,
    /// Where the two figures come from.
    pub source: String,
}

/// The form that freezes a diagnosis.
pub struct FreezeForm {
    /// Name.
    pub nom: Field,
    /// Why.
    pub note: Field,
}

impl FreezeForm {
    /// The form with what was typed.
    pub fn new(nom: &str, note: &str) -> Self {
        Self {
            nom: Field::new("nom", "Nom de cette version")
                .required()
                .hint("Par exemple «\u{a0}Diagnostic de la lettre d'intention\u{a0}».")
                .value(nom),
            note: Field::new("note", "Pourquoi la garder").kind(FieldKind::Area { rows: 3 }).value(note),
        }
    }

    /// Errors of its fields.
    pub fn errors(&self) -> FormErrors {
        FormErrors::of(&[&self.nom, &self.note])
    }
}

impl DiagnosticView {
    /// The page of today's figures; `frozen` is the table of frozen versions.
    pub fn new(page: Page, reader: &Reader<'_>, absent: &[Kind], frozen: Option<Table>) -> Self {
        Self {
            page: page.fictitious(reader.diagnostic.is_fictitious()),
            urls: reader.urls.clone(),
            may_edit: reader.may_edit,
            body: Body::new(reader, absent),
            freeze: FreezeForm::new("", ""),
            frozen,
        }
    }
}

impl Body {
    /// The figures; `absent` are the kinds of official files that this instance does not hold.
    pub(super) fn new(reader: &Reader<'_>, absent: &[Kind]) -> Self {
        let diagnostic = reader.diagnostic;
        let families = diagnostic.families.iter().filter(|family| !family.indicators.is_empty());
        Self {
            lecture: reader.lecture.clone(),
            summary: summary(diagnostic),
            context: context(diagnostic),
            empty: empty(reader, absent),
            standouts: diagnostic.highlights.iter().map(|one| standout(reader, one)).collect(),
            rule: regle_constats().map(|rule| spaced(&rule.sentence)).unwrap_or_default(),
            missing: missing(absent),
            families: families.map(|family| FamilyPanel::new(reader, family)).collect(),
            map: choropleth::first(reader),
            similar: similar(diagnostic),
            sources: sources_table(diagnostic),
            downloads: downloads(&reader.lecture),
        }
    }
}

/// `47 366 habitants, taille 2 (T2), 16 communes.`
pub(super) fn summary(diagnostic: &Diagnostic) -> String {
    let people = match diagnostic.population.value {
        Some(people) => {
            let partial = if diagnostic.population.is_partial() { " (partiel)" } else { "" };
            format!("{}\u{a0}habitants{partial}", habitants(people))
        }
        None => "Population non publiée".to_owned(),
    };
    let class = diagnostic.taille.as_ref().map(|taille| {
        let least = if taille.at_least { "au moins " } else { "" };
        format!("{least}{} ({})", spaced(&taille.label), taille.taille.code())
    });
    let place = diagnostic.indicator("population").map(|read| read.territoire.passport.perimeter.clone());
    let place = place.filter(|perimeter| !perimeter.is_empty());
    let parts: Vec<String> = std::iter::once(people).chain(class).chain(place).collect();
    format!("{}.", parts.join(" · "))
}

fn context(diagnostic: &Diagnostic) -> Vec<String> {
    let others: Vec<String> = diagnostic
        .levels
        .iter()
        .map(|level| match level.niveau {
            Niveau::Similaires => {
                compte(diagnostic.similar.members.len(), "territoire semblable", "territoires semblables")
            }
            _ => words::compared_with(level),
        })
        .collect();
    let mut lines = Vec::new();
    if !others.is_empty() {
        lines.push(format!("Comparé avec\u{a0}: {}.", liste(&others)));
    }
    lines.push(format!("Calculé le {}.", date(diagnostic.established_on)));
    lines
}

/// What to do when there is nothing to show.
fn empty(reader: &Reader<'_>, absent: &[Kind]) -> Option<EmptyState> {
    let diagnostic = reader.diagnostic;
    if diagnostic.population.value.is_some_and(|people| people > 0.0) {
        return None;
    }
    if diagnostic.population.missing.is_empty() {
        let fiche = reader.urls.show().trim_end_matches("/diagnostic");
        let link = reader.may_edit.then(|| Link::new("Choisir les communes", format!("{fiche}/composer")));
        return Some(EmptyState {
            title: "Ce territoire est vide.",
            text: "Choisissez ses communes\u{a0}: le diagnostic se calcule alors tout seul.".to_owned(),
            link,
        });
    }
    absent.contains(&Kind::Populations).then(|| EmptyState {
        title: "Les chiffres officiels ne sont pas encore là.",
        text: format!(
            "Il manque d'abord le fichier «\u{a0}{}\u{a0}» de l'INSEE. La page des données dit où le trouver et comment l'importer.",
            Kind::Populations.label()
        ),
        link: Some(Link::new("Ouvrir la page des données", "/donnees")),
    })
}

fn missing(absent: &[Kind]) -> Option<Notice> {
    if absent.is_empty() {
        return None;
    }
    let text = "Des fichiers officiels ne sont pas importés. Les chiffres qui en viennent sont «\u{a0}non publiés\u{a0}».";
    Some(
        Notice::new(Tone::Info, text)
            .with_details(absent.iter().map(|kind| kind.label().to_owned()).collect())
            .with_link(Link::new("Importer ces fichiers depuis la page des données", "/donnees")),
    )
}

fn standout(reader: &Reader<'_>, one: &Constat) -> Standout {
    let diagnostic = reader.diagnostic;
    let read = diagnostic.indicator(&one.indicateur);
    let mut cited: Vec<String> = Vec::new();
    let figures = read.map(|read| [Some(&read.territoire), read.at(one.niveau)]).unwrap_or_default();
    for source in figures.into_iter().flatten().flat_map(|chiffre: &Chiffre| sources(diagnostic, chiffre)) {
        if !cited.contains(&source) {
            cited.push(source);
        }
    }
    let tag = match one.favourable {
        Some(true) => Tag::new(Tone::Success, "point fort"),
        Some(false) => Tag::new(Tone::Attention, "point de vigilance"),
        None => Tag::new(Tone::Plain, "à connaître"),
    };
    Standout {
        sentence: spaced(&one.sentence),
        url: reader.lecture.indicateur(&one.indicateur),
        tag,
        source: cited.join("\u{202f}; "),
    }
}

fn similar(diagnostic: &Diagnostic) -> Vec<Definition> {
    let similar = &diagnostic.similar;
    if similar.rule.is_empty() {
        return Vec::new();
    }
    let members = match similar.members.as_slice() {
        [] => "Aucun territoire ne remplit cette règle.".to_owned(),
        members => format!("{}.", liste(members)),
    };
    vec![Definition::new("Règle", spaced(&similar.rule)), Definition::new("Territoires", members)]
}

fn sources_table(diagnostic: &Diagnostic) -> Option<Table> {
    if diagnostic.sources.is_empty() {
        return None;
    }
    let columns = ["Fichier", "Producteur", "Année", "Couverture", "Licence"].map(Column::text).to_vec();
    let mut table = Table::new("Fichiers officiels qui ont servi", columns);
    table.rows = diagnostic
        .sources
        .iter()
        .map(|source| {
            let head = match &source.address {
                Some(address) => {
                    super::super::components::Cell::from(source.title.clone()).link(address.clone())
                }
                None => source.title.clone().into(),
            };
            Row::new(
                head,
                vec![
                    source.producer.clone().into(),
                    source.vintage.to_string().into(),
                    source.coverage.clone().into(),
                    source.licence.clone().into(),
                ],
            )
        })
        .collect();
    Some(table)
}

/// The booklet and its numbers.
pub(super) fn downloads(lecture: &LectureUrls) -> Vec<Download> {
    let file = |label: &str, extension: &str, format, hint| Download {
        label: label.to_owned(),
        url: lecture.livret(extension),
        format,
        hint,
    };
    vec![
        file("Livret à imprimer", "pdf", "PDF", "Tout le diagnostic, avec la carte et les sources."),
        file("Livret à modifier", "docx", "DOCX", "Le même livret, pour votre traitement de texte."),
        file("Classeur", "xlsx", "XLSX", "Tous les chiffres et leurs passeports."),
        file("Tableau simple", "csv", "CSV", "Une ligne par chiffre, pour tout tableur."),
        file("Données", "json", "JSON", "Pour un autre logiciel."),
    ]
}
