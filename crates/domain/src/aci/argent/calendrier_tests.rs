use jiff::civil::date;

use super::*;
use crate::aci::contrat::{Crise, MiseAJourPlan, MissionContrat, SuiviMission};
use crate::aci::regles::{BaseJours, DernierJour, Parametres};
use crate::aci::taille::Taille;

pub(in crate::aci::argent) const SIGNATURE: Date = date(2022, 4, 15);
pub(super) const MISSIONS: [&str; 6] =
    ["acces", "parcours", "prevention", "crise", "qualite", "accompagnement"];

/// The amounts of the third class; the crisis mission pays its plan in the first year.
fn year(numero: u8) -> AnneeContrat {
    let crise = if numero == 1 { 45_000 } else { 22_500 };
    let montants = [
        ("fonctionnement", 75_000),
        ("fixe.acces", 90_000),
        ("variable.acces", 35_000),
        ("fixe.parcours", 45_000),
        ("variable.parcours", 45_000),
        ("fixe.prevention", 17_500),
        ("variable.prevention", 17_500),
        ("fixe.crise", crise),
        ("fixe.qualite", 15_000),
        ("variable.qualite", 15_000),
        ("fixe.accompagnement", 10_000),
        ("variable.accompagnement", 10_000),
        ("crise_evenement", 67_500),
    ];
    let poste = |key: &str| Poste::try_from(key.to_owned()).unwrap();
    let montants = montants.map(|(key, euros)| (poste(key), Montant::euros(euros))).into_iter().collect();
    AnneeContrat { numero, taille: Taille::T3, montants }
}

/// A contract of the third class, five years, whose missions are to start with it.
pub(in crate::aci::argent) fn t3() -> Termes {
    Termes {
        reference: String::new(),
        signature: SIGNATURE,
        tarif: "avenant-2".into(),
        parties: Vec::new(),
        parametres: Parametres {
            base_jours: BaseJours::Exact,
            dernier_jour: DernierJour::Veille,
            demarrage: Demarrage::Remplace,
            variable_premiere: VariablePremiere::Entiere,
        },
        demarrage: Some(Montant::euros(75_000)),
        missions: MISSIONS
            .map(|cle| MissionContrat {
                mission: cle.into(),
                debut_prevu: SIGNATURE,
                deploiement_prevu: None,
            })
            .to_vec(),
        annees: (1..=5).map(year).collect(),
    }
}

pub(super) fn started(le: Date) -> SuiviMission {
    SuiviMission { debut: Some(le), ..SuiviMission::default() }
}

/// Everything started at the signature, the crisis plan is written and updated.
pub(in crate::aci::argent) fn running() -> Suivi {
    Suivi {
        complet_le: Some(SIGNATURE),
        missions: MISSIONS.map(|cle| (cle.to_owned(), started(SIGNATURE))).into_iter().collect(),
        plan_crise: [date(2022, 9, 1), date(2023, 5, 1)]
            .map(|le| MiseAJourPlan { le, preuve: None })
            .to_vec(),
        ..Suivi::default()
    }
}

pub(super) fn plan(termes: &Termes, suivi: &Suivi, today: Date) -> Vec<Echeance> {
    calendrier(termes, suivi, &Retenus::default(), today).unwrap()
}

fn line<'a>(all: &'a [Echeance], key: &str) -> &'a Echeance {
    all.iter().find(|one| one.cle.to_string() == key).unwrap_or_else(|| panic!("no {key}"))
}

pub(super) fn total(all: &[Echeance], annee: u8) -> Montant {
    all.iter().filter(|one| one.annee() == annee).map(|one| one.contractualise.unwrap_or_default()).sum()
}

fn prudent(all: &[Echeance], annee: u8) -> Montant {
    all.iter().filter(|one| one.annee() == annee).map(Echeance::prudente).sum()
}

pub(super) const TODAY: Date = date(2023, 6, 1);

#[test]
fn statement_7_an_ordinary_year_of_the_third_class_is_397_500_euros() {
    let all = plan(&t3(), &running(), TODAY);
    assert_eq!(total(&all, 2), Montant::euros(397_500));
    assert_eq!(t3().annees[1].ordinaire(), Montant::euros(397_500));
}

#[test]
fn the_prudent_budget_of_the_third_class_is_275_000_euros() {
    let all = plan(&t3(), &running(), TODAY);
    assert_eq!(prudent(&all, 2), Montant::euros(275_000));
    assert_eq!(prudent(&all, 3), Montant::euros(275_000));
}

#[test]
fn statement_11_the_start_up_is_due_whole_once_the_file_is_complete_and_says_what_is_missing_before() {
    let all = plan(&t3(), &running(), TODAY);
    let start = line(&all, "1.demarrage.fonctionnement");
    assert_eq!((start.contractualise, &start.etat), (Some(Montant::euros(75_000)), &Etat::Due));
    assert_eq!(start.date, SIGNATURE);
    let manque = vec!["Statuts signés".to_owned(), "RIB de l'association".to_owned()];
    let suivi = Suivi { complet_le: None, manque: manque.clone(), ..running() };
    let all = plan(&t3(), &suivi, TODAY);
    let start = line(&all, "1.demarrage.fonctionnement");
    assert_eq!((&start.etat, start.date), (&Etat::Bloquee(manque), TODAY));
    let silent = plan(&t3(), &Suivi { complet_le: None, ..running() }, TODAY);
    assert!(
        matches!(&line(&silent, "1.demarrage.fonctionnement").etat, Etat::Bloquee(why) if why.len() == 1)
    );
}

#[test]
fn statement_12_the_advance_on_the_fonctionnement_waits_for_a_mission() {
    let mut termes = t3();
    termes.parametres.demarrage = Demarrage::Precede;
    let all = plan(&termes, &running(), TODAY);
    for (key, day) in [("1.avance.fonctionnement", SIGNATURE), ("2.avance.fonctionnement", date(2023, 4, 15))]
    {
        let one = line(&all, key);
        assert_eq!(
            (one.contractualise, one.date, &one.etat),
            (Some(Montant::euros(56_250)), day, &Etat::Due)
        );
    }
    assert_eq!(line(&all, "1.avance.fonctionnement").formule, "75\u{202f}000\u{202f}€ × 75\u{202f}%");
    let none = Suivi { missions: BTreeMap::new(), ..running() };
    let one = plan(&termes, &none, date(2022, 4, 20));
    assert!(matches!(line(&one, "1.avance.fonctionnement").etat, Etat::SousCondition(_)));
    // A mission that starts in the middle of the year lets the advance be paid that day.
    let mut later = none;
    later.missions.insert("acces".into(), started(date(2022, 10, 15)));
    let all = plan(&termes, &later, TODAY);
    assert_eq!(line(&all, "1.avance.fonctionnement").date, date(2022, 10, 15));
    assert_eq!(line(&all, "2.avance.fonctionnement").date, date(2023, 4, 15));
}

#[test]
fn a_start_up_that_stands_for_the_first_year_is_paid_once_and_one_that_comes_before_is_paid_beside() {
    let mut termes = t3();
    let all = plan(&termes, &running(), TODAY);
    assert!(!all.iter().any(|one| one.annee() == 1
        && one.mission().is_none()
        && one.cle.nature != NatureEcheance::Demarrage));
    assert_eq!(total(&all, 1), termes.annees[0].ordinaire());
    termes.parametres.demarrage = Demarrage::Precede;
    let all = plan(&termes, &running(), TODAY);
    assert_eq!(total(&all, 1), termes.annees[0].ordinaire() + Montant::euros(75_000));
    // When no start-up was signed there is nothing to stand for the first year.
    termes.parametres.demarrage = Demarrage::Remplace;
    termes.demarrage = None;
    let all = plan(&termes, &running(), TODAY);
    assert_eq!(line(&all, "1.demarrage.fonctionnement").etat, Etat::NonSignee);
    assert_eq!(line(&all, "1.demarrage.fonctionnement").contractualise, None);
    assert_eq!(total(&all, 1), termes.annees[0].ordinaire());
}

#[test]
fn statements_13_and_14_the_first_advance_is_33_657_53_and_its_balance_11_219_18() {
    let mut suivi = running();
    suivi.missions.insert("acces".into(), started(date(2022, 10, 15)));
    let all = plan(&t3(), &suivi, TODAY);
    let advance = line(&all, "1.avance.acces");
    assert_eq!(advance.contractualise, Some(Montant::centimes(3_365_753)));
    assert_eq!((advance.date, &advance.etat), (date(2022, 10, 15), &Etat::Due));
    assert_eq!(advance.formule, "90\u{202f}000\u{202f}€ × 182/365 × 75\u{202f}%");
    let balance = line(&all, "1.solde.acces");
    assert_eq!(balance.contractualise, Some(Montant::centimes(1_121_918)));
    assert_eq!(balance.formule, "90\u{202f}000\u{202f}€ × 182/365 − 33\u{202f}657,53\u{202f}€");
    assert_eq!(balance.date, date(2023, 4, 15));
    assert_eq!(line(&all, "2.avance.acces").contractualise, Some(Montant::euros(67_500)));
    let mut months = t3();
    months.parametres.base_jours = BaseJours::Mois30;
    let all = plan(&months, &suivi, TODAY);
    assert_eq!(line(&all, "1.avance.acces").contractualise, Some(Montant::euros(33_750)));
}

#[test]
fn statement_15_an_anniversary_brings_the_balance_of_a_year_and_the_advance_of_the_next() {
    let all = plan(&t3(), &running(), TODAY);
    let anniversary = date(2023, 4, 15);
    let of = |key: &str| {
        let one = line(&all, key);
        (one.date, one.contractualise)
    };
    assert_eq!(of("1.solde.acces"), (anniversary, Some(Montant::euros(22_500))));
    assert_eq!(of("2.avance.acces"), (anniversary, Some(Montant::euros(67_500))));
}

#[test]
fn statement_16_a_mission_that_did_not_start_pays_nothing_and_says_so() {
    let mut suivi = running();
    suivi.missions.remove("acces");
    let all = plan(&t3(), &suivi, TODAY);
    let own: Vec<&Echeance> = all.iter().filter(|one| one.mission() == Some("acces")).collect();
    assert!(!own.is_empty());
    for one in &own {
        assert!(matches!(one.etat, Etat::NonCommencee { prevu: SIGNATURE, en_retard: true }), "{}", one.cle);
        assert_eq!(one.prudente(), Montant::ZERO);
        assert!(one.date >= TODAY);
    }
    // Nothing stands for the year that passed without it.
    assert!(own.iter().all(|one| one.annee() >= 2));
}

#[test]
fn statement_17_a_variable_part_has_no_advance() {
    let all = plan(&t3(), &running(), TODAY);
    let variable: Vec<&Echeance> =
        all.iter().filter(|one| one.cle.nature == NatureEcheance::Variable).collect();
    assert_eq!(variable.len(), 25);
    assert!(variable.iter().all(|one| one.date >= t3().calendrier()[usize::from(one.annee()) - 1].au));
    let advances = all.iter().filter(|one| one.annee() == 2 && one.cle.nature == NatureEcheance::Avance);
    let advances: Montant = advances.map(|one| one.contractualise.unwrap()).sum();
    assert_eq!(advances, Montant::euros(275_000).pour_cent(75));
}

#[test]
fn statement_18_a_year_without_evaluation_waits_for_it() {
    let mut suivi = running();
    let all = plan(&t3(), &suivi, TODAY);
    let one = line(&all, "1.variable.acces");
    assert_eq!((&one.etat, one.du), (&Etat::AEvaluer, None));
    assert_eq!(line(&all, "2.solde.fonctionnement").etat, Etat::AEvaluer);
    suivi.evaluees.insert(1, date(2023, 5, 20));
    let all = plan(&t3(), &suivi, TODAY);
    assert!(matches!(line(&all, "1.variable.acces").etat, Etat::Bloquee(_)));
    let kept = Retenus { montants: [((1, "acces".to_owned()), Montant::euros(27_000))].into() };
    let all = calendrier(&t3(), &suivi, &kept, TODAY).unwrap();
    let one = line(&all, "1.variable.acces");
    assert_eq!((one.date, one.du), (date(2023, 5, 20), Some(Montant::euros(27_000))));
    assert_eq!((&one.etat, one.contractualise), (&Etat::Due, Some(Montant::euros(35_000))));
    let much = Retenus { montants: [((1, "acces".to_owned()), Montant::euros(35_001))].into() };
    let all = calendrier(&t3(), &suivi, &much, TODAY).unwrap();
    assert!(matches!(line(&all, "1.variable.acces").etat, Etat::ARevoir(_)));
}

#[test]
fn statement_27_the_crisis_mission_pays_its_plan_then_half_of_it_for_the_update() {
    let all = plan(&t3(), &running(), TODAY);
    let of = |annee: u8| {
        let own = all.iter().filter(|one| one.annee() == annee && one.mission() == Some("crise"));
        own.map(|one| one.contractualise.unwrap()).sum::<Montant>()
    };
    assert_eq!((of(1), of(2)), (Montant::euros(45_000), Montant::euros(22_500)));
    assert_eq!(line(&all, "2.avance.crise").regle, "part_mise_a_jour_crise");
    // Another amount than the half is shown to somebody.
    let mut termes = t3();
    termes.annees[1].montants.insert(Poste::Fixe("crise".into()), Montant::euros(45_000));
    let all = plan(&termes, &running(), TODAY);
    assert!(matches!(line(&all, "2.avance.crise").etat, Etat::ARevoir(_)));
    // A plan that is not written yet.
    let none = Suivi { plan_crise: Vec::new(), ..running() };
    let all = plan(&t3(), &none, date(2022, 6, 1));
    assert!(matches!(line(&all, "1.solde.crise").etat, Etat::SousCondition(_)));
    assert_eq!(line(&all, "1.avance.crise").etat, Etat::Due);
}

#[test]
fn statement_28_an_event_pays_only_when_the_agency_recognised_it() {
    let event = |suivi: &Suivi| {
        let all = plan(&t3(), suivi, TODAY);
        all.into_iter().find(|one| one.cle.nature == NatureEcheance::EvenementCrise)
    };
    assert_eq!(event(&running()), None);
    let crise = |le| Crise { le, libelle: "Canicule".into() };
    let suivi = Suivi { crises: vec![crise(date(2022, 7, 20)), crise(date(2022, 8, 20))], ..running() };
    let one = event(&suivi).unwrap();
    assert_eq!((one.annee(), one.contractualise), (1, Some(Montant::euros(67_500))));
    assert_eq!((one.date, &one.etat), (date(2022, 7, 20), &Etat::Due));
    // Two crises of one year are counted once.
    let all = plan(&t3(), &suivi, TODAY);
    assert_eq!(all.iter().filter(|one| one.cle.nature == NatureEcheance::EvenementCrise).count(), 1);
    let mut unsigned = t3();
    unsigned.annees[0].montants.remove(&Poste::EvenementCrise);
    let all = plan(&unsigned, &suivi, TODAY);
    let one = line(&all, "1.evenement_crise.crise");
    assert_eq!((one.contractualise, &one.etat), (None, &Etat::NonSignee));
}

#[test]
fn statement_29_an_update_that_is_late_is_not_shown_as_acquired() {
    let all = plan(&t3(), &running(), TODAY);
    assert_eq!(line(&all, "2.avance.crise").etat, Etat::Due);
    let old = Suivi { plan_crise: vec![MiseAJourPlan { le: date(2022, 5, 1), preuve: None }], ..running() };
    let all = plan(&t3(), &old, TODAY);
    let one = line(&all, "2.avance.crise");
    assert!(matches!(one.etat, Etat::SousCondition(_)));
    assert!(!one.prudent);
    assert_eq!(prudent(&all, 2), Montant::euros(252_500));
}

#[test]
fn a_mission_starts_on_an_anniversary_in_the_last_year_or_after_the_end() {
    let mut suivi = running();
    suivi.missions.insert("acces".into(), started(date(2023, 4, 15)));
    let all = plan(&t3(), &suivi, TODAY);
    assert!(!all.iter().any(|one| one.annee() == 1 && one.mission() == Some("acces")));
    assert_eq!(line(&all, "2.avance.acces").contractualise, Some(Montant::euros(67_500)));
    suivi.missions.insert("acces".into(), started(date(2027, 4, 14)));
    let all = plan(&t3(), &suivi, date(2027, 4, 14));
    assert_eq!(line(&all, "5.avance.acces").formule, "90\u{202f}000\u{202f}€ × 1/365 × 75\u{202f}%");
    assert_eq!(total(&all, 5), Montant::euros(397_500 - 90_000) + Montant::euros(90_000).part(1, 365));
    let mut late = t3();
    late.missions[0].debut_prevu = date(2027, 4, 15);
    suivi.missions.remove("acces");
    assert!(!plan(&late, &suivi, TODAY).iter().any(|one| one.mission() == Some("acces")));
}

#[test]
fn an_amount_that_was_not_signed_is_not_zero() {
    let mut termes = t3();
    termes.annees[1].montants.remove(&Poste::Fixe("acces".into()));
    let all = plan(&termes, &running(), TODAY);
    let one = line(&all, "2.avance.acces");
    assert_eq!((one.contractualise, &one.etat, one.prudent), (None, &Etat::NonSignee, false));
}

#[test]
fn a_contract_of_29_february_pays_at_the_last_day_of_the_month() {
    let mut termes = t3();
    termes.signature = date(2024, 2, 29);
    let le = date(2024, 8, 31);
    let suivi = Suivi { missions: [("acces".to_owned(), started(le))].into(), ..Suivi::default() };
    let all = plan(&termes, &suivi, date(2024, 9, 1));
    // Year 1: 29/02/2024 to 28/02/2025, 365 days.
    assert_eq!(line(&all, "1.avance.acces").formule, "90\u{202f}000\u{202f}€ × 181/365 × 75\u{202f}%");
    assert_eq!(line(&all, "1.solde.acces").date, date(2025, 2, 28));
    assert_eq!(line(&all, "4.solde.acces").date, date(2028, 2, 29));
}
