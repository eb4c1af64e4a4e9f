//! Sentences about campaigns.

use app::communaute::mobilisation::CampagneError;
use domain::communaute::mobilisation::{CampagneCanal, CampagneState, Colonne, Ecart, Reponse};

use crate::views::components::Tone;

/// Why a campaign does not do what it is asked.
pub fn refusal(error: &CampagneError) -> Option<&'static str> {
    match error {
        CampagneError::Frozen => Some(
            "Cette campagne est lancée\u{a0}: son texte et sa liste ne changent plus. Préparez-en une autre.",
        ),
        CampagneError::NotRunning => {
            Some("Cette campagne n'est pas en cours. Lancez-la d'abord, ou préparez-en une autre.")
        }
        CampagneError::NoText => {
            Some("L'objet ou le message est vide. Complétez-les, puis lancez la campagne.")
        }
        CampagneError::Nobody => Some(
            "Personne ne peut être joint par ce moyen. Élargissez la liste, ou choisissez un autre moyen.",
        ),
        CampagneError::NobodyToRemind => Some(
            "Personne n'est à relancer aujourd'hui. Le délai entre deux messages n'est pas écoulé, ou chacun a répondu.",
        ),
        CampagneError::OtherChannel => Some("Cette action n'existe pas pour le moyen de cette campagne."),
        CampagneError::App(_) => None,
    }
}

/// The colour of a state.
pub fn tone(state: CampagneState) -> Tone {
    match state {
        CampagneState::Preparation => Tone::Info,
        CampagneState::Lancee => Tone::Success,
        CampagneState::Close => Tone::Plain,
    }
}

/// What a channel does, under its name in the form.
pub fn canal_hint(canal: CampagneCanal) -> &'static str {
    match canal {
        CampagneCanal::Courriel => "Maillage envoie un e-mail par personne, avec un lien personnel.",
        CampagneCanal::Relais => {
            "La CPAM, l'ARS ou une URPS envoient votre texte. Vous ne donnez aucune liste."
        }
        CampagneCanal::Telephone => "Vous appelez depuis une liste, et notez chaque appel en un geste.",
        CampagneCanal::Courrier => "Maillage prépare une lettre par personne, à imprimer.",
    }
}

/// Who is left out, in the plural.
pub fn left_out(why: Ecart, count: usize) -> String {
    let people = domain::nombres::compte(count, "personne", "personnes");
    match why {
        Ecart::SansCanal => format!("{people} sans coordonnée pour ce moyen"),
        Ecart::Opposition => format!("{people} qui ne veulent plus de message"),
        Ecart::Rebond => format!("{people} dont l'adresse ou le numéro ne marche plus"),
    }
}

/// What a button of an answer says.
pub fn button(reponse: Reponse) -> &'static str {
    match reponse {
        Reponse::Interesse => "Répondre oui, je suis intéressé",
        Reponse::PeutEtre => "Répondre peut-être",
        Reponse::Non => "Répondre non",
        Reponse::Opposition => "Ne plus me contacter",
    }
}

/// What an answer means once it is kept, said to the person.
pub fn thanks(reponse: Reponse) -> &'static str {
    match reponse {
        Reponse::Interesse => "Votre «\u{a0}oui\u{a0}» est noté. La CPTS reviendra vers vous.",
        Reponse::PeutEtre => "Votre «\u{a0}peut-être\u{a0}» est noté. La CPTS vous tiendra au courant.",
        Reponse::Non => "Votre «\u{a0}non\u{a0}» est noté. Vous pouvez changer d'avis à tout moment.",
        Reponse::Opposition => "C'est noté\u{a0}: la CPTS ne vous écrira plus et ne vous appellera plus.",
    }
}

/// What a column counts.
pub fn column_hint(colonne: Colonne) -> &'static str {
    match colonne {
        Colonne::Identifies => "Personnes dont la fiche existe et qui n'ont pas quitté le territoire.",
        Colonne::Contactes => "Parmi elles, celles qui ont reçu un message, un appel ou une visite.",
        Colonne::Souhaitants => "Parmi elles, celles qui ont répondu oui ou qui ont adhéré.",
    }
}
