//! Answering a campaign by a link, without an account: the personal one, or the one of a relay.

use domain::authz::{ActByLink, Actor, Allowed, EditMobilisation, ReadTerritoire};
use domain::communaute::doublons::{Certitude, Raison, Rapprochement, candidates};
use domain::communaute::mobilisation::{Campagne, MoyenReponse, Reponse, Sollicitation, take_answer};
use domain::communaute::{Accord, Annuaire, Canal, CanalKind, Exercice, Fiche, LienObjet, Personne, Statut};
use domain::ids::{CampagneId, CptsId, PersonneId, SollicitationId};
use domain::territoire::checked_name;
use domain::texte::{Email, Rpps};
use security::token::Code;
use serde_json::json;
use storage::WriteTx;
use territory::CommuneCode;

use super::CampagneError;
use super::campagnes::standing;
use crate::communaute::{Bearer, NewPersonalLink};
use crate::{App, AppError};

/// What the holder of a link sees.
#[derive(Clone, Debug)]
pub struct PageCampagne {
    /// The CPTS.
    pub cpts: CptsId,
    /// Who asks: the association, or the CPTS.
    pub organisation: String,
    /// Whom to ask.
    pub contact: String,
    /// The campaign.
    pub campagne: Campagne,
    /// The meeting it invites to, in a sentence.
    pub reunion: Option<String>,
    /// Name of the person; `None` for the link of a relay, whose holder nobody knows.
    pub nom: Option<String>,
    /// What they answered.
    pub reponse: Option<Reponse>,
    /// Communes of the territory, with their names, for the link of a relay.
    pub communes: Vec<(CommuneCode, String)>,
}

/// What somebody unknown writes through the link of a relay, each part checked.
#[derive(Clone, Debug)]
pub struct ReponseRelais {
    /// Name.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// National number, when they give it.
    pub rpps: Option<Rpps>,
    /// E-mail address, when they give it.
    pub courriel: Option<Email>,
    /// Profession code.
    pub profession: Option<String>,
    /// Commune where they practise.
    pub commune: Option<CommuneCode>,
    /// The answer.
    pub reponse: Reponse,
}

impl App {
    /// The bearer of a campaign's link: a token, or the short code of a printed letter.
    async fn campaign_bearer(&self, token: &str) -> Result<(Bearer, CampagneId), AppError> {
        let bearer = match (self.bearer(LienObjet::Campagne, token).await, Code::normalise(token)) {
            (Err(AppError::NotFound), Some(code)) => self.bearer(LienObjet::Campagne, &code).await?,
            (found, _) => found?,
        };
        let id = bearer.lien.sujet.parse().map_err(|_| AppError::NotFound)?;
        Ok((bearer, id))
    }

    /// What the holder of a link sees.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an unknown link, [`AppError::LinkOver`] for one that is over.
    pub async fn open_campagne(&self, token: &str) -> Result<PageCampagne, AppError> {
        let (Bearer { lien, proof }, id) = self.campaign_bearer(token).await?;
        let header = self.campaign_header(lien.cpts, id).await?;
        let tx = self.store.read().await?;
        let campagne = standing(tx.campagne(&proof, id).await?)?;
        let (mut nom, mut reponse) = (None, None);
        if let Some(personne) = lien.personne {
            let annuaire = tx.annuaire(&proof).await?;
            let one = annuaire.get(personne).filter(|one| one.removed_at.is_none());
            nom = Some(one.ok_or(AppError::LinkOver)?.nom_texte());
            let all = tx.sollicitations(&proof, Some(id)).await?;
            let own = all.iter().find(|one| annuaire.resolve(one.personne) == annuaire.resolve(personne));
            reponse = own.and_then(|one| one.reponse);
        }
        let communes =
            if lien.personne.is_none() { self.campaign_communes(lien.cpts).await? } else { Vec::new() };
        Ok(PageCampagne {
            cpts: lien.cpts,
            organisation: header.organisation,
            contact: header.contact,
            reunion: header.reunion,
            campagne,
            nom,
            reponse,
            communes,
        })
    }

    /// The communes of the territories of a CPTS, by name: they are public.
    async fn campaign_communes(&self, cpts: CptsId) -> Result<Vec<(CommuneCode, String)>, AppError> {
        let proof = Actor::system("campagne").authorize::<ReadTerritoire>(cpts)?;
        let territoires = self.territoires(&proof).await?;
        let references = territoires.iter().filter_map(|one| one.reference());
        let mut codes: Vec<CommuneCode> = references
            .flat_map(|variante| variante.perimeter.units().map(|unit| unit.commune()).collect::<Vec<_>>())
            .collect();
        codes.sort_unstable();
        codes.dedup();
        let reference = self.reference();
        let named = codes.into_iter().map(|code| (code, reference.atlas.unit_name(code.into())));
        let mut named: Vec<_> = named.collect();
        named.sort_by_cached_key(|(_, name)| territory::text::search_key(name));
        Ok(named)
    }

    /// Answers through a personal link. The same answer twice changes nothing.
    ///
    /// # Errors
    /// As [`App::open_campagne`].
    pub async fn answer_campagne(&self, token: &str, reponse: Reponse) -> Result<(), AppError> {
        let (Bearer { lien, proof }, id) = self.campaign_bearer(token).await?;
        let personne = lien.personne.ok_or(AppError::NotFound)?;
        let tx = self.store.write().await?;
        let campagne = standing(tx.campagne_to_edit(&proof, id).await?)?;
        let one = self.solicited(&tx, &proof, (&campagne, personne)).await?;
        let moyen = if one.fiche.envois.is_empty() { MoyenReponse::Relais } else { MoyenReponse::Lien };
        if self.take_campaign_answer(&tx, &proof, (&campagne, one), (reponse, moyen)).await? {
            tx.commit().await?;
        }
        Ok(())
    }

    /// The solicitation of a person, under any of the sheets that were merged into theirs.
    async fn solicited(
        &self,
        tx: &WriteTx,
        proof: &Allowed<ActByLink>,
        (campagne, personne): (&Campagne, PersonneId),
    ) -> Result<Sollicitation, AppError> {
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let all = tx.sollicitations_to_edit(proof, campagne.id).await?;
        let standing = annuaire.resolve(personne);
        let own = all.into_iter().find(|one| annuaire.resolve(one.personne) == standing);
        own.ok_or(AppError::NotFound)
    }

    /// Writes an answer, what it changes in the sheet and its trace. `false` when nothing changed.
    pub(super) async fn take_campaign_answer<P: storage::HoldsCampagnes + storage::ReadsCommunaute>(
        &self,
        tx: &WriteTx,
        proof: &Allowed<P>,
        (campagne, mut one): (&Campagne, Sollicitation),
        (reponse, moyen): (Reponse, MoyenReponse),
    ) -> Result<bool, AppError> {
        if !one.answer(reponse, self.now(), moyen) {
            return Ok(false);
        }
        let today = self.today();
        let mut after = one.clone();
        let found = self
            .change_personne(tx, proof, one.personne, |person| {
                // A second reading starts from what stood before the first.
                after = one.clone();
                take_answer(person, &mut after, (campagne, reponse), today);
            })
            .await?;
        if !found {
            return Err(AppError::LinkOver);
        }
        tx.save_sollicitation(proof, &after).await?;
        let changes = json!({ "recorded": reponse.key(), "moyen": moyen.key() });
        tx.audit(proof, self.change("sollicitation", after.id, changes)).await?;
        Ok(true)
    }

    /// Answers through the link of a relay: the person is found or their sheet is made. The address of the personal
    /// link through which they may change their answer; `None` when nobody unknown objects, since nothing is kept.
    ///
    /// # Errors
    /// [`CampagneError::OtherChannel`] for a personal link; as [`App::open_campagne`]; when the name cannot be kept.
    pub async fn answer_relais(
        &self,
        token: &str,
        typed: &ReponseRelais,
    ) -> Result<Option<String>, CampagneError> {
        let (Bearer { lien, proof }, id) = self.campaign_bearer(token).await?;
        if lien.personne.is_some() {
            return Err(CampagneError::OtherChannel);
        }
        let tx = self.store.write().await?;
        let campagne = standing(tx.campagne_to_edit(&proof, id).await?)?;
        let annuaire = tx.annuaire_to_edit(&proof).await?;
        let new = self.relayed_person(&campagne, typed)?;
        let known = find(&annuaire, &new, self.today())?;
        let personne = match (known, typed.reponse) {
            (Some(known), _) => known,
            (None, Reponse::Opposition) => return Ok(None),
            (None, _) => {
                tx.add_personne(&proof, &new).await?;
                tx.audit(&proof, self.change("personne", new.id, json!({ "created": "relais" }))).await?;
                new.id
            }
        };
        let all = tx.sollicitations_to_edit(&proof, id).await?;
        let own = all.into_iter().find(|one| annuaire.resolve(one.personne) == annuaire.resolve(personne));
        let one = match own {
            Some(own) => own,
            None => {
                let new = Sollicitation::new(SollicitationId(self.next_id()), id, personne);
                tx.add_sollicitations(&proof, std::slice::from_ref(&new)).await?;
                new
            }
        };
        self.take_campaign_answer(&tx, &proof, (&campagne, one), (typed.reponse, MoyenReponse::Relais))
            .await?;
        let link = NewPersonalLink {
            objet: LienObjet::Campagne,
            sujet: id.to_string(),
            personne: Some(personne),
            expires_at: lien.expires_at,
        };
        let address = self.personal_link(&tx, &proof, link).await?;
        tx.commit().await?;
        Ok(Some(address))
    }

    /// The sheet of somebody who came through a relay.
    fn relayed_person(&self, campagne: &Campagne, typed: &ReponseRelais) -> Result<Personne, AppError> {
        let (now, today) = (self.now(), self.today());
        let canal = |email: &Email| Canal {
            kind: CanalKind::Courriel,
            valeur: email.as_str().to_owned(),
            // Given by the person, to be answered.
            accord: Accord::Donne,
            rebond: None,
            source: campagne.nom.clone(),
            depuis: today,
        };
        let place = Exercice { commune: typed.commune, ..Exercice::default() };
        let mut new = Personne {
            id: PersonneId(self.next_id()),
            nom: checked_name(&typed.nom)?,
            prenom: checked_name(&typed.prenom)?,
            rpps: typed.rpps.clone(),
            profession: typed.profession.clone(),
            statut: Statut::Repere,
            user: None,
            fiche: Fiche {
                exercices: typed.commune.map(|_| place).into_iter().collect(),
                canaux: typed.courriel.iter().map(canal).collect(),
                source: campagne.nom.clone(),
                ..Fiche::default()
            },
            created_at: now,
            changed_at: now,
            version: 1,
            fusionnee: None,
            removed_at: None,
        };
        new.step(Statut::Repere, today, Some(campagne.nom.clone()));
        Ok(new)
    }

    /// Somebody of the CPTS notes an answer that came otherwise: a letter, a word in a corridor.
    ///
    /// # Errors
    /// [`AppError::NotFound`], or when the database does not answer.
    pub async fn note_answer(
        &self,
        proof: &Allowed<EditMobilisation>,
        id: SollicitationId,
        reponse: Reponse,
    ) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        let one = tx.sollicitation_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        let campagne = standing(tx.campagne_to_edit(proof, one.campagne).await?)?;
        if self.take_campaign_answer(&tx, proof, (&campagne, one), (reponse, MoyenReponse::Note)).await? {
            tx.commit().await?;
        }
        Ok(())
    }
}

/// The sheet of who answers, when it is surely theirs: nearly certain, or the same name with the same profession or the
/// same commune. A name alone may be somebody else's: the page of duplicates will show both.
fn find(
    annuaire: &Annuaire,
    new: &Personne,
    today: jiff::civil::Date,
) -> Result<Option<PersonneId>, AppError> {
    let shares = |one: &Personne| {
        let profession = new.profession.is_some() && one.profession == new.profession;
        let place = new.commune(today);
        profession || (place.is_some() && one.exercices(today).any(|own| own.commune == place))
    };
    let same = |near: &Rapprochement| match near.certitude {
        Certitude::Certaine => true,
        _ => near.raisons.contains(&Raison::Nom) && annuaire.get(near.id).is_some_and(shares),
    };
    Ok(candidates(annuaire, new)?.iter().find(|near| same(near)).map(|near| near.id))
}
