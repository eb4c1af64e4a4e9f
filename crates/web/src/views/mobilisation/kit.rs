//! The relay kit: the link, the text, the poster, what relays declared.

use app::communaute::mobilisation::Kit;
use domain::communaute::mobilisation::lettre_professions;
use domain::nombres::{date, entier};

use crate::fields::Fields;
use crate::views::components::{
    ActionForm, Choice, Column, Definition, Download, Field, FieldKind, Notice, Opt, Row, Table, Tone,
};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

/// What was typed in the form of a declaration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Who relayed.
    pub relais: String,
    /// Day.
    pub date: String,
    /// Where the number was read.
    pub source: String,
    /// Code of the line.
    pub ligne: String,
    /// Number.
    pub nombre: String,
    /// What is wrong.
    pub errors: Vec<(&'static str, String)>,
}

impl Typed {
    /// From a form.
    pub(crate) fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        Self {
            relais: text("relais"),
            date: text("date"),
            source: text("source"),
            ligne: text("ligne"),
            nombre: text("nombre"),
            errors: Vec::new(),
        }
    }

    fn field(&self, name: &'static str, label: &str, value: &str) -> Field {
        let error = self.errors.iter().find(|(one, _)| *one == name).map(|(_, error)| error.clone());
        Field::new(name, label).value(value).error(error).required()
    }
}

/// The page of a kit.
pub fn show(page: Page, base: &str, kit: &Kit, (typed, may_edit): (&Typed, bool)) -> SheetView {
    let lead = "Donnez ce texte et ce lien à la CPAM, à l'ARS ou aux URPS. Elles écrivent à leur liste\u{a0}: vous ne donnez aucun nom.";
    let lines = |text: &str| text.split("\n\n").map(|one| one.replace('\n', " ")).collect::<Vec<_>>();
    let mut parts = vec![
        Part::Lead(lead.to_owned()),
        Part::Definitions(vec![
            Definition::new("Lien à donner", kit.lien.clone()),
            Definition::new("Objet", kit.courriel.subject.clone()),
        ]),
        Part::Heading("Texte à copier".to_owned()),
        Part::Text(lines(&kit.courriel.text)),
        Part::Heading("Affiche".to_owned()),
        Part::Downloads(vec![
            Download {
                label: "Affiche avec code QR".to_owned(),
                url: format!("{base}/kit/affiche.pdf"),
                format: "PDF",
                hint: "une page à imprimer",
            },
            Download {
                label: "Message prêt à envoyer".to_owned(),
                url: format!("{base}/kit/message.txt"),
                format: "TXT",
                hint: "objet et texte",
            },
        ]),
        Part::Heading("Nombres déclarés par les relais".to_owned()),
    ];
    let declarations = &kit.campagne.fiche.declarations;
    if declarations.is_empty() {
        let text = "Aucun relais n'a déclaré de nombre. Dans le tableau, ce nombre reste inconnu.";
        parts.push(Part::Notice(Notice::new(Tone::Info, text)));
    } else {
        parts.push(Part::Table("declarations", declared(kit)));
    }
    if may_edit {
        parts.push(Part::Heading("Noter un nombre déclaré".to_owned()));
        parts.push(Part::Form(form(base, typed)));
        for (rank, one) in declarations.iter().enumerate() {
            let text = format!("{}, {}\u{a0}: {}", one.relais, date(one.date), entier(i64::from(one.nombre)));
            let button = ActionForm::new("Retirer ce nombre", format!("{base}/kit/retirer"));
            let notice = Notice::new(Tone::Plain, text).with_action(button.with("rang", rank.to_string()));
            parts.push(Part::Notice(notice));
        }
    }
    SheetView::new(page, parts)
}

fn declared(kit: &Kit) -> Table {
    let columns = ["Relais", "Envoi du", "Professions", "Source"].map(Column::text);
    let mut table = Table::new("Nombres tels que les relais les déclarent", columns.to_vec());
    table.columns.push(Column::number("Professionnels"));
    let label = |code: &Option<String>| match code {
        None => "toutes".to_owned(),
        Some(code) => {
            let known = lettre_professions().ok().and_then(|lines| lines.label(code));
            known.unwrap_or(code).to_owned()
        }
    };
    let row = |one: &domain::communaute::mobilisation::Declaration| {
        let cells = vec![
            date(one.date).into(),
            label(&one.ligne).into(),
            one.source.clone().into(),
            entier(i64::from(one.nombre)).into(),
        ];
        Row::new(one.relais.clone(), cells)
    };
    table.rows = kit.campagne.fiche.declarations.iter().map(row).collect();
    table
}

fn form(base: &str, typed: &Typed) -> Form {
    let mut options = vec![Opt::new("", "Toutes les professions ensemble", typed.ligne.is_empty())];
    if let Ok(lines) = lettre_professions() {
        options.extend(
            lines
                .in_order()
                .into_iter()
                .map(|one| Opt::new(one.code.clone(), one.label.clone(), one.code == typed.ligne)),
        );
    }
    let items = vec![
        Item::Field(
            typed
                .field("relais", "Qui a relayé", &typed.relais)
                .hint("Par exemple «\u{a0}CPAM du département\u{a0}»."),
        ),
        Item::Field(typed.field("date", "Date de l'envoi", &typed.date).hint("Par exemple 12/10/2026.")),
        Item::Select(Choice::new("ligne", "Professions concernées", options)),
        Item::Field(
            typed.field("nombre", "Professionnels sollicités", &typed.nombre).kind(FieldKind::Number),
        ),
        Item::Field(
            typed
                .field("source", "Source du nombre", &typed.source)
                .hint("Par exemple «\u{a0}courriel du 14 octobre\u{a0}»."),
        ),
    ];
    Form::new(format!("{base}/kit"), "Noter ce nombre", items)
}
