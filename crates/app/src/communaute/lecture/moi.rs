//! One's own page: my sheet, my groups, my meetings.

use domain::authz::{Allowed, Author, Participer};
use domain::communaute::{
    Accord, Canal, CanalKind, Decision, Groupe, Mandat, Personne, Presence, Reunion, ReunionState, called,
};
use domain::ids::UserId;
use domain::texte::{Email, EmailProblem, Telephone, TelephoneProblem};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::communaute::reunions::zone_of;
use crate::{App, AppError};

/// What somebody sees of themselves.
#[derive(Clone, Debug)]
pub struct Moi {
    /// The sheet.
    pub personne: Personne,
    /// Groups and the seats held in them today.
    pub groupes: Vec<(Groupe, Mandat)>,
    /// Meetings that are on or to come, the first one first.
    pub reunions: Vec<Reunion>,
    /// Tasks and decisions to apply that wait for this person, the most urgent first.
    pub taches: Vec<Decision>,
    /// Own presences of the year, with their meetings.
    pub presences: Vec<(Reunion, Presence)>,
    /// Where the hours of the CPTS are said.
    pub zone: TimeZone,
}

/// Ways to be reached, as typed by the person; empty takes the own one away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnContact {
    /// E-mail.
    pub courriel: String,
    /// Telephone.
    pub telephone: String,
    /// Whether nothing may be sent any more.
    pub opposition: bool,
}

/// The ways to be reached cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum OwnContactError {
    /// What is wrong with the e-mail, and with the telephone.
    #[error("the e-mail or the telephone is wrong")]
    Wrong(Option<EmailProblem>, Option<TelephoneProblem>),
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<storage::StorageError> for OwnContactError {
    fn from(error: storage::StorageError) -> Self {
        Self::App(error.into())
    }
}

pub(super) fn user(proof: &Allowed<Participer>) -> Result<UserId, AppError> {
    match proof.author() {
        Author::Person(user) => Ok(*user),
        _ => Err(AppError::NotFound),
    }
}

/// Puts a channel that the person gave first of its kind; what they gave before goes, what others found stays.
fn give(personne: &mut Personne, (kind, valeur): (CanalKind, Option<String>), (source, today): (&str, Date)) {
    let canaux = &mut personne.fiche.canaux;
    let Some(valeur) = valeur else {
        canaux.retain(|canal| canal.kind != kind || canal.source != source);
        return;
    };
    let new =
        Canal { kind, valeur, accord: Accord::Donne, rebond: None, source: source.to_owned(), depuis: today };
    let same = canaux.iter().position(|canal| canal.kind == kind && canal.key() == new.key());
    if let Some(rank) = same {
        let mut kept = canaux.remove(rank);
        (kept.accord, kept.rebond) = (Accord::Donne, None);
        canaux.insert(0, kept);
    } else {
        canaux.retain(|canal| canal.kind != kind || canal.source != source);
        canaux.insert(0, new);
    }
}

impl App {
    /// What the person who asks sees of themselves; `None` when no sheet is tied to their account.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn moi(&self, proof: &Allowed<Participer>) -> Result<Option<Moi>, AppError> {
        let (now, today) = (self.now(), self.today());
        let tx = self.store.read().await?;
        let zone = zone_of(&tx, proof).await?;
        let since = today.first_of_year().to_zoned(zone.clone()).map_or(now, |at| at.timestamp());
        let Some(personne) = tx.own_personne(proof, user(proof)?).await? else { return Ok(None) };
        let annuaire = tx.annuaire(proof).await?;
        let mandats = tx.mandats(proof).await?;
        let groupes = tx.groupes(proof).await?;
        let reunions = tx.reunions(proof).await?;
        let presences = tx.presences_between(proof, (since, now)).await?;
        let decisions = tx.decisions(proof).await?;
        drop(tx);
        let mine = |id| annuaire.resolve(id) == personne.id;
        let seats: Vec<Mandat> =
            mandats.iter().filter(|seat| mine(seat.personne) && seat.runs(today)).cloned().collect();
        let called = |one: &&Reunion| {
            let day = one.debut.map_or(today, |start| start.to_zoned(zone.clone()).date());
            called(one, &mandats, &annuaire, day).iter().any(|who| who.personne == personne.id)
        };
        let coming = |one: &&Reunion| {
            one.state == ReunionState::Prevue && one.fin.or(one.debut).is_some_and(|end| end >= now)
        };
        let mut next: Vec<Reunion> = reunions.iter().filter(coming).filter(called).cloned().collect();
        next.sort_by_key(|one| one.debut);
        let own = presences.into_iter().filter(|one| one.personne.is_some_and(mine));
        let own = own.filter_map(|one| {
            reunions.iter().find(|meeting| meeting.id == one.reunion).map(|meeting| (meeting.clone(), one))
        });
        let presences = own.collect();
        let waits = |one: &Decision| one.is_open() && one.qui.is_some_and(mine);
        let mut taches: Vec<Decision> = decisions.into_iter().filter(waits).collect();
        taches.sort_by_key(|one| (one.pour_le.is_none(), one.pour_le));
        let of = |seat: &Mandat| groupes.iter().find(|one| one.id == seat.groupe && one.removed_at.is_none());
        let groupes = seats.iter().filter_map(|seat| Some((of(seat)?.clone(), seat.clone()))).collect();
        Ok(Some(Moi { personne, groupes, reunions: next, taches, presences, zone }))
    }

    /// Corrects the ways to reach the person who asks, or notes that they object. `source` is said beside the channel.
    ///
    /// # Errors
    /// When something typed is wrong, no sheet is tied to the account, somebody changed the sheet meanwhile, or the
    /// database does not answer.
    pub async fn correct_own_contact(
        &self,
        proof: &Allowed<Participer>,
        typed: &OwnContact,
        source: &str,
    ) -> Result<(), OwnContactError> {
        let courriel =
            Some(typed.courriel.trim()).filter(|text| !text.is_empty()).map(Email::parse).transpose();
        let telephone =
            Some(typed.telephone.trim()).filter(|text| !text.is_empty()).map(Telephone::parse).transpose();
        let (courriel, telephone) = match (courriel, telephone) {
            (Ok(courriel), Ok(telephone)) => (courriel, telephone),
            (courriel, telephone) => return Err(OwnContactError::Wrong(courriel.err(), telephone.err())),
        };
        let tx = self.store.write().await?;
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let own = user(proof)?;
        let found = annuaire.iter().find(|one| one.user == Some(own)).cloned();
        let mut personne = found.ok_or(AppError::NotFound)?;
        let said = (source, self.today());
        give(&mut personne, (CanalKind::Courriel, courriel.map(|one| one.as_str().to_owned())), said);
        give(&mut personne, (CanalKind::Telephone, telephone.map(|one| one.e164().to_owned())), said);
        for canal in &mut personne.fiche.canaux {
            match (typed.opposition, canal.accord) {
                (true, _) => canal.accord = Accord::Refuse,
                // The person takes back an objection of theirs: it is as if nobody had asked.
                (false, Accord::Refuse) => canal.accord = Accord::Inconnu,
                (false, _) => {}
            }
        }
        personne.changed_at = self.now();
        if !tx.save_personne(proof, &personne).await? {
            return Err(AppError::Conflict.into());
        }
        let changes = serde_json::json!({ "canaux": true, "opposition": typed.opposition });
        tx.audit(proof, self.change("personne", personne.id, changes)).await?;
        tx.commit().await?;
        Ok(())
    }
}
