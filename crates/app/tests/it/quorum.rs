//! The attendance sheet of a meeting whose rules ask for a quorum says whether it is reached.

use app::communaute::presences::Format;
use domain::authz::{EditGouvernance, ManagePresences, Role};
use domain::communaute::ReunionKind;
use domain::communaute::gouvernance::paragraphes::phrase_quorum;
use domain::communaute::gouvernance::{Part, QuorumMode, RegleSeance, Reglement};

use super::reunions::{Bureau, by};

#[tokio::test]
async fn the_sheet_counts_who_came_and_a_meeting_without_rules_says_nothing() {
    let b = Bureau::new().await;
    let id = b.meeting("2026-11-22T08:30:00Z").await;
    let manage = by::<ManagePresences>(b.cpts, Role::Coordinateur);
    let sheet = || async { b.app.feuille_presence(&manage, (id, None)).await.unwrap().feuille };
    assert_eq!(sheet().await.quorum, None);
    let bureau = RegleSeance {
        quorum: QuorumMode::Presents,
        part: Part { num: 2, den: 3 },
        ..RegleSeance::usual(ReunionKind::Bureau)
    };
    let rules = Reglement { seances: vec![bureau], ..Reglement::default() };
    b.app.set_reglement(&by::<EditGouvernance>(b.cpts, Role::Coordinateur), rules).await.unwrap();
    b.app.mark_present(&manage, (id, &[b.joignable]), None).await.unwrap();
    let short = phrase_quorum(&sheet().await.quorum.unwrap());
    assert!(short.contains("Quorum non atteint (1 sur 2 requis)"), "{short}");
    // Both came: what is sealed says so, whatever the rules become.
    b.app.mark_present(&manage, (id, &[b.oppose]), None).await.unwrap();
    b.app.close_attendance(&manage, id, "").await.unwrap();
    let none = by::<EditGouvernance>(b.cpts, Role::Coordinateur);
    b.app.set_reglement(&none, Reglement::default()).await.unwrap();
    assert_eq!(sheet().await.quorum, None);
    let sealed = b.app.feuille_presence(&manage, (id, Some(1))).await.unwrap().feuille;
    assert!(phrase_quorum(&sealed.quorum.unwrap()).contains("Le quorum est atteint"));
    let pdf = b.app.attendance_file(&manage, (id, Some(1)), Format::Pdf).await.unwrap();
    assert!(pdf.starts_with(b"%PDF"));
}
