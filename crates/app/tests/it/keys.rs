//! Changing the key: what was sealed opens still, then with the new key alone.

use std::sync::Arc;

use app::mail::Outgoing;
use documents::courriel::Courriel;
use domain::texte::Email;
use secrecy::SecretString;
use security::entropy::CountingEntropy;
use security::seal::{Key, KeyRing};
use testkit::{TestApp, operates};

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
            content: Courriel { subject: "Essai".into(), text: "Texte".into() },
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
