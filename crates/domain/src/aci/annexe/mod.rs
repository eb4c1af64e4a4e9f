//! The annex of a contract year as a table: one row an indicator. Read with tolerance, refused line by line.

mod lire;

use crate::aci::indicateur::{Forme, Indicateur, Lu, Palier, RefusIndicateur, Sens};
use crate::aci::missions::nom_court;

pub use lire::{RefusAnnexe, RefusTable, lire_annexe};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Colonne {
    /// Mission, by its name or key.
    Mission,
    /// The objective that is served.
    Objectif,
    /// What is asked.
    Indicateur,
    /// Action or result.
    Nature,
    /// Shape.
    Forme,
    /// Side of the bound.
    Sens,
    /// The target.
    Cible,
    /// `≤ 50 : 9 000 ; ≤ 100 : 6 000`.
    Paliers,
    /// Unit.
    Unite,
    /// What stood at the start.
    Initiale,
    /// By how much it is to move.
    Variation,
    /// The most that it pays.
    Montant,
    /// Evidence that is asked.
    Justificatifs,
    /// Where the value comes from.
    Source,
}

impl Colonne {
    /// All of them, in the order of the template.
    pub const ALL: [Colonne; 14] = [
        Colonne::Mission,
        Colonne::Objectif,
        Colonne::Indicateur,
        Colonne::Nature,
        Colonne::Forme,
        Colonne::Sens,
        Colonne::Cible,
        Colonne::Paliers,
        Colonne::Unite,
        Colonne::Initiale,
        Colonne::Variation,
        Colonne::Montant,
        Colonne::Justificatifs,
        Colonne::Source,
    ];

    /// Its heading.
    pub fn titre(self) -> &'static str {
        match self {
            Colonne::Mission => "Mission",
            Colonne::Objectif => "Objectif",
            Colonne::Indicateur => "Indicateur",
            Colonne::Nature => "Nature",
            Colonne::Forme => "Forme",
            Colonne::Sens => "Sens",
            Colonne::Cible => "Cible",
            Colonne::Paliers => "Paliers",
            Colonne::Unite => "Unité",
            Colonne::Initiale => "Valeur initiale",
            Colonne::Variation => "Variation",
            Colonne::Montant => "Montant",
            Colonne::Justificatifs => "Justificatifs",
            Colonne::Source => "Source",
        }
    }
}

/// An indicator that was read, with the number of its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneAnnexe {
    /// Number of the row in the file, from 1.
    pub numero: usize,
    /// What was read.
    pub lu: Lu,
}

/// What an annex would add, and what is wrong in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Indicators that can be added.
    pub lignes: Vec<LigneAnnexe>,
    /// Cells that cannot be read.
    pub refus: Vec<(RefusAnnexe, RefusIndicateur)>,
    /// Headings that name no column: what stands under them is left out.
    pub ignorees: Vec<String>,
    /// Rows that hold nothing, or a total.
    pub passees: usize,
    /// Examples of the template that were not erased: they are left aside.
    pub exemples: usize,
}

/// Tiers in one cell: `≤ 50 : 9 000 € ; ≤ 100 : 6 000 €`.
fn paliers(sens: Sens, all: &[Palier]) -> String {
    let sign = if sens == Sens::AuPlus { '≤' } else { '≥' };
    let one = |palier: &Palier| format!("{sign} {} : {}", palier.borne, palier.montant.texte());
    all.iter().map(one).collect::<Vec<_>>().join(" ; ")
}

/// An indicator as a row of the template.
pub fn ligne(one: &Indicateur) -> Vec<String> {
    let fiche = &one.fiche;
    let mission = nom_court(&one.mission);
    let (sens, cible, tiers) = match &fiche.forme {
        Forme::OuiNon | Forme::Texte => ("", String::new(), String::new()),
        Forme::Seuil { sens, cible } => (sens.label(), cible.to_string(), String::new()),
        Forme::Paliers { sens, paliers: all } => (sens.label(), String::new(), paliers(*sens, all)),
    };
    let number =
        |value: Option<crate::aci::indicateur::Nombre>| value.map(|one| one.to_string()).unwrap_or_default();
    let cell = |colonne: Colonne| match colonne {
        Colonne::Mission => mission.clone(),
        Colonne::Objectif => fiche.objectif.clone(),
        Colonne::Indicateur => one.intitule.clone(),
        Colonne::Nature => fiche.nature.label().to_owned(),
        Colonne::Forme => fiche.forme.label().to_owned(),
        Colonne::Sens => sens.to_owned(),
        Colonne::Cible => cible.clone(),
        Colonne::Paliers => tiers.clone(),
        Colonne::Unite => fiche.unite.clone(),
        Colonne::Initiale => number(fiche.initiale),
        Colonne::Variation => number(fiche.variation),
        Colonne::Montant => fiche.montant.texte(),
        Colonne::Justificatifs => fiche.preuves.clone(),
        Colonne::Source => fiche.source.label().to_owned(),
    };
    Colonne::ALL.map(cell).into()
}

/// What the indicator of an example begins with.
const EXEMPLE: &str = "Exemple à effacer";

/// Two rows that show how the template is filled in.
pub fn exemples() -> [Vec<String>; 2] {
    let row = |cells: [&str; 14]| cells.map(str::to_owned).into();
    [
        row([
            "Accès aux soins",
            "Réduire le nombre de patients sans médecin traitant",
            "Exemple à effacer\u{a0}: patients en ALD sans médecin traitant",
            "Résultat",
            "Des paliers",
            "au plus",
            "",
            "≤ 50 : 9 000 ; ≤ 100 : 6 000 ; ≤ 219 : 3 000",
            "patients",
            "219",
            "",
            "9 000",
            "Données de la CPAM",
            "Données de la CPAM",
        ]),
        row([
            "Prévention",
            "",
            "Exemple à effacer\u{a0}: une action Juin vert",
            "Action",
            "Oui ou non",
            "",
            "",
            "",
            "",
            "",
            "",
            "1 000",
            "Compte rendu, feuille de présence",
            "Saisie par la CPTS",
        ]),
    ]
}
