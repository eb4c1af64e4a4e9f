//! Questionnaires: one that is over and half read, one that is open; and what difficulties became.

use std::collections::{BTreeMap, BTreeSet};

use app::AppError;
use app::communaute::questionnaires::{Facts, Given, NewDifficulte};
use domain::authz::{EditQuestionnaires, ReadQuestionnaires};
use domain::communaute::questionnaires::EtatDifficulte;
use domain::communaute::{CanalKind, Personne, Statut};
use domain::ids::{DifficulteId, QuestionnaireId};
use jiff::ToSpan;

use super::super::Soil;
use super::texts::{APPORTS, DIFFICULTES, themes_of};
use super::{Teller, told};

/// Answers by personal links and by the common link of the questionnaire that is over.
const PERSONAL: usize = 26;
const COMMON: usize = 15;
/// Answers to the one that is open.
const OPEN: usize = 7;
/// Texts that somebody put under themes.
const SORTED: usize = 44;

/// Both questionnaires, then the difficulties that they brought.
pub async fn questionnaires(
    teller: &Teller<'_>,
    soil: &Soil<'_>,
    personnes: &[Personne],
) -> Result<(), AppError> {
    let guichet = opened(teller, "guichet", (-80, 24)).await?;
    for (rank, address) in personal_links(teller, guichet, personnes).await?.iter().enumerate() {
        teller.days(-78 + (rank as i64 * 3) % 20, rank as i64 % 9);
        answer(teller, address, &answers(soil, rank)).await?;
    }
    let edits = teller.coordinator::<EditQuestionnaires>()?;
    teller.days(-76, 0);
    let common = told(teller.app.common_link(&edits, guichet).await)?;
    for rank in PERSONAL..PERSONAL + COMMON {
        teller.days(-75 + (rank as i64 * 5) % 17, rank as i64 % 8);
        answer(teller, &common, &answers(soil, rank)).await?;
    }
    teller.days(-50, 0);
    sorted(teller, guichet).await?;
    settled(teller).await?;
    let open = opened(teller, "deux_questions", (-6, 21)).await?;
    let common = told(teller.app.common_link(&edits, open).await)?;
    for rank in 60..60 + OPEN {
        teller.days(-5 + rank as i64 % 5, -(rank as i64 % 6));
        answer(teller, &common, &answers(soil, rank)).await?;
    }
    Ok(())
}

/// Makes a questionnaire from a model and opens it: its first day from now, and how many days it lasts.
async fn opened(
    teller: &Teller<'_>,
    modele: &str,
    (first, lasts): (i64, i64),
) -> Result<QuestionnaireId, AppError> {
    teller.days(first, -6);
    let edits = teller.coordinator::<EditQuestionnaires>()?;
    let id = told(teller.app.create_questionnaire(&edits, (modele, "")).await)?;
    let today = teller.app.today();
    let last = today.checked_add(lasts.days()).unwrap_or(today);
    told(teller.app.open_questionnaire(&edits, id, (today, last)).await)?;
    Ok(id)
}

/// The personal links of people who can be written to, as a message would have carried them.
async fn personal_links(
    teller: &Teller<'_>,
    id: QuestionnaireId,
    personnes: &[Personne],
) -> Result<Vec<String>, AppError> {
    let willing = personnes.iter().filter(|one| {
        matches!(one.statut, Statut::Interesse | Statut::Adherent) && one.canal(CanalKind::Courriel).is_some()
    });
    let edits = teller.coordinator::<EditQuestionnaires>()?;
    let tx = teller.app.store().write().await?;
    let mut all = Vec::with_capacity(PERSONAL);
    for one in willing.take(PERSONAL) {
        all.push(teller.app.questionnaire_link(&tx, &edits, id, one.id).await?);
    }
    tx.commit().await?;
    Ok(all)
}

async fn answer(teller: &Teller<'_>, address: &str, given: &Given) -> Result<(), AppError> {
    let token = address.rsplit('/').next().unwrap_or_default();
    told(teller.app.answer_questionnaire(token, given).await)?;
    Ok(())
}

/// What somebody answers: the same rank always says the same.
fn answers(soil: &Soil<'_>, rank: usize) -> Given {
    const PROFESSIONS: [&str; 8] = ["60", "10", "70", "60", "21", "91", "50", "40"];
    let one = |keys: &[&str], step: usize| keys[(rank * step + rank / 3) % keys.len()].to_owned();
    let two = |keys: &[&str], step: usize| {
        BTreeSet::from([one(keys, step), one(keys, step + 2)]).into_iter().collect::<Vec<_>>()
    };
    let commune = soil.communes.get(rank * 3 % soil.communes.len().max(1));
    let mut valeurs = BTreeMap::from([
        ("profession", vec![one(&PROFESSIONS, 5)]),
        ("commune", commune.map(ToString::to_string).into_iter().collect()),
        ("mode", vec![one(&["seul", "cabinet", "msp", "cabinet", "etablissement"], 3)]),
        ("interet", vec![one(&["oui", "oui", "informe", "oui", "non", "informe"], 5)]),
        ("outils", two(&["mssante", "dmp", "telephone", "coordination", "telesante"], 2)),
        ("parcours", two(&["mt", "snp", "sortie", "specialiste", "ages", "psy", "domicile"], 4)),
        ("missions", two(&["acces", "parcours", "snp", "prevention", "accueil"], 3)),
        ("moment", two(&["soir", "midi", "distance", "soir"], 1)),
    ]);
    if rank % 6 != 4 {
        valeurs.insert("difficulte", vec![DIFFICULTES[rank * 3 % DIFFICULTES.len()].0.to_owned()]);
    }
    if rank % 5 != 2 {
        valeurs.insert("apport", vec![APPORTS[rank * 5 % APPORTS.len()].0.to_owned()]);
    }
    Given {
        valeurs: valeurs.into_iter().map(|(cle, said)| (cle.to_owned(), said)).collect(),
        courriel: if rank % 4 == 1 { format!("reponse{rank}@valmirande.test") } else { String::new() },
        from: format!("demo{rank}"),
        ..Given::default()
    }
}

/// Part of the texts put under themes.
async fn sorted(teller: &Teller<'_>, id: QuestionnaireId) -> Result<(), AppError> {
    let (edits, reads) =
        (teller.coordinator::<EditQuestionnaires>()?, teller.coordinator::<ReadQuestionnaires>()?);
    let texts = teller.app.texts_to_sort(&reads, id).await?;
    for one in texts.iter().take(SORTED) {
        let (reponse, cle) = (one.texte.reponse, one.texte.cle.as_str());
        let themes = themes_of(&one.texte.texte);
        told(teller.app.sort_text((&edits, &reads), id, (reponse, cle), themes).await)?;
    }
    Ok(())
}

/// Difficulties that say the same are put together; some are kept, one is settled, and their authors are told.
async fn settled(teller: &Teller<'_>) -> Result<(), AppError> {
    let (edits, reads) =
        (teller.coordinator::<EditQuestionnaires>()?, teller.coordinator::<ReadQuestionnaires>()?);
    let all = teller.app.difficultes(&reads).await?;
    let saying = |rank: usize| -> Vec<DifficulteId> {
        let text = DIFFICULTES[rank].0;
        all.iter().filter(|one| one.difficulte.texte == text).map(|one| one.difficulte.id).collect()
    };
    let states = [
        (0, EtatDifficulte::Retenue, "Confiée au groupe Accès aux soins"),
        (1, EtatDifficulte::Traitee, "L'hôpital appelle l'infirmier la veille"),
        (5, EtatDifficulte::Retenue, "Confiée au groupe Lien entre la ville et l'hôpital"),
        (13, EtatDifficulte::SansSuite, "Ne dépend pas de la CPTS"),
    ];
    for (rank, etat, motif) in states {
        let same = saying(rank);
        let Some(lead) = same.first().copied() else { continue };
        if same.len() > 1 {
            let chosen = same.iter().copied().collect();
            told(teller.app.gather_difficultes(&edits, (&chosen, lead)).await)?;
        }
        let facts = Facts { etat, motif: motif.into() };
        told(teller.app.settle_difficulte(&edits, lead, &facts).await)?;
        if etat == EtatDifficulte::Traitee {
            teller.days(-12, 0);
            let news =
                "Depuis ce mois-ci, l'hôpital appelle le cabinet infirmier la veille de chaque sortie.";
            told(teller.app.tell_author(&edits, lead, (news, false)).await)?;
        }
    }
    teller.days(-30, 0);
    let heard = NewDifficulte {
        texte: "Les internes ne trouvent pas de logement pendant leur stage.".into(),
        source: "Réunion d'information".into(),
        profession: "10".into(),
        personne: None,
        themes: vec!["demographie".into()],
    };
    told(teller.app.add_difficulte((&edits, &reads), &heard).await)?;
    Ok(())
}
