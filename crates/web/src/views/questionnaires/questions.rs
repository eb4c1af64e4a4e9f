//! What a questionnaire asks: the list, a question of the bank, a question of one's own.

use app::communaute::questionnaires::Listed;
use domain::communaute::questionnaires::{Banque, Question, QuestionTapee, Questionnaire};

use super::{area, kind_of, kinds};
use crate::views::components::{
    Cell, Choice, Column, EmptyState, Field, FieldKind, Link, Notice, Opt, Row, Table, Tone,
};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

/// What happens to a question once somebody answered.
const FROZEN: &str = "Des réponses existent. Un changement crée une nouvelle version\u{a0}: les réponses reçues ne changent pas.";

pub(super) fn table(url: &str, one: &Listed, may_edit: bool) -> Vec<Part> {
    let questions = one.questionnaire.questions();
    if questions.is_empty() {
        return vec![Part::Empty(EmptyState {
            title: "Aucune question.",
            text: "Ajoutez une question de la banque, ou écrivez la vôtre.".into(),
            link: None,
        })];
    }
    let columns = ["Question", "N°", "Réponse attendue"].map(Column::text);
    let mut table = Table::new("Questions, dans l'ordre où elles sont posées", columns.to_vec());
    let row = |(rank, question): (usize, &Question)| {
        let head = Cell::from(question.texte.clone());
        let head = if may_edit { head.link(format!("{url}/questions/{}", question.cle)) } else { head };
        Row::new(head, vec![(rank + 1).to_string().into(), kind_of(question).into()])
    };
    table.rows = questions.iter().enumerate().map(row).collect();
    let mut parts = vec![Part::Table("questions", table)];
    if may_edit && one.reponses > 0 {
        parts.insert(0, Part::Notice(Notice::new(Tone::Info, FROZEN)));
    }
    parts
}

pub(super) fn adding(url: &str, one: &Questionnaire, banque: &Banque) -> Vec<Part> {
    let asked = |cle: &str| one.questions().iter().any(|question| question.cle == cle);
    let free = banque.questions.iter().filter(|question| !asked(&question.cle));
    let options: Vec<Opt> = free.map(|question| Opt::new(&question.cle, &question.texte, false)).collect();
    let mut parts = vec![Part::Heading("Ajouter une question".into())];
    if !options.is_empty() {
        let choice = Choice::new("question", "Question de la banque", options);
        let form =
            Form::new(format!("{url}/questions"), "Ajouter cette question", vec![Item::Select(choice)]);
        parts.push(Part::Form(form));
    }
    parts.push(Part::Buttons(vec![Link::new("Écrire une question", format!("{url}/questions/nouvelle"))]));
    parts
}

/// Fields of a question.
fn fields(typed: &QuestionTapee) -> Vec<Item> {
    let kind = |kind: &domain::communaute::questionnaires::NatureKind| {
        Opt::new(kind.key(), kind.label(), kind.key() == typed.nature)
    };
    let line =
        |name: &'static str, label: &str, value: &str| Item::Field(Field::new(name, label).value(value));
    let number = |name: &'static str, label: &str, value: &str| {
        Item::Field(Field::new(name, label).kind(FieldKind::Number).value(value))
    };
    let flag = |name: &'static str, label: &str, on: bool| {
        Item::Boxes(Choice::new(name, label, vec![Opt::new("oui", "Oui", on)]))
    };
    vec![
        Item::Field(Field::new("texte", "Question").value(&typed.texte).required()),
        line("aide", "Précision sous la question", &typed.aide),
        Item::Radios(Choice::new("nature", "Réponse attendue", kinds().map(kind).collect())),
        area(
            "options",
            "Réponses proposées",
            (5, "Une par ligne. Pour une ou plusieurs réponses à choisir.", &typed.options),
        ),
        number("min", "Plus petite valeur (échelle ou nombre)", &typed.min),
        number("max", "Plus grande valeur (échelle ou nombre)", &typed.max),
        line("bas", "Sens de la plus petite valeur (échelle)", &typed.bas),
        line("haut", "Sens de la plus grande valeur (échelle)", &typed.haut),
        line("unite", "Unité (nombre)", &typed.unite),
        flag("obligatoire", "La réponse est obligatoire", typed.obligatoire),
        flag("difficulte", "Chaque réponse libre devient une difficulté à suivre", typed.difficulte),
    ]
}

/// The form of a question of one's own.
pub fn nouvelle(page: Page, url: &str, typed: &QuestionTapee) -> SheetView {
    let form = Form::new(format!("{url}/questions/nouvelle"), "Ajouter la question", fields(typed));
    SheetView::new(page, vec![Part::Form(form.cancel("Revenir au questionnaire", url))])
}

/// One question: its place, its words, no more of it.
pub fn une(
    page: Page,
    url: &str,
    (question, typed): (&Question, &QuestionTapee),
    answered: bool,
) -> SheetView {
    let here = format!("{url}/questions/{}", question.cle);
    let button =
        |action: &str, label: &str| Part::Form(Form::new(format!("{here}/{action}"), label, Vec::new()));
    let mut parts = Vec::new();
    if answered {
        parts.push(Part::Notice(Notice::new(Tone::Info, FROZEN)));
    }
    let form = Form::new(here.clone(), "Enregistrer la question", fields(typed));
    parts.push(Part::Form(form.cancel("Revenir au questionnaire", url)));
    parts.push(Part::Heading("Place".into()));
    parts.push(button("monter", "Monter la question"));
    parts.push(button("descendre", "Descendre la question"));
    parts.push(Part::Heading("Retirer".into()));
    let remove = Form::new(format!("{here}/retirer"), "Retirer la question", Vec::new()).danger();
    parts.push(Part::Form(remove));
    SheetView::new(page, parts)
}
