//! Forms of meetings.

use domain::communaute::Fuseau;

use crate::views::components::{Choice, Field, FieldKind, Opt};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};
use crate::wording::reunions::TWICE;

/// What is typed about a date.
#[derive(Clone, Debug, Default)]
pub struct HoraireTyped {
    /// Day.
    pub jour: String,
    /// Start.
    pub debut: String,
    /// End.
    pub fin: String,
    /// Which of two hours: `ete`, `hiver`.
    pub laquelle: String,
    /// Whether the clock shows one of these hours twice.
    pub double: bool,
}

/// What is typed about a meeting.
#[derive(Clone, Debug, Default)]
pub struct ReunionTyped {
    /// The groups among which one chooses: identifier, name. For a new one only.
    pub groupes: Vec<(String, String)>,
    /// Whether a meeting of no group may be made.
    pub information: bool,
    /// The group that is chosen; empty for a meeting of information.
    pub groupe: String,
    /// What it is about.
    pub titre: String,
    /// Whether its date is to be chosen.
    pub sondage: bool,
    /// Its date.
    pub horaire: HoraireTyped,
    /// Where.
    pub lieu: String,
    /// Video address.
    pub visio: String,
    /// Whether convocations leave only by hand.
    pub manuel: bool,
}

/// The fields of a date.
pub fn horaire(typed: &HoraireTyped) -> Vec<Item> {
    let field = |name, label: &str, hint: &str, value: &str| {
        Item::Field(Field::new(name, label).hint(hint.to_owned()).value(value))
    };
    let mut items = vec![
        field("jour", "Jour de la réunion", "Par exemple 17/12/2026.", &typed.jour),
        field("debut", "Heure de début", "Par exemple 20 h 30.", &typed.debut),
        field("fin", "Heure de fin", "Par exemple 22 h.", &typed.fin),
    ];
    if typed.double {
        let option = |key: &str, label: &str| Opt::new(key, label, typed.laquelle == key);
        let options = vec![
            option("ete", "La première, avant le changement (heure d'été)"),
            option("hiver", "La seconde, après le changement (heure d'hiver)"),
        ];
        let choice = Choice::new("laquelle", "Laquelle des deux heures\u{202f}?", options);
        let error = typed.laquelle.is_empty().then(|| TWICE.to_owned());
        items.push(Item::Radios(Choice { error, ..choice }));
    }
    items
}

fn places(typed: &ReunionTyped) -> Vec<Item> {
    let manuel = Opt::new("oui", "N'envoyer les convocations que lorsque je le demande", typed.manuel);
    vec![
        Item::Field(
            Field::new("lieu", "Lieu")
                .hint("Par exemple Salle des fêtes, 1 place de la Mairie.")
                .value(&typed.lieu),
        ),
        Item::Field(
            Field::new("visio", "Adresse de visioconférence")
                .hint("Elle commence par https://.")
                .value(&typed.visio),
        ),
        Item::Boxes(Choice::new("manuel", "Convocations", vec![manuel])),
    ]
}

/// The form of a new meeting.
pub fn new_form(page: Page, (action, back): (&str, &str), typed: &ReunionTyped) -> SheetView {
    let mut groupes: Vec<Opt> = typed
        .groupes
        .iter()
        .map(|(id, name)| Opt::new(id.clone(), name.clone(), *id == typed.groupe))
        .collect();
    if typed.information {
        groupes.push(Opt::new("", "Aucun groupe\u{a0}: réunion d'information", typed.groupe.is_empty()));
    }
    let title =
        Field::new("titre", "Titre").hint("Laissez vide pour prendre le titre habituel.").value(&typed.titre);
    let sondage = Opt::new("oui", "Proposer plusieurs dates et laisser chacun répondre", typed.sondage);
    let mut items = vec![
        Item::Select(Choice::new("groupe", "Groupe", groupes)),
        Item::Field(title),
        Item::Boxes(Choice::new("sondage", "Date", vec![sondage])),
    ];
    items.extend(horaire(&typed.horaire));
    items.extend(places(typed));
    let form = Form::new(action, "Préparer la réunion", items).cancel("Revenir aux réunions", back);
    let lead = "L'ordre du jour habituel est proposé. Vous le corrigez ensuite.";
    SheetView::new(page, vec![Part::Lead(lead.into()), Part::Form(form)])
}

/// The form that corrects a meeting.
pub fn edit_form(page: Page, (action, back): (&str, &str), typed: &ReunionTyped) -> SheetView {
    let mut items = vec![Item::Field(Field::new("titre", "Titre").required().value(&typed.titre))];
    items.extend(places(typed));
    let form = Form::new(action, "Enregistrer la réunion", items).cancel("Revenir à la réunion", back);
    SheetView::new(page, vec![Part::Form(form)])
}

/// The form of a date: set, moved, or proposed in a poll.
pub fn date_form(
    page: Page,
    (action, button, back): (&str, &str, &str),
    (lead, typed): (&str, &HoraireTyped),
) -> SheetView {
    let form = Form::new(action, button, horaire(typed)).cancel("Revenir à la réunion", back);
    SheetView::new(page, vec![Part::Lead(lead.to_owned()), Part::Form(form)])
}

/// Asks before an invitation is taken back; whether the person was written to.
pub fn uninvite_form(page: Page, (action, back): (&str, &str), (nom, told): (&str, bool)) -> SheetView {
    let what = match told {
        true => {
            "Cette personne a été prévenue\u{a0}: elle reçoit un message. Son lien pour répondre ne fonctionne plus."
        }
        false => "Cette personne n'a reçu aucun message\u{a0}: elle n'en reçoit pas.",
    };
    let form = Form::new(action, "Retirer l'invitation", vec![]).danger().cancel("Garder l'invitation", back);
    let lead = format!("{nom} n'est plus convoqué à cette réunion.");
    SheetView::new(page, vec![Part::Lead(lead), Part::Text(vec![what.into()]), Part::Form(form)])
}

/// The form that says where the hours of the CPTS are read.
pub fn zone_form(page: Page, (action, back): (&str, &str), chosen: Fuseau) -> SheetView {
    let option = |one: &Fuseau| Opt::new(one.key(), one.label(), *one == chosen);
    let choice = Choice::new("fuseau", "Où se trouve votre CPTS", Fuseau::ALL.iter().map(option).collect());
    let form = Form::new(action, "Enregistrer l'heure locale", vec![Item::Radios(choice)])
        .cancel("Revenir aux réunions", back);
    let lead = "Les convocations, les agendas et les feuilles de présence disent l'heure de cet endroit.";
    let moved = "Une réunion déjà préparée garde son instant. L'heure affichée change\u{a0}: corrigez sa date si besoin.";
    SheetView::new(page, vec![Part::Lead(lead.into()), Part::Text(vec![moved.into()]), Part::Form(form)])
}

/// The form that gives a meeting up.
pub fn cancel_form(page: Page, (action, back): (&str, &str), motif: &str) -> SheetView {
    let field = Field::new("motif", "Message aux personnes convoquées")
        .kind(FieldKind::Area { rows: 3 })
        .hint("Facultatif. Par exemple La salle n'est plus disponible.")
        .value(motif);
    let lead = "Les personnes déjà prévenues reçoivent un message. Leur agenda se met à jour.";
    let form = Form::new(action, "Annuler la réunion", vec![Item::Field(field)]).danger();
    SheetView::new(page, vec![Part::Lead(lead.into()), Part::Form(form.cancel("Revenir à la réunion", back))])
}

/// The form that looks for somebody to invite.
pub fn invite_form(
    page: Page,
    (action, back): (&str, &str),
    (q, found): (&str, &[(String, String, String)]),
) -> SheetView {
    let search = Field::new("q", "Chercher une personne")
        .kind(FieldKind::Search)
        .hint("Un nom, un prénom ou un numéro RPPS.")
        .value(q);
    let mut parts = vec![Part::Form(
        Form::new(action, "Chercher la personne", vec![Item::Field(search)])
            .asking()
            .cancel("Revenir à la réunion", back),
    )];
    if !found.is_empty() {
        let option = |(id, name, hint): &(String, String, String)| {
            let option = Opt::new(id.clone(), name.clone(), found.len() == 1);
            if hint.is_empty() { option } else { option.hint(hint.clone()) }
        };
        let people = Choice::new("personne", "Personnes trouvées", found.iter().map(option).collect());
        let items = vec![Item::Hidden("q", q.to_owned()), Item::Boxes(people)];
        parts.push(Part::Form(Form::new(action, "Inviter les personnes cochées", items)));
    } else if !q.is_empty() {
        parts.push(Part::Text(vec!["Personne ne correspond. Vérifiez le nom.".into()]));
    }
    SheetView::new(page, parts)
}
