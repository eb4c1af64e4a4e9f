//! The warning that a meeting asks for more time than the board chose.

use app::communaute::lecture::Depassement;
use domain::communaute::presences::duree;
use domain::nombres::compte;

use crate::views::components::{Link, Notice, Tone};
use crate::views::lecture::mois;

fn time(minutes: u32) -> String {
    duree(i64::from(minutes))
}

/// `Le plafond de mars 2026 serait dépassé pour 2 personnes sur 12, de 15 min à 1 h 30.`
pub fn phrase(one: &Depassement) -> String {
    let people = compte(one.personnes, "personne", "personnes");
    let over = match one.minutes {
        (least, most) if least == most => format!("de {}", time(most)),
        (least, most) => format!("de {} à {}", time(least), time(most)),
    };
    format!("Le plafond de {} serait dépassé pour {people} sur {}, {over}.", mois(one.mois), one.appelees)
}

/// The same as a warning, with what the board chose and where to read it.
pub fn notice(one: &Depassement, participation: &str) -> Notice {
    let ceiling = format!(
        "Le bureau a fixé {} par personne et par mois, questionnaires compris.",
        time(one.plafond.minutes)
    );
    let free = "Vous pouvez envoyer la convocation, changer la date ou inviter moins de monde.";
    Notice::new(Tone::Attention, phrase(one))
        .with_details(vec![ceiling, free.to_owned()])
        .with_link(Link::new("Voir le temps demandé", participation))
}

#[cfg(test)]
mod tests {
    use domain::communaute::lecture::PlafondTemps;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_warning_says_for_how_many_and_by_how_much() {
        let one = Depassement {
            proposition: None,
            mois: date(2026, 12, 1),
            plafond: PlafondTemps { minutes: 120 },
            appelees: 12,
            personnes: 2,
            minutes: (15, 90),
        };
        let said = "Le plafond de décembre 2026 serait dépassé pour 2\u{a0}personnes sur 12, de 15\u{a0}min à 1\u{a0}h\u{a0}30.";
        assert_eq!(phrase(&one), said);
        let alone = Depassement { personnes: 1, minutes: (60, 60), ..one };
        assert!(phrase(&alone).ends_with("dépassé pour 1\u{a0}personne sur 12, de 1\u{a0}h."));
        assert!(notice(&alone, "/p").details[0].contains("2\u{a0}h par personne"));
    }
}
