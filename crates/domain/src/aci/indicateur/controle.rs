//! Whether an indicator agrees with itself, and those of a year with their envelopes.

use super::{Forme, Indicateur, Nombre, Sens};
use crate::aci::contrat::AnneeContrat;
use crate::aci::poste::Poste;
use crate::montant::Montant;

/// How much a remark weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gravite {
    /// It cannot be kept so.
    Erreur,
    /// It is kept, and said.
    Alerte,
}

/// What does not agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constat {
    /// What stood at the start and the movement do not make the target.
    Variation {
        /// At the start.
        initiale: Nombre,
        /// The movement that is printed.
        variation: Nombre,
        /// The target.
        cible: Nombre,
        /// The movement that would make it.
        attendue: Nombre,
    },
    /// The target is on the wrong side of what stood at the start: it is reached before anything is done.
    MauvaisCote {
        /// At the start.
        initiale: Nombre,
        /// The target.
        cible: Nombre,
    },
    /// Nothing was said of tiers.
    SansPalier,
    /// Two tiers have the same bound.
    MemeBorne(Nombre),
    /// A better tier pays less than one that is easier to reach.
    PalierMoinsPaye(Nombre),
    /// The best tier does not pay the amount of the indicator.
    Plafond {
        /// What the best tier pays.
        meilleur: Montant,
        /// The amount of the indicator.
        montant: Montant,
    },
    /// It pays nothing.
    SansMontant,
    /// A share above 100 % or below 0.
    PourcentImpossible(Nombre),
}

impl Constat {
    /// How much it weighs.
    pub fn gravite(&self) -> Gravite {
        match self {
            Constat::Variation { .. } | Constat::MauvaisCote { .. } | Constat::SansMontant => Gravite::Alerte,
            Constat::SansPalier
            | Constat::MemeBorne(_)
            | Constat::PalierMoinsPaye(_)
            | Constat::Plafond { .. }
            | Constat::PourcentImpossible(_) => Gravite::Erreur,
        }
    }
}

/// The target that is hardest to reach.
fn cible(forme: &Forme) -> Option<(Sens, Nombre)> {
    match forme {
        Forme::Seuil { sens, cible } => Some((*sens, *cible)),
        Forme::Paliers { sens, paliers } => {
            let bounds = paliers.iter().map(|palier| palier.borne);
            let hardest = if *sens == Sens::AuMoins { bounds.max() } else { bounds.min() };
            hardest.map(|bound| (*sens, bound))
        }
        Forme::OuiNon | Forme::Texte => None,
    }
}

/// What does not agree in an indicator, first things first.
pub fn controler(one: &Indicateur) -> Vec<Constat> {
    let fiche = &one.fiche;
    let mut found = Vec::new();
    if fiche.montant == Montant::ZERO {
        found.push(Constat::SansMontant);
    }
    if let Forme::Paliers { sens, paliers } = &fiche.forme {
        let mut sorted: Vec<_> = paliers.iter().collect();
        sorted.sort_by_key(|palier| palier.borne);
        // From the easiest to the hardest.
        if *sens == Sens::AuPlus {
            sorted.reverse();
        }
        for pair in sorted.windows(2) {
            if pair[0].borne == pair[1].borne {
                found.push(Constat::MemeBorne(pair[0].borne));
            } else if pair[1].montant < pair[0].montant {
                found.push(Constat::PalierMoinsPaye(pair[1].borne));
            }
        }
        match paliers.iter().map(|palier| palier.montant).max() {
            None => found.push(Constat::SansPalier),
            Some(meilleur) if meilleur != fiche.montant => {
                found.push(Constat::Plafond { meilleur, montant: fiche.montant });
            }
            Some(_) => {}
        }
    }
    let Some((sens, cible)) = cible(&fiche.forme) else { return found };
    if fiche.unite.trim() == "%" && (cible > Nombre::entier(100) || cible < Nombre::entier(0)) {
        found.push(Constat::PourcentImpossible(cible));
    }
    let Some(initiale) = fiche.initiale else { return found };
    if let Some(variation) = fiche.variation
        && initiale.plus(variation) != cible
    {
        found.push(Constat::Variation { initiale, variation, cible, attendue: cible.moins(initiale) });
    }
    let reached = if sens == Sens::AuMoins { initiale >= cible } else { initiale <= cible };
    if reached {
        found.push(Constat::MauvaisCote { initiale, cible });
    }
    found
}

/// What the indicators of a mission share in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SommeMission {
    /// Key of the mission.
    pub mission: String,
    /// The variable part that was signed; `None` when none was.
    pub attendu: Option<Montant>,
    /// What its indicators add up to.
    pub total: Montant,
    /// How many they are.
    pub nombre: usize,
}

impl SommeMission {
    /// Whether indicators share the variable part exactly.
    pub fn is_exact(&self) -> bool {
        self.attendu.unwrap_or_default() == self.total
    }

    /// What is still to be shared; negative when there is too much.
    pub fn reste(&self) -> Montant {
        self.attendu.unwrap_or_default() - self.total
    }
}

/// Mission by mission, what the indicators of a year share: every mission with a variable part, and every one that has
/// indicators. In the order of the year's amounts, then of the indicators.
pub fn sommes(annee: &AnneeContrat, all: &[Indicateur]) -> Vec<SommeMission> {
    let mut found: Vec<SommeMission> = Vec::new();
    let variable = annee.montants.iter().filter_map(|(poste, montant)| match poste {
        Poste::Variable(mission) => Some((mission.clone(), *montant)),
        _ => None,
    });
    for (mission, montant) in variable {
        found.push(SommeMission { mission, attendu: Some(montant), total: Montant::ZERO, nombre: 0 });
    }
    for one in all.iter().filter(|one| one.is_of(annee.numero)) {
        let at = found.iter().position(|line| line.mission == one.mission).unwrap_or_else(|| {
            let mission = one.mission.clone();
            found.push(SommeMission { mission, attendu: None, total: Montant::ZERO, nombre: 0 });
            found.len() - 1
        });
        found[at].total += one.fiche.montant;
        found[at].nombre += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::super::{IndicateurFiche, Nature, Palier, SourceValeur};
    use super::*;
    use crate::aci::taille::Taille;
    use crate::ids::{ContratId, IndicateurId};

    fn one(mission: &str, forme: Forme, euros: i64) -> Indicateur {
        Indicateur {
            id: IndicateurId(uuid::Uuid::nil()),
            contrat: ContratId(uuid::Uuid::nil()),
            annee: 1,
            mission: mission.into(),
            intitule: "Essai".into(),
            fiche: IndicateurFiche {
                objectif: String::new(),
                lie_a: None,
                nature: Nature::Resultat,
                forme,
                unite: "patients".into(),
                initiale: None,
                variation: None,
                montant: Montant::euros(euros),
                preuves: String::new(),
                source: SourceValeur::Cpam,
                reprend: None,
                mesures: Vec::new(),
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
    fn statement_23_an_initial_value_a_movement_and_a_target_that_disagree_are_said() {
        let cible = Nombre::entier(68_811);
        let mut printed = one("acces", Forme::Seuil { sens: Sens::AuMoins, cible }, 5_000);
        printed.fiche.initiale = Some(Nombre::entier(66_111));
        printed.fiche.variation = Some(Nombre::entier(700));
        let found = controler(&printed);
        assert_eq!(found.len(), 1);
        assert!(matches!(found[0], Constat::Variation { attendue, .. } if attendue == Nombre::entier(2_700)));
        assert_eq!(found[0].gravite(), Gravite::Alerte);
        printed.fiche.variation = Some(Nombre::entier(2_700));
        assert!(controler(&printed).is_empty());
    }

    #[test]
    fn a_target_on_the_wrong_side_is_said() {
        let cible = Nombre::entier(303);
        let mut wrong = one("acces", Forme::Seuil { sens: Sens::AuPlus, cible }, 5_000);
        wrong.fiche.initiale = Some(Nombre::entier(203));
        assert!(matches!(controler(&wrong)[..], [Constat::MauvaisCote { .. }]));
        wrong.fiche.forme = Forme::Seuil { sens: Sens::AuMoins, cible };
        assert!(controler(&wrong).is_empty());
        wrong.fiche.unite = "%".into();
        assert!(matches!(controler(&wrong)[..], [Constat::PourcentImpossible(_)]));
    }

    #[test]
    fn tiers_that_make_no_sense_are_refused() {
        let tier = |borne, euros| Palier { borne: Nombre::entier(borne), montant: Montant::euros(euros) };
        let paliers = |all: Vec<Palier>| {
            controler(&one("acces", Forme::Paliers { sens: Sens::AuPlus, paliers: all }, 9_000))
        };
        assert!(paliers(vec![tier(50, 9_000), tier(100, 6_000), tier(219, 3_000)]).is_empty());
        assert_eq!(paliers(Vec::new()), [Constat::SansPalier]);
        assert_eq!(paliers(vec![tier(50, 9_000), tier(50, 3_000)]), [Constat::MemeBorne(Nombre::entier(50))]);
        let upside_down = paliers(vec![tier(50, 3_000), tier(100, 9_000)]);
        assert_eq!(upside_down, [Constat::PalierMoinsPaye(Nombre::entier(50))]);
        assert!(matches!(paliers(vec![tier(50, 6_000)])[..], [Constat::Plafond { .. }]));
    }

    #[test]
    fn statement_19_the_indicators_of_a_mission_share_its_variable_part_exactly() {
        let montants = [("acces", 35_000), ("prevention", 17_500)]
            .map(|(mission, euros)| (Poste::Variable(mission.into()), Montant::euros(euros)));
        let annee = AnneeContrat { numero: 1, taille: Taille::T3, montants: montants.into() };
        let all = [
            one("acces", Forme::OuiNon, 30_000),
            one("acces", Forme::OuiNon, 5_000),
            one("qualite", Forme::OuiNon, 1),
        ];
        let found = sommes(&annee, &all);
        let exact: Vec<bool> = found.iter().map(SommeMission::is_exact).collect();
        assert_eq!(exact, [true, false, false]);
        assert_eq!(found[1].reste(), Montant::euros(17_500));
        assert_eq!((found[2].attendu, found[2].total), (None, Montant::euros(1)));
    }
}
