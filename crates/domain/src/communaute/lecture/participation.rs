//! Who took part, by profession and month: counted presences, each person once a meeting.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::communaute::{Annuaire, Presence, PresenceState, Reunion};
use crate::ids::{PersonneId, ReunionId};

/// The participation of a community.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Participation {
    /// By month, then profession code, those without one last.
    pub lignes: Vec<LigneParticipation>,
    /// Presences whose minutes nobody knows: neither the person nor the meeting has an end.
    pub sans_fin: u32,
}

/// The participation of one profession in one month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LigneParticipation {
    /// First day of the month.
    pub mois: Date,
    /// Profession code; `None` for who has none, or for whom it is not known.
    pub profession: Option<String>,
    /// Counted presences.
    pub presences: u32,
    /// People, each once in the month. Somebody without a sheet is one person a presence.
    pub personnes: u32,
    /// Minutes spent, those that are known.
    pub minutes: u64,
}

/// First day of the month of a day.
pub fn mois(day: Date) -> Date {
    day.first_of_month()
}

/// Whole minutes from the arrival to the departure, or to the end of the meeting; `None` when neither is known.
pub fn minutes_presentes(presence: &Presence, end: Option<Timestamp>) -> Option<u32> {
    let end = presence.depart.or(end)?;
    let seconds = end.duration_since(presence.arrivee).as_secs().max(0);
    u32::try_from(seconds / 60).ok()
}

/// Somebody in a count: a sheet, or the rank of a presence without one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Qui {
    Fiche(PersonneId),
    Inconnu(usize),
}

/// Counts the presences of meetings. Those of other meetings and those that do not count are left out.
pub fn participation(
    annuaire: &Annuaire,
    reunions: &[Reunion],
    presences: &[Presence],
    zone: &TimeZone,
) -> Participation {
    let meetings: BTreeMap<ReunionId, &Reunion> = reunions.iter().map(|one| (one.id, one)).collect();
    // Somebody who signed twice at one meeting is there once, for the longer of the two.
    let mut there: BTreeMap<(ReunionId, Qui), (&Presence, Option<u32>)> = BTreeMap::new();
    for (rank, presence) in presences.iter().enumerate() {
        let counts = presence.state == PresenceState::Comptee;
        let Some(meeting) = meetings.get(&presence.reunion).filter(|_| counts) else { continue };
        let who = presence.personne.map_or(Qui::Inconnu(rank), |id| Qui::Fiche(annuaire.resolve(id)));
        let spent = minutes_presentes(presence, meeting.fin);
        let kept = there.entry((meeting.id, who)).or_insert((presence, spent));
        if spent > kept.1 {
            *kept = (presence, spent);
        }
    }
    let mut lignes: BTreeMap<(Date, bool, Option<String>), LigneParticipation> = BTreeMap::new();
    let mut people: BTreeSet<(Date, Option<String>, Qui)> = BTreeSet::new();
    let mut sans_fin = 0;
    for ((meeting, who), (presence, spent)) in there {
        let start = meetings.get(&meeting).and_then(|one| one.debut).unwrap_or(presence.arrivee);
        let month = mois(start.to_zoned(zone.clone()).date());
        let profession = match who {
            Qui::Fiche(id) => annuaire.get(id).and_then(|one| one.profession.clone()),
            Qui::Inconnu(_) => presence.fiche.profession.clone(),
        };
        let line = lignes.entry((month, profession.is_none(), profession.clone())).or_default();
        line.mois = month;
        line.profession.clone_from(&profession);
        line.presences += 1;
        line.personnes += u32::from(people.insert((month, profession, who)));
        match spent {
            Some(spent) => line.minutes += u64::from(spent),
            None => sans_fin += 1,
        }
    }
    Participation { lignes: lignes.into_values().collect(), sans_fin }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::communaute::personne::tests::personne;
    use crate::communaute::{Moyen, Personne, PresenceFiche, ReunionFiche, ReunionKind, ReunionState};
    use crate::ids::PresenceId;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn who(n: u128, profession: Option<&str>, into: Option<u128>) -> Personne {
        Personne {
            id: PersonneId(Uuid::from_u128(n)),
            profession: profession.map(str::to_owned),
            fusionnee: into.map(|id| PersonneId(Uuid::from_u128(id))),
            ..personne("Exemple", &n.to_string())
        }
    }

    fn reunion(n: u128, debut: &str, fin: Option<&str>) -> Reunion {
        Reunion {
            id: ReunionId(Uuid::from_u128(n)),
            groupe: None,
            kind: ReunionKind::Information,
            titre: "Réunion".into(),
            state: ReunionState::Tenue,
            debut: Some(at(debut)),
            fin: fin.map(at),
            fiche: ReunionFiche::default(),
            created_at: Timestamp::UNIX_EPOCH,
            version: 1,
            removed_at: None,
        }
    }

    fn presence(reunion: u128, personne: Option<u128>, times: (&str, Option<&str>)) -> Presence {
        Presence {
            id: PresenceId(Uuid::nil()),
            reunion: ReunionId(Uuid::from_u128(reunion)),
            personne: personne.map(|id| PersonneId(Uuid::from_u128(id))),
            moyen: Moyen::Qr,
            state: PresenceState::Comptee,
            arrivee: at(times.0),
            depart: times.1.map(at),
            jeton: String::new(),
            recue_at: at(times.0),
            fiche: PresenceFiche::default(),
        }
    }

    fn read(people: Vec<Personne>, meetings: &[Reunion], presences: &[Presence]) -> Participation {
        let zone = TimeZone::fixed(jiff::tz::offset(1));
        participation(&Annuaire::new(people), meetings, presences, &zone)
    }

    #[test]
    fn presences_count_once_a_meeting_under_the_sheet_that_stands() {
        let people = vec![who(1, Some("10"), None), who(2, Some("60"), Some(1)), who(3, Some("60"), None)];
        let meetings = [reunion(1, "2026-03-10T19:00:00Z", Some("2026-03-10T20:30:00Z"))];
        let presences = [
            presence(1, Some(1), ("2026-03-10T19:10:30Z", None)),
            presence(1, Some(2), ("2026-03-10T19:00:00Z", Some("2026-03-10T19:20:00Z"))),
            presence(1, Some(3), ("2026-03-10T19:00:00Z", None)),
            presence(1, None, ("2026-03-10T19:00:00Z", None)),
            Presence { state: PresenceState::Refusee, ..presence(1, None, ("2026-03-10T19:00:00Z", None)) },
            presence(9, Some(3), ("2026-03-10T19:00:00Z", None)),
        ];
        let found = read(people, &meetings, &presences);
        let lines: Vec<_> = found
            .lignes
            .iter()
            .map(|line| (line.profession.as_deref(), line.presences, line.personnes, line.minutes))
            .collect();
        assert_eq!(lines, [(Some("10"), 1, 1, 79), (Some("60"), 1, 1, 90), (None, 1, 1, 90)]);
        assert_eq!(found.lignes[0].mois, date(2026, 3, 1));
        assert_eq!(found.sans_fin, 0);
    }

    #[test]
    fn the_month_is_the_local_one_and_an_unknown_end_is_no_minute() {
        let meetings = [
            reunion(1, "2026-01-31T23:30:00Z", None),
            reunion(2, "2026-02-10T19:00:00Z", Some("2026-02-10T20:00:00Z")),
        ];
        let presences = [
            presence(1, Some(1), ("2026-01-31T23:30:00Z", None)),
            presence(2, Some(1), ("2026-02-10T20:30:00Z", None)),
        ];
        let found = read(vec![who(1, None, None)], &meetings, &presences);
        let [line] = &found.lignes[..] else { panic!("one month") };
        assert_eq!((line.mois, line.presences, line.personnes, line.minutes), (date(2026, 2, 1), 2, 1, 0));
        assert_eq!(found.sans_fin, 1);
    }
}
