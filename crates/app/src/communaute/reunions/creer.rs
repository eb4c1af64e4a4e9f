//! Making a meeting from the model of its kind, and correcting what is said of it.

use domain::authz::{Allowed, EditGroupes};
use domain::communaute::reunion_regles::regles_reunion;
use domain::communaute::{Convocation, LienObjet, Reunion, ReunionFiche, ReunionKind, ReunionState};
use domain::ids::{GroupeId, PersonneId, ReunionId};
use jiff::Timestamp;
use serde_json::json;

use super::convoquer::{Envois, Message};
use super::{ReunionError, TITRE_MAX, checked_times, line, text};
use crate::{App, AppError};

/// A meeting to make.
#[derive(Clone, Debug, Default)]
pub struct NewReunion {
    /// Its group; `None` for a meeting of information.
    pub groupe: Option<GroupeId>,
    /// Its kind, when it is not the usual one of the group: an extraordinary general meeting.
    pub kind: Option<ReunionKind>,
    /// What it is about; empty takes the title of the model.
    pub titre: String,
    /// Start and end; `None` while the date is to be chosen.
    pub horaire: Option<(Timestamp, Timestamp)>,
    /// Where people meet.
    pub lieu: String,
    /// Address of the video meeting.
    pub visio: String,
    /// Who is called beyond the members of the group.
    pub invites: Vec<PersonneId>,
    /// Whether convocations leave only when somebody sends them.
    pub envoi_manuel: bool,
}

/// What is typed about a meeting that exists.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReunionInput<'a> {
    /// What it is about.
    pub titre: &'a str,
    /// Where people meet.
    pub lieu: &'a str,
    /// Address of the video meeting.
    pub visio: &'a str,
    /// Whether convocations leave only when somebody sends them.
    pub envoi_manuel: bool,
}

/// The address of a video meeting; `None` when nothing was typed.
fn visio(typed: &str) -> Result<Option<String>, ReunionError> {
    let typed = typed.trim();
    let is_address = typed.starts_with("https://") && !typed.contains(char::is_whitespace);
    match typed {
        "" => Ok(None),
        _ if is_address => Ok(Some(text("visio", typed, 500)?)),
        _ => Err(ReunionError::NotAnAddress),
    }
}

impl App {
    /// Makes a meeting, with the usual points of its kind. Without a date, its date is to be chosen.
    ///
    /// # Errors
    /// When the group is unknown, closed or led by others, a text cannot be kept, the times make no sense, somebody
    /// who is invited is unknown, or the database does not answer.
    pub async fn create_reunion(
        &self,
        proof: &Allowed<EditGroupes>,
        new: NewReunion,
    ) -> Result<ReunionId, ReunionError> {
        let reach = self.group_reach(proof).await?;
        reach.check(new.groupe)?;
        let times = new.horaire.map(checked_times).transpose()?;
        let (lieu, visio) = (text("lieu", &new.lieu, TITRE_MAX)?, visio(&new.visio)?);
        let tx = self.store.write().await?;
        let (groupes, _) = tx.groupes_to_edit(proof).await?;
        let groupe = match new.groupe {
            Some(id) => Some(groupes.iter().find(|one| one.id == id).ok_or(AppError::NotFound)?),
            None => None,
        };
        if groupe.is_some_and(|one| one.removed_at.is_some()) {
            return Err(ReunionError::GroupClosed);
        }
        let usual = groupe.map_or(ReunionKind::Information, |one| ReunionKind::of(one.kind));
        let kind = new.kind.unwrap_or(usual);
        let modele = regles_reunion()?.modele(kind);
        let titre = match new.titre.trim() {
            "" => modele.map(|modele| modele.titre.clone()).unwrap_or_default(),
            typed => line("titre", typed)?,
        };
        let fiche = ReunionFiche {
            lieu,
            visio,
            ordre_du_jour: modele.map(|modele| modele.points.clone()).unwrap_or_default(),
            invites: new.invites,
            date_fixee: times.map(|_| self.now()),
            envoi_manuel: new.envoi_manuel,
            ..ReunionFiche::default()
        };
        if !fiche.invites.is_empty() {
            let annuaire = tx.annuaire_to_edit(proof).await?;
            if fiche.invites.iter().any(|one| annuaire.get(*one).is_none()) {
                return Err(ReunionError::UnknownPerson);
            }
        }
        let reunion = Reunion {
            id: ReunionId(self.next_id()),
            groupe: new.groupe,
            kind,
            titre,
            state: if times.is_some() { ReunionState::Prevue } else { ReunionState::Sondage },
            debut: times.map(|(debut, _)| debut),
            fin: times.map(|(_, fin)| fin),
            fiche,
            created_at: self.now(),
            version: 1,
            removed_at: None,
        };
        tx.add_reunion(proof, &reunion).await?;
        let changes = json!({ "created": true, "kind": kind.key() });
        tx.audit(proof, self.change("reunion", reunion.id, changes)).await?;
        tx.commit().await?;
        Ok(reunion.id)
    }

    /// Corrects the title, the place and the video address of a meeting that is still to come.
    ///
    /// # Errors
    /// When the meeting is unknown, over or led by others, a text cannot be kept, or the database does not answer.
    pub async fn save_reunion(
        &self,
        proof: &Allowed<EditGroupes>,
        id: ReunionId,
        input: &ReunionInput<'_>,
    ) -> Result<(), ReunionError> {
        let reach = self.group_reach(proof).await?;
        let tx = self.store.write().await?;
        let mut reunion = self.reunion_mine(&tx, proof, (id, &reach)).await?;
        if matches!(reunion.state, ReunionState::Tenue | ReunionState::Annulee) {
            return Err(ReunionError::State(reunion.state));
        }
        let (titre, lieu) = (line("titre", input.titre)?, text("lieu", input.lieu, TITRE_MAX)?);
        let visio = visio(input.visio)?;
        // A calendar shows the title and the places: it must hear of them.
        let shown = (&reunion.titre, &reunion.fiche.lieu, &reunion.fiche.visio) != (&titre, &lieu, &visio);
        reunion.fiche.sequence += u32::from(shown);
        reunion.titre = titre;
        reunion.fiche.lieu = lieu;
        reunion.fiche.visio = visio;
        reunion.fiche.envoi_manuel = input.envoi_manuel;
        self.keep_reunion(&tx, proof, (&reunion, json!({ "corrected": true }))).await?;
        Ok(tx.commit().await.map_err(AppError::from)?)
    }

    /// Invites people beyond the members of the group. How many are new.
    ///
    /// # Errors
    /// When the meeting is unknown, over or led by others, somebody is unknown, or the database does not answer.
    pub async fn invite_people(
        &self,
        proof: &Allowed<EditGroupes>,
        id: ReunionId,
        added: &[PersonneId],
    ) -> Result<usize, ReunionError> {
        let reach = self.group_reach(proof).await?;
        let tx = self.store.write().await?;
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let mut reunion = self.reunion_mine(&tx, proof, (id, &reach)).await?;
        if matches!(reunion.state, ReunionState::Tenue | ReunionState::Annulee) {
            return Err(ReunionError::State(reunion.state));
        }
        let mut count = 0;
        for one in added {
            let one = annuaire.get(*one).map(|sheet| sheet.id).ok_or(ReunionError::UnknownPerson)?;
            if !reunion.fiche.invites.iter().any(|known| annuaire.resolve(*known) == one) {
                reunion.fiche.invites.push(one);
                count += 1;
            }
        }
        self.keep_reunion(&tx, proof, (&reunion, json!({ "added": count }))).await?;
        tx.commit().await?;
        Ok(count)
    }

    /// Takes back the invitation of somebody who was invited by mistake, before the meeting: who was written to is told,
    /// and the personal links that they received stop working.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for somebody who was not invited, or sits there anyway; when the meeting is unknown, has
    /// begun, is over or is led by others, or the database does not answer.
    pub async fn uninvite(
        &self,
        proof: &Allowed<EditGroupes>,
        id: ReunionId,
        personne: PersonneId,
    ) -> Result<Envois, ReunionError> {
        let reach = self.group_reach(proof).await?;
        let tx = self.store.write().await?;
        let mut reunion = self.reunion_mine(&tx, proof, (id, &reach)).await?;
        let over = reunion.state != ReunionState::Sondage && reunion.debut.is_some_and(|at| at <= self.now());
        if matches!(reunion.state, ReunionState::Tenue | ReunionState::Annulee) {
            return Err(ReunionError::State(reunion.state));
        }
        if over {
            return Err(ReunionError::Begun);
        }
        let salle = self.reunion_salle(&tx, proof, &reunion).await?;
        let mut people = salle.convoques(&reunion, self.today());
        people.retain(|one| one.retirable && one.personne == salle.annuaire.resolve(personne));
        if people.is_empty() {
            return Err(AppError::NotFound.into());
        }
        let own = salle.annuaire.all_of(personne);
        reunion.fiche.invites.retain(|one| !own.contains(one));
        self.keep_reunion(&tx, proof, (&reunion, json!({ "removed": 1 }))).await?;
        for one in own {
            tx.revoke_liens(proof, (LienObjet::Reunion, &id.to_string(), Some(one)), self.now()).await?;
        }
        people.retain(|one| one.convocation.as_ref().is_some_and(Convocation::was_written_to));
        let sent = self.tell_called(&tx, proof, (&salle, &reunion), (&people, &Message::Uninvited)).await?;
        tx.commit().await?;
        Ok(sent)
    }
}
