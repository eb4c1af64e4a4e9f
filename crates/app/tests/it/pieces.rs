//! Attached documents.

use app::AppError;
use app::communaute::ConventionChange;
use app::communaute::groupes::GroupeInput;
use app::pieces::PieceError;
use domain::authz::{Allowed, EditDiagnostic, Permission, ReadCommunaute, ReadDiagnostic, Role};
use domain::communaute::Convention;
use domain::communaute::saisie::SaisieStructure;
use domain::ids::CptsId;
use domain::pieces::{OfConvention, OfDiagnostic, OfGroupe};
use testkit::{TestApp, person};

use crate::audited;

fn may<P: Permission>(cpts: CptsId) -> Allowed<P> {
    person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

fn edits(cpts: CptsId) -> Allowed<EditDiagnostic> {
    may(cpts)
}

fn reads(cpts: CptsId) -> Allowed<ReadDiagnostic> {
    may(cpts)
}

#[tokio::test]
async fn a_document_comes_back_as_it_was_given_under_what_it_is() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS de test").await;
    let content = b"%PDF-1.7 lettre inventee".to_vec();
    let id =
        app.attach_piece::<OfDiagnostic>(&edits(cpts), "Lettre CPAM.exe", content.clone()).await.unwrap();
    let (row, read) = app.piece::<OfDiagnostic>(&reads(cpts), id).await.unwrap();
    assert_eq!(read, content);
    assert_eq!((row.name.as_str(), row.media_type.as_str()), ("Lettre CPAM.pdf", "application/pdf"));
    assert_eq!((row.size, row.sha256.len()), (content.len() as u64, 64));
    let act = audited(&app, cpts).await.pop().unwrap();
    assert!(!act.changes.to_string().contains("CPAM"), "a name of a file may name someone");
    let again = app.attach_piece::<OfDiagnostic>(&edits(cpts), "copie.pdf", content).await.unwrap();
    assert_eq!(again, id, "the same content is kept once");
    assert_eq!(app.pieces::<OfDiagnostic>(&reads(cpts)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_empty_too_large_or_of_another_kind_is_refused() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS de test").await;
    let attach = async |content: &[u8]| {
        app.attach_piece::<OfDiagnostic>(&edits(cpts), "x.pdf", content.to_vec()).await
    };
    assert!(matches!(attach(b"").await, Err(PieceError::Empty)));
    assert!(matches!(attach(b"MZ executable").await, Err(PieceError::UnknownKind)));
    let large = [b"%PDF-1.7 ".as_slice(), &vec![b'x'; 10 * 1024 * 1024]].concat();
    assert!(matches!(attach(&large).await, Err(PieceError::TooLarge { .. })));
    assert_eq!(app.pieces::<OfDiagnostic>(&reads(cpts)).await.unwrap(), []);
}

#[tokio::test]
async fn another_cpts_does_not_get_a_document() {
    let app = TestApp::new().await;
    let (cpts, foreign) = (app.tenant("CPTS de test").await, app.tenant("Autre").await);
    let id = app.attach_piece::<OfDiagnostic>(&edits(cpts), "x.pdf", b"%PDF-1.7 x".to_vec()).await.unwrap();
    assert!(matches!(app.piece::<OfDiagnostic>(&reads(foreign), id).await, Err(AppError::NotFound)));
    assert_eq!(app.pieces::<OfDiagnostic>(&reads(foreign)).await.unwrap(), []);
    // The same content given by another CPTS is another document.
    let own =
        app.attach_piece::<OfDiagnostic>(&edits(foreign), "x.pdf", b"%PDF-1.7 x".to_vec()).await.unwrap();
    assert_ne!(own, id);
}

#[tokio::test]
async fn a_document_is_listed_and_read_where_it_hangs_and_nowhere_else() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS de test").await;
    let content = b"%PDF-1.7 convention".to_vec();
    let saisie =
        SaisieStructure { nom: "Clinique".into(), kind: "clinique".into(), ..SaisieStructure::default() };
    let structure = app.add_structure(&may(cpts), &saisie).await.unwrap().0;
    let other = SaisieStructure { nom: "Hôpital".into(), ..saisie };
    let other = app.add_structure(&may(cpts), &other).await.unwrap().0;
    let signed = app.attach_piece::<OfConvention>(&may(cpts), "signee.pdf", content.clone()).await.unwrap();
    let convention =
        |piece| Convention { objet: "Prêt".into(), signee: app.today(), fin: None, piece: Some(piece) };
    let add = |piece| ConventionChange::Add(convention(piece));
    app.change_convention(&may(cpts), (structure, 1), add(signed)).await.unwrap();
    let reads_community: Allowed<ReadCommunaute> = may(cpts);
    let (row, read) = app.convention_piece(&reads_community, (structure, signed)).await.unwrap();
    assert_eq!((row.name.as_str(), read), ("signee.pdf", content.clone()));
    let of_other = app.convention_piece(&reads_community, (other, signed)).await;
    assert!(matches!(of_other, Err(AppError::NotFound)), "another structure has not signed it");
    // The diagnosis neither lists it nor gives it, nor may a group.
    assert_eq!(app.pieces::<OfDiagnostic>(&reads(cpts)).await.unwrap(), []);
    assert!(matches!(app.piece::<OfDiagnostic>(&reads(cpts), signed).await, Err(AppError::NotFound)));
    assert!(matches!(app.piece::<OfGroupe>(&may(cpts), signed).await, Err(AppError::NotFound)));
    assert_eq!(app.pieces::<OfConvention>(&may(cpts)).await.unwrap(), [row]);
    // A group that is given the same content has its own document; an agreement cannot name it.
    let group = app
        .create_group(
            &may(cpts),
            domain::communaute::GroupeKind::Bureau,
            &GroupeInput { nom: "Bureau", ..GroupeInput::default() },
        )
        .await;
    let kept = app.attach_to_group(&may(cpts), group.unwrap(), ("copie.pdf", content)).await.unwrap();
    assert_ne!(kept, signed);
    let borrowed = app.change_convention(&may(cpts), (structure, 2), add(kept)).await;
    assert!(matches!(borrowed, Err(AppError::NotFound)));
}
