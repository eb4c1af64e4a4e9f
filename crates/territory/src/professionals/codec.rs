//! Lists of practices as they are stored: each number as the difference from the one before, so that two
//! million of them stay a few megabytes.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Practice;

pub(super) fn serialize<S: Serializer>(practices: &[Practice], serializer: S) -> Result<S::Ok, S::Error> {
    let mut before = 0;
    let steps = practices.iter().map(|practice| {
        let step = practice.0.wrapping_sub(before);
        before = practice.0;
        step
    });
    steps.collect::<Vec<u32>>().serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Practice>, D::Error> {
    let mut last = 0_u32;
    let steps = Vec::<u32>::deserialize(deserializer)?;
    let practices = steps.into_iter().map(|step| {
        last = last.checked_add(step).ok_or_else(|| D::Error::custom("a list of practices is not sorted"))?;
        Ok(Practice(last))
    });
    practices.collect()
}
