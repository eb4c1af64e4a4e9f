//! Minutes: a first text made from what is known, corrected by people, approved, sealed. A sealed text never changes.

use documents::quand::creneau;
use documents::{Decide, NouveauCompteRendu, Participation, texte_compte_rendu};
use domain::authz::{Allowed, EditGroupes, ReadGroupes};
use domain::communaute::gouvernance::paragraphes::{paragraphes, texte};
use domain::communaute::{
    Annuaire, CompteRendu, Decision, DecisionKind, Presence, PresenceState, Reponse, Reunion, ReunionState,
};
use domain::ids::{CompteRenduId, PersonneId, ReunionId};
use jiff::tz::TimeZone;
use serde_json::json;
use sha2::{Digest, Sha256};
use storage::ReadTx;

use super::lire::{Convoque, convoques, day_of, found};
use super::{ReunionError, TEXTE_MAX, text, zone_of};
use crate::{App, AppError};

/// Who approves minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approbation {
    /// The board.
    Bureau,
    /// A later meeting.
    Reunion(ReunionId),
}

impl Approbation {
    /// As it is kept and sealed: `bureau`, `reunion:<id>`.
    pub fn key(self) -> String {
        match self {
            Approbation::Bureau => "bureau".to_owned(),
            Approbation::Reunion(id) => format!("reunion:{id}"),
        }
    }

    /// From what was kept.
    pub fn from_key(key: &str) -> Option<Self> {
        match key.strip_prefix("reunion:") {
            Some(id) => id.parse().ok().map(Approbation::Reunion),
            None => (key == "bureau").then_some(Approbation::Bureau),
        }
    }
}

/// A version of the minutes, and whether a sealed one is still what was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompteRenduVue {
    /// The version.
    pub version: CompteRendu,
    /// Whether its fingerprint is that of its content; always for a draft.
    pub intact: bool,
}

fn fingerprint(of: &CompteRendu) -> String {
    Sha256::digest(of.sealed_content().as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Who was there, who said no, who is missing.
fn participation(people: &[Convoque], presences: &[Presence], annuaire: &Annuaire) -> Participation {
    let counted = presences.iter().filter(|one| one.state == PresenceState::Comptee);
    let here: Vec<PersonneId> =
        counted.clone().filter_map(|one| one.personne).map(|who| annuaire.resolve(who)).collect();
    let name = |one: &Presence| match one.personne {
        Some(who) => annuaire.nom(who),
        None => one.fiche.nom.clone(),
    };
    let mut presents: Vec<String> = counted.map(name).collect();
    presents.sort_by_cached_key(|name| territory::text::search_key(name));
    let mut said = Participation { presents, ..Participation::default() };
    for one in people.iter().filter(|one| !here.contains(&one.personne)) {
        match one.reponse() {
            Some(Reponse::Absent) => said.excuses.push(one.nom.clone()),
            _ => said.absents.push(one.nom.clone()),
        }
    }
    said
}

fn decide(one: &Decision, annuaire: &Annuaire) -> Decide {
    Decide {
        tache: one.kind == DecisionKind::Tache,
        texte: one.texte.clone(),
        qui: one.qui.map(|who| annuaire.nom(who)).unwrap_or_default(),
        pour_le: one.pour_le,
    }
}

/// The next meeting of the same group, in words.
fn next(of: &Reunion, all: &[Reunion], zone: &TimeZone) -> String {
    let later = all.iter().filter(|one| {
        one.groupe == of.groupe
            && one.kind == of.kind
            && one.debut > of.debut
            && one.state == ReunionState::Prevue
    });
    let next = later.min_by_key(|one| one.debut);
    next.and_then(|one| Some(creneau(one.debut?, one.fin, zone))).unwrap_or_default()
}

impl App {
    async fn minutes_first_text(
        &self,
        tx: &ReadTx,
        proof: &Allowed<EditGroupes>,
        reunion: &Reunion,
    ) -> Result<String, AppError> {
        let (zone, annuaire) = (zone_of(tx, proof).await?, tx.annuaire(proof).await?);
        let day = day_of(reunion, &zone, self.today());
        let known = tx.convocations(proof, reunion.id).await?;
        let people = convoques((reunion, day), &tx.mandats(proof).await?, &annuaire, &known);
        let presences = tx.presences(proof, reunion.id).await?;
        let own = tx.decisions(proof).await?.into_iter().filter(|one| one.reunion == Some(reunion.id));
        let own: Vec<Decision> = own.collect();
        let under = |cle: Option<u32>| {
            let these =
                own.iter().filter(|one| one.point.filter(|cle| reunion.fiche.rank(*cle).is_some()) == cle);
            these.map(|one| decide(one, &annuaire)).collect::<Vec<_>>()
        };
        let points = reunion.fiche.ordre_du_jour.iter();
        Ok(texte_compte_rendu(&NouveauCompteRendu {
            quand: reunion.debut.map(|debut| creneau(debut, reunion.fin, &zone)).unwrap_or_default(),
            lieu: reunion.fiche.lieu.clone(),
            participation: participation(&people, &presences, &annuaire),
            points: points
                .map(|point| (point.titre.clone(), point.notes.clone(), under(Some(point.cle))))
                .collect(),
            autres: under(None),
            prochaine: next(reunion, &tx.reunions(proof).await?, &zone),
        }))
    }

    /// The versions of the minutes of a meeting, oldest first.
    ///
    /// # Errors
    /// When the CPTS has no such meeting or the database does not answer.
    pub async fn minutes(
        &self,
        proof: &Allowed<ReadGroupes>,
        id: ReunionId,
    ) -> Result<Vec<CompteRenduVue>, AppError> {
        let tx = self.store.read().await?;
        found(&tx, proof, id).await?;
        let versions = tx.comptes_rendus(proof, id).await?.into_iter();
        let vue = |version: CompteRendu| CompteRenduVue {
            intact: version.empreinte.as_ref().is_none_or(|kept| *kept == fingerprint(&version)),
            version,
        };
        Ok(versions.map(vue).collect())
    }

    /// Makes the first text of the minutes of a meeting that was held, or a new version of sealed ones, for a reason.
    /// A draft that is there already stays as it is.
    ///
    /// # Errors
    /// When the meeting is unknown, not held or led by others, a correction has no reason, or the database does not
    /// answer.
    pub async fn draft_minutes(
        &self,
        proof: &Allowed<EditGroupes>,
        id: ReunionId,
        motif: &str,
    ) -> Result<(), ReunionError> {
        let reach = self.group_reach(proof).await?;
        let reading = self.store.read().await?;
        let reunion = found(&reading, proof, id).await?;
        let mut first = self.minutes_first_text(&reading, proof, &reunion).await?;
        drop(reading);
        let votes = texte(&paragraphes(&self.minutes_of_votes(proof, id).await?));
        if !votes.is_empty() {
            first = format!("{first}\n{votes}");
        }
        let tx = self.store.write().await?;
        let reunion = self.reunion_mine(&tx, proof, (id, &reach)).await?;
        if reunion.state != ReunionState::Tenue {
            return Err(ReunionError::State(reunion.state));
        }
        let motif = text("motif", motif, super::TITRE_MAX)?;
        let last = tx.comptes_rendus_to_edit(proof, id).await?.pop();
        let (numero, texte) = match last {
            None => (1, first),
            Some(last) if last.scelle_at.is_none() => return Ok(()),
            Some(_) if motif.is_empty() => {
                return Err(ReunionError::Text("motif", domain::organisation::TextError::Empty));
            }
            Some(last) => (last.numero + 1, last.texte),
        };
        let new = CompteRendu {
            id: CompteRenduId(self.next_id()),
            reunion: id,
            numero,
            texte,
            motif: if numero == 1 { String::new() } else { motif },
            approbation: String::new(),
            created_at: self.now(),
            author: proof.author().clone(),
            version: 1,
            scelle_at: None,
            scelle_par: None,
            empreinte: None,
        };
        tx.add_compte_rendu(proof, &new).await?;
        tx.audit(proof, self.change("compte_rendu", new.id, json!({ "created": true, "reunion": id })))
            .await?;
        Ok(tx.commit().await?)
    }

    async fn minutes_draft(
        &self,
        tx: &storage::WriteTx,
        proof: &Allowed<EditGroupes>,
        (id, version): (ReunionId, i64),
    ) -> Result<CompteRendu, ReunionError> {
        let last = tx.comptes_rendus_to_edit(proof, id).await?.pop().ok_or(AppError::NotFound)?;
        match last {
            sealed if sealed.scelle_at.is_some() => Err(ReunionError::Sealed),
            changed if changed.version != version => Err(ReunionError::Overwritten(changed.texte)),
            draft => Ok(draft),
        }
    }

    /// Writes the text of the draft; `version` is the count that was read.
    ///
    /// # Errors
    /// [`ReunionError::Sealed`] when it is sealed, [`ReunionError::Overwritten`] when somebody changed it meanwhile;
    /// when the meeting is unknown or led by others, the text cannot be kept, or the database does not answer.
    pub async fn save_minutes(
        &self,
        proof: &Allowed<EditGroupes>,
        (id, version): (ReunionId, i64),
        texte: &str,
    ) -> Result<(), ReunionError> {
        let reach = self.group_reach(proof).await?;
        let tx = self.store.write().await?;
        self.reunion_mine(&tx, proof, (id, &reach)).await?;
        let mut draft = self.minutes_draft(&tx, proof, (id, version)).await?;
        draft.texte = text("texte", texte, TEXTE_MAX)?;
        if draft.texte.is_empty() {
            return Err(ReunionError::Text("texte", domain::organisation::TextError::Empty));
        }
        draft.author = proof.author().clone();
        if !tx.save_compte_rendu(proof, &draft).await? {
            return Err(AppError::Conflict.into());
        }
        tx.audit(proof, self.change("compte_rendu", draft.id, json!({ "corrected": true }))).await?;
        Ok(tx.commit().await?)
    }

    /// Approves and seals the draft as it was read: its content, its author, its date and its fingerprint stay for ever.
    ///
    /// # Errors
    /// When it is sealed or was changed meanwhile, the meeting that approves is none of later ones, the board approves
    /// through somebody who only leads groups, or the database does not answer.
    pub async fn seal_minutes(
        &self,
        proof: &Allowed<EditGroupes>,
        (id, version): (ReunionId, i64),
        by: Approbation,
    ) -> Result<(), ReunionError> {
        let reach = self.group_reach(proof).await?;
        let tx = self.store.write().await?;
        let reunion = self.reunion_mine(&tx, proof, (id, &reach)).await?;
        let mut draft = self.minutes_draft(&tx, proof, (id, version)).await?;
        match by {
            Approbation::Bureau => reach.check(None)?,
            Approbation::Reunion(later) => {
                let later = tx.reunion_to_edit(proof, later).await?.ok_or(AppError::NotFound)?;
                let begun = later.debut.is_some_and(|debut| debut <= self.now());
                if later.groupe != reunion.groupe || later.debut <= reunion.debut || !begun {
                    return Err(ReunionError::State(later.state));
                }
            }
        }
        draft.approbation = by.key();
        draft.scelle_at = Some(self.now());
        draft.scelle_par = Some(proof.author().clone());
        let sealed = fingerprint(&draft);
        draft.empreinte = Some(sealed.clone());
        if !tx.save_compte_rendu(proof, &draft).await? {
            return Err(AppError::Conflict.into());
        }
        let changes = json!({ "sealed": by.key(), "fingerprint": sealed });
        tx.audit(proof, self.change("compte_rendu", draft.id, changes)).await?;
        Ok(tx.commit().await?)
    }

    /// Meetings that can approve the minutes of another one: later ones of the same group that have begun, oldest first.
    ///
    /// # Errors
    /// When the CPTS has no such meeting or the database does not answer.
    pub async fn approving(
        &self,
        proof: &Allowed<EditGroupes>,
        id: ReunionId,
    ) -> Result<Vec<Reunion>, AppError> {
        let now = self.now();
        let tx = self.store.read().await?;
        let of = found(&tx, proof, id).await?;
        let begun = |one: &Reunion| {
            one.groupe == of.groupe
                && one.debut > of.debut
                && one.debut.is_some_and(|debut| debut <= now)
                && one.state != ReunionState::Annulee
        };
        let mut later: Vec<Reunion> = tx.reunions(proof).await?.into_iter().filter(begun).collect();
        later.sort_by_key(|one| one.debut);
        Ok(later)
    }
}
