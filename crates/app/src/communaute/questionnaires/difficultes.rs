//! Difficulties: what people meet, what the CPTS makes of it, what their authors are told.

use std::collections::BTreeSet;

use documents::courriel::questionnaire::{NouvelleDifficulte, nouvelle};
use domain::authz::{Allowed, EditQuestionnaires, ReadQuestionnaires};
use domain::communaute::questionnaires::difficulte::gather;
use domain::communaute::questionnaires::{
    Auteur, Devenu, Difficulte, DifficulteFiche, EtatDifficulte, Fait, Nouvelle, RefusReponse, Theme, banque,
    free_text,
};
use domain::communaute::{Annuaire, CanalKind, Personne};
use domain::ids::{DifficulteId, MailId, PersonneId};
use domain::organisation::checked_text;
use domain::professions::professions;
use domain::texte::Email;
use serde_json::{Value, json};
use storage::{ReadsQuestionnaires, WriteTx};

use super::{QuestionnaireError, Refus};
use crate::mail::Outgoing;
use crate::{App, AppError, paris};

/// A difficulty as its page shows it.
#[derive(Clone, Debug)]
pub struct DifficulteLue {
    /// The difficulty.
    pub difficulte: Difficulte,
    /// Name of its author, when they are known.
    pub auteur: Option<String>,
    /// Whether its author can be written to.
    pub joignable: bool,
    /// How many others say the same, under its words.
    pub autres: usize,
}

/// A difficulty that somebody heard and writes down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewDifficulte {
    /// The words of its author.
    pub texte: String,
    /// Where it was heard.
    pub source: String,
    /// Profession of its author: a code of TRE_G15, or nothing.
    pub profession: String,
    /// Its author, when they are known and agree.
    pub personne: Option<PersonneId>,
    /// Keys of its themes.
    pub themes: Vec<String>,
}

/// A state, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The new state.
    pub etat: EtatDifficulte,
    /// Why, in a few words.
    pub motif: String,
}

/// Longest reason or source, in characters.
const SHORT_MAX: usize = 300;

fn short(field: &str, text: &str) -> Result<String, QuestionnaireError> {
    checked_text(text, SHORT_MAX).map_err(|error| QuestionnaireError::at(field, Refus::Texte(error)))
}

fn long(field: &str, text: &str) -> Result<String, QuestionnaireError> {
    let max = banque()?.limites.texte;
    free_text(text, max).map_err(|refus| QuestionnaireError::at(field, Refus::Reponse(refus)))
}

fn sheet<'a>(annuaire: &'a Annuaire, one: &Difficulte) -> Option<&'a Personne> {
    annuaire.get(one.auteur.personne?).filter(|person| person.removed_at.is_none())
}

/// Where the author is written to: where they asked to be, or their own address.
fn address(annuaire: &Annuaire, one: &Difficulte) -> Option<Email> {
    let own = || Email::parse(&sheet(annuaire, one)?.canal(CanalKind::Courriel)?.valeur).ok();
    one.given_address().or_else(own)
}

fn lue(annuaire: &Annuaire, all: &[Difficulte], one: &Difficulte) -> DifficulteLue {
    let given = || one.fiche.contact.as_ref().map(|contact| contact.nom.clone());
    let name = sheet(annuaire, one).map(Personne::nom_liste).or_else(given);
    DifficulteLue {
        auteur: name.filter(|name| !name.is_empty()),
        joignable: address(annuaire, one).is_some(),
        autres: all.iter().filter(|other| other.groupe == Some(one.id)).count(),
        difficulte: one.clone(),
    }
}

impl App {
    /// The difficulties that were not removed, the last voiced first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn difficultes(
        &self,
        proof: &Allowed<ReadQuestionnaires>,
    ) -> Result<Vec<DifficulteLue>, AppError> {
        let tx = self.store.read().await?;
        let annuaire = tx.annuaire(proof).await?;
        let mut all = tx.difficultes(proof).await?;
        all.retain(|one| one.removed_at.is_none());
        Ok(all.iter().rev().map(|one| lue(&annuaire, &all, one)).collect())
    }

    /// People of the community to choose from, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn people_to_choose(
        &self,
        proof: &Allowed<ReadQuestionnaires>,
    ) -> Result<Vec<(PersonneId, String)>, AppError> {
        let lines = self.store.read().await?.personne_lignes(proof).await?;
        let name = |nom: &str, prenom: &str| format!("{} {prenom}", nom.to_uppercase()).trim().to_owned();
        Ok(lines.into_iter().map(|one| (one.id, name(&one.nom, &one.prenom))).collect())
    }

    /// Writes down a difficulty that somebody heard.
    ///
    /// # Errors
    /// When a text cannot be kept, the author is unknown, or the database does not answer.
    pub async fn add_difficulte(
        &self,
        (proof, read): (&Allowed<EditQuestionnaires>, &Allowed<ReadQuestionnaires>),
        new: &NewDifficulte,
    ) -> Result<DifficulteId, QuestionnaireError> {
        let known = self.themes(read).await?;
        let (texte, source) = (long("texte", &new.texte)?, short("source", &new.source)?);
        let profession = Some(new.profession.trim()).filter(|code| !code.is_empty());
        if profession.is_some_and(|code| !professions().is_ok_and(|table| table.label(code).is_some())) {
            let hors = Refus::Reponse(RefusReponse::HorsListe);
            return Err(QuestionnaireError::at("profession", hors));
        }
        let tx = self.store.write().await?;
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let who = match new.personne {
            Some(id) => Some(annuaire.get(id).ok_or(QuestionnaireError::at("personne", Refus::Personne))?),
            None => None,
        };
        let own = who.and_then(|one| one.profession.clone());
        let themes = chosen(&known, &new.themes)?;
        let mut one = Difficulte {
            id: DifficulteId(self.next_id()),
            texte,
            etat: EtatDifficulte::Exprimee,
            auteur: Auteur {
                personne: who.map(|one| one.id),
                profession: own.or_else(|| profession.map(str::to_owned)),
            },
            reponse: None,
            groupe: None,
            fiche: DifficulteFiche {
                themes: (!themes.is_empty()).then_some(themes),
                source,
                ..DifficulteFiche::default()
            },
            created_at: self.now(),
            version: 1,
            removed_at: None,
        };
        one.note((proof.author(), self.now()), Fait::Exprimee);
        tx.add_difficulte(proof, &one).await?;
        tx.audit(proof, self.change("difficulte", one.id, json!({ "recorded": true }))).await?;
        tx.commit().await?;
        Ok(one.id)
    }

    /// Changes the state of a difficulty.
    ///
    /// # Errors
    /// When the reason cannot be kept, the CPTS has none of that id, or the database does not answer.
    pub async fn settle_difficulte(
        &self,
        proof: &Allowed<EditQuestionnaires>,
        id: DifficulteId,
        facts: &Facts,
    ) -> Result<(), QuestionnaireError> {
        let motif = short("motif", &facts.motif)?;
        let tx = self.store.write().await?;
        let mut one = held(&tx, proof, id).await?;
        if one.settle(facts.etat, motif, (proof.author(), self.now())) {
            self.save(&tx, proof, (&one, json!({ "etat": facts.etat.key() }))).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Chooses the themes of a difficulty.
    ///
    /// # Errors
    /// When a theme is unknown, the CPTS has none of that id, or the database does not answer.
    pub async fn sort_one(
        &self,
        (proof, read): (&Allowed<EditQuestionnaires>, &Allowed<ReadQuestionnaires>),
        id: DifficulteId,
        themes: &[String],
    ) -> Result<(), QuestionnaireError> {
        let themes = chosen(&self.themes(read).await?, themes)?;
        let tx = self.store.write().await?;
        let mut one = held(&tx, proof, id).await?;
        if one.sort(Some(themes), (proof.author(), self.now())) {
            self.save(&tx, proof, (&one, json!({ "sorted": one.fiche.themes.as_ref().map(Vec::len) })))
                .await?;
        }
        Ok(tx.commit().await?)
    }

    /// Puts difficulties that say the same under the words of one of them. Each keeps its author and its history.
    ///
    /// # Errors
    /// When fewer than two are chosen, one is unknown, or the database does not answer.
    pub async fn gather_difficultes(
        &self,
        proof: &Allowed<EditQuestionnaires>,
        (chosen, lead): (&BTreeSet<DifficulteId>, DifficulteId),
    ) -> Result<usize, QuestionnaireError> {
        let tx = self.store.write().await?;
        let mut all = tx.difficultes_to_edit(proof).await?;
        let known = |id: &DifficulteId| all.iter().any(|one| one.id == *id && one.removed_at.is_none());
        if !chosen.iter().all(known) || !known(&lead) {
            return Err(AppError::NotFound.into());
        }
        let changed = gather(&mut all, (chosen, lead), (proof.author(), self.now()));
        if changed.is_empty() {
            return Err(QuestionnaireError::at("difficulte", Refus::Personne));
        }
        for rank in &changed {
            self.save(&tx, proof, (&all[*rank], json!({ "gathered": lead.to_string() }))).await?;
        }
        tx.commit().await?;
        Ok(changed.len())
    }

    /// A difficulty stands alone again.
    ///
    /// # Errors
    /// When the CPTS has none of that id, or the database does not answer.
    pub async fn separate_difficulte(
        &self,
        proof: &Allowed<EditQuestionnaires>,
        id: DifficulteId,
    ) -> Result<(), QuestionnaireError> {
        let tx = self.store.write().await?;
        let mut one = held(&tx, proof, id).await?;
        if one.groupe.take().is_some() {
            one.note((proof.author(), self.now()), Fait::Separee);
            self.save(&tx, proof, (&one, json!({ "separated": true }))).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Tells its author, and those who said the same under its words, what became of it. How many were written to.
    ///
    /// # Errors
    /// When the text cannot be kept, a message is wanted and nobody can be written to, or the database does not answer.
    pub async fn tell_author(
        &self,
        proof: &Allowed<EditQuestionnaires>,
        id: DifficulteId,
        (texte, by_mail): (&str, bool),
    ) -> Result<usize, QuestionnaireError> {
        let texte = long("nouvelle", texte)?;
        let cpts = self.cpts(proof.cpts()).await?.name;
        let tx = self.store.write().await?;
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let all = tx.difficultes_to_edit(proof).await?;
        let here = |one: &&Difficulte| one.removed_at.is_none();
        let lead = all.iter().find(|one| one.id == id).filter(here).ok_or(AppError::NotFound)?;
        let said = all.iter().filter(here).filter(|one| one.id == lead.id || one.groupe == Some(lead.id));
        let mut told = 0;
        for one in said {
            let to = if by_mail { address(&annuaire, one) } else { None };
            if by_mail && to.is_none() {
                continue;
            }
            told += usize::from(to.is_some());
            let mail = match to {
                Some(to) => Some(self.news(&tx, proof, (&cpts, one, &texte), (&annuaire, to)).await?),
                None => None,
            };
            let mut changed = one.clone();
            let (by, at) = (proof.author().clone(), self.now());
            changed.fiche.nouvelles.push(Nouvelle { at, by, texte: texte.clone(), courriel: mail });
            changed.note((proof.author(), at), Fait::Dite);
            self.save(&tx, proof, (&changed, json!({ "told": by_mail }))).await?;
        }
        if by_mail && told == 0 {
            return Err(QuestionnaireError::at("nouvelle", Refus::SansAdresse));
        }
        tx.commit().await?;
        Ok(told)
    }

    async fn news(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditQuestionnaires>,
        (cpts, one, texte): (&str, &Difficulte, &str),
        (annuaire, to): (&Annuaire, Email),
    ) -> Result<MailId, QuestionnaireError> {
        let content = nouvelle(&NouvelleDifficulte {
            organisation: cpts.to_owned(),
            exprimee_le: one.created_at.to_zoned(paris()).date(),
            difficulte: one.texte.clone(),
            texte: texte.to_owned(),
        });
        let mail = Outgoing {
            cpts: Some(proof.cpts()),
            user: sheet(annuaire, one).and_then(|person| person.user),
            to,
            template: "difficulte",
            about: Some(format!("difficulte:{}", one.id)),
            content,
        };
        Ok(self.queue_mail(tx, &mail).await?)
    }

    /// A difficulty became something: an objective, an action. For whoever makes these things, in their transaction.
    ///
    /// # Errors
    /// When the CPTS has none of that id, somebody changed it meanwhile, or the database refuses.
    pub async fn difficulte_becomes<P: ReadsQuestionnaires>(
        &self,
        tx: &WriteTx,
        proof: &Allowed<P>,
        id: DifficulteId,
        devenu: Devenu,
    ) -> Result<(), QuestionnaireError> {
        let all = tx.difficultes_to_edit(proof).await?;
        let mut one = all.into_iter().find(|one| one.id == id).ok_or(AppError::NotFound)?;
        if one.become_(devenu, (proof.author(), self.now())) && !tx.save_difficulte(proof, &one).await? {
            return Err(QuestionnaireError::Replaced);
        }
        Ok(())
    }

    async fn save(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditQuestionnaires>,
        (one, changes): (&Difficulte, Value),
    ) -> Result<(), QuestionnaireError> {
        if !tx.save_difficulte(proof, one).await? {
            return Err(QuestionnaireError::Replaced);
        }
        Ok(tx.audit(proof, self.change("difficulte", one.id, changes)).await?)
    }
}

async fn held(
    tx: &WriteTx,
    proof: &Allowed<EditQuestionnaires>,
    id: DifficulteId,
) -> Result<Difficulte, QuestionnaireError> {
    let all = tx.difficultes_to_edit(proof).await?;
    let found = all.into_iter().find(|one| one.id == id && one.removed_at.is_none());
    Ok(found.ok_or(AppError::NotFound)?)
}

/// Keys of themes that are known, each once.
fn chosen(known: &[Theme], keys: &[String]) -> Result<Vec<String>, QuestionnaireError> {
    let mut kept: Vec<String> = Vec::new();
    for key in keys {
        if !known.iter().any(|theme| theme.cle == *key) {
            return Err(AppError::NotFound.into());
        }
        if !kept.contains(key) {
            kept.push(key.clone());
        }
    }
    Ok(kept)
}
