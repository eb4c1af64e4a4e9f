//! What the invented groups work on: questions, talks, decisions, tasks.

use domain::communaute::GroupeKind;

/// What one meeting did.
#[derive(Clone, Copy, Debug)]
pub struct Talk {
    /// Point of the agenda.
    pub point: &'static str,
    /// What was said.
    pub notes: &'static str,
    /// What was decided.
    pub decision: &'static str,
    /// What somebody does next.
    pub tache: &'static str,
}

/// A group and what it works on.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    /// Name.
    pub nom: &'static str,
    /// Kind.
    pub kind: GroupeKind,
    /// The question that it answers.
    pub question: &'static str,
    /// What comes next.
    pub etape: &'static str,
    /// Its meetings, in turn.
    pub talks: [Talk; 3],
}

const fn talk(point: &'static str, notes: &'static str, decision: &'static str, tache: &'static str) -> Talk {
    Talk { point, notes, decision, tache }
}

/// The board and seven working groups.
pub const THEMES: [Theme; 8] = [
    Theme {
        nom: "Bureau",
        kind: GroupeKind::Bureau,
        question: "",
        etape: "Préparer l'assemblée générale",
        talks: [
            talk(
                "Adhésions et trésorerie",
                "Les demandes d'adhésion sont lues une par une. Le solde du compte couvre deux mois de charges.",
                "La cotisation individuelle reste à 20 €.",
                "Relancer les cotisations qui manquent",
            ),
            talk(
                "Avancement des groupes",
                "Chaque pilote dit où en est son groupe. Deux groupes demandent un temps de secrétariat.",
                "Le secrétariat prépare les convocations de tous les groupes.",
                "Écrire le calendrier du semestre",
            ),
            talk(
                "Dialogue avec l'ARS et la CPAM",
                "Le bureau relit le projet de santé. Le diagnostic est prêt, les fiches action restent à finir.",
                "Le projet de santé est présenté aux tutelles en fin de semestre.",
                "Demander une date au Guichet CPTS",
            ),
        ],
    },
    Theme {
        nom: "Accès aux soins",
        kind: GroupeKind::Travail,
        question: "Comment trouver un médecin traitant à chacun ?",
        etape: "Tester la fiche de demande dans deux pharmacies",
        talks: [
            talk(
                "Patients sans médecin traitant",
                "Les pharmacies voient ces patients chaque semaine. Personne ne tient encore de liste commune.",
                "Les demandes passent par une fiche unique, envoyée par messagerie sécurisée.",
                "Rédiger la fiche de demande",
            ),
            talk(
                "Assistants médicaux",
                "Deux cabinets emploient un assistant. Le temps gagné sert à de nouveaux patients.",
                "Le groupe fait connaître l'aide à l'emploi d'un assistant.",
                "Inviter un cabinet à raconter son expérience",
            ),
            talk(
                "Protocoles entre professionnels",
                "Trois protocoles intéressent les infirmiers et les kinésithérapeutes du territoire.",
                "Un premier protocole est retenu pour l'an prochain.",
                "Réunir les signataires du protocole",
            ),
        ],
    },
    Theme {
        nom: "Soins non programmés",
        kind: GroupeKind::Travail,
        question: "Qui répond dans la journée, et comment le savoir ?",
        etape: "Choisir l'outil de partage des créneaux",
        talks: [
            talk(
                "Créneaux du jour",
                "Six médecins gardent deux créneaux par jour. Les annulations ne sont pas partagées.",
                "Les créneaux libres sont partagés chaque matin avant dix heures.",
                "Comparer trois outils de partage",
            ),
            talk(
                "Lien avec le service d'accès aux soins",
                "La régulation connaît mal les cabinets du nord du territoire.",
                "Un correspondant est nommé pour la régulation.",
                "Envoyer la liste des effecteurs à la régulation",
            ),
            talk(
                "Soins infirmiers dans la journée",
                "Les sorties du vendredi soir restent les plus difficiles à organiser.",
                "Un tour de rôle est essayé pendant trois mois.",
                "Écrire le tour de rôle du vendredi",
            ),
        ],
    },
    Theme {
        nom: "Parcours des personnes âgées",
        kind: GroupeKind::Travail,
        question: "Comment éviter une hospitalisation évitable ?",
        etape: "Réunir les deux EHPAD et l'hôpital",
        talks: [
            talk(
                "Repérage des chutes",
                "Les kinésithérapeutes proposent un test simple, fait au cabinet ou à domicile.",
                "Le même test est employé par tous.",
                "Imprimer la fiche du test",
            ),
            talk(
                "Entrées et sorties de l'hôpital",
                "La lettre de sortie arrive après le patient une fois sur deux.",
                "Une fiche de liaison suit chaque patient de plus de 75 ans.",
                "Faire relire la fiche de liaison par l'hôpital",
            ),
            talk(
                "Aidants",
                "Les aidants ne savent pas à qui s'adresser le week-end.",
                "Le DAC reçoit les demandes des aidants en semaine.",
                "Écrire la page d'information des aidants",
            ),
        ],
    },
    Theme {
        nom: "Prévention",
        kind: GroupeKind::Travail,
        question: "Quels dépistages faire avancer ensemble ?",
        etape: "Préparer la journée de dépistage",
        talks: [
            talk(
                "Dépistage du cancer colorectal",
                "Le taux de dépistage est plus bas qu'ailleurs. Les pharmacies peuvent remettre le test.",
                "Chaque pharmacie volontaire remet le test et en parle.",
                "Commander les affiches",
            ),
            talk(
                "Vaccination contre la grippe",
                "Les infirmiers vaccinent déjà à domicile. Les EHPAD cherchent des renforts.",
                "Deux demi-journées de vaccination sont organisées.",
                "Réserver la salle de la mairie",
            ),
            talk(
                "Journée de dépistage",
                "Une journée au marché réunit plusieurs dépistages au même endroit.",
                "La journée a lieu au printemps.",
                "Trouver six volontaires",
            ),
        ],
    },
    Theme {
        nom: "Santé mentale",
        kind: GroupeKind::Travail,
        question: "À qui adresser, et dans quel délai ?",
        etape: "Tenir à jour l'annuaire des adresses",
        talks: [
            talk(
                "Annuaire des adresses",
                "Chacun a sa liste de psychologues et de psychiatres. Aucune n'est à jour.",
                "Une liste commune est tenue par le secrétariat.",
                "Réunir les listes de chacun",
            ),
            talk(
                "Adolescents",
                "Les infirmières scolaires attendent un avis plusieurs mois.",
                "Un temps d'échange a lieu chaque trimestre avec les établissements scolaires.",
                "Inviter les infirmières scolaires",
            ),
            talk(
                "Premiers secours en santé mentale",
                "La formation intéresse les pharmaciens et les secrétaires.",
                "La CPTS organise une formation de deux jours.",
                "Demander un devis de formation",
            ),
        ],
    },
    Theme {
        nom: "Lien entre la ville et l'hôpital",
        kind: GroupeKind::Travail,
        question: "Comment préparer une sortie ?",
        etape: "Essayer la fiche de sortie dans un service",
        talks: [
            talk(
                "Sorties du week-end",
                "L'ordonnance part souvent sans les coordonnées de l'infirmier.",
                "L'hôpital appelle l'infirmier la veille de la sortie.",
                "Donner à l'hôpital la liste des cabinets infirmiers",
            ),
            talk(
                "Messagerie sécurisée",
                "La moitié des cabinets relève sa messagerie chaque jour.",
                "Les comptes rendus passent par la messagerie sécurisée seulement.",
                "Aider cinq cabinets à ouvrir leur boîte",
            ),
            talk(
                "Avis de spécialistes",
                "Le cardiologue de l'hôpital accepte les demandes d'avis par messagerie.",
                "Une adresse d'avis est ouverte par spécialité.",
                "Écrire la règle de réponse sous trois jours",
            ),
        ],
    },
    Theme {
        nom: "Attractivité et accueil des internes",
        kind: GroupeKind::Travail,
        question: "Comment donner envie de s'installer ?",
        etape: "Accueillir les internes du prochain semestre",
        talks: [
            talk(
                "Maîtres de stage",
                "Quatre médecins accueillent des internes. Deux autres hésitent.",
                "Un maître de stage parraine chaque nouveau.",
                "Organiser une soirée des maîtres de stage",
            ),
            talk(
                "Logement des internes",
                "La communauté d'agglomération dispose de deux studios.",
                "Une convention de logement est proposée à la collectivité.",
                "Écrire à la collectivité",
            ),
            talk(
                "Livret d'accueil",
                "Les nouveaux venus cherchent les mêmes réponses chaque semestre.",
                "Un livret d'accueil est remis à l'arrivée.",
                "Relire le livret d'accueil",
            ),
        ],
    },
];

/// A text of these tables as French typography wants it.
pub fn typed(text: &str) -> String {
    text.replace(" ?", "\u{202f}?").replace(" €", "\u{202f}€")
}

#[cfg(test)]
mod tests {
    use domain::organisation::checked_text;

    use super::*;

    #[test]
    fn every_text_can_be_kept() {
        for theme in THEMES {
            let talks = theme.talks.iter().flat_map(|one| [one.point, one.notes, one.decision, one.tache]);
            for text in talks.chain([theme.nom, theme.question, theme.etape]) {
                assert!(checked_text(&typed(text), 160).is_ok(), "{text}");
            }
        }
    }
}
