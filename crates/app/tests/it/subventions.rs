//! Requests for subsidies: parts, checks, confirmation, final exports.

use app::AppError;
use app::organisations::AssociationForm;
use app::subventions::{EtatSubvention, SubventionError, Tapee};
use domain::authz::{Allowed, EditAssociation, EditSubventions, ReadSubventions, Role, SignSubventions};
use domain::ids::{CptsId, SubventionId};
use domain::subvention::{LigneTapee, Partie, Quoi, RefusMontant, RefusSubvention, formulaire};
use domain::texte::{Rna, Siret};
use sha2::{Digest, Sha256};
use testkit::{TestApp, person};

fn edits(cpts: CptsId) -> Allowed<EditSubventions> {
    person(Role::Tresorier, cpts).authorize(cpts).unwrap()
}

fn reads(cpts: CptsId) -> Allowed<ReadSubventions> {
    person(Role::Secretaire, cpts).authorize(cpts).unwrap()
}

fn signs(cpts: CptsId) -> Allowed<SignSubventions> {
    person(Role::Bureau, cpts).authorize(cpts).unwrap()
}

fn line(compte: &str, libelle: &str, montant: &str) -> LigneTapee {
    let financeur = if compte == "74" { libelle.to_owned() } else { String::new() };
    LigneTapee { compte: compte.into(), libelle: libelle.into(), financeur, montant: montant.into() }
}

/// What is typed in the boxes of a part so that nothing is missing.
fn boxes(partie: Partie) -> Tapee {
    let own = |cle: &str| match cle {
        "autorite" => "ARS Occitanie",
        "montant" => "30 000 €",
        "exercice_du" => "01/01/2027",
        "exercice_au" => "31/12/2027",
        _ => "12",
    };
    let cases = formulaire().unwrap().cases_of(partie).filter(|case| case.fiche.is_none());
    let typed = cases.map(|case| {
        let first = case.options.first().map(|option| option.cle.as_str());
        let day = (case.cle == "date_creation").then_some("12/06/2021");
        (case.cle.clone(), first.or(day).unwrap_or(own(&case.cle)).to_owned())
    });
    Tapee::Cases(typed.collect())
}

fn lines(partie: Partie) -> Tapee {
    Tapee::Lignes(match partie {
        Partie::Charges => vec![line("60", "Fournitures", "2 000"), line("64", "Coordination", "33 000")],
        Partie::Produits => vec![line("74", "ARS Occitanie", "30 000"), line("74", "Département", "5.000")],
        _ => vec![line("86", "Bénévolat", "4000"), line("87", "Bénévolat", "4000")],
    })
}

fn whole(partie: Partie) -> Tapee {
    if matches!(partie, Partie::Charges | Partie::Produits | Partie::Contributions) {
        lines(partie)
    } else {
        boxes(partie)
    }
}

async fn record(app: &TestApp, cpts: CptsId) {
    let proof: Allowed<EditAssociation> = person(Role::Bureau, cpts).authorize(cpts).unwrap();
    let form = AssociationForm {
        legal_name: Some("Association de l'Exemple".into()),
        siret: Siret::parse("12345678200010").ok(),
        rna: Rna::parse("W661000000").ok(),
        address: Some("1 place de la Fontaine, 96000 Valmirande".into()),
        ..AssociationForm::default()
    };
    app.save_association(&proof, &form).await.unwrap();
}

/// A request to which only the confirmation is missing.
async fn filled(app: &TestApp, cpts: CptsId) -> SubventionId {
    let id = app.add_subvention(&edits(cpts), "Démarrage 2027").await.unwrap();
    for partie in Partie::ALL {
        app.save_subvention_part(&edits(cpts), (id, *partie, 0), &whole(*partie)).await.unwrap();
    }
    id
}

async fn missing(app: &TestApp, cpts: CptsId, id: SubventionId) -> Vec<Quoi> {
    let one = app.subvention(&reads(cpts), id).await.unwrap();
    one.constats.into_iter().map(|constat| constat.quoi).collect()
}

fn ticked() -> Vec<String> {
    formulaire().unwrap().attestations.iter().map(|one| one.cle.clone()).collect()
}

async fn sign(app: &TestApp, cpts: CptsId, id: SubventionId) {
    let seen = app.subvention(&reads(cpts), id).await.unwrap().subvention.fiche.enregistrements();
    app.attest_subvention(&signs(cpts), (id, seen), &ticked()).await.unwrap();
}

#[tokio::test]
async fn a_request_is_filled_part_by_part_confirmed_frozen_and_given_back_byte_by_byte() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS de test").await;
    assert_eq!(app.subvention_etat(&reads(cpts)).await.unwrap(), EtatSubvention::Aucune);
    let id = filled(&app, cpts).await;
    let records = missing(&app, cpts, id).await;
    let of_record = |quoi: &&Quoi| matches!(quoi, Quoi::FicheVide(_));
    assert_eq!(records.iter().filter(of_record).count(), 4, "{records:?}");
    record(&app, cpts).await;
    assert_eq!(missing(&app, cpts, id).await, [Quoi::Attestation], "the record is read live");
    assert_eq!(app.subvention_etat(&reads(cpts)).await.unwrap(), EtatSubvention::Incomplete(id, 1));
    let early = app.freeze_subvention((&edits(cpts), &reads(cpts)), id).await;
    assert!(matches!(early, Err(SubventionError::Incomplete(1))));
    sign(&app, cpts, id).await;
    assert_eq!(app.subvention_etat(&reads(cpts)).await.unwrap(), EtatSubvention::Complete(id));
    let figee = app.freeze_subvention((&edits(cpts), &reads(cpts)), id).await.unwrap();
    let (kept, pdf) = app.subvention_pdf(&reads(cpts), (id, None)).await.unwrap();
    let sum: String = Sha256::digest(&pdf).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!((kept.sha256.as_str(), kept.numero), (sum.as_str(), 1));
    assert_eq!(app.subvention_pdf(&reads(cpts), (id, Some(1))).await.unwrap().1, pdf, "it never changes");
    assert_eq!(app.subvention_etat(&reads(cpts)).await.unwrap(), EtatSubvention::Prete(id, figee));
    let lecture = app.subvention_lecture(&reads(cpts), id).await.unwrap();
    assert_eq!(lecture.totaux, [35_000, 35_000, 4_000, 4_000]);
    assert_eq!(lecture.rendu_le, Some(jiff::civil::date(2028, 6, 30)));
    assert_eq!((lecture.manques, lecture.atteste_le), (0, Some(app.today())));
}

#[tokio::test]
async fn a_part_with_a_wrong_answer_is_not_saved_and_says_which() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS de test").await;
    let id = filled(&app, cpts).await;
    let refused = async |partie: Partie, typed: Tapee| match app
        .save_subvention_part(&edits(cpts), (id, partie, 1), &typed)
        .await
    {
        Err(SubventionError::Refused(all)) => all,
        other => panic!("{other:?}"),
    };
    let cents = Tapee::Lignes(vec![line("60", "Papier", "1 250,50")]);
    let wanted = RefusSubvention::Montant(RefusMontant::Centimes);
    assert_eq!(refused(Partie::Charges, cents).await, [("montant-0".to_owned(), wanted)]);
    let twice = Tapee::Lignes(vec![line("60", "Papier", "1"), line("60", "papier", "2")]);
    assert_eq!(refused(Partie::Charges, twice).await, [("libelle-1".to_owned(), RefusSubvention::Doublon)]);
    let minus = Tapee::Lignes(vec![line("60", "Papier", "-1")]);
    assert_eq!(refused(Partie::Charges, minus).await[0].1, RefusSubvention::Montant(RefusMontant::Negatif));
    let year = |du: &str, au: &str| {
        Tapee::Cases(vec![("exercice_du".into(), du.into()), ("exercice_au".into(), au.into())])
    };
    let long = refused(Partie::Exercice, year("01/01/2027", "01/01/2029")).await;
    assert_eq!(long, [("exercice_au".to_owned(), RefusSubvention::TropLong(24))]);
    let one = app.subvention(&reads(cpts), id).await.unwrap().subvention;
    assert_eq!(
        one.fiche.date("exercice_au"),
        Some(jiff::civil::date(2027, 12, 31)),
        "what stood there stays"
    );
    assert_eq!(one.fiche.total(formulaire().unwrap(), Partie::Charges), 35_000);
}

#[tokio::test]
async fn the_check_finds_what_contradicts_itself() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS de test").await;
    let id = filled(&app, cpts).await;
    record(&app, cpts).await;
    let less = Tapee::Lignes(vec![line("74", "ARS Occitanie", "20 000")]);
    app.save_subvention_part(&edits(cpts), (id, Partie::Produits, 1), &less).await.unwrap();
    let odd = Tapee::Lignes(vec![line("86", "Bénévolat", "10")]);
    app.save_subvention_part(&edits(cpts), (id, Partie::Contributions, 1), &odd).await.unwrap();
    let found = missing(&app, cpts, id).await;
    let wanted = [
        Quoi::Desequilibre { charges: 35_000, produits: 20_000 },
        Quoi::Contributions { emplois: 10, recues: 0 },
        Quoi::TropDemande { demande: 30_000, inscrit: 20_000 },
        Quoi::Attestation,
    ];
    assert_eq!(found, wanted);
    let lecture = app.subvention_lecture(&reads(cpts), id).await.unwrap();
    assert_eq!(lecture.manques, 4, "its files say that it is a draft");
}

#[tokio::test]
async fn two_people_on_one_part_are_told_and_a_change_after_the_confirmation_asks_for_another() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS de test").await;
    let id = filled(&app, cpts).await;
    record(&app, cpts).await;
    let with = |count: &str| {
        let Tapee::Cases(mut cases) = boxes(Partie::Moyens) else { panic!("boxes") };
        cases[0].1 = count.into();
        Tapee::Cases(cases)
    };
    app.save_subvention_part(&edits(cpts), (id, Partie::Moyens, 1), &with("30")).await.unwrap();
    let late = app.save_subvention_part(&edits(cpts), (id, Partie::Moyens, 1), &with("40")).await;
    assert!(matches!(late, Err(SubventionError::Replaced)));
    let other =
        app.save_subvention_part(&edits(cpts), (id, Partie::Exercice, 1), &boxes(Partie::Exercice)).await;
    other.unwrap();
    sign(&app, cpts, id).await;
    assert_eq!(missing(&app, cpts, id).await, []);
    app.save_subvention_part(&edits(cpts), (id, Partie::Moyens, 2), &with("31")).await.unwrap();
    assert_eq!(missing(&app, cpts, id).await, [Quoi::AttestationPerimee]);
    let stale = app.attest_subvention(&signs(cpts), (id, 0), &ticked()).await;
    assert!(matches!(stale, Err(SubventionError::Replaced)), "what is confirmed was read");
    let seen = app.subvention(&reads(cpts), id).await.unwrap().subvention.fiche.enregistrements();
    let half = app.attest_subvention(&signs(cpts), (id, seen), &ticked()[..1]).await;
    assert!(matches!(half, Err(SubventionError::Refused(_))));
}

#[tokio::test]
async fn a_request_is_removed_brought_back_and_never_seen_from_another_cpts() {
    let app = TestApp::new().await;
    let (cpts, other) = (app.tenant("CPTS de test").await, app.tenant("CPTS voisine").await);
    let id = filled(&app, cpts).await;
    assert!(matches!(app.subvention(&reads(other), id).await, Err(AppError::NotFound)));
    let foreign =
        app.save_subvention_part(&edits(other), (id, Partie::Moyens, 1), &boxes(Partie::Moyens)).await;
    assert!(matches!(foreign, Err(SubventionError::App(AppError::NotFound))));
    assert!(matches!(app.subvention_pdf(&reads(other), (id, None)).await, Err(AppError::NotFound)));
    app.remove_subvention(&edits(cpts), id).await.unwrap();
    assert!(matches!(app.subvention(&reads(cpts), id).await, Err(AppError::NotFound)));
    let (here, gone) = app.subventions(&reads(cpts)).await.unwrap();
    assert_eq!((here.len(), gone.len()), (0, 1));
    app.restore_subvention(&edits(cpts), id).await.unwrap();
    assert!(app.subvention(&reads(cpts), id).await.is_ok());
    assert!(person(Role::Tresorier, cpts).authorize::<SignSubventions>(cpts).is_err(), "the board signs");
}
