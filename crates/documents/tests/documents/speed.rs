use std::time::{Duration, Instant};

use crate::support;

#[test]
fn a_pdf_after_the_first_takes_less_than_two_seconds() {
    let start = Instant::now();
    documents::fiche_pdf(&support::whole()).unwrap();
    let first = start.elapsed();
    let start = Instant::now();
    documents::fiche_pdf(&support::gaps()).unwrap();
    let second = start.elapsed();
    eprintln!("first PDF {first:?}, second {second:?}");
    // A bound for a busy machine: alone, it takes a tenth of a second.
    assert!(second < Duration::from_secs(2), "{second:?}");
}
