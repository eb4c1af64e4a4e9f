//! That somebody is called to a meeting: what was sent, what they answered, which dates suit them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::reunion::{Reunion, ReunionKind, ReunionState};
use super::{Annuaire, Fonction, Mandat, Statut};
use crate::authz::role::words;
use crate::ids::{ConvocationId, PersonneId, ReunionId};

words! {
    /// What somebody answers to a convocation.
    Reponse {
        /// Comes.
        Present = "present", "Présent";
        /// Takes part from elsewhere.
        Distance = "distance", "À distance";
        /// Does not come, and says so.
        Absent = "absent", "Absent";
    }
}

words! {
    /// What somebody says of a proposed date.
    Choix {
        /// It suits.
        Oui = "oui", "Oui";
        /// It can be done.
        SiBesoin = "si_besoin", "Si besoin";
        /// It cannot.
        Non = "non", "Non";
    }
}

words! {
    /// What a message about a meeting was.
    EnvoiKind {
        /// Choose among dates.
        Sondage = "sondage", "Choix de la date";
        /// Come.
        Convocation = "convocation", "Convocation";
        /// The date changed.
        Date = "date", "Changement de date";
        /// It will not be held.
        Annulation = "annulation", "Annulation";
        /// It was cancelled, and will be held after all.
        Retablie = "retablie", "Réunion rétablie";
        /// The invitation was a mistake: the person is not expected any more.
        Retrait = "retrait", "Invitation retirée";
    }
}

/// A message that left, or that could not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envoi {
    /// What it was.
    pub kind: EnvoiKind,
    /// When.
    pub at: Timestamp,
    /// The date of the meeting that it spoke of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debut: Option<Timestamp>,
    /// Whether the person has no address to write to: the convocation is printed or told.
    #[serde(default)]
    pub sans_adresse: bool,
}

/// That somebody is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Convocation {
    /// Identifier.
    pub id: ConvocationId,
    /// The meeting.
    pub reunion: ReunionId,
    /// Who. Resolve it through the [`Annuaire`](super::Annuaire).
    pub personne: PersonneId,
    /// What they answered.
    pub reponse: Option<Reponse>,
    /// When they answered.
    pub repondue_at: Option<Timestamp>,
    /// What they say of the proposed dates, by number.
    pub choix: BTreeMap<u32, Choix>,
    /// Messages, oldest first.
    pub envois: Vec<Envoi>,
}

impl Convocation {
    /// Somebody to whom nothing was sent yet.
    pub fn new(id: ConvocationId, reunion: ReunionId, personne: PersonneId) -> Self {
        Self {
            id,
            reunion,
            personne,
            reponse: None,
            repondue_at: None,
            choix: BTreeMap::new(),
            envois: Vec::new(),
        }
    }

    /// What was sent since the invitation was last taken back: what was said before is over.
    fn since_invited(&self) -> &[Envoi] {
        let last = self.envois.iter().rposition(|sent| sent.kind == EnvoiKind::Retrait);
        &self.envois[last.map_or(0, |rank| rank + 1)..]
    }

    /// Whether the person was told of a meeting that has a date, or had one.
    pub fn was_called(&self) -> bool {
        self.since_invited().iter().any(|sent| sent.kind != EnvoiKind::Sondage && !sent.sans_adresse)
    }

    /// Whether the person was written to, be it only to choose a date.
    pub fn was_written_to(&self) -> bool {
        self.since_invited().iter().any(|sent| !sent.sans_adresse)
    }

    /// Whether the person expects the meeting at this very date: they were told of it, and nothing else since.
    pub fn expects(&self, debut: Option<Timestamp>) -> bool {
        self.since_invited().iter().filter(|sent| !sent.sans_adresse).fold(false, |known, sent| {
            match sent.kind {
                EnvoiKind::Convocation | EnvoiKind::Date | EnvoiKind::Retablie => sent.debut == debut,
                EnvoiKind::Annulation => false,
                EnvoiKind::Sondage | EnvoiKind::Retrait => known,
            }
        })
    }
}

/// Somebody whom a meeting calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appele {
    /// Who, as the sheet that stands.
    pub personne: PersonneId,
    /// What they do in the group; `None` for who is invited, or comes as a member of the association.
    pub fonction: Option<Fonction>,
}

/// Whom a meeting calls on a day: the seats of its group that run, every member for a general meeting, and who is
/// invited. Each once, by name; who left or whose sheet is gone is passed over.
pub fn called(of: &Reunion, mandats: &[Mandat], annuaire: &Annuaire, day: jiff::civil::Date) -> Vec<Appele> {
    let seats = mandats.iter().filter(|seat| Some(seat.groupe) == of.groupe && seat.runs(day));
    let mut found: BTreeMap<PersonneId, Appele> = BTreeMap::new();
    for seat in seats {
        let personne = annuaire.resolve(seat.personne);
        // Two seats: the one that leads is said.
        let kept = found.get(&personne).and_then(|one| one.fonction);
        let fonction = kept.map_or(seat.fonction, |other| other.min(seat.fonction));
        found.insert(personne, Appele { personne, fonction: Some(fonction) });
    }
    if matches!(of.kind, ReunionKind::Ago | ReunionKind::Age) {
        let members = annuaire.iter().filter(|one| one.statut_on(day) == Some(Statut::Adherent));
        for one in members {
            found.entry(one.id).or_insert(Appele { personne: one.id, fonction: None });
        }
    }
    for guest in &of.fiche.invites {
        let personne = annuaire.resolve(*guest);
        found.entry(personne).or_insert(Appele { personne, fonction: None });
    }
    let stands = |one: &Appele| {
        let sheet = annuaire.get(one.personne);
        sheet.is_some_and(|sheet| sheet.removed_at.is_none() && sheet.statut != Statut::Sorti)
    };
    let mut called: Vec<Appele> = found.into_values().filter(stands).collect();
    called.sort_by_cached_key(|one| annuaire.get(one.personne).map(super::Personne::search_key));
    called
}

/// Whether a convocation must leave now by itself: a delay is over, and nothing was sent since about this very date.
///
/// `delays` are the instants when convocations leave, oldest first. One that was over when the date was set does not
/// count: the person who set it sends the first one.
pub fn due(known: Option<&Convocation>, of: &Reunion, delays: &[Timestamp], now: Timestamp) -> bool {
    let Some(debut) = of.debut else { return false };
    if of.state != ReunionState::Prevue || of.fiche.envoi_manuel || now >= debut {
        return false;
    }
    let since = of.fiche.date_fixee.unwrap_or(of.created_at);
    let Some(last) = delays.iter().rev().find(|at| **at <= now && **at >= since) else { return false };
    let told = |sent: &Envoi| {
        let speaks = matches!(sent.kind, EnvoiKind::Convocation | EnvoiKind::Date | EnvoiKind::Retablie);
        speaks && sent.debut == Some(debut) && sent.at >= *last
    };
    !known.is_some_and(|known| known.since_invited().iter().any(told))
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use uuid::Uuid;

    use super::*;
    use crate::communaute::{ReunionFiche, ReunionKind};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn meeting(debut: &str, set: &str) -> Reunion {
        Reunion {
            id: ReunionId(Uuid::nil()),
            groupe: None,
            kind: ReunionKind::Bureau,
            titre: "Réunion de bureau".into(),
            state: ReunionState::Prevue,
            debut: Some(at(debut)),
            fin: None,
            fiche: ReunionFiche { date_fixee: Some(at(set)), ..ReunionFiche::default() },
            created_at: at(set),
            version: 1,
            removed_at: None,
        }
    }

    fn delays(of: &Reunion) -> Vec<Timestamp> {
        [15, 3].map(|days| of.debut.unwrap() - SignedDuration::from_hours(24 * days)).to_vec()
    }

    fn told(of: &Reunion, kind: EnvoiKind, when: &str) -> Convocation {
        let mut one = Convocation::new(ConvocationId(Uuid::nil()), of.id, PersonneId(Uuid::nil()));
        one.envois.push(Envoi { kind, at: at(when), debut: of.debut, sans_adresse: false });
        one
    }

    #[test]
    fn a_convocation_leaves_once_at_each_delay_and_not_after_the_meeting() {
        let meeting = meeting("2026-12-20T19:00:00Z", "2026-11-01T09:00:00Z");
        let delays = delays(&meeting);
        let is_due = |known: Option<&Convocation>, now: &str| due(known, &meeting, &delays, at(now));
        assert!(!is_due(None, "2026-12-05T18:00:00Z") && is_due(None, "2026-12-05T19:00:00Z"));
        let sent = told(&meeting, EnvoiKind::Convocation, "2026-12-05T19:01:00Z");
        assert!(!is_due(Some(&sent), "2026-12-10T09:00:00Z"));
        assert!(is_due(Some(&sent), "2026-12-17T19:00:00Z"));
        let by_hand = told(&meeting, EnvoiKind::Convocation, "2026-11-20T09:00:00Z");
        assert!(
            is_due(Some(&by_hand), "2026-12-05T19:00:00Z"),
            "sent by hand long before: reminded all the same"
        );
        assert!(!is_due(None, "2026-12-20T19:00:00Z"));
    }

    #[test]
    fn a_delay_that_was_over_when_the_date_was_set_is_left_to_its_author() {
        let meeting = meeting("2026-12-20T19:00:00Z", "2026-12-10T09:00:00Z");
        let delays = delays(&meeting);
        assert!(!due(None, &meeting, &delays, at("2026-12-11T09:00:00Z")));
        assert!(due(None, &meeting, &delays, at("2026-12-17T19:00:00Z")));
    }

    #[test]
    fn what_was_sent_about_another_date_does_not_count_and_its_change_does() {
        let before = meeting("2026-12-20T19:00:00Z", "2026-11-01T09:00:00Z");
        let after = meeting("2027-01-20T19:00:00Z", "2026-12-08T09:00:00Z");
        let sent = told(&before, EnvoiKind::Convocation, "2026-12-05T19:01:00Z");
        assert!(due(Some(&sent), &after, &delays(&after), at("2027-01-05T19:00:00Z")));
        let moved = told(&after, EnvoiKind::Date, "2027-01-06T09:00:00Z");
        assert!(!due(Some(&moved), &after, &delays(&after), at("2027-01-06T10:00:00Z")));
    }

    #[test]
    fn who_was_taken_off_by_mistake_starts_again_and_a_cancelled_date_is_expected_no_more() {
        let meeting = meeting("2026-12-20T19:00:00Z", "2026-11-01T09:00:00Z");
        let mut known = told(&meeting, EnvoiKind::Convocation, "2026-12-05T19:01:00Z");
        let mut then = |kind, when: &str| {
            known.envois.push(Envoi { kind, at: at(when), debut: meeting.debut, sans_adresse: false });
            (known.was_called(), known.expects(meeting.debut))
        };
        assert_eq!(then(EnvoiKind::Annulation, "2026-12-06T09:00:00Z"), (true, false));
        assert_eq!(then(EnvoiKind::Retablie, "2026-12-06T10:00:00Z"), (true, true));
        assert_eq!(then(EnvoiKind::Retrait, "2026-12-06T11:00:00Z"), (false, false));
        let delays = delays(&meeting);
        assert!(
            due(Some(&known), &meeting, &delays, at("2026-12-07T19:00:00Z")),
            "invited again, told again"
        );
    }

    #[test]
    fn a_cancelled_meeting_or_one_that_is_called_by_hand_sends_nothing() {
        let mut meeting = meeting("2026-12-20T19:00:00Z", "2026-11-01T09:00:00Z");
        let delays = delays(&meeting);
        meeting.fiche.envoi_manuel = true;
        assert!(!due(None, &meeting, &delays, at("2026-12-06T09:00:00Z")));
        meeting.fiche.envoi_manuel = false;
        meeting.state = ReunionState::Annulee;
        assert!(!due(None, &meeting, &delays, at("2026-12-06T09:00:00Z")));
    }
}
