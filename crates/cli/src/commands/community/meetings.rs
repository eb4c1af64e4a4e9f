//! Invented groups, seats, meetings and presences.

use domain::communaute::{
    Fonction, Groupe, GroupeFiche, GroupeKind, Mandat, Moyen, Personne, Point, Presence, PresenceFiche,
    PresenceState, Reunion, ReunionFiche, ReunionKind, ReunionState, Statut,
};
use domain::ids::{GroupeId, MandatId, PersonneId, PresenceId, ReunionId};
use jiff::civil::Weekday;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::Soil;
use super::work::{THEMES, Talk, Theme, typed};

const SEATS: usize = 8;
/// Where most meetings are held.
pub const LIEU: &str = "Maison de santé des Trois-Fontaines";

/// The board and seven working groups.
pub fn groups(soil: &Soil<'_>) -> Vec<Groupe> {
    let group = |theme: &Theme| Groupe {
        id: GroupeId(soil.app.settings().ids.next()),
        nom: theme.nom.to_owned(),
        kind: theme.kind,
        fiche: GroupeFiche {
            question: typed(theme.question),
            prochaine_etape: typed(theme.etape),
            pieces: vec![],
        },
        created_at: soil.now,
        version: 1,
        removed_at: None,
    };
    THEMES.iter().map(group).collect()
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
                // The first one is the coordinator, who presides over nothing.
                personne: willing[(rank * 3 + seat + 1) % willing.len()].id,
                fonction,
                depuis: since,
                jusque: None,
            });
        }
    }
    all
}

/// Half past seven in the evening, this many days from today; never on a Saturday or a Sunday.
pub fn evening(soil: &Soil<'_>, days: i32) -> Timestamp {
    let day = soil.today.checked_add(days.days()).unwrap_or(soil.today);
    let back = match day.weekday() {
        Weekday::Saturday => 2,
        Weekday::Sunday => 3,
        _ => 0,
    };
    let day = day.checked_sub(back.days()).unwrap_or(day);
    day.at(19, 30, 0, 0).to_zoned(app::paris()).map_or(soil.now, |at| at.timestamp())
}

/// An instant later by whole days, or earlier.
pub fn later(at: Timestamp, days: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(at)
}

/// Meetings of the groups in turn, each group's numbered by date: one out of six is to come.
pub fn meetings(soil: &Soil<'_>, groupes: &[Groupe], count: usize) -> Vec<Reunion> {
    let dated = |rank: usize| {
        let turn = i32::try_from(rank).unwrap_or(0);
        let days = if rank % 6 == 5 { 6 + turn % 50 } else { -(5 + turn * 7 % 230) };
        (days, rank % groupes.len())
    };
    let mut dated: Vec<(i32, usize)> = (0..count).map(dated).collect();
    dated.sort_unstable();
    let mut numbers = vec![0; groupes.len()];
    let mut all = Vec::with_capacity(count);
    for (days, theme) in dated {
        numbers[theme] += 1;
        all.push(meeting(soil, (theme, &groupes[theme]), (days, numbers[theme])));
    }
    all
}

fn meeting(soil: &Soil<'_>, (theme, groupe): (usize, &Groupe), (days, number): (i32, usize)) -> Reunion {
    let debut = evening(soil, days);
    let held = days < 0;
    let talk = talk_of(theme, number);
    let notes = |text: &str| if held { typed(text) } else { String::new() };
    let point = |cle, titre: &str, minutes, said: &str| Point {
        cle,
        titre: titre.to_owned(),
        minutes,
        notes: notes(said),
        ..Point::default()
    };
    Reunion {
        id: ReunionId(soil.app.settings().ids.next()),
        groupe: Some(groupe.id),
        kind: if groupe.kind == GroupeKind::Bureau { ReunionKind::Bureau } else { ReunionKind::Groupe },
        titre: format!("{}\u{a0}: réunion n°\u{a0}{number}", groupe.nom),
        state: if held { ReunionState::Tenue } else { ReunionState::Prevue },
        debut: Some(debut),
        fin: debut.checked_add(SignedDuration::from_mins(90)).ok(),
        fiche: ReunionFiche {
            lieu: LIEU.into(),
            ordre_du_jour: vec![
                point(
                    1,
                    "Suites de la dernière réunion",
                    15,
                    "Les tâches de la dernière réunion sont relues.",
                ),
                point(2, talk.point, 60, talk.notes),
                point(3, "Prochaine date", 15, ""),
            ],
            date_fixee: Some(later(debut, -30).min(soil.now)),
            ..ReunionFiche::default()
        },
        created_at: later(debut, -30).min(soil.now),
        version: 1,
        removed_at: None,
    }
}

/// What the meeting of a number of a group is about.
pub fn talk_of(theme: usize, number: usize) -> Talk {
    let talks = &THEMES[theme % THEMES.len()].talks;
    talks[number % talks.len()]
}

/// Somebody who came to a meeting, by their place in the list of who is called.
pub fn came(soil: &Soil<'_>, reunion: &Reunion, (seat, personne): (usize, PersonneId)) -> Presence {
    let debut = reunion.debut.unwrap_or(soil.now);
    let minutes = |count| debut.checked_add(SignedDuration::from_mins(count)).unwrap_or(debut);
    let id = PresenceId(soil.app.settings().ids.next());
    let arrivee = minutes(i64::try_from(seat % 15).unwrap_or(0));
    Presence {
        id,
        reunion: reunion.id,
        personne: Some(personne),
        moyen: if seat % 4 == 3 { Moyen::Secretaire } else { Moyen::Qr },
        state: PresenceState::Comptee,
        arrivee,
        depart: Some(minutes(50)).filter(|_| seat == 4),
        jeton: id.to_string(),
        recue_at: arrivee,
        fiche: PresenceFiche::default(),
    }
}

/// Two members out of three came to each meeting that was held; one of them left early.
pub fn presences(soil: &Soil<'_>, reunions: &[Reunion], mandats: &[Mandat]) -> Vec<Presence> {
    let mut all = Vec::new();
    for (rank, reunion) in reunions.iter().enumerate().filter(|(_, one)| one.state == ReunionState::Tenue) {
        let members = mandats.iter().filter(|seat| Some(seat.groupe) == reunion.groupe);
        let there = members.enumerate().filter(|(seat, _)| (seat + rank) % 3 != 2);
        all.extend(there.map(|(seat, member)| came(soil, reunion, (seat, member.personne))));
    }
    all
}
