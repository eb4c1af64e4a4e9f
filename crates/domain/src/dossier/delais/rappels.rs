//! Reminders: when each is due, and for whom.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde::Deserialize;

use super::Regles;
use crate::dossier::{Dossier, EtatDossier, RoleSaisine, Saisine};
use crate::source::Confidence;

/// What a reminder is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repere {
    /// The last filing.
    Depot,
    /// The day on which corrections were sent.
    Corrections,
    /// The day on which the opinion was asked.
    Saisine,
    /// The commission.
    Commission,
    /// The last day of the legal delay.
    Silence,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Sens {
    Avant,
    Apres,
}

/// Who is reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Destinataire {
    /// The desk.
    Guichet,
    /// The institution whose opinion is asked.
    Avis,
    /// The CPTS.
    Cpts,
}

/// One reminder, for the page that shows the rules.
#[derive(Clone, Debug, Deserialize)]
pub struct Rappel {
    /// Name in the code.
    pub code: String,
    /// What one is reminded of, in French.
    #[serde(rename = "libelle")]
    pub label: String,
    /// What it is counted from.
    pub repere: Repere,
    sens: Sens,
    /// How many days.
    #[serde(rename = "jours")]
    pub days: u32,
    /// Who is reminded.
    #[serde(rename = "destinataire")]
    pub to: Destinataire,
    /// Since when.
    #[serde(rename = "en_vigueur")]
    pub effective: Date,
    /// The texts that were read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// How it is counted, in French.
    pub note: String,
}

/// A reminder that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Du {
    /// Says which one it is and of which round: it is sent once.
    pub cle: String,
    /// Who is reminded.
    pub to: Destinataire,
    /// What one is reminded of, in French.
    pub label: String,
    /// Since when it is due: a working day.
    pub depuis: Date,
    /// The day that it speaks of: commission or end of the delay.
    pub echeance: Option<Date>,
}

/// What is looked at to say which reminders are due.
#[derive(Clone, Debug)]
pub struct Faits<'a> {
    /// The dossier.
    pub dossier: &'a Dossier,
    /// Whether the institution of the request gave its opinion.
    pub avis_rendu: bool,
    /// The hour of the CPTS.
    pub zone: &'a TimeZone,
    /// Now.
    pub now: Timestamp,
}

impl Faits<'_> {
    fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }

    /// When the dossier took the state in which it is.
    fn since(&self, etat: EtatDossier) -> Option<Date> {
        let last = self.dossier.fiche.passages.last().filter(|last| last.etat == etat);
        last.filter(|_| self.dossier.etat == etat).map(|last| self.day(last.at))
    }

    /// The day from which a reminder of a request is counted; `None` when nobody is to be reminded of it.
    fn repere(&self, rappel: &Rappel, saisine: &Saisine, rules: &Regles) -> Option<Date> {
        let guichet = saisine.role == RoleSaisine::Guichet;
        let waits = !guichet && !self.avis_rendu && self.dossier.etat == EtatDossier::EnInstruction;
        match rappel.repere {
            Repere::Depot => self.since(EtatDossier::Depose).filter(|_| guichet),
            Repere::Corrections => self.since(EtatDossier::ACompleter).filter(|_| guichet),
            Repere::Saisine => waits.then(|| self.day(saisine.since)),
            Repere::Commission => self.dossier.fiche.commission.filter(|_| waits),
            Repere::Silence => rules.echeance(self.dossier).filter(|_| guichet),
        }
    }
}

impl Rappel {
    fn due(&self, repere: Date, rules: &Regles) -> Date {
        let days = Span::new().days(i64::from(self.days));
        let day = match self.sens {
            Sens::Avant => repere.saturating_sub(days),
            Sens::Apres => repere.saturating_add(days),
        };
        rules.feries.ouvre(day)
    }

    /// Whether it no longer makes sense: what it warned of has come.
    fn is_past(&self, repere: Date, today: Date) -> bool {
        self.sens == Sens::Avant && today > repere
    }
}

impl Regles {
    /// The reminders of a request that are due and were not sent.
    pub fn rappels_dus(&self, saisine: &Saisine, faits: &Faits<'_>) -> Vec<Du> {
        if saisine.until.is_some() {
            return Vec::new();
        }
        let today = faits.day(faits.now);
        let due = |rappel: &Rappel| {
            let repere = faits.repere(rappel, saisine, self)?;
            let depuis = rappel.due(repere, self);
            let cle = format!("{}:{repere}", rappel.code);
            let sent = saisine.fiche.rappels.contains(&cle);
            let now = depuis <= today && !rappel.is_past(repere, today) && !sent;
            let echeance = Some(repere).filter(|_| rappel.sens == Sens::Avant);
            now.then(|| Du { cle, to: rappel.to, label: rappel.label.clone(), depuis, echeance })
        };
        self.rappels.iter().filter_map(due).collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::super::regles;
    use super::*;
    use crate::authz::Author;
    use crate::dossier::{DossierFiche, DossierKind, Passage, SaisineFiche};
    use crate::ids::{CptsId, DossierId, InstitutionId, SaisineId};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn dossier(etat: EtatDossier, since: &str) -> Dossier {
        let by = Author::System("essai".into());
        Dossier {
            id: DossierId(Uuid::nil()),
            kind: DossierKind::LettreIntention,
            titre: "Essai".into(),
            etat,
            guichet: None,
            fiche: DossierFiche {
                passages: vec![Passage { etat, at: at(since), by, motif: String::new() }],
                ..DossierFiche::default()
            },
            created_at: Timestamp::UNIX_EPOCH,
            version: 1,
            removed_at: None,
        }
    }

    fn saisine(role: RoleSaisine, since: &str) -> Saisine {
        Saisine {
            id: SaisineId(Uuid::nil()),
            cpts: CptsId(Uuid::nil()),
            dossier: DossierId(Uuid::nil()),
            institution: InstitutionId(Uuid::nil()),
            role,
            fiche: SaisineFiche::default(),
            since: at(since),
            until: None,
            version: 1,
        }
    }

    fn codes(saisine: &Saisine, dossier: &Dossier, avis_rendu: bool, now: &str) -> Vec<String> {
        let zone = TimeZone::get("Europe/Paris").unwrap();
        let faits = Faits { dossier, avis_rendu, zone: &zone, now: at(now) };
        regles().unwrap().rappels_dus(saisine, &faits).into_iter().map(|one| one.cle).collect()
    }

    #[test]
    fn a_reminder_that_falls_on_a_day_off_leaves_on_the_next_working_day_and_once() {
        let one = dossier(EtatDossier::Depose, "2026-11-11T09:00:00Z");
        let mut desk = saisine(RoleSaisine::Guichet, "2026-11-11T09:00:00Z");
        // Ten days later is a Saturday.
        assert!(codes(&desk, &one, false, "2026-11-22T12:00:00Z").is_empty());
        let due = codes(&desk, &one, false, "2026-11-23T06:00:00Z");
        assert_eq!(due, ["completude:2026-11-11"]);
        desk.fiche.rappels.extend(due);
        assert!(codes(&desk, &one, false, "2026-12-23T06:00:00Z").is_empty());
        let again = dossier(EtatDossier::Depose, "2026-12-01T09:00:00Z");
        assert_eq!(codes(&desk, &again, false, "2026-12-11T09:00:00Z"), ["completude:2026-12-01"]);
    }

    #[test]
    fn an_institution_is_reminded_until_it_gives_its_opinion() {
        let mut one = dossier(EtatDossier::EnInstruction, "2026-11-02T09:00:00Z");
        one.fiche.commission = Some(date(2026, 11, 30));
        let asked = saisine(RoleSaisine::Avis, "2026-11-02T09:00:00Z");
        assert_eq!(codes(&asked, &one, false, "2026-11-23T09:00:00Z").len(), 2);
        assert!(codes(&asked, &one, true, "2026-11-23T09:00:00Z").is_empty());
        let late = codes(&asked, &one, false, "2026-12-02T09:00:00Z");
        assert_eq!(late, ["avis:2026-11-02"], "the commission has met");
        let over = Saisine { until: Some(Timestamp::UNIX_EPOCH), ..asked };
        assert!(codes(&over, &one, false, "2026-11-23T09:00:00Z").is_empty());
    }

    #[test]
    fn the_end_of_the_two_months_is_announced_twice() {
        let mut one = dossier(EtatDossier::EnInstruction, "2026-09-22T09:00:00Z");
        (one.kind, one.fiche.recu_le) = (DossierKind::ProjetSante, Some(date(2026, 9, 30)));
        let desk = saisine(RoleSaisine::Guichet, "2026-09-01T09:00:00Z");
        // The end is Monday 30 November: fifteen days before is a Sunday, five days before a Wednesday.
        assert!(codes(&desk, &one, false, "2026-11-15T12:00:00Z").is_empty());
        assert_eq!(codes(&desk, &one, false, "2026-11-16T12:00:00Z"), ["silence.15:2026-11-30"]);
        assert_eq!(codes(&desk, &one, false, "2026-11-25T12:00:00Z").len(), 2);
        assert!(codes(&desk, &one, false, "2026-12-01T12:00:00Z").is_empty());
    }
}
