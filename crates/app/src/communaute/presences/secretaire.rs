//! The secretary: who is called and not there yet, what must be confirmed, times, people to add or to tie.

use std::collections::BTreeSet;

use domain::authz::{Allowed, EditCommunaute, ManagePresences};
use domain::communaute::presences::{Accueil, Feuille, Refus, Seance, accueillir, instant_dit};
use domain::communaute::{
    Etape, Fiche, Moyen, Personne, Presence, PresenceFiche, PresenceState, Reunion, Statut, called,
};
use domain::ids::{PersonneId, PresenceId, ReunionId};
use domain::professions::professions;
use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use serde_json::json;
use storage::WriteTx;
use territory::text::search_key;

use super::feuille::VersionClose;
use super::{known, resolved, rules, seance};
use crate::{App, AppError};

/// Somebody who is called and has not signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appelee {
    /// The person.
    pub id: PersonneId,
    /// `DUPONT Marie`.
    pub nom: String,
    /// Profession in words; empty when nobody said.
    pub profession: String,
}

/// What the secretary sees.
#[derive(Clone, Debug)]
pub struct Tableau {
    /// The meeting.
    pub reunion: Reunion,
    /// Its times.
    pub seance: Seance,
    /// Whether signing is open.
    pub ouverte: bool,
    /// People who are called and have not signed, by name.
    pub attendues: Vec<Appelee>,
    /// People who were looked for and have not signed, by name.
    pub trouvees: Vec<Appelee>,
    /// The sheet as it stands.
    pub feuille: Feuille,
    /// Closed versions, first one first.
    pub closes: Vec<VersionClose>,
}

/// What the secretary decides of a presence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It counts.
    Confirmer,
    /// It does not, for this reason.
    Refuser(Refus),
}

/// Times that the secretary wrote; `None` leaves what stands, for an arrival, or the end of the meeting, for a departure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heures {
    /// Arrival.
    pub arrivee: Option<Time>,
    /// Departure.
    pub depart: Option<Time>,
}

fn appelee(one: &Personne) -> Result<Appelee, AppError> {
    let label = one.profession.as_deref().map(|code| Ok::<_, AppError>(professions()?.label(code)));
    let label = label.transpose()?.flatten().map(str::to_owned);
    let profession = label.or_else(|| one.fiche.fonction.clone()).unwrap_or_default();
    Ok(Appelee { id: one.id, nom: one.nom_liste(), profession })
}

/// Most people shown of a search.
const FOUND: usize = 30;

/// What a change of a meeting's presences starts from, once the lock is held.
struct Open {
    titre: String,
    seance: Seance,
    present: Vec<Presence>,
    zone: TimeZone,
}

impl App {
    /// What the secretary sees; `search` looks for somebody to add.
    ///
    /// # Errors
    /// [`AppError::NotFound`], [`AppError::PastDate`] for a meeting that has no date, or the database does not answer.
    pub async fn attendance(
        &self,
        proof: &Allowed<ManagePresences>,
        (id, search): (ReunionId, &str),
    ) -> Result<Tableau, AppError> {
        let (sources, names, cpts) = self.presence_sources(proof, id).await?;
        let feuille = sources.sheet(cpts, &names)?;
        let seance = seance(&sources.reunion, rules()?).ok_or(AppError::PastDate)?;
        let tx = self.store.read().await?;
        let day = seance.debut.to_zoned(sources.zone.clone()).date();
        let (annuaire, mandats) = (tx.annuaire(proof).await?, tx.mandats(proof).await?);
        let there = sources.presences.iter().filter_map(|one| one.personne);
        let there: BTreeSet<PersonneId> = there.map(|id| annuaire.resolve(id)).collect();
        let key = search_key(search);
        let words: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).collect();
        let found = tx.personnes_nommees(proof, &words).await?;
        drop(tx);
        let absent = |one: &&Personne| !there.contains(&one.id);
        let attendues = called(&sources.reunion, &mandats, &annuaire, day)
            .iter()
            .filter_map(|one| annuaire.get(one.personne))
            .filter(absent)
            .map(appelee)
            .collect::<Result<Vec<Appelee>, AppError>>()?;
        let trouvees = found
            .iter()
            .filter(absent)
            .take(FOUND)
            .map(appelee)
            .collect::<Result<Vec<Appelee>, AppError>>()?;
        Ok(Tableau {
            ouverte: seance.est_ouverte(rules()?, self.now()),
            closes: sources.versions(&names),
            reunion: sources.reunion,
            seance,
            attendues,
            trouvees,
            feuille,
        })
    }

    async fn open_to_edit(
        &self,
        tx: &WriteTx,
        proof: &Allowed<ManagePresences>,
        id: ReunionId,
    ) -> Result<Open, AppError> {
        let reunion = tx.reunion_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        let seance = seance(&reunion, rules()?).ok_or(AppError::PastDate)?;
        let present = tx.presences_to_edit(proof, id).await?;
        // The choice of a zone does not change under our hands.
        Ok(Open { present, titre: reunion.titre, seance, zone: self.zone(proof).await? })
    }

    /// The secretary saw these people. How many lines are new or changed.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a person of another CPTS, [`AppError::PastDate`] for a time that is not of the meeting.
    pub async fn mark_present(
        &self,
        proof: &Allowed<ManagePresences>,
        (id, people): (ReunionId, &[PersonneId]),
        arrivee: Option<Time>,
    ) -> Result<usize, AppError> {
        let now = self.now();
        let read = self.store.read().await?;
        let known = known(&read, proof, people.iter().copied()).await?;
        drop(read);
        let tx = self.store.write().await?;
        let mut open = self.open_to_edit(&tx, proof, id).await?;
        let said = arrivee.map(|time| instant_dit(time, &open.seance, &open.zone).ok_or(AppError::PastDate));
        // Without a time the secretary means now; after the meeting, that the person was there from its start.
        let usual = if now < open.seance.fin { open.seance.arrivee(now) } else { open.seance.debut };
        let arrivee = said.transpose()?.map_or(usual, |at| open.seance.arrivee(at));
        let fusions = tx.fusions(proof).await?;
        let mut written = 0;
        for person in people {
            let one = known.get(*person).filter(|one| one.removed_at.is_none()).ok_or(AppError::NotFound)?;
            let new = Presence {
                id: PresenceId(self.next_id()),
                reunion: id,
                personne: Some(one.id),
                moyen: Moyen::Secretaire,
                state: PresenceState::Comptee,
                arrivee,
                depart: None,
                jeton: self.next_id().to_string(),
                recue_at: now,
                fiche: decided(PresenceFiche::default(), proof, now),
            };
            let accueil = accueillir(&open.present, new, |id| resolved(&fusions, id));
            match &accueil {
                Accueil::Nouvelle(one) => {
                    tx.add_presence(proof, one).await?;
                    open.present.push(one.clone());
                }
                Accueil::Completee(one) => {
                    tx.save_presence(proof, one).await?;
                }
                Accueil::Deja(_) => continue,
            }
            let one = accueil.presence();
            let changes = json!({ "recorded": one.moyen.key(), "reunion": id });
            tx.audit(proof, self.change("presence", one.id, changes)).await?;
            written += 1;
        }
        tx.commit().await?;
        Ok(written)
    }

    /// Confirms or refuses presences. How many changed.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a presence of another meeting, or the database does not answer.
    pub async fn decide_presences(
        &self,
        proof: &Allowed<ManagePresences>,
        (id, chosen): (ReunionId, &[PresenceId]),
        decision: Decision,
    ) -> Result<usize, AppError> {
        let now = self.now();
        let tx = self.store.write().await?;
        let open = self.open_to_edit(&tx, proof, id).await?;
        let mut changed = 0;
        for chosen in chosen {
            let one = open.present.iter().find(|one| one.id == *chosen).ok_or(AppError::NotFound)?;
            let (state, motif) = match decision {
                // Why it waited stays on the sheet beside who confirmed it.
                Decision::Confirmer => (PresenceState::Comptee, one.fiche.motif.clone()),
                Decision::Refuser(why) => (PresenceState::Refusee, Some(why.key().to_owned())),
            };
            let fiche = decided(PresenceFiche { motif, ..one.fiche.clone() }, proof, now);
            if one.state == state && one.fiche.motif == fiche.motif {
                continue;
            }
            tx.save_presence(proof, &Presence { state, fiche, ..one.clone() }).await?;
            let changes = json!({ "decided": state.key(), "reunion": id });
            tx.audit(proof, self.change("presence", one.id, changes)).await?;
            changed += 1;
        }
        tx.commit().await?;
        Ok(changed)
    }

    /// Corrects when somebody came and left.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; [`AppError::PastDate`] for a time that is not of the meeting, or a departure before the
    /// arrival.
    pub async fn correct_times(
        &self,
        proof: &Allowed<ManagePresences>,
        (id, chosen): (ReunionId, PresenceId),
        heures: Heures,
    ) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        let open = self.open_to_edit(&tx, proof, id).await?;
        let one = open.present.iter().find(|one| one.id == chosen).ok_or(AppError::NotFound)?;
        let read = |time: Time| instant_dit(time, &open.seance, &open.zone).ok_or(AppError::PastDate);
        let arrivee = heures.arrivee.map(read).transpose()?.unwrap_or(one.arrivee);
        let depart = heures.depart.map(read).transpose()?;
        if depart.is_some_and(|depart| depart < arrivee) {
            return Err(AppError::PastDate);
        }
        let fiche = decided(one.fiche.clone(), proof, self.now());
        tx.save_presence(proof, &Presence { arrivee, depart, fiche, ..one.clone() }).await?;
        let changes = json!({ "corrected": true, "reunion": id });
        tx.audit(proof, self.change("presence", one.id, changes)).await?;
        Ok(tx.commit().await?)
    }

    /// Says which sheet an unknown name is. When that person already signed, the two lines become one.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a presence or a person that is not there, or a line that already has its person.
    pub async fn tie_presence(
        &self,
        proof: &Allowed<ManagePresences>,
        (id, chosen): (ReunionId, PresenceId),
        personne: PersonneId,
    ) -> Result<(), AppError> {
        let read = self.store.read().await?;
        let people = known(&read, proof, [personne]).await?;
        drop(read);
        let personne =
            people.get(personne).filter(|one| one.removed_at.is_none()).ok_or(AppError::NotFound)?.id;
        let tx = self.store.write().await?;
        let open = self.open_to_edit(&tx, proof, id).await?;
        self.tie(&tx, proof, (&open, chosen), personne).await?;
        Ok(tx.commit().await?)
    }

    async fn tie(
        &self,
        tx: &WriteTx,
        proof: &Allowed<ManagePresences>,
        (open, chosen): (&Open, PresenceId),
        personne: PersonneId,
    ) -> Result<(), AppError> {
        let unknown = |one: &&Presence| one.id == chosen && one.personne.is_none();
        let one = open.present.iter().find(unknown).ok_or(AppError::NotFound)?;
        let fusions = tx.fusions(proof).await?;
        let fiche = decided(one.fiche.clone(), proof, self.now());
        // The secretary knows who it is: the line counts.
        let tied = Presence { personne: Some(personne), state: PresenceState::Comptee, fiche, ..one.clone() };
        let other = open.present.iter().find(|one| {
            one.personne.is_some_and(|id| resolved(&fusions, id) == resolved(&fusions, personne))
        });
        if let Some(other) = other {
            let scan = Presence { jeton: self.next_id().to_string(), ..tied };
            let both = accueillir(std::slice::from_ref(other), scan, |id| resolved(&fusions, id));
            tx.save_presence(proof, both.presence()).await?;
            let motif = Some(Refus::Doublon.key().to_owned());
            let fiche = decided(PresenceFiche { motif, ..one.fiche.clone() }, proof, self.now());
            let gone = Presence { state: PresenceState::Refusee, fiche, ..one.clone() };
            tx.save_presence(proof, &gone).await?;
        } else {
            tx.save_presence(proof, &tied).await?;
        }
        let changes = json!({ "tied": personne, "reunion": one.reunion });
        Ok(tx.audit(proof, self.change("presence", one.id, changes)).await?)
    }

    /// Makes the sheet of an unknown name and ties the line to it.
    ///
    /// # Errors
    /// As [`App::tie_presence`]; [`AppError::Conflict`] when a sheet of that name is already there: tie it instead.
    pub async fn welcome_person(
        &self,
        (proof, edits): (&Allowed<ManagePresences>, &Allowed<EditCommunaute>),
        (id, chosen): (ReunionId, PresenceId),
    ) -> Result<PersonneId, AppError> {
        let now = self.now();
        let tx = self.store.write().await?;
        let open = self.open_to_edit(&tx, proof, id).await?;
        let unknown = |one: &&Presence| one.id == chosen && one.personne.is_none();
        let said = open.present.iter().find(unknown).ok_or(AppError::NotFound)?.fiche.clone();
        let mut new = Personne {
            id: PersonneId(self.next_id()),
            nom: said.nom,
            prenom: said.prenom,
            rpps: None,
            profession: said.profession,
            statut: Statut::Repere,
            user: None,
            fiche: Fiche { source: open.titre.clone(), ..Fiche::default() },
            created_at: now,
            changed_at: now,
            version: 1,
            fusionnee: None,
            removed_at: None,
        };
        let depuis = open.seance.debut.to_zoned(open.zone.clone()).date();
        new.fiche.parcours.push(Etape { statut: Statut::Repere, depuis, motif: None });
        let key = new.name_key();
        if tx.annuaire_to_edit(edits).await?.iter().any(|one| one.name_key() == key) {
            return Err(AppError::Conflict);
        }
        tx.add_personne(edits, &new).await?;
        tx.audit(edits, self.change("personne", new.id, json!({ "created": true }))).await?;
        self.tie(&tx, proof, (&open, chosen), new.id).await?;
        tx.commit().await?;
        Ok(new.id)
    }
}

/// Marks who decided and when.
fn decided(fiche: PresenceFiche, proof: &Allowed<ManagePresences>, at: Timestamp) -> PresenceFiche {
    PresenceFiche { decidee_par: Some(proof.author().clone()), decidee_at: Some(at), ..fiche }
}
