//! What a line says of the steps of a person: a membership, a contact, an answer, a status.

use jiff::civil::Date;
use territory::text::search_key;

use super::cellules;
use super::champ::Champ;
use super::ligne::{Contexte, Rangee, note};
use super::remarque::Remarque;
use crate::communaute::{Etape, Fiche, Statut};

/// A status as people write it: `Adhérente`, `contacté`.
fn statut(typed: &str) -> Option<Statut> {
    let key = search_key(typed);
    let same = |known: &&Statut| {
        let label = search_key(known.label());
        key == label || key == format!("{label}e") || key == format!("{label}s")
    };
    Statut::ALL.iter().find(same).copied()
}

type Suite<'a, 'b> = (&'a Contexte<'a>, &'b mut Vec<Remarque>);

/// A day in a cell; said when it cannot be read.
fn jour(rangee: &Rangee<'_>, champ: Champ, remarques: &mut Vec<Remarque>) -> Option<Date> {
    let cell = rangee.un(champ);
    let found = cellules::jour(cell);
    if found.is_none() && !cell.is_empty() {
        remarques.push(Remarque::DateIllisible(champ, cell.to_owned()));
    }
    found
}

/// Writes the steps, oldest first, and what stays a remark.
pub(super) fn lire(rangee: &Rangee<'_>, fiche: &mut Fiche, (contexte, remarques): Suite<'_, '_>) {
    let mut etapes: Vec<Etape> = Vec::new();
    let mut step = |statut, depuis, motif| etapes.push(Etape { statut, depuis, motif });
    let typed = rangee.un(Champ::Statut);
    let said = statut(typed);
    if let Some(statut) = said {
        let since = jour(rangee, Champ::StatutDepuis, remarques).unwrap_or(contexte.jour);
        step(statut, since, some(rangee.un(Champ::Motif)));
    } else if !typed.is_empty() && !contexte.kind.is_membership() {
        remarques.push(Remarque::StatutInconnu(typed.to_owned()));
    }
    let contact = contact(rangee, remarques);
    if let Some((day, motif)) = &contact {
        step(Statut::Contacte, day.unwrap_or(contexte.jour), motif.clone());
    }
    let answer = rangee.un(Champ::Reponse);
    let day = contact.and_then(|(day, _)| day).unwrap_or(contexte.jour);
    match contexte.regles.reponse(answer) {
        Some(statut) => step(statut, day, Some(format!("réponse\u{a0}: {answer}"))),
        None if !answer.is_empty() => note(&mut fiche.remarque, &format!("Réponse\u{a0}: {answer}")),
        None => {}
    }
    if !rangee.un(Champ::Relance).is_empty() {
        note(&mut fiche.remarque, &format!("Relance\u{a0}: {}", shown(rangee.un(Champ::Relance))));
    }
    let joined = rangee.un(Champ::DateAdhesion);
    let member = contexte.kind.is_membership() || !joined.is_empty();
    // A list of members that says « sorti » is believed.
    if member && said != Some(Statut::Adherent) && said != Some(Statut::Sorti) {
        let since = jour(rangee, Champ::DateAdhesion, remarques).unwrap_or(contexte.jour);
        let dues = some(rangee.un(Champ::Cotisation));
        step(Statut::Adherent, since, dues.map(|dues| format!("cotisation\u{a0}: {dues}")));
    }
    if etapes.is_empty() {
        let motif = Some(contexte.source.to_owned()).filter(|source| !source.is_empty());
        etapes.push(Etape { statut: Statut::Repere, depuis: contexte.jour, motif });
    }
    etapes.sort_by_key(|etape| etape.depuis);
    fiche.parcours = etapes;
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// A day as people read it, or what the cell holds.
fn shown(cell: &str) -> String {
    match cellules::jour(cell) {
        Some(day) => format!("{:02}/{:02}/{}", day.day(), day.month(), day.year()),
        None => cell.to_owned(),
    }
}

/// The contact of a line: its day when it can be read, and who spoke to them, how.
fn contact(rangee: &Rangee<'_>, remarques: &mut Vec<Remarque>) -> Option<(Option<Date>, Option<String>)> {
    let cell = rangee.un(Champ::ContacteLe);
    let how: Vec<String> = [
        some(rangee.un(Champ::ContactePar)).map(|who| format!("par {who}")),
        some(rangee.un(Champ::ContacteCanal)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let motif = some(&how.join(", "));
    match search_key(cell).as_str() {
        // « Non » under « Contacté » is no contact. Without a day, who and how are enough to say there was one.
        "non" | "n" | "no" | "0" => None,
        "" => motif.map(|motif| (None, Some(motif))),
        "oui" | "o" | "x" | "ok" | "1" => Some((None, motif)),
        _ => Some((jour(rangee, Champ::ContacteLe, remarques), motif)),
    }
}
