//! Calendars (RFC 5545): one meeting joined to an e-mail, or a feed to subscribe to.
//!
//! Instants are written in UTC, so that no time zone has to be described and every calendar shows its own.

use jiff::Timestamp;

/// Longest line, in bytes, without its end.
const LINE: usize = 75;

/// A meeting in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evenement {
    /// What makes it the same meeting for ever.
    pub uid: String,
    /// How often it changed: a calendar keeps the highest.
    pub sequence: u32,
    /// Whether it will not be held.
    pub annule: bool,
    /// Start.
    pub debut: Timestamp,
    /// End.
    pub fin: Timestamp,
    /// What it is about.
    pub titre: String,
    /// Where; empty when nobody said.
    pub lieu: String,
    /// What more is said.
    pub description: String,
    /// Its page or its video address.
    pub url: Option<String>,
}

/// Who publishes a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisateur {
    /// Name of the CPTS.
    pub nom: String,
    /// An address of it, `mailto:…` or `https://…`.
    pub adresse: String,
}

/// The calendar of some meetings, as it stands at an instant.
pub fn calendrier(organisateur: &Organisateur, events: &[Evenement], now: Timestamp) -> String {
    let mut out = String::new();
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, "PRODID:-//Maillage//Reunions//FR");
    line(&mut out, "CALSCALE:GREGORIAN");
    line(&mut out, "METHOD:PUBLISH");
    line(&mut out, &format!("X-WR-CALNAME:{}", escaped(&organisateur.nom)));
    for event in events {
        vevent(&mut out, organisateur, (event, now));
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn vevent(out: &mut String, organisateur: &Organisateur, (event, now): (&Evenement, Timestamp)) {
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{}", event.uid));
    line(out, &format!("DTSTAMP:{}", utc(now)));
    line(out, &format!("DTSTART:{}", utc(event.debut)));
    line(out, &format!("DTEND:{}", utc(event.fin)));
    line(out, &format!("SEQUENCE:{}", event.sequence));
    line(out, &format!("STATUS:{}", if event.annule { "CANCELLED" } else { "CONFIRMED" }));
    line(out, &format!("SUMMARY:{}", escaped(&event.titre)));
    if !event.lieu.is_empty() {
        line(out, &format!("LOCATION:{}", escaped(&event.lieu)));
    }
    if !event.description.is_empty() {
        line(out, &format!("DESCRIPTION:{}", escaped(&event.description)));
    }
    if let Some(url) = &event.url {
        line(out, &format!("URL:{}", clean(url)));
    }
    let name: String = clean(&organisateur.nom).chars().filter(|c| *c != '"').collect();
    line(out, &format!("ORGANIZER;CN=\"{name}\":{}", clean(&organisateur.adresse)));
    line(out, "END:VEVENT");
}

/// `20261217T190000Z`.
fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Without control characters: a name must not open another line.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// A text value (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A line cut at 75 bytes, never inside a character (RFC 5545, 3.1).
fn line(out: &mut String, content: &str) {
    let mut width = 0;
    for c in content.chars() {
        if width + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            // The blank that opens the next line counts.
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evenement() -> Evenement {
        Evenement {
            uid: "reunion-1@exemple.test".into(),
            sequence: 2,
            annule: false,
            debut: "2026-12-17T19:00:00Z".parse().unwrap(),
            fin: "2026-12-17T20:30:00Z".parse().unwrap(),
            titre: "Réunion de bureau".into(),
            lieu: "Salle des fêtes; 1, place de l'Église".into(),
            description: "Ordre du jour :\n- Approbation du compte rendu précédent\n- Trésorerie, adhésions et avancement des sept groupes de travail".into(),
            url: Some("https://exemple.test/reunion/x".into()),
        }
    }

    fn written(event: Evenement) -> String {
        let cpts =
            Organisateur { nom: "CPTS \"du Val\"\r\nX".into(), adresse: "mailto:cpts@exemple.test".into() };
        calendrier(&cpts, &[event], "2026-11-22T09:00:00Z".parse().unwrap())
    }

    /// What a reader sees once the lines are unfolded.
    fn unfolded(text: &str) -> Vec<String> {
        text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn lines_are_folded_at_75_bytes_and_read_back_whole() {
        let text = written(evenement());
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
        let lines = unfolded(&text);
        assert!(lines.contains(&"DTSTART:20261217T190000Z".to_owned()), "{lines:?}");
        assert!(lines.contains(&"SEQUENCE:2".to_owned()));
        assert!(
            lines.contains(&"LOCATION:Salle des fêtes\\; 1\\, place de l'Église".to_owned()),
            "{lines:?}"
        );
        assert!(lines.iter().any(|line| line.starts_with("DESCRIPTION:Ordre du jour :\\n- Appro")));
        assert!(lines.contains(&"ORGANIZER;CN=\"CPTS du ValX\":mailto:cpts@exemple.test".to_owned()));
    }

    #[test]
    fn a_meeting_that_is_cancelled_says_so() {
        let text = written(Evenement { annule: true, lieu: String::new(), url: None, ..evenement() });
        assert!(text.contains("STATUS:CANCELLED\r\n") && text.contains("METHOD:PUBLISH\r\n"));
        assert!(!text.contains("LOCATION") && !text.contains("\r\nURL"));
        assert_eq!(unfolded(&text).len(), 18);
    }
}
