//! The money of a contract on a real database: lines that are only added, and nothing paid before its time.

use std::collections::BTreeMap;

use app::AppError;
use app::argent::{ArgentError, CorrectionTapee};
use app::dialogues::DialogueError;
use domain::aci::argent::{
    DepenseTapee, Etat, GenreDepense, Hypothese, Justifie, MouvementTape, PartTapee, RefusDepense,
    RefusMouvement, montant_courant, sommes,
};
use domain::aci::indicateur::Valeur;
use domain::authz::{
    Allowed, EditArgent, InstitutionKind, Permission, ReadArgent, ReadDialogues, Role, SendDialogues,
};
use domain::ids::{ContratId, CptsId};
use domain::montant::Montant;
use jiff::civil::date;
use testkit::{TestApp, person};

const SIGNATURE: jiff::civil::Date = date(2025, 4, 15);

fn proof<P: Permission>(cpts: CptsId) -> Allowed<P> {
    person(Role::Tresorier, cpts).authorize(cpts).unwrap()
}

fn edits(cpts: CptsId) -> Allowed<EditArgent> {
    proof(cpts)
}

fn reads(cpts: CptsId) -> Allowed<ReadArgent> {
    proof(cpts)
}

/// A signed contract whose access mission started in the middle of its first year.
async fn started() -> (TestApp, CptsId, ContratId) {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    let id = app.signed_contract(cpts, SIGNATURE).await;
    app.started_mission(cpts, (id, "acces"), date(2025, 10, 15)).await;
    (app, cpts, id)
}

fn line(echeance: &str, genre: &str, montant: &str) -> MouvementTape {
    MouvementTape {
        echeance: echeance.into(),
        genre: genre.into(),
        montant: montant.into(),
        le: "20/10/2025".into(),
        reference: "VIR 12".into(),
    }
}

fn part(annee: &str, mission: &str, montant: &str) -> PartTapee {
    PartTapee { annee: annee.into(), mission: mission.into(), action: String::new(), montant: montant.into() }
}

fn invoice(montant: &str, parts: Vec<PartTapee>) -> DepenseTapee {
    DepenseTapee {
        tiers: "Imprimerie du Test".into(),
        libelle: "Affiches".into(),
        nature: "623".into(),
        reference: "F-12".into(),
        montant: montant.into(),
        engage_le: "02/11/2025".into(),
        paye_le: String::new(),
        parts,
    }
}

fn moved<T: std::fmt::Debug>(result: Result<T, ArgentError>) -> Vec<(&'static str, RefusMouvement)> {
    match result.unwrap_err() {
        ArgentError::Mouvement(all) => all,
        other => panic!("{other:?}"),
    }
}

fn spent<T: std::fmt::Debug>(result: Result<T, ArgentError>) -> Vec<(&'static str, RefusDepense)> {
    match result.unwrap_err() {
        ArgentError::Depense(all) => all,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn statement_14_the_advance_of_a_mission_that_started_is_shown_and_its_receipt_noted() {
    let (app, cpts, id) = started().await;
    let lu = app.argent(&reads(cpts), id).await.unwrap();
    let advance = lu.echeances.iter().find(|one| one.cle.to_string() == "1.avance.acces").unwrap();
    assert_eq!(advance.contractualise, Some(Montant::centimes(3_365_753)));
    assert_eq!(advance.etat, Etat::Due);
    let key = advance.cle.clone();
    let note = |genre, montant| line("1.avance.acces", genre, montant);
    app.note_mouvement(&edits(cpts), id, &note("notifie", "33 657,53")).await.unwrap();
    let wrong = app.note_mouvement(&edits(cpts), id, &note("recu", "336 575,30")).await.unwrap();
    let right = ("33 657,53", "Virgule mal placée");
    app.correct_mouvement(&edits(cpts), (id, wrong), right).await.unwrap();
    let lu = app.argent(&reads(cpts), id).await.unwrap();
    let cents = Montant::centimes(3_365_753);
    assert_eq!(sommes(&key, &lu.mouvements), (cents, cents));
    assert_eq!((lu.mouvements.len(), montant_courant(wrong, &lu.mouvements)), (3, cents));
    assert_eq!(lu.mouvements[1].montant, Montant::centimes(33_657_530), "what was written stays");
    assert_eq!(lu.prevision(Hypothese::default()).mois.iter().map(|one| one.recu).sum::<Montant>(), cents);
    let again = app.correct_mouvement(&edits(cpts), (id, wrong), right).await;
    assert_eq!(moved(again), [("montant", RefusMouvement::Identique)]);
    // A correction is not corrected itself: the first line is.
    let second = lu.mouvements[2].id;
    let refused = app.correct_mouvement(&edits(cpts), (id, second), ("1", "Essai")).await;
    assert!(matches!(refused, Err(ArgentError::App(AppError::NotFound))));
}

#[tokio::test]
async fn statements_17_and_18_nothing_variable_is_received_before_the_evaluation() {
    let (app, cpts, id) = started().await;
    let result = app.note_mouvement(&edits(cpts), id, &line("1.variable.acces", "recu", "1 000")).await;
    assert_eq!(moved(result), [("echeance", RefusMouvement::AvantEvaluation(1))]);
    let lu = app.argent(&reads(cpts), id).await.unwrap();
    assert!(lu.mouvements.is_empty(), "nothing was kept");
}

#[tokio::test]
async fn money_of_a_contract_that_nobody_signed_is_refused_and_that_of_another_is_not_there() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    let draft = app.draft_contract(cpts, SIGNATURE).await;
    let lu = app.argent(&reads(cpts), draft).await.unwrap();
    assert!(!lu.signe() && !lu.echeances.is_empty());
    let note = line("1.demarrage.fonctionnement", "recu", "75 000");
    assert!(matches!(app.note_mouvement(&edits(cpts), draft, &note).await, Err(ArgentError::NonSigne)));
    let other = app.tenant("CPTS des Monts").await;
    assert!(matches!(app.argent(&reads(other), draft).await, Err(AppError::NotFound)));
    let result = app.note_mouvement(&edits(other), draft, &note).await;
    assert!(matches!(result, Err(ArgentError::App(AppError::NotFound))));
}

#[tokio::test]
async fn an_invoice_is_cut_to_the_cent_paid_corrected_and_exported() {
    let (app, cpts, id) = started().await;
    let parts = vec![part("1", "acces", ""), part("1", "prevention", ""), part("1", "", "")];
    let short = vec![part("1", "acces", "99,99")];
    let result = app.add_depense(&edits(cpts), id, &invoice("100", short)).await;
    assert_eq!(spent(result), [("part_1", RefusDepense::Somme(Montant::centimes(9_999)))]);
    let expense = app.add_depense(&edits(cpts), id, &invoice("100", parts)).await.unwrap();
    let pay = |genre: &str, montant: &str, motif: &str| CorrectionTapee {
        genre: genre.into(),
        montant: montant.into(),
        le: "20/11/2025".into(),
        motif: motif.into(),
    };
    let result = app.correct_depense(&edits(cpts), (id, expense, 1), &pay("paye", "120", "")).await;
    assert_eq!(spent(result), [("montant", RefusDepense::PlusPaye(Montant::euros(100)))]);
    app.correct_depense(&edits(cpts), (id, expense, 1), &pay("paye", "100", "")).await.unwrap();
    let stale = app.correct_depense(&edits(cpts), (id, expense, 1), &pay("paye", "90", "Avoir")).await;
    assert!(matches!(stale, Err(ArgentError::Replaced)));
    let silent = app.correct_depense(&edits(cpts), (id, expense, 2), &pay("paye", "90", " ")).await;
    assert_eq!(spent(silent), [("motif", RefusDepense::Motif)]);
    let whole = [part("1", "acces", "40"), part("1", "prevention", "")];
    app.split_depense(&edits(cpts), (id, expense, 2), (&whole, "Erreur de mission")).await.unwrap();
    let lu = app.argent(&reads(cpts), id).await.unwrap();
    let one = lu.depense(expense).unwrap();
    assert_eq!((one.fiche.ventilations.len(), one.fiche.ecritures.len()), (2, 2));
    let cut = one.repartie(GenreDepense::Paye);
    assert_eq!(cut, [Montant::euros(40), Montant::euros(60)]);
    let text = app.argent_fec(&reads(cpts), (id, 2025)).await.unwrap();
    let rows: Vec<&str> = text.trim_end_matches("\r\n").split("\r\n").collect();
    assert_eq!(rows.len(), 4, "the titles, two parts, the bank: {text}");
    assert!(rows.iter().all(|row| row.split('\t').count() == 18));
    let book = app.argent_classeur(&reads(cpts), id).await.unwrap();
    let names: Vec<&str> = book.feuilles.iter().map(|one| one.nom.as_str()).collect();
    assert_eq!(names, ["Échéances", "Versements", "Dépenses", "Enveloppes"]);
    assert_eq!(book.feuilles[2].lignes.len(), 2);
    let beside = (id, Justifie::Depense(expense));
    for name in ["facture.pdf", "avoir.pdf"] {
        let content = format!("%PDF-1.7 {name}").into_bytes();
        app.attach_to_argent(&edits(cpts), beside, (name, content)).await.unwrap();
    }
    let book = app.argent_classeur(&reads(cpts), id).await.unwrap();
    let beside = Some(documents::argent::Valeur::Texte("facture.pdf, avoir.pdf".into()));
    let said = |one: &Vec<_>| one.last() == beside.as_ref();
    assert!(book.feuilles[2].lignes.iter().all(said), "the accountant reads which documents stand beside");
    let other = app.signed_contract(cpts, SIGNATURE).await;
    let elsewhere = app.split_depense(&edits(cpts), (other, expense, 3), (&whole, "Essai")).await;
    assert!(matches!(elsewhere, Err(ArgentError::App(AppError::NotFound))), "an expense of another contract");
}

#[tokio::test]
async fn a_dialogue_that_is_closed_makes_the_variable_part_due_for_what_it_retained() {
    let (app, cpts, id) = started().await;
    let during = date(2025, 12, 1);
    let indicator = app.an_indicator((cpts, id), "Publier l'annuaire", Some((Valeur::Oui, during))).await;
    app.an_evidence((cpts, id), ("Annuaire", during), &[indicator]).await;
    let named = (InstitutionKind::Cpam, "CPAM imaginaire");
    let cpam = app.create_institution(&testkit::operates(), named, true).await.unwrap().id;
    app.sent_dialogue((cpts, id), &[cpam]).await;
    let sends = person(SendDialogues::LINE.granted_to[0], cpts).authorize::<SendDialogues>(cpts).unwrap();
    let kept = BTreeMap::from([(indicator, "3 000".to_owned())]);
    app.close_dialogue(&sends, (id, 1), (Some(date(2026, 6, 15)), &kept)).await.unwrap();
    let variable = async || {
        let lu = app.argent(&reads(cpts), id).await.unwrap();
        let one = lu.echeances.into_iter().find(|one| one.cle.to_string() == "1.variable.acces").unwrap();
        (one.date, one.du, one.etat)
    };
    let due = Some(Montant::euros(3_000));
    assert_eq!(variable().await, (date(2026, 6, 15), due, Etat::Due));
    let mut note = line("1.variable.acces", "notifie", "2 900");
    note.le = "20/06/2026".into();
    app.note_mouvement(&edits(cpts), id, &note).await.unwrap();
    assert_eq!(variable().await.1, Some(Montant::euros(2_900)), "what the CPAM notifies stands above");
    // A closing is undone only while nothing of its variable part is on the way.
    let reopen = async |motif: &str| app.reopen_dialogue(&sends, (id, 1), motif).await;
    assert!(matches!(reopen(" ").await, Err(DialogueError::Refused(_))));
    assert!(matches!(reopen("Montant erroné").await, Err(DialogueError::VariableNotee)));
    assert_eq!(variable().await.1, Some(Montant::euros(2_900)), "nothing is half-written");
    let lu = app.argent(&reads(cpts), id).await.unwrap();
    let noted = lu.mouvements.iter().find(|one| one.echeance.to_string() == "1.variable.acces").unwrap().id;
    let zero = ("0", "Notifié par erreur");
    app.correct_mouvement(&edits(cpts), (id, noted), zero).await.unwrap();
    reopen("Montant erroné").await.unwrap();
    assert!(matches!(reopen("Montant erroné").await, Err(DialogueError::PasClos)));
    let lu = app.argent(&reads(cpts), id).await.unwrap();
    let one = lu.echeances.iter().find(|one| one.cle.to_string() == "1.variable.acces").unwrap();
    assert_eq!(one.etat, Etat::AEvaluer, "the variable part waits for an evaluation again");
    app.close_dialogue(&sends, (id, 1), (Some(date(2026, 6, 16)), &kept)).await.unwrap();
    assert_eq!(variable().await, (date(2026, 6, 16), due, Etat::Due));
    let read = proof::<ReadDialogues>(cpts);
    let dialogue = app.dialogue(&read, (id, 1)).await.unwrap().dialogue.unwrap();
    let before = &dialogue.fiche.rouvertures[0];
    assert_eq!((before.motif.as_str(), before.cloture.le), ("Montant erroné", date(2026, 6, 15)));
}
