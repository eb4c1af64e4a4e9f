//! The time that people are asked for, and whom a meeting would take beyond the ceiling of the board.

use std::collections::BTreeMap;

use domain::authz::Allowed;
use domain::communaute::lecture::{Charge, PlafondTemps, TempsDemande, minutes_presentes, mois, regles};
use domain::communaute::{Annuaire, Mandat, Presence, PresenceState, Reunion, ReunionState, called};
use domain::ids::{PersonneId, ReunionId};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use storage::{DemandeQuestionnaire, ReadTx, ReadsCommunaute, ReadsGroupes};

use super::participation::PLAFOND;
use crate::communaute::reunions::zone_of;
use crate::{App, AppError};

/// What the meter reads: every demand of the months that matter.
pub(super) struct Releve<'a> {
    pub annuaire: &'a Annuaire,
    pub mandats: &'a [Mandat],
    pub zone: &'a TimeZone,
}

/// That a meeting would take some of those it calls beyond the ceiling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Depassement {
    /// The proposed date, by its number; `None` for the date that is set.
    pub proposition: Option<u32>,
    /// First day of the month.
    pub mois: Date,
    /// The ceiling.
    pub plafond: PlafondTemps,
    /// How many people it calls.
    pub appelees: usize,
    /// How many of them would be asked for more than the ceiling.
    pub personnes: usize,
    /// Minutes beyond the ceiling: of whom it takes least beyond, and most.
    pub minutes: (u32, u32),
}

impl Releve<'_> {
    fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }

    /// The time that a meeting asks from whom it calls; nothing without a beginning and an end.
    fn of_meeting(&self, reunion: &Reunion) -> Option<TempsDemande> {
        let stands = matches!(reunion.state, ReunionState::Prevue | ReunionState::Tenue);
        let (start, end) = reunion.debut.zip(reunion.fin).filter(|_| stands)?;
        let jour = self.day(start);
        let minutes = u32::try_from(end.duration_since(start).as_secs() / 60).ok()?;
        let personnes = called(reunion, self.mandats, self.annuaire, jour).into_iter();
        Some(TempsDemande { jour, minutes, personnes: personnes.map(|one| one.personne).collect() })
    }

    /// The time of who came without being called: nobody asked for it beforehand, and it was spent.
    fn of_guests(&self, reunion: &Reunion, asked: &TempsDemande, present: &[&Presence]) -> Vec<TempsDemande> {
        let mut spent: BTreeMap<PersonneId, u32> = BTreeMap::new();
        for one in present.iter().filter(|one| one.state == PresenceState::Comptee) {
            let Some(personne) = one.personne.map(|id| self.annuaire.resolve(id)) else { continue };
            let minutes = minutes_presentes(one, reunion.fin).unwrap_or_default();
            let longest = spent.entry(personne).or_default();
            *longest = minutes.max(*longest);
        }
        spent.retain(|personne, minutes| *minutes > 0 && !asked.personnes.contains(personne));
        let demande =
            |(personne, minutes)| TempsDemande { jour: asked.jour, minutes, personnes: vec![personne] };
        spent.into_iter().map(demande).collect()
    }

    /// What meetings asked, and what was spent at them by others.
    pub fn meetings(&self, reunions: &[Reunion], presences: &[Presence]) -> Vec<TempsDemande> {
        let mut there: BTreeMap<ReunionId, Vec<&Presence>> = BTreeMap::new();
        for one in presences {
            there.entry(one.reunion).or_default().push(one);
        }
        let mut all = Vec::new();
        for reunion in reunions {
            let Some(asked) = self.of_meeting(reunion) else { continue };
            let present = there.get(&reunion.id).map(Vec::as_slice).unwrap_or_default();
            all.extend(self.of_guests(reunion, &asked, present));
            all.push(asked);
        }
        all
    }

    /// What questionnaires asked: once by person, on the day of the first message, as long as their questions take.
    pub fn questionnaires(&self, sent: Vec<DemandeQuestionnaire>) -> Result<Vec<TempsDemande>, AppError> {
        let lasts = &regles()?.questionnaire;
        let mut all = Vec::new();
        for (questionnaire, people) in sent {
            let mut first: BTreeMap<PersonneId, Timestamp> = BTreeMap::new();
            for (personne, at) in people {
                let known = first.entry(self.annuaire.resolve(personne)).or_insert(at);
                *known = at.min(*known);
            }
            let mut by_day: BTreeMap<(Date, u32), Vec<PersonneId>> = BTreeMap::new();
            for (personne, at) in first {
                let minutes = lasts.minutes(questionnaire.questions_at(at));
                by_day.entry((self.day(at), minutes)).or_default().push(personne);
            }
            let demande = |((jour, minutes), personnes)| TempsDemande { jour, minutes, personnes };
            all.extend(by_day.into_iter().map(demande));
        }
        Ok(all)
    }
}

impl App {
    /// What everybody was and will be asked for in the months of these days, one meeting left out.
    async fn burden<P: ReadsGroupes + ReadsCommunaute>(
        &self,
        (tx, proof): (&ReadTx, &Allowed<P>),
        releve: &Releve<'_>,
        (first, last): (Date, Date),
        but: ReunionId,
    ) -> Result<Charge, AppError> {
        let start = |day: Date| day.to_zoned(releve.zone.clone()).ok().map(|at| at.timestamp());
        let after = mois(last).checked_add(1.month()).ok().and_then(start).unwrap_or(Timestamp::MAX);
        let span = (start(mois(first)).unwrap_or(Timestamp::MIN), after);
        let mut reunions = tx.reunions(proof).await?;
        reunions.retain(|one| one.id != but && one.debut.is_some_and(|at| (span.0..span.1).contains(&at)));
        // Who came after midnight on the last evening of a month was at a meeting of that month.
        let presences = tx.presences_between(proof, (span.0, Timestamp::MAX)).await?;
        let mut demandes = releve.meetings(&reunions, &presences);
        demandes.extend(releve.questionnaires(tx.questionnaires_demandes(proof, span.0).await?)?);
        Ok(Charge::of(releve.annuaire, &demandes))
    }

    /// Whom a meeting to come would take beyond the ceiling of the board, for the date that is set or for each date
    /// that is proposed. Nothing without a ceiling. It warns and forbids nothing.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the CPTS has no such meeting, or the database does not answer.
    pub async fn depassements<P: ReadsGroupes + ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        id: ReunionId,
    ) -> Result<Vec<Depassement>, AppError> {
        let tx = self.store.read().await?;
        let plafond = tx.reglage::<_, Option<PlafondTemps>>(proof, PLAFOND).await?.flatten();
        let reunion = tx.reunion(proof, id).await?.filter(|one| one.removed_at.is_none());
        let reunion = reunion.ok_or(AppError::NotFound)?;
        let (dates, zone) = (dates(&reunion, self.now()), zone_of(&tx, proof).await?);
        let days = dates.iter().map(|(_, meeting)| meeting.debut.unwrap_or_else(|| self.now()));
        let days: Vec<Date> = days.map(|at| at.to_zoned(zone.clone()).date()).collect();
        let (Some(plafond), Some(first), Some(last)) = (plafond, days.iter().min(), days.iter().max()) else {
            return Ok(Vec::new());
        };
        let (annuaire, mandats) = (tx.annuaire(proof).await?, tx.mandats(proof).await?);
        let releve = Releve { annuaire: &annuaire, mandats: &mandats, zone: &zone };
        let charge = self.burden((&tx, proof), &releve, (*first, *last), id).await?;
        let beyond = |(proposition, meeting): (Option<u32>, Reunion)| {
            let demande = releve.of_meeting(&meeting)?;
            let over = charge.depasserait(&annuaire, &demande, plafond);
            let more = || over.iter().map(|(_, minutes)| minutes - plafond.minutes);
            Some(Depassement {
                proposition,
                mois: mois(demande.jour),
                plafond,
                appelees: demande.personnes.len(),
                personnes: over.len(),
                minutes: (more().min()?, more().max()?),
            })
        };
        Ok(dates.into_iter().filter_map(beyond).collect())
    }
}

/// The meeting at each of the dates at which it may still be held.
fn dates(reunion: &Reunion, now: Timestamp) -> Vec<(Option<u32>, Reunion)> {
    let at = |debut, fin| Reunion {
        debut: Some(debut),
        fin: Some(fin),
        state: ReunionState::Prevue,
        ..reunion.clone()
    };
    match (reunion.state, reunion.debut.zip(reunion.fin)) {
        (ReunionState::Prevue, Some((debut, fin))) if fin > now => vec![(None, at(debut, fin))],
        (ReunionState::Sondage, _) => {
            let coming = reunion.fiche.propositions.iter().filter(|one| one.fin > now);
            coming.map(|one| (Some(one.cle), at(one.debut, one.fin))).collect()
        }
        _ => Vec::new(),
    }
}
