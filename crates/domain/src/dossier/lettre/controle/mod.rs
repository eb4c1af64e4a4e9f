//! What misses in a dossier, and what contradicts itself, before it is filed.

mod annonces;
mod dates;
mod equipes;
mod tableaux;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use territory::UnitCode;
use territory::paste::Paste;

use super::champs::{DefChamp, Nature, champs};
use super::modele::{ChampModele, Modele};
use super::valeur::{Reponse, Valeur};
use crate::aci::missions::missions;
use crate::ids::PersonneId;
use crate::source::RulesError;
use crate::territoire::phrases::{Sentence, Weight};

/// How much a remark matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gravite {
    /// Something that the template asks is not there: the dossier cannot be filed.
    Manque,
    /// Two things contradict each other: the dossier cannot be filed before one is corrected or explained.
    Incoherence,
    /// To look at before filing.
    Attention,
}

/// A remark, with the field where it is mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remarque {
    /// Key of the field.
    pub champ: String,
    /// How much it matters.
    pub gravite: Gravite,
    /// What happened and what to do, in French.
    pub texte: String,
    /// Places or lines that it speaks of.
    pub lieux: Vec<String>,
}

impl Remarque {
    fn new(champ: &str, gravite: Gravite, texte: impl Into<String>) -> Self {
        Self { champ: champ.to_owned(), gravite, texte: texte.into(), lieux: Vec::new() }
    }

    fn about(self, lieux: Vec<String>) -> Self {
        Self { lieux, ..self }
    }

    /// Whether the dossier cannot be filed with it.
    pub fn bloque(&self) -> bool {
        self.gravite != Gravite::Attention
    }
}

/// Somebody who stands in a team of the letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nomme {
    /// The person, when the CPTS keeps a sheet of them.
    pub personne: Option<PersonneId>,
    /// The words of their name, sorted.
    pub cle: String,
    /// As the letter prints them.
    pub nom: String,
}

/// A line of the table of professions as the system counts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneProfession {
    /// Label.
    pub libelle: String,
    /// Solicited.
    pub sollicites: i64,
    /// Want to join.
    pub souhaitants: i64,
}

/// Where the request for a subsidy stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subvention {
    /// Not begun, or not finished.
    APreparer,
    /// Finished, and not among the annexes.
    AJoindre,
    /// Among the annexes, as it was finished.
    Jointe,
}

/// What the system knows, and the check compares with what was written.
#[derive(Clone, Debug, Default)]
pub struct Reperes {
    /// Today, where the CPTS is.
    pub jour: Date,
    /// Keys under which the system knows something.
    pub connus: BTreeSet<String>,
    /// Communes and IRIS of the territory.
    pub unites: BTreeSet<UnitCode>,
    /// Distinct communes; the arrondissements of one town count once.
    pub communes: usize,
    /// Inhabitants; `None` when no source knows.
    pub population: Option<i64>,
    /// What the territory itself makes worth a look.
    pub territoire: Vec<Sentence>,
    /// The table of communes that was announced, read over the official lists.
    pub communes_annoncees: Paste,
    /// The table of professions.
    pub professions: Vec<LigneProfession>,
    /// The teams, by key of their field.
    pub equipes: BTreeMap<String, Vec<Nomme>>,
    /// What misses in the record of the association: `une adresse postale`.
    pub contact_manque: Vec<String>,
    /// Where the request for a subsidy stands; `None` for who may not read it.
    pub subvention: Option<Subvention>,
}

/// What was written, by key of the field.
pub type Valeurs = BTreeMap<String, Valeur>;

/// What a check looks at.
struct Vue<'a> {
    modele: &'a Modele,
    valeurs: &'a Valeurs,
    reperes: &'a Reperes,
}

impl Vue<'_> {
    fn valeur(&self, cle: &str) -> Option<&Valeur> {
        self.valeurs.get(cle).filter(|value| !value.is_empty())
    }

    /// Whether the template asks this field.
    fn asks(&self, cle: &str) -> bool {
        self.modele.champ(cle).is_some()
    }

    /// What is announced beside a constat, and what is said of it.
    fn announced(&self, cle: &str) -> (&str, bool) {
        match self.valeurs.get(cle) {
            Some(Valeur::Constat { annonce, explication }) => (annonce, !explication.trim().is_empty()),
            _ => ("", false),
        }
    }

    /// A contradiction that an explanation settles.
    fn settled(explained: bool) -> Gravite {
        if explained { Gravite::Attention } else { Gravite::Incoherence }
    }
}

/// Everything worth a remark, in the order of the template, the gravest first in each field.
///
/// # Errors
/// When the table of fields is malformed: a defect of the release.
pub fn controler(
    modele: &Modele,
    valeurs: &Valeurs,
    reperes: &Reperes,
) -> Result<Vec<Remarque>, &'static RulesError> {
    let vue = Vue { modele, valeurs, reperes };
    let mut found = Vec::new();
    for asked in modele.champs() {
        if let Some(def) = champs()?.iter().find(|def| def.cle == asked.cle) {
            complete(&vue, asked, def, &mut found)?;
        }
    }
    dates::check(&vue, &mut found);
    annonces::check(&vue, &mut found);
    equipes::check(&vue, &mut found);
    territory_says(&vue, &mut found);
    found.retain(|remark| vue.asks(&remark.champ));
    let rank = |cle: &str| modele.champs().position(|one| one.cle == cle);
    found.sort_by_key(|remark| (rank(&remark.champ), remark.gravite));
    Ok(found)
}

/// Whether a field holds something, written or known.
fn is_filled(vue: &Vue<'_>, def: &DefChamp) -> bool {
    let known = def.connu_sous().is_some_and(|name| vue.reperes.connus.contains(name));
    match (def.nature, vue.valeur(&def.cle)) {
        (Nature::Constat, value) => known || value.is_some(),
        (Nature::Equipe, Some(_)) => vue.reperes.equipes.get(&def.cle).is_some_and(|team| !team.is_empty()),
        (Nature::Periode, Some(Valeur::Periode { debut, fin })) => debut.is_some() && fin.is_some(),
        (Nature::Reponse, Some(Valeur::Reponse { reponse, .. })) => reponse.is_some(),
        (_, Some(_)) => true,
        (_, None) => false,
    }
}

/// Whether every contract holds the mission of a field on that day.
fn is_socle(def: &DefChamp, day: Date) -> Result<bool, &'static RulesError> {
    let Some(key) = def.mission() else { return Ok(false) };
    Ok(missions()?.mission(key).and_then(|mission| mission.socle).is_some_and(|since| since <= day))
}

fn complete(
    vue: &Vue<'_>,
    asked: &ChampModele,
    def: &DefChamp,
    found: &mut Vec<Remarque>,
) -> Result<(), &'static RulesError> {
    let socle = is_socle(def, vue.reperes.jour)?;
    let mut add = |gravite, texte: String| found.push(Remarque::new(&asked.cle, gravite, texte));
    let title = &asked.titre;
    if !is_filled(vue, def) {
        if asked.obligatoire {
            add(
                Gravite::Manque,
                match def.nature {
                    Nature::Constat => format!(
                        "«\u{a0}{title}\u{a0}» n'est pas connu. Complétez les données d'où il vient, ou expliquez pourquoi il manque."
                    ),
                    Nature::Equipe => format!(
                        "«\u{a0}{title}\u{a0}» ne nomme personne. Choisissez un groupe ou écrivez les noms."
                    ),
                    Nature::Reponse => format!("«\u{a0}{title}\u{a0}» attend une réponse."),
                    _ => format!("«\u{a0}{title}\u{a0}» est vide."),
                },
            );
        }
        return Ok(());
    }
    if let Some(Valeur::Reponse { reponse, precisions }) = vue.valeur(&asked.cle) {
        let known = def.connu_sous().is_some_and(|name| vue.reperes.connus.contains(name));
        match reponse {
            Some(Reponse::Oui) if precisions.trim().is_empty() && !known => add(
                Gravite::Attention,
                format!(
                    "«\u{a0}{title}\u{a0}»\u{a0}: vous répondez oui sans précision. Dites lesquels, ou ce qui est prévu."
                ),
            ),
            Some(Reponse::Non) if socle => add(
                Gravite::Attention,
                format!(
                    "«\u{a0}{title}\u{a0}» est une mission que tout contrat comporte. Un non sera discuté avec l'ARS et la CPAM."
                ),
            ),
            _ => {}
        }
    }
    match asked.cle.as_str() {
        "contact" if !vue.reperes.contact_manque.is_empty() => add(
            Gravite::Manque,
            format!(
                "Il manque {} dans la fiche de l'association. Complétez-la.",
                crate::nombres::liste(&vue.reperes.contact_manque)
            ),
        ),
        "subvention" => {
            let (_, explained) = vue.announced("subvention");
            let text = match vue.reperes.subvention {
                Some(Subvention::APreparer) => {
                    "La demande de subvention n'est pas prête. Terminez-la et figez-la, ou expliquez pourquoi elle viendra plus tard."
                }
                Some(Subvention::AJoindre) => {
                    "La demande de subvention est prête, mais pas jointe. Joignez-la depuis la page des annexes, ou expliquez pourquoi elle viendra plus tard."
                }
                Some(Subvention::Jointe) | None => return Ok(()),
            };
            add(Vue::settled(explained), text.into());
        }
        _ => {}
    }
    Ok(())
}

/// Overlaps, separate parts, holes: what the sheet of the territory says.
fn territory_says(vue: &Vue<'_>, found: &mut Vec<Remarque>) {
    let (_, explained) = vue.announced("voisinage");
    for sentence in vue.reperes.territoire.iter().filter(|one| one.weight == Weight::Attention) {
        let remark = Remarque::new("voisinage", Vue::settled(explained), sentence.text.clone());
        found.push(remark.about(sentence.places.clone()));
    }
}
