//! Alerts of clocks that leave by e-mail: each once, on a working day.

use jiff::civil::Date;

use super::{Alerte, ContratLu, Horloge, QuoiHorloge, alertes};
use crate::dossier::delais;
use crate::source::RulesError;

/// An alert to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rappel {
    /// Says which clock, which limit and which alert it is: another limit or a graver alert is another e-mail.
    pub cle: String,
    /// The clock.
    pub horloge: Horloge,
}

fn cle(alerte: Alerte, one: &Horloge) -> String {
    let quoi = match &one.quoi {
        QuoiHorloge::Debut(mission) => format!("debut.{mission}"),
        QuoiHorloge::Deploiement(mission) => format!("deploiement.{mission}"),
        QuoiHorloge::PlanCrise => "plan_crise".into(),
        QuoiHorloge::MiseAJourCrise => "mise_a_jour_crise".into(),
        QuoiHorloge::Fin => "fin".into(),
    };
    let said = match alerte {
        Alerte::Bientot => "bientot",
        Alerte::TresBientot => "tres_bientot",
        Alerte::Depassee | Alerte::RisqueReprise => "depassee",
    };
    format!("{quoi}:{}:{said}", one.limite)
}

/// The alerts of a signed contract that were not sent yet, the gravest first; none on a day when nobody is at the
/// office, before the signature or once the contract is over.
///
/// # Errors
/// When a table that ships with the program is malformed.
pub fn rappels_dus(contrat: &ContratLu, today: Date) -> Result<Vec<Rappel>, &'static RulesError> {
    let runs = contrat.signes().is_some_and(|termes| termes.signature <= today && today < termes.terme());
    if !runs || !delais::regles()?.feries.is_ouvre(today) {
        return Ok(Vec::new());
    }
    let sent = &contrat.suivi().rappels;
    let all = alertes(contrat, today)?.into_iter();
    let all = all.map(|(alerte, horloge)| Rappel { cle: cle(alerte, &horloge), horloge });
    Ok(all.filter(|one| !sent.contains(&one.cle)).collect())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::essai::{contrat, termes};
    use super::*;

    fn keys(lu: &ContratLu, today: Date) -> Vec<String> {
        rappels_dus(lu, today).unwrap().into_iter().map(|one| one.cle).collect()
    }

    #[test]
    fn an_alert_leaves_at_ninety_days_at_thirty_and_once_past_each_time_once() {
        let mut lu = contrat(termes(date(2024, 4, 15)));
        lu.contrat.fiche.suivi.missions.insert(
            "crise".into(),
            crate::aci::contrat::SuiviMission { debut: Some(date(2024, 5, 2)), ..Default::default() },
        );
        // The limit of the access mission is 15 October 2024, a Tuesday.
        assert!(keys(&lu, date(2024, 7, 16)).is_empty());
        let first = keys(&lu, date(2024, 7, 17));
        assert_eq!(first, ["debut.acces:2024-10-15:bientot"]);
        lu.contrat.fiche.suivi.rappels.extend(first);
        assert!(keys(&lu, date(2024, 7, 18)).is_empty(), "once");
        // Thirty days before is a Sunday: it leaves on Monday.
        assert!(keys(&lu, date(2024, 9, 15)).is_empty());
        let second = keys(&lu, date(2024, 9, 16));
        assert_eq!(second, ["debut.acces:2024-10-15:tres_bientot"]);
        lu.contrat.fiche.suivi.rappels.extend(second);
        assert_eq!(keys(&lu, date(2024, 10, 16)), ["debut.acces:2024-10-15:depassee"]);
    }

    #[test]
    fn terms_that_nobody_signed_and_contracts_that_are_over_say_nothing() {
        let mut lu = contrat(termes(date(2019, 4, 15)));
        assert!(!keys(&lu, date(2024, 4, 12)).is_empty(), "the end is near");
        assert!(keys(&lu, date(2024, 4, 15)).is_empty());
        let terms = termes(date(2024, 4, 15));
        (lu.contrat.fiche.brouillon, lu.versions) = (Some(terms), Vec::new());
        assert!(keys(&lu, date(2024, 10, 16)).is_empty());
    }
}
