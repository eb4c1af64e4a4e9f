//! Signing: who it is, what the scan is worth, one line a person.

use domain::authz::{ActByLink, Allowed, Participer};
use domain::communaute::presences::{
    Accueil, Cadran, Jugement, Motif, Preuve, accueillir, cle_inconnu, reconnait,
};
use domain::communaute::{LienObjet, Moyen, Presence, PresenceFiche, PresenceState};
use domain::ids::{PersonneId, PresenceId, ReunionId};
use domain::organisation::checked_text;
use jiff::Timestamp;
use serde_json::json;
use storage::{HoldsReunions, ReadsCommunaute, ReadsGroupes};
use territory::text::search_key;

use super::{Montre, at_the_door, resolved, rules, seance};
use crate::communaute::NewPersonalLink;
use crate::comptes::Visitor;
use crate::{App, AppError};

/// Longest name and first name, in characters.
const NAME_MAX: usize = 80;

/// Somebody whom the CPTS does not know, in their own words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inconnue {
    /// Name.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// Profession code; empty for another one.
    pub profession: String,
}

/// Who says that they are there.
#[derive(Clone, Debug)]
pub enum Qui<'a> {
    /// The account that is signed in.
    Compte(&'a Visitor),
    /// The phone, by the link that it kept.
    Telephone(&'a str),
    /// A name and something that the CPTS knows.
    Nom {
        /// Name as typed.
        nom: &'a str,
        /// RPPS digits, e-mail or telephone as typed.
        preuve: &'a str,
    },
    /// Somebody new.
    Inconnue(Inconnue),
}

/// What comes with a signature.
#[derive(Clone, Copy, Debug)]
pub struct Envoi<'a> {
    /// Made by the phone for this scan.
    pub jeton: &'a str,
    /// What the phone is known by; empty when it keeps nothing.
    pub telephone: &'a str,
    /// Network address.
    pub adresse: &'a str,
}

/// A signature that was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// What lets the person see it again.
    pub recu: String,
    /// Whether the person was already there.
    pub deja: bool,
    /// Who, when the CPTS knows them.
    pub personne: Option<PersonneId>,
}

/// A signature that was not received.
#[derive(Debug, thiserror::Error)]
pub enum SignerError {
    /// No name and proof go together: nobody is told what was wrong.
    #[error("not recognised")]
    NonReconnue,
    /// A name is missing.
    #[error("a name is missing")]
    SansNom,
    /// Signing was not open when the code was shown; its times, when the meeting has some.
    #[error("signing is not open")]
    HorsHoraire(Option<Cadran>),
    /// It came too late to be kept.
    #[error("too late")]
    TropTard,
    /// The rest.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<storage::StorageError> for SignerError {
    fn from(error: storage::StorageError) -> Self {
        SignerError::App(error.into())
    }
}

/// A scan about to be received.
struct Scan {
    reunion: ReunionId,
    personne: Option<PersonneId>,
    moyen: Moyen,
    montre: Timestamp,
    jeton: String,
    fiche: PresenceFiche,
}

/// A token as phones make them: long enough not to be guessed, of plain characters.
fn is_token(jeton: &str) -> bool {
    (16..=64).contains(&jeton.len())
        && jeton.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

impl App {
    /// Receives a signature made with a code of the room.
    ///
    /// # Errors
    /// See [`SignerError`]; [`AppError::TooMany`] after too many tries.
    pub async fn sign_presence(
        &self,
        token: &str,
        qui: Qui<'_>,
        envoi: Envoi<'_>,
    ) -> Result<Signature, SignerError> {
        let montre = self.montre(token)?;
        self.within_limit(&rules()?.envois, envoi.adresse).await?;
        let proof = at_the_door(montre.cpts, montre.reunion)?;
        let mut scan = self.scan(montre, envoi);
        match qui {
            Qui::Compte(who) => {
                let tx = self.store.read().await?;
                let found = self.of_account(&tx, montre.cpts, Some(who)).await?;
                drop(tx);
                let (own, personne) = found.ok_or(SignerError::NonReconnue)?;
                scan.personne = Some(personne.id);
                return self.receive::<Participer>(&own, scan).await;
            }
            Qui::Telephone(kept) => {
                let tx = self.store.read().await?;
                let found = self.of_phone(&tx, &proof, Some(kept)).await?;
                scan.personne = Some(found.ok_or(SignerError::NonReconnue)?.id);
            }
            Qui::Nom { nom, preuve } => {
                scan.personne = Some(self.named(&proof, montre.reunion, (nom, preuve)).await?)
            }
            Qui::Inconnue(said) => scan.fiche = introduced(scan.fiche, &said)?,
        }
        self.receive::<ActByLink>(&proof, scan).await
    }

    /// Receives a signature made at a distance, by a personal link to the meeting.
    ///
    /// # Errors
    /// As [`App::sign_presence`], and those of the link.
    pub async fn sign_at_distance(&self, token: &str, envoi: Envoi<'_>) -> Result<Signature, SignerError> {
        self.within_limit(&rules()?.envois, envoi.adresse).await?;
        let (proof, reunion, personne) = self.of_link(token).await?;
        let shown = Montre { cpts: proof.cpts(), reunion, moyen: Moyen::Lien, at: self.now() };
        let mut scan = self.scan(shown, envoi);
        scan.personne = Some(personne);
        self.receive::<ActByLink>(&proof, scan).await
    }

    /// What a phone keeps to know its owner at the next meetings, made after a signature.
    ///
    /// # Errors
    /// When the receipt is of nobody whom the CPTS knows, or the database does not answer.
    pub async fn remember_phone(&self, recu: &str) -> Result<String, AppError> {
        let (cpts, presence) = self.of_receipt(recu).ok_or(AppError::NotFound)?;
        let found = self.receipt_line(recu).await?;
        let (reunion, personne) = (found.0.reunion, found.0.personne.ok_or(AppError::NotFound)?);
        let proof = at_the_door(cpts, reunion)?;
        let expires_at = self.now().checked_add(rules()?.memoire).map_err(|_| AppError::PastDate)?;
        let new = NewPersonalLink {
            objet: LienObjet::Presence,
            sujet: personne.to_string(),
            personne: Some(personne),
            expires_at,
        };
        let tx = self.store.write().await?;
        let address = self.personal_link(&tx, &proof, new).await?;
        tx.audit(&proof, self.change("presence", presence, json!({ "phone": "remembered" }))).await?;
        tx.commit().await?;
        Ok(address.rsplit('/').next().unwrap_or_default().to_owned())
    }

    fn scan(&self, montre: Montre, envoi: Envoi<'_>) -> Scan {
        let known = is_token(envoi.jeton).then(|| envoi.jeton.to_owned());
        Scan {
            reunion: montre.reunion,
            personne: None,
            moyen: montre.moyen,
            montre: montre.at,
            // A form without a token of its own is one scan that nobody sends twice.
            jeton: known.unwrap_or_else(|| self.next_id().to_string()),
            fiche: PresenceFiche {
                montre_at: Some(montre.at),
                appareil: self.phone_mark(montre.reunion, envoi.telephone),
                ..PresenceFiche::default()
            },
        }
    }

    /// Who has this name and this proof. Tries are counted by name, so that four digits cannot be guessed.
    async fn named(
        &self,
        proof: &Allowed<ActByLink>,
        reunion: ReunionId,
        (nom, preuve): (&str, &str),
    ) -> Result<PersonneId, SignerError> {
        if nom.trim().is_empty() {
            return Err(SignerError::SansNom);
        }
        let preuve = Preuve::read(preuve).ok_or(SignerError::NonReconnue)?;
        let key = search_key(nom);
        self.within_limit(&rules()?.essais_nom, &format!("{reunion}/{}", cle_inconnu(nom, ""))).await?;
        let words: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).collect();
        let people = self.store.read().await?.personnes_nommees(proof, &words).await?;
        reconnait(&people, nom, &preuve).ok_or(SignerError::NonReconnue)
    }

    /// One transaction for one scan: two phones of one person, or one phone twice, make one line.
    async fn receive<P: HoldsReunions + ReadsGroupes + ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        scan: Scan,
    ) -> Result<Signature, SignerError> {
        let (now, rules) = (self.now(), rules()?);
        let tx = self.store.write().await?;
        let reunion = tx.reunion_to_edit(proof, scan.reunion).await?.ok_or(AppError::NotFound)?;
        let seance = seance(&reunion, rules).ok_or(SignerError::HorsHoraire(None))?;
        let jugement = seance.juger(rules, scan.moyen, (scan.montre, now));
        let closed = tx.versions_closes(proof, scan.reunion).await? > 0;
        let waits = match jugement {
            Jugement::HorsHoraire => {
                let cadran = Cadran::new((seance.debut, seance.fin), self.zone(proof).await?);
                return Err(SignerError::HorsHoraire(Some(cadran)));
            }
            Jugement::TropTard => return Err(SignerError::TropTard),
            _ if scan.personne.is_none() => Some(Motif::Inconnu),
            Jugement::AConfirmer(motif) => Some(motif),
            Jugement::Comptee => closed.then_some(Motif::FeuilleClose),
        };
        let new = Presence {
            id: PresenceId(self.next_id()),
            reunion: scan.reunion,
            personne: scan.personne,
            moyen: scan.moyen,
            state: if waits.is_some() { PresenceState::AConfirmer } else { PresenceState::Comptee },
            arrivee: seance.arrivee(scan.montre),
            depart: None,
            jeton: scan.jeton,
            recue_at: now,
            fiche: PresenceFiche { motif: waits.map(|motif| motif.key().to_owned()), ..scan.fiche },
        };
        let fusions = tx.fusions(proof).await?;
        let present = tx.presences_to_edit(proof, scan.reunion).await?;
        let accueil = accueillir(&present, new, |id| resolved(&fusions, id));
        match &accueil {
            Accueil::Nouvelle(one) => tx.add_presence(proof, one).await?,
            Accueil::Completee(one) => {
                tx.save_presence(proof, one).await?;
            }
            Accueil::Deja(_) => {}
        }
        let one = accueil.presence();
        if !matches!(accueil, Accueil::Deja(_)) {
            let changes =
                json!({ "signed": scan.moyen.key(), "state": one.state.key(), "reunion": scan.reunion });
            tx.audit(proof, self.change("presence", one.id, changes)).await?;
        }
        tx.commit().await?;
        Ok(Signature {
            recu: self.receipt(proof.cpts(), one.id),
            deja: !matches!(accueil, Accueil::Nouvelle(_)),
            personne: one.personne,
        })
    }
}

/// What somebody says of themselves, checked.
fn introduced(fiche: PresenceFiche, said: &Inconnue) -> Result<PresenceFiche, SignerError> {
    let nom = checked_text(&said.nom, NAME_MAX).map_err(AppError::from)?;
    let prenom = checked_text(&said.prenom, NAME_MAX).map_err(AppError::from)?;
    if nom.is_empty() {
        return Err(SignerError::SansNom);
    }
    let table = domain::professions::professions().map_err(AppError::from)?;
    let profession = table.label(&said.profession).map(|_| said.profession.clone());
    Ok(PresenceFiche { nom: nom.replace('\n', " "), prenom: prenom.replace('\n', " "), profession, ..fiche })
}
