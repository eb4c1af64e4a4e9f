//! What the sheet says of a presence, in words: the same on screen, in the PDF and in the exports.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::feuille::{Feuille, Ligne};
use super::motif_label;
use crate::communaute::{Moyen, PresenceState};
use crate::nombres::date;

/// Hours as a meeting says them: without the day when it is the day of the meeting, with the season on the night of the
/// clock change.
#[derive(Clone, Debug)]
pub struct Cadran {
    zone: TimeZone,
    debut: Timestamp,
    fin: Timestamp,
}

impl Cadran {
    /// Of a sheet: in its own zone, or in the usual one when it says none.
    pub fn of(feuille: &Feuille, usual: TimeZone) -> Self {
        let zone = feuille.fuseau.as_deref().and_then(|name| TimeZone::get(name).ok()).unwrap_or(usual);
        Self { zone, debut: feuille.debut, fin: feuille.fin }
    }

    /// Of a meeting.
    pub fn new((debut, fin): (Timestamp, Timestamp), zone: TimeZone) -> Self {
        Self { zone, debut, fin }
    }

    fn changes(&self) -> bool {
        self.zone.to_offset(self.debut) != self.zone.to_offset(self.fin)
    }

    /// `19:02`; with the season on the night of the clock change.
    pub fn heure(&self, at: Timestamp) -> String {
        let local = at.to_zoned(self.zone.clone());
        let plain = format!("{:02}:{:02}", local.hour(), local.minute());
        match (self.changes(), self.zone.to_offset_info(at).dst().is_dst()) {
            (false, _) => plain,
            (true, true) => format!("{plain} (heure d'été)"),
            (true, false) => format!("{plain} (heure d'hiver)"),
        }
    }

    /// `19:02`, or `23/11/2026 à 08:15` on another day than the meeting.
    pub fn moment(&self, at: Timestamp) -> String {
        let day = |at: Timestamp| at.to_zoned(self.zone.clone()).date();
        if (day(self.debut)..=day(self.fin)).contains(&day(at)) {
            self.heure(at)
        } else {
            format!("{} à {}", date(day(at)), self.heure(at))
        }
    }

    /// `24/11/2026, de 19:00 à 21:00`.
    pub fn seance(&self) -> String {
        let day = date(self.debut.to_zoned(self.zone.clone()).date());
        format!("{day}, de {} à {}", self.heure(self.debut), self.moment(self.fin))
    }

    /// How a line was signed, and by whom it was decided.
    pub fn signature(&self, ligne: &Ligne) -> String {
        let shown = self.moment(ligne.montre_at.unwrap_or(ligne.recue_at));
        let received = self.moment(ligne.recue_at);
        let late = if shown == received { String::new() } else { format!(", reçu à {received}") };
        let signed = match ligne.moyen {
            Moyen::Qr => format!("Signé par QR code affiché à {shown}{late}"),
            Moyen::Code => format!("Signé par code court tapé à {shown}{late}"),
            Moyen::Lien => format!("Signé par lien personnel à {shown}{late}"),
            Moyen::Secretaire => "Noté par le secrétaire de séance".to_owned(),
        };
        match self.decision(ligne) {
            Some(decided) => format!("{signed}\u{202f}; {decided}"),
            None => signed,
        }
    }

    fn decision(&self, ligne: &Ligne) -> Option<String> {
        let at = self.moment(ligne.decidee_at?);
        let par = ligne.decidee_par.as_deref().unwrap_or("une personne qui n'a plus de compte");
        Some(match (ligne.state, ligne.moyen, ligne.motif.is_some()) {
            (PresenceState::Refusee, ..) => format!("refusé par {par} à {at}"),
            (PresenceState::AConfirmer, ..) => format!("corrigé par {par} à {at}"),
            (PresenceState::Comptee, Moyen::Secretaire, _) => format!("par {par} à {at}"),
            (PresenceState::Comptee, _, true) => format!("confirmé par {par} à {at}"),
            (PresenceState::Comptee, _, false) => format!("corrigé par {par} à {at}"),
        })
    }

    /// Why a line waits or was refused; with the hours that show it.
    pub fn motif(&self, ligne: &Ligne) -> String {
        let Some(key) = ligne.motif.as_deref() else { return String::new() };
        let label = motif_label(key);
        match (key, ligne.montre_at) {
            ("tardif", Some(shown)) => {
                let (shown, received) = (self.moment(shown), self.moment(ligne.recue_at));
                format!("{label}\u{a0}: code affiché à {shown}, reçu à {received}")
            }
            _ => label.to_owned(),
        }
    }
}

/// `1 h 57`, `45 min`.
pub fn duree(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest}\u{a0}min"),
        (hours, 0) => format!("{hours}\u{a0}h"),
        (hours, rest) => format!("{hours}\u{a0}h\u{a0}{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ids::PresenceId;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn paris() -> TimeZone {
        TimeZone::get("Europe/Paris").unwrap()
    }

    fn ligne(montre: &str, recue: &str) -> Ligne {
        Ligne {
            presence: PresenceId(Uuid::nil()),
            personne: None,
            nom: "EXEMPLE".into(),
            profession: String::new(),
            moyen: Moyen::Qr,
            state: PresenceState::AConfirmer,
            arrivee: at(montre),
            depart: None,
            minutes: 0,
            montre_at: Some(at(montre)),
            recue_at: at(recue),
            motif: Some("tardif".into()),
            decidee_par: None,
            decidee_at: None,
            telephone: None,
        }
    }

    #[test]
    fn a_late_scan_says_when_its_code_was_shown_and_when_it_came() {
        let cadran = Cadran::new((at("2026-11-24T18:00:00Z"), at("2026-11-24T20:00:00Z")), paris());
        let late = ligne("2026-11-24T18:02:00Z", "2026-11-24T21:40:00Z");
        assert_eq!(cadran.motif(&late), "Envoi tardif\u{a0}: code affiché à 19:02, reçu à 22:40");
        assert_eq!(cadran.signature(&late), "Signé par QR code affiché à 19:02, reçu à 22:40");
        let next = ligne("2026-11-24T18:02:00Z", "2026-11-25T07:15:00Z");
        assert!(cadran.motif(&next).ends_with("reçu à 25/11/2026 à 08:15"));
        let confirmed = Ligne {
            state: PresenceState::Comptee,
            decidee_par: Some("Alix".into()),
            decidee_at: Some(at("2026-11-24T21:50:00Z")),
            ..late
        };
        assert!(cadran.signature(&confirmed).ends_with("\u{202f}; confirmé par Alix à 22:50"));
        assert_eq!(cadran.seance(), "24/11/2026, de 19:00 à 21:00");
    }

    #[test]
    fn on_the_night_of_the_clock_change_the_same_hour_has_its_season() {
        let cadran = Cadran::new((at("2026-10-24T23:00:00Z"), at("2026-10-25T03:00:00Z")), paris());
        assert_eq!(cadran.heure(at("2026-10-25T00:30:00Z")), "02:30 (heure d'été)");
        assert_eq!(cadran.heure(at("2026-10-25T01:30:00Z")), "02:30 (heure d'hiver)");
    }

    #[test]
    fn durations_are_hours_and_minutes() {
        assert_eq!((duree(0), duree(45)), ("0\u{a0}min".into(), "45\u{a0}min".into()));
        assert_eq!((duree(120), duree(117)), ("2\u{a0}h".into(), "1\u{a0}h\u{a0}57".into()));
    }
}
