//! The yearly dialogue put together: what the page shows, what documents print, and what is frozen when it is sent.
//!
//! One value says it all, so that the page, the PDF, the workbook and the report never disagree. Nothing else is needed
//! to make them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::RubriqueRapport;
use crate::aci::contrat::Termes;
use crate::aci::indicateur::{EtatIndicateur, Nature, Nombre, SourceValeur, Valeur};
use crate::aci::preuve::{OriginePreuve, TypePreuve};
use crate::ids::{IndicateurId, PreuveId};
use crate::montant::Montant;

/// Amounts of some lines, each kind by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotauxDialogue {
    /// What indicators can pay.
    pub en_jeu: Montant,
    /// What recorded values pay, whatever shows them.
    pub atteint: Montant,
    /// What is counted: reached, and shown by a dated document that did not change.
    pub compte: Montant,
    /// Lines.
    pub lignes: usize,
    /// Lines without a value: their amount is in no other column than the first.
    pub sans_valeur: usize,
    /// Lines whose value pays something and that no document shows.
    pub sans_preuve: usize,
}

impl TotauxDialogue {
    /// Of these lines.
    pub fn of<'a>(lignes: impl IntoIterator<Item = &'a LigneDialogue>) -> Self {
        let mut sum = Self::default();
        for one in lignes {
            sum.en_jeu += one.montant;
            sum.atteint += one.atteint.unwrap_or_default();
            sum.compte += one.compte.unwrap_or_default();
            sum.lignes += 1;
            sum.sans_valeur += usize::from(one.atteint.is_none());
            sum.sans_preuve += usize::from(one.is_unproved());
        }
        sum
    }

    /// Per cent of what is at stake that is counted, to a tenth. `None` when nothing is at stake.
    pub fn taux(&self) -> Option<Nombre> {
        super::pour_cent(self.compte.en_centimes(), self.en_jeu.en_centimes())
    }
}

/// An indicator of the year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LigneDialogue {
    /// The indicator.
    pub indicateur: IndicateurId,
    /// Its number in the document, from 1, over all missions.
    pub numero: usize,
    /// What is asked.
    pub intitule: String,
    /// The objective that it serves, in the words of the contract. Empty when it says none.
    pub objectif: String,
    /// What it looks at.
    pub nature: Nature,
    /// The target in words: `au moins 68 811`, `au plus 50 : 9 000 € ; au plus 100 : 6 000 €`, `Fait`.
    pub cible: String,
    /// `%`, `patients`… Empty for none.
    pub unite: String,
    /// What stood at the start, in words with its unit.
    pub initiale: Option<String>,
    /// The value that counts; `None` when nobody recorded any: that is not zero.
    pub valeur: Option<Valeur>,
    /// The same in words, with its unit: `72,4 %`, `Oui`.
    pub valeur_texte: Option<String>,
    /// The day that the value describes.
    pub valeur_le: Option<Date>,
    /// Where it was read, in the words of who recorded it.
    pub valeur_source: String,
    /// Where the contract says that it comes from.
    pub source: SourceValeur,
    /// Per cent of the way to the target, to a tenth; `None` for what has none.
    pub avancement: Option<Nombre>,
    /// The most that it pays: the amount at stake.
    pub montant: Montant,
    /// What the value pays, whatever shows it. `None` without a value.
    pub atteint: Option<Montant>,
    /// What is counted: nothing as long as no dated, unchanged document shows it. `None` without a value.
    pub compte: Option<Montant>,
    /// Where it stands, in the words of the screens.
    pub etat: EtatIndicateur,
    /// Evidence that the contract asks, in its words.
    pub preuves_demandees: String,
    /// Evidence that shows it, by identifier: those of [`DialogueRedige::preuves`] that did not change.
    pub preuves: Vec<PreuveId>,
    /// What the CPTS says of it.
    pub commentaire: String,
    /// What it promises for the next year.
    pub promesse: String,
    /// What it had promised the year before.
    pub promesse_precedente: String,
}

impl LigneDialogue {
    /// Whether its value pays something that no document shows.
    pub fn is_unproved(&self) -> bool {
        self.atteint.is_some_and(|amount| amount > Montant::ZERO) && self.preuves.is_empty()
    }

    /// Per cent of its amount that is counted, to a tenth; `None` without a value or an amount.
    pub fn taux(&self) -> Option<Nombre> {
        super::pour_cent(self.compte?.en_centimes(), self.montant.en_centimes())
    }
}

/// A mission of the contract, in that year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissionDialogue {
    /// Its key.
    pub mission: String,
    /// Its name, with a verb.
    pub titre: String,
    /// A shorter one.
    pub court: String,
    /// The day on which it was to start.
    pub debut_prevu: Option<Date>,
    /// The day on which it started.
    pub debut: Option<Date>,
    /// The day on which it was to be fully deployed.
    pub deploiement_prevu: Option<Date>,
    /// The day on which it was.
    pub deploiement: Option<Date>,
    /// Its fixed part of the year; `None` when it was not signed.
    pub fixe: Option<Montant>,
    /// Its variable part of the year; `None` when it was not signed.
    pub variable: Option<Montant>,
    /// What the CPTS says of the mission in its activity report.
    pub texte: String,
    /// Its indicators, in the order of the contract.
    pub lignes: Vec<LigneDialogue>,
    /// Their amounts.
    pub totaux: TotauxDialogue,
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreuveDialogue {
    /// Identifier.
    pub id: PreuveId,
    /// Its number in the document, from 1: « Preuve 3 ».
    pub numero: usize,
    /// What it is.
    pub kind: TypePreuve,
    /// What it is called.
    pub titre: String,
    /// The day of what it shows.
    pub le: Date,
    /// Where it comes from.
    pub origine: OriginePreuve,
    /// Name of its file in the archive of pieces: `pieces/03-feuille-de-presence.pdf`.
    pub fichier: String,
    /// What it is: `application/pdf`.
    pub media_type: String,
    /// Bytes.
    pub octets: u64,
    /// SHA-256 of its content when it entered the vault, in hexadecimal.
    pub sha256: String,
    /// Whether its content is not the one that entered the vault any more: it counts for nothing, and is not given.
    pub alteree: bool,
    /// Indicators of the year that it shows, by identifier.
    pub indicateurs: Vec<IndicateurId>,
}

/// A part of the activity report, with the text that the CPTS wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TexteRapport {
    /// Which part.
    pub rubrique: RubriqueRapport,
    /// Paragraphs, separated by an empty line. Empty when nothing was written.
    pub texte: String,
}

/// The yearly dialogue, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialogueRedige {
    /// Name of the CPTS.
    pub cpts: String,
    /// Whether it belongs to the demonstration.
    pub fictif: bool,
    /// What the contract is called.
    pub contrat: String,
    /// Number of the signed version of the terms: 0 for the contract itself, then 1 for its first avenant.
    pub version: i64,
    /// The terms in force, whole: parties, signature, tariff, amounts of every year.
    pub termes: Termes,
    /// Rank of the contract year, from 1.
    pub annee: u8,
    /// Its first day.
    pub du: Date,
    /// Its last day, as the contract prints it.
    pub au: Date,
    /// The day on which this was put together.
    pub jour: Date,
    /// Number of the sending, from 1; `None` while it is prepared.
    pub numero: Option<i64>,
    /// The last date of the crisis plan on or before the end of the year.
    pub plan_crise: Option<Date>,
    /// Crises that the agency recognised in the year: day and words.
    pub crises: Vec<(Date, String)>,
    /// Missions, in the order of the contract.
    pub missions: Vec<MissionDialogue>,
    /// Amounts of all lines.
    pub totaux: TotauxDialogue,
    /// Evidence that shows indicators of the year, by number.
    pub preuves: Vec<PreuveDialogue>,
    /// The activity report, part by part; the texts of missions stand with them.
    pub rapport: Vec<TexteRapport>,
}

impl DialogueRedige {
    /// Every line, in the order of missions.
    pub fn lignes(&self) -> impl Iterator<Item = &LigneDialogue> {
        self.missions.iter().flat_map(|mission| &mission.lignes)
    }

    /// The line of an indicator.
    pub fn ligne(&self, id: IndicateurId) -> Option<&LigneDialogue> {
        self.lignes().find(|one| one.indicateur == id)
    }

    /// A piece of evidence.
    pub fn preuve(&self, id: PreuveId) -> Option<&PreuveDialogue> {
        self.preuves.iter().find(|one| one.id == id)
    }

    /// The evidence of a line, by number.
    pub fn preuves_de<'a>(&'a self, ligne: &'a LigneDialogue) -> impl Iterator<Item = &'a PreuveDialogue> {
        self.preuves.iter().filter(|one| ligne.preuves.contains(&one.id))
    }

    /// Amounts by mission key.
    pub fn par_mission(&self) -> BTreeMap<&str, TotauxDialogue> {
        self.missions.iter().map(|mission| (mission.mission.as_str(), mission.totaux)).collect()
    }
}
