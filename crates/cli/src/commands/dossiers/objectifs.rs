//! The invented thread: from needs that people voiced to first actions.

use app::objectifs::{NewObjectif, Under};
use app::{App, AppError};
use domain::authz::{Allowed, EditObjectifs, ReadObjectifs, Role};
use domain::ids::{DifficulteId, ObjectifId};
use domain::objectifs::Saisie;

use crate::commands::life::Stage;

/// Mission; then general, specific, operational objective and first action.
const THREADS: [(&str, [&str; 4]); 3] = [
    (
        "acces",
        [
            "Faciliter l'accès à un médecin traitant",
            "Proposer un médecin aux patients fragiles qui n'en ont pas",
            "Recenser les demandes avec l'Assurance Maladie",
            "Ouvrir une liste commune dans trois cabinets volontaires",
        ],
    ),
    (
        "parcours",
        [
            "Éviter les ruptures entre l'hôpital et la ville",
            "Fiabiliser les sorties d'hospitalisation",
            "Obtenir une lettre le jour de la sortie",
            "Réunir le service de médecine et les infirmiers du bassin",
        ],
    ),
    (
        "prevention",
        [
            "Augmenter le recours aux dépistages",
            "Informer les personnes qui n'ont pas répondu à l'invitation",
            "Donner le même message dans toutes les pharmacies",
            "Préparer une affiche pour le mois du dépistage",
        ],
    ),
];

fn told<T, E: std::fmt::Display>(result: Result<T, E>) -> Result<T, AppError> {
    result.map_err(|error| AppError::Rules(error.to_string()))
}

/// Where the last objective was added, so that the next one stands under it.
async fn line(
    app: &App,
    proof: &Allowed<EditObjectifs>,
    (mission, above): (&str, Option<ObjectifId>),
    saisie: Saisie,
) -> Result<ObjectifId, AppError> {
    let under = above.map_or_else(|| Under::Mission(mission.to_owned()), Under::Objectif);
    told(app.add_objectif(proof, &NewObjectif { under, saisie }).await)
}

/// Writes the thread. Each need goes to the first specific objective of the mission that its themes suggest.
pub async fn create(app: &App, stage: &Stage<'_>) -> Result<(), AppError> {
    let pilot = stage.actor(Role::Pilote)?;
    let (proof, read): (Allowed<EditObjectifs>, Allowed<ReadObjectifs>) =
        (pilot.authorize(stage.cpts)?, pilot.authorize(stage.cpts)?);
    let needs = app.fil(&read).await?.sans_reponse;
    for (mission, texts) in THREADS {
        let theirs: Vec<DifficulteId> = needs
            .iter()
            .filter(|need| need.mission.as_deref() == Some(mission))
            .take(3)
            .map(|need| need.id)
            .collect();
        let mut above = None;
        for (rank, texte) in texts.into_iter().enumerate() {
            let mut saisie = Saisie { texte: texte.into(), ..Saisie::default() };
            if rank == 1 {
                saisie.difficultes.clone_from(&theirs);
            }
            if rank == 3 {
                (saisie.du, saisie.au) = ("01/2027".into(), "06/2027".into());
                saisie.indicateur = "Nombre de cabinets ou de services qui y prennent part".into();
            }
            above = Some(line(app, &proof, (mission, above), saisie).await?);
        }
    }
    Ok(())
}
