use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

use super::super::calendrier::tests::{SIGNATURE, running, t3};
use super::super::calendrier::{Retenus, calendrier};
use super::super::mouvement::{GenreMouvement, Mouvement, MouvementTape, RefusMouvement};
use super::super::{
    Hypothese, SubventionRendue, alertes, enveloppes, fec, fec_texte, lire_correction, lire_mouvement,
    montant_courant, natures, par_action, par_nature, prevision, sommes,
};
use super::*;
use crate::ids::MouvementId;

const TODAY: Date = date(2023, 6, 1);

fn author() -> Author {
    Author::System("essai".into())
}

fn part(annee: &str, mission: &str, montant: &str) -> PartTapee {
    PartTapee { annee: annee.into(), mission: mission.into(), action: String::new(), montant: montant.into() }
}

fn typed(montant: &str, parts: Vec<PartTapee>) -> DepenseTapee {
    DepenseTapee {
        tiers: "Imprimerie du Test".into(),
        libelle: "Affiches".into(),
        nature: "623".into(),
        reference: "F-12".into(),
        montant: montant.into(),
        engage_le: "02/05/2023".into(),
        paye_le: "20/05/2023".into(),
        parts,
    }
}

fn read(typed: &DepenseTapee) -> Result<(String, DepenseFiche), Refus<RefusDepense>> {
    let at = (TODAY, author(), Timestamp::UNIX_EPOCH);
    lire_depense(typed, (&t3(), &[], natures().unwrap()), at)
}

fn depense(typed: &DepenseTapee) -> Depense {
    let (libelle, fiche) = read(typed).unwrap();
    Depense {
        id: DepenseId(Uuid::from_u128(7)),
        contrat: ContratId(Uuid::nil()),
        libelle,
        fiche,
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
    }
}

fn line(le: Date, motif: &str) -> Ecriture {
    let genre = GenreDepense::Engage;
    Ecriture {
        genre,
        montant: Montant::ZERO,
        le,
        motif: motif.into(),
        by: author(),
        at: Timestamp::UNIX_EPOCH,
    }
}

fn moved(id: u128, key: &str, (genre, cents, le): (GenreMouvement, i64, Date)) -> Mouvement {
    Mouvement {
        id: MouvementId(Uuid::from_u128(id)),
        contrat: ContratId(Uuid::nil()),
        echeance: key.parse().unwrap(),
        genre,
        montant: Montant::centimes(cents),
        le,
        reference: format!("VIR\t{id}"),
        pieces: Vec::new(),
        corrige: None,
        motif: String::new(),
        by: author(),
        at: Timestamp::UNIX_EPOCH,
    }
}

fn received(id: u128, key: &str, euros: i64, le: Date) -> Mouvement {
    moved(id, key, (GenreMouvement::Recu, euros * 100, le))
}

#[test]
fn one_invoice_is_cut_over_three_actions_to_the_cent() {
    let parts = vec![part("2", "acces", ""), part("2", "prevention", ""), part("2", "", "")];
    let one = depense(&typed("100", parts));
    let cents: Vec<i64> = one.parts().iter().map(|part| part.montant.en_centimes()).collect();
    assert_eq!(cents, [3_334, 3_333, 3_333]);
    assert_eq!(one.repartie(GenreDepense::Paye).iter().copied().sum::<Montant>(), Montant::euros(100));
    let rest = depense(&typed("100", vec![part("2", "acces", "99,99"), part("3", "", "")]));
    assert_eq!(rest.parts()[1].montant, Montant::centimes(1));
}

#[test]
fn parts_that_do_not_add_up_and_what_the_contract_has_not_are_refused() {
    let refused = |typed: &DepenseTapee| {
        let wrong = read(typed).unwrap_err();
        wrong.into_iter().map(|(name, _)| name).collect::<Vec<_>>()
    };
    let ok = || vec![part("2", "acces", "")];
    assert_eq!(refused(&typed("100", vec![part("2", "acces", "99,99")])), ["part_1"]);
    assert_eq!(refused(&typed("100", vec![part("2", "acces", "100,01"), part("2", "", "")])), ["part_1"]);
    assert_eq!(refused(&typed("100", vec![part("9", "acces", "")])), ["annee_1"]);
    assert_eq!(refused(&typed("100", vec![part("2", "rien", "")])), ["mission_1"]);
    assert_eq!(refused(&typed("100", Vec::new())), ["annee_1"]);
    assert_eq!(refused(&typed("0", ok())), ["montant"]);
    let mut other = typed("10", ok());
    other.parts[0].action = Uuid::nil().to_string();
    assert_eq!(refused(&other), ["action_1"]);
    other = typed("10", ok());
    other.paye_le = "01/05/2023".into();
    assert_eq!(refused(&other), ["paye_le"]);
    other.paye_le = "02/06/2023".into();
    assert_eq!(refused(&other), ["paye_le"]);
    other.paye_le = String::new();
    assert_eq!(depense(&other).total(GenreDepense::Paye), Montant::ZERO);
    (other.tiers, other.nature, other.engage_le) = (String::new(), "999".into(), "31/02/2023".into());
    assert_eq!(refused(&other), ["tiers", "nature", "engage_le"]);
}

#[test]
fn a_correction_is_one_line_more_and_never_pays_more_than_is_committed() {
    let mut one = depense(&typed("100", vec![part("2", "acces", "")]));
    let more = one.corriger(GenreDepense::Paye, Montant::euros(120), line(TODAY, "Frais de port"));
    assert_eq!(more, Err(vec![("montant", RefusDepense::PlusPaye(Montant::euros(100)))]));
    let less = one.corriger(GenreDepense::Engage, Montant::euros(90), line(TODAY, "Remise"));
    assert_eq!(less, Err(vec![("montant", RefusDepense::PlusPaye(Montant::euros(90)))]));
    one.corriger(GenreDepense::Engage, Montant::euros(120), line(TODAY, "Frais de port")).unwrap();
    one.corriger(GenreDepense::Paye, Montant::euros(120), line(TODAY, "Frais de port")).unwrap();
    assert_eq!(one.fiche.ecritures.len(), 4);
    assert_eq!(one.total(GenreDepense::Paye), Montant::euros(120));
    let same = one.corriger(GenreDepense::Paye, Montant::euros(120), line(TODAY, "Encore"));
    assert_eq!(same, Err(vec![("montant", RefusDepense::Identique)]));
}

#[test]
fn envelopes_keep_the_five_words_apart() {
    let depenses = [depense(&typed("1000", vec![part("2", "acces", "600"), part("2", "prevention", "400")]))];
    let mouvements = [
        moved(1, "2.avance.acces", (GenreMouvement::Notifie, 6_750_000, date(2023, 4, 20))),
        received(2, "2.avance.acces", 67_500, date(2023, 4, 28)),
        received(3, "1.variable.acces", 27_000, date(2023, 5, 30)),
    ];
    let all = enveloppes(&t3(), &mouvements, &depenses);
    assert_eq!(all.len(), 35);
    let one = all.iter().find(|one| one.annee == 2 && one.mission.as_deref() == Some("acces")).unwrap();
    assert_eq!((one.fixe, one.variable), (Some(Montant::euros(90_000)), Some(Montant::euros(35_000))));
    assert_eq!((one.notifie, one.recu), (Montant::euros(67_500), Montant::euros(67_500)));
    assert_eq!((one.engage, one.paye), (Montant::euros(600), Montant::euros(600)));
    assert_eq!((one.reste(), one.recu_variable), (Montant::euros(66_900), Montant::ZERO));
    let year_one = all.iter().find(|one| one.annee == 1 && one.mission.as_deref() == Some("acces")).unwrap();
    assert_eq!(year_one.recu_variable, Montant::euros(27_000));
    let mut unsigned = t3();
    unsigned.annees[1].montants.clear();
    let all = enveloppes(&unsigned, &mouvements, &depenses);
    let one = all.iter().find(|one| one.annee == 2 && one.mission.as_deref() == Some("acces")).unwrap();
    assert_eq!(one.contractualise(), None);
    assert_eq!(par_nature(&depenses, Some(2))[0].paye, Montant::euros(1_000));
    assert!(par_nature(&depenses, Some(3)).is_empty());
}

#[test]
fn actions_have_their_own_sums() {
    let action = ObjectifId(Uuid::from_u128(3));
    let mut parts = vec![part("2", "acces", "600"), part("2", "prevention", "")];
    parts[0].action = action.to_string();
    let at = (TODAY, author(), Timestamp::UNIX_EPOCH);
    let (libelle, fiche) =
        lire_depense(&typed("1000", parts), (&t3(), &[action], natures().unwrap()), at).unwrap();
    let one = Depense { libelle, fiche, ..depense(&typed("1", vec![part("1", "", "")])) };
    assert_eq!(par_action(&[one])[&action], (Montant::euros(600), Montant::euros(600)));
}

#[test]
fn a_variable_part_cannot_be_received_before_its_evaluation() {
    let (termes, mut suivi) = (t3(), running());
    let typed = MouvementTape {
        echeance: "1.variable.acces".into(),
        genre: "recu".into(),
        montant: "27 000".into(),
        le: "30/05/2023".into(),
        reference: String::new(),
    };
    let read = |suivi: &_, typed: &MouvementTape| {
        let all = calendrier(&termes, suivi, &Retenus::default(), TODAY).unwrap();
        lire_mouvement(typed, &all, (SIGNATURE, TODAY))
    };
    assert_eq!(read(&suivi, &typed), Err(vec![("echeance", RefusMouvement::AvantEvaluation(1))]));
    suivi.evaluees.insert(1, date(2023, 5, 20));
    assert_eq!(read(&suivi, &typed).unwrap().2, Montant::euros(27_000));
    let wrong =
        MouvementTape { montant: "-3".into(), le: "02/06/2023".into(), genre: "rien".into(), ..typed };
    let names: Vec<&str> = read(&suivi, &wrong).unwrap_err().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["genre", "montant", "le"]);
    let unknown = MouvementTape { echeance: "9.avance.acces".into(), montant: "0".into(), ..wrong };
    assert!(read(&suivi, &unknown).unwrap_err().contains(&("echeance", RefusMouvement::Echeance)));
}

#[test]
fn a_line_that_was_wrong_is_corrected_by_another_one() {
    let first = received(1, "1.avance.acces", 300, TODAY);
    let (delta, motif) = lire_correction(Montant::euros(300), ("30", "Zéro de trop")).unwrap();
    let second = Mouvement {
        montant: delta,
        motif,
        corrige: Some(first.id),
        ..received(2, "1.avance.acces", 0, TODAY)
    };
    let all = [first.clone(), second];
    assert_eq!(montant_courant(first.id, &all), Montant::euros(30));
    assert_eq!(sommes(&first.echeance, &all), (Montant::ZERO, Montant::euros(30)));
    assert_eq!(
        lire_correction(Montant::euros(30), ("30", "x")),
        Err(vec![("montant", RefusMouvement::Identique)])
    );
    assert_eq!(lire_correction(Montant::euros(30), ("0", " ")), Err(vec![("motif", RefusMouvement::Motif)]));
}

#[test]
fn statement_34_the_auditor_is_asked_above_the_limit_of_a_civil_year() {
    let (termes, suivi) = (t3(), running());
    let found = |mouvements: &[Mouvement]| {
        let all = alertes((&termes, &suivi), mouvements, &[], TODAY).unwrap();
        all.into_iter().filter(|one| one.regle == "seuil_commissaire").collect::<Vec<_>>()
    };
    let exact = received(1, "1.avance.acces", 153_000, date(2023, 1, 5));
    assert!(found(std::slice::from_ref(&exact)).is_empty());
    let more = moved(2, "1.avance.acces", (GenreMouvement::Recu, 1, date(2023, 1, 6)));
    let other_year = moved(3, "1.avance.acces", (GenreMouvement::Recu, 1, date(2022, 12, 31)));
    assert!(found(&[exact.clone(), other_year]).is_empty());
    let announced = moved(4, "1.avance.acces", (GenreMouvement::Notifie, 1, date(2023, 1, 6)));
    assert!(found(&[exact.clone(), announced]).is_empty());
    let asked = found(&[exact, more]);
    assert_eq!(asked.len(), 1);
    assert!(asked[0].prudence.contains("débattu"));
}

#[test]
fn statement_35_the_report_of_a_year_that_ended_on_31_december_is_due_on_30_june() {
    let (termes, suivi) = (t3(), running());
    let one = [SubventionRendue { intitule: "Démarrage".into(), exercice_au: date(2022, 12, 31) }];
    let found = |today| {
        alertes((&termes, &suivi), &[], &one, today)
            .unwrap()
            .into_iter()
            .find(|one| one.regle == "compte_rendu_financier")
    };
    assert_eq!(found(date(2022, 12, 31)), None);
    let soon = found(date(2023, 2, 1)).unwrap();
    assert!(soon.texte.contains("30/06/2023") && !soon.grave);
    assert!(found(date(2023, 5, 1)).unwrap().grave);
    assert!(found(date(2023, 7, 1)).unwrap().texte.contains("devait"));
}

#[test]
fn statement_29_a_crisis_plan_that_is_older_than_twelve_months_is_said() {
    let (termes, suivi) = (t3(), running());
    let found = |today| alertes((&termes, &suivi), &[], &[], today).unwrap().len();
    assert_eq!((found(date(2024, 5, 1)), found(date(2024, 5, 2))), (0, 1));
    // Not once the contract is over.
    assert_eq!(found(date(2027, 4, 15)), 0);
}

#[test]
fn the_file_of_the_accountant_has_eighteen_columns_and_balances() {
    let table = natures().unwrap();
    let mut one =
        depense(&typed("100", vec![part("2", "acces", ""), part("2", "prevention", ""), part("2", "", "")]));
    one.corriger(
        GenreDepense::Paye,
        Montant::euros(70),
        Ecriture { genre: GenreDepense::Paye, ..line(TODAY, "Avoir") },
    )
    .unwrap();
    let mouvements = [
        received(1, "2.avance.acces", 67_500, date(2023, 4, 28)),
        moved(2, "2.avance.parcours", (GenreMouvement::Notifie, 100, date(2023, 4, 28))),
        received(3, "2.avance.acces", 1, date(2022, 12, 31)),
    ];
    let lines = fec((&mouvements, std::slice::from_ref(&one)), table, 2023);
    // One receipt (2 lines), one payment cut in three (4), one refund cut in three (4).
    assert_eq!(lines.len(), 10);
    for numero in 1..=3 {
        let own = || lines.iter().filter(move |line| line.numero == numero);
        assert_eq!(
            own().map(|line| line.debit).sum::<Montant>(),
            own().map(|line| line.credit).sum::<Montant>()
        );
    }
    let text = fec_texte(&lines, table);
    let rows: Vec<Vec<&str>> =
        text.trim_end_matches("\r\n").split("\r\n").map(|row| row.split('\t').collect()).collect();
    assert!(rows.iter().all(|row| row.len() == 18), "{text}");
    assert_eq!(rows[0][12], "Credit");
    assert_eq!(&rows[1][2..6], ["1", "20230428", "740", "Subventions d'exploitation"]);
    assert_eq!((rows[1][8], rows[1][11], rows[1][12]), ("VIR 1", "0,00", "67500,00"));
}

#[test]
fn the_forecast_is_cumulated_month_by_month_and_keeps_the_fixed_part_apart() {
    let (termes, suivi) = (t3(), running());
    let all = calendrier(&termes, &suivi, &Retenus::default(), TODAY).unwrap();
    let came = [received(1, "1.demarrage.fonctionnement", 75_000, date(2022, 5, 2))];
    let whole = prevision(SIGNATURE, &all, &came, Hypothese::default());
    assert_eq!(whole.mois.first().unwrap().du, date(2022, 4, 1));
    assert_eq!(whole.mois.last().unwrap().du, date(2027, 4, 1));
    assert_eq!(whole.mois.len(), 61);
    // Five years of 397 500, and 22 500 more for the crisis plan of the first.
    assert_eq!(whole.attendu(), Montant::euros(5 * 397_500 + 22_500));
    assert_eq!(whole.prudent(), Montant::euros(5 * 275_000 + 22_500));
    assert_eq!(whole.mois[1].recu, Montant::euros(75_000));
    assert_eq!(whole.mois.last().unwrap().recu_cumule, Montant::euros(75_000));
    let none = prevision(SIGNATURE, &all, &[], Hypothese::lire("0 %").unwrap());
    assert_eq!(none.attendu(), none.prudent());
    let half = prevision(SIGNATURE, &all, &[], Hypothese { taux: 50 });
    assert_eq!(half.attendu() - half.prudent(), Montant::euros(5 * 122_500).pour_cent(50));
    assert_eq!([Hypothese::lire("101"), Hypothese::lire("-1"), Hypothese::lire("x")], [None, None, None]);
}

proptest! {
    #[test]
    fn an_expense_never_loses_a_cent(cents in 1..1_000_000_000i64, count in 1..12usize, later in 0..1_000_000_000i64) {
        let parts = vec![part("2", "acces", ""); count];
        let text = Montant::centimes(cents).nu();
        let mut one = depense(&typed(&text, parts));
        prop_assert_eq!(one.parts().iter().map(|part| part.montant).sum::<Montant>(), Montant::centimes(cents));
        let right = Montant::centimes(later.max(cents));
        if one.corriger(GenreDepense::Engage, right, line(TODAY, "essai")).is_ok() {
            prop_assert_eq!(one.repartie(GenreDepense::Engage).into_iter().sum::<Montant>(), right);
        }
        let envelopes = enveloppes(&t3(), &[], std::slice::from_ref(&one));
        prop_assert_eq!(envelopes.iter().map(|one| one.engage).sum::<Montant>(), one.total(GenreDepense::Engage));
    }
}
