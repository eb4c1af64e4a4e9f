//! Changing the key: what was sealed opens still, then with the new key alone.

use std::sync::Arc;

use app::comptes::Identified;
use app::mail::Outgoing;
use app::organisations::BankForm;
use documents::courriel::Courriel;
use domain::authz::Role;
use domain::communaute::mobilisation::CampagneCanal;
use domain::texte::{Email, Iban};
use secrecy::SecretString;
use security::entropy::CountingEntropy;
use security::seal::{Key, KeyRing};
use testkit::{Seat, TestApp, operates, person};

fn ring(seeds: &[u64]) -> Arc<KeyRing> {
    let lines: Vec<String> = seeds.iter().map(|seed| Key::generate(&CountingEntropy::new(*seed))).collect();
    Arc::new(KeyRing::parse(&SecretString::from(lines.join("\n"))).unwrap())
}

#[tokio::test]
async fn values_are_sealed_again_and_the_old_key_serves_no_more() {
    let app = TestApp::with(|settings| settings.keys = ring(&[1])).await;
    let tx = app.store().write().await.unwrap();
    for number in 0..250 {
        let outgoing = Outgoing {
            cpts: None,
            user: None,
            to: Email::parse(&format!("personne-{number}@exemple.test")).unwrap(),
            template: "essai",
            about: None,
            content: Courriel {
                subject: "Essai".into(),
                text: "Texte".into(),
                calendar: None,
                unsubscribe: None,
            },
        };
        app.queue_mail(&tx, &outgoing).await.unwrap();
    }
    tx.commit().await.unwrap();

    let during = app.other_process_with(|settings| settings.keys = ring(&[2, 1])).await;
    let overview = during.keys_overview(&operates()).await.unwrap();
    assert_eq!(
        overview.keys.iter().map(|key| (key.current, key.values)).collect::<Vec<_>>(),
        [(true, 0), (false, 250)]
    );
    assert!(overview.closed.is_empty());
    assert_eq!(during.rotate_keys(&operates()).await.unwrap(), 250);
    assert_eq!(during.rotate_keys(&operates()).await.unwrap(), 0, "a second time changes nothing");

    let after = app.other_process_with(|settings| settings.keys = ring(&[2])).await;
    let overview = after.keys_overview(&operates()).await.unwrap();
    assert_eq!(overview.keys.iter().map(|key| (key.held, key.values)).collect::<Vec<_>>(), [(true, 250)]);
    assert!(overview.closed.is_empty());

    let lost = app.other_process_with(|settings| settings.keys = ring(&[3])).await;
    let overview = lost.keys_overview(&operates()).await.unwrap();
    assert_eq!((overview.keys[1].held, overview.closed.len()), (false, 250));
    assert!(lost.rotate_keys(&operates()).await.is_err());
}

#[tokio::test]
async fn what_use_cases_sealed_opens_in_its_place_after_the_key_was_changed() {
    let app = TestApp::with(|settings| settings.keys = ring(&[1])).await;
    let cpts = app.tenant("A").await;
    let iban = Iban::parse("FR76 3000 6000 0112 3456 7890 189").unwrap();
    let form = BankForm { holder: "Association A".into(), iban, bic: None };
    let treasurer = person(Role::Tresorier, cpts);
    app.save_bank_account(&treasurer.authorize(cpts).unwrap(), &form).await.unwrap();
    let user = app.seated(Seat::Cpts(cpts, Role::Tresorier)).await;
    let opened = app.enter_demo(user, "Navigateur de test").await.unwrap();
    let Identified::Known(visitor) = app.identify(opened.token.as_str()).await.unwrap() else {
        panic!("the session is open")
    };
    let before = app.start_totp(&visitor).await.unwrap();
    let campagne = super::mobilisation::made(&app, cpts, CampagneCanal::Relais).await;
    let coordinator = person(Role::Coordinateur, cpts);
    app.launch_campagne(&coordinator.authorize(cpts).unwrap(), campagne).await.unwrap();
    let kit = app.campagne_kit(&coordinator.authorize(cpts).unwrap(), campagne).await.unwrap();

    let during = app.other_process_with(|settings| settings.keys = ring(&[2, 1])).await;
    assert!(
        during.keys_overview(&operates()).await.unwrap().closed.is_empty(),
        "every value is in its place"
    );
    assert_eq!(during.rotate_keys(&operates()).await.unwrap(), 3);

    let after = app.other_process_with(|settings| settings.keys = ring(&[2])).await;
    let shown = after.reveal_iban(&treasurer.authorize(cpts).unwrap()).await.unwrap();
    assert_eq!(shown.iban.as_deref(), Some("FR76 3000 6000 0112 3456 7890 189"));
    assert_eq!(after.start_totp(&visitor).await.unwrap().secret, before.secret, "the same one goes on");
    let same = after.campagne_kit(&coordinator.authorize(cpts).unwrap(), campagne).await.unwrap();
    assert_eq!(same.lien, kit.lien);
}
