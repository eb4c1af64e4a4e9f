//! What a scan is worth: by when its code was shown, and when it was received.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{Motif, Regles};
use crate::communaute::{Moyen, Reunion};

/// The times of a meeting that has a date, and whether it may be followed from afar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seance {
    /// When it starts.
    pub debut: Timestamp,
    /// When it ends.
    pub fin: Timestamp,
    /// Whether somebody may attend at a distance.
    pub a_distance: bool,
}

/// The answer to a scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jugement {
    /// It counts.
    Comptee,
    /// The secretary decides, for this reason.
    AConfirmer(Motif),
    /// Signing was not open when the code was shown.
    HorsHoraire,
    /// It came so late that nothing is kept.
    TropTard,
}

impl Seance {
    /// Of a meeting; `None` while its date is being chosen. Without an end it lasts what the rules suppose.
    pub fn of(reunion: &Reunion, regles: &Regles) -> Option<Self> {
        let debut = reunion.debut?;
        let fin = reunion.fin.filter(|fin| *fin > debut);
        let fin = fin.or_else(|| debut.checked_add(regles.duree).ok())?;
        Some(Self { debut, fin, a_distance: reunion.fiche.visio.is_some() })
    }

    /// From when to when one may sign.
    pub fn fenetre(&self, regles: &Regles) -> (Timestamp, Timestamp) {
        let before = self.debut.checked_sub(regles.ouverture).unwrap_or(self.debut);
        let after = self.fin.checked_add(regles.fermeture).unwrap_or(self.fin);
        (before, after)
    }

    /// Whether one may sign at an instant.
    pub fn est_ouverte(&self, regles: &Regles, at: Timestamp) -> bool {
        let (from, to) = self.fenetre(regles);
        (from..=to).contains(&at)
    }

    /// The arrival that counts: somebody early arrives when the meeting starts.
    pub fn arrivee(&self, at: Timestamp) -> Timestamp {
        at.max(self.debut)
    }

    /// What a scan is worth whose code was shown at one instant and which was received at another.
    pub fn juger(&self, regles: &Regles, moyen: Moyen, (montre, recue): (Timestamp, Timestamp)) -> Jugement {
        let last = self.fin.checked_add(regles.dernier_envoi).unwrap_or(self.fin);
        if !self.est_ouverte(regles, montre) || montre > recue {
            return Jugement::HorsHoraire;
        }
        if recue > last {
            return Jugement::TropTard;
        }
        match moyen {
            Moyen::Secretaire => Jugement::Comptee,
            Moyen::Lien if !self.a_distance => Jugement::AConfirmer(Motif::SansVisio),
            _ if recue.duration_since(montre) > regles.tolerance => Jugement::AConfirmer(Motif::Tardif),
            Moyen::Qr | Moyen::Code | Moyen::Lien => Jugement::Comptee,
        }
    }
}

/// The instant of a time that the secretary typed: the one nearest to the meeting, on the right side of midnight.
///
/// On the night when clocks go back one time is said twice: the first one inside the meeting is meant. A time that
/// falls outside the meeting and the hours around it is nobody's arrival: `None`.
pub fn instant_dit(heure: Time, seance: &Seance, zone: &TimeZone) -> Option<Timestamp> {
    const AROUND: SignedDuration = SignedDuration::from_hours(2);
    let (from, to) = (seance.debut.checked_sub(AROUND).ok()?, seance.fin.checked_add(AROUND).ok()?);
    let (first, last) = (from.to_zoned(zone.clone()).date(), to.to_zoned(zone.clone()).date());
    let mut said: Vec<Timestamp> = Vec::new();
    for day in std::iter::successors(Some(first), |day| day.tomorrow().ok()).take_while(|day| *day <= last) {
        let ambiguous = zone.to_ambiguous_zoned(day.to_datetime(heure));
        let both = [ambiguous.clone().earlier(), ambiguous.later()];
        said.extend(both.into_iter().flatten().map(|zoned| zoned.timestamp()));
    }
    said.retain(|at| (from..=to).contains(at));
    let inside = |at: &&Timestamp| (seance.debut..=seance.fin).contains(*at);
    said.iter().find(inside).or_else(|| said.first()).copied()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::super::regles;
    use super::*;

    fn paris() -> TimeZone {
        // Changes of 29 March and 25 October 2026, without the database of zones.
        TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap()
    }

    fn at(heure: Time) -> Timestamp {
        date(2026, 11, 24).to_datetime(heure).to_zoned(paris()).unwrap().timestamp()
    }

    fn seance() -> Seance {
        Seance { debut: at(time(19, 0, 0, 0)), fin: at(time(21, 0, 0, 0)), a_distance: true }
    }

    #[test]
    fn the_examples_of_the_table_hold() {
        let regles = regles().unwrap();
        for one in &regles.exemples {
            let moyen = Moyen::from_key(&one.moyen).unwrap();
            let said = match seance().juger(regles, moyen, (at(one.montre), at(one.recu))) {
                Jugement::Comptee => "comptee",
                Jugement::AConfirmer(motif) => motif.key(),
                Jugement::HorsHoraire => "hors_horaire",
                Jugement::TropTard => "trop_tard",
            };
            assert_eq!(said, one.attendu, "{one:?}");
        }
        assert!(regles.exemples.len() >= 7);
    }

    #[test]
    fn a_photo_sent_home_waits_and_one_of_another_day_is_worth_nothing() {
        let (regles, seance) = (regles().unwrap(), seance());
        let shown = at(time(19, 2, 0, 0));
        let home = shown + SignedDuration::from_mins(11);
        assert_eq!(seance.juger(regles, Moyen::Qr, (shown, home)), Jugement::AConfirmer(Motif::Tardif));
        let week = shown + SignedDuration::from_hours(24 * 7);
        assert_eq!(seance.juger(regles, Moyen::Qr, (shown, week)), Jugement::TropTard);
        let future = shown + SignedDuration::from_secs(1);
        assert_eq!(seance.juger(regles, Moyen::Qr, (future, shown)), Jugement::HorsHoraire);
    }

    #[test]
    fn a_link_counts_during_a_meeting_that_may_be_followed_from_afar() {
        let regles = regles().unwrap();
        let here = at(time(19, 30, 0, 0));
        assert_eq!(seance().juger(regles, Moyen::Lien, (here, here)), Jugement::Comptee);
        let closed = Seance { a_distance: false, ..seance() };
        let waits = Jugement::AConfirmer(Motif::SansVisio);
        assert_eq!(closed.juger(regles, Moyen::Lien, (here, here)), waits);
    }

    #[test]
    fn a_time_is_read_inside_the_meeting_even_after_midnight() {
        let night = Seance { debut: at(time(22, 0, 0, 0)), fin: at(time(22, 0, 0, 0)), a_distance: false };
        let night = Seance { fin: night.debut + SignedDuration::from_hours(3), ..night };
        let half_past = instant_dit(time(0, 30, 0, 0), &night, &paris()).unwrap();
        assert_eq!(half_past.duration_since(night.debut), SignedDuration::from_mins(150));
        assert_eq!(instant_dit(time(12, 0, 0, 0), &night, &paris()), None);
        assert_eq!(instant_dit(time(19, 5, 0, 0), &seance(), &paris()), Some(at(time(19, 5, 0, 0))));
    }

    #[test]
    fn on_the_night_of_the_clock_change_the_hour_said_twice_is_the_first_one_of_the_meeting() {
        // 25 October 2026: 3:00 in summer becomes 2:00 in winter. The meeting lasts from 1:00 to 3:00, three hours.
        let debut: Timestamp = "2026-10-24T23:00:00Z".parse().unwrap();
        let fin: Timestamp = "2026-10-25T02:00:00Z".parse().unwrap();
        let night = Seance { debut, fin, a_distance: false };
        let said = instant_dit(time(2, 30, 0, 0), &night, &paris()).unwrap();
        assert_eq!(said, "2026-10-25T00:30:00Z".parse::<Timestamp>().unwrap());
        // A meeting that starts in the second one means the second one.
        let later = Seance { debut: "2026-10-25T01:15:00Z".parse().unwrap(), fin, a_distance: false };
        let said = instant_dit(time(2, 30, 0, 0), &later, &paris()).unwrap();
        assert_eq!(said, "2026-10-25T01:30:00Z".parse::<Timestamp>().unwrap());
    }
}
