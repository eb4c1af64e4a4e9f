use jiff::civil::date;
use proptest::prelude::*;

use super::tests::{MISSIONS, TODAY, plan, running, started, t3, total};
use super::*;
use crate::aci::regles::BaseJours;

fn contract() -> impl Strategy<Value = (Termes, Suivi, Date)> {
    let days = prop::collection::vec(-30..1_900i32, 6);
    let choices = (0..3usize, any::<bool>(), any::<bool>());
    (0..2_000i32, days, prop::collection::vec(0..20_000_000i64, 13), 0..2_200i32, choices).prop_map(
        |(start, days, cents, today, (base, replaced, whole))| {
            let mut termes = t3();
            termes.signature = date(2020, 1, 1).saturating_add(start.days());
            termes.parametres.base_jours = BaseJours::ALL[base];
            termes.parametres.demarrage = if replaced { Demarrage::Remplace } else { Demarrage::Precede };
            termes.parametres.variable_premiere =
                if whole { VariablePremiere::Entiere } else { VariablePremiere::Prorata };
            for year in &mut termes.annees {
                for (montant, cents) in year.montants.values_mut().zip(&cents) {
                    *montant = Montant::centimes(*cents);
                }
            }
            let begun = |(cle, days): (&str, &i32)| {
                let le = termes.signature.saturating_add((*days).max(0).days());
                (*days >= 0).then(|| (cle.to_owned(), started(le)))
            };
            let missions = MISSIONS.into_iter().zip(&days).filter_map(begun).collect();
            let today = termes.signature.saturating_add(today.days());
            (termes, Suivi { missions, ..Suivi::default() }, today)
        },
    )
}

proptest! {
    #[test]
    fn advances_and_balances_are_the_fixed_part_to_the_cent((termes, suivi, today) in contract()) {
        let all = plan(&termes, &suivi, today);
        for year in termes.calendrier() {
            for mission in MISSIONS {
                let own = all.iter().filter(|one| one.annee() == year.numero && one.mission() == Some(mission));
                let fixed = own.filter(|one| one.cle.nature != NatureEcheance::Variable);
                let fixed: Vec<Montant> = fixed.map(|one| one.contractualise.unwrap()).collect();
                let Some(debut) = suivi.debut(mission) else { continue };
                let whole = termes.annee(year.numero).unwrap().montant(&Poste::Fixe(mission.into())).unwrap();
                if debut >= year.au {
                    prop_assert!(fixed.is_empty());
                } else {
                    let part = year.a_partir_de(debut, termes.parametres.base_jours);
                    prop_assert_eq!(fixed.iter().copied().sum::<Montant>(), whole.part(part.jours, part.sur));
                    prop_assert!(fixed.iter().all(|one| *one >= Montant::ZERO));
                }
            }
        }
    }

    #[test]
    fn no_path_pays_a_variable_part_before_its_evaluation(
        (termes, mut suivi, today) in contract(),
        evaluated in prop::collection::btree_map(1..6u8, 0..2_200i32, 0..5),
        kept in 0..50_000_000i64,
    ) {
        for (annee, days) in &evaluated {
            suivi.evaluees.insert(*annee, termes.signature.saturating_add((*days).days()));
        }
        let montants = (1..=5).flat_map(|annee| MISSIONS.map(|cle| ((annee, cle.to_owned()), Montant::centimes(kept))));
        let retenus = Retenus { montants: montants.collect() };
        for one in calendrier(&termes, &suivi, &retenus, today).unwrap() {
            if one.cle.nature != NatureEcheance::Variable {
                continue;
            }
            prop_assert!(!one.prudent);
            prop_assert!(one.date >= termes.calendrier()[usize::from(one.annee()) - 1].au);
            match suivi.evaluees.get(&one.annee()) {
                None => prop_assert!(one.du.is_none() && !one.is_due()),
                Some(le) => prop_assert!(one.date >= *le && (!one.is_due() || *le <= today)),
            }
        }
    }

    #[test]
    fn a_year_that_is_fully_deployed_is_what_was_signed(cents in prop::collection::vec(0..20_000_000i64, 13)) {
        let mut termes = t3();
        for year in &mut termes.annees {
            for (montant, cents) in year.montants.values_mut().zip(&cents) {
                *montant = Montant::centimes(*cents);
            }
        }
        let all = plan(&termes, &running(), TODAY);
        for year in &termes.annees[1..] {
            prop_assert_eq!(total(&all, year.numero), year.ordinaire());
        }
    }

    #[test]
    fn keys_are_one_of_a_kind((termes, suivi, today) in contract()) {
        let all = plan(&termes, &suivi, today);
        let mut keys: Vec<String> = all.iter().map(|one| one.cle.to_string()).collect();
        let count = keys.len();
        keys.sort();
        keys.dedup();
        prop_assert_eq!(keys.len(), count);
    }
}
