//! Indicators of a contract year: what is asked, what it pays, what was measured.
//!
//! Source: `aci.md` 2.1 to 2.3. Each indicator carries an amount, and those of a mission add up to its variable part. A
//! tier pays alone: the best one reached, its bound included.

mod controle;
mod nombre;
mod saisie;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use controle::{Constat, Gravite, SommeMission, controler, sommes};
pub use nombre::{Nombre, PasUnNombre};
pub use saisie::{ChampsRefuses, IndicateurTape, Lu, PALIERS, RefusIndicateur, champ, lire_indicateur, tape};

use crate::authz::Author;
use crate::authz::role::words;
use crate::ids::{ContratId, IndicateurId, ObjectifId};
use crate::montant::Montant;

words! {
    /// What it looks at.
    Nature {
        /// Something was done.
        Action = "action", "Action";
        /// A figure moved.
        Resultat = "resultat", "Résultat";
    }
}

words! {
    /// On which side of a bound it is reached. The bound is included.
    Sens {
        /// At the bound or above.
        AuMoins = "au_moins", "au moins";
        /// At the bound or below.
        AuPlus = "au_plus", "au plus";
    }
}

words! {
    /// Where the value comes from.
    SourceValeur {
        /// The Assurance Maladie counts it.
        Cpam = "cpam", "Données de la CPAM";
        /// Maillage counts it from what the CPTS does.
        Comptage = "comptage", "Comptée par Maillage";
        /// Somebody fills it in.
        Saisie = "saisie", "Saisie par la CPTS";
    }
}

words! {
    /// Where it stands, in the words of the screens.
    EtatIndicateur {
        /// Nothing is known of it.
        NonCommence = "non_commence", "Non commencé";
        /// Something is known, and it is not decided.
        Engage = "engage", "Engagé";
        /// Its whole amount is reached, and a dated document shows it.
        Atteint = "atteint", "Atteint";
        /// A part of its amount is reached, and a dated document shows it.
        Partiel = "partiel", "Partiellement atteint";
        /// It pays nothing.
        NonAtteint = "non_atteint", "Non atteint";
        /// An institution accepts another amount than the CPTS counts.
        Conteste = "conteste", "Contesté";
    }
}

/// A tier: reached, it pays its amount alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Palier {
    /// Its bound, included.
    pub borne: Nombre,
    /// What it pays.
    pub montant: Montant,
}

/// How a value becomes an amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "genre", rename_all = "snake_case")]
pub enum Forme {
    /// Done or not.
    OuiNon,
    /// One bound.
    Seuil {
        /// On which side.
        sens: Sens,
        /// The target.
        cible: Nombre,
    },
    /// Several: the best one reached pays, alone.
    Paliers {
        /// On which side of each.
        sens: Sens,
        /// In the order of the contract.
        paliers: Vec<Palier>,
    },
    /// The parties assess it.
    Texte,
}

impl Forme {
    /// Stable key of its kind.
    pub fn key(&self) -> &'static str {
        match self {
            Forme::OuiNon => "oui_non",
            Forme::Seuil { .. } => "seuil",
            Forme::Paliers { .. } => "paliers",
            Forme::Texte => "texte",
        }
    }

    /// Its kind on screen, in French.
    pub fn label(&self) -> &'static str {
        match self {
            Forme::OuiNon => "Oui ou non",
            Forme::Seuil { .. } => "Un seuil",
            Forme::Paliers { .. } => "Des paliers",
            Forme::Texte => "Appréciation des parties",
        }
    }
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Valeur {
    /// Done.
    Oui,
    /// Not done.
    Non,
    /// A figure, in the unit of the indicator.
    Nombre(Nombre),
    /// What the CPTS proposes where the parties assess.
    Propose(Montant),
}

/// A value that was recorded, with who says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mesure {
    /// What was found.
    pub valeur: Valeur,
    /// The day that it describes.
    pub le: Date,
    /// Where it was read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Who recorded it.
    pub by: Author,
    /// When.
    pub at: Timestamp,
}

/// What is known of an indicator beyond its columns. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndicateurFiche {
    /// The objective that it serves, in the words of the contract.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub objectif: String,
    /// The objective of the CPTS that it serves, when it is one of those of its project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lie_a: Option<ObjectifId>,
    /// What it looks at.
    pub nature: Nature,
    /// How a value becomes an amount.
    pub forme: Forme,
    /// `%`, `patients`…
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unite: String,
    /// What stood at the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initiale: Option<Nombre>,
    /// By how much it is to move, when the contract prints it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variation: Option<Nombre>,
    /// The most that it pays.
    pub montant: Montant,
    /// Evidence that the contract asks, in its words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub preuves: String,
    /// Where the value comes from.
    pub source: SourceValeur,
    /// The indicator of the year before that was not reached and is contracted again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reprend: Option<IndicateurId>,
    /// Values that were recorded, oldest first: the last one counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mesures: Vec<Mesure>,
    /// What the CPTS says of it in the yearly dialogue.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub commentaire: String,
    /// What the CPTS promises for the next year.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub promesse: String,
}

/// An indicator of a contract year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicateur {
    /// Identifier.
    pub id: IndicateurId,
    /// Its contract.
    pub contrat: ContratId,
    /// Rank of its contract year.
    pub annee: u8,
    /// Key of its mission.
    pub mission: String,
    /// What is asked.
    pub intitule: String,
    /// Everything else.
    pub fiche: IndicateurFiche,
    /// Its place among those of its mission and year.
    pub ordre: i64,
    /// When it was written.
    pub created_at: Timestamp,
    /// Counts the changes: two people who change it at once are told.
    pub version: i64,
    /// When it was removed.
    pub removed_at: Option<Timestamp>,
}

/// What a value pays: the best tier reached, alone, its bound included.
pub fn evaluer(forme: &Forme, most: Montant, valeur: Valeur) -> Montant {
    let reached = |sens: Sens, bound: Nombre, value: Nombre| match sens {
        Sens::AuMoins => value >= bound,
        Sens::AuPlus => value <= bound,
    };
    match (forme, valeur) {
        (Forme::OuiNon, Valeur::Oui) => most,
        (Forme::Seuil { sens, cible }, Valeur::Nombre(value)) if reached(*sens, *cible, value) => most,
        (Forme::Paliers { sens, paliers }, Valeur::Nombre(value)) => {
            let all = paliers.iter().filter(|palier| reached(*sens, palier.borne, value));
            all.map(|palier| palier.montant).max().unwrap_or_default().min(most)
        }
        (Forme::Texte, Valeur::Propose(amount)) => amount.clamp(Montant::ZERO, most),
        _ => Montant::ZERO,
    }
}

impl Indicateur {
    /// The value that counts: the last one recorded.
    pub fn mesure(&self) -> Option<&Mesure> {
        self.fiche.mesures.last()
    }

    /// What its value pays, whatever shows it. `None` without a value: that is not zero.
    pub fn atteint(&self) -> Option<Montant> {
        Some(evaluer(&self.fiche.forme, self.fiche.montant, self.mesure()?.valeur))
    }

    /// What it can be counted for: nothing as long as no dated document shows it. `None` without a value.
    pub fn compte(&self, dated_documents: usize) -> Option<Montant> {
        self.atteint().map(|amount| if dated_documents == 0 { Montant::ZERO } else { amount })
    }

    /// Where it stands. `over` says that its year ended: what is not reached by then is not.
    pub fn etat(&self, dated_documents: usize, over: bool) -> EtatIndicateur {
        let Some(amount) = self.atteint() else {
            let begun = dated_documents > 0 || !self.fiche.commentaire.is_empty();
            return if begun { EtatIndicateur::Engage } else { EtatIndicateur::NonCommence };
        };
        match amount {
            amount if amount > Montant::ZERO && dated_documents == 0 => EtatIndicateur::Engage,
            amount if amount >= self.fiche.montant => EtatIndicateur::Atteint,
            amount if amount > Montant::ZERO => EtatIndicateur::Partiel,
            _ if over => EtatIndicateur::NonAtteint,
            _ => EtatIndicateur::Engage,
        }
    }

    /// Whether it is of that contract year and was not removed.
    pub fn is_of(&self, annee: u8) -> bool {
        self.annee == annee && self.removed_at.is_none()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn tiers(sens: Sens, all: &[(i64, i64)]) -> (Forme, Montant) {
        let paliers = all.iter().map(|(borne, euros)| Palier {
            borne: Nombre::milliemes(*borne),
            montant: Montant::euros(*euros),
        });
        let most = all.iter().map(|(_, euros)| *euros).max().unwrap();
        (Forme::Paliers { sens, paliers: paliers.collect() }, Montant::euros(most))
    }

    fn pays((forme, most): &(Forme, Montant), value: i64) -> i64 {
        evaluer(forme, *most, Valeur::Nombre(Nombre::milliemes(value))).en_centimes() / 100
    }

    fn ald() -> (Forme, Montant) {
        tiers(Sens::AuPlus, &[(50_000, 9_000), (100_000, 6_000), (219_000, 3_000)])
    }

    fn depistage(bounds: [i64; 3]) -> (Forme, Montant) {
        tiers(Sens::AuMoins, &[(bounds[0], 1_000), (bounds[1], 2_500), (bounds[2], 3_500)])
    }

    fn seuil(sens: Sens, cible: i64, euros: i64) -> (Forme, Montant) {
        (Forme::Seuil { sens, cible: Nombre::entier(cible) }, Montant::euros(euros))
    }

    #[test]
    fn statement_20_tiers_from_above_include_their_bound() {
        let found = [50, 51, 100, 101, 219, 220].map(|value| pays(&ald(), value * 1_000));
        assert_eq!(found, [9_000, 6_000, 6_000, 3_000, 3_000, 0]);
    }

    #[test]
    fn statement_21_tiers_from_below_include_their_bound_and_do_not_add_up() {
        let sein = depistage([69_700, 72_400, 75_000]);
        assert_eq!(
            [72_400, 72_399, 75_000, 69_699].map(|value| pays(&sein, value)),
            [2_500, 1_000, 3_500, 0]
        );
    }

    #[test]
    fn statement_22_the_two_worked_missions_pay_27_000_and_13_000_euros() {
        let yes =
            |euros: i64| evaluer(&Forme::OuiNon, Montant::euros(euros), Valeur::Oui).en_centimes() / 100;
        let access = pays(&ald(), 90_000)
            + pays(&seuil(Sens::AuMoins, 68_811, 5_000), 67_000_000)
            + pays(&seuil(Sens::AuPlus, 6, 3_000), 5_000)
            + pays(&seuil(Sens::AuPlus, 203, 5_000), 203_000)
            + yes(2_000)
            + yes(3_000)
            + yes(5_000)
            + yes(3_000);
        assert_eq!(access, 27_000);
        let prevention = pays(&depistage([69_700, 72_400, 75_000]), 73_000)
            + pays(&depistage([66_700, 67_450, 68_200]), 66_000)
            + pays(&depistage([25_000, 26_100, 27_000]), 27_000)
            + yes(500)
            + yes(1_000)
            + yes(5_500);
        assert_eq!(prevention, 13_000);
    }

    fn one(forme: Forme, euros: i64, valeur: Option<Valeur>) -> Indicateur {
        let measure = |valeur| Mesure {
            valeur,
            le: date(2023, 1, 1),
            source: String::new(),
            by: Author::System("essai".into()),
            at: Timestamp::UNIX_EPOCH,
        };
        Indicateur {
            id: IndicateurId(uuid::Uuid::nil()),
            contrat: ContratId(uuid::Uuid::nil()),
            annee: 1,
            mission: "acces".into(),
            intitule: "Essai".into(),
            fiche: IndicateurFiche {
                objectif: String::new(),
                lie_a: None,
                nature: Nature::Resultat,
                forme,
                unite: String::new(),
                initiale: None,
                variation: None,
                montant: Montant::euros(euros),
                preuves: String::new(),
                source: SourceValeur::Saisie,
                reprend: None,
                mesures: valeur.map(measure).into_iter().collect(),
                commentaire: String::new(),
                promesse: String::new(),
            },
            ordre: 0,
            created_at: Timestamp::UNIX_EPOCH,
            version: 1,
            removed_at: None,
        }
    }

    #[test]
    fn statement_24_nothing_is_counted_without_a_dated_document() {
        let done = one(Forme::OuiNon, 2_000, Some(Valeur::Oui));
        assert_eq!((done.compte(0), done.compte(1)), (Some(Montant::ZERO), Some(Montant::euros(2_000))));
        assert_eq!(done.etat(0, true), EtatIndicateur::Engage);
        assert_eq!(done.etat(1, false), EtatIndicateur::Atteint);
        let unknown = one(Forme::OuiNon, 2_000, None);
        assert_eq!((unknown.compte(3), unknown.etat(0, true)), (None, EtatIndicateur::NonCommence));
        let missed = one(Forme::OuiNon, 2_000, Some(Valeur::Non));
        assert_eq!(missed.etat(1, false), EtatIndicateur::Engage);
        assert_eq!(missed.etat(1, true), EtatIndicateur::NonAtteint);
        let (forme, _) = ald();
        let part = one(forme, 9_000, Some(Valeur::Nombre(Nombre::entier(90))));
        assert_eq!(part.etat(1, true), EtatIndicateur::Partiel);
    }

    #[test]
    fn what_the_parties_assess_is_never_more_than_its_amount() {
        let asked = |euros| Valeur::Propose(Montant::euros(euros));
        let paid = |euros| evaluer(&Forme::Texte, Montant::euros(5_000), asked(euros));
        assert_eq!(
            [paid(3_000), paid(9_000), paid(-1)].map(|one| one.en_centimes() / 100),
            [3_000, 5_000, 0]
        );
        // A value of another kind than the indicator pays nothing.
        assert_eq!(evaluer(&Forme::OuiNon, Montant::euros(5), asked(5)), Montant::ZERO);
    }

    proptest! {
        #[test]
        fn a_better_value_never_pays_less_and_nothing_pays_more_than_the_amount(
            bounds in prop::collection::vec((0..1_000_000i64, 0..9_000i64), 1..6),
            value in -10_000..1_100_000i64,
            step in 0..50_000i64,
        ) {
            for sens in Sens::ALL {
                let forme = tiers(*sens, &bounds);
                let better = if *sens == Sens::AuMoins { value + step } else { value - step };
                prop_assert!(pays(&forme, better) >= pays(&forme, value));
                prop_assert!(pays(&forme, value) <= forme.1.en_centimes() / 100);
            }
        }
    }
}
