//! The secretary's page: what waits, who is called, who is there.

use app::communaute::presences::{Appelee, Tableau};
use domain::communaute::PresenceState;
use domain::communaute::presences::{Cadran, Ligne, Refus};
use domain::nombres::compte;

use super::super::components::{Choice, EmptyState, Field, FieldKind, Link, Notice, Opt, Tone};
use super::super::page::Page;
use super::super::sheet::{Form, Item, Part, SheetView};
use super::people;
use crate::fields::Fields;

/// Nobody was ticked.
pub const NOBODY: &str = "Cochez au moins une personne.";
/// No presence was ticked.
pub const NOTHING: &str = "Cochez au moins une présence.";
/// No decision was chosen.
pub const CHOOSE: &str = "Choisissez une décision.";
/// Not a time of the day.
pub const NOT_A_TIME: &str = "Cette heure n'est pas lisible. Écrivez par exemple «\u{a0}19:30\u{a0}».";
/// A time that is not of the meeting.
pub const OUTSIDE: &str =
    "Cette heure n'est pas celle de la réunion, ou le départ précède l'arrivée. Vérifiez les deux heures.";

/// What the address says was just done.
pub fn done(key: &str, count: &str) -> Option<Notice> {
    let count: usize = count.parse().unwrap_or(1);
    let text = match (key, count) {
        ("notees", 0) => "Ces personnes étaient déjà notées.".to_owned(),
        ("notees", _) => format!("{} au tableau.", compte(count, "présence notée", "présences notées")),
        ("decidees", 0) => "Rien n'a changé.".to_owned(),
        ("decidees", _) => format!("{}.", compte(count, "présence décidée", "présences décidées")),
        ("corrigee", _) => "Les heures sont corrigées.".to_owned(),
        ("reliee", _) => "La présence est reliée à sa fiche.".to_owned(),
        ("accueillie", _) => "La fiche est créée et la présence reliée.".to_owned(),
        _ => return None,
    };
    Some(Notice::new(Tone::Success, text))
}

/// Puts back what was typed and ticked.
pub fn keeping(mut view: SheetView, fields: &Fields) -> SheetView {
    view = view.keeping(|name| fields.raw(name).map(str::to_owned));
    for part in &mut view.parts {
        let Part::Form(form) = part else { continue };
        for item in &mut form.items {
            let Item::Boxes(choice) = item else { continue };
            let ticked: Vec<&str> = fields.all(choice.name).collect();
            choice.options.iter_mut().for_each(|one| one.selected = ticked.contains(&one.value.as_str()));
        }
    }
    view
}

fn option(one: &Appelee) -> Opt {
    let option = Opt::new(one.id.to_string(), one.nom.clone(), false);
    if one.profession.is_empty() { option } else { option.hint(one.profession.clone()) }
}

fn time(id: &str) -> Field {
    Field::new("arrivee", "Heure d'arrivée")
        .id(id)
        .kind(FieldKind::Text)
        .hint("Sans heure\u{a0}: maintenant, ou le début de la réunion si elle est finie.")
}

fn boxes(base: &str, id: &'static str, legend: &str, list: &[Appelee]) -> Form {
    let choice = Choice::new("personne", legend, list.iter().map(option).collect()).id(id);
    let items = vec![Item::Boxes(choice), Item::Field(time(&format!("{id}-arrivee")))];
    Form::new(format!("{base}/noter"), "Noter les présences cochées", items)
}

fn decisions(base: &str, waiting: &[&Ligne], cadran: &Cadran) -> Form {
    let option = |ligne: &&Ligne| {
        Opt::new(ligne.presence.to_string(), ligne.nom.clone(), false).hint(cadran.motif(ligne))
    };
    let boxes = Choice::new("presence", "Présences à décider", waiting.iter().map(option).collect());
    let mut options = vec![
        Opt::new("", "Choisissez", true),
        Opt::new("confirmer", "Confirmer\u{a0}: la personne était là", false),
    ];
    let refuse =
        |why: &Refus| Opt::new(why.key(), format!("Refuser\u{a0}: {}", why.label().to_lowercase()), false);
    options.extend(Refus::ALL.iter().map(refuse));
    let decision = Choice::new("decision", "Votre décision", options);
    Form::new(
        format!("{base}/decider"),
        "Enregistrer la décision",
        vec![Item::Boxes(boxes), Item::Select(decision)],
    )
}

fn state(tableau: &Tableau, cadran: &Cadran) -> Part {
    let waiting = tableau.feuille.en_etat(PresenceState::AConfirmer).count();
    let mut lead = format!(
        "Le {}. {}",
        cadran.seance(),
        compte(tableau.feuille.comptees(), "personne comptée", "personnes comptées")
    );
    if waiting > 0 {
        lead.push_str(&format!(", {waiting} à confirmer"));
    }
    let open =
        if tableau.ouverte { "Les signatures sont ouvertes." } else { "Les signatures sont fermées." };
    Part::Lead(format!("{lead}. {open}"))
}

fn shared(tableau: &Tableau) -> Option<Part> {
    let phones = tableau.feuille.lignes.iter().filter_map(|ligne| ligne.telephone).max()?;
    let names = |rank: usize| -> String {
        let held = tableau.feuille.lignes.iter().filter(|ligne| ligne.telephone == Some(rank));
        let names: Vec<&str> = held.map(|ligne| ligne.nom.as_str()).collect();
        format!("Téléphone n°\u{a0}{rank}\u{a0}: {}", domain::nombres::liste(&names))
    };
    let text = "Un même téléphone a signé pour plusieurs personnes. C'est permis. Vérifiez qu'elles sont dans la salle.";
    let notice = Notice { details: (1..=phones).map(names).collect(), ..Notice::new(Tone::Attention, text) };
    Some(Part::Notice(notice))
}

fn search(base: &str, typed: &str, found: &[Appelee]) -> Vec<Part> {
    let field = Field::new("q", "Nom à chercher").id("chercher").kind(FieldKind::Search).value(typed);
    let mut parts = vec![
        Part::Heading("Ajouter quelqu'un".into()),
        Part::Form(Form::new(base, "Chercher une personne", vec![Item::Field(field)]).asking()),
    ];
    if !found.is_empty() {
        let mut form = boxes(base, "trouvee", "Personnes trouvées", found);
        form.items.push(Item::Hidden("q", typed.to_owned()));
        parts.push(Part::Form(form));
    } else if !typed.is_empty() {
        parts.push(Part::Empty(EmptyState {
            title: "Personne de ce nom n'est absent.",
            text: "La personne a peut-être déjà signé, ou n'a pas encore de fiche.".into(),
            link: None,
        }));
    }
    parts
}

/// The page.
pub fn tableau(page: Page, base: &str, tableau: &Tableau, typed: &str) -> SheetView {
    let cadran = Cadran::of(&tableau.feuille, app::paris());
    let links = vec![
        Link::new("Afficher l'écran de la salle", format!("{base}/ecran")),
        Link::new("Voir la feuille de présence", format!("{base}/feuille")),
    ];
    let mut parts = vec![state(tableau, &cadran), Part::Buttons(links)];
    parts.extend(shared(tableau));
    let of = |state| tableau.feuille.en_etat(state).collect::<Vec<&Ligne>>();
    let waiting = of(PresenceState::AConfirmer);
    if !waiting.is_empty() {
        parts.push(Part::Heading("À confirmer".into()));
        parts.push(Part::Form(decisions(base, &waiting, &cadran)));
    }
    if !tableau.attendues.is_empty() {
        parts.push(Part::Heading("Attendus, pas encore signés".into()));
        let legend = compte(tableau.attendues.len(), "personne attendue", "personnes attendues");
        parts.push(Part::Form(boxes(base, "attendue", &legend, &tableau.attendues)));
    }
    parts.extend(search(base, typed, &tableau.trouvees));
    parts.push(Part::Heading("Présences".into()));
    let all: Vec<&Ligne> = tableau.feuille.lignes.iter().collect();
    parts.push(match all.is_empty() {
        true => Part::Empty(EmptyState {
            title: "Personne n'a encore signé.",
            text: "Affichez l'écran de la salle, ou cochez les personnes présentes.".into(),
            link: Some(Link::new("Afficher l'écran de la salle", format!("{base}/ecran"))),
        }),
        false => Part::Table("presences", people("Présences de la réunion", &all, &cadran, base)),
    });
    SheetView::new(page, parts)
}
