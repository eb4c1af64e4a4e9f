//! A device that holds a passkey: ES256, attestation "none". It answers as browsers write its answers.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::{SecureRandom as _, SystemRandom};
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The person touched the device.
const TOUCHED: u8 = 0x01;
/// The device recognised the person: fingerprint, face or code.
const RECOGNISED: u8 = 0x04;
/// A new credential follows.
const NEW: u8 = 0x40;

/// A device with one passkey. Tests change what it says to see it refused.
pub struct Device {
    key: EcdsaKeyPair,
    /// Identifier of its passkey.
    pub id: [u8; 16],
    /// Address of the page that asks, as the browser sees it.
    pub origin: String,
    /// How many times it served.
    pub counter: u32,
    /// Whether it recognises the person, or is content with a touch.
    pub recognises: bool,
}

impl Device {
    /// A new device, in a browser that shows a page of this address.
    pub fn new(origin: &str) -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &random).unwrap();
        let mut id = [0; 16];
        random.fill(&mut id).unwrap();
        Self { key, id, origin: origin.to_owned(), counter: 1, recognises: true }
    }

    /// The identifier of its passkey, as it is kept.
    pub fn credential(&self) -> String {
        b64(self.id)
    }

    /// Answers `navigator.credentials.create` with a new passkey.
    ///
    /// CTAP2: `{"fmt": "none", "attStmt": {}, "authData": bytes}`, and the public key as a COSE map.
    pub fn register(&self, options: &str) -> String {
        let point = &self.key.public_key().as_ref()[1..];
        let cose =
            [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32], &point[..32], &[0x22, 0x58, 32], &point[32..]];
        let options = public_key(options);
        let head = self.authenticator_data(&options["rp"]["id"], NEW);
        let data = [head, vec![0; 16], vec![0, 16], self.id.to_vec(), cose.concat()].concat();
        let length = u8::try_from(data.len()).unwrap();
        let object =
            [b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".as_slice(), &[length], &data].concat();
        self.answer(json!({
            "attestationObject": b64(object),
            "clientDataJSON": b64(self.client_data("webauthn.create", &options)),
        }))
    }

    /// Answers `navigator.credentials.get` with its passkey.
    pub fn sign_in(&self, options: &str) -> String {
        let options = public_key(options);
        let (client, data) =
            (self.client_data("webauthn.get", &options), self.authenticator_data(&options["rpId"], 0));
        let signed = [data.as_slice(), &Sha256::digest(&client)].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        self.answer(json!({
            "authenticatorData": b64(data), "clientDataJSON": b64(client), "signature": b64(signature),
            "userHandle": null,
        }))
    }

    fn answer(&self, response: Value) -> String {
        json!({ "id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "response": response })
            .to_string()
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let challenge = &options["challenge"];
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }

    fn authenticator_data(&self, host: &Value, flags: u8) -> Vec<u8> {
        let host = Sha256::digest(host.as_str().unwrap());
        let recognised = if self.recognises { RECOGNISED } else { 0 };
        [host.as_slice(), &[flags | TOUCHED | recognised], &self.counter.to_be_bytes()].concat()
    }
}

fn public_key(options: &str) -> Value {
    serde_json::from_str::<Value>(options).unwrap()["publicKey"].take()
}

fn b64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
