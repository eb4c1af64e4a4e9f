//! Answering by a link, without an account.

use std::collections::{BTreeMap, BTreeSet};

use domain::authz::{Actor, Allowed, ReadTerritoire};
use domain::communaute::questionnaires::{
    Contact, EtatQuestionnaire, Limites, Nature, Question, Questionnaire, Reponse, ReponseFiche, Valeur,
    banque,
};
use domain::communaute::{LienObjet, Personne};
use domain::ids::{CptsId, PersonneId, QuestionnaireId, ReponseId};
use domain::organisation::checked_text;
use domain::professions::professions;
use domain::texte::Email;
use security::token::Token;
use serde_json::json;
use storage::ReadTx;
use territory::atlas::HitKind;
use territory::text::search_key;
use territory::{CommuneCode, UnitCode};

use super::{QuestionnaireError, Refus, standing};
use crate::communaute::Bearer;
use crate::{App, AppError};

/// What somebody who holds a link sees.
#[derive(Debug)]
pub struct Opened {
    /// The CPTS.
    pub cpts: CptsId,
    /// Its name.
    pub cpts_name: String,
    /// The questionnaire.
    pub questionnaire: Questionnaire,
    /// Where it stands.
    pub etat: EtatQuestionnaire,
    /// Who answers, when the link is theirs.
    pub personne: Option<Personne>,
    /// What is asked of them: what their sheet says is not asked again.
    pub asked: Asked,
    /// What they answered before, when the link is theirs.
    pub reponse: Option<Reponse>,
    /// What makes two sends of the same page one, for a link that many people hold.
    pub jeton: String,
}

/// What is asked of somebody.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// The questions, in order.
    pub questions: Vec<Question>,
    /// Number of the version that they are of.
    pub version: u32,
    /// The communes to choose from, by name; empty when the CPTS has no territory: a name is typed.
    pub communes: Vec<(CommuneCode, String)>,
}

impl Asked {
    /// Whether a question of this kind is asked.
    fn asks(&self, what: &Nature) -> Option<&Question> {
        self.questions.iter().find(|question| question.nature == *what)
    }
}

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Values by the keys of the questions.
    pub valeurs: BTreeMap<String, Vec<String>>,
    /// What came with the page: see [`Opened::jeton`].
    pub jeton: String,
    /// Name, for who wants an answer.
    pub nom: String,
    /// E-mail address, for who wants an answer.
    pub courriel: String,
    /// Network address, for the limit of links that many people hold.
    pub from: String,
}

/// What was read of it.
struct Read {
    valeurs: BTreeMap<String, Valeur>,
    profession: Option<String>,
    commune: Option<CommuneCode>,
    contact: Option<Contact>,
}

/// Chosen when one's commune is not in the list.
pub const AUTRE: &str = "autre";

/// What two sends of one page have in common. A page of somebody else cannot guess it: it is long and drawn.
fn is_jeton(text: &str) -> bool {
    (20..=80).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

fn own_jeton(personne: PersonneId) -> String {
    format!("personne:{personne}")
}

/// The answer of a person, whichever of their sheets the link was made for.
fn own_answer(reponses: Vec<Reponse>, bearer: &Bearer, personne: &Personne) -> Option<Reponse> {
    let keys: BTreeSet<String> =
        bearer.lien.personne.into_iter().chain([personne.id]).map(own_jeton).collect();
    reponses.into_iter().find(|one| keys.contains(&one.jeton))
}

impl App {
    /// What a link to a questionnaire shows.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an unknown token or a questionnaire that was removed, [`AppError::LinkOver`].
    pub async fn open_questionnaire_link(&self, token: &str) -> Result<Opened, AppError> {
        let bearer = self.bearer(LienObjet::Questionnaire, token).await?;
        self.opened(&bearer).await
    }

    pub(super) async fn opened(&self, bearer: &Bearer) -> Result<Opened, AppError> {
        let proof = &bearer.proof;
        let id: QuestionnaireId = bearer.lien.sujet.parse().map_err(|_| AppError::NotFound)?;
        let tx = self.store.read().await?;
        let found = tx.questionnaire(proof, id).await?.filter(|one| one.removed_at.is_none());
        let questionnaire = found.ok_or(AppError::NotFound)?;
        let personne = match bearer.lien.personne {
            Some(id) => Some(standing(&tx, proof, id).await?.ok_or(AppError::NotFound)?),
            None => None,
        };
        let reponse = match &personne {
            Some(personne) => own_answer(tx.reponses(proof, id).await?, bearer, personne),
            None => None,
        };
        let communes = self.own_communes(&tx, bearer).await?;
        Ok(Opened {
            cpts: proof.cpts(),
            cpts_name: self.cpts(proof.cpts()).await?.name,
            etat: questionnaire.etat(self.today()),
            asked: self.asked(&questionnaire, personne.as_ref(), (reponse.as_ref(), communes)),
            jeton: Token::new(self.settings.entropy.as_ref()).as_str().to_owned(),
            questionnaire,
            personne,
            reponse,
        })
    }

    /// What is asked: who answered corrects what they were asked; the others get the questions of today.
    fn asked(
        &self,
        questionnaire: &Questionnaire,
        personne: Option<&Personne>,
        (reponse, communes): (Option<&Reponse>, Vec<(CommuneCode, String)>),
    ) -> Asked {
        let before = reponse.and_then(|one| questionnaire.version_of(one.fiche.version));
        let (version, questions) = match before {
            Some(before) => (before.numero, before.questions.as_slice()),
            None => (questionnaire.numero(), questionnaire.questions()),
        };
        let today = self.today();
        let unknown = |question: &&Question| match question.nature {
            Nature::Profession => personne.is_none_or(|one| one.profession.is_none()),
            Nature::Commune => personne.is_none_or(|one| one.commune(today).is_none()),
            _ => true,
        };
        Asked { questions: questions.iter().filter(unknown).cloned().collect(), version, communes }
    }

    /// The communes of the territories of the CPTS, by name.
    async fn own_communes(
        &self,
        tx: &ReadTx,
        bearer: &Bearer,
    ) -> Result<Vec<(CommuneCode, String)>, AppError> {
        let guest = Actor::guest(bearer.lien.cpts, bearer.lien.id);
        let read: Allowed<ReadTerritoire> = guest.authorize(bearer.lien.cpts)?;
        let atlas = &self.reference().atlas;
        let mut codes = BTreeSet::new();
        for territoire in tx.territoires(&read).await? {
            if let Some(variante) = territoire.reference() {
                codes.extend(variante.perimeter.units().map(|unit| unit.commune()));
            }
        }
        let named = codes.into_iter().map(|code| (code, atlas.unit_name(UnitCode::Commune(code))));
        let mut named: Vec<(CommuneCode, String)> = named.collect();
        named.sort_by_cached_key(|(code, name)| (search_key(name), *code));
        Ok(named)
    }

    fn read_answers(
        &self,
        asked: &Asked,
        (given, is_common): (&Given, bool),
        limites: &Limites,
    ) -> Result<Read, QuestionnaireError> {
        let mut wrong = Vec::new();
        let mut valeurs = BTreeMap::new();
        for question in &asked.questions {
            let typed = given.valeurs.get(&question.cle).map(Vec::as_slice).unwrap_or_default();
            let typed: Vec<&str> = typed.iter().map(String::as_str).collect();
            match question.read(&typed, limites.texte) {
                Ok(valeur) => valeurs.extend(valeur.map(|valeur| (question.cle.clone(), valeur))),
                Err(refus) => wrong.push((question.cle.clone(), Refus::Reponse(refus))),
            }
        }
        let typed = |question: &Question| -> String {
            let first = given.valeurs.get(&question.cle).and_then(|all| all.first());
            first.map(|text| text.trim().to_owned()).unwrap_or_default()
        };
        let profession = asked.asks(&Nature::Profession).map(typed).filter(|code| !code.is_empty());
        if let Some(code) = &profession
            && code != AUTRE
            && professions()?.label(code).is_none()
        {
            let cle = asked.asks(&Nature::Profession).map(|question| question.cle.clone());
            let hors = Refus::Reponse(domain::communaute::questionnaires::RefusReponse::HorsListe);
            wrong.push((cle.unwrap_or_default(), hors));
        }
        let mut commune = None;
        if let Some(question) = asked.asks(&Nature::Commune) {
            match self.commune(asked, &typed(question)) {
                Ok(found) => commune = found,
                Err(refus) => wrong.push((question.cle.clone(), refus)),
            }
        }
        let contact = if is_common { contact(given, &mut wrong) } else { None };
        if !wrong.is_empty() {
            return Err(QuestionnaireError::Refused(wrong));
        }
        Ok(Read { valeurs, profession: profession.filter(|code| code != AUTRE), commune, contact })
    }

    /// A commune of the list by its code, or by its name when there is no list.
    fn commune(&self, asked: &Asked, typed: &str) -> Result<Option<CommuneCode>, Refus> {
        if typed.is_empty() || typed == AUTRE {
            return Ok(None);
        }
        if !asked.communes.is_empty() {
            let code = typed.parse().ok().filter(|code| asked.communes.iter().any(|(own, _)| own == code));
            return code.map(Some).ok_or(Refus::Commune);
        }
        let key = search_key(typed);
        let hits = self.reference().atlas.search(typed, 20);
        let mut same = hits.iter().filter_map(|hit| match hit.kind {
            HitKind::Commune(code) if search_key(&hit.name) == key => Some(code),
            _ => None,
        });
        match (same.next(), same.next()) {
            (Some(code), None) => Ok(Some(code)),
            _ => Err(Refus::Commune),
        }
    }

    /// Keeps the answers of whoever holds a link; the same page sent twice counts once. Whether they were changed.
    ///
    /// # Errors
    /// When something typed is wrong, it takes no answers, too many came from one network, or the database refuses.
    pub async fn answer_questionnaire(&self, token: &str, given: &Given) -> Result<bool, QuestionnaireError> {
        let bearer = self.bearer(LienObjet::Questionnaire, token).await?;
        let opened = self.opened(&bearer).await?;
        if opened.etat != EtatQuestionnaire::Ouvert {
            return Err(QuestionnaireError::Closed);
        }
        let (banque, is_common) = (banque()?, opened.personne.is_none());
        let read = self.read_answers(&opened.asked, (given, is_common), &banque.limites)?;
        let jeton = match &opened.personne {
            Some(personne) => own_jeton(personne.id),
            None if is_jeton(&given.jeton) => format!("libre:{}", given.jeton),
            None => format!("libre:{}", opened.jeton),
        };
        if is_common {
            self.within_limit(&banque.envois_libres, &given.from).await?;
        }
        let tx = self.store.write().await?;
        let id = opened.questionnaire.id;
        tx.questionnaire_to_edit(&bearer.proof, id).await?.ok_or(AppError::NotFound)?;
        let all = tx.reponses_to_edit(&bearer.proof, id).await?;
        let known = match &opened.personne {
            Some(personne) => own_answer(all, &bearer, personne),
            None => all.into_iter().find(|one| one.jeton == jeton),
        };
        let changed = known.is_some();
        if changed && is_common {
            // The same page, sent twice: what came first is kept, and nothing more is said.
            return Ok(false);
        }
        let reponse = self.answered(&bearer, (&opened, jeton), (known, read));
        if changed {
            tx.save_reponse(&bearer.proof, &reponse).await?;
        } else {
            tx.add_reponse(&bearer.proof, &reponse).await?;
        }
        self.voice(&tx, &bearer, (&opened, &reponse)).await?;
        let changes = json!({ "recorded": true, "questionnaire": id.to_string(), "changed": changed });
        tx.audit(&bearer.proof, self.change("reponse", reponse.id, changes)).await?;
        tx.commit().await?;
        Ok(changed)
    }

    fn answered(
        &self,
        bearer: &Bearer,
        (opened, jeton): (&Opened, String),
        (known, read): (Option<Reponse>, Read),
    ) -> Reponse {
        let (now, today) = (self.now(), self.today());
        let mut one = known.unwrap_or_else(|| Reponse {
            id: ReponseId(self.next_id()),
            questionnaire: opened.questionnaire.id,
            personne: opened.personne.as_ref().map(|one| one.id),
            jeton,
            profession: None,
            commune: None,
            fiche: ReponseFiche { lien: Some(bearer.lien.id), ..ReponseFiche::default() },
            created_at: now,
            changed_at: now,
        });
        let sheet = opened.personne.as_ref();
        one.profession = sheet.and_then(|one| one.profession.clone()).or(read.profession);
        one.commune = sheet.and_then(|one| one.commune(today)).or(read.commune);
        one.fiche.contact = read.contact;
        one.changed_at = now;
        one.answer(opened.asked.version, read.valeurs);
        one
    }
}

/// How who is not known may be answered, when they want it.
fn contact(given: &Given, wrong: &mut Vec<(String, Refus)>) -> Option<Contact> {
    const NAME_MAX: usize = 120;
    let nom = checked_text(&given.nom, NAME_MAX).unwrap_or_else(|error| {
        wrong.push(("nom".into(), Refus::Texte(error)));
        String::new()
    });
    let courriel = match given.courriel.trim() {
        "" => String::new(),
        typed => Email::parse(typed).map(|email| email.as_str().to_owned()).unwrap_or_else(|_| {
            wrong.push(("courriel".into(), Refus::Courriel));
            String::new()
        }),
    };
    let contact = Contact { nom, courriel };
    (!contact.is_empty()).then_some(contact)
}
