//! Indicators of a contract year: the annex, sums, settling, copies, published contracts.

use app::AppError;
use app::indicateurs::{IndicateurError, Modele};
use domain::aci::annexe::{Colonne, RefusTable};
use domain::aci::indicateur::{Constat, IndicateurTape, RefusIndicateur, SommeMission, Valeur, controler};
use domain::authz::{Allowed, EditContrat, Permission, ReadContrat, ReadJournal, SignContrat};
use domain::ids::{ContratId, CptsId};
use domain::montant::Montant;
use jiff::civil::date;
use testkit::{TestApp, annexe, annexe_csv, person};

const SIGNATURE: jiff::civil::Date = date(2025, 4, 15);

fn may<P: Permission>(cpts: CptsId) -> Allowed<P> {
    person(P::LINE.granted_to[0], cpts).authorize(cpts).unwrap()
}

async fn place() -> (TestApp, CptsId, ContratId) {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    let id = app.signed_contract(cpts, SIGNATURE).await;
    (app, cpts, id)
}

/// Writes something else in the cell of an indicator, under a heading of the annex.
fn with(indicateur: &str, titre: &str, text: &str) -> Vec<Vec<String>> {
    let mut rows = annexe();
    let rank = rows[2].iter().position(|one| one == titre).unwrap();
    let row = rows.iter_mut().find(|row| row.get(3).is_some_and(|one| one == indicateur)).unwrap();
    row[rank] = text.to_owned();
    rows
}

fn totals(all: &[SommeMission]) -> Vec<(&str, i64)> {
    all.iter().map(|one| (one.mission.as_str(), one.total.en_centimes() / 100)).collect()
}

#[tokio::test]
async fn statement_19_an_annex_of_forty_one_indicators_shares_each_variable_part_exactly() {
    let (app, cpts, id) = place().await;
    let edits = may::<EditContrat>(cpts);
    let rows = app.rows_in_file("annexe.csv", annexe_csv(&annexe()).into_bytes()).await.unwrap();
    let plan = app.plan_annexe(&edits, (id, 1), &rows).await.unwrap();
    assert_eq!((plan.plan.lignes.len(), plan.plan.refus.len()), (41, 0), "{:?}", plan.plan.refus);
    assert!(plan.annee.indicateurs.is_empty(), "a plan writes nothing");
    let mut shared = totals(&plan.sommes);
    shared.sort_unstable();
    let wanted = [
        ("acces", 35_000),
        ("accompagnement", 10_000),
        ("parcours", 45_000),
        ("prevention", 17_500),
        ("qualite", 15_000),
    ];
    assert_eq!(shared, wanted);
    assert!(plan.sommes.iter().all(SommeMission::is_exact));
    assert_eq!(app.import_annexe(&edits, (id, 1), &rows).await.unwrap(), 41);
    let at = || async { (id, app.contract_version(cpts, id).await) };
    app.settle_annee(&edits, at().await, 1).await.unwrap();
    let year = app.annee_contrat(&may::<ReadContrat>(cpts), (id, 1)).await.unwrap();
    assert_eq!((year.indicateurs.len(), year.arretee), (41, Some(app.today())));
    // What is settled does not change without a reason.
    let again = app.import_annexe(&edits, (id, 1), &rows).await;
    assert!(matches!(again, Err(IndicateurError::Arretee(_))));
    let one = year.indicateurs[0].id;
    let away = app.remove_indicateur(&edits, (id, one), true).await;
    assert!(matches!(away, Err(IndicateurError::Arretee(_))));
    let silent = app.reopen_annee(&edits, at().await, (1, "  ")).await;
    assert!(matches!(silent, Err(IndicateurError::Motif)));
    app.reopen_annee(&edits, at().await, (1, "Un montant mal lu")).await.unwrap();
    app.remove_indicateur(&edits, (id, one), true).await.unwrap();
    let journal = app.journal(&may::<ReadJournal>(cpts), &app::JournalFilter::default(), 1).await.unwrap();
    let said = journal.entries.iter().any(|line| line.changes.to_string().contains("Un montant mal lu"));
    assert!(said, "the reason stays in the journal");
}

#[tokio::test]
async fn statement_19_amounts_that_do_not_add_up_are_not_settled_and_the_gap_is_said() {
    let (app, cpts, id) = place().await;
    let edits = may::<EditContrat>(cpts);
    let rows = with("Annuaire publié et diffusé", "Montant", "4 000,50");
    app.import_annexe(&edits, (id, 1), &rows).await.unwrap();
    let at = (id, app.contract_version(cpts, id).await);
    let Err(IndicateurError::Sommes(wrong)) = app.settle_annee(&edits, at, 1).await else {
        panic!("the sums do not agree")
    };
    let gaps: Vec<_> = wrong.iter().map(|one| (one.mission.as_str(), one.reste())).collect();
    assert_eq!(gaps, [("acces", Montant::centimes(99_950))]);
    let year = app.annee_contrat(&may::<ReadContrat>(cpts), (id, 1)).await.unwrap();
    assert_eq!(year.arretee, None);
}

#[tokio::test]
async fn nothing_of_an_annex_is_written_when_a_cell_cannot_be_read() {
    let (app, cpts, id) = place().await;
    let edits = may::<EditContrat>(cpts);
    let rows = with("Patients en ALD sans médecin traitant", "Valeur initiale", "fait");
    let plan = app.plan_annexe(&edits, (id, 1), &rows).await.unwrap().plan;
    let [(place, RefusIndicateur::Nombre)] = &plan.refus[..] else { panic!("{:?}", plan.refus) };
    assert_eq!((place.ligne, place.colonne, place.texte.as_str()), (4, Colonne::Initiale, "fait"));
    let refused = app.import_annexe(&edits, (id, 1), &rows).await;
    assert!(matches!(refused, Err(IndicateurError::Cellules(1))));
    let table = app.plan_annexe(&edits, (id, 1), &[vec!["Nom".to_owned(), "Prénom".into()]]).await;
    assert!(matches!(table, Err(IndicateurError::Table(RefusTable::SansTitres))));
    let year = app.annee_contrat(&may::<ReadContrat>(cpts), (id, 1)).await.unwrap();
    assert!(year.indicateurs.is_empty(), "nothing is half-written");
    let after = app.plan_annexe(&edits, (id, 6), &annexe()).await;
    assert!(matches!(after, Err(IndicateurError::App(AppError::NotFound))), "five years, not six");
}

#[tokio::test]
async fn a_target_on_the_wrong_side_is_kept_and_said() {
    let (app, cpts, id) = place().await;
    let rows = with("Plus de 70 ans sans médecin traitant", "Cible", "au moins 203");
    app.import_annexe(&may(cpts), (id, 1), &rows).await.unwrap();
    let year = app.annee_contrat(&may::<ReadContrat>(cpts), (id, 1)).await.unwrap();
    let said: Vec<_> = year.indicateurs.iter().flat_map(controler).collect();
    assert!(matches!(said[..], [Constat::MauvaisCote { .. }]), "{said:?}");
    // Tiers were typed in any order.
    let tiers = year.indicateurs.iter().find(|one| one.intitule.contains("ALD sans")).unwrap();
    assert_eq!(tiers.fiche.montant, Montant::euros(9_000));
}

#[tokio::test]
async fn what_was_not_reached_is_contracted_again_without_its_values() {
    let (app, cpts, id) = place().await;
    let done = app.an_indicator((cpts, id), "Annuaire", Some((Valeur::Oui, date(2025, 6, 1)))).await;
    let missed = app.an_indicator((cpts, id), "Recensement", Some((Valeur::Non, date(2025, 6, 1)))).await;
    let edits = may::<EditContrat>(cpts);
    assert_eq!(app.copy_indicateurs(&edits, (id, 2), Modele::Annee(1)).await.unwrap(), 2);
    let year = app.annee_contrat(&may::<ReadContrat>(cpts), (id, 2)).await.unwrap();
    let taken: Vec<_> = year.indicateurs.iter().map(|one| one.fiche.reprend).collect();
    assert!(taken.contains(&Some(missed)) && !taken.contains(&Some(done)), "{taken:?}");
    assert!(year.indicateurs.iter().all(|one| one.fiche.mesures.is_empty()));
    for from in [Modele::Annee(2), Modele::Annee(3)] {
        let nothing = app.copy_indicateurs(&edits, (id, 2), from).await;
        assert!(matches!(nothing, Err(IndicateurError::RienACopier)));
    }
}

#[tokio::test]
async fn a_published_contract_gives_its_indicators_and_nothing_else() {
    let (app, cpts, id) = place().await;
    app.an_indicator((cpts, id), "Annuaire", Some((Valeur::Oui, date(2025, 6, 1)))).await;
    let other = app.tenant("CPTS voisine").await;
    let own = app.signed_contract(other, SIGNATURE).await;
    let (reads, edits) = (may::<ReadContrat>(other), may::<EditContrat>(other));
    let hidden = app.copy_indicateurs(&edits, (own, 1), Modele::Publie(id, 1)).await;
    assert!(matches!(hidden, Err(IndicateurError::App(AppError::NotFound))));
    assert!(matches!(app.contrat_publie(&reads, id).await, Err(AppError::NotFound)));
    let at = || async { (id, app.contract_version(cpts, id).await) };
    app.publish_contrat(&may::<SignContrat>(cpts), at().await, true).await.unwrap();
    let shown = app.contrats_publies(&reads).await.unwrap();
    assert_eq!((shown.len(), shown[0].nom.as_str()), (1, "CPTS du Val"));
    assert!(shown[0].indicateurs.iter().all(|one| one.fiche.mesures.is_empty()), "no value");
    assert!(app.contrats_publies(&may::<ReadContrat>(cpts)).await.unwrap().is_empty(), "not one's own");
    assert_eq!(app.copy_indicateurs(&edits, (own, 1), Modele::Publie(id, 1)).await.unwrap(), 1);
    // Published or not, the contract itself is not read by another CPTS.
    assert!(matches!(app.annee_contrat(&reads, (id, 1)).await, Err(AppError::NotFound)));
    app.publish_contrat(&may::<SignContrat>(cpts), at().await, false).await.unwrap();
    assert!(app.contrats_publies(&reads).await.unwrap().is_empty());
    assert_eq!(app.annee_contrat(&reads, (own, 1)).await.unwrap().indicateurs.len(), 1, "copies stay");
}

#[tokio::test]
async fn an_indicator_is_added_corrected_moved_and_belongs_to_one_cpts() {
    let (app, cpts, id) = place().await;
    let edits = may::<EditContrat>(cpts);
    let mut typed = IndicateurTape {
        mission: "acces".into(),
        intitule: "Annuaire".into(),
        nature: "action".into(),
        forme: "oui_non".into(),
        montant: "5 000".into(),
        source: "saisie".into(),
        ..IndicateurTape::default()
    };
    let first = app.add_indicateur(&edits, (id, 1), &typed).await.unwrap();
    typed.intitule = "Recensement".into();
    let second = app.add_indicateur(&edits, (id, 1), &typed).await.unwrap();
    app.move_indicateur(&edits, (id, second), true).await.unwrap();
    let order = || async {
        let year = app.annee_contrat(&may::<ReadContrat>(cpts), (id, 1)).await.unwrap();
        year.indicateurs.iter().map(|one| one.id).collect::<Vec<_>>()
    };
    assert_eq!(order().await, [second, first]);
    typed.montant = "beaucoup".into();
    let refused = app.add_indicateur(&edits, (id, 1), &typed).await;
    assert!(matches!(refused, Err(IndicateurError::Refused(all)) if all[0].0 == "montant"));
    typed.montant = "6 000".into();
    let stale = app.correct_indicateur(&edits, (id, second, 1), &typed).await;
    assert!(matches!(stale, Err(IndicateurError::Replaced)), "moving it changed its version");
    app.correct_indicateur(&edits, (id, second, 2), &typed).await.unwrap();
    app.remove_indicateur(&edits, (id, first), true).await.unwrap();
    assert_eq!(order().await, [second]);
    app.remove_indicateur(&edits, (id, first), false).await.unwrap();
    assert_eq!(order().await, [second, first]);
    let other = app.tenant("CPTS voisine").await;
    let theirs = app.remove_indicateur(&may(other), (id, first), true).await;
    assert!(matches!(theirs, Err(IndicateurError::App(AppError::NotFound))));
}
