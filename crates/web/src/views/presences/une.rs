//! One presence.

use app::communaute::presences::{Appelee, Tableau};
use domain::communaute::presences::{Cadran, Ligne, duree};

use super::super::components::{Choice, Definition, Field, FieldKind, Notice, Opt, Tone};
use super::super::page::Page;
use super::super::sheet::{Form, Item, Part, SheetView};

/// No sheet was chosen.
pub const CHOOSE: &str = "Choisissez une fiche.";

fn facts(ligne: &Ligne, cadran: &Cadran) -> Vec<Definition> {
    let mut known = vec![
        Definition::new("État", ligne.state.label()),
        Definition::new("Signature", cadran.signature(ligne)),
        Definition::new("Durée", duree(ligne.minutes)),
    ];
    let reason = cadran.motif(ligne);
    if !reason.is_empty() {
        known.push(Definition::new("Raison", reason));
    }
    if !ligne.profession.is_empty() {
        known.push(Definition::new("Profession", ligne.profession.clone()));
    }
    if let Some(rank) = ligne.telephone {
        known.push(Definition::new("Téléphone", format!("partagé, n°\u{a0}{rank}")));
    }
    known
}

/// An hour as it is typed back: without the season.
fn plain(cadran: &Cadran, at: jiff::Timestamp) -> String {
    cadran.heure(at).split(' ').next().unwrap_or_default().to_owned()
}

fn times(base: &str, ligne: &Ligne, cadran: &Cadran) -> Form {
    let left = ligne.depart.map(|at| plain(cadran, at)).unwrap_or_default();
    let items = vec![
        Item::Field(Field::new("arrivee", "Heure d'arrivée").value(plain(cadran, ligne.arrivee)).required()),
        Item::Field(
            Field::new("depart", "Heure de départ")
                .value(left)
                .hint("Vide\u{a0}: jusqu'à la fin de la réunion."),
        ),
    ];
    Form::new(format!("{base}/{}/heures", ligne.presence), "Corriger les heures", items)
}

fn tie(base: &str, ligne: &Ligne, (typed, found): (&str, &[Appelee])) -> Vec<Part> {
    let own = format!("{base}/{}", ligne.presence);
    let words = if typed.is_empty() { ligne.nom.as_str() } else { typed };
    let field = Field::new("q", "Nom à chercher").id("chercher").kind(FieldKind::Search).value(words);
    let mut parts = vec![
        Part::Heading("Relier à une fiche".into()),
        Part::Form(Form::new(own.clone(), "Chercher une fiche", vec![Item::Field(field)]).asking()),
    ];
    if !found.is_empty() {
        let options = found.iter().map(|one| {
            Opt::new(one.id.to_string(), one.nom.clone(), found.len() == 1).hint(one.profession.clone())
        });
        let choice = Choice::new("personne", "Fiches trouvées", options.collect());
        let items = vec![Item::Radios(choice), Item::Hidden("q", typed.to_owned())];
        parts.push(Part::Form(Form::new(format!("{own}/relier"), "Relier la présence", items)));
    } else if !typed.is_empty() {
        let text = "Aucune fiche de ce nom parmi les personnes qui n'ont pas signé.";
        parts.push(Part::Notice(Notice::new(Tone::Info, text)));
    }
    parts
}

/// The page.
pub fn page(
    page: Page,
    base: &str,
    (tableau, ligne): (&Tableau, &Ligne),
    (typed, may_add): (&str, bool),
) -> SheetView {
    let cadran = Cadran::of(&tableau.feuille, app::paris());
    let mut parts = vec![Part::Definitions(facts(ligne, &cadran))];
    if ligne.personne.is_none() {
        parts.extend(tie(base, ligne, (typed, &tableau.trouvees)));
        if may_add {
            let text =
                "Cette personne n'a pas encore de fiche\u{a0}? Créez-la avec le nom et la profession tapés.";
            parts.push(Part::Text(vec![text.into()]));
            let action = format!("{base}/{}/fiche", ligne.presence);
            parts.push(Part::Form(Form::new(action, "Créer sa fiche", Vec::new())));
        }
    }
    parts.push(Part::Heading("Heures".into()));
    parts.push(Part::Form(times(base, ligne, &cadran)));
    SheetView::new(page, parts)
}
