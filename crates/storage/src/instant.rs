//! Instants as whole microseconds since 1970: the finest step that both databases keep alike.

use jiff::Timestamp;

use crate::StorageError;

/// An instant as it is stored.
pub(crate) fn stored(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// An instant as it is read back.
pub(crate) fn read(table: &'static str, id: impl ToString, micros: i64) -> Result<Timestamp, StorageError> {
    Timestamp::from_microsecond(micros).map_err(|error| StorageError::inconsistent(table, id, error))
}
