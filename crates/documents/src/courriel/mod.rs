//! E-mails as plain text: who writes, why the person gets it, whom to ask.
//!
//! One file a topic makes its texts with [`Courriel::new`]; this one lays them out, so that all look alike.

pub mod adhesion;
pub mod campagne;
pub mod compte;
pub mod contrat;
pub mod dialogue;
pub mod dossier;
pub mod gouvernance;
pub mod organisation;
pub mod questionnaire;
pub mod reunion;
pub mod rgpd;

use serde::{Deserialize, Serialize};

use crate::typography::french;

/// Longest line, in characters: what an answer can quote without breaking.
const WIDTH: usize = 72;

/// An e-mail, ready to leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Courriel {
    /// Subject, on one line.
    pub subject: String,
    /// Plain text, lines of 72 characters at most unless an address is longer.
    pub text: String,
    /// A calendar that is joined (RFC 5545).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// The address under which one objects to more of them: mail programs show it as a button (RFC 2369).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsubscribe: Option<String>,
}

/// What every e-mail says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cadre {
    /// Who writes: the CPTS, the institution or the instance.
    pub organisation: String,
    /// Why the person gets it, after « Vous recevez ce message »: `parce que…`, without a final dot.
    pub raison: String,
    /// Whom to ask: a name, a telephone number, an address; empty when nobody is named.
    pub contact: String,
}

impl Courriel {
    /// Lays out a text: greeting, paragraphs, signature. A paragraph that is an address stands alone on its line.
    pub fn new(subject: &str, paragraphs: &[String], cadre: &Cadre) -> Self {
        let mut blocks = vec!["Bonjour,".to_owned()];
        blocks.extend(paragraphs.iter().map(|paragraph| wrapped(paragraph)));
        blocks.push(signature(cadre));
        Self {
            subject: one_line(&typeset(subject)),
            text: blocks.join("\n\n") + "\n",
            calendar: None,
            unsubscribe: None,
        }
    }

    /// Joins a calendar.
    #[must_use]
    pub fn with_calendar(mut self, calendar: String) -> Self {
        self.calendar = Some(calendar);
        self
    }

    /// Says under which address one objects to more of them.
    #[must_use]
    pub fn with_unsubscribe(mut self, address: String) -> Self {
        self.unsubscribe = Some(address);
        self
    }
}

/// After `-- `, programs show a signature apart.
fn signature(cadre: &Cadre) -> String {
    let raison = cadre.raison.trim_end_matches('.');
    let mut lines = vec![
        "-- ".to_owned(),
        wrapped(&cadre.organisation),
        wrapped(&format!("Vous recevez ce message {raison}.")),
    ];
    if cadre.contact.trim().is_empty() {
        lines.push(wrapped("Ce message est automatique : les réponses ne sont pas lues."));
    } else {
        lines.push(wrapped(&format!("Une question ? Demandez à {}.", cadre.contact.trim_end_matches('.'))));
    }
    lines.join("\n")
}

/// French spaces and apostrophes, except in an address, which must stay as it is.
fn typeset(text: &str) -> String {
    if is_address(text) { text.to_owned() } else { french(text) }
}

fn is_address(text: &str) -> bool {
    text.contains("://") && !text.trim().contains(char::is_whitespace)
}

/// Cut at ordinary spaces only: what holds together stays together.
fn wrapped(paragraph: &str) -> String {
    paragraph.lines().map(|line| wrapped_line(&typeset(line))).collect::<Vec<_>>().join("\n")
}

fn wrapped_line(line: &str) -> String {
    let (mut out, mut width) = (String::with_capacity(line.len() + 8), 0);
    for word in line.split([' ', '\t', '\r']).filter(|word| !word.is_empty()) {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > WIDTH {
            out.push('\n');
            width = 0;
        } else if width > 0 {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += length;
    }
    out
}

/// A subject is a header: a line end in a name must not open another one.
fn one_line(text: &str) -> String {
    let clean: String = text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
    clean.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cadre(contact: &str) -> Cadre {
        Cadre {
            organisation: "CPTS de l'Exemple".into(),
            raison: "parce que la coordination vous invite.".into(),
            contact: contact.into(),
        }
    }

    #[test]
    fn a_message_says_who_writes_why_and_whom_to_ask() {
        let body = [
            "La coordination vous invite à rejoindre la CPTS : ouvrez l'adresse ci-dessous avant le 6\u{a0}décembre 2026."
                .to_owned(),
            "https://maillage.exemple.fr/invitation/abcdefghijklmnopqrstuvwxyz0123456789-abcdefghijklmnopqrstuvwxyz"
                .to_owned(),
        ];
        let courriel = Courriel::new("Votre invitation", &body, &cadre("la coordination"));
        assert_eq!(courriel.subject, "Votre invitation");
        assert_eq!(
            courriel.text,
            "Bonjour,\n\nLa coordination vous invite à rejoindre la CPTS\u{a0}: ouvrez l’adresse\nci-dessous avant \
             le 6\u{a0}décembre 2026.\n\nhttps://maillage.exemple.fr/invitation/abcdefghijklmnopqrstuvwxyz0123456789\
             -abcdefghijklmnopqrstuvwxyz\n\n-- \nCPTS de l’Exemple\nVous recevez ce message parce que la \
             coordination vous invite.\nUne question\u{202f}? Demandez à la coordination.\n"
        );
    }

    #[test]
    fn a_message_that_nobody_answers_says_so() {
        let courriel = Courriel::new("Essai", &["Texte.".to_owned()], &cadre(" "));
        assert!(courriel.text.ends_with("les réponses ne sont pas lues.\n"), "{}", courriel.text);
    }

    #[test]
    fn a_name_with_a_line_end_opens_no_header() {
        let courriel = Courriel::new("Bonjour\r\nBcc: a@exemple.test", &[], &cadre("x"));
        assert_eq!(courriel.subject.lines().count(), 1);
    }

    #[test]
    fn no_line_is_longer_than_a_quote_can_be() {
        let long = "mot ".repeat(400);
        let courriel = Courriel::new("Essai", &[long], &cadre("la coordination"));
        assert!(courriel.text.lines().all(|line| line.chars().count() <= WIDTH));
    }
}
