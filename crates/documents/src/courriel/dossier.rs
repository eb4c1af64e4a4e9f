//! E-mails about filed dossiers. They say that something waits and where; never who, never what.

use domain::nombres::{compte, date};
use jiff::civil::Date;

use super::{Cadre, Courriel};

/// What happened to a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evenement {
    /// A version was filed.
    Depose {
        /// Its number.
        version: i64,
    },
    /// The desk asks corrections; how many.
    Corrections(usize),
    /// Every correction has its answer.
    Repondues,
    /// The opinion of the institution is asked.
    AvisDemande,
    /// An opinion was given.
    AvisDonne,
    /// The decision is taken.
    Decision,
    /// The delay of the law is over without an opposition.
    Silence {
        /// Its last day.
        fin: Date,
    },
    /// Something still waits.
    Rappel {
        /// What: `Donner son avis`.
        quoi: String,
        /// The day that it speaks of.
        echeance: Option<Date>,
    },
}

/// Why the seats of an institution get a message.
pub fn cadre_institution(institution: &str) -> Cadre {
    Cadre {
        organisation: institution.to_owned(),
        raison: "parce que vous instruisez les dossiers adressés à cette institution".into(),
        contact: String::new(),
    }
}

/// Why the coordination and the board of a CPTS get a message.
pub fn cadre_cpts(cpts: &str) -> Cadre {
    Cadre {
        organisation: cpts.to_owned(),
        raison: "parce que vous déposez les dossiers de cette CPTS".into(),
        contact: String::new(),
    }
}

/// A message about a dossier: `nature` is its kind, `Lettre d'intention`; `cpts` whose it is; `url` its page.
pub fn evenement(what: &Evenement, (cpts, nature): (&str, &str), url: &str, cadre: &Cadre) -> Courriel {
    let dossier = format!("Dossier « {nature} » de {cpts}");
    let (subject, said): (&str, Vec<String>) = match what {
        Evenement::Depose { version } => {
            ("Un dossier est déposé", vec![format!("{dossier} : la version {version} est déposée.")])
        }
        Evenement::Corrections(count) => {
            let asked = compte(*count, "correction est demandée", "corrections sont demandées");
            (
                "Des corrections sont demandées",
                vec![
                    format!("{dossier} : {asked}."),
                    "Répondez à chaque point, puis déposez une nouvelle version.".into(),
                ],
            )
        }
        Evenement::Repondues => (
            "La CPTS a répondu aux corrections",
            vec![format!("{dossier} : chaque correction a sa réponse. La nouvelle version reste à déposer.")],
        ),
        Evenement::AvisDemande => {
            ("Votre avis est demandé", vec![format!("{dossier} : l'avis de votre institution est demandé.")])
        }
        Evenement::AvisDonne => {
            ("Un avis est rendu", vec![format!("{dossier} : une institution a rendu son avis.")])
        }
        Evenement::Decision => {
            ("Une décision est prise", vec![format!("{dossier} : la décision est prise. Sa lettre est en ligne.")])
        }
        Evenement::Silence { fin } => (
            "Un projet de santé est réputé validé",
            vec![
                format!("{dossier} : le délai de la loi a pris fin le {} sans opposition.", date(*fin)),
                "Le projet est réputé validé par le silence de l'agence (code de la santé publique, article L1434-12)."
                    .into(),
            ],
        ),
        Evenement::Rappel { quoi, echeance } => {
            let mut said = vec![format!("{dossier} : il reste à faire ceci. {quoi}.")];
            said.extend(echeance.map(|day| format!("Date à retenir : le {}.", date(day))));
            ("Rappel sur un dossier", said)
        }
    };
    let mut paragraphs = said;
    paragraphs.push("Ouvrez le dossier dans Maillage :".into());
    paragraphs.push(url.to_owned());
    Courriel::new(subject, &paragraphs, cadre)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_says_which_dossier_and_where_it_is() {
        let url = "https://maillage.exemple.fr/i/1/dossiers/2";
        for what in [
            Evenement::Depose { version: 2 },
            Evenement::Corrections(2),
            Evenement::Repondues,
            Evenement::AvisDemande,
            Evenement::AvisDonne,
            Evenement::Decision,
            Evenement::Silence { fin: jiff::civil::date(2026, 11, 15) },
            Evenement::Rappel { quoi: "Donner son avis".into(), echeance: None },
        ] {
            let cadre = cadre_institution("ARS imaginaire");
            let mail = evenement(&what, ("CPTS de l'Exemple", "Lettre d'intention"), url, &cadre);
            assert!(mail.text.contains(url) && mail.text.contains("CPTS de l’Exemple"), "{}", mail.text);
            assert!(mail.text.contains("ARS imaginaire") && !mail.subject.is_empty());
        }
        let two = Evenement::Corrections(2);
        let mail =
            evenement(&two, ("CPTS de l'Exemple", "Projet de santé"), url, &cadre_cpts("CPTS de l'Exemple"));
        let said = mail.text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("2 corrections sont demandées"), "{said}");
    }
}
