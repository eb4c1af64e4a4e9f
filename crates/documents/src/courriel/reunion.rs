//! E-mails about a meeting: choose a date, come, the date changed, it will not be held.

use super::{Cadre, Courriel};

/// What every message says of a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReunionAnnoncee {
    /// Name of the CPTS.
    pub organisation: String,
    /// Name of the group; `None` for a meeting of information.
    pub groupe: Option<String>,
    /// What it is about.
    pub titre: String,
    /// When: `jeudi 17 décembre 2026, de 20 h à 21 h 30`. Empty while the date is being chosen.
    pub quand: String,
    /// Where; empty when nobody said.
    pub lieu: String,
    /// Address of the video meeting.
    pub visio: Option<String>,
    /// Points of the agenda, with the minutes that each takes.
    pub points: Vec<(String, u16)>,
    /// The personal link of the reader.
    pub lien: String,
}

fn cadre(of: &ReunionAnnoncee) -> Cadre {
    let raison = match &of.groupe {
        Some(groupe) => format!("parce que le groupe « {groupe} » vous invite"),
        None => format!("parce que {} vous invite à une réunion", of.organisation),
    };
    Cadre {
        organisation: of.organisation.clone(),
        raison,
        contact: format!("la coordination de {}", of.organisation),
    }
}

fn places(of: &ReunionAnnoncee) -> Vec<String> {
    let mut said = Vec::new();
    if !of.lieu.is_empty() {
        said.push(format!("Lieu : {}", of.lieu));
    }
    if let Some(visio) = &of.visio {
        said.push("À distance, ouvrez cette adresse à l'heure dite :".to_owned());
        said.push(visio.clone());
    }
    said
}

/// The agenda, one point a line; nothing when it is empty.
pub(crate) fn agenda(points: &[(String, u16)]) -> Option<String> {
    if points.is_empty() {
        return None;
    }
    let line = |(titre, minutes): &(String, u16)| match minutes {
        0 => format!("- {titre}"),
        minutes => format!("- {titre} ({minutes} min)"),
    };
    let lines: Vec<String> = points.iter().map(line).collect();
    Some(format!("Ordre du jour :\n{}", lines.join("\n")))
}

const PERSONAL: &str = "Cette adresse est personnelle : ne la transférez pas.";

/// Come: the first convocation, or a reminder of it.
pub fn convocation(of: &ReunionAnnoncee, rappel: bool) -> Courriel {
    let first = if rappel { "Rappel : cette réunion approche." } else { "Vous avez une réunion." };
    let mut paragraphs = vec![first.to_owned(), format!("{}\n{}", of.titre, of.quand)];
    paragraphs.extend(places(of));
    paragraphs.extend(agenda(&of.points));
    paragraphs.push("Dites si vous venez. Un clic suffit, sans compte :".to_owned());
    paragraphs.push(of.lien.clone());
    paragraphs.push(PERSONAL.to_owned());
    let subject = if rappel { "Rappel" } else { "Convocation" };
    Courriel::new(&format!("{subject} : {}, {}", of.titre, of.quand), &paragraphs, &cadre(of))
}

/// Choose among dates.
pub fn sondage(of: &ReunionAnnoncee, dates: &[String]) -> Courriel {
    let dates: Vec<String> = dates.iter().map(|date| format!("- {date}")).collect();
    let paragraphs = [
        format!("Nous cherchons une date pour : {}.", of.titre),
        format!("Dates proposées :\n{}", dates.join("\n")),
        "Dites lesquelles vous conviennent. Une minute suffit, sans compte :".to_owned(),
        of.lien.clone(),
        PERSONAL.to_owned(),
    ];
    Courriel::new(&format!("Choisir une date : {}", of.titre), &paragraphs, &cadre(of))
}

/// The date changed.
pub fn changement(of: &ReunionAnnoncee, avant: &str) -> Courriel {
    let mut paragraphs = vec![
        format!("La date de cette réunion change : {}.", of.titre),
        format!("Ancienne date : {avant}\nNouvelle date : {}", of.quand),
    ];
    paragraphs.extend(places(of));
    paragraphs.push("Dites si vous venez à cette nouvelle date :".to_owned());
    paragraphs.push(of.lien.clone());
    paragraphs.push(PERSONAL.to_owned());
    Courriel::new(&format!("Nouvelle date : {}, {}", of.titre, of.quand), &paragraphs, &cadre(of))
}

/// It will not be held.
pub fn annulation(of: &ReunionAnnoncee, motif: &str) -> Courriel {
    let when = if of.quand.is_empty() { String::new() } else { format!("\n{}", of.quand) };
    let mut paragraphs = vec![format!("Cette réunion n'aura pas lieu.\n{}{when}", of.titre)];
    if !motif.is_empty() {
        paragraphs.push(motif.to_owned());
    }
    paragraphs.push("Vous n'avez rien à faire. Votre agenda se met à jour avec le fichier joint.".to_owned());
    Courriel::new(&format!("Réunion annulée : {}", of.titre), &paragraphs, &cadre(of))
}

/// It was cancelled, and will be held after all.
pub fn retablissement(of: &ReunionAnnoncee) -> Courriel {
    let when = if of.quand.is_empty() { "Sa date reste à choisir." } else { &of.quand };
    let mut paragraphs = vec![
        "Cette réunion avait été annulée. Elle aura bien lieu.".to_owned(),
        format!("{}\n{when}", of.titre),
    ];
    paragraphs.extend(places(of));
    paragraphs.push("Dites si vous venez. Un clic suffit, sans compte :".to_owned());
    paragraphs.push(of.lien.clone());
    paragraphs.push(PERSONAL.to_owned());
    Courriel::new(&format!("Réunion rétablie : {}", of.titre), &paragraphs, &cadre(of))
}

/// The invitation was a mistake.
pub fn retrait(of: &ReunionAnnoncee) -> Courriel {
    let when = if of.quand.is_empty() { String::new() } else { format!("\n{}", of.quand) };
    let paragraphs = [
        format!("Vous n'êtes plus attendu à cette réunion.\n{}{when}", of.titre),
        format!(
            "L'invitation venait d'une erreur. Une question\u{202f}? Écrivez à la coordination de {}.",
            of.organisation
        ),
        "Vous n'avez rien à faire. L'adresse reçue pour répondre ne fonctionne plus.".to_owned(),
    ];
    Courriel::new(&format!("Invitation retirée : {}", of.titre), &paragraphs, &cadre(of))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reunion() -> ReunionAnnoncee {
        ReunionAnnoncee {
            organisation: "CPTS du Val".into(),
            groupe: Some("Soins non programmés".into()),
            titre: "Réunion de groupe".into(),
            quand: "jeudi 17 décembre 2026, de 20 h à 21 h 30".into(),
            lieu: "Salle des fêtes".into(),
            visio: Some("https://visio.exemple.test/abc".into()),
            points: vec![("Prochaine date".into(), 5), ("Divers".into(), 0)],
            lien: "https://maillage.exemple.test/reunion/abc".into(),
        }
    }

    #[test]
    fn a_convocation_says_what_when_where_and_how_to_answer() {
        let mail = convocation(&reunion(), false);
        for part in ["Convocation", "Réunion de groupe", "17 décembre"] {
            assert!(mail.subject.contains(part), "{}", mail.subject);
        }
        for part in ["Salle des fêtes", "Prochaine date (5 min)", "\n- Divers", "groupe «"] {
            assert!(mail.text.contains(part), "{part} is missing from {}", mail.text);
        }
        for address in ["https://visio.exemple.test/abc", "https://maillage.exemple.test/reunion/abc"] {
            assert!(mail.text.lines().any(|line| line == address), "{address} stands alone");
        }
        assert!(convocation(&reunion(), true).subject.starts_with("Rappel"));
    }

    #[test]
    fn a_change_says_both_dates_and_a_cancellation_its_reason() {
        let moved = changement(&reunion(), "lundi 14 décembre 2026, de 20 h à 21 h");
        assert!(moved.text.contains("14 décembre") && moved.text.contains("17 décembre"), "{}", moved.text);
        let gone = annulation(&reunion(), "La salle est fermée.");
        assert!(gone.text.contains("La salle est fermée.") && !gone.text.contains("/reunion/abc"));
    }

    #[test]
    fn a_meeting_that_is_held_after_all_says_so_and_an_invitation_taken_back_gives_no_address() {
        let back = retablissement(&reunion());
        assert!(back.subject.starts_with("Réunion rétablie") && back.text.contains("aura bien lieu"));
        assert!(back.text.lines().any(|line| line.ends_with("/reunion/abc")));
        let undated = retablissement(&ReunionAnnoncee { quand: String::new(), ..reunion() });
        assert!(undated.text.contains("Sa date reste à choisir."));
        let gone = retrait(&reunion());
        assert!(gone.text.contains("plus attendu") && !gone.text.contains("/reunion/abc"), "{}", gone.text);
    }

    #[test]
    fn a_poll_lists_its_dates() {
        let mail = sondage(&reunion(), &["lundi 14 décembre".into(), "mardi 15 décembre".into()]);
        assert!(mail.text.contains("- lundi 14 décembre\n- mardi 15 décembre"), "{}", mail.text);
    }
}
