//! The form of an agreement.

use domain::communaute::Convention;
use domain::nombres::date;

use super::super::components::{Field, FieldKind};
use super::super::page::Page;
use super::super::sheet::{Form, Item, Part, SheetView};

/// What stands in the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Champs {
    /// What it is about.
    pub objet: String,
    /// Day of signature.
    pub signee: String,
    /// Last day.
    pub fin: String,
    /// The document that is attached already: its identifier.
    pub piece: String,
    /// The version of the structure that was shown.
    pub version: String,
    /// What is wrong: field, sentence.
    pub errors: Vec<(&'static str, String)>,
}

impl Champs {
    /// From an agreement that is there.
    pub fn of(convention: &Convention) -> Self {
        Self {
            objet: convention.objet.clone(),
            signee: date(convention.signee),
            fin: convention.fin.map(date).unwrap_or_default(),
            piece: convention.piece.map(|piece| piece.to_string()).unwrap_or_default(),
            ..Self::default()
        }
    }

    fn field(&self, name: &'static str, label: &str, value: &str) -> Field {
        let error = self.errors.iter().find(|(one, _)| *one == name).map(|(_, sentence)| sentence.clone());
        Field::new(name, label).value(value).error(error)
    }
}

/// The page: adds an agreement, or corrects the one at `action`.
pub fn page(page: Page, champs: &Champs, (action, back): (&str, &str), known: bool) -> SheetView {
    let document = if champs.piece.is_empty() {
        "Le document signé, en PDF ou en image."
    } else {
        "Un document est déjà joint. Choisissez-en un autre pour le remplacer."
    };
    let items = vec![
        Item::Field(
            champs
                .field("objet", "Objet", &champs.objet)
                .required()
                .hint("Par exemple «\u{a0}prêt de salle\u{a0}»."),
        ),
        Item::Field(champs.field("signee", "Signée le", &champs.signee).required()),
        Item::Field(
            champs.field("fin", "Dernier jour", &champs.fin).hint("Laissez vide si elle n'a pas de fin."),
        ),
        Item::Field(
            champs
                .field("fichier", "Document", "")
                .kind(FieldKind::File { accept: ".pdf,.png,.jpg,.jpeg" })
                .hint(document),
        ),
        Item::Hidden("piece", champs.piece.clone()),
        Item::Hidden("version", champs.version.clone()),
    ];
    let button = if known { "Enregistrer la convention" } else { "Ajouter la convention" };
    let mut parts =
        vec![Part::Form(Form::new(action, button, items).cancel("Revenir sans enregistrer", back))];
    if known {
        let hidden = vec![Item::Hidden("version", champs.version.clone())];
        parts.push(Part::Heading("Retirer la convention".into()));
        parts
            .push(Part::Text(vec!["Elle quitte la fiche de la structure. Son document reste gardé.".into()]));
        parts.push(Part::Form(
            Form::new(format!("{action}/retirer"), "Retirer la convention", hidden).danger(),
        ));
    }
    SheetView::new(page, parts)
}
