//! Evidence of a contract and its yearly dialogue: what counts, what is frozen, what institutions accept.

use std::collections::BTreeMap;
use std::io::Cursor;

use app::AppError;
use app::communaute::reunions::Approbation;
use app::dialogues::{Copie, DialogueError, IndicateurTape, RefusDialogue};
use app::preuves::{NouvellePreuve, PreuveError, RefusSaisie, Scelles};
use documents::lettre_intention::bundle::{Ecart, verify};
use domain::aci::dialogue::{Accord, EtatDialogue, accord};
use domain::aci::indicateur::{EtatIndicateur, Valeur};
use domain::aci::preuve::{EtatPreuve, RefusPreuve, TypePreuve};
use domain::authz::{
    Actor, Allowed, AllowedIn, EditDialogues, EditGroupes, EditPreuves, InstitutionKind,
    InstitutionPermission, InstitutionRole, JudgeDialogues, Permission, ReadContrat, ReadDialogues,
    ReadDialoguesRecus, ReadDossiers, ReadGroupes, ReadPreuves, SendDialogues, Standing,
};
use domain::dossier::DossierKind;
use domain::ids::{ContratId, CptsId, IndicateurId, InstitutionId, UserId};
use domain::montant::Montant;
use jiff::civil::{Date, date};
use testkit::{Seat, TestApp};

use super::audited;

const SIGNATURE: Date = date(2025, 4, 15);
const DURING: Date = date(2026, 3, 1);

fn may<P: Permission>(cpts: CptsId) -> Allowed<P> {
    testkit::person(P::LINE.granted_to[0], cpts).authorize(cpts).unwrap()
}

fn within<P: InstitutionPermission>(institution: InstitutionId) -> AllowedIn<P> {
    let standing =
        Standing { institutions: vec![(institution, P::GRANTED_TO[0])], strong: true, ..Standing::default() };
    Actor::person(UserId(uuid::Uuid::from_u128(77)), standing).authorize_in(institution).unwrap()
}

/// A signed contract whose first year has an indicator that is done.
struct Annee {
    app: TestApp,
    cpts: CptsId,
    contrat: ContratId,
    fait: IndicateurId,
}

impl Annee {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let cpts = app.tenant("CPTS du Val").await;
        let contrat = app.signed_contract(cpts, SIGNATURE).await;
        let fait = app.an_indicator((cpts, contrat), "Annuaire publié", Some((Valeur::Oui, DURING))).await;
        Self { app, cpts, contrat, fait }
    }

    fn at(&self) -> (ContratId, u8) {
        (self.contrat, 1)
    }

    async fn institution(&self, kind: InstitutionKind, name: &str) -> InstitutionId {
        self.app.create_institution(&testkit::operates(), (kind, name), true).await.unwrap().id
    }

    async fn compte(&self) -> Option<Montant> {
        let lu = self.app.dialogue(&may::<ReadDialogues>(self.cpts), self.at()).await.unwrap();
        lu.redige.ligne(self.fait).unwrap().compte
    }

    async fn judge(&self, by: InstitutionId, said: (&str, &str)) -> Result<(), DialogueError> {
        let lu = self.app.dialogue(&may::<ReadDialogues>(self.cpts), self.at()).await.unwrap();
        let asked = (lu.dialogue.as_ref().unwrap().id, lu.dernier().unwrap(), self.fait);
        self.app.judge_dialogue(&within::<JudgeDialogues>(by), asked, said).await
    }
}

fn refus(error: DialogueError) -> Vec<(String, RefusDialogue)> {
    match error {
        DialogueError::Refused(all) => all,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn statement_24_an_indicator_without_an_unchanged_document_counts_zero() {
    let year = Annee::new().await;
    let (app, own) = (&year.app, (year.cpts, year.contrat));
    assert_eq!(year.compte().await, Some(Montant::ZERO), "done, and nothing shows it");
    let id = app.an_evidence(own, ("Annuaire", DURING), &[year.fait]).await;
    assert_eq!(year.compte().await, Some(Montant::euros(5_000)));
    let counts = app.dated_documents(&may::<ReadPreuves>(year.cpts), year.contrat).await.unwrap();
    assert_eq!(counts, BTreeMap::from([(year.fait, 1)]));
    // Somebody changes the content behind the vault.
    let hex = if app.db().is_postgres() { "'\\x00'" } else { "x'00'" };
    app.db().run(&format!("UPDATE piece SET content = {hex} WHERE objet = 'preuve'")).await;
    let read = may::<ReadPreuves>(year.cpts);
    assert_eq!(app.preuve(&read, (year.contrat, id)).await.unwrap().etat, EtatPreuve::Alteree);
    let file = app.preuve_file(&read, (year.contrat, id)).await;
    assert!(matches!(file, Err(PreuveError::Alteree)), "what changed is not given");
    assert_eq!(year.compte().await, Some(Montant::ZERO));
    assert_eq!(app.dated_documents(&read, year.contrat).await.unwrap(), BTreeMap::new());
    let lu = app.dialogue(&may::<ReadDialogues>(year.cpts), year.at()).await.unwrap();
    assert!(lu.redige.preuves[0].alteree);
    assert_eq!(lu.redige.ligne(year.fait).unwrap().etat, EtatIndicateur::Engage);
}

#[tokio::test]
async fn evidence_is_dated_attached_and_withdrawn_with_a_reason_and_its_line_stays() {
    let year = Annee::new().await;
    let (app, edits) = (&year.app, may::<EditPreuves>(year.cpts));
    let new = |le, indicateurs: Vec<IndicateurId>| NouvellePreuve {
        kind: Some(TypePreuve::Presse),
        titre: String::new(),
        le,
        indicateurs,
    };
    let file = || ("Article.pdf", b"%PDF-1.7 article".to_vec());
    let to_come = app.add_preuve(&edits, year.contrat, new(Some(date(2027, 1, 1)), vec![]), file()).await;
    assert!(matches!(to_come, Err(PreuveError::Refused("le", RefusSaisie::Regle(RefusPreuve::AVenir)))));
    let undated = app.add_preuve(&edits, year.contrat, new(None, vec![]), file()).await;
    assert!(matches!(undated, Err(PreuveError::Refused("le", RefusSaisie::Regle(RefusPreuve::SansDate)))));
    let stranger = IndicateurId(app.unknown_id());
    let foreign = app.add_preuve(&edits, year.contrat, new(Some(DURING), vec![stranger]), file()).await;
    assert!(matches!(foreign, Err(PreuveError::Refused("indicateurs", _))));
    let program =
        app.add_preuve(&edits, year.contrat, new(Some(DURING), vec![]), ("a.pdf", b"MZ\0".to_vec())).await;
    assert!(matches!(program, Err(PreuveError::Piece(_))), "by its content, whatever its name");
    let read = may::<ReadPreuves>(year.cpts);
    assert!(app.preuves(&read, year.contrat).await.unwrap().is_empty(), "nothing is half-kept");
    let id = app.add_preuve(&edits, year.contrat, new(Some(DURING), vec![year.fait]), file()).await.unwrap();
    let lue = app.preuve(&read, (year.contrat, id)).await.unwrap();
    assert_eq!((lue.preuve.titre.as_str(), lue.etat), ("Article", EtatPreuve::Intacte));
    let bare = app.withdraw_preuve(&edits, (year.contrat, id, 1), " ").await;
    assert!(matches!(bare, Err(PreuveError::Refused("motif", _))));
    let stale = app.withdraw_preuve(&edits, (year.contrat, id, 9), "Doublon").await;
    assert!(matches!(stale, Err(PreuveError::Replaced)));
    app.withdraw_preuve(&edits, (year.contrat, id, 1), "Doublon").await.unwrap();
    let all = app.preuves(&read, year.contrat).await.unwrap();
    assert_eq!((all.len(), all[0].1), (1, EtatPreuve::Retiree));
    assert_eq!(all[0].0.fiche.retrait.as_ref().unwrap().motif, "Doublon");
    assert_eq!(year.compte().await, Some(Montant::ZERO));
    let again = app.attach_preuve(&edits, (year.contrat, id, 2), vec![]).await;
    assert!(matches!(again, Err(PreuveError::Refused("preuve", _))));
    let other = app.tenant("CPTS des Monts").await;
    let theirs = app.preuve(&may::<ReadPreuves>(other), (year.contrat, id)).await;
    assert!(matches!(theirs, Err(AppError::NotFound)));
}

#[tokio::test]
async fn a_value_is_recorded_with_its_day_and_those_before_stay() {
    let year = Annee::new().await;
    let (app, edits) = (&year.app, may::<EditDialogues>(year.cpts));
    let todo = app.an_indicator((year.cpts, year.contrat), "Créneaux ouverts", None).await;
    let typed = |valeur: &str, le| IndicateurTape {
        valeur: valeur.into(),
        le,
        promesse: "Publier chaque mois".into(),
        ..IndicateurTape::default()
    };
    let record = async |version, tape: IndicateurTape| {
        app.record_indicateur(&edits, year.at(), (todo, version), &tape).await
    };
    let early = date(2025, 4, 14);
    for (tape, field, why) in [
        (typed("oui", None), "le", RefusDialogue::SansDate),
        (typed("oui", Some(date(2026, 12, 1))), "le", RefusDialogue::AVenir),
        (typed("oui", Some(early)), "le", RefusDialogue::AvantSignature(SIGNATURE)),
        (typed("peut-être", Some(DURING)), "valeur", RefusDialogue::Nombre),
    ] {
        assert_eq!(refus(record(1, tape).await.unwrap_err()), [(field.to_owned(), why)]);
    }
    record(1, typed("non", Some(DURING))).await.unwrap();
    assert!(matches!(record(1, typed("oui", Some(DURING))).await, Err(DialogueError::Replaced)));
    record(2, typed("oui", Some(date(2026, 4, 1)))).await.unwrap();
    let lu = app.dialogue(&may::<ReadDialogues>(year.cpts), year.at()).await.unwrap();
    let one = lu.indicateurs.iter().find(|one| one.id == todo).unwrap();
    assert_eq!(
        one.fiche.mesures.iter().map(|one| one.valeur).collect::<Vec<_>>(),
        [Valeur::Non, Valeur::Oui]
    );
    assert_eq!(lu.redige.ligne(todo).unwrap().promesse, "Publier chaque mois");
    assert_eq!(lu.redige.totaux.en_jeu, Montant::euros(10_000));
}

#[tokio::test]
async fn what_is_sent_is_frozen_byte_for_byte_and_every_piece_opens_back() {
    let year = Annee::new().await;
    let (app, own) = (&year.app, (year.cpts, year.contrat));
    let preuve = app.an_evidence(own, ("Annuaire", DURING), &[year.fait]).await;
    let sends = may::<SendDialogues>(year.cpts);
    assert_eq!(
        refus(app.send_dialogue(&sends, year.at(), &[]).await.unwrap_err()),
        [("institutions".to_owned(), RefusDialogue::Destinataire)]
    );
    let desk = year.institution(InstitutionKind::GuichetUrps, "Guichet imaginaire").await;
    let refused = app.send_dialogue(&sends, year.at(), &[desk]).await;
    assert_eq!(refus(refused.unwrap_err())[0].1, RefusDialogue::Destinataire, "neither a CPAM nor an ARS");
    let cpam = year.institution(InstitutionKind::Cpam, "CPAM imaginaire").await;
    let id = app.sent_dialogue(own, &[cpam]).await;
    let read = may::<ReadDialogues>(year.cpts);
    let file = async |copie| app.dialogue_file(&read, (year.contrat, 1, 1), copie).await.unwrap().1;
    let copies = [Copie::Pdf, Copie::Xlsx, Copie::Docx, Copie::Zip];
    let mut before = Vec::new();
    for copie in copies {
        before.push(file(copie).await);
    }
    assert!(verify(Cursor::new(&before[3])).unwrap().ecarts.is_empty(), "the archive verifies");
    // The CPTS goes on writing: what was sent does not move.
    app.record_indicateur(
        &may::<EditDialogues>(year.cpts),
        year.at(),
        (year.fait, 1),
        &IndicateurTape { commentaire: "Écrit après l'envoi".into(), ..IndicateurTape::default() },
    )
    .await
    .unwrap();
    for (copie, known) in copies.into_iter().zip(&before) {
        assert!(file(copie).await == *known, "{copie:?}");
    }
    let receives = within::<ReadDialoguesRecus>(cpam);
    let recu = app.dialogue_recu(&receives, id).await.unwrap();
    let line = recu.ligne.redige.ligne(year.fait).unwrap();
    assert_eq!((line.compte, line.commentaire.as_str()), (Some(Montant::euros(5_000)), ""));
    assert_eq!(line.preuves, [preuve], "each line opens back to its piece");
    let (piece, bytes) = app.dialogue_recu_preuve(&receives, (id, preuve)).await.unwrap();
    assert_eq!((bytes.as_slice(), piece.sha256.len()), (b"%PDF-1.7 Annuaire".as_slice(), 64));
    let theirs = app.dialogue_recu_file(&receives, (id, 1), Copie::Pdf).await.unwrap().1;
    assert!(theirs == before[0]);
    // A piece that changes afterwards is not given, and whoever verifies is told.
    let hex = if app.db().is_postgres() { "'\\x00'" } else { "x'00'" };
    app.db().run(&format!("UPDATE piece SET content = {hex} WHERE objet = 'preuve'")).await;
    let gone = app.dialogue_recu_preuve(&receives, (id, preuve)).await;
    assert!(matches!(gone, Err(DialogueError::Alteree)));
    let ecarts = verify(Cursor::new(file(Copie::Zip).await)).unwrap().ecarts;
    assert!(matches!(&ecarts[..], [Ecart::Manquant(name)] if name.starts_with("pieces/01-")));
    let acts = audited(app, year.cpts).await;
    let sent = acts.iter().find(|one| one.subject_kind == "dialogue").unwrap();
    assert_eq!((sent.action.as_str(), &sent.changes["institutions"]), ("dialogues.send", &1.into()));
}

#[tokio::test]
async fn an_institution_reads_what_it_was_given_and_nothing_else() {
    let year = Annee::new().await;
    let (app, own) = (&year.app, (year.cpts, year.contrat));
    let preuve = app.an_evidence(own, ("Annuaire", DURING), &[year.fait]).await;
    let kept = app.an_evidence(own, ("Autre chose", DURING), &[]).await;
    let cpam = year.institution(InstitutionKind::Cpam, "CPAM imaginaire").await;
    let elsewhere = year.institution(InstitutionKind::Ars, "ARS d'ailleurs").await;
    let id = app.sent_dialogue(own, &[cpam]).await;
    let other = within::<ReadDialoguesRecus>(elsewhere);
    assert!(matches!(app.dialogue_recu(&other, id).await, Err(AppError::NotFound)));
    assert!(app.dialogues_recus(&other).await.unwrap().is_empty());
    let file = app.dialogue_recu_file(&other, (id, 1), Copie::Zip).await;
    assert!(matches!(file, Err(AppError::NotFound)));
    let piece = app.dialogue_recu_preuve(&other, (id, preuve)).await;
    assert!(matches!(piece, Err(DialogueError::App(AppError::NotFound))));
    let judged = year.judge(elsewhere, ("5000", "")).await;
    assert!(matches!(judged, Err(DialogueError::App(AppError::NotFound))));
    let receives = within::<ReadDialoguesRecus>(cpam);
    let unnamed = app.dialogue_recu_preuve(&receives, (id, kept)).await;
    assert!(
        matches!(unnamed, Err(DialogueError::App(AppError::NotFound))),
        "no line of the sending names it"
    );
    let lu = app.dialogue(&may::<ReadDialogues>(year.cpts), year.at()).await.unwrap();
    let given = lu.ouverts().next().unwrap().0.id;
    app.end_dialogue_sharing(&may::<SendDialogues>(year.cpts), year.at(), given).await.unwrap();
    assert!(matches!(app.dialogue_recu(&receives, id).await, Err(AppError::NotFound)));
}

#[tokio::test]
async fn positions_ask_a_reason_stay_side_by_side_and_the_year_closes_with_what_is_retained() {
    let year = Annee::new().await;
    let (app, own) = (&year.app, (year.cpts, year.contrat));
    app.an_evidence(own, ("Annuaire", DURING), &[year.fait]).await;
    let cpam = year.institution(InstitutionKind::Cpam, "CPAM imaginaire").await;
    let ars = year.institution(InstitutionKind::Ars, "ARS imaginaire").await;
    let id = app.sent_dialogue(own, &[cpam, ars]).await;
    assert_eq!(
        refus(year.judge(cpam, ("3 000", " ")).await.unwrap_err()),
        [("motif".to_owned(), RefusDialogue::Motif)]
    );
    let high = refus(year.judge(cpam, ("5 000,01", "Vu")).await.unwrap_err());
    assert_eq!(high, [("accepte".to_owned(), RefusDialogue::TropHaut(Montant::euros(5_000)))]);
    assert_eq!(refus(year.judge(cpam, ("peu", "Vu")).await.unwrap_err())[0].1, RefusDialogue::Montant);
    year.judge(ars, ("5 000", "")).await.unwrap();
    year.judge(cpam, ("2 000", "Publié à moitié")).await.unwrap();
    year.judge(cpam, ("3 000", "Publié en partie")).await.unwrap();
    let lu = app.dialogue(&may::<ReadDialogues>(year.cpts), year.at()).await.unwrap();
    let amounts: Vec<Montant> = lu.positions_de(year.fait).map(|one| one.accepte).collect();
    assert_eq!(amounts.len(), 2, "said again, it is the same position");
    assert_eq!(accord(Some(Montant::euros(5_000)), &amounts, 2), Accord::Conteste);
    let seen = app.dialogue_recu(&within::<ReadDialoguesRecus>(ars), id).await.unwrap().ligne.positions;
    assert_eq!((seen.len(), seen[0].accepte), (1, Montant::euros(5_000)), "each sees its own");
    let sends = may::<SendDialogues>(year.cpts);
    let close = async |le, typed: &str| {
        let typed = BTreeMap::from([(year.fait, typed.to_owned())]);
        app.close_dialogue(&sends, year.at(), (le, &typed)).await
    };
    let le = Some(date(2026, 6, 15));
    assert_eq!(refus(close(le, "").await.unwrap_err())[0].1, RefusDialogue::Retenu, "missing is never zero");
    assert_eq!(refus(close(None, "3 000").await.unwrap_err())[0].1, RefusDialogue::SansDate);
    assert_eq!(close(le, "3 000").await.unwrap(), Montant::euros(3_000));
    let lu = app.dialogue(&may::<ReadDialogues>(year.cpts), year.at()).await.unwrap();
    assert_eq!(lu.etat(), EtatDialogue::Clos);
    let contrat = app.contrat(&may::<ReadContrat>(year.cpts), year.contrat).await.unwrap();
    assert_eq!(contrat.suivi().evaluees.get(&1), Some(&date(2026, 6, 15)));
    assert!(matches!(year.judge(ars, ("0", "Trop tard")).await, Err(DialogueError::Clos)));
    let after = app.send_dialogue(&sends, year.at(), &[cpam]).await;
    assert!(matches!(after, Err(DialogueError::Clos)));
}

#[tokio::test]
async fn a_new_sending_asks_everybody_again_and_a_closed_year_is_not_begun_twice() {
    let year = Annee::new().await;
    let (app, own) = (&year.app, (year.cpts, year.contrat));
    let cpam = year.institution(InstitutionKind::Cpam, "CPAM imaginaire").await;
    let sends = may::<SendDialogues>(year.cpts);
    let nothing = app.close_dialogue(&sends, year.at(), (None, &BTreeMap::new())).await;
    assert!(matches!(nothing, Err(DialogueError::App(AppError::NotFound))), "nothing was sent");
    app.seated(Seat::Institution(cpam, InstitutionRole::Instructeur)).await;
    let elsewhere = year.institution(InstitutionKind::Ars, "ARS imaginaire").await;
    app.seated(Seat::Institution(elsewhere, InstitutionRole::Instructeur)).await;
    let id = app.sent_dialogue(own, &[cpam]).await;
    let mails = "SELECT address FROM mail WHERE template = 'dialogue_envoye'";
    assert_eq!(app.db().texts(mails).await.len(), 1, "who got it is told, and nobody else");
    let text = app.mail_text(&format!("dialogue_envoye:{id}")).await;
    assert!(text.contains(&format!("/i/{cpam}/dialogues/{id}")) && !text.contains("Annuaire"), "{text}");
    year.judge(cpam, ("0", "")).await.unwrap();
    app.an_evidence(own, ("Annuaire", DURING), &[year.fait]).await;
    assert_eq!(app.send_dialogue(&sends, year.at(), &[cpam]).await.unwrap(), 2);
    assert_eq!(app.db().texts(mails).await.len(), 2, "a new sending is told too");
    let recu = app.dialogue_recu(&within::<ReadDialoguesRecus>(cpam), id).await.unwrap();
    assert_eq!((recu.envois.len(), recu.ligne.positions.len(), recu.ligne.en_attente()), (2, 0, 1));
    let late = (id, 1, year.fait);
    let said = app.judge_dialogue(&within::<JudgeDialogues>(cpam), late, ("5000", "")).await;
    assert!(matches!(said, Err(DialogueError::Replaced)), "it looked at the sending before");
    let unknown = app.dialogue(&may::<ReadDialogues>(year.cpts), (year.contrat, 6)).await;
    assert!(matches!(unknown, Err(AppError::NotFound)));
}

#[tokio::test]
async fn sealed_minutes_arrive_by_themselves_with_their_day_and_enter_with_their_seal() {
    let bureau = super::reunions::Bureau::new().await;
    let (app, cpts) = (&bureau.app, bureau.cpts);
    let contrat = app.signed_contract(cpts, SIGNATURE).await;
    let fait = app.an_indicator((cpts, contrat), "Réunions tenues", Some((Valeur::Oui, DURING))).await;
    let read = may::<ReadPreuves>(cpts);
    let scelles = Scelles {
        groupes: Some(may::<ReadGroupes>(cpts)),
        presences: None,
        dossiers: Some(may::<ReadDossiers>(cpts)),
    };
    assert!(app.arrivees((&read, &scelles), contrat).await.unwrap().is_empty());
    let (groups, held) = (may::<EditGroupes>(cpts), bureau.held().await);
    app.draft_minutes(&groups, held, "").await.unwrap();
    let draft = app.arrivees((&read, &scelles), contrat).await.unwrap();
    assert!(draft.is_empty(), "a draft is no evidence");
    let last = app.minutes(&may::<ReadGroupes>(cpts), held).await.unwrap().pop().unwrap().version;
    app.seal_minutes(&groups, (held, last.version), Approbation::Bureau).await.unwrap();
    let seal = app.minutes(&may::<ReadGroupes>(cpts), held).await.unwrap()[0].version.empreinte.clone();
    let arrived = app.arrivees((&read, &scelles), contrat).await.unwrap();
    assert_eq!((arrived.len(), arrived[0].kind), (1, TypePreuve::CompteRendu));
    assert_eq!(arrived[0].origine.sceau(), seal.as_deref());
    let blind = Scelles { groupes: None, presences: None, dossiers: None };
    assert!(
        app.arrivees((&read, &blind), contrat).await.unwrap().is_empty(),
        "who may not read it sees nothing"
    );
    let edits = may::<EditPreuves>(cpts);
    let take =
        async |cle: &str| app.take_arrivee((&edits, &read, &scelles), contrat, (cle, vec![fait])).await;
    let id = take(&arrived[0].cle()).await.unwrap();
    let lue = app.preuve(&read, (contrat, id)).await.unwrap();
    assert_eq!((lue.etat, lue.preuve.fiche.origine.sceau()), (EtatPreuve::Intacte, seal.as_deref()));
    assert_eq!(lue.preuve.le, arrived[0].le);
    assert!(app.preuve_file(&read, (contrat, id)).await.unwrap().1.starts_with(b"%PDF"));
    assert_eq!(app.dated_documents(&read, contrat).await.unwrap().get(&fait), Some(&1));
    assert!(app.arrivees((&read, &scelles), contrat).await.unwrap().is_empty(), "taken once");
    assert!(matches!(take(&arrived[0].cle()).await, Err(PreuveError::App(AppError::NotFound))));
    // A filed dossier whose PDF is not the one that was sealed does not enter.
    let (operator, named) = (testkit::operates(), (InstitutionKind::GuichetUrps, "Guichet"));
    let desk = app.create_institution(&operator, named, true).await.unwrap().id;
    let dossier = app.begun_dossier(cpts, DossierKind::ProjetSante, desk).await;
    app.file_version((cpts, dossier), "Première version.", &[]).await;
    let arrived = app.arrivees((&read, &scelles), contrat).await.unwrap();
    assert_eq!((arrived.len(), arrived[0].kind), (1, TypePreuve::Dossier));
    assert!(matches!(take(&arrived[0].cle()).await, Err(PreuveError::Alteree)));
}
