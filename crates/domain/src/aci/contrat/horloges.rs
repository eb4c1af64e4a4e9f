//! Clocks of a contract: what must be done by when, and what is near or past.
//!
//! Source: `aci.md` 3.1. Delays count from the signature, by the calendar: a day that does not exist becomes the last of
//! its month.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{ContratLu, Termes};
use crate::aci::missions::{Missions, missions, nom_court};
use crate::aci::regles::{Regles, regles};
use crate::source::RulesError;

/// What must be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuoiHorloge {
    /// A mission of the contract must have started.
    Debut(String),
    /// A mission must be fully deployed.
    Deploiement(String),
    /// The crisis plan must be written, in the first year of its mission.
    PlanCrise,
    /// The crisis plan must be updated.
    MiseAJourCrise,
    /// The contract ends.
    Fin,
}

impl QuoiHorloge {
    /// What must be done, in French: `Accès aux soins\u{a0}: commencer`.
    pub fn label(&self) -> String {
        match self {
            QuoiHorloge::Debut(cle) => format!("{}\u{a0}: commencer", nom_court(cle)),
            QuoiHorloge::Deploiement(cle) => format!("{}\u{a0}: plein déploiement", nom_court(cle)),
            QuoiHorloge::PlanCrise => "Plan de crise\u{a0}: l'écrire".into(),
            QuoiHorloge::MiseAJourCrise => "Plan de crise\u{a0}: le mettre à jour".into(),
            QuoiHorloge::Fin => "Fin du contrat".into(),
        }
    }
}

/// Where a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EtatHorloge {
    /// Done on that day; `true` when it was late.
    Fait(Date, bool),
    /// So many days remain, and no alert is due.
    Serein(i32),
    /// So many days remain: the first alert.
    Proche(i32),
    /// So many days remain: the last alert.
    TresProche(i32),
    /// Past by so many days.
    Depasse(i32),
}

/// A clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Horloge {
    /// What must be done.
    pub quoi: QuoiHorloge,
    /// By when.
    pub limite: Date,
    /// The day that the contract plans, when it says one.
    pub prevu: Option<Date>,
    /// Where it stands.
    pub etat: EtatHorloge,
    /// Whether the agreement asks it of every CPTS, so that money paid in advance may be asked back.
    pub obligatoire: bool,
}

/// How much an alert weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alerte {
    /// Soon.
    Bientot,
    /// Very soon.
    TresBientot,
    /// Too late.
    Depassee,
    /// Too late, and money paid in advance may be asked back.
    RisqueReprise,
}

impl Horloge {
    /// Whether something must be said of it, and how loudly.
    pub fn alerte(&self) -> Option<Alerte> {
        match self.etat {
            EtatHorloge::Fait(..) | EtatHorloge::Serein(_) => None,
            EtatHorloge::Proche(_) => Some(Alerte::Bientot),
            EtatHorloge::TresProche(_) => Some(Alerte::TresBientot),
            EtatHorloge::Depasse(_) if self.obligatoire && matches!(self.quoi, QuoiHorloge::Debut(_)) => {
                Some(Alerte::RisqueReprise)
            }
            EtatHorloge::Depasse(_) => Some(Alerte::Depassee),
        }
    }
}

struct Regard<'a> {
    regles: &'a Regles,
    missions: &'a Missions,
    today: Date,
}

impl Regard<'_> {
    fn etat(&self, limite: Date, fait: Option<Date>, first: i32) -> EtatHorloge {
        if let Some(le) = fait {
            return EtatHorloge::Fait(le, le > limite);
        }
        let days = (limite - self.today).get_days();
        let (_, short) = self.regles.alertes();
        match days {
            days if days < 0 => EtatHorloge::Depasse(-days),
            days if days <= short => EtatHorloge::TresProche(days),
            days if days <= first => EtatHorloge::Proche(days),
            days => EtatHorloge::Serein(days),
        }
    }

    /// Whether every CPTS that signed on that day has the mission, now.
    fn is_socle(&self, mission: &str) -> bool {
        self.missions.mission(mission).and_then(|one| one.socle).is_some_and(|since| since <= self.today)
    }

    fn of_mission(&self, (termes, cle): (&Termes, &str), done: [Option<Date>; 2]) -> Vec<Horloge> {
        let planned = termes.mission(cle);
        let delays = self.regles.delais(cle);
        let after = |months: i32| termes.signature.saturating_add(months.months());
        let obligatoire = self.is_socle(cle);
        let (first, _) = self.regles.alertes();
        let one = |quoi, legal: Option<Date>, prevu: Option<Date>, fait| {
            let limite = legal.or(prevu)?;
            Some(Horloge { quoi, limite, prevu, etat: self.etat(limite, fait, first), obligatoire })
        };
        let start = one(
            QuoiHorloge::Debut(cle.to_owned()),
            delays.map(|one| after(one.debut)),
            planned.map(|one| one.debut_prevu),
            done[0],
        );
        let full = one(
            QuoiHorloge::Deploiement(cle.to_owned()),
            delays.map(|one| after(one.deploiement)),
            planned.and_then(|one| one.deploiement_prevu),
            done[1],
        );
        start.into_iter().chain(full).collect()
    }
}

/// Every clock of a contract, in the order of its missions; nothing before it has terms. Missions that the agreement
/// asks of every CPTS have theirs even when the contract forgets them.
///
/// # Errors
/// When a table that ships with the program is malformed.
pub fn horloges(contrat: &ContratLu, today: Date) -> Result<Vec<Horloge>, &'static RulesError> {
    let Some(termes) = contrat.termes() else { return Ok(Vec::new()) };
    let regard = Regard { regles: regles()?, missions: missions()?, today };
    let suivi = contrat.suivi();
    let mut all = Vec::new();
    for mission in &regard.missions.missions {
        let cle = mission.cle.as_str();
        if termes.mission(cle).is_none() && !(regard.is_socle(cle) && regard.regles.delais(cle).is_some()) {
            continue;
        }
        let known = suivi.missions.get(cle);
        let done = [known.and_then(|one| one.debut), known.and_then(|one| one.deploiement)];
        all.extend(regard.of_mission((termes, cle), done));
        if cle == "crise"
            && let Some(start) = done[0]
        {
            let due = |from: Date| from.saturating_add(regard.regles.mise_a_jour_crise().months());
            let (first, _) = regard.regles.alertes();
            let (quoi, limite) = match suivi.plan_au(today) {
                None => (QuoiHorloge::PlanCrise, due(start)),
                Some(last) => (QuoiHorloge::MiseAJourCrise, due(last)),
            };
            if limite < termes.terme() {
                let etat = regard.etat(limite, None, first);
                all.push(Horloge { quoi, limite, prevu: None, etat, obligatoire: true });
            }
        }
    }
    let limite = termes.terme();
    let etat = regard.etat(limite, None, regard.regles.alerte_fin());
    all.push(Horloge { quoi: QuoiHorloge::Fin, limite, prevu: None, etat, obligatoire: false });
    Ok(all)
}

/// The clocks of which something must be said, the gravest first, then by date.
///
/// # Errors
/// When a table that ships with the program is malformed.
pub fn alertes(contrat: &ContratLu, today: Date) -> Result<Vec<(Alerte, Horloge)>, &'static RulesError> {
    let all = horloges(contrat, today)?.into_iter();
    let mut said: Vec<_> = all.filter_map(|one| Some((one.alerte()?, one))).collect();
    said.sort_by_key(|(alerte, one)| (std::cmp::Reverse(*alerte), one.limite));
    Ok(said)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::essai::{contrat, termes};
    use super::*;
    use crate::aci::contrat::{MiseAJourPlan, SuiviMission};

    fn of(lu: &ContratLu, quoi: &QuoiHorloge, today: Date) -> Horloge {
        horloges(lu, today).unwrap().into_iter().find(|one| one.quoi == *quoi).unwrap()
    }

    #[test]
    fn statement_25_limits_count_from_the_signature_by_the_calendar() {
        let lu = contrat(termes(date(2022, 8, 31)));
        let limit = |quoi: QuoiHorloge| of(&lu, &quoi, date(2022, 9, 1)).limite;
        assert_eq!(limit(QuoiHorloge::Debut("acces".into())), date(2023, 2, 28));
        assert_eq!(limit(QuoiHorloge::Debut("crise".into())), date(2023, 2, 28));
        assert_eq!(limit(QuoiHorloge::Debut("parcours".into())), date(2023, 8, 31));
        assert_eq!(limit(QuoiHorloge::Deploiement("acces".into())), date(2024, 2, 29));
        assert_eq!(limit(QuoiHorloge::Deploiement("prevention".into())), date(2024, 8, 31));
        assert_eq!(limit(QuoiHorloge::Fin), date(2027, 8, 31));
    }

    #[test]
    fn alerts_come_at_ninety_and_thirty_days() {
        let lu = contrat(termes(date(2022, 4, 15)));
        let start = QuoiHorloge::Debut("acces".into());
        let limit = date(2022, 10, 15);
        for (days, wanted) in [
            (91, None),
            (90, Some(Alerte::Bientot)),
            (30, Some(Alerte::TresBientot)),
            (0, Some(Alerte::TresBientot)),
        ] {
            assert_eq!(of(&lu, &start, limit.saturating_sub(days.days())).alerte(), wanted, "{days}");
        }
    }

    #[test]
    fn statement_26_a_socle_mission_that_did_not_start_may_cost_what_was_advanced() {
        let mut lu = contrat(termes(date(2022, 4, 15)));
        let today = date(2022, 10, 16);
        let said = alertes(&lu, today).unwrap();
        assert_eq!(said[0].0, Alerte::RisqueReprise);
        assert_eq!(said[0].1.etat, EtatHorloge::Depasse(1));
        let start = |le| SuiviMission { debut: Some(le), ..SuiviMission::default() };
        lu.contrat.fiche.suivi.missions.insert("acces".into(), start(date(2022, 10, 16)));
        let late = of(&lu, &QuoiHorloge::Debut("acces".into()), today);
        assert_eq!((late.etat, late.alerte()), (EtatHorloge::Fait(today, true), None));
    }

    #[test]
    fn statement_29_a_plan_that_is_not_updated_for_twelve_months_is_said() {
        let mut lu = contrat(termes(date(2022, 4, 15)));
        let suivi = &mut lu.contrat.fiche.suivi;
        let start = SuiviMission { debut: Some(date(2022, 10, 1)), ..SuiviMission::default() };
        suivi.missions.insert("crise".into(), start);
        assert_eq!(of(&lu, &QuoiHorloge::PlanCrise, date(2022, 12, 1)).limite, date(2023, 10, 1));
        lu.contrat.fiche.suivi.plan_crise.push(MiseAJourPlan { le: date(2023, 3, 10), preuve: None });
        let clock = of(&lu, &QuoiHorloge::MiseAJourCrise, date(2024, 3, 11));
        assert_eq!((clock.limite, clock.alerte()), (date(2024, 3, 10), Some(Alerte::Depassee)));
    }

    #[test]
    fn a_contract_that_forgets_a_socle_mission_has_its_clock_all_the_same() {
        let mut terms = termes(date(2022, 4, 15));
        terms.missions.retain(|one| one.mission != "crise");
        let lu = contrat(terms);
        let clock = of(&lu, &QuoiHorloge::Debut("crise".into()), date(2022, 5, 1));
        assert!(clock.obligatoire && clock.prevu.is_none());
        let quality = QuoiHorloge::Debut("qualite".into());
        assert!(!of(&lu, &quality, date(2022, 5, 1)).obligatoire);
    }
}
