//! People, invitations, grants, guests, the association: what is decided, kept, traced.

use app::AppError;
use app::organisations::{
    AssociationForm, BankForm, GuestPage, InvitationState, LinkState, NewGrant, NewInvitation, Sent, Waiting,
    Way,
};
use domain::authz::{
    Actor, Allowed, InstitutionKind, InstitutionRole, ManageAutorisations, ManagePartages, ManageRoles,
    Permission, ReadAccueil, ReadAutorisations, ReadBanque, ReadDiagnostic, ReadEffectifs, ReadInstitution,
    ReadPersonnes, ReadTerritoire, Role, Standing, Subject,
};
use domain::ids::{CptsId, RoleId, UserId};
use domain::masque::Masked;
use domain::organisation::InvitationLine;
use jiff::SignedDuration;
use testkit::{Seat, TestApp, now, operates, person, reads};

use super::audited;

fn proof<P: Permission>(role: Role, cpts: CptsId) -> Allowed<P> {
    person(role, cpts).authorize(cpts).unwrap()
}

fn manages(cpts: CptsId) -> Allowed<ManageRoles> {
    proof(Role::Bureau, cpts)
}

fn people(cpts: CptsId) -> Allowed<ReadPersonnes> {
    proof(Role::Bureau, cpts)
}

async fn role_of(app: &TestApp, cpts: CptsId, user: UserId) -> RoleId {
    app.person(&people(cpts), user).await.unwrap().roles[0].id
}

fn email(typed: &str) -> domain::texte::Email {
    domain::texte::Email::parse(typed).unwrap()
}

fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

#[tokio::test]
async fn a_role_is_given_to_someone_known_here_and_ends_at_once_or_later() {
    let app = TestApp::new().await;
    let (cpts, other) = (app.tenant("A").await, app.tenant("B").await);
    let user = app.seated(Seat::Cpts(cpts, Role::Membre)).await;
    let foreign = app.seated(Seat::Cpts(other, Role::Membre)).await;
    let given = app.give_role(&manages(cpts), (user, Role::Tresorier), Some(now() + days(30))).await.unwrap();
    let twice = app.give_role(&manages(cpts), (user, Role::Membre), None).await;
    assert!(matches!(twice, Err(AppError::Conflict)), "{twice:?}");
    for (who, role, until) in [
        (foreign, Role::Membre, None),
        (UserId(app.unknown_id()), Role::Membre, None),
        (user, Role::Invite, None),
    ] {
        let refused = app.give_role(&manages(cpts), (who, role), until).await;
        assert!(matches!(refused, Err(AppError::NotFound)), "{refused:?}");
    }
    let past = app.give_role(&manages(cpts), (user, Role::Pilote), Some(now())).await;
    assert!(matches!(past, Err(AppError::PastDate)), "{past:?}");
    app.end_role(&manages(cpts), (user, given), None).await.unwrap();
    let again = app.end_role(&manages(cpts), (user, given), None).await;
    assert!(matches!(again, Err(AppError::NotFound)), "{again:?}");
    let roles = app.person(&people(cpts), user).await.unwrap().roles;
    assert_eq!(roles.len(), 2, "an ended role stays in the history");
    assert_eq!(roles[1].until, Some(now()));
    let acts: Vec<String> = audited(&app, cpts).await.into_iter().map(|entry| entry.action).collect();
    assert_eq!(acts, ["roles.manage", "roles.manage"]);
}

#[tokio::test]
async fn leaving_ends_every_role_but_the_last_who_manages_roles_stays() {
    let app = TestApp::new().await;
    let cpts = app.tenant("A").await;
    let first = app.seated(Seat::Cpts(cpts, Role::Coordinateur)).await;
    app.give_role(&manages(cpts), (first, Role::Membre), None).await.unwrap();
    let refused = app.depart(&manages(cpts), first).await;
    assert!(matches!(refused, Err(AppError::StillLast(_))), "{refused:?}");
    let role = role_of(&app, cpts, first).await;
    let later = app.end_role(&manages(cpts), (first, role), Some(now() + days(1))).await;
    assert!(matches!(later, Err(AppError::StillLast(_))), "{later:?}");
    app.seated(Seat::Cpts(cpts, Role::Bureau)).await;
    assert_eq!(app.depart(&manages(cpts), first).await.unwrap().roles, 2);
    let gone = app.depart(&manages(cpts), first).await;
    assert!(matches!(gone, Err(AppError::NotFound)), "{gone:?}");
}

#[tokio::test]
async fn two_boards_that_remove_each_other_at_the_same_time_do_not_both_succeed() {
    let app = TestApp::new().await;
    let other = app.other_process().await;
    let cpts = app.tenant("A").await;
    for _ in 0..5 {
        let one = app.seated(Seat::Cpts(cpts, Role::Bureau)).await;
        let two = app.seated(Seat::Cpts(cpts, Role::Coordinateur)).await;
        // Whoever was left of the round before goes first.
        for left in app.people(&people(cpts)).await.unwrap() {
            if left.user != one && left.user != two && left.roles.iter().any(|role| role.until.is_none()) {
                app.depart(&manages(cpts), left.user).await.unwrap();
            }
        }
        let (by_two, by_one) = (manages(cpts), manages(cpts));
        let (a, b) = tokio::join!(app.depart(&by_two, one), other.depart(&by_one, two));
        assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
        let lost = if a.is_ok() { b } else { a };
        assert!(matches!(lost, Err(AppError::StillLast(_))), "{lost:?}");
    }
}

#[tokio::test]
async fn an_invitation_goes_by_e_mail_or_by_a_printed_code_and_can_be_sent_again_or_taken_back() {
    let app = TestApp::new().await;
    let (cpts, other) = (app.tenant("A").await, app.tenant("B").await);
    let way = Way::Email(email("camille@exemple.test"));
    let new = NewInvitation { name: "Camille Exemple".into(), role: Role::Membre, way };
    let sent = app.invite(&manages(cpts), &new).await.unwrap();
    assert!(matches!(sent.sent, Sent::Email) && sent.expires_at == now() + days(14));
    let (before, state) = app.invitations(&people(cpts)).await.unwrap().remove(0);
    assert_eq!((state, before.email.as_deref()), (InvitationState::Waiting, Some("camille@exemple.test")));
    app.resend_invitation(&manages(cpts), sent.id).await.unwrap();
    let (after, _) = app.invitations(&people(cpts)).await.unwrap().remove(0);
    assert_ne!(after.token_hash, before.token_hash, "the former link is dead");
    for refused in [
        app.revoke_invitation(&manages(other), sent.id).await,
        app.resend_invitation(&manages(other), sent.id).await.map(|_| ()),
    ] {
        assert!(matches!(refused, Err(AppError::NotFound)), "{refused:?}");
    }
    app.revoke_invitation(&manages(cpts), sent.id).await.unwrap();
    assert_eq!(app.invitations(&people(cpts)).await.unwrap()[0].1, InvitationState::Revoked);
    let refused = app.resend_invitation(&manages(cpts), sent.id).await;
    assert!(matches!(refused, Err(AppError::NotFound)), "{refused:?}");

    let printed = NewInvitation { way: Way::Printed, ..new };
    let made = app.invite(&manages(cpts), &printed).await.unwrap();
    let Sent::Code(code) = made.sent else { panic!("a code is shown") };
    let letter = app.invitation_letter(&manages(cpts), (made.id, &code)).await.unwrap();
    assert!(letter.starts_with(b"%PDF"));
    for wrong in ["ACDE-FGHJ-KMNP", "", "rien"] {
        let refused = app.invitation_letter(&manages(cpts), (made.id, wrong)).await;
        assert!(matches!(refused, Err(AppError::NotFound)), "{wrong}");
    }
    let trace = audited(&app, cpts).await.iter().map(|entry| entry.changes.to_string()).collect::<String>();
    assert!(!trace.contains("camille") && !trace.contains(&code), "{trace}");
}

#[tokio::test]
async fn an_organisation_cannot_invite_without_end_and_a_social_security_number_is_refused() {
    let app = TestApp::new().await;
    let cpts = app.tenant("A").await;
    let new = |name: &str| NewInvitation { name: name.into(), role: Role::Membre, way: Way::Printed };
    let refused = app.invite(&manages(cpts), &new("Camille 1 85 05 75 123 456 73")).await;
    assert!(matches!(refused, Err(AppError::Name(_))), "{refused:?}");
    let limit = domain::securite::rules().unwrap().invitations.count;
    let mut refused = None;
    for _ in 0..=limit {
        if let Err(error) = app.invite(&manages(cpts), &new("Camille")).await {
            refused = Some(error);
        }
    }
    assert!(matches!(refused, Some(AppError::TooMany { .. })), "{refused:?}");
    let sent = app.invitations(&people(cpts)).await.unwrap().len();
    assert_eq!(sent, limit as usize);
}

#[tokio::test]
async fn a_list_is_invited_whole_or_not_at_all() {
    let app = TestApp::new().await;
    let cpts = app.tenant("A").await;
    let limit = domain::securite::rules().unwrap().invitations.count;
    let line = |rank: u32| InvitationLine {
        name: format!("Camille {rank}"),
        email: email(&format!("camille{rank}@exemple.test")),
        role: Role::Membre,
    };
    let lines: Vec<_> = (0..=limit).map(line).collect();
    let refused = app.invite_all(&manages(cpts), &lines).await;
    assert!(matches!(refused, Err(AppError::TooMany { .. })), "{refused:?}");
    assert!(app.invitations(&people(cpts)).await.unwrap().is_empty(), "nobody was invited");
    assert_eq!(app.invite_all(&manages(cpts), &lines[1..]).await.unwrap(), limit as usize);
    assert_eq!(app.invitations(&people(cpts)).await.unwrap().len(), limit as usize);
}

#[tokio::test]
async fn an_institution_reads_through_a_grant_until_it_is_taken_back() {
    let app = TestApp::with_reference().await;
    let cpts = app.tenant("A").await;
    app.plot(cpts, "Val", &["96001"]).await;
    for _ in 0..3 {
        app.seated(Seat::Cpts(cpts, Role::Membre)).await;
    }
    let agency = app.create_institution(&operates(), (InstitutionKind::Ars, "Agence"), true).await.unwrap();
    let user = app.seated(Seat::Institution(agency.id, InstitutionRole::Instructeur)).await;
    let signs: Allowed<ManageAutorisations> = proof(Role::Bureau, cpts);
    let new = NewGrant {
        institution: agency.id,
        subjects: Subject::ALL.to_vec(),
        since: now(),
        until: now() + days(365),
    };
    let actor = async || {
        let held = app.store().read().await.unwrap().standing(user, now()).await.unwrap();
        Actor::person(user, Standing { strong: true, fresh: true, ..held })
    };
    assert!(actor().await.authorize::<ReadTerritoire>(cpts).is_err());
    let signed = app.sign_grant(&signs, &new).await.unwrap();
    let twice = app.sign_grant(&signs, &new).await;
    assert!(matches!(twice, Err(AppError::Conflict)), "{twice:?}");
    let who = actor().await;
    let inside = who.authorize_in::<ReadInstitution>(agency.id).unwrap();
    let home = app.institution_home(&inside, &who).await.unwrap();
    assert_eq!(home.readable[0].territories.as_ref().unwrap()[0].territoire, "Val");
    let (_, row) = home.readable[0].counts.clone().unwrap();
    assert!(row.cells.iter().all(|cell| !matches!(cell, Masked::Shown(1..=5))), "{row:?}");
    let (_, whole) = app.head_counts(&proof::<ReadEffectifs>(Role::Bureau, cpts)).await.unwrap();
    assert_eq!(whole.total, Masked::Shown(3), "the CPTS itself sees everything");
    for id in signed {
        app.revoke_grant(&signs, id).await.unwrap();
    }
    let who = actor().await;
    assert!(who.authorize::<ReadTerritoire>(cpts).is_err() && who.authorize::<ReadEffectifs>(cpts).is_err());
    assert!(who.authorize::<ReadDiagnostic>(cpts).is_err());
    let home = app.institution_home(&inside, &who).await.unwrap();
    assert_eq!((home.readable.len(), home.over.len()), (0, Subject::ALL.len()));
    let grants = app.grants(&proof::<ReadAutorisations>(Role::Bureau, cpts)).await.unwrap();
    assert_eq!((grants.open.len(), grants.over.len()), (0, Subject::ALL.len()));
}

#[tokio::test]
async fn a_guest_sees_one_sheet_until_the_link_is_taken_back() {
    let app = TestApp::with_reference().await;
    let (cpts, other) = (app.tenant("A").await, app.tenant("B").await);
    let made = app.plot(cpts, "Val", &["96001"]).await;
    let gives: Allowed<ManagePartages> = proof(Role::Secretaire, cpts);
    let ids = (made.territoire, made.variante);
    let link = app.give_link((&gives, &reads(cpts)), ids, "Mairie", now() + days(30)).await.unwrap();
    let (base, token) = link.address.rsplit_once('/').unwrap();
    assert_eq!(base, "http://maillage.test/partage");
    for _ in 0..2 {
        let page = app.open_link(token).await.unwrap();
        assert!(matches!(page, GuestPage::Sheet { ref fiche, .. } if fiche.territoire == "Val"), "{page:?}");
    }
    assert_eq!(app.guest_links(&gives).await.unwrap()[0].0.opened, 2);
    let elsewhere: Allowed<ManagePartages> = proof(Role::Secretaire, other);
    let foreign = app.give_link((&elsewhere, &reads(other)), ids, "Mairie", now() + days(30)).await;
    assert!(matches!(foreign, Err(AppError::NotFound)), "{foreign:?}");
    let far = app.give_link((&gives, &reads(cpts)), ids, "Mairie", now() + days(92)).await;
    assert!(matches!(far, Err(AppError::TooFar)), "{far:?}");
    app.revoke_link(&gives, link.id).await.unwrap();
    let page = app.open_link(token).await.unwrap();
    assert!(matches!(page, GuestPage::Over { state: Some(LinkState::Revoked), .. }), "{page:?}");
    assert!(matches!(app.open_link("inconnu").await, Err(AppError::NotFound)));
}

#[tokio::test]
async fn an_iban_is_sealed_shown_masked_and_revealed_with_a_trace() {
    let app = TestApp::new().await;
    let cpts = app.tenant("A").await;
    let iban = domain::texte::Iban::parse("FR76 3000 6000 0112 3456 7890 189").unwrap();
    let form = BankForm { holder: "Association A".into(), iban, bic: None };
    app.save_bank_account(&proof(Role::Tresorier, cpts), &form).await.unwrap();
    let reads: Allowed<ReadBanque> = proof(Role::Tresorier, cpts);
    let shown = app.bank_account(&reads).await.unwrap().unwrap();
    assert!(shown.iban.is_none() && !shown.account.iban.contains("3000600001"), "{shown:?}");
    assert_eq!(shown.account.iban_end, "FR76 •••• 0189");
    let whole = app.reveal_iban(&reads).await.unwrap();
    assert_eq!(whole.iban.as_deref(), Some("FR76 3000 6000 0112 3456 7890 189"));
    let acts: Vec<String> = audited(&app, cpts).await.into_iter().map(|entry| entry.action).collect();
    assert_eq!(acts, ["banque.edit", "banque.read"]);
}

#[tokio::test]
async fn a_home_says_what_waits_for_each_role_and_nothing_more() {
    let app = TestApp::new().await;
    let cpts = app.tenant("A").await;
    let user = app.seated(Seat::Cpts(cpts, Role::Coordinateur)).await;
    let home = async |role| {
        let actor = person(role, cpts);
        let proof: Allowed<ReadAccueil> = actor.authorize(cpts).unwrap();
        app.home(&proof, &actor).await.unwrap().waiting
    };
    assert!(home(Role::Membre).await.is_empty());
    let waiting = home(Role::Coordinateur).await;
    assert!(
        waiting.iter().any(|one| matches!(one, Waiting::NoSecondFactor { people } if people[0].0 == user))
    );
    assert!(home(Role::Tresorier).await.contains(&Waiting::BankMissing));
    let form = AssociationForm {
        legal_name: Some("Association A".into()),
        siret: Some(domain::texte::Siret::parse("73282932000074").unwrap()),
        address: Some("1 rue du Pont".into()),
        email: Some(email("a@exemple.test")),
        dpo_email: Some(email("dpo@exemple.test")),
        ..AssociationForm::default()
    };
    app.save_association(&proof(Role::Secretaire, cpts), &form).await.unwrap();
    assert!(!home(Role::Secretaire).await.iter().any(|one| matches!(one, Waiting::AssociationIncomplete(_))));
    let nir = AssociationForm { address: Some("1 85 05 75 123 456 73".into()), ..form };
    let refused = app.save_association(&proof(Role::Secretaire, cpts), &nir).await;
    assert!(matches!(refused, Err(AppError::Text(_))), "{refused:?}");
}
