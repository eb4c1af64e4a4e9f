//! The minutes of a meeting.

use app::communaute::reunions::CompteRenduVue;

use crate::views::components::{Choice, Definition, Download, Field, FieldKind, Link, Notice, Opt, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

/// A version with what is said of it.
#[derive(Clone, Debug)]
pub struct VersionLue {
    /// The version.
    pub vue: CompteRenduVue,
    /// When it was sealed, by whom and for whom: sentences.
    pub mentions: Vec<String>,
}

/// What the page of the minutes shows.
pub struct CompteRenduPage<'a> {
    /// Address of the minutes.
    pub url: &'a str,
    /// Address of the meeting.
    pub reunion: &'a str,
    /// Versions, oldest first.
    pub versions: &'a [VersionLue],
    /// Whether the meeting was held.
    pub tenue: bool,
    /// Whether the person may change it.
    pub may_edit: bool,
    /// Whether the person may approve for the board.
    pub bureau: bool,
    /// Later meetings that can approve it: identifier, title.
    pub approbateurs: &'a [(String, String)],
    /// What was typed.
    pub typed: Option<&'a str>,
}

/// The page of the minutes.
pub fn show(page: Page, of: &CompteRenduPage<'_>) -> SheetView {
    let mut parts = Vec::new();
    match of.versions.last() {
        None if !of.tenue => parts
            .push(Part::Text(vec!["La séance n'est pas close. Le compte rendu se prépare ensuite.".into()])),
        None => {
            parts.push(Part::Lead(
                "Le premier texte reprend les présences, les notes, les décisions et les tâches.".into(),
            ));
            if of.may_edit {
                parts.push(Part::Form(Form::new(of.url, "Préparer le compte rendu", vec![])));
            } else {
                parts.push(Part::Text(vec!["Le compte rendu n'est pas encore rédigé.".into()]));
            }
        }
        Some(last) => parts.extend(version(last, of)),
    }
    let earlier = of.versions.iter().rev().skip(1);
    for one in earlier {
        parts.push(Part::Heading(format!("Version {}", one.vue.version.numero)));
        parts.extend(seal(one));
        parts.push(Part::Downloads(vec![download(one, of)]));
    }
    parts.push(Part::Buttons(vec![Link::new("Revenir à la réunion", of.reunion)]));
    SheetView::new(page, parts)
}

fn download(one: &VersionLue, of: &CompteRenduPage<'_>) -> Download {
    Download {
        label: format!("Compte rendu, version {}", one.vue.version.numero),
        url: format!("{}.pdf?version={}", of.url, one.vue.version.numero),
        format: "PDF",
        hint: "À imprimer ou à envoyer.",
    }
}

fn seal(one: &VersionLue) -> Vec<Part> {
    let version = &one.vue.version;
    let mut parts = Vec::new();
    if !one.vue.intact {
        parts.push(Part::Notice(Notice::new(
            Tone::Attention,
            "Ce texte n'est plus celui qui a été scellé. Prévenez la personne qui exploite Maillage.",
        )));
    }
    let mut facts = vec![Definition::new("État", version.etat().label())];
    facts.extend(one.mentions.iter().map(|text| Definition::new("Approbation", text.clone())));
    if !version.motif.is_empty() {
        facts.push(Definition::new("Motif de la correction", version.motif.clone()));
    }
    if let Some(sum) = &version.empreinte {
        facts.push(Definition::new("Empreinte SHA-256", sum.clone()));
    }
    parts.push(Part::Definitions(facts));
    parts
}

fn version(last: &VersionLue, of: &CompteRenduPage<'_>) -> Vec<Part> {
    let it = &last.vue.version;
    let mut parts = vec![Part::Heading(format!("Version {}", it.numero))];
    parts.extend(seal(last));
    parts.push(Part::Downloads(vec![download(last, of)]));
    let sealed = it.scelle_at.is_some();
    if sealed || !of.may_edit {
        parts.push(Part::Text(
            it.texte.lines().map(|line| line.trim_start_matches("# ").to_owned()).collect(),
        ));
    }
    if of.may_edit && sealed {
        parts.push(Part::Heading("Corriger ce compte rendu".into()));
        parts.push(Part::Text(vec!["Le texte scellé reste. La correction est une nouvelle version.".into()]));
        let field = Field::new("motif", "Motif de la correction").required();
        parts.push(Part::Form(Form::new(of.url, "Créer une version corrigée", vec![Item::Field(field)])));
    }
    if of.may_edit && !sealed {
        parts.push(Part::Form(text_form(last, of)));
        parts.push(Part::Heading("Approuver et sceller".into()));
        parts.push(Part::Text(vec!["Un compte rendu scellé ne change plus jamais.".into()]));
        parts.extend(approval(last, of));
    }
    parts
}

fn text_form(last: &VersionLue, of: &CompteRenduPage<'_>) -> Form {
    let it = &last.vue.version;
    let hint =
        "Une ligne qui commence par # est un titre. Une ligne qui commence par - est un point de liste.";
    let field =
        Field::new("texte", "Texte du compte rendu").kind(FieldKind::Area { rows: 24 }).required().hint(hint);
    let items = vec![
        Item::Hidden("version", it.version.to_string()),
        Item::Field(field.value(of.typed.unwrap_or(&it.texte))),
    ];
    Form::new(format!("{}/texte", of.url), "Enregistrer le texte", items)
}

fn approval(last: &VersionLue, of: &CompteRenduPage<'_>) -> Vec<Part> {
    let mut options: Vec<Opt> = of
        .approbateurs
        .iter()
        .map(|(id, title)| Opt::new(format!("reunion:{id}"), title.clone(), false))
        .collect();
    if of.bureau {
        options.push(Opt::new("bureau", "Le bureau, hors réunion", options.is_empty()));
    }
    if options.is_empty() {
        let text = "La prochaine réunion du groupe l'approuvera. Le bureau peut aussi le faire.";
        return vec![Part::Text(vec![text.into()])];
    }
    let items = vec![
        Item::Hidden("version", last.vue.version.version.to_string()),
        Item::Radios(Choice::new("par", "Approuvé par", options)),
    ];
    vec![Part::Form(Form::new(format!("{}/sceller", of.url), "Sceller le compte rendu", items).danger())]
}
