//! What the answers to a questionnaire say.

use std::collections::BTreeMap;

use domain::authz::{Allowed, ReadQuestionnaires, ReadTerritoire};
use domain::communaute::questionnaires::resultats::counted;
use domain::communaute::questionnaires::{
    EtatQuestionnaire, Questionnaire, Reponse, Resultats, Solicited, Theme,
};
use domain::communaute::{Annuaire, LienObjet};
use domain::diagnostic::offre_regles::{OptionsOffre, regles_offre};
use domain::ids::{PersonneId, QuestionnaireId};
use domain::professions::professions;
use territory::Perimeter;

use crate::reference::Reference;
use crate::{App, AppError};

/// How many professionals the official register counts in the territory, by profession.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Officiel {
    /// Name of the territory.
    pub territoire: String,
    /// By code of TRE_G15; a profession that the register does not count here is not there.
    pub nombres: BTreeMap<String, f64>,
    /// Citations of the files.
    pub sources: Vec<String>,
    /// How each profession is counted, in one sentence each.
    pub regles: BTreeMap<String, String>,
}

/// Everything that the page of the results shows.
#[derive(Clone, Debug)]
pub struct Lecture {
    /// The questionnaire.
    pub questionnaire: Questionnaire,
    /// Where it stands.
    pub etat: EtatQuestionnaire,
    /// The counts.
    pub resultats: Resultats,
    /// The answers that count.
    pub reponses: Vec<Reponse>,
    /// Names of those who answered by their own link, for who may see them.
    pub noms: BTreeMap<PersonneId, String>,
    /// Themes, by key.
    pub themes: Vec<Theme>,
    /// The official count beside.
    pub officiel: Option<Officiel>,
}

/// The official count of a perimeter by profession.
fn official(reference: &Reference, territoire: &str, perimeter: &Perimeter) -> Result<Officiel, AppError> {
    let regles = regles_offre()?;
    let mut found = Officiel { territoire: territoire.to_owned(), ..Officiel::default() };
    for rule in regles.all.iter().filter(|rule| rule.part_of.is_none()) {
        let selection = regles.selection(rule, OptionsOffre::default());
        let [profession] = selection.professions.as_slice() else { continue };
        if professions()?.label(profession).is_none() {
            continue;
        }
        let counted = reference.atlas.effectif(perimeter, &selection).persons;
        let Some(value) = counted.value else { continue };
        *found.nombres.entry(profession.clone()).or_default() += value;
        let said = found.regles.entry(profession.clone()).or_default();
        if !said.is_empty() {
            said.push(' ');
        }
        said.push_str(&rule.sentence);
        for source in counted.sources {
            let citation = reference.atlas.sources()[source.0].citation();
            if !found.sources.contains(&citation) {
                found.sources.push(citation);
            }
        }
    }
    Ok(found)
}

fn solicited(annuaire: &Annuaire, liens: &[domain::communaute::LienPersonnel]) -> Vec<Solicited> {
    let mut asked: Vec<PersonneId> =
        liens.iter().filter_map(|lien| lien.personne.map(|id| annuaire.resolve(id))).collect();
    asked.sort_unstable();
    asked.dedup();
    let profession = |id: PersonneId| annuaire.get(id).and_then(|one| one.profession.clone());
    asked.into_iter().map(|id| Solicited { personne: id, profession: profession(id) }).collect()
}

impl App {
    /// What the answers say, with the official count of the oldest territory that has a reference variant.
    ///
    /// # Errors
    /// When the CPTS has none of that id, a table is malformed, or the database does not answer.
    pub async fn read_questionnaire(
        &self,
        (proof, territoire): (&Allowed<ReadQuestionnaires>, &Allowed<ReadTerritoire>),
        id: QuestionnaireId,
    ) -> Result<Lecture, AppError> {
        let themes = self.themes(proof).await?;
        let tx = self.store.read().await?;
        let found = tx.questionnaire(proof, id).await?.filter(|one| one.removed_at.is_none());
        let questionnaire = found.ok_or(AppError::NotFound)?;
        let annuaire = tx.annuaire(proof).await?;
        let liens = tx.liens(proof, (LienObjet::Questionnaire, &id.to_string())).await?;
        let resolve = |id: PersonneId| annuaire.resolve(id);
        let reponses = counted(tx.reponses(proof, id).await?, resolve);
        let difficultes = tx.difficultes(proof).await?;
        let territoires = tx.territoires(territoire).await?;
        drop(tx);
        let own = territoires
            .iter()
            .find_map(|one| Some((one, one.reference().filter(|variante| !variante.perimeter.is_empty())?)));
        let reference = self.reference();
        let officiel = own.map(|(one, variante)| official(&reference, &one.name, &variante.perimeter));
        let resultats = Resultats::count(
            &questionnaire,
            (&reponses, &difficultes),
            (&solicited(&annuaire, &liens), &resolve),
        );
        let named = reponses.iter().filter_map(|one| one.personne);
        Ok(Lecture {
            etat: questionnaire.etat(self.today()),
            noms: named.map(|id| (id, annuaire.nom(id))).collect(),
            officiel: officiel.transpose()?.filter(|found| !found.nombres.is_empty()),
            questionnaire,
            resultats,
            reponses,
            themes,
        })
    }
}
