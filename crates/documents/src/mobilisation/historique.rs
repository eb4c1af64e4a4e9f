//! The history of mobilisation: its sentences, and the document that holds them.

use domain::communaute::mobilisation::{CampagneCanal, Historique, LigneCampagne, LigneReunion, Reponse};
use domain::nombres::{compte, date, liste};
use jiff::tz::TimeZone;

use super::document;
use crate::document::{Block, Section};
use crate::docx;
use crate::error::DocumentError;
use crate::typography::french;

/// The history as titled lists of sentences: the page and the document say the same.
pub fn historique_phrases(own: &Historique, zone: &TimeZone) -> Vec<(String, Vec<String>)> {
    let mut parts = Vec::new();
    let campaigns: Vec<String> = own.campagnes.iter().map(campaign).collect();
    parts.push((
        "Campagnes de mobilisation".to_owned(),
        or_nothing(campaigns, "Aucune campagne n'a été lancée."),
    ));
    let meetings: Vec<String> = own.reunions.iter().map(|one| meeting(one, zone)).collect();
    parts.push((
        "Réunions d'information".to_owned(),
        or_nothing(meetings, "Aucune réunion d'information n'est notée."),
    ));
    let next: Vec<String> =
        own.a_venir.iter().map(|name| format!("Campagne en préparation : {name}.")).collect();
    parts.push(("Actions prévues".to_owned(), or_nothing(next, "Aucune campagne n'est en préparation.")));
    for (_, sentences) in &mut parts {
        sentences.iter_mut().for_each(|sentence| *sentence = french(sentence));
    }
    parts
}

fn or_nothing(sentences: Vec<String>, nothing: &str) -> Vec<String> {
    if sentences.is_empty() { vec![nothing.to_owned()] } else { sentences }
}

fn campaign(one: &LigneCampagne) -> String {
    let when = one.lancee.map_or_else(|| "sans date".to_owned(), |day| format!("le {}", date(day)));
    let mut parts = vec![format!("« {} », par {}, {when}", one.nom, way(one.canal))];
    if one.canal == CampagneCanal::Relais {
        for told in &one.declarations {
            parts.push(format!(
                "{} déclare {} le {} (source : {})",
                told.relais,
                people(told.nombre as usize),
                date(told.date),
                told.source
            ));
        }
        if one.declarations.is_empty() {
            parts.push("nombre de destinataires non déclaré par les relais".to_owned());
        }
    } else {
        parts.push(format!("{} retenus, {} joints", people(one.bilan.retenus), one.bilan.contactes));
    }
    if one.bilan.laisses() > 0 {
        parts.push(format!("{} non joignables par ce moyen", one.bilan.laisses()));
    }
    if !one.listings.is_empty() {
        let listings: Vec<String> =
            one.listings.iter().map(|(source, count)| format!("{} ({count})", source_name(source))).collect();
        parts.push(format!("listes : {}", liste(&listings)));
    }
    if !one.relances.is_empty() {
        let days: Vec<String> = one.relances.iter().map(|day| date(*day)).collect();
        parts.push(format!("relances : {}", liste(&days)));
    }
    let answers = [(Reponse::Interesse, "oui"), (Reponse::PeutEtre, "peut-être"), (Reponse::Non, "non")];
    let answers: Vec<String> =
        answers.iter().map(|(kind, word)| format!("{} {word}", one.bilan.reponse(*kind))).collect();
    parts.push(format!("{} : {}", compte(one.bilan.repondu(), "réponse", "réponses"), liste(&answers)));
    if let Some(reunion) = &one.reunion {
        parts.push(format!("invitation à la réunion « {reunion} »"));
    }
    format!("{}.", parts.join(" ; "))
}

fn source_name(source: &str) -> &str {
    if source.trim().is_empty() { "source non notée" } else { source }
}

fn people(count: usize) -> String {
    compte(count, "professionnel", "professionnels")
}

fn way(canal: CampagneCanal) -> &'static str {
    match canal {
        CampagneCanal::Courriel => "e-mail",
        CampagneCanal::Relais => "relais",
        CampagneCanal::Telephone => "téléphone",
        CampagneCanal::Courrier => "courrier",
    }
}

fn meeting(one: &LigneReunion, zone: &TimeZone) -> String {
    let when = match one.debut {
        Some(at) => format!("le {}", date(at.to_zoned(zone.clone()).date())),
        None => "date à choisir".to_owned(),
    };
    let place = if one.lieu.is_empty() { String::new() } else { format!(", {}", one.lieu) };
    let invited = compte(one.invites, "invitation", "invitations");
    let came = if one.tenue {
        format!(
            "{}, dont {} parmi les personnes invitées",
            compte(one.presents, "présence", "présences"),
            one.presents_invites
        )
    } else {
        "réunion à venir".to_owned()
    };
    format!("« {} », {when}{place} ; {invited} ; {came}.", one.titre)
}

/// The history for a word processor (DOCX).
///
/// # Errors
/// When the package is refused, which is a defect of the program.
pub fn historique_docx(own: &Historique, zone: &TimeZone) -> Result<Vec<u8>, DocumentError> {
    let section = |(title, sentences): (String, Vec<String>)| Section {
        title,
        blocks: sentences.into_iter().map(Block::paragraph).collect(),
    };
    let sections = historique_phrases(own, zone).into_iter().map(section).collect();
    let titles = ("Lettre d'intention", "Méthodologie d'information et de mobilisation");
    docx::write(&document(titles, vec![own.cpts.clone()], own.jour, sections))
}

#[cfg(test)]
mod tests {
    use domain::communaute::mobilisation::{Bilan, CampagneState};
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_history_says_channel_day_numbers_and_meetings() {
        let own = Historique {
            cpts: "CPTS de l'Exemple".into(),
            jour: date(2026, 11, 22),
            campagnes: vec![LigneCampagne {
                id: nil().parse().unwrap(),
                nom: "Premier envoi".into(),
                but: String::new(),
                canal: CampagneCanal::Courriel,
                state: CampagneState::Lancee,
                lancee: Some(date(2026, 10, 1)),
                relances: vec![date(2026, 10, 12)],
                bilan: Bilan { retenus: 200, contactes: 195, reponses: [60, 20, 10, 6], ..Bilan::default() },
                declarations: Vec::new(),
                listings: vec![("Annuaire RPPS".into(), 200)],
                reunion: None,
            }],
            a_venir: vec!["Second envoi".into()],
            reunions: vec![LigneReunion {
                id: nil().parse().unwrap(),
                titre: "Présentation du projet".into(),
                debut: "2026-10-20T18:00:00Z".parse().ok(),
                lieu: "salle des fêtes".into(),
                tenue: true,
                invites: 200,
                presents: 80,
                presents_invites: 70,
            }],
        };
        let said = historique_phrases(&own, &TimeZone::UTC);
        let campaign = said[0].1[0].replace('\u{a0}', " ");
        for part in
            ["01/10/2026", "200 professionnels retenus, 195 joints", "96 réponses", "60 oui", "12/10/2026"]
        {
            assert!(campaign.contains(part), "{part} is missing from {campaign}");
        }
        let meeting = said[1].1[0].replace('\u{a0}', " ");
        assert!(meeting.contains("80 présences, dont 70"), "{meeting}");
        assert!(historique_docx(&own, &TimeZone::UTC).unwrap().starts_with(b"PK"));
    }

    fn nil() -> &'static str {
        "00000000-0000-0000-0000-000000000000"
    }
}
