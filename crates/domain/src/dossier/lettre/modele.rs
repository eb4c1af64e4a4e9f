//! Templates: which fields a region asks, in which order, under which title. Read from `data/lettre/*.toml`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::champs::champ;
use crate::dossier::DossierKind;
use crate::source::{Confidence, RulesError};

/// A field as a template asks it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChampModele {
    /// Key of the field.
    pub cle: String,
    /// What the template calls it.
    pub titre: String,
    /// Whether a dossier without it is not complete.
    #[serde(default)]
    pub obligatoire: bool,
    /// What helps to fill it in.
    #[serde(default)]
    pub aide: Option<String>,
}

/// A part: one step of the form.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartieModele {
    /// Stable key, in addresses.
    pub cle: String,
    /// Title.
    pub titre: String,
    /// Its fields, in order.
    pub champs: Vec<ChampModele>,
}

/// A template.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Modele {
    /// Stable key.
    pub cle: String,
    #[serde(rename = "dossier")]
    kind: String,
    /// What it is called in a list of templates.
    pub nom: String,
    /// Title of the document.
    pub titre: String,
    /// Code of the region that publishes it, when one does.
    #[serde(default)]
    pub region: Option<String>,
    /// Since when.
    #[serde(rename = "effet")]
    pub effective: Date,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What it leaves open, in French.
    pub note: String,
    /// Its parts, in order.
    #[serde(rename = "partie")]
    pub parties: Vec<PartieModele>,
}

impl Modele {
    /// The kind of dossier that it is for.
    pub fn kind(&self) -> DossierKind {
        // `parse` refuses a template of an unknown kind.
        DossierKind::from_key(&self.kind).unwrap_or(DossierKind::LettreIntention)
    }

    /// Its fields, in order.
    pub fn champs(&self) -> impl Iterator<Item = &ChampModele> {
        self.parties.iter().flat_map(|partie| &partie.champs)
    }

    /// A part by its key.
    pub fn partie(&self, cle: &str) -> Option<&PartieModele> {
        self.parties.iter().find(|partie| partie.cle == cle)
    }

    /// The part that holds a field.
    pub fn partie_de(&self, champ: &str) -> Option<&PartieModele> {
        self.parties.iter().find(|partie| partie.champs.iter().any(|one| one.cle == champ))
    }

    /// A field by its key.
    pub fn champ(&self, cle: &str) -> Option<&ChampModele> {
        self.champs().find(|one| one.cle == cle)
    }
}

const TABLES: &[(&str, &str)] = &[
    ("lettre/occitanie.toml", include_str!("../../../data/lettre/occitanie.toml")),
    ("lettre/generique.toml", include_str!("../../../data/lettre/generique.toml")),
    ("lettre/projet_sante.toml", include_str!("../../../data/lettre/projet_sante.toml")),
];

fn parse((table, text): (&'static str, &str)) -> Result<Modele, RulesError> {
    let found: Modele = toml::from_str(text).map_err(|e| RulesError::Shape { table, cause: Box::new(e) })?;
    let incoherent = |detail: String| Err(RulesError::Incoherent { table, detail });
    let mut seen = BTreeSet::new();
    for one in found.champs() {
        let known =
            champ(&one.cle).map_err(|error| RulesError::Incoherent { table, detail: error.to_string() })?;
        if known.is_none() || !seen.insert(one.cle.as_str()) {
            return incoherent(format!("{} is unknown or asked twice", one.cle));
        }
    }
    if DossierKind::from_key(&found.kind).is_none() || found.sources.is_empty() {
        return incoherent("a template names its kind of dossier and its sources".into());
    }
    Ok(found)
}

/// Every template that ships with the program.
///
/// # Errors
/// When a table is malformed: a defect of the release.
pub fn modeles() -> Result<&'static [Modele], &'static RulesError> {
    static READ: LazyLock<Result<Vec<Modele>, RulesError>> =
        LazyLock::new(|| TABLES.iter().copied().map(parse).collect());
    READ.as_deref()
}

/// A template by its key.
///
/// # Errors
/// When a table is malformed: a defect of the release.
pub fn modele(cle: &str) -> Result<Option<&'static Modele>, &'static RulesError> {
    Ok(modeles()?.iter().find(|one| one.cle == cle))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_of_occitanie_asks_every_field_of_its_letter() {
        let occitanie = modele("occitanie").unwrap().unwrap();
        assert_eq!(
            (occitanie.kind(), occitanie.region.as_deref()),
            (DossierKind::LettreIntention, Some("76"))
        );
        // The 26 lines of the printed form: some hold several fields.
        for cle in [
            "intitule",
            "date_redaction",
            "porteurs",
            "contact",
            "carte",
            "communes",
            "nombre_communes",
            "population",
            "taille",
            "voisinage",
            "liens_msp",
            "sources_prediagnostic",
            "caracteristiques",
            "offre",
            "acces_medecin",
            "difficultes",
            "outils",
            "partenaires_esp_msp",
            "methode",
            "mobilisation",
            "sollicitations_hopitaux",
            "equipe_projet",
            "mission_acces",
            "structure_juridique",
            "calendrier_construction",
            "subvention",
        ] {
            assert!(occitanie.champ(cle).is_some(), "{cle}");
        }
        assert_eq!(occitanie.partie_de("taille").map(|partie| partie.cle.as_str()), Some("territoire"));
    }

    #[test]
    fn every_template_is_read_and_orders_known_fields_once() {
        let keys: Vec<&str> = modeles().unwrap().iter().map(|one| one.cle.as_str()).collect();
        assert_eq!(keys, ["occitanie", "generique", "projet_sante"]);
        let projet = modele("projet_sante").unwrap().unwrap();
        assert_eq!(projet.kind(), DossierKind::ProjetSante);
        assert!(modele("ailleurs").unwrap().is_none());
    }

    #[test]
    fn a_field_asked_twice_is_refused() {
        let text = include_str!("../../../data/lettre/generique.toml")
            .replace("calendrier_contrat", "calendrier_projet");
        assert!(matches!(parse(("essai", &text)), Err(RulesError::Incoherent { .. })));
    }
}
