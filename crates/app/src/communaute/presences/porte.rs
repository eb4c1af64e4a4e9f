//! What somebody sees who shows a code: which meeting, and whether the phone or the account says who they are.

use domain::authz::{ActByLink, Allowed, Participer};
use domain::communaute::presences::{Cadran, Jugement, Seance};
use domain::communaute::{LienObjet, Moyen, Personne};
use domain::ids::{CptsId, PersonneId, ReunionId};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use storage::ReadTx;

use super::signer::SignerError;
use super::{at_the_door, known, rules, seance};
use crate::communaute::reunions::zone_of;
use crate::comptes::Visitor;
use crate::{App, AppError};

/// Who the account or the phone says somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Connu {
    /// The sheet tied to the account that is signed in.
    Compte(String),
    /// The phone remembers its owner.
    Telephone(String),
    /// Nobody knows yet.
    Personne,
}

/// What the page of a code shows.
#[derive(Clone, Debug)]
pub struct Porte {
    /// Name of the CPTS.
    pub cpts: String,
    /// Whether it is invented.
    pub fictitious: bool,
    /// What the meeting is about.
    pub titre: String,
    /// Where.
    pub lieu: String,
    /// Its times.
    pub seance: Seance,
    /// Where they are said.
    pub zone: TimeZone,
    /// When the code was shown.
    pub montre_at: Timestamp,
    /// What signing now would be worth.
    pub jugement: Jugement,
    /// Who is there.
    pub connu: Connu,
}

impl App {
    /// What the page of a code shows.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a code of nothing; [`SignerError::HorsHoraire`] or [`SignerError::TropTard`] when it
    /// is worth nothing any more.
    pub async fn presence_door(
        &self,
        token: &str,
        (who, phone): (Option<&Visitor>, Option<&str>),
    ) -> Result<Porte, SignerError> {
        let montre = self.montre(token)?;
        let proof = at_the_door(montre.cpts, montre.reunion)?;
        let tx = self.store.read().await.map_err(AppError::from)?;
        let connu = match self.of_account(&tx, montre.cpts, who).await? {
            Some((_, one)) => Connu::Compte(one.nom_texte()),
            None => match self.of_phone(&tx, &proof, phone).await? {
                Some(one) => Connu::Telephone(one.nom_texte()),
                None => Connu::Personne,
            },
        };
        self.door(&tx, &proof, (montre.reunion, montre.moyen, montre.at), connu).await
    }

    /// What the page of a personal link shows: its meeting, and whose link it is.
    ///
    /// # Errors
    /// [`AppError::NotFound`] and [`AppError::LinkOver`] of the link; the rest as [`App::presence_door`].
    pub async fn presence_link(&self, token: &str) -> Result<Porte, SignerError> {
        let (proof, reunion, personne) = self.of_link(token).await?;
        let tx = self.store.read().await.map_err(AppError::from)?;
        let one = self.standing(&tx, &proof, personne).await?.ok_or(AppError::NotFound)?;
        let connu = Connu::Telephone(one.nom_texte());
        self.door(&tx, &proof, (reunion, Moyen::Lien, self.now()), connu).await
    }

    async fn door(
        &self,
        tx: &ReadTx,
        proof: &Allowed<ActByLink>,
        (reunion, moyen, shown): (ReunionId, Moyen, Timestamp),
        connu: Connu,
    ) -> Result<Porte, SignerError> {
        let rules = rules()?;
        let found = tx.reunion(proof, reunion).await.map_err(AppError::from)?.ok_or(AppError::NotFound)?;
        let seance = seance(&found, rules).ok_or(SignerError::HorsHoraire(None))?;
        let jugement = seance.juger(rules, moyen, (shown, self.now()));
        let zone = zone_of(tx, proof).await?;
        match jugement {
            Jugement::HorsHoraire => {
                let cadran = Cadran::new((seance.debut, seance.fin), zone);
                return Err(SignerError::HorsHoraire(Some(cadran)));
            }
            Jugement::TropTard => return Err(SignerError::TropTard),
            Jugement::Comptee | Jugement::AConfirmer(_) => {}
        }
        let cpts = self.cpts(proof.cpts()).await?;
        Ok(Porte {
            cpts: cpts.name,
            fictitious: cpts.fictitious,
            titre: found.titre,
            lieu: found.fiche.lieu,
            seance,
            zone,
            montre_at: shown,
            jugement,
            connu,
        })
    }

    /// The meeting and the person of a personal link.
    pub(super) async fn of_link(
        &self,
        token: &str,
    ) -> Result<(Allowed<ActByLink>, ReunionId, PersonneId), SignerError> {
        let bearer = self.bearer(LienObjet::Reunion, token).await?;
        let reunion = bearer.lien.sujet.parse().map_err(|_| AppError::NotFound)?;
        let personne = bearer.lien.personne.ok_or(AppError::NotFound)?;
        Ok((bearer.proof, reunion, personne))
    }

    /// The sheet tied to the account of a visitor, and their right to take part.
    pub(super) async fn of_account(
        &self,
        tx: &ReadTx,
        cpts: CptsId,
        who: Option<&Visitor>,
    ) -> Result<Option<(Allowed<Participer>, Personne)>, AppError> {
        let Some((who, user)) = who.and_then(|who| Some((who, who.actor.user()?))) else { return Ok(None) };
        // Someone without a role there, or without their second factor, signs as anybody does.
        let Ok(proof) = who.actor.authorize::<Participer>(cpts) else { return Ok(None) };
        let own = tx.own_personne(&proof, user).await?;
        Ok(own.map(|own| (proof, own)))
    }

    /// The owner of a phone that remembers them: by a link that it kept.
    pub(super) async fn of_phone(
        &self,
        tx: &ReadTx,
        proof: &Allowed<ActByLink>,
        kept: Option<&str>,
    ) -> Result<Option<Personne>, AppError> {
        let Some(kept) = kept else { return Ok(None) };
        let hash = security::token::TokenHash::of(kept);
        let lien = tx.lien_by_token(hash.as_str()).await?;
        let serves = |objet| matches!(objet, LienObjet::Presence | LienObjet::Reunion);
        let lien = lien.filter(|one| serves(one.objet) && one.cpts == proof.cpts() && one.works(self.now()));
        match lien.and_then(|one| one.personne) {
            Some(personne) => self.standing(tx, proof, personne).await,
            None => Ok(None),
        }
    }

    /// The sheet that stands for a person; `None` once it was removed.
    pub(super) async fn standing(
        &self,
        tx: &ReadTx,
        proof: &Allowed<ActByLink>,
        personne: PersonneId,
    ) -> Result<Option<Personne>, AppError> {
        let people = known(tx, proof, [personne]).await?;
        Ok(people.get(personne).filter(|one| one.removed_at.is_none()).cloned())
    }
}
