//! Codes that turn: what they hold, how they are signed. Nothing of them is kept anywhere.

use domain::communaute::Moyen;
use domain::ids::{CptsId, PresenceId, ReunionId};
use jiff::{SignedDuration, Timestamp};
use security::turning::Turning;
use uuid::Uuid;

use super::rules;
use crate::{App, AppError};

/// Purpose of the keys.
const PURPOSE: &str = "presence";

/// What the code on a screen, or one that was typed, says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Montre {
    /// The CPTS.
    pub cpts: CptsId,
    /// The meeting.
    pub reunion: ReunionId,
    /// Seen or typed.
    pub moyen: Moyen,
    /// When it was shown, or typed.
    pub at: Timestamp,
}

/// First byte of what is signed: one kind never passes for another.
const QR: u8 = b'q';
const CODE: u8 = b'c';
const RECEIPT: u8 = b'r';

fn bytes(kind: u8, parts: [&Uuid; 2], second: Option<i64>) -> Vec<u8> {
    let mut bytes = vec![kind];
    parts.iter().for_each(|part| bytes.extend(part.as_bytes()));
    // Five bytes of seconds last until the year 36812 and keep the drawing small.
    if let Some(second) = second {
        bytes.extend(&second.to_be_bytes()[3..]);
    }
    bytes
}

fn uuid(bytes: &[u8], place: usize) -> Option<Uuid> {
    Uuid::from_slice(bytes.get(1 + place * 16..1 + (place + 1) * 16)?).ok()
}

fn read(bytes: &[u8]) -> Option<Montre> {
    let moyen = match *bytes.first()? {
        QR => Moyen::Qr,
        CODE => Moyen::Code,
        _ => return None,
    };
    let tail: [u8; 5] = bytes.get(33..)?.try_into().ok()?;
    let second = tail.iter().fold(0_i64, |second, byte| (second << 8) | i64::from(*byte));
    let at = Timestamp::from_second(second).ok()?;
    Some(Montre { cpts: CptsId(uuid(bytes, 0)?), reunion: ReunionId(uuid(bytes, 1)?), moyen, at })
}

/// The step of a length in which an instant falls.
pub(super) fn step(at: Timestamp, length: SignedDuration) -> i64 {
    at.as_second().div_euclid(length.as_secs().max(1))
}

/// The instant at which a step starts.
fn start(step: i64, length: SignedDuration) -> Timestamp {
    Timestamp::from_second(step * length.as_secs()).unwrap_or_default()
}

impl App {
    fn turning(&self) -> Turning {
        self.settings.keys.turning(PURPOSE)
    }

    /// The code that the screen of a meeting shows at an instant.
    pub(super) fn qr_token(
        &self,
        cpts: CptsId,
        reunion: ReunionId,
        at: Timestamp,
    ) -> Result<String, AppError> {
        let length = rules()?.pas;
        let shown = start(step(at, length), length).as_second();
        Ok(self.turning().sign(&bytes(QR, [&cpts.0, &reunion.0], Some(shown))))
    }

    /// The code of somebody who typed the right short code.
    pub(super) fn code_token(&self, cpts: CptsId, reunion: ReunionId, at: Timestamp) -> String {
        self.turning().sign(&bytes(CODE, [&cpts.0, &reunion.0], Some(at.as_second())))
    }

    /// What a code says.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when this instance did not sign it.
    pub fn montre(&self, token: &str) -> Result<Montre, AppError> {
        self.turning().read(token).and_then(|bytes| read(&bytes)).ok_or(AppError::NotFound)
    }

    /// The short code of a meeting at an instant.
    pub(super) fn spoken(&self, reunion: ReunionId, at: Timestamp) -> Result<String, AppError> {
        Ok(self.turning().spoken(reunion.0.as_bytes(), step(at, rules()?.code_pas)))
    }

    /// Whether a short code is one of a meeting, now or a little earlier.
    pub(super) fn is_spoken(
        &self,
        reunion: ReunionId,
        now: Timestamp,
        typed: &str,
    ) -> Result<bool, AppError> {
        let (rules, turning) = (rules()?, self.turning());
        let last = step(now, rules.code_pas);
        let mut accepted = last - i64::from(rules.code_grace)..=last;
        Ok(accepted.any(|step| turning.is_spoken(reunion.0.as_bytes(), step, typed)))
    }

    /// The mark of a phone at a meeting: two meetings cannot be compared.
    pub(super) fn phone_mark(&self, reunion: ReunionId, phone: &str) -> Option<String> {
        (!phone.is_empty()).then(|| self.turning().mark(reunion.0.as_bytes(), phone))
    }

    /// What lets somebody see their presence again, and say that they leave.
    pub(super) fn receipt(&self, cpts: CptsId, presence: PresenceId) -> String {
        self.turning().sign(&bytes(RECEIPT, [&cpts.0, &presence.0], None))
    }

    /// Whose receipt this is.
    pub(super) fn of_receipt(&self, token: &str) -> Option<(CptsId, PresenceId)> {
        let bytes = self.turning().read(token).filter(|bytes| bytes.first() == Some(&RECEIPT))?;
        Some((CptsId(uuid(&bytes, 0)?), PresenceId(uuid(&bytes, 1)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_signed_reads_back_and_a_receipt_is_no_code() {
        let (cpts, reunion) = (Uuid::from_u128(7), Uuid::from_u128(8));
        let at = Timestamp::from_second(1_795_368_120).unwrap();
        let found = read(&bytes(QR, [&cpts, &reunion], Some(at.as_second()))).unwrap();
        assert_eq!(found, Montre { cpts: CptsId(cpts), reunion: ReunionId(reunion), moyen: Moyen::Qr, at });
        assert_eq!(read(&bytes(CODE, [&cpts, &reunion], Some(1))).unwrap().moyen, Moyen::Code);
        assert_eq!(read(&bytes(RECEIPT, [&cpts, &reunion], Some(1))), None);
        assert_eq!(read(&bytes(QR, [&cpts, &reunion], None)), None);
        assert_eq!(read(&[]), None);
    }

    #[test]
    fn a_step_lasts_thirty_seconds() {
        let length = SignedDuration::from_secs(30);
        let at = |second| Timestamp::from_second(second).unwrap();
        assert_eq!((step(at(59), length), step(at(60), length)), (1, 2));
        assert_eq!(start(2, length), at(60));
    }
}
