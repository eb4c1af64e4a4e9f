//! The hour of a CPTS that is not in mainland France.

use app::communaute::presences::Format;
use domain::authz::{Allowed, EditGouvernance, ManagePresences, Participer, Role, Standing};
use domain::communaute::presences::Cadran;
use domain::communaute::{Fuseau, LienObjet};
use domain::ids::CptsId;
use jiff::civil::{Time, time};

use super::reunions::{Bureau, at, by, edits};

/// Who chooses for the whole CPTS.
fn settles(cpts: CptsId) -> Allowed<EditGouvernance> {
    by(cpts, Role::Coordinateur)
}

#[tokio::test]
async fn a_meeting_of_la_reunion_is_called_signed_and_printed_at_its_own_hour() {
    let b = Bureau::new().await;
    assert_eq!(b.app.fuseau(&settles(b.cpts)).await.unwrap(), Fuseau::Metropole);
    b.app.choose_zone(&settles(b.cpts), Fuseau::Reunion).await.unwrap();
    // Half past seven in the evening there, half past four in the afternoon in Paris.
    let id = b.meeting("2026-12-03T15:30:00Z").await;
    assert_eq!(b.app.convoke(&edits(b.cpts), id, false).await.unwrap().envoyes, 1);
    let text = b.app.mail_text(&format!("reunion:{id}")).await;
    assert!(text.contains("19\u{a0}h\u{a0}30") && !text.contains("16\u{a0}h\u{a0}30"), "{text}");
    let line = text.lines().find(|line| line.contains("/reunion/")).unwrap();
    let token = line.rsplit('/').next().unwrap();
    let bearer = b.app.bearer(LienObjet::Reunion, token).await.unwrap();
    let zone = b.app.reunion_by_link(&bearer).await.unwrap().zone;
    assert_eq!(zone.iana_name(), Some("Indian/Reunion"));
    b.wait("2026-12-03T15:40:00Z");
    let manage = by::<ManagePresences>(b.cpts, Role::Coordinateur);
    let screen = b.app.presence_screen(&manage, id).await.unwrap();
    assert_eq!(screen.zone.iana_name(), Some("Indian/Reunion"));
    let arrived: Time = time(19, 35, 0, 0);
    b.app.mark_present(&manage, (id, &[b.joignable]), Some(arrived)).await.unwrap();
    let sheet = b.app.feuille_presence(&manage, (id, None)).await.unwrap().feuille;
    assert_eq!(sheet.lignes[0].arrivee, at("2026-12-03T15:35:00Z"));
    assert_eq!(Cadran::of(&sheet, app::paris()).heure(sheet.lignes[0].arrivee), "19:35");
    let csv = b.app.attendance_file(&manage, (id, None), Format::Csv).await.unwrap();
    assert!(String::from_utf8(csv).unwrap().contains("19:35"));
    // What is sealed keeps its hours, whatever is chosen afterwards.
    b.app.close_attendance(&manage, id, "").await.unwrap();
    b.app.choose_zone(&settles(b.cpts), Fuseau::Metropole).await.unwrap();
    let sealed = b.app.feuille_presence(&manage, (id, Some(1))).await.unwrap().feuille;
    assert_eq!(Cadran::of(&sealed, app::paris()).heure(sealed.debut), "19:30");
    let live = b.app.feuille_presence(&manage, (id, None)).await.unwrap().feuille;
    assert_eq!(Cadran::of(&live, app::paris()).heure(live.debut), "16:30");
}

#[tokio::test]
async fn a_day_of_guadeloupe_is_the_day_there() {
    let b = Bureau::new().await;
    b.app.choose_zone(&settles(b.cpts), Fuseau::Guadeloupe).await.unwrap();
    // Nine in the evening of the last of January there; the first of February in Paris.
    let id = b.meeting("2027-02-01T01:00:00Z").await;
    let seance = b.app.seance(&edits(b.cpts), id).await.unwrap();
    assert_eq!(at("2027-02-01T01:00:00Z").to_zoned(seance.zone).date(), jiff::civil::date(2027, 1, 31));
    let user = b.app.seated(testkit::Seat::Cpts(b.cpts, Role::Membre)).await;
    let standing = Standing { roles: vec![(b.cpts, Role::Membre)], strong: true, ..Standing::default() };
    let me: Allowed<Participer> = domain::authz::Actor::person(user, standing).authorize(b.cpts).unwrap();
    super::reunions::known(&b.app, b.cpts, "Membre", (domain::communaute::Accord::Inconnu, Some(user))).await;
    assert_eq!(b.app.moi(&me).await.unwrap().unwrap().zone.iana_name(), Some("America/Guadeloupe"));
}

#[tokio::test]
async fn a_pilot_of_one_group_does_not_choose_the_hour_of_everybody() {
    let b = Bureau::new().await;
    let pilot = testkit::person(Role::Pilote, b.cpts);
    assert!(pilot.authorize::<EditGouvernance>(b.cpts).is_err());
    assert_eq!(b.app.fuseau(&settles(b.cpts)).await.unwrap(), Fuseau::Metropole);
}
