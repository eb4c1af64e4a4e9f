//! What the answers say: counts, rates and what they are counted on.

use app::communaute::questionnaires::{Lecture, Officiel};
use domain::communaute::questionnaires::{LigneProfession, Nature, ResultatQuestion, Theme};
use domain::nombres::{compte, decimal, entier, liste, pourcent};

use super::envoi::profession;
use crate::views::components::{
    Cell, Column, Definition, Download, EmptyState, Link, Notice, Row, Table, Tone,
};
use crate::views::page::Page;
use crate::views::sheet::{Part, SheetView};

/// Identifiers of the tables of questions: a page shows no more of them than a form may ask, and those of before.
const IDS: &[&str] = &[
    "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "r16",
    "r17", "r18", "r19", "r20", "r21", "r22", "r23", "r24", "r25", "r26", "r27", "r28", "r29", "r30", "r31",
    "r32", "r33", "r34", "r35", "r36", "r37", "r38", "r39", "r40",
];

/// Texts of one question that the page shows; the file has them all.
const TEXTS: usize = 30;

/// The label of an answer, a step or a theme.
pub fn label(question: &domain::communaute::questionnaires::Question, cle: &str, themes: &[Theme]) -> String {
    let known = match &question.nature {
        Nature::Choix { options } | Nature::Plusieurs { options } => {
            options.iter().find(|one| one.cle == cle).map(|one| one.libelle.clone())
        }
        Nature::Echelle { min, max, bas, haut } => match cle.parse::<i64>() {
            Ok(step) if step == *min && !bas.is_empty() => Some(format!("{cle}, {bas}")),
            Ok(step) if step == *max && !haut.is_empty() => Some(format!("{cle}, {haut}")),
            _ => None,
        },
        Nature::Texte => themes.iter().find(|theme| theme.cle == cle).map(|theme| theme.libelle.clone()),
        _ => None,
    };
    known.unwrap_or_else(|| cle.to_owned())
}

/// The page.
pub fn page(title: Page, url: &str, lecture: &Lecture) -> SheetView {
    let found = &lecture.resultats;
    let mut parts = vec![Part::Definitions(vec![
        Definition::new("État", lecture.etat.label()),
        Definition::new("Réponses comptées", compte(found.reponses, "réponse", "réponses")),
        Definition::new("Personnes sollicitées par un lien personnel", entier(found.total.sollicites as i64)),
    ])];
    if found.reponses == 0 {
        parts.push(Part::Empty(EmptyState {
            title: "Aucune réponse à ce jour.",
            text: "Les résultats se lisent ici dès la première réponse.".into(),
            link: Some(Link::new("Revenir au questionnaire", url)),
        }));
        return SheetView::new(title, parts);
    }
    parts.push(Part::Downloads(files(url)));
    parts.push(Part::Heading("Qui a répondu".into()));
    parts.push(Part::Table(
        "professions",
        by_profession(&found.professions, (&found.total, lecture.officiel.as_ref())),
    ));
    parts
        .push(Part::Details("Comment ces nombres sont comptés".into(), passports(lecture.officiel.as_ref())));
    let small = "Les petits nombres sont montrés ici, parce que vous connaissez ces personnes. Hors de la CPTS, cachez ceux de moins de 6. Les réponses ne sont jamais croisées avec la profession.";
    parts.push(Part::Notice(Notice::new(Tone::Info, small)));
    for (one, id) in found.questions.iter().zip(IDS) {
        parts.push(Part::Heading(one.question.texte.clone()));
        parts.extend(question(one, (*id, &lecture.themes), url));
    }
    SheetView::new(title, parts)
}

fn files(url: &str) -> Vec<Download> {
    let file = |label: &str, format: &'static str, name: &str, hint: &'static str| Download {
        label: label.to_owned(),
        url: format!("{url}/{name}"),
        format,
        hint,
    };
    vec![
        file(
            "Résultats et réponses",
            "XLSX",
            "resultats.xlsx",
            "Un classeur\u{a0}: comptes, taux, réponses.",
        ),
        file("Résultats", "PDF", "resultats.pdf", "À joindre à la lettre d'intention. Sans nom."),
        file("Résultats", "DOCX", "resultats.docx", "À reprendre dans un traitement de texte. Sans nom."),
        file("Réponses", "CSV", "reponses.csv", "Une ligne par réponse."),
    ]
}

fn by_profession(
    lines: &[LigneProfession],
    (total, officiel): (&LigneProfession, Option<&Officiel>),
) -> Table {
    let mut columns = vec![
        Column::text("Profession"),
        Column::number("Réponses"),
        Column::number("Sollicitées"),
        Column::number("Taux de réponse"),
    ];
    if officiel.is_some() {
        columns.push(Column::number("Professionnels du territoire"));
    }
    let cells = |line: &LigneProfession, official: Option<f64>| {
        let rate = line.taux().map(pourcent).unwrap_or_default();
        let mut cells = vec![
            Cell::from(entier(line.reponses as i64)),
            Cell::from(entier(line.sollicites as i64)),
            Cell::from(rate).note_of(line),
        ];
        if officiel.is_some() {
            cells.push(Cell::from(official.map(|value| decimal(value, 0)).unwrap_or_default()));
        }
        cells
    };
    let mut table = Table::new("Réponses et taux de réponse par profession", columns);
    table.rows = lines
        .iter()
        .map(|line| {
            let official = line.profession.as_ref().and_then(|code| officiel?.nombres.get(code).copied());
            Row::new(profession(line.profession.as_deref()), cells(line, official))
        })
        .collect();
    table.rows.push(Row::total("Ensemble", cells(total, None)));
    table
}

/// The rate says of how many.
trait OfHowMany {
    fn note_of(self, line: &LigneProfession) -> Self;
}

impl OfHowMany for Cell {
    fn note_of(self, line: &LigneProfession) -> Self {
        match line.sollicites {
            0 => self,
            asked => self.note(format!("{} sur {}", entier(line.repondants as i64), entier(asked as i64))),
        }
    }
}

fn passports(officiel: Option<&Officiel>) -> Vec<Definition> {
    let mut list = vec![
        Definition::new(
            "Réponses",
            "Une par personne pour les liens personnels\u{a0}: la dernière. Chaque envoi par un lien commun.",
        ),
        Definition::new("Sollicitées", "Personnes qui ont reçu un lien personnel, comptées une fois."),
        Definition::new(
            "Taux de réponse",
            "Personnes sollicitées qui ont répondu, divisées par les personnes sollicitées. Les réponses par un lien commun n'y entrent pas.",
        ),
    ];
    if let Some(officiel) = officiel {
        let said = format!("{}. Source\u{a0}: {}.", officiel.territoire, liste(&officiel.sources));
        list.push(Definition::new("Professionnels du territoire", said));
        let rules = officiel.regles.iter();
        list.extend(rules.map(|(code, rule)| Definition::new(profession(Some(code)), rule)));
    }
    list
}

fn question(one: &ResultatQuestion, (id, themes): (&'static str, &[Theme]), url: &str) -> Vec<Part> {
    let mut said = vec![format!(
        "{} sur {} à qui la question a été posée.",
        compte(one.repondue, "réponse", "réponses"),
        entier(one.posee as i64)
    )];
    if let Some((min, median, max)) = one.mesures {
        let digits = usize::from(median.fract() != 0.0);
        said.push(format!("De {min} à {max}, médiane {}.", decimal(median, digits)));
    }
    let mut parts = vec![Part::Text(said)];
    if !one.comptes.is_empty() {
        parts.push(Part::Table(id, counts(one, themes)));
    }
    if matches!(one.question.nature, Nature::Texte) {
        parts.extend(texts(one, themes, url));
    }
    parts
}

fn counts(one: &ResultatQuestion, themes: &[Theme]) -> Table {
    let is_text = matches!(one.question.nature, Nature::Texte);
    let (head, caption) = match is_text {
        true => ("Thème", format!("Thèmes\u{a0}: {}", one.question.texte)),
        false => ("Réponse", format!("Réponses\u{a0}: {}", one.question.texte)),
    };
    let mut table =
        Table::new(caption, vec![Column::text(head), Column::number("Nombre"), Column::number("Part")]);
    let share = |count: usize| if one.repondue == 0 { 0.0 } else { count as f64 / one.repondue as f64 };
    let row = |count: &domain::communaute::questionnaires::Compte| {
        let part = share(count.nombre);
        let cells =
            vec![Cell::from(entier(count.nombre as i64)), Cell::from(pourcent(part)).bar(part * 100.0)];
        Row::new(label(&one.question, &count.cle, themes), cells)
    };
    table.rows = one.comptes.iter().map(row).collect();
    table
}

fn texts(one: &ResultatQuestion, themes: &[Theme], url: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    if one.a_classer() > 0 {
        let text = format!("{} à classer.", compte(one.a_classer(), "texte", "textes"));
        let link = Link::new("Classer les réponses libres", format!("{url}/classer"));
        parts.push(Part::Notice(Notice::new(Tone::Info, text).with_link(link)));
    }
    let line = |text: &domain::communaute::questionnaires::TexteLu| {
        let of: Vec<String> =
            text.themes.iter().flatten().map(|theme| label(&one.question, theme, themes)).collect();
        let of = if of.is_empty() { String::new() } else { format!(" [{}]", of.join(", ")) };
        format!("«\u{a0}{}\u{a0}»{of}", text.texte.replace('\n', " "))
    };
    if !one.textes.is_empty() {
        parts.push(Part::List(one.textes.iter().take(TEXTS).map(line).collect()));
    }
    if one.textes.len() > TEXTS {
        let rest = format!("Les {} textes sont dans le classeur.", entier(one.textes.len() as i64));
        parts.push(Part::Text(vec![rest]));
    }
    parts
}
