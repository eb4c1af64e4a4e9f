//! Title, producer, licence and page of each kind, as cited on screen.

use territory::Kind;

/// How a kind is usually published.
pub(crate) struct Publication {
    pub(crate) title: &'static str,
    pub(crate) producer: &'static str,
    pub(crate) licence: &'static str,
    pub(crate) address: Option<&'static str>,
}

const LICENCE_OUVERTE: &str = "Licence Ouverte 2.0";

/// The usual publication of a kind.
pub(crate) fn publication(kind: Kind) -> Publication {
    let (title, producer, address) = match kind {
        Kind::Communes => (
            "Code officiel géographique, communes",
            "INSEE",
            Some("https://www.insee.fr/fr/information/8740222"),
        ),
        Kind::Movements => (
            "Code officiel géographique, mouvements de communes",
            "INSEE",
            Some("https://www.insee.fr/fr/information/8740222"),
        ),
        Kind::Departements => (
            "Code officiel géographique, départements",
            "INSEE",
            Some("https://www.insee.fr/fr/information/8740222"),
        ),
        Kind::Regions => (
            "Code officiel géographique, régions",
            "INSEE",
            Some("https://www.insee.fr/fr/information/8740222"),
        ),
        Kind::Populations => {
            ("Populations de référence", "INSEE", Some("https://www.insee.fr/fr/statistiques/8680726"))
        }
        Kind::CommuneAges => ("Évolution et structure de la population, communes", "INSEE", None),
        Kind::IrisAges => ("Évolution et structure de la population, IRIS", "INSEE", None),
        Kind::Epci => ("Composition communale des EPCI à fiscalité propre", "DGCL", None),
        Kind::Density => {
            ("Grille communale de densité", "INSEE", Some("https://www.insee.fr/fr/information/6439600"))
        }
        Kind::Postcodes => ("Base officielle des codes postaux", "La Poste", None),
        Kind::Quartiers => ("Quartiers prioritaires de la politique de la ville", "ANCT", None),
        Kind::CptsPerimeters => ("Périmètres de CPTS", "Fichier fourni", None),
        Kind::CommuneContours => ("Contours des communes", "IGN", None),
        Kind::IrisContours => ("Contours… IRIS", "IGN-INSEE", None),
        Kind::Structures => (
            "Extraction du fichier national des établissements sanitaires et sociaux (FINESS)",
            "Ministère chargé de la santé",
            Some("https://www.data.gouv.fr/fr/datasets/finess-extraction-du-fichier-des-etablissements/"),
        ),
        Kind::Vaccination => (
            "Couvertures vaccinales des adolescents et adultes (Odissé)",
            "Santé publique France",
            Some("https://odisse.santepubliquefrance.fr/"),
        ),
        Kind::Apl => (
            "Accessibilité potentielle localisée aux médecins généralistes",
            "DREES",
            Some(
                "https://data.drees.solidarites-sante.gouv.fr/explore/dataset/530_l-accessibilite-potentielle-localisee-apl",
            ),
        ),
        Kind::Professionals => (
            "Annuaire Santé, extraction en libre accès du RPPS",
            "Agence du numérique en santé",
            Some("https://annuaire.sante.fr/web/site-pro/extractions-publiques"),
        ),
    };
    let licence = if kind == Kind::CptsPerimeters { "non précisée" } else { LICENCE_OUVERTE };
    Publication { title, producer, licence, address }
}
