//! Pasting a list of projects: the form, then what each line is.

use domain::nombres::{compte, date};
use domain::region::{Collee, Etapes};

use super::{area, item};
use crate::views::components::{Cell, Column, Definition, Notice, Row, Table, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};
use crate::wording::region::paste;

/// The form, empty or with what was pasted.
pub fn form(page: Page, base: &str, (text, etapes): (&str, &Etapes)) -> SheetView {
    let hint = "Une ligne par projet\u{a0}: nom\u{a0}; type\u{a0}; étape\u{a0}; date\u{a0}; codes des communes. Les codes peuvent manquer.";
    let items = vec![item(area("liste", "Liste des projets", (14, hint, text)).required())];
    let form =
        Form::new(format!("{base}/coller"), "Vérifier la liste", items).cancel("Ne rien ajouter", base);
    let names = |kind: &domain::region::TypeSuivi| {
        let stages: Vec<&str> = kind.etapes.iter().map(|one| one.nom.as_str()).collect();
        Definition::new(kind.nom.clone(), stages.join(" · "))
    };
    let known = etapes.types.iter().map(names).collect();
    SheetView::new(page, vec![Part::Form(form), Part::Details("Étapes de chaque type".into(), known)])
}

fn row((one, etapes): (&Collee, &Etapes)) -> Row {
    let head = format!("Ligne {}", one.numero);
    let cells = match &one.lue {
        Ok(line) => {
            let kind = etapes.kind(&line.kind);
            let stage = kind.and_then(|kind| kind.etape(&line.etape)).map_or("", |stage| &stage.nom);
            let nom = kind.map_or("", |kind| kind.nom.as_str());
            let said = format!(
                "{nom}, {stage} le {}, {}",
                date(line.le),
                compte(line.unites.len(), "commune ou IRIS", "communes ou IRIS")
            );
            vec![line.nom.clone().into(), Cell::from(said).tag(Tone::Success, "lue")]
        }
        Err(error) => {
            vec![one.texte.clone().into(), Cell::from(paste(error)).tag(Tone::Attention, "refusée")]
        }
    };
    Row::new(head, cells)
}

/// What each line is. Nothing is written yet.
pub fn preview(page: Page, base: &str, (text, lines, etapes): (&str, &[Collee], &Etapes)) -> SheetView {
    let wrong = lines.iter().filter(|one| one.lue.is_err()).count();
    let mut table =
        Table::new("Lignes de la liste", ["Ligne", "Projet", "Lecture"].map(Column::text).to_vec());
    table.rows = lines.iter().map(|one| row((one, etapes))).collect();
    let mut parts = Vec::new();
    if wrong > 0 {
        let said = format!(
            "{}. Rien n'est écrit\u{a0}: corrigez la liste, puis vérifiez-la de nouveau.",
            compte(wrong, "ligne est refusée", "lignes sont refusées")
        );
        parts.push(Part::Notice(Notice::new(Tone::Attention, said)));
        parts.push(Part::Table("lignes", table));
        parts.extend(form(page.clone(), base, (text, etapes)).parts);
    } else {
        let count = compte(lines.len(), "projet est prêt", "projets sont prêts");
        parts.push(Part::Lead(format!("{count} à être ajoutés. Rien n'est encore écrit.")));
        parts.push(Part::Table("lignes", table));
        let items = vec![Item::Kept("liste".into(), text.to_owned()), Item::Hidden("confirme", "oui".into())];
        let form = Form::new(format!("{base}/coller"), "Ajouter ces projets", items);
        parts.push(Part::Form(form.cancel("Ne rien ajouter", base)));
    }
    SheetView::new(page, parts)
}
