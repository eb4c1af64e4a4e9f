//! Presences: what phones see, what the secretary sees, the screen of the room, the sheet.

pub mod ecran;
pub mod feuille;
pub mod recu;
pub mod secretaire;
pub mod signer;
pub mod une;

use domain::communaute::PresenceState;
use domain::communaute::presences::{Cadran, Ligne, duree};

use super::components::{Cell, Column, Row, Table, Tone};

/// Lines as a table; the name leads to the presence.
fn people(caption: &str, lines: &[&Ligne], cadran: &Cadran, base: &str) -> Table {
    let columns = ["Nom", "Profession", "Arrivée", "Départ", "Durée", "Signature"];
    let mut table = Table::new(caption, columns.map(Column::text).to_vec());
    table.rows = lines.iter().map(|ligne| row(ligne, cadran, base)).collect();
    table
}

fn row(ligne: &Ligne, cadran: &Cadran, base: &str) -> Row {
    let phone = ligne.telephone.map(|rank| format!("Téléphone partagé n°\u{a0}{rank}"));
    let (tone, word) = match ligne.state {
        PresenceState::Comptee => (Tone::Good, "comptée"),
        PresenceState::AConfirmer => (Tone::Attention, "à confirmer"),
        PresenceState::Refusee => (Tone::Plain, "refusée"),
    };
    let left = ligne.depart.map_or_else(|| "fin".to_owned(), |at| cadran.heure(at));
    let mut signature = Cell::from(cadran.signature(ligne)).tag(tone, word);
    let reason = cadran.motif(ligne);
    let said = [Some(reason).filter(|one| !one.is_empty()), phone];
    let notes: Vec<String> = said.into_iter().flatten().collect();
    if !notes.is_empty() {
        signature = signature.note(notes.join(". "));
    }
    Row::new(
        Cell::from(ligne.nom.clone()).link(format!("{base}/{}", ligne.presence)),
        vec![
            ligne.profession.clone().into(),
            cadran.heure(ligne.arrivee).into(),
            left.into(),
            duree(ligne.minutes).into(),
            signature,
        ],
    )
}
