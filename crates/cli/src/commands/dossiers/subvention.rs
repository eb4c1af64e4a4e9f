//! The invented request for a subsidy: filled, balanced, still to be confirmed. The association has no RNA, and the
//! check says so.

use app::subventions::Tapee;
use app::{App, AppError};
use domain::authz::{Allowed, EditSubventions, Role};
use domain::subvention::{LigneTapee, Partie};

use crate::commands::life::Stage;

const BOXES: [(Partie, &[(&str, &str)]); 6] = [
    (
        Partie::Demande,
        &[
            ("forme", "numeraire"),
            ("frequence", "premiere"),
            ("objet", "projet"),
            ("periode", "annuelle"),
            ("autorite", "ARS fictive"),
        ],
    ),
    (Partie::Identite, &[("sigle", "CPTS BV"), ("representant", "Alix Présidente-Fictive, présidence")]),
    (Partie::Relations, &[("utilite_publique", "non"), ("federations", "Fédération fictive des CPTS")]),
    (Partie::Moyens, &[("benevoles", "18"), ("salaries", "1"), ("etp", "0,5"), ("adherents", "64")]),
    (Partie::Exercice, &[("exercice_du", "01/01/2027"), ("exercice_au", "31/12/2027")]),
    (
        Partie::Projet,
        &[
            ("intitule_projet", "Démarrage de la CPTS du Bassin de Valmirande"),
            (
                "objectifs",
                "Faciliter l'accès à un médecin traitant. Fiabiliser les sorties d'hospitalisation.",
            ),
            ("description", "Un poste de coordination à mi-temps écrit le projet de santé avec les groupes."),
            ("beneficiaires", "Les habitants et les professionnels du bassin."),
            ("territoire", "Le bassin de Valmirande."),
            ("calendrier", "De janvier à décembre 2027."),
            ("indicateurs", "Projet de santé déposé. Nombre de professionnels adhérents."),
            ("montant", "30 000"),
        ],
    ),
];

/// Account, label, euros.
type Line = (&'static str, &'static str, &'static str);

const LINES: [(Partie, &[Line]); 3] = [
    (
        Partie::Charges,
        &[
            ("60", "Fournitures de bureau", "800"),
            ("61", "Location de salles", "1 700"),
            ("62", "Communication et déplacements", "4 500"),
            ("64", "Coordination à mi-temps", "26 000"),
        ],
    ),
    (Partie::Produits, &[("74", "ARS fictive", "30 000"), ("75", "Cotisations", "3 000")]),
    (Partie::Contributions, &[("86", "Temps des bénévoles", "6 000"), ("87", "Bénévolat", "6 000")]),
];

fn boxes(typed: &[(&str, &str)]) -> Tapee {
    Tapee::Cases(typed.iter().map(|(cle, text)| ((*cle).to_owned(), (*text).to_owned())).collect())
}

fn lines(typed: &[(&str, &str, &str)]) -> Tapee {
    let line = |(compte, what, montant): &(&str, &str, &str)| {
        let subsidy = *compte == "74";
        LigneTapee {
            compte: (*compte).to_owned(),
            libelle: if subsidy { "Aide au démarrage".into() } else { (*what).to_owned() },
            financeur: if subsidy { (*what).to_owned() } else { String::new() },
            montant: (*montant).to_owned(),
        }
    };
    Tapee::Lignes(typed.iter().map(line).collect())
}

/// Prepares the request, as the treasurer would.
pub async fn create(app: &App, stage: &Stage<'_>) -> Result<(), AppError> {
    let told = |error: app::subventions::SubventionError| AppError::Rules(error.to_string());
    let proof: Allowed<EditSubventions> = stage.actor(Role::Tresorier)?.authorize(stage.cpts)?;
    let id = app.add_subvention(&proof, "Démarrage de la CPTS, 2027").await.map_err(told)?;
    let boxes = BOXES.map(|(partie, typed)| (partie, boxes(typed)));
    let lines = LINES.map(|(partie, typed)| (partie, lines(typed)));
    for (partie, typed) in boxes.into_iter().chain(lines) {
        app.save_subvention_part(&proof, (id, partie, 0), &typed).await.map_err(told)?;
    }
    Ok(())
}
