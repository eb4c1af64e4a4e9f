//! Several invitations at once.

use domain::nombres::compte;
use domain::organisation::{InvitationLine, InvitationProblem};

use super::super::components::{Cell, Column, Field, FieldKind, Notice, Row, Table, Tone};
use super::super::page::Page;
use super::super::sheet::{Form, Item, Part, SheetView};
use super::role_hints;
use crate::wording::organisation::line;

/// A line that was read: its rank, its text, what was understood.
pub type ReadLine = (usize, String, Result<InvitationLine, InvitationProblem>);

/// The form, with what was pasted.
pub fn form(page: Page, base: &str, pasted: &str) -> SheetView {
    let lines = Field::new("lignes", "Une personne par ligne")
        .kind(FieldKind::Area { rows: 8 })
        .value(pasted)
        .required()
        .hint("Nom\u{202f}; courriel\u{202f}; rôle. Par exemple\u{a0}: Camille Exemple\u{202f}; camille@exemple.fr\u{202f}; membre");
    let form = Form::new(format!("{base}/plusieurs"), "Vérifier les lignes", vec![Item::Field(lines)])
        .cancel("Revenir aux invitations", base);
    let lead = "Collez une liste. Rien ne part avant votre accord.".to_owned();
    SheetView::new(page, vec![Part::Lead(lead), Part::Form(form), role_hints()])
}

/// What was understood of the lines; without any error, the button that sends them.
pub fn preview(mut view: SheetView, read: &[ReadLine]) -> SheetView {
    let wrong = read.iter().filter(|(.., line)| line.is_err()).count();
    let Some(Part::Form(form)) = view.parts.iter().find(|part| matches!(part, Part::Form(_))).cloned() else {
        return view;
    };
    let pasted = form.items.iter().find_map(|item| match item {
        Item::Field(field) => Some(field.value.clone()),
        _ => None,
    });
    if read.is_empty() || wrong > 0 {
        let error = match read.is_empty() {
            true => "Collez au moins une ligne.".to_owned(),
            false => format!(
                "{} à corriger. Aucune invitation n'est partie.",
                compte(wrong, "ligne est", "lignes sont")
            ),
        };
        for part in &mut view.parts {
            if let Part::Form(form) = part {
                form.refuse("lignes", error.clone());
            }
        }
    } else {
        let items = vec![
            Item::Hidden("lignes", pasted.unwrap_or_default()),
            Item::Hidden("etape", "envoyer".to_owned()),
        ];
        let button = format!("Envoyer {}", compte(read.len(), "invitation", "invitations"));
        view.parts.insert(0, Part::Form(Form::new(form.action, button, items)));
        let text = "Toutes les lignes sont lues. Relisez-les, puis envoyez les invitations.";
        view.parts.insert(0, Part::Notice(Notice::new(Tone::Info, text)));
    }
    if !read.is_empty() {
        view.parts.insert(view.parts.len().min(2), Part::Table("lignes-lues", table(read)));
    }
    view
}

fn table(read: &[ReadLine]) -> Table {
    let columns = ["Ligne", "Nom", "Courriel", "Rôle", "Lecture"];
    let mut table = Table::new("Ce qui a été compris", columns.map(Column::text).to_vec());
    table.rows = read
        .iter()
        .map(|(rank, text, result)| {
            let cells: Vec<Cell> = match result {
                Ok(new) => vec![
                    new.name.clone().into(),
                    new.email.as_str().into(),
                    new.role.label().into(),
                    Cell::from("Ligne lue").tag(Tone::Success, "prête"),
                ],
                Err(InvitationProblem::SocialSecurity) => vec![
                    Cell::default(),
                    Cell::default(),
                    Cell::default(),
                    Cell::from(line(&InvitationProblem::SocialSecurity)).tag(Tone::Attention, "à corriger"),
                ],
                Err(problem) => vec![
                    text.clone().into(),
                    Cell::default(),
                    Cell::default(),
                    Cell::from(line(problem)).tag(Tone::Attention, "à corriger"),
                ],
            };
            Row::new(rank.to_string(), cells)
        })
        .collect();
    table
}
