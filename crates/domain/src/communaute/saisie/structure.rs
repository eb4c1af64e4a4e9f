//! The sheet of a structure as it is typed.

use territory::CommuneCode;

use super::{Alerte, Contexte, Lecture, Probleme, Refus, SOURCE, SaisieCanal, some};
use crate::communaute::canal::Canal;
use crate::communaute::structure::{Contact, Structure, StructureFiche, StructureKind};
use crate::ids::PersonneId;
use crate::source::RulesError;
use crate::texte::{Finess, FinessProblem, SirenProblem, Siret};

/// Somebody to ask for, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaisieContact {
    /// Name.
    pub nom: String,
    /// What they do there.
    pub fonction: String,
    /// Their sheet, when the CPTS has one.
    pub personne: Option<PersonneId>,
    /// Ways to reach them, by the rank that their fields have in the form.
    pub canaux: Vec<(usize, SaisieCanal)>,
}

/// The sheet of a structure as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaisieStructure {
    /// Name.
    pub nom: String,
    /// Key of its kind.
    pub kind: String,
    /// FINESS number.
    pub finess: String,
    /// SIRET number.
    pub siret: String,
    /// Street and number.
    pub adresse: String,
    /// Postcode.
    pub code_postal: String,
    /// Name or INSEE code of the commune.
    pub commune: String,
    /// Where it was found.
    pub source: String,
    /// A remark.
    pub remarque: String,
    /// Ways to reach the structure itself.
    pub canaux: Vec<SaisieCanal>,
    /// People to ask for; those without name are left out.
    pub contacts: Vec<SaisieContact>,
    /// Doubts that the author confirms, by their keys.
    pub confirmes: Vec<String>,
}

/// A structure that may be kept. Its agreements are left as they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StructureLue {
    /// Name.
    pub nom: String,
    /// Kind.
    pub kind: StructureKind,
    /// FINESS number, checked.
    pub finess: Option<String>,
    /// Commune.
    pub commune: Option<CommuneCode>,
    /// Everything else.
    pub fiche: StructureFiche,
    /// What deserves a look.
    pub alertes: Vec<Alerte>,
}

/// Checks the sheet of a structure. `avant` is the one that it corrects.
///
/// # Errors
/// As [`super::lire`].
pub fn lire_structure(
    saisie: &SaisieStructure,
    avant: Option<&Structure>,
    contexte: &Contexte<'_>,
) -> Result<Result<StructureLue, Vec<Refus>>, &'static RulesError> {
    let mut lecture = Lecture::new(contexte)?;
    let (nom_max, adresse_max) = (lecture.regles.nom_max, lecture.regles.adresse_max);
    let nom = lecture.text(("nom", 0), &saisie.nom, nom_max);
    if saisie.nom.trim().is_empty() {
        lecture.refuse("nom", 0, Probleme::Absent);
    }
    let kind = StructureKind::from_key(saisie.kind.trim());
    if kind.is_none() {
        lecture.refuse("kind", 0, Probleme::Liste);
    }
    let finess = lecture.finess(&saisie.finess);
    let siret = lecture.siret(&saisie.siret);
    let code_postal = lecture.code_postal(("code_postal", 0), &saisie.code_postal);
    let adresse = lecture.text(("adresse", 0), &saisie.adresse, adresse_max);
    let (adresse, commune) = lecture.placed(("commune", 0), adresse, (&saisie.commune, &code_postal));
    let known = avant.map(|one| one.fiche.source.clone()).filter(|source| !source.is_empty());
    let source = some(lecture.text(("source", 0), &saisie.source, nom_max)).or(known);
    let source = source.unwrap_or_else(|| SOURCE.to_owned());
    let before: Vec<Canal> = avant.map(known_canaux).unwrap_or_default();
    let fiche = StructureFiche {
        adresse,
        code_postal,
        siret,
        contacts: lecture.contacts(saisie, &source, &before),
        canaux: lecture.own_canaux(saisie, &source, &before),
        remarque: some(lecture.text(("remarque", 0), &saisie.remarque, lecture.regles.remarque_max)),
        source,
        ..avant.map(|one| one.fiche.clone()).unwrap_or_default()
    };
    let Lecture { refus, alertes, .. } = lecture;
    Ok(match kind.filter(|_| refus.is_empty()) {
        Some(kind) => Ok(StructureLue { nom, kind, finess, commune, fiche, alertes }),
        None => Err(refus),
    })
}

fn known_canaux(one: &Structure) -> Vec<Canal> {
    let of_contacts = one.fiche.contacts.iter().flat_map(|contact| contact.canaux.iter());
    one.fiche.canaux.iter().chain(of_contacts).cloned().collect()
}

impl Lecture<'_> {
    fn finess(&mut self, typed: &str) -> Option<String> {
        match Finess::parse(typed) {
            Ok(finess) => {
                if !finess.is_checked() {
                    self.alertes.push(Alerte::Finess);
                }
                Some(finess.as_str().to_owned())
            }
            Err(FinessProblem::Empty) => None,
            Err(problem) => {
                self.refuse("finess", 0, Probleme::Finess(problem));
                None
            }
        }
    }

    fn siret(&mut self, typed: &str) -> Option<String> {
        match Siret::parse(typed) {
            Ok(siret) => Some(siret.as_str().to_owned()),
            Err(SirenProblem::Empty) => None,
            Err(problem) => {
                self.refuse("siret", 0, Probleme::Siret(problem));
                None
            }
        }
    }

    fn own_canaux(&mut self, saisie: &SaisieStructure, source: &str, avant: &[Canal]) -> Vec<Canal> {
        let typed = saisie.canaux.iter().enumerate();
        typed.filter_map(|(rang, one)| self.canal((rang, one), (source, &saisie.confirmes), avant)).collect()
    }

    fn contacts(&mut self, saisie: &SaisieStructure, source: &str, avant: &[Canal]) -> Vec<Contact> {
        let mut kept = Vec::new();
        for (rang, typed) in saisie.contacts.iter().enumerate() {
            let nom = self.text(("contact_nom", rang), &typed.nom, self.regles.nom_max);
            let fonction = self.text(("contact_fonction", rang), &typed.fonction, self.regles.nom_max);
            let canaux = typed.canaux.iter();
            let canaux: Vec<Canal> = canaux
                .filter_map(|(rang, one)| self.canal((*rang, one), (source, &saisie.confirmes), avant))
                .collect();
            if nom.is_empty() && typed.personne.is_none() {
                let said =
                    !fonction.is_empty() || typed.canaux.iter().any(|(_, one)| !one.valeur.trim().is_empty());
                if said && typed.nom.trim().is_empty() {
                    self.refuse("contact_nom", rang, Probleme::Absent);
                }
                continue;
            }
            kept.push(Contact { personne: typed.personne, nom, fonction, canaux });
        }
        kept
    }
}
