//! The booklet of a diagnosis, read back.
