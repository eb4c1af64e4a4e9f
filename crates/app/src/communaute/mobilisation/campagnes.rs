//! Writing a campaign, and reading where it stands.

use domain::authz::{Allowed, EditMobilisation, ReadMobilisation};
use domain::communaute::mobilisation::{
    Bilan, Campagne, CampagneCanal, CampagneFiche, CampagneState, Choix, Selection, Sollicitation, choisir,
};
use domain::communaute::{Annuaire, Personne, Reunion, ReunionKind};
use domain::ids::{CampagneId, ReunionId, StructureId};
use domain::organisation::checked_text;
use domain::territoire::checked_name;
use serde_json::json;
use territory::CommuneCode;

use super::CampagneError;
use crate::{App, AppError};

/// Longest purpose and subject, in characters.
const LINE_MAX: usize = 200;
/// Longest text, in characters: a page.
const MESSAGE_MAX: usize = 3000;

/// A campaign as a form gives it.
#[derive(Clone, Debug)]
pub struct CampagneInput {
    /// Name.
    pub nom: String,
    /// Channel.
    pub canal: CampagneCanal,
    /// What it is for.
    pub but: String,
    /// Subject.
    pub objet: String,
    /// Text.
    pub message: String,
    /// Whom it is for.
    pub selection: Selection,
    /// The meeting it invites to.
    pub reunion: Option<ReunionId>,
}

impl CampagneInput {
    fn fill(&self, campagne: &mut Campagne) -> Result<(), AppError> {
        campagne.nom = checked_name(&self.nom)?;
        campagne.canal = self.canal;
        let fiche = &mut campagne.fiche;
        fiche.but = checked_text(&self.but, LINE_MAX)?;
        fiche.objet = checked_text(&self.objet, LINE_MAX)?;
        fiche.message = checked_text(&self.message, MESSAGE_MAX)?;
        fiche.selection = self.selection.clone();
        fiche.reunion = self.reunion;
        Ok(())
    }
}

/// A campaign and where it stands.
#[derive(Clone, Debug)]
pub struct CampagneLue {
    /// The campaign.
    pub campagne: Campagne,
    /// Its numbers.
    pub bilan: Bilan,
    /// The meeting it invites to.
    pub reunion: Option<Reunion>,
    /// Presences at that meeting that count, of people whom this campaign invited.
    pub presents: usize,
    /// How many may be reminded today.
    pub relancables: usize,
}

/// Somebody solicited by a campaign, or left out.
#[derive(Clone, Debug)]
pub struct Sollicite {
    /// What was sent and answered.
    pub sollicitation: Sollicitation,
    /// The sheet that stands for the person; `None` when it is gone.
    pub personne: Option<Personne>,
}

/// What the form of a campaign offers to choose from.
#[derive(Clone, Debug, Default)]
pub struct ChoixCampagne {
    /// Communes where people practise, by name.
    pub communes: Vec<(CommuneCode, String)>,
    /// Structures.
    pub structures: Vec<(StructureId, String)>,
    /// Meetings of information, the last first.
    pub reunions: Vec<Reunion>,
}

impl App {
    /// Every campaign, the last made first, with its numbers.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn campagnes(
        &self,
        proof: &Allowed<ReadMobilisation>,
    ) -> Result<Vec<(Campagne, Bilan)>, AppError> {
        let tx = self.store.read().await?;
        let all = tx.sollicitations(proof, None).await?;
        let count = |campagne: Campagne| {
            let own: Vec<Sollicitation> =
                all.iter().filter(|one| one.campagne == campagne.id).cloned().collect();
            (campagne, Bilan::of(&own))
        };
        Ok(tx.campagnes(proof).await?.into_iter().map(count).collect())
    }

    /// A campaign and where it stands.
    ///
    /// # Errors
    /// [`AppError::NotFound`], or when the database does not answer.
    pub async fn campagne(
        &self,
        proof: &Allowed<ReadMobilisation>,
        id: CampagneId,
    ) -> Result<CampagneLue, AppError> {
        let tx = self.store.read().await?;
        let campagne = standing(tx.campagne(proof, id).await?)?;
        let all = tx.sollicitations(proof, Some(id)).await?;
        let rules = domain::communaute::mobilisation::regles()?;
        let now = self.now();
        let running = campagne.state == CampagneState::Lancee;
        let relancables = all.iter().filter(|one| running && one.may_remind(now, rules).is_ok()).count();
        let reunion = match campagne.fiche.reunion {
            Some(reunion) => tx.reunion(proof, reunion).await?.filter(|one| one.removed_at.is_none()),
            None => None,
        };
        let mut presents = 0;
        if let Some(reunion) = &reunion {
            let annuaire = tx.annuaire(proof).await?;
            let presences = tx.presences(proof, reunion.id).await?;
            presents = super::historique::invited_presences(&annuaire, &presences, all.iter());
        }
        Ok(CampagneLue { bilan: Bilan::of(&all), campagne, reunion, presents, relancables })
    }

    /// Whom a campaign would reach today and whom it would leave out, with everybody's sheet.
    ///
    /// # Errors
    /// [`AppError::NotFound`], or when the database does not answer.
    pub async fn campagne_choix(
        &self,
        proof: &Allowed<ReadMobilisation>,
        id: CampagneId,
    ) -> Result<(Campagne, Choix, Annuaire), AppError> {
        let tx = self.store.read().await?;
        let campagne = standing(tx.campagne(proof, id).await?)?;
        let annuaire = tx.annuaire(proof).await?;
        let choix = choisir(&annuaire, &campagne.fiche.selection, campagne.canal, self.today());
        Ok((campagne, choix, annuaire))
    }

    /// What the form of a campaign offers to choose from.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn campagne_choices(
        &self,
        proof: &Allowed<EditMobilisation>,
    ) -> Result<ChoixCampagne, AppError> {
        let tx = self.store.read().await?;
        let annuaire = tx.annuaire(proof).await?;
        let mut codes: Vec<CommuneCode> = annuaire
            .iter()
            .flat_map(|one| one.fiche.exercices.iter().filter_map(|place| place.commune))
            .collect();
        codes.sort_unstable();
        codes.dedup();
        let reference = self.reference();
        let named = codes.into_iter().map(|code| (code, reference.atlas.unit_name(code.into())));
        let mut communes: Vec<_> = named.collect();
        communes.sort_by_cached_key(|(_, name)| territory::text::search_key(name));
        let structures = tx.structures(proof).await?.into_iter().filter(|one| one.removed_at.is_none());
        let reunions =
            tx.reunions(proof).await?.into_iter().filter(|one| one.kind == ReunionKind::Information);
        Ok(ChoixCampagne {
            communes,
            structures: structures.map(|one| (one.id, one.nom)).collect(),
            reunions: reunions.collect(),
        })
    }

    /// The people of a campaign by name, left out ones last.
    ///
    /// # Errors
    /// [`AppError::NotFound`], or when the database does not answer.
    pub async fn campagne_sollicites(
        &self,
        proof: &Allowed<ReadMobilisation>,
        id: CampagneId,
    ) -> Result<(Campagne, Vec<Sollicite>), AppError> {
        let tx = self.store.read().await?;
        let campagne = standing(tx.campagne(proof, id).await?)?;
        let annuaire = tx.annuaire(proof).await?;
        let all = tx.sollicitations(proof, Some(id)).await?;
        let mut people: Vec<Sollicite> = all
            .into_iter()
            .map(|sollicitation| {
                let personne = annuaire.get(sollicitation.personne).cloned();
                Sollicite { sollicitation, personne }
            })
            .collect();
        people.sort_by_cached_key(|one| {
            let name = one.personne.as_ref().map(Personne::search_key).unwrap_or_default();
            (one.sollicitation.ecart.is_some(), name, one.sollicitation.id)
        });
        Ok((campagne, people))
    }

    /// Adds a campaign to prepare.
    ///
    /// # Errors
    /// When a text cannot be kept or the database does not answer.
    pub async fn create_campagne(
        &self,
        proof: &Allowed<EditMobilisation>,
        input: &CampagneInput,
    ) -> Result<CampagneId, AppError> {
        let mut new = Campagne {
            id: CampagneId(self.next_id()),
            nom: String::new(),
            canal: input.canal,
            state: CampagneState::Preparation,
            fiche: CampagneFiche::default(),
            lien_relais: None,
            created_at: self.now(),
            version: 1,
            removed_at: None,
        };
        input.fill(&mut new)?;
        let tx = self.store.write().await?;
        tx.add_campagne(proof, &new).await?;
        let changes = json!({ "created": new.nom, "canal": new.canal.key() });
        tx.audit(proof, self.change("campagne", new.id, changes)).await?;
        tx.commit().await?;
        Ok(new.id)
    }

    /// Corrects a campaign that was not launched; `version` is the one that was shown.
    ///
    /// # Errors
    /// [`CampagneError::Frozen`] after the launch; when a text cannot be kept, or somebody else changed it meanwhile.
    pub async fn edit_campagne(
        &self,
        proof: &Allowed<EditMobilisation>,
        (id, version): (CampagneId, i64),
        input: &CampagneInput,
    ) -> Result<(), CampagneError> {
        let tx = self.store.write().await?;
        let mut campagne = standing(tx.campagne_to_edit(proof, id).await?)?;
        if !campagne.is_open() {
            return Err(CampagneError::Frozen);
        }
        input.fill(&mut campagne)?;
        campagne.version = version;
        if !tx.save_campagne(proof, &campagne).await? {
            return Err(AppError::Conflict.into());
        }
        tx.audit(proof, self.change("campagne", id, json!({ "name": campagne.nom }))).await?;
        Ok(tx.commit().await?)
    }

    /// Removes a campaign that was not launched: what was sent stays as a proof.
    ///
    /// # Errors
    /// [`CampagneError::Frozen`] after the launch; or the database does not answer.
    pub async fn remove_campagne(
        &self,
        proof: &Allowed<EditMobilisation>,
        id: CampagneId,
    ) -> Result<(), CampagneError> {
        let tx = self.store.write().await?;
        let mut campagne = standing(tx.campagne_to_edit(proof, id).await?)?;
        if !campagne.is_open() {
            return Err(CampagneError::Frozen);
        }
        campagne.removed_at = Some(self.now());
        if !tx.save_campagne(proof, &campagne).await? {
            return Err(AppError::Conflict.into());
        }
        tx.audit(proof, self.change("campagne", id, json!({ "removed": campagne.nom }))).await?;
        Ok(tx.commit().await?)
    }
}

/// A campaign that was not removed.
pub(super) fn standing(found: Option<Campagne>) -> Result<Campagne, AppError> {
    found.filter(|one| one.removed_at.is_none()).ok_or(AppError::NotFound)
}
