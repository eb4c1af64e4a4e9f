//! A letter of intent: several authors write it, it is checked, filed, frozen, read back byte by byte.

use app::dossier::{
    Compare, DossierAnnexError, DossierError, Lecteur, NewDepotRequest, NewDossier, Saisi, Sort,
};
use app::pieces::PieceError;
use app::{App, AppError};
use documents::lettre_intention::bundle::verify;
use domain::authz::{
    Allowed, EditAssociation, EditDossiers, FileDossiers, InstitutionKind, Permission, Role,
};
use domain::dossier::EtatDossier;
use domain::dossier::lettre::modele;
use domain::dossier::lettre::saisie::Brut;
use domain::ids::{CptsId, DossierId, InstitutionId};
use testkit::{TestApp, person};

use super::audited;

const CODES: [&str; 3] = ["96001", "96002", "96058"];

fn may<P: Permission>(cpts: CptsId) -> Allowed<P> {
    person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

pub(super) fn lecteur(cpts: CptsId) -> Lecteur {
    Lecteur::of(&person(Role::Coordinateur, cpts), cpts).unwrap()
}

pub(super) fn brut(texte: &str, second: &str, choix: &str) -> Brut {
    Brut { texte: texte.into(), second: second.into(), choix: choix.into(), sans: vec![] }
}

fn saisi(champ: &str, vue: i64, texte: &str) -> Saisi {
    Saisi { champ: champ.into(), vue, brut: brut(texte, "", "") }
}

/// Writes fields over what stands there now.
pub(super) async fn write(app: &App, cpts: CptsId, id: DossierId, all: &[(&str, Brut)]) {
    let lu = app.dossier_ecrit(&lecteur(cpts), id).await.unwrap();
    let typed: Vec<Saisi> = all
        .iter()
        .map(|(champ, brut)| Saisi {
            champ: (*champ).into(),
            vue: lu.ecrit.version(champ),
            brut: brut.clone(),
        })
        .collect();
    for (champ, sort) in app.write_fields(&may::<EditDossiers>(cpts), id, &typed).await.unwrap() {
        assert_eq!(sort, Sort::Ecrit, "{champ}");
    }
}

async fn begun() -> (TestApp, CptsId, DossierId) {
    let app = TestApp::with_reference().await;
    let cpts = app.tenant("CPTS du Val").await;
    let made = app.plot(cpts, "Val", &CODES).await;
    let new = NewDossier { modele: "occitanie".into(), territoire: Some(made.territoire) };
    let id = app.begin_dossier(&may(cpts), &new).await.unwrap();
    (app, cpts, id)
}

/// Everything that the letter asks and the house does not know, with fictitious people.
async fn complete(app: &App, cpts: CptsId, id: DossierId) {
    let record: Allowed<EditAssociation> = may(cpts);
    let form = app::organisations::AssociationForm {
        legal_name: Some("CPTS du Val".into()),
        address: Some("1 place du Marché\n96000 Exempleville".into()),
        email: Some(domain::texte::Email::parse("contact@val.test").unwrap()),
        phone: Some(domain::texte::Telephone::parse("05 99 00 00 00").unwrap()),
        ..Default::default()
    };
    app.save_association(&record, &form).await.unwrap();
    let template = modele("occitanie").unwrap().unwrap();
    let lu = app.dossier_ecrit(&lecteur(cpts), id).await.unwrap();
    let mut all: Vec<(&str, Brut)> = Vec::new();
    for asked in template.champs() {
        use domain::dossier::lettre::champs::{Nature, champ};
        let def = champ(&asked.cle).unwrap().unwrap();
        let blocked = lu.remarques_de(&asked.cle).any(|one| one.bloque());
        let value = match def.nature {
            Nature::Ligne => brut("CPTS du Val", "", ""),
            Nature::Date => brut("22/11/2026", "", ""),
            Nature::Texte => brut("Un texte écrit par l'équipe.\nUn second paragraphe.", "", ""),
            Nature::Echeance => {
                brut(if asked.cle == "calendrier_lettre" { "11/2026" } else { "06/2027" }, "", "")
            }
            Nature::Periode => brut("01/2026", "10/2026", ""),
            Nature::Reponse => brut("Avec les équipes du territoire.", "", "oui"),
            Nature::Sources => brut("Diagnostic de l'agence ; 10/12/2025", "", ""),
            Nature::Equipe => {
                let who =
                    format!("Fictif-{} ; Anne ; Infirmière ; Santé ; Exempleville ; MSP du Val", asked.cle);
                brut(&who, "", "")
            }
            Nature::Constat if blocked && asked.cle != "contact" => brut("Expliqué par l'équipe.", "", ""),
            Nature::Constat => continue,
        };
        all.push((&asked.cle, value));
    }
    write(app, cpts, id, &all).await;
}

async fn desk(app: &App) -> InstitutionId {
    let proof = app::operate("essai").unwrap();
    app.create_institution(&proof, (InstitutionKind::GuichetUrps, "Guichet d'essai"), true).await.unwrap().id
}

async fn file(
    app: &App,
    cpts: CptsId,
    id: DossierId,
    guichet: InstitutionId,
) -> Result<app::dossier::Depose, DossierError> {
    let vue = app.dossier_ecrit(&lecteur(cpts), id).await.unwrap().dossier.version;
    let proof: Allowed<FileDossiers> = may(cpts);
    app.file_dossier((&lecteur(cpts), &proof), id, NewDepotRequest { guichet: Some(guichet), vue }).await
}

#[tokio::test]
async fn what_the_house_knows_stands_in_the_letter_with_its_passports() {
    let (app, cpts, id) = begun().await;
    let lu = app.dossier_ecrit(&lecteur(cpts), id).await.unwrap();
    for cle in [
        "carte",
        "communes",
        "nombre_communes",
        "population",
        "taille",
        "voisinage",
        "caracteristiques",
        "offre",
        "structures",
    ] {
        let champ = lu.redigee.champ(cle).unwrap();
        assert!(!champ.contenu.is_empty(), "{cle}");
    }
    let text = serde_json::to_string(&lu.redigee).unwrap();
    assert!(text.contains("40\u{a0}953") || text.contains("40\u{202f}953"), "{text}");
    for source in &lu.redigee.sources {
        assert!(
            ![&source.citation, &source.millesime, &source.perimetre, &source.unite]
                .iter()
                .any(|part| part.is_empty()),
            "{source:?}"
        );
    }
    assert!(!lu.est_complet() && lu.est_ouvert());
    assert!(lu.remarques_de("contact").any(|one| one.bloque()), "the record of the association is empty");
}

#[tokio::test]
async fn several_authors_write_without_losing_each_other_s_text() {
    let (app, cpts, id) = begun().await;
    let proof: Allowed<EditDossiers> = may(cpts);
    let first = [saisi("outils", 0, "Messagerie sécurisée"), saisi("liens_msp", 0, "Deux MSP")];
    let fates = app.write_fields(&proof, id, &first).await.unwrap();
    assert!(fates.iter().all(|(_, fate)| *fate == Sort::Ecrit));
    // Somebody who had opened the page before writes in one of them and in another field.
    let second =
        [saisi("outils", 0, "Dossier partagé"), saisi("methode", 0, "Réunions"), saisi("liens_msp", 0, "")];
    let fates = app.write_fields(&proof, id, &second).await.unwrap();
    let Sort::Change(now) = &fates[0].1 else { panic!("{fates:?}") };
    assert_eq!((now.version, fates[1].1.clone(), fates[2].1.clone()), (1, Sort::Ecrit, Sort::Inchange));
    // With the other's text under their eyes, they write both.
    let fates = app.write_fields(&proof, id, &[saisi("outils", 1, "Messagerie et dossier")]).await.unwrap();
    assert_eq!(fates[0].1, Sort::Ecrit);
    let refused = app
        .write_fields(
            &proof,
            id,
            &[saisi("date_redaction", 0, "demain"), saisi("intitule", 0, "CPTS du Val")],
        )
        .await;
    let refused = refused.unwrap();
    assert!(matches!(refused[0].1, Sort::Refuse(_)) && refused[1].1 == Sort::Ecrit);
    let read: Allowed<domain::authz::ReadDossiers> = may(cpts);
    let versions = app.field_history(&read, (id, "outils")).await.unwrap();
    assert_eq!(versions.iter().map(|(one, _)| one.version).collect::<Vec<_>>(), [2, 1]);
    app.take_up_version(&proof, (id, "outils", 1)).await.unwrap();
    let lu = app.dossier_ecrit(&lecteur(cpts), id).await.unwrap();
    assert_eq!(lu.ecrit.version("outils"), 3);
    assert!(serde_json::to_string(&lu.redigee).unwrap().contains("Messagerie sécurisée"));
    assert!(!format!("{:?}", audited(&app, cpts).await).contains("Messagerie"), "the journal keeps no words");
}

#[tokio::test]
async fn two_people_who_write_at_the_same_instant_are_told() {
    let (app, cpts, id) = begun().await;
    let other = app.other_process().await;
    let (mine, theirs) = (may::<EditDossiers>(cpts), may::<EditDossiers>(cpts));
    let (a, b) = tokio::join!(app.write_fields(&mine, id, &[]), other.write_fields(&theirs, id, &[]),);
    assert!(a.unwrap().is_empty() && b.unwrap().is_empty());
    let (one, two) = ([saisi("outils", 0, "Les miens")], [saisi("outils", 0, "Les leurs")]);
    let (a, b) = tokio::join!(app.write_fields(&mine, id, &one), other.write_fields(&theirs, id, &two));
    let fates: Vec<Sort> = [a.unwrap(), b.unwrap()].into_iter().flatten().map(|(_, fate)| fate).collect();
    assert_eq!(fates.iter().filter(|fate| **fate == Sort::Ecrit).count(), 1, "{fates:?}");
    assert_eq!(fates.iter().filter(|fate| matches!(fate, Sort::Change(_))).count(), 1, "{fates:?}");
}

#[tokio::test]
async fn a_letter_is_filed_once_frozen_and_read_back_byte_by_byte() {
    let (app, cpts, id) = begun().await;
    let guichet = desk(&app).await;
    let Err(DossierError::Blocked(blocking)) = file(&app, cpts, id, guichet).await else { panic!() };
    assert!(blocking > 10);
    complete(&app, cpts, id).await;
    let lu = app.dossier_ecrit(&lecteur(cpts), id).await.unwrap();
    assert!(lu.est_complet(), "{:?}", lu.remarques.iter().filter(|one| one.bloque()).collect::<Vec<_>>());
    let pdf = documents::lettre_intention_pdf(&lu.redigee, documents::Statut::Brouillon).unwrap();
    app.attach_to_dossier(&may(cpts), id, ("Diagnostic reçu.pdf", pdf)).await.unwrap();
    let filed = file(&app, cpts, id, guichet).await.unwrap().depot;
    assert_eq!((filed.numero, filed.annexes.len()), (1, 1));
    assert!(matches!(file(&app, cpts, id, guichet).await, Err(DossierError::Closed(EtatDossier::Depose))));
    let read = may(cpts);
    let once = app.version_documents(&read, (id, filed.id)).await.unwrap().1;
    // Whatever changes afterwards, in the house or in the program's figures, the version stays.
    app.plot(cpts, "Ailleurs", &["96010"]).await;
    let again = app.version_documents(&read, (id, filed.id)).await.unwrap().1;
    assert_eq!(once, again);
    assert!(once.pdf.starts_with(b"%PDF") && once.docx.as_ref().unwrap().starts_with(b"PK"));
    let (_, zip) = app.version_bundle(&read, (id, filed.id)).await.unwrap();
    let (_, same) = app.version_bundle(&read, (id, filed.id)).await.unwrap();
    assert_eq!(zip, same);
    let verified = verify(std::io::Cursor::new(zip)).unwrap();
    assert!(verified.ecarts.is_empty(), "{verified:?}");
    assert_eq!(verified.manifeste.empreinte(), Some(filed.sha256.as_str()));
    // Nothing is written in a filed dossier.
    let closed = app.write_fields(&may(cpts), id, &[saisi("outils", 1, "Trop tard")]).await;
    assert!(matches!(closed, Err(DossierError::Closed(EtatDossier::Depose))));
    // Taken back before anybody looked at it, then filed again: the second version stands beside the first.
    app.withdraw_dossier(&may(cpts), id).await.unwrap();
    write(&app, cpts, id, &[("outils", brut("Un autre outil", "", ""))]).await;
    let second = file(&app, cpts, id, guichet).await.unwrap().depot;
    assert_eq!(second.numero, 2);
    let difference = app.version_difference(&lecteur(cpts), id, (1, Compare::Version(2))).await.unwrap();
    let changed: Vec<&str> = difference.changed().map(|one| one.cle.as_str()).collect();
    assert_eq!(changed, ["outils"]);
    let acts = format!("{:?}", audited(&app, cpts).await);
    for word in ["began", "wrote", "filed", "taken_back"] {
        assert!(acts.contains(word), "{word}");
    }
}

#[tokio::test]
async fn a_document_that_is_not_what_it_claims_is_not_kept() {
    let (app, cpts, id) = begun().await;
    let proof: Allowed<EditDossiers> = may(cpts);
    let max = domain::diagnostic::controles::regles().unwrap().pieces.bytes_max;
    for (name, content, expected) in [
        ("virus.pdf", b"MZ\x90\x00 not a document".to_vec(), "UnknownKind"),
        ("vide.pdf", Vec::new(), "Empty"),
        ("enorme.pdf", vec![b'%'; max + 1], "TooLarge"),
    ] {
        let error = app.attach_to_dossier(&proof, id, (name, content)).await.unwrap_err();
        let DossierAnnexError::Piece(error) = error else { panic!("{error}") };
        assert!(format!("{error:?}").starts_with(expected), "{name}: {error:?}");
        assert!(!matches!(error, PieceError::App(_)));
    }
    let lu = app.dossier_ecrit(&lecteur(cpts), id).await.unwrap();
    assert!(lu.dossier.fiche.annexes.is_empty());
}

#[tokio::test]
async fn a_dossier_is_nobody_else_s() {
    let (app, cpts, id) = begun().await;
    let other = app.tenant("CPTS voisine").await;
    assert!(matches!(app.dossier_ecrit(&lecteur(other), id).await, Err(AppError::NotFound)));
    let typed = [saisi("outils", 0, "Intrus")];
    let refused = app.write_fields(&may(other), id, &typed).await;
    assert!(matches!(refused, Err(DossierError::App(AppError::NotFound))));
    assert!(app.comment_field(&may(other), (id, "outils"), "Bonjour").await.is_err());
    let made = app.plot(cpts, "Autre", &CODES).await;
    let theirs = NewDossier { modele: "occitanie".into(), territoire: Some(made.territoire) };
    assert!(matches!(
        app.begin_dossier(&may(other), &theirs).await,
        Err(DossierError::App(AppError::NotFound))
    ));
    let twice = NewDossier { modele: "generique".into(), territoire: None };
    assert!(
        matches!(app.begin_dossier(&may(cpts), &twice).await, Err(DossierError::Twice(known)) if known == id)
    );
}
