//! The record of the association, and its bank details.

use app::organisations::{Association, BankShown};
use domain::texte::{Rna, Siret, Telephone};

use super::super::components::{Definition, EmptyState, FieldKind, Link, Notice, Tone};
use super::super::page::Page;
use super::super::sheet::{Form, Item, Part, SheetView};
use super::{Errors, field, info};
use crate::fields::Fields;

/// Names of the fields of the record, with labels and hints.
const FIELDS: [(&str, &str, &str); 8] = [
    ("nom", "Nom officiel de l'association", "Celui de la déclaration en préfecture."),
    ("siret", "SIRET", "14 chiffres, sur l'avis de situation de l'INSEE."),
    ("rna", "Numéro RNA", "La lettre W et 9 caractères, sur le récépissé de la préfecture."),
    ("adresse", "Adresse", "Six lignes au plus."),
    ("courriel", "Courriel de l'association", ""),
    ("telephone", "Téléphone", "Par exemple 04 26 03 06 90."),
    (
        "dpo",
        "Délégué à la protection des données (DPO)",
        "Une personne qui ne décide pas des moyens\u{a0}: pas la coordination.",
    ),
    ("dpo-courriel", "Courriel du délégué", ""),
];

/// What was typed in the form of the record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Values, in the order of the fields.
    values: Vec<(&'static str, String)>,
    /// What is wrong.
    pub errors: Vec<(&'static str, String)>,
}

impl Typed {
    /// From a form.
    pub(crate) fn of(fields: &Fields) -> Self {
        let values = FIELDS.iter().map(|(name, ..)| (*name, fields.text(name).to_owned()));
        Self { values: values.collect(), errors: Vec::new() }
    }

    /// From what is recorded.
    pub fn recorded(record: &Association) -> Self {
        let values = shown(record).into_iter().map(|value| value.unwrap_or_default());
        let names = FIELDS.iter().map(|(name, ..)| *name);
        Self { values: names.zip(values).collect(), errors: Vec::new() }
    }

    /// What was typed in a field.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.values.iter().find(|(one, _)| *one == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }
}

/// The record as people read it, in the order of the fields.
fn shown(record: &Association) -> [Option<String>; 8] {
    let siret = record.siret.as_deref().and_then(|siret| Siret::parse(siret).ok());
    let rna = record.rna.as_deref().and_then(|rna| Rna::parse(rna).ok());
    let phone = record.phone.as_deref().and_then(Telephone::from_e164);
    [
        record.legal_name.clone(),
        siret.map(|siret| siret.grouped()),
        rna.map(|rna| rna.as_str().to_owned()),
        record.address.clone(),
        record.email.clone(),
        phone.map(|phone| phone.shown()),
        record.dpo_name.clone(),
        record.dpo_email.clone(),
    ]
}

/// The record.
pub fn show(page: Page, base: &str, record: &Association, may_edit: bool) -> SheetView {
    let known = FIELDS.iter().zip(shown(record)).map(|((_, label, _), value)| {
        Definition::new(
            *label,
            value.map_or_else(|| "à compléter".to_owned(), |value| value.replace('\n', ", ")),
        )
    });
    let mut parts = vec![
        Part::Lead(
            "Ces renseignements figurent dans les lettres et dans la notice d'information.".to_owned(),
        ),
        Part::Definitions(known.collect()),
    ];
    if may_edit {
        parts.push(Part::Buttons(vec![Link::new("Corriger la fiche", format!("{base}/modifier"))]));
    }
    SheetView::new(page, parts)
}

/// The form of the record.
pub fn edit(page: Page, base: &str, typed: &Typed) -> SheetView {
    let errors: &Errors = &typed.errors;
    let items = FIELDS.iter().map(|(name, label, hint)| {
        let mut one = field(name, label, typed.value(name), errors);
        if !hint.is_empty() {
            one = one.hint(*hint);
        }
        Item::Field(if *name == "adresse" { one.kind(FieldKind::Area { rows: 4 }) } else { one })
    });
    let form = Form::new(format!("{base}/modifier"), "Enregistrer la fiche", items.collect())
        .cancel("Ne rien changer", base);
    SheetView::new(page, vec![Part::Form(form)])
}

/// The bank details, IBAN masked unless it was asked for.
pub fn bank(page: Page, base: &str, (shown, by): (Option<&BankShown>, &str), may_edit: bool) -> SheetView {
    let edit = Link::new("Changer les coordonnées", format!("{base}/modifier"));
    let Some(shown) = shown else {
        let empty = EmptyState {
            title: "Aucune coordonnée bancaire.",
            text: match may_edit {
                true => "Recopiez l'IBAN depuis le relevé d'identité bancaire de l'association.".to_owned(),
                false => "Le trésorier ou la trésorière peut les ajouter.".to_owned(),
            },
            link: may_edit.then_some(edit),
        };
        return SheetView::new(page, vec![Part::Empty(empty)]);
    };
    let account = &shown.account;
    let mut known = vec![
        Definition::new("Titulaire", account.holder.clone()),
        Definition::new("IBAN", shown.iban.clone().unwrap_or_else(|| account.iban_end.clone())),
        Definition::new("BIC", account.bic.clone().unwrap_or_else(|| "non renseigné".to_owned())),
    ];
    if !by.is_empty() {
        known.push(Definition::new("Dernier changement", by));
    }
    let mut parts = vec![Part::Definitions(known)];
    if shown.iban.is_some() {
        let notice = Notice::new(
            Tone::Attention,
            "L'IBAN est affiché en entier. Le journal de la CPTS garde la trace de cet affichage.",
        );
        parts.insert(0, Part::Notice(notice));
        parts.push(Part::Buttons(vec![Link::new("Masquer l'IBAN", base)]));
    } else {
        parts.push(Part::Form(Form::new(format!("{base}/montrer"), "Afficher l'IBAN en entier", Vec::new())));
        parts.push(info("L'IBAN est chiffré dans la base. L'afficher laisse une trace dans le journal."));
    }
    if may_edit {
        parts.push(Part::Buttons(vec![edit]));
    }
    SheetView::new(page, parts)
}

/// What was typed in the form of the bank details.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BankTyped {
    /// Whose account.
    pub holder: String,
    /// IBAN.
    pub iban: String,
    /// BIC.
    pub bic: String,
    /// What is wrong.
    pub errors: Vec<(&'static str, String)>,
}

impl BankTyped {
    /// From a form.
    pub(crate) fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        Self { holder: text("titulaire"), iban: text("iban"), bic: text("bic"), errors: Vec::new() }
    }
}

/// The form of the bank details. What is recorded does not come back: it is typed again.
pub fn edit_bank(page: Page, base: &str, typed: &BankTyped) -> SheetView {
    let errors: &Errors = &typed.errors;
    let items = vec![
        Item::Field(field("titulaire", "Titulaire du compte", &typed.holder, errors).required()),
        Item::Field(
            field("iban", "IBAN", &typed.iban, errors)
                .required()
                .hint("27 caractères pour un compte français. Les espaces ne comptent pas."),
        ),
        Item::Field(field("bic", "BIC", &typed.bic, errors).hint("8 ou 11 caractères.")),
    ];
    let form = Form::new(format!("{base}/modifier"), "Enregistrer les coordonnées", items)
        .cancel("Ne rien changer", base);
    SheetView::new(page, vec![Part::Form(form)])
}
