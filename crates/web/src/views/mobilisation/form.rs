//! The form of a campaign.

use app::communaute::mobilisation::ChoixCampagne;
use domain::communaute::mobilisation::{Campagne, CampagneCanal, Selection};
use domain::communaute::{CanalKind, Statut};
use domain::professions::professions;

use super::day;
use crate::fields::Fields;
use crate::views::components::{Choice, Field, FieldKind, Opt};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};
use crate::wording::mobilisation::canal_hint;

/// What was typed in the form, with what is wrong: name of the field, sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Name.
    pub nom: String,
    /// Key of the channel.
    pub canal: String,
    /// Purpose.
    pub but: String,
    /// Subject.
    pub objet: String,
    /// Text.
    pub message: String,
    /// Identifier of the meeting.
    pub reunion: String,
    /// Whom it is for.
    pub selection: Selection,
    /// The version that was shown, for a correction.
    pub version: i64,
    /// What is wrong.
    pub errors: Vec<(&'static str, String)>,
}

impl Typed {
    /// From a form.
    pub(crate) fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        let kinds = |name: &str| fields.all(name).filter_map(CanalKind::from_key).collect::<Vec<_>>();
        let selection = Selection {
            professions: fields
                .all("profession")
                .filter(|code| !code.is_empty())
                .map(str::to_owned)
                .collect(),
            statuts: fields.all("statut").filter_map(Statut::from_key).collect(),
            communes: fields.all("commune").filter_map(|code| code.parse().ok()).collect(),
            avec: kinds("avec"),
            sans: kinds("sans"),
            structure: fields.text("structure").parse().ok(),
        };
        Self {
            nom: text("nom"),
            canal: text("canal"),
            but: text("but"),
            objet: text("objet"),
            // Lines are kept: `text` trims the ends only.
            message: text("message"),
            reunion: text("reunion"),
            selection,
            version: fields.text("version").parse().unwrap_or_default(),
            errors: Vec::new(),
        }
    }

    /// From a campaign that exists.
    pub fn from_campagne(one: &Campagne) -> Self {
        Self {
            nom: one.nom.clone(),
            canal: one.canal.key().to_owned(),
            but: one.fiche.but.clone(),
            objet: one.fiche.objet.clone(),
            message: one.fiche.message.clone(),
            reunion: one.fiche.reunion.map(|id| id.to_string()).unwrap_or_default(),
            selection: one.fiche.selection.clone(),
            version: one.version,
            errors: Vec::new(),
        }
    }

    fn error(&self, name: &str) -> Option<String> {
        self.errors.iter().find(|(one, _)| *one == name).map(|(_, error)| error.clone())
    }

    fn field(&self, name: &'static str, label: &str, value: &str) -> Field {
        Field::new(name, label).value(value).error(self.error(name))
    }
}

/// The form: `action` where it goes, `back` the way out.
pub fn show(page: Page, (action, back): (&str, &str), choices: &ChoixCampagne, typed: &Typed) -> SheetView {
    let canal = |one: &CampagneCanal| {
        Opt::new(one.key(), one.label(), one.key() == typed.canal).hint(canal_hint(*one))
    };
    let mut means = Choice::new("canal", "Par quel moyen", CampagneCanal::ALL.iter().map(canal).collect());
    means.error = typed.error("canal");
    let mut items = vec![
        Item::Titre("Message".into()),
        Item::Field(
            typed.field("nom", "Nom de la campagne", &typed.nom).required().hint("Par exemple «\u{a0}Premier envoi, octobre\u{a0}»."),
        ),
        Item::Radios(means),
        Item::Field(
            typed.field("but", "But de la campagne", &typed.but).hint("Une phrase, pour l'historique de la lettre d'intention."),
        ),
        Item::Field(typed.field("objet", "Objet du message", &typed.objet)),
        Item::Field(
            typed
                .field("message", "Message", &typed.message)
                .kind(FieldKind::Area { rows: 10 })
                .hint("Une ligne vide sépare deux paragraphes. Le lien, la source et le droit d'opposition s'ajoutent seuls. Aucune donnée de santé."),
        ),
        Item::Select(reunions(choices, typed)),
    ];
    items.push(Item::Titre("Qui solliciter".into()));
    items.extend(selection(choices, &typed.selection));
    items.push(Item::Hidden("version", typed.version.to_string()));
    let form =
        Form::new(action, "Enregistrer la campagne", items).wide().cancel("Revenir sans enregistrer", back);
    let lead = "Rien ne part maintenant. Vous verrez qui est retenu, puis vous lancerez la campagne.";
    SheetView::new(page, vec![Part::Lead(lead.to_owned()), Part::Form(form)])
}

fn reunions(choices: &ChoixCampagne, typed: &Typed) -> Choice {
    let mut options = vec![Opt::new("", "Aucune réunion", typed.reunion.is_empty())];
    options.extend(choices.reunions.iter().map(|one| {
        let when = one.debut.map_or_else(|| "date à choisir".to_owned(), |at| format!("le {}", day(at)));
        let id = one.id.to_string();
        let chosen = id == typed.reunion;
        Opt::new(id, format!("{}, {when}", one.titre), chosen)
    }));
    Choice::new("reunion", "Réunion d'information à laquelle inviter", options)
}

/// Whom the campaign is for: nothing ticked keeps everybody.
fn selection(choices: &ChoixCampagne, own: &Selection) -> Vec<Item> {
    let known = professions().map(|table| table.all.clone()).unwrap_or_default();
    let ticked = |code: &str| own.professions.iter().any(|one| one == code);
    let mut jobs: Vec<Opt> =
        known.iter().map(|one| Opt::new(one.code.clone(), one.label.clone(), ticked(&one.code))).collect();
    let unknown = Selection::SANS_PROFESSION;
    jobs.push(Opt::new(unknown, "Profession inconnue", ticked(unknown)));
    let statut = |one: &Statut| Opt::new(one.key(), one.label(), own.statuts.contains(one));
    let kinds = |chosen: &[CanalKind]| {
        CanalKind::ALL
            .iter()
            .map(|one| Opt::new(one.key(), one.label(), chosen.contains(one)))
            .collect::<Vec<_>>()
    };
    let commune = |(code, name): &(territory::CommuneCode, String)| {
        Opt::new(code.to_string(), name.clone(), own.communes.contains(code))
    };
    let mut items = vec![
        Item::Boxes(Choice::new("profession", "Professions (aucune case\u{a0}: toutes)", jobs)),
        Item::Boxes(Choice::new(
            "statut",
            "Statuts (aucune case\u{a0}: tous, sauf les personnes sorties)",
            Statut::ALL.iter().map(statut).collect(),
        )),
    ];
    if !choices.communes.is_empty() {
        let communes = choices.communes.iter().map(commune).collect();
        items.push(Item::Boxes(Choice::new(
            "commune",
            "Communes d'exercice (aucune case\u{a0}: toutes)",
            communes,
        )));
    }
    if !choices.structures.is_empty() {
        let mut options = vec![Opt::new("", "Toutes", own.structure.is_none())];
        options.extend(
            choices
                .structures
                .iter()
                .map(|(id, nom)| Opt::new(id.to_string(), nom.clone(), own.structure == Some(*id))),
        );
        items.push(Item::Select(Choice::new("structure", "Structure", options)));
    }
    items.push(Item::Boxes(Choice::new("avec", "Seulement qui a aussi", kinds(&own.avec))));
    items.push(Item::Boxes(Choice::new("sans", "Seulement qui n'a pas", kinds(&own.sans))));
    items
}
