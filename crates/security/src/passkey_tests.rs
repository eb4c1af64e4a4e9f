//! The device of the tests goes through registration and sign-in.

use serde_json::Value;
use testkit::Device;

use super::*;

const ORIGIN: &str = "https://cpts.exemple.fr";

fn site(url: &str) -> Passkeys {
    Passkeys::new(&Url::parse(url).unwrap()).unwrap()
}

fn value(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

fn registered(device: &Device) -> StoredPasskey {
    let site = site(ORIGIN);
    let started = site.start_registration(Uuid::from_u128(1), "a@exemple.fr", "A", &[]).unwrap();
    site.finish_registration(&started.state_json, &device.register(&started.options_json)).unwrap()
}

#[test]
fn a_device_registers_then_signs_in_and_its_counter_is_kept() {
    let (site, mut device) = (site(ORIGIN), Device::new(ORIGIN));
    let stored = registered(&device);
    assert_eq!(stored.id, device.credential());
    device.counter = 2;
    let list = [stored];
    let started = site.start_sign_in(&list).unwrap();
    let answer = device.sign_in(&started.options_json);
    let done = site.finish_sign_in(&started.state_json, &answer, &list).unwrap();
    assert_eq!(done.id, list[0].id);
    let updated = done.updated.unwrap();
    assert_ne!(updated.json, list[0].json);

    // A counter that goes back says that two devices hold the same key.
    device.counter = 1;
    let list = [updated];
    let started = site.start_sign_in(&list).unwrap();
    let answer = device.sign_in(&started.options_json);
    assert!(matches!(site.finish_sign_in(&started.state_json, &answer, &list), Err(PasskeyError::Copied)));
}

#[test]
fn the_options_name_our_host_the_person_and_what_is_already_registered() {
    let (site, stored) = (site(ORIGIN), registered(&Device::new(ORIGIN)));
    let known = [stored];
    let started = site.start_registration(Uuid::from_u128(1), "a@exemple.fr", "A", &known).unwrap();
    let options = value(&started.options_json);
    assert_eq!(options["publicKey"]["rp"]["id"], "cpts.exemple.fr");
    assert_eq!(options["publicKey"]["user"]["name"], "a@exemple.fr");
    assert_eq!(options["publicKey"]["excludeCredentials"][0]["id"], known[0].id.as_str());
    let options = value(&site.start_sign_in(&known).unwrap().options_json);
    assert_eq!(options["publicKey"]["rpId"], "cpts.exemple.fr");
    assert_eq!(options["publicKey"]["allowCredentials"][0]["id"], known[0].id.as_str());
    let again = site.start_sign_in(&known).unwrap();
    assert_ne!(value(&again.options_json)["publicKey"]["challenge"], options["publicKey"]["challenge"]);
}

#[test]
fn another_site_cannot_use_what_the_person_did_there() {
    let (site, there) = (site(ORIGIN), Device::new("https://cpts.exemple.fr.attaque.example"));
    let started = site.start_registration(Uuid::from_u128(1), "a", "A", &[]).unwrap();
    let answer = there.register(&started.options_json);
    assert!(matches!(site.finish_registration(&started.state_json, &answer), Err(PasskeyError::Refused(_))));

    let mut device = Device::new(ORIGIN);
    let list = [registered(&device)];
    device.origin = "http://cpts.exemple.fr".into();
    device.counter = 2;
    let started = site.start_sign_in(&list).unwrap();
    let answer = device.sign_in(&started.options_json);
    assert!(matches!(
        site.finish_sign_in(&started.state_json, &answer, &list),
        Err(PasskeyError::Refused(_))
    ));
}

#[test]
fn an_answer_to_another_challenge_or_from_another_key_is_refused() {
    let (site, mut device) = (site(ORIGIN), Device::new(ORIGIN));
    let list = [registered(&device)];
    device.counter = 2;
    let (first, second) = (site.start_sign_in(&list).unwrap(), site.start_sign_in(&list).unwrap());
    let answer = device.sign_in(&first.options_json);
    assert!(site.finish_sign_in(&second.state_json, &answer, &list).is_err());
    let mut other = Device::new(ORIGIN);
    (other.counter, other.id) = (2, device.id);
    assert!(site.finish_sign_in(&first.state_json, &other.sign_in(&first.options_json), &list).is_err());
    // Removed by its owner between both steps.
    assert!(site.finish_sign_in(&first.state_json, &answer, &[]).is_err());
    assert!(site.finish_sign_in(&first.state_json, &answer, &list).is_ok());
}

#[test]
fn what_is_no_answer_is_refused_with_its_reason() {
    let site = site(ORIGIN);
    let started = site.start_registration(Uuid::from_u128(1), "a", "A", &[]).unwrap();
    for garbage in ["", "{}", "null", "{\"id\":1}"] {
        let error = site.finish_registration(&started.state_json, garbage).unwrap_err();
        assert!(matches!(error, PasskeyError::BadAnswer(_)), "{garbage}");
    }
    assert!(matches!(site.finish_registration("{}", "{}"), Err(PasskeyError::BadStored(_))));
    assert!(matches!(site.start_sign_in(&[]), Err(PasskeyError::NoPasskey)));
    let broken = StoredPasskey { id: "a".into(), json: "{}".into() };
    assert!(matches!(site.start_sign_in(&[broken]), Err(PasskeyError::BadStored(_))));
}

#[test]
fn an_address_of_numbers_has_no_passkeys() {
    let numbers = Passkeys::new(&Url::parse("http://127.0.0.1:8080").unwrap());
    assert!(matches!(numbers, Err(PasskeyError::NoHostName)));
    assert!(Passkeys::new(&Url::parse("http://localhost:8080").unwrap()).is_ok());
}
