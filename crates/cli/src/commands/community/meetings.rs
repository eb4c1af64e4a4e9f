//! Invented groups, seats, meetings and presences.

use domain::communaute::{
    Fonction, Groupe, GroupeFiche, GroupeKind, Mandat, Moyen, Personne, Point, Presence, PresenceFiche,
    PresenceState, Reunion, ReunionFiche, ReunionKind, ReunionState, Statut,
};
use domain::ids::{GroupeId, MandatId, PresenceId, ReunionId};
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::Soil;

/// Name, kind, question.
const GROUPS: [(&str, GroupeKind, &str); 8] = [
    ("Bureau", GroupeKind::Bureau, ""),
    ("Accès aux soins", GroupeKind::Travail, "Comment trouver un médecin traitant à chacun ?"),
    ("Soins non programmés", GroupeKind::Travail, "Qui répond dans la journée, et comment le savoir ?"),
    ("Parcours des personnes âgées", GroupeKind::Travail, "Comment éviter une hospitalisation évitable ?"),
    ("Prévention", GroupeKind::Travail, "Quels dépistages faire avancer ensemble ?"),
    ("Santé mentale", GroupeKind::Travail, "À qui adresser, et dans quel délai ?"),
    ("Lien entre la ville et l'hôpital", GroupeKind::Travail, "Comment préparer une sortie ?"),
    ("Attractivité et accueil des internes", GroupeKind::Travail, "Comment donner envie de s'installer ?"),
];
const SEATS: usize = 8;

/// The board and seven working groups.
pub fn groups(soil: &Soil<'_>) -> Vec<Groupe> {
    let group = |(nom, kind, question): &(&str, GroupeKind, &str)| Groupe {
        id: GroupeId(soil.app.settings().ids.next()),
        nom: (*nom).to_owned(),
        kind: *kind,
        fiche: GroupeFiche {
            question: question.replace(" ?", "\u{202f}?"),
            prochaine_etape: "Écrire la fiche action".into(),
            pieces: vec![],
        },
        created_at: soil.now,
        version: 1,
        removed_at: None,
    };
    GROUPS.iter().map(group).collect()
}

/// Seats: members and willing people in turn; who has an account is in the board.
pub fn seats(soil: &Soil<'_>, groupes: &[Groupe], personnes: &[Personne]) -> Vec<Mandat> {
    let near = |one: &&Personne| matches!(one.statut, Statut::Adherent | Statut::Interesse);
    let willing: Vec<&Personne> = personnes.iter().filter(near).collect();
    if willing.is_empty() {
        return Vec::new();
    }
    let since = soil.today.checked_sub(8.months()).unwrap_or(soil.today);
    let mut all = Vec::new();
    for (rank, groupe) in groupes.iter().enumerate() {
        for seat in 0..SEATS {
            let fonction = match (groupe.kind, seat) {
                (GroupeKind::Bureau, 0) => Fonction::Presidence,
                (GroupeKind::Bureau, 1) => Fonction::Tresorerie,
                (GroupeKind::Bureau, 2) => Fonction::Secretariat,
                (GroupeKind::Travail, 0) => Fonction::Pilote,
                _ => Fonction::Membre,
            };
            all.push(Mandat {
                id: MandatId(soil.app.settings().ids.next()),
                groupe: groupe.id,
                personne: willing[(rank * 5 + seat) % willing.len()].id,
                fonction,
                depuis: since,
                jusque: None,
            });
        }
    }
    all
}

/// An instant at half past seven in the evening, this many days from today.
fn evening(soil: &Soil<'_>, days: i32) -> Timestamp {
    let day = soil.today.checked_add(days.days()).unwrap_or(soil.today);
    day.at(19, 30, 0, 0).to_zoned(app::paris()).map_or(soil.now, |at| at.timestamp())
}

/// Meetings of the groups in turn: one out of six is to come.
pub fn meetings(soil: &Soil<'_>, groupes: &[Groupe], count: usize) -> Vec<Reunion> {
    let meeting = |rank: usize| {
        let groupe = &groupes[rank % groupes.len()];
        let turn = i32::try_from(rank).unwrap_or(0);
        let coming = rank % 6 == 5;
        let days = if coming { 6 + turn % 50 } else { -(5 + turn * 7 % 230) };
        let debut = evening(soil, days);
        let kind = if groupe.kind == GroupeKind::Bureau { ReunionKind::Bureau } else { ReunionKind::Groupe };
        Reunion {
            id: ReunionId(soil.app.settings().ids.next()),
            groupe: Some(groupe.id),
            kind,
            titre: format!("{}\u{a0}: réunion n°\u{a0}{}", groupe.nom, rank / groupes.len() + 1),
            state: if coming { ReunionState::Prevue } else { ReunionState::Tenue },
            debut: Some(debut),
            fin: debut.checked_add(SignedDuration::from_mins(90)).ok(),
            fiche: ReunionFiche {
                lieu: "Maison de santé des Trois-Fontaines".into(),
                ordre_du_jour: vec![
                    Point {
                        titre: "Suites de la dernière réunion".into(), minutes: 15, ..Point::default()
                    },
                    Point { titre: "Fiche action".into(), minutes: 60, ..Point::default() },
                ],
                ..ReunionFiche::default()
            },
            created_at: soil.now,
            version: 1,
            removed_at: None,
        }
    };
    (0..count).map(meeting).collect()
}

/// Two members out of three came to each meeting that was held; one of them left early.
pub fn presences(soil: &Soil<'_>, reunions: &[Reunion], mandats: &[Mandat]) -> Vec<Presence> {
    let mut all = Vec::new();
    for (rank, reunion) in reunions.iter().enumerate().filter(|(_, one)| one.state == ReunionState::Tenue) {
        let Some(debut) = reunion.debut else { continue };
        let members = mandats.iter().filter(|seat| Some(seat.groupe) == reunion.groupe);
        for (seat, member) in members.enumerate().filter(|(seat, _)| (seat + rank) % 3 != 2) {
            let arrivee = debut.checked_add(SignedDuration::from_mins(seat as i64)).unwrap_or(debut);
            let early = debut.checked_add(SignedDuration::from_mins(50)).ok();
            let id = PresenceId(soil.app.settings().ids.next());
            all.push(Presence {
                id,
                reunion: reunion.id,
                personne: Some(member.personne),
                moyen: if seat % 4 == 3 { Moyen::Secretaire } else { Moyen::Qr },
                state: PresenceState::Comptee,
                arrivee,
                depart: early.filter(|_| seat == 4),
                jeton: id.to_string(),
                recue_at: arrivee,
                fiche: PresenceFiche::default(),
            });
        }
    }
    all
}
