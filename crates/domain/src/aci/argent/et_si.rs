//! What would change: an indicator missed, a mission late, a size class lost, money moved between envelopes.
//!
//! Nothing is written: the terms and what happened are copied, changed and computed again.

use jiff::civil::Date;

use super::calendrier::{Echeance, Retenus, calendrier};
use super::cle::NatureEcheance;
use super::prevision::Hypothese;
use crate::aci::contrat::{Suivi, Termes, dans_l_annee};
use crate::aci::poste::Poste;
use crate::aci::taille::Taille;
use crate::aci::tarif::tarif;
use crate::montant::Montant;
use crate::nombres::{date, liste};
use crate::source::RulesError;

/// What is supposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EtSi {
    /// An indicator pays nothing.
    Indicateur {
        /// Its contract year.
        annee: u8,
        /// Its mission.
        mission: String,
        /// What it is called.
        intitule: String,
        /// What it pays when it is reached.
        montant: Montant,
    },
    /// A mission starts another day.
    Retard {
        /// Its key.
        mission: String,
        /// The day.
        debut: Date,
    },
    /// The size class is another one from a year on.
    Classe {
        /// The first year concerned.
        annee: u8,
        /// The class.
        taille: Taille,
    },
    /// Money goes from one signed amount to another.
    Transfert {
        /// The year.
        annee: u8,
        /// From.
        de: Poste,
        /// To.
        vers: Poste,
        /// How much.
        montant: Montant,
    },
}

/// Why what is supposed makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefusEtSi {
    /// The contract has no such year.
    #[error("no such year")]
    Annee,
    /// The contract has no such mission.
    #[error("no such mission")]
    Mission,
    /// The day is outside the contract.
    #[error("outside the contract")]
    Jour,
    /// The amount was not signed.
    #[error("not signed")]
    NonSigne,
    /// More than the envelope holds.
    #[error("more than the envelope holds: {0:?}")]
    Trop(Montant),
    /// Zero, or from an envelope to itself.
    #[error("nothing moves")]
    Rien,
    /// A variable part is paid after an evaluation: it never becomes a fixed part.
    #[error("a variable part never becomes a fixed part")]
    VariableVersFixe,
    /// A crisis is paid when the agency recognises it: its amount is not an envelope.
    #[error("a crisis is no envelope")]
    Crise,
}

/// What would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effet {
    /// Prudent total of the contract, before and after.
    pub prudent: (Montant, Montant),
    /// Expected total of the contract, before and after.
    pub attendu: (Montant, Montant),
    /// By contract year: rank, expected before, expected after.
    pub annees: Vec<(u8, Montant, Montant)>,
    /// What to know, in French.
    pub phrases: Vec<String>,
    /// Amounts that no source gives: they are counted as they were signed.
    pub inconnus: Vec<Poste>,
    /// The payments as they would be.
    pub echeances: Vec<Echeance>,
}

/// What is supposed of the whole.
type Base<'a> = (&'a Termes, &'a Suivi, &'a Retenus);

/// The effect of what is supposed.
///
/// # Errors
/// The outer one when tables that ship with the program are malformed; the inner one when it makes no sense.
pub fn et_si(
    (termes, suivi, retenus): Base<'_>,
    what: &EtSi,
    hypothese: Hypothese,
    today: Date,
) -> Result<Result<Effet, RefusEtSi>, &'static RulesError> {
    let before = calendrier(termes, suivi, retenus, today)?;
    let (mut other, mut happened, mut kept) = (termes.clone(), suivi.clone(), retenus.clone());
    let changed = apply((&mut other, &mut happened, &mut kept), what)?;
    let (phrases, inconnus) = match changed {
        Ok(said) => said,
        Err(refus) => return Ok(Err(refus)),
    };
    let mut after = calendrier(&other, &happened, &kept, today)?;
    if let EtSi::Indicateur { annee, mission, montant, .. } = what {
        lose(&mut after, (*annee, mission), *montant, hypothese);
    }
    let prudent = |all: &[Echeance]| all.iter().map(Echeance::prudente).sum::<Montant>();
    let of = |all: &[Echeance], annee: u8| {
        all.iter().filter(|one| one.annee() == annee).map(|one| one.attendue(hypothese)).sum::<Montant>()
    };
    let expected = |all: &[Echeance]| all.iter().map(|one| one.attendue(hypothese)).sum::<Montant>();
    let annees = termes.annees.iter().map(|one| one.numero);
    Ok(Ok(Effet {
        prudent: (prudent(&before), prudent(&after)),
        attendu: (expected(&before), expected(&after)),
        annees: annees.map(|numero| (numero, of(&before, numero), of(&after, numero))).collect(),
        phrases,
        inconnus,
        echeances: after,
    }))
}

/// An indicator that is missed takes its amount from what its mission is expected to bring, and not below zero.
fn lose(all: &mut [Echeance], (annee, mission): (u8, &str), montant: Montant, hypothese: Hypothese) {
    let own = |one: &&mut Echeance| {
        one.cle.nature == NatureEcheance::Variable && one.annee() == annee && one.mission() == Some(mission)
    };
    if let Some(one) = all.iter_mut().find(own) {
        let share = match one.du {
            // What the evaluation retained is not supposed any more.
            Some(_) => Montant::ZERO,
            None => montant.pour_cent(i64::from(hypothese.taux)),
        };
        let expected = one.attendue(hypothese);
        if one.du.is_none() {
            one.du = Some((expected - share).max(Montant::ZERO));
        }
    }
}

type Dit = (Vec<String>, Vec<Poste>);

fn apply(
    (termes, suivi, retenus): (&mut Termes, &mut Suivi, &mut Retenus),
    what: &EtSi,
) -> Result<Result<Dit, RefusEtSi>, &'static RulesError> {
    Ok(match what {
        EtSi::Indicateur { annee, mission, intitule, montant } => {
            if termes.annee(*annee).is_none() {
                return Ok(Err(RefusEtSi::Annee));
            }
            if termes.mission(mission).is_none() {
                return Ok(Err(RefusEtSi::Mission));
            }
            if *montant <= Montant::ZERO {
                return Ok(Err(RefusEtSi::Rien));
            }
            let mut said = vec![format!(
                "«\u{a0}{intitule}\u{a0}» manqué\u{a0}: jusqu'à {} de part variable en moins. La part fixe ne change pas.",
                montant.texte()
            )];
            if retenus.montants.contains_key(&(*annee, mission.clone())) {
                said.push("Cette année est déjà évaluée\u{a0}: le montant retenu ne change plus.".into());
            }
            Ok((said, Vec::new()))
        }
        EtSi::Retard { mission, debut } => retard((termes, suivi), mission, *debut),
        EtSi::Classe { annee, taille } => return classe(termes, *annee, *taille),
        EtSi::Transfert { annee, de, vers, montant } => transfert(termes, *annee, (de, vers), *montant),
    })
}

fn retard((termes, suivi): (&mut Termes, &mut Suivi), mission: &str, debut: Date) -> Result<Dit, RefusEtSi> {
    if debut < termes.signature || debut >= termes.terme() {
        return Err(RefusEtSi::Jour);
    }
    let one = termes.missions.iter_mut().find(|one| one.mission == mission).ok_or(RefusEtSi::Mission)?;
    one.debut_prevu = debut;
    let mut said = vec![
        "La première avance et son solde sont au prorata du temps qui reste jusqu'à l'anniversaire.".into(),
    ];
    if let Some(real) = suivi.debut(mission) {
        suivi.missions.remove(mission);
        said.push(format!("En réalité, cette mission a commencé le {}.", date(real)));
    }
    Ok((said, Vec::new()))
}

fn classe(
    termes: &mut Termes,
    annee: u8,
    taille: Taille,
) -> Result<Result<Dit, RefusEtSi>, &'static RulesError> {
    if termes.annee(annee).is_none() {
        return Ok(Err(RefusEtSi::Annee));
    }
    let Some(table) = tarif(&termes.tarif)? else { return Ok(Err(RefusEtSi::NonSigne)) };
    let mut unknown: Vec<Poste> = Vec::new();
    let from = annee;
    // The crisis mission pays its plan in the year in which it starts, its update in the others.
    let plan = termes.mission("crise").and_then(|one| dans_l_annee(termes, one.debut_prevu));
    let plan = plan.map(|year| year.numero);
    for year in termes.annees.iter_mut().filter(|one| one.numero >= from && one.taille != taille) {
        year.taille = taille;
        let first = Some(year.numero) == plan;
        for (poste, montant) in &mut year.montants {
            match table.propose(poste, taille, first) {
                Some(cell) => *montant = cell.montant,
                None if !unknown.contains(poste) => unknown.push(poste.clone()),
                None => {}
            }
        }
    }
    let mut said = vec![
        "La règle d'un changement de taille en cours de contrat n'a pas été trouvée dans les textes lus."
            .into(),
    ];
    if !unknown.is_empty() {
        let names: Vec<String> = unknown.iter().map(Poste::label).collect();
        said.push(format!(
            "Aucune source ne donne ces montants pour la taille {}. Ils sont comptés comme signés\u{a0}: {}.",
            taille.code(),
            liste(&names)
        ));
    }
    Ok(Ok((said, unknown)))
}

fn transfert(
    termes: &mut Termes,
    annee: u8,
    (de, vers): (&Poste, &Poste),
    montant: Montant,
) -> Result<Dit, RefusEtSi> {
    let year = termes.annees.iter_mut().find(|one| one.numero == annee).ok_or(RefusEtSi::Annee)?;
    if de == vers || montant <= Montant::ZERO {
        return Err(RefusEtSi::Rien);
    }
    if [de, vers].contains(&&Poste::EvenementCrise) {
        return Err(RefusEtSi::Crise);
    }
    if !de.is_fixe() && vers.is_fixe() {
        return Err(RefusEtSi::VariableVersFixe);
    }
    let (held, target) = year.montant(de).zip(year.montant(vers)).ok_or(RefusEtSi::NonSigne)?;
    if montant > held {
        return Err(RefusEtSi::Trop(held));
    }
    year.montants.insert(de.clone(), held - montant);
    year.montants.insert(vers.clone(), target + montant);
    let mut said = vec![
        "Aucun texte lu ne permet de déplacer de l'argent entre deux enveloppes. Il faudrait un avenant signé par les parties.".into(),
    ];
    if de.is_fixe() && !vers.is_fixe() {
        said.push("Cet argent attendrait alors l'évaluation de l'année, sans avance.".into());
    }
    Ok((said, Vec::new()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::calendrier::tests::{running, t3};
    use super::*;

    const TODAY: Date = date(2023, 6, 1);

    fn effect(what: &EtSi) -> Result<Effet, RefusEtSi> {
        let (termes, suivi) = (t3(), running());
        et_si((&termes, &suivi, &Retenus::default()), what, Hypothese::default(), TODAY).unwrap()
    }

    fn moved(de: &str, vers: &str, euros: i64) -> EtSi {
        let poste = |key: &str| Poste::try_from(key.to_owned()).unwrap();
        EtSi::Transfert { annee: 3, de: poste(de), vers: poste(vers), montant: Montant::euros(euros) }
    }

    #[test]
    fn an_indicator_that_is_missed_takes_its_amount_from_what_is_expected_and_nothing_from_the_fixed_part() {
        let missed = |euros| EtSi::Indicateur {
            annee: 3,
            mission: "acces".into(),
            intitule: "Annuaire".into(),
            montant: Montant::euros(euros),
        };
        let found = effect(&missed(5_000)).unwrap();
        assert_eq!(found.prudent.0, found.prudent.1);
        assert_eq!(found.attendu.0 - found.attendu.1, Montant::euros(5_000));
        assert_eq!(found.annees[2].1 - found.annees[2].2, Montant::euros(5_000));
        assert!(
            found.annees.iter().filter(|(annee, ..)| *annee != 3).all(|(_, before, after)| before == after)
        );
        // No more than the envelope of the mission.
        let found = effect(&missed(90_000)).unwrap();
        assert_eq!(found.attendu.0 - found.attendu.1, Montant::euros(35_000));
    }

    #[test]
    fn a_mission_that_is_late_loses_the_days_that_passed() {
        let mut suivi = running();
        suivi.missions.remove("qualite");
        let mut termes = t3();
        termes.missions.iter_mut().find(|one| one.mission == "qualite").unwrap().debut_prevu =
            date(2023, 7, 15);
        let what = EtSi::Retard { mission: "qualite".into(), debut: date(2023, 10, 15) };
        let found = et_si((&termes, &suivi, &Retenus::default()), &what, Hypothese::default(), TODAY)
            .unwrap()
            .unwrap();
        // 15 July to 15 October: 92 days of a year of 366.
        let whole = Montant::euros(15_000);
        let lost = whole.part(275, 366) - whole.part(183, 366);
        assert_eq!(found.prudent.0 - found.prudent.1, lost);
        let outside = EtSi::Retard { mission: "qualite".into(), debut: date(2030, 1, 1) };
        assert_eq!(effect(&outside), Err(RefusEtSi::Jour));
        let unknown = EtSi::Retard { mission: "rien".into(), debut: TODAY };
        assert_eq!(effect(&unknown), Err(RefusEtSi::Mission));
    }

    #[test]
    fn a_size_class_that_is_lost_changes_what_a_source_gives_and_says_what_none_does() {
        let found = effect(&EtSi::Classe { annee: 4, taille: Taille::T2 }).unwrap();
        // Two years of fonctionnement: 75 000 becomes 60 000.
        assert_eq!(found.attendu.0 - found.attendu.1, Montant::euros(30_000));
        assert!(found.inconnus.contains(&Poste::Fixe("acces".into())));
        assert!(!found.inconnus.contains(&Poste::Fonctionnement));
        assert_eq!(effect(&EtSi::Classe { annee: 9, taille: Taille::T2 }), Err(RefusEtSi::Annee));
    }

    #[test]
    fn money_moves_only_in_words_and_a_variable_part_never_becomes_a_fixed_one() {
        let found = effect(&moved("fixe.acces", "fixe.prevention", 10_000)).unwrap();
        assert_eq!(found.attendu.0, found.attendu.1);
        assert!(found.phrases[0].contains("avenant"));
        let later = effect(&moved("fixe.acces", "variable.acces", 10_000)).unwrap();
        assert_eq!(later.prudent.0 - later.prudent.1, Montant::euros(10_000));
        assert_eq!(effect(&moved("variable.acces", "fixe.acces", 1)), Err(RefusEtSi::VariableVersFixe));
        assert_eq!(effect(&moved("variable.acces", "fonctionnement", 1)), Err(RefusEtSi::VariableVersFixe));
        assert_eq!(effect(&moved("fixe.acces", "fixe.acces", 1)), Err(RefusEtSi::Rien));
        let much = effect(&moved("fixe.acces", "fixe.prevention", 90_001));
        assert_eq!(much, Err(RefusEtSi::Trop(Montant::euros(90_000))));
        assert_eq!(effect(&moved("crise_evenement", "fixe.acces", 1)), Err(RefusEtSi::Crise));
    }
}
