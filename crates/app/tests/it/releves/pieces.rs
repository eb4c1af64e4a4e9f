//! Attached documents.

use app::AppError;
use app::diagnostic::PieceError;
use testkit::TestApp;

use super::{edits, reads};
use crate::audited;

#[tokio::test]
async fn a_document_comes_back_as_it_was_given_under_what_it_is() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS de test").await;
    let content = b"%PDF-1.7 lettre inventee".to_vec();
    let id = app.attach_piece(&edits(cpts), "Lettre CPAM.exe", content.clone()).await.unwrap();
    let (row, read) = app.piece(&reads(cpts), id).await.unwrap();
    assert_eq!(read, content);
    assert_eq!((row.name.as_str(), row.media_type.as_str()), ("Lettre CPAM.pdf", "application/pdf"));
    assert_eq!((row.size, row.sha256.len()), (content.len() as u64, 64));
    let act = audited(&app, cpts).await.pop().unwrap();
    assert!(!act.changes.to_string().contains("CPAM"), "a name of a file may name someone");
    let again = app.attach_piece(&edits(cpts), "copie.pdf", content).await.unwrap();
    assert_eq!(again, id, "the same content is kept once");
    assert_eq!(app.pieces(&reads(cpts)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_empty_too_large_or_of_another_kind_is_refused() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS de test").await;
    let attach = async |content: &[u8]| app.attach_piece(&edits(cpts), "x.pdf", content.to_vec()).await;
    assert!(matches!(attach(b"").await, Err(PieceError::Empty)));
    assert!(matches!(attach(b"MZ executable").await, Err(PieceError::UnknownKind)));
    let large = [b"%PDF-1.7 ".as_slice(), &vec![b'x'; 10 * 1024 * 1024]].concat();
    assert!(matches!(attach(&large).await, Err(PieceError::TooLarge { .. })));
    assert_eq!(app.pieces(&reads(cpts)).await.unwrap(), []);
}

#[tokio::test]
async fn another_cpts_does_not_get_a_document() {
    let app = TestApp::new().await;
    let (cpts, foreign) = (app.tenant("CPTS de test").await, app.tenant("Autre").await);
    let id = app.attach_piece(&edits(cpts), "x.pdf", b"%PDF-1.7 x".to_vec()).await.unwrap();
    assert!(matches!(app.piece(&reads(foreign), id).await, Err(AppError::NotFound)));
    assert_eq!(app.pieces(&reads(foreign)).await.unwrap(), []);
    // The same content given by another CPTS is another document.
    let own = app.attach_piece(&edits(foreign), "x.pdf", b"%PDF-1.7 x".to_vec()).await.unwrap();
    assert_ne!(own, id);
}
