//! The attendance sheet: what it says, line by line and in total.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::communaute::gouvernance::Quorum;
use crate::communaute::{Moyen, Presence, PresenceState, ReunionKind};
use crate::ids::{PersonneId, PresenceId};

/// A line of the sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ligne {
    /// The presence.
    pub presence: PresenceId,
    /// The person; `None` for somebody whom the CPTS does not know.
    pub personne: Option<PersonneId>,
    /// `DUPONT Marie`.
    pub nom: String,
    /// Profession in words; empty when nobody said.
    pub profession: String,
    /// How it was said.
    pub moyen: Moyen,
    /// What it is worth.
    pub state: PresenceState,
    /// Arrival.
    pub arrivee: Timestamp,
    /// Departure; `None` until the end of the meeting.
    pub depart: Option<Timestamp>,
    /// Whole minutes of presence.
    pub minutes: i64,
    /// When the code was shown; `None` for the secretary.
    pub montre_at: Option<Timestamp>,
    /// When the server received it.
    pub recue_at: Timestamp,
    /// Key of the reason why it waits or was refused.
    pub motif: Option<String>,
    /// Who decided by hand, in words.
    pub decidee_par: Option<String>,
    /// When.
    pub decidee_at: Option<Timestamp>,
    /// Rank, from 1, of the phone that signed for several people.
    pub telephone: Option<usize>,
}

/// Totals of a profession.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compte {
    /// Profession in words; empty when nobody said.
    pub profession: String,
    /// People who count.
    pub personnes: usize,
    /// Their minutes, added up.
    pub minutes: i64,
}

/// What is said of a meeting and of who was there. Kept as JSON when it is closed: a new field has a default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feuille {
    /// Name of the CPTS.
    pub cpts: String,
    /// What the meeting was about.
    pub titre: String,
    /// Kind of meeting.
    pub kind: ReunionKind,
    /// Where.
    pub lieu: String,
    /// When it started.
    pub debut: Timestamp,
    /// When it ended.
    pub fin: Timestamp,
    /// Name of the time zone of its hours; `None` for that of Paris.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fuseau: Option<String>,
    /// The count of the quorum, for a meeting that asks for one: everybody who came, and who they held a proxy of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quorum: Option<Quorum>,
    /// Everybody, by name.
    pub lignes: Vec<Ligne>,
}

/// Whole minutes of presence: from the arrival to the departure, or to the end of the meeting. Never below zero.
pub fn minutes(presence: &Presence, fin: Timestamp) -> i64 {
    let left = presence.depart.unwrap_or(fin);
    left.duration_since(presence.arrivee).as_mins().max(0)
}

impl Feuille {
    /// The lines of a state, by name.
    pub fn en_etat(&self, state: PresenceState) -> impl Iterator<Item = &Ligne> {
        self.lignes.iter().filter(move |ligne| ligne.state == state)
    }

    /// How many people count.
    pub fn comptees(&self) -> usize {
        self.en_etat(PresenceState::Comptee).count()
    }

    /// Totals by profession, in alphabetical order; people without one come last.
    pub fn par_profession(&self) -> Vec<Compte> {
        let mut totals: BTreeMap<(bool, &str), (usize, i64)> = BTreeMap::new();
        for ligne in self.en_etat(PresenceState::Comptee) {
            let total = totals.entry((ligne.profession.is_empty(), &ligne.profession)).or_default();
            total.0 += 1;
            total.1 += ligne.minutes;
        }
        let total = |((_, profession), (personnes, minutes)): ((bool, &str), (usize, i64))| Compte {
            profession: profession.to_owned(),
            personnes,
            minutes,
        };
        totals.into_iter().map(total).collect()
    }

    /// Minutes of everybody who counts.
    pub fn minutes(&self) -> i64 {
        self.en_etat(PresenceState::Comptee).map(|ligne| ligne.minutes).sum()
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use uuid::Uuid;

    use super::*;
    use crate::communaute::PresenceFiche;
    use crate::ids::ReunionId;

    fn presence(arrivee: &str, depart: Option<&str>) -> Presence {
        Presence {
            id: PresenceId(Uuid::nil()),
            reunion: ReunionId(Uuid::nil()),
            personne: None,
            moyen: Moyen::Qr,
            state: PresenceState::Comptee,
            arrivee: arrivee.parse().unwrap(),
            depart: depart.map(|text| text.parse().unwrap()),
            jeton: "j".into(),
            recue_at: arrivee.parse().unwrap(),
            fiche: PresenceFiche::default(),
        }
    }

    #[test]
    fn minutes_are_whole_and_never_negative() {
        let fin: Timestamp = "2026-11-24T20:00:00Z".parse().unwrap();
        assert_eq!(minutes(&presence("2026-11-24T18:02:30Z", None), fin), 117);
        assert_eq!(minutes(&presence("2026-11-24T18:02:00Z", Some("2026-11-24T18:32:59Z")), fin), 30);
        assert_eq!(minutes(&presence("2026-11-24T20:10:00Z", None), fin), 0);
    }

    #[test]
    fn the_night_of_the_clock_change_has_its_own_length() {
        // From 1:00 to 4:00 on the wall: four hours in October, two in March.
        let october: Timestamp = "2026-10-25T03:00:00Z".parse().unwrap();
        assert_eq!(minutes(&presence("2026-10-24T23:00:00Z", None), october), 240);
        let march: Timestamp = "2026-03-29T02:00:00Z".parse().unwrap();
        assert_eq!(minutes(&presence("2026-03-29T00:00:00Z", None), march), 120);
    }

    #[test]
    fn totals_count_what_counts_and_put_people_without_a_profession_last() {
        let debut: Timestamp = "2026-11-24T18:00:00Z".parse().unwrap();
        let ligne = |profession: &str, state, minutes| Ligne {
            presence: PresenceId(Uuid::nil()),
            personne: None,
            nom: "EXEMPLE".into(),
            profession: profession.into(),
            moyen: Moyen::Qr,
            state,
            arrivee: debut,
            depart: None,
            minutes,
            montre_at: None,
            recue_at: debut,
            motif: None,
            decidee_par: None,
            decidee_at: None,
            telephone: None,
        };
        use PresenceState::{AConfirmer, Comptee, Refusee};
        let feuille = Feuille {
            cpts: "CPTS".into(),
            titre: "Réunion".into(),
            kind: ReunionKind::Information,
            lieu: String::new(),
            debut,
            fin: debut + SignedDuration::from_mins(120),
            fuseau: None,
            quorum: None,
            lignes: vec![
                ligne("", Comptee, 60),
                ligne("Médecin", Comptee, 120),
                ligne("Infirmier", Comptee, 90),
                ligne("Médecin", Comptee, 30),
                ligne("Médecin", AConfirmer, 120),
                ligne("Médecin", Refusee, 120),
            ],
        };
        let totals = feuille.par_profession();
        let said: Vec<_> =
            totals.iter().map(|one| (one.profession.as_str(), one.personnes, one.minutes)).collect();
        assert_eq!(said, [("Infirmier", 1, 90), ("Médecin", 2, 150), ("", 1, 60)]);
        assert_eq!((feuille.comptees(), feuille.minutes()), (4, 300));
    }
}
