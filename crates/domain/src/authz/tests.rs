use super::*;
use crate::ids::{CptsId, InstitutionId, UserId};

fn id(rank: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(rank)
}

fn cpts(rank: u128) -> CptsId {
    CptsId(id(rank))
}

fn person(standing: Standing) -> Actor {
    Actor::person(UserId(id(7)), standing)
}

fn strong(roles: &[(CptsId, Role)]) -> Standing {
    Standing { roles: roles.to_vec(), strong: true, fresh: true, ..Standing::default() }
}

#[test]
fn a_role_counts_in_its_own_cpts_only() {
    let actor = person(strong(&[(cpts(1), Role::Coordinateur)]));
    assert!(actor.authorize::<EditTerritoire>(cpts(1)).is_ok());
    let denied = actor.authorize::<ReadTerritoire>(cpts(2)).unwrap_err();
    assert_eq!(denied, Denied { permission: "territoire.read", why: Refusal::NotGranted });
}

#[test]
fn a_member_reads_but_does_not_edit() {
    let actor = person(strong(&[(cpts(1), Role::Membre)]));
    assert!(actor.authorize::<ReadTerritoire>(cpts(1)).is_ok());
    assert!(actor.authorize::<EditTerritoire>(cpts(1)).is_err());
}

#[test]
fn a_session_without_a_second_factor_sees_no_association_data() {
    let weak = Standing { strong: false, ..strong(&[(cpts(1), Role::Coordinateur)]) };
    let denied = person(weak.clone()).authorize::<ReadTerritoire>(cpts(1)).unwrap_err();
    assert_eq!(denied.why, Refusal::SecondFactor);
    let operator = Standing { operator: true, ..weak };
    assert_eq!(person(operator.clone()).operate().unwrap_err().why, Refusal::SecondFactor);
    assert!(person(operator).myself().is_ok(), "the account itself is where the factor is set up");
}

#[test]
fn money_and_rights_ask_for_a_recent_confirmation_but_their_button_shows() {
    let old = Standing { fresh: false, ..strong(&[(cpts(1), Role::Tresorier)]) };
    let actor = person(old);
    assert_eq!(actor.authorize::<EditBanque>(cpts(1)).unwrap_err().why, Refusal::Confirmation);
    assert!(actor.holds::<EditBanque>(cpts(1)));
    assert!(!actor.holds::<EditBanque>(cpts(2)));
    assert!(actor.authorize::<ReadTerritoire>(cpts(1)).is_ok());
    assert_eq!(actor.myself_confirmed().unwrap_err().why, Refusal::Confirmation);
}

#[test]
fn a_grant_opens_its_subject_only_and_marks_the_proof() {
    let standing = Standing {
        institutions: vec![(InstitutionId(id(3)), InstitutionRole::Instructeur)],
        grants: vec![(cpts(1), Subject::Territoire)],
        strong: true,
        ..Standing::default()
    };
    let actor = person(standing);
    assert!(actor.authorize::<ReadTerritoire>(cpts(1)).unwrap().is_through_grant());
    assert!(actor.authorize::<ReadEffectifs>(cpts(1)).is_err());
    assert!(actor.authorize::<EditTerritoire>(cpts(1)).is_err());
    assert!(actor.authorize::<ReadTerritoire>(cpts(2)).is_err());
    assert!(actor.authorize_in::<ReadInstitution>(InstitutionId(id(3))).is_ok());
    assert!(actor.authorize_in::<ReadInstitution>(InstitutionId(id(4))).is_err());
}

#[test]
fn the_operator_sees_no_association_data() {
    let actor = person(Standing { operator: true, strong: true, fresh: true, ..Standing::default() });
    assert!(actor.operate().is_ok());
    assert!(actor.authorize::<ReadTerritoire>(cpts(1)).is_err());
    assert!(actor.authorize::<ReadJournal>(cpts(1)).is_err());
}

#[test]
fn a_guest_holds_one_permission_of_one_cpts() {
    let guest = Actor::guest(cpts(1), id(9));
    assert!(guest.authorize::<ReadTerritoire>(cpts(1)).is_ok());
    assert!(guest.authorize::<ReadAccueil>(cpts(1)).is_err());
    assert!(guest.authorize::<ReadTerritoire>(cpts(2)).is_err());
    assert!(guest.myself().is_err());
}

#[test]
fn a_command_of_the_instance_is_named_and_a_coordinator_is_not_one() {
    assert!(person(strong(&[(cpts(1), Role::Coordinateur)])).operate().is_err());
    assert_eq!(Actor::system("import").operate().unwrap().author().to_string(), "import");
}

#[test]
fn an_author_comes_back_from_what_was_written() {
    for author in [Author::Person(UserId(id(7))), Author::System("import".into())] {
        assert_eq!(Author::from(author.to_string().as_str()), author);
    }
    assert_eq!(Author::from("person:rien"), Author::System("person:rien".into()));
}

#[test]
fn keys_are_unique_and_every_permission_is_held_by_someone() {
    let mut keys: Vec<_> = PERMISSIONS.iter().map(|line| line.key).collect();
    keys.extend(INSTITUTION_PERMISSIONS.iter().map(|line| line.0));
    let all = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), all);
    // Whoever holds a personal link acts by it, and by nothing else.
    let by_link = |line: &PermissionLine| line.key == ActByLink::KEY && line.granted_to == [Role::Invite];
    let given = |line: &PermissionLine| line.granted_to.iter().any(|role| role.is_given());
    assert!(PERMISSIONS.iter().all(|line| given(line) || by_link(line)));
    assert!(INSTITUTION_PERMISSIONS.iter().all(|(_, _, roles)| !roles.is_empty()));
}

#[test]
fn what_an_institution_reads_changes_nothing_and_every_key_comes_back() {
    for line in PERMISSIONS.iter().filter(|line| line.subject.is_some()) {
        assert!(line.key.ends_with(".read"), "{}", line.key);
    }
    assert!(Role::ALL.iter().all(|role| Role::from_key(role.key()) == Some(*role)));
    assert!(InstitutionRole::ALL.iter().all(|role| InstitutionRole::from_key(role.key()) == Some(*role)));
    assert!(Subject::ALL.iter().all(|subject| Subject::from_key(subject.key()) == Some(*subject)));
    assert_eq!(Role::from_key("directeur"), None);
}
