//! What campaigns say, and what people answered.

use app::communaute::mobilisation::CampagneInput;
use domain::communaute::Statut;
use domain::communaute::mobilisation::{CampagneCanal, Selection};

/// Words of a campaign.
pub struct Words {
    /// Name.
    pub nom: &'static str,
    /// What it is for.
    pub but: &'static str,
    /// Subject.
    pub objet: &'static str,
    /// Text.
    pub message: &'static str,
}

impl Words {
    /// As the form gives it.
    pub fn input(&self, canal: CampagneCanal, statuts: Vec<Statut>) -> CampagneInput {
        CampagneInput {
            nom: self.nom.into(),
            canal,
            but: self.but.into(),
            objet: self.objet.into(),
            message: self.message.into(),
            selection: Selection { statuts, ..Selection::default() },
            reunion: None,
        }
    }
}

/// The first campaign.
pub const FIRST_LETTER: Words = Words {
    nom: "Premier message aux professionnels",
    but: "Faire connaître le projet et recueillir les intentions",
    objet: "Un projet de CPTS dans le Bassin de Valmirande",
    message: "Des professionnels du Bassin de Valmirande préparent une communauté professionnelle.\n\nSouhaitez-vous y prendre part\u{202f}? Votre réponse prend dix secondes et nous aide à écrire la lettre d'intention.",
};

/// The relay kit.
pub const RELAY: Words = Words {
    nom: "Relais par la CPAM et une URPS",
    but: "Joindre les professionnels dont la CPTS n'a pas l'adresse",
    objet: "La CPTS du Bassin de Valmirande vous invite",
    message: "La CPTS du Bassin de Valmirande tient bientôt une réunion d'information.\n\nDites-lui si vous souhaitez être tenu au courant, ou rejoindre un groupe de travail.",
};

/// The list of calls.
pub const CALL: Words = Words {
    nom: "Appels aux professionnels trouvés cette année",
    but: "Se présenter et proposer une visite",
    objet: "",
    message: "",
};

/// A difficulty and its themes.
pub const DIFFICULTES: [(&str, &[&str]); 14] = [
    (
        "Des patients arrivent sans médecin traitant et personne ne peut les prendre.",
        &["medecin_traitant", "demographie"],
    ),
    (
        "Le vendredi soir, une sortie d'hôpital tombe sans ordonnance pour les soins.",
        &["sortie", "ville_hopital"],
    ),
    ("Je ne sais pas qui appeler quand il faut un avis de psychiatre.", &["sante_mentale", "specialistes"]),
    (
        "Trois mois d'attente pour un cardiologue, et aucun retour après la consultation.",
        &["specialistes", "communication"],
    ),
    ("Les aidants sont épuisés et nous n'avons pas d'adresse à leur donner.", &["personnes_agees", "social"]),
    ("La messagerie sécurisée n'est pas relevée par la moitié des cabinets.", &["outils", "communication"]),
    ("Je passe une heure par jour au téléphone pour joindre mes confrères.", &["communication", "temps"]),
    ("Aucun créneau dans la journée pour une urgence simple : tout part à l'hôpital.", &["non_programme"]),
    ("Deux départs à la retraite dans la vallée et aucun remplaçant.", &["demographie"]),
    (
        "Les comptes rendus d'hospitalisation arrivent dix jours après la sortie.",
        &["ville_hopital", "communication"],
    ),
    ("Les enfants attendent un an pour un bilan d'orthophonie.", &["enfants", "specialistes"]),
    ("Les soins de plaies à domicile se font sans photo ni avis.", &["domicile", "outils"]),
    (
        "Beaucoup de patients diabétiques n'ont pas vu d'ophtalmologiste depuis deux ans.",
        &["chronique", "prevention"],
    ),
    ("Les papiers prennent plus de temps que les soins.", &["temps"]),
];

/// What coordinated practice would bring, and its themes.
pub const APPORTS: [(&str, &[&str]); 8] = [
    ("Connaître les autres et savoir à qui adresser.", &["communication"]),
    ("Moins de téléphone, plus de soin.", &["temps"]),
    ("Un parcours clair pour les personnes âgées.", &["personnes_agees"]),
    ("Des protocoles communs et des formations près de chez nous.", &[]),
    ("Donner envie aux jeunes de s'installer.", &["demographie"]),
    ("Un avis de spécialiste sous trois jours.", &["specialistes"]),
    ("Préparer les sorties d'hôpital à plusieurs.", &["sortie", "ville_hopital"]),
    ("Être moins seul.", &[]),
];

/// The themes of a text of these tables.
pub fn themes_of(texte: &str) -> Option<Vec<String>> {
    let all = DIFFICULTES.iter().chain(APPORTS.iter());
    let found = all.copied().find(|(text, _)| *text == texte)?;
    Some(found.1.iter().map(|key| (*key).to_owned()).collect())
}
